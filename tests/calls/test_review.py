"""The review: who may read and write what, when; conflicts; what becomes of what is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.calls.grids import ready_grid
from maillage.calls.models import (
    GRACE,
    Call,
    Criterion,
    Review,
    ReviewRevision,
    Submission,
)
from maillage.calls.queries.reviewing import code_of, desk_of, masked, may_read, read_submission, rights_of
from maillage.calls.services.review_setup import (
    save_criterion,
    save_phase,
    use_grid,
)
from maillage.calls.services.reviewing import remark_as_reader, save_review, send_review
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, HeldTextState
from tests.calls.reviewers import REASONS, give, grid, levels, phase, reader, reviewed, sent

CHILD = "Le petit Kevin Martin, 8 ans, est souvent absent."


# --- The grid ----------------------------------------------------------------------------------------
def test_the_ready_grid_is_the_nine_criteria(call: Call) -> None:
    assert len(ready_grid()) == 9
    assert all(len(row["levels"]) == 4 and row["weight"] >= 1 and row["help"] for row in ready_grid())
    assert len(use_grid(call=call)) == 9
    assert use_grid(call=call) == []
    made = Criterion.objects.filter(call=call).first()
    assert made is not None
    assert made.label == "Périmètre"


def test_the_grid_changes_until_a_review_is_in(call: Call) -> None:
    first = grid(call)[0]
    phase(call)
    save_criterion(
        call=call, criterion=first, label="Le périmètre", help="", weight=3, levels="Flou\n\nClair"
    )
    first.refresh_from_db()
    assert (first.weight, [one["label"] for one in first.levels]) == (3, ["Flou", "Clair"])
    with pytest.raises(ValidationError):
        save_criterion(call=call, label="Un seul", help="", weight=1, levels="Niveau")
    reader_, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(reader_, file)
    save_review(reviewer=reader_, application=file, scores=levels(1), comment=REASONS)
    send_review(reviewer=reader_, application=file, seen=1)
    with pytest.raises(ValidationError, match="déjà rendue"):
        save_criterion(call=call, criterion=first, label="X", help="", weight=9, levels="A\nB")
    with pytest.raises(ValidationError):
        use_grid(call=call)


def test_phases_follow_one_another(call: Call) -> None:
    first = phase(call)
    with pytest.raises(ValidationError, match="croisent"):
        save_phase(
            call=call,
            label="Bis",
            kind="READING",
            starts_at=first.starts_at,
            ends_at=first.ends_at + timedelta(days=1),
        )
    after = save_phase(
        call=call,
        label="Bis",
        kind="DISCUSSION",
        starts_at=first.ends_at,
        ends_at=first.ends_at + timedelta(days=1),
    )
    with pytest.raises(ValidationError):
        save_phase(call=call, phase=after, ends_at=after.starts_at)


# --- Writing -----------------------------------------------------------------------------------------
def test_every_save_is_kept(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    for comment in ("Un", "Un", "Deux", "Un"):
        save_review(
            reviewer=one,
            application=file,
            scores={"objectifs": 2, "inconnu": 1, "moyens": 9},
            comment=comment,
        )
    review = Review.objects.get()
    assert (review.scores, review.comment) == ({"objectifs": 2}, "Un")
    assert [each.comment for each in ReviewRevision.objects.order_by("pk")] == ["Un", "Deux", "Un"]


def test_a_comment_that_may_speak_of_a_child_is_not_kept_but_the_levels_are(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    saved = save_review(reviewer=one, application=file, scores={"objectifs": 2}, comment=CHILD)
    assert saved.flagged
    assert (Review.objects.get().scores, Review.objects.get().comment) == ({"objectifs": 2}, "")


def test_a_review_is_given_in_whole_and_once(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    with pytest.raises(ValidationError, match="pas commencée"):
        send_review(reviewer=one, application=file, seen=1)
    save_review(reviewer=one, application=file, scores={"objectifs": 2}, comment="")
    with pytest.raises(ValidationError) as caught:
        send_review(reviewer=one, application=file, seen=1)
    assert "Périmètre" in caught.value.messages[0]
    assert "Motivez" in caught.value.messages[1]
    save_review(reviewer=one, application=file, scores=levels(None), comment=REASONS)
    with pytest.raises(ValidationError, match="au moins"):
        send_review(reviewer=one, application=file, seen=1)
    save_review(reviewer=one, application=file, scores=levels(None) | {"objectifs": 2}, comment=REASONS)
    assert send_review(reviewer=one, application=file, seen=1).submission is not None
    for again in (
        lambda: save_review(reviewer=one, application=file, scores={}, comment=""),
        lambda: send_review(reviewer=one, application=file, seen=1),
    ):
        with pytest.raises(ValidationError, match="rendue"):
            again()


def test_a_file_corrected_meanwhile_is_read_again(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    save_review(reviewer=one, application=file, scores=levels(2), comment=REASONS)
    author = file.authors.get().user  # type: ignore[attr-defined]
    Submission.objects.create(
        application=file, number=2, answers={}, author=author, submitted_at=timezone.now()
    )
    with pytest.raises(ValidationError, match="corrigée"):
        send_review(reviewer=one, application=file, seen=1)
    review = send_review(reviewer=one, application=file, seen=2)
    assert review.submission is not None
    assert review.submission.number == 2


def test_one_writes_from_the_first_minute_to_the_last_and_its_grace(call: Call) -> None:
    grid(call)
    on = phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    for moment, may in (
        (on.starts_at - timedelta(seconds=1), False),
        (on.starts_at, True),
        (on.ends_at + GRACE - timedelta(seconds=1), True),
        (on.ends_at + GRACE, False),
    ):
        if may:
            save_review(reviewer=one, application=file, scores={}, comment=f"{moment}", now=moment)
        else:
            with pytest.raises(ValidationError):
                save_review(reviewer=one, application=file, scores={}, comment=f"{moment}", now=moment)
    with pytest.raises(ValidationError):
        save_review(reviewer=reader(call, "Bob"), application=file, scores={}, comment="")


# --- Blind until one's own is in ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("others", "kind", "own_in", "sees", "discusses"),
    [
        ("NEVER", "READING", True, False, False),
        ("AFTER_OWN", "READING", False, False, False),
        ("AFTER_OWN", "READING", True, True, False),
        ("AFTER_OWN", "DISCUSSION", False, False, False),
        ("AFTER_OWN", "DISCUSSION", True, True, True),
        ("ALWAYS", "DISCUSSION", False, True, True),
    ],
)
def test_others_are_seen_when_the_phase_says_so(
    call: Call, others: str, kind: str, own_in: bool, sees: bool, discusses: bool
) -> None:
    grid(call)
    on = phase(call, others=others)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    given = give(one, file)
    review = reviewed(one, file, 2) if own_in else None
    on.kind = kind
    on.save()
    rights = rights_of(one, given, review)
    assert (rights.sees_others, rights.discusses) == (sees, discusses)
    assert rights.writes is (kind == "READING" and not own_in)
    after = rights_of(one, given, review, now=on.ends_at + GRACE)
    assert not (after.sees_others)
    assert not (after.writes)
    assert not (after.discusses)
    if not discusses:
        with pytest.raises(ValidationError):
            remark_as_reader(reviewer=one, application=file, text="Parlons-en.")
    else:
        assert remark_as_reader(reviewer=one, application=file, text="Parlons-en.").pk
        with pytest.raises(ValidationError):
            remark_as_reader(reviewer=one, application=file, text=CHILD)


def test_only_what_is_given_is_read_unless_all_may_be(call: Call) -> None:
    on = phase(call)
    one, mine, other = reader(call, "Ana"), sent(call, "Val-Clair"), sent(call, "Les Saules")
    give(one, mine)
    assert may_read(one, mine)
    assert not may_read(one, other)
    assert [each.application for each in desk_of(one).files] == [mine]
    on.all_files = True
    on.save()
    assert may_read(one, other)
    assert [each.given for each in desk_of(one).files] == [True, False]
    assert not may_read(one, other, now=on.ends_at)


def test_anonymised_reading_names_nobody(call: Call) -> None:
    file = sent(call, "Val-Clair", governance="À VAL-CLAIR, le Collège des Saules et Trois-Ponts décident.")
    submission = file.submissions.get()  # type: ignore[attr-defined]
    hidden = read_submission(file, submission, anonymous=True)
    page = " ".join(p for section in hidden for each in section.answers for p in each.paragraphs)
    for name in ("val-clair", "collège des saules", "trois-ponts", "la passerelle", "ville@exemple.fr"):
        assert name not in page.lower()
    assert "décident" in page
    plain = read_submission(file, submission, anonymous=False)
    shown = " ".join(p for section in plain for each in section.answers for p in each.paragraphs)
    assert "Collège des Saules" in shown
    assert "ville@exemple.fr" not in shown
    phase(call, anonymised=True)
    one = reader(call, "Ana", departments=["93"])
    give(one, file)
    (row,) = desk_of(one).files
    assert (row.title, row.department, row.soft) == (code_of(file), "", ())


def test_a_name_is_masked_whole() -> None:
    assert masked("Les Saules, LES SAULES et les saulesiens", ["Les Saules"]) == "▒▒▒, ▒▒▒ et les saulesiens"


def test_in_the_minutes_of_grace_who_still_writes_stays_blind(call: Call) -> None:
    grid(call)
    reading = phase(call)
    talk = phase(
        call,
        label="Discussion",
        kind="DISCUSSION",
        others="ALWAYS",
        starts_at=reading.ends_at,
        ends_at=reading.ends_at + timedelta(days=5),
    )
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    given = give(one, file)
    grace = rights_of(one, given, None, now=talk.starts_at + timedelta(minutes=1))
    assert (grace.phase, grace.writes, grace.sees_others) == (reading, True, False)
    after = rights_of(one, given, None, now=talk.starts_at + GRACE)
    assert (after.phase, after.writes, after.sees_others) == (talk, False, True)


def test_a_comment_one_insists_on_goes_to_the_facilitators_and_comes_back(call: Call, make_user: Any) -> None:
    facilitator = make_user("facilitator")
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    save_review(reviewer=one, application=file, scores={}, comment="Un début")
    for _ in range(2):
        saved = save_review(
            reviewer=one, application=file, scores={"objectifs": 2}, comment=CHILD, insisted=True
        )
        assert (saved.held, Review.objects.get().comment) == (True, "Un début")
    decide(held=HeldText.objects.get(), user=facilitator, state=HeldTextState.FALSE_ALARM)
    review = Review.objects.get()
    assert (review.comment, review.scores) == (CHILD, {"objectifs": 2})
    again = save_review(reviewer=one, application=file, scores=levels(1), comment=CHILD)
    assert (again.flagged, again.held) == ([], False)
    save_review(reviewer=one, application=file, scores=levels(1), comment="Autre chose")
    back = save_review(reviewer=one, application=file, scores=levels(1), comment=CHILD, insisted=True)
    assert (back.flagged, Review.objects.get().comment) == ([], CHILD)
    assert send_review(reviewer=one, application=file, seen=1).comment == CHILD


def test_a_comment_given_back_does_not_erase_what_was_written_meanwhile(call: Call, make_user: Any) -> None:
    facilitator = make_user("facilitator")
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    save_review(reviewer=one, application=file, scores={}, comment=CHILD, insisted=True)
    save_review(reviewer=one, application=file, scores=levels(2), comment=REASONS)
    decide(held=HeldText.objects.get(), user=facilitator, state=HeldTextState.FALSE_ALARM)
    assert Review.objects.get().comment == REASONS
