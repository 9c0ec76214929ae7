"""What Polis computes: equal to its server on real votes, and to sums done by hand."""

import numpy as np
import pytest

from maillage_analysis.errors import VotesError
from maillage_analysis.opinions import polis
from maillage_analysis.opinions.counts import count
from maillage_analysis.opinions.votes import Votes
from tests.analysis.real_votes import exported, served

NONE = np.nan


def votes_of(values, **given):
    array = np.array(values, dtype=float)
    n, s = array.shape
    return Votes(tuple(f"p{i}" for i in range(n)), tuple(f"s{j}" for j in range(s)), array, **given)


def test_the_plane_is_that_of_the_server(shared):
    votes, math = served(shared)
    plane = polis.space(votes)
    theirs = np.array(math["pca"]["comps"])
    signs = np.sign((plane.components * theirs).sum(axis=1))
    np.testing.assert_allclose(np.abs((plane.components * theirs).sum(axis=1)), 1, atol=1e-10)
    np.testing.assert_allclose(
        -plane.center, math["pca"]["center"], atol=1e-10
    )  # it counts an agreement as -1
    base = math["base-clusters"]
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        (who,) = members
        mine = plane.positions[votes.participants.index(str(who))] * signs
        np.testing.assert_allclose(-mine, [x, y], atol=1e-10)


def grouped(votes, math):
    """The groups that the server published, as labels."""
    base, labels = math["base-clusters"], [""] * votes.n
    for group in math["group-clusters"]:
        for member in group["members"]:
            (who,) = base["members"][base["id"].index(member)]
            labels[votes.participants.index(str(who))] = str(group["id"])
    return labels


def test_given_its_groups_the_figures_are_those_of_the_server(shared):
    votes, math = served(shared)
    counts = count(votes, grouped(votes, math), among=sorted(math["group-votes"]))
    at = {name: j for j, name in enumerate(votes.statements)}
    for row, group in enumerate(counts.labels):
        for name, theirs in math["group-votes"][group]["votes"].items():
            mine = counts.agree[row, at[name]], counts.disagree[row, at[name]], counts.seen[row, at[name]]
            assert mine == (theirs["A"], theirs["D"], theirs["S"])
    aware = polis.group_aware_consensus(counts)
    for name, value in math["group-aware-consensus"].items():
        assert aware[at[name]] == pytest.approx(value, abs=1e-10)
    for row, chosen in enumerate(polis.representative(counts, votes.read)):
        # Of a group that nothing sets apart for sure, the server tells the likeliest statement all the same.
        sure = [
            each
            for each in math["repness"][str(row)]
            if min(each["p-test"], each["repness-test"]) > polis.SURE
        ]
        assert [(int(votes.statements[each.statement]), each.agrees) for each in chosen] == [
            (each["tid"], each["repful-for"] == "agree") for each in sure
        ]
        for mine, each in zip(chosen, sure, strict=True):
            assert (mine.z, mine.ratio, mine.ratio_z) == pytest.approx(
                (each["p-test"], each["repness"], each["repness-test"]), abs=1e-6
            )


def test_consensus_is_that_of_the_server(shared):
    votes, math = served(shared)
    theirs = [(each["tid"], way == "agree", each["p-success"], each["p-test"]) for way in ("agree", "disagree") for each in math["consensus"][way]]  # fmt: skip
    mine = [
        (int(votes.statements[each.statement]), each.agrees, each.probability, each.z)
        for each in polis.consensus(count(votes), votes.read)
    ]
    assert [each[:2] for each in mine] == [each[:2] for each in theirs]
    np.testing.assert_allclose([each[2:] for each in mine], [each[2:] for each in theirs], atol=1e-10)


def test_who_is_in_stays_in_on_the_server(shared):
    votes, math = served(shared)
    inside = {who for who, kept in zip(votes.participants, polis.who_is_in(votes), strict=True) if kept}
    assert inside <= {str(pid) for pid in math["in-conv"]}  # which keeps those it let in when there were few


