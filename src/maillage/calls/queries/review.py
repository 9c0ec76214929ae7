"""The review as the organiser reads it: how far it is, what the files got, and where readers disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maillage.calls import scoring
from maillage.calls.models import (
    Advice,
    Application,
    Assignment,
    Call,
    Conflict,
    ConflictLevel,
    Criterion,
    Remark,
    Review,
    ReviewPhase,
    ReviewState,
)
from maillage.calls.queries.conflicts import hard_pairs
from maillage.calls.queries.filing import filed
from maillage.calls.queries.reading import last_submission
from maillage.core.typography import folded


def scales_of(criteria: Iterable[Criterion]) -> dict[str, scoring.Scale]:
    """The grid as the score reads it."""
    return {
        each.key: scoring.Scale(weight=each.weight, values=[level["value"] for level in each.levels])
        for each in criteria
    }


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file in the table. given: readers who have it and are not recused; advice: (received, asked)."""

    application: Application
    summary: scoring.Summary
    given: int
    recused: int
    advice: tuple[int, int]

    @property
    def dots(self) -> list[tuple[int, int]]:
        """Where each score stands on a strip of 200; near ones are stacked so that each is seen."""
        found: list[tuple[int, int]] = []
        for value in self.summary.scores:
            x = round(2 * value)
            found.append((x, -7 * sum(abs(x - other) < 8 for other, _ in found)))
        return found

    @property
    def median_x(self) -> int | None:
        return None if self.summary.median is None else round(2 * self.summary.median)

    @property
    def median_said(self) -> str:
        return "" if self.summary.median is None else f"{self.summary.median:.0f}"

    @property
    def spread_said(self) -> str:
        return "" if self.summary.spread is None else f"{self.summary.spread:.0f}"

    @property
    def low_x(self) -> int:
        return round(2 * (self.summary.low or 0))

    @property
    def high_x(self) -> int:
        return round(2 * (self.summary.high or 0))


def table_of(call: Call) -> list[Line]:
    """Every file, where readers disagree first. Reviews of recused readers count for nothing. Five queries."""
    scales, away = scales_of(Criterion.objects.filter(call=call)), hard_pairs(call)
    scores: dict[int, list[float]] = defaultdict(list)
    counts: dict[str, Counter[int]] = {"given": Counter(), "recused": Counter()}
    rows = Assignment.objects.filter(application__call=call).order_by("pk")
    for one, file, state, levels in rows.values_list(
        "reviewer", "application", "review__state", "review__scores"
    ):
        if (one, file) in away:
            counts["recused"][file] += 1
            continue
        counts["given"][file] += 1
        value = scoring.score(scales, levels) if state == ReviewState.IN else None
        if value is not None:
            scores[file].append(value)
    advices: dict[int, list[bool]] = defaultdict(list)
    for file, answered in Advice.objects.filter(application__call=call, revoked_at__isnull=True).values_list(
        "application", "answered_at"
    ):
        advices[file].append(answered is not None)
    lines = [
        Line(
            application=one,
            summary=scoring.summary(scores[one.pk]),
            **{name: count[one.pk] for name, count in counts.items()},
            advice=(sum(advices[one.pk]), len(advices[one.pk])),
        )
        for one in filed(call)
    ]
    return sorted(lines, key=_disagreement)


def _disagreement(line: Line) -> tuple[Any, ...]:
    spread = line.summary.spread
    name = folded(line.application.name)
    return (spread is None, -(spread or 0.0), -line.summary.number, name, line.application.pk)


