"""Tensions: where levels pull apart on an axis, and where what a level says is not what it is heard to say."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import OUTSIDE, claims
from graph.measures.positions import (
    Pull,
    heard_values,
    pull_of,
    source_values,
    split_by_force,
    voice_positions,
)
from graph.measures.resampling import Gap, gap
from graph.model import INTERVIEW_KINDS, LEVELS

BY_LEVELS = (*LEVELS, OUTSIDE)


@dataclass(frozen=True, slots=True)
class Dot:
    """One voice on one axis: its own position, or the value of what it hears of `level` (then `claim` is heard)."""

    voice: str
    label: str
    level: str
    standing: str
    claim: str
    by_level: str
    position: float
    codings: int
    both_sides: bool


@dataclass(frozen=True, slots=True)
class SoftHard:
    """What binds against what asks or hopes at one level; units are sources, not voices."""

    gap: Gap
    hard: Pull
    soft: Pull


@dataclass(frozen=True, slots=True)
class LevelReading:
    """A level on an axis: what it says, what it is heard to say by each level, and how its forces stand.

    `said` takes those who govern at macro and everybody at the other levels; `represents` is the pull of those who
    represent or advise at macro; `documents` and `interviews` are the said pull of each kind of source alone.
    `ambivalent` of `said.units` voices speak for both poles.
    """

    level: str
    said: Pull
    represents: Pull
    documents: Pull
    interviews: Pull
    heard: dict[str, Pull]
    soft_hard: SoftHard
    ambivalent: int


@dataclass(frozen=True, slots=True)
class FocusReading:
    """One body's own documents against what the hearing level reports of it; its sources are the units of `said`."""

    actor: str
    said: Pull
    heard: Pull
    gap: Gap


@dataclass(frozen=True, slots=True)
class AxisTension:
    """Everything that is measured on one axis between two levels (`between`: A, B; say–hear is A as heard by B)."""

    axis: str
    label: str
    poles: dict[int, str]
    messages: dict[int, str]
    between: tuple[str, str]
    gap: Gap
    say_hear: Gap
    levels: dict[str, LevelReading]
    focus: FocusReading | None
    dots: tuple[Dot, ...]


def tensions(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    between: tuple[str, str] = ("macro", "meso"),
    focus: str = "",
    seed: int = 0,
) -> tuple[AxisTension, ...]:
    """Measure every axis between two levels, in codebook order.

    `codings`, `axes` and `messages` are frames as in graph/ontology.yaml; only counted codings are used. `focus` is
    the actor whose own say–hear gap stands beside its level's. Formulas and sources: docs/measures.md.
    """
    table = claims(codings)
    result = []
    for row in axes.sort_values("seq").itertuples():
        of_axis = messages[messages["axis"] == row.id]
        poles = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["label"], strict=True)}
        ids = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["id"], strict=True)}
        own = table[table["axis"] == row.id]
        result.append(_axis(str(row.id), str(row.label), poles, ids, own, between, focus, seed))
    return tuple(result)


def _axis(
    axis: str,
    label: str,
    poles: dict[int, str],
    ids: dict[int, str],
    own: pd.DataFrame,
    between: tuple[str, str],
    focus: str,
    seed: int,
) -> AxisTension:
    seed = _seed(seed, axis)
    said = own[own["claim"] == "said"]
    heard = own[(own["claim"] == "heard") & _governs(own)]
    positions = voice_positions(said)
    values = heard_values(heard)
    a, b = between
    units_a, units_b = _units(positions, a), _units(positions, b)
    return AxisTension(
        axis=axis,
        label=label,
        poles=poles,
        messages=ids,
        between=between,
        gap=gap(units_a, units_b, seed),
        say_hear=gap(units_a, _heard_units(values, a, b), seed),
        levels={level: _level(level, said, positions, heard, values, seed) for level in LEVELS},
        focus=_focus(focus, said, own, b, seed) if focus else None,
        dots=_dots(positions, values, own),
    )


def _seed(seed: int, *parts: str) -> int:
    return zlib.crc32("/".join(parts).encode("utf-8"), seed & 0xFFFFFFFF)


def _governs(rows: pd.DataFrame) -> "pd.Series[bool]":
    return (rows["holder_level"] != "macro") | (rows["holder_standing"] == "governs")


def _units(positions: pd.DataFrame, level: str) -> dict[str, float]:
    rows = positions[(positions["holder_level"] == level) & _governs(positions)]
    return dict(zip(rows["holder"], rows["position"].astype(float), strict=True))


