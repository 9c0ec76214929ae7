"""The applications as the organiser and the Département find them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.calls.models import Application, ApplicationState, Call, DepartmentReferent


def filed(call: Call) -> QuerySet[Application]:
    """Applications that were sent and not withdrawn: what the jury reads."""
    return Application.objects.filter(
        call=call, state__in=[ApplicationState.SUBMITTED, ApplicationState.CORRECTING]
    )


def rows_of(call: Call) -> QuerySet[Application]:
    """Every application that was sent, withdrawn ones included, with what its row says; one query."""
    live = Count("attachments", filter=Q(attachments__removed_at__isnull=True), distinct=True)
    return (
        Application.objects.filter(call=call, submitted_at__isnull=False)
        .select_related("support")
        .annotate(files=live, sendings=Count("submissions", distinct=True))
        .order_by("name", "pk")
    )


def drafts_of(call: Call) -> int:
    """How many are being written. Which ones, and what they say, belongs to their authors."""
    return Application.objects.filter(call=call, state=ApplicationState.DRAFT).count()


def has_referent(application: Application) -> bool:
    """Whether somebody would read it for its Département."""
    return DepartmentReferent.objects.filter(
        call=application.call_id, department=application.department
    ).exists()


def shared_with(user: Any) -> QuerySet[Application]:
    """Applications that a referent of a Département may read: of that département, sent, and shared."""
    if not user.is_authenticated:
        return Application.objects.none()
    mine = Q()
    for call, department in user.referred_calls.values_list("call", "department"):
        mine |= Q(call=call, department=department)
    if not mine:
        return Application.objects.none()
    shared = Application.objects.filter(mine, shared_at__isnull=False, submitted_at__isnull=False)
    return shared.exclude(state=ApplicationState.WITHDRAWN).select_related("call").order_by("name", "pk")
