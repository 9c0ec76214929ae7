"""Listed actors are told so. The link they receive opens their card, without an account: correct it, or object to being named.

A correction waits for a manager; an objection counts at once, everywhere, and is taken back the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from maillage.core.outbox import post
from maillage.core.typography import by_name
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import change, save_checked
from maillage.territories.models import Actor, ActorStatus, Person, Telling, Territory
from maillage.territories.queries import affiliations_now

GIVEN_BACK: Final = "maillage.territories.telling.give_back"
SUBJECT: Final = "Votre structure est dans une liste d’acteurs"


# --- The link --------------------------------------------------------------------------------------
def _seal(actor: int, secret: str | bytes) -> str:
    return salted_hmac("maillage.card", str(actor), secret=secret, algorithm="sha256").hexdigest()[
        :20
    ]  # short: it is typed from a letter


def address_of(actor: Actor) -> str:
    """What opens the card of an actor; made again from the secret key, kept nowhere."""
    token = f"{actor.pk}-{_seal(actor.pk, settings.SECRET_KEY)}"
    return f"{settings.BASE_URL.rstrip('/')}{reverse('territories:card', args=[token])}"


def actor_of(token: str) -> Actor | None:
    """The listed actor that a link opens; nothing for any other word."""
    number, _, seal = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(seal, _seal(int(number), secret)) for secret in secrets):
        return None
    listed = Actor.objects.exclude(status=ActorStatus.ARCHIVED).select_related(
        "territory__programme", "telling"
    )
    return listed.filter(pk=int(number)).first()


# --- Reading ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """Who was told, who can be by mail, who needs a letter, what they ask. `last`: when the last one was told."""

    told: list[Actor]
    by_mail: list[tuple[Actor, Person]]
    by_letter: list[Actor]
    asked: list[Telling]
    last: datetime | None

    @property
    def waiting(self) -> int:
        return len(self.by_mail) + len(self.by_letter)


def told_of(territory: Territory) -> Told:
    """Two queries, whatever the size of the territory."""
    actors = by_name(
        Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED).select_related("telling")
    )
    reached: dict[int, Person] = {}
    speaking = affiliations_now().filter(actor__territory=territory).exclude(person__email="")
    for each in speaking.select_related("person").order_by("pk"):
        reached.setdefault(each.actor_id, each.person)
    told = [actor for actor in actors if hasattr(actor, "telling")]
    new = [actor for actor in actors if not hasattr(actor, "telling")]
    return Told(
        told=told,
        by_mail=[(actor, reached[actor.pk]) for actor in new if actor.pk in reached],
        by_letter=[actor for actor in new if actor.pk not in reached],
        asked=[actor.telling for actor in told if actor.telling.asked_at],  # type: ignore[attr-defined]
        last=max((actor.telling.told_at for actor in told), default=None),  # type: ignore[attr-defined]
    )


# --- Telling ---------------------------------------------------------------------------------------
@transaction.atomic
def tell_by_mail(*, territory: Territory) -> int:
    """Write to each listed actor that has an address and was not told yet; how many."""
    Territory.objects.select_for_update().get(pk=territory.pk)
    listed = told_of(territory).by_mail
    for actor, person in listed:
        _note(actor, Telling.Way.MAIL)
        programme = territory.programme
        post(
            kind="listed",
            recipient=person.email,
            subject=SUBJECT,
            body=render_to_string("territories/mail/listed.txt", letter_of(actor, territory)),
            scope=f"actor:{actor.pk}",
            reply_to=programme.facilitator_contact,
            space=programme.slug,
        )
    return len(listed)


@transaction.atomic
def note_letters(*, territory: Territory) -> int:
    """The letters were handed over: note the day; how many."""
    Territory.objects.select_for_update().get(pk=territory.pk)
    listed = told_of(territory).by_letter
    for actor in listed:
        _note(actor, Telling.Way.LETTER)
    return len(listed)


def letter_of(actor: Actor, territory: Territory) -> dict[str, object]:
    """What a mail or a letter says."""
    return {
        "actor": actor,
        "territory": territory,
        "programme": territory.programme,
        "url": address_of(actor),
    }


def _note(actor: Actor, way: str) -> Telling:
    telling, _ = Telling.objects.get_or_create(actor=actor, defaults={"way": way, "told_at": timezone.now()})
    return telling


# --- What they decide ------------------------------------------------------------------------------
@transaction.atomic
def set_naming(*, actor: Actor, objects: bool) -> None:
    """Object to being named, or take it back. Nothing else of the card can stand in the way of this right."""
    Actor.objects.filter(pk=actor.pk).update(objects_to_naming=objects)
    _note(actor, Telling.Way.LETTER)  # who opened the link was told, whatever was noted


@transaction.atomic
def ask_correction(*, actor: Actor, name: str = "", sector: str = "", email: str = "") -> bool:
    """Ask for changes on a card; a manager decides. False: the name is first read by the facilitator."""
    name = " ".join(name.split())
    telling = _note(actor, Telling.Way.LETTER)
    telling.asked_name = name if name != actor.name else ""
    telling.asked_sector = sector if sector != actor.sector else ""
    telling.asked_email = email.strip().lower()
    telling.asked_at = timezone.now()
    try:
        telling.full_clean()
    except ValidationError as error:
        told = {key.removeprefix("asked_"): sentences for key, sentences in error.message_dict.items()}
        raise ValidationError(told) from error
    held = telling.asked_name and guard_text(
        programme=actor.territory.programme,
        text=telling.asked_name,
        origin=f"Correction d’une structure, {actor.territory.name}",
        on_release=GIVEN_BACK,
        release_with={"actor": actor.pk},
        known=[actor.name],
    )
    if held:
        telling.asked_name = ""
    if not (telling.asked_name or telling.asked_sector or telling.asked_email):
        telling.asked_at = None
    save_checked(telling)
    return not held


@transaction.atomic
def give_back(*, text: str, actor: int) -> None:
    """After a false alarm: the name asked for goes to those who decide on corrections."""
    Telling.objects.filter(actor=actor).update(asked_name=text, asked_at=timezone.now())


@transaction.atomic
def accept_correction(*, telling: Telling) -> bool:
    """Write on the card what was asked. False: the address belongs to nobody of the directory yet, and waits."""
    row = Telling.objects.select_for_update(of=("self",)).select_related("actor").get(pk=telling.pk)
    asked = {"name": row.asked_name, "sector": row.asked_sector}
    changes = {key: value for key, value in asked.items() if value}
    if "sector" in changes:
        changes["actor_type"] = ""  # a type belongs to its sector
    if changes:
        change(row.actor, changes)
    placed = not row.asked_email or _place(row)
    row.asked_name = row.asked_sector = ""
    if placed:
        row.asked_email, row.asked_at = "", None
    row.save()
    return placed


def _place(row: Telling) -> bool:
    """Give the address to whoever speaks for the actor, when it is one person and nobody else has it."""
    people = [each.person for each in affiliations_now().filter(actor=row.actor).select_related("person")]
    if any(person.email == row.asked_email for person in people):
        return True
    taken = Person.objects.filter(territory=row.actor.territory_id, email=row.asked_email)
    if len(people) != 1 or taken.exists():
        return False
    change(people[0], {"email": row.asked_email})
    return True


@transaction.atomic
def set_correction_aside(*, telling: Telling) -> None:
    """Leave the card as it is."""
    Telling.objects.filter(pk=telling.pk).update(
        asked_name="", asked_sector="", asked_email="", asked_at=None
    )
