"""Reading by role: the published table of small samples, lists worked out by hand, and what no order may change."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage_analysis.opinions import groups
from maillage_analysis.opinions.counts import count
from maillage_analysis.opinions.polis import group_aware_consensus, space
from maillage_analysis.opinions.readings import discoveries, opinions, shared
from maillage_analysis.opinions.votes import Votes
from tests.analysis.test_opinions_polis import votes_of

# Roles, people of each, agree, disagree (the others pass); Polis's product; ours. The table this comes from prints 0.59
# for the product of the last two, which is (13 / 17)² = 0.5848.
SMALL_SAMPLES = [
    (2, 2, 2, 0, 0.56, 0.69),
    (2, 5, 5, 0, 0.73, 0.84),
    (5, 6, 6, 0, 0.51, 0.86),
    (3, 10, 8, 2, 0.42, 0.60),
    (2, 15, 12, 0, 0.58, 0.76),
    (2, 15, 12, 3, 0.58, 0.61),
]


@pytest.mark.parametrize(("roles", "people", "agree", "disagree", "product", "ours"), SMALL_SAMPLES)
def test_small_samples(roles, people, agree, disagree, product, ours):
    one = [1.0] * agree + [-1.0] * disagree + [0.0] * (people - agree - disagree)
    labels = [f"r{i}" for i in range(roles) for _ in range(people)]
    counts = count(votes_of([[vote] for vote in one * roles]), labels)
    assert group_aware_consensus(counts)[0] == pytest.approx(product, abs=0.005)
    score = shared(counts.agree, counts.disagree, counts.seen, np.ones((roles, 1), dtype=bool))
    assert score[0] == pytest.approx(ours, abs=0.005)


def by_role(**votes):
    """Statements in columns: {role: rows of votes}."""
    rows = [row for each in votes.values() for row in each]
    roles = tuple(role for role, each in votes.items() for _ in each)
    return votes_of(rows, roles=roles)


def test_what_brings_together_and_what_divides():
    #                    together, against, divides roles, split everywhere
    parents = [[1, -1, 1, 1]] * 6 + [[1, 0, 1, -1]] * 6
    school = [[1, -1, -1, 1]] * 7 + [[0, -1, -1, -1]] * 5
    found = opinions(by_role(parents=parents, school=school, elected=[[-1, 1, 1, 1]] * 2))
    assert found.people == {"elected": 2, "parents": 12, "school": 12}
    assert found.lists.together == ("s0",)
    assert found.lists.together_against == ()  # half of the parents passed: no majority of them
    assert found.lists.most_against == ("s1",)
    assert found.lists.between_roles == ("s2",)
    assert found.lists.everywhere == ("s2", "s3")
    divided = found.statements["s2"]
    assert (divided.total.agree, divided.total.disagree, divided.total.n) == (14, 12, 26)
    assert set(divided.roles) == {"parents", "school"}  # two elected people are counted, never read
    assert divided.roles["school"].disagree == 12
    assert divided.p_value == pytest.approx(1 / 4001)
    assert found.statements["s3"].p_value > 0.5


def test_a_role_that_hardly_voted_on_a_statement_is_not_read_there():
    parents = [[1, 1]] * 3 + [[np.nan, 1]] * 6
    found = opinions(by_role(parents=parents, school=[[1, 1]] * 6))
    assert set(found.statements["s0"].roles) == {"school"}
    assert found.statements["s0"].agreement is None
    assert found.lists.together == ("s1",)


def test_one_role_alone_is_compared_with_nobody():
    found = opinions(by_role(parents=[[1.0]] * 9))
    assert found.compared.endswith("comparés.")
    assert (found.lists.together, found.lists.between_roles) == ((), ())
    assert found.lists.most == ("s0",)


def test_nobody():
    found = opinions(Votes((), (), np.zeros((0, 0))))
    assert found.withheld
    assert (found.n_answered, found.groups.count) == (0, 0)
    assert opinions(votes_of([[np.nan, np.nan]] * 4)).n_answered == 0


def test_a_statement_moderated_out_is_not_read():
    values = np.ones((12, 2))
    found = opinions(votes_of(values, roles=("a", "b") * 6, moderated_out=np.array([True, False])))
    assert set(found.statements) == {"s1"}
    assert found.lists.together == found.lists.most == ("s1",)


def test_false_alarms_are_counted_together():
    """Benjamini and Hochberg: 0.02 passes beside 0.01 (two tried in three), alone it does not among five."""
    compared = np.ones(3, dtype=bool)
    assert discoveries(np.array([0.01, 0.02, 0.9]), compared).tolist() == [True, True, False]
    assert not discoveries(np.array([0.02, 0.5, 0.6, 0.7, 0.9]), np.ones(5, dtype=bool)).any()
    assert not discoveries(np.ones(3), ~compared).any()


def camps(n, s, *, seed, chance):
    """Two camps of opposite opinions, whose members follow theirs so often."""
    rng = np.random.default_rng(seed)
    profile, camp = rng.choice([-1, 1], (1, s)), rng.integers(0, 2, n)
    own = profile * (1 - 2 * camp)[:, None]
    values = np.where(rng.random((n, s)) < chance, own, rng.choice([-1, 0, 1], (n, s))).astype(float)
    values[rng.random((n, s)) < 0.3] = np.nan
    return votes_of(values), camp


def test_groups_that_are_there_are_found():
    votes, camp = camps(60, 30, seed=1, chance=0.7)
    found = groups.find_groups(votes, space(votes), draws=10)
    assert found.count == 2
    assert groups.rand_index(found.labels, camp) == 1
    assert found.silhouette > 0.5
    assert found.stability > 0.9
    apart = opinions(votes, permutations=20, draws=5).apart
    assert [len(each) for each in apart] == [5, 5]
    assert not set(apart[0]) & set(apart[1])  # nothing sets both apart the same way


def test_noise_has_no_groups_though_they_look_sharp():
    votes, _ = camps(60, 30, seed=2, chance=0.0)
    found = groups.find_groups(votes, space(votes), draws=20)
    assert found.silhouette > groups.SILHOUETTE  # k-means cuts any cloud: this alone says nothing
    assert found.stability < 0.5
    assert found.count == 0
    assert found.withheld == groups.NOT_STABLE
    assert set(found.labels.tolist()) == {-1}


def test_few_people_have_no_groups():
    votes, _ = camps(29, 30, seed=1, chance=0.9)
    assert groups.find_groups(votes, space(votes)).withheld == groups.TOO_FEW_PEOPLE


def test_people_who_all_say_the_same_have_no_groups():
    votes = votes_of(np.ones((40, 8)))
    assert groups.find_groups(votes, space(votes)).withheld == groups.NOT_THERE


def test_silhouette_and_rand_index_by_hand():
    from maillage_analysis.kernels.kernel_groups import silhouette

    points = np.array([[0.0, 0.0], [0.0, 1.0], [10.0, 0.0], [10.0, 1.0]])
    far = (10 + np.sqrt(101)) / 2
    assert silhouette(points, np.array([0, 0, 1, 1]), 2) == pytest.approx((far - 1) / far)
    # 6 people, groups of 3 and 3 against 2 and 4: 4 pairs together in both, (4 - 6 × 7 / 15) / (6.5 - 6 × 7 / 15)
    one, two = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1])
    assert groups.rand_index(one, two) == pytest.approx((4 - 2.8) / (6.5 - 2.8))


def test_k_means_finds_what_trying_every_partition_finds():
    from maillage_analysis.kernels.kernel_groups import kmeans

    rng = np.random.default_rng(4)
    points = rng.normal(size=(9, 2))

    def inertia(labels):
        sets = [points[labels == each] for each in range(3)]
        return sum(((each - each.mean(axis=0)) ** 2).sum() for each in sets if len(each))

    best = min(inertia(np.array(labels)) for labels in itertools.product(range(3), repeat=9))
    centres = np.zeros((3, 2))
    assert kmeans(points, rng.random((50, 3)), centres) == pytest.approx(best)


@st.composite
def any_votes(draw):
    n, s = draw(st.integers(1, 24)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    values = rng.choice(
        [-1.0, 0.0, 1.0], (n, s), p=draw(st.sampled_from([(0.2, 0.2, 0.6), (0, 0, 1), (0.4, 0.2, 0.4)]))
    )
    values[rng.random((n, s)) < draw(st.sampled_from([0.0, 0.3, 0.95]))] = np.nan
    roles = tuple(str(each) for each in rng.choice(["", "a", "b", "c"], n))
    return votes_of(values, roles=roles, moderated_out=rng.random(s) < 0.2)


@settings(max_examples=60, deadline=None)
@given(any_votes())
def test_scores_are_within_bounds_and_counts_add_up(votes):
    found = opinions(votes, permutations=20, draws=0)
    for name, reading in found.statements.items():
        at = votes.statements.index(name)
        assert reading.total.n == np.isfinite(votes.values[:, at]).sum()
        assert sum(each.n for each in reading.roles.values()) <= reading.total.n
        assert all(each.n >= 5 for each in reading.roles.values())
        assert (reading.agreement is None) == (len(reading.roles) < 2)
        for score in (reading.agreement, reading.rejection, reading.p_value):
            assert score is None or 0 < score <= 1
    for listed in (
        found.lists.together,
        found.lists.together_against,
        found.lists.most,
        found.lists.between_roles,
        found.lists.everywhere,
    ):
        assert set(listed) <= set(found.statements)
        assert len(set(listed)) == len(listed)


@settings(max_examples=40, deadline=None)
@given(any_votes(), st.randoms(use_true_random=False))
def test_no_order_changes_the_reading(votes, random):
    people, statements = list(range(votes.n)), list(range(votes.s))
    random.shuffle(people)
    random.shuffle(statements)
    shuffled = Votes(
        tuple(votes.participants[i] for i in people),
        tuple(votes.statements[j] for j in statements),
        votes.values[np.ix_(people, statements)],
        tuple(votes.roles[i] for i in people),
        np.array([not votes.read[j] for j in statements]),
    )
    one, two = (opinions(each, permutations=20, draws=0) for each in (votes, shuffled))
    assert one.people == two.people
    assert one.statements.keys() == two.statements.keys()
    for name, reading in one.statements.items():
        other = two.statements[name]
        assert (reading.total, reading.roles, reading.p_value) == (other.total, other.roles, other.p_value)
        assert reading.agreement == pytest.approx(other.agreement)
    for listed in ("together", "together_against", "between_roles", "everywhere"):
        assert set(getattr(one.lists, listed)) == set(getattr(two.lists, listed))


@settings(max_examples=40, deadline=None)
@given(any_votes(), st.integers(0, 1000))
def test_who_did_not_vote_changes_nothing(votes, seed):
    silent = Votes(
        (*votes.participants, "silent"),
        votes.statements,
        np.vstack([votes.values, np.full((1, votes.s), np.nan)]),
        (*votes.roles, "a"),
        ~votes.read,
    )
    one, two = (opinions(each, permutations=20, draws=0, seed=seed) for each in (votes, silent))
    assert (one.people, one.statements, one.lists.together) == (
        two.people,
        two.statements,
        two.lists.together,
    )


def test_the_plane_does_not_depend_on_the_order_of_people():
    votes, _ = camps(40, 12, seed=3, chance=0.5)
    turned = Votes(votes.participants[::-1], votes.statements, votes.values[::-1])
    one, two = space(votes), space(turned)
    np.testing.assert_allclose(one.components, two.components, atol=1e-10)
    np.testing.assert_allclose(one.positions, two.positions[::-1], atol=1e-10)


@settings(max_examples=40, deadline=None)
@given(any_votes())
def test_the_plane_is_always_made_of_numbers(votes):
    plane = space(votes)
    assert np.isfinite(plane.positions).all()
    lengths = np.linalg.norm(plane.components, axis=1)
    assert all(each == pytest.approx(1) or each == 0 for each in lengths)
