"""Comparison of two waves, on the panel that answered both."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from maillage_analysis import waves
from maillage_analysis.bootstrap import Draws, Sampler
from maillage_analysis.errors import NetworkError
from maillage_analysis.network import Network
from maillage_analysis.nonresponse import silence
from maillage_analysis.registry import Inputs, Metric, metrics
from maillage_analysis.results import Matrix, PerGroup, Scalar
from tests.analysis.real_networks import network


def value(result: object) -> float:
    assert isinstance(result, Scalar)
    assert result.value is not None
    return result.value


def random_network(rng: np.random.Generator, n: int, density: float) -> Network:
    ties = (rng.random((n, n)) < density).astype(int)
    np.fill_diagonal(ties, 0)
    return Network(tuple(f"a{i}" for i in range(n)), ties, np.ones(n, dtype=bool))


def test_s50_is_compared_as_in_the_reference(shared: Path) -> None:
    expected = json.loads((shared / "reference" / "waves_ei.json").read_text())["waves"]
    all_waves = [network(shared, "s50_rsiena", f"w{i}") for i in (1, 2, 3)]
    for each in expected:
        one, two = (all_waves[i - 1] for i in each["waves"])
        found = waves.compare(one, two, replicates=20)
        ties = found["ties"]
        assert isinstance(ties, PerGroup)
        assert dict(ties.values) == {"kept": each["n11"], "new": each["n01"], "lost": each["n10"]}
        assert value(found["hamming"]) == each["hamming"]
        assert value(found["jaccard"]) == pytest.approx(each["jaccard"], abs=1e-9)
        assert value(found["correlation"]) == pytest.approx(each["gcor"], abs=1e-9)


def test_the_change_of_each_scalar_is_worked_out_by_hand() -> None:
    nodes = ("a", "b", "c", "d")
    sectors = {"sector": ("x", "x", "y", "y")}
    before = Network.from_ties([("a", "b", 2), ("b", "a", 2), ("c", "d", 1)], nodes=nodes, attributes=sectors)
    after = Network.from_ties(
        [("a", "b", 3), ("b", "a", 2), ("a", "c", 1), ("d", "b", 1)], nodes=nodes, attributes=sectors
    )
    found = waves.compare(before, after, group="sector", replicates=50)
    assert value(found["density"]) == pytest.approx(4 / 12 - 3 / 12)
    assert value(found["reciprocity"]) == pytest.approx(2 / 4 - 2 / 3)
    assert value(found["ei_index"]) == pytest.approx(0 - -1)
    assert found["density"].details["before"] == pytest.approx(3 / 12)
    assert value(found["components"]) == 1 - 2
    # Without a: b, and c with d: two pairs of three cut. Then a path c-a-b-d: without a, c is cut from b and d.
    assert value(found["fragility"]) == pytest.approx(2 / 3 - 2 / 3)
    assert value(found["concordance"]) == pytest.approx(0 / 3 - 1 / 2)
    levels = found["levels"]
    assert isinstance(levels, Matrix)
    assert levels.rows == ("0", "1", "2", "3")
    assert levels.matrix[0] == (7, 2, 0, 0)
    assert levels.matrix[2] == (0, 0, 1, 1)
    assert levels.details == pytest.approx({"up": 3 / 5, "down": 1 / 5, "stable": 1 / 5})


def test_pieces_and_departures_are_those_of_the_metrics_with_each_left_out_of_both_waves() -> None:
    rng = np.random.default_rng(7)
    one, two = random_network(rng, 20, 0.05), random_network(rng, 20, 0.12)
    found = waves.compare(one, two, replicates=10)
    for key in waves.BROKEN:
        metric = metrics()[key]

        def told(network: Network, metric: Metric = metric) -> float:
            return value(metric.compute(Inputs(network=network, replicates=10)))

        details = found[key].details
        assert (details["before"], details["after"]) == pytest.approx((told(one), told(two)))
        gaps = np.array(
            [
                told(two.subset([i for i in range(20) if i != out]))
                - told(one.subset([i for i in range(20) if i != out]))
                for out in range(20)
            ]
        )
        half = 1.959964 * np.sqrt(19 / 20 * np.square(gaps - gaps.mean()).sum())
        least, most = (-20, 20) if key == "components" else (-1, 1)
        middle = value(found[key])
        assert found[key].interval == pytest.approx(
            (max(least, middle - half), min(most, middle + half)), rel=1e-6
        )
    assert value(found["components"]) < 0


def test_only_those_who_answered_both_waves_are_compared() -> None:
    before = Network.from_ties(
        [("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("d", "a", 1)], answered={"a", "b", "c", "d"}
    )
    after = Network.from_ties(
        [("a", "b", 1), ("b", "c", 1), ("e", "a", 1)], nodes=("d",), answered={"a", "b", "c", "e"}
    )
    one, two = waves.panel(before, after)
    assert one.nodes == two.nodes == ("a", "b", "c")
    found = waves.compare(before, after, replicates=30)
    ties, composition = found["ties"], found["composition"]
    assert isinstance(ties, PerGroup)
    assert isinstance(composition, PerGroup)
    assert dict(ties.values) == {"kept": 2, "new": 0, "lost": 0}
    assert dict(composition.values) == {"stayed": 4, "entered": 1, "left": 0, "panel": 3}
    assert value(found["density"]) == 0
    assert found["density"].n_answered == 3


def test_silence_alone_never_reads_as_a_fall() -> None:
    """The same true network, 60 % of answers: nothing has changed, exactly."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        before = random_network(rng, 40, 0.15)
        after = silence(before, 0.6, rng)
        found = waves.compare(before, after, replicates=20, seed=seed)
        for key in ("density", "reciprocity", "transitivity", "centralisation"):
            assert value(found[key]) == 0
            assert found[key].details["significant"] is False
        assert value(found["jaccard"]) == 1
        assert after.m < 0.8 * before.m  # what a naive count would have called a fall


