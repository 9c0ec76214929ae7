"""Sending, correcting, withdrawing; the Département and the files. The clock is that of the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillage.calls.eligibility import check
from maillage.calls.models import (
    GRACE,
    Application,
    ApplicationState,
    Call,
    DepartmentReferent,
    LateCode,
    Submission,
    Support,
    SupportState,
)
from maillage.calls.queries.drafts import answers_of, attachments_of
from maillage.calls.queries.filing import filed, shared_with
from maillage.calls.queries.reading import HIDDEN, receipts_of, sections_of
from maillage.calls.services.attaching import attach, detach
from maillage.calls.services.drafts import save_answers, use_late_code
from maillage.calls.services.page import give_late_code
from maillage.calls.services.referents import add_referent, remove_referent
from maillage.calls.services.sending import ask_correction, may_send, submit_application, withdraw_application
from maillage.calls.services.support import (
    answer_support,
    ask_support,
    share_with_department,
    support_of_link,
)
from maillage.core.models import Mail
from tests.calls.answering import ANSWERS, places, write_all


def png() -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return SimpleUploadedFile("lettre.png", out.getvalue())


def token_in(mail: Mail) -> str:
    return mail.body.split("/soutien/")[1].split("/")[0]


@pytest.fixture
def ready(application: Application, authors: list[Any]) -> Application:
    """An application where nothing is missing."""
    write_all(application, authors[0])
    return application


@pytest.fixture
def sent(ready: Application, authors: list[Any]) -> Application:
    submit_application(application=ready, user=authors[0])
    ready.refresh_from_db()
    return ready


def test_what_is_sent_is_frozen_and_has_a_receipt(ready: Application, authors: list[Any]) -> None:
    submission = submit_application(application=ready, user=authors[1])
    ready.refresh_from_db()
    assert (ready.state, submission.number, submission.author) == (ApplicationState.SUBMITTED, 1, authors[1])
    assert submission.answers["referent"] == ANSWERS["referent"]
    assert "parents_how" not in submission.answers  # not asked of who has no parents yet
    (receipt,) = receipts_of(ready)
    mails = Mail.objects.filter(kind="application_receipt")
    assert {mail.recipient for mail in mails} == {user.email for user in authors}
    assert all(receipt.code in mail.body for mail in mails)
    with pytest.raises(ValidationError, match="déjà déposée"):
        submit_application(application=ready, user=authors[0])
    assert Submission.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_sent(application: Application, authors: list[Any]) -> None:
    save_answers(
        application=application, user=authors[0], values={"referent": "Cheffe de projet", "days": "beaucoup"}
    )
    with pytest.raises(ValidationError) as caught:
        submit_application(application=application, user=authors[0])
    said = " ".join(caught.value.messages)
    assert "chiffres" in said
    assert "quartier prioritaire" in said
    assert "non-usage" in said
    assert not Submission.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("moment", "passes"),
    [("before", True), ("at", True), ("grace", True), ("after", False)],
)
def test_the_deadline_in_the_middle_of_a_sending(
    ready: Application, authors: list[Any], moment: str, passes: bool
) -> None:
    closes = ready.call.closes_at
    now = {
        "before": closes - timedelta(seconds=1),
        "at": closes,
        "grace": closes + GRACE - timedelta(seconds=1),
        "after": closes + GRACE,
    }[moment]
    assert may_send(ready, now=now) is passes
    if passes:
        assert submit_application(application=ready, user=authors[0], now=now).submitted_at == now
        return
    with pytest.raises(ValidationError, match="La date est passée"):
        submit_application(application=ready, user=authors[0], now=now)
    assert save_answers(
        application=ready, user=authors[0], values={"referent": "Autre"}
    ).kept  # still theirs to write


def test_a_late_code_gives_more_time(ready: Application, authors: list[Any]) -> None:
    after = ready.call.closes_at + timedelta(days=1)
    ready.late_code = LateCode.objects.create(
        call=ready.call,
        digest="x",
        reason="Panne",
        valid_until=after + timedelta(days=1),
        given_by=authors[0],
    )
    ready.save()
    assert may_send(ready, now=after)
    assert not may_send(ready, now=after + timedelta(days=1) + GRACE)
    assert submit_application(application=ready, user=authors[0], now=after).number == 1


def test_a_draft_that_missed_the_deadline_is_sent_with_a_code(ready: Application, authors: list[Any]) -> None:
    after = ready.call.closes_at + timedelta(days=1)
    _, code = give_late_code(
        call=ready.call, given_by=authors[0], reason="Panne", valid_until=after + timedelta(days=1)
    )
    with pytest.raises(ValidationError):
        use_late_code(application=ready, late_code="nimporte", now=after)
    use_late_code(application=ready, late_code=code.lower(), now=after)
    assert submit_application(application=ready, user=authors[0], now=after).number == 1
    ready.refresh_from_db()
    with pytest.raises(ValidationError, match="besoin de code"):
        use_late_code(application=ready, late_code=code, now=after)


def test_a_correction_keeps_the_first_and_shows_what_changed(sent: Application, authors: list[Any]) -> None:
    now = timezone.now()
    ask_correction(application=sent, text="Précisez les jours.", until=now + timedelta(days=3))
    sent.refresh_from_db()
    assert Mail.objects.filter(kind="application_correction").count() == len(authors)
    assert filed(sent.call).get() == sent  # still in the jury's hands
    save_answers(application=sent, user=authors[1], values={"days": 5})
    after_the_call = sent.call.closes_at + timedelta(days=30)
    sent.correction_until = after_the_call + timedelta(days=1)
    sent.save()
    again = submit_application(application=sent, user=authors[1], now=after_the_call)
    assert again.number == 2
    first = Submission.objects.get(number=1)
    assert (first.answers["days"], again.answers["days"]) == (3, 5)
    reads = [read for part in sections_of(sent, again.answers, before=first.answers) for read in part.answers]
    assert [(read.key, read.before) for read in reads if read.changed] == [("days", ("3",))]
    assert len(receipts_of(sent)) == 2
    assert len({each.code for each in receipts_of(sent)}) == 2


def test_a_correction_that_is_late_leaves_the_first(sent: Application, authors: list[Any]) -> None:
    until = timezone.now() + timedelta(days=3)
    ask_correction(application=sent, text="Précisez.", until=until)
    sent.refresh_from_db()
    with pytest.raises(ValidationError):
        submit_application(application=sent, user=authors[0], now=until + GRACE)
    assert sent.submissions.count() == 1


@pytest.mark.parametrize(("text", "hours"), [("", 72), ("Précisez.", 0.5)])
def test_a_correction_says_what_and_leaves_time(sent: Application, text: str, hours: float) -> None:
    with pytest.raises(ValidationError):
        ask_correction(application=sent, text=text, until=timezone.now() + timedelta(hours=hours))
    sent.refresh_from_db()
    assert sent.state == ApplicationState.SUBMITTED


def test_a_draft_is_not_asked_to_be_corrected(application: Application) -> None:
    with pytest.raises(ValidationError):
        ask_correction(application=application, text="Précisez.", until=timezone.now() + timedelta(days=3))


def test_withdrawn_it_is_read_by_nobody_else(sent: Application) -> None:
    share_with_department(application=sent, shared=True)
    withdraw_application(application=sent)
    withdraw_application(application=sent)
    sent.refresh_from_db()
    assert (sent.state, sent.shared_at) == (ApplicationState.WITHDRAWN, None)
    assert not filed(sent.call).exists()
    assert not may_send(sent)


def test_the_departement_answers_once_by_a_link(ready: Application, authors: list[Any]) -> None:
    ask_support(application=ready, user=authors[0], email="Enfance@Departement.exemple")
    token = token_in(Mail.objects.get(kind="application_support"))
    asked = support_of_link(token)
    assert asked is not None
    assert token not in str(Support.objects.values().get())
    with pytest.raises(ValidationError):
        answer_support(support=asked, gives=True, signatory=" ")
    answer_support(support=asked, gives=True, signatory="Directrice enfance et famille")
    assert support_of_link(token) is None
    with pytest.raises(ValidationError, match="déjà"):
        answer_support(support=asked, gives=False, signatory="Une autre")
    assert Support.objects.get().state == SupportState.GIVEN
    assert all(rule.holds for rule in check(answers_of(ready), Support.objects.get()))


def test_asked_again_the_former_link_dies(ready: Application, authors: list[Any]) -> None:
    now = timezone.now()
    ask_support(application=ready, user=authors[0], email="a@departement.exemple", now=now)
    ask_support(
        application=ready, user=authors[0], email="b@departement.exemple", now=now + timedelta(minutes=2)
    )
    one, two = (token_in(mail) for mail in Mail.objects.filter(kind="application_support").order_by("pk"))
    assert support_of_link(one) is None
    assert support_of_link(two) is not None


def test_a_letter_counts_as_an_answer(ready: Application, authors: list[Any]) -> None:
    letter = attach(application=ready, user=authors[0], file=png(), letter=True)
    support = Support.objects.get(application=ready)
    assert (support.state, support.letter) == (SupportState.GIVEN, letter)
    with pytest.raises(ValidationError, match="déjà"):
        ask_support(application=ready, user=authors[0], email="a@departement.exemple")
    with pytest.raises(ValidationError, match="lettre"):
        detach(application=ready, attachment=letter)


def test_files_are_joined_taken_away_and_counted(ready: Application, authors: list[Any]) -> None:
    made = [attach(application=ready, user=authors[0], file=png()) for _ in range(10)]
    with pytest.raises(ValidationError, match="au plus"):
        attach(application=ready, user=authors[0], file=png())
    detach(application=ready, attachment=made[0])
    assert attachments_of(ready).count() == 9
    assert made[0].file.storage.exists(made[0].file.name)
    with pytest.raises(ValidationError) as caught:
        attach(application=ready, user=authors[0], file=SimpleUploadedFile("a.pdf", b"<script>"))
    assert "file" in caught.value.message_dict


def test_nothing_is_joined_to_what_is_sent_but_the_letter(sent: Application, authors: list[Any]) -> None:
    with pytest.raises(ValidationError, match="déposée"):
        attach(application=sent, user=authors[0], file=png())
    attach(application=sent, user=authors[0], file=png(), letter=True)


def test_a_referent_reads_what_their_departement_is_shown(sent: Application, call: Call) -> None:
    referent = add_referent(
        call=call, department="93", email="r@departement.exemple", full_name="Rim Lacombelle"
    )
    other = add_referent(
        call=call, department="59", email="n@departement.exemple", full_name="Nour Lacombelle"
    )
    assert not shared_with(referent.user).exists()
    share_with_department(application=sent, shared=True)
    assert shared_with(referent.user).get() == sent
    assert not shared_with(other.user).exists()
    Application.objects.update(department="59")  # its perimeter moved to another département
    assert not shared_with(referent.user).exists()
    assert shared_with(other.user).get() == sent
    remove_referent(referent=other)
    assert not DepartmentReferent.objects.filter(pk=other.pk).exists()
    with pytest.raises(ValidationError) as caught:
        add_referent(call=call, department="00", email="x@departement.exemple", full_name="X")
    assert "department" in caught.value.message_dict


def test_anonymous_reading_hides_what_identifies(sent: Application) -> None:
    answers = Submission.objects.get().answers
    reads = {read.key: read for part in sections_of(sent, answers, anonymous=True) for read in part.answers}
    shown = " ".join(paragraph for read in reads.values() for paragraph in read.paragraphs)
    for secret in (places()["communes"][0], "Saules", "Trois-Ponts", "PMI du Centre", "ville@exemple.fr"):
        assert secret not in shown
    assert reads["college"].paragraphs == (HIDDEN,)
    assert reads["governance"].paragraphs == (ANSWERS["governance"],)


def test_addresses_of_co_pilots_are_read_by_nobody(sent: Application) -> None:
    answers = Submission.objects.get().answers
    reads = [p for part in sections_of(sent, answers) for read in part.answers for p in read.paragraphs]
    assert any("Ville des Trois-Ponts" in each for each in reads)
    assert not any("ville@exemple.fr" in each for each in reads)


def test_a_referent_is_told_once_when_they_can_read(ready: Application, authors: list[Any]) -> None:
    told = Mail.objects.filter(kind="application_shared")
    for department in ("93", "13"):
        add_referent(
            call=ready.call, department=department, email=f"rim@{department}.exemple", full_name="Rim"
        )
    assert {mail.recipient for mail in Mail.objects.filter(kind="referent_added")} == {
        "rim@93.exemple",
        "rim@13.exemple",
    }
    share_with_department(application=ready, shared=True)
    assert not told.exists(), "nobody reads a draft"
    ready.refresh_from_db()
    submit_application(application=ready, user=authors[0])
    assert [mail.recipient for mail in told] == ["rim@93.exemple"]
    ready.refresh_from_db()
    for shared in (False, True):
        share_with_department(application=ready, shared=shared)
    assert told.count() == 1
    add_referent(call=ready.call, department="93", email="zoe@93.exemple", full_name="Zoé")
    assert "1 vous attend déjà" in Mail.objects.get(recipient="zoe@93.exemple").body
