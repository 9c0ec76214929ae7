"""The calendar of a territory: its phases, which it writes itself or takes from the programme, and its milestones."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from maillage.programmes.queries import DatedPhase, calendar_of, state_on
from maillage.programmes.services import change, save_checked
from maillage.territories.models import LocalMilestone, LocalPhase, Territory


class LocalPhaseChanges(TypedDict, total=False):
    label: str
    starts_on: date
    ends_on: date
    content: str
    output: str


class LocalMilestoneChanges(TypedDict, total=False):
    label: str
    due_on: date
    done_on: date | None


def phases_of(territory: Territory, *, today: date | None = None) -> list[DatedPhase]:
    """The phases of a territory on the calendar: its own, or those of the programme as long as it wrote none."""
    own = LocalPhase.objects.filter(territory=territory)
    dated = [
        DatedPhase(each, each.starts_on, each.ends_on, state_on(each.starts_on, each.ends_on, today=today))
        for each in own
    ]
    return dated or calendar_of(territory.programme, today=today)


@transaction.atomic
def adopt_phases(*, territory: Territory) -> int:
    """Copy the phases of the programme, for the territory to make them its own; nothing when it already has some.

    Returns how many were copied.
    """
    Territory.objects.select_for_update().get(pk=territory.pk)
    if LocalPhase.objects.filter(territory=territory).exists():
        return 0
    dated = calendar_of(territory.programme)
    for each in dated:
        phase = each.phase
        save_checked(
            LocalPhase(
                territory=territory,
                label=phase.label,
                content=phase.content,
                output=phase.output,
                starts_on=each.starts_on,
                ends_on=each.ends_on,
            )
        )
    return len(dated)


@transaction.atomic
def follow_programme(*, territory: Territory) -> None:
    """Give up the phases of the territory: those of the programme show again."""
    LocalPhase.objects.filter(territory=territory).delete()


@transaction.atomic
def add_phase(
    *, territory: Territory, label: str, starts_on: date, ends_on: date, content: str = "", output: str = ""
) -> LocalPhase:
    """Add a phase; the others, if they are still those of the programme, become the territory's."""
    adopt_phases(territory=territory)
    phase = LocalPhase(
        territory=territory,
        label=label,
        starts_on=starts_on,
        ends_on=ends_on,
        content=content,
        output=output,
    )
    save_checked(phase)
    return phase


@transaction.atomic
def update_phase(*, phase: LocalPhase, **changes: Unpack[LocalPhaseChanges]) -> LocalPhase:
    """Rewrite a phase."""
    change(phase, changes)
    return phase


@transaction.atomic
def remove_phase(*, phase: LocalPhase) -> None:
    """Take a phase out of the calendar."""
    phase.delete()


@transaction.atomic
def add_milestone(
    *, territory: Territory, label: str, due_on: date, done_on: date | None = None
) -> LocalMilestone:
    """Note a day that counts."""
    milestone = LocalMilestone(territory=territory, label=label, due_on=due_on, done_on=done_on)
    save_checked(milestone)
    return milestone


@transaction.atomic
def update_milestone(
    *, milestone: LocalMilestone, **changes: Unpack[LocalMilestoneChanges]
) -> LocalMilestone:
    """Move a milestone, or say that it is done."""
    change(milestone, changes)
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: LocalMilestone) -> None:
    """Noted by mistake."""
    milestone.delete()
