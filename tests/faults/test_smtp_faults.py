"""F15: a mail server that is down, refuses, is slow or hangs up. The day is simulated, the server and its lines are not."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail.backends import smtp as django_smtp
from django.db.models import Min
from django.utils import timezone

from maillage.core import outbox
from maillage.core.models import Mail, Policy, State
from tests.faults.conftest import Report
from tests.faults.history import read
from tests.faults.smtp import Cut, Server, Talk, slow

START = timezone.now() + timedelta(hours=2)  # after all that the tests write
DAY = 24 * 60
Many = Callable[[int, int], int]


@pytest.fixture(autouse=True)
def _known_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for the name of this machine may take seconds, without a network."""
    monkeypatch.setattr(django_smtp.DNS_NAME, "_fqdn", "localhost", raising=False)


def post(rank: int, *, policy: str = Policy.AT_LEAST_ONCE, people: int = 10) -> Mail:
    """The nth mail: `people` addresses, each written to several times about the same thing."""
    return outbox.post(
        kind="invitation",
        recipient=f"personne-{rank % people}@exemple.fr",
        subject="Votre avis compte",
        body=f"Lien\u00a0: https://maillage.exemple.fr/{rank}\n.\nAprès un point seul",
        scope="vague",
        sequence=rank,
        policy=policy,
    )


def minutes(first: int, last: int, *, step: int = 1) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in range(first, last, step)]


def sweep(moments: list[datetime]) -> int:
    return sum(outbox.deliver(clock=lambda moment=moment: moment) for moment in moments)


def settle(after: int = DAY, *, hours: int = 36) -> None:
    """The sweeps of the following day and a half, at each minute when something is due, until nothing waits."""
    moment, end = START + timedelta(minutes=after), START + timedelta(minutes=after, hours=hours)
    while moment < end:
        outbox.deliver(clock=lambda moment=moment: moment)
        waiting = Mail.objects.filter(state__in=[State.WAITING, State.SENDING])
        due = waiting.aggregate(due=Min("next_attempt_at"))["due"]
        if due is None:
            return
        moment = max(moment + timedelta(minutes=1), due)


def test_a_day_without_server(server: Server, many: Many, report: Report) -> None:
    """Written all day long, sent after the return, in order, no faster than one allows oneself."""
    server.stop()
    count = many(100, 2000)
    for rank in range(count):
        if rank % 10 == 0:
            sweep([START + timedelta(minutes=rank * DAY / count)])
        post(rank)
    sweep(minutes(DAY - 60, DAY))
    assert not Mail.objects.exclude(state=State.WAITING).exists()
    assert outbox.server_trouble() == "Le serveur d’envoi refuse la connexion."
    server.start()
    first = sweep(minutes(DAY, DAY + 1))
    assert 0 < first <= outbox.PER_MINUTE
    settle(DAY + 1)
    figures = read(server)
    report(figures)
    assert (figures.asked, figures.lost, figures.duplicates, figures.overtaken) == (count, 0, 0, 0)
    assert server.ids == [mail.message_id for mail in Mail.objects.order_by("pk")]
    assert outbox.server_trouble() == ""


def test_a_silent_server_is_knocked_at_once_per_half_minute(server: Server, many: Many) -> None:
    """The storm that is not: however many wait and however often one looks, few sessions are opened."""
    server.greet = lambda: "421 come back later"
    for rank in range(many(50, 500)):
        post(rank)
    half_seconds = [START + timedelta(seconds=n / 2) for n in range(240)]
    assert sweep(half_seconds) == 0
    assert server.greeted <= 5


@pytest.mark.parametrize(
    ("step", "code"), [("rcpt", "450 later"), ("data", "452 too many"), ("accept", "451 try again")]
)
def test_a_day_of_not_now(server: Server, many: Many, report: Report, step: str, code: str) -> None:
    healthy = getattr(server, step)
    setattr(server, step, lambda talk: code)
    count = many(30, 300)
    for rank in range(count):
        post(rank)
    sweep(minutes(0, DAY, step=many(60, 1)))
    assert not server.accepted
    setattr(server, step, healthy)
    settle()
    figures = read(server)
    report(figures)
    assert (figures.asked, figures.lost, figures.duplicates, figures.overtaken) == (count, 0, 0, 0)


