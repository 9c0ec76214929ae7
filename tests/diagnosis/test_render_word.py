"""The document of the word processor: opened again, and looked at as Word does."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from lxml import etree

from maillage.diagnosis.blocks import Table
from maillage.diagnosis.render import word
from maillage.diagnosis.sections import Section
from tests.diagnosis.document import COVER, HOSTILE, sections

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    return " ".join(each.text or "" for each in tree.iter(f"{W}t"))


def test_the_same_words_give_the_same_bytes() -> None:
    assert word.write(COVER, sections()) == word.write(COVER, sections())


def test_styles_are_real_and_titles_have_their_level() -> None:
    document = Document(io.BytesIO(word.write(COVER, sections("Un mot"))))
    styles = [(each.style.name, each.text) for each in document.paragraphs]
    assert styles[0] == ("Title", "Diagnostic partagé")
    for expected in (
        ("Heading 1", "Les coopérations"),
        ("Heading 2", "Le réseau en une page"),
        ("Heading 3", "Un mot"),
        ("List Bullet", "La ville\u00a0: Non."),
        ("Chapeau", "Un mot, l’idée."),
    ):
        assert expected in styles
    assert sum(name == "Caption" for name, _ in styles) == 4


def test_each_title_of_the_contents_leads_to_its_place() -> None:
    body = Document(io.BytesIO(word.write(COVER, sections("Un mot")))).element.body
    links = [each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")]
    marks = [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")]
    assert links == marks
    assert len(links) == 4
    assert any("TOC" in (each.text or "") for each in body.iter(f"{W}instrText"))
    chars = [each.get(f"{W}fldCharType") for each in body.iter(f"{W}fldChar")]
    assert chars == ["begin", "separate", "end"]


def test_a_picture_has_its_words_and_a_table_its_first_line() -> None:
    document = Document(io.BytesIO(word.write(COVER, sections("Un mot"))))
    pictures = [shape._inline.docPr for shape in document.inline_shapes]
    assert [each.get("descr") for each in pictures] == ["Une carte : Un mot"] * 2
    for table in document.tables:
        assert table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")
        assert len(table._tbl.xpath("./w:tblGrid/w:gridCol")) == len(table.columns)


def test_the_file_is_french_and_says_what_it_is() -> None:
    made = word.write(COVER, sections())
    about = Document(io.BytesIO(made)).core_properties
    assert (about.language, about.author) == ("fr-FR", "Tiers facilitateur")
    assert about.title == "Diagnostic partagé\u00a0: Les Lilas"
    assert about.created.isoformat().startswith("2026-11-22T10:00")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b'w:lang w:val="fr-FR"' in parts.read("word/styles.xml")
        assert all(each.date_time[:3] == (2026, 11, 22) for each in parts.infolist())
        assert b"PAGE" in b"".join(parts.read(name) for name in parts.namelist() if "footer" in name)


def test_what_people_wrote_is_text() -> None:
    text = said(word.write(COVER | {"territory": HOSTILE, "facilitator": HOSTILE}, sections(HOSTILE)))
    assert '#eval("1") <script>alert(1)</script>  =cmd|x $x$ &amp; ]]> gnp' in text


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_table_of_any_length_is_whole(count: int) -> None:
    rows = tuple((f"Acteur {n}", "1") for n in range(count))
    table = Table(caption="Liste", columns=("Qui", "Nombre"), rows=rows, numeric=frozenset({1}), listing=True)
    document = Document(io.BytesIO(word.write(COVER, [Section("a", "Annexe", (table,))])))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]] == [
        list(row) for row in rows
    ]


def test_nothing_to_say_is_still_a_document() -> None:
    assert Document(io.BytesIO(word.write({}, []))).paragraphs[0].text == "Diagnostic partagé"
