"""A document told in slides: one idea each, its sentence as title, and in the notes what one says beside it.

Everything is measured before it is drawn: what does not fit goes to another slide, never out of its frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from maillage.core.typography import NBSP, plural
from maillage.diagnosis.blocks import (
    Block,
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
from maillage.diagnosis.map.labels import SIZE, width_of
from maillage.diagnosis.render.parts import Part, clean, source_of

WIDE, TALL = 874.0, 356.0  # the frame of what is shown, in points
SMALL = 14  # size of what words rest on
TEXTS: Final = (32, 28, 24, 20)  # sizes of words: the largest at which they fit
CELLS: Final = (22, 20, 18, 16, 14)  # and of a table
LEADING: Final = 1.22
PADDING: Final = 14.0  # above and under the words of a cell, or between two texts
MOST_LINES: Final = 8  # of a cell
ROOM: Final = 20.0  # on the two sides of a cell
MOST_FIGURES: Final = 3
MOST_WORDS: Final = 4  # slides of the group's words in one part: the others are read, not projected
MOST_TABLES: Final = 3  # and of its tables
LONGEST_TITLE: Final = 150


@dataclass(frozen=True)
class Words:
    """Something said: who or what it is, in bold; the words; what they rest on, small."""

    text: str
    label: str = ""
    source: str = ""

    def height(self, size: float = TEXTS[-1]) -> float:
        """How high it is at this size, the space under it included."""
        whole = f"{self.label} {self.text}" if self.label else self.text
        source = lines_of(self.source, SMALL, WIDE - 20) * SMALL * LEADING if self.source else 0
        return lines_of(whole, size, WIDE - 20) * size * LEADING + source + PADDING


Shown = tuple[KeyFigure, ...] | tuple[Words, ...] | Figure | Table


@dataclass(frozen=True)
class Slide:
    """A slide: where we are, its sentence, what is shown, what is said."""

    where: str
    title: str
    shown: Shown
    said: str = ""


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes, never fewer than it will."""
    count = 0
    for line in text.split("\n"):
        room, count = 0.0, count + 1
        for word in line.split(" "):
            length = width_of(word) * size / SIZE
            if room and room + length > width:
                room, count = 0.0, count + 1
            room += length
            while room > width:
                room, count = room - width, count + 1
            room += width_of(" ") * size / SIZE
    return count


def told(parts: Iterable[Part]) -> tuple[list[Slide], list[str]]:
    """The slides of the parts, and the titles of those that are only lists to look things up in."""
    slides: list[Slide] = []
    left: list[str] = []
    for part in parts:
        if any(isinstance(each, Table) and each.listing for each in part.blocks):
            left.append(part.title)
        elif part.blocks:
            tables = [each for each in part.blocks if isinstance(each, Table)]
            unseen = tables[MOST_TABLES:]
            kept = tuple(each for each in part.blocks if not any(each is other for other in unseen))
            slides += _part(replace(part, blocks=kept))
            if unseen:
                more = plural(len(unseen), "autre tableau", "autres tableaux")
                left.append(f"{part.title} ({more})")
    return slides, left


def _part(part: Part) -> Iterator[Slide]:
    leads = [each.text for each in part.blocks if isinstance(each, Paragraph) and each.lead]
    title, *rest = [*leads, part.title]
    if len(title) > LONGEST_TITLE:
        title, rest = part.title, [title, *rest]
    plain = [each.text for each in part.blocks if isinstance(each, Paragraph) and not each.lead]
    said = [each for each in (*rest, *plain) if each != part.title]
    shown = [each for each in part.blocks if not isinstance(each, Paragraph)]
    if all(isinstance(each, Heading) for each in shown):  # only sentences: they are what there is to see
        yield from _paged(part.title, title, [Words(each) for each in said] or [Words(part.title)])
        return
    for under, figures in _under(title, shown):
        yield from _figures(part, under, figures, said)
    yield from _others(part, title, [each for each in shown if not isinstance(each, KeyFigure)], said)


def _under(title: str, blocks: Sequence[Block]) -> list[tuple[str, list[KeyFigure]]]:
    """The figures of a part, under the title of the part or the last one inside it."""
    found: list[tuple[str, list[KeyFigure]]] = [(title, [])]
    for block in blocks:
        if isinstance(block, Heading):
            found.append((block.text, []))
        elif isinstance(block, KeyFigure):
            found[-1][1].append(block)
    return found


def _figures(part: Part, title: str, figures: Sequence[KeyFigure], said: Sequence[str]) -> Iterator[Slide]:
    for place in range(0, len(figures), MOST_FIGURES):
        group = tuple(figures[place : place + MOST_FIGURES])
        notes = [*said, *(" ".join(filter(None, (each.reading, each.passport))) for each in group)]
        yield Slide(part.title, title, group, "\n".join(filter(None, notes)))


def _others(part: Part, title: str, blocks: Sequence[Block], said: Sequence[str]) -> Iterator[Slide]:
    """Pictures and tables each on their own, words together under the last title."""
    under, waiting, spoken = title, list[Block](), "\n".join(said)
    for block in [*blocks, None]:
        if not isinstance(block, (Heading, Figure, Table, type(None))):
            waiting.append(block)
            continue
        for kinds in (
            (Note, Quote),
            (Withheld, Disagreement, Question),
        ):  # many notes do not hide what is to discuss
            words = [_words(each) for each in waiting if isinstance(each, kinds)]
            if words:
                yield from _paged(part.title, under, words, spoken)
        waiting = []
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Figure):
            yield Slide(
                part.title, block.title or title, block, "\n".join(filter(None, (block.caption, spoken)))
            )
        elif isinstance(block, Table):
            yield from _tables(part.title, block, spoken)


