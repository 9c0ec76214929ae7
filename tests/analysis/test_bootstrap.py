"""The vertex bootstrap: a slow and obvious version is the oracle of the compiled one."""

import numpy as np
import pytest

from maillage_analysis import bootstrap, waves
from maillage_analysis.bootstrap import COMPILED, Draws, Sampler, vertex_bootstrap
from maillage_analysis.network import Network
from maillage_analysis.threads import on_threads

GROUP = "sector"


def some_network(
    *, n: int = 30, density: float = 0.2, silent: int = 0, directed: bool = True, seed: int = 1
) -> Network:
    rng = np.random.default_rng(seed)
    ties = np.where(rng.random((n, n)) < density, rng.integers(1, 5, (n, n)), 0)
    np.fill_diagonal(ties, 0)
    answered = np.ones(n, dtype=bool)
    answered[:silent] = False
    if directed:
        ties[~answered] = 0
    else:
        ties = np.triu(ties) + np.triu(ties).T
        ties[np.ix_(~answered, ~answered)] = 0
    sectors = tuple(("school", "health", "")[i % 3] for i in range(n))
    names = tuple(f"a{i}" for i in range(n))
    return Network(nodes=names, ties=ties, answered=answered, attributes={GROUP: sectors}, directed=directed)


def functions(network: Network) -> dict[str, bootstrap.Statistic]:
    known: dict[str, bootstrap.Statistic] = {
        "density": waves.density,
        "reciprocity": waves.reciprocity,
        "transitivity": waves.transitivity,
        "centralisation": waves.centralisation,
        "betweenness_centralisation": waves.betweenness_centralisation,
        "ei_index": lambda each: waves.ei_index(each, GROUP),
        "concordance": waves.concordance,
    }
    return known


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("silent", [0, 6])
def test_the_compiled_statistics_equal_the_slow_ones_on_every_replicate(
    *, directed: bool, silent: int
) -> None:
    network = some_network(silent=silent, directed=directed)
    sampler = Sampler(network, Draws.make(network.n, replicates=40, seed=7), group=GROUP)
    slow = functions(network)
    assert sampler.agreeing(slow) == set(slow)
    table = sampler.sample(slow)
    replicates = list(map(sampler.replicate, *sampler.rows()))
    for name, function in slow.items():
        np.testing.assert_allclose(table[name], [function(each) for each in replicates], rtol=0, atol=1e-9)


def test_a_function_of_the_same_name_but_another_meaning_is_called_itself() -> None:
    network = some_network()
    found = vertex_bootstrap(network, {"density": lambda each: each.m / each.n}, replicates=20)
    assert found["density"].value == pytest.approx(network.m / network.n)
    assert found["density"].se > 0


def test_the_same_seed_gives_the_same_numbers_whatever_the_number_of_threads() -> None:
    network = some_network()
    sampler = Sampler(network, Draws.make(network.n, replicates=50, seed=3), group=GROUP)
    table = sampler.compiled(np.ones(len(COMPILED), dtype=bool))
    rows = [np.empty(0)] * 50

    def one(part: slice) -> None:
        draws = Draws(sampler.draws.index[part], sampler.draws.fill[part])
        rows[part] = list(Sampler(network, draws, group=GROUP).compiled(np.ones(len(COMPILED), dtype=bool)))

    on_threads(one, 50, threads=3)
    np.testing.assert_array_equal(table, np.array(rows))


def test_the_seed_matters() -> None:
    network = some_network()
    one, two = (
        vertex_bootstrap(network, {"density": waves.density}, seed=seed)["density"] for seed in (1, 2)
    )
    assert one != two
    assert one == vertex_bootstrap(network, {"density": waves.density}, seed=1)["density"]


def test_copies_of_an_actor_take_the_ties_of_a_pair_that_was_observed() -> None:
    network = some_network(n=6, density=1, silent=0)
    sampler = Sampler(network, Draws.make(6, replicates=30, seed=0))
    for each in map(sampler.replicate, *sampler.rows()):
        assert waves.density(each) == 1


def test_who_answered_moves_with_the_actors() -> None:
    network = some_network(n=20, silent=8)
    sampler = Sampler(network, Draws.make(20, replicates=10, seed=0))
    for index, each in zip(sampler.draws.index, map(sampler.replicate, *sampler.rows()), strict=True):
        np.testing.assert_array_equal(each.answered, network.answered[index])


def test_the_standard_error_of_density_covers_the_true_value() -> None:
    """Networks drawn from one population of actors, each more or less active: 95 % intervals must hold."""
    inside, runs, n = 0, 120, 25
    activity = np.random.default_rng(0).uniform(0.05, 0.5, 4000)
    truth = activity.mean()
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        mine = rng.choice(activity, n)
        ties = (rng.random((n, n)) < mine[:, None]).astype(int)
        np.fill_diagonal(ties, 0)
        network = Network(tuple(map(str, range(n))), ties, np.ones(n, dtype=bool))
        found = vertex_bootstrap(network, {"density": waves.density}, replicates=300, seed=seed)["density"]
        inside += found.low <= truth <= found.high
    assert inside / runs >= 0.9


def test_intervals_stay_within_the_bounds_of_the_statistic() -> None:
    network = some_network(n=5, density=0.15, seed=3)
    for name, each in vertex_bootstrap(network, functions(network), group=GROUP).items():
        low, high = bootstrap.BOUNDS[name]
        assert low <= each.low <= each.value <= each.high <= high


def test_nothing_is_said_of_fewer_than_three_respondents() -> None:
    assert vertex_bootstrap(some_network(n=6, silent=4), {"density": waves.density}) == {}


def test_an_undefined_statistic_has_no_interval() -> None:
    empty = some_network(density=0)
    assert vertex_bootstrap(empty, functions(empty), replicates=20) == {}
    assert vertex_bootstrap(empty, {"anything": lambda _: None}, replicates=5) == {}
