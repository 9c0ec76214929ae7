"""Composing the places: rules, the best set and why, what a swap costs, decisions and their letters."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from maillage.calls.composing import Candidate, Composition, Infeasible, Problem, bring_in, compose, reasons
from maillage.calls.composing.tiles import tile_map
from maillage.calls.forms.composition import HoldForm, LetterForm, RuleForm
from maillage.calls.models import Application, Call, Decision, Hold, Rule
from maillage.calls.permissions import (
    can_manage_application,
    can_manage_call,
    can_manage_decision,
    can_manage_rule,
    who,
)
from maillage.calls.queries import composition as reading
from maillage.calls.queries.review import progress_of, table_of
from maillage.calls.services import composition as services
from maillage.core.guards import allowed
from maillage.core.typography import folded, plural
from maillage.programmes.forms import accepted
from maillage.programmes.models import Programme
from maillage.territories.geography import DEPARTMENTS

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post_only = require_http_methods(["POST"])


@allowed(can_manage_call)
@get_or_post
def show(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """The rules, the best set that respects them, and why each is in it."""
    problem = reading.problem_of(call)
    traits = reading.traits_of(call, problem.candidates)
    form = RuleForm(request.POST or None, traits=traits)
    if request.method == "POST" and accepted(form, partial(services.add_rule, call=call)):
        return redirect("composition:show", programme.slug, call.slug)
    decisions = reading.decisions_of(call)
    context = {
        "programme": programme,
        "call": call,
        "form": form,
        "traits": traits,
        "rules": [(each, reading.sentence_of(each, traits)) for each in Rule.objects.filter(call=call)],
        "holds": Hold.objects.filter(application__call=call).select_related("application", "author"),
        "decisions": decisions,
        "sent": any(each.sent_at for each in decisions),
        "references": reading.references_of(call),
        "awaited": progress_of(table_of(call)).left,
        **_composed(problem),
    }
    return render(request, "calls/composition/show.html", context)


def _composed(problem: Problem) -> dict[str, Any]:
    """The set, or what forbids one."""
    by_key = {each.key: each for each in problem.candidates}
    none: dict[str, Any] = {
        "made": None,
        "short": False,
        "conflict": (),
        "rows": [],
        "outside": [],
        "tiles": "",
        "judged": False,
    }
    if not problem.candidates:
        return none
    try:
        made = compose(problem)
    except Infeasible as error:
        return none | {"conflict": error.conflict, "short": len(problem.candidates) < problem.places}
    why = {each.key: each for each in reasons(problem, made)}
    rows: list[dict[str, Any]] = [
        {"candidate": by_key[key], "why": why[key], "out": _names(why[key].without, by_key)}
        for key in made.kept
    ]
    return none | {
        "made": made,
        "rows": sorted(rows, key=lambda row: folded(row["candidate"].name)),
        "outside": reading.ranked_outside(problem, made),
        "tiles": _tiles(problem, made),
        "judged": any(each.score for each in problem.candidates),
    }


def _names(change: Any, by_key: dict[str, Candidate]) -> list[str]:
    return [by_key[key].name for key in change.entering] if change else []


def _tiles(problem: Problem, made: Composition) -> str:
    kept = {each.traits["department"] for each in problem.candidates if each.key in set(made.kept)}
    asking = {each.traits["department"] for each in problem.candidates}
    title = f"{plural(len(made.kept), 'place')} dans {plural(len(kept), 'département')}, sur {len(asking)} qui ont candidaté"
    names = {code: f"{each.name} ({code})" for code, each in DEPARTMENTS.items()}
    return mark_safe(tile_map(kept, asking, title=title, names=names))


@allowed(can_manage_rule)
@post_only
def remove_rule(request: HttpRequest, programme: Programme, call: Call, rule: Rule) -> HttpResponse:
    """One rule less."""
    services.remove_rule(rule=rule)
    return redirect("composition:show", programme.slug, call.slug)


@allowed(can_manage_application)
@get_or_post
def swap(request: HttpRequest, programme: Programme, call: Call, application: Application) -> HttpResponse:
    """What it costs to bring this application in, or to lose it; keep it or leave it by hand."""
    form = HoldForm(request.POST or None)
    service = partial(services.hold, application=application, user=who(request))
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "C’est noté, avec la raison.")
        return redirect("composition:show", programme.slug, call.slug)
    problem = reading.problem_of(call)
    context = {
        "programme": programme,
        "call": call,
        "application": application,
        "form": form,
        "held": Hold.objects.filter(application=application).select_related("author").first(),
        **_swap(problem, str(application.pk)),
    }
    return render(request, "calls/composition/swap.html", context)


def _swap(problem: Problem, key: str) -> dict[str, Any]:
    by_key = {each.key: each for each in problem.candidates}
    found: dict[str, Any] = {
        "inside": False,
        "cost": None,
        "entering": [],
        "leaving": [],
        "conflict": (),
        "composed": True,
    }
    try:
        made = compose(problem)
    except Infeasible:
        return found | {"composed": False}
    found["inside"] = key in made.kept
    if key not in by_key:
        return found | {"composed": False}
    try:
        if found["inside"]:
            reason = next(each for each in reasons(problem, made) if each.key == key)
            change, conflict = reason.without, reason.conflict
        else:
            change, conflict = bring_in(problem, made, key), ()
    except Infeasible as error:
        change, conflict = None, tuple(each for each in error.conflict if not each.key.startswith("ask:"))
    if change is None:
        return found | {"conflict": conflict}
    return found | {
        "cost": change.cost / reading.TENTHS,
        "gain": -change.cost / reading.TENTHS,
        "entering": [by_key[each] for each in change.entering if each != key],
        "leaving": [by_key[each] for each in change.leaving if each != key],
    }


@allowed(can_manage_application)
@post_only
def let_go(request: HttpRequest, programme: Programme, call: Call, application: Application) -> HttpResponse:
    """Let the score decide again."""
    held = Hold.objects.filter(application=application).first()
    if held is not None:
        services.let_go(held=held)
    return redirect("composition:show", programme.slug, call.slug)


@allowed(can_manage_call)
@post_only
def decide(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Agree on the set: decisions and letters are written, and known to nobody yet."""
    try:
        services.decide(call=call)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("composition:show", programme.slug, call.slug)
    return redirect("composition:letters", programme.slug, call.slug)


