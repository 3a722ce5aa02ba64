"""How strongly a contradiction stands out: five parts between 0 and 1, and their weighted sum."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

WEIGHTS = {"strength": 0.25, "subject": 0.20, "distance": 0.30, "same_body": 0.15, "reviewed": 0.10}
"""The share of each part in the salience; they add up to 1."""

FORCE_STRENGTH = {"duty": 1.0, "power": 0.9, "guidance": 0.7, "aspiration": 0.5}
STANCE_STRENGTH = {"rejects": 0.9, "endorses": 0.7, "reports": 0.6}
DISTANCE = {0: 0.0, 1: 0.7, 2: 1.0}
RANK = {"macro": 0, "meso": 1, "micro": 2}

WORD = re.compile(r"[a-zà-ÿ]{4,}")
EVERYWHERE = """
about after also another because been before being both could does each from have into more most much must only other
over rather same should such than that their them then there these they this those through under upon were what when
where which while whom whose will with within without would
"""
STEM = 7
"""Words count as alike by their first letters: `consult`, `consulted`, `consultation` are one."""


def strength(table: pd.DataFrame) -> NDArray[np.float64]:
    """How strongly each claim is made: by its force where it has one, otherwise by its stance."""
    by_force = table["force"].map(FORCE_STRENGTH)
    filled = by_force.fillna(table["stance"].map(STANCE_STRENGTH)).fillna(0.5)
    return np.asarray(filled, dtype=np.float64)


def words_of(text: str) -> list[str]:
    """The words of a text that carry its subject, shortened to their first letters."""
    passed_over = set(EVERYWHERE.split())
    return [w[:STEM] for w in WORD.findall(text.lower()) if w not in passed_over]


class Subjects:
    """Likeness of subject between texts: cosine of TF-IDF vectors over the texts given (Salton & Buckley 1988).

    `idf = ln((1 + N) / (1 + df)) + 1`; vectors have length 1, or 0 for a text without words.
    """

    def __init__(self, texts: list[str]) -> None:
        words = [words_of(t) for t in texts]
        vocabulary = {w: i for i, w in enumerate(sorted({w for ws in words for w in ws}))}
        counts = np.zeros((len(texts), max(1, len(vocabulary))), dtype=np.float32)
        for row, ws in enumerate(words):
            for w in ws:
                counts[row, vocabulary[w]] += 1
        frequency = (counts > 0).sum(axis=0)
        weighted = counts * (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
        lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
        self._vectors = np.divide(weighted, lengths, out=np.zeros_like(weighted), where=lengths > 0)

    def likeness(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
        """Matrix of likeness in [0, 1] between the texts at `rows` and those at `others`."""
        product = self._vectors[rows] @ self._vectors[others].T
        likeness: NDArray[np.float64] = np.clip(product, 0, 1).astype(np.float64)
        return likeness
