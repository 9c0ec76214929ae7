"""Answers collected here and the same ties imported from a file are the same network, and the same diagnosis."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.diagnosis.snapshot import read_wave
from maillage.surveys.imports import Answered, import_ties
from maillage.surveys.models import Wave
from maillage.surveys.services import collecting, create_wave
from maillage.surveys.services.sheets import save_entry, send_sheet, start_sheet
from maillage.territories.models import Actor, ActorStatus

N = 18
SECTORS = ("EDUCATION", "NGO", "HEALTH", "DEPARTMENT")
Said = dict[
    int, dict[int, int | None]
]  # {rank of who answered: {rank of who is named: level, None for « pas concerné »}}


@pytest.fixture
def actors(territory: Any) -> list[Actor]:
    return [
        Actor.objects.create(
            territory=territory,
            name=f"Structure {n}",
            sector=SECTORS[n % len(SECTORS)],
            status=ActorStatus.VALIDATED,
        )
        for n in range(N)
    ]


def collected(territory: Any, actors: list[Actor], said: Said) -> Wave:
    """Every sheet, screen by screen, as a phone sends them; the wave is then closed."""
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", closes_at=closes)
    wave = collecting.open_wave(wave=made)
    for rank, levels in said.items():
        sheet = start_sheet(wave=wave, participation=wave.roster.get(actor=actors[rank]))
        picked = [str(actors[other].pk) for other in levels]
        ties = {str(actors[other].pk): level for other, level in levels.items() if level is not None}
        outside = [str(actors[other].pk) for other, level in levels.items() if level is None]
        answers: dict[str, Any] = {
            "partners": {"picked": picked, "proposed": []} | ({} if picked else {"nobody": True}),
            "level": {"ties": ties} | ({"not_concerned": outside} if outside else {}),
        }
        for question in ("partners", "level") if picked else ("partners",):
            save_entry(sheet=sheet, question=question, value=answers[question], key=uuid.uuid4())
        send_sheet(sheet=sheet)
    return collecting.close_wave(wave=wave)


def imported(territory: Any, actors: list[Actor], said: Said) -> Wave:
    """The same, as a file with who answered."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow(["source", "cible", "niveau", "a répondu"])
    for rank, levels in said.items():
        named: list[tuple[str, object]] = [(actors[o].name, level) for o, level in levels.items() if level]
        for name, level in named or [("", "")]:
            lines.writerow([actors[rank].name, name, level, "oui"])
    wave = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    import_ties(wave=wave, content=written.getvalue().encode(), options={"answered": Answered.COLUMN})
    return wave


def network(wave: Wave) -> tuple[list[Any], list[Any]]:
    found = read_wave(wave)
    return found["nodes"], found["ties"]


levels = st.one_of(st.none(), st.integers(0, 4))
answers = st.dictionaries(
    st.integers(0, N - 1), st.dictionaries(st.integers(0, N - 1), levels), min_size=1
).map(lambda said: {rank: {o: level for o, level in row.items() if o != rank} for rank, row in said.items()})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=answers.filter(lambda said: any(level for row in said.values() for level in row.values())))
def test_whatever_is_answered_the_network_is_the_same(
    territory: Any, actors: list[Actor], said: Said
) -> None:
    Wave.objects.all().delete()
    assert network(collected(territory, actors, said)) == network(imported(territory, actors, said))


def test_the_diagnosis_is_the_same_to_the_last_figure(
    territory: Any, actors: list[Actor], make_user: Any
) -> None:
    said: Said = {
        rank: {
            other: (rank * other + rank) % 5 for other in range(N) if (3 * rank + other) % 4 and other != rank
        }
        for rank in range(N - 1)
    }
    said[N - 1] = {}
    waves = [collected(territory, actors, said), imported(territory, actors, said)]
    found = []
    for wave in waves:
        asked = request_diagnosis(wave=wave, user=make_user("facilitator"), seed=7, replicates=50)
        compute(diagnosis_id=asked.pk)
        findings = Diagnosis.objects.get(pk=asked.pk).findings.order_by("key", "scope")
        found.append([(f.key, f.scope, f.version, f.value, f.n_answered, f.withheld) for f in findings])
    assert len(found[0]) > 20
    assert found[0] == found[1]
    assert sum(not withheld for *_, withheld in found[0]) > 15
