"""The tables of a meeting: who meets whom, what stays when somebody does not come, what is printed."""

from __future__ import annotations

import io
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core.tokens import token_digest
from maillage.meetings.models import Apart, Meeting, Registration, Seat, Seating, SeatingState
from maillage.meetings.queries.seating import current_plan, rounds_of, seats_of
from maillage.meetings.services import seating as kept
from maillage.meetings.services.gatherings import hold_meeting
from maillage.meetings.services.registrations import forget_people
from maillage.plans import printing, tasks
from maillage.plans.queries.tables import sentences_of
from maillage.plans.services import tables as services
from maillage.plans.services.commitments import aim_at, make_commitment
from maillage.territories.models import Actor

Opener = Callable[..., Client]
NOW = timezone.now()


@pytest.fixture
def meeting(territory: Any) -> Meeting:
    return hold_meeting(
        territory=territory,
        title="Trois tours de table",
        place="Maison de quartier",
        starts_at=NOW + timedelta(days=9),
        ends_at=NOW + timedelta(days=9, hours=2),
    )


def _people(meeting: Meeting, rows: Sequence[dict[str, Any]]) -> list[Registration]:
    first = meeting.registrations.count() + 1  # type: ignore[attr-defined]
    return [
        Registration.objects.create(
            meeting=meeting,
            number=number,
            name=f"Personne {number}",
            key=uuid.uuid4(),
            token_digest=f"{meeting.pk}-{number}",
            code_digest=f"{meeting.pk}-{number}",
            registered_at=NOW,
            **row,
        )
        for number, row in enumerate(rows, first)
    ]


def _plan(meeting: Meeting, **more: Any) -> Seating:
    asked = services.ask_plan(meeting=meeting, **{"tables": 2, "rounds": 2} | more)
    tasks.plan_tables(asked.pk)
    asked.refresh_from_db()
    assert asked.state == SeatingState.READY
    return asked


def _tables(plan: Seating, round_: int = 1) -> list[set[int]]:
    return [{each.pk for each in table.people} for table in rounds_of(plan)[round_ - 1].tables]


def test_everybody_sits_once_in_each_round(meeting: Meeting, actors: list[Actor]) -> None:
    people = _people(meeting, [{"actor": actors[rank % 4], "natures": ["PROFESSIONAL"]} for rank in range(9)])
    plan = _plan(meeting, tables=3)
    everybody = sorted(each.pk for each in people)
    for round_ in (1, 2):
        tables = _tables(plan, round_)
        assert sorted(pk for table in tables for pk in table) == everybody
        assert {len(table) for table in tables} == {3}
    assert plan.told["people"] == 9
    assert seats_of(people[0]) == list(
        Seat.objects.filter(registration=people[0]).order_by("round").values_list("round", "table")
    )


def test_a_tie_that_a_commitment_aims_at_is_made_at_a_table(
    territory: Any, meeting: Meeting, actors: list[Actor], publish: Any, writer: Any
) -> None:
    """Four actors who all work together, but for one pair, that a commitment wants to see made."""
    strong = {0: {1: 4, 3: 4}, 1: {0: 4, 2: 4, 3: 4}, 2: {1: 4, 3: 4}, 3: {0: 4, 1: 4, 2: 4}}
    publish(strong)
    one, _, other, _ = _people(meeting, [{"actor": actor, "natures": ["PROFESSIONAL"]} for actor in actors])
    made = make_commitment(
        territory=territory, user=writer, title="Se parler", due_on=timezone.localdate() + timedelta(days=90)
    )
    aim_at(commitment=made, one=actors[0], other=actors[2])
    plan = _plan(meeting, rounds=1)
    assert {one.pk, other.pk} in _tables(plan)
    assert plan.told["pairs"] == plan.told["most_pairs"] == 1
    assert "1\u00a0rencontre utile" in sentences_of(plan)[0]


def test_the_rules_of_a_room_hold(meeting: Meeting, actors: list[Actor]) -> None:
    parents = _people(meeting, [{"natures": ["PARENT"], "languages": ["fr"]} for _ in range(2)])
    others = _people(
        meeting,
        [{"actor": actors[r % 3], "natures": ["PROFESSIONAL"], "languages": ["fr"]} for r in range(4)]
        + [{"natures": ["RESIDENT"], "languages": ["tr"]} for _ in range(2)],
    )
    kept.keep_apart(meeting=meeting, one=others[0].pk, other=others[1].pk)
    plan = _plan(meeting, together=["PARENT"])
    assert plan.told["broken"] == []
    for round_ in (1, 2):
        for table in _tables(plan, round_):
            assert len({each.pk for each in parents} & table) != 1
            assert not {others[0].pk, others[1].pk} <= table
            assert len({others[4].pk, others[5].pk} & table) != 1


