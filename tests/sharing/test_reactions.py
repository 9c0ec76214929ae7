"""Comments and contests from a reader's own link: a contest freezes its item until the pilots have answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.core.models import Mail
from maillage.diagnosis.blocks import Disagreement, Withheld
from maillage.sharing.freezing import section_of
from maillage.sharing.models import Reaction, SharedDiagnosis
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import as_agreed, is_contested, items_of
from maillage.sharing.queries.restitution import reactions_of
from maillage.sharing.services import restitution_preview as preview
from maillage.sharing.services.restitution_reactions import answer_contest, react
from tests.sharing import restitution as play

CHILD = "Le petit Kylian, 8 ans, est frappé par son père."


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    return play.make_shared(territory, size=3)


def page(reader: Any, *more: str) -> str:
    link = preview.link_of(reader)
    return link[link.index("/relecture/") :] + "".join(f"{each}/" for each in more)


def published(shared: SharedDiagnosis, section: str) -> list[Any]:
    sections = as_agreed(sections_of(shared), reactions_of(shared))
    return [block for each in sections if each.key == section for block in each.blocks]


def test_a_contest_freezes_its_item_and_its_answer_comes_back_on_the_link(
    shared: SharedDiagnosis, client: Client, make_user: Any
) -> None:
    reader, other, _ = play.open_preview(shared)
    item = play.items(shared)[0]
    client.post(page(reader, "passage", item.key), {"kind": "CONTEST", "text": "Ce chiffre est faux."})
    row = Reaction.objects.get()
    held = published(shared, item.section)
    assert any(isinstance(each, Withheld) and "en discussion" in each.reason for each in held)
    assert item.block not in held
    assert is_contested(sections_of(shared), reactions_of(shared), play.items(shared)[0].block) is False
    for each in (reader, other):
        assert "Contesté, en discussion" in client.get(page(each)).content.decode()
    answer_contest(reaction=row, outcome="CORRECTED", answer="Merci, c’est refait.", user=make_user("pilot"))
    assert "Merci, c’est refait." in client.get(page(reader)).content.decode()
    assert "Merci, c’est refait." not in client.get(page(other)).content.decode()
    assert Mail.objects.filter(kind="preview_answer").count() == 1
    assert item.block in published(shared, item.section)


def test_a_contested_block_is_known_to_be_frozen(shared: SharedDiagnosis) -> None:
    reader, *_ = play.open_preview(shared)
    item = play.items(shared)[0]
    react(reader=reader, item=item, kind="CONTEST", text="Faux.")
    sections = sections_of(shared)
    blocks = [each.block for section in sections for each in items_of(section)]
    frozen = [is_contested(sections, reactions_of(shared), each) for each in blocks]
    assert frozen == [True] + [False] * (len(blocks) - 1)


def test_the_two_other_answers(shared: SharedDiagnosis) -> None:
    one, two, _ = play.open_preview(shared)
    first, second = play.items(shared)[:2]
    kept = react(reader=one, item=first, kind="CONTEST", text="Ce n’est pas notre métier.")
    gone = react(reader=two, item=second, kind="CONTEST", text="À retirer.")
    answer_contest(reaction=kept, outcome="KEPT", answer="Les réponses le disent.", user=None)
    answer_contest(reaction=gone, outcome="REMOVED", answer="C’est retiré.", user=None)
    blocks = [
        each for section in as_agreed(sections_of(shared), reactions_of(shared)) for each in section.blocks
    ]
    written = next(each for each in blocks if isinstance(each, Disagreement))
    assert written.positions == (
        (one.actor.name, "Ce n’est pas notre métier."),
        ("Les pilotes", "Les réponses le disent."),
    )
    assert first.block in blocks
    assert second.block not in blocks


def test_contesting_twice_is_kept_once_and_answering_twice_refused(shared: SharedDiagnosis) -> None:
    one, two, _ = play.open_preview(shared)
    item = play.items(shared)[0]
    first = react(reader=one, item=item, kind="CONTEST", text="Faux.")
    assert react(reader=one, item=item, kind="CONTEST", text="Faux.") == first
    with pytest.raises(ValidationError, match="contestez déjà"):
        react(reader=one, item=item, kind="CONTEST", text="Encore.")
    second = react(reader=two, item=item, kind="CONTEST", text="Nous aussi.")
    answer_contest(reaction=first, outcome="CORRECTED", answer="Fait.", user=None)
    with pytest.raises(ValidationError, match="déjà répondu"):
        answer_contest(reaction=first, outcome="REMOVED", answer="Autre.", user=None)
    assert item.block not in published(shared, item.section), "the other contest still freezes it"
    answer_contest(reaction=second, outcome="CORRECTED", answer="Fait.", user=None)
    assert item.block in published(shared, item.section)
    assert react(reader=one, item=item, kind="CONTEST", text="Toujours faux.").is_open


def test_an_item_that_cannot_be_found_holds_its_section_back(shared: SharedDiagnosis) -> None:
    reader, *_ = play.open_preview(shared)
    item = play.items(shared)[0]
    row = react(reader=reader, item=item, kind="CONTEST", text="Faux.")
    Reaction.objects.filter(pk=row.pk).update(item="disparu")
    (only,) = published(shared, item.section)
    assert isinstance(only, Withheld)


def test_words_that_may_name_a_child_are_held_but_the_contest_counts(
    shared: SharedDiagnosis, client: Client, make_user: Any
) -> None:
    from maillage.programmes.held_texts.services import decide
    from maillage.programmes.models import HeldText

    reader, *_ = play.open_preview(shared)
    item = play.items(shared)[0]
    client.post(page(reader, "passage", item.key), {"kind": "CONTEST", "text": CHILD})
    row = Reaction.objects.get()
    assert row.is_open
    assert row.text == ""
    assert "Kylian" not in client.get(page(reader)).content.decode()
    assert item.block not in published(shared, item.section)
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state="FALSE_ALARM")
    row.refresh_from_db()
    assert row.text == CHILD


def test_comments_end_with_the_preview_contests_do_not(shared: SharedDiagnosis) -> None:
    reader, *_ = play.to_validation(shared)
    item = play.items(shared)[0]
    with pytest.raises(ValidationError, match="n’est plus ouverte"):
        react(reader=reader, item=item, kind="COMMENT", text="Bien vu.")
    assert react(reader=reader, item=item, kind="CONTEST", text="Faux.").is_open


def test_a_comment_asks_for_no_decision(shared: SharedDiagnosis) -> None:
    reader, *_ = play.open_preview(shared)
    row = react(reader=reader, item=play.items(shared)[0], kind="COMMENT", text="Bien vu.")
    with pytest.raises(ValidationError, match="pas de décision"):
        answer_contest(reaction=row, outcome="KEPT", answer="Merci.", user=None)


def test_figures_computed_again_stay_the_same_item(shared: SharedDiagnosis) -> None:
    before = {each.key: each for each in play.items(shared)}
    shared.diagnosis.snapshot["nodes"][0]["answered"] = False
    shared.diagnosis.save()
    after = {each.key for each in play.items(shared)}
    assert len(after & set(before)) >= len(before) - 1


def test_naming_is_asked_and_silence_is_no(shared: SharedDiagnosis, client: Client) -> None:
    reader, *_ = play.open_preview(shared)
    assert reader.naming is None
    client.post(page(reader, "nommer"), {"agrees": "yes"})
    reader.refresh_from_db()
    assert reader.naming is True
    client.post(page(reader, "nommer"), {"agrees": "no"})
    reader.refresh_from_db()
    assert reader.naming is False


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_are_read_in_the_same_queries_whatever_is_said(
    territory: Any, other_territory: Any, client_as: Any
) -> None:
    """The document and the desk, with three contests and with six."""
    asked = []
    for place, size in ((territory, 3), (other_territory, 6)):
        made = play.make_shared(place, size=size)
        readers = play.open_preview(made)
        for each in readers:
            react(reader=each, item=play.items(made)[0], kind="CONTEST", text="Faux.")
        desk = reverse("restitution:desk", args=[place.slug, made.pk])
        asked.append((_asked(Client(), page(readers[0])), _asked(client_as("pilot", on=place), desk)))
    assert asked[0] == asked[1]
    assert asked[0][0] <= 10
    assert asked[0][1] <= 20


def test_what_the_summary_takes_up_again_is_frozen_with_it(shared: SharedDiagnosis) -> None:
    reader, *_ = play.open_preview(shared)
    item = play.items(shared)[-1]
    react(reader=reader, item=item, kind="CONTEST", text="Faux.")
    sections = [section_of("summary", "L’essentiel", "SUMMARY", (item.block,)), *sections_of(shared)]
    agreed = as_agreed(sections, reactions_of(shared))
    assert not any(block == item.block for section in agreed for block in section.blocks)
