"""What tables drew, beside what actors declare: two columns, never one."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from maillage.meetings.models import Workshop
from maillage.meetings.queries.netmap import cards_of
from maillage.meetings.services import hold_workshop, seat_table
from maillage.meetings.services.netmap import deal_cards, save_map
from maillage.plans.queries.netmap import reading_of
from maillage.territories.models import Actor
from maillage.territories.services import merge_actors


@pytest.fixture
def netmap(territory: Any, actors: list[Actor]) -> Workshop:
    """Two tables. Both draw 0 – 1; only the first draws 0 – 2; nobody draws 1 – 2, that the answers declare."""
    made = hold_workshop(territory=territory, title="Net-Map", held_on=territory.joined_on, format="NETMAP")
    deal_cards(workshop=made)
    number = {each.actor.pk: each.number for each in cards_of(made)}
    first, second, third = (number[actor.pk] for actor in actors[:3])
    for rank, ties, towers in (
        (1, f"{first}-{second}, {first}={third}", f"{first}:5, {second}:1"),
        (2, f"{first}={second}", f"{first}:2, {second}:1, {third}:0"),
    ):
        save_map(table=seat_table(workshop=made, name=f"Table {rank}", people=5), ties=ties, towers=towers)
    return made


def test_perceptions_stand_beside_declarations(
    territory: Any, netmap: Workshop, publish: Any, django_assert_num_queries: Any
) -> None:
    publish({0: {1: 3}, 1: {0: 2, 2: 4}, 2: {0: 0, 1: 0}})
    with django_assert_num_queries(5):
        reading = reading_of(netmap, territory)
    (shared,), (disputed,) = reading.shared, reading.disputed
    assert (shared.seen, shared.declared) == (("Ils se parlent", "Ils agissent ensemble"), "On se coordonne")
    assert (disputed.seen, disputed.declared) == (("Ils agissent ensemble", "Non"), "On ne se connaît pas")
    assert [(row.name, row.heights, row.partners, row.is_apart) for row in reading.towers] == [
        ("Collège des Saules", ("5", "2"), "1", True),
        ("Service social du Nord", ("1", "1"), "2", False),
        ("Ludothèque du Parc", ("–", "0"), "1", False),
    ]


def test_nothing_is_declared_before_a_wave_is_published(territory: Any, netmap: Workshop) -> None:
    reading = reading_of(netmap, territory)
    assert {row.declared for row in (*reading.shared, *reading.disputed)} == {"–"}
    assert {row.partners for row in reading.towers} == {"–"}


def test_an_actor_that_objects_is_in_no_row(territory: Any, netmap: Workshop, actors: list[Actor]) -> None:
    Actor.objects.filter(pk=actors[0].pk).update(objects_to_naming=True)
    reading = reading_of(netmap, territory)
    assert (reading.shared, reading.disputed) == ((), ())
    assert [row.name for row in reading.towers] == ["Service social du Nord", "Ludothèque du Parc"]


def test_a_merged_actor_bears_its_name_of_today(
    territory: Any, netmap: Workshop, actors: list[Actor]
) -> None:
    merge_actors(keep=actors[3], duplicate=actors[1])
    reading = reading_of(netmap, territory)
    assert {row.one for row in reading.shared} | {row.other for row in reading.shared} == {
        "Collège des Saules",
        "Maison des parents",
    }


@pytest.mark.parametrize(("role", "code"), [("pilot", 200), ("club", 200), ("national", 404)])
def test_members_read_the_maps(
    client_as: Any, territory: Any, netmap: Workshop, role: str, code: int
) -> None:
    url = reverse("netmap:read", args=[territory.slug, netmap.pk])
    answer = client_as(role).get(url)
    assert answer.status_code == code
    if code == 200:
        assert "Là où les tables ne voient pas la même chose" in answer.text
