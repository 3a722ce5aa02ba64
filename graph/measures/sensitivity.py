"""How a gap changes with what is counted: mentions, each voice left out, sources and codings of other standing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.measures.claims import claims
from graph.measures.few import joined
from graph.measures.resampling import FEWEST
from graph.measures.sides import Sides, heard_by, mean_side, sides_by_axis, voice_values

NOTHING = 1e-12
"""A difference as small as this is none."""


@dataclass(frozen=True, slots=True)
class Alone:
    """The gap without one voice; None where too few are left."""

    voice: str
    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class GapSensitivity:
    """One gap as measured (`value`), and what it would be if other things were counted; None where undefined.

    `mentions`: every claim counts once, not every voice. `published_apart`: without sources that another body
    published. `own_codings`: without codings that began as a machine's suggestion and were accepted.
    `with_suggestions`: suggestions that nobody has looked at counted too. `without`: each voice left out in turn, by
    label; `lowest` and `highest` of those. `hangs_on`: labels of voices without which the gap is undefined, changes
    its order of sides, or loses more than half.
    """

    value: float | None
    mentions: float | None
    published_apart: float | None
    own_codings: float | None
    with_suggestions: float | None
    without: tuple[Alone, ...]
    lowest: float | None
    highest: float | None
    hangs_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AxisSensitivity:
    """Both gaps of one axis."""

    axis: str
    gap: GapSensitivity
    say_hear: GapSensitivity


def sensitivity(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    between: tuple[str, str] = ("macro", "meso"),
    focus: str = "",
    seed: int = 0,
) -> tuple[AxisSensitivity, ...]:
    """Both gaps of every axis under other ways of counting, in codebook order; frames as `tensions` takes them.

    Nothing is drawn: the values are in closed form, so `messages`, `focus` and `seed` change nothing and are taken
    only so that it is called as `tensions` is. The rule of three voices holds for each way of counting.
    """
    del messages, focus, seed
    ids = [str(x) for x in axes.sort_values("seq")["id"]]
    table = claims(codings)
    begun = codings.loc[codings["suggested_by"] != "", "id"]
    own = table[~table["coding"].isin(begun)] if len(begun) else table
    waiting = (codings["status"] == "suggested") & (codings["anchor"] != "lost")
    every = claims(codings.assign(counted=codings["counted"].astype(bool) | waiting)) if waiting.any() else table
    ways = [sides_by_axis(each, ids) for each in (table, own, every)]
    return tuple(
        AxisSensitivity(
            axis, *(_shaken(*(_Compared(each, between, heard) for each in of_axis)) for heard in (False, True))
        )
        for axis, *of_axis in zip(ids, *ways, strict=True)
    )


def sentence(found: GapSensitivity) -> str:
    """Whether a gap hangs on one voice, in plain words; empty where there is no gap."""
    if found.value is None:
        return ""
    if not found.hangs_on:
        return (
            f"It does not hang on one voice: whichever is left out, the gap of {found.value:.2f} stays between "
            f"{found.lowest or 0.0:.2f} and {found.highest or 0.0:.2f}."
        )
    values = [alone.value for alone in found.without if alone.label in found.hangs_on]
    named = joined(found.hangs_on, "or")
    if len(found.hangs_on) > 1 and all(value is None for value in values):
        return f"There are only just enough voices: without any one of {named} there is no gap to speak of."
    if len(found.hangs_on) > 1:
        return f"It hangs on single voices: without any one of {named} it vanishes, turns round or loses over half."
    if values[0] is None:
        return f"It hangs on one voice: without {named} there are too few to measure."
    return f"It hangs on one voice: without {named} the gap of {found.value:.2f} is {values[0]:.2f}{_turned(found)}."


def _turned(found: GapSensitivity) -> str:
    left = next(a.value for a in found.without if a.label == found.hangs_on[0])
    halved = left is not None and found.value is not None and left < found.value / 2
    return "" if halved else ", with the sides turned round"


class _Compared:
    """The two things that a gap compares: what the first level says, and what the second says or hears of it."""

    def __init__(self, own: Sides, between: tuple[str, str], heard: bool) -> None:
        a, b = between
        said = own.where(own.said & own.governs)
        self._heard = heard
        self._first, self._second = said.at(a), own.heard(a, b) if heard else said.at(b)
        self.values = self._values(self._first, self._second)

    def _values(self, first: Sides, second: Sides) -> tuple[dict[str, float], dict[str, float]]:
        return voice_values(first), heard_by(second) if self._heard else voice_values(second)

    def mentions(self) -> float | None:
        """The gap with every claim counted once, where there are voices enough."""
        a, b = mean_side(self._first), mean_side(self._second)
        enough = min(len(each) for each in self.values) >= FEWEST
        return abs(a - b) / 2 if enough and a is not None and b is not None else None

    def published_apart(self) -> float | None:
        """The gap without sources that another body published."""
        first, second = self._first, self._second
        return _gap(*self._values(first.where(~first.apart), second.where(~second.apart)))

    def labels(self) -> dict[str, str]:
        """Names of the voices, as their first claim has them."""
        first, second = self._first, self._second
        named = first.named
        pairs = [(first.holder, first.row, named.holder_labels)]
        pairs += [
            (second.by, second.row, named.by_labels)
            if self._heard
            else (second.holder, second.row, named.holder_labels)
        ]
        found: dict[str, str] = {}
        for units, rows, texts in pairs:
            there, at = np.unique(units, return_index=True)
            for voice, label in zip(named.units[there].tolist(), texts[rows[at]].tolist(), strict=True):
                found.setdefault(voice, label)
        return found


def _gap(a: dict[str, float], b: dict[str, float]) -> float | None:
    if min(len(a), len(b)) < FEWEST:
        return None
    return abs(sum(a.values()) / len(a) - sum(b.values()) / len(b)) / 2


def _shaken(counted: _Compared, own: _Compared, every: _Compared) -> GapSensitivity:
    value = _gap(*counted.values)
    without, hangs_on = _each_left_out(counted) if value is not None else ((), ())
    left = [alone.value for alone in without if alone.value is not None]
    return GapSensitivity(
        value=value,
        mentions=counted.mentions(),
        published_apart=counted.published_apart(),
        own_codings=_gap(*own.values),
        with_suggestions=_gap(*every.values),
        without=without,
        lowest=min(left, default=None),
        highest=max(left, default=None),
        hangs_on=hangs_on,
    )


def _each_left_out(counted: _Compared) -> tuple[tuple[Alone, ...], tuple[str, ...]]:
    """The gap without each voice, (sum - own value) / (n - 1) at each side it stands at, and those it hangs on."""
    a, b = counted.values
    voices = sorted(a.keys() | b.keys())
    differences = [_left(voices, each) for each in (a, b)]
    enough = np.minimum(differences[0][1], differences[1][1]) >= FEWEST
    whole = sum(a.values()) / len(a) - sum(b.values()) / len(b)
    left = differences[0][0] - differences[1][0]
    turned = (left * whole < 0) & (abs(whole) > NOTHING) & (np.abs(left) > NOTHING)
    hangs = ~enough | turned | (np.abs(left) < abs(whole) / 2 - NOTHING)
    labels = counted.labels()
    order = sorted(range(len(voices)), key=lambda i: (labels[voices[i]], voices[i]))
    without = tuple(Alone(voices[i], labels[voices[i]], abs(float(left[i])) / 2 if enough[i] else None) for i in order)
    return without, tuple(labels[voices[i]] for i in order if hangs[i])


def _left(voices: list[str], values: dict[str, float]) -> tuple["np.ndarray", "np.ndarray"]:
    """The mean of one side without each voice in turn, and how many are left."""
    own = np.array([values.get(voice, 0.0) for voice in voices])
    count = len(values) - np.array([voice in values for voice in voices])
    return (sum(values.values()) - own) / np.maximum(count, 1), count
