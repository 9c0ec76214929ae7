"""Public figures are public: they are not the territory's secret, and tell of no structure."""

from __future__ import annotations

import pytest

from maillage.core.privacy import MIN_RESPONDENTS_PUBLIC
from maillage.diagnosis.blocks import Block, KeyFigure, Paragraph, Table, Withheld
from maillage.diagnosis.sections import Section
from maillage.sharing.freezing import frozen, thawed
from maillage.sharing.levels import Level, level_of


@pytest.mark.pure
@pytest.mark.parametrize("section", ["places", "families", "prevention"])
def test_tables_that_name_nobody_are_for_everybody(section: str) -> None:
    told = Table(caption="Population", columns=("Où", "Habitants"), rows=(("Rivesable", "10"),))
    assert level_of(section, told, []) == Level.COUNTS
    assert level_of(section, told, ["rivesable"]) == Level.NAMED


def votes(n: int) -> Table:
    return Table(
        caption="La plupart sont d’accord", columns=("Énoncé", "Votes"), rows=(("Oui", str(n)),), n_answered=n
    )


def read_by(level: Level, *blocks: Block, section: str, public: bool) -> list[Block]:
    """What a reader of a published version reads of these blocks."""
    kept = frozen([Section(section, "Regards", blocks, "VIEWPOINTS")], names=["ecole des acacias"])
    return [block for each in thawed(kept, upto=level, public=public) for block in each.blocks]


@pytest.mark.pure
@pytest.mark.parametrize("section", ["opinions", "recourse"])
def test_the_public_reads_what_eleven_answered_and_the_territory_the_rest(section: str) -> None:
    few, many = votes(MIN_RESPONDENTS_PUBLIC - 1), votes(MIN_RESPONDENTS_PUBLIC)
    assert read_by(Level.NAMED, few, many, section=section, public=False) == [few, many]
    held, shown = read_by(Level.CATEGORIES, few, many, section=section, public=True)
    assert isinstance(held, Withheld)
    assert shown == many
    assert few.caption not in str(held)  # that a statement is in such a table is already a finding
    assert "10" not in str(held)


@pytest.mark.pure
def test_doors_named_in_situations_stay_in_the_territory() -> None:
    doors = Paragraph(text="Cinq structures ou plus y enverraient\u00a0: École des Acacias.")
    figure = KeyFigure(value="35 %", label="des recours")
    assert read_by(Level.CATEGORIES, doors, figure, section="recourse", public=True) == [figure]
    assert read_by(Level.NAMED, doors, section="recourse", public=False) == [doors]


@pytest.mark.pure
@pytest.mark.parametrize("section", ["grid", "hands", "resources"])
def test_what_a_room_said_stays_in_the_territory(section: str) -> None:
    assert read_by(Level.CATEGORIES, votes(40), section=section, public=True) == []
