"""Sheets typed back: what was ticked on paper is what is kept, one in ten is typed twice, a person settles."""

from __future__ import annotations

import random
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.models import Answer, Entry, Mode, Participation, Sheet, Wave
from maillage.surveys.paper import numbers
from maillage.surveys.paper.layout import Paper
from maillage.surveys.queries import paper as reading
from maillage.surveys.services import paper
from maillage.surveys.services import sheets as sending
from tests.surveys.test_paper import wave

__all__ = ["wave"]  # the same wave as the one that is printed


def filled(layout: Paper, seed: int) -> dict[str, str]:
    """What somebody ticked on a sheet: the keys printed beside the boxes, drawn at random."""
    draw = random.Random(seed)
    typed: dict[str, str] = {}
    for part in layout.parts:
        if part.shape == "grid":
            typed |= {
                row.field: draw.choice(["", "", "x", "0", "1", "2", "3", "4", "9"]) for row in part.rows
            }
            typed[part.names[0]] = draw.choice(["", "Ludothèque du Parc"])
        else:
            leave = {"unknown", "silent", "none"}
            letters = [box.key for box in part.boxes if box.value not in leave]
            typed[part.question.key] = "".join(
                draw.sample(letters, draw.randint(0, 3 if part.several else 1))
            )
    return typed


def number_at(wave: Wave, place: int) -> str:
    return numbers.number_of(wave.roster.order_by("pk")[place])


def layout_of(wave: Wave, number: str) -> Paper:
    found = reading.paper_for(wave, number)
    assert found
    return found[1]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_ticked_is_what_is_kept(wave: Wave, seed: int) -> None:
    for number in (number_at(wave, seed), numbers.new_numbers(wave, 1)[0]):
        layout = layout_of(wave, number)
        typed = dict.fromkeys(layout.fields, "") | filled(layout, seed)
        sheet = paper.enter_sheet(wave=wave, number=number, typed=typed)
        back = layout.typed(sending.values_of(sheet))
        assert back == {
            key: "".join(sorted(t)) if key in {"obstacles", "places", "difficult", "part"} else t
            for key, t in typed.items()
        }
        assert (sheet.mode, bool(sheet.submitted_at), sheet.path) == (Mode.PAPER, True, "short")


def test_the_same_answers_on_paper_and_on_a_phone_are_the_same(wave: Wave) -> None:
    number = number_at(wave, 0)
    other = [str(pk) for pk in wave.roster.order_by("pk").values_list("actor_id", flat=True)]
    typed = {
        f"partners-{other[1]}": "3",
        f"partners-{other[2]}": "9",
        f"partners-{other[3]}": "x",
        "obstacles": "ba",
    }
    paper.enter_sheet(wave=wave, number=number, typed=typed)
    kept = {each.question: each.value for each in Answer.objects.all()}
    assert kept == {
        "partners": {"picked": other[1:4], "proposed": []},
        "level": {"ties": {other[1]: 3}, "not_concerned": [other[2]]},
        "obstacles": {"obstacles": ["TIME", "TURNOVER"]},
    }
    assert Participation.objects.get(sheet__mode=Mode.PAPER).answered


def test_a_blank_sheet_is_kept_and_counts_as_answered(wave: Wave) -> None:
    sheet = paper.enter_sheet(wave=wave, number=number_at(wave, 0), typed={})
    assert sheet.submitted_at
    assert not Answer.objects.exists()


def test_typed_again_the_same_nothing_changes_and_otherwise_it_is_refused(wave: Wave) -> None:
    number = numbers.new_numbers(wave, 1)[0]
    first = paper.enter_sheet(wave=wave, number=number, typed={"welcome": "a"})
    assert paper.enter_sheet(wave=wave, number=number, typed={"welcome": "A "}) == first
    with pytest.raises(ValidationError):
        paper.enter_sheet(wave=wave, number=number, typed={"welcome": "b"})
    assert Sheet.objects.count() == 1


def test_paper_never_covers_what_was_sent_from_a_phone(wave: Wave) -> None:
    participation = wave.roster.order_by("pk")[0]
    sheet = sending.start_sheet(wave=wave, participation=participation)
    sending.send_sheet(sheet=sheet)
    before = list(Entry.objects.values())
    with pytest.raises(ValidationError):
        paper.enter_sheet(wave=wave, number=number_at(wave, 0), typed={"obstacles": "a"})
    sheet.refresh_from_db()
    assert (sheet.mode, list(Entry.objects.values())) == (Mode.ALONE, before)


