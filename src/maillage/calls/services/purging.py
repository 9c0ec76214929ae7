"""What is erased when its time has come (trust.md PRIV-06): drafts never sent, applications withdrawn or without a place.

An application that opened a territory stays with the programme. Files leave the disk once the rows are gone for good; those that no row ever named, a week later.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from maillage.calls.models import (
    Application,
    ApplicationState,
    Assignment,
    Attachment,
    Call,
    Document,
    Review,
    Submission,
)
from maillage.programmes.queries import months_after

KEEP_UNSENT: Final = timedelta(days=30)
SWEEP_AFTER: Final = timedelta(days=7)  # far longer than any transaction

log = logging.getLogger(__name__)


def over(now: datetime) -> QuerySet[Application]:
    """Applications that must be erased today."""
    unsent = Q(state=ApplicationState.DRAFT, call__closes_at__lt=now - KEEP_UNSENT) & (
        Q(late_code__isnull=True) | Q(late_code__valid_until__lt=now - KEEP_UNSENT)
    )
    withdrawn = Q(state=ApplicationState.WITHDRAWN, withdrawn_at__lt=now - KEEP_UNSENT)
    closed = [call.pk for call in Call.objects.filter(closes_at__lt=now) if refused_until(call) <= now]
    refused = Q(call__in=closed) & ~Q(state=ApplicationState.DRAFT)
    return Application.objects.filter(unsent | withdrawn | refused, territory__isnull=True).order_by("pk")


def refused_until(call: Call) -> datetime:
    """When applications without a place are erased."""
    closed = timezone.localtime(call.closes_at)
    day = months_after(closed.date(), call.retention_months)
    return closed.replace(year=day.year, month=day.month, day=day.day)


def purge_applications(*, now: datetime | None = None) -> int:
    """Erase what is over, one application at a time; how many. Done twice, it does nothing more."""
    erased = 0
    for application in over(now or timezone.now()):
        try:
            erase_application(application=application)
        except ProtectedError:
            log.exception("an application whose time has come could not be erased: %s", application.pk)
        else:
            erased += 1
    if erased:
        log.warning("purge: %d applications erased", erased)  # the proof, in every log (PRIV-06)
    return erased


@transaction.atomic
def erase_application(*, application: Application) -> None:
    """Erase everything of an application, its files too."""
    files = [each.file for each in Attachment.objects.filter(application=application)]
    Review.objects.filter(assignment__application=application).delete()
    Assignment.objects.filter(application=application).delete()
    Submission.objects.filter(application=application).delete()
    Application.objects.filter(pk=application.pk).update(late_code=None)
    application.delete()
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))


def sweep_files(*, now: datetime | None = None) -> int:
    """Delete files that no row names: those of a transaction that was undone, or of a server cut short; how many.

    A file is on the disk a little before its row: only old ones go. The folder is read before the rows.
    """
    limit, swept = (now or timezone.now()) - SWEEP_AFTER, 0
    for model in (Attachment, Document):
        field = model._meta.get_field("file")
        storage, folder = field.storage, str(field.upload_to)
        if not storage.exists(folder):
            continue
        found = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        old = [name for name in found if storage.get_modified_time(name) < limit]
        named = set(model._default_manager.values_list("file", flat=True))
        for name in set(old) - named:
            storage.delete(name)
            swept += 1
    if swept:
        log.warning("purge: %d files that no row named deleted", swept)
    return swept
