"""A sheet from its first screen to its receipt: what was acknowledged is kept, once, whatever happens."""

from __future__ import annotations

import operator
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.surveys import tokens
from maillage.surveys.models import Answer, Entry, Participation, Sheet, Wave
from maillage.surveys.queries.sheets import page_for
from maillage.surveys.services import collecting, create_wave, import_ties
from maillage.surveys.services import sheets as services
from maillage.territories.models import Actor, ActorStatus


@pytest.fixture
def wave(territory: Any) -> Wave:
    """An open wave of four actors."""
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(4)
    ]
    today = timezone.localdate()
    made = create_wave(territory=territory, label="Automne", opened_on=today, roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=["ar"], closes_at=closes)
    return collecting.open_wave(wave=made)


@pytest.fixture
def participation(wave: Wave) -> Participation:
    return wave.roster.order_by("pk")[0]


@pytest.fixture
def sheet(wave: Wave, participation: Participation) -> Sheet:
    return services.start_sheet(wave=wave, participation=participation)


def others(wave: Wave) -> list[str]:
    return [str(each.actor_id) for each in wave.roster.order_by("pk")[1:]]


def fill(sheet: Sheet, wave: Wave) -> None:
    one, two, _ = others(wave)
    services.save_entry(
        sheet=sheet, question="partners", value={"picked": [one, two], "proposed": []}, key=uuid.uuid4()
    )
    services.save_entry(sheet=sheet, question=level_key(), value={"ties": {one: 3, two: 0}}, key=uuid.uuid4())


def level_key() -> str:
    from maillage.surveys.questionnaires import questionnaires

    return next(q.key for q in questionnaires()["cooperation"].questions if q.kind == "cooperation")


def test_no_file_takes_the_place_of_answers_with_a_receipt(
    wave: Wave, sheet: Sheet, client_as: Callable[..., Client]
) -> None:
    """Ties of another tool replace those of a wave: never those that people gave here, and were told are kept."""
    fill(sheet, wave)
    services.send_sheet(sheet=sheet)
    kept = list(Answer.objects.order_by("pk").values())
    assert kept
    with pytest.raises(ValidationError, match="recueillies ici"):
        import_ties(wave=wave, ties=[], answered=[])
    pilot, page = client_as("pilot"), reverse("surveys:import", args=[wave.territory.slug, wave.number])
    assert page not in pilot.get(page.removesuffix("importer/")).content.decode()
    content = f"source;cible;niveau\n{wave.roster.all()[1].actor.name};{wave.roster.all()[2].actor.name};2\n"
    file = SimpleUploadedFile("liens.csv", content.encode())
    posted = {"file": file, "answered": "SOURCES", "levels": "KEEP"}
    for answer in (pilot.get(page), pilot.post(page, posted)):
        assert "ne peut pas les remplacer" in answer.content.decode()
        assert '<form method="post" enctype' not in answer.content.decode()
    assert list(Answer.objects.order_by("pk").values()) == kept
    assert Participation.objects.get(pk=sheet.participation_id).answered


def test_a_wave_opens_only_when_nothing_is_missing(territory: Any) -> None:
    actor = Actor.objects.create(territory=territory, name="Seule", sector="NGO")
    wave = create_wave(territory=territory, label="Vide", opened_on=timezone.localdate(), roster=[actor])
    assert collecting.missing_before_opening(wave) == ["Choisissez un questionnaire."]
    wave = collecting.prepare_wave(wave=wave, questionnaire="cooperation")
    with pytest.raises(ValidationError) as refusal:
        collecting.open_wave(wave=wave)
    assert len(refusal.value.messages) == 3  # one actor, not validated, no closing
    wave.refresh_from_db()
    assert wave.opened_at is None


def test_an_open_wave_keeps_its_questions(wave: Wave) -> None:
    assert wave.notice_version
    assert wave.languages == ["fr", "ar"]
    with pytest.raises(ValidationError, match="ouverte"):
        collecting.prepare_wave(wave=wave, questionnaire="cooperation")


def test_an_actor_has_one_sheet_whoever_holds_its_link(wave: Wave, participation: Participation) -> None:
    first = services.start_sheet(wave=wave, participation=participation)
    assert services.start_sheet(wave=wave, participation=participation, mode="ASSISTED") == first
    assert services.start_sheet(wave=wave, questionnaire="habitants") != services.start_sheet(
        wave=wave, questionnaire="habitants"
    )


def test_the_same_save_sent_twice_is_kept_once(sheet: Sheet) -> None:
    key = uuid.uuid4()
    one = services.save_entry(sheet=sheet, question="q", value={"a": 1}, key=key)
    two = services.save_entry(sheet=sheet, question="q", value={"a": 1}, key=key)
    assert (one.entry, two.replayed, Entry.objects.count()) == (two.entry, True, 1)


