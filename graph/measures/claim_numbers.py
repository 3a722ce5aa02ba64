"""Claims as numbers: the tables of claims that pairs are found in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from graph.measures import salience as s
from graph.measures.claims import claims
from graph.measures.pools import ELSE, GOVERNS, WHOLE, Claims
from graph.measures.salience import Ints
from graph.measures.subjects import around, vectors
from graph.model import LEVELS

FROM_CODING = ("quote", "status", "passage", "memo", "start_offset", "end_offset")


@dataclass(frozen=True, slots=True)
class Known:
    """The claims that can contradict each other, ordered by axis, coding and claim.

    `table`: one row a claim; `own` and `sides`: the same as numbers; `side`: -1 or 1; `place`: where each stands when
    two are put side by side; `beside`: what stands around each quote; `indicators`: by axis the words that tell it.
    """

    table: pd.DataFrame
    own: Claims
    sides: s.Sides
    side: Ints
    place: Ints
    beside: list[str]
    indicators: Mapping[str, Collection[str]]

    def axes(self) -> Iterator[tuple[str, Ints]]:
        """Each axis with the places of its claims."""
        first = np.flatnonzero(~self.table["axis"].duplicated().to_numpy()).tolist()
        names = self.table["axis"].iloc[first].tolist()
        for name, start, stop in zip(names, first, [*first[1:], len(self.table)], strict=False):
            yield name, np.arange(start, stop)

    def texts(self, axis: str, rows: Ints, common: int) -> sparse.csr_array:
        """Vectors of the words of an axis's claims; two that one voice hears in one breath are wholly alike."""
        quotes = self.table["quote"].iloc[rows].tolist()
        words = vectors(quotes, [self.beside[row] for row in rows.tolist()], self.indicators.get(axis, ()), common)
        return sparse.csr_array(sparse.hstack([words, _breaths(self.own.take(rows))], format="csr"))


def _breaths(own: Claims) -> sparse.csr_array:
    """A column for each breath, so that two claims of one are wholly alike."""
    heard = np.flatnonzero(own.breath)
    weight = np.full(len(heard), np.sqrt(s.ALIKE))
    return sparse.csr_array((weight, (heard, own.breath[heard])), shape=(len(own), int(own.breath.max(initial=0)) + 1))


def _breath(table: pd.DataFrame) -> Ints:
    """A number from 1 for each respondent and passage in which something is heard, 0 for all else.

    A person who puts two signals side by side compares them; a document that names both may only list them.
    """
    heard = (table["claim"] == "heard") & (table["voice_kind"] == "case") & (table["passage"] != "")
    codes = _codes(table["passage"]) * len(table) + _codes(table["by"])
    return np.where(heard, np.unique(codes, return_inverse=True)[1] + 1, 0).astype(np.int64)


def known(
    codings: pd.DataFrame,
    classes: Collection[str],
    passages: pd.DataFrame | None,
    indicators: Mapping[str, Collection[str]] | None,
) -> Known:
    """Derive the claims and their numbers; arguments as in `graph.measures.contradictions`."""
    table = claims(codings)
    table = table[table["holder_level"].isin(LEVELS)]
    table = table.join(codings.set_index("id")[list(FROM_CODING)], on="coding")
    table = table.sort_values("axis", kind="stable", ignore_index=True)
    sides = s.sides(table)
    own = _numbers(table, classes, sides.base)
    side = table["side"].to_numpy(dtype=np.int64)
    return Known(table, own, sides, side, _places(table), _beside(table, passages), indicators or {})


def _numbers(table: pd.DataFrame, classes: Collection[str], base: Ints) -> Claims:
    whole = table["holder_kind"] == "level"
    governs = (table["holder_kind"] == "actor") & (table["holder_standing"] == "governs")
    governs &= ~table["holder"].isin(list(classes)) & (table["holder_level"] != "micro")
    voices = {level: place for place, level in enumerate(s.VOICE_LEVELS)}
    return Claims(
        coding=pd.factorize(table["coding"], sort=True)[0].astype(np.int64),
        holder=_codes(table["holder"]),
        level=table["holder_level"].map({x: i for i, x in enumerate(LEVELS)}).to_numpy().astype(np.int64),
        standing=np.where(whole, WHOLE, np.where(governs, GOVERNS, ELSE)).astype(np.int64),
        said=(table["claim"] == "said").to_numpy(dtype=bool),
        personal=((table["holder_kind"] == "case") | (table["holder_level"] == "micro")).to_numpy(dtype=bool),
        voice=table["voice_level"].map(voices).fillna(voices[""]).to_numpy().astype(np.int64),
        source=_codes(table["source"]),
        breath=_breath(table),
        base=base,
    )


def _codes(column: "pd.Series[str]") -> Ints:
    return pd.factorize(column)[0].astype(np.int64)


def _beside(table: pd.DataFrame, passages: pd.DataFrame | None) -> list[str]:
    if passages is None:
        return [""] * len(table)
    known = passages.set_index("id")
    texts, starts = known["text"].to_dict(), known["start_offset"].to_dict()
    columns = (table[name].tolist() for name in ("passage", "start_offset", "end_offset"))
    return [
        around(texts[p], int(a) - starts[p], int(b) - starts[p]) if p in texts else ""
        for p, a, b in zip(*columns, strict=True)
    ]


def _places(table: pd.DataFrame) -> Ints:
    """The order in which two claims stand side by side: said, upper level, earlier date, negative pole."""
    order = pd.DataFrame(
        {
            "heard": table["claim"] != "said",
            "level": table["holder_level"].map({x: i for i, x in enumerate(LEVELS)}),
            "date": table["date"].replace("", "9999"),
            "side": table["side"],
            "coding": table["coding"],
        }
    )
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order.sort_values(list(order.columns)).index.to_numpy()] = np.arange(len(order))
    return ranks