def test_paper_that_comes_after_the_closing_is_kept_aside(wave: Wave) -> None:
    Wave.objects.filter(pk=wave.pk).update(
        opened_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=2)
    )
    sheet = paper.enter_sheet(wave=wave, number=number_at(wave, 0), typed={"obstacles": "a"})
    assert sheet.aside
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"), [({"obstacles": "z"}, "obstacles"), ({"obstacles": "abcd"}, "obstacles")]
)
def test_a_slip_is_told_beside_its_field(wave: Wave, typed: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        paper.enter_sheet(wave=wave, number=number_at(wave, 0), typed=typed)
    assert list(refusal.value.message_dict) == [field]
    assert not Sheet.objects.exists()


def test_two_boxes_where_one_is_asked_are_refused(wave: Wave) -> None:
    with pytest.raises(ValidationError, match="Une seule case"):
        paper.enter_sheet(wave=wave, number=numbers.new_numbers(wave, 1)[0], typed={"welcome": "ab"})


def test_the_second_entry_waits_for_a_person_who_settles(wave: Wave) -> None:
    number = number_at(wave, 0)
    row = next(each for each in layout_of(wave, number).fields)
    sheet = paper.enter_sheet(wave=wave, number=number, typed={row: "2", "obstacles": "a"})
    check = paper.enter_again(wave=wave, number=number, typed={row: "3", "obstacles": "b"})
    assert {each.field for each in check.differences} == {row, "obstacles"}
    assert Answer.objects.get(question="obstacles").value["obstacles"] == ["TIME"]
    assert reading.entered(wave).to_settle == [number]
    with pytest.raises(ValidationError):
        paper.settle(wave=wave, number=number, second={row}, seen={row})
    sent = Sheet.objects.get().submitted_at
    for _ in range(2):
        paper.settle(wave=wave, number=number, second={row}, seen={row, "obstacles"})
    assert list(Answer.objects.get(question="level").value["ties"].values()) == [3]
    assert Answer.objects.get(question="obstacles").value["obstacles"] == ["TIME"]
    state = reading.entered(wave)
    assert (state.to_settle, state.to_repeat, state.checked, state.differences) == ([], [], 1, 2)
    assert state.fields == len(layout_of(wave, number).coded)
    sheet.refresh_from_db()
    assert sheet.submitted_at == sent


def test_two_entries_that_agree_are_checked_at_once(wave: Wave) -> None:
    number = numbers.new_numbers(wave, 1)[0]
    paper.enter_sheet(wave=wave, number=number, typed={"welcome": "c"})
    assert reading.entered(wave).to_repeat == [number]
    for _ in range(2):
        assert not paper.enter_again(wave=wave, number=number, typed={"welcome": "c"}).differences
    state = reading.entered(wave)
    assert (state.checked, state.differences, state.to_repeat, state.to_settle) == (1, 0, [], [])


def test_what_was_typed_twice_is_erased_when_the_answers_are_taken_back(wave: Wave) -> None:
    number = number_at(wave, 0)
    sheet = paper.enter_sheet(wave=wave, number=number, typed={"obstacles": "a"})
    paper.enter_again(wave=wave, number=number, typed={"obstacles": "b"})
    sending.withdraw_sheet(sheet=sheet, receipt=tokens.receipt_of(sheet.public_id))
    assert not Entry.objects.exists()
    assert reading.entered(wave).sheets == 0
    with pytest.raises(ValidationError):
        paper.enter_sheet(wave=wave, number=number, typed={"obstacles": "a"})


def test_the_state_of_the_typing_takes_the_same_queries(wave: Wave, django_assert_num_queries: Any) -> None:
    for count in (1, 8):
        for number in numbers.new_numbers(wave, count):
            paper.enter_sheet(wave=wave, number=number, typed={"welcome": "c"})
        with django_assert_num_queries(3):
            reading.entered(wave)


def test_an_included_sheet_stays_included_when_it_is_settled(wave: Wave) -> None:
    Wave.objects.filter(pk=wave.pk).update(
        opened_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=2)
    )
    number = number_at(wave, 0)
    sheet = paper.enter_sheet(wave=wave, number=number, typed={"obstacles": "a"})
    sending.include_sheet(sheet=sheet)
    paper.enter_again(wave=wave, number=number, typed={"obstacles": "b"})
    paper.settle(wave=wave, number=number, second={"obstacles"}, seen={"obstacles"})
    assert Answer.objects.get(question="obstacles").value["obstacles"] == ["TURNOVER"]


