"""Preparing the review: its phases, its grid, the people who read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.services import invite_user
from maillage.calls.grids import levels_from, ready_grid
from maillage.calls.models import (
    Assignment,
    Call,
    Criterion,
    Review,
    Reviewer,
    ReviewPhase,
    ReviewState,
)
from maillage.calls.queries.assigning import loads_of
from maillage.calls.queries.reviewing import phase_to_write
from maillage.calls.services.drafts import absolute
from maillage.calls.services.review_conflicts import detect_conflicts
from maillage.core import outbox
from maillage.core.typography import plural
from maillage.programmes.services import save_checked

FROZEN = "Une expertise est déjà rendue\u00a0: la grille ne change plus, pour que toutes se comparent."


def grid_is_frozen(call: Call) -> bool:
    """Whether a review was sent with this grid."""
    return Review.objects.filter(assignment__application__call=call, state=ReviewState.IN).exists()


def _lock(call: Call) -> None:
    """Two people who change the grid, or send a review meanwhile, wait for one another."""
    Call.objects.select_for_update().get(pk=call.pk)
    if grid_is_frozen(call):
        raise ValidationError(FROZEN)


@transaction.atomic
def use_grid(*, call: Call) -> list[Criterion]:
    """Take the nine criteria of the label; those already there stay as they are."""
    _lock(call)
    here = set(Criterion.objects.filter(call=call).values_list("key", flat=True))
    made = [
        Criterion(call=call, position=position, **row)
        for position, row in enumerate(ready_grid())
        if row["key"] not in here
    ]
    return Criterion.objects.bulk_create(made)


@transaction.atomic
def save_criterion(
    *, call: Call, label: str, help: str, weight: int, levels: str, criterion: Criterion | None = None
) -> Criterion:
    """Write one criterion. `levels`: one a line, the weakest first."""
    _lock(call)
    words = [line.strip() for line in levels.splitlines() if line.strip()]
    if len(words) < 2:
        raise ValidationError({"levels": "Il faut au moins deux niveaux, un par ligne."})
    if criterion is None:
        rows = Criterion.objects.filter(call=call)
        last = rows.order_by("-position").first()
        made = Criterion(call=call, key=_free_key(call, label), position=last.position + 1 if last else 0)
    else:
        made = criterion
    made.label, made.help, made.weight, made.levels = label.strip(), help.strip(), weight, levels_from(words)
    save_checked(made)
    return made


def _free_key(call: Call, label: str) -> str:
    from django.utils.text import slugify

    base = slugify(label)[:34] or "critere"
    taken = set(Criterion.objects.filter(call=call).values_list("key", flat=True))
    return next(key for n in range(1, 999) if (key := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def remove_criterion(*, criterion: Criterion) -> None:
    """Take a criterion out of the grid."""
    _lock(criterion.call)
    criterion.delete()


@transaction.atomic
def save_phase(*, call: Call, phase: ReviewPhase | None = None, **values: Any) -> ReviewPhase:
    """Write one phase; two phases never overlap, so that one right holds at a time."""
    Call.objects.select_for_update().get(pk=call.pk)
    made = phase or ReviewPhase(call=call)
    for name, value in values.items():
        setattr(made, name, value)
    others = ReviewPhase.objects.filter(call=call).exclude(pk=made.pk)
    crossed = others.filter(starts_at__lt=made.ends_at, ends_at__gt=made.starts_at).first()
    if crossed is not None:
        raise ValidationError(
            {
                "starts_at": f"Ces dates croisent l’étape «\u00a0{crossed.label}\u00a0»\u00a0: une seule à la fois."
            }
        )
    save_checked(made)
    return made


@transaction.atomic
def remove_phase(*, phase: ReviewPhase) -> None:
    """Take a phase away; what was written during it stays."""
    phase.delete()


@transaction.atomic
def invite_reviewer(
    *, call: Call, email: str, full_name: str, organisation: str = "", departments: list[str] | None = None
) -> Reviewer:
    """Somebody reads for this call; they are told where."""
    user = invite_user(email=email, full_name=full_name)
    made = Reviewer.objects.filter(call=call, user=user, left_at__isnull=False).first() or Reviewer(
        call=call, user=user
    )
    made.left_at, made.organisation, made.departments = None, organisation.strip(), departments or []
    save_checked(made)
    detect_conflicts(call=call, reviewer=made)
    outbox.post(
        kind="reviewer_invited",
        recipient=user.email,
        subject="Des candidatures à lire avec nous",
        body=render_to_string(
            "calls/mail/reviewer.txt",
            {"call": call, "user": user, "url": absolute(reverse("reviewing:index", args=[call.slug]))},
        ),
        scope=str(made.pk),
        space=call.programme.slug,
    )
    return made


@transaction.atomic
def change_reviewer(*, reviewer: Reviewer, organisation: str, departments: list[str]) -> Reviewer:
    """Where somebody works has changed: their conflicts are looked for again; former ones stay written."""
    reviewer.organisation, reviewer.departments = organisation.strip(), departments
    save_checked(reviewer)
    detect_conflicts(call=reviewer.call, reviewer=reviewer)
    return reviewer


@transaction.atomic
def remove_reviewer(*, reviewer: Reviewer, now: datetime | None = None) -> None:
    """Somebody stops reading: files they had not begun are free again, what they wrote stays."""
    Assignment.objects.filter(reviewer=reviewer, review__isnull=True).delete()
    Reviewer.objects.filter(pk=reviewer.pk).update(left_at=now or timezone.now())


@transaction.atomic
def remind_late(*, call: Call, now: datetime | None = None) -> int:
    """Write once to each reader who has reviews to give in; how many."""
    moment = now or timezone.now()
    phase = phase_to_write(call, now=moment)
    late = {each.reviewer.pk: each.left for each in loads_of(call) if each.left}
    rows = Reviewer.objects.select_for_update(of=("self",)).filter(pk__in=late, reminded_at__isnull=True)
    people = list(rows.select_related("user").order_by("pk"))
    for one in people:
        Reviewer.objects.filter(pk=one.pk).update(reminded_at=moment)
        outbox.post(
            kind="reviewer_reminded",
            recipient=one.user.email,
            subject="Il reste des candidatures à lire",
            body=render_to_string(
                "calls/mail/review_reminder.txt",
                {
                    "call": call,
                    "user": one.user,
                    "left": plural(late[one.pk], "dossier"),
                    "until": phase.ends_at if phase else None,
                    "url": absolute(reverse("reviewing:index", args=[call.slug])),
                },
            ),
            scope=str(one.pk),
            space=call.programme.slug,
        )
    return len(people)
