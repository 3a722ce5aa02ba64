"""The tension figure: rows of axes as one layered Altair chart over quantitative x and y."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Literal

import altair as alt
import pandas as pd

from dashboard.views.tensions import Row, hearing
from graph.measures.positions import Pull
from graph.measures.resampling import FEWEST, Gap
from graph.measures.tensions import AxisTension, Dot

COLOURS = {"macro": "#0072b2", "meso": "#d55e00", "micro": "#009e73"}
SHAPES = {"macro": "circle", "meso": "square", "micro": "triangle-up"}
OFFSETS = {"macro": -0.25, "meso": 0.0, "micro": 0.25}
STACK = 5
"""So many dots at one place stand over each other before the next are laid beside them."""
ROW_HEIGHT = 74
XS = alt.Scale(domain=[-2.1, 2.75], nice=False)
Align = Literal["left", "right"]
Weight = Literal["normal", "bold"]
COLUMNS = ["axis", "level", "claim", "by", "voice", "x", "y", "low", "high", "tip", "kind"]


def x_scale() -> alt.Scale:
    """The scale that every layer shares across: poles at -1 and 1, words and numbers beside them."""
    return alt.Scale(domain=[-2.1, 2.75], nice=False)


def tension_chart(rows: Sequence[Row], dark: bool, focus: str = "") -> alt.LayerChart:
    """Draw ranked axes, a line, and the axes with too few voices; a click gives axis, level, claim, by and voice.

    `focus` is the focus actor's name as shown.
    """
    places = _places(rows)
    ink, quiet, paper = ("#fafafa", "#b4b6bd", "#0e1117") if dark else ("#1a1c22", "#5f6168", "#ffffff")
    last = max(places.values(), default=0)
    x = alt.X("x:Q", scale=x_scale(), axis=None)
    ys = alt.Scale(domain=[last + 0.6, -0.6], nice=False)
    y = alt.Y("y:Q", scale=ys, axis=None)
    bars = _frame([_bar(r, places[r.tension.axis], focus) for r in rows])
    marks = _frame([m for r in rows for m in _marks(r.tension, places[r.tension.axis])])
    dots = _frame([d for r in rows for d in _dots(r.tension, places[r.tension.axis])])
    pick = alt.selection_point(name="pick", fields=["axis", "level", "claim", "by", "voice"])
    colour = alt.Color("level:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=None)
    stroke = alt.Stroke("level:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=None)
    shape = alt.Shape("level:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None)
    tip = alt.Tooltip("tip:N", title=" ")
    span = {"x": alt.X("low:Q", scale=x_scale(), axis=None), "x2": "high:Q", "y": y}
    said, heard = marks[marks["claim"] == "said"], marks[marks["claim"] == "heard"]
    layers: list[alt.Chart] = [
        alt.Chart(bars)
        .mark_rule(size=38, opacity=0.13, color="#888888", strokeCap="round")
        .encode(**span, tooltip=tip),
        alt.Chart(bars)
        .mark_rule(size=1, opacity=0.5, color=quiet)
        .encode(x=alt.X("x:Q", scale=x_scale(), axis=None), y=alt.Y("y0:Q", scale=y["scale"], axis=None), y2="y1:Q"),
        alt.Chart(marks).mark_rule(size=2.5, opacity=0.55).encode(**span, color=colour),
        _points(dots[dots["kind"] == "said"], x, y, tip, shape, 20, filled=True, opacity=0.5).encode(color=colour),
        _points(dots[dots["kind"] == "heard"], x, y, tip, shape, 20, filled=False, opacity=0.7).encode(color=colour),
        _points(dots[dots["kind"] == "alone"], x, y, tip, shape, 60, filled=True, opacity=0.6).encode(color=colour),
        _points(dots[dots["kind"] == "heard alone"], x, y, tip, shape, 60, filled=False, opacity=0.9).encode(
            color=colour
        ),
        alt.Chart(dots[dots["kind"] == "represents"])
        .mark_point(shape="diamond", size=24, filled=False, opacity=0.8, color=quiet)
        .encode(x=x, y=y, tooltip=tip),
        _points(heard, x, y, tip, shape, 150, filled=False, opacity=1, strokeWidth=2.5, fill=paper).encode(
            stroke=stroke
        ),
        _points(said, x, y, tip, shape, 170, filled=True, opacity=1, stroke=paper, strokeWidth=1)
        .encode(color=colour)
        .add_params(pick),
        *_words(bars, x, y, ink, quiet),
        *_line(rows, places, x, y, quiet),
    ]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(height=int((last + 1.2) * ROW_HEIGHT))
        .configure_view(strokeWidth=0)
        .resolve_scale(shape="shared", color="shared", stroke="independent")
    )
    return chart


def _points(
    data: pd.DataFrame, x: alt.X, y: alt.Y, tip: alt.Tooltip, shape: alt.Shape, size: int, **how: Any
) -> alt.Chart:
    made: alt.Chart = (
        alt.Chart(data).mark_point(size=size, cursor="pointer", **how).encode(x=x, y=y, shape=shape, tooltip=tip)
    )
    return made


def _frame(records: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(records) if records else pd.DataFrame(columns=COLUMNS)


def _places(rows: Sequence[Row]) -> dict[str, float]:
    ranked = [r for r in rows if not r.why]
    shift = 0.55 if ranked and len(ranked) < len(rows) else 0.0
    return {r.tension.axis: i + (shift if r.why else 0.0) for i, r in enumerate(rows)}


def _bar(row: Row, y: float, name: str) -> dict[str, object]:
    t = row.tension
    a, b = t.between
    shown = t.say_hear if t.say_hear.value is not None or row.why else t.gap
    focus = (
        f"{name or t.focus.actor} alone {t.focus.gap.value:.2f}" if t.focus and t.focus.gap.value is not None else ""
    )
    return {
        "axis": t.axis, "level": "", "claim": "", "by": "", "voice": "", "x": 0.0, "y": y, "low": -1.0, "high": 1.0,
        "y0": y - 0.38, "y1": y + 0.38, "label": t.label, "left": t.poles.get(-1, ""), "right": t.poles.get(1, ""),
        "number": _number(shown.value), "small": f"{a}–{b} {_number(t.gap.value)} · n {t.gap.n[0]}, {t.gap.n[1]}, "
        f"heard {t.say_hear.n[1]}", "focus": row.why.split(" (")[0] if row.why else focus,
        "tip": f"{t.label}: say–hear {_gap(t.say_hear)}; {a}–{b} {_gap(t.gap)}",
    }  # fmt: skip


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _gap(gap: Gap) -> str:
    if gap.value is None or gap.low is None or gap.high is None:
        return "too few voices"
    return f"{gap.value:.2f} [{gap.low:.2f}, {gap.high:.2f}]"


def _marks(t: AxisTension, y: float) -> list[dict[str, object]]:
    made = []
    for level, reading in t.levels.items():
        by = hearing(level, t.between)
        for claim, heard_by, pull in (("said", "", reading.said), ("heard", by, reading.heard[by])):
            if pull.units >= FEWEST and pull.pull is not None:
                made.append(
                    _mark(t.axis, level, claim, heard_by, pull, y + OFFSETS[level] + (0.06 if heard_by else -0.03))
                )
    return made


def _mark(axis: str, level: str, claim: str, by: str, pull: Pull, y: float) -> dict[str, object]:
    whose = f"{level} as heard by {by}" if by else f"{level} says"
    tip = f"{whose}: {pull.pull:.2f} [{pull.low:.2f}, {pull.high:.2f}], n {pull.units} voices, {pull.codings} codings"
    return {
        "axis": axis, "level": level, "claim": claim, "by": by, "voice": "", "x": pull.pull, "y": y,
        "low": pull.low, "high": pull.high, "tip": tip, "kind": "mark",
    }  # fmt: skip


def _dots(t: AxisTension, y: float) -> list[dict[str, object]]:
    shown = [
        (_kind(t, d), d)
        for d in t.dots
        if d.level in OFFSETS and (d.claim == "said" or d.by_level == hearing(d.level, t.between))
    ]
    made: list[dict[str, object]] = []
    for _, group in groupby(sorted(shown, key=_lane), key=_lane):
        made.extend(_dot(t.axis, kind, d, i, y) for i, (kind, d) in enumerate(group))
    return made


def _lane(item: tuple[str, Dot]) -> tuple[str, str, float]:
    return (item[1].level, item[0], round(item[1].position, 2))


def _kind(t: AxisTension, d: Dot) -> str:
    if d.claim == "said" and d.level == "macro" and d.standing != "governs":
        return "represents"
    reading = t.levels[d.level]
    pull = reading.said if d.claim == "said" else reading.heard[d.by_level]
    alone = pull.units < FEWEST
    if d.claim == "said":
        return "alone" if alone else "said"
    return "heard alone" if alone else "heard"


def _dot(axis: str, kind: str, d: Dot, i: int, y: float) -> dict[str, object]:
    upward = -1.0 if d.claim == "said" else 1.0
    step = 0.045 if kind.endswith("alone") else 0.028
    away = 0.14 if kind == "represents" else 0.03
    inward = (i // STACK) * 0.022 * (-1.0 if d.position > 0 else 1.0)
    says = f"heard from {d.level} by {d.label}" if d.claim == "heard" else f"{d.label} ({d.level})"
    both = ", speaks for both poles" if d.both_sides else ""
    return {
        "axis": axis, "level": d.level, "claim": d.claim, "by": d.by_level, "voice": d.voice,
        "x": d.position + inward, "y": y + OFFSETS[d.level] + upward * (away + step * (i % STACK)),
        "low": d.position, "high": d.position, "tip": f"{says}: {d.position:.2f}, {d.codings} codings{both}",
        "kind": kind,
    }  # fmt: skip


def _words(bars: pd.DataFrame, x: alt.X, y: alt.Y, ink: str, quiet: str) -> list[alt.Chart]:
    def text(field: str, at: float, dy: int, size: int, colour: str, weight: Any, align: Any) -> alt.Chart:
        mark = alt.Chart(bars).mark_text(
            align=align, dy=dy, fontSize=size, color=colour, fontWeight=weight, baseline="middle", limit=250
        )
        made: alt.Chart = mark.encode(x=alt.XDatum(at, scale=x_scale(), axis=None), y=y, text=f"{field}:N")
        return made

    return [
        text("left", -1.1, 0, 13, ink, "bold", "right"),
        text("right", 1.1, 0, 13, ink, "bold", "left"),
        text("label", -2.05, -22, 11, quiet, "normal", "left"),
        text("number", 1.95, -14, 17, ink, "bold", "left"),
        text("small", 1.95, 5, 11, quiet, "normal", "left"),
        text("focus", 1.95, 20, 11, quiet, "normal", "left"),
    ]


def _line(rows: Sequence[Row], places: dict[str, float], x: alt.X, y: alt.Y, quiet: str) -> list[alt.Chart]:
    below = [places[r.tension.axis] for r in rows if r.why]
    if not below:
        return []
    words = "Fewer than three voices at one of the two things compared: no number, no rank, the voices themselves"
    data = pd.DataFrame({"low": [-2.05], "high": [2.7], "x": [-2.05], "y": [min(below) - 0.68], "words": [words]})
    span = {"x": alt.X("low:Q", scale=x_scale(), axis=None), "x2": "high:Q", "y": y}
    return [
        alt.Chart(data).mark_rule(strokeDash=[4, 3], color=quiet, opacity=0.6).encode(**span),
        alt.Chart(data).mark_text(align="left", dy=10, fontSize=11, color=quiet).encode(x=x, y=y, text="words:N"),
    ]
