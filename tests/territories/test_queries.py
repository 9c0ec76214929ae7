from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.territories import queries, services
from maillage.territories.bodies import create_body
from maillage.territories.models import Actor, Role

LOCAL = ["pilot", "department", "contributor", "club"]


@pytest.mark.parametrize("role", LOCAL)
def test_a_local_role_opens_its_territory_only(
    territory: Any, other_territory: Any, make_user: Any, role: str
) -> None:
    assert list(queries.visible_to(make_user(role))) == [territory]


def test_facilitators_see_all_and_the_nation_none(
    territory: Any, other_territory: Any, make_user: Any
) -> None:
    assert set(queries.visible_to(make_user("facilitator"))) == {territory, other_territory}
    assert not queries.visible_to(make_user("national")).exists()
    assert not queries.visible_to(AnonymousUser()).exists()


def test_a_past_or_coming_role_opens_nothing(territory: Any, make_user: Any) -> None:
    user = make_user("pilot")
    Role.objects.filter(user=user).update(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    assert queries.visible_to(user, today=date(2026, 3, 31)).exists()
    for day in (date(2025, 12, 31), date(2026, 4, 1)):
        assert not queries.visible_to(user, today=day).exists()
        assert not queries.is_pilot(user, territory, today=day)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("facilitator", (True, True, True)),
        ("pilot", (True, True, True)),
        ("department", (False, True, True)),
        ("contributor", (False, False, True)),
        ("club", (False, False, False)),
    ],
)
def test_rights(territory: Any, make_user: Any, role: str, rights: tuple[bool, bool, bool]) -> None:
    user = make_user(role)
    found = queries.rights_of(user, territory)
    assert (found.manages, found.reads_people, found.proposes) == rights
    assert queries.is_manager(user, territory) is rights[0]
    assert queries.holds(user, territory, role.upper()) is (role != "facilitator")


def test_archived_actors_are_seen_on_request(territory: Any, three_actors: list[Any]) -> None:
    services.archive_actor(actor=three_actors[0])
    assert queries.actors_of(territory).count() == 2
    assert queries.actors_of(territory, archived=True).count() == 3


def test_overview_counts_and_says_what_is_missing(territory: Any, three_actors: list[Any]) -> None:
    services.propose_actor(territory=territory, name="Lycée", sector="EDUCATION")
    services.add_person(territory=territory, name="Alix", natures=["PARENT", "VOLUNTEER"])
    found = queries.overview_of(territory)
    assert (found.validated, found.proposed, found.actors, found.people) == (3, 1, 4, 1)
    assert (found.sectors[0].code, found.sectors[0].count) == ("EDUCATION", 2)
    assert {s.code for s in found.missing_sectors}.isdisjoint({"EDUCATION", "DEPARTMENT", "SOCIAL_LIFE"})
    assert "Parent" not in found.missing_natures
    assert "Jeune" in found.missing_natures
    assert not found.piloted


def test_overview_costs_the_same_whatever_the_size(
    territory: Any, make_user: Any, django_assert_num_queries: Any
) -> None:
    for rank in range(3):
        services.propose_actor(territory=territory, name=f"Acteur {rank}", sector="NGO")
        create_body(territory=territory, name=f"Comité {rank}")
        make_user("pilot")
        with django_assert_num_queries(5):
            [str(role.user) for role in queries.overview_of(territory).roles]


def listed(territory: Any, **filters: Any) -> list[str]:
    return [actor.name for actor in queries.directory_of(territory, **({"real_names": True} | filters))]


def test_directory_filters_sorts_and_searches(territory: Any, three_actors: list[Any]) -> None:
    Actor.objects.create(territory=territory, name="École Été", sector="EDUCATION")
    assert listed(territory)[0] == "Centre social La Passerelle"
    assert listed(territory, descending=True)[0] == "PMI du Centre"
    assert listed(territory, sector="EDUCATION") == ["Collège des Saules", "École Été"]
    assert listed(territory, status="PROPOSED") == ["École Été"]
    assert listed(territory, text="ETE ecole") == ["École Été"]
    assert listed(territory, sort="etat")[0] == "École Été"
    assert listed(territory, sort="secteur")[0] == "Centre social La Passerelle"
    assert listed(territory, sort="inconnu") == listed(territory)
    services.archive_actor(actor=three_actors[0])
    assert listed(territory, status="ARCHIVED") == ["Collège des Saules"]


def test_a_search_never_betrays_who_objects_to_being_named(territory: Any, three_actors: list[Any]) -> None:
    services.update_actor(actor=three_actors[1], objects_to_naming=True)
    assert listed(territory, text="PMI") == ["PMI du Centre"]
    assert listed(territory, text="PMI", real_names=False) == []
    assert len(listed(territory, text="non nommé", real_names=False)) == 1


def test_people_say_for_whom_they_speak_today(territory: Any, three_actors: list[Any]) -> None:
    person = services.add_person(territory=territory, name="Alix", natures=["PARENT"], actor=three_actors[0])
    services.affiliate(
        person=person, actor=three_actors[1], starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
    )
    now = {
        day: len(queries.people_of(territory, today=day)[0].now)
        for day in (date(2026, 1, 15), date(2026, 3, 1))
    }
    assert now == {date(2026, 1, 15): 2, date(2026, 3, 1): 1}
