"""The review as a reader finds it: what is open, what remains, and only what the phase lets them see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.calls.models import (
    GRACE,
    Application,
    Assignment,
    Call,
    Conflict,
    ConflictLevel,
    Criterion,
    Others,
    PhaseKind,
    Review,
    Reviewer,
    ReviewPhase,
    ReviewReopening,
    ReviewState,
    Submission,
)
from maillage.calls.queries.conflicts import reasons_found
from maillage.calls.queries.filing import filed
from maillage.calls.queries.reading import ReadSection, sections_of
from maillage.core.typography import folded
from maillage.territories.queries import communes_of, quarters_of

MASK: Final = "▒▒▒"


def phase_now(call: Call, *, now: datetime | None = None) -> ReviewPhase | None:
    """The phase that is on; at most one."""
    moment = now or timezone.now()
    return ReviewPhase.objects.filter(call=call, starts_at__lte=moment, ends_at__gt=moment).first()


def phase_to_write(call: Call, *, now: datetime | None = None) -> ReviewPhase | None:
    """The reading that still takes what is written: until its end, and a few minutes of grace."""
    moment = now or timezone.now()
    rows = ReviewPhase.objects.filter(call=call, kind=PhaseKind.READING)
    return rows.filter(starts_at__lte=moment, ends_at__gt=moment - GRACE).order_by("-ends_at").first()


def next_phase(call: Call, *, now: datetime | None = None) -> ReviewPhase | None:
    """The phase that comes."""
    return (
        ReviewPhase.objects.filter(call=call, starts_at__gt=now or timezone.now())
        .order_by("starts_at", "pk")
        .first()
    )


def reading_of(user: Any, slug: str) -> Reviewer | None:
    """Who this user is for the review of a call."""
    return (
        Reviewer.objects.filter(call__slug=slug, user=user, left_at__isnull=True)
        .select_related("call__programme", "user")
        .first()
    )


def calls_read_by(user: Any) -> QuerySet[Reviewer]:
    """The calls somebody reads for."""
    return (
        Reviewer.objects.filter(user=user, left_at__isnull=True)
        .select_related("call__programme")
        .order_by("-call__closes_at", "pk")
    )


def is_recused(reviewer: Reviewer, application: Application) -> bool:
    """Whether a hard tie keeps them away: written down, or found by comparing today."""
    written = Conflict.objects.filter(
        reviewer=reviewer, application=application, level=ConflictLevel.HARD, ended_at__isnull=True
    ).exists()
    found = reasons_found([reviewer], [application]).get((reviewer.pk, application.pk), [])
    return written or any(level == ConflictLevel.HARD for level, _ in found)


def may_read(reviewer: Reviewer, application: Application, *, now: datetime | None = None) -> bool:
    """Whether this file is theirs to open: given to them, or open to all in this phase; never when recused."""
    phase = phase_now(reviewer.call, now=now)
    given = Assignment.objects.filter(reviewer=reviewer, application=application).exists()
    return (given or (phase is not None and phase.all_files)) and not is_recused(reviewer, application)


def code_of(application: Application) -> str:
    """How a file is called when its name is hidden; the same for every reader."""
    return f"Dossier {application.reference.hex[:6].upper()}"


def title_of(application: Application, phase: ReviewPhase | None) -> str:
    """The name of a file, as this phase shows it; between phases, no name is given away."""
    hidden = phase.anonymised if phase else _hides(application.call)
    return code_of(application) if hidden else application.name


def _hides(call: Call) -> bool:
    return ReviewPhase.objects.filter(call=call, anonymised=True).exists()


@dataclass(frozen=True, kw_only=True)
class Mine:
    """One file on a reader's list."""

    application: Application
    title: str
    department: str
    review: Review | None
    given: bool
    soft: tuple[str, ...]

    @property
    def is_in(self) -> bool:
        return self.review is not None and self.review.state == ReviewState.IN


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A reader's list: files, what was taken from them and why."""

    files: list[Mine]
    recused: list[tuple[str, str]]

    @property
    def given(self) -> list[Mine]:
        return [each for each in self.files if each.given]

    @property
    def sent(self) -> int:
        return sum(each.is_in for each in self.given)

    @property
    def left(self) -> int:
        return len(self.given) - self.sent


