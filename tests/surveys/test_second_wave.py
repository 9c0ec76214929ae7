"""The second wave: what was said the last time is offered again, tie by tie; nothing counts before it is said again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.surveys.models import Answer, Entry, Sheet, Wave
from maillage.surveys.queries.last import ties_of_last_wave
from maillage.surveys.services import collecting, create_wave, record_answers
from maillage.territories.models import Actor, ActorStatus

LAST = "La dernière fois, vous aviez cité"
CHECKED = re.compile(r'name="([^"]+)" value="([^"]*)" checked')


@pytest.fixture
def actors(territory: Any) -> list[Actor]:
    return [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(6)
    ]


@pytest.fixture
def wave(territory: Any, actors: list[Actor]) -> Wave:
    """The second wave, open. In the first, the first actor named the second (3), third (1) and last (4): the last left."""
    first = create_wave(territory=territory, label="Printemps", opened_on=timezone.localdate(), roster=actors)
    me, one, two, three, _, gone = (actor.pk for actor in actors)
    record_answers(
        wave=first,
        kind="cooperation",
        values={
            me: {"ties": {str(one): 3, str(two): 1, str(three): 0, str(gone): 4}},
            one: {"ties": {str(three): 4}},
        },
    )
    made = create_wave(
        territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors[:5]
    )
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=["ar"], closes_at=closes)
    return collecting.open_wave(wave=made)


def begun(wave: Wave, actor: Actor, **said: str) -> Client:
    """A phone that began the sheet of an actor."""
    key = collecting.invite(participation=wave.roster.get(actor=actor))
    phone = Client()
    phone.post(f"/r/{key.token}/", {"language": "fr", "path": "short", **said})
    return phone


def levels_after(phone: Client, *picked: Actor) -> str:
    """The screen of levels, once these were picked."""
    page = phone.get("/r/feuille/1/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    data = {**hidden, "partners": [str(actor.pk) for actor in picked]}
    return phone.post("/r/feuille/1/", data, follow=True).content.decode()


def test_those_named_last_time_come_first_and_unticked(wave: Wave, actors: list[Actor]) -> None:
    page = begun(wave, actors[0]).get("/r/feuille/1/").content.decode()
    before, after = page.split("Cochez celles avec qui vous travaillez toujours")[1].split("</section>", 1)
    assert "Structure 1" in before
    assert "On se coordonne" in before
    assert "Structure 2" in before
    for absent in ("Structure 3", "Structure 4"):  # a level of zero is no tie
        assert absent not in before
        assert absent in after
    assert "Structure 1" not in after
    assert "Structure 5" not in page  # it left the territory's list
    assert not CHECKED.findall(page)


def test_the_level_of_last_time_is_kept_with_one_press_and_only_then(wave: Wave, actors: list[Actor]) -> None:
    phone = begun(wave, actors[0])
    page = levels_after(phone, actors[1], actors[4])
    key = re.search(r'name="asked" value="(\w+)"', page)
    assert key
    assert CHECKED.findall(page) == [(f"{key[1]}-{actors[1].pk}", "level_3")]
    assert not Entry.objects.filter(question=key[1]).exists()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    phone.post(
        phone.get("/r/feuille/").url,  # type: ignore[attr-defined]
        {**hidden, f"{key[1]}-{actors[1].pk}": "level_3", f"{key[1]}-{actors[4].pk}": "level_2"},
    )
    assert Entry.objects.get(question=key[1]).value == {"ties": {str(actors[1].pk): 3, str(actors[4].pk): 2}}


def test_what_is_said_now_wins_over_what_was_said(wave: Wave, actors: list[Actor]) -> None:
    phone = begun(wave, actors[0])
    page = levels_after(phone, actors[1])
    key = re.search(r'name="asked" value="(\w+)"', page)
    assert key
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    here = phone.get("/r/feuille/").url  # type: ignore[attr-defined]
    phone.post(here, {**hidden, f"{key[1]}-{actors[1].pk}": "not_concerned"})
    assert CHECKED.findall(phone.get(here).content.decode()) == [
        (f"{key[1]}-{actors[1].pk}", "not_concerned")
    ]


def test_nobody_sees_the_past_of_another(wave: Wave, actors: list[Actor]) -> None:
    assert LAST not in begun(wave, actors[2]).get("/r/feuille/1/").content.decode()
    page = begun(wave, actors[1]).get("/r/feuille/1/").content.decode()
    mine = page.split("travaillez toujours")[1].split("</section>")[0]
    assert re.findall(r"Structure \d", mine) == ["Structure 3"]


def test_residents_have_no_past(wave: Wave) -> None:
    token = collecting.open_to_residents(wave=wave)
    phone = Client()
    phone.post(f"/r/{token}/", {"language": "fr"})
    assert ties_of_last_wave(Sheet.objects.get(participation=None)) == {}
    assert LAST not in phone.get("/r/feuille/1/").content.decode()


def test_the_first_wave_asks_as_before(territory: Any, actors: list[Actor]) -> None:
    made = create_wave(territory=territory, label="Printemps", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", closes_at=closes)
    assert LAST not in begun(collecting.open_wave(wave=made), actors[0]).get("/r/feuille/1/").content.decode()


def test_the_wave_before_last_speaks_for_who_was_silent_in_the_last(
    wave: Wave, territory: Any, actors: list[Actor]
) -> None:
    record_answers(wave=wave, kind="cooperation", values={actors[1].pk: {"ties": {str(actors[2].pk): 2}}})
    third = create_wave(territory=territory, label="Hiver", opened_on=timezone.localdate(), roster=actors[:5])
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=third, questionnaire="cooperation", closes_at=closes)
    collecting.open_wave(wave=third)
    for actor in actors[:2]:
        begun(third, actor)
    said = {
        sheet.participation.actor_id: ties_of_last_wave(sheet)
        for sheet in Sheet.objects.all()
        if sheet.participation
    }
    assert set(said[actors[0].pk].values()) == {3, 1, 4}
    assert said[actors[1].pk] == {str(actors[2].pk): 2}


def test_a_phone_without_a_network_has_it_too(wave: Wave, actors: list[Actor]) -> None:
    pack = begun(wave, actors[0]).get("/r/feuille/paquet/").json()
    assert pack["last"] == {str(actors[1].pk): 3, str(actors[2].pk): 1}
    assert LAST in next(each for each in pack["questions"] if each["kind"] == "roster")["html"]
    assert not any(each["said"] for each in pack["questions"])


def test_it_costs_one_query_whatever_was_said(wave: Wave, actors: list[Actor]) -> None:
    counts = []
    for actor in (actors[0], actors[1], actors[2]):  # two ties, one, none
        phone = begun(wave, actor)
        phone.get("/r/feuille/1/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            phone.get("/r/feuille/1/")
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert not Answer.objects.filter(participation__wave=wave).exists()
