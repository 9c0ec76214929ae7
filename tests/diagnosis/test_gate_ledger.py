"""Two versions of the same figures never differ by a handful of respondents."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError

from maillage.core import privacy
from maillage.diagnosis.gate.ledger import differences, prints_of, release_figures
from maillage.diagnosis.models import Audience, Diagnosis, Release
from maillage.diagnosis.services import compute, publish_diagnosis, request_diagnosis
from maillage.surveys.models import Answer, Wave

FEW = {"replicates": 20, "seed": 3}


def _computed(wave: Wave) -> Diagnosis:
    asked = request_diagnosis(wave=wave, user=None, **FEW)
    compute(diagnosis_id=asked.pk)
    return Diagnosis.objects.get(pk=asked.pk)


def _change(wave: Wave, count: int) -> None:
    """As many actors now declare one tie less."""
    for answer in Answer.objects.filter(participation__wave=wave, kind="cooperation")[:count]:
        answer.value["ties"].popitem()
        answer.save()


def test_the_same_figures_are_released_as_often_as_one_likes(waves: tuple[Wave, Wave]) -> None:
    first = publish_diagnosis(diagnosis=_computed(waves[0]))
    again = publish_diagnosis(diagnosis=_computed(waves[0]))

    assert first.snapshot["prints"] == again.snapshot["prints"]
    assert Release.objects.count() == 2
    assert "wave.density" in Release.objects.latest("pk").figures


@pytest.mark.parametrize(("changed", "passes"), [(1, False), (4, False), (5, True)])
def test_a_version_that_a_few_answers_tell_from_another_is_refused(
    waves: tuple[Wave, Wave], changed: int, passes: bool
) -> None:
    publish_diagnosis(diagnosis=_computed(waves[0]))
    _change(waves[0], changed)
    other = _computed(waves[0])

    if passes:
        assert publish_diagnosis(diagnosis=other).published_at
        return
    with pytest.raises(ValidationError, match="moins de"):
        publish_diagnosis(diagnosis=other)
    other.refresh_from_db()
    assert other.published_at is None
    assert Release.objects.count() == 1


def _take_back(wave: Wave, count: int) -> list[str]:
    """As many actors take their answers back."""
    rows = list(wave.roster.filter(answered=True).order_by("pk")[:count])
    Answer.objects.filter(participation__in=rows).delete()
    wave.roster.filter(pk__in=[row.pk for row in rows]).update(answered=False)
    return [f"actor {row.actor_id}" for row in rows]


def test_answers_taken_back_pass_and_hide_no_other_change(waves: tuple[Wave, Wave]) -> None:
    """A withdrawal is a right; it does not open the gate to what another respondent changed meanwhile."""
    publish_diagnosis(diagnosis=_computed(waves[0]))
    gone = _take_back(waves[0], 1)
    fresh = _computed(waves[0])
    with pytest.raises(ValidationError, match="moins de"):
        release_figures(diagnosis=fresh, audience=Audience.TERRITORY)
    release_figures(diagnosis=fresh, audience=Audience.TERRITORY, withdrawn=gone)
    assert Release.objects.count() == 2  # written, as any other
    _change(waves[0], 1)
    with pytest.raises(ValidationError, match="moins de"):
        release_figures(diagnosis=_computed(waves[0]), audience=Audience.TERRITORY, withdrawn=gone)


def test_prints_say_nothing_of_the_answers(waves: tuple[Wave, Wave]) -> None:
    diagnosis = _computed(waves[0])
    prints = diagnosis.snapshot["prints"]
    actors = {str(node["id"]) for node in diagnosis.snapshot["nodes"]}

    assert len(prints) == len(actors)
    assert not actors & set(prints)
    assert prints_of({"actor 1": {"q": {"ratings": {"2": [3.14159]}}}}) != prints_of({"actor 1": {}})


def test_nobody_is_found_by_comparing_twenty_versions(waves: tuple[Wave, Wave]) -> None:
    """Answers come, go and change by ones; whatever is let out, each two versions differ by nobody or by five."""
    draw, said = random.Random(5), {f"actor {i}": {"q": 0} for i in range(30)}
    shown: list[dict[str, str]] = []
    for step in range(20):
        for who in draw.sample(sorted(said), draw.randint(0, 2)):
            said[who] = {"q": step}
        said.pop(draw.choice(sorted(said)), None) if draw.random() < 0.3 else None
        version = Diagnosis.objects.create(
            territory=waves[0].territory,
            wave=waves[0],
            snapshot={"prints": prints_of(said)},
        )
        try:
            release_figures(diagnosis=version, audience=draw.choice(list(Audience)))
        except ValidationError:
            continue
        shown.append(version.snapshot["prints"])

    assert len(shown) > 2
    assert all(
        (gap := len(differences(one, two))) == 0 or gap >= privacy.MIN_RESPONDENTS
        for one, two in combinations(shown, 2)
    )
