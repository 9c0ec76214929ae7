"""Reading by role, in figures fit for thirty people: what brings them together, what most think, what sets them apart.

Polis multiplies over the groups the probability to agree: with five groups of six, unanimity scores like the toss of a
coin, and passing like disagreeing. Here the score of a statement is the geometric mean over the roles of
P(agree) × (1 - P(disagree)), with Jeffreys' prior: it does not fall with the number of roles, and passing costs less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from maillage_analysis.opinions.counts import Counts, Ints, count
from maillage_analysis.opinions.groups import DRAWS, Groups, find_groups
from maillage_analysis.opinions.polis import consensus, representative, space, who_is_in
from maillage_analysis.opinions.votes import Array, Mask, Votes
from maillage_analysis.results import Result

SMALLEST: Final = 5  # people of a role, on a statement, for this role to be read
PERMUTATIONS: Final = 4000  # one statement among two hundred can then be told
FALSE_ALARMS: Final = 0.05  # among the statements said to divide the roles (Benjamini and Hochberg 1995)
SPLIT: Final = 1 / 3  # each way, of those who voted: « shared everywhere »
CONVENTION: Final = "geometric mean over roles, Jeffreys, P(agree)(1-P(disagree))"
NOBODY: Final = "Personne n’a voté."
ONE_ROLE: Final = "Moins de deux rôles comptent assez de votes\u202f: les rôles ne sont pas comparés."


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Votes of some people on a statement."""

    agree: int
    disagree: int
    passes: int

    @property
    def n(self) -> int:
        """People who voted, passes included."""
        return self.agree + self.disagree + self.passes


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is read of one statement. Scores and p_value are None when fewer than two roles voted enough.

    agreement, rejection: consensus across the roles, for and against, from 0 to 1. p_value: that the roles differ so
    much by chance.
    """

    total: Tally
    roles: Mapping[str, Tally]
    agreement: float | None = None
    rejection: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Names of statements, the clearest first.

    together: a majority of each role agrees; together_against: of each role disagrees. most, most_against: of all,
    whatever the roles. between_roles: some roles lean to agree where others do not. everywhere: many agree and many
    disagree.
    """

    together: tuple[str, ...]
    together_against: tuple[str, ...]
    most: tuple[str, ...]
    most_against: tuple[str, ...]
    between_roles: tuple[str, ...]
    everywhere: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Opinions(Result):
    """Every statement read, and lists of them. people: voters of each role, those too few to be read included.

    apart: for each group of opinion, the statements that set it apart, and whether it agrees with them.
    compared: "" or why the roles are not compared (French).
    """

    people: Mapping[str, int]
    statements: Mapping[str, Reading]
    lists: Lists
    groups: Groups
    apart: tuple[tuple[tuple[str, bool], ...], ...]
    compared: str


def opinions(
    votes: Votes,
    *,
    smallest: int = SMALLEST,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
    draws: int = DRAWS,
) -> Opinions:
    """Read votes by role first, then look for groups. Statements moderated out are not read; nor who did not vote."""
    votes = votes.of(votes.cast > 0)
    people = Counter(votes.roles)
    roles = tuple(sorted(role for role, n in people.items() if role and n >= smallest))
    counts, total = count(votes, votes.roles, among=roles), count(votes)
    enough = counts.seen >= smallest
    compared = votes.read & (enough.sum(axis=0) >= 2)
    scores = (
        shared(counts.agree, counts.disagree, counts.seen, enough),
        shared(counts.disagree, counts.agree, counts.seen, enough),
        difference(counts, enough & compared[None, :], seed=seed, permutations=permutations),
    )
    inside = votes.of(who_is_in(votes)) if votes.n else votes
    groups = find_groups(inside, space(inside), seed=seed, draws=draws)
    return Opinions(
        n_answered=votes.n,
        convention=CONVENTION,
        withheld="" if votes.n else NOBODY,
        people=dict(sorted(people.items())),
        statements=_statements(votes, counts, total, enough, scores),
        lists=_lists(votes, counts, total, enough, scores),
        groups=groups,
        apart=_apart(inside, groups),
        compared="" if compared.any() else ONE_ROLE,
    )


def _statements(
    votes: Votes, counts: Counts, total: Counts, enough: Mask, scores: tuple[Array, ...]
) -> dict[str, Reading]:
    """Each statement that is read, its scores None where roles cannot be compared."""
    found = {}
    for at in np.flatnonzero(votes.read).tolist():
        roles = {role: _tally(counts, row, at) for row, role in enumerate(counts.labels) if enough[row, at]}
        agreement, rejection, p_value = (float(each[at]) if len(roles) >= 2 else None for each in scores)
        found[votes.statements[at]] = Reading(
            total=_tally(total, 0, at), roles=roles, agreement=agreement, rejection=rejection, p_value=p_value
        )
    return found


def _lists(votes: Votes, counts: Counts, total: Counts, enough: Mask, scores: tuple[Array, ...]) -> Lists:
    agreement, rejection, p_values = scores
    compared: Mask = np.asarray(votes.read & (enough.sum(axis=0) >= 2))
    divided = discoveries(p_values, compared) & _opposed(counts, enough)
    chosen = consensus(total, votes.read)
    return Lists(
        together=_by(votes, agreement, compared & _all_roles(counts.agree, counts, enough)),
        together_against=_by(votes, rejection, compared & _all_roles(counts.disagree, counts, enough)),
        most=tuple(votes.statements[each.statement] for each in chosen if each.agrees),
        most_against=tuple(votes.statements[each.statement] for each in chosen if not each.agrees),
        between_roles=_by(votes, -p_values, compared & divided),
        everywhere=_split(votes, total),
    )


