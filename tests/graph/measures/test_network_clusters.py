"""Clusters, polarisation, backbones and places on small networks worked by hand."""

import networkx as nx
import numpy as np
import pytest

from graph.errors import CrosscurrentError
from graph.measures.networks_backbone import backbone, concept_backbone, disparity
from graph.measures.networks_clusters import clusters, graph_of, signed_modularity
from graph.measures.networks_layout import places
from graph.measures.networks_shapes import Affiliation, Network, Node, Options


def nodes(count, kind="voice"):
    return tuple(Node(f"{kind[0]}{i}", f"{kind} {i}", "macro", kind, 1) for i in range(count))


def net(ties, size=6, kind="congruence"):
    weights = np.zeros((size, size))
    for (a, b), weight in ties.items():
        weights[a, b] = weights[b, a] = weight
    return Network(Options(type=kind), nodes(size), nodes(size), weights)


TRIANGLES = {(0, 1): 1, (1, 2): 1, (0, 2): 1, (3, 4): 1, (4, 5): 1, (3, 5): 1, (2, 3): 1}
"""Two triangles, joined by one tie."""


@pytest.mark.parametrize("method", ["louvain", "greedy"])
def test_two_triangles_are_two_clusters(method):
    found = clusters(net(TRIANGLES), net({(0, 4): 1, (1, 2): 1}, kind="conflict"), method=method, seed=1)
    assert found.members == (1, 1, 1, 2, 2, 2)
    # 6 of 7 ties lie inside. Each cluster has half of all ends: expected 1/4 + 1/4.
    assert found.within == pytest.approx(6 / 7)
    assert found.modularity == pytest.approx(6 / 7 - 1 / 2)
    assert found.polarisation == pytest.approx(6 / 7 - 1 / 7)
    # One of two conflicts lies between.
    assert found.conflict_between == pytest.approx(1 / 2)


def test_modularity_is_that_of_networkx():
    network = net(TRIANGLES | {(0, 3): 2.5})
    found = clusters(network, seed=3)
    graph = graph_of(network)
    groups = [{n.id for n, m in zip(network.rows, found.members, strict=True) if m == c} for c in (1, 2)]
    groups = [g for g in groups if g]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups, weight="weight"))


def test_signed_modularity_takes_conflict_into_account():
    positive, members = net(TRIANGLES).weights, (1, 1, 1, 2, 2, 2)
    plain = 6 / 7 - 1 / 2
    assert signed_modularity(positive, np.zeros((6, 6)), members) == pytest.approx(plain)
    # Conflicts of 0 and 1 with 4 and 5 of weight 7 in all, all between: their own modularity is 0 - 1/2, and they are
    # half of all weight.
    against = net({(0, 4): 1.75, (0, 5): 1.75, (1, 4): 1.75, (1, 5): 1.75}).weights
    assert signed_modularity(positive, against, members) == pytest.approx(plain / 2 + (1 / 2) / 2)


def test_fewer_than_three_that_agree_have_words_and_no_number():
    found = clusters(net({(0, 1): 2}))
    assert (found.modularity, found.polarisation, found.within, found.signed) == (None, None, None, None)
    assert "2 of 6 agree" in found.why
    assert "no of 0" in clusters(net({}, size=0)).why


def test_who_agrees_with_nobody_is_in_no_cluster():
    found = clusters(net(TRIANGLES, size=7))
    assert found.members[6] == 0


def test_a_seed_gives_the_same_clusters_again():
    rng = np.random.default_rng(5)
    ties = {(i, j): float(rng.integers(0, 4)) for i in range(12) for j in range(i)}
    assert clusters(net(ties, 12), seed=9) == clusters(net(ties, 12), seed=9)


def test_negative_weights_join_nobody():
    found = clusters(net(TRIANGLES | {(0, 5): -9.0}, kind="subtract"), seed=1)
    assert found.members == (1, 1, 1, 2, 2, 2)


def test_an_unknown_method_is_told():
    with pytest.raises(CrosscurrentError, match="louvain, greedy"):
        clusters(net(TRIANGLES), method="leiden")


def test_disparity_by_hand():
    # Node 0 has ties 8, 1, 1: strength 10, three ties. Of the tie of 8 alpha is (1 - 0.8) ^ 2 = 0.04, of one of 1
    # (1 - 0.1) ^ 2 = 0.81. The others have one tie alone, for which alpha is (1 - 1) ^ 0 = 1.
    weights = net({(0, 1): 8, (0, 2): 1, (0, 3): 1}, size=4).weights
    found = disparity(weights)
    assert found[0, 1] == found[1, 0] == pytest.approx(0.04)
    assert found[0, 2] == pytest.approx(0.81)
    assert found[1, 2] == 1


def test_backbone_keeps_all_nodes_and_the_sign():
    network = net({(0, 1): -8, (0, 2): 1, (0, 3): 1}, size=4, kind="subtract")
    kept = backbone(network, alpha=0.05)
    assert len(kept.rows) == 4
    assert kept.edges()[["source", "target", "weight"]].values.tolist() == [["v0", "v1", -8]]


def test_backbone_of_two_modes_is_refused():
    two = Network(Options(type="affiliation"), nodes(2), nodes(3, "message"), np.ones((2, 3)))
    with pytest.raises(ValueError, match="one-mode"):
        backbone(two)


def test_concepts_that_join_nobody_go_first_and_lose_nothing():
    # Only voice 0 uses the third message: without it the weights by congruence stay as they are.
    positive = np.array([[2.0, 1, 4], [1, 1, 0], [1, 0, 0]])
    found = Affiliation(nodes(3), nodes(3, "message"), positive, np.zeros((3, 3)))
    steps = concept_backbone(found, "congruence", "none")
    assert [s.left for s in steps] == [2, 1, 0]
    assert steps[0].concept.id == "m2"
    assert steps[0].loss == pytest.approx(0)
    # In the end nothing is left of a spectrum whose sum is 1.
    assert steps[-1].loss == pytest.approx(1)
    assert {s.concept.id for s in steps} == {"m0", "m1", "m2"}


def test_spectral_loss_by_hand():
    # One tie of weight w between two voices: Laplacian eigenvalues 2w and 0, scaled 1 and 0, whatever w is. So
    # the first of two messages can go without loss, and the last loses all.
    found = Affiliation(nodes(2), nodes(2, "message"), np.array([[2.0, 1], [1, 1]]), np.zeros((2, 2)))
    assert [s.loss for s in concept_backbone(found, "congruence", "none")] == pytest.approx([0, 1])


def test_graph_of_two_modes_is_bipartite():
    two = Network(Options(type="affiliation"), nodes(2), nodes(2, "message"), np.array([[1.0, 0], [-2, 3]]))
    graph = graph_of(two)
    assert nx.is_bipartite(graph)
    assert graph.edges["v1", "m0"]["weight"] == -2
    assert graph.nodes["m0"]["bipartite"] == 1


def test_components_stand_apart_from_each_other():
    weights = np.zeros((8, 8))
    for a, b in ((0, 1), (1, 2), (0, 2), (3, 4), (5, 6)):
        weights[a, b] = weights[b, a] = 1
    found = places(weights)
    assert set(found) == set(range(7))
    assert len(set(found.values())) == 7
    assert max(found[i][0] for i in (0, 1, 2)) < min(found[i][0] for i in (3, 4, 5, 6))
