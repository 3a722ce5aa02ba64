"""The matrix figure: actors by messages, stance by shape and colour, what is heard as a ring, size by codings."""

import altair as alt
import pandas as pd

from dashboard.views.matrix import STANCES, ActorMatrix, Cell

COLOURS = {"endorses": "#56b4e9", "rejects": "#e69f00", "both": "#7b61a8"}
X = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
MARKS = {"endorses": "circle", "rejects": X, "both": "diamond"}
LEVELS = {"macro": "#0072b2", "meso": "#d55e00", "micro": "#009e73", "outside": "#8a8a8a"}
LEVEL_MARKS = {"macro": "circle", "meso": "square", "micro": "triangle-up", "outside": "diamond"}
ROW = 22
LONGEST = 46


def matrix_chart(shown: ActorMatrix, dark: bool) -> alt.LayerChart:
    """Draw it; a click on a mark gives `actor` and `message` through the parameter `pick`."""
    ink, quiet = ("#fafafa", "#b4b6bd") if dark else ("#1a1c22", "#5f6168")
    x, y = _places(shown, ink)
    cells = _cells(shown)
    pick = alt.selection_point(name="pick", fields=["actor", "message"])
    tip = alt.Tooltip("tip:N", title=" ")
    size = alt.Size(
        "said:Q", title="Codings", scale=alt.Scale(type="sqrt", domain=[1, 30], range=[45, 420], clamp=True),
        legend=alt.Legend(
            orient="top", values=[1, 5, 30], labelColor=ink, titleColor=ink, symbolStrokeColor=ink, symbolFillColor=ink
        ),
    )  # fmt: skip
    ring = alt.Size("heard:Q", scale=alt.Scale(type="sqrt", domain=[1, 30], range=[140, 560], clamp=True), legend=None)
    heard = (
        alt.Chart(cells[cells["heard"] > 0])
        .mark_point(shape="circle", filled=False, strokeWidth=1.8, stroke=ink, cursor="pointer", opacity=0.9)
        .encode(x=x, y=y, size=ring, tooltip=tip)
    )
    said = (
        alt.Chart(cells[cells["said"] > 0])
        .mark_point(filled=True, opacity=1, stroke=ink, strokeWidth=0.4, cursor="pointer")
        .encode(x=x, y=y, size=size, tooltip=tip, color=_colour(ink), shape=_shape(ink))
        .add_params(pick)
    )
    layers = [*_ground(shown, x, y, quiet), heard, said, _levels(shown, y, ink)]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            height=max(120, ROW * len(shown.actors)), autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure_view(stroke=quiet, strokeOpacity=0.4)
        .resolve_scale(size="independent", color="independent", shape="independent")
    )
    return chart


def _places(shown: ActorMatrix, ink: str) -> tuple[alt.X, alt.Y]:
    columns = list(_columns(shown).values())
    above = alt.Axis(
        orient="top", labelAngle=-40, labelAlign="left", labelLimit=170, labelColor=ink, domain=False, ticks=False,
        labelPadding=6, labelFontSize=12, title=None, labelOverlap=False,
    )  # fmt: skip
    beside = alt.Axis(
        labelLimit=300,
        labelColor=ink,
        domain=False,
        ticks=False,
        title=None,
        labelFontSize=12,
        labelPadding=18,
        labelOverlap=False,
    )
    rows = list(_rows(shown).values())
    x = alt.X("column:N", scale=alt.Scale(domain=columns, paddingInner=0, paddingOuter=0), axis=above)
    y = alt.Y("row:N", scale=alt.Scale(domain=rows, paddingInner=0, paddingOuter=0), axis=beside)
    return x, y


