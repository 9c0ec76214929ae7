"""The call of the world of the house tests: one of everything, from its page to its jury."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import (
    Advice,
    Application,
    Assignment,
    Attachment,
    Author,
    Call,
    Conflict,
    Criterion,
    Decision,
    DepartmentReferent,
    Document,
    Inquiry,
    Milestone,
    Reviewer,
    ReviewPhase,
    Rule,
    Section,
)
from maillage.programmes.models import Programme

SINCE = date(2025, 9, 1)


def call_parts(programme: Programme, slug: str, user: User) -> dict[str, Any]:
    """A call that is open, and an application that somebody sent."""
    now = timezone.now()
    call = Call.objects.create(
        programme=programme,
        title="Appel",
        slug=f"appel-{slug}",
        summary="Dix places.",
        contact_email="appel@exemple.fr",
        opens_at=now - timedelta(days=9),
        closes_at=now + timedelta(days=9),
        published_at=now,
    )
    application = Application.objects.create(
        call=call, name=f"Cité {slug}", department="93", state="SUBMITTED", submitted_at=now
    )
    author = Author.objects.create(application=application, user=user)
    file = Attachment(application=application, question="file", name="lettre.pdf", kind="pdf", size=4)
    file.file.save(f"{slug}.pdf", ContentFile(b"%PDF"))
    referent = DepartmentReferent.objects.create(call=call, department="93", user=user)
    return (
        _page_parts(call)
        | _review_parts(call, application, user)
        | _composition_parts(call, application)
        | {
            "call": call.slug,
            "application": application.reference,
            "author": author.pk,
            "attachment": file.pk,
            "referent": referent.pk,
            "question": "referent",
            "section": "moyens",
        }
    )


def _composition_parts(call: Call, application: Application) -> dict[str, Any]:
    """A rule, and a decision that is pending."""
    rule = Rule.objects.create(call=call, kind="DISTINCT", trait="region", at_least=1)
    decision = Decision.objects.create(
        application=application,
        outcome="REFUSED",
        reason="Une raison.",
        subject="Une réponse",
        letter="Bonjour.",
    )
    return {"composition_rule": rule.pk, "decision": decision.pk}


def _review_parts(call: Call, application: Application, user: User) -> dict[str, Any]:
    """A review of that application: its phase, its grid, somebody who reads it, advice asked."""
    now = timezone.now()
    phase = ReviewPhase.objects.create(
        call=call, label="Lecture", starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1)
    )
    levels = [{"value": 0, "label": "Fragile"}, {"value": 1, "label": "Solide"}]
    criterion = Criterion.objects.create(call=call, key="objectifs", label="Objectifs", levels=levels)
    reviewer = Reviewer.objects.create(call=call, user=user)
    assignment = Assignment.objects.create(reviewer=reviewer, application=application)
    conflict = Conflict.objects.create(
        reviewer=reviewer, application=application, level="SOFT", source="DECLARED", reason="Un lien"
    )
    advice = Advice.objects.create(
        application=application, email=user.email, capacity="Rectorat", token_digest=call.slug
    )
    return {
        "review_phase": phase.pk,
        "criterion": criterion.pk,
        "reviewer": reviewer.pk,
        "assignment": assignment.pk,
        "conflict": conflict.pk,
        "advice": advice.pk,
    }


def _page_parts(call: Call) -> dict[str, Any]:
    """What the page of a call is made of."""
    part = Section.objects.create(call=call, title="La méthode", body="Un texte.")
    milestone = Milestone.objects.create(call=call, label="Réunion", on=SINCE)
    inquiry = Inquiry.objects.create(call=call, question="Pour qui\u202f?")
    document = Document(call=call, title="Une note", name="note.pdf", kind="pdf", size=4)
    document.file.save(f"note-{call.slug}.pdf", ContentFile(b"%PDF"))
    return {"part": part.pk, "milestone": milestone.pk, "inquiry": inquiry.pk, "document": document.pk}
