"""Who reads the applications of a Département once they are shared, and how they learn of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.accounts.services import invite_user
from maillage.calls.models import Application, Call, DepartmentReferent
from maillage.calls.queries.filing import shared_with
from maillage.calls.services.drafts import absolute
from maillage.core import outbox
from maillage.programmes.services import save_checked
from maillage.territories.geography import DEPARTMENTS


@transaction.atomic
def add_referent(*, call: Call, department: str, email: str, full_name: str) -> DepartmentReferent:
    """Somebody more reads the shared applications of a Département."""
    code = department.strip().upper()
    if code not in DEPARTMENTS:
        raise ValidationError(
            {"department": "Ce code de département n’existe pas. Écrivez par exemple 93, 2A ou 974."}
        )
    user = invite_user(email=email, full_name=full_name)
    made = DepartmentReferent(call=call, department=code, user=user)
    save_checked(made)
    there = shared_with(user).filter(call=call).count()
    _write(made, kind="referent_added", subject="Les candidatures de votre Département", count=there)
    return made


@transaction.atomic
def remove_referent(*, referent: DepartmentReferent) -> None:
    """They read no longer, at once."""
    referent.delete()


def tell_referents(*, application: Application) -> None:
    """An application can now be read by the referents of its Département: each is told once."""
    if application.shared_at is None or application.submitted_at is None:
        return
    for each in DepartmentReferent.objects.filter(
        call=application.call_id, department=application.department
    ).select_related("user", "call__programme"):
        subject = "Une candidature est montrée à votre Département"
        _write(each, kind="application_shared", subject=subject, application=application)


def _write(
    referent: DepartmentReferent,
    *,
    kind: str,
    subject: str,
    count: int = 0,
    application: Application | None = None,
) -> None:
    outbox.post(
        kind=kind,
        recipient=referent.user.email,
        subject=subject,
        body=render_to_string(
            "calls/mail/referent.txt",
            {
                "referent": referent,
                "call": referent.call,
                "count": count,
                "application": application,
                "url": absolute(reverse("applications:shared")),
            },
        ),
        scope=f"{referent.pk}:{application.pk if application else 0}",
        space=referent.call.programme.slug,
    )
