from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.territories import bodies, services
from maillage.territories.models import Actor, Affiliation, Person
from maillage.territories.queries import actors_of, is_pilot, memberships_of, resolve


def test_a_territory_takes_a_free_place(programme: Any) -> None:
    programme.places = 1
    programme.save()
    arguments: dict[str, Any] = {"programme": programme, "department": "93", "joined_on": date(2026, 1, 1)}
    assert services.create_territory(name="L’Île aux Saules", **arguments).slug == "l-ile-aux-saules"
    with pytest.raises(ValidationError, match="places du programme sont prises"):
        services.create_territory(name="Un de trop", **arguments)


def test_no_territory_takes_the_address_of_a_page(programme: Any) -> None:
    place = services.create_territory(
        programme=programme, name="Nouveau", department="93", joined_on=date(2026, 1, 1)
    )
    assert place.slug == "nouveau-2"


def test_the_perimeter_keeps_its_history(territory: Any) -> None:
    area = services.add_area(
        territory=territory, kind="QPV", code="QN09301M", name="Les Ponts", starts_on=date(2025, 1, 1)
    )
    assert services.end_area(area=area, ends_on=date(2026, 1, 1)).ends_on == date(2026, 1, 1)
    with pytest.raises(ValidationError, match="déjà dans le périmètre"):
        services.add_area(territory=territory, kind="QPV", code="QN09301M", name="Les Ponts")
    with pytest.raises(ValidationError, match="vient après la date de début"):
        services.end_area(area=area, ends_on=date(2024, 1, 1))


def test_an_actor_is_proposed_then_validated_then_archived(territory: Any) -> None:
    actor = services.propose_actor(
        territory=territory, name="  Ludothèque   du Port ", sector="EARLY_CHILDHOOD"
    )
    assert (actor.name, actor.status) == ("Ludothèque du Port", "PROPOSED")
    assert services.validate_actors(actors=[actor]) == 1
    assert services.validate_actors(actors=[actor]) == 0
    actor.refresh_from_db()
    services.archive_actor(actor=actor)
    assert not actors_of(territory).exists()
    assert services.restore_actor(actor=actor).status == "PROPOSED"


def test_a_name_is_taken_once_whatever_its_case(territory: Any, three_actors: list[Any]) -> None:
    with pytest.raises(ValidationError, match="Un acteur de ce nom existe déjà"):
        services.propose_actor(territory=territory, name="PMI DU CENTRE", sector="DEPARTMENT")
    services.archive_actor(actor=three_actors[1])
    assert services.propose_actor(territory=territory, name="PMI du Centre", sector="DEPARTMENT").pk


def test_a_person_is_never_an_actor(territory: Any, three_actors: list[Any]) -> None:
    with pytest.raises(ValidationError, match="jamais celui d’une personne"):
        services.propose_actor(territory=territory, name="Mme Durand", sector="EDUCATION")
    with pytest.raises(ValidationError, match="jamais celui d’une personne"):
        services.update_actor(actor=three_actors[0], name="M. Petit")


def test_merging_moves_what_hung_on_the_duplicate(territory: Any, three_actors: list[Any]) -> None:
    keep, duplicate, _ = three_actors
    Actor.objects.filter(pk=duplicate.pk).update(objects_to_naming=True, external_code="0930001A")
    duplicate.refresh_from_db()
    services.add_person(
        territory=territory, name="Alix", natures=["PROFESSIONAL"], actor=duplicate, job_function="Accueil"
    )
    both = services.add_person(territory=territory, name="Sacha", natures=["PARENT"], actor=keep)
    services.affiliate(person=both, actor=duplicate)
    body = bodies.create_body(territory=territory, name="Comité", members=[keep, duplicate])
    kept = services.merge_actors(keep=keep, duplicate=duplicate)
    duplicate.refresh_from_db()
    assert (duplicate.status, duplicate.merged_into) == ("ARCHIVED", kept)
    assert (kept.objects_to_naming, kept.external_code) == (True, "0930001A")
    assert sorted(Affiliation.objects.values_list("person__name", "actor__name")) == [
        ("Alix", keep.name),
        ("Sacha", keep.name),
    ]
    assert [each.actor for each in memberships_of(body)] == [keep]
    assert resolve(duplicate) == keep


