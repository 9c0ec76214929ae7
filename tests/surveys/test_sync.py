"""What the scripts of a respondent's page send: kept once, told one by one, and never believed without being read."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.models import Answer, Entry, Sheet, Wave
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, ActorStatus

ENVOI = "/r/feuille/envoi/"


@pytest.fixture
def wave(territory: Any) -> Wave:
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(6)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    collecting.prepare_wave(
        wave=made,
        questionnaire="cooperation",
        languages=["ar"],
        closes_at=timezone.now() + timedelta(days=20),
    )
    return collecting.open_wave(wave=made)


@pytest.fixture
def key(wave: Wave) -> collecting.Key:
    return collecting.invite(participation=wave.roster.order_by("pk")[0])


@pytest.fixture
def phone(key: collecting.Key) -> Client:
    """A browser that began its sheet."""
    client = Client()
    client.post(f"/r/{key.token}/", {"language": "fr", "path": "full"})
    return client


@pytest.fixture
def others(wave: Wave) -> list[str]:
    """The actors one may pick."""
    return [str(each.actor_id) for each in wave.roster.order_by("pk")[1:]]


def item(asked: str, data: list[list[str]], about: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """One screen, as the script sends it."""
    made = {
        "asked": asked,
        "about": " ".join(about or []),
        "number": 1,
        "data": data,
        "seen": 0,
        "done": True,
    }
    return {**made, "key": str(uuid.uuid4()), **more}


def picked(actors: list[str], **more: Any) -> dict[str, Any]:
    return item("partners", [["partners", actor] for actor in actors], **more)


def level(actors: list[str], n: int, **more: Any) -> dict[str, Any]:
    return item("level", [[f"level-{actor}", f"level_{n}"] for actor in actors], about=actors, **more)


def send(client: Client, *items: dict[str, Any], **more: Any) -> Any:
    envoy = {"version": 1, "sheet": str(Sheet.objects.get().public_id), "items": list(items), **more}
    return client.post(ENVOI, envoy, content_type="application/json")


def test_a_screen_is_saved_and_told(phone: Client, others: list[str]) -> None:
    answer = send(phone, picked(others[:2])).json()
    assert answer["maillage"] == 1
    assert answer["items"][0]["saved"] is True
    assert answer["items"][0]["next"] == "/r/feuille/2/"
    assert Entry.objects.get().value == {"picked": sorted(others[:2]), "proposed": []}


def test_the_same_envoy_twice_is_kept_once(phone: Client, others: list[str]) -> None:
    one = picked(others[:2])
    first, second = send(phone, one).json(), send(phone, one).json()
    assert first == second
    assert Entry.objects.count() == 1


def test_a_refused_screen_says_why_and_the_others_are_saved(phone: Client, others: list[str]) -> None:
    answer = send(phone, item("obstacles", [["obstacles", "nothing-like-it"]]), picked(others[:1])).json()
    refused, saved = answer["items"]
    assert (refused["saved"], saved["saved"]) == (False, True)
    assert refused["error"]
    assert [entry.question for entry in Entry.objects.all()] == ["partners"]


def test_what_is_half_filled_is_saved_but_a_screen_left_must_be_whole(
    phone: Client, others: list[str]
) -> None:
    send(phone, picked(others[:2]))
    half = [[f"level-{others[0]}", "level_2"]]
    assert send(phone, item("level", half, about=others[:2], done=False)).json()["items"][0]["saved"] is True
    left = send(phone, item("level", half, about=others[:2], seen=1)).json()["items"][0]
    assert left["saved"] is False
    assert "Choisissez un niveau" in left["error"]
    assert phone.get("/r/feuille/")["Location"] == "/r/feuille/2/"


def test_another_device_is_told_of_and_nothing_is_lost(
    phone: Client, key: collecting.Key, others: list[str]
) -> None:
    desk = Client()
    desk.post(f"/r/{key.token}/")
    send(desk, picked(others[:1]))
    crossed = send(phone, picked(others[1:3])).json()["items"][0]
    assert crossed["crossed"] is True
    assert Entry.objects.count() == 2


def test_a_sheet_answered_without_a_network_is_sent_in_one_envoy(phone: Client, others: list[str]) -> None:
    answer = send(phone, picked(others[:3]), level(others[:3], 3), send=True).json()
    sheet = Sheet.objects.get()
    assert answer["receipt"] == tokens.printed(tokens.receipt_of(sheet.public_id))
    assert Answer.objects.get(kind="cooperation").value == {"ties": dict.fromkeys(sorted(others[:3]), 3)}
    assert answer["receipt"] in phone.get("/r/feuille/merci/").content.decode()
    assert send(phone, send=True).json()["receipt"] == answer["receipt"]


def test_nothing_is_sent_while_a_screen_is_refused(phone: Client, others: list[str]) -> None:
    answer = send(phone, picked([]), send=True).json()
    assert "receipt" not in answer
    assert Sheet.objects.get().submitted_at is None


def test_a_forwarded_link_gets_no_receipt(phone: Client, key: collecting.Key, others: list[str]) -> None:
    send(phone, picked(others[:2]), level(others[:2], 1), send=True)
    curious = Client()
    curious.post(f"/r/{key.token}/")
    answer = send(curious, send=True).json()
    assert answer["over"] is True
    assert "receipt" not in answer
    late = send(curious, picked(others[:1])).json()["items"][0]
    assert (late["saved"], late["over"]) == (False, True)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"version": 1}', '{"version": 2, "items": []}', '{"version": 1, "items": ["a"]}'],
)
def test_what_cannot_be_read_is_refused_whole(phone: Client, body: str) -> None:
    assert phone.post(ENVOI, body, content_type="application/json").status_code == 400
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "not a key"}, {"key": None}, {"data": None}, {"data": [["a"]]}, {"data": {"a": 1}}, {"asked": "unknown"},
        {"asked": None}, {"about": 3}, {"number": -4, "data": []},
    ],
)  # fmt: skip
def test_a_screen_that_cannot_be_read_breaks_nothing(
    phone: Client, others: list[str], wrong: dict[str, Any]
) -> None:
    answer = send(phone, {**picked(others[:1]), **wrong}, picked(others[:2]))
    assert answer.status_code == 200
    assert answer.json()["items"][1]["saved"] is True


def test_another_sheet_than_the_one_in_hand_is_not_touched(phone: Client, others: list[str]) -> None:
    envoy = {"version": 1, "sheet": str(uuid.uuid4()), "items": [picked(others[:1])]}
    assert phone.post(ENVOI, envoy, content_type="application/json").status_code == 409
    assert not Entry.objects.exists()


def test_without_its_token_an_envoy_is_refused(key: collecting.Key, others: list[str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(f"/r/{key.token}/")
    strict.post(f"/r/{key.token}/", {"csrfmiddlewaretoken": page.cookies["csrftoken"].value})
    envoy = {"version": 1, "sheet": str(Sheet.objects.get().public_id), "items": [picked(others[:1])]}
    assert strict.post(ENVOI, envoy, content_type="application/json").status_code == 403
    token = {"X-CSRFToken": strict.cookies["csrftoken"].value}
    assert strict.post(ENVOI, envoy, content_type="application/json", headers=token).status_code == 200


def test_without_a_sheet_there_is_nothing_to_send_to(wave: Wave) -> None:
    answer = Client().post(ENVOI, {"version": 1, "items": []}, content_type="application/json")
    assert answer.status_code == 302


def test_the_pack_holds_every_question_and_what_was_said(phone: Client, others: list[str]) -> None:
    send(phone, picked(others[:2]), level(others[:2], 4))
    pack = phone.get("/r/feuille/paquet/").json()
    questions = {each["key"]: each for each in pack["questions"]}
    assert questions["partners"]["said"] == [["partners", actor] for actor in others[:2]]
    assert questions["level"]["said"] == [[f"level-{actor}", "level_4"] for actor in others[:2]]
    assert questions["trust"]["strongest"] == 5
    assert set(pack["roster"]) == set(others)


def test_the_pack_costs_the_same_queries_whatever_the_roster(phone: Client, others: list[str]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        phone.get("/r/feuille/paquet/")
    send(phone, picked(others), level(others[:3], 4), level(others[3:], 2))
    with CaptureQueriesContext(connection) as many:
        phone.get("/r/feuille/paquet/")
    assert len(few) == len(many)


def test_the_worker_keeps_the_frame_and_no_answer(client: Client) -> None:
    answer = client.get("/r/hors-ligne.js")
    script = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/r/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "/r/hors-ligne/" in script
    assert "envoi" not in script
    assert "paquet" not in script


def test_the_frame_without_a_network_says_nothing_of_anybody(phone: Client) -> None:
    html = phone.get("/r/hors-ligne/").content.decode()
    assert "data-sheet" not in html
    assert "data-key" not in html
    assert all(f'lang="{code}"' in html for code in ("fr", "en", "ar", "tr", "pt", "es"))


def test_one_s_own_sheet_waits_a_week_and_a_mediator_s_half_a_day(key: collecting.Key, wave: Wave) -> None:
    alone, helped = Client(), Client()
    alone.post(f"/r/{key.token}/")
    other = collecting.invite(participation=wave.roster.order_by("pk")[1])
    helped.post(f"/r/{other.token}/", {"assisted": "1"})
    assert alone.cookies["feuille"]["max-age"] == 7 * 24 * 3600
    assert helped.cookies["feuille"]["max-age"] == 12 * 3600
