"""Seating a meeting so that it makes the ties the diagnosis does not find: from people and a published diagnosis to tables.

The ties are those of the published map. Wishes are read to seat people, and never shown: nobody learns who wished what.
Somebody who comes for no actor of the list (a parent, a resident) is taken to have no declared tie.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from maillage.context.models import Action
from maillage.diagnosis.biography import biographies_of
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import latest_published
from maillage.surveys.models import Answer
from maillage.territories.models import Territory

if TYPE_CHECKING:
    from maillage_analysis.seating.reading import Plan
    from maillage_analysis.seating.room import Room

SEED: Final = 2021
DRAWS: Final = 40  # seatings at random, for what a plan is compared with
Seats = Mapping[tuple[int, int], int]  # {(guest, round): table}, from 1


@dataclass(frozen=True)
class Guest:
    """Somebody to seat. key: what the caller knows them by; group: the side they stand for; bands: the ages they work with."""

    key: int
    actor: int | None
    group: str
    nature: str
    languages: frozenset[str]
    bands: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """What is asked of a plan. apart: guests that never sit together; wished: ties that commitments aim at, as actors."""

    tables: int
    rounds: int
    together: tuple[str, ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    wished: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Planned:
    """A plan: where everybody sits, and what can be said of it in plain numbers."""

    seats: dict[tuple[int, int], int]
    told: dict[str, Any]


def seat(territory: Territory, guests: Sequence[Guest], wanted: Wanted, *, seed: int = SEED) -> Planned:
    """Seat everybody. The same people and the same diagnosis give the same plan."""
    from maillage_analysis.seating.planning import plan

    room = _room(territory, guests, wanted)
    return _told(plan(room, seed=seed), room, guests)


def seat_again(
    territory: Territory,
    guests: Sequence[Guest],
    wanted: Wanted,
    before: Seats,
    *,
    absent: Collection[int],
    played: int,
    seed: int = SEED,
) -> Planned:
    """Seat who is there in the rounds not yet played, with few changes of table. absent: guests who did not come."""
    import numpy as np

    from maillage_analysis.seating.planning import replan
    from maillage_analysis.seating.reading import ABSENT, read

    room, rounds = _room(territory, guests, wanted), range(1, wanted.rounds + 1)
    rows = [[before.get((each.key, r), ABSENT + 1) - 1 for each in guests] for r in rounds]
    tables = np.array(rows, dtype=np.int64)
    gone = {i for i, each in enumerate(guests) if each.key in set(absent)}
    made = replan(room, read(room, tables), absent=gone, played=played, seed=seed)
    return _told(made, room, guests)


def _room(territory: Territory, guests: Sequence[Guest], wanted: Wanted) -> Room:
    from maillage_analysis.seating.gains import useful_gains
    from maillage_analysis.seating.room import Room, even

    at = {each.key: i for i, each in enumerate(guests)}
    ties = _ties(territory, guests)
    return Room(
        gains=useful_gains(
            ties.levels,
            answered=ties.answered,
            wished=_wishes(ties, guests, wanted),
            concerns=_concerns(territory, guests),
            lacking=_lacking(ties.diagnosis, guests),
            houses=[str(ties.end(each.actor)) if each.actor else "" for each in guests],
        ),
        seats=even(len(guests), wanted.tables),
        rounds=wanted.rounds,
        groups=tuple(each.group for each in guests),
        kinds=tuple(each.nature for each in guests),
        languages=tuple(each.languages for each in guests),
        apart=frozenset((at[a], at[b]) for a, b in wanted.apart if a in at and b in at),
        together=wanted.together,
    )


@dataclass(frozen=True)
class _Ties:
    """What the published diagnosis declares between the actors of the guests."""

    diagnosis: Diagnosis | None
    levels: Any
    answered: Any
    ends: Mapping[int, int]

    def end(self, actor: int) -> int:
        """The actor that counts today."""
        return self.ends.get(actor, actor)


def _ties(territory: Territory, guests: Sequence[Guest]) -> _Ties:
    import numpy as np

    lives, published = biographies_of(territory), latest_published(territory)
    last = lives.waves[-1] if lives.waves else None
    actors = [None if each.actor is None else lives.end(each.actor) for each in guests]
    levels = np.zeros((len(guests), len(guests)), dtype=np.int64)
    if last is not None:
        for i, one in enumerate(actors):
            for j, other in enumerate(actors):
                if one is not None and other is not None and i != j:
                    levels[i, j] = last.said(one, other) or 0
    answered = np.array([last is not None and one in last.answered for one in actors], dtype=bool)
    return _Ties(published, levels, answered, lives.ends)


def _wishes(ties: _Ties, guests: Sequence[Guest], wanted: Wanted) -> Any:
    """(n, n): whose actor asked for more of a tie with whose, or which ties a commitment aims at."""
    import numpy as np

    asked: set[tuple[int, int]] = set()
    for one, other in wanted.wished:
        asked |= {(ties.end(one), ties.end(other)), (ties.end(other), ties.end(one))}
    if ties.diagnosis is not None:
        rows = Answer.objects.filter(participation__wave=ties.diagnosis.wave_id, kind="wish")
        for one, value in rows.values_list("participation__actor", "value"):
            more = (int(pk) for pk, wish in value.get("wishes", {}).items() if wish == "more")
            asked |= {(ties.end(one), ties.end(other)) for other in more}
    ends = [None if each.actor is None else ties.end(each.actor) for each in guests]
    return np.array([[(one, other) in asked for other in ends] for one in ends], dtype=bool)


def _concerns(territory: Territory, guests: Sequence[Guest]) -> list[frozenset[str]]:
    """The ages that each guest works with: what they said, else those of what their actor offers."""
    offered: dict[int, set[str]] = {}
    rows = Action.objects.filter(territory=territory, actors__isnull=False)
    for actor, bands in rows.values_list("actors", "bands"):
        offered.setdefault(actor, set()).update(bands)
    return [each.bands or frozenset(offered.get(each.actor or 0, ())) for each in guests]


def _lacking(diagnosis: Diagnosis | None, guests: Sequence[Guest]) -> Any:
    """(n, n) from 0 to 1: how far under the whole network the ties between two sides are, where the diagnosis may say so."""
    import numpy as np

    found = np.zeros((len(guests), len(guests)))
    if diagnosis is None:
        return found
    rows = {each.key: each for each in diagnosis.findings.filter(scope="wave", key__in=("mixing", "density"))}  # type: ignore[attr-defined]
    mixing, density = rows.get("mixing"), rows.get("density")
    if mixing is None or density is None or mixing.withheld or not density.value.get("value"):
        return found
    place = {side: i for i, side in enumerate(mixing.value["rows"])}
    for i, one in enumerate(guests):
        for j, other in enumerate(guests):
            if one.group in place and other.group in place:
                share = mixing.value["matrix"][place[one.group]][place[other.group]]
                if share is not None:
                    found[i, j] = max(0.0, 1.0 - share / density.value["value"])
    return found


def _told(made: Plan, room: Room, guests: Sequence[Guest]) -> Planned:
    from maillage_analysis.seating.reading import ABSENT

    seats = {
        (guests[i].key, r): int(table) + 1
        for r, row in enumerate(made.tables, 1)
        for i, table in enumerate(row)
        if table != ABSENT
    }
    told = {
        "people": int((made.tables[-1] != ABSENT).sum()),
        "pairs": made.pairs,
        "most_pairs": made.most_pairs,
        "random_pairs": round(_by_chance(made, room)),
        "gain": round(made.gain, 3),
        "bound": round(made.bound, 3),
        "again": made.again,
        "broken": [
            {
                "rule": each.rule,
                "round": each.round + 1,
                "table": each.table + 1,
                "people": [guests[i].key for i in each.people],
            }
            for each in made.broken
        ],
    }
    return Planned(seats, told)


def _by_chance(made: Plan, room: Room) -> float:
    """How many useful pairs would meet at tables of the same sizes, had people drawn them."""
    import numpy as np

    from maillage_analysis.seating.reading import read

    rng = np.random.default_rng(SEED)
    drawn = [read(room, np.array([rng.permutation(row) for row in made.tables])) for _ in range(DRAWS)]
    return fmean(each.pairs for each in drawn)
