"""Who is missing in a territory: sectors, natures of engagement and ages that nobody stands for. Never a person.

The directory is compared with what meetings and the last wave show, and with the other territories of the programme, which are
counted and never named. Families are participants among the others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from maillage.context.codes import Band
from maillage.context.models import Action
from maillage.core.privacy import MIN_RESPONDENTS
from maillage.meetings.models import Registration
from maillage.meetings.queries.registrations import FAMILIES
from maillage.surveys.queries.waves import Share, participation_of, waves_of
from maillage.territories.codes import EngagementNature, Sector
from maillage.territories.models import Actor, ActorStatus, Person, Territory
from maillage.territories.queries import affiliations_now

LATELY: Final = timedelta(days=365)
MIN_OTHERS: Final = 5  # territories, under which a count would point at one of them
OFTEN: Final = 0.5  # share of the others from which a sector is worth looking for
NOT_A_SIDE: Final = frozenset({Sector.OTHER.value, Sector.RESEARCH_SUPPORT.value})


@dataclass(frozen=True)
class SectorRow:
    """A sector: its actors in the list, whether somebody of it came to a meeting of the year, and how many other territories
    have it (None when too few are compared)."""

    label: str
    actors: int
    came: bool
    elsewhere: int | None
    others: int

    @property
    def is_missing(self) -> bool:
        """No actor here, though most others have one."""
        return not self.actors and (self.elsewhere is None or self.elsewhere >= OFTEN * self.others)

    @property
    def says(self) -> str:
        """« 8 territoires sur 9 »."""
        return "–" if self.elsewhere is None else f"{self.elsewhere} sur {self.others}"


@dataclass(frozen=True)
class NatureRow:
    """A nature of engagement: how many people of the directory have it, and how many came this year."""

    label: str
    people: str
    came: str
    is_missing: bool


@dataclass(frozen=True)
class CrossRow:
    """A sector of the list: at which ages its actors act, and in which natures people of it engage. True: somebody."""

    label: str
    ages: tuple[bool, ...]
    natures: tuple[bool, ...]


@dataclass(frozen=True)
class Missing:
    """Everything, ready to read."""

    sectors: tuple[SectorRow, ...]
    natures: tuple[NatureRow, ...]
    ages: tuple[tuple[str, int], ...]
    crossed: tuple[CrossRow, ...]
    wave: str
    shares: tuple[Share, ...]
    met: int
    families: str

    @property
    def words(self) -> list[str]:
        """What is missing, in words: sectors, natures, ages."""
        natures = [each.label.lower() for each in self.natures if each.is_missing]
        return [each.label for each in self.sectors if each.is_missing] + natures

    @property
    def bands(self) -> list[str]:
        """The ages, as columns."""
        return [label for label, _ in self.ages]

    @property
    def silent(self) -> list[str]:
        """Sectors of the list of which nobody came to a meeting of the year; nothing when there was no meeting."""
        return [each.label for each in self.sectors if each.actors and not each.came] if self.met else []

    @property
    def ages_without(self) -> list[str]:
        """Ages for which no action is noted; nothing when none is noted at all."""
        known = any(count for _, count in self.ages)
        return [label for label, count in self.ages if not count] if known else []


def missing_in(territory: Territory) -> Missing:
    """Who is missing: eleven queries, whatever the size of the territory."""
    came = list(
        Registration.objects.filter(
            meeting__territory=territory,
            attended_at__gte=timezone.now() - LATELY,
        ).values_list("meeting", "actor__sector", "sector", "natures")
    )
    wave = waves_of(territory).filter(closed_on__isnull=False).first()
    families = sum(bool(FAMILIES & set(natures)) for _, _, _, natures in came)
    sides = {ours or own for _, ours, own, _ in came} | ({Sector.RESIDENTS.value} if families else set())
    return Missing(
        sectors=_sectors(territory, sides),
        natures=_natures(territory, Counter(code for _, _, _, codes in came for code in set(codes))),
        ages=_ages(territory),
        crossed=_crossed(territory),
        wave=wave.label if wave else "",
        shares=tuple(participation_of(wave)[1]) if wave else (),
        met=len({meeting for meeting, _, _, _ in came}),
        families=_banded(families),
    )


def _banded(count: int) -> str:
    """How many people, without pointing at the few."""
    return (
        "personne" if not count else f"moins de {MIN_RESPONDENTS}" if count < MIN_RESPONDENTS else str(count)
    )


def _sectors(territory: Territory, came: set[str]) -> tuple[SectorRow, ...]:
    here = Counter(_validated().filter(territory=territory).values_list("sector", flat=True))
    beside = Territory.objects.filter(programme=territory.programme_id).exclude(pk=territory.pk)
    others = beside.filter(actors__status=ActorStatus.VALIDATED).distinct().count()
    elsewhere = Counter(
        sector
        for _, sector in _validated()
        .filter(territory__in=beside)
        .values_list("territory", "sector")
        .distinct()
    )
    return tuple(
        SectorRow(
            str(each.label),
            here[each.value],
            each.value in came,
            elsewhere[each.value] if others >= MIN_OTHERS else None,
            others,
        )
        for each in Sector
        if each.value not in NOT_A_SIDE
    )


def _validated() -> QuerySet[Actor]:
    return Actor.objects.filter(status=ActorStatus.VALIDATED).order_by()


def _natures(territory: Territory, came: Counter[str]) -> tuple[NatureRow, ...]:
    listed = Person.objects.filter(territory=territory).values_list("natures", flat=True)
    known = Counter(code for codes in listed for code in set(codes))
    return tuple(
        NatureRow(
            str(each.label),
            _banded(known[each.value]),
            _banded(came[each.value]),
            is_missing=not known[each.value] and not came[each.value],
        )
        for each in EngagementNature
    )


def _ages(territory: Territory) -> tuple[tuple[str, int], ...]:
    counted = Counter(
        code
        for codes in Action.objects.filter(territory=territory).values_list("bands", flat=True)
        for code in codes
    )
    return tuple((str(each.label), counted[each.value]) for each in Band)


def _crossed(territory: Territory) -> tuple[CrossRow, ...]:
    """Sectors of the list by age and by nature: whether there is somebody, never how many nor who."""
    ours = set(_validated().filter(territory=territory).values_list("sector", flat=True))
    acting = {
        (sector, band)
        for sector, bands in Action.objects.filter(territory=territory).values_list("actors__sector", "bands")
        for band in bands
    }
    engaged = {
        (sector, nature)
        for sector, natures in affiliations_now()
        .filter(person__territory=territory)
        .values_list("actor__sector", "person__natures")
        for nature in natures
    }
    return tuple(
        CrossRow(
            str(each.label),
            tuple((each.value, band.value) in acting for band in Band),
            tuple((each.value, nature.value) in engaged for nature in EngagementNature),
        )
        for each in Sector
        if each.value in ours
    )
