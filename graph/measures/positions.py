"""Positions of voices and pulls of levels on an axis, as said and as heard."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from graph.measures.claims import Claim
from graph.measures.resampling import Resampler
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


@dataclass(frozen=True, slots=True)
class Position:
    """Where one voice stands on an axis, in [-1, 1]; `both_sides` says that it speaks for both poles."""

    holder: str
    label: str
    level: str
    standing: str
    governs: bool
    position: float
    codings: int
    both_sides: bool


def voice_positions(said: Iterable[Claim]) -> dict[str, Position]:
    """Position of every voice on one axis, by voice: a case's mean side, a body's mean of its sources' means.

    `said` are said claims of one axis. A case speaks through one set of excerpts as a rule, and a mean over its
    sources is the same then.
    """
    by_voice: dict[str, list[Claim]] = defaultdict(list)
    for claim in said:
        by_voice[claim.holder].append(claim)
    found = {}
    for holder in sorted(by_voice):
        own = by_voice[holder]
        first = own[0]
        found[holder] = Position(
            holder=holder,
            label=first.holder_label,
            level=first.holder_level,
            standing=first.holder_standing,
            governs=first.governs,
            position=fmean(source_values(own).values()),
            codings=codings_of(own),
            both_sides=len({c.side for c in own}) > 1,
        )
    return found


def heard_values(heard: Iterable[Claim]) -> dict[str, float]:
    """What each voice hears, one value a voice: the mean side of its heard claims in [-1, 1], by voice."""
    return _means(heard, lambda claim: claim.by)


def source_values(claims: Iterable[Claim]) -> dict[str, float]:
    """Mean side of each source, by source: the units of a measure about one body and of the soft–hard gap."""
    return _means(claims, lambda claim: claim.source)


def codings_of(claims: Iterable[Claim]) -> int:
    """How many codings stand behind these claims."""
    return len({claim.coding for claim in claims})


def _means(claims: Iterable[Claim], unit: Callable[[Claim], str]) -> dict[str, float]:
    sides: dict[str, list[int]] = defaultdict(list)
    for claim in claims:
        sides[unit(claim)].append(claim.side)
    return {name: fmean(sides[name]) for name in sorted(sides)}


def pull_of(values: Mapping[str, float], codings: int, place: str, draws: Resampler) -> Pull:
    """The mean of one value a unit, with its bootstrap interval from three units on; `place` names its draws."""
    if not values:
        return Pull(None, None, None, 0, codings)
    array = np.array([values[k] for k in sorted(values)])
    interval = draws.interval(place, array)
    return Pull(float(array.mean()), interval.low, interval.high, len(array), codings)


def split_by_force(said: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Said claims that bind (duty, power) and those that only ask or hope (guidance, aspiration)."""
    forced = [claim for claim in said if claim.force]
    hard = [claim for claim in forced if claim.force in HARD_FORCES]
    return hard, [claim for claim in forced if claim.force not in HARD_FORCES]