def desk_of(reviewer: Reviewer, *, now: datetime | None = None) -> Desk:
    """The files of a reader, those to write first; constant queries."""
    phase = phase_now(reviewer.call, now=now)
    hidden = phase.anonymised if phase else _hides(reviewer.call)
    rows = Assignment.objects.filter(reviewer=reviewer).select_related("review")
    reviews = {each.application_id: getattr(each, "review", None) for each in rows}
    wanted = Q(pk__in=reviews) if not (phase and phase.all_files) else Q()
    files = list(filed(reviewer.call).filter(wanted))
    ties: dict[int, list[tuple[str, str]]] = {}
    for each in Conflict.objects.filter(reviewer=reviewer, ended_at__isnull=True):
        ties.setdefault(each.application_id, []).append((each.level, each.reason))
    for (_, pk), why in reasons_found([reviewer], files).items():
        ties.setdefault(pk, []).extend(one for one in why if one not in ties.get(pk, []))
    mine, recused = [], []
    for file in files:
        title = code_of(file) if hidden else file.name
        hard = [reason for level, reason in ties.get(file.pk, []) if level == ConflictLevel.HARD]
        if hard:
            recused += [(title, "" if hidden else hard[0])] * (file.pk in reviews)
            continue
        mine.append(
            Mine(
                application=file,
                title=title,
                department="" if hidden else file.department,
                review=reviews.get(file.pk),
                given=file.pk in reviews,
                soft=() if hidden else tuple(reason for _, reason in ties.get(file.pk, [])),
            )
        )
    mine.sort(key=lambda each: (not each.given, each.is_in, folded(each.title), each.application.pk))
    return Desk(files=mine, recused=recused)


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a reader may do with one file now."""

    phase: ReviewPhase | None
    writes: bool
    sees_others: bool
    discusses: bool


def rights_of(
    reviewer: Reviewer, assignment: Assignment | None, review: Review | None, *, now: datetime | None = None
) -> Rights:
    """Blind until one's own review is in, unless the phase says otherwise."""
    is_in = review is not None and review.state == ReviewState.IN
    # Whoever still writes stays in the reading, even in its last minutes of grace when a discussion has begun.
    writing = None if assignment is None or is_in else phase_to_write(reviewer.call, now=now)
    phase = writing or phase_now(reviewer.call, now=now)
    sees = phase is not None and (
        phase.others == Others.ALWAYS or (phase.others == Others.AFTER_OWN and is_in)
    )
    return Rights(
        phase=phase,
        writes=writing is not None,
        sees_others=sees,
        discusses=sees and phase is not None and phase.kind == PhaseKind.DISCUSSION,
    )


def reopening_of(review: Review | None) -> ReviewReopening | None:
    """Why a review was given back, while it is written again."""
    if review is None or review.state == ReviewState.IN:
        return None
    return ReviewReopening.objects.filter(review=review).last()


def read_submission(
    application: Application, submission: Submission, *, anonymous: bool
) -> list[ReadSection]:
    """A sending as readers see it: what identifies is hidden, and the names it gives are masked wherever they come back."""
    sections = sections_of(application, submission.answers, anonymous=anonymous)
    if not anonymous:
        return sections
    names = names_of(application, submission)
    return [
        replace(
            section,
            answers=tuple(
                each
                if each.hidden
                else replace(each, paragraphs=tuple(masked(p, names) for p in each.paragraphs))
                for each in section.answers
            ),
        )
        for section in sections
    ]


def names_of(application: Application, submission: Submission) -> set[str]:
    """The names by which a sending could be recognised."""
    answers: Mapping[str, Any] = submission.answers
    rows = [
        row for value in answers.values() if isinstance(value, list) for row in value if isinstance(row, dict)
    ]
    places = answers.get("communes") or []
    return {
        application.name,
        str(answers.get("college") or ""),
        *(str(row.get("name") or "") for row in rows),
        *(each.name for each in communes_of(places)),
        *(each.name for each in quarters_of(places)),
    }


def masked(text: str, names: Iterable[str]) -> str:
    """The text without these names, whatever their capitals; the longest first. Short ones are too common to be hidden."""
    found = sorted({name.strip() for name in names if len(name.strip()) > 3}, key=lambda n: (-len(n), n))
    for name in found:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, text, flags=re.IGNORECASE)
    return text


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One criterion with what was given to it. levels: (value, words, chosen)."""

    criterion: Criterion
    levels: list[tuple[int, str, bool]]
    abstains: bool

    @property
    def word(self) -> str:
        return next((words for _, words, chosen in self.levels if chosen), "Ne se prononce pas")


def grid_of(criteria: Iterable[Criterion], review: Review | None) -> list[GridRow]:
    """The grid, filled with what a review holds."""
    scores = review.scores if review else {}
    return [
        GridRow(
            criterion=each,
            levels=[
                (one["value"], one["label"], scores.get(each.key) == one["value"]) for one in each.levels
            ],
            abstains=each.key in scores and scores[each.key] is None,
        )
        for each in criteria
    ]
