from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.territories import bodies, services
from maillage.territories.exports import actor_lines
from maillage.territories.models import Actor, Body, Person, Territory
from maillage.territories.queries import memberships_of

ROLES = ["facilitator", "national", "pilot", "department", "contributor", "club"]
LOCAL = {"facilitator", "pilot", "department", "contributor", "club"}
MANAGERS = {"facilitator", "pilot"}
PAGES = {
    "show": LOCAL,
    "actors": LOCAL,
    "bodies": LOCAL,
    "people": {"facilitator", "pilot", "department"},
    "actor_add": {"facilitator", "pilot", "department", "contributor"},
    "duplicates": MANAGERS,
    "roles": MANAGERS,
    "role_add": MANAGERS,
    "edit": MANAGERS,
    "area_add": MANAGERS,
    "person_add": MANAGERS,
    "body_add": MANAGERS,
}


def at(name: str, territory: Any, *more: Any) -> str:
    return reverse(f"territories:{name}", args=[territory.slug, *more])


@pytest.fixture
def furnished(territory: Any, three_actors: list[Any]) -> Any:
    """A territory with something everywhere, and an actor that objects to being named."""
    services.update_actor(actor=three_actors[1], objects_to_naming=True)
    services.propose_actor(territory=territory, name="Lycée du Port", sector="EDUCATION", actor_type="LYCEE")
    services.add_area(
        territory=territory, kind="COMMUNE", code="93001", name="Ville-Neuve", starts_on=date(2025, 1, 1)
    )
    bodies.create_body(territory=territory, name="Comité local", purpose="Se voir", members=three_actors)
    services.add_person(
        territory=territory,
        name="Alix Durand",
        natures=["PARENT"],
        email="alix@exemple.fr",
        actor=three_actors[1],
    )
    return territory


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_who_opens_what(furnished: Any, client_as: Any, page: str, role: str) -> None:
    assert client_as(role).get(at(page, furnished)).status_code == (200 if role in PAGES[page] else 404)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_opens_elsewhere(furnished: Any, other_territory: Any, client_as: Any, page: str) -> None:
    assert client_as("pilot", on=other_territory).get(at(page, furnished)).status_code == 404
    assert client_as("anonymous").get(at(page, furnished)).status_code == 302


@pytest.mark.parametrize("role", sorted(LOCAL))
def test_who_objects_is_named_to_managers_only(furnished: Any, client_as: Any, role: str) -> None:
    client = client_as(role)
    actor = Actor.objects.get(objects_to_naming=True)
    pages = [
        at("actors", furnished),
        at("actor", furnished, actor.pk),
        at("body", furnished, Body.objects.get().pk),
    ]
    if role in PAGES["people"]:
        pages += [at("people", furnished), at("person", furnished, Person.objects.get().pk)]
    for page in pages:
        text = client.get(page).text
        assert (actor.name in text) is (role in MANAGERS), page
    if role in PAGES["people"]:
        assert ("alix@exemple.fr" in client.get(at("people", furnished)).text) is (role in MANAGERS)


@pytest.mark.parametrize("page", ["list", "show", "actors", "people", "bodies", "roles"])
def test_a_page_costs_the_same_with_one_and_three(
    territory: Any, client_as: Any, make_user: Any, page: str
) -> None:
    client = client_as("facilitator")
    costs = []
    for rank in range(3):
        actor = services.propose_actor(territory=territory, name=f"Acteur {rank}", sector="NGO")
        services.add_person(territory=territory, name=f"Nom {rank}", natures=["PARENT"], actor=actor)
        bodies.create_body(territory=territory, name=f"Comité {rank}", members=[actor])
        services.add_area(territory=territory, kind="QPV", code=f"QN{rank}", name=f"Quartier {rank}")
        make_user("pilot")
        Territory.objects.create(
            programme=territory.programme,
            name=f"T{rank}",
            slug=f"t{rank}",
            department="93",
            joined_on=date(2026, 1, 1),
        )
        url = reverse("territories:list") if page == "list" else at(page, territory)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[2]


def test_empty_pages_say_how_to_start(territory: Any, client_as: Any) -> None:
    client = client_as("facilitator")
    for page, says in [
        ("show", "c’est par elle que tout commence"),
        ("actors", "paraîtra ici"),
        ("people", "paraîtront ici"),
    ]:
        assert says in client.get(at(page, territory)).text
    assert "pas encore de territoire" in client_as("national").get(reverse("territories:list")).text


