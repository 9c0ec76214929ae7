"""The map: always the same, names that cover nothing, colours that can be told apart from the paper."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maillage.diagnosis.map import svg
from maillage.diagnosis.map.labels import Box, _box, place, short
from maillage.diagnosis.map.layout import HEIGHT, positions
from maillage.diagnosis.map.pairs import numbers, strongest
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


@example([(60.0, 117.75), (138.0, 76.375)])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(60, 900), st.floats(60, 560)), min_size=1, max_size=30, unique=True))
def test_a_name_covers_no_actor_and_no_other_name(points: list[tuple[float, float]]) -> None:
    circles = {str(i): (x, y, 12.0) for i, (x, y) in enumerate(points)}
    frame = Box(0, 0, 1000, 640)
    found = place([(node, ("Maison de quartier", node)) for node in circles], circles, frame)
    boxes = [_box(label.text, label.x, label.y) for label in found.values()]
    marks = [Box(x - r, y - r, x + r, y + r) for x, y, r in circles.values()]
    assert not [1 for i, box in enumerate(boxes) for other in [*boxes[:i], *marks] if box.meets(other)]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 70), ties)
def test_nobody_on_the_map_is_without_a_word(n: int, found: list[tuple[int, int, int]]) -> None:
    """A name, or the number that the list of actors explains; nothing for those who object."""
    data = snapshot(n, found)
    data["nodes"][0]["named"] = False  # type: ignore[index]
    root = ET.fromstring(svg.draw(data, title="t", desc="d"))
    words = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text") if t.get("paint-order")]
    named = [node for node in data["nodes"] if node["named"]]  # type: ignore[index]
    known = numbers(data["nodes"])  # type: ignore[arg-type]
    expected = {str(node["id"]): {short(node["name"]), str(known[node["id"]])} for node in named}  # type: ignore[index]
    assert len(words) == len(named) == len(set(words))
    assert all(any(word in texts for texts in expected.values()) for word in words)


def test_names_cut_at_the_same_word_are_told_apart_by_their_number() -> None:
    data = snapshot(2, [])
    for node, of in zip(data["nodes"], ("la Verrière", "la Vigne"), strict=True):
        node["name"] = f"École maternelle publique de {of}"  # type: ignore[index]
    picture = svg.draw(data, title="t", desc="d")
    assert ">École maternelle publique de… 1<" in picture
    assert ">École maternelle publique de… 2<" in picture


def test_a_name_withdrawn_leaves_the_picture_that_was_kept() -> None:
    data = snapshot(5, [(0, 1, 2)])
    assert "Structure n°1 " in svg.draw(data, title="t", desc="d")
    data["nodes"][1] = {**data["nodes"][1], "name": "Acteur non nommé", "named": False}  # type: ignore[dict-item]
    assert "Structure n°1 " not in svg.draw(data, title="t", desc="d")


def test_actors_do_not_touch() -> None:
    where = positions(snapshot(60, [(i, (i * 7 + 3) % 60, 2) for i in range(60)]))
    points = list(where.values())
    gaps = [math.dist(a, b) for i, a in enumerate(points) for b in points[:i]]
    assert min(gaps) > 25


def test_a_pair_takes_its_higher_level() -> None:
    assert strongest([["1", "2", 1], ["2", "1", 3], ["1", "3", 2]]) == [("1", "3", 2), ("1", "2", 3)]


def test_a_very_large_network_is_drawn_by_groups() -> None:
    picture = svg.draw(snapshot(301, [(i, i + 1, 2) for i in range(99)]), title="t", desc="d")
    assert picture.count("data-node") == 8


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(colour: str) -> float:
    """With white (WCAG 2)."""
    return 1.05 / (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05)


# Machado, Oliveira & Fernandes 2009 (IEEE TVCG 15:1291), severity 1: what is seen without red, green or blue cones.
SIGHTS = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip


def lab(seen: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* of a linear colour (D65)."""
    t = XYZ @ np.clip(seen, 0, 1) / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_groups_have_the_same_colour_for_anybody(sight: str) -> None:
    """At least 16 apart (CIE 1976): a difference of 2 is just seen, 10 at a glance."""
    seen = [lab(np.array(SIGHTS[sight]) @ linear(colour)) for colour in svg.COLOURS]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 16


def test_every_colour_stands_out_on_paper() -> None:
    assert min(contrast(colour) for colour in svg.COLOURS) >= 4.5
    assert contrast(svg.TIE) >= 3


def test_every_group_has_its_own_mark() -> None:
    assert len(set(svg.STYLES.values())) == len(set(svg.LETTERS.values())) == len(MAP_GROUPS) == 8
    assert set(svg.LETTERS) == set(MAP_GROUPS)
