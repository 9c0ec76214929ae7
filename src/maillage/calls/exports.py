"""Everything of a call to take away: the applications as a table, and all the files."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from maillage.calls.copies import copy_of
from maillage.calls.kinds import kind_of
from maillage.calls.models import Application, Attachment, Call, Submission
from maillage.calls.queries.filing import filed
from maillage.calls.queries.review import table_of as table_of_reviews
from maillage.calls.questions import form_of
from maillage.core.typography import decimal
from maillage.territories.exports import as_csv, as_xlsx

ABSENT: Final = (
    "Ce fichier avait été reçu, mais le serveur ne le retrouve plus\u00a0: dites-le à l’équipe technique.\n"
)
log = logging.getLogger(__name__)

FIXED: Final = (
    "territoire", "département", "état", "déposée le", "soutien du Département", "expertises rendues", "médiane", "décision",
)  # fmt: skip


def last_submissions(call: Call) -> dict[int, Submission]:
    """{application pk: what was sent last}, in one query."""
    sent = Submission.objects.filter(application__in=filed(call)).order_by("number")
    return {each.application_id: each for each in sent}


def table_of(call: Call) -> tuple[list[str], list[Sequence[str]]]:
    """One line for each application, one column for each question."""
    form, sent = form_of(call.form_key), last_submissions(call)
    read = {line.application.pk: line.summary for line in table_of_reviews(call)}
    lines: list[Sequence[str]] = []
    for one in filed(call).select_related("support", "decision"):
        answers = sent[one.pk].answers if one.pk in sent else {}
        support = getattr(one, "support", None)
        lines.append(
            [
                one.name,
                one.department,
                one.get_state_display(),
                timezone.localtime(one.submitted_at).strftime("%Y-%m-%d %H:%M") if one.submitted_at else "",
                support.get_state_display() if support else "",
                str(read[one.pk].number),
                decimal(read[one.pk].median, 1) if read[one.pk].median is not None else "",
                one.decision.get_outcome_display() if hasattr(one, "decision") else "",
                *(
                    "\n".join(kind_of(each).said(each, answers.get(each.key, kind_of(each).empty)))
                    for each in form.by_key.values()
                ),
            ]
        )
    return [*FIXED, *(each.label for each in form.by_key.values())], lines


def table_file(call: Call, extension: str) -> bytes:
    """The table as CSV or XLSX."""
    columns, lines = table_of(call)
    return as_csv(columns, lines) if extension == "csv" else as_xlsx(columns, lines)


def files_of(call: Call) -> bytes:
    """A ZIP: for each application, its copy as it was sent and its files."""
    out, sent = io.BytesIO(), last_submissions(call)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in filed(call).select_related("call__programme"):
            folder = f"{one.department or '00'}-{one.reference.hex[:8]}"
            if one.pk in sent:
                archive.writestr(f"{folder}/candidature.pdf", copy_of(one, sent[one.pk]))
            for file in _files(one):
                name = f"{folder}/{file.pk}-{file.name}"
                try:
                    with file.file.open("rb") as content:
                        archive.writestr(name, content.read())
                except FileNotFoundError:
                    log.exception("a kept file is no longer on the disk: %s", file.file.name)
                    archive.writestr(f"{name}.absent.txt", ABSENT)
    return out.getvalue()


def _files(application: Application) -> list[Attachment]:
    return list(Attachment.objects.filter(application=application, removed_at__isnull=True))
