"""The calendar of the cité that shows everything: phases moved to its own pace, and the days that count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from maillage.programmes.queries import months_after
from maillage.territories.models import LocalPhase, Territory
from maillage.territories.schedule import add_milestone, adopt_phases, update_phase

# Months after the territory joined, and how many days late it was done; None: not done yet.
DAYS_THAT_COUNT: Final = (
    (1, "Réunion de lancement à l’école des Alisiers", 0),
    (3, "Vote de la liste des acteurs par le comité local", 12),
    (9, "Première restitution aux parents", 0),
    (14, "Signature de la convention avec le Département", 40),
)
TO_COME: Final = (
    (40, "Retour vers les familles, au centre social"),
    (110, "Bilan de l’année avec les élus"),
)
LATER: Final = timedelta(days=45)


def build_schedule(*, territory: Territory, today: date) -> None:
    """Phases of its own, the last two a little later than planned, and milestones done, late and to come."""
    if not adopt_phases(territory=territory):
        return
    for phase in LocalPhase.objects.filter(territory=territory, ends_on__gte=today):
        starts = phase.starts_on + LATER if phase.starts_on > today else phase.starts_on
        update_phase(phase=phase, starts_on=starts, ends_on=phase.ends_on + LATER)
    for months, label, late in DAYS_THAT_COUNT:
        due = months_after(territory.joined_on, months)
        if due < today:
            done = min(due + timedelta(days=late), today)
            add_milestone(territory=territory, label=label, due_on=due, done_on=done)
    for days, label in TO_COME:
        add_milestone(territory=territory, label=label, due_on=today + timedelta(days=days))
