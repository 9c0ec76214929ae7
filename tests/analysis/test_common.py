"""One test for every metric: a new file in `metrics/` is a tested file."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.registry import ORDER, Metric, metrics
from tests.analysis.strategies import networks

EVERY = list(metrics().values())
each_metric = pytest.mark.parametrize("metric", EVERY, ids=lambda metric: metric.key)


def numbers(value):
    """Every number of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for each in value for number in numbers(each)]
    return [] if value is None else [value]


def body(result):
    """What a result holds."""
    written = as_json(result)
    return next(written[name] for name in ("value", "values", "matrix") if name in written)


def run(metric: Metric, network):
    """The metric through `analyse`, with everything it may need."""
    options = {"group": "group", "trust": network, "layers": {"a": network, "b": network}}
    return analyse(network, keys=[metric.key], seed=3, replicates=20, **options)[metric.key]


def same(one, two) -> bool:
    """Equal to rounding."""
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    return one == two if one is None or two is None else math.isclose(one, two, abs_tol=1e-9)


def test_every_metric_asked_for_is_there():
    assert tuple(metrics()) == ORDER


@each_metric
def test_words(metric):
    for words in (metric.label, metric.question, metric.reading, metric.limits, metric.definition):
        assert len(words) > 3
        assert "'" not in words
        assert " ?" not in words
        assert " ;" not in words
        assert " :" not in words
        assert " %" not in words
    assert metric.question.endswith("\u202f?")
    assert metric.reference
    assert metric.convention
    assert metric.examples


@each_metric
def test_worked_examples(metric):
    for example in metric.examples:
        assert example.source
        assert same(body(metric.compute(example.inputs())), example.expected)


@each_metric
@settings(max_examples=20, deadline=None)
@given(network=networks(), seed=st.integers(0, 99))
def test_bounds_order_and_seed(metric, network, seed):
    result = run(metric, network)
    assert result.n_answered == network.n_answered
    low, high = metric.bounds
    assert all(low - 1e-9 <= number <= high + 1e-9 for number in numbers(body(result)))
    assert as_json(run(metric, network)) == as_json(result)
    other = run(metric, network.subset(np.random.default_rng(seed).permutation(network.n)))
    assert same(body(other), body(result))
    assert other.withheld == result.withheld
