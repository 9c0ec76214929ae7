"""Somebody answers on a phone: in three languages, with a network that comes and goes, in two tabs, interrupted."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import NARROW, _overflow, _violations

SCREEN: Final = re.compile(r"/r/feuille/\d+/")
LANGUAGES: Final = ["fr", "en", "ar", "tr", "pt", "es"]


@pytest.fixture
def wave(live_server: Any, territory: Any) -> Any:
    """An open wave of eight actors."""
    from maillage.surveys.services import collecting, create_wave
    from maillage.territories.models import Actor, ActorStatus

    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(8)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=LANGUAGES, closes_at=closes)
    return collecting.open_wave(wave=made)


@pytest.fixture
def link(wave: Any) -> str:
    """The address of a personal link."""
    from maillage.surveys.services import collecting

    return f"/r/{collecting.invite(participation=wave.roster.order_by('pk')[0]).token}/"


Begin = Callable[..., Any]


@pytest.fixture
def begin(chromium: Any, live_server: Any, link: str) -> Iterator[Begin]:
    """Open the link on a phone and begin; a lost network makes the browser complain, which is not looked at here."""
    contexts = []

    def begin(language: str = "fr", *, path: str = "short", width: int = PHONE) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale=language)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{link}?langue={language}")
        page.locator(f"input[name=path][value={path}]").evaluate_all(
            "all => all.forEach(each => each.click())"
        )
        page.locator("main form .button").last.click()
        page.wait_for_url(SCREEN)
        return page

    yield begin
    for context in contexts:
        context.close()


def entries(question: str = "partners") -> list[Any]:
    """What the server holds of a question, in order."""
    from maillage.surveys.models import Entry

    return [entry.value for entry in Entry.objects.filter(question=question).order_by("revision")]


def fill(page: Any, *, picked: int = 2) -> None:
    """Choose the first answer of everything on the screen, some actors of a list."""
    cards = page.locator("form[data-screen] .card__input")
    names: dict[str, int] = {}
    for each in cards.all():
        name, kind = each.get_attribute("name"), each.get_attribute("type")
        if "-" in name and kind == "checkbox":
            continue  # « none of these »
        names[name] = names.get(name, 0) + 1
        if names[name] <= (picked if name == "partners" else 1):
            each.check(force=True)
    for each in page.locator("form[data-screen] input[value=level_3]").all():
        each.check(force=True)  # a tie worth asking about trust


def walk(page: Any, *, picked: int = 2, look: Callable[[Any], object] = str) -> None:
    """Every screen, to the page where one reads over; `look` at each before it is filled."""
    for _ in range(30):
        if "relire" in page.url:
            return
        here = page.url
        look(page)
        fill(page, picked=picked)
        page.locator(".moves .button").first.click()
        page.wait_for_url(lambda url, here=here: url != here)
    raise AssertionError("the walk has no end")


def wrong(page: Any) -> list[str]:
    """What axe finds, and what sticks out."""
    excess = _overflow(page)
    return [*_violations(page), *([f"{page.url} is {excess} px too wide"] if excess > 0 else [])]


def until(page: Any, true: str, arg: Any = None) -> None:
    """Wait for a sentence of JavaScript; Playwright's own way is refused by the security policy of the pages."""
    for _ in range(200):
        if page.evaluate(true, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(true)


def ready_for_no_network(page: Any) -> None:
    """The frame is kept, and the sheet with it."""
    until(page, "() => navigator.serviceWorker.controller !== null")
    until(page, "() => Object.keys(sessionStorage).some(key => key.startsWith('paquet'))")


@pytest.mark.parametrize("language", ["fr", "ar", "tr"])
def test_a_whole_walk_on_a_phone(begin: Begin, language: str) -> None:
    from maillage.surveys.models import Answer, Sheet

    page = begin(language)
    assert page.locator("html").get_attribute("lang") == language
    walk(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").is_visible()
    assert Sheet.objects.get().submitted_at
    assert len(Answer.objects.get(kind="cooperation").value["ties"]) == 2


def test_what_is_chosen_is_sent_without_a_button_and_said_in_words(begin: Begin) -> None:
    page = begin()
    page.locator(".card__input").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone.").wait_for()
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()[-1]["picked"]) == 1


def test_nothing_is_lost_nor_doubled_when_the_network_comes_and_goes(begin: Begin) -> None:
    from maillage.surveys.models import Answer, Entry, Sheet

    page = begin("fr", path="full")
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.get_by_text("Pas de réseau").first.wait_for()
    for _ in range(20):
        if page.get_by_role("heading", name="Tout est enregistré").count():
            break
        title = page.locator("#pas").inner_text()
        fill(page)
        page.locator(".moves .button").first.click()
        until(
            page,
            "old => !document.querySelector('#pas') || document.querySelector('#pas').textContent !== old",
            title,
        )
    page.locator("main form .button").first.click()
    page.get_by_text("C’est noté.").wait_for()
    assert not Sheet.objects.get().submitted_at
    page.context.set_offline(False)
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").is_visible()
    assert len(Answer.objects.get(kind="cooperation").value["ties"]) == 2
    assert all(notes == [1, 1, 1] for notes in Answer.objects.get(kind="trust").value["ratings"].values())
    assert len(Answer.objects.get(kind="trust").value["ratings"]) == 2
    assert Entry.objects.filter(question="level").count() == 1
    assert page.evaluate("window.feuille.all()") == []


def test_a_browser_killed_while_one_chooses_loses_nothing_older_than_two_seconds(begin: Begin) -> None:
    page = begin()
    page.locator(".card__input").first.check(force=True)
    page.wait_for_timeout(2000)
    page.locator(".card__input").nth(1).check(force=True)
    page.context.close()  # at once
    again = begin()
    again.goto(re.sub(r"/r/.*", "/r/feuille/1/", again.url))
    assert again.locator(".card__input:checked").count() >= 1
    assert len(entries()[-1]["picked"]) >= 1


def test_a_portal_that_answers_for_us_is_not_believed(begin: Begin) -> None:
    page = begin()
    html = "<!doctype html><title>Wi-Fi</title><p>Bienvenue"
    page.context.route(
        "**/envoi/", lambda route: route.fulfill(status=200, content_type="text/html", body=html)
    )
    page.locator(".card__input").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone.").wait_for()
    page.wait_for_timeout(2500)
    assert page.get_by_text("Envoyé.", exact=True).count() == 0
    assert entries() == []
    page.context.unroute("**/envoi/")
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()) == 1


