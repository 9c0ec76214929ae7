"""The fictional programme on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import fmean
from typing import Final

import pytest

from maillage.demo.places import PLACES, Place
from maillage.demo.plan import PlannedWave, TerritoryPlan, plan_territory
from maillage.territories.codes import ACTOR_TYPES
from maillage.territories.validators import refuse_person_name

TODAY: Final = date(2026, 11, 2)
SEED: Final = 2026
every_place = pytest.mark.parametrize("place", PLACES, ids=[place.slug for place in PLACES])


def _plan(place: Place) -> TerritoryPlan:
    return plan_territory(place, seed=SEED, today=TODAY)


def _n_ties(wave: PlannedWave) -> int:
    return sum(len(ties) for ties in wave.ties.values())


def test_ten_places_in_alphabetical_order() -> None:
    assert len({place.slug for place in PLACES}) == 10


def test_same_seed_same_plan_other_seed_other_plan() -> None:
    assert _plan(PLACES[0]) == _plan(PLACES[0])
    assert plan_territory(PLACES[0], seed=SEED + 1, today=TODAY).waves != _plan(PLACES[0]).waves


@every_place
def test_sizes_and_answers_are_those_of_real_cites(place: Place) -> None:
    for wave in _plan(place).waves:
        assert 30 <= len(wave.roster) <= 80
        assert 0.6 <= len(wave.ties) / len(wave.roster) <= 0.91


@every_place
def test_actors_come_and_go(place: Place) -> None:
    first, *_, last = _plan(place).waves
    assert set(last.roster) - set(first.roster)
    assert set(first.roster) - set(last.roster)


@every_place
def test_no_actor_is_a_natural_person_and_no_name_comes_twice(place: Place) -> None:
    actors = _plan(place).actors
    for actor in actors:
        refuse_person_name(actor.name)
        assert ACTOR_TYPES[actor.actor_type][0] == actor.sector
    assert len({actor.name.lower() for actor in actors}) == len(actors)


@every_place
def test_answers_stay_in_the_roster_and_on_the_scales(place: Place) -> None:
    for wave in _plan(place).waves:
        for teller, ties in wave.ties.items():
            assert {teller, *ties} <= set(wave.roster)
            assert teller not in ties
            assert set(ties.values()) <= {1, 2, 3, 4}
            assert set(wave.trust[teller]) <= set(ties)


@every_place
def test_ends_of_a_tie_sometimes_contradict_each_other(place: Place) -> None:
    wave = _plan(place).waves[-1]
    known = [(a, b) for a, ties in wave.ties.items() for b in ties if b in wave.ties]
    one_sided = sum(a not in wave.ties[b] for a, b in known) / len(known)
    assert 0.05 < one_sided < 0.4


def test_a_growing_territory_gains_ties_and_a_steady_one_does_not() -> None:
    full = replace(PLACES[0], response=(0.9, 0.9, 0.9), size=60)
    first, _, last = _plan(replace(full, growth=0.2)).waves
    assert _n_ties(last) > 1.2 * _n_ties(first)
    first, _, last = _plan(replace(full, growth=0.0)).waves
    assert _n_ties(last) == pytest.approx(_n_ties(first), rel=0.2)


def test_sectors_keep_to_themselves_more_than_chance() -> None:
    plan = _plan(PLACES[7])
    sector = {actor.key: actor.sector for actor in plan.actors}
    wave = plan.waves[0]
    same = fmean(sector[a] == sector[b] for a, ties in wave.ties.items() for b in ties)
    possible = fmean(sector[a] == sector[b] for a in wave.roster for b in wave.roster if a != b)
    assert same > 1.5 * possible
