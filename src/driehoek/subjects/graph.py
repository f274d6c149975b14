"""The network of a case as a graph: where to draw what, the shortest way between two, what ties the rest.

Pure Python over ids. igraph is loaded when it is asked for, because commands must start fast. Nothing here says
anything about persons: it counts what was written down.
"""

from __future__ import annotations

import hashlib
import math
import random
import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from driehoek.subjects.models import Certainty

if TYPE_CHECKING:
    from igraph import Graph

SEED: Final = 20261124
ROUNDS: Final = 300
# Counting shortest paths takes nodes times links steps; above this a page would wait too long.
MOST_STEPS: Final = 4_000_000
# A way is first of all short; of two that are as short, the more certain one is told.
DOUBT: Final[Mapping[str, float]] = {
    Certainty.CONFIRMED: 1.0,
    Certainty.LIKELY: 1.001,
    Certainty.UNVERIFIED: 1.002,
}
_drawing = threading.Lock()


@dataclass(frozen=True)
class Edge:
    """A link between two nodes, by its id, with how certain it is."""

    id: uuid.UUID
    one: uuid.UUID
    other: uuid.UUID
    certainty: str


@dataclass(frozen=True)
class Way:
    """The shortest way between two nodes: the nodes in order, the links between them."""

    nodes: tuple[uuid.UUID, ...]
    edges: tuple[uuid.UUID, ...]


def places(nodes: Sequence[uuid.UUID], edges: Sequence[Edge]) -> dict[uuid.UUID, tuple[float, float]]:
    """Return where each node is drawn, both coordinates from 0 to 1.

    Each begins at a place that follows from its id, and the random numbers are the same each time: the picture is the
    same until what is known changes, and then it changes little.
    """
    if not nodes:
        return {}
    graph, _order = _graph(nodes, edges)
    start = [_start(node) for node in nodes]
    import igraph

    with _drawing:
        igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing, no secret
        layout = graph.layout_fruchterman_reingold(niter=ROUNDS, seed=start, grid=False)
    return dict(zip(nodes, _fitted(layout.coords), strict=True))


def _start(node: uuid.UUID) -> tuple[float, float]:
    digest = hashlib.sha256(node.bytes).digest()
    angle = int.from_bytes(digest[:4]) / 2**32 * 2 * math.pi
    far = 2 + int.from_bytes(digest[4:8]) / 2**32 * 4
    return math.cos(angle) * far, math.sin(angle) * far


def _fitted(coords: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    xs, ys = [one[0] for one in coords], [one[1] for one in coords]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    if len(coords) == 1:
        return [(0.5, 0.5)]
    return [((x - min(xs)) / wide, (y - min(ys)) / high) for x, y in zip(xs, ys, strict=True)]


def largest_first(nodes: Sequence[uuid.UUID], edges: Sequence[Edge]) -> list[uuid.UUID]:
    """Return the nodes that are tied to most others, by whatever way, first; else in the order in which they come."""
    graph, _order = _graph(nodes, edges)
    components = graph.connected_components()
    sizes = components.sizes()
    place = {node: (-sizes[part], part) for node, part in zip(nodes, components.membership, strict=True)}
    return sorted(nodes, key=place.__getitem__)


def way_between(
    nodes: Sequence[uuid.UUID], edges: Sequence[Edge], start: uuid.UUID, end: uuid.UUID
) -> Way | None:
    """Return the shortest way, or None when nothing ties the two; links that were denied count for nothing."""
    counted = [edge for edge in edges if edge.certainty in DOUBT]
    graph, order = _graph(nodes, counted)
    if start not in order or end not in order or start == end:
        return None
    weights = [DOUBT[edge.certainty] for edge in counted]
    if math.isinf(graph.distances(order[start], order[end])[0][0]):
        return None
    path = graph.get_shortest_path(order[start], to=order[end], weights=weights, output="epath")
    if not path:
        return None
    passed = [start]
    for index in path:
        edge = counted[index]
        passed.append(edge.other if edge.one == passed[-1] else edge.one)
    return Way(tuple(passed), tuple(counted[index].id for index in path))


@dataclass(frozen=True)
class Middle:
    """What stands in the middle of what was written down.

    Attributes:
        most_tied: the node that occurs in most links; None when several do.
        between: the node through which most shortest ways go; None when there is none, or too much to count.
        too_large: whether the ways were left uncounted.
    """

    most_tied: uuid.UUID | None = None
    between: uuid.UUID | None = None
    too_large: bool = False


def middle(nodes: Sequence[uuid.UUID], edges: Sequence[Edge]) -> Middle:
    """Return what stands in the middle; links that were denied count for nothing."""
    counted = [edge for edge in edges if edge.certainty in DOUBT]
    if len(nodes) < 3 or not counted:
        return Middle()
    graph, _order = _graph(nodes, counted)
    tied = _only_top(nodes, graph.degree())
    if len(nodes) * len(counted) > MOST_STEPS:
        return Middle(tied, too_large=True)
    return Middle(tied, _only_top(nodes, graph.betweenness(directed=False)))


def _only_top(nodes: Sequence[uuid.UUID], values: Sequence[float]) -> uuid.UUID | None:
    highest = max(values)
    tops = [node for node, value in zip(nodes, values, strict=True) if value >= highest - 1e-9]
    return tops[0] if highest > 0 and len(tops) == 1 else None


def _graph(nodes: Sequence[uuid.UUID], edges: Sequence[Edge]) -> tuple[Graph, dict[uuid.UUID, int]]:
    import igraph

    order = {node: place for place, node in enumerate(nodes)}
    ends: list[Any] = [(order[edge.one], order[edge.other]) for edge in edges]
    return igraph.Graph(n=len(nodes), edges=ends), order
