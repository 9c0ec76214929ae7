"""What one may read of the restitution: who is asked, who has written, what is contested, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Prefetch
from django.utils import timezone

from maillage.core.tokens import token_digest
from maillage.core.typography import by_name
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.sharing.models import (
    Institution,
    Mirror,
    Outcome,
    PilotReading,
    Publication,
    Reaction,
    ReactionKind,
    Reader,
    SharedDiagnosis,
    Step,
)
from maillage.surveys.models import Sheet
from maillage.territories.codes import Sector
from maillage.territories.models import Actor, ActorStatus, Person, Territory
from maillage.territories.queries import affiliations_now

# The usual ones: the three of the troïka, then those that sign beside them. A territory adds and removes.
USUAL: Final = (
    ("État (préfecture)", Sector.STATE, "PREFECTURE", True),
    ("Éducation nationale", Sector.EDUCATION, "COLLEGE", True),
    ("Ville", Sector.MUNICIPALITY, "CITY_POLICY", True),
    ("Conseil départemental", Sector.DEPARTMENT, "SSD", False),
    ("Caisse d’allocations familiales", Sector.FAMILY_BRANCH, "CAF", False),
)


@dataclass(frozen=True)
class Proposed:
    """An institution that the directory suggests."""

    name: str
    actor: Actor | None
    email: str
    reads_first: bool


def proposed_institutions(shared: SharedDiagnosis) -> list[Proposed]:
    """The usual institutions, each with the actor of the directory that speaks for it, when there is one."""
    actors = Actor.objects.filter(territory=shared.territory_id, status=ActorStatus.VALIDATED)
    listed = list(actors.filter(sector__in=[each[1] for each in USUAL]).order_by("pk"))
    found = []
    for name, sector, kind, first in USUAL:
        same = [each for each in listed if each.sector == sector]
        actor = next((each for each in same if each.actor_type == kind), same[0] if same else None)
        found.append(Proposed(name, actor, "", first))
    return found


def institution_people(institution: Institution) -> list[str]:
    """Where to write to an institution: the address given, else those of the people who speak for its actor."""
    if institution.email:
        return [institution.email]
    if institution.actor_id is None:
        return []
    speaking = affiliations_now().filter(actor=institution.actor_id).exclude(person__email="")
    return sorted({each.person.email for each in speaking.select_related("person")})


def people_of_actors(actors: Iterable[int]) -> dict[int, list[Person]]:
    """Who speaks today for each of these actors and has an address; one query."""
    found: dict[int, list[Person]] = {}
    speaking = affiliations_now().filter(actor__in=list(actors)).exclude(person__email="")
    for each in speaking.select_related("person").order_by("pk"):
        people = found.setdefault(each.actor_id, [])
        if each.person not in people:
            people.append(each.person)
    return found


# --- The mirror ------------------------------------------------------------------------------------
def last_readings(shared: SharedDiagnosis) -> dict[int, PilotReading]:
    """{institution: its last reading}; one query. For the institutions themselves, and nobody else."""
    rows = PilotReading.objects.filter(institution__shared=shared).order_by("pk")
    return {each.institution_id: each for each in rows}


def mirror_is_revealed(shared: SharedDiagnosis, *, now: datetime | None = None) -> bool:
    """Whether the institutions see one another's readings: all are in, or the day has passed."""
    mirror = Mirror.objects.filter(shared=shared).first()
    if mirror is None:
        return False
    if (now or timezone.now()) >= mirror.until:
        return True
    first = Institution.objects.filter(shared=shared, reads_first=True)
    return not first.exclude(readings__isnull=False).exists()


def institution_of_link(token: str) -> Institution | None:
    """The institution that a link lets in, once the mirror is open."""
    return (
        Institution.objects.filter(
            token_digest=token_digest(token), reads_first=True, shared__mirror__isnull=False
        )
        .select_related("shared__territory__programme", "shared__wave", "shared__diagnosis", "shared__mirror")
        .first()
    )


# --- The preview -----------------------------------------------------------------------------------
def reader_of_link(token: str) -> Reader | None:
    """The actor that a link lets read."""
    return (
        Reader.objects.filter(token_digest=token_digest(token))
        .select_related("actor", "shared__territory__programme", "shared__wave", "shared__diagnosis")
        .first()
    )


def reactions_of(shared: SharedDiagnosis) -> list[Reaction]:
    """Everything said during the preview, the oldest first."""
    rows = Reaction.objects.filter(reader__shared=shared).select_related("reader__actor")
    return list(rows.order_by("written_at", "pk"))


@dataclass(frozen=True)
class Refreshed:
    """That an answer was taken back, and whether the figures follow already."""

    withdrawn_at: datetime
    recomputed_at: datetime | None


