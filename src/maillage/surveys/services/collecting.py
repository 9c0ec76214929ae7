"""A wave from its preparation to its closing: questionnaire, checklist, invitations, takeovers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.interface import LANGUAGES
from maillage.surveys.models import Invitation, OpenLink, Participation, Wave
from maillage.surveys.questionnaires import lint, questionnaires
from maillage.territories.models import ActorStatus, Person

NOTICE: Final = "2026-11"  # changes with the words that respondents are told (surveys/interface.toml)
LONGEST: Final = 12  # minutes; beyond, people stop answering


@dataclass(frozen=True)
class Key:
    """What is given to whoever answers, once: nothing of it can be read again afterwards."""

    invitation: Invitation
    token: str
    code: str


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
    locked.blocks = [key for key in asked.blocks if key in set(blocks)]
    locked.closes_at = closes_at
    locked.full_clean()
    locked.save()
    return locked


def missing_before_opening(wave: Wave) -> list[str]:
    """What still stands between a wave and its opening, one sentence each; empty when it may open."""
    asked = questionnaires().get(wave.questionnaire)
    if asked is None:
        return ["Choisissez un questionnaire."]
    lacking = [*lint(asked)]
    actors = [each.actor for each in wave.roster.select_related("actor")]
    if len(actors) < 2:
        lacking.append("La liste compte moins de deux acteurs\u00a0: il n’y a pas encore de lien à demander.")
    pending = [actor.name for actor in actors if actor.status != ActorStatus.VALIDATED]
    if pending:
        lacking.append(
            f"Validez ces acteurs, ou retirez-les de la liste\u00a0: {', '.join(sorted(pending)[:5])}."
        )
    absent = [LANGUAGES[code] for code in wave.languages if code not in asked.languages]
    if absent:
        lacking.append(f"Le questionnaire n’existe pas encore en\u00a0: {', '.join(absent)}.")
    if wave.closes_at is None:
        lacking.append("Donnez la date et l’heure de fermeture.")
    elif wave.closes_at <= timezone.now():
        lacking.append("La fermeture est déjà passée\u00a0: choisissez une date à venir.")
    return lacking


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
    locked.notice_version = NOTICE
    locked.save()
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
    return locked


@transaction.atomic
def invite(*, participation: Participation, person: Person | None = None) -> Key:
    """A new link and a new code for an actor; those it had stop working at once. The sheet begun is kept."""
    locked = Participation.objects.select_for_update().select_related("actor").get(pk=participation.pk)
    if person is not None and person.territory_id != locked.actor.territory_id:
        raise ValidationError("Cette personne n’est pas dans l’annuaire de ce territoire.")
    now = timezone.now()
    Invitation.objects.filter(participation=locked, revoked_at__isnull=True).update(revoked_at=now)
    token, code = tokens.new_token(), tokens.new_code()
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
    OpenLink.objects.filter(wave=wave, revoked_at__isnull=True).update(revoked_at=timezone.now())
    token = tokens.new_token()
    OpenLink.objects.create(wave=wave, questionnaire=questionnaire, token_digest=tokens.token_digest(token))
    return token