@pytest.mark.parametrize("name", ["polis_london_youth", "polis_scoop_freshwater"])
def test_counts_are_those_of_the_export(shared, name):
    votes, said = exported(shared, name)
    np.testing.assert_array_equal(votes.cast, said["n-votes"])
    np.testing.assert_array_equal((votes.values == 1).sum(axis=1), said["n-agree"])
    np.testing.assert_array_equal((votes.values == -1).sum(axis=1), said["n-disagree"])
    counts = count(votes)
    np.testing.assert_array_equal(counts.disagree[0], said["disagrees"])
    # For eight statements of the two, the export counts one agreement more than its own lines hold.
    assert set((said["agrees"] - counts.agree[0]).tolist()) <= {0, 1}


def test_the_plane_by_hand():
    """Two camps on two statements: one axis, and somebody who voted once is put twice as far (2 / 1, square root)."""
    votes = votes_of([[1, -1], [1, -1], [-1, 1], [-1, 1], [1, NONE], [-1, NONE]])
    plane = polis.space(votes)
    np.testing.assert_allclose(plane.center, [0, 0])
    np.testing.assert_allclose(np.abs(plane.components[0]), [0.78820544, 0.61541221], atol=1e-8)
    full, once = 0.78820544 + 0.61541221, 0.78820544 * np.sqrt(2)
    np.testing.assert_allclose(np.abs(plane.positions[:, 0]), [full] * 4 + [once] * 2, atol=1e-7)


def test_representative_by_hand():
    """Ten against ten: p = 11/12, ratio = 11, z = 2 √11 / 2 and (11/11 - 1/11) / √(6/11 × 5/11 × 2/11)."""
    counts = count(votes_of([[1.0]] * 10 + [[-1.0]] * 10), ["a"] * 10 + ["b"] * 10)
    ((mine,), (theirs,)) = polis.representative(counts, np.array([True]))
    assert mine.agrees
    assert not theirs.agrees
    z = (10 / 11) / np.sqrt(6 / 11 * 5 / 11 * 2 / 11)
    assert (mine.probability, mine.ratio, mine.z) == pytest.approx((11 / 12, 11, np.sqrt(11)))
    assert mine.ratio_z == pytest.approx(z)
    assert polis.group_aware_consensus(counts)[0] == pytest.approx(11 / 12 * 1 / 12)
    assert polis.consensus(counts, np.array([True])) == ()


def test_who_voted_enough_is_in():
    values = np.full((20, 9), NONE)
    for i in range(20):
        values[i, : 7 if i < 3 else i % 5] = 1
    inside = polis.who_is_in(votes_of(values))
    assert inside[:3].all()
    assert inside.sum() == 15
    assert polis.who_is_in(votes_of(np.ones((20, 3)))).all()  # fewer than seven statements: all of them


def test_a_statement_moderated_out_moves_nobody():
    values = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=float)
    out = np.array([False, True])
    plane = polis.space(votes_of(values, moderated_out=out))
    np.testing.assert_allclose(np.abs(plane.components), [[1, 0], [0, 0]])
    assert polis.consensus(count(votes_of(np.ones((9, 2)))), ~out)[0].statement == 0


@pytest.mark.parametrize(
    "values",
    [[[2.0]], [[0.5]], [[np.inf]]],
)
def test_a_value_that_is_no_vote_is_refused(values):
    with pytest.raises(VotesError, match="a vote is 1"):
        votes_of(values)


def test_shapes_and_names_are_checked():
    with pytest.raises(VotesError, match="same name"):
        Votes(("a", "a"), ("s",), np.zeros((2, 1)))
    with pytest.raises(VotesError, match="array"):
        Votes(("a",), ("s",), np.zeros((2, 1)))
    with pytest.raises(VotesError, match="roles"):
        Votes(("a",), ("s",), np.zeros((1, 1)), ("x", "y"))
    with pytest.raises(VotesError, match="unknown statements"):
        Votes.from_votes([("a", "s", 1)], moderated_out=["t"])
    votes = Votes.from_votes([("a", "s", 1), ("b", "s", 0), ("a", "s", -1)])
    assert votes.values[:, 0].tolist() == [-1, 0]  # the latest counts
    with pytest.raises(ValueError, match="read-only"):
        votes.values[0, 0] = 1
