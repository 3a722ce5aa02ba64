"""Interactions of messages: does progress on one help or hinder another, as analysts score it on seven points.

Sources: Nilsson, Griggs & Visbeck (2016) for the scale from -3 cancelling to 3 indivisible; Weitz, Carlsen, Nilsson &
Skånberg (2018) for the cross-impact matrix with row sums (influence given) and column sums (influence received).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

import pandas as pd

from graph.analysts import Score

COLUMNS = ["first", "second", "n", "mean", "median", "lowest", "highest", "coders"]


@dataclass(frozen=True, slots=True)
class Interaction:
    """What scorers say of one directed pair: "does progress on `first` help or hinder `second`?"; one score at least.

    `split`: somebody says that it helps and somebody that it hinders, so that the mean says little.
    """

    first: str
    second: str
    scores: tuple[Score, ...]
    mean: float
    median: float

    @property
    def n(self) -> int:
        """How many scored it."""
        return len(self.scores)

    @property
    def lowest(self) -> int:
        """The lowest score."""
        return min(score.score for score in self.scores)

    @property
    def highest(self) -> int:
        """The highest score."""
        return max(score.score for score in self.scores)

    @property
    def split(self) -> bool:
        """Whether scorers stand on both sides of 0."""
        return self.lowest < 0 < self.highest


@dataclass(frozen=True, slots=True)
class Influence:
    """The sum of a message's scored cells, in one direction; None where none is scored.

    `cells` of `possible` pairs have a score: what has not been scored adds nothing, and is not 0.
    """

    message: str
    total: float | None
    cells: int
    possible: int


@dataclass(frozen=True, slots=True)
class CrossImpact:
    """The matrix: `cells` of scored pairs alone, in the order of `messages`; a pair that is not there is undefined."""

    messages: tuple[str, ...]
    cells: tuple[Interaction, ...]
    given: tuple[Influence, ...]
    received: tuple[Influence, ...]

    def cell(self, first: str, second: str) -> Interaction | None:
        """The cell of one directed pair; None where nobody scored it."""
        return next((c for c in self.cells if (c.first, c.second) == (first, second)), None)


def cross_impact(scores: Iterable[Score], messages: Sequence[str]) -> CrossImpact:
    """Lay scores out as a matrix over `messages`, in their order; scores of other messages are passed over.

    Of several scores of one coder on one pair the last counts. A cell is the mean over its scorers; a row sum adds
    the means of what a message does to others, a column sum those of what others do to it.
    """
    places = {message: i for i, message in enumerate(messages)}
    latest: dict[tuple[str, str, str], Score] = {}
    for score in scores:
        if score.first in places and score.second in places and score.first != score.second:
            latest[(score.first, score.second, score.coder)] = score
    pairs: dict[tuple[str, str], list[Score]] = {}
    for (first, second, _), score in sorted(latest.items()):
        pairs.setdefault((first, second), []).append(score)
    ordered = sorted(pairs, key=lambda pair: (places[pair[0]], places[pair[1]]))
    cells = tuple(_interaction(pair, pairs[pair]) for pair in ordered)
    possible = max(len(places) - 1, 0)
    return CrossImpact(
        messages=tuple(places),
        cells=cells,
        given=tuple(_influence(m, [c.mean for c in cells if c.first == m], possible) for m in places),
        received=tuple(_influence(m, [c.mean for c in cells if c.second == m], possible) for m in places),
    )


def _interaction(pair: tuple[str, str], scores: Sequence[Score]) -> Interaction:
    values = [score.score for score in scores]
    return Interaction(*pair, tuple(scores), float(mean(values)), float(median(values)))


def _influence(message: str, means: Sequence[float], possible: int) -> Influence:
    return Influence(message, sum(means) if means else None, len(means), possible)


def interaction_table(found: CrossImpact) -> pd.DataFrame:
    """Every directed pair as a row: first, second, n, mean, median, lowest, highest, coders; empty where not scored."""
    by_pair = {(c.first, c.second): c for c in found.cells}
    rows: list[list[object]] = []
    for first in found.messages:
        for second in found.messages:
            cell = by_pair.get((first, second))
            if cell is not None:
                coders = ", ".join(score.coder for score in cell.scores)
                numbers = [cell.n, cell.mean, cell.median, cell.lowest, cell.highest]
                rows.append([first, second, *numbers, coders])
            elif first != second:
                rows.append([first, second, 0, None, None, None, None, ""])
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"n": "Int64", "mean": float, "median": float, "lowest": "Int64", "highest": "Int64"})
