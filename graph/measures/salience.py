"""How strongly a contradiction stands out: visible parts between 0 and 1, and their weighted sum, in whole numbers.

Parts are kept in ten-thousandths and weights in thousandths, so that the same pair has the same salience wherever and
in whatever order it is summed. Formula, weights and reasons: docs/measures.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.measures.dossiers import conditional_words
from graph.measures.subjects import words_of

Ints = NDArray[np.int64]
WEIGHTS = {
    "strength_a": 0.06,
    "strength_b": 0.06,
    "stance": 0.16,
    "subject": 0.22,
    "sender": 0.15,
    "distance": 0.15,
    "apart": 0.05,
    "plain": 0.10,
    "reviewed": 0.05,
}
"""The share of each part in the salience; they add up to 1."""
PART_WORDS = {
    "strength_a": "how firmly the first side is put",
    "strength_b": "how firmly the second side is put",
    "stance": "whether somebody rejects what another wants",
    "subject": "how close their subjects are",
    "sender": "whether it is one sender or issuer",
    "distance": "how far apart the levels of the voices are",
    "apart": "whether they stand in two documents",
    "plain": "how full and unconditional the words are",
    "reviewed": "how much of it is accepted",
}
"""What each part says, in words for a screen."""

FORCE_STRENGTH = {"duty": 1.0, "guidance": 0.7, "power": 0.6, "aspiration": 0.55}
STANCE_STRENGTH = {"rejects": 0.9, "endorses": 0.65, "reports": 0.65}
STANCE = {"rejects": 1.0, "endorses": 0.3, "reports": 0.3}
VOICE_LEVELS = ("macro", "meso", "micro", "")
DISTANCE = {0: 0.0, 1: 0.7, 2: 1.0}
ONE_LEVEL = {"macro": 0.5, "meso": 0.2, "micro": 0.2}
"""How far a whole level, or a level and one of its bodies, is one sender: the centre is, the many bodies below less."""
FULL = 6
"""A quote with so many words that carry its subject says all that a quote need say."""
ALIKE = 0.5
"""A likeness from which on two quotes are about the same thing."""
SCALE = 10_000
_THOUSANDTHS = {name: round(1000 * weight) for name, weight in WEIGHTS.items()}
TOP = 1000 * SCALE
"""The salience 1 in the whole numbers in which it is summed."""
APART = _THOUSANDTHS["apart"] * SCALE
STEPS: Ints = np.array(
    [
        [0 if "" in (a, b) else round(SCALE * DISTANCE[abs(i - j)]) for j, b in enumerate(VOICE_LEVELS)]
        for i, a in enumerate(VOICE_LEVELS)
    ],
    dtype=np.int64,
)
"""Distance between the places of two voice levels in `VOICE_LEVELS`; a voice at none is at no distance."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What one claim brings to each of its pairs, in ten-thousandths, a value a claim."""

    strength: Ints
    stance: Ints
    plain: Ints
    reviewed: Ints

    @property
    def base(self) -> Ints:
        """One side's share in the salience of its pairs."""
        own = _THOUSANDTHS["strength_a"] * self.strength
        for name in ("stance", "plain", "reviewed"):
            own = own + _THOUSANDTHS[name] // 2 * getattr(self, name)
        return own

    def take(self, rows: "NDArray[np.integer[Any]]") -> "Sides":
        return Sides(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Between:
    """What belongs to pairs, in ten-thousandths, a value a pair."""

    subject: Ints
    sender: Ints
    distance: Ints
    apart: Ints

    @property
    def share(self) -> Ints:
        """What these parts bring to the salience."""
        own = np.zeros(len(self.subject), dtype=np.int64)
        for field in fields(self):
            own += _THOUSANDTHS[field.name] * getattr(self, field.name)
        return own


def sides(table: pd.DataFrame) -> Sides:
    """The parts of each claim: needs the columns force, stance, quote, memo and status.

    `plain` is 0 where the wording is conditional or the coder's memo begins with that word, else the share of `FULL`
    words that the quote has.
    """
    by_force = table["force"].map(FORCE_STRENGTH).astype("float64")
    strength = by_force.fillna(table["stance"].map(STANCE_STRENGTH).astype("float64")).fillna(0.5)
    stance = table["stance"].map(STANCE).astype("float64").fillna(0.0)
    full = {q: 0.0 if conditional_words(q) else min(1.0, len(words_of(q)) / FULL) for q in table["quote"].unique()}
    tied = table["memo"].fillna("").str.lower().str.startswith("conditional")
    plain = table["quote"].map(full).astype("float64").mask(tied, 0.0)
    return Sides(*(_scaled(s) for s in (strength, stance, plain, table["status"] == "accepted")))


def _scaled(values: "pd.Series[float] | pd.Series[bool]") -> Ints:
    return np.rint(SCALE * values.to_numpy(dtype=np.float64)).astype(np.int64)


def subject_part(likeness: NDArray[np.float64]) -> Ints:
    """Closeness of subject from likeness in [0, 1], in ten-thousandths."""
    part: Ints = np.rint(SCALE * np.minimum(1.0, likeness / ALIKE)).astype(np.int64)
    return part


def whole_share(name: str, parts: Ints) -> Ints:
    """What one part brings to the salience."""
    return _THOUSANDTHS[name] * parts


def parts_as_json(a: Sides, b: Sides, between: Between) -> list[str]:
    """The parts of each pair as a JSON object, in the order of `WEIGHTS`."""
    columns: Mapping[str, NDArray[np.float64]] = {
        "strength_a": a.strength / SCALE,
        "strength_b": b.strength / SCALE,
        "stance": (a.stance + b.stance) / (2 * SCALE),
        "plain": (a.plain + b.plain) / (2 * SCALE),
        "reviewed": (a.reviewed + b.reviewed) / (2 * SCALE),
        **{field.name: getattr(between, field.name) / SCALE for field in fields(between)},
    }
    pattern = "{" + ", ".join(f"{json.dumps(name)}: %s" for name in WEIGHTS) + "}"
    rounded = (np.round(columns[name], 4).tolist() for name in WEIGHTS)
    return [pattern % values for values in zip(*rounded, strict=True)]
