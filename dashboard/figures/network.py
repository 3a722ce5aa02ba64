"""The network figure: voices as points, coloured by cluster and shaped by level, and ties as rules between them."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from dashboard.views.network import Discourse, Voice

SHAPES = {"macro": "circle", "meso": "square", "micro": "triangle-up", "outside": "diamond"}
CLUSTERS = ("#e69f00", "#56b4e9", "#7b61a8", "#8c564b", "#a3a500", "#e377c2")
NONE = "#999999"
"""Colours of clusters, by size, which stand for no level; smaller clusters and single voices are grey."""
AGREE, CONFLICT = "#8a8a8a", "#c0392b"
LABELLED = 60
"""At most so many voices are named in the picture, those with most statements first; all have a tooltip."""
LONGEST = 38
SIZE, LETTER = 11, 5.9
WIDTH, HEIGHT = 940.0, 660
"""Size of the figure for which names are placed; a wider one only gives them more room."""
XS, YS = (-1.12, 1.12), (-1.06, 1.06)
Align = Literal["left", "right", "center"]
Baseline = Literal["middle", "bottom", "top"]
SIDES: dict[str, tuple[Align, Baseline, int, int]] = {
    "right": ("left", "middle", 9, 0),
    "left": ("right", "middle", -9, 0),
    "above": ("center", "middle", 0, -14),
    "below": ("center", "middle", 0, 14),
}
Box = tuple[float, float, float, float]


def network_chart(shown: Discourse, dark: bool) -> alt.LayerChart:
    """Draw it; a click gives `one` (and `two`, for a tie) through the parameter `pick`."""
    ink, paper = ("#fafafa", "#0e1117") if dark else ("#1a1c22", "#ffffff")
    x = alt.X("x:Q", scale=alt.Scale(domain=list(XS), nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=list(YS), nice=False), axis=None)
    ties, voices = _ties(shown), _voices(shown)
    pick = alt.selection_point(name="pick", fields=["one", "two"])
    tip = alt.Tooltip("tip:N", title=" ")
    dots = (
        alt.Chart(voices)
        .mark_point(filled=True, opacity=0.95, stroke=ink, strokeWidth=0.6, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color("group:N", title="Cluster", scale=_colours(shown), legend=_legend(ink)),
            shape=alt.Shape("level:N", title="Level", scale=_levels(), legend=_legend(ink, symbolFillColor=ink)),
            size=alt.Size(
                "statements:Q", legend=None,
                scale=alt.Scale(type="sqrt", domain=[1, 60], range=[50, 600], clamp=True),
            ),
            tooltip=tip,
        )
        .add_params(pick)
    )  # fmt: skip
    layers = [*_rules(ties, x, y, tip), dots, *_labels(voices, x, y, ink, paper)]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure_view(strokeWidth=0)
    )
    return chart


def _rules(ties: pd.DataFrame, x: alt.X, y: alt.Y, tip: alt.Tooltip) -> list[alt.Chart]:
    thick = alt.StrokeWidth("size:Q", scale=alt.Scale(type="sqrt", domain=[0, 1], range=[0.4, 6]), legend=None)
    made = []
    for kind, colour, dash in (("agreement", AGREE, [1, 0]), ("conflict", CONFLICT, [5, 3])):
        rule = alt.Chart(ties[ties["kind"] == kind]).mark_rule(
            color=colour, opacity=0.6, strokeDash=dash, cursor="pointer"
        )
        made.append(rule.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=thick, tooltip=tip))
    return made


def _labels(voices: pd.DataFrame, x: alt.X, y: alt.Y, ink: str, paper: str) -> list[alt.Chart]:
    layers = []
    for side, (align, baseline, dx, dy) in SIDES.items():
        named = voices[voices["side"] == side]
        for colour, stroke in ((paper, 3), (ink, 0)):
            mark = alt.Chart(named).mark_text(
                align=align, baseline=baseline, dx=dx, dy=dy, fontSize=SIZE, color=colour, stroke=colour,
                strokeWidth=stroke, strokeOpacity=0.8,
            )  # fmt: skip
            layers.append(mark.encode(x=x, y=y, text="short:N"))
    return layers


def _sides(order: Sequence[Voice]) -> dict[str, str]:
    """On which side of its point each voice is named, the most active first; not where there is no room."""
    taken = [(_x(v) - 7, _y(v) - 7, _x(v) + 7, _y(v) + 7) for v in order]
    found = {}
    for voice in order[:LABELLED]:
        wide = LETTER * len(_short(voice.label))
        for side, (_, _, dx, dy) in SIDES.items():
            left = _x(voice) + dx - {"right": 0.0, "left": wide}.get(side, wide / 2)
            box = (left, _y(voice) + dy - 6, left + wide, _y(voice) + dy + 6)
            if box[0] >= 0 and box[2] <= WIDTH and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found[voice.id] = side
                break
    return found


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _x(voice: Voice) -> float:
    return (voice.x - XS[0]) / (XS[1] - XS[0]) * WIDTH


def _y(voice: Voice) -> float:
    return (YS[1] - voice.y) / (YS[1] - YS[0]) * HEIGHT


def _levels() -> alt.Scale:
    return alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))


def _legend(ink: str, **more: Any) -> alt.Legend:
    return alt.Legend(
        orient="top", labelColor=ink, titleColor=ink, symbolStrokeColor=ink, symbolStrokeWidth=0.6, labelLimit=220,
        **more,
    )  # fmt: skip


def _colours(shown: Discourse) -> alt.Scale:
    groups = list(dict.fromkeys(sorted(_group(v) for v in shown.voices)))
    colours = [CLUSTERS[int(g) - 1] if g.isdigit() else NONE for g in groups]
    return alt.Scale(domain=groups, range=colours)


def _group(voice: Voice) -> str:
    return str(voice.cluster) if 0 < voice.cluster <= len(CLUSTERS) else "smaller or none"


def _voices(shown: Discourse) -> pd.DataFrame:
    order = sorted(shown.voices, key=lambda v: (-v.statements, v.id))
    sides = _sides(order)
    rows = [
        {
            "one": v.id, "two": "", "x": v.x, "y": v.y, "group": _group(v), "level": v.level,
            "statements": v.statements, "side": sides.get(v.id, ""), "short": _short(v.label),
            "tip": f"{v.label} ({v.level}): {v.statements} statements, {v.ties} ties drawn, cluster {v.cluster or '–'}",
        }
        for v in order
    ]  # fmt: skip
    columns = ["one", "two", "x", "y", "group", "level", "statements", "side", "short", "tip"]
    return pd.DataFrame(rows, columns=columns)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _ties(shown: Discourse) -> pd.DataFrame:
    at = {v.id: v for v in shown.voices}
    heaviest = max((abs(t.weight) for t in shown.ties), default=1.0)
    against = shown.request.type == "conflict"
    rows = [
        {
            "one": t.one, "two": t.two, "x": at[t.one].x, "y": at[t.one].y, "x2": at[t.two].x, "y2": at[t.two].y,
            "size": abs(t.weight) / heaviest, "kind": "conflict" if against or t.weight < 0 else "agreement",
            "tip": f"{at[t.one].label} – {at[t.two].label}: {t.weight:.2f}",
        }
        for t in shown.ties
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["one", "two", "x", "y", "x2", "y2", "size", "kind", "tip"])