def test_a_wave_with_sixty_percent_of_answers_does_not_read_as_a_fall() -> None:
    """Each wave reports the same true network with its own errors, the second with 60 % of answers."""
    runs, n, keys = 150, 40, ("density", "reciprocity", "transitivity", "centralisation")
    falls = dict.fromkeys(keys, 0)
    differences, densities = [], []
    for seed in range(runs):
        rng = np.random.default_rng(1000 + seed)
        activity = rng.uniform(0.03, 0.3, n)
        chances = np.clip(activity[:, None] + activity[None, :], 0, 0.9) / 1.5
        before = drawn(rng, chances)
        whole = drawn(rng, chances)
        after = silence(whole, 0.6, rng)
        found = waves.compare(before, after, replicates=200, seed=seed)
        for key in keys:
            result = found[key]
            assert isinstance(result, Scalar)
            falls[key] += result.interval is not None and result.interval[1] < 0
        differences.append(value(found["density"]))
        densities.append(waves.density(after) - waves.density(whole))
    nominal = 0.025
    for count in falls.values():
        assert count / runs <= nominal + 2 * np.sqrt(nominal * (1 - nominal) / runs)
    for errors in (differences, densities):
        assert abs(np.mean(errors)) <= 3 * np.std(errors) / np.sqrt(runs)


def drawn(rng: np.random.Generator, chances: np.ndarray) -> Network:
    n = len(chances)
    ties = (rng.random((n, n)) < chances).astype(int)
    np.fill_diagonal(ties, 0)
    return Network(tuple(f"a{i}" for i in range(n)), ties, np.ones(n, dtype=bool))


