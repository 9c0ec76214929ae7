"""The respondent's walk: a link, one idea a screen, a receipt. Opening changes nothing, and a link alone reads nothing."""

from __future__ import annotations

import contextlib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.interface import say
from maillage.surveys.models import Answer, Entry, Sheet, Wave
from maillage.surveys.services import collecting, create_wave
from maillage.surveys.services.sheets import withdraw_sheet
from maillage.territories.models import Actor, ActorStatus
from tests.surveys.test_board import make_wave


@pytest.fixture
def wave(territory: Any) -> Wave:
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(4)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=["ar", "tr"], closes_at=closes)
    return collecting.open_wave(wave=made)


@pytest.fixture
def key(wave: Wave) -> collecting.Key:
    return collecting.invite(participation=wave.roster.order_by("pk")[0])


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would post of a form left as it is, but for the choices."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: [value] for name, value in hidden if name != "csrfmiddlewaretoken"}


def choices(html: str) -> dict[str, list[str]]:
    """{name: values} of the radios and boxes of a screen."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*class=\"card__input\"[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        found.setdefault(name[1], []).append(value[1])
    # « none of these », « I do not know »: beside the answers, not with them.
    return {name: each for name, each in found.items() if not any(name.startswith(f"{o}-") for o in found)}


def walk(client: Client, address: str) -> str:
    """Answer every screen with its first choices; the address where the walk ends."""
    for _ in range(40):
        response = client.get(address)
        if response.status_code == 302:
            address = response["Location"]
            continue
        html = response.content.decode()
        if "feuille/relire" in address or "feuille/merci" in address:
            return address
        posted: dict[str, Any] = fields(html)
        for name, values in choices(html).items():
            posted[name] = values[:2] if name == "partners" else values[:1]
        answer = client.post(address, posted)
        assert answer.status_code == 302, re.findall(r"q__error.*?</p>", answer.content.decode(), re.S)
        address = answer["Location"]
    raise AssertionError("the walk has no end")


def test_a_mail_scanner_changes_nothing(key: collecting.Key) -> None:
    client = Client()
    for method in (client.get, client.head, client.get, client.options):
        assert method(f"/r/{key.token}/").status_code in {200, 405}
    assert not Sheet.objects.exists()
    assert not client.cookies.get("feuille")
    assert client.get(f"/r/{key.token}/").status_code == 200


def test_the_whole_walk_from_the_link_to_the_receipt(key: collecting.Key, wave: Wave) -> None:
    client = Client()
    begun = client.post(f"/r/{key.token}/", {"language": "fr", "path": "short"})
    assert begun["Location"] == "/r/feuille/1/"  # at once: on a slow network, a page more is a second more
    assert walk(client, "/r/feuille/") == "/r/feuille/relire/"
    client.post("/r/feuille/relire/")
    thanks = client.get("/r/feuille/merci/").content.decode()
    receipt = tokens.printed(tokens.receipt_of(Sheet.objects.get().public_id))
    assert receipt in thanks
    cooperation = Answer.objects.get(kind="cooperation")
    assert len(cooperation.value["ties"]) == 2
    assert wave.roster.filter(answered=True).count() == 1


@pytest.mark.parametrize("language", ["fr", "ar", "tr"])
def test_every_screen_speaks_the_language_chosen(key: collecting.Key, language: str) -> None:
    client = Client()
    client.post(f"/r/{key.token}/", {"language": language, "path": "full"})
    html = client.get("/r/feuille/1/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert walk(client, "/r/feuille/") == "/r/feuille/relire/"


def test_one_comes_back_from_another_device_where_one_was(key: collecting.Key) -> None:
    phone, desk = Client(), Client()
    phone.post(f"/r/{key.token}/")
    html = phone.get("/r/feuille/1/").content.decode()
    phone.post("/r/feuille/1/", fields(html) | {"partners": choices(html)["partners"][:1]})
    assert desk.post(f"/r/{key.token}/")["Location"] == "/r/feuille/2/"
    assert desk.get("/r/feuille/")["Location"] == "/r/feuille/2/"


def test_after_sending_a_forwarded_link_tells_nothing(key: collecting.Key) -> None:
    client = Client()
    client.post(f"/r/{key.token}/")
    walk(client, "/r/feuille/")
    client.post("/r/feuille/relire/")
    curious = Client()
    curious.post(f"/r/{key.token}/")
    html = curious.get("/r/feuille/", follow=True).content.decode()
    receipt = tokens.printed(tokens.receipt_of(Sheet.objects.get().public_id))
    assert "Merci" in html
    assert receipt not in html
    assert "Structure 1" not in html
    wrong = curious.post("/r/feuille/merci/", {"receipt": "00000-00000-0", "action": "withdraw"})
    assert wrong.status_code == 422
    assert Answer.objects.exists()
    seen = curious.post("/r/feuille/merci/", {"receipt": receipt, "action": "see"}, follow=True)
    assert "Structure 1" in seen.content.decode()


@pytest.mark.parametrize("language", ["fr", "tr"])
def test_a_link_says_that_its_answers_were_taken_back(key: collecting.Key, language: str) -> None:
    """Neither « go on » with a sheet that is no more, nor a code to type again and again."""
    client = Client()
    client.post(f"/r/{key.token}/", {"language": language})
    walk(client, "/r/feuille/")
    client.post("/r/feuille/relire/")
    sheet = Sheet.objects.get()
    withdraw_sheet(sheet=sheet, receipt=tokens.receipt_of(sheet.public_id))
    for answer in (
        client.get(f"/r/{key.token}/"),
        client.post(f"/r/{key.token}/"),
        Client().post("/r/", {"code": tokens.printed(key.code)}),
    ):
        html = answer.content.decode()
        assert say("withdrawn", language) in html
        assert "<form" not in html


def test_a_code_typed_opens_the_same_sheet(key: collecting.Key) -> None:
    client = Client()
    assert client.post("/r/", {"code": tokens.printed(key.code).lower()})["Location"] == "/r/feuille/1/"
    assert Sheet.objects.get().participation == key.invitation.participation


def test_what_does_not_open_always_looks_the_same(key: collecting.Key, wave: Wave) -> None:
    def seen(address: str) -> tuple[int, str]:
        response = Client().get(address)
        return response.status_code, re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", response.content.decode())

    unknown = seen(f"/r/{tokens.token_from('nobody')}/")
    collecting.revoke(invitation=key.invitation)
    revoked = seen(f"/r/{key.token}/")
    Wave.objects.filter(pk=wave.pk).update(closes_at=timezone.now() - timedelta(days=9))
    again = collecting.invite(participation=wave.roster.order_by("pk")[1])
    over = seen(f"/r/{again.token}/")
    assert unknown == revoked == over
    assert unknown[0] == 404


def test_codes_cannot_be_guessed_by_trying(key: collecting.Key) -> None:
    client = Client()
    answers = [client.post("/r/", {"code": tokens.new_code()}).status_code for _ in range(32)]
    assert answers[:30] == [200] * 30
    assert answers[-1] == 429
    assert client.post("/r/", {"code": key.code}).status_code == 429


def test_revoking_a_link_closes_the_browser_that_used_it(key: collecting.Key) -> None:
    client = Client()
    client.post(f"/r/{key.token}/")
    assert client.get("/r/feuille/1/").status_code == 200
    collecting.revoke(invitation=key.invitation)
    assert client.get("/r/feuille/1/")["Location"] == "/r/"


def test_a_refused_screen_keeps_what_was_typed_and_saves_nothing(key: collecting.Key) -> None:
    client = Client()
    client.post(f"/r/{key.token}/")
    html = client.get("/r/feuille/1/").content.decode()
    response = client.post("/r/feuille/1/", fields(html))
    assert response.status_code == 422
    assert "Choisissez au moins une structure" in response.content.decode()
    assert not Entry.objects.exists()


def test_residents_answer_without_a_name_and_apart(wave: Wave) -> None:
    token = collecting.open_to_residents(wave=wave)
    for _ in range(3):
        client = Client()
        client.post(f"/r/{token}/", {"language": "fr"})
        assert walk(client, "/r/feuille/") == "/r/feuille/relire/"
        client.post("/r/feuille/relire/")
    assert Sheet.objects.filter(participation=None, submitted_at__isnull=False).count() == 3
    assert not Answer.objects.exists()
    assert not wave.roster.filter(answered=True).exists()


def test_a_mediator_s_phone_keeps_nothing(key: collecting.Key) -> None:
    client = Client()
    client.post(f"/r/{key.token}/", {"assisted": "1"})
    assert Sheet.objects.get().mode == "ASSISTED"
    left = client.post("/r/feuille/quitter/")
    assert left["Clear-Site-Data"] == '"storage"'
    assert client.get("/r/feuille/1/")["Location"] == "/r/"


def test_the_style_is_one_that_phones_of_2018_read() -> None:
    """What a browser does not know it leaves out: a box over its own label, an answer that touches its border."""
    style = Path(str(finders.find("surveys/respond.css"))).read_text(encoding="utf-8")
    later = r"(?:inset|padding|margin)-(?:inline|block):|inset-(?:inline|block)|@layer|:has\(|:is\(|:where\("
    assert re.findall(later, style.partition("*/")[2]) == []


def test_pages_of_respondents_are_light_and_send_nobody_elsewhere(key: collecting.Key) -> None:
    client = Client()
    client.post(f"/r/{key.token}/")
    response = client.get("/r/feuille/1/")
    html = response.content.decode()
    assert len(response.content) < 40_000
    assert 'name="referrer" content="strict-origin"' in html
    assert not re.findall(
        r"<script(?![^>]* (?:src=\"/|type=\"application/json\"))|<style| style=| on\w+=", html
    )
    assert not re.findall(r'href="https?://', html)


def test_a_screen_that_comes_after_the_sending_is_not_said_to_be_kept(key: collecting.Key) -> None:
    """No false tick: another device sent the sheet meanwhile. A screen already kept, sent again, is left in peace."""
    phone, desk = Client(), Client()
    for client in (phone, desk):
        client.post(f"/r/{key.token}/")
    html = desk.get("/r/feuille/1/").content.decode()
    posted = fields(html) | {"partners": choices(html)["partners"][:1]}
    walk(phone, "/r/feuille/")
    phone.post("/r/feuille/relire/")
    count = Entry.objects.count()
    told = desk.post("/r/feuille/1/", posted, follow=True).content.decode()
    assert "n’a pas été gardé" in told
    assert Entry.objects.count() == count
    again = fields(html) | {"key": [str(Entry.objects.earliest("pk").key)]}
    assert "n’a pas été gardé" not in phone.post("/r/feuille/1/", again, follow=True).content.decode()


def test_a_screen_costs_the_same_whatever_the_roster_and_the_log(
    territory: Any, other_territory: Any
) -> None:
    """Shown or saved, among three others or sixty, at the first save or the tenth."""
    saving, showing = set(), set()
    for size, where in ((4, territory), (61, other_territory)):
        wave = make_wave(where, size)
        client = Client()
        client.post(f"/r/{collecting.invite(participation=wave.roster.order_by('pk')[0]).token}/")
        html = client.get("/r/feuille/1/").content.decode()
        picked = choices(html)["partners"]
        assert len(picked) == size - 1
        for _ in range(10):
            posted = fields(html) | {"partners": picked, "key": [str(uuid.uuid4())]}
            with CaptureQueriesContext(connection) as queries:
                assert client.post("/r/feuille/1/", posted)["Location"] == "/r/feuille/2/"
            saving.add(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/r/feuille/2/").status_code == 200
        showing.add(len(queries))
    # Saved: the sheet and its wave, the roster, the log, one line more; in a test, around it, a savepoint and its end.
    # Shown: the sheet and its wave, its territory, the roster, the log, what the last wave said.
    assert (saving, showing) == ({6}, {5})


def elsewhere(sql: str) -> None:
    """Run it on a connection of its own, as the migration of a new version does."""

    def run() -> None:
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["surveys_entry", "surveys_sheet", "surveys_wave"])
def test_a_column_added_by_a_new_version_breaks_no_screen_of_the_old_one(
    client: Client, key: collecting.Key, table: str
) -> None:
    """PostgreSQL prepares what a connection asks five times: a `*` among that would then fail."""
    client.post(f"/r/{key.token}/")
    html = client.get("/r/feuille/1/").content.decode()
    asked = {**fields(html), "partners": choices(html)["partners"][:2]}

    def save() -> int:
        return client.post("/r/feuille/1/", {**asked, "key": str(uuid.uuid4())}).status_code

    assert [save() for _ in range(8)] == [302] * 8
    elsewhere(f"ALTER TABLE {table} ADD COLUMN later integer NULL")
    try:
        assert save() == 302
    finally:
        elsewhere(f"ALTER TABLE {table} DROP COLUMN later")
    assert Entry.objects.count() == 9


def test_the_number_of_screens_is_told_when_it_is_known(client: Client, key: collecting.Key) -> None:
    client.post(f"/r/{key.token}/")
    before = client.get("/r/feuille/1/").content.decode()
    assert '<span id="pas">Écran 1</span>' in before
    assert "<progress" not in before
    client.post("/r/feuille/1/", {**fields(before), "partners": choices(before)["partners"][:2]})
    after = client.get("/r/feuille/2/").content.decode()
    total = re.search(r'<span id="pas">Écran 2 sur (\d+)</span>', after)
    assert total
    assert f'max="{total[1]}"' in after
