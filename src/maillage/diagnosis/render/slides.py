"""The slides of a document, which anybody may change: real titles, real tables, pictures told in words, notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from maillage.core.typography import NBSP, plural
from maillage.diagnosis.blocks import Figure, KeyFigure, Table
from maillage.diagnosis.render.parts import clean, describe, moment, parts_of, rezipped
from maillage.diagnosis.render.pictures import png_of, size_of
from maillage.diagnosis.render.storyboard import (
    ROOM,
    SMALL,
    TALL,
    WIDE,
    Slide,
    lines_of,
    measured,
    row_height,
    shortened,
    size_of_words,
    told,
)
from maillage.diagnosis.sections import Section

LEFT, TOP = 43.0, 134.0  # where what is shown begins, in points
INK, SOFT, BLUE, RULE = "1B2A41", "5C6675", "0B5CAD", "D5DAE1"
PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
A: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
LIMITS: Final = (
    "Ce diagnostic décrit des liens entre structures. Il ne note personne et ne peut fonder aucune décision de "
    "financement, d’évaluation ou de gestion du personnel."
)
TITLE: Final = 82.0  # the height of a title
TITLE_SIZES: Final = (30, 26, 22, 18)


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The .pptx of a cover and of sections; the same words always give the same bytes."""
    from pptx import Presentation  # slow import

    deck = Presentation()
    _dress(deck, cover)
    slides, left = told(parts_of(sections))
    _cover(deck, cover)
    for each in slides:
        _draw(deck, each)
    _end(deck, cover, left)
    out = io.BytesIO()
    deck.save(out)
    return rezipped(out.getvalue(), moment(cover))


def _dress(deck: Any, cover: Mapping[str, str]) -> None:
    """A wide screen, French, titles on the left; every layout follows, for the slides that one adds."""
    from pptx.util import Pt

    stretch = 4 / 3  # the template of the library is made for the square screens of before
    deck.slide_width = int(deck.slide_width * stretch)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.shapes:
            if shape.element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
        for each in page.element.iter("{*}defRPr", "{*}rPr", "{*}endParaRPr"):
            each.set("lang", "fr-FR")
    title = deck.slide_master.element.xpath(".//p:titleStyle/a:lvl1pPr")[0]
    title.set("algn", "l")
    for look in title.iter("{*}defRPr"):
        look.set("sz", "3000")
        look.set("b", "1")
    bare = deck.slide_layouts[5]  # a title, and nothing else
    for shape in bare.placeholders:
        if shape.placeholder_format.type == 1:
            shape.left, shape.top, shape.width, shape.height = Pt(LEFT), Pt(40), Pt(WIDE), Pt(TITLE)
    describe(deck.core_properties, cover)


