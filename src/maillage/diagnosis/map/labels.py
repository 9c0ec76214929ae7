"""Names on the map: measured boxes that never cover an actor nor another name. A name that finds no room is left out;
the table beside the map carries all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SIZE = 13.0
LONGEST = 32
# Advance widths of IBM Plex Sans, in thousandths of an em, rounded up: narrow, wide, and the others.
NARROW, WIDE = set("fijlrtI.,;:'’|()[] -"), set("mwMW@%—ŒÆœæ")
WIDTHS = {"narrow": 400, "wide": 960, "capital": 700, "other": 610}


@dataclass(frozen=True)
class Box:
    """A rectangle."""

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


def place(
    wanted: Iterable[tuple[str, str]], circles: Mapping[str, tuple[float, float, float]], frame: Box
) -> dict[str, tuple[float, float]]:
    """{node: (x, y) of the middle of the baseline} for the names that find room, first come first served.

    circles: node -> (x, y, radius) of every actor drawn.
    """
    taken = [Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for x, y, r in circles.values()]
    found: dict[str, tuple[float, float]] = {}
    for node, text in wanted:
        x, y, r = circles[node]
        half = width_of(text) / 2
        for middle, base in _around(x, y, r, half):
            box = Box(middle - half, base - SIZE, middle + half, base + SIZE * 0.3)
            inside = (
                frame.left <= box.left
                and box.right <= frame.right
                and frame.top <= box.top
                and box.bottom <= frame.bottom
            )
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                found[node] = (round(middle, 1), round(base, 1))
                break
    return found


def _around(x: float, y: float, r: float, half: float) -> list[tuple[float, float]]:
    """Under, over, right, left, then the corners."""
    gap, tall = r + 4, SIZE * 0.35
    return [
        (x, y + gap + SIZE), (x, y - gap - 2), (x + gap + half, y + tall), (x - gap - half, y + tall),
        (x + half, y + gap + SIZE), (x - half, y + gap + SIZE), (x + half, y - gap - 2), (x - half, y - gap - 2),
    ]  # fmt: skip