def test_a_rule_that_cannot_hold_is_said(meeting: Meeting) -> None:
    people = _people(meeting, [{"natures": ["PROFESSIONAL"]} for _ in range(3)] + [{"natures": ["PARENT"]}])
    plan = _plan(meeting, rounds=1, together=["PARENT"])
    assert f"{people[3]} est sans personne de même nature." in sentences_of(plan)[-1]


def test_absences_leave_the_rounds_played_as_they_were(meeting: Meeting, actors: list[Actor]) -> None:
    people = _people(meeting, [{"actor": actors[rank % 4], "natures": ["PROFESSIONAL"]} for rank in range(8)])
    plan = _plan(meeting)
    kept.play_round(seating=plan, round_=1)
    before = _tables(plan)
    (late,) = _people(meeting, [{"natures": ["PARENT"]}])
    asked = services.ask_change(seating=plan, absent=[people[0].pk])
    tasks.plan_tables(asked.pk)
    changed = current_plan(meeting)
    assert changed is not None
    assert changed.pk == asked.pk
    assert _tables(changed) == before
    second = Counter(pk for table in _tables(changed, 2) for pk in table)
    assert people[0].pk not in second
    assert second[late.pk] == 1
    assert set(second.values()) == {1}
    kept.play_round(seating=changed, round_=2)
    with pytest.raises(ValidationError, match="Tous les tours sont joués"):
        services.ask_change(seating=changed, absent=[])


def test_whoever_gave_the_place_back_has_no_chair_any_more(meeting: Meeting) -> None:
    people = _people(meeting, [{"natures": ["PARENT"]} for _ in range(6)])
    plan = _plan(meeting)
    Registration.objects.filter(pk=people[0].pk).update(cancelled_at=NOW)
    asked = services.ask_change(seating=plan, absent=[])
    tasks.plan_tables(asked.pk)
    assert all(people[0].pk not in table for table in _tables(asked))


def test_a_plan_is_asked_for_once_at_a_time_and_kept_once(meeting: Meeting) -> None:
    _people(meeting, [{"natures": ["PARENT"]} for _ in range(6)])
    asked = services.ask_plan(meeting=meeting, tables=2, rounds=1)
    with pytest.raises(ValidationError, match="se calcule déjà"):
        services.ask_plan(meeting=meeting, tables=2, rounds=1)
    for _ in range(2):  # delivered twice
        tasks.plan_tables(asked.pk)
    assert Seat.objects.count() == 6


@pytest.mark.parametrize(("tables", "said"), [(3, "quatre personnes"), (1, "quatre personnes")])
def test_too_few_people_are_not_planned(meeting: Meeting, tables: int, said: str) -> None:
    _people(meeting, [{"natures": ["PARENT"]} for _ in range(3)])
    with pytest.raises(ValidationError, match=said):
        services.ask_plan(meeting=meeting, tables=tables, rounds=1)


def test_more_tables_than_pairs_are_refused(meeting: Meeting) -> None:
    _people(meeting, [{"natures": ["PARENT"]} for _ in range(5)])
    with pytest.raises(ValidationError, match="Deux personnes au moins"):
        services.ask_plan(meeting=meeting, tables=3, rounds=1)


def test_pairs_kept_apart_are_forgotten_with_the_names(meeting: Meeting) -> None:
    one, other, *_ = _people(meeting, [{"natures": ["PARENT"]} for _ in range(4)])
    with pytest.raises(ValidationError, match="deux personnes différentes"):
        kept.keep_apart(meeting=meeting, one=one.pk, other=one.pk)
    kept.keep_apart(meeting=meeting, one=other.pk, other=one.pk)
    plan = _plan(meeting, rounds=1)
    forget_people(now=meeting.ends_at + timedelta(days=120))
    assert not Apart.objects.exists()
    assert Seat.objects.filter(seating=plan).count() == 4  # who shared a table stays, without names


# --- On paper --------------------------------------------------------------------------------------
def test_cards_and_sheets_name_everybody(meeting: Meeting, actors: list[Actor]) -> None:
    _people(meeting, [{"actor": actors[rank % 4], "natures": ["PROFESSIONAL"]} for rank in range(9)])
    plan = _plan(meeting)
    cards = PdfReader(io.BytesIO(printing.cards(plan)))
    said = " ".join(page.extract_text() for page in cards.pages)
    assert all(f"Personne {number}" in said for number in range(1, 10))
    assert len(cards.pages) == 2  # eight a page
    sheets = PdfReader(io.BytesIO(printing.sheets(plan)))
    assert len(sheets.pages) == 2  # one a table
    assert "Table 2" in sheets.pages[1].extract_text()
    assert "119" in sheets.pages[0].extract_text()
    assert printing.cards(plan) == printing.cards(plan)


