"""The figures of barriers: a matrix of dots for pairs, and bars by level."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.figures.tensions import COLOURS
from dashboard.views.barriers import stands_out, told
from graph.measures.barriers import WORDS, Association
from graph.measures.resampling import FEWEST

APART, MIDDLE, TOGETHER = "#8566c9", "#9a9da3", "#e08214"
"""Diverging, told apart by colour-blind readers and on light and dark ground, and no colour of a level."""
WIDEST = 8.0
"""Odds ratios beyond this, or its inverse, have the last colour."""
STEP = 30
STATES = ["out", "number", "words"]
"""What a dot is: stands out after correction, has a number, or has words in its place."""


def association_chart(found: Sequence[Association], dark: bool) -> alt.Chart:
    """Barriers by traits: size is voices that have both, colour the odds ratio, an outline a corrected p below 0.05.

    A pair with words in place of a number is a grey ring. The selection `pick` gives barrier and other.
    """
    ink, quiet = ("#fafafa", "#b4b6bd") if dark else ("#1a1c22", "#5f6168")
    rows = [_dot(a) for a in found if a.table.both or a.odds]
    columns = ["barrier", "other", "row", "column", "voices", "shade", "state", "tip"]
    data = pd.DataFrame(rows, columns=columns)
    pick = alt.selection_point(name="pick", fields=["barrier", "other"])
    numbered = alt.datum.state != "words"
    side: dict[str, Any] = {"title": None, "labelLimit": 260, "labelOverlap": False, "grid": True, "gridOpacity": 0.35}
    side |= {"domain": False, "ticks": False}
    order = list(dict.fromkeys(a.barrier_label for a in found))
    across = list(dict.fromkeys(a.other_label for a in found))
    colour = alt.Fill(
        "shade:Q",
        scale=alt.Scale(
            type="log",
            domain=[1 / WIDEST, 1, WIDEST],
            range=[APART, MIDDLE, TOGETHER],
            interpolate="rgb",
            clamp=True,
            nice=False,
        ),
        legend=alt.Legend(title="Odds ratio", values=[0.125, 0.25, 0.5, 1, 2, 4, 8], format=".3~g", gradientLength=160),
    )
    made: alt.Chart = (
        alt.Chart(data)
        .mark_point(filled=True, opacity=1, shape="circle")
        .encode(
            x=alt.X("column:N", sort=across, axis=alt.Axis(**side, labelAngle=-40, orient="top")),
            y=alt.Y("row:N", sort=order, axis=alt.Axis(**side)),
            size=alt.Size(
                "voices:Q",
                scale=alt.Scale(
                    type="linear", domain=[0, max((a.table.both for a in found), default=1)], range=[14, 480]
                ),
                legend=alt.Legend(
                    title="Voices with both", tickCount=4, symbolFillColor=MIDDLE, symbolStrokeColor=MIDDLE
                ),
            ),
            fill=alt.condition(numbered, colour, alt.value("transparent")),
            stroke=alt.Stroke(
                "state:N", scale=alt.Scale(domain=STATES, range=[ink, "transparent", quiet]), legend=None
            ),
            strokeWidth=alt.StrokeWidth("state:N", scale=alt.Scale(domain=STATES, range=[2.6, 1, 1.1]), legend=None),
            tooltip=alt.Tooltip("tip:N", title=" "),
        )
        .add_params(pick)
        .properties(width={"step": STEP}, height={"step": STEP - 4})
    )
    return made


def _dot(a: Association) -> tuple[object, ...]:
    state = "out" if stands_out(a) else "number" if a.odds else "words"
    # Vega draws nothing where a value is missing: a pair in words has the middle of a scale that it does not show.
    shade = a.odds.value if a.odds else 1.0
    return a.barrier, a.other, a.barrier_label, a.other_label, a.table.both, shade, state, told(a)


def level_chart(frame: pd.DataFrame, dark: bool) -> alt.LayerChart:
    """Bars of the share of each level's voices that name a barrier; fewer than three voices stand there as words.

    The selection `pick` gives barrier and level.
    """
    ink = "#fafafa" if dark else "#1a1c22"
    shown = frame[(frame["voices"] > 0) & frame["level"].isin(list(COLOURS))]
    few = shown["voices"] < FEWEST
    share = shown["voices"] / shown["of"].where(shown["of"] > 0)
    tips = [
        f"{n} of {of} voices at {level} name it ({codings} codings in {sources} sources)"
        for n, of, level, codings, sources in zip(
            *(shown[c] for c in ("voices", "of", "level", "codings", "sources")), strict=True
        )
    ]
    said = [
        WORDS[n] if n < FEWEST else f"{n} ({s:.0%})" for n, s in zip(shown["voices"], share.fillna(0.0), strict=True)
    ]
    data = shown.assign(share=share.where(~few, 0.0), tip=tips, said=said)
    totals = frame.groupby("barrier_label")["voices"].sum().sort_values(ascending=False, kind="stable")
    y = alt.Y(
        "barrier_label:N", sort=list(totals.index), axis=alt.Axis(title=None, labelLimit=260, ticks=False, domain=False)
    )
    offset = alt.YOffset("level:N", sort=list(COLOURS), scale=alt.Scale(domain=list(COLOURS)))
    x = alt.X("share:Q", axis=alt.Axis(title="Share of the level's voices that name it", format="%", grid=True))
    colour = alt.Color(
        "level:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=alt.Legend(title="Level")
    )
    pick = alt.selection_point(name="pick", fields=["barrier", "level"])
    tip = alt.Tooltip("tip:N", title=" ")
    bars = (
        alt.Chart(data)
        .mark_bar(height={"band": 0.8}, cursor="pointer")
        .encode(x=x, y=y, yOffset=offset, color=colour, tooltip=tip)
        .add_params(pick)
    )
    text = (
        alt.Chart(data)
        .mark_text(align="left", dx=4, dy=1, fontSize=11, color=ink)
        .encode(x=x, y=y, yOffset=offset, text="said:N", tooltip=tip)
    )
    return alt.LayerChart(layer=[bars, text], height={"step": 15})
