"""What is written in a shared diagnosis: the passages as they are read now, and the sentences of the rules beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Max, OuterRef, QuerySet, Subquery

from maillage.core.typography import dated
from maillage.diagnosis.blocks import Block, Disagreement, Note, Paragraph
from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections import Section
from maillage.sharing.models import Passage, PassageKind, PassageRevision, SharedDiagnosis
from maillage.sharing.narrative import Sentence, sentences

# What may be written where; a disagreement may be written anywhere.
KINDS: Final = {
    "SWOT": (PassageKind.STRENGTH, PassageKind.WEAKNESS, PassageKind.OPPORTUNITY, PassageKind.RISK),
    "PRIORITIES": (PassageKind.PRIORITY,),
}
SAID_FIRST: Final = {*KINDS["SWOT"], *KINDS["PRIORITIES"]}  # kinds whose name opens the sentence


EXCERPT: Final = 120
CHANGED: Final = "Ce chiffre a changé depuis."
GONE: Final = "Ce chiffre n’est plus montré."


def kinds_of(chapter: str) -> tuple[PassageKind, ...]:
    """The kinds that this chapter asks for."""
    return KINDS.get(chapter, (PassageKind.FINDING,))


@dataclass(frozen=True)
class Written:
    """A passage as it is read now; `stances`, for a disagreement. `since`: what became of the figure it rests on."""

    passage: Passage
    revision: PassageRevision
    stances: tuple[Written, ...] = ()
    since: str = ""

    @property
    def block(self) -> Block:
        """The same, as a block of the document."""
        if self.passage.kind == PassageKind.DISAGREEMENT:
            positions = tuple(
                (each.revision.get_voice_display(), each.revision.text) for each in self.stances
            )
            return Disagreement(subject=self.revision.text, positions=positions)
        said = self.passage.kind in SAID_FIRST
        return Note(
            text=f"{self.passage.get_kind_display()}\u00a0: {self.revision.text}"
            if said
            else self.revision.text,
            author=self.revision.get_voice_display(),
            date=dated(self.revision.written_at),
            source=" ".join(filter(None, (source_of(self.revision), self.since))),
        )


@dataclass(frozen=True)
class Told:
    """A sentence of the rules, and the words that somebody gave it. `moved`: the rule says something else since."""

    sentence: Sentence
    written: Written | None

    @property
    def text(self) -> str:
        """What is read: people's words when there are some."""
        mine = self.written
        return self.sentence.text if mine is None or mine.revision.follows_rule else mine.revision.text

    @property
    def block(self) -> Paragraph:
        """The same, as a block of the document."""
        return Paragraph(text=self.text, passport=self.sentence.passport)

    @property
    def moved(self) -> bool:
        """The figures changed since these words were chosen: somebody has to say which ones stay."""
        mine = self.written
        return (
            mine is not None
            and not mine.revision.follows_rule
            and mine.revision.rule_text != self.sentence.text
        )


@dataclass(frozen=True)
class ChapterText:
    """The group's words in one chapter."""

    code: str
    told: tuple[Told, ...]
    written: tuple[Written, ...]

    @property
    def title(self) -> str:
        """Its French title."""
        return CHAPTERS[self.code]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Sentences, then passages, then what people do not agree on."""
        lead = tuple(each.block for each in self.told)
        return lead + tuple(each.block for each in self.written)

    @property
    def moved(self) -> int:
        """How many sentences wait for somebody to choose."""
        return sum(each.moved for each in self.told)


def excerpt(text: str) -> str:
    """A sentence as one points at it."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def source_of(revision: PassageRevision) -> str:
    """« Un atelier : la grille du 12 mars (12 mars 2026) »."""
    if not revision.source:
        return ""
    kind = f"{revision.get_source_kind_display()}\u00a0: " if revision.source_kind else ""
    on = f" ({dated(revision.source_on)})" if revision.source_on else ""
    return f"{kind}{revision.source}{on}"


def read_now(passages: QuerySet[Passage]) -> dict[int, PassageRevision]:
    """{passage: its last version that has a text}, in one query."""
    last = (
        PassageRevision.objects.filter(passage=OuterRef("passage"))
        .exclude(text="")
        .order_by()
        .values("passage")
        .annotate(last=Max("number"))
        .values("last")
    )
    rows = PassageRevision.objects.filter(passage__in=passages, number=Subquery(last)).select_related(
        "author"
    )
    return {row.passage_id: row for row in rows.order_by()}


def written_in(shared: SharedDiagnosis, chapter: str = "") -> list[Written]:
    """The passages that are read, in order, stances within their disagreement: two queries."""
    passages = Passage.objects.filter(shared=shared, removed_at__isnull=True)
    if chapter:
        passages = passages.filter(chapter=chapter)
    revisions = read_now(passages)
    stances: dict[int, list[Written]] = {}
    first: list[Passage] = []
    for passage in passages:
        if passage.pk not in revisions:
            continue  # held apart until the facilitators have read it
        if passage.parent_id:
            stances.setdefault(passage.parent_id, []).append(Written(passage, revisions[passage.pk]))
        else:
            first.append(passage)
    return [Written(each, revisions[each.pk], tuple(stances.get(each.pk, ()))) for each in first]


def chapters_of(shared: SharedDiagnosis, report: Report, *, only: str = "") -> list[ChapterText]:
    """The twelve chapters, or one, with the words of the rules and of the group: two queries, whatever is written."""
    written = written_in(shared, only)
    said = sentences(report)
    written = [_compared(each, {one.rule: one.text for one in said}) for each in written]
    rewritten = {each.passage.rule: each for each in written if each.passage.rule}
    return [
        ChapterText(
            code,
            tuple(Told(each, rewritten.get(each.rule)) for each in said if each.chapter == code),
            tuple(
                _in_order(each for each in written if each.passage.chapter == code and not each.passage.rule)
            ),
        )
        for code in ([only] if only else CHAPTERS)
    ]


def _compared(written: Written, said: Mapping[str, str]) -> Written:
    """With what became of the figure it rests on. said: {rule: what it says today}."""
    revision = written.revision
    if not revision.figure or said.get(revision.figure) == revision.rule_text:
        return written
    return replace(written, since=CHANGED if revision.figure in said else GONE)


def unsaid(shared: SharedDiagnosis, report: Report) -> list[Written]:
    """Sentences that people rewrote and that are not read any more, since their figure is not shown: kept, and said so."""
    said = {each.rule for each in sentences(report)}
    return [each for each in written_in(shared) if each.passage.rule and each.passage.rule not in said]


def _in_order(written: Iterable[Written]) -> list[Written]:
    """Disagreements last: they are what remains to discuss."""
    return sorted(written, key=lambda each: each.passage.kind == PassageKind.DISAGREEMENT)


def words_of(chapter: ChapterText) -> Section | None:
    """The words of a chapter as a section, which opens it; None when nothing is said."""
    blocks = chapter.blocks
    return Section(chapter.code.lower(), chapter.title, blocks, chapter.code) if blocks else None


def history_of(passage: Passage) -> list[PassageRevision]:
    """Every version that has a text, the latest first."""
    return list(passage.revisions.exclude(text="").select_related("author").order_by("-number"))