def test_the_walk_of_a_sheet_from_its_number_to_the_next(wave: Wave, client_as: Any) -> None:
    client, root = (
        client_as("pilot"),
        f"/territoires/{wave.territory.slug}/vagues/{wave.number}/papier/saisie/",
    )
    number = number_at(wave, 0)
    refused = client.post(root, {"number": "A1-0000-0"})
    assert refused.status_code == 422
    assert 'value="A1-0000-0"' in refused.content.decode()  # to be corrected, not typed again
    page = client.post(root, {"number": numbers.printed(number).lower()})
    assert page["Location"] == f"{root}{number}/"
    typed = {"obstacles": "a"}
    read = client.post(page["Location"], typed | {"action": "check"}).content.decode()
    assert "Le manque de temps" in read
    assert read.count(" data-childtext") == 3  # one is warned while typing the names of organisations
    assert "childtext.js" in read
    assert not Sheet.objects.exists()
    assert client.post(page["Location"], typed | {"action": "save"})["Location"] == root
    assert Sheet.objects.get().mode == Mode.PAPER
    html = client.get(root).content.decode()
    assert f"{root}{number}/encore/" in html
    blind = client.get(f"{root}{number}/encore/").content.decode()
    assert set(re.findall(r'name="(?:partners|obstacles)[^"]*" value="([^"]*)"', blind)) == {""}
    again = client.post(f"{root}{number}/encore/", {"obstacles": "b", "action": "save"})
    assert again["Location"] == f"{root}{number}/ecarts/"
    assert client.post(again["Location"]).status_code == 422
    assert client.post(again["Location"], {"obstacles": "2"})["Location"] == root
    assert "1\u00a0champ sur" in client.get(root).content.decode().replace("\u202f", "\u00a0")
    assert client_as("club").get(root).status_code == 404


def test_a_wave_not_open_takes_no_sheet(wave: Wave) -> None:
    number = number_at(wave, 0)
    Wave.objects.filter(pk=wave.pk).update(opened_at=None)
    with pytest.raises(ValidationError):
        paper.enter_sheet(wave=wave, number=number, typed={})
    assert not Sheet.objects.exists()


def test_words_are_guarded_where_they_are_typed_and_never_typed_twice(wave: Wave) -> None:
    number = number_at(wave, 0)
    said = "Le petit Kevin Martin a 8 ans et sa mère ne vient plus"
    typed = {"partners-new-0": said, "obstacles": "a"}
    for _ in range(2):
        paper.enter_sheet(wave=wave, number=number, typed=typed)
    paper.enter_again(wave=wave, number=number, typed=typed | {"obstacles": "b"})
    paper.settle(wave=wave, number=number, second={"obstacles"}, seen={"obstacles"})
    assert "Kevin" not in str(list(Entry.objects.values())) + str(list(Answer.objects.values()))


def test_what_came_back_after_a_false_alarm_survives_the_settling(wave: Wave) -> None:
    number = number_at(wave, 0)
    sheet = paper.enter_sheet(wave=wave, number=number, typed={"obstacles": "a"})
    row = layout_of(wave, number).coded[0]
    value = {"picked": [], "proposed": [{"name": "Ludothèque du Parc", "sector": ""}]}
    Entry.objects.create(
        sheet=sheet, question="partners", revision=9, value=value, key=uuid.uuid4(), saved_at=timezone.now()
    )
    paper.enter_again(wave=wave, number=number, typed={row: "2", "obstacles": "a"})
    paper.settle(wave=wave, number=number, second={row}, seen={row})
    kept = Answer.objects.get(question="partners").value
    assert [each["name"] for each in kept["proposed"]] == ["Ludothèque du Parc"]
    assert len(kept["picked"]) == 1
