"""What a section is made of: ten kinds of block, and nothing else.

Screen, PDF and Word render the same blocks, so they cannot drift apart; none of them knows which sections exist.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A title inside a section."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One or several sentences; `lead` for the one idea of a section; `passport` of the figure that it tells."""

    text: str
    lead: bool = False
    passport: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A number as it is read, its interval, how many answered, how to read it, and how to find it again."""

    value: str
    label: str
    interval: str = ""
    n_answered: int = 0
    reading: str = ""
    passport: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text under a caption. `numeric` holds the positions of the columns of numbers.

    n_answered: the fewest answers that one of its figures rests on, when readers outside the territory may be too far for it.
    A `listing` is a long one in which people look for themselves: sorted at will on screen, small on paper.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    listing: bool = False
    passport: str = ""
    n_answered: int = 0

    @property
    def cells(self) -> list[list[tuple[str, str, bool]]]:
        """Rows of (title of the column, text, whether it is a number)."""
        numeric = [i in self.numeric for i in range(len(self.columns))]
        return [list(zip(self.columns, row, numeric, strict=True)) for row in self.rows]

    @property
    def stacks(self) -> bool:
        """On a phone, each row becomes a card: it has more columns, or more words, than a narrow screen holds."""
        wide = len(self.columns)
        return wide > 4 or (wide > 3 and len(self.numeric) < wide - 1)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture in SVG, its title, what it shows in words, and its caption."""

    svg: str
    title: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of somebody, anonymised and validated."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to discuss together."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """A figure that is not shown, and why."""

    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """The group's words, who wrote them, when, and what they rest on."""

    text: str
    author: str
    date: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """What is not agreed, and the position of each: (who, what they say)."""

    subject: str
    positions: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | KeyFigure | Table | Figure | Quote | Question | Withheld | Note | Disagreement


def kind_of(block: Block) -> str:
    """The name of a block's kind, which is also that of its template."""
    return type(block).__name__.lower()