def medians_of(call: Call) -> dict[int, float | None]:
    """{application: the median of its reviews, from 0 to 100}; None under two reviews. What the composition reads."""
    return {line.application.pk: line.summary.median for line in table_of(call)}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many reviews are in, among those that are awaited; who is late."""

    sent: int
    awaited: int

    @property
    def left(self) -> int:
        return self.awaited - self.sent


def progress_of(lines: Iterable[Line]) -> Progress:
    """« 41 expertises sur 90 rendues »."""
    rows = list(lines)
    return Progress(sent=sum(each.summary.number for each in rows), awaited=sum(each.given for each in rows))


@dataclass(frozen=True, kw_only=True)
class ReadReview:
    """One review as it is shown: who (or a letter), its score, the word of each criterion, its reasons."""

    signed: str
    score: float | None
    words: tuple[str, ...]  # in the order of the grid
    places: tuple[float | None, ...]
    comment: str
    recused: bool = False
    outdated: bool = False  # a correction came after
    soft: tuple[str, ...] = ()


def read_reviews(
    application: Application, criteria: list[Criterion], *, signed: bool, but: int = 0
) -> list[ReadReview]:
    """The reviews that are in. Unsigned, they are in the order of their sending and bear a letter."""
    scales = scales_of(criteria)
    conflicts = list(Conflict.objects.filter(application=application, ended_at__isnull=True))
    last = last_submission(application)
    rows = (
        Review.objects.filter(assignment__application=application, state=ReviewState.IN)
        .exclude(assignment__reviewer=but)
        .select_related("assignment__reviewer__user")
        .order_by("sent_at", "pk")
    )
    found = []
    for rank, review in enumerate(rows):
        reader = review.assignment.reviewer
        mine = [each for each in conflicts if each.reviewer_id == reader.pk]
        found.append(
            ReadReview(
                signed=str(reader) if signed else f"Expertise {chr(65 + rank % 26)}",
                score=scoring.score(scales, review.scores),
                words=tuple(_word(each, review.scores) for each in criteria),
                places=tuple(_place(scales[each.key], review.scores.get(each.key)) for each in criteria),
                comment=review.comment,
                recused=any(each.level == ConflictLevel.HARD for each in mine),
                outdated=last is not None and review.submission_id != last.pk,
                soft=tuple(each.reason for each in mine if each.level == ConflictLevel.SOFT)
                if signed
                else (),
            )
        )
    return found


def _place(scale: scoring.Scale, value: int | None) -> float | None:
    return None if value is None else scale.place(value)


def _word(criterion: Criterion, scores: dict[str, Any]) -> str:
    value = scores.get(criterion.key)
    return next((each["label"] for each in criterion.levels if each["value"] == value), "Ne se prononce pas")


def by_criterion(
    criteria: list[Criterion], reviews: list[ReadReview]
) -> list[tuple[Criterion, list[tuple[ReadReview, str]]]]:
    """Each criterion with what each review says of it, where they are furthest apart first."""
    rows = []
    for rank, criterion in enumerate(criteria):
        places = [each.places[rank] for each in reviews if each.places[rank] is not None and not each.recused]
        spread = max(places) - min(places) if places else 0.0  # type: ignore[type-var, operator]
        rows.append((-spread, rank, (criterion, [(each, each.words[rank]) for each in reviews])))
    return [row for _, _, row in sorted(rows, key=lambda each: each[:2])]


def dossier_of(application: Application) -> dict[str, Any]:
    """Everything the organiser reads of one file."""
    criteria = list(Criterion.objects.filter(call=application.call))
    reviews = read_reviews(application, criteria, signed=True)
    counted = [each.score for each in reviews if each.score is not None and not each.recused]
    return {
        "criteria": criteria,
        "reviews": reviews,
        "rows": by_criterion(criteria, reviews),
        "summary": scoring.summary(counted),
        "assignments": Assignment.objects.filter(application=application)
        .select_related("reviewer__user", "review")
        .prefetch_related("review__reopenings__author"),
        "conflicts": Conflict.objects.filter(application=application).select_related("reviewer__user"),
        "remarks": Remark.objects.filter(application=application).select_related("author"),
        "advices": Advice.objects.filter(application=application, revoked_at__isnull=True),
    }


def phases_of(call: Call) -> list[ReviewPhase]:
    """The phases of a review, in order."""
    return list(ReviewPhase.objects.filter(call=call))


def strengths_of(application: Application) -> tuple[list[str], list[str]]:
    """(what readers found solid, what they found fragile): criteria in the upper and in the lower third of their scale,
    in the middle of at least two reviews."""
    criteria = list(Criterion.objects.filter(call=application.call_id))
    reviews = [each for each in read_reviews(application, criteria, signed=False) if not each.recused]
    strong, weak = [], []
    for rank, criterion in enumerate(criteria):
        places = [place for each in reviews if (place := each.places[rank]) is not None]
        middle = scoring.summary(places).median
        if middle is not None and middle >= 200 / 3 - 1e-9:
            strong.append(criterion.label)
        elif middle is not None and middle <= 100 / 3 + 1e-9:
            weak.append(criterion.label)
    return strong, weak
