"""Who reads what: the files given to each reader, what ties them, and what the plan would add."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from maillage.calls.assigning import EACH, Plan, Short, plan
from maillage.calls.models import (
    Application,
    Assignment,
    Call,
    Conflict,
    ConflictLevel,
    Criterion,
    Reviewer,
    ReviewPhase,
    ReviewState,
)
from maillage.calls.queries.conflicts import conflicts_now, hard_pairs, reasons_found
from maillage.calls.queries.filing import filed
from maillage.calls.queries.review import Line
from maillage.core.typography import by_name, folded, plural


def readers_of(call: Call) -> list[Reviewer]:
    """Those who read for a call today, in the order of their names."""
    rows = Reviewer.objects.filter(call=call, left_at__isnull=True).select_related("user")
    return by_name(rows, said=str)


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


def ties_between(reviewer: Reviewer, application: Application) -> list[str]:
    """What ties these two, in sentences."""
    rows = Conflict.objects.filter(reviewer=reviewer, application=application, ended_at__isnull=True)
    return list(rows.order_by("declared_at", "pk").values_list("reason", flat=True))


def known_ties(call: Call) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """{(reviewer, application): (level, sentence)}: what is written down, and what a comparison finds now."""
    ties: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for one, file, level, reason in conflicts_now(call).values_list(
        "reviewer", "application", "level", "reason"
    ):
        ties[one, file].append((level, reason))
    for pair, reasons in reasons_found(readers_of(call), filed(call)).items():
        ties[pair] += [each for each in reasons if each not in ties[pair]]
    return ties


def plan_of(call: Call, *, each: int = EACH) -> Plan:
    """The assignment that would complete what is already given."""
    ties = known_ties(call)
    hard = {pair for pair, why in ties.items() if any(level == ConflictLevel.HARD for level, _ in why)}
    return plan(
        Reviewer.objects.filter(call=call, left_at__isnull=True).values_list("pk", flat=True),
        filed(call).values_list("pk", flat=True),
        each=each,
        hard=hard,
        soft=set(ties) - hard,
        kept=set(
            Assignment.objects.filter(application__in=filed(call)).values_list("reviewer", "application")
        ),
    )


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
    ties = known_ties(call)
    return ToldPlan(
        count=len(made.pairs),
        loads=[(str(one), made.loads[pk] - added[pk], made.loads[pk]) for pk, one in people.items()],
        short=[(names[one.file], one.got, _why(one)) for one in made.short],
        soft=[(names[file], str(people[one]), ties[one, file][0][1]) for one, file in made.soft],
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
