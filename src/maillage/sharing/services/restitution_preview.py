"""The preview: ten days at least during which everybody who answered, or is named, reads before the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.core.outbox import post
from maillage.core.tokens import token_digest, token_from
from maillage.sharing.models import Reader, SharedDiagnosis, Step
from maillage.sharing.queries.restitution import mirror_is_revealed, people_of_actors
from maillage.sharing.services.restitution_mirror import locked, tell_met
from maillage.territories.models import Actor, ActorStatus, Person

PURPOSE: Final = "sharing-reader"
SHORTEST: Final = 10  # days (trust.md PRIV-34)
LONGEST: Final = 90
INVITED: Final = "Le diagnostic partagé vous est donné à relire"


def link_of(reader: Reader) -> str:
    """The address of a reader's page; made again from the secret key, kept nowhere."""
    token = token_from(PURPOSE, str(reader.seed))
    return f"{settings.BASE_URL.rstrip('/')}{reverse('reading:document', args=[token])}"


@transaction.atomic
def open_preview(
    *, shared: SharedDiagnosis, user: Any, days: int = SHORTEST, now: datetime | None = None
) -> int:
    """Give every actor of the wave its own link; how many mails were written. Those without an address get a letter."""
    held, moment = locked(shared), now or timezone.now()
    if held.step == Step.WRITING:
        raise ValidationError("Demandez d’abord leur lecture aux institutions qui pilotent.")
    if held.step != Step.MIRROR:
        raise ValidationError("La relecture est déjà ouverte.")
    if not mirror_is_revealed(held, now=moment):
        raise ValidationError(
            "Toutes les lectures ne sont pas là\u00a0: la relecture s’ouvre quand elles sont réunies, ou à la date dite."
        )
    if not SHORTEST <= days <= LONGEST:
        raise ValidationError(
            {"days": f"La relecture dure dix jours au moins, {LONGEST}\u00a0jours au plus."}
        )
    held.preview_from, held.preview_until = moment, moment + timedelta(days=days)
    held.step = Step.PREVIEW
    held.save(update_fields=["preview_from", "preview_until", "step"])
    tell_met(held)  # when the day came before all were in
    return _give_links(held, moment)


def _give_links(shared: SharedDiagnosis, moment: datetime) -> int:
    actors = list(
        Actor.objects.filter(participations__wave=shared.wave_id)
        .exclude(status=ActorStatus.ARCHIVED)
        .order_by("pk")
    )
    people = people_of_actors(each.pk for each in actors)
    readers = []
    for actor in actors:
        way = Reader.Way.MAIL if actor.pk in people else Reader.Way.LETTER
        made = Reader(shared=shared, actor=actor, way=way, created_at=moment)
        made.token_digest = token_digest(token_from(PURPOSE, str(made.seed)))
        readers.append(made)
    Reader.objects.bulk_create(readers)
    written = Reader.objects.filter(shared=shared).select_related("actor").order_by("pk")
    return sum(
        _write(reader, shared, person) for reader in written for person in people.get(reader.actor_id, [])
    )


def _write(reader: Reader, shared: SharedDiagnosis, person: Person) -> int:
    programme = shared.territory.programme
    post(
        kind="preview",
        recipient=person.email,
        subject=INVITED,
        body=render_to_string("sharing/preview/mail_opened.txt", letter_of(reader, shared)),
        scope=f"reader:{reader.pk}",
        reply_to=programme.facilitator_contact,
        space=programme.slug,
    )
    return 1


def letter_of(reader: Reader, shared: SharedDiagnosis) -> dict[str, Any]:
    """What the mail and the letter say."""
    return {
        "reader": reader,
        "territory": shared.territory,
        "programme": shared.territory.programme,
        "until": shared.preview_until,
        "url": link_of(reader),
    }


def tell_reader(*, reader: Reader, subject: str, template: str, scope: str, words: dict[str, Any]) -> int:
    """Write to the people of a reader; how many. Whoever has no address finds the same on the link."""
    shared = reader.shared
    programme = shared.territory.programme
    people = people_of_actors([reader.actor_id]).get(reader.actor_id, [])
    for person in people:
        post(
            kind="preview_answer",
            recipient=person.email,
            subject=subject,
            body=render_to_string(template, letter_of(reader, shared) | words),
            scope=scope,
            reply_to=programme.facilitator_contact,
            space=programme.slug,
        )
    return len(people)


@transaction.atomic
def set_naming(*, reader: Reader, agrees: bool, now: datetime | None = None) -> None:
    """Whether this actor accepts to be named on the published map, inside the territory. Silence is no."""
    Reader.objects.filter(pk=reader.pk).update(naming=agrees, naming_at=now or timezone.now())


@transaction.atomic
def open_validation(*, shared: SharedDiagnosis, now: datetime | None = None) -> None:
    """End the preview, once the days promised have passed."""
    held, moment = locked(shared), now or timezone.now()
    if held.step != Step.PREVIEW or held.preview_until is None:
        raise ValidationError("La validation vient après la relecture.")
    if moment < held.preview_until:
        day = timezone.localtime(held.preview_until)
        raise ValidationError(
            f"La relecture est promise jusqu’au {day:%d/%m/%Y}\u00a0: elle ne se raccourcit pas."
        )
    held.step = Step.VALIDATION
    held.save(update_fields=["step"])
