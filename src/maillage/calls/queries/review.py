"""The review as the organiser reads it: how far it is, what the files got, and where readers disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maillage.calls import scoring
from maillage.calls.assigning import EACH, Plan, Short, plan
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
    Reviewer,
    ReviewPhase,
    ReviewState,
)
from maillage.calls.queries.conflicts import conflicts_now, hard_pairs
from maillage.calls.queries.filing import filed
from maillage.core.typography import by_name, folded, plural


def scales_of(criteria: Iterable[Criterion]) -> dict[str, scoring.Scale]:
    """The grid as the score reads it."""
    return {
        each.key: scoring.Scale(weight=each.weight, values=[level["value"] for level in each.levels])
        for each in criteria
    }


def readers_of(call: Call) -> list[Reviewer]:
    """Those who read for a call today, in the order of their names."""
    rows = Reviewer.objects.filter(call=call, left_at__isnull=True).select_related("user")
    return by_name(rows, said=str)


def plan_of(call: Call, *, each: int = EACH) -> Plan:
    """The assignment that would complete what is already given; what conflicts are known is what it respects."""
    known = conflicts_now(call).values_list("reviewer", "application", "level")
    return plan(
        Reviewer.objects.filter(call=call, left_at__isnull=True).values_list("pk", flat=True),
        filed(call).values_list("pk", flat=True),
        each=each,
        hard={(one, file) for one, file, level in known if level == ConflictLevel.HARD},
        soft={(one, file) for one, file, level in known if level == ConflictLevel.SOFT},
        kept=set(
            Assignment.objects.filter(application__in=filed(call)).values_list("reviewer", "application")
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file in the table. given: readers who have it and are not recused; advice: (received, asked)."""

    application: Application
    summary: scoring.Summary
    given: int
    begun: int
    recused: int
    advice: tuple[int, int]

    @property
    def is_complete(self) -> bool:
        return 0 < self.given <= self.summary.number

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
    def low_x(self) -> int:
        return round(2 * (self.summary.low or 0))

    @property
    def high_x(self) -> int:
        return round(2 * (self.summary.high or 0))


def table_of(call: Call) -> list[Line]:
    """Every file, where readers disagree first. Reviews of recused readers count for nothing. Five queries."""
    scales, away = scales_of(Criterion.objects.filter(call=call)), hard_pairs(call)
    scores: dict[int, list[float]] = defaultdict(list)
    counts: dict[str, Counter[int]] = {"given": Counter(), "begun": Counter(), "recused": Counter()}
    for each in Assignment.objects.filter(application__call=call).select_related("review"):
        file = each.application_id
        if (each.reviewer_id, file) in away:
            counts["recused"][file] += 1
            continue
        counts["given"][file] += 1
        review = getattr(each, "review", None)
        counts["begun"][file] += review is not None
        if review is not None and review.state == ReviewState.IN:
            value = scoring.score(scales, review.scores)
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


def progress_of(lines: Iterable[Line]) -> Progress:
    """« 41 expertises sur 90 rendues »."""
    rows = list(lines)
    return Progress(sent=sum(each.summary.number for each in rows), awaited=sum(each.given for each in rows))


@dataclass(frozen=True, kw_only=True)
class Load:
    """One reader: files given, reviews sent, ties declared or found."""

    reviewer: Reviewer
    given: int
    sent: int
    hard: int
    soft: int

    @property
    def left(self) -> int:
        return self.given - self.sent


def loads_of(call: Call) -> list[Load]:
    """Every reader with what remains to do; constant queries."""
    away, live = hard_pairs(call), set(filed(call).values_list("pk", flat=True))
    given, sent = Counter[int](), Counter[int]()
    for one, file, state in Assignment.objects.filter(application__call=call).values_list(
        "reviewer", "application", "review__state"
    ):
        if (one, file) not in away and file in live:
            given[one] += 1
            sent[one] += state == ReviewState.IN
    ties = {
        level: Counter(
            one
            for one, _ in set(conflicts_now(call).filter(level=level).values_list("reviewer", "application"))
        )
        for level in ConflictLevel.values
    }
    return [
        Load(
            reviewer=one,
            given=given[one.pk],
            sent=sent[one.pk],
            hard=ties[ConflictLevel.HARD][one.pk],
            soft=ties[ConflictLevel.SOFT][one.pk],
        )
        for one in readers_of(call)
    ]


