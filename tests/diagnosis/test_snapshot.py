"""What is frozen, and what never is."""

from __future__ import annotations

import json
from typing import Any

from maillage.diagnosis import snapshot
from maillage.diagnosis.models import Diagnosis
from maillage.surveys.models import Answer, Wave


def make(waves: tuple[Wave, Wave]) -> Diagnosis:
    return Diagnosis.objects.create(territory=waves[1].territory, wave=waves[1], previous_wave=waves[0])


def test_a_snapshot_holds_the_nodes_the_ties_and_who_answered(
    waves: tuple[Wave, Wave], sixteen: list[Any]
) -> None:
    taken = snapshot.take(make(waves))
    assert set(taken.kept) == {"wave", "previous", "nodes", "ties"}
    assert taken.kept["wave"] == {
        "label": "Vague 2",
        "number": 2,
        "opened_on": "2025-02-01",
        "closed_on": None,
        "directed": True,
    }
    assert taken.kept["nodes"][0] == {
        "id": str(sixteen[0].pk),
        "name": "Acteur non nommé",
        "sector": "EDUCATION",
        "group": "École",
        "type": "",
        "answered": False,
        "named": False,
    }
    assert taken.network.n == 16
    assert taken.network.n_answered == 15
    assert taken.network.m == len(taken.kept["ties"]) == 45
    assert set(taken.network.attributes["group"]) == {"École", "Département", "Ville", "Associations"}
    assert taken.previous is not None
    assert taken.previous.m == 32


def test_trust_goes_to_the_analysis_and_never_into_what_is_kept(waves: tuple[Wave, Wave]) -> None:
    taken = snapshot.take(make(waves))
    assert taken.trust is not None
    assert taken.trust.m == 15
    assert taken.trust.n_answered == 15
    without = Answer.objects.filter(kind="trust").delete()
    assert without
    again = snapshot.take(make(waves))
    assert json.dumps(again.kept) == json.dumps(taken.kept)
    assert again.trust is None
    assert again.layers == {}
    assert again.input_hash != taken.input_hash


def test_the_same_answers_give_the_same_hash(waves: tuple[Wave, Wave]) -> None:
    assert snapshot.take(make(waves)).input_hash == snapshot.take(make(waves)).input_hash


def test_the_number_of_queries_does_not_grow(
    waves: tuple[Wave, Wave], django_assert_max_num_queries: Any
) -> None:
    diagnosis = make(waves)
    with django_assert_max_num_queries(16):
        snapshot.take(diagnosis)
