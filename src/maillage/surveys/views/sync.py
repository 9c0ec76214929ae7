"""What the scripts of a respondent's page talk to: screens received by the handful, and the sheet to go on without a network.

The address and the shape of an envoy never change: a page kept by a phone since an older version still sends (`version`).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from maillage.core.guards import holding, public
from maillage.surveys import carried as hand
from maillage.surveys import tokens
from maillage.surveys.carried import Carried
from maillage.surveys.interface import LANGUAGES, direction
from maillage.surveys.kinds import kinds
from maillage.surveys.kinds._words import retold
from maillage.surveys.queries import offline
from maillage.surveys.queries import sheets as reading
from maillage.surveys.screens import Screen
from maillage.surveys.services import sheets as services
from maillage.surveys.views.respond import after_saving

MOST: Final = 50  # screens in one envoy
FILES: Final = (
    "core/sign.svg",
    "core/childtext.js",
    "surveys/respond.css",
    "surveys/keep.js",
    "surveys/respond.js",
    "surveys/shell.js",
)
UNREADABLE: Final = "Cet envoi ne se lit pas."


@holding(hand.carrying, otherwise="respond:code")
@never_cache
@require_POST
def receive(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """Save screens, each under its own key, then send the sheet when it is asked for. Sent twice, it is kept once."""
    envoy = _envoy(request)
    if envoy is None:
        return JsonResponse({"maillage": 1, "error": UNREADABLE}, status=400)
    if envoy["sheet"] != str(carried.sheet.public_id):
        return JsonResponse({"maillage": 1, "error": "Une autre feuille est ouverte."}, status=409)
    page = reading.page_for(carried.sheet)
    results = [_received(carried, page, item) for item in envoy["items"][:MOST]]
    answer: dict[str, Any] = {"maillage": 1, "sheet": envoy["sheet"], "items": results}
    if not envoy.get("send") or not all(each["saved"] for each in results):
        return JsonResponse(answer)
    if carried.sheet.submitted_at and not reading.has_filled(carried.sheet, carried.device):
        return JsonResponse({**answer, "over": True})
    receipt = services.send_sheet(sheet=carried.sheet)
    response = JsonResponse({**answer, "receipt": tokens.printed(receipt)})
    carried.sheet.refresh_from_db()
    hand.put(response, carried.sheet, device=carried.device, invited=carried.invitation, proven=True)
    return response


def _envoy(request: HttpRequest) -> dict[str, Any] | None:
    try:
        found = json.loads(request.body)
    except ValueError:
        return None
    whole = isinstance(found, dict) and isinstance(found.get("items"), list) and found.get("version") == 1
    return found if whole and all(isinstance(each, dict) for each in found["items"]) else None


def _received(carried: Carried, page: reading.Page, item: dict[str, Any]) -> dict[str, Any]:
    """What became of one screen. A screen refused says why, and where it is corrected; the others are saved all the same."""
    number = _whole(item.get("number"), 1)
    try:
        data, key = _form(item), uuid.UUID(item["key"])
        here = page.answered(number, data)
        if here is None:
            raise ValidationError(UNREADABLE)
        saved = _save(carried, page, here, item, key=key, data=data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"key": item.get("key"), "saved": False, "error": UNREADABLE, "next": reverse("respond:sheet")}
    except ValidationError as refusal:
        return {
            "key": item["key"],
            "saved": False,
            "error": str(retold(refusal, carried.sheet.language)),
            "over": getattr(refusal, "code", "") == services.SENT,
            "next": reverse("respond:screen", args=[max(number, 1)]),
        }
    result = {
        "key": item["key"],
        "saved": True,
        "revision": saved.entry.revision,
        "crossed": saved.other is not None,
    }
    if item.get("done"):
        result["next"] = after_saving(page, here, saved)["Location"]
    return result


def _whole(found: Any, default: int) -> int:
    return found if type(found) is int else default


def _form(item: dict[str, Any]) -> QueryDict:
    """The form of a screen, as the browser would have posted it."""
    data = QueryDict(mutable=True)
    for name, value in item["data"]:
        data.appendlist(str(name), str(value))
    data["asked"], data["about"] = str(item["asked"]), str(item.get("about", ""))
    return data


def _save(
    carried: Carried,
    page: reading.Page,
    here: Screen,
    item: dict[str, Any],
    *,
    key: uuid.UUID,
    data: QueryDict,
) -> services.Saved:
    """A screen left is read as if it were posted; one that is being filled may lack answers."""
    kind = kinds()[here.question.kind]
    skipped = "skip" in data and not here.question.required
    if skipped:
        value: Any = {}
    elif item.get("done"):
        value = page.read(here, data)
    else:
        asked = page.asked(here)
        value = kind.clean(kind.draft(asked, data), asked)
    return services.save_entry(
        sheet=carried.sheet,
        question=here.question.key,
        value=value,
        merge=services.keep_old if skipped else page.merge(here),
        key=key,
        seen=_whole(item.get("seen"), 0),
        device=carried.device,
    )


@holding(hand.carrying, otherwise="respond:code")
@never_cache
@gzip_page
@require_GET
def pack(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """The whole sheet, for a phone that may lose its network."""
    return JsonResponse(offline.pack_of(reading.page_for(carried.sheet)))


@public
@never_cache
@require_GET
def shell(request: HttpRequest) -> HttpResponseBase:
    """The frame in which a phone without a network draws its sheet. It says nothing of anybody."""
    return render(
        request, "surveys/respond/shell.html", {"languages": [(code, direction(code)) for code in LANGUAGES]}
    )


@public
@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponseBase:
    """What answers in the place of the network, under /r/ only."""
    files = [static(name) for name in FILES]
    version = hashlib.sha256(" ".join(files).encode()).hexdigest()[:12]
    context = {"files": files, "version": version, "shell": reverse("respond:shell")}
    response = render(request, "surveys/respond/worker.js", context, content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/r/"
    return response