def refreshed_since_preview(shared: SharedDiagnosis) -> Refreshed | None:
    """Whether an answer was withdrawn since the preview opened; never whose."""
    if shared.preview_from is None:
        return None
    gone = Sheet.objects.filter(wave=shared.wave_id, withdrawn_at__gte=shared.preview_from)
    last = gone.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()
    if last is None:
        return None
    shown = shared.diagnosis
    follows = shown.computed_at is not None and shown.requested_at >= last
    return Refreshed(last, shown.computed_at if follows else None)


def stale(shared: SharedDiagnosis) -> bool:
    """Whether an answer was withdrawn after the last computation of the wave was asked for."""
    last = Diagnosis.objects.filter(wave=shared.wave_id).exclude(state=DiagnosisState.FAILED)
    asked = last.order_by("-requested_at", "-pk").values_list("requested_at", flat=True).first()
    gone = Sheet.objects.filter(wave=shared.wave_id, withdrawn_at__isnull=False, participation__isnull=False)
    return bool(asked and gone.filter(withdrawn_at__gt=asked).exists())


# --- The desk --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Desk:
    """What those who conduct the restitution see. The readings of the institutions are not in it."""

    shared: SharedDiagnosis
    institutions: list[Institution]
    written: set[int]
    revealed: bool
    mirror: Mirror | None
    readers: list[Reader]
    open_contests: list[Reaction]
    answered: list[Reaction]
    comments: list[Reaction]
    stale: bool

    @property
    def letters(self) -> int:
        """How many readers no mail reaches."""
        return sum(each.way == Reader.Way.LETTER for each in self.readers)

    @property
    def agreed(self) -> int:
        """How many agreed to be named on the map."""
        return sum(each.naming is True for each in self.readers)

    @property
    def preview_is_over(self) -> bool:
        """Whether the days promised to readers have passed."""
        return self.shared.preview_until is not None and timezone.now() >= self.shared.preview_until


def desk_of(shared: SharedDiagnosis) -> Desk:
    """The whole desk in a fixed number of queries."""
    institutions = list(Institution.objects.filter(shared=shared).select_related("actor"))
    institutions.sort(key=lambda each: (not each.reads_first, each.pk))
    written = set(
        PilotReading.objects.filter(institution__shared=shared).values_list("institution_id", flat=True)
    )
    mirror = Mirror.objects.filter(shared=shared).first()
    reactions = reactions_of(shared)
    contests = [each for each in reactions if each.kind == ReactionKind.CONTEST]
    readers = Reader.objects.filter(shared=shared).select_related("actor")
    return Desk(
        shared=shared,
        institutions=institutions,
        written=written,
        revealed=mirror is not None and mirror_is_revealed(shared),
        mirror=mirror,
        readers=by_name(readers, said=lambda each: each.actor.name),
        open_contests=[each for each in contests if each.is_open],
        answered=[each for each in contests if not each.is_open],
        comments=[each for each in reactions if each.kind == ReactionKind.COMMENT],
        stale=stale(shared),
    )


def may_answer(step: str) -> bool:
    """Whether contests are still discussed: from the preview until the document is published, and after."""
    return step in {Step.PREVIEW, Step.VALIDATION, Step.PUBLISHED}


OUTCOMES: Final = (
    (Outcome.CORRECTED, "C’est corrigé\u00a0: le passage a été changé."),
    (Outcome.KEPT, "Le passage est gardé, et le désaccord écrit dessous, aux deux noms."),
    (Outcome.REMOVED, "Le passage est retiré du diagnostic."),
)


# --- The territory's list --------------------------------------------------------------------------
def shared_of(territory: Territory) -> list[SharedDiagnosis]:
    """The shared diagnoses of a territory, the last wave first, each with its version of today in `current`."""
    current = Prefetch(
        "publications",
        queryset=Publication.objects.filter(archived_at__isnull=True).defer("content"),
        to_attr="current",
    )
    rows = (
        SharedDiagnosis.objects.filter(territory=territory)
        .select_related("wave", "diagnosis")
        .defer("diagnosis__snapshot")
    )
    return list(rows.prefetch_related(current).order_by("-wave__number"))


def may_be_shared(territory: Territory) -> list[Diagnosis]:
    """The last computed diagnosis of each wave on which no shared work is begun."""
    ready = (
        Diagnosis.objects.filter(
            territory=territory,
            state__in=[DiagnosisState.READY, DiagnosisState.PUBLISHED],
            wave__shared_diagnosis__isnull=True,
        )
        .select_related("wave")
        .defer("snapshot")
        .order_by("wave__number", "pk")
    )
    return list({each.wave_id: each for each in ready}.values())[::-1]
