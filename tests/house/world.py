"""A territory with one of everything, to open every address of the platform."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfWriter

from maillage.accounts.models import User
from maillage.club.models import Practice, Revision
from maillage.context.models import Vintage
from maillage.context.services import note_action
from maillage.core.outbox import post
from maillage.diagnosis import services
from maillage.diagnosis.models import Diagnosis
from maillage.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingFile,
    MinutesRevision,
    Registration,
    Seating,
)
from maillage.meetings.services import hold_workshop, seat_table
from maillage.meetings.services.gatherings import hold_meeting, open_registrations
from maillage.meetings.services.minutes import note_decision, write_minutes
from maillage.meetings.services.registrations import Person as RegisteredPerson
from maillage.meetings.services.registrations import register
from maillage.meetings.services.seating import keep_apart, keep_plan
from maillage.plans.services.commitments import add_party, aim_at, make_commitment
from maillage.plans.services.links import agree
from maillage.programmes.held_texts.services import hold_text
from maillage.programmes.models import Partner, Phase, Programme, ProgrammeRole
from maillage.sharing.models import Institution, Passage, Publication, Reaction, Reader, SharedDiagnosis
from maillage.sharing.queries.publication import cover_of
from maillage.statements.services import open_conversation, propose_statement, seed_statement
from maillage.surveys.models import Answer, Participation, Wave
from maillage.territories.models import (
    Actor,
    Affiliation,
    Area,
    Body,
    LocalMilestone,
    LocalPhase,
    Membership,
    Person,
    Role,
    Territory,
)
from tests.house.world_calls import SINCE, call_parts


@dataclass(frozen=True)
class World:
    """What stands behind the arguments of an address."""

    programme: Programme
    territory: Territory
    parts: dict[str, Any]

    def arguments(self, names: tuple[str, ...], route: str) -> dict[str, Any]:
        """A real value for each argument of an address; an argument nobody knows is a failure of the test."""
        known = self.parts | {"programme": self.programme.slug, "territory": self.territory.slug}
        if route.startswith("programmes/"):
            known["role"] = known["programme_role"]
            known["rule"] = known["composition_rule"]
        missing = set(names) - set(known)
        assert not missing, f"{route}: add {missing} to tests/house/world.py"
        return {name: known[name] for name in names}


def build_world(*, slug: str) -> World:
    """A programme of its own, one territory, one of each thing."""
    programme = Programme.objects.create(
        name=f"Programme {slug}",
        slug=f"p-{slug}",
        facilitator_name="Un tiers",
        facilitator_contact="tiers@exemple.fr",
        legal_notice="Mission d’intérêt public.",
        starts_on=SINCE,
    )
    territory = Territory.objects.create(
        programme=programme, name=f"Territoire {slug}", slug=slug, department="93", joined_on=SINCE
    )
    user = User.objects.create_user(f"{slug}@exemple.fr", full_name="Camille Exemple")
    actors = [
        Actor.objects.create(territory=territory, name=name, sector=sector, status="VALIDATED")
        for name, sector in [
            ("Collège des Saules", "EDUCATION"),
            ("PMI du Centre", "DEPARTMENT"),
            ("Ludothèque", "NGO"),
        ]
    ]
    parts = (
        _people_and_bodies(territory, user, actors)
        | _programme_parts(programme, user)
        | _waves(territory, user, actors)
        | _workshop_parts(territory)
        | {"action": _action(territory, actors[0]), "dataset": "filosofi", "vintage": _vintage()}
        | _conversation_parts(territory)
        | call_parts(programme, slug, user)
    )
    parts |= _sharing_parts(territory, parts["diagnosis"], actors[0]) | _plan_parts(territory, actors)
    parts |= _club_parts(territory)
    return World(programme, territory, parts)


def _sharing_parts(territory: Territory, diagnosis: int, actor: Actor) -> dict[str, Any]:
    """A shared diagnosis that is read, contested, and published for the members of the territory."""
    found = Diagnosis.objects.get(pk=diagnosis)
    shared = SharedDiagnosis.objects.create(territory=territory, wave=found.wave, diagnosis=found)
    reader = Reader.objects.create(
        shared=shared, actor=actor, way="MAIL", token_digest=territory.slug, created_at=timezone.now()
    )
    contest = Reaction.objects.create(
        reader=reader,
        kind="CONTEST",
        section="network",
        item="abc",
        excerpt="Un chiffre",
        written_at=timezone.now(),
    )
    now = timezone.now()
    version = Publication.objects.create(
        shared=shared, number=1, audience="TERRITORY", cover=cover_of(shared, now), published_at=now
    )
    return {
        "shared": shared.pk,
        "chapter": "cooperation",
        "phrase": "density",
        "passage": Passage.objects.create(shared=shared, chapter="COOPERATION", kind="FINDING").pk,
        "institution": Institution.objects.create(shared=shared, name="Ville").pk,
        "reaction": contest.pk,
        "version": version.number,
        "place": territory.slug,
        "item": "inconnu",
        "form": "pdf",
    }


def _club_parts(territory: Territory) -> dict[str, Any]:
    """A practice sheet that everybody reads."""
    now = timezone.now()
    practice = Practice.objects.create(
        programme=territory.programme, territory=territory, slug=f"f-{territory.slug}", created_at=now
    )
    revision = Revision.objects.create(
        practice=practice,
        number=1,
        key=uuid.uuid4(),
        written_at=now,
        content={"title": "Une pratique", "summary": "En deux phrases.", "evidence": "COUNTED"},
    )
    said = {"state": "PUBLISHED", "published": revision, "published_at": now, "checked_on": SINCE}
    Practice.objects.filter(pk=practice.pk).update(**said)
    return {"practice": practice.pk, "practice_slug": practice.slug}


def _plan_parts(territory: Territory, actors: list[Actor]) -> dict[str, Any]:
    """A commitment, who carries it, the tie it aims at."""
    made = make_commitment(
        territory=territory, user=None, title="Une permanence", due_on=SINCE, is_public=True
    )
    party = add_party(commitment=made, actor=actors[0])
    agree(party=party, public=True, tie=True)
    aim = aim_at(commitment=made, one=actors[0], other=actors[1])
    return {"commitment": made.pk, "party": party.pk, "aim": aim.pk}


def _action(territory: Territory, actor: Actor) -> int:
    made = note_action(
        territory=territory, actors=[actor], label="Accueil", bands=["0-3"], levels=["UNIVERSAL"], note=""
    )
    return made.pk


def _vintage() -> int:
    report = {
        "added": 1,
        "changed": 0,
        "removed": 0,
        "kept": 1,
        "rejected": 0,
        "lines": [],
        "aside": {},
        "notes": [],
    }
    return Vintage.objects.create(dataset="filosofi", label="2021", lines=1, places=1, report=report).pk


def _workshop_parts(territory: Territory) -> dict[str, Any]:
    workshop = hold_workshop(territory=territory, title="Un atelier", held_on=SINCE)
    start = timezone.now() + timedelta(days=9)
    meeting = hold_meeting(
        territory=territory,
        title="Une rencontre",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Ici",
    )
    return {
        "workshop": workshop.pk,
        "table": seat_table(workshop=workshop, name="Table 1", people=5).pk,
        "meeting": meeting.pk,
        **_seating_parts(meeting),
        "point": AgendaItem.objects.create(meeting=meeting, title="Un point").pk,
        "settled": note_decision(meeting=meeting, text="Ouvrir un café des parents.").pk,
        "piece": _piece(meeting).pk,
    } | _written(meeting)


def _written(meeting: Meeting) -> dict[str, Any]:
    """Somebody registered, and somebody wrote."""
    point = AgendaItem.objects.create(meeting=meeting, title="Un autre point")
    write_minutes(meeting=meeting, texts={point.pk: ("Un texte.", 0)}, key=uuid.uuid4(), user=None)
    open_registrations(meeting=meeting, opened=True)
    one = register(meeting=meeting, person=RegisteredPerson(name="Camille"), key=uuid.uuid4())
    return {"registration": one.pk, "revision": MinutesRevision.objects.get(item=point).pk}


def _seating_parts(meeting: Meeting) -> dict[str, Any]:
    """Two people kept apart, and the plan of one round at two tables."""
    one, other = (
        Registration.objects.create(
            meeting=meeting,
            number=number,
            name=f"Personne {number}",
            key=uuid.uuid4(),
            token_digest=f"{meeting.pk}-{number}",
            code_digest=f"{meeting.pk}-{number}",
            registered_at=timezone.now(),
        )
        for number in (1, 2)
    )
    plan = Seating.objects.create(meeting=meeting, tables=2, asked_at=timezone.now())
    keep_plan(seating=plan, seats=[(one.pk, 1, 1), (other.pk, 1, 2)], told={})
    pair = keep_apart(meeting=meeting, one=one.pk, other=other.pk)
    return {"round_": 1, "pair": pair.pk, "paper": "grille"}


def _piece(meeting: Meeting) -> MeetingFile:
    """A file that opens: what is given back is read too."""
    page = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(page)
    made = MeetingFile(
        meeting=meeting, title="Note", name="note.pdf", kind="pdf", size=4, added_at=timezone.now()
    )
    made.file.save(f"piece-{meeting.territory.slug}.pdf", ContentFile(page.getvalue()))
    return made


def _conversation_parts(territory: Territory) -> dict[str, Any]:
    conversation = open_conversation(territory=territory, question="Une question ?", rule="Une règle.")
    one = seed_statement(conversation=conversation, text="Une idée entière.", role="PARENTS", by=None)
    code = propose_statement(
        conversation=conversation, text="Une autre idée.", role="SCHOOL", key=uuid.uuid4()
    )
    return {
        "conversation": conversation.pk,
        "public_id": conversation.public_id,
        "statement": one.pk,
        "code": code,
    }


def _programme_parts(programme: Programme, user: User) -> dict[str, Any]:
    phase = Phase.objects.create(
        programme=programme, code="mesure", label="Mesure", start_month=0, end_month=3
    )
    partner = Partner.objects.create(programme=programme, name="Une fondation")
    role = ProgrammeRole.objects.create(programme=programme, user=user, kind="NATIONAL", starts_on=SINCE)
    held = hold_text(programme=programme, text="Un texte.", origin="Une question ouverte")
    mail = post(
        kind="test", recipient=user.email, subject="Un sujet", body="", scope="", space=programme.slug
    )
    return {
        "mail": mail.pk,
        "phase": phase.pk,
        "partner": partner.pk,
        "programme_role": role.pk,
        "held": held.pk,
    }


def _people_and_bodies(territory: Territory, user: User, actors: list[Actor]) -> dict[str, Any]:
    person = Person.objects.create(territory=territory, name="Camille Exemple", natures=["PROFESSIONAL"])
    affiliation = Affiliation.objects.create(person=person, actor=actors[0], starts_on=SINCE)
    area = Area.objects.create(territory=territory, kind="COMMUNE", code="93001", name="Une ville")
    body = Body.objects.create(territory=territory, name="Comité technique")
    role = Role.objects.create(territory=territory, user=user, kind="CLUB", starts_on=SINCE)
    seat = Membership.objects.create(body=body, actor=actors[0], starts_on=SINCE)
    phase = LocalPhase.objects.create(territory=territory, label="Une étape", starts_on=SINCE, ends_on=SINCE)
    day = LocalMilestone.objects.create(territory=territory, label="Un jalon", due_on=SINCE)
    return {
        "membership": seat.pk, "local_phase": phase.pk, "local_milestone": day.pk,
        "actor": actors[0].pk, "person": person.pk, "affiliation": affiliation.pk, "area": area.pk, "body": body.pk, "role": role.pk,
    }  # fmt: skip


def _waves(territory: Territory, user: User, actors: list[Actor]) -> dict[str, Any]:
    wave = Wave.objects.create(territory=territory, number=1, label="Première vague", opened_on=SINCE)
    for actor in actors:
        participation = Participation.objects.create(wave=wave, actor=actor, answered=True)
        ties = {str(other.pk): 2 for other in actors if other != actor}
        Answer.objects.create(
            participation=participation, question="cooperation", kind="cooperation", value={"ties": ties}
        )
    diagnosis = services.request_diagnosis(wave=wave, user=user, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    return {
        "wave": wave.number,
        "diagnosis": diagnosis.pk,
        "token": "inconnu",
        "sheet": "inconnu",
        "number": 1,
        "extension": "csv",
        "kind": "acteurs",
    }
