"""What is kept of people is written down: no column appears without a reason (trust.md PRIV-04)."""

from __future__ import annotations

import re

from django.apps import apps

from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "exploitation" / "registre.md"
ROW = re.compile(r"^\| `(\w+\.\w+)` \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
# `age_bands`: the ages a professional works with, never somebody's age.
NEVER = re.compile(
    r"birth|naissance|phone|telephone|postal|street|user_agent|ip_|_ip$|^age(?!_bands$)|child|enfant|famil",
    re.I,
)


def columns() -> dict[str, set[str]]:
    """{model: its columns and many-to-many relations}, for every model of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("maillage.")]
    return {
        model._meta.label: {each.name for each in model._meta.get_fields() if each.concrete} for model in ours
    }


def test_every_column_is_in_the_register() -> None:
    listed = {
        label: (personal.split(), why.strip(), rest.split())
        for label, personal, why, rest in ROW.findall(PAGE.read_text(encoding="utf-8"))
    }
    told = {
        label: [name.strip("`") for name in (*personal, *rest)]
        for label, (personal, _, rest) in listed.items()
    }
    assert {label: set(names) for label, names in told.items()} == columns()
    assert all(len(names) == len(set(names)) for names in told.values())
    assert all(why for _, why, _ in listed.values())


def test_no_column_can_hold_what_is_never_asked() -> None:
    every = [f"{label}.{name}" for label, names in columns().items() for name in names]
    assert len(every) > 100
    assert [each for each in every if NEVER.search(each.split(".")[-1])] == []