def test_merging_twice_leads_to_the_last_one(three_actors: list[Any]) -> None:
    first, second, third = three_actors
    services.merge_actors(keep=second, duplicate=first)
    services.merge_actors(keep=third, duplicate=second)
    first.refresh_from_db()
    assert first.merged_into == third
    with pytest.raises(ValidationError, match="fusionné dans un autre"):
        services.restore_actor(actor=first)


def test_a_merge_that_makes_no_sense_is_refused(other_territory: Any, three_actors: list[Any]) -> None:
    keep, duplicate, archived = three_actors
    foreign = services.propose_actor(territory=other_territory, name="Ailleurs", sector="NGO")
    services.archive_actor(actor=archived)
    for other, says in [
        (keep, "deux acteurs différents"),
        (foreign, "même territoire"),
        (archived, "archivé"),
    ]:
        with pytest.raises(ValidationError, match=says):
            services.merge_actors(keep=keep, duplicate=other)
    duplicate.refresh_from_db()
    assert duplicate.status == "VALIDATED"


def test_people(territory: Any, other_territory: Any, three_actors: list[Any]) -> None:
    person = services.add_person(
        territory=territory, name="Alix", natures=["PARENT"], email=" Alix@Exemple.fr "
    )
    assert (person.email, person.nature_labels) == ("alix@exemple.fr", ["Parent"])
    services.update_person(person=person, natures=["PARENT", "VOLUNTEER"])
    row = services.affiliate(person=person, actor=three_actors[0], starts_on=date(2026, 1, 1))
    assert services.end_affiliation(affiliation=row, ends_on=date(2026, 2, 1)).ends_on == date(2026, 2, 1)
    with pytest.raises(ValidationError, match="déjà dans l’annuaire"):
        services.add_person(territory=territory, name="Autre", natures=["PARENT"], email="alix@exemple.fr")
    foreign = services.propose_actor(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError, match="acteur du territoire de cette personne"):
        services.affiliate(person=person, actor=foreign)
    services.remove_person(person=person)
    assert not Person.objects.exists()


def test_adding_a_person_and_a_foreign_actor_writes_nothing(territory: Any, other_territory: Any) -> None:
    foreign = services.propose_actor(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError):
        services.add_person(territory=territory, name="Alix", natures=["PARENT"], actor=foreign)
    assert not Person.objects.exists()


def test_a_role_has_dates_several_holders_and_is_handed_over(territory: Any, make_user: Any) -> None:
    first, second = make_user("pilot"), make_user("pilot")
    role = services.appoint(
        territory=territory,
        email="suite@exemple.fr",
        full_name="Alix Suite",
        kind="PILOT",
        starts_on=date(2026, 5, 1),
        replaces=first.territory_roles.get(),
    )
    piloting = [is_pilot(user, territory, today=date(2026, 5, 1)) for user in (first, second, role.user)]
    assert piloting == [False, True, True]
    with pytest.raises(ValidationError, match="déjà ce rôle"):
        services.grant_role(territory=territory, user=second, kind="PILOT", starts_on=date(2026, 5, 1))
    with pytest.raises(ValidationError, match="La fin d’un rôle vient après son début"):
        services.end_role(role=role, ends_on=date(2026, 4, 1))


def test_bodies_have_any_form_and_local_members(
    territory: Any, other_territory: Any, three_actors: list[Any]
) -> None:
    body = bodies.create_body(
        territory=territory, name="Café des acteurs", form="Rendez-vous", members=three_actors[:1]
    )
    bodies.update_body(body=body, purpose="Se connaître")
    assert memberships_of(body).count() == 1
    bodies.update_body(body=body, members=three_actors)
    assert memberships_of(body).filter(sits=True).count() == 3
    foreign = services.propose_actor(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError, match="acteurs de son territoire"):
        bodies.update_body(body=body, name="Autre nom", members=[foreign])
    body.refresh_from_db()
    assert body.name == "Café des acteurs"
    bodies.remove_body(body=body)
