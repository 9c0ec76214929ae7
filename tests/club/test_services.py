"""A sheet is written by several hands, read by a peer, published as it was read. Nothing is lost, nobody is named."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.club.models import Facet, PeerReading, Practice, PracticeState, Revision
from maillage.club.queries import Asked, answering, latest_of, published
from maillage.club.services import (
    add_author,
    inspire,
    propose_practice,
    publish_practice,
    read_as_peer,
    restore_practice,
    start_practice,
    withdraw_practice,
    write_practice,
)
from tests.club.conftest import CONTENT, KIND

CHILD = "Le petit Kevin Marchand, 8 ans, y vient sans sa mère."


def _write(sheet: Practice, user: Any, seen: int, **content: Any) -> Any:
    return write_practice(practice=sheet, content=content, seen=seen, key=uuid.uuid4(), user=user)


def test_a_sheet_begun_twice_by_one_sending_is_begun_once(territory: Any, author: Any) -> None:
    key = uuid.uuid4()
    sent = {"programme": territory.programme, "territory": territory, "user": author, "key": key}
    first, again = start_practice(content=CONTENT, **sent), start_practice(content=CONTENT, **sent)
    assert first.revision == again.revision
    assert Practice.objects.get().slug == "le-petit-dejeuner-du-jeudi"


def test_one_writes_for_one_s_own_territory(territory: Any, other_territory: Any, author: Any) -> None:
    with pytest.raises(ValidationError, match="un de vos territoires"):
        start_practice(
            programme=territory.programme,
            territory=other_territory,
            user=author,
            content=CONTENT,
            key=uuid.uuid4(),
        )


def test_every_version_is_kept_and_a_part_leaves_the_others(sheet: Practice, author: Any) -> None:
    made = _write(sheet, author, 1, money="Trois cents euros par an.")
    assert made.revision.number == 2
    assert made.revision.content == {**CONTENT, "money": "Trois cents euros par an."}
    assert _write(sheet, author, 2, money="Trois cents euros par an.").revision.number == 2, "nothing changed"
    assert Revision.objects.get(practice=sheet, number=1).content == CONTENT


def test_two_people_do_not_write_over_each_other(sheet: Practice, author: Any) -> None:
    _write(sheet, author, 1, money="Trois cents euros.")
    with pytest.raises(ValidationError, match="pendant que vous écriviez"):
        _write(sheet, author, 1, money="Rien.")


@pytest.mark.parametrize("key", ["course", "results", "quotes", "contact", "title"])
def test_what_speaks_of_a_child_is_refused_and_the_rest_is_kept(
    sheet: Practice, author: Any, key: str
) -> None:
    made = _write(sheet, author, 1, **{key: CHILD, "time": "Deux heures."})
    assert set(made.refused) == {key}
    assert made.revision.content["time"] == "Deux heures."
    assert not any("Kevin" in str(each.content) for each in Revision.objects.all())


@pytest.mark.parametrize(
    ("contact", "refused"),
    [
        ("Le club de prévention du Val-d’Ambre", False),
        ("La direction de l’école des Alisiers", False),
        ("Camille Durand, à la mairie", True),
        ("camille.durand@exemple.fr", True),
        ("06 12 34 56 78", True),
    ],
)
def test_one_writes_to_a_function_never_to_a_person(
    other_territory: Any, peer: Any, contact: str, refused: bool
) -> None:
    made = start_practice(
        programme=other_territory.programme,
        territory=other_territory,
        user=peer,
        content={"contact": contact},
        key=uuid.uuid4(),
    )
    assert ("contact" in made.refused) is refused


def test_what_is_not_in_a_list_or_too_long_is_refused(sheet: Practice, author: Any) -> None:
    made = _write(sheet, author, 1, themes=["NOTHING"], evidence="BELIEVED", title="a" * 161, unknown="x")
    assert set(made.refused) == {"themes", "evidence", "title"}
    assert made.revision.number == 1


def test_an_unfinished_sheet_is_not_proposed(territory: Any, author: Any) -> None:
    made = start_practice(
        programme=territory.programme,
        territory=territory,
        user=author,
        content={"title": "Un titre"},
        key=uuid.uuid4(),
    )
    with pytest.raises(ValidationError, match="Il manque encore"):
        propose_practice(practice=made.revision.practice)


def test_a_peer_is_of_another_territory_and_does_not_write_it(
    proposed: Practice, author: Any, peer: Any, make_user: Any
) -> None:
    for user in (author, make_user("pilot")):
        with pytest.raises(ValidationError, match="autre territoire"):
            read_as_peer(practice=proposed, user=user, seen=1, **KIND)
    made = read_as_peer(practice=proposed, user=peer, seen=1, **KIND)
    assert made.is_ready
    assert made.territory is not None
    assert made.territory.name == "Val-d’Ambre"
    with pytest.raises(ValidationError):
        read_as_peer(practice=proposed, user=peer, seen=1, **{**KIND, "likes": CHILD})


def test_a_peer_answers_on_what_they_read(proposed: Practice, author: Any, peer: Any) -> None:
    _write(proposed, author, 1, time="Deux heures.")
    with pytest.raises(ValidationError, match="a changé depuis"):
        read_as_peer(practice=proposed, user=peer, seen=1, **KIND)


def test_only_the_version_that_was_read_is_published(proposed: Practice, author: Any, peer: Any) -> None:
    with pytest.raises(ValidationError, match="après avoir été lue"):
        publish_practice(practice=proposed, depth="SPOTTED")
    read_as_peer(practice=proposed, user=peer, seen=1, **KIND)
    _write(proposed, author, 1, time="Deux heures.")
    with pytest.raises(ValidationError, match="telle qu’elle est"):
        publish_practice(practice=proposed, depth="SPOTTED")
    read_as_peer(practice=proposed, user=peer, seen=2, **KIND)
    done = publish_practice(practice=proposed, depth="ASSESSED")
    assert done.published == latest_of(proposed)
    assert list(answering(Asked())) == [done]


def test_somebody_who_is_recognised_stops_the_publication(proposed: Practice, peer: Any) -> None:
    read_as_peer(practice=proposed, user=peer, seen=1, **{**KIND, "names_nobody": False})
    with pytest.raises(ValidationError, match="reconnaissable"):
        publish_practice(practice=proposed, depth="SPOTTED")


def test_the_guard_reads_again_before_the_public_does(proposed: Practice, peer: Any) -> None:
    """A version that came by another door, or before a rule existed."""
    Revision.objects.filter(practice=proposed).update(content={**CONTENT, "results": CHILD})
    read_as_peer(practice=proposed, user=peer, seen=1, **KIND)
    with pytest.raises(ValidationError, match="parle peut-être d’un enfant"):
        publish_practice(practice=proposed, depth="SPOTTED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=proposed.pk).update(state=PracticeState.PUBLISHED)


def test_the_public_keeps_the_version_that_was_read(public_sheet: Practice, author: Any) -> None:
    _write(public_sheet, author, 1, title="Un autre titre")
    public_sheet.refresh_from_db()
    assert public_sheet.published is not None
    assert public_sheet.published.title == CONTENT["title"]


def test_sheets_are_found_by_what_was_ticked(public_sheet: Practice) -> None:
    assert list(answering(Asked.of({"themes": "PARENTING", "bands": "3-6"}))) == [public_sheet]
    assert not answering(Asked.of({"themes": "PARENTING", "bands": "18-25"}))
    assert list(answering(Asked.of({"themes": "NOTHING"}))) == [public_sheet], "an unknown code asks nothing"


def test_a_sheet_inspires_with_a_reason_and_goes_with_one(public_sheet: Practice) -> None:
    assert inspire(practice=public_sheet, why="Les parents y décident.").is_inspiring
    assert not inspire(practice=public_sheet, why=" ").is_inspiring
    withdraw_practice(practice=public_sheet, why="L’école a changé ses horaires.")
    assert not published()
    assert not Facet.objects.exists()
    assert PeerReading.objects.exists()
    with pytest.raises(ValidationError, match="publiée avant"):
        inspire(practice=public_sheet, why="Si.")
    assert restore_practice(practice=public_sheet).state == PracticeState.DRAFT


def test_one_writes_with_members_of_the_club(sheet: Practice, peer: Any) -> None:
    add_author(practice=sheet, email=peer.email.upper())
    with pytest.raises(ValidationError, match="écrit déjà"):
        add_author(practice=sheet, email=peer.email)
    with pytest.raises(ValidationError, match="membre du Club"):
        add_author(practice=sheet, email="inconnue@exemple.fr")
