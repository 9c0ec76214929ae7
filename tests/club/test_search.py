"""Finding a practice: by its words, their synonyms and their typos, on whichever database runs the tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.club.models import Indexed, Practice
from maillage.club.queries import Asked, answering
from maillage.club.queries.search import alike, find
from maillage.club.services import (
    propose_practice,
    publish_practice,
    read_as_peer,
    restore_practice,
    start_practice,
    withdraw_practice,
    write_practice,
)
from maillage.club.services.search import index_every_practice
from maillage.club.words import alternatives, roots, words
from tests.club.conftest import CONTENT, KIND

Publisher = Callable[..., Practice]


@pytest.fixture
def publish(territory: Any, author: Any, peer: Any) -> Publisher:
    """`publish(title=…, course=…)`: a sheet that everybody reads."""

    def one(on: Any = None, **said: Any) -> Practice:
        place, writer, reader = on or territory, author, peer
        if on is not None:
            writer, reader = peer, author
        made = start_practice(
            programme=place.programme, territory=place, user=writer, content=CONTENT | said, key=uuid.uuid4()
        ).revision.practice
        propose_practice(practice=made)
        read_as_peer(practice=made, user=reader, seen=1, **KIND)
        return publish_practice(practice=made, depth="SPOTTED")

    return one


@pytest.fixture
def dropout(publish: Publisher) -> Practice:
    return publish(
        title="Deux heures au café",
        summary="Trois adultes attendent les collégiens qui ont décroché.",
        themes=["DROPOUT"],
        need="Le décrochage se voyait trop tard.",
        families="Les parents sont appelés avant.",
        results="La moitié reprend pied.",
    )


@pytest.mark.parametrize(
    "question",
    ["décrochage", "DECROCHAGE", "décrochages", "l’absentéisme", "absentéime", "decrochge", "collégiens"],
)
def test_a_sheet_is_found_by_its_words_their_synonyms_and_their_typos(
    dropout: Practice, public_sheet: Practice, question: str
) -> None:
    assert find(question)[0] == dropout.pk
    assert public_sheet.pk not in find(question)


@pytest.mark.parametrize(
    "question", ["", "   ", "de la", "«»", '"', "*", "a OR b", "zzzzzz", "' ; --", "\0", "7"]
)
def test_a_question_that_says_nothing_finds_nothing(dropout: Practice, question: str) -> None:
    assert find(question) == []


@pytest.mark.django_db
@given(st.text(max_size=80))
def test_any_question_is_answered(question: str) -> None:
    assert isinstance(find(question), list)


def test_what_answers_every_word_comes_first(publish: Publisher) -> None:
    bike = publish(title="Le vélo du mercredi", summary="Un atelier pour réparer.", course="À la gare.")
    school = publish(title="Le théâtre des pères", summary="Une pièce jouée en mars.", course="Au gymnase.")
    both = publish(title="Le vélo des pères", summary="Une sortie en mai.", course="Sur la route.")
    found = find("vélo pères")
    assert found[0] == both.pk
    assert set(found) == {bike.pk, school.pk, both.pk}


def test_a_title_weighs_more_than_a_text(publish: Publisher) -> None:
    text = publish(title="Le jeudi", summary="On lit.", course="Un potager, puis rien, puis une salle.")
    title = publish(title="Le potager", summary="On lit.", course="Une salle.")
    assert find("potager") == [title.pk, text.pk]


def test_only_what_is_published_is_found(dropout: Practice, author: Any) -> None:
    write_practice(
        practice=dropout, content={"course": "Une péniche."}, seen=1, key=uuid.uuid4(), user=author
    )
    assert find("péniche") == []
    withdraw_practice(practice=dropout, why="Elle a pris fin.")
    assert find("décrochage") == []
    assert not Indexed.objects.exists()
    restore_practice(practice=Practice.objects.get())
    assert find("décrochage") == []


def test_reading_every_sheet_again_changes_nothing(dropout: Practice, public_sheet: Practice) -> None:
    before = find("jeudi"), find("décrochage")
    assert index_every_practice() == 2
    assert (find("jeudi"), find("décrochage")) == before


def test_who_else_does_it_is_elsewhere_and_of_the_same_theme(
    dropout: Practice, publish: Publisher, other_territory: Any
) -> None:
    there = publish(
        on=other_territory, title="Le café des décrocheurs", themes=["DROPOUT"], summary="Deux heures."
    )
    publish(
        title="Un autre café", themes=["DROPOUT"], summary="Deux heures au café."
    )  # of the same territory
    publish(on=other_territory, title="Deux heures de sport", themes=["SPORT"], summary="Au gymnase.")
    assert alike(dropout) == [there.pk]


def test_those_near_come_first(dropout: Practice, publish: Publisher, other_territory: Any) -> None:
    other_territory.department = "13"
    other_territory.save()
    there = publish(on=other_territory, title="Le décrochage", themes=["DROPOUT"])
    for words_ in ("", "décrochage"):
        near = answering(Asked.of({"pres": there.territory.department, "mots": words_}))
        assert [each.pk for each in near] == [there.pk, dropout.pk]
        far = answering(Asked.of({"pres": dropout.territory.department, "mots": words_}))
        assert [each.pk for each in far] == [dropout.pk, there.pk]


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_sheet_as_for_three(
    client: Client, publish: Publisher, django_assert_max_num_queries: Any, many: int
) -> None:
    for n in range(many):
        publish(title=f"Le petit-déjeuner numéro {n}")
    with django_assert_max_num_queries(8):
        page = client.get(reverse("practices:list"), {"mots": "petit déjeunr", "pres": "93"})
    assert f"{many}\u00a0pratique" in page.text
    feed = client.get(reverse("practices:news"), {"mots": "déjeuner"})
    assert feed.text.count("<item>") == many


def test_words_are_the_same_with_and_without_accents() -> None:
    assert words("L’été, à l’École des Pères !") == ["ete", "ecole", "peres"]
    assert roots("décrochages") == roots("decrochage")
    assert alternatives(roots("aller vers les pères"))[0][0] == tuple(roots("aller vers"))
