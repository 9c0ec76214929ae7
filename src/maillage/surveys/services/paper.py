"""Letters and posters: tokens exist only at the moment they are made, so they are printed in the same act."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.surveys.models import Wave
from maillage.surveys.paper import documents
from maillage.surveys.queries import paper as reading
from maillage.surveys.services.collecting import invite, open_to_residents


@transaction.atomic
def make_letters(*, wave: Wave, everybody: bool = False) -> bytes:
    """New invitations, on paper: for the actors without an address, or for all. The links they had stop working.

    All or nothing: a PDF that cannot be made leaves the links as they were.
    """
    locked = Wave.objects.select_for_update().select_related("territory__programme").get(pk=wave.pk)
    if not reading.may_be_asked(locked):
        raise ValidationError("Choisissez le questionnaire et la fermeture de cette vague avant d’imprimer.")
    chosen = reading.addressees(locked, everybody=everybody)
    if not chosen:
        raise ValidationError(
            "Toutes les structures ont une adresse\u00a0: il n’y a pas de lettre à imprimer."
        )
    made: bytes = documents.letters(locked, [invite(participation=each) for each in chosen])
    return made


@transaction.atomic
def make_poster(*, wave: Wave) -> bytes:
    """A new collective link, on paper; the posters printed before stop working."""
    locked = Wave.objects.select_for_update().select_related("territory__programme").get(pk=wave.pk)
    if not reading.may_be_asked(locked):
        raise ValidationError("Choisissez le questionnaire et la fermeture de cette vague avant d’imprimer.")
    made: bytes = documents.poster(locked, open_to_residents(wave=locked))
    return made
