"""The document as it is read: twelve chapters, each opened by the words of the group, then what was computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from maillage.diagnosis.blocks import Block, Heading, KeyFigure, Paragraph
from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import Section, build_all
from maillage.sharing.models import Outcome, PassageKind, Reaction, ReactionKind, SharedDiagnosis
from maillage.sharing.queries.items import items_of
from maillage.sharing.queries.writing import ChapterText, chapters_of, words_of

MOST_FIGURES: Final = 5
MOST_PRIORITIES: Final = 3


def sections_of(shared: SharedDiagnosis, *, report: Report | None = None) -> list[Section]:
    """All the sections of a shared diagnosis. `report`: another reading of its figures, fewer names for example."""
    known = report or report_of(shared.diagnosis)
    computed, chapters = build_all(known), chapters_of(shared, known)
    found: list[Section] = []
    for chapter in chapters:
        own = words_of(chapter)
        if chapter.code == "SUMMARY":
            own = _essential(shared, chapter, chapters, computed)
        found += [own] if own else []
        found += [each for each in computed if each.chapter == chapter.code]
    return found


def _essential(
    shared: SharedDiagnosis, summary: ChapterText, chapters: Iterable[ChapterText], computed: list[Section]
) -> Section | None:
    """The question, a few figures of the whole, the first priorities: taken from the other chapters, never written twice."""
    blocks: list[Block] = [Paragraph(text=shared.question, lead=True)] if shared.question else []
    blocks += summary.blocks
    every = (block for section in computed for block in section.blocks if isinstance(block, KeyFigure))
    blocks += islice(every, MOST_FIGURES)
    first = [
        each.block
        for chapter in chapters
        for each in chapter.written
        if each.passage.kind == PassageKind.PRIORITY
    ][:MOST_PRIORITIES]
    if first:
        blocks += [Heading(text="Ce qui vient d’abord"), *first]
    return Section("summary", CHAPTERS["SUMMARY"], tuple(blocks), "SUMMARY") if blocks else None


@dataclass(frozen=True)
class SpokenOf:
    """The passages, stances with their disagreement, and the rules of the sentences that reactions speak of."""

    passages: frozenset[int] = frozenset()
    rules: frozenset[str] = frozenset()

    def holds(self, passage: int, rule: str) -> bool:
        """Is this passage, or the sentence of this rule, among them?"""
        return passage in self.passages or (bool(rule) and rule in self.rules)


def spoken_of(shared: SharedDiagnosis, reactions: Iterable[Reaction]) -> SpokenOf:
    """What these reactions speak of, as it is written today."""
    keys = {each.item for each in reactions}
    if not keys:
        return SpokenOf()
    report = report_of(shared.diagnosis)
    every = (item for section in sections_of(shared, report=report) for item in items_of(section))
    said = {item.block for item in every if item.key in keys}
    chapters = chapters_of(shared, report)
    told = (each for chapter in chapters for each in chapter.told)
    written = (each for chapter in chapters for each in chapter.written if each.block in said)
    return SpokenOf(
        frozenset(one.passage.pk for each in written for one in (each, *each.stances)),
        frozenset(each.sentence.rule for each in told if each.block in said),
    )


def to_correct(shared: SharedDiagnosis) -> SpokenOf:
    """What the pilots said they would correct: it may be, even while the text is being signed, or once it is published."""
    answered = Reaction.objects.filter(
        reader__shared=shared, kind=ReactionKind.CONTEST, outcome=Outcome.CORRECTED
    )
    return spoken_of(shared, answered)
