"""A wave of one, two or three actors: the report opens, on screen and on paper, and says why it shows no figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import page
import pytest
from django.test import Client

from maillage.diagnosis import sections, services
from maillage.diagnosis.blocks import Figure, KeyFigure, Withheld
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.render import document
from maillage.surveys import services as surveys
from maillage.surveys.models import Wave
from maillage.territories.models import Actor


@pytest.fixture(params=[1, 2, 3])
def wave(request: pytest.FixtureRequest, territory: Any) -> Wave:
    actors = [
        Actor.objects.create(territory=territory, name=f"Structure {i}", sector="NGO")
        for i in range(request.param)
    ]
    wave = surveys.create_wave(
        territory=territory, label="Petite vague", opened_on=date(2025, 1, 1), roster=actors
    )
    values = {
        actor.pk: {"ties": {str(other.pk): 3 for other in actors if other != actor}} for actor in actors
    }
    surveys.record_answers(wave=wave, kind="cooperation", values=values)
    return wave


def test_a_very_small_wave_does_not_say_how_many_answered(wave: Wave, territory: Any) -> None:
    silent = surveys.create_wave(
        territory=territory,
        label="Muette",
        opened_on=date(2025, 2, 1),
        roster=list(Actor.objects.filter(territory=territory)),
    )
    told = []
    for each in (wave, silent):
        asked = services.request_diagnosis(wave=each, user=None, replicates=20)
        services.compute(diagnosis_id=asked.pk)
        report = report_of(Diagnosis.objects.get(pk=asked.pk))
        blocks = [block for section in sections.build_all(report) for block in section.blocks]
        told.append([block for block in blocks if isinstance(block, Withheld)])
    assert told[0] == told[1]


def test_a_map_without_a_tie_is_a_sentence(territory: Any) -> None:
    actors = [
        Actor.objects.create(territory=territory, name=f"Structure {i}", sector="NGO") for i in range(3)
    ]
    wave = surveys.create_wave(territory=territory, label="Muette", opened_on=date(2025, 2, 1), roster=actors)
    asked = services.request_diagnosis(wave=wave, user=None, replicates=20)
    services.compute(diagnosis_id=asked.pk)
    report = report_of(Diagnosis.objects.get(pk=asked.pk))
    blocks = [block for section in sections.build_all(report) for block in section.blocks]
    assert not [block for block in blocks if isinstance(block, Figure)]
    assert any("La carte paraîtra" in getattr(block, "text", "") for block in blocks)


def test_a_very_small_wave_gives_a_report_without_figures(
    wave: Wave, client_as: Callable[..., Client]
) -> None:
    asked = services.request_diagnosis(wave=wave, user=None, replicates=50)
    services.compute(diagnosis_id=asked.pk)
    diagnosis = Diagnosis.objects.get(pk=asked.pk)
    report = report_of(diagnosis)
    blocks = [block for section in sections.build_all(report) for block in section.blocks]
    assert len([b for b in blocks if isinstance(b, Withheld)]) >= 5
    assert not [b for b in blocks if isinstance(b, KeyFigure)]
    response = client_as("pilot").get(f"/territoires/{diagnosis.territory.slug}/diagnostics/{diagnosis.pk}/")
    assert response.status_code == 200
    assert "Moins de 15 structures" in response.content.decode() or "moins de 15" in response.content.decode()
    assert page.is_pdf_compliant_bytes(document.render(report), profile="ua1")
