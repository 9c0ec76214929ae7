"""A wave from its preparation to its closing: questionnaire, checklist, invitations, takeovers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.core.typography import plural
from maillage.statements.models import Conversation, State
from maillage.surveys import tokens
from maillage.surveys.interface import LANGUAGES, notice_version
from maillage.surveys.models import Invitation, OpenLink, Participation, Wave
from maillage.surveys.questionnaires import RESIDENTS, lint, questionnaires
from maillage.surveys.services.mailing import cancel_reminders
from maillage.territories.models import ActorStatus, Person

NOTICE: Final = 14  # days between telling actors that they are listed and asking them
LONGEST: Final = 12  # minutes; beyond, people stop answering


@dataclass(frozen=True)
class Key:
    """What is given to whoever answers, once: nothing of it can be read again afterwards."""

    invitation: Invitation
    token: str
    code: str


VOTED: Final = ("statements", "statements_residents")  # they come with a conversation, and leave with it


@transaction.atomic
def link_conversation(*, wave: Wave, conversation: Conversation | None) -> Wave:
    """Put the statements of a conversation to the vote in a wave; none any more, as long as the wave is not open."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is not None and locked.conversation_id not in {
        None,
        conversation.pk if conversation else 0,
    }:
        raise ValidationError(
            "Cette vague est ouverte\u00a0: on y vote déjà, et sa conversation ne change plus."
        )
    if conversation is not None:
        if conversation.territory_id != locked.territory_id:
            raise ValidationError("Cette conversation est celle d’un autre territoire.")
        if not conversation.statements.filter(state=State.PUBLISHED).exists():
            raise ValidationError("Publiez d’abord un énoncé\u00a0: sans lui, il n’y a rien à voter.")
    locked.conversation = conversation
    kept = [key for key in locked.blocks if key not in VOTED]
    locked.blocks = [*kept, *(VOTED if conversation else ())]
    locked.save(update_fields=["conversation", "blocks"])
    return locked


@transaction.atomic
def prepare_wave(
    *,
    wave: Wave,
    questionnaire: str,
    languages: Iterable[str] = (),
    blocks: Iterable[str] = (),
    closes_at: datetime | None = None,
) -> Wave:
    """Choose what is asked, in which languages, until when. Nothing is asked of anybody yet."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is not None:
        raise ValidationError("Cette vague est ouverte\u00a0: ses questions ne changent plus.")
    asked = questionnaires().get(questionnaire)
    if asked is None:
        raise ValidationError("Ce questionnaire n’existe pas.")
    locked.questionnaire, locked.questionnaire_version = asked.key, asked.version
    locked.languages = [code for code in LANGUAGES if code in set(languages) | {"fr"}]
    chosen = set(blocks) - set(VOTED)
    locked.blocks = [key for key in asked.blocks if key in chosen]
    locked.blocks += VOTED if locked.conversation_id else ()
    locked.closes_at = closes_at
    locked.full_clean()
    locked.save()
    return locked


@dataclass(frozen=True)
class Step:
    """One line of the checklist: what is wanted, and what is still missing for it. `advice` does not forbid to open."""

    label: str
    missing: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    page: str = ""  # of the territory, where it is done

    @property
    def is_done(self) -> bool:
        return not self.missing


def checklist(wave: Wave) -> list[Step]:
    """What an opening asks for, done or not; six queries at most."""
    asked = questionnaires().get(wave.questionnaire)
    if asked is None:
        return [Step("Un questionnaire", ("Choisissez un questionnaire.",))]
    absent = [LANGUAGES[code] for code in wave.languages if code not in asked.languages]
    return [
        Step("Un questionnaire sans question sur un enfant ou une famille", tuple(lint(asked))),
        Step("Une liste d’acteurs validés, la même pour tous", tuple(_missing_actors(wave))),
        Step(
            "Le questionnaire dans chaque langue choisie",
            (f"Le questionnaire n’existe pas encore en\u00a0: {', '.join(absent)}.",) if absent else (),
        ),
        Step("Les acteurs listés sont prévenus", advice=tuple(_untold(wave)), page="territories:telling"),
        Step("Pour les habitants, un questionnaire facile à lire", advice=tuple(_easy_read(wave))),
        Step("Une date et une heure de fermeture", tuple(_missing_closing(wave))),
        Step("L’information des répondants, sur chaque première page", tuple(_missing_notice(wave))),
    ]


def missing_before_opening(wave: Wave) -> list[str]:
    """What still stands between a wave and its opening, one sentence each; empty when it may open."""
    return [sentence for step in checklist(wave) for sentence in step.missing]


def _missing_actors(wave: Wave) -> list[str]:
    actors = [each.actor for each in wave.roster.select_related("actor")]
    lacking = []
    if len(actors) < 2:
        lacking.append("La liste compte moins de deux acteurs\u00a0: il n’y a pas encore de lien à demander.")
    pending = [actor.name for actor in actors if actor.status != ActorStatus.VALIDATED]
    if pending:
        lacking.append(
            f"Validez ces acteurs, ou retirez-les de la liste\u00a0: {', '.join(sorted(pending)[:5])}."
        )
    return lacking


def _untold(wave: Wave) -> list[str]:
    """How many of the roster were not told they are listed, or since when the last one knows."""
    told = list(wave.roster.values_list("actor__telling__told_at", flat=True))
    unknown = sum(day is None for day in told)
    if unknown:
        return [
            f"{plural(unknown, 'acteur n’est pas encore prévenu', 'acteurs ne sont pas encore prévenus')}"
            " d’être dans la liste\u00a0: chacun peut corriger sa carte, ou demander à ne pas être nommé."
        ]
    days = (timezone.now() - max(told, default=timezone.now())).days
    if days < NOTICE:
        return [f"Le dernier est prévenu depuis {plural(days, 'jour')}\u00a0: laissez-leur deux semaines."]
    return []


def _easy_read(wave: Wave) -> list[str]:
    """The easy path of whoever lives there, in the languages of the wave; it is there when residents are invited."""
    absent = [
        LANGUAGES[code]
        for code in wave.languages
        if not any(
            code in each.languages for each in questionnaires().values() if each.population == RESIDENTS
        )
    ]
    return [f"Il n’existe pas encore en\u00a0: {', '.join(absent)}."] if absent else []


def _missing_notice(wave: Wave) -> list[str]:
    """What the law wants told before any answer, and that only the programme knows."""
    programme = wave.territory.programme
    wanted = {
        "l’adresse où écrire": programme.facilitator_contact,
        "la base légale et la durée de conservation (mentions légales)": programme.legal_notice,
    }
    lacking = [what for what, given in wanted.items() if not given.strip()]
    if not lacking:
        return []
    return [
        f"Le tiers facilitateur doit encore écrire, sur la page du programme\u00a0: {' et '.join(lacking)}."
    ]


def _missing_closing(wave: Wave) -> list[str]:
    if wave.closes_at is None:
        return ["Donnez la date et l’heure de fermeture."]
    if wave.closes_at <= timezone.now():
        return ["La fermeture est déjà passée\u00a0: choisissez une date à venir."]
    return []


@transaction.atomic
def remove_pending(*, wave: Wave) -> int:
    """Take out of a wave not open yet the actors that nobody validated; how many."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is not None:
        raise ValidationError("Cette vague est ouverte\u00a0: sa liste ne change plus.")
    pending = locked.roster.filter(answered=False).exclude(actor__status=ActorStatus.VALIDATED)
    count = pending.count()
    pending.delete()
    return count


