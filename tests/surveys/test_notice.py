"""What respondents are told before they answer: complete, short, in every language, and under its version."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maillage.surveys.interface import LANGUAGES, notice, notice_version
from maillage.surveys.models import Sheet, Wave
from maillage.surveys.services import collecting, create_wave

# A text that changes is another notice: give it another version in notice.toml, and write its line here. The lines of
# versions that people were shown stay.
KNOWN = {"2026-11": "720c6ef4d34efe36"}
SCREEN = (
    "who",
    "why_text",
    "free",
    "ask",
)  # with what is shown of the answers, all that is read before beginning
SHOWN = {"actors": ("shown_links", "shown_trust"), "residents": ("shown_residents",)}
WORDS = 150  # PRIV-03


@pytest.fixture
def wave(programme: Any, territory: Any, three_actors: list[Any]) -> Wave:
    made = create_wave(
        territory=territory, label="Automne", opened_on=timezone.localdate(), roster=three_actors
    )
    closes = timezone.now() + timedelta(days=20)
    return collecting.prepare_wave(
        wave=made, questionnaire="cooperation", languages=list(LANGUAGES), closes_at=closes
    )


def opened(wave: Wave) -> str:
    """The address of a personal link of the wave, once open."""
    collecting.open_wave(wave=wave)
    return f"/r/{collecting.invite(participation=wave.roster.order_by('pk')[0]).token}/"


def test_another_text_is_another_version() -> None:
    digest = hashlib.sha256(json.dumps(notice(), sort_keys=True).encode()).hexdigest()[:16]
    assert KNOWN.get(notice_version()) == digest


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("population", SHOWN)
def test_the_first_screen_is_short(language: str, population: str) -> None:
    told = " ".join(notice()[key][language] for key in (*SCREEN, *SHOWN[population]))
    assert 20 < len(re.findall(r"\w+", told)) <= WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_law_wants_is_on_the_first_page(client: Client, wave: Wave, language: str) -> None:
    page = client.get(opened(wave), {"langue": language}).content.decode()
    for told in (
        "Un tiers",
        "tiers@exemple.fr",
        "Mission d’intérêt public",
        "CNIL",
        notice()["device"][language],
    ):
        assert told in page


@pytest.mark.parametrize("missing", ["facilitator_contact", "legal_notice"])
def test_nothing_opens_before_the_programme_says_who_and_why(
    programme: Any, wave: Wave, missing: str
) -> None:
    setattr(programme, missing, " ")
    programme.save()
    with pytest.raises(ValidationError, match="page du programme"):
        collecting.open_wave(wave=Wave.objects.get())
    assert not Wave.objects.get().opened_at


def test_a_sheet_keeps_the_version_it_was_shown(client: Client, wave: Wave) -> None:
    address = opened(wave)
    assert Wave.objects.get().notice_version == notice_version()
    client.post(address, {"language": "fr", "path": "short"})
    assert Sheet.objects.get().notice_version == notice_version()