@allowed(can_manage_call)
def letters(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Every decision and its letter, to be read over."""
    decisions, waiting = reading.decisions_of(call), reading.waiting_of(call)
    context = {
        "seen": reading.digest_of(waiting),
        "programme": programme,
        "call": call,
        "decisions": decisions,
        "waiting": len(waiting),
        "unread": sum(not each.read_at for each in waiting),
    }
    return render(request, "calls/composition/letters.html", context)


@allowed(can_manage_decision)
@get_or_post
def letter(request: HttpRequest, programme: Programme, call: Call, decision: Decision) -> HttpResponse:
    """Write one letter better."""
    form = LetterForm(request.POST or None, instance=decision, initial={"letter": decision.letter})
    if request.method == "POST" and accepted(form, partial(services.rewrite_letter, decision=decision)):
        messages.success(request, "La lettre est enregistrée, et relue.")
        return redirect("composition:letters", programme.slug, call.slug)
    context = {"programme": programme, "call": call, "decision": decision, "form": form}
    return render(request, "calls/composition/letter.html", context)


@allowed(can_manage_call)
@post_only
def mark_read(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Somebody has read them all."""
    try:
        services.mark_read(call=call, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("composition:letters", programme.slug, call.slug)


@allowed(can_manage_call)
@post_only
def send(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """They leave, all of them."""
    try:
        count = services.send_letters(call=call)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"{plural(count, 'lettre est partie', 'lettres sont parties')}.")
    return redirect("composition:letters", programme.slug, call.slug)
