"""The tables of a meeting: ask for a plan, read it, change it after absences, project it, print it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.meetings.models import Apart, Meeting, Seating, SeatingState
from maillage.meetings.permissions import can_manage_meeting
from maillage.meetings.queries.registrations import room_of
from maillage.meetings.queries.seating import current_plan, last_asked, rounds_of
from maillage.meetings.services import seating as kept
from maillage.plans import printing
from maillage.plans.forms.tables import AbsentForm, ApartForm, PlanForm
from maillage.plans.queries.tables import sentences_of
from maillage.plans.services import tables as services
from maillage.programmes.forms import accepted
from maillage.territories.models import Territory
from maillage.territories.views.pages import done, sent

SHOW = "planner:plan"


@never_cache
@allowed(can_manage_meeting)
def plan(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """The plan that is followed, or asking for the first one."""
    followed, asked = current_plan(meeting), last_asked(meeting)
    people = room_of(meeting).coming
    context = _frame(territory, meeting) | {
        "plan": followed,
        "rounds": rounds_of(followed) if followed else [],
        "sentences": sentences_of(followed) if followed else [],
        "waiting": asked is not None and asked.state == SeatingState.WAITING,
        "failed": asked is not None and asked.state == SeatingState.FAILED,
        "people": people,
        "apart": list(Apart.objects.filter(meeting=meeting).select_related("one", "other")),
        "newcomers": _newcomers(followed, people),
    }
    return render(request, "plans/tables/plan.html", context)


def _frame(territory: Territory, meeting: Meeting) -> dict[str, Any]:
    return {"territory": territory, "meeting": meeting}


def _newcomers(followed: Seating | None, people: list[Any]) -> int:
    """How many have a place since, and no chair."""
    if followed is None:
        return 0
    seated = set(followed.seats.values_list("registration", flat=True))  # type: ignore[attr-defined]
    return sum(each.pk not in seated and each.pk not in followed.absent for each in people)


@allowed(can_manage_meeting)
def ask(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """How many tables, how many rounds, who is never alone."""
    form = PlanForm(sent(request), people=len(room_of(meeting).coming))
    if form.is_bound and accepted(form, services.ask_plan, meeting=meeting):
        return redirect(SHOW, territory.slug, meeting.pk)
    return render(request, "plans/tables/ask.html", _frame(territory, meeting) | {"form": form})


@allowed(can_manage_meeting)
def change(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Somebody did not come, somebody came: the same plan, with few changes of table."""
    followed = current_plan(meeting)
    if followed is None:
        raise Http404
    room = room_of(meeting)
    form = AbsentForm(sent(request), room=room, absent=followed.absent)
    if form.is_bound and accepted(form, services.ask_change, seating=followed):
        return redirect(SHOW, territory.slug, meeting.pk)
    context = _frame(territory, meeting) | {"form": form, "signed_in": bool(room.present)}
    return render(request, "plans/tables/change.html", context)


@require_POST
@allowed(can_manage_meeting)
def play(request: HttpRequest, territory: Territory, meeting: Meeting, round_: int) -> HttpResponse:
    """A round is over: it does not change any more."""
    followed = current_plan(meeting)
    if followed is not None:
        kept.play_round(seating=followed, round_=round_)
    return redirect(SHOW, territory.slug, meeting.pk)


@allowed(can_manage_meeting)
def apart(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Two people who do not sit together in the next plan."""
    form = ApartForm(sent(request), people=room_of(meeting).coming)
    if form.is_bound and accepted(form, kept.keep_apart, meeting=meeting):
        return done(request, "C’est noté, pour le prochain plan.", SHOW, territory.slug, meeting.pk)
    return render(request, "plans/tables/apart.html", _frame(territory, meeting) | {"form": form})


@require_POST
@allowed(can_manage_meeting)
def meet(request: HttpRequest, territory: Territory, meeting: Meeting, pair: int) -> HttpResponse:
    """They may sit together again."""
    kept.let_meet(apart=get_object_or_404(Apart, pk=pair, meeting=meeting))
    return redirect(SHOW, territory.slug, meeting.pk)


@never_cache
@allowed(can_manage_meeting)
def screen(request: HttpRequest, territory: Territory, meeting: Meeting, round_: int) -> HttpResponse:
    """One round for the whole room, to project."""
    followed = current_plan(meeting)
    found = {each.number: each for each in rounds_of(followed)} if followed else {}
    if round_ not in found:
        raise Http404
    context = _frame(territory, meeting) | {"round": found[round_], "rounds": sorted(found)}
    return render(request, "plans/tables/screen.html", context)


@allowed(can_manage_meeting)
def printed(request: HttpRequest, territory: Territory, meeting: Meeting, paper: str) -> HttpResponse:
    """Place cards, or the sheet of each table, to print."""
    followed = current_plan(meeting)
    if followed is None or paper not in printing.KINDS:
        raise Http404
    made = printing.KINDS[paper](followed)
    headers = {"Content-Disposition": f'inline; filename="{paper}-{territory.slug}-{meeting.pk}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
