from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.programmes import services
from maillage.programmes.models import Programme
from maillage.territories.models import Territory

EVERYONE = ["facilitator", "national", "pilot", "department", "contributor", "club"]


def home(programme: Programme) -> str:
    return reverse("programmes:show", args=[programme.slug])


@pytest.mark.parametrize("role", EVERYONE)
def test_everyone_reads_only_facilitators_change(programme: Programme, client_as: Any, role: str) -> None:
    client = client_as(role)
    page = client.get(home(programme))
    assert page.status_code == 200
    assert ("Ajouter une étape" in page.text) is (role == "facilitator")
    edit = client.get(reverse("programmes:edit", args=[programme.slug]))
    assert edit.status_code == (200 if role == "facilitator" else 404)


def test_a_visitor_signs_in_first(programme: Programme, client_as: Any) -> None:
    assert client_as("anonymous").get(home(programme)).status_code == 302


def test_the_list_holds_one_programme(programme: Programme, client_as: Any) -> None:
    assert programme.name in client_as("club").get(reverse("programmes:list")).text


def test_the_page_costs_the_same_with_one_and_three_of_everything(
    programme: Programme, client_as: Any
) -> None:
    client = client_as("facilitator")
    costs = []
    for rank in range(3):
        Territory.objects.create(
            programme=programme, name=f"T{rank}", slug=f"t{rank}", department="93", joined_on=date(2026, 1, 1)
        )
        services.add_partner(programme=programme, name=f"P{rank}")
        services.add_phase(programme=programme, label=f"E{rank}", start_month=rank, end_month=rank + 1)
        services.appoint(
            programme=programme,
            email=f"n{rank}@exemple.fr",
            full_name="N",
            kind="NATIONAL",
            starts_on=date(2026, 1, 1),
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(home(programme)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[2]


ADDS = [
    (
        "edit",
        {"name": "Renommé", "facilitator_name": "Un tiers", "places": "4", "starts_on": "2026-01-01"},
        "Renommé",
    ),
    ("phase_add", {"label": "Une étape neuve", "start_month": "1", "end_month": "2"}, "Une étape neuve"),
    ("partner_add", {"name": "Une caisse"}, "Une caisse"),
    (
        "role_add",
        {"kind": "NATIONAL", "email": "n@exemple.fr", "full_name": "Noa Nation", "starts_on": "2026-01-01"},
        "Noa Nation",
    ),
]


@pytest.mark.parametrize(("name", "data", "shown"), ADDS)
def test_what_a_facilitator_writes_shows(
    programme: Programme, client_as: Any, name: str, data: dict[str, str], shown: str
) -> None:
    client = client_as("facilitator")
    page = client.post(reverse(f"programmes:{name}", args=[programme.slug]), data, follow=True)
    assert page.redirect_chain
    assert shown in page.text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("edit", {"name": ""}, "Ce champ est obligatoire"),
        (
            "phase_add",
            {"label": "X", "start_month": "3", "end_month": "2"},
            "La fin d’une étape vient après son début.",
        ),
        ("role_add", {"kind": "PATRON", "email": "pas une adresse"}, "choix valide"),
    ],
)
def test_what_is_wrong_is_said(
    programme: Programme, client_as: Any, name: str, data: dict[str, str], says: str
) -> None:
    page = client_as("facilitator").post(reverse(f"programmes:{name}", args=[programme.slug]), data)
    assert page.status_code == 200
    assert says in page.text.replace("&#x27;", "’")


def test_steps_partners_and_roles_are_changed_and_ended(
    programme: Programme, client_as: Any, make_user: Any
) -> None:
    client = client_as("facilitator")
    phase = services.add_phase(programme=programme, label="Une", start_month=0, end_month=1)
    partner = services.add_partner(programme=programme, name="Une caisse")
    role = make_user("national").programme_roles.get()
    steps = [
        ("phase_edit", phase, {"label": "Deux", "start_month": "0", "end_month": "3"}),
        ("phase_remove", phase, {}),
        ("partner_edit", partner, {"name": "Deux caisses"}),
        ("partner_remove", partner, {}),
        ("role_end", role, {"ends_on": "2026-01-31"}),
    ]
    for name, part, data in steps:
        url = reverse(f"programmes:{name}", args=[programme.slug, part.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, data).status_code == 302
    role.refresh_from_db()
    assert role.ends_on == date(2026, 1, 31)
    assert not programme.phases.exists()
