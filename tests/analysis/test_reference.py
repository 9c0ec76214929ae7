"""Equality with R sna, igraph and networkx on real networks, to 1e-9."""

import json

import numpy as np
import pytest

from maillage_analysis.analysis import analyse
from maillage_analysis.network import Network
from tests.analysis.real_networks import column, network

REAL = {
    "emon_Cheyenne": ("emon", "Cheyenne", "Sponsorship"),
    "emon_MtStHelens": ("emon", "MtStHelens", "Sponsorship"),
    "lazega_advice": ("lazega", "advice", "office"),
    "lazega_cowork": ("lazega", "cowork", "status"),
    "s50_w1": ("s50_rsiena", "w1", "smoke_w1"),
    "tc_coll": ("tcnetworks", "TCcoll", "agency_cat"),
}


def real(shared, name):
    """The network with its groups."""
    folder, edges, group = REAL[name]
    found = network(shared, folder, edges)
    directed = name != "tc_coll"
    ties = found.ties if directed else np.maximum(found.ties, found.ties.T)
    groups = tuple(column(shared, folder, edges, group))
    return Network(
        nodes=found.nodes, ties=ties, answered=found.answered, attributes={"group": groups}, directed=directed
    )


def close(found, expected):
    """Equal to 1e-9, undefined where undefined."""
    one = np.array([np.nan if each is None else each for each in found], dtype=float)
    two = np.array([np.nan if each in (None, "NA", "NaN") else each for each in expected], dtype=float)
    np.testing.assert_allclose(one, two, atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize("name", REAL)
def test_values_are_those_of_other_programs(shared, name):
    sna = json.loads((shared / "reference" / "sna.json").read_text())[name]
    python = json.loads((shared / "reference" / "python.json").read_text())[name]
    found = analyse(real(shared, name), group="group", replicates=0)
    details = {key: result.details for key, result in found.items()}
    close([found["density"].value], [sna["density"]])
    if real(shared, name).directed:
        close(
            [found["reciprocity"].value, details["reciprocity"]["dyadic"]],
            [sna["recip_edgewise"], sna["recip_dyadic"]],
        )
    else:  # sna answers 1: true of any network without direction, so it says nothing
        assert "sans sens" in found["reciprocity"].withheld
    close([found["transitivity"].value], [sna["trans_weak"]])
    close([details["transitivity"]["undirected"]], [python["transitivity_undirected_ig"]])
    close([details["centralisation"]["betweenness"]], [sna["cent_betweenness"]])
    close(found["betweenness"].values.values(), sna["betweenness"])
    close(found["closeness"].values.values(), sna["harmonic_closeness"])
    close(found["constraint"].values.values(), python["constraint_ig"])
    close([found["ei_index"].value], [sna["EI"]["ei"]])
    close([found["components"].value], [sna["components_weak"]])
    close([details["fragility"]["base"]], [python["fragmentation_F"]])
    close([details["fragility"]["base_distance_weighted"]], [python["fragmentation_DF"]])
    assert found["communities"].value >= python["modularity_leiden_und"] - 1e-9
    if name != "tc_coll":
        close(
            [found["centralisation"].value, details["centralisation"]["out"]],
            [sna["cent_indegree"], sna["cent_outdegree"]],
        )
        close(found["degree"].values.values(), sna["indegree"])
        close(found["core"].values.values(), python["coreness_all"])


@pytest.mark.parametrize("name", REAL)
def test_brokerage_is_that_of_sna(shared, name):
    sna = json.loads((shared / "reference" / "sna.json").read_text())[name]["brokerage"]
    found = analyse(real(shared, name), group="group", replicates=0, keys=["brokerage"])["brokerage"]
    roles, expected = found.details["roles"], found.details["expected"]
    np.testing.assert_allclose([list(row.values()) for row in roles.values()], np.array(sna["raw"])[:, :5])
    np.testing.assert_allclose(
        [list(row.values()) for row in expected.values()], np.array(sna["exp"])[:, :5], atol=1e-9
    )


@pytest.mark.parametrize("name", ["emon_Cheyenne", "emon_MtStHelens", "s50_w1", "tc_coll"])
def test_key_players(shared, name):
    expected = json.loads((shared / "reference" / "keyplayer.json").read_text())[name]
    found = analyse(real(shared, name), keys=["fragility"], replicates=0)["fragility"]
    close([found.value], [expected["k1"]["KPNeg_F"][0]])
    close([max(found.details["without_one_distance_weighted"].values())], [expected["k1"]["KPNeg_DF"][0]])


@pytest.mark.parametrize("name", ["lazega_advice", "s50_w1"])
def test_expected_ei(shared, name):
    expected = json.loads((shared / "reference" / "waves_ei.json").read_text())["ei"][name]
    found = analyse(real(shared, name), group="group", keys=["ei_index"], replicates=0)["ei_index"]
    close([found.value, found.details["expected"]], [expected["obs"], expected["expected_exact"]])


@pytest.mark.parametrize("name", REAL)
def test_effective_size_is_burts(shared, name):
    """networkx 3.6 divides m_jq by the largest tie of q in its matrix path (a broadcasting slip: its own
    documentation and its loop divide by that of j, as Burt does). Both are written here; ours is Burt's."""
    expected = json.loads((shared / "reference" / "python.json").read_text())[name]["effsize_nx"]
    whole = real(shared, name)
    both = whole.binary.astype(float) + whole.binary.T
    shares = both / np.where(both.any(axis=1), both.sum(axis=1), np.nan)[:, None]
    largest = np.where(both.any(axis=1), both.max(axis=1), 1)
    slipped, burt = both / largest[None, :], both / largest[:, None]
    close(((both > 0) * (1 - shares @ slipped.T)).sum(axis=1), expected)
    found = analyse(whole, keys=["effective_size"], replicates=0)["effective_size"]
    close(found.values.values(), ((both > 0) * (1 - shares @ burt.T)).sum(axis=1))
    if name == "tc_coll":
        close(found.values.values(), expected)