def test_two_tabs_add_up_question_by_question(begin: Begin) -> None:
    page = begin()
    walk(page)
    other = page.context.new_page()
    base = page.url.removesuffix("/relire/")
    page.goto(f"{base}/1/")
    other.goto(f"{base}/3/")
    page.locator("input[name=partners]").nth(2).check(force=True)
    page.get_by_text("Envoyé.", exact=True).wait_for()
    other.locator(".card__input").nth(1).check(force=True)
    page.wait_for_timeout(2000)
    assert len(entries()[-1]["picked"]) == 3
    assert entries("obstacles")[-1] != entries("obstacles")[0]


def test_another_device_is_told_of(begin: Begin) -> None:
    phone, desk = begin(), begin(width=DESK)
    phone.locator("input[name=partners]").first.check(force=True)
    phone.get_by_text("Envoyé.", exact=True).wait_for()
    desk.locator("input[name=partners]").nth(3).check(force=True)
    desk.get_by_text("Un autre appareil avait répondu autrement").wait_for()


def test_nothing_of_an_answer_can_be_read_on_the_device(begin: Begin) -> None:
    page = begin()
    ready_for_no_network(page)
    page.context.set_offline(True)
    page.locator("input[name=partners]").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone").first.wait_for()
    kept = page.evaluate(
        """async () => {
          const base = await new Promise(done => { const r = indexedDB.open("feuille"); r.onsuccess = () => done(r.result); });
          const all = await new Promise(done => { const r = base.transaction("garde").objectStore("garde").getAll(); r.onsuccess = () => done(r.result); });
          const pages = [];
          for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) pages.push(new URL(request.url).pathname);
          return {names: all.map(each => Object.keys(each).sort().join()), text: all.map(each => new TextDecoder("latin1").decode(each.data)).join(), pages};
        }"""
    )
    assert set(kept["names"]) == {"at,data,id,iv,sheet"}
    assert "partners" not in kept["text"]
    assert "Structure" not in kept["text"]
    assert not [each for each in kept["pages"] if "feuille" in each]


