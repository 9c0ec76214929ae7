"""Public figures are public: they are not the territory's secret, and tell of no structure."""

from __future__ import annotations

import pytest

from maillage.diagnosis.blocks import Table
from maillage.sharing.levels import Level, level_of


@pytest.mark.pure
@pytest.mark.parametrize("section", ["perimeter", "families", "prevention"])
def test_tables_that_name_nobody_are_for_everybody(section: str) -> None:
    told = Table(caption="Population", columns=("Où", "Habitants"), rows=(("Rivesable", "10"),))
    assert level_of(section, told, []) == Level.COUNTS
    assert level_of(section, told, ["rivesable"]) == Level.NAMED
