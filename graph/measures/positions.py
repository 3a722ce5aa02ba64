"""Positions of voices and pulls of levels on an axis, as said and as heard."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.measures.resampling import interval_of_mean
from graph.model import HARD_FORCES


@dataclass(frozen=True, slots=True)
class Pull:
    """The mean of its units' positions in [-1, 1]; None without a unit, no interval with fewer than three.

    `units` are voices, or sources where the measure says so; `codings` counts the codings behind it.
    """

    pull: float | None
    low: float | None
    high: float | None
    units: int
    codings: int


def voice_positions(said: pd.DataFrame) -> pd.DataFrame:
    """Position of every voice on every axis: a case's mean side, a body's mean of its sources' means.

    `said` are said claims. Columns: axis, holder, holder_label, holder_kind, holder_level, holder_standing, position
    in [-1, 1], codings, sources, both_sides (whether it speaks for both poles). A case speaks through one set of
    excerpts as a rule, and a mean over its sources is the same then.
    """
    keys = ["axis", "holder", "holder_kind", "holder_level", "holder_standing"]
    by_source = said.groupby([*keys, "source"], as_index=False).agg(
        mean=("side", "mean"), codings=("coding", "nunique"), low=("side", "min"), high=("side", "max")
    )
    by_voice = by_source.groupby(keys, as_index=False).agg(
        position=("mean", "mean"),
        codings=("codings", "sum"),
        sources=("source", "nunique"),
        low=("low", "min"),
        high=("high", "max"),
    )
    by_voice["both_sides"] = by_voice["low"] < by_voice["high"]
    labels = said.drop_duplicates("holder").set_index("holder")["holder_label"]
    by_voice["holder_label"] = by_voice["holder"].map(labels)
    return by_voice.drop(columns=["low", "high"]).sort_values(["axis", "holder"], ignore_index=True)


def heard_values(heard: pd.DataFrame) -> pd.DataFrame:
    """What each voice hears of each level, one value a voice: the mean side of its heard claims.

    `heard` are heard claims. Columns: axis, holder_level, by_level, by, value in [-1, 1], codings.
    """
    keys = ["axis", "holder_level", "by_level", "by"]
    table = heard.groupby(keys, as_index=False).agg(value=("side", "mean"), codings=("coding", "nunique"))
    return table.sort_values(keys, ignore_index=True)


def source_values(rows: pd.DataFrame) -> dict[str, float]:
    """Mean side of each source, by source id: the units of a measure about one body and of the soft–hard gap."""
    return {str(k): float(v) for k, v in rows.groupby("source")["side"].mean().sort_index().items()}


def pull_of(values: dict[str, float], codings: int, seed: int) -> Pull:
    """The mean of one value a unit, with its bootstrap interval from three units on."""
    if not values:
        return Pull(None, None, None, 0, codings)
    array = np.array([values[k] for k in sorted(values)])
    interval = interval_of_mean(array, seed)
    return Pull(float(array.mean()), interval.low, interval.high, len(array), codings)


def split_by_force(said: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Said claims that bind (duty, power) and those that only ask or hope (guidance, aspiration)."""
    hard = said["force"].isin(HARD_FORCES)
    return said[hard], said[~hard & (said["force"] != "")]
