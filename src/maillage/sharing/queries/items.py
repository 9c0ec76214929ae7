"""Items: what can be commented or contested, one block of the document at a time, and what becomes of a contested one.

A block has no number: an item is known by what it speaks of (the title of a table, the label of a figure, the words of a
note), so that figures computed again stay the same item.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from maillage.core.typography import folded
from maillage.diagnosis.blocks import Block, Disagreement, Heading, KeyFigure, Paragraph, Withheld, kind_of
from maillage.diagnosis.sections import Section
from maillage.sharing.models import Outcome, Reaction

LENGTH: Final = 12
NAMED_BY: Final = ("label", "caption", "title", "subject", "text")  # the first one a block has
FIGURES: Final = re.compile(r"[\d\u202f\u00a0\u2212,]+")
IN_DISCUSSION: Final = "Contesté, en discussion\u00a0: les pilotes n’ont pas encore répondu."
WHOLE: Final = "Un passage de cette partie est contesté"


@dataclass(frozen=True)
class Item:
    """One block of one section, as it is pointed at."""

    section: str
    key: str
    excerpt: str
    block: Block


def excerpt_of(block: Block) -> str:
    """How a block is called in a list."""
    words = next(str(getattr(block, name)) for name in NAMED_BY if hasattr(block, name))
    said = f"{block.value} {words}" if hasattr(block, "value") else words
    return said if len(said) <= 160 else said[:159].rstrip() + "…"


def items_of(section: Section) -> Iterator[Item]:
    """The items of a section, in reading order. A title is none."""
    seen: Counter[str] = Counter()
    for block in section.blocks:
        if isinstance(block, Heading):
            continue
        words = next(str(getattr(block, name)) for name in NAMED_BY if hasattr(block, name))
        spoken = f"{section.key}:{kind_of(block)}:{folded(FIGURES.sub(' ', words))}"
        seen[spoken] += 1
        mark = hashlib.sha256(f"{spoken}:{seen[spoken]}".encode()).hexdigest()[:LENGTH]
        yield Item(section.key, mark, excerpt_of(block), block)


def item_of(sections: Iterable[Section], key: str) -> Item | None:
    """The item of that key."""
    return next((item for section in sections for item in items_of(section) if item.key == key), None)


def is_contested(sections: Iterable[Section], reactions: Iterable[Reaction], block: Block) -> bool:
    """Whether a block waits for the pilots' answer: it may then be neither changed nor published."""
    frozen = {each.item for each in reactions if each.is_open}
    return any(
        item.block is block and item.key in frozen for section in sections for item in items_of(section)
    )


def as_agreed(sections: Iterable[Section], reactions: Iterable[Reaction]) -> list[Section]:
    """The document as it may be published: what is contested is held back, what was removed is not there, and a
    disagreement that was kept stands under what it speaks of.

    A contested item that cannot be found any more holds its whole section back: better nothing than what was contested.
    """
    every, listed = list(sections), list(reactions)
    said: dict[Block, list[Reaction]] = {}  # a block that the summary takes up again is the same one
    known = set()
    for item in (item for section in every for item in items_of(section)):
        known.add(item.key)
        mine = [each for each in listed if each.item == item.key]
        if mine:
            said.setdefault(item.block, []).extend(mine)
    stamped = {stamp_of(block) for block, each in said.items() if any(one.is_open for one in each)} - {""}
    lost = {each.section for each in listed if each.is_open and each.item not in known}
    return [_agreed(section, said, stamped, lost=section.key in lost) for section in every]


def stamp_of(block: Block) -> str:
    """What a sentence and a figure that say the same number have in common; empty for what says none."""
    return str(getattr(block, "passport", "")) if isinstance(block, (Paragraph, KeyFigure)) else ""


def _agreed(
    section: Section, said: Mapping[Block, list[Reaction]], stamped: Container[str], *, lost: bool
) -> Section:
    if lost:
        return replace(section, blocks=(Withheld(label=WHOLE, reason=IN_DISCUSSION),))
    blocks: list[Block] = []
    for block in section.blocks:
        if block in said:
            blocks += _settled(block, section.key, said[block])
        elif stamp_of(block) in stamped:  # the same number, in other words
            blocks.append(Withheld(label=excerpt_of(block), reason=IN_DISCUSSION))
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _settled(block: Block, section: str, reactions: list[Reaction]) -> list[Block]:
    if any(each.is_open for each in reactions):
        return [Withheld(label=excerpt_of(block), reason=IN_DISCUSSION)]
    if any(each.outcome == Outcome.REMOVED for each in reactions):
        return []
    kept = [each for each in reactions if each.outcome == Outcome.KEPT and each.section == section]
    return [block, *map(disagreement, kept)]


def disagreement(reaction: Reaction) -> Disagreement:
    """A contest that the pilots did not follow: both are read."""
    contested = (reaction.reader.actor.public_name, reaction.text)
    return Disagreement(
        subject=reaction.excerpt,
        positions=(contested, ("Les pilotes", reaction.answer)),
    )
