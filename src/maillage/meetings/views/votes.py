"""Voting by phone in the room, without an account: one's place, then each statement."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed, public
from maillage.core.ratelimit import too_many_tries
from maillage.meetings.models import Choice, Poll, Workshop
from maillage.meetings.permissions import can_manage_workshop
from maillage.meetings.queries.votes import choices_of
from maillage.meetings.queries.workshops import votable
from maillage.meetings.services import votes as services
from maillage.statements.roles import ROLES
from maillage.territories.models import Territory

DAY = 24 * 3600
BY_ROOM = 600  # one address for a whole room, behind its wireless network
BY_ALL = 6000


@require_POST
@allowed(can_manage_workshop)
def open_poll(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """Show the room a code to vote with."""
    try:
        services.open_poll(workshop=workshop)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("meetings:show", territory.slug, workshop.pk)


@never_cache
@public
def vote(request: HttpRequest, token: str) -> HttpResponse:
    """From which place one speaks; a phone that has its ballot already finds it again."""
    poll = services.poll_of_link(token)
    if poll is None:
        raise Http404
    name, wrong, status = f"bulletin-{poll.pk}", "", 200
    mine = services.ballot_of_link(request.COOKIES.get(name, ""))
    if mine is not None and mine.poll_id == poll.pk:
        return redirect("tables:ballot", request.COOKIES[name])
    if request.method == "POST":
        try:
            ballot = _taken(request, poll)
        except ValidationError as refusal:
            wrong, status = " ".join(refusal.messages), 422
        else:
            response = redirect("tables:ballot", ballot)
            response.set_cookie(
                name,
                ballot,
                max_age=DAY,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                path=reverse("tables:vote", args=[token]),
            )
            return response
    context = {"workshop": poll.workshop, "roles": ROLES.items(), "wrong": wrong}
    return render(request, "meetings/vote.html", context, status=status)


def _taken(request: HttpRequest, poll: Poll) -> str:
    if too_many_tries(request, door="bulletin", by_address=BY_ROOM, by_all=BY_ALL):
        raise ValidationError("Trop de téléphones à la fois. Attendez un peu, ou levez la main.")
    return services.take_ballot(poll=poll, role=request.POST.get("role", ""))


@never_cache
@public
def ballot(request: HttpRequest, token: str) -> HttpResponse:
    """Every statement of the room on one phone. What is chosen may change as long as the workshop is open."""
    found = services.ballot_of_link(token)
    if found is None:
        raise Http404
    workshop, said, wrong = found.poll.workshop, choices_of(found), ""
    if request.method == "POST":
        said |= _chosen(request)
        try:
            services.cast_votes(ballot=found, choices=said)
        except ValidationError as refusal:
            wrong = " ".join(refusal.messages)
        else:
            return redirect(f"{reverse('tables:ballot', args=[token])}?garde=1")
    rows = [(each, said.get(each.pk, "")) for each in votable(workshop)]
    context = {"workshop": workshop, "ballot": found, "rows": rows, "choices": Choice.choices, "wrong": wrong}
    context["kept"] = "garde" in request.GET and not wrong
    return render(request, "meetings/ballot.html", context, status=422 if wrong else 200)


def _chosen(request: HttpRequest) -> dict[int, str]:
    """{statement: choice} of what was ticked; a statement left aside says nothing."""
    pairs = ((name.removeprefix("voix-"), value) for name, value in request.POST.items())
    return {int(key): str(value) for key, value in pairs if key.isdecimal() and len(key) < 19}
