"""The calendar a territory writes, and who sat where from when to when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.programmes.services import add_phase
from maillage.territories import schedule
from maillage.territories.bodies import create_body, date_membership, update_body
from maillage.territories.models import Actor, LocalMilestone, LocalPhase, Membership, Territory
from maillage.territories.queries import memberships_of, sat_in
from maillage.territories.services import merge_actors

Opener = Callable[..., Client]
TODAY = timezone.localdate()
LONG_AGO = date(2025, 1, 1)


@pytest.fixture
def two_phases(territory: Territory) -> None:
    """What the programme foresees."""
    for label, start, end in (("Cadrage", 0, 4), ("État des lieux", 4, 12)):
        add_phase(programme=territory.programme, label=label, start_month=start, end_month=end)


@pytest.mark.usefixtures("two_phases")
def test_a_territory_follows_the_programme_until_it_writes_its_own(territory: Territory) -> None:
    before = [(each.phase.label, each.starts_on, each.ends_on) for each in schedule.phases_of(territory)]
    assert schedule.adopt_phases(territory=territory) == len(before) > 0
    assert schedule.adopt_phases(territory=territory) == 0, "a second click copies nothing"
    own = schedule.phases_of(territory)
    assert [(each.phase.label, each.starts_on, each.ends_on) for each in own] == before
    schedule.update_phase(phase=own[0].phase, label="Notre départ")
    assert schedule.phases_of(territory)[0].phase.label == "Notre départ"
    schedule.follow_programme(territory=territory)
    assert [each.phase.label for each in schedule.phases_of(territory)] == [label for label, *_ in before]


@pytest.mark.usefixtures("two_phases")
def test_a_phase_is_added_beside_those_of_the_programme(territory: Territory) -> None:
    count = len(schedule.phases_of(territory))
    made = schedule.add_phase(territory=territory, label="Été", starts_on=TODAY, ends_on=TODAY)
    assert len(schedule.phases_of(territory)) == count + 1
    assert next(each for each in schedule.phases_of(territory) if each.phase.pk == made.pk).is_current
    with pytest.raises(ValidationError, match="après son début"):
        schedule.update_phase(phase=made, ends_on=TODAY - timedelta(days=1))


@pytest.mark.usefixtures("two_phases")
def test_those_who_conduct_write_the_calendar(client_as: Opener, territory: Territory) -> None:
    pilot, place = client_as("pilot"), [territory.slug]
    pilot.post(reverse("territories:phases_adopt", args=place), {"confirm": "on"})
    phase = LocalPhase.objects.filter(territory=territory).first()
    assert phase is not None
    data = {"label": "Se connaître", "starts_on": "2026-01-05", "ends_on": "2026-03-31"}
    pilot.post(reverse("territories:phase_edit", args=[*place, phase.pk]), data)
    phase.refresh_from_db()
    assert (phase.label, phase.ends_on) == ("Se connaître", date(2026, 3, 31))
    pilot.post(
        reverse("territories:milestone_add", args=place), {"label": "Lancement", "due_on": "2026-01-20"}
    )
    made = LocalMilestone.objects.get()
    page = pilot.get(reverse("territories:schedule", args=place)).content.decode()
    assert "Se connaître" in page
    assert "20 janvier 2026" in page
    pilot.post(reverse("territories:milestone_remove", args=[*place, made.pk]))
    pilot.post(reverse("territories:phase_remove", args=[*place, phase.pk]))
    pilot.post(reverse("territories:phases_follow", args=place))
    assert not LocalMilestone.objects.exists()
    assert not LocalPhase.objects.exists()


def test_who_leaves_a_body_stays_in_its_record(territory: Territory, three_actors: list[Actor]) -> None:
    body = create_body(territory=territory, name="Comité", members=three_actors, since=LONG_AGO)
    update_body(body=body, members=three_actors[1:])
    gone = Membership.objects.get(actor=three_actors[0])
    assert (gone.starts_on, gone.ends_on) == (LONG_AGO, TODAY - timedelta(days=1))
    assert memberships_of(body).filter(sits=True).count() == 2
    assert not sat_in(three_actors[0]).exists()
    update_body(body=body, members=three_actors)
    assert Membership.objects.filter(actor=three_actors[0]).count() == 2, "it left, and came back"
    with pytest.raises(ValidationError, match="après la date de début"):
        date_membership(membership=gone, starts_on=TODAY, ends_on=LONG_AGO)


def test_the_page_of_a_body_tells_who_sat_there(
    client_as: Opener, territory: Territory, three_actors: list[Actor]
) -> None:
    body = create_body(territory=territory, name="Comité", members=three_actors, since=LONG_AGO)
    update_body(body=body, members=three_actors[1:])
    gone = Membership.objects.get(actor=three_actors[0])
    pilot = client_as("pilot")
    url = reverse("territories:membership_date", args=[territory.slug, gone.pk])
    pilot.post(url, {"starts_on": "", "ends_on": "2026-02-01"})
    page = client_as("club").get(reverse("territories:body", args=[territory.slug, body.pk])).content.decode()
    assert "jusqu’au 1er février 2026" in page
    assert "depuis le 1er janvier 2025" in page
    assert "1 acteur y a siégé" in page.replace("\u00a0", " ")


def test_a_merged_actor_keeps_where_it_sat(territory: Territory, three_actors: list[Actor]) -> None:
    keep, duplicate, _ = three_actors
    one = create_body(territory=territory, name="Comité", members=[keep, duplicate], since=LONG_AGO)
    other = create_body(territory=territory, name="Groupe", members=[duplicate], since=LONG_AGO)
    former = Membership.objects.create(body=one, actor=duplicate, starts_on=LONG_AGO, ends_on=LONG_AGO)
    merge_actors(keep=keep, duplicate=duplicate)
    assert {each.body_id for each in Membership.objects.filter(actor=keep)} == {one.pk, other.pk}
    former.refresh_from_db()
    assert former.actor == keep
    assert not Membership.objects.filter(actor=duplicate).exists()


@pytest.mark.django_db(transaction=True)
def test_who_sat_before_seats_were_dated_still_sits() -> None:
    executor = MigrationExecutor(connection)
    before = executor.migrate([("territories", "0005_pass_roles_on")]).apps
    programme = before.get_model("programmes", "Programme").objects.create(
        name="P", slug="p", facilitator_name="T", starts_on=LONG_AGO
    )
    place = before.get_model("territories", "Territory").objects.create(
        programme=programme, name="T", slug="t", department="93", joined_on=LONG_AGO
    )
    actor = before.get_model("territories", "Actor").objects.create(
        territory=place, name="Collège", sector="EDUCATION"
    )
    body = before.get_model("territories", "Body").objects.create(territory=place, name="Comité")
    body.members.add(actor)
    try:
        fresh = MigrationExecutor(connection)
        after = fresh.migrate(fresh.loader.graph.leaf_nodes()).apps
        seat: Any = after.get_model("territories", "Membership").objects.get()
        assert (seat.body_id, seat.actor_id, seat.starts_on) == (body.pk, actor.pk, None)
    finally:
        last = MigrationExecutor(connection)
        last.migrate(last.loader.graph.leaf_nodes())
