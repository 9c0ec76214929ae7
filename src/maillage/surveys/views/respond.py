"""What a respondent sees: a link or a code opens the sheet, one idea a screen, then a receipt.

Opening a link changes nothing (mail scanners open links too): a button does, and the token leaves the address.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from maillage.core.guards import holding, public
from maillage.surveys import carried as hand
from maillage.surveys import tokens
from maillage.surveys.carried import Carried
from maillage.surveys.interface import LANGUAGES, direction
from maillage.surveys.kinds._words import refusal, retold
from maillage.surveys.models import Mode, Sheet
from maillage.surveys.queries import sheets as reading
from maillage.surveys.queries import votes
from maillage.surveys.ratelimit import too_many_tries
from maillage.surveys.services import sheets as services

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@public
@never_cache
@gzip_page
@get_or_post
def start(request: HttpRequest, token: str) -> HttpResponseBase:
    """A personal link, or the link of a poster: who asks, why, and a button to begin."""
    door = reading.door_of(token)
    if door is None:
        return _unknown(request)
    if request.method == "POST" or door.is_withdrawn:
        return _begin(request, door, language=_language(request, door))
    context = {
        "door": door,
        "begun": door.is_begun,
        **_spoken(_language(request, door)),
        "languages": [(code, LANGUAGES[code]) for code in door.languages],
    }
    return render(request, "surveys/respond/start.html", context)


@public
@never_cache
@get_or_post
def type_code(request: HttpRequest) -> HttpResponseBase:
    """The code of a letter, typed."""
    if request.method != "POST":
        return _code(request, carried=hand.taken(request), assisted="accompagne" in request.GET)
    code = tokens.read_code(request.POST.get("code", "")[:40])
    if code is None:
        return _unknown(request, typed=True)
    if too_many_tries(request):
        return _code(request, error="slowly", status=429, assisted=request.POST.get("assisted"))
    door = reading.door_of_code(code)
    return (
        _unknown(request, typed=True)
        if door is None
        else _begin(request, door, language=_language(request, door))
    )


def _unknown(request: HttpRequest, *, typed: bool = False) -> HttpResponse:
    """The same page, status and words for what never was, is over, or was replaced."""
    assisted = typed and request.POST.get("assisted")
    return _code(request, error="unknown", status=200 if typed else 404, assisted=assisted)


def _code(request: HttpRequest, *, error: str = "", status: int = 200, **more: Any) -> HttpResponse:
    """Where a code is typed, in the language of the browser or the one chosen there."""
    language = _language(request)
    context = {
        **_spoken(language),
        "languages": list(LANGUAGES.items()),
        "error": retold(refusal(error), language) if error else None,
        **more,
    }
    return render(request, "surveys/respond/code.html", context, status=status)


def _begin(request: HttpRequest, door: reading.Door, *, language: str) -> HttpResponseBase:
    if door.is_withdrawn:
        return render(request, "surveys/respond/withdrawn.html", _spoken(language))
    sheet = services.start_sheet(
        wave=door.wave,
        participation=door.participation,
        questionnaire=door.questionnaire,
        language=language,
        path="full" if request.POST.get("path") == "full" else "short",
        mode=Mode.ASSISTED if request.POST.get("assisted") else Mode.ALONE,
    )
    response = _onward(sheet)
    hand.put(response, sheet, invitation=door.invitation)
    return response


def _onward(sheet: Sheet) -> HttpResponseBase:
    """Where one was: the first screen without an answer, or the end."""
    if sheet.submitted_at:
        return redirect("respond:thanks")
    page = reading.page_for(sheet)
    return redirect("respond:screen", number=page.waiting) if page.waiting else redirect("respond:review")


def _language(request: HttpRequest, door: reading.Door | None = None) -> str:
    """The language chosen; else that of the sheet begun, whoever's phone this is; else the first one of the browser
    that is spoken here; else French.
    """
    spoken = door.languages if door else list(LANGUAGES)
    chosen = request.POST.get("language") or request.GET.get("langue") or (door.begun_in if door else "")
    shown = request.POST.get("langue") or request.headers.get("Accept-Language", "")[:200]
    wanted = [chosen] if chosen else shown.split(",")
    codes = (each.split(";")[0].strip().lower().split("-")[0] for each in wanted)
    return next((code for code in codes if code in spoken), "fr")


@holding(hand.carrying, otherwise="respond:code")
@never_cache
def sheet(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """A sheet taken up again."""
    return _onward(carried.sheet)


@holding(hand.carrying, otherwise="respond:code")
@never_cache
@gzip_page
@get_or_post
def screen(request: HttpRequest, carried: Carried, number: int) -> HttpResponseBase:
    """One idea: show it, or save it and go on."""
    if carried.sheet.submitted_at:
        return _sent_meanwhile(request, carried)
    page = reading.page_for(carried.sheet)
    here = page.answered(number, request.POST) or page.at(number)
    if here is None:
        raise Http404
    error = None
    if request.method == "POST":
        try:
            saved = _save(request, carried, page, here)
        except ValidationError as refused:
            error = retold(refused, carried.sheet.language)
        else:
            return after_saving(page, here, saved)
    context = page.context(here, draft=request.POST if error else None, error=error) | {
        "key": uuid.uuid4(),
        "crossed": request.GET.get("croise") == "1",
        "refused": error,
    }
    return render(request, "surveys/respond/screen.html", context, status=422 if error else 200)


def _sent_meanwhile(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """The sheet was sent from elsewhere: a screen that comes now is not kept, and that is said."""
    response = redirect("respond:thanks")
    if request.method == "POST" and not reading.is_saved(carried.sheet, _uuid(request.POST.get("key", ""))):
        response["Location"] += "?deja=1"
    return response


def _save(request: HttpRequest, carried: Carried, page: reading.Page, here: Any) -> services.Saved:
    """Save the screen."""
    skipped = "skip" in request.POST and not here.question.required
    return services.save_entry(
        sheet=carried.sheet,
        question=here.question.key,
        value={} if skipped else page.read(here, request.POST),
        merge=services.keep_old if skipped else page.merge(here),
        key=_uuid(request.POST.get("key", "")),
        seen=_number(request.POST.get("seen", "0")),
        device=carried.device,
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()  # a form without its key is saved all the same: better twice in the log than lost


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def after_saving(page: reading.Page, here: Any, saved: services.Saved) -> HttpResponseBase:
    """On to the next screen; to the first without an answer when another device has moved this one meanwhile."""
    moved = here != page.with_values(saved.before).at(here.number)
    page = page.with_values(saved.before | {here.question.key: saved.entry.value})
    last = here.number >= len(page.screens)
    number = page.waiting if moved else None if last else here.number + 1
    target = redirect("respond:screen", number=number) if number else redirect("respond:review")
    if saved.other is not None:
        target["Location"] += "?croise=1"
    return target


@holding(hand.carrying, otherwise="respond:code")
@never_cache
@gzip_page
@get_or_post
def review(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """Everything said, then send."""
    sending = request.method == "POST"
    # Sent again, when the answer was lost on its way or the button pressed twice: the same receipt, to the same browser.
    if carried.sheet.submitted_at and not (sending and reading.has_filled(carried.sheet, carried.device)):
        return redirect("respond:thanks")
    if sending:
        services.send_sheet(sheet=carried.sheet)
        response = redirect("respond:thanks")
        hand.put(response, carried.sheet, device=carried.device, invited=carried.invitation, proven=True)
        return response
    page = reading.page_for(carried.sheet)
    return render(
        request,
        "surveys/respond/review.html",
        {"page": page, "crossed": request.GET.get("croise"), **_tongue(carried)},
    )


@holding(hand.carrying, otherwise="respond:code")
@never_cache
@gzip_page
@get_or_post
def thanks(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """Thank you; the receipt and one's own sheet for whoever sent it, or types the receipt."""
    if not carried.sheet.submitted_at:
        return redirect("respond:sheet")
    error = None
    if request.method == "POST":
        try:
            return _with_receipt(request, carried)
        except ValidationError as refused:
            error = retold(refused, carried.sheet.language)
    proven = carried.proven
    context = {
        "carried": carried,
        "error": error,
        "receipt": tokens.printed(tokens.receipt_of(carried.sheet.public_id)) if proven else "",
        "page": reading.page_for(carried.sheet) if proven else None,
        "already": request.GET.get("deja") == "1",
        "conversation": votes.open_conversation_of(carried.sheet),
        **_tongue(carried),
    }
    return render(request, "surveys/respond/thanks.html", context, status=422 if error else 200)


