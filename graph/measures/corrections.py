"""Corrected p-values where many axes are tested: Holm, and Benjamini–Hochberg.

Sources: Holm (1979), step-down; Benjamini & Hochberg (1995), step-up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.measures.tensions import AxisTension

P = float | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """One p-value as tested, after Holm, and after Benjamini–Hochberg; all None where there was no test."""

    raw: P
    holm: P
    bh: P


@dataclass(frozen=True, slots=True)
class AxisCorrected:
    """The corrected p-values of both gaps of one axis; each family is the axes that have that gap."""

    gap: Corrected
    say_hear: Corrected


def holm(p: Sequence[P]) -> list[P]:
    """Holm's adjusted p-values, in the order given; None stays None and is not counted.

    Sorted upwards, the ith of m is max over j <= i of (m - j + 1) · p(j), at most 1. It bounds the chance of even one
    false finding. Source: Holm (1979).
    """
    return _adjusted(p, lambda up, m: np.maximum.accumulate(up * (m - np.arange(m))))


def benjamini_hochberg(p: Sequence[P]) -> list[P]:
    """Benjamini and Hochberg's adjusted p-values, in the order given; None stays None and is not counted.

    Sorted upwards, the ith of m is min over j >= i of m / j · p(j), at most 1. It bounds the expected share of false
    ones among the findings, for independent or positively dependent tests. Source: Benjamini & Hochberg (1995).
    """
    return _adjusted(p, lambda up, m: np.minimum.accumulate((up * m / np.arange(1, m + 1))[::-1])[::-1])


def corrected(found: Sequence[AxisTension]) -> Mapping[str, AxisCorrected]:
    """Both gaps of every axis with corrected p-values, by axis; level gaps and say–hear gaps are two families."""
    gaps = _family([t.gap.p_value for t in found])
    heard = _family([t.say_hear.p_value for t in found])
    return {t.axis: AxisCorrected(a, b) for t, a, b in zip(found, gaps, heard, strict=True)}


def _family(p: Sequence[P]) -> list[Corrected]:
    return [Corrected(*each) for each in zip(p, holm(p), benjamini_hochberg(p), strict=True)]


class _Step(Protocol):
    def __call__(self, up: NDArray[np.float64], m: int, /) -> NDArray[np.float64]: ...


def _adjusted(p: Sequence[P], step: _Step) -> list[P]:
    places = [i for i, each in enumerate(p) if each is not None]
    known = np.array([each for each in p if each is not None], dtype=np.float64)
    order = np.argsort(known, kind="stable")
    result: list[P] = [None] * len(p)
    for place, value in zip(order, np.minimum(step(known[order], len(known)), 1.0), strict=True):
        result[places[place]] = float(value)
    return result