def _colour(ink: str) -> alt.Color:
    legend = alt.Legend(
        orient="top", title="Stance", labelColor=ink, titleColor=ink, labelExpr=_WORDS, symbolStrokeWidth=0.5
    )
    return alt.Color("stance:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=legend)


def _shape(ink: str) -> alt.Shape:
    legend = alt.Legend(
        orient="top", title="Stance", labelColor=ink, titleColor=ink, labelExpr=_WORDS, symbolStrokeWidth=0.5
    )
    return alt.Shape("stance:N", scale=alt.Scale(domain=list(MARKS), range=list(MARKS.values())), legend=legend)


_WORDS = "{" + ", ".join(f"'{k}': '{v}'" for k, v in STANCES.items()) + "}[datum.label]"


def _ground(shown: ActorMatrix, x: alt.X, y: alt.Y, quiet: str) -> list[alt.Chart]:
    """Bands behind every other axis, and a thin line a row, so that the eye keeps its place."""
    axes = list(dict.fromkeys(c.axis for c in shown.columns))
    names, columns = _rows(shown), _columns(shown)
    band = [
        {"column": columns[c.id], "row": names[a.id]}
        for c in shown.columns if axes.index(c.axis) % 2 == 0 for a in shown.actors
    ]  # fmt: skip
    cells = pd.DataFrame(band, columns=["column", "row"])
    rows = pd.DataFrame({"row": list(names.values())})
    return [
        alt.Chart(cells).mark_rect(color=quiet, opacity=0.1).encode(x=x, y=y),
        alt.Chart(rows).mark_rule(color=quiet, opacity=0.25).encode(y=y),
    ]


def _levels(shown: ActorMatrix, y: alt.Y, ink: str) -> alt.Chart:
    """The level of each actor, between its name and its row."""
    names = _rows(shown)
    rows = [{"row": names[a.id], "level": a.level} for a in shown.actors]
    legend = alt.Legend(orient="top", title="Level", labelColor=ink, titleColor=ink)
    colour = alt.Scale(domain=list(LEVELS), range=list(LEVELS.values()))
    shape = alt.Scale(domain=list(LEVEL_MARKS), range=list(LEVEL_MARKS.values()))
    made: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["row", "level"]))
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            x=alt.value(-10), y=y, tooltip="level:N",
            color=alt.Color("level:N", scale=colour, legend=legend),
            shape=alt.Shape("level:N", scale=shape, legend=legend),
        )
    )  # fmt: skip
    return made


def _rows(shown: ActorMatrix) -> dict[str, str]:
    """What each actor is called in the figure, by id: cut where it is long, and still told apart."""
    return _apart({i: x if len(x) <= LONGEST else f"{x[: LONGEST - 1].rstrip()}…" for i, x in shown.named().items()})


def _columns(shown: ActorMatrix) -> dict[str, str]:
    """What each message is called in the figure, by id."""
    return _apart({c.id: c.label for c in shown.columns})


def _apart(labels: dict[str, str]) -> dict[str, str]:
    """The same labels, each after the first of its kind with a number behind it."""
    met: dict[str, int] = {}
    found = {}
    for ident, label in labels.items():
        number = met[label] = met.get(label, 0) + 1
        found[ident] = label if number == 1 else f"{label} {number}"
    return found


def _cells(shown: ActorMatrix) -> pd.DataFrame:
    label, names, columns = shown.named(), _rows(shown), _columns(shown)
    rows = [
        {
            "actor": c.actor, "message": c.message, "row": names[c.actor], "column": columns[c.message],
            "stance": c.stance, "said": c.said, "heard": c.heard, "tip": _tip(c, label[c.actor], columns[c.message]),
        }
        for c in shown.cells
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["actor", "message", "row", "column", "stance", "said", "heard", "tip"])


def _tip(cell: Cell, actor: str, message: str) -> str:
    parts = [
        f"{n} {what}"
        for n, what in ((cell.endorses, "endorse"), (cell.rejects, "reject"), (cell.heard, "hear it from them"))
        if n
    ]
    return f"{actor} · {message}: {', '.join(parts)}"
