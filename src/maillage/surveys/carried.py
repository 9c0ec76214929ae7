"""What the browser of a respondent carries: which sheet, from which device, nothing else. No account, no session row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from maillage.surveys.models import Invitation, Sheet

NAME: Final = "__Host-feuille" if settings.HTTPS else "feuille"
HOURS: Final = 12
SALT: Final = "maillage.feuille"


@dataclass(frozen=True)
class Carried:
    """The sheet in hand. `proven`: this browser sent it, or gave its receipt."""

    sheet: Sheet
    device: str
    invitation: int | None
    proven: bool


def put(
    response: HttpResponseBase,
    sheet: Sheet,
    *,
    invitation: Invitation | None = None,
    device: str = "",
    invited: int | None = None,
    proven: bool = False,
) -> None:
    """Hand the sheet to this browser for half a day."""
    held = {
        "s": str(sheet.public_id),
        "d": device or secrets.token_hex(4),
        "i": invitation.pk if invitation else invited,
        "p": proven,
    }
    response.set_cookie(
        NAME, signing.dumps(held, salt=SALT), max_age=HOURS * 3600,
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip


def drop(response: HttpResponseBase) -> None:
    """Leave nothing in this browser."""
    response.delete_cookie(NAME)


def taken(request: HttpRequest) -> Carried | None:
    """The sheet in hand; None when there is none, or when its link has been revoked."""
    try:
        held: dict[str, Any] = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    sheet = (
        Sheet.objects.select_related("wave__territory", "participation__actor")
        .filter(public_id=held["s"], withdrawn_at__isnull=True)
        .first()
    )
    if sheet is None or (held["i"] and not _alive(held["i"])):
        return None
    return Carried(sheet, held["d"], held["i"], bool(held["p"]))


def _alive(invitation: int) -> bool:
    return Invitation.objects.filter(pk=invitation, revoked_at__isnull=True).exists()


def carrying(request: HttpRequest, **_: Any) -> dict[str, object] | None:
    """For the guard: the sheet in hand."""
    found = taken(request)
    return None if found is None else {"carried": found}
