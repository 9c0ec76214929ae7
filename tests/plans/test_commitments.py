"""Writing a commitment down: where it comes from, who takes part, what becomes of it when the rest moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.context.services import note_action
from maillage.core.models import Mail
from maillage.diagnosis.biography import biographies_of
from maillage.plans.models import Commitment, Party
from maillage.plans.queries import commitments as queries
from maillage.plans.services import commitments, links
from maillage.sharing.models import SharedDiagnosis, Step
from maillage.sharing.services.writing import write_passage
from maillage.territories.models import Actor
from maillage.territories.services import merge_actors

DUE = date(2030, 6, 1)


def test_a_commitment_keeps_what_its_priority_said(
    territory: Any, commitment: Commitment, priority: Any, writer: Any
) -> None:
    SharedDiagnosis.objects.update(step=Step.WRITING)
    write_passage(
        passage=priority,
        text="Deux portes ouvertes.",
        seen=1,
        user=writer,
        source_kind="WORKSHOP",
        source="La grille",
    )
    SharedDiagnosis.objects.update(step=Step.PUBLISHED)
    commitment.refresh_from_db()
    assert commitment.priority_said == "Une porte ouverte sans rendez-vous."
    now = queries.priorities_of(territory).now(commitment.priority_id)
    assert now is not None
    assert now.revision.text == "Deux portes ouvertes."
    priority.shared.delete()
    commitment.refresh_from_db()
    assert (commitment.priority_id, commitment.priority_said) == (None, "Une porte ouverte sans rendez-vous.")


def test_a_priority_that_is_not_published_commits_nobody(territory: Any, priority: Any, writer: Any) -> None:
    SharedDiagnosis.objects.update(step=Step.VALIDATION)
    assert queries.priorities_of(territory).listed == ()
    with pytest.raises(ValidationError, match="n’est plus dans le diagnostic"):
        commitments.make_commitment(
            territory=territory, user=writer, priority=priority.pk, title="Une permanence", due_on=DUE
        )


def test_it_starts_from_the_last_published_wave(
    territory: Any, commitment: Commitment, publish: Any, writer: Any
) -> None:
    assert commitment.wave is not None
    assert commitment.wave.number == 1
    publish({0: {1: 2}})
    later = commitments.make_commitment(territory=territory, user=writer, title="Un autre", due_on=DUE)
    assert later.wave is not None
    assert later.wave.number == 2


def test_nobody_writes_over_somebody_without_knowing(commitment: Commitment) -> None:
    seen = commitments.print_of(commitment)
    said = {name: getattr(commitment, name) for name in commitments.SAID}
    asked = {"commitment": commitment, "priority": commitment.priority_id}
    commitments.update_commitment(**asked, seen=seen, **said | {"means": "Une salle"})
    with pytest.raises(ValidationError, match="Quelqu’un a modifié"):
        commitments.update_commitment(**asked, seen=seen, **said | {"means": "Deux salles"})
    commitment.refresh_from_db()
    assert (commitment.means, commitment.priority_said) == (
        "Une salle",
        "Une porte ouverte sans rendez-vous.",
    )


@pytest.mark.parametrize("field", ["title", "difficulty", "means", "evidence"])
def test_no_child_enters(territory: Any, writer: Any, field: str) -> None:
    said = {"title": "Une permanence", field: "Aider la mère de Lucas Martin"}
    with pytest.raises(ValidationError) as refusal:
        commitments.make_commitment(territory=territory, user=writer, due_on=DUE, **said)
    assert list(refusal.value.message_dict) == [field]
    assert not Commitment.objects.exists()


def test_an_age_or_a_level_that_does_not_exist(territory: Any, writer: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        commitments.make_commitment(
            territory=territory, user=writer, title="Une", due_on=DUE, bands=["99"], levels=["ELSEWHERE"]
        )
    assert "bands" in refusal.value.message_dict


# --- Who takes part --------------------------------------------------------------------------------
def test_whoever_takes_part_is_written_to(parties: list[Party]) -> None:
    mail = Mail.objects.get()
    assert (mail.recipient, mail.kind) == ("college@exemple.fr", "commitment")
    assert links.link_of(parties[0]) in mail.body
    token = links.link_of(parties[0]).rstrip("/").rpartition("/")[2]
    assert links.party_of_link(token) == parties[0]
    assert token not in {parties[0].token_digest, str(parties[0].seed)}


def test_an_actor_takes_part_once_and_from_here(
    commitment: Commitment, parties: list[Party], actors: list[Actor], other_territory: Any
) -> None:
    with pytest.raises(ValidationError, match="prend déjà part"):
        commitments.add_party(commitment=commitment, actor=actors[0])
    stranger = Actor.objects.create(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError, match="de ce territoire"):
        commitments.add_party(commitment=commitment, actor=stranger)


def test_whoever_leaves_stays_written_and_may_come_back(
    territory: Any, commitment: Commitment, parties: list[Party], actors: list[Actor]
) -> None:
    token = links.token_of(parties[0])
    commitments.end_party(party=parties[0])
    assert links.party_of_link(token) is None
    card = _card(territory)
    assert (card.who, card.is_orphan) == (("Service social du Nord",), True)
    left = Party.objects.get(pk=parties[0].pk)
    assert (left.email, left.left_at is None) == ("", False)
    commitments.add_party(commitment=commitment, actor=actors[0])
    assert not _card(territory).is_orphan


def _card(territory: Any) -> queries.Card:
    found = queries.commitments_of(territory)
    return queries.cards_of(found, queries.actors_today(territory))[0]


def test_somebody_else_goes_on_with_a_link_of_their_own(parties: list[Party]) -> None:
    old = links.token_of(parties[0])
    following = links.hand_on(party=parties[0], email="suite@exemple.fr")
    assert links.party_of_link(old) is None
    assert links.party_of_link(links.token_of(following)) == following
    mail = Mail.objects.get(recipient="suite@exemple.fr")
    assert links.link_of(following) in mail.body
    with pytest.raises(ValidationError, match="déjà été passé"):
        links.hand_on(party=parties[0], email="autre@exemple.fr")


def test_actors_merged_are_one_in_a_commitment(
    territory: Any, commitment: Commitment, parties: list[Party], actors: list[Actor]
) -> None:
    commitments.aim_at(commitment=commitment, one=actors[1], other=actors[2])
    merge_actors(keep=actors[2], duplicate=actors[1])
    assert _card(territory).who == ("Collège des Saules", "Ludothèque du Parc")
    today_of = queries.actors_today(territory)
    cards = queries.cards_of(queries.commitments_of(territory), today_of)
    assert queries.held_by(cards, actors[2], today_of) == cards
    (life,) = queries.lives_of(commitment, biographies_of(territory), today_of)
    assert life.says.startswith("Ces deux acteurs n’en font plus qu’un")


# --- Ties ------------------------------------------------------------------------------------------
def test_a_tie_is_read_at_the_next_wave(
    territory: Any, commitment: Commitment, parties: list[Party], actors: list[Actor], publish: Any
) -> None:
    for other in (1, 2, 3):
        commitments.aim_at(commitment=commitment, one=actors[other], other=actors[0])
    assert {each.says for each in _lives(territory)} == {"À lire à la prochaine vague."}
    publish({0: {1: 3, 2: 2}, 1: {0: 0}, 2: {}})
    strong, new, unknown = _lives(territory)
    assert (strong.says, strong.apart) == ("Plus fort", "")
    assert (new.says, [each.words for each in new.moments]) == (
        "Nouveau",
        ["On ne se connaît pas", "On échange"],
    )
    assert unknown.says == "On ne peut pas le dire"  # one side only answered
    for party in parties:
        links.agree(party=party, public=False, tie=True)
    assert _lives(territory)[0].apart == queries.APART


def _lives(territory: Any) -> list[queries.Life]:
    ((_, lives),) = queries.aimed_ties(territory)
    return lives


def test_a_tie_is_aimed_at_once_between_two_actors(commitment: Commitment, actors: list[Actor]) -> None:
    commitments.aim_at(commitment=commitment, one=actors[0], other=actors[1])
    with pytest.raises(ValidationError, match="déjà visé"):
        commitments.aim_at(commitment=commitment, one=actors[1], other=actors[0])
    with pytest.raises(ValidationError, match="deux acteurs différents"):
        commitments.aim_at(commitment=commitment, one=actors[1], other=actors[1])


def test_an_unnamed_actor_is_told_nowhere(
    territory: Any, commitment: Commitment, parties: list[Party], actors: list[Actor], publish: Any
) -> None:
    commitments.aim_at(commitment=commitment, one=actors[0], other=actors[1])
    publish({0: {1: 3}, 1: {0: 3}})
    Actor.objects.filter(pk=actors[1].pk).update(objects_to_naming=True)
    (life,) = _lives(territory)
    assert (life.says, life.moments) == (queries.UNREAD, ())
    assert "Acteur non nommé" in _card(territory).who


# --- Beside what is offered ------------------------------------------------------------------------
def test_a_commitment_fills_a_hole_or_crowds_a_cell(territory: Any, commitment: Commitment) -> None:
    def cells() -> dict[str, queries.Promise]:
        _, rows = queries.promises_of(territory)
        return {
            each.cell.level: each
            for label, found in rows
            if "11" in label and "15" in label
            for each in found
        }

    assert cells()["EARLY_SUPPORT"].fills
    assert not cells()["UNIVERSAL"].fills
    for rank in range(4):
        note_action(
            territory=territory,
            actors=[],
            label=f"Accueil {rank}",
            bands=["11-15"],
            levels=["EARLY_SUPPORT"],
            note="",
        )
    cell = cells()["EARLY_SUPPORT"]
    assert (cell.fills, cell.crowds, cell.promised) == (False, True, (commitment.title,))
    commitments.remove_commitment(commitment=commitment)
    assert cells()["EARLY_SUPPORT"].promised == ()
    commitments.bring_back(commitment=commitment)
    assert cells()["EARLY_SUPPORT"].promised == (commitment.title,)


# --- The public ------------------------------------------------------------------------------------
def test_the_public_reads_what_everybody_accepted(
    territory: Any, commitment: Commitment, parties: list[Party], actors: list[Actor]
) -> None:
    assert queries.public_commitments(territory) == []
    links.agree(party=parties[0], public=True, tie=False)
    assert queries.public_commitments(territory) == []
    links.agree(party=parties[1], public=True, tie=False)
    assert [each.commitment for each in queries.public_commitments(territory)] == [commitment]
    commitments.add_party(commitment=commitment, actor=actors[2])
    assert queries.public_commitments(territory) == []


def test_a_commitment_that_nobody_carries_is_never_public(territory: Any, commitment: Commitment) -> None:
    assert queries.public_commitments(territory) == []


@pytest.mark.parametrize("size", [1, 3])
def test_lists_take_the_same_queries_whatever_their_size(
    territory: Any, priority: Any, actors: list[Actor], publish: Any, writer: Any, size: int
) -> None:
    assert _queries_of(territory, actors, writer, size) == _queries_of(territory, actors, writer, 1)


def _queries_of(territory: Any, actors: list[Actor], writer: Any, size: int) -> list[int]:
    for rank in range(size):
        made = commitments.make_commitment(
            territory=territory, user=writer, title=f"Engagement {rank}", due_on=DUE, is_public=True
        )
        commitments.aim_at(commitment=made, one=actors[0], other=actors[1])
        links.agree(party=commitments.add_party(commitment=made, actor=actors[0]), public=True, tie=True)
    counted = []
    reads: list[Callable[[Any], Any]] = [queries.aimed_ties, queries.public_commitments, queries.promises_of]
    for read in reads:
        with CaptureQueriesContext(connection) as caught:
            assert read(territory)
        counted.append(len(caught))
    return counted


def test_late_near_and_far(territory: Any, commitment: Commitment, parties: list[Party]) -> None:
    def told(days: int) -> tuple[bool, bool]:
        day = timezone.localdate() + timedelta(days=days)
        Commitment.objects.filter(pk=commitment.pk).update(due_on=day)
        card = _card(territory)
        return card.is_late, card.is_near

    assert [told(days) for days in (-1, 0, 60, 61)] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]
