"""What binds against what only asks or hopes, per axis and level, with the provisions and paragraphs of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import claims
from graph.measures.few import too_few
from graph.measures.positions import Pull
from graph.measures.resampling import Gap, Resampler, stream
from graph.measures.sides import Sides, sides_by_axis
from graph.measures.tensions import soft_hard_of
from graph.model import LEVELS


@dataclass(frozen=True, slots=True)
class SoftHardReading:
    """One level on one axis: units are sources; `opposite` says that it binds to one pole and hopes for the other.

    The codings' ids stand behind each side, strongest wording first. `why` says in words why there is no gap; without
    one nothing is called opposite.
    """

    axis: str
    level: str
    gap: Gap
    hard: Pull
    soft: Pull
    hard_codings: tuple[str, ...]
    soft_codings: tuple[str, ...]
    opposite: bool
    why: str


def soft_hard(codings: pd.DataFrame, axes: pd.DataFrame, *, seed: int = 0) -> tuple[SoftHardReading, ...]:
    """Every axis and level at which some wording has a force, in codebook order, then macro, meso, micro.

    `codings` and `axes` as in graph/ontology.yaml; at macro those who govern. The numbers are those of `tensions`.
    """
    ids = [str(x) for x in axes.sort_values("seq")["id"]]
    found = []
    for axis, own in zip(ids, sides_by_axis(claims(codings), ids), strict=True):
        forced = own.where(own.said & own.governs & (own.force != 0))
        draws = Resampler(stream(seed, axis))
        found += [_reading(axis, level, at, draws) for level in LEVELS if len(at := forced.at(level))]
    return tuple(found)


def _reading(axis: str, level: str, at: Sides, draws: Resampler) -> SoftHardReading:
    both = soft_hard_of(at, level, draws)
    hard, soft = both.hard.pull or 0.0, both.soft.pull or 0.0
    return SoftHardReading(
        axis=axis,
        level=level,
        gap=both.gap,
        hard=both.hard,
        soft=both.soft,
        hard_codings=at.where(at.force > 0).codings(),
        soft_codings=at.where(at.force < 0).codings(),
        opposite=both.gap.value is not None and hard * soft < 0,
        why=too_few(
            both.gap.n,
            ("source that binds", "sources that bind"),
            ("source that asks or hopes", "sources that ask or hope"),
        ),
    )


TABLE = (
    *("axis", "level", "hard", "hard_low", "hard_high", "hard_sources", "soft", "soft_low", "soft_high"),
    *("soft_sources", "gap", "low", "high", "opposite", "hard_codings", "soft_codings", "why"),
)


def table(found: Sequence[SoftHardReading]) -> pd.DataFrame:
    """One row each with columns TABLE; the codings' ids joined by a blank."""
    rows = [
        (
            *(x.axis, x.level, x.hard.pull, x.hard.low, x.hard.high, x.hard.units),
            *(x.soft.pull, x.soft.low, x.soft.high, x.soft.units, x.gap.value, x.gap.low, x.gap.high),
            *(x.opposite, " ".join(x.hard_codings), " ".join(x.soft_codings), x.why),
        )
        for x in found
    ]
    return pd.DataFrame(rows, columns=list(TABLE))
