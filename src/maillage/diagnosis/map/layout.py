"""Where each actor stands on the map: the same network always gives the same picture.

Positions are computed once with the diagnosis and kept in its snapshot. Isolates stand apart, in rows under the rest.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

WIDTH, HEIGHT = 1000.0, 640.0
MARGIN = 60.0
ROW = 3  # isolates a row, each with room for its name
DRAWN_IN = 0.62  # under 1: those far away come nearer, and the middle gets air
APART = 36.0  # least distance between two actors, for their marks not to touch

Positions = dict[str, list[float]]


def positions(snapshot: Mapping[str, Any], seed: int = 0) -> Positions:
    """{node: [x, y]} in a frame of `WIDTH` by `HEIGHT`, isolates under it."""
    ids = [node["id"] for node in snapshot["nodes"]]
    tied = {end for source, target, _ in snapshot["ties"] for end in (source, target)}
    inside = [node for node in ids if node in tied]
    placed = _together(inside, snapshot["ties"], seed)
    return placed | _apart([node for node in ids if node not in tied])


def _together(inside: list[str], ties: list[list[Any]], seed: int) -> Positions:
    if not inside:
        return {}
    import igraph  # slow import

    at = {node: i for i, node in enumerate(inside)}
    edges = sorted({(min(at[s], at[t]), max(at[s], at[t])) for s, t, _ in ties})
    graph = igraph.Graph(n=len(inside), edges=edges)
    igraph.set_random_number_generator(random.Random(seed))
    try:
        start = graph.layout_kamada_kawai()
        layout = graph.layout_fruchterman_reingold(seed=start.coords, niter=300, start_temp=1.0)
    finally:
        igraph.set_random_number_generator(random)
    return _spaced(_fitted(_aired(dict(zip(inside, layout.coords, strict=True)))))


def _aired(points: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """The same directions from the middle, with distances brought nearer to each other."""
    cx, cy = (sum(p[axis] for p in points.values()) / len(points) for axis in (0, 1))
    far = max(math.hypot(x - cx, y - cy) for x, y in points.values()) or 1.0
    moved = {}
    for node, (x, y) in points.items():
        scale = (max(math.hypot(x - cx, y - cy), 1e-9) / far) ** (DRAWN_IN - 1)
        moved[node] = [cx + (x - cx) * scale, cy + (y - cy) * scale]
    return moved


def _spaced(points: Positions) -> Positions:
    """Actors that touch step aside, a little each time, without leaving the frame."""
    where = {node: list(point) for node, point in points.items()}
    nodes = sorted(where)
    for _ in range(60):
        still = True
        for i, one in enumerate(nodes):
            for other in nodes[i + 1 :]:
                dx, dy = where[other][0] - where[one][0], where[other][1] - where[one][1]
                gap = math.hypot(dx, dy)
                if gap >= APART:
                    continue
                still = False
                push = (APART - gap) / 2 + 0.5
                ux, uy = (dx / gap, dy / gap) if gap else (1.0, 0.0)
                _step(where[one], -ux * push, -uy * push)
                _step(where[other], ux * push, uy * push)
        if still:
            break
    return {node: [round(x, 1), round(y, 1)] for node, (x, y) in where.items()}


def _step(point: list[float], dx: float, dy: float) -> None:
    point[0] = min(max(point[0] + dx, MARGIN), WIDTH - MARGIN)
    point[1] = min(max(point[1] + dy, MARGIN), HEIGHT - MARGIN)


def _fitted(points: Mapping[str, list[float]]) -> Positions:
    """Stretch to the frame; the longer side is the wider one."""
    xs, ys = [p[0] for p in points.values()], [p[1] for p in points.values()]
    if max(ys) - min(ys) > max(xs) - min(xs):
        return _fitted({node: [y, x] for node, (x, y) in points.items()})
    spread = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    room = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return {
        node: [
            round(MARGIN + room[0] * (x - min(xs)) / spread[0], 1),
            round(MARGIN + room[1] * (y - min(ys)) / spread[1], 1),
        ]
        for node, (x, y) in points.items()
    }


def _apart(alone: list[str]) -> Positions:
    """Rows of isolates under the frame."""
    step = (WIDTH - 2 * MARGIN) / ROW
    return {
        node: [round(MARGIN + 14.0 + step * (i % ROW), 1), round(HEIGHT + 50.0 + 30.0 * (i // ROW), 1)]
        for i, node in enumerate(alone)
    }