@dataclass(frozen=True, kw_only=True)
class ReadReview:
    """One review as it is shown: who (or a letter), its score, the word of each criterion, its reasons."""

    signed: str
    score: float | None
    words: tuple[str, ...]  # in the order of the grid
    places: tuple[float | None, ...]
    comment: str
    recused: bool = False
    soft: tuple[str, ...] = ()


def read_reviews(
    application: Application, criteria: list[Criterion], *, signed: bool, but: int = 0
) -> list[ReadReview]:
    """The reviews that are in. Unsigned, they are in the order of their sending and bear a letter."""
    scales = scales_of(criteria)
    conflicts = list(Conflict.objects.filter(application=application, ended_at__isnull=True))
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
        "assignments": Assignment.objects.filter(application=application).select_related(
            "reviewer__user", "review"
        ),
        "conflicts": Conflict.objects.filter(application=application).select_related("reviewer__user"),
        "remarks": Remark.objects.filter(application=application).select_related("author"),
        "advices": Advice.objects.filter(application=application, revoked_at__isnull=True),
    }


def phases_of(call: Call) -> list[ReviewPhase]:
    """The phases of a review, in order."""
    return list(ReviewPhase.objects.filter(call=call))


def ties_between(reviewer: Reviewer, application: Application) -> list[str]:
    """What ties these two, in sentences."""
    rows = Conflict.objects.filter(reviewer=reviewer, application=application, ended_at__isnull=True)
    return list(rows.order_by("declared_at", "pk").values_list("reason", flat=True))


@dataclass(frozen=True, kw_only=True)
class Given:
    """One assignment as it is listed."""

    assignment: Assignment
    recused: bool
    soft: tuple[str, ...]


def assignments_of(call: Call) -> list[tuple[Application, list[Given]]]:
    """Every file with those who read it; constant queries."""
    ties: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for one, file, level, reason in conflicts_now(call).values_list(
        "reviewer", "application", "level", "reason"
    ):
        ties[one, file].append((level, reason))
    given: dict[int, list[Given]] = defaultdict(list)
    rows = Assignment.objects.filter(application__call=call).select_related("reviewer__user", "review")
    for each in sorted(rows, key=lambda one: (folded(str(one.reviewer)), one.pk)):
        mine = ties[each.reviewer_id, each.application_id]
        given[each.application_id].append(
            Given(
                assignment=each,
                recused=any(level == ConflictLevel.HARD for level, _ in mine),
                soft=tuple(reason for level, reason in mine if level == ConflictLevel.SOFT),
            )
        )
    return [(one, given[one.pk]) for one in by_name(filed(call))]


@dataclass(frozen=True, kw_only=True)
class ToldPlan:
    """A plan with names: loads before and after, files that lack readers and why, soft ties it could not avoid."""

    count: int
    loads: list[tuple[str, int, int]]
    short: list[tuple[str, int, str]]
    soft: list[tuple[str, str, str]]


def told_plan(call: Call, *, each: int) -> ToldPlan:
    """The preview of the automatic assignment."""
    made = plan_of(call, each=each)
    people = {one.pk: one for one in readers_of(call)}
    names = {one.pk: one.name for one in filed(call)}
    added = Counter(one for one, _ in made.pairs)
    ties = {
        (one, file): reason
        for one, file, reason in conflicts_now(call).values_list("reviewer", "application", "reason")
    }
    return ToldPlan(
        count=len(made.pairs),
        loads=[(str(one), made.loads[pk] - added[pk], made.loads[pk]) for pk, one in people.items()],
        short=[(names[one.file], one.got, _why(one)) for one in made.short],
        soft=[(names[file], str(people[one]), ties[one, file]) for one, file in made.soft],
    )


def _why(short: Short) -> str:
    if short.people < short.wanted:
        return f"{plural(short.people, 'personne lit', 'personnes lisent')} pour cet appel."
    return f"{plural(short.recused, 'personne récusée', 'personnes récusées')} sur {short.people}."


def steps_of(call: Call, lines: list[Line], loads: list[Load]) -> list[tuple[str, str, bool]]:
    """(address, what to do, done) of what must be ready before anybody reads."""
    return [
        ("review:grid", "Choisir la grille", Criterion.objects.filter(call=call).exists()),
        ("review:people", "Inviter les personnes qui lisent", bool(loads)),
        ("review:phases", "Dater la lecture", ReviewPhase.objects.filter(call=call).exists()),
        ("review:assignment", "Attribuer les dossiers", bool(lines) and all(each.given for each in lines)),
    ]


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
