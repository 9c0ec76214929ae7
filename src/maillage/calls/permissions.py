"""Who may open the pages of a call. A call or an application one has no part in does not exist: 404."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from maillage.calls.models import Application, Call
from maillage.programmes.permissions import can_manage_programme


def can_manage_calls(user: Any, *, programme: str, **_: Any) -> dict[str, Any]:
    """Facilitators of the programme."""
    return can_manage_programme(user, programme=programme)


def can_manage_call(user: Any, *, programme: str, call: str, **_: Any) -> dict[str, Any]:
    """Facilitators, on one call of their programme."""
    found = can_manage_programme(user, programme=programme)
    one = Call.objects.filter(programme=found["programme"], slug=call).first()
    if one is None:
        raise Http404
    return found | {"call": one}


def can_manage_application(
    user: Any, *, programme: str, call: str, application: UUID, **_: Any
) -> dict[str, Any]:
    """Facilitators, on one application of their call, once it was sent: a draft belongs to its authors."""
    found = can_manage_call(user, programme=programme, call=call)
    one = Application.objects.filter(
        call=found["call"], reference=application, submitted_at__isnull=False
    ).first()
    if one is None:
        raise Http404
    one.call = found["call"]
    return found | {"application": one}


def can_write_application(user: Any, *, application: UUID, **_: Any) -> dict[str, Any]:
    """Its authors."""
    one = (
        Application.objects.filter(reference=application, authors__user=user)
        .select_related("call__programme")
        .first()
    )
    if one is None:
        raise Http404
    return {"application": one}
