"""What a discourse network is asked for by, and what it is made of: options, nodes, counted statements, weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.errors import CrosscurrentError
from graph.measures.claims import OUTSIDE
from graph.model import LEVELS

Matrix = NDArray[np.float64]

ONE_MODE = ("congruence", "conflict", "subtract")
TYPES = (*ONE_MODE, "affiliation")
BETWEEN = ("voices", "actors", "levels", "messages")
CONCEPTS = ("message", "axis")
DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange")
QUALIFIERS = ("subtract", "ignore", "combine", "heard")
NORMALISATIONS = {
    **dict.fromkeys(ONE_MODE, ("none", "average", "jaccard", "cosine")),
    "affiliation": ("none", "activity", "prominence"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What to compute. `levels` and `axes` choose nodes, all where empty; `qualifier` counts for affiliation alone.

    `between` is the mode that one-mode networks join; in an affiliation it names the rows. Words are those of DNA,
    but `none` for its `no`. Raises CrosscurrentError where a word is unknown or two do not go together.
    """

    type: str = "congruence"
    normalise: str = "none"
    duplicates: str = "include"
    between: str = "voices"
    concept: str = "message"
    qualifier: str = "subtract"
    isolates: bool = False
    levels: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _known("type of network", self.type, TYPES)
        _known("normalisation of this type of network", self.normalise, NORMALISATIONS[self.type])
        _known("handling of duplicates", self.duplicates, DUPLICATES)
        _known("mode", self.between, BETWEEN)
        _known("concept", self.concept, CONCEPTS)
        _known("qualifier", self.qualifier, QUALIFIERS)
        for level in self.levels:
            _known("level", level, (*LEVELS, OUTSIDE))
        self._check_pairs()

    def _check_pairs(self) -> None:
        if self.between == "messages" and self.concept == "axis":
            raise CrosscurrentError(
                "two axes neither agree nor differ: which pole is the positive one is a convention.",
                next_step="Join messages by concept message, or voices by concept axis.",
            )
        if self.type != "affiliation":
            return
        if self.between == "messages":
            raise CrosscurrentError(
                "an affiliation network has messages as columns already.",
                next_step="Choose voices, actors or levels as rows.",
            )
        if self.qualifier == "combine" and self.normalise != "none":
            raise CrosscurrentError(
                "combined codes (1, 2, 3) are names and cannot be divided.", next_step="Choose normalisation none."
            )
        if self.qualifier == "heard" and self.concept == "axis":
            raise CrosscurrentError("what is heard is kept by message.", next_step="Choose concept message.")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of either mode; `kind` is voice, level, message or axis, `statements` counts those after duplicates."""

    id: str
    label: str
    level: str
    kind: str
    statements: int


@dataclass(frozen=True, slots=True, eq=False)
class Affiliation:
    """Statements as two matrices, rows by columns: how often each row agrees with, and differs from, each column."""

    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    positive: Matrix
    negative: Matrix

    def transposed(self) -> "Affiliation":
        """The same with columns as rows: what a network between messages is made from."""
        return Affiliation(self.columns, self.rows, self.positive.T, self.negative.T)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A labelled matrix of weights: square and symmetric for one mode, with a diagonal of 0; rectangular for two."""

    options: Options
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    weights: Matrix

    @property
    def one_mode(self) -> bool:
        """Whether rows and columns are the same nodes."""
        return self.options.type in ONE_MODE

    def frame(self) -> pd.DataFrame:
        """The matrix with labels, each made unique by its id where two nodes share one."""
        return pd.DataFrame(self.weights, index=names(self.rows), columns=names(self.columns))

    def edges(self) -> pd.DataFrame:
        """One row a tie that is not 0, heaviest first: ids, labels, levels and weight; each pair once in one mode."""
        weights = np.triu(self.weights, 1) if self.one_mode else self.weights
        at, to = np.nonzero(weights)
        first, second = names(self.rows), names(self.columns)
        made = pd.DataFrame(
            {
                "source": [self.rows[i].id for i in at],
                "target": [self.columns[j].id for j in to],
                "weight": weights[at, to],
                "source_label": [first[i] for i in at],
                "target_label": [second[j] for j in to],
                "source_level": [self.rows[i].level for i in at],
                "target_level": [self.columns[j].level for j in to],
            }
        )
        size = made["weight"].abs()
        return made.assign(size=-size).sort_values(["size", "source", "target"], ignore_index=True).drop(columns="size")


def names(nodes: Sequence[Node]) -> list[str]:
    """Labels of nodes, each made unique by its id where two share one."""
    counts = pd.Series([n.label for n in nodes], dtype=object).value_counts().to_dict()
    return [n.label if counts[n.label] == 1 else f"{n.label} ({n.id})" for n in nodes]


def _known(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise CrosscurrentError(f"no {what} is called {given!r}.", next_step=f"There are: {', '.join(known)}.")
