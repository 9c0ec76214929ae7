"""A report is read in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from maillage.diagnosis import queries
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.surveys.models import Wave


def test_a_report_takes_three_queries(waves: tuple[Wave, Wave], django_assert_num_queries: Any) -> None:
    diagnosis = Diagnosis.objects.create(territory=waves[1].territory, wave=waves[1], previous_wave=waves[0])
    for scope in ("wave", "change"):
        Finding.objects.create(
            diagnosis=diagnosis, key="density", version=1, scope=scope, value={"value": 1}, n_answered=9
        )
    with django_assert_num_queries(3):
        report = queries.report_of(diagnosis)
        assert (report.territory, report.wave, report.previous_wave) == (
            waves[1].territory,
            waves[1],
            waves[0],
        )
        assert report.programme.name == "Coopérer tôt"
    assert report.findings["density"].scope == "wave"
    assert report.changes["density"].scope == "change"


def test_drafts_are_left_out_for_those_who_may_not_read_them(waves: tuple[Wave, Wave]) -> None:
    place = waves[0].territory
    assert queries.latest_published(place) is None
    Diagnosis.objects.create(territory=place, wave=waves[0], state="READY")
    shared = Diagnosis.objects.create(territory=place, wave=waves[0], state="PUBLISHED")
    assert queries.diagnoses_of(place, drafts=True).count() == 2
    assert list(queries.diagnoses_of(place, drafts=False)) == [shared]
    assert queries.latest_published(place) == shared
