"""The outbox on the memory of the tests; what a bad server does to it is in tests/faults."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail as mails
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_q.models import OrmQ
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.core import outbox
from maillage.core.models import Mail, Policy, State

NOW = timezone.now() + timedelta(hours=1)  # after all that the tests write
pytestmark = pytest.mark.django_db


def post(**changes: Any) -> Mail:
    usual = {
        "kind": "invitation",
        "recipient": "camille@exemple.fr",
        "subject": "Votre avis compte",
        "body": "Répondre\u00a0: https://maillage.exemple.fr/r/jeton-secret",
        "scope": "vague-1",
    }
    return outbox.post(**usual | changes)


def at(moment: datetime) -> Any:
    return lambda: moment


def test_a_mail_goes_out_and_its_text_is_erased() -> None:
    post(reply_to="tiers@exemple.fr")
    assert outbox.deliver() == 1
    (letter,) = mails.outbox
    assert (letter.to, letter.reply_to) == (["camille@exemple.fr"], ["tiers@exemple.fr"])
    assert "jeton-secret" in letter.body
    row = Mail.objects.get()
    assert (row.state, row.body, row.error, row.attempts) == (State.SENT, "", "", 1)
    assert outbox.deliver() == 0


def test_the_demo_keeps_the_text_for_its_mailbox(settings: Any) -> None:
    settings.DEMO = True
    post()
    outbox.deliver()
    assert "jeton-secret" in Mail.objects.get().body


def test_the_same_mail_is_written_once() -> None:
    first = post()
    assert post(body="autre texte", recipient=" Camille@exemple.fr ") == first
    assert {post(sequence=1), post(kind="reminder"), post(scope="vague-2")}.isdisjoint({first})
    assert Mail.objects.count() == 4
    outbox.deliver()
    assert post().state == State.SENT, "asking again for what was sent sends nothing"
    outbox.deliver()
    assert len(mails.outbox) == 4


def test_nothing_is_written_for_an_act_that_did_not_happen() -> None:
    def act() -> None:
        with transaction.atomic():
            post()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Mail.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_queue_is_called_once_for_many_and_at_once_for_a_link_that_ends() -> None:
    for rank in range(20):
        post(sequence=rank)
    assert OrmQ.objects.count() == 1
    post(kind="sign_in", valid_until=NOW + timedelta(minutes=10))
    assert OrmQ.objects.count() == 2
    assert {row.task["func"] for row in OrmQ.objects.all()} == {outbox.TASK}
    assert not any("jeton" in str(row.task) for row in OrmQ.objects.all())


def test_posting_costs_the_same_however_many_wait(django_assert_max_num_queries: Any) -> None:
    for rank in range(30):
        post(sequence=rank)
    with django_assert_max_num_queries(7):
        post(sequence=99)


def test_the_identifier_is_always_the_same_and_names_nobody(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Une équipe <equipe@maillage.exemple.fr>"
    mail = post()
    key = {"kind": "invitation", "recipient": "camille@exemple.fr", "scope": "vague-1", "sequence": 0}
    assert mail.message_id == outbox.message_id(**key)
    assert mail.message_id.endswith("@maillage.exemple.fr>")
    assert "camille" not in mail.message_id
    assert mail.message_id != outbox.message_id(**key | {"sequence": 1})


def test_what_has_an_end_goes_first_then_the_order_of_writing() -> None:
    for rank in range(3):
        post(sequence=rank, subject=f"Sujet {rank}")
    post(kind="sign_in", scope="demande", subject="Lien", valid_until=NOW + timedelta(minutes=10))
    outbox.deliver()
    assert [letter.subject for letter in mails.outbox] == ["Lien", "Sujet 0", "Sujet 1", "Sujet 2"]


def test_a_mail_waits_for_the_earlier_one_about_the_same_thing() -> None:
    first = post()
    Mail.objects.filter(pk=first.pk).update(next_attempt_at=NOW + timedelta(hours=1))
    post(kind="reminder")
    post(kind="reminder", scope="vague-2", subject="Une autre vague")
    outbox.deliver(clock=at(NOW + timedelta(minutes=1)))
    assert [letter.subject for letter in mails.outbox] == ["Une autre vague"]
    outbox.deliver(clock=at(NOW + timedelta(hours=2)))
    assert len(mails.outbox) == 3


def test_a_minute_is_never_more_than_full_but_links_still_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PER_MINUTE", 3)
    for rank in range(5):
        post(sequence=rank)
    assert outbox.deliver() == 3
    post(kind="sign_in", scope="demande", subject="Lien", valid_until=NOW + timedelta(minutes=10))
    assert outbox.deliver() == 1
    assert mails.outbox[-1].subject == "Lien"
    assert outbox.deliver(clock=at(timezone.now() + timedelta(seconds=61))) == 2


def test_one_sender_at_a_time() -> None:
    first, second = post(), post(sequence=1)
    Mail.objects.filter(pk=first.pk).update(state=State.SENDING, next_attempt_at=NOW + timedelta(minutes=5))
    assert outbox.deliver(clock=at(NOW + timedelta(seconds=1))) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=second.pk).update(state=State.SENDING)


@pytest.mark.parametrize(("kept", "sent"), [(Policy.AT_LEAST_ONCE, 1), (Policy.AT_MOST_ONCE, 0)])
def test_what_a_killed_sender_left(kept: str, sent: int) -> None:
    mail = post(policy=kept)
    Mail.objects.filter(pk=mail.pk).update(state=State.SENDING, next_attempt_at=NOW)
    assert outbox.deliver(clock=at(NOW + timedelta(seconds=1))) == sent
    mail.refresh_from_db()
    assert mail.state == (State.SENT if sent else State.GAVE_UP)
    assert mail.error == ("" if sent else outbox.UNKNOWN)
    assert mail.body == ""
    assert not mail.may_be_retried


def test_what_was_given_up_is_tried_again_then_forgotten() -> None:
    mail = post()
    Mail.objects.update(state=State.GAVE_UP, error="Refusé.", refusals=6, next_attempt_at=NOW)
    mail.refresh_from_db()
    assert mail.may_be_retried
    outbox.retry(mail=mail)
    assert outbox.deliver() == 1
    Mail.objects.update(
        state=State.GAVE_UP, sent_at=None, body="encore là", next_attempt_at=NOW - timedelta(days=8)
    )
    outbox.deliver()
    mail.refresh_from_db()
    assert (mail.body, mail.may_be_retried) == ("", False)
    outbox.retry(mail=mail)
    assert outbox.deliver() == 0


def test_an_address_can_be_forgotten() -> None:
    post()
    post(recipient="autre@exemple.fr")
    assert outbox.forget(recipient="Camille@exemple.fr") == 1
    assert [mail.recipient for mail in Mail.objects.order_by("pk")] == ["autre@exemple.fr"]


def test_each_state_is_counted() -> None:
    post()
    outbox.deliver()
    post(sequence=1)
    post(sequence=2)
    Mail.objects.filter(sequence=2).update(state=State.GAVE_UP)
    assert outbox.counts(Mail.objects.all()) == {"waiting": 1, "sent": 1, "gave_up": 1}


@pytest.mark.parametrize("subject", ["Bonjour camille@exemple.fr", "x" * 151])
def test_a_subject_is_short_and_names_nobody(subject: str) -> None:
    with pytest.raises(ValidationError):
        post(subject=subject)


BREAKS = ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "%0a", "\\n"]
ADDED = ["Bcc: autre@exemple.fr", "\n\nUn autre texte", "To: <autre@exemple.fr>", " ", ",autre@exemple.fr"]
TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*BREAKS, *ADDED, "Sujet", "é"]), max_size=6).map("".join),
)
KNOWN = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Reply-To", "Message-ID",
    "Auto-Submitted", "Date",
}  # fmt: skip


class HeaderInjection(TestCase):
    """Whatever one writes, the message has the headers it should have, once each, and one recipient."""

    @given(subject=TEXT, name=TEXT, reply=st.one_of(st.just(""), TEXT), body=TEXT)
    def test_nobody_adds_a_header(self, subject: str, name: str, reply: str, body: str) -> None:
        try:
            mail = post(
                subject=subject,
                recipient=f"{name}@exemple.fr",
                reply_to=reply and f"{reply}@exemple.fr",
                body=body,
            )
        except ValidationError:
            return
        written = message_from_bytes(mail.message().message().as_bytes(), policy=policy.default)
        assert set(written.keys()) <= KNOWN
        assert len(written.keys()) == len(set(written.keys()))
        assert [a.addr_spec for a in written["To"].addresses] == [mail.recipient]
        assert not written.is_multipart()

    @given(
        text=TEXT, line=st.sampled_from(["\r", "\n", "\r\n", "\u2028", "\x85"]), after=st.sampled_from(ADDED)
    )
    def test_a_second_line_is_refused_everywhere(self, text: str, line: str, after: str) -> None:
        for field in ("subject", "recipient", "reply_to"):
            with self.assertRaises(ValidationError):  # noqa: PT027
                post(**{field: f"{text}{line}{after}@exemple.fr"})
        assert not Mail.objects.exists()
