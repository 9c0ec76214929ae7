"""The copy of an application as it was sent, as a tagged PDF: what its authors keep, what a jury prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from maillage.calls.models import Application, Submission
from maillage.calls.queries.reading import receipt_of, sections_of
from maillage.core.typeset import typeset
from maillage.core.typography import dated


def copy_of(
    application: Application, submission: Submission, *, anonymous: bool = False, **options: Any
) -> Any:
    """The PDF of one sending; the same sending gives the same bytes."""
    sent = timezone.localtime(submission.submitted_at)
    data: Mapping[str, Any] = {
        "call": application.call.title,
        "programme": application.call.programme.name,
        "name": "" if anonymous else application.name,
        "sent": dated(sent, "j F Y à H:i"),
        "receipt": "" if anonymous else receipt_of(submission, application),
        "sections": [
            {
                "title": section.title,
                "answers": [
                    {"label": read.label, "paragraphs": list(read.paragraphs)} for read in section.answers
                ],
            }
            for section in sections_of(application, submission.answers, anonymous=anonymous)
        ],
    }
    return typeset(
        "maillage.calls", "copy", data, timestamp=int(submission.submitted_at.timestamp()), **options
    )
