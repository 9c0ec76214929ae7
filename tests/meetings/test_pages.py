"""The pages of workshops: who opens them, and what a table's page keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.meetings.models import Reading, Table, Workshop
from maillage.meetings.services import close_workshop, link_of, save_readings, seat_table

Opener = Callable[..., Client]


def _doors(territory: Any, workshop: Workshop, table: Table) -> dict[str, str]:
    one = [territory.slug, workshop.pk]
    return {
        "list": reverse("meetings:list", args=[territory.slug]),
        "show": reverse("meetings:show", args=one),
        "add": reverse("meetings:add", args=[territory.slug]),
        "edit": reverse("meetings:edit", args=one),
        "remove": reverse("meetings:remove", args=one),
        "seat": reverse("meetings:seat", args=one),
        "table": reverse("meetings:table", args=[*one, table.pk]),
    }


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("facilitator", {"list", "show", "add", "edit", "remove", "seat", "table"}),
        ("pilot", {"list", "show", "add", "edit", "remove", "seat", "table"}),
        ("contributor", {"list", "show"}),
        ("department", {"list", "show"}),
        ("national", set()),
    ],
)
def test_members_read_and_managers_lead(
    client_as: Opener, territory: Any, workshop: Workshop, tables: list[Table], role: str, opened: set[str]
) -> None:
    client = client_as(role)
    answers = {
        name: client.get(url).status_code for name, url in _doors(territory, workshop, tables[0]).items()
    }
    assert {name for name, code in answers.items() if code == 200} == opened
    assert {code for name, code in answers.items() if name not in opened} <= {404}


def test_a_pilot_holds_a_workshop_from_the_first_page(client_as: Opener, territory: Any) -> None:
    pilot = client_as("pilot")
    page = pilot.post(
        reverse("meetings:add", args=[territory.slug]),
        {"title": "Trois tables", "format": "GRID", "held_on": "2026-03-12"},
        follow=True,
    ).content.decode()
    assert "L’atelier est noté." in page
    made = Workshop.objects.get()
    page = pilot.post(
        reverse("meetings:seat", args=[territory.slug, made.pk]),
        {"name": "Table 1", "people": 6},
        follow=True,
    ).content.decode()
    assert link_of(Table.objects.get()) in page
    assert (
        pilot.post(reverse("meetings:close", args=[territory.slug, made.pk]), follow=True).status_code == 200
    )
    made.refresh_from_db()
    assert not made.is_open
    territory_page = pilot.get(reverse("territories:show", args=[territory.slug])).content.decode()
    assert reverse("meetings:list", args=[territory.slug]) in territory_page


def test_a_table_writes_without_an_account(client: Client, workshop: Workshop, tables: list[Table]) -> None:
    url = link_of(tables[0])
    page = client.post(
        url, {"goals": "1", "goals-reason": "On n’en parle pas."}, follow=True
    ).content.decode()

    assert "C’est gardé." in page
    assert "On n’en parle pas." in page
    assert Reading.objects.get().level == 1
    assert client.get(url).status_code == 200


def test_two_phones_of_a_table_do_not_erase_each_other(client: Client, tables: list[Table]) -> None:
    save_readings(table=tables[0], said={"trust": (3, "Dit sur l’autre téléphone.")})

    client.post(link_of(tables[0]), {"goals": "1", "goals-reason": ""})

    assert {(each.indicator, each.level) for each in Reading.objects.all()} == {("trust", 3), ("goals", 1)}


def test_a_refused_line_stays_on_the_page(client: Client, tables: list[Table]) -> None:
    said = {"goals": "1", "goals-reason": "Le petit Kévin ne vient plus.", "trust": "2", "trust-reason": ""}

    page = client.post(link_of(tables[0]), said).content.decode()

    assert "Le petit Kévin" in page
    assert "nomme quelqu’un" in page
    assert Reading.objects.get().indicator == "trust"


def test_a_closed_workshop_is_read_and_not_written(
    client: Client, workshop: Workshop, tables: list[Table]
) -> None:
    close_workshop(workshop=workshop)
    page = client.post(link_of(tables[0]), {"goals": "1", "goals-reason": ""}).content.decode()
    assert "clos" in page
    assert not Reading.objects.exists()


def test_an_unknown_link_does_not_exist(client: Client) -> None:
    assert client.get(reverse("tables:sit", args=["inconnu"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same(
    client_as: Opener, territory: Any, workshop: Workshop, count: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(count):
        table = seat_table(workshop=workshop, name=f"Table {n}", people=4)
        save_readings(table=table, said={"goals": (1 + n % 3, "")})
    pilot = client_as("pilot")
    for name in ("list", "show"):
        url = _doors(territory, workshop, table)[name]
        with django_assert_max_num_queries(14):
            assert pilot.get(url).status_code == 200
