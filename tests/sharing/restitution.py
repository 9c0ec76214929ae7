"""A shared diagnosis ready to be given back: a wave of sixteen actors, its figures, five institutions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.sharing.models import Institution, Reader, SharedDiagnosis
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import Item, items_of
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from maillage.surveys import services as surveys
from maillage.territories.models import Actor, Affiliation, Person

SECTORS = ("EDUCATION", "DEPARTMENT", "MUNICIPALITY", "NGO")
LONG_AGO = timezone.now() - timedelta(days=40)


def make_shared(territory: Any, *, size: int = 16) -> SharedDiagnosis:
    """Everybody answered; every second actor has somebody with an address."""
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure Azur {rank}", sector=SECTORS[rank % 4], status="VALIDATED"
        )
        for rank in range(size)
    ]
    for actor in actors[::2]:
        person = Person.objects.create(
            territory=territory, name="Camille Exemple", email=f"{actor.pk}@exemple.fr", natures=[]
        )
        Affiliation.objects.create(person=person, actor=actor)
    wave = surveys.create_wave(
        territory=territory, label="Vague 1", opened_on=date(2025, 1, 1), roster=actors
    )
    pks = [actor.pk for actor in actors]
    ties = {
        pk: {
            "ties": {str(pks[(rank + step) % size]): 1 + (rank + step) % 4 for step in range(1, min(4, size))}
        }
        for rank, pk in enumerate(pks)
    }
    surveys.record_answers(wave=wave, kind="cooperation", values=ties)
    diagnosis = request_diagnosis(wave=wave, user=None, replicates=20)
    compute(diagnosis_id=diagnosis.pk)
    return SharedDiagnosis.objects.create(
        territory=territory, wave=wave, diagnosis=Diagnosis.objects.get(pk=diagnosis.pk)
    )


def list_institutions(shared: SharedDiagnosis) -> list[Institution]:
    """Three that pilot, two that sign."""
    rows = [
        ("État", True),
        ("Éducation nationale", True),
        ("Ville", True),
        ("Département", False),
        ("CAF", False),
    ]
    return [
        mirror.add_institution(shared=shared, name=name, email=f"{rank}@institution.fr", reads_first=first)
        for rank, (name, first) in enumerate(rows)
    ]


def open_mirror(shared: SharedDiagnosis, *, now: datetime = LONG_AGO) -> list[Institution]:
    """The readings are asked for."""
    institutions = list_institutions(shared)
    mirror.open_mirror(shared=shared, until=now + timedelta(days=7), user=None, now=now)
    return institutions[:3]


def open_preview(shared: SharedDiagnosis, *, now: datetime = LONG_AGO) -> list[Reader]:
    """The three have written; everybody has a link."""
    for each in open_mirror(shared, now=now):
        mirror.write_reading(institution=each, text=f"La lecture de {each.name}.", now=now)
    preview.open_preview(shared=shared, user=None, now=now)
    shared.refresh_from_db()
    return list(Reader.objects.filter(shared=shared).order_by("pk"))


def to_validation(shared: SharedDiagnosis) -> list[Reader]:
    """The days promised have passed."""
    readers = open_preview(shared)
    preview.open_validation(shared=shared)
    shared.refresh_from_db()
    return readers


def items(shared: SharedDiagnosis) -> list[Item]:
    """Everything that may be contested."""
    return [item for section in sections_of(shared) for item in items_of(section)]


def item_in(shared: SharedDiagnosis, section: str, kind: str) -> Item:
    """One item, by its section and the kind of its block."""
    return next(
        each
        for each in items(shared)
        if each.section == section and type(each.block).__name__.lower() == kind
    )


class Down(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError
