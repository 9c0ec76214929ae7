"""Typing paper sheets back, with the keyboard only: a number, the keys of the boxes, Enter to read over, Enter to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.core.guards import allowed
from maillage.surveys.models import Wave
from maillage.surveys.paper.numbers import printed, read_number
from maillage.surveys.permissions import can_manage_wave
from maillage.surveys.queries import paper as reading
from maillage.surveys.services import paper as services
from maillage.territories.models import Territory

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _go(name: str, territory: Territory, wave: Wave, **more: Any) -> HttpResponse:
    return redirect(f"surveys:{name}", territory=territory.slug, wave=wave.number, **more)


@allowed(can_manage_wave)
@never_cache
@get_or_post
def index(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """The number of the next sheet; those to type twice, those to settle, and how many differences were found."""
    error = ""
    if request.method == "POST":
        number = read_number(request.POST.get("number", "")[:40], wave)
        if number and reading.paper_for(wave, number):
            return _go("paper_entry", territory, wave, sheet=number)
        error = "Ce numéro n’est pas celui d’une feuille de cette vague. Relisez-le : il est en haut de chaque page."
        error = error.replace(" :", "\u00a0:")
    state = reading.entered(wave)
    context = {
        "territory": territory,
        "wave": wave,
        "state": state,
        "to_repeat": [(each, printed(each)) for each in state.to_repeat],
        "to_settle": [(each, printed(each)) for each in state.to_settle],
        "error": error,
        "typed": request.POST.get("number", "")[:20],
    }
    return render(request, "surveys/paper/index.html", context, status=422 if error else 200)


def _layout(wave: Wave, sheet: str) -> tuple[str, str, reading.Paper]:
    """The number, whose sheet it is, and what it asks; 404 for a number that is none."""
    number = read_number(sheet[:40], wave)
    found = reading.paper_for(wave, number) if number else None
    if number is None or found is None:
        raise Http404
    return number, found[0].actor.name if found[0] else "", found[1]


@allowed(can_manage_wave)
@never_cache
@get_or_post
def entry(request: HttpRequest, territory: Territory, wave: Wave, sheet: str) -> HttpResponse:
    """A sheet, typed back."""
    return _type(request, territory, wave, sheet, again=False)


@allowed(can_manage_wave)
@never_cache
@get_or_post
def again(request: HttpRequest, territory: Territory, wave: Wave, sheet: str) -> HttpResponse:
    """The same sheet, typed a second time without seeing the first."""
    return _type(request, territory, wave, sheet, again=True)


def _type(request: HttpRequest, territory: Territory, wave: Wave, sheet: str, *, again: bool) -> HttpResponse:
    number, actor, layout = _layout(wave, sheet)
    typed = {key: request.POST.get(key, "") for key in layout.fields}
    errors: dict[str, list[str]] = {}
    words: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            if request.POST.get("action") == "save":
                return _keep(request, territory, wave, number, typed, again=again)
            words = layout.words(layout.read(typed))
        except ValidationError as refusal:
            errors = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    context = {
        "territory": territory,
        "wave": wave,
        "number": printed(number),
        "actor": actor,
        "again": again,
        "parts": _shown(layout, typed, errors, layout.coded if again else layout.fields),
        "errors": [sentence for sentences in errors.values() for sentence in sentences],
        "words": words,
    }
    return render(request, "surveys/paper/entry.html", context, status=422 if errors else 200)


def _shown(
    layout: reading.Paper, typed: dict[str, str], errors: dict[str, list[str]], asked: list[str]
) -> list[dict[str, Any]]:
    """The fields as the page shows them; the first one wrong, or the first one, has the focus."""
    first = next((key for key in layout.fields if key in errors), layout.fields[0])
    labels = dict(layout.labels())
    shown = []
    for part in layout.parts:
        numbers = {row.field: row.number for row in part.rows}
        coded = part.situation.coded if part.situation else {}
        free = set(part.names) if part.shape == "grid" else set(part.fields if part.shape == "text" else ())
        fields = [
            {
                "name": key,
                "label": labels[key],
                "number": numbers.get(key),
                "keys": coded.get(key, ()),
                "value": typed[key],
                "free": key in free,
                "focus": key == first,
                "wrong": key in errors,
            }
            for key in part.fields
            if key in asked
        ]
        if not fields:
            continue
        words = any(each["free"] for each in fields)
        shown.append({"part": part, "words": words, "fields": fields, "levels": layout.levels(part)})
    return shown


def _keep(
    request: HttpRequest, territory: Territory, wave: Wave, number: str, typed: dict[str, str], *, again: bool
) -> HttpResponse:
    """Keep what was typed and go on at once: to the differences when there are any, to the next sheet otherwise."""
    if not again:
        sheet = services.enter_sheet(wave=wave, number=number, typed=typed)
        kept = f"Feuille {printed(number)} enregistrée."
        late = " Elle vient après la fermeture\u00a0: elle est gardée à part, le tiers facilitateur décidera."
        messages.success(request, kept + (late if sheet.aside else ""))
        return _go("paper_index", territory, wave)
    check = services.enter_again(wave=wave, number=number, typed=typed)
    if check.differences and not check.settled:
        return _go("paper_settle", territory, wave, sheet=number)
    messages.success(request, f"Feuille {printed(number)}\u00a0: les deux saisies disent la même chose.")
    return _go("paper_index", territory, wave)


@allowed(can_manage_wave)
@never_cache
@get_or_post
def settle(request: HttpRequest, territory: Territory, wave: Wave, sheet: str) -> HttpResponse:
    """Where the two entries differ: a person looks at the paper and says which is right."""
    number, actor, _ = _layout(wave, sheet)
    check = reading.check_of(wave, number)
    if check is None or check.second is None or check.settled:
        return _go("paper_index", territory, wave)
    error = ""
    if request.method == "POST":
        said = {each.field: request.POST.get(each.field, "") for each in check.differences}
        second = {key for key, value in said.items() if value == "2"}
        try:
            services.settle(
                wave=wave, number=number, second=second, seen={k for k, v in said.items() if v in {"1", "2"}}
            )
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            messages.success(request, f"Feuille {printed(number)}\u00a0: les écarts sont tranchés.")
            return _go("paper_index", territory, wave)
    context = {
        "territory": territory,
        "wave": wave,
        "number": printed(number),
        "actor": actor,
        "check": check,
        "error": error,
    }
    return render(request, "surveys/paper/settle.html", context, status=422 if error else 200)