@pytest.mark.parametrize("directed", [True, False])
def test_each_resampled_count_equals_the_slow_one(*, directed: bool) -> None:
    rng = np.random.default_rng(3)
    one, two = random_network(rng, 12, 0.3), random_network(rng, 12, 0.3)
    if not directed:
        one, two = (
            replace(each, ties=np.maximum(each.ties, each.ties.T), directed=False) for each in (one, two)
        )
    draws = Draws.make(12, replicates=30, seed=2)
    found = waves.resampled_counts(one, two, draws)
    samplers = [Sampler(each, draws) for each in (one, two)]
    pairs = zip(*(map(each.replicate, *each.rows()) for each in samplers), strict=True)
    for row, (a, b) in zip(found, pairs, strict=True):
        x, y = a.binary, b.binary
        counts = np.array([(x & y).sum(), (~x & y).sum(), (x & ~y).sum()])
        assert row.tolist() == (counts if directed else counts // 2).tolist()
        cells = waves._cells(a)
        slow = np.corrcoef(x[cells], y[cells])[0, 1]
        assert waves.paired(row, int(cells.sum()))[5] == pytest.approx(slow, abs=1e-12)


def test_a_real_rise_is_seen() -> None:
    rng = np.random.default_rng(0)
    found = waves.compare(random_network(rng, 40, 0.1), random_network(rng, 40, 0.25), replicates=200)
    assert found["density"].details["significant"] is True
    assert value(found["density"]) > 0


def test_the_same_seed_gives_the_same_comparison() -> None:
    rng = np.random.default_rng(0)
    one, two = random_network(rng, 15, 0.2), random_network(rng, 15, 0.2)
    assert waves.compare(one, two, seed=5, replicates=30) == waves.compare(one, two, seed=5, replicates=30)
    other = waves.compare(one, two, seed=6, replicates=30)["density"]
    assert other != waves.compare(one, two, seed=5, replicates=30)["density"]


def test_too_small_a_panel_is_withheld_with_its_reason() -> None:
    before = Network.from_ties([("a", "b", 1)], nodes=("a", "b", "c"))
    after = Network.from_ties([("a", "b", 1)], nodes=("a", "b", "c"), answered={"a", "b"})
    found = waves.compare(before, after)
    assert all(found[key].withheld == waves.TOO_FEW for key in ("ties", "density", "jaccard"))
    assert isinstance(found["composition"], PerGroup)


def test_an_empty_wave_withholds_what_it_cannot_say() -> None:
    empty = Network.from_ties([], nodes=tuple("abcd"))
    found = waves.compare(empty, empty, replicates=10)
    assert value(found["density"]) == 0
    assert found["jaccard"].withheld == found["transitivity"].withheld == waves.UNDEFINED


def test_an_undirected_tie_counts_once() -> None:
    before = Network.from_ties([("a", "b", 1), ("b", "c", 1)], directed=False)
    after = Network.from_ties([("a", "b", 1), ("a", "c", 1)], nodes=("a", "b", "c"), directed=False)
    found = waves.compare(before, after, replicates=10)
    ties = found["ties"]
    assert isinstance(ties, PerGroup)
    assert dict(ties.values) == {"kept": 1, "new": 1, "lost": 1}
    assert value(found["hamming"]) == 2
    assert "reciprocity" not in found


def test_waves_are_labelled_networks_of_one_kind() -> None:
    rng = np.random.default_rng(0)
    three = [random_network(rng, n, 0.3) for n in (4, 5, 6)]
    known = waves.Waves(("2024", "2025", "2026"), tuple(three))
    assert [(one, two) for one, two, _, _ in known.steps()] == [("2024", "2025"), ("2025", "2026")]
    assert len(known) == 3
    assert len(known.nodes) == 6
    with pytest.raises(NetworkError, match="labels"):
        waves.Waves(("2024",), tuple(three))
    with pytest.raises(NetworkError, match="same label"):
        waves.Waves(("2024", "2024"), tuple(three[:2]))
    undirected = Network.from_ties([("a", "b", 1)], directed=False)
    with pytest.raises(NetworkError, match="directed"):
        waves.Waves(("2024", "2025"), (three[0], undirected))
    with pytest.raises(NetworkError, match="directed"):
        waves.compare(three[0], undirected)
