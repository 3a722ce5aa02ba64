"""Weights of discourse networks: congruence, conflict and their difference, affiliation, and DNA's normalisations.

Formulas after `computeOneModeMatrix` and `computeTwoModeMatrix` of DNA's Exporter, for a boolean qualifier.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.measures.networks import affiliation
from graph.measures.networks_shapes import ONE_MODE, Affiliation, Matrix, Network, Options


def network(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    options: Options,
    labels: Mapping[str, str] | None = None,
) -> Network:
    """The network that `options` asks for, from the Coding, Axis and Message frames of a build."""
    return network_of(affiliation(codings, axes, messages, options, labels), options)


def network_of(found: Affiliation, options: Options) -> Network:
    """The network that `options` asks for, from counted statements."""
    if options.type not in ONE_MODE:
        return Network(options, found.rows, found.columns, _two_mode(found, options))
    sides = found.transposed() if options.between == "messages" else found
    weights = one_mode(sides, options.type, options.normalise)
    return Network(options, sides.rows, sides.rows, weights)


def one_mode(found: Affiliation, kind: str, normalise: str = "none") -> Matrix:
    """Weights between the rows of an affiliation.

    With P and N the counts of agreeing and differing statements: congruence P Pᵀ + N Nᵀ, conflict P Nᵀ + N Pᵀ,
    subtract the first less the second. The diagonal is 0; a divisor of 0 gives 0.
    """
    p, n = found.positive, found.negative
    weights: Matrix = np.zeros((len(p), len(p)))
    if kind in ("congruence", "subtract"):
        weights += p @ p.T + n @ n.T
    if kind in ("conflict", "subtract"):
        both = p @ n.T
        weights += (both + both.T) * (-1.0 if kind == "subtract" else 1.0)
    np.fill_diagonal(weights, 0.0)
    return weights if normalise == "none" else _divided(weights, _divisor(found, normalise))


def _divisor(found: Affiliation, normalise: str) -> Matrix:
    """What DNA divides the weight of each pair by.

    With a the number of statements of a row: average (aᵢ + aⱼ) / 2; cosine aᵢ aⱼ; jaccard, over cells of concept and
    side, the statements of i where j has none, those of j where i has none, and the products where both have some.
    """
    cells = np.hstack([found.positive, found.negative])
    activity = cells.sum(axis=1)
    if normalise == "average":
        halves: Matrix = (activity[:, None] + activity[None, :]) / 2
        return halves
    if normalise == "cosine":
        products: Matrix = np.outer(activity, activity)
        return products
    shared = cells @ (cells > 0).T
    alone = activity[:, None] - shared
    union: Matrix = alone + alone.T + cells @ cells.T
    return union


def _two_mode(found: Affiliation, options: Options) -> Matrix:
    """Rows by columns: how the qualifier counts, divided by the statements of the row or of the column."""
    p, n = found.positive, found.negative
    if options.qualifier == "combine":
        codes: Matrix = (p > 0) * 1.0 + (n > 0) * 2.0
        return codes
    weights: Matrix = p - n if options.qualifier == "subtract" else p + n
    if options.normalise == "none":
        return weights
    axis = 1 if options.normalise == "activity" else 0
    total = (p + n).sum(axis=axis, keepdims=True)
    return _divided(weights, np.broadcast_to(total, weights.shape))


def _divided(weights: Matrix, divisor: Matrix) -> Matrix:
    return np.divide(weights, divisor, out=np.zeros_like(weights), where=divisor != 0)
