"""A territory with two waves of real-looking answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maillage.surveys import services as surveys
from maillage.surveys.models import Wave
from maillage.territories.models import Actor

SECTORS = ("EDUCATION", "DEPARTMENT", "MUNICIPALITY", "NGO")
SIZE = 16


@pytest.fixture
def sixteen(territory: Any) -> list[Actor]:
    """As many actors as a network needs for its figures to be shown, and one more."""
    return [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector=SECTORS[i % 4], objects_to_naming=i == 0
        )
        for i in range(SIZE)
    ]


def make_wave(territory: Any, actors: list[Actor], number: int, silent: int) -> Wave:
    """Each actor names the two that follow it, and in the second wave a third one."""
    wave = surveys.create_wave(
        territory=territory, label=f"Vague {number}", opened_on=date(2025, number, 1), roster=actors
    )
    pks = [actor.pk for actor in actors]
    values = {
        pk: {"ties": {str(pks[(i + step) % len(pks)]): 1 + (i + step) % 4 for step in range(1, 2 + number)}}
        for i, pk in enumerate(pks[silent:], silent)
    }
    surveys.record_answers(wave=wave, kind="cooperation", values=values)
    trust = {
        pk: {"ratings": {str(pks[(i + 1) % len(pks)]): [3, 4, None]}}
        for i, pk in enumerate(pks[silent:], silent)
    }
    surveys.record_answers(wave=wave, kind="trust", values=trust)
    return wave


@pytest.fixture
def waves(territory: Any, sixteen: list[Actor]) -> tuple[Wave, Wave]:
    return make_wave(territory, sixteen, 1, silent=0), make_wave(territory, sixteen, 2, silent=1)