def _new(deck: Any, title: str, where: str = "", notes: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    room = slide.shapes.title.text_frame
    size = next((each for each in TITLE_SIZES if lines_of(title, each, WIDE - 20) * each * 1.2 <= TITLE), 18)
    if (
        lines_of(title, size, WIDE - 20) * size * 1.2 > TITLE
    ):  # a title is a sentence: the rest is in the notes
        title, notes = title[:150].rsplit(" ", 1)[0] + "…", f"{title}\n{notes}"
    room.word_wrap = True
    _anchored(room)
    _run(room.paragraphs[0], title, size, INK, bold=True)
    if where and where != title:
        _text(slide, LEFT, 18, WIDE, 22, _line(where), SMALL, SOFT)
    _number(slide)
    if notes.strip():
        slide.notes_slide.notes_text_frame.text = clean(notes.strip())
    return slide


def _anchored(room: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR

    room.vertical_anchor = MSO_ANCHOR.TOP
    room.margin_left = room.margin_right = 0


def _cover(deck: Any, cover: Mapping[str, str]) -> None:
    from pptx.util import Pt

    slide = _new(deck, cover.get("territory") or "Diagnostic partagé", notes=LIMITS)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Pt(LEFT), Pt(168), Pt(WIDE), Pt(TITLE)
    run = title.text_frame.paragraphs[0].runs[0]
    if lines_of(run.text, 48, WIDE - 20) == 1:
        run.font.size = Pt(48)
    _text(slide, LEFT, 128, WIDE, 34, "Diagnostic partagé", 24, BLUE)
    lines = [cover.get(key, "") for key in ("programme", "wave", "date")]
    if cover.get("facilitator"):
        lines.append(f"Tiers facilitateur{NBSP}: {cover['facilitator']}")
    _text(slide, LEFT, 270, WIDE, 130, "\n".join(_line(each) for each in lines if each), 18, INK)
    _text(slide, LEFT, 440, WIDE, 50, LIMITS, SMALL, SOFT)


def _end(deck: Any, cover: Mapping[str, str], left: list[str]) -> None:
    """What the slides leave out, and where to find it."""
    slide = _new(deck, "Pour aller plus loin")
    lines = [f"Dans le document{NBSP}: {_line(title)}." for title in left[:8]]
    if cover.get("contacts"):
        lines.append(f"Contacts{NBSP}: {_line(cover['contacts'])}")
    _text(slide, LEFT, TOP, WIDE, 220, "\n".join([*lines, LIMITS]), 18, INK)
    _text(slide, LEFT, 470, WIDE, 22, _line(cover.get("version", "")), SMALL, SOFT)


def _draw(deck: Any, each: Slide) -> None:
    slide = _new(deck, each.title, each.where, each.said)
    if isinstance(each.shown, Figure):
        _picture(slide, each.shown)
    elif isinstance(each.shown, Table):
        _table(slide, each.shown)
    elif isinstance(each.shown[0], KeyFigure):
        _figures(slide, each.shown)
    else:
        _words(slide, each.shown)


def _figures(slide: Any, figures: tuple[Any, ...]) -> None:
    gap = 26.0
    wide = (WIDE - gap * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        left = LEFT + place * (wide + gap)
        size = next((s for s in (80, 60, 44, 30, 20) if lines_of(figure.value, s, wide - 20) == 1), 16)
        value = shortened(figure.value, size, wide - 20, 2)
        _text(slide, left, TOP + 40, wide, 100, value, size, BLUE, bold=True)
        answers = plural(figure.n_answered, "réponse", "réponses") if figure.n_answered else ""
        under = ", ".join(filter(None, (figure.interval, answers)))
        label = next((s for s in (24, 20) if lines_of(figure.label, s, wide - 20) * s * 1.2 < 150), 16)
        shown = shortened(figure.label, label, wide - 20, 8)
        small = shortened(under, SMALL, wide - 20, 3)
        _text(slide, left, TOP + 146, wide, 150, shown, label, INK, then=small)


def _words(slide: Any, words: tuple[Any, ...]) -> None:
    top, size = TOP, size_of_words(words)
    for each in words:
        tall = each.height(size)
        _text(slide, LEFT, top, WIDE, tall, each.text, size, INK, label=each.label, then=each.source)
        top += tall


def _picture(slide: Any, figure: Figure) -> None:
    from pptx.util import Pt

    png = png_of(figure.svg)
    width, height = size_of(png)
    tall = TALL + 34  # a picture may go down to the edge
    scale = min(WIDE / width, tall / height)
    left = LEFT + (WIDE - width * scale) / 2
    shape = slide.shapes.add_picture(
        io.BytesIO(png), Pt(left), Pt(TOP - 8), Pt(width * scale), Pt(height * scale)
    )
    shape.name = "Carte"
    shape._element.nvPicPr.cNvPr.set("descr", clean(figure.alt))


def _table(slide: Any, table: Table) -> None:
    from pptx.util import Pt

    size, widths = measured(table)
    rows = [table.columns, *table.rows]
    heights = [row_height(row, widths, size) for row in rows]
    frame = slide.shapes.add_table(
        len(rows), len(widths), Pt(LEFT), Pt(TOP), Pt(sum(widths)), Pt(sum(heights))
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(table.caption))
    drawn = frame.table
    drawn.horz_banding = False
    drawn._tbl.tblPr.xpath("./a:tableStyleId")[0].text = PLAIN_TABLE
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Pt(width)
    for place, (row, height) in enumerate(zip(rows, heights, strict=True)):
        drawn.rows[place].height = Pt(height)
        for number, text in enumerate(row):
            _cell(drawn.cell(place, number), text, size, right=number in table.numeric, head=place == 0)


def _cell(cell: Any, text: str, size: float, *, right: bool, head: bool) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(ROOM / 2 - 1)
    cell.margin_top = cell.margin_bottom = Pt(5)
    line = cell.text_frame.paragraphs[0]
    line.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    _run(line, text, size, INK, bold=head)
    colour = SOFT if head else RULE
    border = f'<a:lnB {A} w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(border))


def _text(
    slide: Any, left: float, top: float, wide: float, tall: float, text: str, size: float, colour: str,
    *, bold: bool = False, label: str = "", then: str = "",
) -> None:  # fmt: skip
    """A text in its frame: `label` in bold before it, `then` small after it."""
    from pptx.util import Pt

    room = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(wide), Pt(tall)).text_frame
    room.word_wrap = True
    room.margin_left = room.margin_right = 0
    for place, line in enumerate(text.split("\n")):
        paragraph = room.paragraphs[0] if place == 0 else room.add_paragraph()
        if label and place == 0:
            _run(paragraph, f"{label} ", size, colour, bold=True)
        _run(paragraph, line, size, colour, bold=bold)
    if then:
        _run(room.add_paragraph(), then, SMALL, SOFT)


def _run(paragraph: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = clean(text).replace("\n", " ")
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour)
    run.font._element.set("lang", "fr-FR")


def _line(text: str) -> str:
    """A text that stays on one line."""
    return shortened(text, 18, WIDE - 140, 1)


def _number(slide: Any) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    room = slide.shapes.add_textbox(Pt(LEFT + WIDE - 40), Pt(510), Pt(60), Pt(22)).text_frame
    room.paragraphs[0]._p.append(parse_xml(
        f'<a:fld {A} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="fr-FR" sz="1200"/>'
        "<a:t>‹N°›</a:t></a:fld>"
    ))  # fmt: skip
