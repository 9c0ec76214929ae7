"""Play the plan of the fictional programme through the services of the rooms, as people would have done it.

Each cité is one transaction: an interrupted construction leaves whole cités only, and the next run goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user
from maillage.demo.call import build_call
from maillage.demo.collecting import open_a_wave
from maillage.demo.commitments import build_commitments
from maillage.demo.communes import load_places
from maillage.demo.conversation import build_conversation
from maillage.demo.drafting import APPLICANT, build_draft
from maillage.demo.gatherings import build_meetings
from maillage.demo.jury import READERS, build_jury
from maillage.demo.names import BODIES
from maillage.demo.netmap import draw_maps
from maillage.demo.official import load_official
from maillage.demo.places import PARTNERS, PLACES, PROGRAMME, Place
from maillage.demo.plan import PlannedWave, TerritoryPlan, plan_territory
from maillage.demo.practices import build_practices
from maillage.demo.resources import build_resources
from maillage.demo.restitution import build_restitution, dated_back
from maillage.demo.schedule import build_schedule
from maillage.demo.tables import plan_next_meeting
from maillage.demo.vignettes import build_vignettes
from maillage.demo.voting import build_vote
from maillage.demo.workshop import build_workshop
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.services import compute, publish_diagnosis, request_diagnosis
from maillage.programmes import services as programmes
from maillage.programmes.models import Programme, ProgrammeRoleKind
from maillage.programmes.queries import months_after
from maillage.surveys.services import create_wave, record_answers
from maillage.territories import services as territories
from maillage.territories.bodies import create_body
from maillage.territories.handover import hand_over
from maillage.territories.models import Actor, AreaKind, RoleKind, Territory

SEED: Final = 2026
STARTED_BEFORE: Final = 780  # days between the start of the programme and today
HANDOVER_BEFORE: Final = 200
SHOWCASE: Final = "rivesable"  # where the sign-in links of local roles lead
ALSO_IN_CLUB: Final = "val-d-ambre"
# Diagnoses computed while one waits; the others are left to the worker, and one to whoever tries the demo.
SHOWN: Final = (
    "rivesable",
    "roche-garance",
    "moulinac-sur-orve",
    "clairvigne",
    "val-d-ambre",
    "grand-tilleulois",
)
LEFT_TO_TRY: Final = "port-mesange"
KNOWN: Final = (
    "Le collège répond mieux au téléphone qu’au courriel, avant huit heures.\n\n"
    "La salle du centre social est promise pour l’année\u202f: la convention est chez la directrice.\n\n"
    "Les parents viennent à 17\u00a0h\u00a030 s’il y a une garde. À 14\u00a0h, personne."
)
BODY_TYPES: Final = ("CITY_POLICY", "COLLEGE", "PREFECTURE", "CAF", "SSD", "PRE", "SOCIAL_CENTRE", "PARENT")

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoRole:
    """Somebody one may be with one click."""

    label: str
    email: str
    full_name: str


ROLES: Final = {
    "facilitator": DemoRole("Tiers facilitateur", "facilitation@exemple.fr", "Solène Passerelle"),
    "national": DemoRole("Coordination nationale", "nation@exemple.fr", "Théodore Boussole"),
    "pilot": DemoRole("Pilote de territoire", f"pilote.{SHOWCASE}@exemple.fr", "Inès Marégrise"),
    "department": DemoRole("Personne référente du Département", f"departement.{SHOWCASE}@exemple.fr", "Marius Lacombelle"),
    "contributor": DemoRole("Personne contributrice", f"contribution.{SHOWCASE}@exemple.fr", "Awa Fontrouge"),
    "club": DemoRole("Membre du Club", f"club.{SHOWCASE}@exemple.fr", "Lucien Tissandre"),
    "applicant": DemoRole("Personne qui candidate", *APPLICANT),
    "reviewer": DemoRole("Personne experte d’un appel", READERS[0][1], READERS[0][0]),
}  # fmt: skip


def marker() -> Path:
    """The file that says the construction went to its end."""
    return Path(settings.DATA_DIR) / "demonstration.json"


def is_built() -> bool:
    """Whether the fictional programme is complete."""
    return marker().exists() and Programme.objects.filter(slug=PROGRAMME["slug"]).exists()


def holds_other_data() -> bool:
    """Whether this database holds real work: a demonstration never mixes with it."""
    return Programme.objects.exclude(slug=PROGRAMME["slug"]).exists()


def build_programme(*, today: date | None = None, say: Say, places: Sequence[Place] = PLACES) -> Programme:
    """Build what is missing of the fictional programme; a complete one is left as people made it."""
    day = today or timezone.localdate()
    load_places()
    load_official(places=places)
    programme = open_programme(today=day)
    build_draft(call=build_call(programme=programme, today=day))
    build_jury(programme=programme)
    say("  deux appels, dont un fermé\u00a0: trente candidatures lues par six personnes")
    for rank, place in enumerate(places, start=1):
        if not Territory.objects.filter(slug=place.slug).exists():
            build_territory(programme=programme, plan=plan_territory(place, seed=SEED, today=day), today=day)
        say(f"  {rank}/{len(places)}  {place.name}")
    listen(places=places)
    for place in places:
        build_diagnosis(slug=place.slug, say=say)
    give_back(say=say)
    commit(places=places, today=day)
    build_practices(programme=programme)
    for place in places:
        if place.slug == SHOWCASE:
            open_a_wave(territory=Territory.objects.get(slug=place.slug))
            say(f"  vague ouverte à {place.name}")
    marker().write_text(json.dumps({"seed": SEED, "built_on": day.isoformat()}))
    return programme


def listen(*, places: Sequence[Place]) -> None:
    """What one cité says otherwise than by its answers, before its diagnosis is computed."""
    if any(place.slug == SHOWCASE for place in places):
        territory = Territory.objects.get(slug=SHOWCASE)
        build_workshop(territory=territory)
        build_meetings(territory=territory)
        build_resources(territory=territory)
        build_vignettes(territory=territory)
        build_conversation(territory=territory, user=User.objects.filter(email=ROLES["pilot"].email).first())
        build_vote(territory=territory)


def give_back(*, say: Say) -> None:
    """One cité goes to a published diagnosis, another is reading its own."""
    facilitator = User.objects.get(email=ROLES["facilitator"].email)
    for slug, published in ((SHOWCASE, True), (ALSO_IN_CLUB, False)):
        shared = build_restitution(slug=slug, user=facilitator, published=published)
        if shared is not None:
            say(
                f"  {'diagnostic publié' if published else 'relecture ouverte'}\u00a0: {shared.territory.name}"
            )


def commit(*, places: Sequence[Place], today: date) -> None:
    """One cité decides what to do, reads what became of what it had decided a year before, and prepares its next meeting."""
    territory = Territory.objects.filter(slug=SHOWCASE).first()
    if territory is not None and any(place.slug == SHOWCASE for place in places):
        build_commitments(territory=territory, user=User.objects.filter(email=ROLES["pilot"].email).first())
        plan_next_meeting(territory=territory)
        draw_maps(territory=territory)
        build_schedule(territory=territory, today=today)


@transaction.atomic
def open_programme(*, today: date) -> Programme:
    """The programme, its partners and its two national roles."""
    found = Programme.objects.filter(slug=PROGRAMME["slug"]).first()
    if found is not None:
        return found
    start = today - timedelta(days=STARTED_BEFORE)
    programme = programmes.create_programme(starts_on=start, **PROGRAMME)  # type: ignore[arg-type]
    for name, contribution in PARTNERS:
        programmes.add_partner(programme=programme, name=name, contribution=contribution)
    for role, kind in (
        ("facilitator", ProgrammeRoleKind.FACILITATOR),
        ("national", ProgrammeRoleKind.NATIONAL),
    ):
        user = invite_user(email=ROLES[role].email, full_name=ROLES[role].full_name)
        programmes.grant_role(programme=programme, user=user, kind=kind, starts_on=start)
    return programme


@transaction.atomic
def build_territory(*, programme: Programme, plan: TerritoryPlan, today: date) -> Territory:
    """One cité, wave after wave: actors arrive, answer, leave."""
    place, joined = plan.place, today - timedelta(days=STARTED_BEFORE)
    territory = territories.create_territory(
        programme=programme, name=place.name, department=place.department, joined_on=joined, slug=place.slug
    )
    territories.add_area(territory=territory, kind=AreaKind.COMMUNE, code=place.code, name=place.name)
    territories.add_area(territory=territory, kind=AreaKind.QPV, code=place.quarter_code, name=place.quarter)
    actors: dict[str, Actor] = {}
    for wave in plan.waves:
        _arrive(territory, plan, wave.number, actors)
        _answer(territory, wave, actors)
        for gone in (actor for actor in plan.actors if actor.last_wave == wave.number < len(plan.waves)):
            territories.archive_actor(actor=actors[gone.key])
    _gather(territory, plan, actors)
    _give_roles(territory, joined=joined, today=today)
    return territory


def _arrive(territory: Territory, plan: TerritoryPlan, wave: int, actors: dict[str, Actor]) -> None:
    new = {
        planned.key: territories.propose_actor(
            territory=territory,
            name=planned.name,
            sector=planned.sector,
            kind=planned.kind,
            actor_type=planned.actor_type,
            objects_to_naming=planned.objects,
        )
        for planned in plan.actors
        if planned.first_wave == wave
    }
    territories.validate_actors(actors=new.values())
    for actor in new.values():
        actor.refresh_from_db(fields=["status"])
    actors.update(new)


def _answer(territory: Territory, planned: PlannedWave, actors: Mapping[str, Actor]) -> None:
    wave = create_wave(
        territory=territory,
        label=f"Vague {planned.number} ({planned.opened_on.year})",
        opened_on=planned.opened_on,
        closed_on=planned.closed_on,
        roster=[actors[key] for key in planned.roster],
    )
    cooperation = {
        actors[key].pk: {"ties": {str(actors[other].pk): level for other, level in ties.items()}}
        for key, ties in planned.ties.items()
    }
    trust = {
        actors[key].pk: {"ratings": {str(actors[other].pk): notes for other, notes in rated.items()}}
        for key, rated in planned.trust.items()
    }
    record_answers(wave=wave, kind="cooperation", values=cooperation)
    record_answers(wave=wave, kind="trust", values=trust)


def _gather(territory: Territory, plan: TerritoryPlan, actors: Mapping[str, Actor]) -> None:
    """People of the directory, and the instances where actors sit."""
    for person in plan.people:
        territories.add_person(
            territory=territory,
            name=person.name,
            email=person.email,
            natures=person.natures,
            actor=actors[person.actor],
            job_function=person.job_function,
        )
    last = set(plan.waves[-1].roster)
    seated = [actors[a.key] for a in plan.actors if a.key in last and a.actor_type in BODY_TYPES]
    for rank, (name, form, purpose) in enumerate(BODIES):
        members = seated[rank:] if rank else seated[:6]
        create_body(
            territory=territory,
            name=name,
            form=form,
            purpose=purpose,
            members=members,
            since=months_after(territory.joined_on, 2),
        )


def _give_roles(territory: Territory, *, joined: date, today: date) -> None:
    """A pilot who took over from another, a referent of the département; everyone else on the showcase."""
    handover = today - timedelta(days=HANDOVER_BEFORE)
    before = _account(f"ancien-pilote.{territory.slug}@exemple.fr", "Ancienne équipe de pilotage")
    first = territories.grant_role(territory=territory, user=before, kind=RoleKind.PILOT, starts_on=joined)
    pilot = _local(territory, "pilot")
    note = KNOWN if territory.slug == SHOWCASE else ""
    hand_over(role=first, email=pilot.email, full_name=pilot.full_name, starts_on=handover, note=note)
    kinds = ["department"]
    if territory.slug == SHOWCASE:
        kinds += ["contributor", "club"]
    for kind in kinds:
        user = _local(territory, kind)
        territories.grant_role(territory=territory, user=user, kind=kind.upper(), starts_on=joined)
    if territory.slug == ALSO_IN_CLUB:
        club = _account(ROLES["club"].email, ROLES["club"].full_name)
        territories.grant_role(territory=territory, user=club, kind=RoleKind.CLUB, starts_on=joined)


def _account(email: str, full_name: str) -> User:
    return invite_user(email=email, full_name=full_name)


def _local(territory: Territory, kind: str) -> User:
    """Who holds a role in a cité: the names of the showcase, and plain words elsewhere."""
    role = ROLES[kind]
    if territory.slug == SHOWCASE:
        return _account(role.email, role.full_name)
    return _account(role.email.replace(SHOWCASE, territory.slug), f"{role.label} ({territory.name})")


def build_diagnosis(*, slug: str, say: Say) -> Diagnosis | None:
    """The diagnosis of the last wave: computed and published here, or left to the worker."""
    if slug == LEFT_TO_TRY:
        return None
    past = Territory.objects.get(slug=slug).waves.filter(opened_at__isnull=True)  # type: ignore[attr-defined]
    *_, previous, wave = past.order_by("number")
    diagnosis = Diagnosis.objects.filter(wave=wave).first()
    if diagnosis is None:
        facilitator = User.objects.get(email=ROLES["facilitator"].email)
        diagnosis = request_diagnosis(wave=wave, user=facilitator, previous_wave=previous, seed=SEED)
    if slug in SHOWN and diagnosis.state != DiagnosisState.PUBLISHED:
        say(f"  diagnostic de {wave.territory.name}")
        compute(diagnosis_id=diagnosis.pk)
        diagnosis.refresh_from_db()
        if diagnosis.state == DiagnosisState.READY:
            return dated_back(publish_diagnosis(diagnosis=diagnosis))
        say(f"  {diagnosis.message}")
    return diagnosis
