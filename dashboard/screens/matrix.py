"""Actors and messages: who endorses, rejects, or is heard to send what, with the words behind every mark."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.figures.matrix import matrix_chart
from dashboard.screens.figure import figure, specification
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import matrix as views
from dashboard.views.tensions import message_codings
from graph.model import LEVELS

LEGEND = (
    "A filled circle: the actor endorses the message. A cross: it rejects it. A diamond: both. A ring: others hear the "
    "message from it. The larger, the more codings; bands hold the two poles of one axis together. Click a mark to "
    "read the words."
)


@st.cache_resource(show_spinner=False, max_entries=2)
def _tables(build: str, _context: Context) -> dict[str, pd.DataFrame]:
    del build
    view = _context.view
    return {"codings": message_codings(view), **{name: view.table(name) for name in ("Axis", "Message")}}


@st.cache_resource(show_spinner="Counting …", max_entries=16)
def _laid_out(build: str, request: views.Request, _context: Context) -> views.ActorMatrix:
    tables = _tables(build, _context)
    return views.matrix(tables["codings"], tables["Axis"], tables["Message"], request)


@st.cache_resource(show_spinner=False, max_entries=16)
def _drawn(build: str, request: views.Request, dark: bool, _context: Context) -> Any:
    return specification(matrix_chart(_laid_out(build, request, _context), dark))


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Actors and messages")
    if context.note:
        st.caption(escape(context.note))
    tables = _tables(context.build, context)
    request = _request(context, tables["Axis"])
    shown = _laid_out(context.build, request, context)
    if not shown.actors:
        st.info("No counted coding of a message stands here. Choose other levels or axes.")
        return
    st.caption(LEGEND)
    st.caption(escape(_where(shown)))
    picked = figure(
        _drawn(context.build, request, st.context.theme.type == "dark", context),
        name="actors-and-messages", data=views.table(shown), sentence=shown.sentence, key="matrix-chart",
        select="pick", words="Matrix of actors and messages; the same numbers stand in the CSV below.",
    )  # fmt: skip
    _words(tables["codings"], shown, picked.get("pick") or [])


def _request(context: Context, axes: pd.DataFrame) -> views.Request:
    names = {str(i): str(label) for i, label in axes.sort_values("seq")[["id", "label"]].itertuples(index=False)}
    row = st.columns([2, 3, 1, 1])
    levels = row[0].multiselect("Levels", [*LEVELS, "outside"], key="matrix-levels", placeholder="All")
    chosen = row[1].multiselect(
        "Axes", list(names), format_func=names.__getitem__, key="matrix-axes", placeholder="All"
    )
    most = int(row[2].number_input("Actors a page", 5, 200, views.MOST, step=5, key="matrix-most"))
    first = views.Request(tuple(levels), tuple(chosen), most)
    pages = _laid_out(context.build, first, context).pages
    st.session_state["matrix-page"] = min(int(st.session_state.get("matrix-page", 1)), pages)
    page = int(row[3].number_input(f"Page (of {pages})", 1, pages, key="matrix-page"))
    return views.Request(first.levels, first.axes, most, page)


def _where(shown: views.ActorMatrix) -> str:
    start = (shown.request.page - 1) * shown.request.most + 1
    rest = "" if shown.pages == 1 else " The others are on the next pages."
    return f"Actors {start} to {start + len(shown.actors) - 1} of {shown.total}, the most active first.{rest}"


def _words(codings: pd.DataFrame, shown: views.ActorMatrix, points: list[dict[str, Any]]) -> None:
    label = shown.named()
    messages = {c.id: c.label for c in shown.columns}
    cells = {f"{c.actor}|{c.message}": c for c in shown.cells}
    by_hand = st.selectbox(
        "Read the words of a mark",
        list(cells),
        index=None,
        format_func=lambda key: f"{label[cells[key].actor]} · {messages[cells[key].message]}",
        placeholder="Choose, or click in the figure",
        key="matrix-pick",
    )
    point = points[0] if points else {}
    key = f"{point.get('actor')}|{point.get('message')}" if point.get("actor") else by_hand
    if key not in cells:
        return
    cell = cells[key]
    st.subheader(escape(f"{label[cell.actor]} · {messages[cell.message]}"), anchor=False)
    found = views.cell_quotes(codings, shown.request, cell.actor, cell.message)
    for column, (what, own) in zip(st.columns(max(len(found), 2)), found, strict=False):
        with column:
            st.markdown(f"**{escape(what)}** · {len(own)} codings")
            quote_list(own, f"matrix-{cell.actor}-{cell.message}-{what}")
