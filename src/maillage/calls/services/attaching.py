"""The files of an application."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Application, Attachment, Support
from maillage.calls.services.drafts import may_write
from maillage.calls.services.support import give_letter
from maillage.core.uploads import Accepted, accept, random_name

MOST = 10
LETTER = "letter"


def attach(*, application: Application, user: User, file: UploadedFile, letter: bool = False) -> Attachment:
    """Join a file that the guard lets in. The letter of the Département may still come once the application is sent."""
    try:
        accepted = accept(file)  # before the base is locked: a large picture takes seconds to draw again
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    return _keep(application, user, accepted, letter)


@transaction.atomic
def _keep(application: Application, user: User, accepted: Accepted, letter: bool) -> Attachment:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not letter and not may_write(locked):
        raise ValidationError("Cette candidature est déposée\u00a0: on n’y joint plus rien.")
    if Attachment.objects.filter(application=locked, removed_at__isnull=True).count() >= MOST:
        raise ValidationError({"file": f"{MOST} fichiers au plus\u00a0: retirez-en un d’abord."})
    made = Attachment(
        application=locked,
        question=LETTER if letter else "file",
        name=accepted.name,
        kind=accepted.kind,
        size=accepted.size,
        author=user,
    )
    made.file.save(random_name(accepted.kind), ContentFile(accepted.content), save=False)
    made.full_clean()
    made.save()
    if letter:
        give_letter(application=locked, letter=made)
    return made


@transaction.atomic
def detach(*, application: Application, attachment: Attachment, now: datetime | None = None) -> None:
    """Take a file away from what will be sent."""
    if not may_write(application):
        raise ValidationError("Cette candidature est déposée\u00a0: on n’en retire plus rien.")
    if Support.objects.filter(letter=attachment).exists():
        raise ValidationError(
            "Cette lettre vaut soutien du Département\u00a0: joignez-en une autre pour la remplacer."
        )
    attachment.removed_at = now or timezone.now()
    attachment.save(update_fields=["removed_at"])
