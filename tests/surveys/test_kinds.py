"""Every kind of question, the same test: a new file is a tested file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.surveys.kinds import kinds

EXAMPLES: dict[str, dict[str, Any]] = {
    "cooperation": {
        "good": {"ties": {"10": 0, "2": 4}},
        "ties": {"2": 4},
        "bad": [
            None,
            [],
            {},
            {"ties": []},
            {"ties": {"2": 5}},
            {"ties": {"2": True}},
            {"ties": {"9": 1}},
            {"ties": {"2": "3"}},
        ],
    },
    "trust": {
        "good": {"ratings": {"10": [None, None, None], "2": [4, None, 3]}},
        "ties": {"2": 4},
        "bad": [
            None,
            {},
            {"ratings": {"2": [1, 2]}},
            {"ratings": {"2": [0, 1, 1]}},
            {"ratings": {"9": [1, 1, 1]}},
            {"ratings": {"2": "114"}},
        ],
    },
}


def test_every_kind_has_its_example() -> None:
    assert set(kinds()) == set(EXAMPLES)


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_a_kind_cleans_and_gives_its_ties(key: str) -> None:
    kind, example = kinds()[key], EXAMPLES[key]
    assert kind.key == key
    assert kind.label
    cleaned = kind.clean(example["good"], {"2", "10"})
    assert cleaned == example["good"]
    assert json.loads(json.dumps(cleaned)) == cleaned
    assert kind.clean(cleaned, {"2", "10"}) == cleaned
    assert kind.ties(cleaned) == example["ties"]
    for bad in example["bad"]:
        with pytest.raises(ValidationError):
            kind.clean(bad, {"2", "10"})
