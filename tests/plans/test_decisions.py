"""What a meeting decided, followed as a commitment: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.meetings.models import Decision, Meeting
from maillage.meetings.services.gatherings import hold_meeting
from maillage.meetings.services.minutes import note_decision
from maillage.plans.models import Commitment
from maillage.territories.models import Actor
from maillage.territories.services import merge_actors

Opener = Callable[..., Client]
TEXT = "Ouvrir un café des parents, le mardi à 17 heures."


@pytest.fixture
def meeting(territory: Any) -> Meeting:
    start = timezone.now() - timedelta(hours=1)
    return hold_meeting(
        territory=territory,
        title="Rentrée",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Maison de quartier",
    )


@pytest.fixture
def decision(meeting: Meeting, actors: list[Actor]) -> Decision:
    return note_decision(meeting=meeting, text=TEXT, follower=actors[1])


def _follow(client: Client, decision: Decision) -> Any:
    url = reverse("plans:follow_decision", args=[decision.meeting.territory.slug, decision.pk])
    page = client.get(url)
    if page.status_code != 200:
        return page
    said = page.context["form"].initial
    return client.post(url, said | {"due_on": "2027-06-01"}, follow=True)


def test_a_decision_becomes_a_commitment_once(client_as: Opener, decision: Decision) -> None:
    pilot = client_as("pilot")
    page = _follow(pilot, decision).content.decode()
    made = Commitment.objects.get()
    assert (made.title, made.decision) == (TEXT, decision)
    assert [each.actor for each in made.parties.all()] == [decision.follower]  # type: ignore[attr-defined]
    assert "Décidé à la rencontre" in page
    again = _follow(pilot, decision)
    assert again.url == reverse("plans:show", args=[made.territory.slug, made.pk])
    assert Commitment.objects.count() == 1


def test_the_actor_that_counts_today_carries_it(
    client_as: Opener, decision: Decision, actors: list[Actor]
) -> None:
    merge_actors(keep=actors[2], duplicate=actors[1])
    _follow(client_as("pilot"), decision)
    assert [each.actor for each in Commitment.objects.get().parties.all()] == [actors[2]]  # type: ignore[attr-defined]


def test_a_long_decision_is_shortened_and_nobody_need_follow_it(client_as: Opener, meeting: Meeting) -> None:
    decision = note_decision(meeting=meeting, text="Tenir une permanence commune. " * 12)
    _follow(client_as("contributor"), decision)
    made = Commitment.objects.get()
    assert len(made.title) <= 160
    assert made.title.endswith("…")
    assert not made.parties.exists()  # type: ignore[attr-defined]


def test_only_those_who_write_commitments_follow_a_decision(
    client_as: Opener, decision: Decision, other_territory: Any
) -> None:
    assert _follow(client_as("club"), decision).status_code == 404
    url = reverse("plans:follow_decision", args=[other_territory.slug, decision.pk])
    assert client_as("facilitator").get(url).status_code == 404
    Decision.objects.update(removed_at=timezone.now())
    assert _follow(client_as("pilot"), decision).status_code == 404


def test_a_meeting_that_goes_leaves_its_commitment(client_as: Opener, decision: Decision) -> None:
    pilot = client_as("pilot")
    _follow(pilot, decision)
    decision.meeting.delete()
    made = Commitment.objects.get()
    assert made.decision is None
    assert pilot.get(reverse("plans:show", args=[made.territory.slug, made.pk])).status_code == 200
