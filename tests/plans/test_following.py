"""Saying where a commitment stands, and reminders that stop."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.core.models import Mail
from maillage.plans.models import Commitment, Party, Update
from maillage.plans.services import commitments, following, links
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, HeldTextState

DUE = date(2030, 6, 1)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, tzinfo=UTC)


def _say(commitment: Commitment, state: str = "ONGOING", **more: Any) -> Update:
    usual: dict[str, Any] = {"percent": 40, "key": uuid.uuid4()}
    return following.save_update(commitment=commitment, state=state, **usual | more).update


def test_what_was_said_is_never_rewritten(commitment: Commitment, parties: list[Party]) -> None:
    _say(commitment, text="On a trouvé une salle.", party=parties[0])
    _say(commitment, state="KEPT", percent=70, party=parties[1])
    rows = list(Update.objects.order_by("pk"))
    assert [(row.state, row.percent, row.text) for row in rows] == [
        ("ONGOING", 40, "On a trouvé une salle."),
        ("KEPT", 100, ""),  # kept is done
    ]


def test_the_same_page_sent_twice_is_one_update(commitment: Commitment) -> None:
    key = uuid.uuid4()
    assert _say(commitment, key=key) == _say(commitment, key=key, percent=90)
    assert Update.objects.get().percent == 40


@pytest.mark.parametrize("state", ["TRANSFORMED", "GIVEN_UP"])
def test_giving_up_says_why(commitment: Commitment, state: str) -> None:
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        _say(commitment, state=state, text="  ")
    assert not Update.objects.exists()
    assert _say(commitment, state=state, text="La salle a fermé.").state == state


@pytest.mark.parametrize("wrong", [{"percent": 101}, {"percent": -1}, {"state": "ELSEWHERE"}])
def test_what_is_out_of_bounds_is_refused(commitment: Commitment, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _say(commitment, **wrong)
    assert not Update.objects.exists()


def test_words_about_a_child_are_held_and_the_rest_is_kept(
    commitment: Commitment, parties: list[Party], writer: Any
) -> None:
    made = _say(commitment, text="La mère de Lucas Martin est venue.", party=parties[0])
    made.refresh_from_db()
    assert (made.text, made.percent) == ("", 40)
    held = HeldText.objects.get()
    decide(held=held, user=writer, state=HeldTextState.FALSE_ALARM)
    made.refresh_from_db()
    assert made.text == "La mère de Lucas Martin est venue."


def test_a_commitment_taken_out_of_the_lists_receives_nothing(commitment: Commitment) -> None:
    commitments.remove_commitment(commitment=commitment)
    with pytest.raises(ValidationError, match="a été retiré"):
        _say(commitment)


# --- Reminders -------------------------------------------------------------------------------------
@pytest.fixture
def due(commitment: Commitment, parties: list[Party]) -> list[Party]:
    Commitment.objects.filter(pk=commitment.pk).update(due_on=DUE)
    return parties


def _remind(day: date) -> int:
    return following.remind_holders(today=day, now=_at(day.year, day.month, day.day))


def test_three_reminders_and_then_no_more(due: list[Party]) -> None:
    days = [DUE + timedelta(days=n) for n in range(-60, 200)]
    sent = [(day - DUE).days for day in days if _remind(day)]
    assert sent == [-30, 0, 30]
    mails = Mail.objects.filter(kind="commitment_due")
    assert {mail.recipient for mail in mails} == {"college@exemple.fr"}
    assert all(links.link_of(due[0]) in mail.body for mail in mails)


def test_a_reminder_missed_by_a_stopped_server_is_sent_once_later(due: list[Party]) -> None:
    assert [_remind(DUE + timedelta(days=n)) for n in (12, 13, 29)] == [1, 0, 0]
    assert [_remind(DUE + timedelta(days=n)) for n in (37, 38)] == [0, 0]


@pytest.mark.parametrize("state", ["KEPT", "TRANSFORMED", "GIVEN_UP"])
def test_no_reminder_of_what_is_over(commitment: Commitment, due: list[Party], state: str) -> None:
    _say(commitment, state=state, text="C’est dit.", now=_at(2029, 1, 1))
    assert _remind(DUE) == 0


def test_whoever_has_just_said_is_not_asked_again(commitment: Commitment, due: list[Party]) -> None:
    _say(commitment, now=_at(2030, 5, 30))
    assert _remind(DUE) == 0
    assert _remind(DUE + timedelta(days=13)) == 1


def test_whoever_said_stop_hears_no_more(due: list[Party]) -> None:
    assert _remind(DUE - timedelta(days=30)) == 1
    following.stop_reminders(party=due[0], stop=True)
    assert not Mail.objects.filter(kind="commitment_due", state="WAITING").exists()
    assert _remind(DUE) == 0
    following.stop_reminders(party=due[0], stop=False)
    assert _remind(DUE) == 1


def test_another_date_is_another_story(commitment: Commitment, due: list[Party]) -> None:
    assert _remind(DUE) == 1
    later = DUE + timedelta(days=100)
    Commitment.objects.filter(pk=commitment.pk).update(due_on=later)
    assert [_remind(DUE + timedelta(days=n)) for n in (1, 70, 100)] == [0, 1, 1]


def test_neither_partners_nor_those_who_left_are_reminded(commitment: Commitment, due: list[Party]) -> None:
    Party.objects.filter(pk=due[1].pk).update(email="partenaire@exemple.fr")
    commitments.end_party(party=due[0])
    assert _remind(DUE) == 0
    commitments.add_party(commitment=commitment, actor=due[0].actor, email="retour@exemple.fr")
    commitments.remove_commitment(commitment=commitment)
    assert _remind(DUE) == 0


def test_addresses_are_forgotten_three_months_after_the_end(commitment: Commitment, due: list[Party]) -> None:
    end = _at(2030, 6, 1)
    _say(commitment, state="KEPT", now=end)
    assert following.forget_addresses(now=end + timedelta(days=90)) == 0
    assert following.forget_addresses(now=end + timedelta(days=91)) == 1
    party = Party.objects.get(pk=due[0].pk)
    assert party.email == ""
    assert links.party_of_link(links.token_of(party)) == party


def test_the_address_of_a_commitment_begun_again_is_kept(commitment: Commitment, due: list[Party]) -> None:
    end = _at(2030, 6, 1)
    _say(commitment, state="KEPT", now=end)
    _say(commitment, state="ONGOING", now=end + timedelta(days=10))
    assert following.forget_addresses(now=end + timedelta(days=400)) == 0
