"""A phone lent by a mediator: signed out first, and the next person is helped too."""

from __future__ import annotations

from typing import Any

from django.test import Client

from maillage.surveys import tokens
from maillage.surveys.models import Mode, Sheet, Wave
from maillage.surveys.services import collecting
from tests.surveys.test_paper import wave

__all__ = ["wave"]
HELPED = '<input type="hidden" name="assisted" value="1">'


def test_lending_a_phone_signs_its_owner_out(wave: Wave, client_as: Any) -> None:
    path = f"/territoires/{wave.territory.slug}/vagues/{wave.number}/accompagner/"
    assert client_as("club").post(path).status_code == 404
    client = client_as("pilot")
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == "/r/?accompagne=1"
    assert client.get(path).status_code == 302


def test_one_person_after_the_other_is_helped(wave: Wave) -> None:
    client = Client()
    for place in (0, 1):
        key = collecting.invite(participation=wave.roster.order_by("pk")[place])
        assert HELPED in client.get("/r/?accompagne=1").content.decode()
        assert HELPED in client.post("/r/", {"code": "0", "assisted": "1"}).content.decode()
        client.post("/r/", {"code": tokens.printed(key.code), "assisted": "1"})
        assert Sheet.objects.get(participation=key.invitation.participation).mode == Mode.ASSISTED
        assert "/r/feuille/quitter/" in client.get("/r/feuille/1/").content.decode()
        assert client.post("/r/feuille/quitter/")["Location"] == "/r/?accompagne=1"
        assert client.get("/r/feuille/1/")["Location"] == "/r/"


def test_who_answers_alone_is_not_said_to_be_helped(wave: Wave) -> None:
    client = Client()
    key = collecting.invite(participation=wave.roster.order_by("pk")[0])
    assert HELPED not in client.get("/r/").content.decode()
    client.post(f"/r/{key.token}/")
    assert client.post("/r/feuille/quitter/")["Location"] == "/r/"
