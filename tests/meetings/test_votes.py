"""Phones that vote in the room: one ballot each, counted with the hands, told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from maillage.meetings.models import Ballot, Poll, Vote, Workshop
from maillage.meetings.queries import hands_told
from maillage.meetings.queries.votes import phone_lines
from maillage.meetings.services import close_workshop, count_hands, hold_workshop, remove_workshop
from maillage.meetings.services.votes import ballot_of_link, cast_votes, link_of, open_poll, take_ballot
from maillage.statements.models import State, Statement
from maillage.statements.services import open_conversation, seed_statement

Opener = Callable[..., Client]


@pytest.fixture
def statements(territory: Any) -> list[Statement]:
    conversation = open_conversation(territory=territory, question="Que changer ?", rule="Une idée.")
    return [
        seed_statement(conversation=conversation, text=text, role="PARENTS", by=None)
        for text in ("On se parle trop tard.", "On sait qui appeler.")
    ]


@pytest.fixture
def room(territory: Any, statements: list[Statement]) -> Workshop:
    return hold_workshop(
        territory=territory,
        title="À la salle",
        format="STATEMENTS",
        held_on=date(2026, 3, 12),
        conversation=statements[0].conversation,
    )


@pytest.fixture
def poll(room: Workshop) -> Poll:
    return open_poll(workshop=room)


def _vote(poll: Poll, choices: dict[int, str], role: str = "PARENTS") -> Ballot:
    ballot = ballot_of_link(take_ballot(poll=poll, role=role))
    assert ballot is not None
    cast_votes(ballot=ballot, choices=choices)
    return ballot


def test_a_phone_takes_one_ballot_and_may_change_its_mind(
    client: Client, poll: Poll, statements: list[Statement]
) -> None:
    page = client.post(link_of(poll), {"role": "PARENTS"})
    assert client.get(link_of(poll)).url == page.url, "the code read again opens the same ballot"  # type: ignore[attr-defined]
    one, other = (each.pk for each in statements)
    client.post(page.url, {f"voix-{one}": "AGREE", f"voix-{other}": "PASS"})  # type: ignore[attr-defined]
    again = client.post(page.url, {f"voix-{one}": "DISAGREE"}, follow=True)  # type: ignore[attr-defined]
    assert "C’est gardé." in again.content.decode()
    assert dict(Vote.objects.values_list("statement", "choice")) == {one: "DISAGREE", other: "PASS"}
    assert Ballot.objects.count() == 1


def test_phones_and_hands_are_counted_together(
    room: Workshop, poll: Poll, statements: list[Statement]
) -> None:
    one, other = (each.pk for each in statements)
    count_hands(workshop=room, role="PARENTS", counts={one: (4, 1, 0)})
    _vote(poll, {one: "AGREE", other: "DISAGREE"})
    _vote(poll, {one: "PASS"}, role="SCHOOL")
    told = hands_told([room])[0]["statements"]
    assert told == [
        {"text": "On se parle trop tard.", "roles": {"PARENTS": (5, 1, 0), "SCHOOL": (0, 0, 1)}},
        {"text": "On sait qui appeler.", "roles": {"PARENTS": (0, 1, 0)}},
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (["AGREE"] * 10, "Moins de 11 téléphones ont répondu."),
        (["AGREE"] * 11, "Presque toute la salle est d’accord."),
        (["AGREE"] * 9 + ["DISAGREE"] * 2, "Presque toute la salle est d’accord."),
        (["AGREE"] * 8 + ["DISAGREE"] * 4, "La salle est plutôt d’accord."),
        (["AGREE"] * 6 + ["DISAGREE"] * 6, "La salle est partagée."),
        (["DISAGREE"] * 12, "Presque toute la salle n’est pas d’accord."),
    ],
)
def test_the_room_reads_words_once_it_is_closed(
    room: Workshop, poll: Poll, statements: list[Statement], said: list[str], words: str
) -> None:
    for choice in said:
        _vote(poll, {statements[0].pk: choice})
    assert phone_lines(room, statements) == []
    close_workshop(workshop=room)
    room.refresh_from_db()
    assert phone_lines(room, statements)[0].says == words


def test_what_is_closed_unknown_or_of_elsewhere_changes_nothing(
    client: Client, room: Workshop, poll: Poll, statements: list[Statement], other_territory: Any
) -> None:
    ballot = _vote(poll, {statements[0].pk: "AGREE"})
    with pytest.raises(ValidationError, match="pas dans la liste"):
        cast_votes(ballot=ballot, choices={statements[0].pk: "SHOUT"})
    with pytest.raises(ValidationError, match="Choisissez votre place"):
        take_ballot(poll=poll, role="NOBODY")
    elsewhere = open_conversation(territory=other_territory, question="Et là ?", rule="Une idée.")
    foreign = seed_statement(conversation=elsewhere, text="Ailleurs aussi.", role="PARENTS", by=None)
    assert cast_votes(ballot=ballot, choices={foreign.pk: "AGREE"}) == 0
    Statement.objects.filter(pk=statements[1].pk).update(state=State.PROPOSED)
    assert cast_votes(ballot=ballot, choices={statements[1].pk: "AGREE"}) == 0
    close_workshop(workshop=room)
    with pytest.raises(ValidationError, match="clos"):
        cast_votes(ballot=ballot, choices={statements[0].pk: "PASS"})
    with pytest.raises(ValidationError, match="clos"):
        take_ballot(poll=poll, role="PARENTS")
    assert client.post(link_of(poll), {"role": "PARENTS"}).status_code == 422
    for name in ("vote", "ballot"):
        assert client.get(reverse(f"tables:{name}", args=["inconnu"])).status_code == 404
    with pytest.raises(ValidationError, match="ne se retire plus"):
        remove_workshop(workshop=room)


def test_odd_answers_are_refused_in_a_sentence(
    client: Client, poll: Poll, statements: list[Statement]
) -> None:
    page = client.post(link_of(poll), {"role": "PARENTS"}).url  # type: ignore[attr-defined]
    wrong = client.post(page, {f"voix-{statements[0].pk}": "SHOUT"})
    assert wrong.status_code == 422
    assert "pas dans la liste" in wrong.content.decode()
    assert client.post(page, {"voix-": "AGREE", "voix-9x": "AGREE", "voix-99999": "PASS"}).status_code == 302
    assert not Vote.objects.exists()


def test_those_who_conduct_open_the_vote(
    client_as: Opener, room: Workshop, statements: list[Statement]
) -> None:
    url = reverse("meetings:open_poll", args=[room.territory.slug, room.pk])
    assert client_as("club").post(url).status_code == 404
    pilot = client_as("pilot")
    pilot.post(url)
    pilot.post(url)
    made = Poll.objects.get()
    page = pilot.get(reverse("meetings:show", args=[room.territory.slug, room.pk])).content.decode()
    assert link_of(made) in page
    assert "se lira ici quand l’atelier sera clos" in page
    assert (
        link_of(made)
        not in client_as("club")
        .get(reverse("meetings:show", args=[room.territory.slug, room.pk]))
        .content.decode()
    )


def test_nothing_is_put_to_the_vote_without_a_statement(territory: Any) -> None:
    empty = open_conversation(territory=territory, question="Rien encore ?", rule="Une idée.")
    made = hold_workshop(
        territory=territory, title="Vide", format="STATEMENTS", held_on=date(2026, 3, 12), conversation=empty
    )
    with pytest.raises(ValidationError, match="Publiez d’abord"):
        open_poll(workshop=made)


@pytest.mark.parametrize("count", [1, 3])
def test_a_full_room_costs_the_same(
    client: Client, poll: Poll, statements: list[Statement], count: int, django_assert_max_num_queries: Any
) -> None:
    page = client.post(link_of(poll), {"role": "PARENTS"}).url  # type: ignore[attr-defined]
    for rank in range(count):
        seed_statement(
            conversation=statements[0].conversation, text=f"Une idée {rank}.", role="SCHOOL", by=None
        )
    data = {f"voix-{each.pk}": "AGREE" for each in Statement.objects.all()}
    with django_assert_max_num_queries(12):
        client.post(page, data)
    assert Vote.objects.count() == 2 + count