def _tongue(carried: Carried) -> dict[str, str]:
    return _spoken(carried.sheet.language)


def _spoken(language: str) -> dict[str, str]:
    return {"language": language, "direction": direction(language)}


def _with_receipt(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """See, correct or take back what was sent: the receipt is the second proof."""
    typed = request.POST.get("receipt", "")[:40]
    action = request.POST.get("action", "see")
    if action == "withdraw":
        services.withdraw_sheet(sheet=carried.sheet, receipt=typed)
        response = render(request, "surveys/respond/withdrawn.html", _tongue(carried))
        hand.drop(response)
        return response
    if action == "correct":
        services.reopen_sheet(sheet=carried.sheet, receipt=typed)
        response = redirect("respond:review")
    else:
        services.check_receipt(sheet=carried.sheet, receipt=typed)
        response = redirect("respond:thanks")
    hand.put(response, carried.sheet, device=carried.device, invited=carried.invitation, proven=True)
    return response


@holding(hand.carrying, otherwise="respond:code")
@require_http_methods(["POST"])
def leave(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """Hand the phone to the next person: nothing stays in this browser. With a mediator, the next one is helped too."""
    response = redirect("respond:code")
    if carried.sheet.mode == Mode.ASSISTED:
        response["Location"] += "?accompagne=1"
    hand.drop(response)
    response["Clear-Site-Data"] = '"storage"'
    return response
