"""Tensions: where levels pull apart on an axis, and where what a level says is not what it is heard to say."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import OUTSIDE, Claim, claims, rows_of
from graph.measures.positions import (
    Pull,
    codings_of,
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
    by_axis: dict[str, list[Claim]] = defaultdict(list)
    for claim in rows_of(claims(codings)):
        by_axis[claim.axis].append(claim)
    result = []
    for axis, label in axes.sort_values("seq")[["id", "label"]].itertuples(index=False):
        of_axis = messages[messages["axis"] == axis]
        poles = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["label"], strict=True)}
        ids = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["id"], strict=True)}
        reading = _Reading(by_axis[str(axis)], _seed(seed, str(axis)))
        result.append(reading.tension(str(axis), str(label), poles, ids, between, focus))
    return tuple(result)


def _seed(seed: int, *parts: str) -> int:
    return zlib.crc32("/".join(parts).encode("utf-8"), seed & 0xFFFFFFFF)


class _Reading:
    """The claims of one axis, sorted into what is said and what is heard of those who govern."""

    def __init__(self, own: Sequence[Claim], seed: int) -> None:
        self._own = own
        self._seed = seed
        self._said = [c for c in own if c.claim == "said"]
        self._heard = [c for c in own if c.claim == "heard" and c.governs]
        self._positions = voice_positions(self._said)

    def tension(
        self, axis: str, label: str, poles: dict[int, str], ids: dict[int, str], between: tuple[str, str], focus: str
    ) -> AxisTension:
        """Everything that is measured on this axis."""
        a, b = between
        units_a, units_b = self._units(a), self._units(b)
        return AxisTension(
            axis=axis,
            label=label,
            poles=poles,
            messages=ids,
            between=between,
            gap=gap(units_a, units_b, self._seed),
            say_hear=gap(units_a, heard_values(self._heard_of(a, b)), self._seed),
            levels={level: self._level(level) for level in LEVELS},
            focus=self._focus(focus, b) if focus else None,
            dots=(*self._said_dots(), *self._heard_dots()),
        )

    def _units(self, level: str, governs: bool = True) -> dict[str, float]:
        found = self._positions.values()
        return {p.holder: p.position for p in found if p.level == level and p.governs == governs}

    def _heard_of(self, level: str, by_level: str) -> list[Claim]:
        return [c for c in self._heard if c.holder_level == level and c.by_level == by_level]

    def _level(self, level: str) -> LevelReading:
        at = [c for c in self._said if c.holder_level == level]
        own = [c for c in at if c.governs]
        apart = [c for c in at if not c.governs]
        interviews = [c for c in own if c.source_kind in INTERVIEW_KINDS]
        documents = [c for c in own if c.source_kind not in INTERVIEW_KINDS]
        heard = {by: self._heard_of(level, by) for by in BY_LEVELS}
        return LevelReading(
            level=level,
            said=pull_of(self._units(level), codings_of(own), _seed(self._seed, level)),
            represents=pull_of(
                self._units(level, governs=False), codings_of(apart), _seed(self._seed, level, "represents")
            ),
            documents=_pull_of_voices(documents, _seed(self._seed, level, "documents")),
            interviews=_pull_of_voices(interviews, _seed(self._seed, level, "interviews")),
            heard={
                by: pull_of(heard_values(rows), codings_of(rows), _seed(self._seed, level, "heard", by))
                for by, rows in heard.items()
            },
            soft_hard=_soft_hard(own, _seed(self._seed, level, "soft-hard")),
            ambivalent=sum(p.both_sides for p in self._positions.values() if p.level == level and p.governs),
        )

    def _focus(self, actor: str, by_level: str) -> FocusReading:
        says = [c for c in self._said if c.holder == actor]
        hears = [c for c in self._own if c.claim == "heard" and c.holder == actor and c.by_level == by_level]
        said, heard = source_values(says), heard_values(hears)
        return FocusReading(
            actor=actor,
            said=pull_of(said, codings_of(says), _seed(self._seed, actor)),
            heard=pull_of(heard, codings_of(hears), _seed(self._seed, actor, "heard")),
            gap=gap(said, heard, _seed(self._seed, actor, "gap")),
        )

    def _said_dots(self) -> list[Dot]:
        return [
            Dot(
                voice=p.holder,
                label=p.label,
                level=p.level,
                standing=p.standing,
                claim="said",
                by_level="",
                position=p.position,
                codings=p.codings,
                both_sides=p.both_sides,
            )
            for p in self._positions.values()
        ]

    def _heard_dots(self) -> list[Dot]:
        places = sorted({(c.holder_level, c.by_level) for c in self._heard})
        return [dot for level, by in places for dot in _dots_of(level, by, self._heard_of(level, by))]


def _dots_of(level: str, by_level: str, heard: Sequence[Claim]) -> list[Dot]:
    return [
        Dot(
            voice=voice,
            label=next(c.by_label for c in heard if c.by == voice),
            level=level,
            standing="governs",
            claim="heard",
            by_level=by_level,
            position=value,
            codings=codings_of(c for c in heard if c.by == voice),
            both_sides=False,
        )
        for voice, value in heard_values(heard).items()
    ]


def _pull_of_voices(said: Sequence[Claim], seed: int) -> Pull:
    values = {p.holder: p.position for p in voice_positions(said).values()}
    return pull_of(values, codings_of(said), seed)


def _soft_hard(own: Sequence[Claim], seed: int) -> SoftHard:
    hard, soft = split_by_force(own)
    hard_values, soft_values = source_values(hard), source_values(soft)
    return SoftHard(
        gap=gap(hard_values, soft_values, seed, test=False),
        hard=pull_of(hard_values, codings_of(hard), seed),
        soft=pull_of(soft_values, codings_of(soft), seed),
    )


def in_order(found: Sequence[AxisTension], by: str = "say_hear") -> list[AxisTension]:
    """Order axes for reading: those with both gaps first, then the larger gap named by `by`, then by name.

    `by` is `say_hear` or `gap`. An axis without that number never ranks above one that has it.
    """

    def key(tension: AxisTension) -> tuple[bool, float, str]:
        value = getattr(tension, by).value
        return (value is None, -(value or 0.0), tension.axis)

    return sorted(found, key=key)
