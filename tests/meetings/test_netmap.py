"""Net-Map: what one types of a paper map is read back as it was drawn, and no number of a card ever changes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maillage.meetings import netmap_paper
from maillage.meetings.models import Table, TableMap, Workshop
from maillage.meetings.netmap import ACT, TALK, read_typed, typed_ties, typed_towers
from maillage.meetings.queries.netmap import cards_of, maps_of, typed_of
from maillage.meetings.services import close_workshop, hold_workshop, link_of, remove_workshop, seat_table
from maillage.meetings.services.netmap import deal_cards, save_map
from maillage.territories.models import Actor

CARDS = 40
numbers = st.integers(1, CARDS)
pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])


@given(st.dictionaries(pairs, st.sampled_from((TALK, ACT))), st.dictionaries(numbers, st.integers(0, 5)))
def test_what_is_typed_is_what_was_drawn(ties: Any, towers: Any) -> None:
    found = read_typed(typed_ties(ties), typed_towers(towers), CARDS)
    assert (found.ties, found.towers, found.refused) == (ties, towers, ())


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_understood_or_given_back(ties: str, towers: str) -> None:
    found = read_typed(ties, towers, CARDS)
    assert all(
        1 <= one < other <= CARDS and stroke in {TALK, ACT} for (one, other), stroke in found.ties.items()
    )
    assert all(1 <= card <= CARDS and 0 <= height <= 5 for card, height in found.towers.items())
    assert all(token and why for token, why in found.refused)


def test_people_type_as_they_like() -> None:
    found = read_typed(" 7-3 ,3 = 7\n12–4;4-12", "3:5, 7 x 0", CARDS)
    assert found.ties == {(3, 7): ACT, (4, 12): TALK}
    assert found.towers == {3: 5, 7: 0}
    assert not found.refused


@pytest.mark.parametrize(
    ("ties", "towers"),
    [
        ("3-3", ""),
        ("3-41", ""),
        ("0-3", ""),
        ("3+7", ""),
        ("école-mairie", ""),
        ("", "3:6"),
        ("", "41:1"),
        ("", "3"),
        ("", "3:1,3:2"),
    ],
)
def test_what_is_not_understood_says_why(ties: str, towers: str) -> None:
    found = read_typed(ties, towers, CARDS)
    assert not found.ties
    assert len(found.refused) == 1


@pytest.fixture
def drawn(territory: Any, three_actors: list[Actor]) -> Workshop:
    made = hold_workshop(territory=territory, title="Net-Map", held_on=territory.joined_on, format="NETMAP")
    deal_cards(workshop=made)
    return made


@pytest.fixture
def seats(drawn: Workshop) -> list[Table]:
    return [seat_table(workshop=drawn, name=f"Table {n}", people=5) for n in (1, 2)]


def test_a_number_never_changes(territory: Any, drawn: Workshop, three_actors: list[Actor]) -> None:
    before = {each.number: each.actor.pk for each in cards_of(drawn)}
    assert sorted(before) == [1, 2, 3]
    late = Actor.objects.create(territory=territory, name="Aaa arrivée", sector="NGO", status="VALIDATED")
    Actor.objects.create(
        territory=territory, name="Sans nom", sector="NGO", status="VALIDATED", objects_to_naming=True
    )
    deal_cards(workshop=drawn)
    after = {each.number: each.actor.pk for each in cards_of(drawn)}
    assert after == before | {4: late.pk}
    Actor.objects.filter(pk=before[2]).update(objects_to_naming=True)
    assert [each.number for each in cards_of(drawn)] == [1, 3, 4]


def test_a_map_is_kept_and_never_rewritten(drawn: Workshop, seats: list[Table]) -> None:
    typed = save_map(table=seats[0], ties="1-2, 9-1", towers="1:5")
    assert [token for token, _ in typed.refused] == ["9-1"]
    save_map(table=seats[0], ties="1-2", towers="1:5")  # the same: nothing new
    save_map(table=seats[0], ties="1=2, 2-3", towers="")
    assert TableMap.objects.filter(table=seats[0]).count() == 2
    assert typed_of(seats[0]) == ("1=2, 2-3", "")
    with pytest.raises(ValidationError, match="déjà écrit"):
        remove_workshop(workshop=drawn)
    close_workshop(workshop=drawn)
    with pytest.raises(ValidationError, match="clos"):
        save_map(table=seats[0], ties="1-3", towers="")


def test_tables_are_read_side_by_side(
    drawn: Workshop, seats: list[Table], django_assert_num_queries: Any
) -> None:
    save_map(table=seats[0], ties="1-2, 2-3", towers="1:5, 2:0")
    save_map(table=seats[1], ties="1=2", towers="1:2, 3:1")
    seat_table(workshop=drawn, name="Table 3", people=4)
    with django_assert_num_queries(2):
        maps = maps_of(drawn)
    assert maps.mapped == (True, True, False)
    first, second = maps.drawn
    told = {(each.strokes, each.is_shared, each.is_disputed) for each in (first, second)}
    assert told == {((TALK, ACT, None), True, False), ((TALK, 0, None), False, True)}
    assert {(each.heights, each.spread) for each in maps.towers} == {
        ((5, 2, None), 3),
        ((0, None, None), 0),
        ((None, 1, None), 0),
    }


def test_a_table_says_nothing_of_a_card_it_did_not_lay(drawn: Workshop, seats: list[Table]) -> None:
    save_map(table=seats[0], ties="1-2, 2-3", towers="")
    save_map(table=seats[1], ties="1=2", towers="")
    found = {each.strokes: (each.is_shared, each.is_disputed) for each in maps_of(drawn).drawn}
    assert found == {(TALK, ACT): (True, False), (TALK, None): (False, False)}


def test_a_grid_has_no_cards(workshop: Workshop, tables: list[Table], three_actors: list[Actor]) -> None:
    with pytest.raises(ValidationError, match="Net-Map"):
        deal_cards(workshop=workshop)
    with pytest.raises(ValidationError, match="Faites d’abord les cartes"):
        save_map(table=tables[0], ties="1-2", towers="")


def test_paper_holds_every_card_and_a_board_a_table(drawn: Workshop, seats: list[Table]) -> None:
    cards = PdfReader(io.BytesIO(netmap_paper.cards(drawn)))
    said = cards.pages[0].extract_text()
    assert all(each.actor.name.split()[0] in said for each in cards_of(drawn))
    boards = PdfReader(io.BytesIO(netmap_paper.board(drawn)))
    assert [page.extract_text().count("Table") > 0 for page in boards.pages] == [True, True]
    wide, high = boards.pages[0].mediabox.width, boards.pages[0].mediabox.height
    assert [round(float(each) * 25.4 / 72) for each in (wide, high)] == [594, 420]


def test_a_table_types_its_map_on_a_phone(client: Client, seats: list[Table]) -> None:
    page = client.get(link_of(seats[0]), follow=True)
    assert "Recopiez ce que la table a dessiné" in page.text
    url = page.redirect_chain[-1][0]
    page = client.post(url, {"ties": "1-2, 77-1", "towers": "1:4"})
    assert page.status_code == 422
    assert "77-1" in page.text
    assert "Les cartes vont de 1 à 3." in page.text
    page = client.post(url, {"ties": "1-2", "towers": "1:4"}, follow=True)
    assert "C’est gardé." in page.text
    assert client.get(reverse("tables:draw", args=["inconnu"])).status_code == 404


def test_pilots_deal_and_print(client_as: Any, territory: Any, three_actors: list[Actor]) -> None:
    made = hold_workshop(territory=territory, title="Net-Map", held_on=territory.joined_on, format="NETMAP")
    pilot, one = client_as("pilot"), [territory.slug, made.pk]
    assert pilot.get(reverse("meetings:paper", args=[*one, "cartons"])).status_code == 404
    page = pilot.post(reverse("meetings:deal", args=one), follow=True).text
    assert "Les 3\u00a0cartes sont prêtes" in page
    for paper in ("cartons", "plateaux"):
        answer = pilot.get(reverse("meetings:paper", args=[*one, paper]))
        assert answer["Content-Type"] == "application/pdf"
        assert client_as("contributor").get(reverse("meetings:paper", args=[*one, paper])).status_code == 404
    assert pilot.get(reverse("meetings:paper", args=[*one, "autre"])).status_code == 404
