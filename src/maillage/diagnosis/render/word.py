"""The document for a word processor: real styles, so that whoever edits it edits the document and not its look."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from maillage.core.typography import NBSP, plural
from maillage.diagnosis.blocks import (
    Disagreement,
    Figure,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Question,
    Quote,
    Table,
    Withheld,
)
from maillage.diagnosis.render.parts import DIAGNOSIS, Part, clean, moment, parts_of, rezipped, source_of
from maillage.diagnosis.render.pictures import png_of, size_of
from maillage.diagnosis.render.word_file import add_table, contents, dress, field, mark
from maillage.diagnosis.sections import Section

WIDTH_CM, HEIGHT_CM = 16.5, 15.0  # what a picture may take of its page, its title and its caption beside it
LIMITS: Final = (
    "Ce diagnostic décrit des liens entre structures. Il ne note personne et ne peut fonder aucune décision de "
    "financement, d’évaluation ou de gestion du personnel."
)


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The .docx of a cover and of sections; the same words always give the same bytes."""
    from docx import Document  # slow import

    document = Document()
    dress(document, cover)
    parts = parts_of(sections)
    _cover(document, cover)
    if parts:
        document.add_paragraph("Sommaire", style="TOC Heading").paragraph_format.page_break_before = True
        contents(document, _numbered(parts))
    writer = _Writer(document)
    for number, part in enumerate(parts):
        writer.part(part, number)
    out = io.BytesIO()
    document.save(out)
    return rezipped(out.getvalue(), moment(cover))


def _cover(document: Any, cover: Mapping[str, str]) -> None:
    document.add_paragraph(clean(cover.get("title") or DIAGNOSIS), style="Title")
    document.add_paragraph(clean(cover.get("territory", "")), style="Subtitle")
    for key in ("programme", "wave", "date"):
        if cover.get(key):
            document.add_paragraph(clean(cover[key]))
    if cover.get("facilitator"):
        document.add_paragraph(clean(f"Tiers facilitateur{NBSP}: {cover['facilitator']}"))
    document.add_paragraph(clean(cover.get("limits") or LIMITS), style="Lecture")
    if cover.get("version"):
        document.add_paragraph(clean(cover["version"]), style="Passeport")


def _numbered(parts: Iterable[Part]) -> list[tuple[int, str, str]]:
    """The titles with the numbers that the word processor will give them."""
    counts = [0, 0]
    found = []
    for place, part in enumerate(parts):
        counts = [counts[0] + 1, 0] if part.level == 1 else [counts[0], counts[1] + 1]
        number = ".".join(str(each) for each in counts[: part.level])
        found.append((part.level, f"{number} {part.title}", _place(place)))
    return found


def _place(number: int) -> str:
    return f"_Toc{90_000 + number:06d}"


class _Writer:
    """Writes blocks one after the other, counting tables and pictures."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.counts = {"Tableau": 0, "Carte": 0}
        self.level = 1

    def part(self, part: Part, number: int) -> None:
        self.level = part.level
        title = self._say(part.title, f"Heading {part.level}")
        mark(title, _place(number), number + 1)
        if number == 0:
            title.paragraph_format.page_break_before = True
        for block in part.blocks:
            WRITERS[type(block)](self, block)

    def _say(self, text: str, style: str = "Normal", bold: str = "") -> Any:
        line = self.document.add_paragraph(style=style)
        if bold:
            line.add_run(clean(bold)).bold = True
        line.add_run(clean(text))
        return line

    def _caption(self, kind: str, text: str) -> None:
        self.counts[kind] += 1
        line = self.document.add_paragraph(style="Caption")
        line.add_run(kind + NBSP)
        line._p.append(field(f"SEQ {kind} \\* ARABIC", str(self.counts[kind])))
        line.add_run(clean(f"{NBSP}: {text}"))
        line.paragraph_format.keep_with_next = kind == "Tableau"

    def heading(self, block: Heading) -> None:
        self._say(block.text, f"Heading {self.level + 1}")

    def paragraph(self, block: Paragraph) -> None:
        self._say(block.text, "Chapeau" if block.lead else "Normal")

    def figure_key(self, block: KeyFigure) -> None:
        from docx.shared import Pt

        line = self.document.add_paragraph(style="Chiffre")
        line.paragraph_format.keep_with_next = True
        value = line.add_run(clean(block.value) + NBSP)
        value.bold, value.font.size = True, Pt(20)
        line.add_run(clean(f" {block.label}" + (f" ({block.interval})" if block.interval else "")))
        answers = plural(block.n_answered, "réponse", "réponses") + ". " if block.n_answered else ""
        if answers or block.reading:
            self._say(answers + block.reading, "Lecture")
        self._stamp(block.passport)

    def table(self, block: Table) -> None:
        self._caption("Tableau", block.caption)
        add_table(self.document, block)
        self._say(block.passport, "Passeport")  # a paragraph there is between two tables, or they are one

    def picture(self, block: Figure) -> None:
        from docx.shared import Cm

        png = png_of(block.svg)
        width, height = size_of(png)
        wide = min(WIDTH_CM, HEIGHT_CM * width / height)
        line = self.document.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(png), width=Cm(wide))
        about = shape._inline.docPr
        about.set("descr", clean(block.alt))
        about.set("title", clean(block.title))
        about.set("name", f"Carte {self.counts['Carte'] + 1}")
        self._caption("Carte", " ".join(filter(None, (f"{block.title}.", block.caption))))

    def quote(self, block: Quote) -> None:
        self._say(f"«{NBSP}{block.text}{NBSP}»", "Quote").paragraph_format.keep_with_next = True
        self._say(block.source, "Lecture")

    def question(self, block: Question) -> None:
        self._say(block.text, "À discuter", bold="À discuter. ")

    def withheld(self, block: Withheld) -> None:
        self._say(f"{NBSP}: non montré. {block.reason}", "Non montré", bold=block.label)

    def note(self, block: Note) -> None:
        self._say(block.text, "Note du groupe").paragraph_format.keep_with_next = True
        self._say(source_of(block), "Source")

    def disagreement(self, block: Disagreement) -> None:
        self._say(block.subject, "Désaccord", bold="Désaccord. ").paragraph_format.keep_with_next = True
        for who, text in block.positions:
            self._say(text, "List Bullet", bold=f"{who}{NBSP}: ")

    def _stamp(self, passport: str) -> None:
        if passport:
            self._say(passport, "Passeport")


WRITERS: Final[dict[type, Callable[[_Writer, Any], None]]] = {
    Heading: _Writer.heading,
    Paragraph: _Writer.paragraph,
    KeyFigure: _Writer.figure_key,
    Table: _Writer.table,
    Figure: _Writer.picture,
    Quote: _Writer.quote,
    Question: _Writer.question,
    Withheld: _Writer.withheld,
    Note: _Writer.note,
    Disagreement: _Writer.disagreement,
}