def test_the_first_page_says_what_is_to_be_done(
    territory: Any, three_actors: list[Any], client_as: Any
) -> None:
    client = client_as("facilitator")
    assert "Personne ne pilote encore" in client.get(at("show", territory)).text
    services.propose_actor(territory=territory, name="Lycée", sector="EDUCATION")
    assert "1\u00a0acteur proposé attend d’être validé ensemble" in client.get(at("show", territory)).text
    assert "peut servir à une vague" not in client.get(at("show", territory)).text


def test_fifty_rows_at_a_time(territory: Any, client_as: Any) -> None:
    Actor.objects.bulk_create(
        Actor(territory=territory, name=f"Acteur {rank:02}", sector="NGO", status="VALIDATED")
        for rank in range(51)
    )
    client = client_as("club")
    first = client.get(at("actors", territory), {"secteur": "NGO"}).text
    assert "Acteur 49" in first
    assert "Acteur 50" not in first
    assert "secteur=NGO&amp;page=2" in first
    assert "Acteur 50" in client.get(at("actors", territory), {"page": "99"}).text


@pytest.mark.parametrize("query", ["?secteur=NUL", "?etat=NUL", "?tri=nul&sens=nul", "?page=x", "?q=%00%27"])
def test_odd_filters_break_nothing(furnished: Any, client_as: Any, query: str) -> None:
    assert client_as("club").get(at("actors", furnished) + query).status_code == 200


def test_managers_take_the_directory_away_from_its_page(furnished: Any, client_as: Any) -> None:
    link = re.compile(r'href="([^"]+/annuaire/acteurs\.[a-z]+)"')
    pilot = client_as("pilot")
    found = link.findall(pilot.get(at("actors", furnished)).text)
    assert [each.rsplit(".")[-1] for each in found] == ["csv", "xlsx", "graphml"]
    assert [pilot.get(each).status_code for each in found] == [200, 200, 200]
    assert not link.findall(client_as("club").get(at("actors", furnished)).text)


def test_propose_then_validate_from_the_list(territory: Any, client_as: Any) -> None:
    data = {"name": "Ludothèque du Port", "kind": "ORGANISATION", "sector": "EARLY_CHILDHOOD"}
    assert (
        "comptera une fois validé"
        in client_as("contributor").post(at("actor_add", territory), data, follow=True).text
    )
    pilot = client_as("pilot")
    assert "Cochez au moins un acteur" in pilot.post(at("actors_validate", territory), follow=True).text
    actor = Actor.objects.get()
    assert (
        "1\u00a0acteur validé."
        in pilot.post(at("actors_validate", territory), {"actors": [actor.pk]}, follow=True).text
    )
    actor.refresh_from_db()
    assert actor.status == "VALIDATED"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "Mme Durand", "sector": "NGO", "kind": "SERVICE"}, "jamais celui d’une personne"),
        (
            {"name": "PMI du centre", "sector": "DEPARTMENT", "kind": "SERVICE"},
            "Un acteur de ce nom existe déjà",
        ),
        (
            {"name": "PMI", "sector": "NGO", "kind": "SERVICE", "actor_type": "PMI"},
            "changez le type ou le secteur",
        ),
        ({"name": "", "sector": "", "kind": ""}, "Ce champ est obligatoire"),
        ({"name": "x" * 121, "sector": "NGO", "kind": "SERVICE"}, "120"),
    ],
)
def test_a_proposal_refused_says_why(
    territory: Any, three_actors: list[Any], client_as: Any, data: dict[str, str], says: str
) -> None:
    page = client_as("contributor").post(at("actor_add", territory), data)
    assert page.status_code == 200
    assert says in page.text
    assert Actor.objects.count() == 3


def test_an_actor_is_corrected_archived_and_restored(
    territory: Any, three_actors: list[Any], client_as: Any
) -> None:
    client, actor = client_as("pilot"), three_actors[0]
    data = {
        "name": "Collège Renommé",
        "kind": "ORGANISATION",
        "sector": "EDUCATION",
        "objects_to_naming": "on",
    }
    assert "Collège Renommé" in client.post(at("actor_edit", territory, actor.pk), data, follow=True).text
    for name, status in [("actor_archive", "ARCHIVED"), ("actor_restore", "PROPOSED")]:
        assert client.get(at(name, territory, actor.pk)).status_code == 200
        client.post(at(name, territory, actor.pk))
        actor.refresh_from_db()
        assert actor.status == status
    assert actor.objects_to_naming


