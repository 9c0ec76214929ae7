"""Conflicts of interest, who reads what, the table where disagreement comes first, advice asked by a link."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.calls.models import (
    Advice,
    Assignment,
    Call,
    Conflict,
    Review,
    Reviewer,
)
from maillage.calls.queries.assigning import loads_of, plan_of
from maillage.calls.queries.conflicts import same_name
from maillage.calls.queries.review import medians_of, progress_of, strengths_of, table_of
from maillage.calls.queries.reviewing import desk_of, may_read
from maillage.calls.services.advice import (
    advice_of_link,
    ask_advice,
    give_advice,
    remind_advice,
    revoke_advice,
)
from maillage.calls.services.review_assigning import apply_plan, assign, unassign
from maillage.calls.services.review_conflicts import declare_conflict, detect_conflicts, lift_conflict
from maillage.calls.services.review_setup import (
    change_reviewer,
    invite_reviewer,
    remind_late,
    remove_reviewer,
)
from maillage.calls.services.reviewing import save_review, send_review
from maillage.core.models import Mail
from tests.calls.reviewers import REASONS, give, grid, levels, phase, reader, reviewed, sent

CHILD = "Le petit Kevin Martin, 8 ans, est souvent absent."


# --- Conflicts ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ville des Trois-Ponts", "ville de trois ponts", True),
        ("Collège des Saules", "COLLEGE SAULES", True),
        ("Collège des Saules", "École des Saules", False),
        ("", "de la", True),
    ],
)
def test_structures_are_compared_without_their_ornaments(one: str, other: str, same: bool) -> None:
    assert (same_name(one) == same_name(other)) is same


def test_the_departement_is_a_tie_and_the_structure_keeps_away(call: Call) -> None:
    file = sent(call, "Val-Clair", department="93")
    near, partner, far = (
        reader(call, "Ana", departments=["93", "2A"]),
        reader(call, "Bob", organisation="la ville de Trois Ponts"),
        reader(call, "Eve", departments=["13"], organisation="Une fondation"),
    )
    assert detect_conflicts(call=call) == 2
    assert detect_conflicts(call=call) == 0
    assert Conflict.objects.get(reviewer=near).level == "SOFT"
    assert Conflict.objects.get(reviewer=partner).level == "HARD"
    with pytest.raises(ValidationError, match="récusée"):
        assign(call=call, reviewer=partner, application=file)
    assign(call=call, reviewer=near, application=file)
    assign(call=call, reviewer=far, application=file)
    with pytest.raises(ValidationError, match="déjà"):
        assign(call=call, reviewer=far, application=file)


def test_a_tie_nobody_wrote_down_keeps_away_too(call: Call) -> None:
    phase(call, all_files=True)
    one, file = reader(call, "Bob", organisation="Mairie de Val-Clair"), sent(call, "Val-Clair")
    assert not Conflict.objects.exists()
    assert not may_read(one, file)
    assert desk_of(one).files == []


def test_who_writes_an_application_does_not_read_it(call: Call) -> None:
    phase(call, all_files=True)
    file = sent(call, "Val-Clair")
    author = file.authors.get().user  # type: ignore[attr-defined]
    one = Reviewer.objects.create(call=call, user=author)
    assert not may_read(one, file)
    assert plan_of(call).pairs == ()
    with pytest.raises(ValidationError, match="récusée"):
        assign(call=call, reviewer=one, application=file)


def test_a_reader_who_changes_departement_loses_nothing(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana", departments=["93"], organisation="Une fondation"), sent(call, "Val-Clair")
    detect_conflicts(call=call)
    reviewed(one, file, 2)
    change_reviewer(reviewer=one, organisation="Une fondation", departments=["13"])
    former = Conflict.objects.get()
    assert former.ended_at is not None
    assert medians_of(call) == {file.pk: None}
    assert table_of(call)[0].summary.number == 1
    change_reviewer(reviewer=one, organisation="Mairie de Val-Clair", departments=["93"])
    live = Conflict.objects.filter(ended_at__isnull=True)
    assert {each.level for each in live} == {"SOFT", "HARD"}
    assert Conflict.objects.count() == 3
    assert Review.objects.get().comment == REASONS
    (line,) = table_of(call)
    assert (line.summary.number, line.given, line.recused) == (0, 0, 1)
    assert not may_read(one, file)


def test_who_declares_a_hard_tie_reads_no_more_and_the_organiser_sees_it(call: Call) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    save_review(reviewer=one, application=file, scores={}, comment="Commencé")
    declare_conflict(reviewer=one, application=file, level="SOFT", reason="Un stage")
    assert may_read(one, file)
    made = declare_conflict(reviewer=one, application=file, level="HARD", reason="Ma sœur y travaille")
    assert (
        declare_conflict(reviewer=one, application=file, level="HARD", reason="Ma sœur y travaille") == made
    )
    assert not may_read(one, file)
    with pytest.raises(ValidationError):
        save_review(reviewer=one, application=file, scores={}, comment="Encore")
    assert desk_of(one).recused == [("Val-Clair", "Ma sœur y travaille")]
    assert table_of(call)[0].recused == 1
    assert Review.objects.get().comment == "Commencé"
    with pytest.raises(ValidationError):
        declare_conflict(reviewer=one, application=file, level="HARD", reason=" ")
    lift_conflict(conflict=made)
    assert may_read(one, file)
    assert Conflict.objects.count() == 2


# --- Giving files --------------------------------------------------------------------------------------
def test_the_plan_completes_what_was_given_by_hand(call: Call) -> None:
    files = [sent(call, name) for name in ("A", "B", "C", "D")]
    people = [reader(call, name) for name in ("Ana", "Bob", "Eve", "Luc")]
    give(people[0], files[0])
    assert apply_plan(call=call, each=3) == 11
    assert apply_plan(call=call, each=3) == 0
    assert {each.given for each in loads_of(call)} == {3}
    by_hand = Assignment.objects.get(automatic=False)
    unassign(assignment=by_hand)
    assert plan_of(call).pairs == ((people[0].pk, files[0].pk),)


def test_what_was_begun_is_not_taken_back(call: Call) -> None:
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    given = give(one, file)
    give(one, sent(call, "Les Saules"))
    save_review(reviewer=one, application=file, scores={}, comment="Commencé")
    with pytest.raises(ValidationError):
        unassign(assignment=given)
    remove_reviewer(reviewer=one)
    assert Assignment.objects.get() == given
    assert loads_of(call) == []
    again = invite_reviewer(call=call, email=one.user.email, full_name="Ana")
    assert again == one
    assert again.left_at is None


def test_late_readers_are_reminded_once(call: Call) -> None:
    phase(call)
    one, done = reader(call, "Ana"), reader(call, "Bob")
    give(one, sent(call, "Val-Clair"))
    assert remind_late(call=call) == 1
    assert remind_late(call=call) == 0
    mail = Mail.objects.get(kind="reviewer_reminded")
    assert mail.recipient == one.user.email
    assert "1\u00a0dossier" in mail.body
    assert Reviewer.objects.get(pk=done.pk).reminded_at is None


# --- The table -----------------------------------------------------------------------------------------
def test_where_readers_disagree_comes_first(call: Call) -> None:
    grid(call)
    phase(call)
    people = [reader(call, name) for name in ("Ana", "Bob", "Eve")]
    agreed, split, alone, none = (sent(call, name) for name in ("Accord", "Écart", "Seule", "Rien"))
    for one, level in zip(people, (2, 2, 2), strict=True):
        reviewed(one, agreed, level)
    for one, level in zip(people, (0, 1, 3), strict=True):
        reviewed(one, split, level)
    reviewed(people[0], alone, 3)
    lines = table_of(call)
    assert [each.application.name for each in lines] == ["Écart", "Accord", "Seule", "Rien"]
    assert lines[0].summary.spread == 100
    assert medians_of(call) == {
        agreed.pk: pytest.approx(200 / 3),
        split.pk: pytest.approx(100 / 3),
        alone.pk: None,
        none.pk: None,
    }
    told = progress_of(lines)
    assert (told.sent, told.awaited) == (7, 7)
    assert len(set(lines[1].dots)) == 3


# --- Advice --------------------------------------------------------------------------------------------
def _link(mail: Mail) -> str:
    return next(part for part in mail.body.split() if "/avis/" in part).rstrip("/").rsplit("/", 1)[-1]


def test_advice_is_given_once_by_a_link_that_is_not_kept(call: Call) -> None:
    asked = ask_advice(application=sent(call, "Val-Clair"), email="Rectorat@Exemple.fr", capacity="Rectorat")
    token = _link(Mail.objects.get(kind="advice_asked"))
    assert token not in str(Advice.objects.values().get())
    assert advice_of_link(token) == asked
    with pytest.raises(ValidationError):
        give_advice(advice=asked, state="RESERVED", reason=" ")
    with pytest.raises(ValidationError):
        give_advice(advice=asked, state="ASKED")
    give_advice(advice=asked, state="RESERVED", reason="Il manque le Département.")
    assert advice_of_link(token) is None
    with pytest.raises(ValidationError):
        give_advice(advice=asked, state="YES")
    assert table_of(call)[0].advice == (1, 1)


def test_advice_is_reminded_once_with_the_same_link_and_can_be_taken_back(call: Call) -> None:
    file = sent(call, "Val-Clair")
    asked = ask_advice(application=file, email="caf@exemple.fr", capacity="CAF")
    with pytest.raises(ValidationError, match="déjà demandé"):
        ask_advice(application=file, email="caf@exemple.fr", capacity="CAF")
    remind_advice(advice=asked)
    with pytest.raises(ValidationError):
        remind_advice(advice=asked)
    first, again = Mail.objects.filter(kind__startswith="advice").order_by("pk")
    assert _link(first) == _link(again)
    revoke_advice(advice=asked)
    assert advice_of_link(_link(first)) is None
    assert table_of(call)[0].advice == (0, 0)
    renewed = ask_advice(application=file, email="caf@exemple.fr", capacity="CAF")
    assert renewed.token_digest != asked.token_digest
    file.state, file.withdrawn_at = "WITHDRAWN", timezone.now()
    file.save()
    assert advice_of_link(_link(Mail.objects.filter(kind="advice_asked").order_by("-pk")[0])) is None


def test_what_was_solid_and_fragile_needs_two_reviews(call: Call) -> None:
    grid(call)
    phase(call)
    one, two, file = reader(call, "Ana"), reader(call, "Bob"), sent(call, "Val-Clair")
    give(two, file)
    reviewed(one, file, 3)
    assert strengths_of(file) == ([], [])
    mixed = levels(1) | {"objectifs": 3, "moyens": None, "pilotage": 0}
    save_review(reviewer=two, application=file, scores=mixed, comment=REASONS)
    send_review(reviewer=two, application=file, seen=1)
    strong, weak = strengths_of(file)
    assert "Objectifs" in strong
    assert "Moyens" not in strong
    assert "Pilotage" not in strong + weak
    declare_conflict(reviewer=two, application=file, level="HARD", reason="Un lien")
    assert strengths_of(file) == ([], [])
