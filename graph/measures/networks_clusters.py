"""Clusters of a discourse network, and how far it falls apart into them: modularity, polarisation, signed modularity.

Sources: Blondel and others (2008) and Clauset, Newman & Moore (2004) for the clusters, found by NetworkX; Newman
(2006), modularity; Krackhardt & Stern (1988), E–I index; Gómez, Jensen & Arenas (2009), modularity with conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from graph.errors import CrosscurrentError
from graph.measures.networks_shapes import Matrix, Network
from graph.measures.resampling import FEWEST

METHODS = ("louvain", "greedy")
RUNS, TIES = 20, 200_000
"""Louvain is run so often and the best run kept, but less often where all runs together would pass so many ties."""


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of the nodes of a congruence network, in its order; 0 stands for a node that agrees with nobody.

    Clusters are numbered from 1, the largest first. `within`: share of all congruence that lies inside clusters;
    `expected`: that share if ties were laid anew with every node's total kept, so that modularity = within − expected.
    `polarisation` = congruence inside less congruence between, as shares: 2 · within − 1, the E–I index turned round.
    `conflict_between`: share of all conflict that lies between clusters. `signed`: modularity that takes conflict
    into account. All None with fewer than three nodes that agree with somebody; `why` says so in words.
    """

    members: tuple[int, ...]
    count: int
    method: str
    seed: int
    within: float | None = None
    expected: float | None = None
    modularity: float | None = None
    polarisation: float | None = None
    conflict_between: float | None = None
    signed: float | None = None
    why: str = ""


def clusters(
    congruence: Network, conflict: Network | None = None, *, method: str = "louvain", seed: int = 0
) -> Clustering:
    """Find clusters by congruence and measure how far they hold apart.

    `conflict` is the conflict network over the same nodes. `method` is louvain (the best of up to 20 runs from `seed`)
    or greedy (without chance). Only positive weights join. Raises CrosscurrentError for an unknown method.
    """
    if method not in METHODS:
        raise CrosscurrentError(f"no method is called {method!r}.", next_step=f"There are: {', '.join(METHODS)}.")
    weights = np.maximum(congruence.weights, 0.0)
    tied = int((weights.sum(axis=1) > 0).sum())
    if tied < FEWEST:
        why = f"{tied or 'no'} of {len(weights)} agree with anybody; {FEWEST} are needed to speak of clusters"
        return Clustering((0,) * len(weights), 0, method, seed, why=why)
    members = _members(weights, method, seed)
    within, expected = _shares(weights, members)
    against = np.maximum(conflict.weights, 0.0) if conflict is not None else np.zeros_like(weights)
    inside_conflict = _shares(against, members)[0] if against.sum() > 0 else None
    return Clustering(
        members=members,
        count=max(members),
        method=method,
        seed=seed,
        within=within,
        expected=expected,
        modularity=within - expected,
        polarisation=2 * within - 1,
        conflict_between=None if inside_conflict is None else 1 - inside_conflict,
        signed=signed_modularity(weights, against, members),
    )


def signed_modularity(positive: Matrix, negative: Matrix, members: Sequence[int]) -> float:
    """Modularity of congruence less that of conflict, each by its share of the whole weight.

    Both matrices are symmetric and not negative; without conflict it is the plain modularity.
    """
    up, down = float(positive.sum()), float(negative.sum())
    total = up + down
    value = 0.0
    for weights, sign in ((positive, up), (negative, -down)):
        if sign:
            within, expected = _shares(weights, members)
            value += sign / total * (within - expected)
    return value


def graph_of(network: Network) -> "nx.Graph[str]":
    """A one-mode network as a graph of NetworkX, or a two-mode one as a bipartite graph.

    Nodes are ids with `label`, `level`, `kind`, `statements` (and `bipartite` 0 or 1); edges have `weight`.
    """
    graph: nx.Graph[str] = nx.Graph()
    modes = (network.rows,) if network.one_mode else (network.rows, network.columns)
    for mode, nodes in enumerate(modes):
        for n in nodes:
            own = {} if network.one_mode else {"bipartite": mode}
            graph.add_node(n.id, label=n.label, level=n.level, kind=n.kind, statements=n.statements, **own)
    edges = network.edges()
    graph.add_weighted_edges_from(zip(edges["source"], edges["target"], edges["weight"].tolist(), strict=True))
    return graph


def _members(weights: Matrix, method: str, seed: int) -> tuple[int, ...]:
    graph: nx.Graph[int] = nx.Graph()
    tied = np.flatnonzero(weights.sum(axis=1) > 0)
    graph.add_nodes_from(tied.tolist())
    at, to = np.nonzero(np.triu(weights, 1))
    graph.add_weighted_edges_from(zip(at.tolist(), to.tolist(), weights[at, to].tolist(), strict=True))
    if method == "louvain":
        found = _louvain(graph, seed)
    else:
        found = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted((sorted(one) for one in found), key=lambda one: (-len(one), one[0]))
    members = [0] * len(weights)
    for number, one in enumerate(ordered, 1):
        for i in one:
            members[i] = number
    return tuple(members)


def _louvain(graph: "nx.Graph[int]", seed: int) -> list[set[int]]:
    """The best of several runs by modularity, the first of equals: one run alone hangs on the order of the nodes."""
    runs = max(1, min(RUNS, TIES // max(graph.number_of_edges(), 1)))
    best: tuple[float, list[set[int]]] = (-2.0, [])
    for run in range(runs):
        found = nx.community.louvain_communities(graph, weight="weight", seed=seed + run)
        value = nx.community.modularity(graph, found, weight="weight")
        if value > best[0] + 1e-12:
            best = (value, found)
    return best[1]


def _shares(weights: Matrix, members: Sequence[int]) -> tuple[float, float]:
    """Share of the weight inside clusters, and what it would be by chance with the same row sums; 0 is no cluster."""
    total = float(weights.sum())
    if total == 0:
        return 0.0, 0.0
    own = np.array(members)
    same = (own[:, None] == own[None, :]) & (own > 0)[:, None]
    strength = weights.sum(axis=1) / total
    expected = sum(float(strength[own == c].sum()) ** 2 for c in np.unique(own[own > 0]))
    return float(weights[same].sum() / total), expected
