"""The call of the fictional programme: open, with its dates, its questions, and a document to prepare oneself."""

from __future__ import annotations

import io
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from maillage.calls.models import Call
from maillage.calls.services import inquiries
from maillage.calls.services import page as pages
from maillage.programmes.models import Programme


def plan() -> dict[str, Any]:
    """What the call says."""
    return tomllib.loads(Path(__file__).with_name("call.toml").read_text(encoding="utf-8"))


@transaction.atomic
def build_call(*, programme: Programme, today: date) -> Call:
    """The call, written and published as its facilitator would have; one that exists is left as people made it."""
    said = plan()
    found = Call.objects.filter(programme=programme, slug=said["slug"]).first()
    if found is not None:
        return found
    opens = _at(today + timedelta(days=said["opens_in"]), time(9))
    call = pages.create_call(
        programme=programme,
        slug=said["slug"],
        title=said["title"],
        summary=said["summary"],
        contact_email=said["contact_email"],
        places=said["places"],
        opens_at=opens,
        closes_at=_at(today + timedelta(days=said["closes_in"]), time(23, 59)),
    )
    for part in said["section"]:
        pages.add_section(call=call, title=part["title"], body=part["body"].strip())
    for one in said["date"]:
        pages.add_milestone(
            call=call, label=one["label"], on=today + timedelta(days=one["in"]), place=one.get("place", "")
        )
    pages.add_document(
        call=call,
        title="Trame pour préparer votre candidature à plusieurs",
        file=SimpleUploadedFile("trame.docx", _trame(said)),
    )
    for one in said["question"]:
        _ask(call, one)
    return pages.publish_call(call=call, now=opens)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _ask(call: Call, one: dict[str, str]) -> None:
    """A question, and its answer when it has one."""
    asked = inquiries.ask(call=call, question=one["question"])
    if asked is not None and "answer" in one:
        inquiries.answer_inquiry(inquiry=asked, question=one["question"], answer=one["answer"], publish=True)


def _trame(said: dict[str, Any]) -> bytes:
    """A sheet to fill in around a table."""
    from docx import Document

    document = Document()
    document.add_heading(said["title"], 0)
    document.add_paragraph("Une trame pour parler à plusieurs avant d’écrire. Elle n’est pas à renvoyer.")
    for question in (
        "Qui voit grandir les enfants du quartier, et qui manque autour de la table\u202f?",
        "Racontez une fois où une réponse est arrivée tôt. Qu’est-ce qui l’a permise\u202f?",
        "Qu’est-ce qui se perd aujourd’hui entre vos structures\u202f?",
        "Que voudriez-vous voir changer dans trois ans\u202f?",
    ):
        document.add_heading(question, 2)
        document.add_paragraph("")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
