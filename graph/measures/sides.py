"""The claims table as arrays of numbers, so that a hundred thousand claims are averaged voice by voice at once.

What a value of a voice is stands in graph/measures/positions.py, claim by claim; here is the same, all voices at once.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.model import FORCES, HARD_FORCES, INTERVIEW_KINDS

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Names = NDArray[np.object_]
FORCE_ORDER = {force: place for place, force in enumerate(FORCES)}


@dataclass(frozen=True, slots=True)
class Named:
    """What the numbers stand for: voices and holders (one list), sources and levels sorted; the rest one a claim."""

    units: Names
    sources: Names
    levels: tuple[str, ...]
    codings: Names
    holder_labels: Names
    by_labels: Names
    standings: Names
    dates: Names

    def level(self, name: str) -> int:
        """The number of a level, -1 where no claim is at it."""
        return self.levels.index(name) if name in self.levels else -1


@dataclass(frozen=True, slots=True)
class Sides:
    """Claims, one value of each array a claim, in the table's order; `row` is its place in the lists of `named`.

    `actor`: the holder is a body and no case or level. `interview`: said in an interview; `apart`: in what another
    body published. `force` is 1 for what binds, -1 for what asks or hopes, 0 without a force; `strength` is its place
    in FORCES.
    """

    named: Named
    row: Ints
    axis: Ints
    holder: Ints
    by: Ints
    source: Ints
    level: Ints
    by_level: Ints
    side: Ints
    said: Bools
    endorses: Bools
    governs: Bools
    actor: Bools
    interview: Bools
    apart: Bools
    force: Ints
    strength: Ints

    def __len__(self) -> int:
        return len(self.row)

    def where(self, chosen: Bools | Ints) -> "Sides":
        """The claims that are chosen."""
        arrays: dict[str, Any] = {name: getattr(self, name)[chosen] for name in _ARRAYS}
        return replace(self, **arrays)

    def at(self, level: str) -> "Sides":
        """The claims whose holder is at a level."""
        return self.where(self.level == self.named.level(level))

    def heard(self, level: str, by_level: str) -> "Sides":
        """What is heard of those who govern at a level, by the voices at another."""
        here = ~self.said & self.governs & (self.level == self.named.level(level))
        return self.where(here & (self.by_level == self.named.level(by_level)))

    def codings(self) -> tuple[str, ...]:
        """Ids of the codings: duty first, then power, guidance, aspiration, no force; then newer ones; then by id."""
        newest = sorted(range(len(self)), key=lambda i: str(self.named.dates[self.row[i]]), reverse=True)
        order = sorted(newest, key=lambda i: int(self.strength[i]))
        return tuple(dict.fromkeys(str(self.named.codings[self.row[i]]) for i in order))

    def groups(self, units: Ints) -> dict[str, "Sides"]:
        """The claims of each unit, by its name in order; `units` is `holder` or `by`."""
        order = np.argsort(units, kind="stable")
        there, first = np.unique(units[order], return_index=True)
        cuts = [*first.tolist(), len(order)]
        return {
            str(self.named.units[unit]): self.where(order[cuts[i] : cuts[i + 1]])
            for i, unit in enumerate(there.tolist())
        }


_ARRAYS = tuple(f.name for f in fields(Sides) if f.name != "named")


def sides_by_axis(table: pd.DataFrame, axes: list[str]) -> list[Sides]:
    """The claims of every axis, in the order of `axes`; `table` as `claims` makes it."""
    every = sides(table, axes)
    order = np.argsort(every.axis, kind="stable")
    cuts = np.searchsorted(every.axis[order], np.arange(len(axes) + 1))
    return [every.where(order[cuts[i] : cuts[i + 1]]) for i in range(len(axes))]


def sides(table: pd.DataFrame, axes: list[str]) -> Sides:
    """All claims of a claims table as numbers; `axis` is the place in `axes`, -1 for another."""
    n = len(table)
    units, unit_names = _numbered(pd.concat([table["holder"], table["by"]], ignore_index=True))
    levels, level_names = _numbered(pd.concat([table["holder_level"], table["by_level"]], ignore_index=True))
    source, sources = _numbered(table["source"])
    forces = table["force"]
    named = Named(
        units=unit_names,
        sources=sources,
        levels=tuple(level_names.tolist()),
        codings=table["coding"].to_numpy(object),
        holder_labels=table["holder_label"].to_numpy(object),
        by_labels=table["by_label"].to_numpy(object),
        standings=table["holder_standing"].to_numpy(object),
        dates=table["date"].to_numpy(object),
    )
    standing = (table["holder_level"] != "macro") | (table["holder_standing"] == "governs")
    return Sides(
        named=named,
        row=np.arange(n),
        axis=pd.Index(axes).get_indexer(pd.Index(table["axis"])).astype(np.int64),
        holder=units[:n],
        by=units[n:],
        source=source,
        level=levels[:n],
        by_level=levels[n:],
        side=table["side"].to_numpy(np.int64),
        said=(table["claim"] == "said").to_numpy(bool),
        endorses=(table["stance"] == "endorses").to_numpy(bool),
        governs=standing.to_numpy(bool),
        actor=(table["holder_kind"] == "actor").to_numpy(bool),
        interview=table["source_kind"].isin(INTERVIEW_KINDS).to_numpy(bool),
        apart=(table["published_by"] != "").to_numpy(bool),
        force=np.where(forces == "", 0, np.where(forces.isin(HARD_FORCES), 1, -1)).astype(np.int64),
        strength=forces.map(FORCE_ORDER).fillna(len(FORCES)).to_numpy().astype(np.int64),
    )


def _numbered(column: "pd.Series[str]") -> tuple[Ints, Names]:
    codes, names = pd.factorize(column, sort=True)
    return codes.astype(np.int64), np.asarray(names, dtype=object)


def means(names: Names, units: Ints, values: NDArray[np.float64] | Ints) -> dict[str, float]:
    """The mean value of each unit, by name in order."""
    if not len(units):
        return {}
    counts = np.bincount(units)
    there = np.flatnonzero(counts)
    averaged = np.bincount(units, weights=values)[there] / counts[there]
    return dict(zip(names[there].tolist(), averaged.tolist(), strict=True))


def voice_values(said: Sides) -> dict[str, float]:
    """Position of every holder: the mean of its sources' mean sides."""
    if not len(said):
        return {}
    many = len(said.named.sources)
    pairs, place = np.unique(said.holder * many + said.source, return_inverse=True)
    of_source = np.bincount(place, weights=said.side) / np.bincount(place)
    return means(said.named.units, pairs // many, of_source)


def heard_by(heard: Sides) -> dict[str, float]:
    """What each voice hears: the mean side of its claims."""
    return means(heard.named.units, heard.by, heard.side)


def source_means(own: Sides) -> dict[str, float]:
    """Mean side of each source."""
    return means(own.named.sources, own.source, own.side)


def mean_side(own: Sides) -> float | None:
    """The mean side of all claims, every mention counted once; None without one."""
    return float(own.side.mean()) if len(own) else None


def both_sides(said: Sides) -> frozenset[str]:
    """The holders that speak for both poles."""
    size = len(said.named.units)
    negative = np.bincount(said.holder[said.side < 0], minlength=size) > 0
    positive = np.bincount(said.holder[said.side > 0], minlength=size) > 0
    return frozenset(said.named.units[negative & positive].tolist())


def first_rows(units: Ints) -> tuple[Ints, Ints, Ints]:
    """Numbers of the units that occur, in order, with the place of the first claim of each and how many it has."""
    there, first, count = np.unique(units, return_index=True, return_counts=True)
    return there, first, count
