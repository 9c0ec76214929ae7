"""Who may open the Club. A sheet one may not open does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.club.models import Practice, PracticeState
from maillage.club.queries import clubs_of, may_read_as_peer, practices_of
from maillage.programmes.queries import is_facilitator


def can_see_club(user: Any, *, programme: str, **_: Any) -> dict[str, Any]:
    """Whoever holds a role on a territory of the programme today, and its facilitators."""
    if not user.is_authenticated:
        raise Http404
    return {"programme": get_object_or_404(clubs_of(user), slug=programme)}


def can_see_practice(user: Any, *, programme: str, practice: int, **_: Any) -> dict[str, Any]:
    """What is proposed or published; a draft, for its authors and the facilitators."""
    place = can_see_club(user, programme=programme)["programme"]
    return {"programme": place, "practice": get_object_or_404(practices_of(place, user), pk=practice)}


def can_write_practice(user: Any, *, programme: str, practice: int, **_: Any) -> dict[str, Any]:
    """Its authors, and the facilitators."""
    found = can_see_practice(user, programme=programme, practice=practice)
    if not (found["practice"].is_mine or is_facilitator(user, found["programme"])):
        raise Http404
    return found


def can_read_as_peer(user: Any, *, programme: str, practice: int, **_: Any) -> dict[str, Any]:
    """Somebody of another territory, who does not write it."""
    found = can_see_practice(user, programme=programme, practice=practice)
    sheet: Practice = found["practice"]
    if sheet.state == PracticeState.DRAFT or may_read_as_peer(user, sheet) is None:
        raise Http404
    return found


def can_publish_practice(user: Any, *, programme: str, practice: int, **_: Any) -> dict[str, Any]:
    """The facilitators."""
    found = can_see_practice(user, programme=programme, practice=practice)
    if not is_facilitator(user, found["programme"]):
        raise Http404
    return found