def _apart(votes: Votes, groups: Groups) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Group by group, the largest first: statements with whether the group agrees; nothing when there are no groups."""
    labels = [str(each) for each in groups.labels.tolist()]
    counts = count(votes, labels, among=[str(each) for each in range(groups.count)])
    return tuple(
        tuple((votes.statements[each.statement], each.agrees) for each in chosen)
        for chosen in representative(counts, votes.read)
    )


def _tally(counts: Counts, row: int, at: int) -> Tally:
    agree, disagree, passes = (int(each[row, at]) for each in (counts.agree, counts.disagree, counts.passes))
    return Tally(agree=agree, disagree=disagree, passes=passes)


def probability(successes: Ints, trials: Ints) -> Array:
    """With Jeffreys' prior: half a success and half a failure added."""
    found: Array = (successes + 0.5) / (trials + 1)
    return found


def shared(agree: Ints, disagree: Ints, seen: Ints, enough: Mask) -> Array:
    """(s,) geometric mean over the roles of P(agree) (1 - P(disagree)), from 0 to 1; 0 where no role counts.

    agree, disagree, seen: (roles, s) people; enough: the roles that count for each statement.
    """
    logs = np.log(probability(agree, seen)) + np.log(1 - probability(disagree, seen))
    rows = enough.sum(axis=0)
    found: Array = np.where(
        rows > 0, np.exp(np.where(enough, logs, 0.0).sum(axis=0) / np.maximum(rows, 1)), 0.0
    )
    return found


def _all_roles(successes: Ints, counts: Counts, enough: Mask) -> Mask:
    """More than half of each role that voted enough."""
    most = 2 * successes > counts.seen
    return np.asarray(np.all(most | ~enough, axis=0))


def _opposed(counts: Counts, enough: Mask) -> Mask:
    """More of one role agree than disagree, which another role does not do; or the other way round."""
    lean = np.sign(counts.agree - counts.disagree)
    least, most = (
        np.where(enough, lean, 1).min(axis=0, initial=1),
        np.where(enough, lean, -1).max(axis=0, initial=-1),
    )
    return np.asarray(least < most)


def _by(votes: Votes, score: Array, kept: Mask) -> tuple[str, ...]:
    """The statements kept, the highest score first, then in their own order."""
    at = np.flatnonzero(kept)
    return tuple(votes.statements[i] for i in at[np.argsort(-score[at], kind="stable")].tolist())


def _split(votes: Votes, total: Counts) -> tuple[str, ...]:
    """A third at least agrees and a third disagrees, the most even first."""
    seen = np.maximum(total.seen[0], 1)
    least = np.minimum(total.agree[0], total.disagree[0]) / seen
    return _by(votes, least, votes.read & (total.seen[0] >= 2 * SMALLEST) & (least >= SPLIT))


def difference(counts: Counts, enough: Mask, *, seed: int, permutations: int) -> Array:
    """(s,) p value of each statement: votes dealt again at random between its voters, role sizes kept.

    What is compared is the sum over the roles of n (mean - overall mean)², a vote being worth 1, 0 or -1.
    """
    out = np.ones(enough.shape[1])
    for at in np.flatnonzero(enough.sum(axis=0) >= 2).tolist():
        rows = enough[:, at]
        sizes = counts.seen[rows, at]
        agree, disagree = counts.agree[rows, at], counts.disagree[rows, at]
        rng = np.random.default_rng(seed)  # anew: the order of the statements changes nothing
        dealt = _dealt(sizes, int(agree.sum()), int(disagree.sum()), permutations, rng)
        observed = _spread(sizes, (agree - disagree)[None, :])[0]
        out[at] = (1 + np.count_nonzero(_spread(sizes, dealt) >= observed - 1e-9)) / (permutations + 1)
    return out


def _dealt(sizes: Ints, agree: int, disagree: int, permutations: int, rng: np.random.Generator) -> Ints:
    """(permutations, roles) agreements less disagreements of each role, when votes are dealt at random."""
    first = rng.multivariate_hypergeometric(sizes, agree, size=permutations)
    left, rest = sizes[None, :] - first, np.full(permutations, disagree)
    second, after = np.zeros_like(first), left.sum(axis=1)
    for role in range(len(sizes)):
        after = after - left[:, role]
        second[:, role] = rng.hypergeometric(left[:, role], after, rest)
        rest = rest - second[:, role]
    found: Ints = first - second
    return found


def _spread(sizes: Ints, balance: Ints) -> Array:
    """(…,) sum over the roles of n (mean - overall mean)², from (…, roles) agreements less disagreements."""
    overall = balance.sum(axis=1, keepdims=True) / sizes.sum()
    found: Array = (sizes * (balance / sizes - overall) ** 2).sum(axis=1)
    return found


def discoveries(p_values: Array, compared: Mask) -> Mask:
    """The statements whose p value is low enough among all those compared (Benjamini and Hochberg 1995)."""
    tried = np.sort(p_values[compared])
    passing = np.flatnonzero(tried <= FALSE_ALARMS * np.arange(1, len(tried) + 1) / max(len(tried), 1))
    limit = float(tried[passing[-1]]) if len(passing) else -1.0
    found: Mask = np.asarray(p_values <= limit)
    return found
