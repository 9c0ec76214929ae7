"""The map: always the same, names that cover nothing, colours that can be told apart from the paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.diagnosis.map import svg
from maillage.diagnosis.map.labels import Box, place
from maillage.diagnosis.map.layout import HEIGHT, positions
from maillage.diagnosis.map.pairs import strongest
from maillage.territories.codes import MAP_GROUPS

GROUPS = list(MAP_GROUPS)


def snapshot(n: int, ties: list[tuple[int, int, int]]) -> dict[str, list[object]]:
    nodes = [
        {
            "id": str(i),
            "name": f"Structure n°{i} <&>",
            "group": GROUPS[i % 8],
            "named": True,
            "answered": True,
        }
        for i in range(n)
    ]
    return {"nodes": list(nodes), "ties": [[str(s % n), str(t % n), v] for s, t, v in ties if s % n != t % n]}


ties = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(1, 4)), max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), ties)
def test_any_network_gives_one_picture_that_is_well_formed(n: int, found: list[tuple[int, int, int]]) -> None:
    data = snapshot(n, found)
    picture = svg.draw(data, title="Titre & co", desc="<desc>")
    assert picture == svg.draw(data, title="Titre & co", desc="<desc>")
    root = ET.fromstring(picture)
    drawn = [g.get("data-node") for g in root.iter("{http://www.w3.org/2000/svg}g")]
    assert sorted(filter(None, drawn), key=int) == [str(i) for i in range(n)]


def test_those_without_tie_stand_under_the_others() -> None:
    where = positions(snapshot(5, [(0, 1, 2), (1, 2, 1)]))
    assert {node for node, (_, y) in where.items() if y > HEIGHT} == {"3", "4"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(60, 900), st.floats(60, 560)), min_size=1, max_size=30, unique=True))
def test_a_name_covers_no_actor_and_no_other_name(points: list[tuple[float, float]]) -> None:
    circles = {str(i): (x, y, 12.0) for i, (x, y) in enumerate(points)}
    frame = Box(0, 0, 1000, 640)
    found = place([(node, "Maison de quartier") for node in circles], circles, frame)
    from maillage.diagnosis.map.labels import SIZE, width_of

    half = width_of("Maison de quartier") / 2
    boxes = [Box(x - half, y - SIZE, x + half, y + SIZE * 0.3) for x, y in found.values()]
    marks = [Box(x - r, y - r, x + r, y + r) for x, y, r in circles.values()]
    assert not [1 for i, box in enumerate(boxes) for other in [*boxes[:i], *marks] if box.meets(other)]


def test_a_pair_takes_its_higher_level() -> None:
    assert strongest([["1", "2", 1], ["2", "1", 3], ["1", "3", 2]]) == [("1", "3", 2), ("1", "2", 3)]


def test_a_very_large_network_is_drawn_by_groups() -> None:
    picture = svg.draw(snapshot(301, [(i, i + 1, 2) for i in range(99)]), title="t", desc="d")
    assert picture.count("data-node") == 8


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_stands_out_on_paper() -> None:
    contrasts = [1.05 / (luminance(colour) + 0.05) for colour in svg.COLOURS]
    assert min(contrasts) >= 4.5


def test_every_group_has_its_own_mark() -> None:
    assert len(set(svg.STYLES.values())) == len(set(svg.LETTERS.values())) == len(MAP_GROUPS) == 8
    assert set(svg.LETTERS) == set(MAP_GROUPS)
