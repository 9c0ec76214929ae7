"""Who offers what: the matrix says where nobody is, and names no situation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.context.codes import CROWDED, Band, Level
from maillage.context.models import Action
from maillage.context.queries import actions_of, actions_told, level_names, matrix_of
from maillage.context.services import name_levels, note_action, remove_action, update_action
from maillage.territories.models import Actor, ActorStatus

LEVELS = {each.value: str(each.label) for each in Level}


@pytest.fixture
def actor(territory: Any) -> Actor:
    return Actor.objects.create(
        territory=territory, name="Centre social", sector="SOCIAL_LIFE", status=ActorStatus.VALIDATED
    )


def _note(actor: Actor, label: str = "Accueil du mercredi", **more: Any) -> Action:
    said = {"bands": ["6-11"], "levels": ["UNIVERSAL"], "note": ""} | more
    return note_action(territory=actor.territory, actors=[actor], label=label, **said)


plain = st.fixed_dictionaries(
    {
        "label": st.text(min_size=1, max_size=5),
        "bands": st.lists(st.sampled_from(Band.values), min_size=1, unique=True),
        "levels": st.lists(st.sampled_from(Level.values), min_size=1, unique=True),
    }
)


@given(st.lists(plain, max_size=12))
def test_each_action_is_in_each_of_its_cells_and_nowhere_else(actions: list[dict[str, Any]]) -> None:
    matrix = matrix_of(actions, LEVELS)

    cells = [cell for _, row in matrix.rows for cell in row]
    assert len(cells) == len(Band) * len(Level)
    assert sum(len(cell.actions) for cell in cells) == sum(
        len(each["bands"]) * len(each["levels"]) for each in actions
    )
    assert len(matrix.holes) == sum(not cell.actions for cell in cells)
    assert len(matrix.crowded) == sum(len(cell.actions) >= CROWDED for cell in cells)


def test_an_objecting_actor_is_not_told_apart(actor: Actor, client_as: Callable[..., Client]) -> None:
    """« Acteur non nommé » beside the only consultations of the quarter would name it."""
    Actor.objects.filter(pk=actor.pk).update(objects_to_naming=True)
    _note(actor)
    page = client_as("contributor").get(reverse("context:resources", args=[actor.territory.slug]))
    assert "Centre social" not in page.content.decode()
    assert "non nommé" not in page.content.decode()

    (told,) = actions_told(actor.territory)

    assert told["actors"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"bands": []},
        {"bands": ["99"]},
        {"levels": []},
        {"label": ""},
        {"label": "Aide à la petite Léa"},
        {"note": "La mère de Kévin y va."},
    ],
)
def test_what_is_no_offer_is_refused(actor: Actor, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _note(actor, **{"label": "Accueil", **wrong})
    assert not Action.objects.exists()


def test_an_action_belongs_to_the_actors_of_its_territory(actor: Actor, other_territory: Any) -> None:
    stranger = Actor.objects.create(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError):
        note_action(
            territory=actor.territory,
            actors=[stranger],
            label="Accueil",
            bands=["0-3"],
            levels=["UNIVERSAL"],
            note="",
        )


def test_an_action_is_corrected_and_removed(actor: Actor) -> None:
    action = _note(actor)
    update_action(
        action=action, actors=[actor], label="Accueil du soir", bands=["11-15"], levels=["TARGETED"], note=""
    )
    assert [each.label for each in actions_of(actor.territory)] == ["Accueil du soir"]
    remove_action(action=action)
    assert not actions_of(actor.territory)


def test_a_territory_keeps_its_words(territory: Any) -> None:
    name_levels(territory=territory, names={"UNIVERSAL": "Prévention primaire", "TARGETED": ""})
    assert level_names(territory)["UNIVERSAL"] == "Prévention primaire"
    assert level_names(territory)["TARGETED"] == "Prévention ciblée"
    name_levels(territory=territory, names={})
    assert level_names(territory) == LEVELS


@pytest.mark.parametrize(
    ("role", "writes", "reads"),
    [
        ("pilot", True, True),
        ("facilitator", True, True),
        ("contributor", False, True),
        ("national", False, False),
    ],
)
def test_members_read_and_managers_write(
    client_as: Callable[..., Client], actor: Actor, role: str, writes: bool, reads: bool
) -> None:
    action, place, client = _note(actor), actor.territory.slug, client_as(role)
    pages = [
        reverse("context:action_add", args=[place]),
        reverse("context:words", args=[place]),
        reverse("context:action_edit", args=[place, action.pk]),
        reverse("context:action_remove", args=[place, action.pk]),
    ]
    assert {client.get(page).status_code for page in pages} == {200 if writes else 404}
    assert client.get(reverse("context:resources", args=[place])).status_code == (200 if reads else 404)


def test_a_pilot_notes_an_action_and_sees_the_holes(client_as: Callable[..., Client], actor: Actor) -> None:
    pilot, place = client_as("pilot"), actor.territory.slug
    said = {
        "label": "Café des parents",
        "actors": [actor.pk],
        "bands": ["0-3", "3-6"],
        "levels": ["ATTENTIVENESS"],
    }
    page = pilot.post(reverse("context:action_add", args=[place]), said, follow=True).content.decode()
    assert "L’action est notée." in page
    assert f"{len(Band) * len(Level) - 2}\u00a0cases sont vides" in page
    pilot.post(reverse("context:words", args=[place]), {"ATTENTIVENESS": "Bienveillance"})
    assert "Bienveillance" in pilot.get(reverse("context:resources", args=[place])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(
    client_as: Callable[..., Client], actor: Actor, count: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(count):
        _note(actor, f"Accueil {n}")
    pilot = client_as("pilot")
    with django_assert_max_num_queries(14):
        assert pilot.get(reverse("context:resources", args=[actor.territory.slug])).status_code == 200
