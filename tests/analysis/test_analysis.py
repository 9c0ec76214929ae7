"""The whole analysis: intervals, reasons to withhold, progress."""

from dataclasses import replace

import numpy as np
import pytest

from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.datasets import quartier
from maillage_analysis.errors import NetworkError, UnknownMetric


def answering(count):
    """The quarter when only the first `count` answer."""
    return replace(quartier.network(), answered=np.arange(7) < count)


def test_scalars_have_an_interval():
    found = analyse(quartier.network(), group="group", replicates=200)
    low, high = found["density"].interval
    assert 0 <= low < found["density"].value < high <= 1
    assert as_json(found["density"])["interval"] == [low, high]


@pytest.mark.parametrize(
    ("count", "kept", "gone"), [(4, "density", "closeness"), (5, "closeness", "betweenness")]
)
def test_few_answers_withhold(count, kept, gone):
    found = analyse(answering(count), replicates=0)
    assert not found[kept].withheld
    assert "\u202f%" in found[gone].withheld
    assert not as_json(found[gone])["values"]


def test_progress_reaches_the_end():
    seen = []
    analyse(quartier.network(), replicates=0, progress=lambda done, label: seen.append((done, label)))
    assert seen[-1][0] == 1
    assert all(label for _, label in seen)


def test_unknown_names_are_refused():
    with pytest.raises(UnknownMetric):
        analyse(quartier.network(), keys=["nothing"])
    with pytest.raises(NetworkError):
        analyse(quartier.network(), group="nothing")