def _heard_units(values: pd.DataFrame, level: str, by_level: str) -> dict[str, float]:
    rows = values[(values["holder_level"] == level) & (values["by_level"] == by_level)]
    return dict(zip(rows["by"], rows["value"].astype(float), strict=True))


def _level(
    level: str, said: pd.DataFrame, positions: pd.DataFrame, heard: pd.DataFrame, values: pd.DataFrame, seed: int
) -> LevelReading:
    at = said[said["holder_level"] == level]
    own = at[_governs(at)]
    rows = positions[(positions["holder_level"] == level) & _governs(positions)]
    represents = positions[(positions["holder_level"] == level) & ~_governs(positions)]
    interviews = own[own["source_kind"].isin(INTERVIEW_KINDS)]
    documents = own[~own["source_kind"].isin(INTERVIEW_KINDS)]
    of_level = heard[heard["holder_level"] == level]
    return LevelReading(
        level=level,
        said=pull_of(_units(positions, level), own["coding"].nunique(), _seed(seed, level)),
        represents=pull_of(
            dict(zip(represents["holder"], represents["position"].astype(float), strict=True)),
            int(represents["codings"].sum()),
            _seed(seed, level, "represents"),
        ),
        documents=_pull_of_voices(documents, _seed(seed, level, "documents")),
        interviews=_pull_of_voices(interviews, _seed(seed, level, "interviews")),
        heard={
            by: pull_of(
                _heard_units(values, level, by),
                of_level[of_level["by_level"] == by]["coding"].nunique(),
                _seed(seed, level, "heard", by),
            )
            for by in BY_LEVELS
        },
        soft_hard=_soft_hard(own, _seed(seed, level, "soft-hard")),
        ambivalent=int(rows["both_sides"].sum()),
    )


def _pull_of_voices(said: pd.DataFrame, seed: int) -> Pull:
    positions = voice_positions(said)
    values = dict(zip(positions["holder"], positions["position"].astype(float), strict=True))
    return pull_of(values, said["coding"].nunique(), seed)


def _soft_hard(own: pd.DataFrame, seed: int) -> SoftHard:
    hard, soft = split_by_force(own)
    hard_values, soft_values = source_values(hard), source_values(soft)
    return SoftHard(
        gap=gap(hard_values, soft_values, seed, test=False),
        hard=pull_of(hard_values, hard["coding"].nunique(), seed),
        soft=pull_of(soft_values, soft["coding"].nunique(), seed),
    )


def _focus(actor: str, said: pd.DataFrame, own: pd.DataFrame, by_level: str, seed: int) -> FocusReading:
    says = said[said["holder"] == actor]
    hears = own[(own["claim"] == "heard") & (own["holder"] == actor) & (own["by_level"] == by_level)]
    said_values = source_values(says)
    heard_by = {str(k): float(v) for k, v in hears.groupby("by")["side"].mean().items()}
    return FocusReading(
        actor=actor,
        said=pull_of(said_values, says["coding"].nunique(), _seed(seed, actor)),
        heard=pull_of(heard_by, hears["coding"].nunique(), _seed(seed, actor, "heard")),
        gap=gap(said_values, heard_by, _seed(seed, actor, "gap")),
    )


def _dots(positions: pd.DataFrame, values: pd.DataFrame, own: pd.DataFrame) -> tuple[Dot, ...]:
    own_dots = [
        Dot(
            voice=str(r["holder"]),
            label=str(r["holder_label"]),
            level=str(r["holder_level"]),
            standing=str(r["holder_standing"]),
            claim="said",
            by_level="",
            position=float(r["position"]),
            codings=int(r["codings"]),
            both_sides=bool(r["both_sides"]),
        )
        for r in positions.to_dict("records")
    ]
    labels = own.drop_duplicates("by").set_index("by")["by_label"].to_dict()
    heard_dots = [
        Dot(
            voice=str(r["by"]),
            label=str(labels[r["by"]]),
            level=str(r["holder_level"]),
            standing="governs",
            claim="heard",
            by_level=str(r["by_level"]),
            position=float(r["value"]),
            codings=int(r["codings"]),
            both_sides=False,
        )
        for r in values.to_dict("records")
    ]
    return (*own_dots, *heard_dots)


def in_order(found: Sequence[AxisTension], by: str = "say_hear") -> list[AxisTension]:
    """Order axes for reading: those with both gaps first, then the larger gap named by `by`, then by name.

    `by` is `say_hear` or `gap`. An axis without that number never ranks above one that has it.
    """

    def key(tension: AxisTension) -> tuple[bool, float, str]:
        value = getattr(tension, by).value
        return (value is None, -(value or 0.0), tension.axis)

    return sorted(found, key=key)
