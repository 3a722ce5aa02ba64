"""Where the nodes of a network are drawn: by springs, from a fixed seed, spread so that names find room."""

import networkx as nx
import numpy as np

from graph.measures.networks_shapes import Matrix

SEED = 11
EVEN = 0.5
"""How far places are drawn towards even spacing: 0 leaves them to the springs alone, 1 keeps only their order."""
Place = tuple[float, float]


def places(weights: Matrix) -> dict[int, Place]:
    """x and y in [-1, 1] of every node with a tie, by its row in the symmetric matrix of the ties that are drawn.

    The largest component takes the middle; further ones stand in a column on the right. The same matrix gives the
    same places.
    """
    size = np.abs(weights)
    at, to = np.nonzero(np.triu(size, 1))
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(np.flatnonzero(size.any(axis=1)).tolist())
    pull = 0.3 + size[at, to] / max(float(size.max(initial=0.0)), 1e-12)
    graph.add_weighted_edges_from(zip(at.tolist(), to.tolist(), pull.tolist(), strict=True))
    parts = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c[0]))
    found: dict[int, Place] = {}
    for number, part in enumerate(parts):
        (x, y), wide, tall = _room(number, len(parts))
        for node, (dx, dy) in _spread(graph, part).items():
            found[node] = (round(x + wide * dx, 4), round(y + tall * dy, 4))
    return dict(sorted(found.items()))


def _room(number: int, count: int) -> tuple[Place, float, float]:
    """The middle of a component's room, and half its width and height."""
    if number == 0:
        return ((-0.15, 0.0), 0.85, 1.0) if count > 1 else ((0.0, 0.0), 1.0, 1.0)
    step = 2.0 / (count - 1)
    return (0.86, 1.0 - step * (number - 0.5)), 0.1, min(0.14, step * 0.4)


def _spread(graph: "nx.Graph[int]", part: list[int]) -> dict[int, Place]:
    """A component by springs, each direction stretched to [-1, 1] and half evened out."""
    sprung = nx.spring_layout(graph.subgraph(part), k=2.2 / len(part) ** 0.5, iterations=200, seed=SEED)
    own = np.array([sprung[i] for i in part])
    low, high = own.min(axis=0), own.max(axis=0)
    scaled = 2 * (own - low) / np.maximum(high - low, 1e-9) - 1
    even = 2 * own.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(len(part) - 1, 1) - 1
    mixed = (1 - EVEN) * scaled + EVEN * even
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, mixed, strict=True)}
