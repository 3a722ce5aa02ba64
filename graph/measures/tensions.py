"""Tensions: where levels pull apart on an axis, and where what a level says is not what it is heard to say."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import OUTSIDE, claims
from graph.measures.positions import Pull, pull_of
from graph.measures.resampling import BOOTSTRAP_DRAWS, Gap, Resampler, stream
from graph.measures.sides import (
    Sides,
    both_sides,
    first_rows,
    heard_by,
    sides_by_axis,
    source_means,
    voice_values,
)
from graph.model import LEVELS

BY_LEVELS = (*LEVELS, OUTSIDE)
THREADS = 4
"""At most so many axes are measured at a time; drawing leaves the other threads free to run."""


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
    `ambivalent` of `said.units` voices speak for both poles, and `both_sides` are their ids.
    """

    level: str
    said: Pull
    represents: Pull
    documents: Pull
    interviews: Pull
    heard: dict[str, Pull]
    soft_hard: SoftHard
    ambivalent: int
    both_sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FocusReading:
    """One body's own documents against what the hearing level reports of it.

    The units of `said` are its sources, those of `heard` the voices that report it.
    """

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
    draws: int = BOOTSTRAP_DRAWS,
) -> tuple[AxisTension, ...]:
    """Measure every axis between two levels, in codebook order.

    `codings`, `axes` and `messages` are frames as in graph/ontology.yaml; only counted codings are used. `focus` is
    the actor whose own say–hear gap stands beside its level's. Each interval takes `draws` resamples and each test
    as many exchanges unless it can go through all. Formulas and sources: docs/measures.md.
    """
    ordered = axes.sort_values("seq")
    ids = [str(x) for x in ordered["id"]]

    def one(axis: str, label: str, own: Sides) -> AxisTension:
        of_axis = messages[messages["axis"] == axis]
        poles = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["label"], strict=True)}
        known = {int(p): str(x) for p, x in zip(of_axis["pole"], of_axis["id"], strict=True)}
        reading = _Reading(own, Resampler(stream(seed, axis), draws))
        return reading.tension(axis, label, poles, known, between, focus)

    labels = [str(x) for x in ordered["label"]]
    return tuple(_each(one, ids, labels, sides_by_axis(claims(codings), ids)))


def _each(
    one: Callable[[str, str, Sides], AxisTension], ids: list[str], labels: list[str], own: list[Sides]
) -> list[AxisTension]:
    with ThreadPoolExecutor(max(1, min(THREADS, os.cpu_count() or 1, len(ids)))) as pool:
        return list(pool.map(one, ids, labels, own))