@transaction.atomic
def open_wave(*, wave: Wave) -> Wave:
    """Open: the roster and the words of the questions are frozen."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is not None:
        return locked
    lacking = missing_before_opening(locked)
    if lacking:
        raise ValidationError(lacking)
    locked.opened_at = timezone.now()
    locked.opened_on = timezone.localdate()
    locked.closed_on = None
    locked.notice_version = notice_version()
    locked.save()
    return locked


@transaction.atomic
def move_closing(*, wave: Wave, closes_at: datetime) -> Wave:
    """Leave more time, or less, to a wave that is open."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    now = timezone.now()
    if locked.opened_at is None or locked.closes_at is None or locked.closes_at <= now:
        raise ValidationError("Cette vague n’est pas ouverte.")
    if closes_at <= now:
        raise ValidationError(
            "La fermeture vient après maintenant\u00a0: pour fermer tout de suite, il y a un bouton."
        )
    locked.closes_at = closes_at
    locked.save(update_fields=["closes_at"])
    return locked


@transaction.atomic
def close_wave(*, wave: Wave) -> Wave:
    """Close now. What was begun may be sent for a day more, and says that it came late."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is None:
        raise ValidationError("Cette vague n’est pas ouverte.")
    now = timezone.now()
    if locked.closes_at is None or now < locked.closes_at:
        locked.closes_at = now
    locked.closed_on = max(timezone.localdate(locked.closes_at), locked.opened_on)
    locked.save()
    cancel_reminders(participations=locked.roster.values_list("pk", flat=True))
    return locked


@transaction.atomic
def invite(*, participation: Participation, person: Person | None = None) -> Key:
    """A new link and a new code for an actor; those it had stop working at once. The sheet begun is kept."""
    locked = Participation.objects.select_for_update().select_related("actor").get(pk=participation.pk)
    if person is not None and person.territory_id != locked.actor.territory_id:
        raise ValidationError("Cette personne n’est pas dans l’annuaire de ce territoire.")
    now = timezone.now()
    Invitation.objects.filter(participation=locked, revoked_at__isnull=True).update(revoked_at=now)
    code = tokens.new_code()
    token = tokens.token_from(tokens.code_digest(code))
    invitation = Invitation.objects.create(
        participation=locked,
        person=person,
        token_digest=tokens.token_digest(token),
        code_digest=tokens.code_digest(code),
    )
    return Key(invitation, token, code)


@transaction.atomic
def revoke(*, invitation: Invitation) -> None:
    """Stop a link and its code."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


@transaction.atomic
def open_to_residents(*, wave: Wave, questionnaire: str = "habitants") -> str:
    """The token of a new collective link; the posters printed before stop working."""
    if questionnaires()[questionnaire].population != "residents":
        raise ValidationError("Ce questionnaire n’est pas fait pour les habitants.")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    links = OpenLink.objects.filter(wave=locked)
    links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    token = tokens.token_from(f"open:{locked.pk}:{links.count() + 1}")
    OpenLink.objects.create(wave=locked, questionnaire=questionnaire, token_digest=tokens.token_digest(token))
    return token
