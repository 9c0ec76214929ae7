"""What our fonts can draw. Tagged PDF refuses a document that holds a sign without a drawing: an emoji in a name would leave
everybody without the document, so it becomes a lozenge."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from maillage.core.assets import font_dirs

INSTEAD: Final = "◊"
FORBIDDEN: Final = {0xFEFF: None, 0xFFFE: None, 0xFFFF: None}


def printable(data: Any) -> Any:
    """The same data, each text with what can be drawn only."""
    if isinstance(data, str):
        return (
            data if data.isascii() and data.isprintable() else "".join(map(_drawn, data.translate(FORBIDDEN)))
        )
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [printable(value) for value in data]
    return data


def _drawn(sign: str) -> str:
    kind = unicodedata.category(sign)
    silent = sign in "\n\t\r" or kind in {"Cf", "Zs", "Mn"}  # spaces, accents to combine, joiners
    return sign if silent or (kind != "Cc" and ord(sign) in drawable()) else INSTEAD


@cache
def drawable() -> frozenset[int]:
    """Every sign that one of the fonts draws."""
    found: set[int] = set()
    for folder in font_dirs():
        fonts = sorted(path for path in Path(folder).iterdir() if path.suffix in {".ttf", ".otf"})
        for path in fonts:
            found |= _signs_of(path.read_bytes())
    return frozenset(found)


def _signs_of(font: bytes) -> set[int]:
    """The signs of a font file: its « cmap » table (OpenType), of which all carry the form 4, and some the form 12."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {font[at : at + 4]: at for at in range(12, 12 + 16 * count, 16)}
    (start,) = struct.unpack_from(">L", font, tables[b"cmap"] + 8)
    (many,) = struct.unpack_from(">H", font, start + 2)
    signs: set[int] = set()
    for n in range(many):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * n + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4:
            signs |= _form_4(font, start + offset)
        elif form == 12:
            signs |= _form_12(font, start + offset)
    return signs - {0xFFFF}


def _form_4(font: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {sign for first, last in zip(starts, ends, strict=True) for sign in range(first, last + 1)}


def _form_12(font: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", font, at + 12)
    found: set[int] = set()
    for n in range(groups):
        first, last = struct.unpack_from(">LL", font, at + 16 + 12 * n)
        found |= set(range(first, last + 1))
    return found
