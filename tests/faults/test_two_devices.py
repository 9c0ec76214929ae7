"""F6: two devices on one sheet, in any order; F12: a wave that closes meanwhile; F10: what a client says of the time."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from maillage.surveys import tokens
from maillage.surveys.kinds import kinds
from maillage.surveys.models import Answer, Entry, Sheet
from maillage.surveys.services import collecting
from maillage.surveys.services import sheets as services
from tests.faults.answers import Held, History, check, stored
from tests.faults.conftest import Report
from tests.faults.respondent import choices, fields
from tests.faults.wave import open_wave

Many = Callable[[int, int], int]
DEVICES, ACTORS = ("phone", "desk"), ("11", "12", "13")
PARTS = kinds()["cooperation"].merge


def picking(actor: int) -> dict[str, Any]:
    return {"picked": [str(actor)], "proposed": []}


class TwoDevices(RuleBasedStateMachine):
    """Each device reads, saves from what it read some time ago, sends the same again: questions asked at once, and one
    asked in parts (`level`), of which every part said must stay."""

    territory: Any = None
    total = History()
    played = 0

    def __init__(self) -> None:
        super().__init__()
        self.wave = open_wave(self.territory, label="Deux appareils")
        self.person = self.wave.roster.order_by("pk")[0]
        self.sheet = services.start_sheet(wave=self.wave, participation=self.person)
        self.seen = {device: dict[str, int]() for device in DEVICES}
        self.log: list[tuple[str, str, Any, Any, uuid.UUID]] = []  # device, question, posted, kept, key
        self.history, self.sent = History(), False

    def of(self, question: str) -> list[tuple[str, str, Any, Any, uuid.UUID]]:
        """What was acknowledged of a question, in order."""
        return [each for each in self.log if each[1] == question]

    @rule(device=st.sampled_from(DEVICES))
    def read(self, device: str) -> None:
        """Open every screen again."""
        self.seen[device] = {question: len(self.of(question)) for question in ("partners", "level", "wish")}

    @precondition(lambda self: not self.sent)
    @rule(
        device=st.sampled_from(DEVICES),
        question=st.sampled_from(("partners", "wish")),
        n=st.integers(0, 3),
    )
    def save(self, device: str, question: str, n: int) -> None:
        self._save(device, question, picking(n), None)

    @precondition(lambda self: not self.sent)
    @rule(device=st.sampled_from(DEVICES), actor=st.sampled_from(ACTORS), level=st.integers(0, 4))
    def save_part(self, device: str, actor: str, level: int) -> None:
        self._save(device, "level", {"ties": {actor: level}}, PARTS)

    def _save(self, device: str, question: str, posted: Any, merge: Any) -> None:
        before, key = self.of(question), uuid.uuid4()
        known = self.seen[device].get(question, 0)
        saved = services.save_entry(
            sheet=self.sheet, question=question, value=posted, key=key, seen=known, device=device, merge=merge
        )
        kept = saved.entry.value
        crossed = len(before) > known and before[-1][0] != device and before[-1][3] != kept
        assert saved.other == (before[-1][3] if crossed else None), "a conflict is told, and nothing else is"
        self.history.tried[str(key)] = (question, kept)
        self.history.acknowledged.add(str(key))
        self.log.append((device, question, posted, kept, key))
        self.seen[device][question] = len(before) + 1

    @precondition(lambda self: self.log)
    @rule(data=st.data())
    def send_the_same_again(self, data: st.DataObject) -> None:
        """Even after the sheet was sent: what was acknowledged stays so."""
        device, question, posted, kept, key = data.draw(st.sampled_from(self.log))
        saved = services.save_entry(sheet=self.sheet, question=question, value=posted, key=key, device=device)
        assert saved.replayed
        assert saved.entry.value == kept

    @precondition(lambda self: self.sent)
    @rule(device=st.sampled_from(DEVICES))
    def save_too_late(self, device: str) -> None:
        """Once sent, a new answer is refused aloud, never taken and dropped."""
        with pytest.raises(ValidationError, match="déjà envoyée"):
            services.save_entry(sheet=self.sheet, question="level", value={}, key=uuid.uuid4(), device=device)

    @precondition(lambda self: self.log)
    @rule(device=st.sampled_from(DEVICES))
    def send(self, device: str) -> None:
        receipt = services.send_sheet(sheet=self.sheet)
        self.sent = True
        self.history.receipts.append(("this actor", tokens.printed(receipt)))

    @precondition(lambda self: self.sent)
    @rule()
    def correct(self) -> None:
        services.reopen_sheet(sheet=self.sheet, receipt=self.history.receipts[-1][1])
        services.send_sheet(sheet=self.sheet)

    @invariant()
    def no_question_is_lost(self) -> None:
        values = services.values_of(self.sheet)
        assert values == {question: self.of(question)[-1][3] for question in {each[1] for each in self.log}}
        said: dict[str, int] = {}
        for _, _, posted, _, _ in self.of("level"):
            said |= posted["ties"]
        assert values.get("level", {"ties": {}})["ties"] == said

    def teardown(self) -> None:
        held = check(self.history, stored())
        assert (held.lost, held.twice) == (0, 0)
        assert held.counted == held.respondents
        self.total.acknowledged |= self.history.acknowledged
        self.total.receipts += [(f"{self.sheet.pk}", receipt) for _, receipt in self.history.receipts]
        TwoDevices.played += 1
        self.wave.delete()


def test_two_devices_on_one_sheet(territory: Any, many: Many, report: Report) -> None:
    TwoDevices.territory, TwoDevices.total, TwoDevices.played = territory, History(), 0
    run_state_machine_as_test(
        TwoDevices,
        settings=settings(
            max_examples=many(15, 5000),
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    found = TwoDevices.total
    held = Held(found.respondents, len(found.acknowledged), 0, 0, found.respondents)
    report(held, f"suites {TwoDevices.played}, feuilles non envoyées comprises")
    assert TwoDevices.played >= many(15, 5000)


def test_two_devices_through_their_pages(territory: Any) -> None:
    """The numbers of the screens move when the other device picks other actors: an answer stays with its question."""
    wave = open_wave(territory, actors=9)
    token = collecting.invite(participation=wave.roster.order_by("pk")[0]).token
    phone, desk = Client(), Client()
    for each in (phone, desk):
        each.post(f"/r/{token}/")
    picking = fields(phone.get("/r/feuille/1/").content.decode())
    picked = choices(phone.get("/r/feuille/1/").content.decode())["partners"]
    phone.post("/r/feuille/1/", picking | {"partners": picked})
    screens = [phone.get(f"/r/feuille/{n}/").content.decode() for n in (2, 3)]
    posts = [fields(html) | {name: v[:1] for name, v in choices(html).items()} for html in screens]
    fewer = fields(desk.get("/r/feuille/1/").content.decode()) | {"partners": picked[:1]}
    assert desk.post("/r/feuille/1/", fewer).status_code == 302
    # On the desk screen 3 is about something else now, and screen 4 does not exist any more.
    assert [
        phone.post(f"/r/feuille/{n}/", post).status_code for n, post in zip((4, 3), posts, strict=True)
    ] == [302] * 2
    ties = services.values_of(Sheet.objects.get())["level"]["ties"]
    assert set(ties) == set(picked)
    assert not Entry.objects.filter(question="obstacles").exists()


@pytest.mark.parametrize("press", ["twice", "again, the first answer lost"])
def test_the_receipt_is_shown_again_to_whoever_sent_it(territory: Any, press: str) -> None:
    wave = open_wave(territory)
    token = collecting.invite(participation=wave.roster.order_by("pk")[0]).token
    phone, forwarded = Client(), Client()
    for each in (phone, forwarded):
        each.post(f"/r/{token}/")
    html = phone.get("/r/feuille/1/").content.decode()
    phone.post("/r/feuille/1/", fields(html) | {"partners": choices(html)["partners"][:1]})
    kept = phone.cookies.copy()
    phone.post("/r/feuille/relire/")
    phone.cookies = kept  # the answer never came
    receipt = tokens.printed(tokens.receipt_of(Sheet.objects.get().public_id))
    assert receipt in phone.post("/r/feuille/relire/", follow=True).content.decode()
    assert receipt not in forwarded.post("/r/feuille/relire/", follow=True).content.decode()
    assert Answer.objects.count() == 1


def test_a_wave_that_closes_while_one_answers(territory: Any, many: Many, report: Report) -> None:
    """F12: sequences around the instant. REL-07: begun before, one has 24 h more, late; the rest is kept aside."""
    dice, history, count = random.Random(12), History(), many(60, 2000)
    aside = lost = 0
    while history.respondents < count:
        wave = open_wave(territory, label="Fermeture")
        closes = wave.closes_at
        assert closes is not None
        for person in wave.roster.order_by("pk"):
            begun, sent = sorted(_around(dice) for _ in range(2))
            sheet = services.start_sheet(wave=wave, participation=person, at=closes + begun)
            for n in range(dice.randint(1, 4)):
                key = uuid.uuid4()
                history.tried[str(key)] = ("partners", picking(n))
                services.save_entry(sheet=sheet, question="partners", value=picking(n), key=key)
                history.acknowledged.add(str(key))
            receipt = services.send_sheet(sheet=sheet, at=closes + sent)
            history.receipts.append((f"{person.pk}", tokens.printed(receipt)))
            sheet.refresh_from_db()
            day = timedelta(hours=24)
            late, out = sent > timedelta(0), sent > day or begun > timedelta(0)
            assert (sheet.late, sheet.aside) == (late, out)
            assert Answer.objects.filter(participation=person).exists() is not out
            assert services.send_sheet(sheet=sheet, at=closes + 9 * day) == receipt
            if out:
                aside += 1
                services.include_sheet(sheet=sheet)
            lost += not Answer.objects.filter(participation=person).exists()
    held = check(history, stored())
    report(held)
    assert aside
    assert (held.lost, held.twice, lost) == (0, 0, 0)
    assert held.counted == held.respondents


def _around(dice: random.Random) -> timedelta:
    """Near the closing, near the end of the day of grace, or on them to the microsecond."""
    instant = dice.choice((timedelta(0), timedelta(hours=24)))
    return instant + dice.choice((-1, 1)) * dice.choice((0, 1, 1000, 10**6, 3600 * 10**6)) * timedelta(
        microseconds=1
    )


@pytest.mark.parametrize(
    "pretended",
    ["2016-11-23", "2036-11-23", "2028-02-29", "2026-10-25T02:30:00", "2026-03-29T02:30:00", "hier"],
)
def test_what_a_client_says_of_the_time_changes_nothing(territory: Any, pretended: str) -> None:
    """F10: a date in every header and every field where one could be read."""
    wave = open_wave(territory)
    token = collecting.invite(participation=wave.roster.order_by("pk")[0]).token
    phone = Client(headers={"Date": pretended, "X-Client-Time": pretended, "If-Modified-Since": pretended})
    false = dict.fromkeys(
        ("at", "date", "saved_at", "started_at", "submitted_at", "closes_at", "now"), pretended
    )
    before = timezone.now()
    phone.post(f"/r/{token}/", false)
    html = phone.get("/r/feuille/1/", false).content.decode()
    phone.post("/r/feuille/1/", fields(html) | false | {"partners": choices(html)["partners"][:1]})
    assert phone.post("/r/feuille/relire/", false).status_code == 302
    sheet, entry = Sheet.objects.get(), Entry.objects.get()
    assert sheet.submitted_at
    assert before <= sheet.started_at <= entry.saved_at <= sheet.submitted_at <= timezone.now()
    assert (sheet.late, sheet.aside) == (False, False)
