"""A schematic map of the départements: one square each, about where it lies. Drawn by us; it measures nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import Final

# Each square about where its département lies; the last rows are overseas. A dot is an empty place.
_ROWS: Final = """
.  .  .  .  .  .  62 59 .  .  .  .
.  .  .  .  76 80 60 02 08 .  .  .
.  .  50 14 27 95 93 77 51 55 57 67
29 22 35 61 78 92 75 94 10 52 54 88
.  56 53 72 28 91 45 89 21 70 90 68
.  44 49 37 41 18 58 71 39 25 .  .
.  85 79 86 36 03 42 69 01 74 .  .
.  .  17 87 23 63 43 38 73 .  .  .
.  .  16 24 19 15 07 26 05 .  .  .
.  33 47 46 12 48 30 84 04 06 .  .
.  40 32 82 81 34 .  13 83 .  .  2B
.  64 65 31 11 .  .  .  .  .  .  2A
.  .  .  09 66 .  .  .  .  .  .  .
971 972 973 974 976 . 975 977 978 986 987 988
"""
GRID: Final[Mapping[str, tuple[int, int]]] = {
    code: (column, row)
    for row, line in enumerate(_ROWS.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "."
}
SIDE: Final = 40
GAP: Final = 4
SEA: Final = 12  # pixels above the overseas row


def tile_map(
    retained: Collection[str], asking: Collection[str], *, title: str, names: Mapping[str, str]
) -> str:
    """The map as SVG: départements of the set filled and starred, those that asked outlined. names: {code: name}."""
    columns = 1 + max(column for column, _ in GRID.values())
    last = max(row for _, row in GRID.values())
    width, height = columns * (SIDE + GAP), (last + 1) * (SIDE + GAP) + SEA
    squares = "".join(
        _square(
            code,
            *_corner(column, row, last),
            code in set(retained),
            code in set(asking),
            names.get(code, code),
        )
        for code, (column, row) in GRID.items()
    )
    return (
        f'<svg class="tiles" viewBox="0 0 {width} {height}" role="img" aria-labelledby="tiles-title">'
        f'<title id="tiles-title">{escape(title)}</title>{squares}</svg>'
    )


def _corner(column: int, row: int, last: int) -> tuple[int, int]:
    return column * (SIDE + GAP), row * (SIDE + GAP) + (SEA if row == last else 0)


def _square(code: str, x: int, y: int, retained: bool, asking: bool, name: str) -> str:
    state = "retained" if retained else "asking" if asking else "other"
    star = (
        f'<text x="{x + SIDE - 7}" y="{y + 14}" class="tile__star" text-anchor="middle">★</text>'
        if retained
        else ""
    )
    return (
        f'<g class="tile tile--{state}"><title>{escape(name)}</title>'
        f'<rect x="{x + 1}" y="{y + 1}" width="{SIDE - 2}" height="{SIDE - 2}" rx="3"/>'
        f'<text x="{x + SIDE // 2}" y="{y + 26}" text-anchor="middle">{code}</text>{star}</g>'
    )