# --- Pages -----------------------------------------------------------------------------------------
def _doors(territory: Any, meeting: Meeting) -> dict[str, str]:
    one = [territory.slug, meeting.pk]
    return {
        **{name: reverse(f"planner:{name}", args=one) for name in ("plan", "ask", "change", "apart")},
        "screen": reverse("planner:screen", args=[*one, 1]),
        "cards": reverse("planner:paper", args=[*one, "cartons"]),
        "sheets": reverse("planner:paper", args=[*one, "tables"]),
    }


@pytest.mark.parametrize(
    ("role", "opened"), [("facilitator", True), ("pilot", True), ("contributor", False), ("national", False)]
)
def test_those_who_prepare_the_room_read_names(
    client_as: Opener, territory: Any, meeting: Meeting, role: str, opened: bool
) -> None:
    _people(meeting, [{"natures": ["PARENT"]} for _ in range(6)])
    _plan(meeting)
    client = client_as(role)
    codes = {client.get(url).status_code for url in _doors(territory, meeting).values()}
    assert codes == {200 if opened else 404}


def test_a_pilot_plans_a_meeting_from_its_page(client_as: Opener, territory: Any, meeting: Meeting) -> None:
    people = _people(meeting, [{"natures": ["PARENT"]} for _ in range(7)])
    pilot, doors = client_as("pilot"), _doors(territory, meeting)
    assert doors["plan"] in pilot.get(reverse("gatherings:show", args=[territory.slug, meeting.pk])).text
    assert "Pas encore de plan." in pilot.get(doors["plan"]).text
    assert 'value="1"' in pilot.get(doors["ask"]).text
    page = pilot.post(doors["ask"], {"tables": 2, "rounds": 2, "together": ["PARENT"]}, follow=True).text
    assert 'http-equiv="refresh"' in page
    tasks.plan_tables(Seating.objects.get().pk)
    page = pilot.get(doors["plan"]).text
    assert "Personne 7" in page
    assert 'http-equiv="refresh"' not in page
    pilot.post(doors["apart"], {"one": people[0].pk, "other": people[1].pk})
    assert "Personne 1 et Personne 2" in pilot.get(doors["plan"]).text
    pilot.post(reverse("planner:meet", args=[territory.slug, meeting.pk, Apart.objects.get().pk]))
    assert not Apart.objects.exists()
    pilot.post(reverse("planner:play", args=[territory.slug, meeting.pk, 1]))
    assert Seating.objects.get().played == 1
    _people(meeting, [{"natures": ["PARENT"]}])
    assert "1\u00a0personne s’est inscrite" in pilot.get(doors["plan"]).text
    pilot.post(doors["change"], {"absent": [people[0].pk]})
    tasks.plan_tables(Seating.objects.order_by("pk").last().pk)  # type: ignore[union-attr]
    assert "Personne 8" in pilot.get(doors["plan"]).text


def test_a_computation_that_breaks_off_is_said_and_asked_again(
    client_as: Opener, territory: Any, meeting: Meeting
) -> None:
    _people(meeting, [{"natures": ["PARENT"]} for _ in range(6)])
    asked = services.ask_plan(meeting=meeting, tables=2, rounds=1)
    kept.give_up_plan(seating=asked)
    page = client_as("pilot").get(_doors(territory, meeting)["plan"]).text
    assert "Le calcul s’est arrêté." in page
    assert services.ask_plan(meeting=meeting, tables=2, rounds=1).state == SeatingState.WAITING


@pytest.mark.parametrize("size", [1, 3])
def test_a_plan_takes_the_same_queries_whatever_its_size(
    territory: Any, meeting: Meeting, actors: list[Actor], size: int, django_assert_num_queries: Any
) -> None:
    _people(meeting, [{"actor": actors[r % 4], "natures": ["PROFESSIONAL"]} for r in range(4 * size)])
    plan = _plan(meeting, tables=size)
    with django_assert_num_queries(1):
        assert [str(p) + p.for_whom for r in rounds_of(plan) for t in r.tables for p in t.people]


def test_whoever_is_there_reads_their_table(client: Client, meeting: Meeting) -> None:
    one, *_ = _people(meeting, [{"natures": ["PARENT"]} for _ in range(6)])
    plan = _plan(meeting)
    token = "0123456789abcdefghijklmnopqrstuv"
    Registration.objects.filter(pk=one.pk).update(token_digest=token_digest(token))
    url = reverse("attend:receipt", args=[token])
    assert "Votre table" not in client.get(url).text  # a plan may still change
    Registration.objects.filter(pk=one.pk).update(attended_at=NOW)
    first = Seat.objects.get(seating=plan, registration=one, round=1).table
    assert f"Tour 1\u00a0: <strong>table {first}</strong>" in client.get(url).text