def test_two_devices_that_cross_lose_nothing_and_are_told(sheet: Sheet) -> None:
    first = services.save_entry(sheet=sheet, question="q", value={"a": 1}, key=uuid.uuid4(), device="phone")
    second = services.save_entry(
        sheet=sheet, question="q", value={"a": 2}, key=uuid.uuid4(), device="desk", seen=0
    )
    third = services.save_entry(
        sheet=sheet, question="q", value={"a": 3}, key=uuid.uuid4(), device="desk", seen=second.entry.revision
    )
    assert first.other is None
    assert second.other == {"a": 1}
    assert third.other is None
    assert services.values_of(sheet) == {"q": {"a": 3}}
    assert [each.value["a"] for each in sheet.entries.all()] == [1, 2, 3]


def test_who_is_overtaken_adds_to_what_the_other_has_just_saved(sheet: Sheet) -> None:
    """Between reading the log and writing to it, another device saves the same question."""

    def first_the_other(old: dict[str, int], new: dict[str, int]) -> dict[str, int]:
        if sheet.entries.count() == 1:
            services.save_entry(
                sheet=sheet, question="q", value={"b": 2}, key=uuid.uuid4(), device="desk", merge=operator.or_
            )
        return old | new

    services.save_entry(sheet=sheet, question="q", value={"a": 1}, key=uuid.uuid4(), device="phone")
    saved = services.save_entry(
        sheet=sheet,
        question="q",
        value={"c": 3},
        key=uuid.uuid4(),
        device="phone",
        seen=1,
        merge=first_the_other,
    )
    assert services.values_of(sheet) == {"q": {"a": 1, "b": 2, "c": 3}}
    assert (saved.entry.revision, saved.other) == (3, {"a": 1, "b": 2})


def test_a_sheet_sent_while_a_screen_is_saved_refuses_it(sheet: Sheet) -> None:
    def first_the_sending(old: dict[str, int], new: dict[str, int]) -> dict[str, int]:
        services.send_sheet(sheet=sheet)
        return new

    services.save_entry(sheet=sheet, question="q", value={"a": 1}, key=uuid.uuid4())
    with pytest.raises(ValidationError, match="déjà envoyée"):
        services.save_entry(
            sheet=sheet, question="q", value={"a": 2}, key=uuid.uuid4(), merge=first_the_sending
        )
    assert services.values_of(sheet) == {"q": {"a": 1}}


def test_a_key_belongs_to_one_sheet(wave: Wave, sheet: Sheet) -> None:
    key = uuid.uuid4()
    services.save_entry(sheet=sheet, question="q", value={}, key=key)
    other = services.start_sheet(wave=wave, questionnaire="habitants")
    with pytest.raises(ValidationError, match="une autre feuille"):
        services.save_entry(sheet=other, question="q", value={}, key=key)
    assert not other.entries.exists()


saves = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 5), st.sampled_from(["p", "d"])),
    max_size=25,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves)
@pytest.mark.django_db
def test_whatever_the_order_every_acknowledged_save_is_stored_once(wave: Wave, history: list[Any]) -> None:
    """The history of trust.md §3.3: acknowledged ⊆ stored, and no duplicate. Keys may come again, late or twice."""
    sheet = services.start_sheet(wave=wave, questionnaire="habitants")
    keys = [uuid.uuid4() for _ in range(6)]
    acknowledged: dict[uuid.UUID, tuple[str, int]] = {}
    for question, value, which, device in history:
        saved = services.save_entry(
            sheet=sheet, question=question, value={"v": value}, key=keys[which], device=device
        )
        if not saved.replayed:
            acknowledged[keys[which]] = (question, value)
    stored = {entry.key: (entry.question, entry.value["v"]) for entry in sheet.entries.all()}
    assert stored == acknowledged
    last = dict(acknowledged.values())
    assert {question: value["v"] for question, value in services.values_of(sheet).items()} == last


def test_a_sheet_sent_is_counted_once_and_gives_one_receipt(sheet: Sheet, wave: Wave) -> None:
    fill(sheet, wave)
    receipt = services.send_sheet(sheet=sheet)
    assert services.send_sheet(sheet=sheet) == receipt
    assert tokens.read_code(receipt) == receipt
    answers = Answer.objects.filter(participation=sheet.participation)
    assert {(each.question, each.kind) for each in answers} == {
        ("partners", "roster"),
        (level_key(), "cooperation"),
    }
    assert wave.roster.filter(answered=True).count() == 1
    with pytest.raises(ValidationError, match="déjà envoyée"):
        services.save_entry(sheet=sheet, question="q", value={}, key=uuid.uuid4())


