"""Who may open a workshop. What a table writes is opened by its own link, without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingFile,
    MinutesRevision,
    Registration,
    Table,
    Workshop,
)
from maillage.territories.permissions import can_manage_territory, can_propose_actor, can_see_territory


def can_see_workshop(user: Any, *, territory: str, workshop: int, **_: Any) -> dict[str, Any]:
    """Any member of the territory."""
    found = can_see_territory(user, territory=territory)
    return found | {"workshop": get_object_or_404(Workshop, pk=workshop, territory=found["territory"])}


def can_manage_workshop(user: Any, *, territory: str, workshop: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme."""
    found = can_manage_territory(user, territory=territory)
    return found | {"workshop": get_object_or_404(Workshop, pk=workshop, territory=found["territory"])}


def can_manage_table(user: Any, *, territory: str, workshop: int, table: int, **_: Any) -> dict[str, Any]:
    """The same people, for one table of the workshop."""
    found = can_manage_workshop(user, territory=territory, workshop=workshop)
    return found | {"table": get_object_or_404(Table, pk=table, workshop=found["workshop"])}


def can_see_meeting(user: Any, *, territory: str, meeting: int, **_: Any) -> dict[str, Any]:
    """Any member of the territory."""
    found = can_see_territory(user, territory=territory)
    return found | {"meeting": get_object_or_404(Meeting, pk=meeting, territory=found["territory"])}


def can_manage_meeting(user: Any, *, territory: str, meeting: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme: they read the names of who registered."""
    found = can_manage_territory(user, territory=territory)
    return found | {"meeting": get_object_or_404(Meeting, pk=meeting, territory=found["territory"])}


def can_write_meeting(user: Any, *, territory: str, meeting: int, **_: Any) -> dict[str, Any]:
    """Whoever contributes locally writes the minutes with the others."""
    found = can_propose_actor(user, territory=territory)
    return found | {"meeting": get_object_or_404(Meeting, pk=meeting, territory=found["territory"])}


def can_read_point(user: Any, *, territory: str, meeting: int, point: int, **_: Any) -> dict[str, Any]:
    """Every version of a point, for those who write."""
    found = can_write_meeting(user, territory=territory, meeting=meeting)
    return found | {"point": get_object_or_404(AgendaItem, pk=point, meeting=found["meeting"])}


def can_open_file(user: Any, *, territory: str, meeting: int, piece: int, **_: Any) -> dict[str, Any]:
    """Any member; the photo of the attendance sheet holds names, and is for those who lead."""
    found = can_see_meeting(user, territory=territory, meeting=meeting)
    piece_found = get_object_or_404(MeetingFile, pk=piece, meeting=found["meeting"])
    if piece_found.sort == MeetingFile.Sort.SHEET:
        can_manage_meeting(user, territory=territory, meeting=meeting)
    return found | {"piece": piece_found}


def _mine(name: str, model: type[Model], where: str) -> Callable[..., dict[str, Any]]:
    """One thing of a meeting, whose number is in the address, for those who lead."""

    def may(user: Any, *, territory: str, meeting: int, **numbers: Any) -> dict[str, Any]:
        found = can_manage_meeting(user, territory=territory, meeting=meeting)
        part = model._default_manager.filter(**{where: found["meeting"], "pk": numbers[name]}).first()
        if part is None:
            raise Http404
        return found | {name: part}

    may.__name__ = f"can_erase_{name}"
    return may


can_erase_registration = _mine("registration", Registration, "meeting")
can_erase_revision = _mine("revision", MinutesRevision, "item__meeting")
can_erase_piece = _mine("piece", MeetingFile, "meeting")
can_withdraw_decision = _mine("settled", Decision, "meeting")