def test_handing_the_device_back_leaves_nothing(begin: Begin) -> None:
    page = begin()
    ready_for_no_network(page)
    walk(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("**/r/")
    assert page.context.cookies() == [each for each in page.context.cookies() if each["name"] == "csrftoken"]
    left = page.evaluate(
        "async () => [await caches.keys(), (await indexedDB.databases()).map(each => each.name), Object.keys(sessionStorage), (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert left == [[], [], [], 0]


def on_the_wire(address: str, size: int) -> int:
    """The weight of a body: the platform keeps its files compressed, the server of the tests does not."""
    found = finders.find(urlsplit(address).path.removeprefix("/static/")) if "/static/" in address else None
    return len(gzip.compress(Path(str(found)).read_bytes(), 9)) if found else size


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_questionnaire_is_light(chromium: Any, live_server: Any, link: str, language: str) -> None:
    """What leaves the server, each file once: without its worker, of which a browser does not tell the requests."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 800}, service_workers="block")
    page = context.new_page()
    asked: list[Any] = []
    page.on("requestfinished", lambda request: asked.append(request))

    def weight(end: str = "") -> int:
        each = {one.url if "/static/" in one.url else n: one for n, one in enumerate(asked)}
        return sum(
            on_the_wire(one.url, one.sizes()["responseBodySize"])
            for one in each.values()
            if one.url.endswith(end)
        )

    page.goto(f"{live_server.url}{link}?langue={language}")
    page.wait_for_load_state("networkidle")
    assert 5_000 < weight() <= 60_000
    page.locator("input[name=path][value=full]").check(force=True)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    walk(page, picked=7)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    page.goto(f"{live_server.url}/r/hors-ligne/")  # what the worker keeps
    page.goto(f"{live_server.url}/r/hors-ligne.js")
    page.wait_for_load_state("networkidle")
    assert weight() <= 150_000
    assert 5_000 < weight(".js") <= 25_000
    context.close()


@pytest.mark.parametrize(("language", "width"), [("fr", NARROW), ("ar", PHONE), ("tr", DESK)])
def test_every_page_and_state_has_no_violation(
    begin: Begin, link: str, live_server: Any, language: str, width: int
) -> None:
    """Start, screens, review, receipt, refusal, unknown code, frame without a network."""
    page = begin(language, width=width, path="full")
    found = []
    for address in (f"{link}?langue={language}", "/r/", "/r/unknown/", "/r/hors-ligne/", "/r/feuille/1/"):
        page.goto(live_server.url + address)
        found += wrong(page)
    walk(page, look=lambda page: found.extend(wrong(page)))
    found += wrong(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page)
    page.get_by_role("textbox").fill("00000")
    page.locator("button[value=correct]").click()
    page.get_by_role("alert").wait_for()
    found += wrong(page)
    page.get_by_role("textbox").fill(page.locator(".receipt strong").inner_text())
    page.locator("button[value=withdraw]").click()
    page.wait_for_load_state()
    found += wrong(page)
    assert found == []


def test_a_refused_screen_is_shown_again_with_its_reason(begin: Begin) -> None:
    page = begin(width=NARROW)
    page.locator(".moves .button").first.click()
    page.get_by_text("Choisissez au moins une structure").wait_for()
    assert wrong(page) == []


def test_residents_answer_in_the_dark_and_in_arabic(chromium: Any, live_server: Any, wave: Any) -> None:
    from maillage.surveys.models import Sheet
    from maillage.surveys.services import collecting

    token = collecting.open_to_residents(wave=wave)
    context = chromium.new_context(
        viewport={"width": NARROW, "height": 700}, color_scheme="dark", locale="ar"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{live_server.url}/r/{token}/?langue=ar")
    found = wrong(page)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    walk(page, look=lambda page: found.extend(wrong(page)))
    found += wrong(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page)
    assert found == []
    assert Sheet.objects.get().submitted_at
    context.close()


def test_without_a_network_the_screens_have_no_violation_either(begin: Begin) -> None:
    page = begin("ar")
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.locator("[data-lost]").wait_for()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert wrong(page) == []


def test_a_name_is_found_among_many(begin: Begin, wave: Any) -> None:
    from maillage.surveys.models import Participation
    from maillage.territories.models import Actor, ActorStatus

    for n in range(8, 40):
        actor = Actor.objects.create(
            territory=wave.territory, name=f"Crèche Été {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        Participation.objects.create(wave=wave, actor=actor)
    page = begin()
    page.get_by_label("Chercher une structure").fill("creche ete 17")
    page.get_by_text("1 structures trouvées").wait_for()
    page.get_by_text("Crèche Été 17").click()
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()[-1]["picked"]) == 1