@pytest.mark.parametrize(
    ("begun", "sent", "late", "aside"),
    [
        (-5, -1, False, False),
        (-5, 0, False, False),
        (-5, 23, True, False),
        (-5, 25, True, True),
        (1, 2, True, True),
    ],
)
def test_the_rule_of_closing(
    sheet: Sheet, wave: Wave, begun: int, sent: int, late: bool, aside: bool
) -> None:
    """Hours from the closing: begun before, one has a day more; what comes later is kept aside, never lost."""
    fill(sheet, wave)
    closes = wave.closes_at
    Sheet.objects.filter(pk=sheet.pk).update(started_at=closes + timedelta(hours=begun))
    receipt = services.send_sheet(sheet=sheet, at=closes + timedelta(hours=sent))
    sheet.refresh_from_db()
    assert receipt
    assert (sheet.late, sheet.aside) == (late, aside)
    assert Answer.objects.exists() is not aside
    assert services.values_of(sheet)
    if aside:
        services.include_sheet(sheet=sheet)
        assert Answer.objects.exists()


def test_correcting_needs_the_receipt_and_replaces(sheet: Sheet, wave: Wave) -> None:
    fill(sheet, wave)
    receipt = services.send_sheet(sheet=sheet)
    with pytest.raises(ValidationError, match="reçu"):
        services.reopen_sheet(sheet=sheet, receipt="0000000000-0")
    services.reopen_sheet(sheet=sheet, receipt=tokens.printed(receipt).lower())
    assert Answer.objects.exists()  # what was sent counts until it is replaced
    one = others(wave)[0]
    services.save_entry(sheet=sheet, question=level_key(), value={"ties": {one: 1}}, key=uuid.uuid4(), seen=1)
    assert services.send_sheet(sheet=sheet) == receipt
    assert Answer.objects.get(kind="cooperation").value == {"ties": {one: 1}}


def test_withdrawing_erases_everything(sheet: Sheet, wave: Wave) -> None:
    fill(sheet, wave)
    receipt = services.send_sheet(sheet=sheet)
    services.withdraw_sheet(sheet=sheet, receipt=receipt)
    assert not Answer.objects.exists()
    assert not Entry.objects.exists()
    assert not wave.roster.filter(answered=True).exists()


def test_a_new_invitation_stops_the_former_and_keeps_the_sheet(
    sheet: Sheet, participation: Participation
) -> None:
    first = collecting.invite(participation=participation)
    second = collecting.invite(participation=participation)
    first.invitation.refresh_from_db()
    assert first.invitation.revoked_at is not None
    assert first.token != second.token
    assert Sheet.objects.get(participation=participation) == sheet


def test_nothing_that_opens_a_sheet_can_be_read_from_the_base(participation: Participation) -> None:
    key = collecting.invite(participation=participation)
    kept = str(vars(key.invitation))
    assert key.token not in kept
    assert key.code not in kept


def test_the_optional_questions_of_a_wave_are_asked_at_length_only(territory: Any) -> None:
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Lieu {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(2)
    ]
    made = create_wave(territory=territory, label="Longue", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=9)
    collecting.prepare_wave(
        wave=made, questionnaire="cooperation", blocks=["collaboration", "unknown"], closes_at=closes
    )
    wave = collecting.open_wave(wave=made)
    assert wave.blocks == ["collaboration"]
    counts = {}
    for path, participation in zip(("short", "full"), wave.roster.all(), strict=True):
        begun = services.start_sheet(wave=wave, participation=participation, path=path)
        counts[path] = sum(bool(each.question.block) for each in page_for(begun).screens)
    assert counts == {"short": 0, "full": 10}


def test_an_actor_that_is_unticked_counts_no_more(sheet: Sheet, wave: Wave) -> None:
    fill(sheet, wave)
    one, two, three = others(wave)
    level = {"ties": {one: 3, two: 4, three: 1}}
    services.save_entry(sheet=sheet, question=level_key(), value=level, key=uuid.uuid4())
    services.save_entry(
        sheet=sheet, question="partners", value={"picked": [three, two], "proposed": []}, key=uuid.uuid4()
    )
    services.send_sheet(sheet=sheet)
    assert Answer.objects.get(kind="cooperation").value == {"ties": {two: 4, three: 1}}
    assert services.values_of(sheet)[level_key()] == level  # the log forgets nothing
    said = [pair for _, pairs in page_for(sheet).lines for pair in pairs]
    assert ("Structure 1", "On se coordonne") not in said
    assert ("Structure 2", "On agit ensemble") in said


def test_one_reads_over_each_answer_once(sheet: Sheet, wave: Wave, territory: Any) -> None:
    for n in range(6):
        actor = Actor.objects.create(territory=territory, name=f"Autre {n}", sector="NGO", status="VALIDATED")
        Participation.objects.create(wave=wave, actor=actor)
    picked = others(wave)
    services.save_entry(
        sheet=sheet, question="partners", value={"picked": picked, "proposed": []}, key=uuid.uuid4()
    )
    services.save_entry(
        sheet=sheet, question=level_key(), value={"ties": dict.fromkeys(picked, 2)}, key=uuid.uuid4()
    )
    page = page_for(sheet)
    screens = [screen for screen, _ in page.lines if screen.question.key == level_key()]
    names = [name for screen, pairs in page.lines if screen in screens for name, _ in pairs]
    assert len(screens) > 1
    assert len(names) == len(set(names)) == len(picked)
