"""The words of a sheet once it is sent: held when they may speak of a child, proposed when they name an organisation."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from maillage.core.childtext.names import IMPORTED
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, HeldTextState
from maillage.surveys import tasks
from maillage.surveys.models import Answer, Entry, Sheet, Wave
from maillage.surveys.services import collecting, create_wave, words
from maillage.surveys.services import sheets as sheet_services
from maillage.territories.models import Actor, ActorStatus


@pytest.fixture
def opened(territory: Any) -> Wave:
    """An open wave of six actors."""
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(6)
    ]
    wave = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=wave, questionnaire="cooperation", closes_at=closes)
    return collecting.open_wave(wave=wave)


@pytest.fixture
def sheet(opened: Wave) -> Sheet:
    return sheet_services.start_sheet(wave=opened, participation=opened.roster.order_by("pk")[0])


def write(sheet: Sheet, question: str, value: Any) -> None:
    sheet_services.save_entry(sheet=sheet, question=question, value=value, key=uuid.uuid4())


def propose(sheet: Sheet, *names: str) -> None:
    named = [{"name": name, "sector": "HEALTH"} for name in names]
    write(sheet, "partners", {"picked": [], "proposed": named})


def text_key() -> str:
    from maillage.surveys.questionnaires import questionnaires

    return next(q.key for q in questionnaires()["cooperation"].questions if q.kind == "text")


def everything_kept(sheet: Sheet) -> str:
    return json.dumps(
        [list(Entry.objects.filter(sheet=sheet).values_list("value", flat=True)),
         list(Answer.objects.filter(participation=sheet.participation).values_list("value", flat=True))],
        ensure_ascii=False,
    )  # fmt: skip


def test_an_organisation_that_is_missing_becomes_a_proposed_actor(sheet: Sheet) -> None:
    propose(sheet, "Maison de santé", "la structure 3", "Maison de Santé")
    sheet_services.send_sheet(sheet=sheet)
    sheet_services.send_sheet(sheet=sheet)
    new = Actor.objects.get(status=ActorStatus.PROPOSED)
    assert (new.name, new.sector, new.territory) == ("Maison de santé", "HEALTH", sheet.wave.territory)


def test_nothing_is_proposed_by_a_sheet_set_aside_until_it_counts(sheet: Sheet) -> None:
    propose(sheet, "Maison de santé")
    assert sheet.wave.closes_at is not None
    sheet_services.send_sheet(sheet=sheet, at=sheet.wave.closes_at + timedelta(days=3))
    assert not Actor.objects.filter(status=ActorStatus.PROPOSED).exists()
    sheet_services.include_sheet(sheet=sheet)
    assert Actor.objects.filter(status=ActorStatus.PROPOSED).exists()


def test_a_person_proposed_is_held_and_makes_no_actor(sheet: Sheet) -> None:
    propose(sheet, "Kevin Durand", "Maison de santé")
    sheet_services.send_sheet(sheet=sheet)
    assert [a.name for a in Actor.objects.filter(status=ActorStatus.PROPOSED)] == ["Maison de santé"]
    assert "Kevin" not in everything_kept(sheet)
    assert HeldText.objects.count() == 1


def test_a_text_on_a_child_is_held_and_kept_nowhere_else(sheet: Sheet) -> None:
    told = "Le petit Kevin ne vient plus en classe depuis que sa mère est malade."
    write(sheet, text_key(), {"text": told})
    write(sheet, text_key(), {"text": "Nous manquons de temps pour nous réunir."})
    propose(sheet, "Maison de santé")
    sheet_services.send_sheet(sheet=sheet)
    assert HeldText.objects.count() == 1, "an earlier revision is read too"
    assert "Kevin" not in everything_kept(sheet)
    assert "Nous manquons de temps" in everything_kept(sheet)


def test_a_false_alarm_gives_the_words_back(sheet: Sheet, make_user: Callable[..., Any]) -> None:
    told = "Le petit Kevin ne vient plus en classe."
    write(sheet, text_key(), {"text": told})
    sheet_services.send_sheet(sheet=sheet)
    answer = Answer.objects.get(participation=sheet.participation, question=text_key())
    assert answer.value == {"text": ""}
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state=HeldTextState.FALSE_ALARM)
    answer.refresh_from_db()
    assert answer.value == {"text": told}
    assert sheet_services.values_of(sheet)[text_key()] == {"text": told}


def test_an_organisation_held_by_mistake_is_proposed_when_released(
    sheet: Sheet, make_user: Callable[..., Any]
) -> None:
    propose(sheet, "Avec Kevin")
    sheet_services.send_sheet(sheet=sheet)
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state=HeldTextState.FALSE_ALARM)
    assert Actor.objects.get(status=ActorStatus.PROPOSED).name == "Avec Kevin"


def test_words_do_not_come_back_to_somebody_who_left(sheet: Sheet, make_user: Callable[..., Any]) -> None:
    write(sheet, text_key(), {"text": "Le petit Kevin ne vient plus en classe."})
    receipt = sheet_services.send_sheet(sheet=sheet)
    sheet_services.withdraw_sheet(sheet=sheet, receipt=receipt)
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state=HeldTextState.FALSE_ALARM)
    assert "Kevin" not in everything_kept(sheet)


def test_a_flood_on_the_poster_is_set_aside_and_never_refused(
    opened: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_services, "FLOOD", 3)
    filled = [sheet_services.start_sheet(wave=opened, questionnaire="habitants") for _ in range(5)]
    for each in filled:
        sheet_services.send_sheet(sheet=each)
    assert list(Sheet.objects.order_by("pk").values_list("aside", flat=True)) == [False] * 3 + [True] * 2
    actor = sheet_services.start_sheet(wave=opened, participation=opened.roster.order_by("pk")[0])
    assert not actor.aside, "the actors’ own links are not concerned"
    Sheet.objects.update(started_at=timezone.now() - timedelta(hours=2))
    assert not sheet_services.start_sheet(wave=opened, questionnaire="habitants").aside


def test_what_is_stored_is_read_again_with_the_names_known_by_then(
    sheet: Sheet, make_user: Callable[..., Any], settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    write(sheet, text_key(), {"text": "Il faut prévenir Zorglubine."})
    propose(sheet, "Avec Zorglubine")
    sheet_services.send_sheet(sheet=sheet)
    assert words.reread_words() == 0
    assert Actor.objects.filter(name="Avec Zorglubine").exists()
    (tmp_path / IMPORTED).write_text("Zorglubine\n", encoding="utf-8")
    tasks.reread_words()
    assert HeldText.objects.count() == 2
    assert "Zorglubine" not in everything_kept(sheet)
    assert not Actor.objects.filter(name__contains="Zorglubine").exists()
    assert Answer.objects.filter(participation=sheet.participation).exists(), "the rest of the sheet counts"
    for held in HeldText.objects.all():
        decide(held=held, user=make_user("facilitator"), state=HeldTextState.FALSE_ALARM)
    assert everything_kept(sheet).count("Zorglubine") >= 2
    assert words.reread_words() == 0, "what somebody gave back is not held again"


def test_a_sheet_being_written_is_left_in_peace(sheet: Sheet) -> None:
    write(sheet, text_key(), {"text": "Lina pleure."})
    assert words.reread_words() == 0
    assert sheet.wave.closes_at is not None
    assert words.reread_words(now=sheet.wave.closes_at + timedelta(days=2)) == 1
    assert "Lina" not in everything_kept(sheet)


def test_reading_again_is_asked_of_the_worker_every_week(settings: Any) -> None:
    assert settings.SCHEDULED_TASKS["maillage.surveys.tasks.reread_words"] == 7 * 24 * 60
