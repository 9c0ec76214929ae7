"""Who comes to a meeting, who came, how many need what; and the empty chairs, in sectors and natures, never in people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.core.typography import by_name
from maillage.meetings.codes import LANGUAGES, Need
from maillage.meetings.models import Meeting, Registration
from maillage.territories.codes import EngagementNature, Sector
from maillage.territories.models import Actor, ActorStatus, Person, Territory

FAMILIES = frozenset(
    {EngagementNature.PARENT.value, EngagementNature.RESIDENT.value, EngagementNature.YOUTH.value}
)
ALWAYS = (
    EngagementNature.PROFESSIONAL,
    EngagementNature.VOLUNTEER,
    EngagementNature.PARENT,
    EngagementNature.RESIDENT,
)


def registrations_of(meeting: Meeting) -> list[Registration]:
    """Every registration, cancelled and waiting ones included, in the order of the sheet. An actor that was merged since is
    read through the one that counts."""
    rows = (
        Registration.objects.filter(meeting=meeting).select_related("actor__merged_into").order_by("number")
    )
    found = list(rows)
    for each in found:
        if each.actor is not None and each.actor.merged_into is not None:
            each.actor = each.actor.merged_into
    return found


def present_or_registered(meeting: Meeting) -> list[Registration]:
    """Those who came when the meeting has a sign-in, else those who have a place; in the order of the sheet."""
    return room_of(meeting).seated


@dataclass(frozen=True)
class Room:
    """Those who come to one meeting, counted and listed."""

    rows: list[Registration]

    @property
    def coming(self) -> list[Registration]:
        """They have a place."""
        return [each for each in self.rows if each.is_coming]

    @property
    def waiting(self) -> list[Registration]:
        """They wait for one, the first first."""
        return [each for each in self.rows if each.waiting and not each.cancelled_at]

    @property
    def present(self) -> list[Registration]:
        """They were there."""
        return [each for each in self.rows if each.attended_at]

    @property
    def seated(self) -> list[Registration]:
        """Those who came when there was a sign-in, else those who have a place."""
        return self.present or self.coming

    @property
    def needs(self) -> list[tuple[str, int]]:
        """How many need what: of those who have a place, never who."""
        counted = Counter(code for each in self.coming for code in each.needs)
        return [(str(need.label), counted[need.value]) for need in Need if counted[need.value]]

    @property
    def languages(self) -> list[tuple[str, int]]:
        """The languages of the room besides French, the most spoken first."""
        counted = Counter(code for each in self.seated for code in each.languages if code != "fr")
        rows = [(LANGUAGES[code], count) for code, count in counted.items() if code in LANGUAGES]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    @property
    def families(self) -> int:
        """Parents, residents, young people: participants among the others."""
        return sum(bool(FAMILIES & set(each.natures)) for each in self.seated)


def room_of(meeting: Meeting) -> Room:
    """Everybody, in one query."""
    return Room(registrations_of(meeting))


def rank_in_line(registration: Registration) -> int:
    """1 for whoever has the next free place."""
    before = Registration.objects.filter(
        meeting=registration.meeting_id,
        waiting=True,
        cancelled_at__isnull=True,
        number__lt=registration.number,
    )
    return before.count() + 1


@dataclass(frozen=True)
class Chairs:
    """What the agreed list of actors holds and the room does not."""

    sectors: list[str]
    natures: list[str]

    @property
    def words(self) -> str:
        """« santé, justice, parents »."""
        return ", ".join([*self.sectors, *self.natures])


def empty_chairs(meeting: Meeting, seated: Iterable[Registration]) -> Chairs:
    """The sectors of the agreed list, and the natures of engagement, with nobody there. Two queries."""
    rows = list(seated)
    sectors = {each.actor.sector for each in rows if each.actor} | {
        each.sector for each in rows if each.sector
    }
    natures = {nature for each in rows for nature in each.natures}
    if natures & FAMILIES:
        sectors.add(Sector.RESIDENTS.value)
    listed = Actor.objects.filter(territory=meeting.territory_id, status=ActorStatus.VALIDATED)
    expected = set(listed.order_by().values_list("sector", flat=True).distinct())
    known = Person.objects.filter(territory=meeting.territory_id).values_list("natures", flat=True)
    wanted = {nature for codes in known for nature in codes} | {each.value for each in ALWAYS}
    return Chairs(
        sectors=[str(each.label) for each in Sector if each.value in expected - sectors],
        natures=[str(each.label).lower() for each in EngagementNature if each.value in wanted - natures],
    )


def listed_actors(territory: Territory) -> list[Actor]:
    """The agreed list as a stranger may read it: an actor that objects to being named is not in it."""
    rows = Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED, objects_to_naming=False)
    return by_name(rows)


def listed_sectors(territory: Territory) -> list[str]:
    """The sectors of the agreed list."""
    rows = Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED)
    return sorted(set(rows.order_by().values_list("sector", flat=True)))