class _Reading:
    """The claims of one axis, sorted into what is said and what is heard of those who govern."""

    def __init__(self, own: Sides, draws: Resampler) -> None:
        self._own = own
        self._draws = draws
        self._said = own.where(own.said)
        self._heard = own.where(~own.said & own.governs)

    def tension(
        self, axis: str, label: str, poles: dict[int, str], ids: dict[int, str], between: tuple[str, str], focus: str
    ) -> AxisTension:
        """Everything that is measured on this axis."""
        a, b = between
        said_a, said_b = (voice_values(self._governing(level)) for level in between)
        heard = heard_by(self._heard.heard(a, b))
        return AxisTension(
            axis=axis,
            label=label,
            poles=poles,
            messages=ids,
            between=between,
            gap=self._draws.gap((a, said_a), (b, said_b)),
            say_hear=self._draws.gap((a, said_a), (f"{a} heard by {b}", heard)),
            levels={level: self._level(level) for level in LEVELS},
            focus=self._focus(focus, b) if focus else None,
            dots=(*_said_dots(self._said), *self._heard_dots()),
        )

    def _governing(self, level: str) -> Sides:
        at = self._said.at(level)
        return at.where(at.governs)

    def _level(self, level: str) -> LevelReading:
        at = self._said.at(level)
        own, apart = at.where(at.governs), at.where(~at.governs)
        heard = {by: self._heard.heard(level, by) for by in BY_LEVELS}
        of_both = tuple(sorted(both_sides(own)))
        return LevelReading(
            level=level,
            said=self._pull(own, level),
            represents=self._pull(apart, f"{level} represents"),
            documents=self._pull(own.where(~own.interview), level),
            interviews=self._pull(own.where(own.interview), level),
            heard={
                by: pull_of(heard_by(rows), len(rows), f"{level} heard by {by}", self._draws)
                for by, rows in heard.items()
            },
            soft_hard=soft_hard_of(own, level, self._draws),
            ambivalent=len(of_both),
            both_sides=of_both,
        )

    def _pull(self, said: Sides, place: str) -> Pull:
        return pull_of(voice_values(said), len(said), place, self._draws)

    def _focus(self, actor: str, by_level: str) -> FocusReading:
        own = self._own.where(self._own.named.units[self._own.holder] == actor)
        says = own.where(own.said)
        hears = own.where(~own.said & (own.by_level == own.named.level(by_level)))
        said, heard, places = source_means(says), heard_by(hears), (actor, f"{actor} heard by {by_level}")
        return FocusReading(
            actor=actor,
            said=pull_of(said, len(says), places[0], self._draws),
            heard=pull_of(heard, len(hears), places[1], self._draws),
            gap=self._draws.gap((places[0], said), (places[1], heard)),
        )

    def _heard_dots(self) -> list[Dot]:
        names, own = self._heard.named.levels, self._heard
        places = sorted({(names[a], names[b]) for a, b in zip(own.level.tolist(), own.by_level.tolist(), strict=True)})
        return [dot for level, by in places for dot in _dots_of(level, by, own.heard(level, by))]


def soft_hard_of(own: Sides, level: str, draws: Resampler) -> SoftHard:
    """What binds against what asks or hopes among said claims of one axis and level."""
    hard, soft = own.where(own.force > 0), own.where(own.force < 0)
    values, places = (source_means(hard), source_means(soft)), (f"{level} hard", f"{level} soft")
    return SoftHard(
        gap=draws.gap((places[0], values[0]), (places[1], values[1]), test=False),
        hard=pull_of(values[0], len(hard), places[0], draws),
        soft=pull_of(values[1], len(soft), places[1], draws),
    )


def _said_dots(said: Sides) -> list[Dot]:
    values, of_both, named = voice_values(said), both_sides(said), said.named
    dots = []
    for unit, first, count in zip(*(x.tolist() for x in first_rows(said.holder)), strict=True):
        voice, row = named.units[unit], int(said.row[first])
        dots.append(
            Dot(
                voice=voice,
                label=named.holder_labels[row],
                level=named.levels[said.level[first]],
                standing=named.standings[row],
                claim="said",
                by_level="",
                position=values[voice],
                codings=count,
                both_sides=voice in of_both,
            )
        )
    return dots


def _dots_of(level: str, by_level: str, heard: Sides) -> list[Dot]:
    values, named = heard_by(heard), heard.named
    return [
        Dot(
            voice=named.units[unit],
            label=named.by_labels[int(heard.row[first])],
            level=level,
            standing="governs",
            claim="heard",
            by_level=by_level,
            position=values[named.units[unit]],
            codings=count,
            both_sides=False,
        )
        for unit, first, count in zip(*(x.tolist() for x in first_rows(heard.by)), strict=True)
    ]


def in_order(found: Sequence[AxisTension], by: str = "say_hear") -> list[AxisTension]:
    """Order axes for reading: those with both gaps first, then the larger gap named by `by`, then by name.

    `by` is `say_hear` or `gap`. An axis without that number never ranks above one that has it.
    """

    def key(tension: AxisTension) -> tuple[bool, float, str]:
        value = getattr(tension, by).value
        return (value is None, -(value or 0.0), tension.axis)

    return sorted(found, key=key)
