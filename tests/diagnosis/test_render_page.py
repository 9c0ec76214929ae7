"""The page and the poster: what they keep of a document, and one page whatever is written."""

from __future__ import annotations

import io
import re
from types import ModuleType

import page
import pytest
from pypdf import PdfReader

from maillage.diagnosis.blocks import Figure, Heading, KeyFigure, Note, Paragraph, Question, Table
from maillage.diagnosis.render import poster, summary
from maillage.diagnosis.render.digest import QUESTION, digest
from maillage.diagnosis.sections import Section
from tests.diagnosis.document import COVER, HOSTILE, SVG, sections

ENDLESS = "Une très longue phrase qui ne finit jamais, avec ses incises et ses détours. " * 40
UNBROKEN = "W" * 3000
KEYS = (
    "territory",
    "programme",
    "facilitator",
    "wave",
    "version",
    "date",
    "contacts",
    "question",
    "priorities",
)


def figure(number: int) -> KeyFigure:
    return KeyFigure(value=f"{number}\u202f%", label=f"chiffre {number}")


def section(key: str, chapter: str, *blocks: object) -> Section:
    return Section(key, key, blocks, chapter)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [summary, poster])
@pytest.mark.parametrize("words", ["", "Trois mots", ENDLESS, UNBROKEN, HOSTILE, "\n".join("lignes" * 90)])
def test_it_is_one_page_whatever_is_written(form: ModuleType, words: str) -> None:
    blocks = [
        KeyFigure(value=words[:40] or "1", label=words + str(n), interval=words, n_answered=9)
        for n in range(9)
    ]
    blocks += [
        Figure(svg=SVG, title=words, alt=words or "Carte"),
        *(Note(text=words, author="", date="", source="") for _ in "abcd"),
    ]  # type: ignore[list-item]
    made = form.write(COVER | dict.fromkeys(KEYS, words), [section("a", "PRIORITIES", *blocks)])
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


@pytest.mark.parametrize("form", [summary, poster])
def test_it_is_accessible_and_always_the_same(form: ModuleType) -> None:
    made = form.write(COVER, sections())
    assert made == form.write(COVER, sections())
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert len(PdfReader(io.BytesIO(form.write({}, []))).pages) == 1


def test_the_page_says_the_question_the_figures_and_who_to_ask() -> None:
    made = summary.write(COVER | {"contacts": "Camille, 01 02 03 04 05"}, sections("Ouvrir le mercredi"))
    read = re.sub(r"\s", "", PdfReader(io.BytesIO(made)).pages[0].extract_text())
    for said in (
        QUESTION,
        "42 %",
        "entre 35 et 49 %",
        "31 réponses",
        "Camille",
        "novembre 2026",
        "Deux priorités",
    ):
        assert re.sub(r"\s", "", said) in read


def test_every_section_gives_one_figure_before_any_gives_two() -> None:
    listed = [
        section("a", "", figure(1), figure(2), figure(3)),
        section("b", "", figure(4), figure(1)),
        section("c", "SUMMARY", figure(5)),
    ]
    kept = digest({}, listed, figures=5)
    assert [each.value[0] for each in kept.figures] == ["5", "1", "4", "2", "3"]


def test_priorities_come_from_the_cover_then_from_their_chapter_then_are_questions() -> None:
    ask = section("a", "COOPERATION", Question(text="Pourquoi ?"), Paragraph(text="Rien"))
    titled = section("b", "PRIORITIES", Heading(text="Titre"))
    noted = section("c", "PRIORITIES", *(Note(text=each, author="", date="", source="") for each in "wxyz"))
    ranked = section(
        "d",
        "PRIORITIES",
        Table(caption="", columns=("N°", "Quoi"), rows=(("1", "Dire"),), numeric=frozenset({0})),
    )
    found = [
        digest({}, listed, figures=1)
        for listed in ([ask], [ask, titled], [ask, titled, noted], [ask, titled, noted, ranked])
    ]
    assert [each.points for each in found] == [("Pourquoi ?",), ("Titre",), ("W", "X", "Y"), ("Dire",)]
    assert [each.heading.split()[1] for each in found] == ["question", "priorité", "priorités", "priorité"]
    assert digest({"priorities": "Un\n\nDeux"}, [ask, noted], figures=1).points == ("Un", "Deux")


def test_the_question_is_that_of_the_first_chapter_and_a_priority_is_not_called_twice() -> None:
    opening = section(
        "a", "SUMMARY", Paragraph(text="Nous disons."), Paragraph(text="Où aller\u202f?", lead=True)
    )
    noted = section("b", "PRIORITIES", Note(text="Priorité\u00a0: ouvrir.", author="", date="", source=""))
    kept = digest({}, [opening, noted], figures=1)
    assert (kept.question, kept.points) == ("Où aller\u202f?", ("Ouvrir.",))
    assert digest({"question": "Qui\u202f?"}, [opening], figures=1).question == "Qui\u202f?"
    assert digest({}, [noted], figures=1).question == QUESTION
