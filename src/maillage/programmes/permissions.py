"""Who may open the pages of a programme. A programme one has no part in does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from maillage.core.models import Mail
from maillage.programmes.models import HeldText, Partner, Phase, Programme, ProgrammeRole
from maillage.programmes.queries import facilitated_by, mails_of, visible_to


def _one(found: Programme | None) -> dict[str, Any]:
    if found is None:
        raise Http404
    return {"programme": found}


def can_see_programme(user: Any, *, programme: str, **_: Any) -> dict[str, Any]:
    """Facilitators, national coordination, and whoever holds a role on one of its territories."""
    return _one(visible_to(user).filter(slug=programme).first())


def can_manage_programme(user: Any, *, programme: str, **_: Any) -> dict[str, Any]:
    """Facilitators of the programme."""
    return _one(facilitated_by(user).filter(slug=programme).first())


def _part(model: Any, user: Any, programme: str, name: str, pk: int) -> dict[str, Any]:
    found = can_manage_programme(user, programme=programme)
    part = model.objects.filter(programme=found["programme"], pk=pk).first()
    if part is None:
        raise Http404
    return found | {name: part}


def can_manage_phase(user: Any, *, programme: str, phase: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one phase of their programme."""
    return _part(Phase, user, programme, "phase", phase)


def can_manage_partner(user: Any, *, programme: str, partner: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one partner of their programme."""
    return _part(Partner, user, programme, "partner", partner)


def can_manage_programme_role(user: Any, *, programme: str, role: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one dated role of their programme."""
    return _part(ProgrammeRole, user, programme, "role", role)


def can_decide_on_text(user: Any, *, programme: str, held: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one held text of their programme."""
    return _part(HeldText, user, programme, "held", held)


def can_retry_mail(user: Any, *, programme: str, mail: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one mail of their programme."""
    found = can_manage_programme(user, programme=programme)
    one: Mail | None = mails_of(found["programme"]).filter(pk=mail).first()
    if one is None:
        raise Http404
    return found | {"mail": one}
