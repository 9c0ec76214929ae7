"""The mirror: the institutions that pilot write their reading alone, then read one another's, before anybody else.

Nobody but they sees these readings, the facilitator included. When the diagnosis is published, each may join its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.core.outbox import post
from maillage.core.tokens import token_digest, token_from
from maillage.programmes.services import save_checked
from maillage.sharing.models import Institution, Mirror, PilotReading, SharedDiagnosis, Step
from maillage.sharing.queries.restitution import institution_people, mirror_is_revealed, proposed_institutions
from maillage.sharing.services.restitution_words import checked, keep_words
from maillage.territories.models import Actor

PURPOSE: Final = "sharing-mirror"
FEWEST: Final = 2
INVITED: Final = "Votre lecture du diagnostic partagé"
MET: Final = "Les lectures sont réunies"


def locked(shared: SharedDiagnosis) -> SharedDiagnosis:
    """The shared diagnosis, held until the end of the transaction: two acts on it never cross."""
    found: SharedDiagnosis = (
        SharedDiagnosis.objects.select_for_update(of=("self",))
        .select_related("territory__programme", "wave")
        .get(pk=shared.pk)
    )
    return found


def link_of(institution: Institution) -> str:
    """The address of an institution's page; made again from the secret key, kept nowhere."""
    token = token_from(PURPOSE, str(institution.seed))
    return f"{settings.BASE_URL.rstrip('/')}{reverse('reading:mirror', args=[token])}"


@transaction.atomic
def add_institution(
    *,
    shared: SharedDiagnosis,
    name: str,
    actor: Actor | None = None,
    email: str = "",
    reads_first: bool = False,
) -> Institution:
    """List an institution that will sign; those that pilot also write their reading first."""
    held = locked(shared)
    if held.step == Step.PUBLISHED:
        raise ValidationError("Ce diagnostic est publié\u00a0: la liste des institutions ne change plus.")
    if reads_first and held.step != Step.WRITING:
        raise ValidationError(
            {"reads_first": "Les lectures des pilotes sont déjà demandées\u00a0: ajoutez-la sans cette case."}
        )
    if actor is not None and actor.territory_id != held.territory_id:
        raise ValidationError({"actor": "Choisissez un acteur de ce territoire."})
    made = Institution(
        shared=held, name=name.strip(), actor=actor, email=email.strip().lower(), reads_first=reads_first
    )
    made.token_digest = token_digest(token_from(PURPOSE, str(made.seed)))
    save_checked(made)
    return made


@transaction.atomic
def propose_institutions(*, shared: SharedDiagnosis) -> int:
    """List the usual ones from the directory, to be corrected; how many."""
    held = locked(shared)
    known = set(held.institutions.values_list("name", flat=True))  # type: ignore[attr-defined]
    found = [each for each in proposed_institutions(held) if each.name not in known]
    for each in found:
        add_institution(
            shared=held,
            name=each.name,
            actor=each.actor,
            email=each.email,
            reads_first=each.reads_first and held.step == Step.WRITING,
        )
    return len(found)


@transaction.atomic
def remove_institution(*, institution: Institution) -> None:
    """Take an institution off the list, as long as it has written and signed nothing."""
    held = locked(institution.shared)
    asked = institution.reads_first and held.step != Step.WRITING
    if asked or institution.readings.exists() or institution.validations.exists():  # type: ignore[attr-defined]
        raise ValidationError("Cette institution est déjà sollicitée\u00a0: elle reste dans la liste.")
    institution.delete()


@transaction.atomic
def open_mirror(
    *, shared: SharedDiagnosis, until: datetime, user: Any, now: datetime | None = None
) -> Mirror:
    """Ask each pilot institution for its reading, by a link of its own."""
    held, moment = locked(shared), now or timezone.now()
    if held.step != Step.WRITING:
        raise ValidationError("Les lectures sont déjà demandées.")
    first = list(held.institutions.filter(reads_first=True))  # type: ignore[attr-defined]
    if len(first) < FEWEST:
        raise ValidationError(
            "Listez d’abord les institutions qui pilotent\u00a0: il en faut deux au moins pour un miroir."
        )
    silent = [each.name for each in first if not institution_people(each)]
    if silent:
        raise ValidationError(f"Il manque une adresse électronique pour\u00a0: {', '.join(silent)}.")
    if until <= moment:
        raise ValidationError({"until": "La date est déjà passée\u00a0: choisissez une date à venir."})
    mirror = Mirror.objects.create(shared=held, opened_at=moment, until=until, opened_by=user)
    held.step = Step.MIRROR
    held.save(update_fields=["step"])
    for each in first:
        _write(each, held, kind="mirror", subject=INVITED, until=until)
    return mirror


def tell_met(shared: SharedDiagnosis) -> None:
    """The readings are together: each pilot may read the others'. Said twice, it is written once."""
    for each in Institution.objects.filter(shared=shared, reads_first=True).order_by("pk"):
        _write(each, shared, kind="mirror_met", subject=MET)


def _write(
    institution: Institution,
    shared: SharedDiagnosis,
    *,
    kind: str,
    subject: str,
    until: datetime | None = None,
) -> None:
    territory = shared.territory
    words = {
        "institution": institution,
        "territory": territory,
        "until": until,
        "url": link_of(institution),
        "programme": territory.programme,
    }
    for address in institution_people(institution):
        post(
            kind=kind,
            recipient=address,
            subject=subject,
            body=render_to_string("sharing/restitution/mail_mirror.txt", words),
            scope=f"institution:{institution.pk}",
            reply_to=territory.programme.facilitator_contact,
            space=territory.programme.slug,
        )


@transaction.atomic
def write_reading(*, institution: Institution, text: str, now: datetime | None = None) -> PilotReading:
    """Write one's reading, or write it again until the readings meet. What was written before is kept."""
    held, moment = locked(institution.shared), now or timezone.now()
    if held.step != Step.MIRROR or not institution.reads_first:
        raise ValidationError("Ce n’est plus le temps des lectures.")
    if mirror_is_revealed(held, now=moment):
        raise ValidationError("Les lectures sont réunies\u00a0: elles se lisent, et ne changent plus.")
    said = checked(text, field="text", empty="Écrivez votre lecture, même en quelques lignes.")
    row = PilotReading.objects.create(institution=institution, written_at=moment)
    keep_words(shared=held, row=row, field="text", text=said, origin="Lecture d’une institution")
    if mirror_is_revealed(held, now=moment):
        tell_met(held)
    return row


@transaction.atomic
def join_reading(*, institution: Institution, joins: bool) -> None:
    """Say whether one's reading goes with the published diagnosis. It does not, unless it is said."""
    held = locked(institution.shared)
    if held.step == Step.PUBLISHED:
        raise ValidationError(
            "Le diagnostic est publié\u00a0: parlez-en aux pilotes pour la version suivante."
        )
    if not institution.reads_first:
        raise ValidationError("Cette institution n’écrit pas de lecture.")
    Institution.objects.filter(pk=institution.pk).update(joins=joins)
