"""Every kind of block is drawn, on the page and on paper, and what people wrote stays text."""

from __future__ import annotations

import io
import re
import typing

import page
import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from maillage.diagnosis import blocks
from maillage.diagnosis.blocks import Block, Disagreement, Note, kind_of
from maillage.diagnosis.render import document
from tests.diagnosis.document import COVER, HOSTILE, every_block, sections


def paper(made: bytes) -> str:
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages)
    return re.sub(r"\s", "", text)


def test_there_is_one_of_each_kind() -> None:
    assert {type(each) for each in every_block()} == set(typing.get_args(blocks.Block))


@pytest.mark.parametrize("block", every_block(HOSTILE), ids=kind_of)
def test_a_block_on_the_page_is_text(block: Block) -> None:
    html = render_to_string(f"diagnosis/blocks/{kind_of(block)}.html", {"block": block})
    assert "<script" not in html
    if not isinstance(block, blocks.Figure) or block.caption:
        assert "&lt;script&gt;" in html


def test_the_words_of_the_group_come_with_their_source() -> None:
    note = Note(text="On se parle peu.", author="Groupe local", date="3 mai", source="Réseau")
    html = render_to_string("diagnosis/blocks/note.html", {"block": note})
    assert all(each in html for each in ("On se parle peu.", "Groupe local", "3 mai", "Source\u00a0: Réseau"))


def test_each_position_of_a_disagreement_keeps_its_author() -> None:
    block = Disagreement(
        subject="Les horaires", positions=(("La ville", "Trop tôt"), ("L’école", "Trop tard"))
    )
    html = render_to_string("diagnosis/blocks/disagreement.html", {"block": block})
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html) == list(block.positions)


def test_every_block_is_on_paper_accessible_and_always_the_same() -> None:
    made = document.write(COVER, sections())
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert made == document.write(COVER, sections())
    read = paper(made)
    for said in (
        "Désaccord.",
        "Laville",
        "Source:Troismotssimples",
        "3novembre2026",
        "nonmontré",
        "Àdiscuter.",
    ):
        assert said in read


def test_what_people_wrote_is_text_on_paper() -> None:
    read = paper(document.write(COVER, sections(HOSTILE)))
    assert '#eval("1")<script>alert(1)</script>' in read
