"""The rights of listed actors in a wave: told before it opens, and unnamed behind every door when they object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.surveys.models import Wave
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, Telling


@pytest.fixture
def wave(territory: Any, three_actors: list[Actor]) -> Wave:
    return create_wave(
        territory=territory, label="Automne", opened_on=timezone.localdate(), roster=three_actors
    )


def test_the_checklist_says_who_was_not_told_and_does_not_forbid_to_open(
    client_as: Callable[..., Client], wave: Wave
) -> None:
    collecting.prepare_wave(
        wave=wave, questionnaire="cooperation", closes_at=timezone.now() + timedelta(days=9)
    )
    wave.refresh_from_db()
    said = (
        client_as("pilot")
        .get(reverse("surveys:collect", args=[wave.territory.slug, wave.number]))
        .content.decode()
    )
    assert "3\u00a0acteurs ne sont pas encore prévenus" in said
    assert reverse("territories:telling", args=[wave.territory.slug]) in said
    for days, words in ((3, "depuis 3\u00a0jours"), (20, "")):
        for each in wave.roster.select_related("actor"):
            Telling.objects.update_or_create(
                actor=each.actor,
                defaults={"way": "LETTER", "told_at": timezone.now() - timedelta(days=days, hours=1)},
            )
        advice = " ".join(text for step in collecting.checklist(wave) for text in step.advice)
        assert (words in advice) if words else advice == ""
    assert collecting.missing_before_opening(wave) == []
