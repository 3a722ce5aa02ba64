"""The timeline: what was said when, at which level, for which side, and how binding it was."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.figures.timeline import timeline_chart
from dashboard.screens.figure import figure, specification
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import timeline as views
from dashboard.views.quotes import quotes
from dashboard.views.tensions import message_codings
from graph.model import LEVELS

LEGEND = (
    "Height and colour: the mean side of what a source says, the upper pole of a lane above its dashed middle. Shape: "
    "the most binding force. Line: the mean of all sources to date, with their number n, from three sources on; at "
    "macro only those who govern. A source known by its year or month alone stands somewhere in it. What a source "
    "reports of others is not its own signal and has no mark."
)


@st.cache_resource(show_spinner=False, max_entries=2)
def _tables(build: str, _context: Context) -> dict[str, pd.DataFrame]:
    del build
    view = _context.view
    return {"codings": message_codings(view), **{name: view.table(name) for name in ("Source", "Axis", "Message")}}


@st.cache_resource(show_spinner="Laying out …", max_entries=8)
def _laid_out(build: str, request: views.Request, _context: Context) -> views.Timeline:
    tables = _tables(build, _context)
    return views.timeline(tables["codings"], tables["Source"], tables["Axis"], tables["Message"], request)


@st.cache_resource(show_spinner=False, max_entries=8)
def _drawn(build: str, request: views.Request, dark: bool, _context: Context) -> Any:
    return specification(timeline_chart(_laid_out(build, request, _context), dark))


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Signals by date and level")
    if context.note:
        st.caption(escape(context.note))
    tables = _tables(context.build, context)
    if tables["Axis"].empty:
        st.info("This study has no axes yet. Add axes with a message at each pole to codebook.yaml and build again.")
        return
    request = _request(tables)
    shown = _laid_out(context.build, request, context)
    st.caption(LEGEND)
    if not shown.marks:
        st.info("No dated source speaks here. Choose another axis or level, or give sources a date in sources.yaml.")
    else:
        picked = figure(
            _drawn(context.build, request, st.context.theme.type == "dark", context),
            name=f"timeline-{request.axis or 'all-axes'}", data=views.table(shown), sentence=shown.sentence,
            key="timeline-chart", select="pick",
            words="Dated sources by level and side; the same numbers stand in the CSV below.",
        )  # fmt: skip
        _words(tables["codings"], shown, picked.get("pick") or [])
    st.caption(escape(shown.undated))
    if shown.undated_codings and st.toggle("Read what has no date", key="timeline-undated"):
        quote_list(quotes(_by_id(tables["codings"], shown.undated_codings)), "timeline-undated")


def _request(tables: dict[str, pd.DataFrame]) -> views.Request:
    axes = {"": "All axes"} | {
        str(i): str(label) for i, label in tables["Axis"].sort_values("seq")[["id", "label"]].itertuples(index=False)
    }
    state, asked = st.session_state, st.query_params.get("axis", "")
    if "timeline-axis" not in state:
        state["timeline-axis"] = asked if asked in axes else list(axes)[1]
    row = st.columns([2, 2, 3, 2])
    axis = row[0].selectbox("Axis", list(axes), format_func=axes.__getitem__, key="timeline-axis")
    levels = row[1].multiselect("Levels", list(LEVELS), key="timeline-levels", placeholder="All")
    names = views.issuers(tables["codings"])
    bodies = row[2].multiselect(
        "Issuers", list(names), format_func=names.__getitem__, key="timeline-issuers", placeholder="All"
    )
    unit = row[3].segmented_control(
        "One mark a", list(views.UNITS), format_func=views.UNITS.__getitem__, default="source", key="timeline-unit",
        required=True,
    )  # fmt: skip
    if st.query_params.get("axis", "") != axis:
        st.query_params.from_dict({"axis": axis} if axis else {})
    return views.Request(axis or "", tuple(levels), tuple(bodies), unit or "source")


def _by_id(codings: pd.DataFrame, ids: tuple[str, ...]) -> pd.DataFrame:
    return codings.set_index("id", drop=False).loc[list(ids)]


def _words(codings: pd.DataFrame, shown: views.Timeline, points: list[dict[str, Any]]) -> None:
    chosen = {(str(p.get("lane")), str(p.get("id"))) for p in points}
    marks = [m for m in shown.marks if (m.lane, m.id) in chosen]
    if not marks:
        st.caption("Click a mark to read its words.")
    for number, mark in enumerate(marks):
        st.subheader(escape(f"{mark.label} ({mark.known})"), anchor=False)
        st.caption(escape(f"{mark.issuer} · position {mark.position:+.2f} on {mark.lane}"))
        quote_list(quotes(_by_id(codings, mark.codings)), f"timeline-{number}")
