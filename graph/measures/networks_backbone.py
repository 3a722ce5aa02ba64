"""Backbones: which ties of a network, and which messages, carry its structure.

Two different things share the name. The disparity filter (Serrano, Boguñá & Vespignani 2009) keeps ties; the backbone
of DNA (Leifeld & Henrichsen, rDNA's `dna_backbone`) keeps concepts, here by its nested method.
"""

from dataclasses import dataclass, replace

import numpy as np

from graph.measures.networks_shapes import Affiliation, Matrix, Network, Node
from graph.measures.networks_weights import one_mode

ALPHA = 0.05
"""A tie below this belongs to the backbone."""


@dataclass(frozen=True, slots=True)
class Removed:
    """One step of the nested backbone: the concept that was taken out, and the loss of what is left without it.

    `left` counts the concepts that are left. The last to be taken out carry most.
    """

    concept: Node
    left: int
    loss: float


def disparity(weights: Matrix) -> Matrix:
    """The p-value of every tie by the disparity filter, 1 where there is none: αᵢⱼ = (1 − |wᵢⱼ| / sᵢ) ^ (kᵢ − 1).

    sᵢ is the sum of the absolute weights of i and kᵢ the number of its ties; of the two ends the smaller counts, so a
    tie stays that matters to one of them. `weights` is symmetric. An end with one tie alone never makes it stay.
    """
    size = np.abs(weights)
    strength, degree = size.sum(axis=1), (size > 0).sum(axis=1)
    share = np.divide(size, strength[:, None], out=np.zeros_like(size), where=strength[:, None] > 0)
    alpha = np.power(np.clip(1.0 - share, 0.0, 1.0), np.maximum(degree - 1, 0)[:, None])
    smaller: Matrix = np.where(size > 0, np.minimum(alpha, alpha.T), 1.0)
    return smaller


def backbone(network: Network, alpha: float = ALPHA) -> Network:
    """The network with only the ties whose disparity is below `alpha`; all nodes stay. Only for one mode."""
    if not network.one_mode:
        raise ValueError("the disparity filter is for one-mode networks")
    return replace(network, weights=np.where(disparity(network.weights) < alpha, network.weights, 0.0))


def concept_backbone(found: Affiliation, kind: str = "subtract", normalise: str = "average") -> tuple[Removed, ...]:
    """Take concepts out one by one, each time the one without which least of the network between rows is lost.

    The loss is the spectral distance to the whole network: the sum of absolute differences of the eigenvalues of the
    two Laplacians, each set scaled to the sum 1; negative weights count as 0. Ties go to the concept that comes first.
    Defaults are those of rDNA. It takes as many eigenvalue problems as half the concepts squared.
    """
    whole = _spectrum(one_mode(found, kind, normalise))
    left = list(range(len(found.columns)))
    removed = []
    while left:
        losses = [_loss(whole, found, [j for j in left if j != out], kind, normalise) for out in left]
        best = int(np.argmin(np.round(losses, 12)))
        out = left.pop(best)
        removed.append(Removed(found.columns[out], len(left), losses[best]))
    return tuple(removed)


def _loss(whole: Matrix, found: Affiliation, kept: list[int], kind: str, normalise: str) -> float:
    part = replace(found, positive=found.positive[:, kept], negative=found.negative[:, kept])
    return float(np.abs(whole - _spectrum(one_mode(part, kind, normalise))).sum())


def _spectrum(weights: Matrix) -> Matrix:
    positive = np.maximum(weights, 0.0)
    values: Matrix = np.linalg.eigvalsh(np.diag(positive.sum(axis=1)) - positive)
    total = values.sum()
    return values / total if total > 0 else np.zeros_like(values)
