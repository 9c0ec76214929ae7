"""The convention is read back as a word processor reads it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from maillage.calls.convention import TO_FILL, Convention, Party, convention_docx, convention_name
from maillage.core.uploads import accept


@pytest.fixture
def convention() -> Convention:
    return Convention(
        programme="Grandir ensemble",
        call="Dix cités pour coopérer",
        territory="Les Trois-Ponts",
        communes=["Rivesable", "Mas-de-Lavogne", "Val-d’Ambre"],
        quarters=["Les Dunes-Grises"],
        facilitator=Party("Tiers facilitateur", "Atelier Passerelles", "Solène Passerelle, directrice"),
        co_pilots=[Party("Copilote", "Ville de Rivesable"), Party("Copilote", "Collège des Dunes")],
        department=Party("Département", "Département de l’Hérault"),
        starts_on=date(2027, 1, 1),
        ends_on=date(2029, 12, 31),
        phases=["Cadrage et mobilisation", "État des lieux partagé"],
        made_on=date(2026, 11, 23),
    )


def _read(convention: Convention) -> Any:
    return Document(BytesIO(convention_docx(convention)))


def _text(convention: Convention) -> str:
    return "\n".join(each.text for each in _read(convention).paragraphs)


def test_it_has_a_title_and_ten_articles_in_order(convention: Convention) -> None:
    document = _read(convention)
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert document.paragraphs[0].style.name == "Title"
    assert [each.split(" – ")[0] for each in headings if each.startswith("Article")] == [
        f"Article {number}" for number in range(1, 11)
    ]
    assert "Article 7 – Données" in headings
    assert "Article 8 – Non-usage" in headings
    assert headings[-1] == "Signatures"


def test_it_says_who_where_and_until_when(convention: Convention) -> None:
    text = _text(convention)
    assert "du 1er\u00a0janvier\u00a02027 au 31\u00a0décembre\u00a02029" in text
    assert "Communes\u00a0: Rivesable, Mas-de-Lavogne et Val-d’Ambre." in text
    assert "Quartier prioritaire\u00a0: Les Dunes-Grises." in text
    assert "Cadrage et mobilisation" in text
    parties, signatures = _read(convention).tables
    assert [[cell.text for cell in row.cells] for row in parties.rows][1:] == [
        ["Tiers facilitateur", "Atelier Passerelles", "Solène Passerelle, directrice"],
        ["Copilote", "Ville de Rivesable", TO_FILL],
        ["Copilote", "Collège des Dunes", TO_FILL],
        ["Département", "Département de l’Hérault", TO_FILL],
    ]
    assert [row.cells[0].text for row in signatures.rows][1:] == [
        "Atelier Passerelles (tiers facilitateur)",
        "Ville de Rivesable (copilote)",
        "Collège des Dunes (copilote)",
        "Département de l’Hérault",
    ]
    assert "en 4 exemplaires" in text


def test_it_forbids_what_the_results_are_not_for(convention: Convention) -> None:
    text = _text(convention)
    for word in ("évaluer une personne", "recrutement", "financement", "classer des territoires"):
        assert word in text
    assert "Aucune donnée sur un enfant, une famille" in text


def test_what_is_not_known_is_left_to_fill_in(convention: Convention) -> None:
    bare = replace(convention, communes=[], quarters=[], phases=[], department=Party("Département", ""))
    text = _text(bare)
    assert f"Commune\u00a0: {TO_FILL}." in text
    assert "Quartier" not in text
    assert "étapes" not in text
    assert _read(bare).tables[0].rows[-1].cells[1].text == TO_FILL
    assert "Le Département prend part" in text
    assert "Commune\u00a0: Rivesable." in _text(replace(convention, communes=["Rivesable"]))


def test_the_same_convention_gives_the_same_bytes(convention: Convention) -> None:
    assert convention_docx(convention) == convention_docx(convention)
    with zipfile.ZipFile(BytesIO(convention_docx(convention))) as parts:
        assert {each.date_time[0] for each in parts.infolist()} == {1980}


def test_it_is_a_french_page_that_says_what_it_is(convention: Convention) -> None:
    document = _read(convention)
    assert document.core_properties.title == "Convention de participation – Les Trois-Ponts"
    assert document.core_properties.author == "Atelier Passerelles"
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert 'w:lang w:val="fr-FR"' in document.styles.element.xml
    assert "PAGE" in section.footer._element.xml
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)


def test_it_follows_french_typography(convention: Convention) -> None:
    document = _read(convention)
    written = [each.text for each in document.paragraphs]
    written += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for text in written:
        assert "'" not in text
        assert not re.search(r"(?<!\u00a0)[;:!?»]|«(?!\u00a0)", text)


def test_our_own_guard_lets_it_in(convention: Convention) -> None:
    sent = SimpleUploadedFile(convention_name(convention), convention_docx(convention))
    kept = accept(sent)
    assert (kept.kind, kept.name) == ("docx", "Convention – Les Trois-Ponts.docx")
