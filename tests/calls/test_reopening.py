"""A review that is in, given back to its reader: why is written, what it said stays, and one reads blind again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.calls.models import (
    Application,
    Call,
    Decision,
    Review,
    Reviewer,
    ReviewReopening,
    ReviewRevision,
)
from maillage.calls.queries.review import table_of
from maillage.calls.services.review_conflicts import declare_conflict
from maillage.calls.services.review_reopening import reopen_review
from maillage.calls.services.reviewing import save_review, send_review
from maillage.core.models import Mail
from tests.calls.reviewers import REASONS, grid, levels, phase, reader, reviewed, sent

WHY = "Le dossier a été corrigé, relisez les moyens."


@pytest.fixture
def file(call: Call) -> Application:
    grid(call)
    phase(call)
    return sent(call, "Val-Clair")


@pytest.fixture
def two(call: Call, file: Application) -> tuple[Reviewer, Reviewer]:
    """Two readers whose reviews are in."""
    ana, bob = reader(call, "Ana"), reader(call, "Bob")
    reviewed(ana, file, 1)
    reviewed(bob, file, 3)
    return ana, bob


def _reopen(one: Reviewer, by: Any, **values: Any) -> ReviewReopening:
    return reopen_review(assignment=one.assignments.get(), user=by, **({"reason": WHY} | values))


def test_what_it_said_stays_and_it_counts_for_nothing_until_it_is_in(
    call: Call, file: Application, two: tuple[Reviewer, Reviewer], make_user: Any
) -> None:
    ana, _ = two
    before = Review.objects.get(assignment__reviewer=ana)
    made = _reopen(ana, make_user("facilitator"))
    review = Review.objects.get(pk=before.pk)
    assert (review.state, review.sent_at, review.comment) == ("DRAFT", None, REASONS)
    assert (made.was_sent_at, made.scores, made.comment) == (before.sent_at, before.scores, REASONS)
    assert table_of(call)[0].summary.number == 1
    letter = Mail.objects.get(kind="review_reopened")
    assert letter.recipient == ana.user.email
    assert WHY in letter.body
    save_review(reviewer=ana, application=file, scores=levels(2), comment="Relu, avec les moyens.")
    send_review(reviewer=ana, application=file, seen=1)
    assert table_of(call)[0].summary.number == 2
    made.refresh_from_db()
    assert (made.comment, made.scores) == (REASONS, before.scores)
    assert [each.comment for each in ReviewRevision.objects.filter(review=review)] == [
        REASONS,
        "Relu, avec les moyens.",
    ]


def test_one_reads_blind_again(
    file: Application, two: tuple[Reviewer, Reviewer], make_user: Any, browser_of: Any
) -> None:
    ana, _ = two
    page = f"/expertises/{file.call.slug}/{file.reference}/"
    assert "Les autres expertises" in browser_of(ana.user).get(page).content.decode()
    _reopen(ana, make_user("facilitator"))
    html = browser_of(ana.user).get(page).content.decode()
    assert "Les autres expertises" not in html
    assert WHY in html
    assert "Rendre mon expertise" in html


def test_it_is_refused_in_one_sentence_when_it_cannot_be_given_in_again(
    call: Call, file: Application, two: tuple[Reviewer, Reviewer], make_user: Any
) -> None:
    ana, bob = two
    organiser = make_user("facilitator")
    with pytest.raises(ValidationError, match="La lecture est finie"):
        _reopen(ana, organiser, now=timezone.now() + timedelta(days=9))
    with pytest.raises(ValidationError):
        _reopen(ana, organiser, reason=" ")
    declare_conflict(reviewer=bob, application=file, level="HARD", reason="J’y ai travaillé")
    with pytest.raises(ValidationError, match="ne lit plus"):
        _reopen(bob, organiser)
    _reopen(ana, organiser)
    with pytest.raises(ValidationError, match="pas rendue"):
        _reopen(ana, organiser)
    assert ReviewReopening.objects.count() == 1


@pytest.mark.parametrize("left", [True, False])
def test_a_letter_that_waits_is_read_over_again_and_one_that_left_holds(
    file: Application, two: tuple[Reviewer, Reviewer], make_user: Any, left: bool
) -> None:
    now = timezone.now()
    decision = Decision.objects.create(
        application=file, outcome="REFUSED", reason="R", subject="S", letter="L", read_at=now,
        sent_at=now if left else None, told="REFUSED" if left else "",
    )  # fmt: skip
    if left:
        with pytest.raises(ValidationError, match="est partie"):
            _reopen(two[0], make_user("facilitator"))
        return
    _reopen(two[0], make_user("facilitator"))
    decision.refresh_from_db()
    assert decision.read_at is None


def test_the_organiser_reopens_from_the_file(
    file: Application, two: tuple[Reviewer, Reviewer], make_user: Any, browser_of: Any
) -> None:
    browser = browser_of(make_user("facilitator"))
    base = f"/programmes/{file.call.programme.slug}/appels/{file.call.slug}/expertise/"
    address = f"{base}attribution/{two[0].assignments.get().pk}/rouvrir/"
    assert address in browser.get(f"{base}{file.reference}/").content.decode()
    assert "ne compte plus" in browser.get(address).content.decode()
    told = browser.post(address, {"reason": "Le petit Kevin Martin, 8 ans, est nommé."})
    assert "Kevin Martin" in told.content.decode()
    assert not ReviewReopening.objects.exists()
    assert browser.post(address, {"reason": WHY}).status_code == 302
    html = browser.get(f"{base}{file.reference}/").content.decode()
    assert "Rouverte le" in html
    assert WHY in html
    assert "pas rendue" in browser.post(address, {"reason": WHY}).content.decode()


def test_reopenings_cost_the_same_for_one_and_for_three(
    call: Call, file: Application, make_user: Any, browser_of: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    organiser, counts = make_user("facilitator"), []
    page = f"/programmes/{call.programme.slug}/appels/{call.slug}/expertise/{file.reference}/"
    for names in (["Ana"], ["Bob", "Eve"]):
        for name in names:
            one = reader(call, name)
            reviewed(one, file, 2)
            _reopen(one, organiser)
        browser = browser_of(organiser)
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
