"""Dumbbells: two things measured in one row, filled marker and ring, joined by a line whose length is the gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt
import pandas as pd

from dashboard.figures.tensions import COLOURS, SHAPES, STACK
from dashboard.views.gaps import Dumbbell, Unit
from graph.measures.positions import Pull

ROW_HEIGHT = 66
WORDS = 280
"""Most room, in pixels, for the words at one side of the scale."""
FIELDS = ["row", "x", "y", "low", "high", "tip", "first"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a set of rows is drawn: the level's colour, the marker, what its ends are called, and the scale.

    A scale over poles runs from -1 to 1 with words at both ends; over shares from 0 to 1 with the row's name at left.
    """

    colour: str
    shape: str
    first: str
    second: str
    shares: bool = False

    @property
    def domain(self) -> tuple[float, float]:
        """The ends of the scale."""
        return (0.0, 1.0) if self.shares else (-1.0, 1.0)

    @property
    def room(self) -> tuple[float, float]:
        """The ends of the drawing: the scale and the words beside it."""
        return (-0.62, 1.42) if self.shares else (-2.1, 2.85)


def style(level: str, first: str, second: str, *, shape: str = "", shares: bool = False) -> Style:
    """The style of rows about a level."""
    return Style(COLOURS.get(level, "#595959"), shape or SHAPES.get(level, "circle"), first, second, shares)


def dumbbell_chart(rows: Sequence[Dumbbell], how: Style, dark: bool) -> alt.LayerChart:
    """Draw rows in their order, those without a gap below a line as dots and words; a click picks `row`."""
    places = _places(rows)
    ink, quiet, paper = ("#fafafa", "#b4b6bd", "#0e1117") if dark else ("#1a1c22", "#5f6168", "#ffffff")
    last = max(places.values(), default=0.0)
    x = alt.X("x:Q", scale=alt.Scale(domain=list(how.room), nice=False), axis=None)
    low = alt.X("low:Q", scale=alt.Scale(domain=list(how.room), nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[last + 0.6, -0.6], nice=False), axis=None)
    tip = alt.Tooltip("tip:N", title=" ")
    bars = pd.DataFrame([_bar(r, places[r.row], how) for r in rows])
    joins = _frame([_join(r, places[r.row]) for r in rows if r.gap.value is not None])
    marks = _frame([m for r in rows if r.gap.value is not None for m in _marks(r, places[r.row], how)])
    dots = _frame([d for r in rows if r.gap.value is None for d in _dots(r, places[r.row], how)])
    first, second = marks[marks["first"].astype(bool)], marks[~marks["first"].astype(bool)]
    pick = alt.selection_point(name="pick", fields=["row"])
    colour, shape = how.colour, how.shape
    span: dict[str, Any] = {"x": low, "x2": "high:Q", "y": y, "tooltip": tip}
    at: dict[str, Any] = {"x": x, "y": y, "tooltip": tip}
    middle = alt.Y("y0:Q", scale=y["scale"], axis=None)
    layers: list[alt.Chart] = [
        alt.Chart(bars).mark_rule(size=34, opacity=0.13, color="#888888", strokeCap="round").encode(**span),
        *([] if how.shares else [_middle(bars, x, middle, quiet)]),
        alt.Chart(joins).mark_rule(size=6, opacity=0.3, color=colour, cursor="pointer").encode(**span),
        alt.Chart(first).mark_rule(size=1.5, opacity=0.9, color=colour).encode(**span | {"y": _aside(y)}),
        alt.Chart(second)
        .mark_rule(size=1.5, opacity=0.9, color=colour, strokeDash=[3, 2])
        .encode(**span | {"y": _aside(y)}),
        _points(dots[~dots["first"].astype(bool)], shape, 55, colour, paper, at, filled=False),
        _points(dots[dots["first"].astype(bool)], shape, 50, colour, paper, at, filled=True),
        _points(second, shape, 190, colour, paper, at, filled=False),
        _points(first, shape, 190, colour, paper, at, filled=True).add_params(pick),
        *_words(bars, how, y, ink, quiet),
        *_line(rows, places, how, low, x, y, quiet),
    ]
    chart: alt.LayerChart = (
        alt.layer(*layers).properties(height=int((last + 1.2) * ROW_HEIGHT)).configure_view(strokeWidth=0)
    )
    return chart


def _aside(y: alt.Y) -> alt.Y:
    """The place of an interval, beside its marker so that two that overlap are both read."""
    return alt.Y("aside:Q", scale=y["scale"], axis=None)


def _middle(bars: pd.DataFrame, x: alt.X, y: alt.Y, quiet: str) -> alt.Chart:
    made: alt.Chart = alt.Chart(bars).mark_rule(size=1, opacity=0.5, color=quiet).encode(x=x, y=y, y2="y1:Q")
    return made


def _points(
    data: pd.DataFrame, shape: str, size: int, colour: str, paper: str, at: dict[str, Any], *, filled: bool
) -> alt.Chart:
    fill, stroke, width = (colour, paper, 1.0) if filled else (paper, colour, 2.5)
    mark = alt.Chart(data).mark_point(
        shape=shape, size=size, cursor="pointer", opacity=1, fill=fill, stroke=stroke, strokeWidth=width
    )
    made: alt.Chart = mark.encode(**at)
    return made