def _words(block: Block) -> Words:
    if isinstance(block, Disagreement):
        positions = "\n".join(f"{who}{NBSP}: {text}" for who, text in block.positions)
        return Words(f"{block.subject}\n{positions}", label="Désaccord.")
    if isinstance(block, Note):
        return Words(block.text, source=source_of(block))
    if isinstance(block, Quote):
        return Words(f"«{NBSP}{block.text}{NBSP}»", source=block.source)
    if isinstance(block, Withheld):
        return Words(f"non montré. {block.reason}", label=f"{cut(block.label, 120)}{NBSP}:")
    if isinstance(block, Question):
        return Words(block.text, label="À discuter.")
    raise TypeError(type(block))


def _paged(where: str, title: str, words: Iterable[Words], said: str = "") -> Iterator[Slide]:
    """The words on as many slides as they need, up to a number; how many are left is then said."""
    pages: list[list[Words]] = [[]]
    room = TALL - 30  # for the line that says how many are left
    for each in (piece for whole in words for piece in _pieces(whole, room)):
        if pages[-1] and sum(one.height() for one in pages[-1]) + each.height() > room:
            pages.append([])
        pages[-1].append(each)
    more = sum(map(len, pages[MOST_WORDS:]))
    pages = pages[:MOST_WORDS]
    if more:
        pages[-1].append(Words(f"{plural(more, 'autre passage', 'autres passages')}, dans le document."))
    for place, page in enumerate(pages, 1):
        suffix = f" ({place} sur {len(pages)})" if len(pages) > 1 else ""
        yield Slide(where, title + suffix, tuple(page), said if place == 1 else "")


def _pieces(words: Words, room: float) -> Iterator[Words]:
    """The same words, cut where they would not fit on a slide by themselves."""
    if words.height() <= room:
        yield words
        return
    source = cut(words.source, 200)
    rest, label = clean(words.text), words.label
    while rest:
        size = len(rest)
        while size > 1 and Words(rest[:size], label, source).height() > room:
            size = size * 4 // 5
        end = size if size == len(rest) else max(rest.rfind(" ", 0, size), size * 2 // 3, 1)
        yield Words(rest[:end].strip(), label, source)
        rest, label = rest[end:].strip(), ""


def shortened(text: str, size: float, width: float, lines: int) -> str:
    """The text, or what of it holds in so many lines."""
    if lines_of(text, size, width) <= lines:
        return text
    text = text.replace("\n", " ")[: lines * 200]
    while lines_of(text, size, width) > lines:
        text = text[: len(text) * 9 // 10].rstrip(" …") + "…"
    return text


def cut(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else text[: most - 1] + "…"


def size_of_words(words: Sequence[Words]) -> float:
    """The largest size at which these words fit together."""
    return next((size for size in TEXTS if sum(each.height(size) for each in words) <= TALL), TEXTS[-1])


def _tables(where: str, table: Table, said: str) -> Iterator[Slide]:
    """A table on as many slides as its lines need, its titles on each."""
    columns = tuple(cut(each, 60) for each in table.columns)
    table = replace(table, columns=columns)
    size, widths = measured(table)
    pages: list[list[tuple[str, ...]]] = [[]]
    used = head = row_height(table.columns, widths, size)
    for long in table.rows:
        row = tuple(
            shortened(cell, size, width - ROOM, MOST_LINES) for cell, width in zip(long, widths, strict=True)
        )
        height = row_height(row, widths, size)
        if pages[-1] and used + height > TALL:
            pages.append([])
            used = head
        pages[-1].append(row)
        used += height
    for place, rows in enumerate(pages, 1):
        suffix = f" ({place} sur {len(pages)})" if len(pages) > 1 else ""
        notes = "\n".join(filter(None, (table.passport, said if place == 1 else "")))
        yield Slide(where, table.caption + suffix, replace(table, rows=tuple(rows)), notes)


def measured(table: Table) -> tuple[float, list[float]]:
    """The largest size at which the table fits on a slide, the smallest when none does, and its columns at that size."""
    for size in CELLS:
        widths = _widths(table, size)
        rows = (table.columns, *table.rows)
        if sum(widths) <= WIDE and sum(row_height(row, widths, size) for row in rows) <= TALL:
            return size, widths
    return CELLS[-1], _widths(table, CELLS[-1])


def _widths(table: Table, size: float) -> list[float]:
    """Each column in proportion of its longest cell, never under its longest word when there is room."""
    least, whole = [], []
    for place, title in enumerate(table.columns):
        cells = [title, *(row[place] for row in table.rows)]
        word = max(width_of(word) for cell in cells for word in cell.split(" "))
        least.append(min(word, 150) * size / SIZE + ROOM)
        whole.append(max(least[-1], min(max(map(width_of, cells)), 330) * size / SIZE + ROOM))
    free, wished = WIDE - sum(least), sum(whole) - sum(least)
    if free <= 0:
        return [WIDE * each / sum(least) for each in least] if size == CELLS[-1] else least
    if wished <= free:  # a small table stays small: figures at the far end of a line are hard to read
        return whole
    return [low + free * (most - low) / wished for low, most in zip(least, whole, strict=True)]


def row_height(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    """The height of a line of a table."""
    lines = max(lines_of(cell, size, width - ROOM + 1) for cell, width in zip(cells, widths, strict=True))
    return lines * size * LEADING + PADDING
