"""Each figure says what is needed to find it again, on screen and on paper, and is found again offline."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from maillage.diagnosis import services
from maillage.diagnosis.blocks import KeyFigure, Table
from maillage.diagnosis.gate.bundle import command_of, recomputing
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import build_all
from maillage.surveys.models import Wave
from maillage_analysis.cli import main

COUNTS = {
    "Réponses par secteur",
    "Les acteurs et leurs liens",
}  # lists of the directory: no formula behind them
BEYOND = {"mixing", "trust", "multiplexity"}  # rounded by the gate afterwards, or made of ratings of trust


@pytest.fixture
def report(waves: tuple[Wave, Wave]) -> Report:
    asked = services.request_diagnosis(
        wave=waves[1], previous_wave=waves[0], user=None, replicates=50, seed=7
    )
    services.compute(diagnosis_id=asked.pk)
    return report_of(Diagnosis.objects.get(pk=asked.pk))


def test_each_figure_carries_its_passport(report: Report) -> None:
    blocks = [block for section in build_all(report) for block in section.blocks]
    figures = [each for each in blocks if isinstance(each, KeyFigure) and each.label != "de réponses"]
    tables = [each for each in blocks if isinstance(each, Table) and each.caption not in COUNTS]

    assert figures
    assert tables
    for each in [*figures, *tables]:
        assert report.diagnosis.input_hash[:12] in each.passport, each


def test_a_passport_says_formula_wave_answers_and_filter(report: Report) -> None:
    said = passport(report, "density")
    density = report.findings["density"]

    assert f"density\u00a0v{density.version}" in said
    assert report.snapshot["wave"]["label"] in said
    assert f"{density.n_answered}\u00a0réponses" in said
    assert "tous les acteurs" in said


def test_what_is_withheld_has_no_passport(report: Report) -> None:
    report.findings["density"].withheld = "Trop peu de réponses."

    assert passport(report, "density") == ""
    assert passport(report, "unknown") == ""


def test_every_figure_is_found_again_offline_bit_for_bit(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(io.BytesIO(recomputing(report))) as archive:
        archive.extractall(tmp_path)
    kept = json.loads((tmp_path / "chiffres.json").read_text())
    monkeypatch.chdir(tmp_path)

    assert main(shlex.split(command_of(report.diagnosis, directed=True))[3:]) == 0

    found = json.loads(capsys.readouterr().out)["metrics"]
    shown = {key: each for key, each in kept.items() if key not in BEYOND and each["value"] is not None}
    assert len(shown) > 10
    for key, each in shown.items():
        assert found[key] == each["value"], key


def test_the_files_name_nobody_and_hold_no_trust(report: Report) -> None:
    made = recomputing(report)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())

    assert made == recomputing(report)
    assert not [node["name"] for node in report.snapshot["nodes"] if node["name"] in everything]
    assert "ratings" not in everything


def test_only_who_may_export_the_ties_takes_the_files(
    report: Report, client_as: Callable[..., Client]
) -> None:
    url = reverse("diagnosis:recompute", args=[report.territory.slug, report.diagnosis.pk])
    page = reverse("diagnosis:show", args=[report.territory.slug, report.diagnosis.pk])

    assert client_as("pilot").get(url)["Content-Type"] == "application/zip"
    assert url in client_as("pilot").get(page).content.decode()
    assert client_as("department").get(url).status_code == 404
    assert url not in client_as("department").get(page).content.decode()
    Wave.objects.update(opened_at="2025-02-01T08:00:00Z")
    assert client_as("pilot").get(url).status_code == 404
