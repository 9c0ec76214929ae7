"""A sign that no font draws never leaves anybody without a document."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from maillage.core.glyphs import INSTEAD, drawable, printable
from maillage.core.typeset import typeset


def test_what_french_and_our_languages_need_is_drawn() -> None:
    wanted = "« Éàçœÿ » – — ’ … ½ € № → • ◊ ₂ ğışİ مرحبا پچگ"
    assert {sign for sign in wanted if sign != " " and ord(sign) not in drawable()} == set()
    assert printable(wanted) == wanted


@pytest.mark.parametrize(
    "sign", ["😀", "漢", "\x01", "\x00", "\ufffe", "\ud7ff", "🇫🇷", "👨\u200d👩", "\ue123", "\U0010ffff"]
)
def test_any_other_becomes_a_lozenge(sign: str) -> None:
    made = typeset("maillage.calls", "leaflet", _call(f"Ici {sign} là"))
    words = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages)
    assert "Ici" in words
    assert "là" in words
    assert sign not in words


def test_the_rest_of_the_data_is_left_as_it_is() -> None:
    data = {"a": [1, None, True, ("x", "😀")], "😀": {"b": "e\u0301\u200b\n\t"}}
    assert printable(data) == {"a": [1, None, True, ["x", INSTEAD]], "😀": {"b": "e\u0301\u200b\n\t"}}


def _call(text: str) -> dict[str, object]:
    words = ["title", "summary", "programme", "facilitator", "contact", "shown", "opens", "closes", "places"]
    lists: dict[str, object] = {"dates": [], "sections": [], "inquiries": [], "documents": [], "draft": False}
    return dict.fromkeys(words, text) | lists | {"address": "https://exemple.fr/"}