def test_duplicates_are_suggested_then_merged(
    territory: Any, three_actors: list[Any], client_as: Any
) -> None:
    client = client_as("pilot")
    twin = services.propose_actor(
        territory=territory, name="La passerelle, centre social", sector="SOCIAL_LIFE"
    )
    assert "1\u00a0paire de noms se ressemble" in client.get(at("duplicates", territory)).text
    data = {"keep": three_actors[2].pk, "duplicate": twin.pk}
    assert "n’en font plus qu’une" in client.post(at("duplicates", territory), data, follow=True).text
    assert "a été fusionné" in client.get(at("actor", territory, twin.pk)).text
    same = {"keep": three_actors[2].pk, "duplicate": three_actors[2].pk}
    assert "deux acteurs différents" in client.post(at("duplicates", territory), same).text


def test_people_are_added_affiliated_and_removed(
    territory: Any, three_actors: list[Any], client_as: Any
) -> None:
    client = client_as("pilot")
    assert "cochez au moins une case" in client.post(at("person_add", territory), {"name": "Alix"}).text
    data = {
        "name": "Alix Durand",
        "natures": ["PARENT"],
        "email": "a@exemple.fr",
        "actor": three_actors[0].pk,
    }
    assert "Alix Durand" in client.post(at("person_add", territory), data, follow=True).text
    person = Person.objects.get()
    edit = {"name": "Alix Martin", "natures": ["VOLUNTEER"]}
    assert "bénévole" in client.post(at("person_edit", territory, person.pk), edit, follow=True).text
    tie = {"actor": three_actors[1].pk, "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert (
        "vient après la date de début" in client.post(at("person_affiliate", territory, person.pk), tie).text
    )
    client.post(at("person_affiliate", territory, person.pk), tie | {"ends_on": ""})
    row = person.affiliations.get(actor=three_actors[1])
    assert client.get(at("affiliation_end", territory, row.pk)).status_code == 200
    page = client.post(at("affiliation_end", territory, row.pk), {"ends_on": "2026-03-01"}, follow=True)
    assert "1er mars 2026" in page.text
    assert client.get(at("person_remove", territory, person.pk)).status_code == 200
    client.post(at("person_remove", territory, person.pk))
    assert not Person.objects.exists()


def test_roles_are_given_and_ended(territory: Any, client_as: Any, make_user: Any) -> None:
    client = client_as("pilot")
    data = {"kind": "CLUB", "email": "noa@exemple.fr", "full_name": "Noa Club", "starts_on": "2026-01-01"}
    assert "Noa Club" in client.post(at("role_add", territory), data, follow=True).text
    assert "a déjà ce rôle" in client.post(at("role_add", territory), data).text
    role = territory.roles.get(kind="CLUB")
    assert client.get(at("role_end", territory, role.pk)).status_code == 200
    assert (
        "vient après son début"
        in client.post(at("role_end", territory, role.pk), {"ends_on": "2025-01-01"}).text
    )
    page = client.post(at("role_end", territory, role.pk), {"ends_on": "2026-02-01"}, follow=True)
    assert "1er février 2026" in page.text


def test_bodies_are_created_changed_and_removed(
    territory: Any, three_actors: list[Any], client_as: Any
) -> None:
    client = client_as("pilot")
    assert "Ne parlez d’aucun enfant" in client.get(at("body_add", territory)).text
    data = {"name": "Café des acteurs", "form": "Rendez-vous", "members": [three_actors[0].pk]}
    assert "Café des acteurs" in client.post(at("body_add", territory), data, follow=True).text
    body = Body.objects.get()
    assert "checked" in client.get(at("body_edit", territory, body.pk)).text
    client.post(at("body_edit", territory, body.pk), data | {"members": []})
    assert not memberships_of(body).exists(), "ticked and unticked on one day: it never sat"
    assert client.get(at("body_remove", territory, body.pk)).status_code == 200
    client.post(at("body_remove", territory, body.pk))
    assert not Body.objects.exists()