def _frame(records: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(records) if records else pd.DataFrame(columns=[*FIELDS, "aside"])


def _places(rows: Sequence[Dumbbell]) -> dict[str, float]:
    ranked = sum(r.gap.value is not None for r in rows)
    shift = 0.75 if 0 < ranked < len(rows) else 0.0
    return {r.row: i + (shift if r.gap.value is None else 0.0) for i, r in enumerate(rows)}


def _bar(row: Dumbbell, y: float, how: Style) -> dict[str, object]:
    gap, (low, high) = row.gap, how.domain
    number = "–" if gap.value is None else f"{gap.value:.2f}"
    interval = "" if gap.low is None or gap.high is None else f"{gap.low:.2f} to {gap.high:.2f} · "
    small = f"{interval}n {row.first.units}, {row.second.units}"
    left, right = (row.label, "") if how.shares else row.ends
    return {
        "row": row.row, "x": 0.0, "y": y, "low": low, "high": high, "y0": y - 0.36, "y1": y + 0.36,
        "label": "" if how.shares else row.label, "left": left, "right": right, "number": number, "small": small,
        "note": row.note.replace(", ", ",\n", 1) or row.why.split(" (")[0], "tip": f"{row.label}: {told(row, how)}",
    }  # fmt: skip


def told(row: Dumbbell, how: Style) -> str:
    """A row in words: both ends, and the gap or why there is none."""
    first = f"{how.first} {_pull(row.first)}, {how.second} {_pull(row.second)}"
    if row.gap.value is None:
        return row.why or "too few to measure"
    return f"{first}; gap {row.gap.value:.2f}" + (f"; {row.note}" if row.note else "")


def _pull(pull: Pull) -> str:
    if pull.pull is None:
        return "–"
    interval = "" if pull.low is None or pull.high is None else f" [{pull.low:.2f}, {pull.high:.2f}]"
    return f"{pull.pull:.2f}{interval} (n {pull.units}, {pull.codings} codings)"


def _join(row: Dumbbell, y: float) -> dict[str, object]:
    values = sorted((row.first.pull or 0.0, row.second.pull or 0.0))
    tip = f"{row.label}: gap {row.gap.value:.2f}"
    return {"row": row.row, "x": 0.0, "y": y, "low": values[0], "high": values[1], "tip": tip, "first": False}


def _marks(row: Dumbbell, y: float, how: Style) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for first, pull, name in ((True, row.first, how.first), (False, row.second, how.second)):
        if pull.pull is not None:
            made.append(
                {"row": row.row, "x": pull.pull, "y": y, "low": pull.low, "high": pull.high, "first": first,
                 "aside": y + (-0.17 if first else 0.17), "tip": f"{name}: {_pull(pull)}"}
            )  # fmt: skip
    return made


def _dots(row: Dumbbell, y: float, how: Style) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for (first, x), group in groupby(sorted(row.units, key=_lane), key=_lane):
        for i, unit in enumerate(group):
            up = (-1 if first else 1) * (0.08 + 0.075 * (i % STACK))
            inward = (i // STACK) * 0.03 * (-1.0 if x > 0 else 1.0)
            name = how.first if first else how.second
            made.append(
                {"row": row.row, "x": unit.x + inward, "y": y + up, "low": unit.x, "high": unit.x, "first": first,
                 "tip": f"{name}: {unit.label} {unit.x:.2f}"}
            )  # fmt: skip
    return made


def _lane(unit: Unit) -> tuple[bool, float]:
    return (unit.first, round(unit.x, 2))


def _words(bars: pd.DataFrame, how: Style, y: alt.Y, ink: str, quiet: str) -> list[alt.Chart]:
    def text(field: str, at: float, dy: int, size: int, colour: str, weight: Any, align: Any) -> alt.Chart:
        mark = alt.Chart(bars).mark_text(
            align=align,
            dy=dy,
            fontSize=size,
            color=colour,
            fontWeight=weight,
            baseline="middle",
            limit=WORDS,
            lineBreak="\n",
        )
        place = alt.XDatum(at, scale=alt.Scale(domain=list(how.room), nice=False), axis=None)
        made: alt.Chart = mark.encode(x=place, y=y, text=f"{field}:N")
        return made

    (low, high), (edge, _) = how.domain, how.room
    far = 1.08 if how.shares else 1.95
    ends = pd.DataFrame({"x": [low, high], "y": [-0.5, -0.5], "words": ["0 %", "100 % of voices"]})
    at = alt.X("x:Q", scale=alt.Scale(domain=list(how.room), nice=False), axis=None)
    scale = alt.Chart(ends).mark_text(fontSize=11, color=quiet).encode(x=at, y=y, text="words:N")
    sides = [scale] if how.shares else [text("right", high + 0.1, 0, 13, ink, "bold", "left")]
    names = [] if how.shares else [text("label", edge + 0.05, -22, 11, quiet, "normal", "left")]
    return [
        text("left", low - (0.05 if how.shares else 0.1), 0, 13, ink, "bold", "right"),
        *sides,
        *names,
        text("number", far, -16, 17, ink, "bold", "left"),
        text("small", far, 2, 11, quiet, "normal", "left"),
        text("note", far, 16, 11, quiet, "normal", "left"),
    ]


def _line(
    rows: Sequence[Dumbbell], places: dict[str, float], how: Style, low: alt.X, x: alt.X, y: alt.Y, quiet: str
) -> list[alt.Chart]:
    below = [places[r.row] for r in rows if r.gap.value is None]
    if not below:
        return []
    words = "Too few to measure at one of the two ends: no number, no rank" + ("" if how.shares else ", the dots alone")
    edge, end = how.room
    data = pd.DataFrame({"low": [edge], "high": [end], "x": [edge], "y": [min(below) - 0.86], "words": [words]})
    return [
        alt.Chart(data).mark_rule(strokeDash=[4, 3], color=quiet, opacity=0.6).encode(x=low, x2="high:Q", y=y),
        alt.Chart(data).mark_text(align="left", dy=10, fontSize=11, color=quiet).encode(x=x, y=y, text="words:N"),
    ]
