"""A published diagnosis, opened by the people it is for."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import PHONE, Cite, Visit


def _report(visit: Visit, cite: Cite, **options: Any) -> Any:
    page = visit.enter_as(cite.pilot, **options)
    page.goto(visit.base + cite.diagnosis_path)
    return page


def test_from_the_home_page_to_the_report(visit: Visit, cite: Cite) -> None:
    page = visit.enter_as(cite.pilot)
    page.get_by_role("link", name="Partager le diagnostic").click()
    page.wait_for_load_state()
    assert page.url.endswith(cite.diagnosis_path)
    assert page.locator("main h2").count() >= 5


def test_the_map_and_its_table_are_there_without_javascript(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite, width=PHONE, javascript=False)
    assert page.locator("main svg[role]").first.is_visible()
    assert page.get_by_role("table").count() >= 1
    named = cite.territory.actors.filter(status="VALIDATED", objects_to_naming=False).first()
    assert named.name in page.locator("main").inner_text()


def test_every_focusable_part_of_the_report_is_reached_by_keyboard(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("document.activeElement.closest('main') ? document.activeElement.outerHTML : ''")
        )
    assert len(seen) > 5


def test_the_pdf_is_offered_and_is_one(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    link = page.locator("a[href$='diagnostic.pdf']").first
    answer = page.request.get(visit.base + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_the_arrows_walk_from_tie_to_tie(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    page.locator(".report__picture").focus()
    heard = []
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        heard.append(page.locator("[data-map-status]").inner_text())
        assert page.locator("path.is-chosen").count() == 1
    first = page.locator("[data-ties] tbody tr").first.locator("td").all_inner_texts()
    assert heard[0] == f"{first[0]} et {first[1]}, {first[2]}"
    assert heard[0] != heard[1]


def test_filters_act_at_once_on_the_list_and_on_the_map(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    rows = page.locator("[data-ties] tbody tr")
    everything = rows.count()
    page.get_by_label("Au moins").select_option("4")
    kept = page.locator("[data-ties] tbody tr:visible").count()
    assert 0 < kept < everything
    assert page.locator("path.is-faded").count() == everything - kept


def test_a_column_sorts_the_list_both_ways(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    button = page.get_by_role("button", name="Niveau")
    levels = []
    for _ in range(2):
        button.click()
        levels.append(page.locator("[data-ties] tbody tr").first.get_attribute("data-level"))
    assert int(levels[0]) < int(levels[1])


def test_the_list_of_actors_is_alphabetical_then_sorted_at_will(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite)
    rows = page.locator("[data-sorted] tbody tr")
    first = rows.first.inner_text()
    page.locator("[data-sorted]").get_by_role("button", name="Partenaires").click()
    counts = [int(each) for each in page.locator("[data-sorted] tbody td:nth-child(4)").all_inner_texts()]
    assert counts == sorted(counts)
    page.locator("[data-sorted]").get_by_role("button", name="Acteur").click()
    assert rows.first.inner_text() == first


def test_on_a_phone_the_lists_fit_and_stay_tables(visit: Visit, cite: Cite) -> None:
    page = _report(visit, cite, width=PHONE)
    lists = page.locator(".report__stack, .report__ties")
    assert lists.count() >= 3
    for i in range(lists.count()):
        assert lists.nth(i).evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.get_by_role("table", name="Les acteurs et leurs liens").get_by_role("row").count() > 5
