"""Slides: one idea each, nothing out of its frame, and what is said beside them in the notes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import ImageFont
from pptx import Presentation

from maillage.core.assets import FONTS
from maillage.diagnosis.blocks import Figure, Heading, KeyFigure, Note, Paragraph, Question, Table
from maillage.diagnosis.render import slides
from maillage.diagnosis.render.storyboard import MOST_TABLES, MOST_WORDS
from maillage.diagnosis.sections import Section
from tests.diagnosis.document import COVER, HOSTILE, SVG, sections

POINT = 12700
ENDLESS = "Une très longue phrase qui ne finit jamais, avec ses incises et ses détours. " * 12


def deck_of(*listed: Section, **cover: str) -> Any:
    return Presentation(io.BytesIO(slides.write(COVER | cover, listed)))


def words_of(deck: Any) -> list[str]:
    """All that is shown, slide by slide."""
    found = []
    for slide in deck.slides:
        frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        cells = [
            cell.text
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in row.cells
        ]
        found.append("\n".join(frames + cells))
    return found


def height_of(frame: Any, width: float) -> float:
    """The height of a text, measured with the letters of a font wider than that of the slides."""
    total = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs), default=12)
        font = ImageFont.truetype(str(FONTS["fonts/ibm-plex-sans.ttf"]), int(size * 4))
        lines, room = 1, 0.0
        for word in "".join(run.text for run in paragraph.runs).split(" "):
            length = font.getlength(word + " ") / 4
            if room and room + length > width:
                lines, room = lines + 1, 0.0
            room += length
            lines, room = lines + int(room // (width + 1)), room % (width + 1)
        total += lines * size * 1.2
    return total


@pytest.mark.parametrize("words", ["Trois mots", ENDLESS, "W" * 300, HOSTILE, "\n".join("lignes" * 20)])
def test_nothing_is_out_of_the_slide_nor_over_something_else(words: str) -> None:
    rows = tuple((words[: n * 40] or "court", str(n)) for n in range(12))
    table = Table(caption=words, columns=("Qui", "Nombre"), rows=rows, numeric=frozenset({1}))
    extra = Section(
        "more", words, (KeyFigure(value=words[:30], label=words, interval=words), table), "ANNEXES"
    )
    cover = dict.fromkeys(("territory", "facilitator", "programme", "wave", "contacts"), words)
    deck = deck_of(*sections(words), extra, **cover)
    for slide in deck.slides:
        frames = []
        for shape in slide.shapes:
            left, top, wide, tall = (
                each / POINT for each in (shape.left, shape.top, shape.width, shape.height)
            )
            if shape.has_text_frame and shape.text_frame.text.strip():
                tall = height_of(shape.text_frame, wide)
            assert left >= 0
            assert left + wide <= 960
            assert top + tall <= 541, (shape.name, shape.has_text_frame and shape.text_frame.text[:80])
            if shape.has_text_frame and shape.text_frame.text.strip():
                frames.append((top, top + tall, left, left + wide))
        for one in frames:
            for other in frames:
                apart = (
                    one[1] <= other[0] + 2
                    or other[1] <= one[0] + 2
                    or one[3] <= other[2]
                    or other[3] <= one[2]
                )
                assert one is other or apart


def test_the_same_words_give_the_same_bytes() -> None:
    assert slides.write(COVER, sections()) == slides.write(COVER, sections())


def test_each_slide_has_its_sentence_as_title_and_the_method_in_its_notes() -> None:
    figure = KeyFigure(value="42\u202f%", label="des liens", reading="Sur cent liens.", passport="densité v1")
    blocks = (
        Paragraph(text="Peu de liens.", lead=True),
        figure,
        Paragraph(text="La méthode."),
        Question(text="Et\u202f?"),
    )
    deck = deck_of(Section("a", "Le réseau", blocks))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == ["Les Lilas", "Peu de liens.", "Peu de liens.", "Pour aller plus loin"]
    notes = deck.slides[1].notes_slide.notes_text_frame.text
    assert all(each in notes for each in ("La méthode.", "Sur cent liens.", "densité v1"))
    assert "42\u202f%" in words_of(deck)[1]
    assert "La méthode." not in words_of(deck)[1]


def test_pictures_and_tables_say_what_they_are() -> None:
    shapes = [shape for slide in deck_of(*sections("Un mot")).slides for shape in slide.shapes]
    pictures = [s._element.nvPicPr.cNvPr.get("descr") for s in shapes if s.shape_type == 13]
    tables = [s._element.nvGraphicFramePr.cNvPr.get("descr") for s in shapes if s.has_table]
    assert pictures == ["Une carte\u00a0: Un mot"] * 2 or pictures == ["Une carte : Un mot"] * 2
    assert tables == ["Un mot"] * 2
    assert all(s.table.first_row for s in shapes if s.has_table)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_long_table_goes_on_with_its_titles(count: int) -> None:
    rows = tuple((f"Acteur {n}", str(n)) for n in range(count))
    deck = deck_of(Section("a", "A", (Table(caption="Liste", columns=("Qui", "Nombre"), rows=rows),)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert all(table.cell(0, 0).text == "Qui" for table in tables)
    assert [table.cell(n, 0).text for table in tables for n in range(1, len(table.rows))] == [
        row[0] for row in rows
    ]


def test_a_list_to_look_things_up_in_stays_in_the_document() -> None:
    listing = Table(caption="Les acteurs", columns=("Qui",), rows=(("A",),), listing=True)
    deck = deck_of(Section("actors", "Les acteurs, un par un", (Paragraph(text="Tout."), listing)))
    assert len(deck.slides) == 2
    assert "Dans le document\u00a0: Les acteurs, un par un." in words_of(deck)[-1]


def test_the_first_tables_of_a_part_are_projected_and_the_others_counted() -> None:
    tables = tuple(
        Table(caption=f"Tableau {n}", columns=("Qui",), rows=(("A",),)) for n in range(MOST_TABLES + 2)
    )
    shown = words_of(deck_of(Section("a", "Regards", tables)))
    assert [f"Tableau {n}" in "\n".join(shown) for n in range(len(tables))] == [True] * MOST_TABLES + [
        False
    ] * 2
    assert "Dans le document\u00a0: Regards (2\u00a0autres tableaux)." in shown[-1]


def test_a_figure_stands_under_its_own_title() -> None:
    one, other = (KeyFigure(value=value, label="des liens") for value in ("12\u202f%", "34\u202f%"))
    blocks = (Paragraph(text="L’idée.", lead=True), one, Heading(text="Autre chose"), other)
    shown = words_of(deck_of(Section("a", "Regards", blocks)))
    assert next(each for each in shown if "12\u202f%" in each).count("L’idée.") == 1
    assert "Autre chose" in next(each for each in shown if "34\u202f%" in each)


def test_hundreds_of_notes_are_counted_and_not_all_projected() -> None:
    notes = tuple(
        Note(text=f"Mot {n}. " + "Une phrase du groupe. " * 8, author="G", date="", source="")
        for n in range(90)
    )
    shown = words_of(deck_of(Section("a", "A", notes)))
    assert len(shown) == MOST_WORDS + 2
    told = sum(each.count("Mot ") for each in shown)
    assert f"{90 - told}\u00a0autres passages, dans le document." in shown[-2]


def test_what_people_wrote_is_text() -> None:
    shown = "\n".join(words_of(deck_of(*sections(HOSTILE))))
    assert '#eval("1") <script>alert(1)</script>' in shown
    assert "\x0b\x00" not in shown


def test_a_picture_alone_or_nothing_is_still_a_deck() -> None:
    assert len(deck_of().slides) == 2
    assert len(deck_of(Section("a", "A", (Figure(svg=SVG, title="Carte", alt="Une carte"),))).slides) == 3
