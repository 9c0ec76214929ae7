"""The map as SVG, drawn on the server: the same picture on the page, in the PDF and on paper.

Shape, letter and colour say the sector; width and dash say the level. Presentation attributes only, so that it needs
no style sheet. Nothing tells who answered and who did not. Past `MOST_NODES` actors the picture shows groups instead.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import escape

from maillage.diagnosis.map.labels import SIZE, Box, Label, place, short, width_of
from maillage.diagnosis.map.layout import HEIGHT, MARGIN, WIDTH, positions
from maillage.diagnosis.map.pairs import numbers, strongest
from maillage.surveys.kinds.cooperation import LEVELS as SCALE
from maillage.territories.codes import MAP_GROUPS

MOST_NODES = 300
MANY_TIES = 250  # past which lines are thinner, to leave the names readable
KEPT = 32  # pictures a process remembers, of a hundred kilobytes or so
INK, GREY, PAPER = "#1b2a41", "#5c6675", "#ffffff"
TIE = "#8a94a3"
# A colour, a shape and a letter a group. The colours were searched for: 4.5:1 on white at least, and no two of them
# closer than 16 (CIE 1976) for anybody, readers without red, green or blue cones included.
COLOURS = ("#366ce4", "#551482", "#1e4d3d", "#83751b", "#e30071", "#6d3700", "#262533", "#5b6f6b")
SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "pentagon", "down", "plus")
STYLES = {label: (COLOURS[i], SHAPES[i]) for i, label in enumerate(MAP_GROUPS)}
LETTERS = {"École": "É", "Département": "D", "Ville": "V", "CAF et État": "C", "Santé": "S", "Associations": "A", "Habitants": "H", "Autres": "X"}  # fmt: skip
LEVELS = {1: (1.2, "1.5 3.5"), 2: (1.3, "5 4"), 3: (1.9, ""), 4: (3.2, "")}


def draw(snapshot: Mapping[str, Any], *, title: str, desc: str) -> str:
    """The whole picture. The last ones are kept: what is drawn is the key, so that a name withdrawn is drawn anew."""
    drawn = {key: snapshot[key] for key in ("nodes", "ties", "positions") if key in snapshot}
    return _draw(json.dumps(drawn), title, desc)


@lru_cache(maxsize=KEPT)
def _draw(drawn: str, title: str, desc: str) -> str:
    snapshot: Mapping[str, Any] = json.loads(drawn)
    if len(snapshot["nodes"]) > MOST_NODES:
        snapshot = grouped(snapshot)
    where = snapshot.get("positions") or positions(snapshot)
    nodes = {node["id"]: node for node in snapshot["nodes"]}
    sizes = _radii(snapshot)
    circles = {node: (*where[node], sizes[node]) for node in nodes}
    floor = max([HEIGHT, *(y + 24 for _, y, _ in circles.values())])
    tall = floor + 72
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {tall:.0f}" role="img" '
        f'aria-labelledby="map-title map-desc" font-family="IBM Plex Sans" class="map">',
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(desc)}</desc>',
        f'<rect width="{WIDTH:.0f}" height="{tall:.0f}" fill="{PAPER}"/>',
        *_ties(snapshot["ties"], circles),
        *_alone(snapshot, circles),
        *(_node(nodes[node], *circles[node]) for node in sorted(nodes)),
        *_labels(nodes, circles, sizes),
        *_legend({node["group"] for node in nodes.values()}, floor),
        "</svg>",
    ]
    return "".join(parts)


def grouped(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The same network, one node a group: the strongest level between two groups."""
    group = {node["id"]: node["group"] for node in snapshot["nodes"]}
    strongest: dict[tuple[str, str], int] = {}
    for source, target, level in snapshot["ties"]:
        pair = group[source], group[target]
        if pair[0] != pair[1]:
            strongest[pair] = max(level, strongest.get(pair, 0))
    counts = Counter(group.values())
    nodes = [{"id": g, "name": f"{g} ({n})", "group": g, "named": True} for g, n in sorted(counts.items())]
    return {"nodes": nodes, "ties": [[s, t, level] for (s, t), level in sorted(strongest.items())]}