def test_the_perimeter_and_the_territory_are_changed(territory: Any, client_as: Any) -> None:
    client = client_as("pilot")
    assert "---------" not in client.get(at("area_add", territory)).text
    area = {"kind": "QPV", "code": "QN09301M", "name": "Les Ponts"}
    assert "Les Ponts" in client.post(at("area_add", territory), area, follow=True).text
    assert "déjà dans le périmètre" in client.post(at("area_add", territory), area).text
    pk = territory.areas.get().pk
    assert client.get(at("area_end", territory, pk)).status_code == 200
    assert (
        "1er mars 2026"
        in client.post(at("area_end", territory, pk), {"ends_on": "2026-03-01"}, follow=True).text
    )
    data = {"name": "Trois-Ponts", "department": "99", "joined_on": "2026-01-01"}
    assert "n’existe pas" in client.post(at("edit", territory), data).text
    assert "Trois-Ponts" in client.post(at("edit", territory), data | {"department": "2A"}, follow=True).text


def test_a_facilitator_welcomes_a_territory(programme: Any, client_as: Any) -> None:
    url = reverse("territories:create", args=[programme.slug])
    data = {"name": "L’Île", "department": "44", "joined_on": "2026-01-01"}
    assert client_as("pilot").get(url).status_code == 404
    client = client_as("facilitator")
    form = client.get(url).context["form"]
    assert form["joined_on"].value() is not None  # most territories are welcomed the day they enter
    welcomed = client.post(url, data, follow=True)
    assert welcomed.redirect_chain == [(reverse("territories:show", args=["l-ile"]), 302)]
    assert "Importer un annuaire" in welcomed.text  # its next step
    programme.places = 1
    programme.save()
    assert "sont prises" in client.post(url, data).text


def test_names_with_an_accent_are_beside_their_letter(
    programme: Any, territory: Any, client_as: Any, make_user: Any
) -> None:
    for name in ("Zone Est", "Élan", "Foyer"):
        services.propose_actor(territory=territory, name=name, sector="NGO")
        services.add_person(territory=territory, name=f"{name} Un", natures=["PARENT"])
        bodies.create_body(territory=territory, name=name)
        services.create_territory(programme=programme, name=name, department="93", joined_on=date(2026, 1, 1))
    pages = [reverse("territories:list"), reverse("programmes:show", args=[programme.slug])]
    pages += [
        at(name, territory) for name in ("actors", "people", "bodies", "show", "body_add", "duplicates")
    ]
    client = client_as("facilitator")
    for page in pages:
        text = client.get(page).text
        assert text.index("Élan") < text.index("Foyer") < text.index("Zone Est"), page


def test_the_order_of_a_body_does_not_say_who_is_not_named(territory: Any, client_as: Any) -> None:
    rows = [
        services.propose_actor(
            territory=territory, name=name, sector="NGO", objects_to_naming=name == "Zone Est"
        )
        for name in ("Acacia", "Bercail", "Zone Est")
    ]
    body = bodies.create_body(territory=territory, name="Groupe", members=rows)
    text = client_as("contributor").get(at("body", territory, body.pk)).text
    assert text.index("Acacia") < text.index("Acteur non nommé") < text.index("Bercail")
    assert actor_lines(territory)[1][0] == "Acteur non nommé"


@pytest.mark.parametrize(("name", "many"), [("list", 60), ("people", 60), ("bodies", 30)])
def test_lists_take_a_constant_number_of_queries(
    programme: Any, territory: Any, client_as: Any, name: str, many: int
) -> None:
    client = client_as("facilitator")
    page = reverse("territories:list") if name == "list" else at(name, territory)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    def fill(start: int, end: int) -> None:
        for rank in range(start, end):
            if name == "list":
                Territory.objects.create(
                    programme=programme,
                    name=f"T {rank}",
                    slug=f"t-{rank}",
                    department="93",
                    joined_on="2026-01-01",
                )
                continue
            actor = services.propose_actor(territory=territory, name=f"Acteur {rank}", sector="NGO")
            services.add_person(territory=territory, name=f"Personne {rank}", natures=["PARENT"], actor=actor)
            bodies.create_body(territory=territory, name=f"Groupe {rank}", members=[actor])

    fill(0, 2)
    before = cost()
    fill(2, many)
    assert cost() == before