@pytest.mark.parametrize("step", ["greet", "mail", "rcpt", "data", "accept"])
def test_a_day_of_no(server: Server, many: Many, report: Report, step: str) -> None:
    """An account closed, a relay refused, a filter gone mad: repaired the next day, everything leaves."""
    healthy = getattr(server, step)
    setattr(server, step, lambda *talk: "554 no")
    count = many(30, 300)
    for rank in range(count):
        post(rank)
    sweep(minutes(0, DAY, step=many(60, 1)))
    assert not server.accepted
    setattr(server, step, healthy)
    settle()
    figures = read(server)
    report(figures)
    assert (figures.asked, figures.lost, figures.duplicates, figures.overtaken) == (count, 0, 0, 0)


def test_a_wrong_address_is_given_up_and_stops_nobody(server: Server) -> None:
    server.rcpt = lambda talk: "550 unknown user" if "personne-3" in talk.recipient else None
    for rank in range(20):
        post(rank, people=20)
    settle(0)
    given_up = Mail.objects.filter(state=State.GAVE_UP)
    assert {mail.recipient for mail in given_up} == {"personne-3@exemple.fr"}
    assert {mail.error for mail in given_up} == {
        "Le serveur d’envoi refuse cette adresse (550 unknown user)."
    }
    assert {mail.refusals for mail in given_up} == {len(outbox.AFTER_NO) + 1}
    assert len(server.accepted) == 19


def test_a_slow_server_is_waited_for(server: Server, report: Report) -> None:
    server.accept = slow(0.3)
    for rank in range(5):
        post(rank)
    assert sweep(minutes(0, 1)) == 5
    figures = read(server)
    report(figures)
    assert (figures.lost, figures.duplicates) == (0, 0)


def test_a_server_slower_than_one_waits(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether it was accepted: sent again once for one policy, never for the other."""
    monkeypatch.setattr("maillage.core.smtp.REPLY_TIMEOUT", 0.2)
    server.accept = slow(0.6)
    careful, stubborn = post(0, policy=Policy.AT_MOST_ONCE), post(1)
    sweep(minutes(0, 2))
    server.accept = lambda talk: None
    monkeypatch.setattr("maillage.core.smtp.REPLY_TIMEOUT", 60)  # a slow machine is not a slow server
    settle(3)
    for mail in (careful, stubborn):
        mail.refresh_from_db()
    assert (careful.state, careful.error) == (State.GAVE_UP, outbox.UNKNOWN)
    assert stubborn.state == State.SENT


@pytest.mark.parametrize("policy", Policy.values)
def test_the_line_is_cut_after_the_text(server: Server, many: Many, report: Report, policy: str) -> None:
    """Cut after acceptance, one time in four, without an answer: no more duplicates than cuts."""
    dice, cuts = random.Random(7), []

    def accept(talk: Talk) -> None:
        if dice.random() < 0.25:
            cuts.append(talk)
            server.accepted.append(talk)
            raise Cut

    server.accept = accept
    count = many(40, 400)
    for rank in range(count):
        post(rank, policy=policy)
    settle(0)
    figures = read(server)
    report(figures)
    assert cuts
    assert figures.duplicates <= len(cuts)
    assert (figures.asked, figures.lost, figures.overtaken) == (count, 0, 0)
    if policy == Policy.AT_MOST_ONCE:
        assert figures.duplicates == 0
        assert len(server.accepted) == count


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("policy", Policy.values)
def test_the_line_is_cut_before_the_text(server: Server, many: Many, step: str, policy: str) -> None:
    """Surely not sent: tried again, whatever the policy."""
    dice = random.Random(11)

    def cut(talk: Talk) -> None:
        if dice.random() < 0.3:
            raise Cut

    setattr(server, step, cut)
    count = many(20, 200)
    for rank in range(count):
        post(rank, policy=policy)
    settle(0)
    figures = read(server)
    assert (len(server.accepted), figures.duplicates, figures.overtaken) == (count, 0, 0)


def test_a_message_that_always_breaks_the_line_does_not_stop_the_others(server: Server) -> None:
    def accept(talk: Talk) -> None:
        if "personne-0" in talk.recipient:
            raise Cut

    server.accept = accept
    for rank in range(10):
        post(rank)
    sweep(minutes(0, 30))
    assert len(server.accepted) == 9
    assert Mail.objects.get(state=State.WAITING).recipient == "personne-0@exemple.fr"


def test_the_text_arrives_as_it_was_written(server: Server) -> None:
    body = post(0).body
    sweep(minutes(0, 1))
    (talk,) = server.accepted
    assert talk.message.get_payload(decode=True).decode().strip() == body
    assert talk.message["Message-ID"] == Mail.objects.get().message_id