def _radii(snapshot: Mapping[str, Any]) -> dict[str, float]:
    degree = Counter(end for source, target, _ in snapshot["ties"] for end in (source, target))
    scale = 1.0 if len(snapshot["nodes"]) <= 60 else 0.85
    return {
        node["id"]: round(scale * (8 + 1.1 * math.sqrt(degree[node["id"]])), 1) for node in snapshot["nodes"]
    }


def _ties(ties: list[list[Any]], circles: Mapping[str, tuple[float, float, float]]) -> list[str]:
    """One line a pair, at the higher of the two declared levels; weak ties first, under the strong ones."""
    lines = []
    pairs = strongest(ties)
    thin = 1.0 if len(pairs) <= MANY_TIES else 0.7
    for one, two, level in pairs:
        x1, y1, _ = circles[one]
        x2, y2, _ = circles[two]
        width, dash = LEVELS[min(level, 4)]
        # A slight bend tells apart lines that would lie on each other.
        bx, by = (x1 + x2) / 2 + (y2 - y1) * 0.08, (y1 + y2) / 2 - (x2 - x1) * 0.08
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        lines.append(
            f'<path d="M{x1:.1f} {y1:.1f}Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}" fill="none" stroke="{TIE}" '
            f'stroke-width="{width * thin:.2g}"{dashed} data-ends="{escape(one)} {escape(two)}" data-level="{level}"/>'
        )
    return lines


def _node(node: Mapping[str, Any], x: float, y: float, r: float) -> str:
    """An actor: its mark, and its name for whoever points at it."""
    title = f"<title>{escape(node['name'])} ({escape(node['group'])})</title>"
    return f'<g data-node="{escape(node["id"])}">{title}{_mark(node["group"], x, y, r)}</g>'


def _mark(group: str, x: float, y: float, r: float) -> str:
    """Shape, colour and letter of a group."""
    colour, shape = STYLES.get(group, STYLES["Autres"])
    return (
        f'<path d="{_shape(shape, x, y, r)}" fill="{colour}"/>'
        f'<text x="{x:.1f}" y="{y + r * 0.38:.1f}" font-size="{r * 1.05:.1f}" font-weight="600" '
        f'text-anchor="middle" fill="{PAPER}">{LETTERS.get(group, "X")}</text>'
    )


def _shape(shape: str, x: float, y: float, r: float) -> str:
    if shape == "circle":
        return (
            f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"
        )
    if shape == "plus":
        arm, half = 1.15 * r, 0.62 * r
        corners = [(-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half)]
        turned = [*corners, *((-a, -b) for a, b in corners)]
        return "M" + "L".join(f"{x + a:.1f} {y + b:.1f}" for a, b in turned) + "z"
    sides, turn, grow = {
        "square": (4, 45, 1.2), "triangle": (3, -90, 1.35), "diamond": (4, 0, 1.25), "hexagon": (6, 0, 1.1),
        "pentagon": (5, -90, 1.12), "down": (3, 90, 1.35),
    }[shape]  # fmt: skip
    angles = [math.radians(turn + 360 * i / sides) for i in range(sides)]
    points = [f"{x + grow * r * math.cos(a):.1f} {y + grow * r * math.sin(a):.1f}" for a in angles]
    return "M" + "L".join(points) + "z"


