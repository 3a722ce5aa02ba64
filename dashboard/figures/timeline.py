"""The timeline figure: lanes over a time axis; a mark's height and colour are its side, its shape the force."""

from datetime import date, timedelta

import altair as alt
import pandas as pd

from dashboard.views.timeline import Mark, Timeline

NEGATIVE, POSITIVE, BOTH = "#56b4e9", "#e69f00", "#8a8a8a"
"""Colours of the two sides and of what speaks for both alike: those of Okabe and Ito that stand for no level."""
SHAPES = {
    "duty": "square",
    "power": "diamond",
    "guidance": "triangle-up",
    "aspiration": "circle",
    "no force": "cross",
}
HALF = 0.37
"""A lane reaches so far to either side of its middle."""
LANE_HEIGHT = 118
SIDES = ["negative", "both", "positive"]
SIDE_LABEL = "{'negative': 'lower pole', 'both': 'both alike', 'positive': 'upper pole'}[datum.label]"


def timeline_chart(shown: Timeline, dark: bool) -> alt.LayerChart:
    """Draw lanes, marks and running pulls; a click on a mark gives its `lane` and `id` through the parameter `pick`."""
    ink, quiet = ("#fafafa", "#b4b6bd") if dark else ("#1a1c22", "#5f6168")
    place = {lane.id: float(i) for i, lane in enumerate(shown.lanes)}
    y = alt.Scale(domain=[len(place) - 0.5, -0.5], nice=False)
    marks = _marks(shown, place)
    years = alt.Axis(
        grid=True, gridOpacity=0.25, labelColor=ink, format="%Y", tickCount={"interval": "year", "step": 1}
    )
    x = alt.X("day:T", title=None, axis=years, scale=alt.Scale(domain=_time(shown)))
    tall = alt.Y("y:Q", scale=y, axis=None)
    pick = alt.selection_point(name="pick", fields=["lane", "id"])
    dots = (
        alt.Chart(marks)
        .mark_point(filled=True, opacity=0.85, stroke=ink, strokeWidth=0.4, cursor="pointer")
        .encode(
            x=x,
            y=tall,
            color=alt.Color(
                "side:N", title="Side", scale=alt.Scale(domain=SIDES, range=[NEGATIVE, BOTH, POSITIVE]),
                legend=alt.Legend(orient="top", labelColor=ink, titleColor=ink,
                    symbolStrokeWidth=0.4, labelExpr=SIDE_LABEL),
            ),
            shape=alt.Shape(
                "force:N", title="Force", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
                legend=alt.Legend(orient="top", labelColor=ink, titleColor=ink, symbolStrokeColor=ink,
                    symbolFillColor=ink),
            ),
            size=alt.Size(
                "codings:Q", title="Codings", scale=alt.Scale(domain=[1, 10], range=[45, 260], clamp=True),
                legend=alt.Legend(orient="top", values=[1, 3, 10], labelColor=ink, titleColor=ink,
                    symbolStrokeColor=ink, symbolFillColor=ink),
            ),
            tooltip=alt.Tooltip("tip:N", title=" "),
        )
        .add_params(pick)
    )  # fmt: skip
    layers = [*_ground(shown, place, y, ink, quiet), *_running(shown, place, x, tall, ink), dots]
    chart: alt.LayerChart = (
        alt.layer(*layers).properties(height=max(200, LANE_HEIGHT * len(place))).configure_view(strokeWidth=0)
    )
    return chart


def _time(shown: Timeline) -> list[str]:
    """The days that the figure spans: those of its marks and steps, with room for words and n beside them."""
    days = [m.day for m in shown.marks] + [s.day for s in shown.steps] or [date(2000, 1, 1)]
    span = max((max(days) - min(days)).days, 365)
    return [
        (min(days) - timedelta(days=round(span * 0.16))).isoformat(),
        (max(days) + timedelta(days=round(span * 0.05))).isoformat(),
    ]


def _marks(shown: Timeline, place: dict[str, float]) -> pd.DataFrame:
    rows = [
        {
            "lane": m.lane, "id": m.id, "day": m.day.isoformat(), "y": place[m.lane] - HALF * m.position,
            "side": "both" if m.position == 0 else "positive" if m.position > 0 else "negative",
            "force": m.force or "no force", "codings": len(m.codings), "tip": _tip(m),
        }
        for m in shown.marks
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["lane", "id", "day", "y", "side", "force", "codings", "tip"])


def _tip(mark: Mark) -> str:
    n = len(mark.codings)
    apart = "" if mark.counts else ", represents or advises: not in the running pull"
    force = f", {mark.force}" if mark.force else ""
    return (
        f"{mark.label} ({mark.known}), {mark.issuer}: {mark.position:+.2f}{force}, "
        f"{n} coding{'' if n == 1 else 's'}{apart}"
    )


def _ground(shown: Timeline, place: dict[str, float], y: alt.Scale, ink: str, quiet: str) -> list[alt.Chart]:
    rows = [
        {"y": place[lane.id] + dy, "label": text, "bold": bold}
        for lane in shown.lanes
        for dy, text, bold in (
            (0.0, lane.label, True), (-HALF, f"↑ {lane.positive}", False), (HALF, f"↓ {lane.negative}", False),
        )
    ]  # fmt: skip
    words = pd.DataFrame(rows, columns=["y", "label", "bold"])
    lines = pd.DataFrame({"y": [place[lane.id] for lane in shown.lanes]})
    edges = pd.DataFrame({"y": [place[lane.id] + 0.5 for lane in shown.lanes[:-1]]}, columns=["y"])
    tall = alt.Y("y:Q", scale=y, axis=None)
    texts = [
        alt.Chart(words[words["bold"] == bold])
        .mark_text(align="left", baseline="middle", dx=6, fontSize=13 if bold else 11, color=colour,
                   fontWeight="bold" if bold else "normal")
        .encode(x=alt.value(0), y=tall, text="label:N")
        for bold, colour in ((True, ink), (False, quiet))
    ]  # fmt: skip
    return [
        alt.Chart(lines).mark_rule(strokeDash=[3, 3], color=quiet, opacity=0.7).encode(y=tall),
        alt.Chart(edges).mark_rule(color=quiet, opacity=0.5).encode(y=tall),
        *texts,
    ]


def _running(shown: Timeline, place: dict[str, float], x: alt.X, tall: alt.Y, ink: str) -> list[alt.Chart]:
    rows = [
        {
            "lane": s.lane, "day": s.day.isoformat(), "y": place[s.lane] - HALF * s.pull, "n": s.n,
            "tip": f"mean of {s.n} sources to {s.day.isoformat()}: {s.pull:+.2f}",
        }
        for s in shown.steps
    ]  # fmt: skip
    steps = pd.DataFrame(rows, columns=["lane", "day", "y", "n", "tip"])
    ends = steps.groupby("lane", as_index=False).tail(1) if len(steps) else steps
    ends = ends.assign(text=[f"n {n}" for n in ends["n"]])
    line = alt.Chart(steps).mark_line(interpolate="step-after", color=ink, strokeWidth=1.8, opacity=0.75)
    tip = alt.Tooltip("tip:N", title=" ")
    return [
        line.encode(x=x, y=tall, detail="lane:N", tooltip=tip),
        alt.Chart(ends).mark_text(align="left", dx=5, fontSize=11, color=ink).encode(x=x, y=tall, text="text:N"),
    ]
