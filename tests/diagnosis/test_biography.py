"""What became of a tie: a truth told only when the same people answered twice."""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.diagnosis.biography import Biographies, Fate, Moment, _Seen, biographies_of
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.territories.models import Actor
from maillage.territories.services import merge_actors

A, B = 1, 2
Said = tuple[int | None, int | None]  # what A declares of B, what B declares of A; None: no answer


def _wave(number: int, said: Said, *, directed: bool = True) -> _Seen:
    levels = {pair: level for pair, level in zip(((A, B), (B, A)), said, strict=True) if level}
    answered = frozenset(end for end, level in zip((A, B), said, strict=True) if level is not None)
    return _Seen(f"Vague {number}", number, directed, answered, MappingProxyType(levels))


def _life(*waves: Said, one: int = A, other: int = B) -> tuple[Moment, ...]:
    return Biographies(tuple(_wave(n, said) for n, said in enumerate(waves, 1)), {}).of(one, other)


def _fate(before: Said, now: Said) -> Fate | None:
    return _life(before, now)[-1].fate


@pytest.mark.parametrize(
    ("before", "now", "fate"),
    [
        ((0, 0), (2, 0), Fate.NEW),
        ((1, 2), (1, 2), Fate.KEPT),
        ((1, 2), (3, 0), Fate.STRONGER),
        ((4, 2), (1, 3), Fate.WEAKER),
        ((1, 2), (0, 0), Fate.LOST),
        ((0, 0), (0, 0), Fate.ABSENT),
        # One more answer is no new tie, one less is no lost tie.
        ((0, None), (0, 3), Fate.UNSURE),
        ((0, 3), (0, None), Fate.UNSURE),
        ((0, None), (2, None), Fate.UNSURE),
        ((2, None), (0, None), Fate.UNSURE),
        ((None, None), (3, 3), Fate.UNSURE),
        # Declared in both waves, it is there, whoever said so; stronger only by the same mouth.
        ((2, None), (None, 4), Fate.KEPT),
        ((2, None), (2, 4), Fate.KEPT),
        ((2, 4), (3, None), Fate.KEPT),
        ((2, 3), (4, None), Fate.STRONGER),
        ((2, None), (0, 4), Fate.KEPT),
        ((2, None), (0, 0), Fate.LOST),
    ],
)
def test_a_change_is_told_among_those_who_answered_twice(before: Said, now: Said, fate: Fate) -> None:
    assert _fate(before, now) is fate


said = st.tuples(*[st.none() | st.integers(0, 4)] * 2)


@given(said, said)
def test_a_tie_has_no_side(before: Said, now: Said) -> None:
    assert _life(before, now) == _life(before, now, one=B, other=A)


@given(said, said)
def test_a_fate_says_what_the_levels_beside_it_say(before: Said, now: Said) -> None:
    old, new = _life(before, now)
    read = {
        Fate.NEW: old.level == 0 and bool(new.level),
        Fate.LOST: bool(old.level) and new.level == 0,
        Fate.ABSENT: old.level == new.level == 0,
        Fate.KEPT: bool(old.level and new.level),
        Fate.STRONGER: bool(old.level and new.level and new.level > old.level),
        Fate.WEAKER: bool(old.level and new.level and new.level < old.level),
        Fate.UNSURE: None in {old.level, new.level},
    }
    assert new.fate is not None
    assert read[new.fate]


@given(said, said)
def test_a_tie_grows_only_by_the_same_mouth(before: Said, now: Said) -> None:
    fate = _fate(before, now)
    if fate in {Fate.STRONGER, Fate.WEAKER}:
        twice = [(a, b) for a, b in zip(before, now, strict=True) if a is not None and b is not None]
        gap = max(b for _, b in twice) - max(a for a, _ in twice)
        assert (gap > 0) is (fate is Fate.STRONGER)
        assert gap


def test_every_pair_of_answers_has_a_fate() -> None:
    both = list(itertools.product((None, 0, 1, 4), repeat=2))
    assert {_fate(before, now) for before in both for now in both} == set(Fate)


def test_a_level_is_not_told_from_one_side_that_says_no() -> None:
    levels = [each.level for each in _life((0, None), (0, 0), (3, None), (None, None))]
    assert levels == [None, 0, 3, None]


def test_both_sides_that_do_not_agree() -> None:
    assert [each.apart for each in _life((3, 0), (3, 1), (3, None), (0, 0))] == [True, False, False, False]


def test_waves_with_and_without_direction_are_not_compared() -> None:
    waves = (_wave(1, (2, 2)), _wave(2, (3, 3), directed=False))
    assert Biographies(waves, {}).of(A, B)[-1].fate is Fate.UNSURE


def test_without_direction_a_tie_is_that_of_both_ends() -> None:
    waves = (_wave(1, (2, 0), directed=False), _wave(2, (0, 2), directed=False))
    found = Biographies(waves, {}).of(A, B)
    assert (found[-1].fate, found[-1].apart) == (Fate.KEPT, False)


@pytest.fixture
def two_waves(territory: Any, three_actors: list[Actor]) -> list[Actor]:
    """Published snapshots of two waves, an older version of the second, and a third that nobody may read yet."""
    from maillage.surveys.services import create_wave

    said = (({}, "PUBLISHED"), ({0: 1}, "PUBLISHED"), ({0: 3}, "PUBLISHED"), ({0: 4}, "READY"))
    waves: dict[int, Any] = {}
    for number, (ties, state) in zip((1, 2, 2, 3), said, strict=True):
        if number not in waves:
            waves[number] = create_wave(
                territory=territory,
                label=f"Vague {number}",
                opened_on=territory.joined_on,
                roster=three_actors,
            )
        kept = {
            "wave": {"label": f"Vague {number}", "number": number, "directed": True},
            "nodes": [{"id": str(each.pk), "answered": True} for each in three_actors],
            "ties": [[str(three_actors[i].pk), str(three_actors[1].pk), level] for i, level in ties.items()],
        }
        Diagnosis.objects.create(
            territory=territory, wave=waves[number], state=DiagnosisState[state], snapshot=kept
        )
    return three_actors


def test_the_last_published_version_of_each_wave_is_read(
    territory: Any, two_waves: list[Actor], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        ties = biographies_of(territory)
    found = ties.of(two_waves[0].pk, two_waves[1].pk)
    assert [(each.number, each.level, each.fate) for each in found] == [(1, 0, None), (2, 3, Fate.NEW)]
    assert found[1].words == "On se coordonne"


def test_an_actor_merged_since_is_read_under_its_former_line(territory: Any, two_waves: list[Actor]) -> None:
    kept = Actor.objects.create(territory=territory, name="Pôle", sector="EDUCATION", status="VALIDATED")
    merge_actors(keep=kept, duplicate=two_waves[0])
    found = biographies_of(territory)
    assert found.of(kept.pk, two_waves[1].pk)[1].level == 3
    merge_actors(keep=kept, duplicate=two_waves[1])
    assert biographies_of(territory).of(two_waves[0].pk, two_waves[1].pk) == ()


def test_a_tie_of_an_unnamed_actor_is_not_read(territory: Any, two_waves: list[Actor]) -> None:
    Actor.objects.filter(pk=two_waves[0].pk).update(objects_to_naming=True)
    assert biographies_of(territory).of(two_waves[0].pk, two_waves[1].pk) == ()