def _labels(
    nodes: Mapping[str, Any], circles: Mapping[str, tuple[float, float, float]], sizes: Mapping[str, float]
) -> list[str]:
    """The name of each actor, or its number in the list of actors when the name finds no room."""
    order = sorted(nodes, key=lambda node: (-sizes[node], node))
    known = numbers(nodes.values())
    wanted = [(node, _texts(nodes[node]["name"], known[node])) for node in order if node in known]
    # The frame of the reserve around a node is its largest shape.
    reserve = {node: (x, y, r * 1.35) for node, (x, y, r) in circles.items()}
    lowest = max([HEIGHT - MARGIN, *(y for _, y, _ in circles.values())])
    frame = Box(4, 4, WIDTH - 4, lowest + MARGIN / 2)
    apart = {node for node, (_, y, _) in circles.items() if y > HEIGHT}
    placed = place(wanted, reserve, frame, reserved=[Box(0, HEIGHT - 2, WIDTH, HEIGHT + 28)], beside=apart)
    for node, (*_, number) in wanted:  # no room at all: the number stands there all the same
        x, y, r = circles[node]
        placed.setdefault(node, Label(number, x, round(y + r + SIZE, 1)))
    lines, texts = [], []
    for node, label in placed.items():
        if label.led:
            lines.append(_leader(circles[node], label.x, label.y - SIZE * 0.35))
        # Widths are overestimated: names in a row start together, the others stand around their middle.
        start = round(label.x - width_of(label.text) / 2, 1)
        where = f'x="{start}"' if node in apart else f'x="{label.x}" text-anchor="middle"'
        texts.append(
            f'<text {where} y="{label.y}" font-size="{SIZE:.0f}" fill="{INK}" '
            f'stroke="{PAPER}" stroke-width="4.5" stroke-linejoin="round" paint-order="stroke">{escape(label.text)}</text>'
        )
    return [*lines, *texts]


def _texts(name: str, number: int) -> tuple[str, str]:
    """The name, with its number when it is cut, for two names may begin alike; else the number alone."""
    cut = short(name)
    return cut if cut == name else f"{cut} {number}", str(number)


def _leader(circle: tuple[float, float, float], to_x: float, to_y: float) -> str:
    """A thin line from the edge of an actor to its name."""
    x, y, r = circle
    far = math.hypot(to_x - x, to_y - y)
    a, b = x + (to_x - x) * r * 1.2 / far, y + (to_y - y) * r * 1.2 / far
    return f'<path d="M{a:.1f} {b:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{INK}" stroke-width="0.7"/>'


def _alone(snapshot: Mapping[str, Any], circles: Mapping[str, tuple[float, float, float]]) -> list[str]:
    if not any(y > HEIGHT for _, y, _ in circles.values()):
        return []
    return [
        f'<line x1="{MARGIN:.0f}" x2="{WIDTH - MARGIN:.0f}" y1="{HEIGHT:.0f}" y2="{HEIGHT:.0f}" stroke="#d5dae1"/>',
        f'<text x="{MARGIN:.0f}" y="{HEIGHT + 22:.0f}" font-size="{SIZE:.0f}" fill="{GREY}">Sans lien déclaré dans cette vague</text>',
    ]


def _legend(groups: set[str], floor: float) -> list[str]:
    """Groups on one line, levels on the next."""
    parts = []
    shown = [label for label in MAP_GROUPS if label in groups]
    gap = min(28.0, (WIDTH - 2 * MARGIN - sum(22 + width_of(each) for each in shown)) / max(1, len(shown)))
    x, y = MARGIN + 8, floor + 22
    for label in shown:
        parts.append(_mark(label, x, y, 8.0))
        parts.append(
            f'<text x="{x + 14:.0f}" y="{y + 4.5:.1f}" font-size="{SIZE:.0f}" fill="{INK}">{escape(label)}</text>'
        )
        x += 22 + width_of(label) + gap
    for level, words in list(SCALE.items())[1:]:
        x, y = MARGIN + 200 * (level - 1), floor + 54
        width, dash = LEVELS[level]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{x} {y}h34" fill="none" stroke="{GREY}" stroke-width="{width}"{dashed}/>')
        parts.append(
            f'<text x="{x + 42}" y="{y + 4.5:.1f}" font-size="{SIZE:.0f}" fill="{INK}">{words}</text>'
        )
    return parts
