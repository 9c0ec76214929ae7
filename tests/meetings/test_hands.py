"""Hands raised on statements: counted by place, told in levels only."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from maillage.diagnosis.gate.hands import hands_shown
from maillage.meetings.models import HandCount, Workshop
from maillage.meetings.queries import hands_told, latest_hands
from maillage.meetings.services import close_workshop, count_hands, hold_workshop, remove_workshop
from maillage.statements.models import Statement
from maillage.statements.services import open_conversation, propose_statement, seed_statement


@pytest.fixture
def statement(territory: Any) -> Statement:
    conversation = open_conversation(territory=territory, question="Que changer ?", rule="Une idée.")
    return seed_statement(conversation=conversation, text="On se parle trop tard.", role="PARENTS", by=None)


@pytest.fixture
def room(territory: Any, statement: Statement) -> Workshop:
    return hold_workshop(
        territory=territory,
        title="À main levée",
        format="STATEMENTS",
        held_on=date(2026, 3, 12),
        conversation=statement.conversation,
    )


def test_the_last_count_is_read_and_the_others_are_kept(room: Workshop, statement: Statement) -> None:
    assert count_hands(workshop=room, role="PARENTS", counts={statement.pk: (6, 1, 2)}) == 1
    assert count_hands(workshop=room, role="PARENTS", counts={statement.pk: (6, 1, 2)}) == 0
    assert count_hands(workshop=room, role="PARENTS", counts={statement.pk: (5, 2, 2)}) == 1

    assert HandCount.objects.count() == 2
    assert latest_hands(room) == {(statement.pk, "PARENTS"): (5, 2, 2)}
    with pytest.raises(ValidationError):
        remove_workshop(workshop=room)


def test_only_what_is_put_to_the_vote_is_counted(room: Workshop, statement: Statement) -> None:
    propose_statement(
        conversation=statement.conversation, text="Pas encore relu.", role="SCHOOL", key=uuid.uuid4()
    )
    waiting = Statement.objects.get(text="Pas encore relu.")
    for role, counts in (
        ("PARENTS", {waiting.pk: (1, 0, 0)}),
        ("NOBODY", {statement.pk: (1, 0, 0)}),
        ("PARENTS", {statement.pk: (501, 0, 0)}),
        ("PARENTS", {statement.pk: (-1, 0, 0)}),
    ):
        with pytest.raises(ValidationError):
            count_hands(workshop=room, role=role, counts=counts)
    close_workshop(workshop=room)
    with pytest.raises(ValidationError, match="clos"):
        count_hands(workshop=room, role="PARENTS", counts={statement.pk: (1, 0, 0)})
    assert not HandCount.objects.exists()


def test_no_count_leaves_the_room_only_levels(room: Workshop, statement: Statement) -> None:
    count_hands(workshop=room, role="PARENTS", counts={statement.pk: (9, 4, 4)})
    count_hands(workshop=room, role="SCHOOL", counts={statement.pk: (8, 6, 3)})
    count_hands(workshop=room, role="HEALTH", counts={statement.pk: (1, 2, 0)})

    (told,) = hands_shown(hands_told([room]))
    (line,) = told["statements"]

    assert set(line["roles"]) == {"PARENTS", "SCHOOL"}  # three people are not read apart
    assert all(0 <= level <= 3 for pair in line["roles"].values() for level in pair)
    assert line["roles"]["PARENTS"] == [2, 1]


def test_a_room_of_four_is_not_told(room: Workshop, statement: Statement) -> None:
    count_hands(workshop=room, role="PARENTS", counts={statement.pk: (2, 1, 1)})

    assert hands_shown(hands_told([room])) == []


def test_a_pilot_counts_and_others_do_not_read_the_counts(
    client_as: Callable[..., Client], room: Workshop, statement: Statement
) -> None:
    pilot, one = client_as("pilot"), [room.territory.slug, room.pk]
    url, page = reverse("meetings:hands", args=one), reverse("meetings:show", args=one)
    typed = {f"{statement.pk}-agree": "7", f"{statement.pk}-disagree": "", f"{statement.pk}-passing": "1"}

    said = pilot.post(url, {"role": "SCHOOL", **typed}, follow=True).content.decode()

    assert "7 d’accord" in said
    assert (
        "Rien n’est compté"
        in pilot.post(url, {"role": "SCHOOL", f"{statement.pk}-agree": "beaucoup"}).content.decode()
    )
    assert client_as("contributor").get(url).status_code == 404
    assert "7 d’accord" not in client_as("contributor").get(page).content.decode()
    assert 'value="7"' in pilot.get(f"{url}?place=SCHOOL").content.decode()
