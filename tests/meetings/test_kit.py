"""What a workshop takes to a room without network: its papers, page by page, and the screen one projects."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from maillage.meetings import kit
from maillage.meetings.damour import grid
from maillage.meetings.models import Table, Workshop
from maillage.meetings.papers import PAPERS, papers_of
from maillage.meetings.services import hold_workshop, seat_table
from maillage.meetings.services.prompts import MOST, write_prompts
from maillage.meetings.slides import slides_of
from maillage.statements.roles import ROLES
from maillage.statements.services import open_conversation, seed_statement

UNDER = re.compile("119|Vue de trois tables|Autour des tables")
FOOT = 12  # millimetres: what is lower runs over the line under the sheet
LONG = 200  # signs: the longest line of a workshop
LINES = {
    "one": ["Se connaître"],
    "three": ["Se connaître", "Se parler tôt", "Se dire ce qu’on a fait"],
    "most": [
        f"{n:02} {'une phrase que personne ne raccourcit pour nous ' * 5}"[:LONG].strip() for n in range(MOST)
    ],
    "one word": ["M" * LONG],
}


def _pages(made: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(made)).pages)


def _words(page: Any) -> str:
    return " ".join(page.extract_text().split())


def _lowest(page: Any) -> float:
    """How far from the foot of the page its last words are, in millimetres; the line under the sheet apart."""
    heights: list[float] = []

    def visit(text: str, cm: Any, tm: Any, *_: Any) -> None:
        if text.strip() and not UNDER.search(text):
            heights.append((cm[1] * tm[4] + cm[3] * tm[5] + cm[5]) * 25.4 / 72)

    page.extract_text(visitor_text=visit)
    return min(heights)


def _millimetres(page: Any) -> tuple[int, int]:
    box = page.mediabox
    return round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)


def _asked(territory: Any, form: str, lines: list[str]) -> Workshop:
    made = hold_workshop(
        territory=territory, title="Autour des tables", held_on=date(2026, 3, 12), format=form
    )
    write_prompts(workshop=made, lines=lines)
    for name in ("Table 1", "Table 2"):
        seat_table(workshop=made, name=name, people=5)
    return made


def _room(territory: Any, texts: list[str]) -> Workshop:
    conversation = open_conversation(territory=territory, question="Que changer ?", rule="Une idée.")
    for text in texts:
        seed_statement(conversation=conversation, text=text, role="PARENTS", by=None)
    return hold_workshop(
        territory=territory,
        title="À la salle",
        format="STATEMENTS",
        held_on=date(2026, 3, 12),
        conversation=conversation,
    )


def test_a_grid_prints_one_wide_sheet_a_table(workshop: Workshop, tables: list[Table]) -> None:
    pages = _pages(kit.grid_sheets(workshop))
    assert [table.name in _words(page) for table, page in zip(tables, pages, strict=True)] == [True] * 3
    for page in pages:
        assert _millimetres(page) == (420, 297)
        assert _lowest(page) > FOOT
        assert all(each.label.split()[0] in _words(page) for one in grid() for each in one.indicators)


def test_a_grid_prints_a_blank_sheet_before_any_table_is_open(workshop: Workshop) -> None:
    assert len(_pages(kit.grid_sheets(workshop))) == 1


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
@pytest.mark.parametrize(("form", "make"), [("PATH", kit.path), ("PRIORITIES", kit.priorities)])
def test_every_line_holds_on_the_sheet_of_a_table(
    territory: Any, form: str, make: Any, lines: list[str]
) -> None:
    pages = _pages(make(_asked(territory, form, lines)))
    assert len(pages) == 2
    for page in pages:
        said = page.extract_text().replace("\u200b", "")
        assert all(line[:12] in said for line in lines)
        assert _lowest(page) > FOOT


def test_the_sheet_of_priorities_says_how_many_dots_a_table_has(territory: Any) -> None:
    (page, _) = _pages(kit.priorities(_asked(territory, "PRIORITIES", LINES["three"])))
    assert "Chaque personne a 3 gommettes , votre table en a 15" in _words(page).replace(
        "gommettes,", "gommettes ,"
    )


@pytest.mark.parametrize("texts", [["On se parle."], ["On se parle.", "On sait qui appeler.", "Trop tard."]])
def test_a_statement_fills_a_page(territory: Any, texts: list[str]) -> None:
    pages = _pages(kit.statements(_room(territory, texts)))
    assert [text in _words(page) for text, page in zip(texts, pages, strict=True)] == [True] * len(texts)
    assert all(word in _words(pages[0]) for word in ("D’accord", "Pas d’accord", "Sans avis"))


def test_cards_to_raise_are_told_by_word_and_shape(territory: Any) -> None:
    (page,) = _pages(kit.ballots(_room(territory, ["On se parle."])))
    said = _words(page)
    assert [said.count(each["word"]) for each in kit.ANSWERS] == [2, 2, 2]
    assert len({each["shape"] for each in kit.ANSWERS}) == len(kit.ANSWERS)


def test_hands_are_counted_on_paper_in_the_order_they_are_typed_in(territory: Any) -> None:
    texts = [f"Énoncé de la salle numéro {n:02}." for n in range(1, 31)]
    pages = _pages(kit.tally(_room(territory, texts)))
    said = " ".join(_words(page) for page in pages)
    found = [said.index(text) for text in texts]
    assert len(pages) > 1
    assert found == sorted(found)
    assert all(role.split()[0] in _words(page) for page in pages for role in ROLES.values())


def test_paper_waits_for_what_goes_on_it(territory: Any) -> None:
    empty = hold_workshop(territory=territory, title="Chemin", held_on=date(2026, 3, 12), format="PRIORITIES")
    assert not papers_of(empty)
    write_prompts(workshop=empty, lines=["Se connaître"])
    assert list(papers_of(empty)) == ["priorites"]


def test_those_who_lead_print_and_members_only_see_the_screen(client_as: Any, territory: Any) -> None:
    made = _room(territory, ["On se parle."])
    one = [territory.slug, made.pk]
    page = client_as("pilot").get(reverse("meetings:show", args=one)).text
    for slug, paper in PAPERS["STATEMENTS"].items():
        url = reverse("meetings:paper", args=[*one, slug])
        assert url in page
        assert paper.label in page
        answer = client_as("pilot").get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert client_as("contributor").get(url).status_code == 404
    screen = reverse("meetings:screen", args=one)
    assert screen in page
    assert client_as("contributor").get(screen).status_code == 200
    assert client_as("pilot").get(reverse("meetings:paper", args=[*one, "grille"])).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_screen_shows_one_statement_at_a_time(
    client_as: Any, territory: Any, django_assert_num_queries: Any, many: int
) -> None:
    made = _room(territory, [f"On se parle {n} fois." for n in range(many)])
    with django_assert_num_queries(1):
        slides = slides_of(made)
    assert [each.title for each in slides] == [f"On se parle {n} fois." for n in range(many)]
    page = client_as("contributor").get(reverse("meetings:screen", args=[territory.slug, made.pk])).text
    assert page.count("<section") == many + 1
    assert f'href="#ecran-{many + 1}"' in page
    assert "<script" not in page  # it works once loaded, whatever happens to the network


def test_the_screen_of_every_format_says_what_to_do(
    client_as: Any, territory: Any, workshop: Workshop, tables: list[Table]
) -> None:
    rooms = [
        workshop,
        _asked(territory, "PATH", LINES["three"]),
        _asked(territory, "PRIORITIES", LINES["three"]),
        *(
            hold_workshop(territory=territory, title=form, held_on=date(2026, 3, 12), format=form)
            for form in ("NETMAP", "WEATHER")
        ),
    ]
    shown = [
        client_as("contributor").get(reverse("meetings:screen", args=[territory.slug, each.pk])).text
        for each in rooms
    ]
    assert [page.count("<section") for page in shown] == [len(grid()) + 1, 4, 4, 5, 1]
    assert all("Ne parlez d’aucun enfant" in page for page in shown)
    assert "Il n’y a rien d’autre à projeter" in shown[-1]
