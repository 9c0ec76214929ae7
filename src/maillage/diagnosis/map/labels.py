"""Names on the map: measured boxes that never cover an actor nor another name.

The best connected choose first: beside their actor, else a little further with a line that leads to it. A name that
finds no room gives way to its number, which the list of actors explains: nobody on the map is without a word.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

SIZE = 13.0
LONGEST = 32
FURTHER = (18, 34, 52)  # how far a name may stand from its actor, at the end of a line
# Advance widths of IBM Plex Sans, in thousandths of an em, rounded up: narrow, wide, and the others.
NARROW, WIDE = set("fijlrtI.,;:'’|()[] -"), set("mwMW@%—ŒÆœæ")
WIDTHS = {"narrow": 400, "wide": 960, "capital": 700, "other": 610}


class Box(NamedTuple):
    """A rectangle. Thousands are made for a map: a tuple is three times faster than a frozen class."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """The two rectangles have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def width_of(text: str) -> float:
    """Width of a text at `SIZE`, never under the real one."""
    kinds = (
        "narrow" if c in NARROW else "wide" if c in WIDE else "capital" if c.isupper() else "other"
        for c in text
    )
    return sum(WIDTHS[kind] for kind in kinds) * SIZE / 1000


def short(name: str) -> str:
    """The name, cut at a word when it is long."""
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Label:
    """A text and where it stands: middle of its baseline; `led` when a line leads to its actor."""

    text: str
    x: float
    y: float
    led: bool = False


def place(
    wanted: Iterable[tuple[str, tuple[str, ...]]],
    circles: Mapping[str, tuple[float, float, float]],
    frame: Box,
    *,
    reserved: Iterable[Box] = (),
    beside: Collection[str] = (),
) -> dict[str, Label]:
    """{node: label} for each (node, texts), first come first served; the first of its texts that finds room.

    circles: node -> (x, y, radius) of every actor drawn. reserved: where something else is written. beside: the nodes
    whose label stands on their right, or nowhere.
    """
    taken = [*reserved, *(Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for x, y, r in circles.values())]
    found: dict[str, Label] = {}
    for node, texts in wanted:
        for text in texts:
            label = _room(text, circles[node], frame, taken, beside=node in beside)
            if label is not None:
                found[node] = label
                taken.append(_box(text, label.x, label.y))
                break
    return found


def _room(
    text: str, circle: tuple[float, float, float], frame: Box, taken: list[Box], *, beside: bool
) -> Label | None:
    half = width_of(text) / 2
    for around, under, led in _around(*circle, half, beside=beside):
        middle, base = round(around, 1), round(under, 1)  # what is checked is what is written
        box = _boxed(half, middle, base)
        inside = (
            frame.left <= box.left
            and box.right <= frame.right
            and frame.top <= box.top
            and box.bottom <= frame.bottom
        )
        if inside and not any(box.meets(other) for other in taken):
            return Label(text, middle, base, led)
    return None


def _box(text: str, middle: float, base: float) -> Box:
    return _boxed(width_of(text) / 2, middle, base)


def _boxed(half: float, middle: float, base: float) -> Box:
    return Box(middle - half, base - SIZE, middle + half, base + SIZE * 0.3)


def _around(
    x: float, y: float, r: float, half: float, *, beside: bool
) -> Iterator[tuple[float, float, bool]]:
    """Under, over, right, left, then the corners; then, further, all around."""
    gap, tall = r + 4, SIZE * 0.35
    if beside:
        yield x + gap + half, y + tall, False
        return
    yield from (
        (middle, base, False)
        for middle, base in (
            (x, y + gap + SIZE), (x, y - gap - 2), (x + gap + half, y + tall), (x - gap - half, y + tall),
            (x + half, y + gap + SIZE), (x - half, y + gap + SIZE), (x + half, y - gap - 2), (x - half, y - gap - 2),
        )
    )  # fmt: skip
    for reach in FURTHER:
        for turn in range(12):
            side, up = math.cos(math.pi * turn / 6), math.sin(math.pi * turn / 6)
            yield x + side * (r + reach + half), y + up * (r + reach + SIZE) + tall, True
