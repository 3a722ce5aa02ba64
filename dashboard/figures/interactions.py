"""The cross-impact matrix as a heat map: diverging colours and the number in every cell, sums at its edges."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dashboard.views.interactions import cell_words, number
from graph.measures.interactions import CrossImpact

COLOURS = ("#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788")
"""ColorBrewer's PuOr, told apart by those who see colours otherwise: orange hinders, purple helps."""
GIVEN, RECEIVED = "Given (sum)", "Received (sum)"
CELL, ROW, EDGES = 46, 30, 200
"""Size of a cell, and the height of column labels and legend: the screen fits all of it into the chart's height."""
_WHITE = "datum.mean > 2.2 || datum.mean < -2.75"
"""Where the ground is so dark that the number is written in white."""


def interaction_chart(found: CrossImpact, labels: Mapping[str, str], dark: bool) -> alt.LayerChart:
    """Draw the matrix; a click gives `first` and `second`, also of a cell without a score.

    Rows are the message that makes progress, columns the one that it helps or hinders.
    """
    ink, quiet = ("#fafafa", "#b4b6bd") if dark else ("#1a1c22", "#5f6168")
    chart: alt.LayerChart = (
        alt.layer(*_layers(found, labels, ink, quiet))
        .resolve_scale(color="independent")
        .properties(width=CELL * (len(labels) + 1), height=ROW * (len(labels) + 1) + EDGES)
        .configure_view(strokeWidth=0)
        .configure_axis(labelColor=ink, titleColor=quiet)
        .configure_legend(labelColor=ink, titleColor=quiet)
    )
    return chart


def _layers(found: CrossImpact, labels: Mapping[str, str], ink: str, quiet: str) -> list[alt.Chart]:
    """One clear layer over all the others takes the clicks, so that scored and empty cells are picked alike."""
    cells, sums = _cells(found, labels), _sums(found, labels)
    x = alt.X("column:N", sort=None, title="… helps or hinders", scale=alt.Scale(domain=[*labels.values(), GIVEN]))
    x = x.axis(orient="top", labelAngle=-50, labelLimit=230, labelOverlap=False, domain=False, ticks=False)
    y = alt.Y("row:N", sort=None, title="Progress on …", scale=alt.Scale(domain=[*labels.values(), RECEIVED]))
    y = y.axis(labelLimit=260, labelPadding=6, labelOverlap=False, domain=False, ticks=False)
    tip = alt.Tooltip("tip:N", title=" ")
    scored, empty, own = (alt.Chart(cells[cells["kind"] == kind]) for kind in ("scored", "empty", "own"))
    written = alt.condition(_WHITE, alt.value("#ffffff"), alt.value("#1a1c22"))
    bold: dict[str, Any] = {"fontSize": 13, "fontWeight": "bold"}
    line: dict[str, Any] = {"stroke": "#888888", "strokeOpacity": 0.4}
    return [
        own.mark_rect(color="#888888", opacity=0.45).encode(x=x, y=y),
        empty.mark_rect(color="#888888", fillOpacity=0.05, **line).encode(x=x, y=y),
        empty.mark_text(text="//", opacity=0.6, fontSize=11, color=quiet).encode(x=x, y=y),
        scored.mark_rect(**line).encode(x=x, y=y, color=_colour()),
        scored.mark_text(**bold).encode(x=x, y=y, text="text:N", color=written),
        alt.Chart(sums).mark_text(color=ink, **bold).encode(x=x, y=y, text="text:N", tooltip=tip),
        alt.Chart(cells[cells["kind"] != "own"])
        .mark_rect(opacity=0, cursor="pointer")
        .encode(x=x, y=y, tooltip=tip)
        .add_params(alt.selection_point(name="cell", fields=["first", "second"])),
    ]


def _colour() -> alt.Color:
    points = list(range(-3, 4))
    return alt.Color(
        "mean:Q",
        scale=alt.Scale(domain=points, range=list(COLOURS), clamp=True),
        legend=alt.Legend(
            title="−3 cancelling … +3 indivisible",
            orient="bottom",
            direction="horizontal",
            titleLimit=400,
            gradientLength=300,
            values=points,
        ),
    )


def _cells(found: CrossImpact, labels: Mapping[str, str]) -> pd.DataFrame:
    by_pair = {(c.first, c.second): c for c in found.cells}
    rows = []
    for first in found.messages:
        for second in found.messages:
            cell = by_pair.get((first, second))
            kind = "own" if first == second else "scored" if cell else "empty"
            mean = cell.mean if cell else None
            tip = labels[first] if kind == "own" else cell_words(cell, labels, first, second)
            rows.append([first, second, labels[first], labels[second], kind, mean, number(mean), tip])
    columns = ["first", "second", "row", "column", "kind", "mean", "text", "tip"]
    return pd.DataFrame(rows, columns=columns)


def _sums(found: CrossImpact, labels: Mapping[str, str]) -> pd.DataFrame:
    """Row and column sums; empty, never 0, where nothing is scored."""
    rows = []
    for one, row, column, verb in (
        *((i, labels[i.message], GIVEN, "gives") for i in found.given),
        *((i, RECEIVED, labels[i.message], "receives") for i in found.received),
    ):
        words = f"“{labels[one.message]}” {verb} {number(one.total)} over {one.cells} of {one.possible} pairs"
        rows.append([row, column, number(one.total), words if one.cells else "no pair scored"])
    return pd.DataFrame(rows, columns=["row", "column", "text", "tip"])
