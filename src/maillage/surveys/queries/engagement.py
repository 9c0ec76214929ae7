"""Rates of answers by sector and kind of engagement: where to go and meet people.

For the facilitator only, who reads who has not answered: told to anybody else, it gives somebody away (decision 07).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from maillage.core.privacy import MIN_RESPONDENTS
from maillage.core.typography import folded
from maillage.surveys.models import Wave
from maillage.territories.codes import EngagementNature as Nature
from maillage.territories.codes import map_group
from maillage.territories.models import Person

NOBODY: Final = "Sans personne connue"
# An actor is of the first kind that one of its people belongs to, so that none is counted twice.
KINDS: Final[dict[str, frozenset[str]]] = {
    "Habitants, parents, jeunes": frozenset({Nature.RESIDENT, Nature.PARENT, Nature.YOUTH}),
    "Bénévoles, personnes élues": frozenset({Nature.VOLUNTEER, Nature.CIVIC_SERVICE, Nature.ELECTED}),
    "Professionnels": frozenset({Nature.PROFESSIONAL, Nature.INTERMEDIARY}),
}
COLUMNS: Final = (*reversed(KINDS), NOBODY)


@dataclass(frozen=True)
class Rate:
    """How many actors of a cell answered, of how many."""

    asked: int
    answered: int

    @property
    def words(self) -> str:
        if not self.asked:
            return "–"
        few = self.asked < MIN_RESPONDENTS
        return f"moins de {MIN_RESPONDENTS}" if few else f"{self.answered} sur {self.asked}"


def rates_of(wave: Wave) -> list[tuple[str, list[Rate]]]:
    """(sector, rate of each of COLUMNS), the largest sector first. Two queries."""
    natures = natures_of(wave)
    asked, answered = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for actor, sector, yes in wave.roster.values_list("actor", "actor__sector", "answered"):
        cell = map_group(sector), kind_of(natures.get(actor, set()))
        asked[cell] += 1
        answered[cell] += yes
    size = Counter(sector for sector, _ in asked.elements())
    listed = sorted(size, key=lambda sector: (-size[sector], folded(sector)))
    return [
        (sector, [Rate(asked[sector, kind], answered[sector, kind]) for kind in COLUMNS]) for sector in listed
    ]


def natures_of(wave: Wave) -> dict[int, set[str]]:
    """{actor pk: kinds of engagement of the people it is known by}, for the actors of a wave."""
    natures: dict[int, set[str]] = {}
    people = Person.objects.filter(affiliations__actor__participations__wave=wave)
    for actor, known in people.values_list("affiliations__actor", "natures"):
        natures.setdefault(actor, set()).update(known)
    return natures


def kind_of(natures: set[str]) -> str:
    """The kind of engagement of an actor, from the people it is known by."""
    return next((kind for kind, of_it in KINDS.items() if natures & of_it), NOBODY)
