"""What the browser of a respondent carries: which sheet, from which device, nothing else. No account, no session row."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from maillage.surveys.models import Invitation, Mode, Sheet, Wave

NAME: Final = "__Host-feuille" if settings.HTTPS else "feuille"
HOURS: Final = 12
DAYS: Final = 7  # for one's own sheet, not sent yet: as long as a phone keeps what could not leave
SALT: Final = "maillage.feuille"
# Named one by one: on PostgreSQL, a prepared `*` breaks when a column is added.
SHEET: Final = ", ".join(f"sheet.{each.attname}" for each in Sheet._meta.concrete_fields)


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
    """Hand the sheet to this browser: for a week until it is sent, for half a day on a mediator's."""
    held = {
        "s": str(sheet.public_id),
        "d": device or secrets.token_hex(4),
        "i": invitation.pk if invitation else invited,
        "p": proven,
    }
    response.set_cookie(
        NAME, signing.dumps(held, salt=SALT), max_age=_seconds(sheet),
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip


def _seconds(sheet: Sheet) -> int:
    waiting = sheet.submitted_at is None and sheet.mode == Mode.ALONE
    return 3600 * (24 * DAYS if waiting else HOURS)


def secret_of(sheet: Sheet) -> str:
    """The key with which a browser closes what it keeps of this sheet: never stored, neither here nor there."""
    return base64.b64encode(salted_hmac(SALT, str(sheet.public_id), algorithm="sha256").digest()).decode()


def drop(response: HttpResponseBase) -> None:
    """Leave nothing in this browser."""
    response.delete_cookie(NAME)


def taken(request: HttpRequest) -> Carried | None:
    """The sheet in hand; None when there is none, or when its link has been revoked."""
    try:
        held = _read(request, 24 * DAYS * 3600)
        sheet = _sheet(uuid.UUID(held["s"]), held["i"])
        if sheet is None:
            return None
        if _seconds(sheet) < 24 * DAYS * 3600:
            _read(request, _seconds(sheet))
    except signing.BadSignature:
        return None
    return Carried(sheet, held["d"], held["i"], bool(held["p"]))


def _sheet(public_id: uuid.UUID, invitation: int | None) -> Sheet | None:
    """The sheet, unless it was taken back or the invitation it was opened with is no longer good.

    Written out because every page of a respondent begins with it: Django takes longer to write it than the base to answer.
    """
    found = Sheet.objects.raw(
        f"SELECT {SHEET}, number, territory_id, blocks FROM surveys_sheet AS sheet"
        " JOIN surveys_wave AS wave ON wave.id = sheet.wave_id"
        " WHERE public_id = %s AND withdrawn_at IS NULL AND (%s OR EXISTS"
        " (SELECT 1 FROM surveys_invitation WHERE id = %s AND revoked_at IS NULL))",
        [public_id.hex, not invitation, invitation or 0],
    )
    for sheet in found:
        read = vars(sheet)
        known = [sheet.wave_id, read["territory_id"], read["number"], json.loads(read["blocks"])]
        # In the order of the model; the rest of the wave is read if it is asked for.
        sheet.wave = Wave.from_db(sheet._state.db, ["id", "territory_id", "number", "blocks"], known)
        return sheet
    return None


def _read(request: HttpRequest, seconds: int) -> dict[str, Any]:
    found: dict[str, Any] = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=seconds)
    return found


def carrying(request: HttpRequest, **_: Any) -> dict[str, object] | None:
    """For the guard: the sheet in hand."""
    found = taken(request)
    return None if found is None else {"carried": found}
