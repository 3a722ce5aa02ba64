"""The third screen: the graph itself, and the words behind every node and line of it."""

from collections.abc import Mapping
from hashlib import sha256

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.figures.map import DARK, LEVEL_NAMES, LIGHT, ROW, Ink, height, legend_svg, option, svg
from dashboard.figures.pictures import captioned
from dashboard.screens.figure import take_away
from dashboard.screens.quotes import escape, quote_list
from dashboard.views.map import MapModel, MapRequest, evidence, map_model, table
from graph.stores.base import View


def render(context: Context) -> None:
    """Controls, the map, the words behind what was clicked, and the same as a table."""
    st.title("Who sends which signal")
    st.caption(
        "Left: national senders. Middle: messages, each pair of opposite poles joined. Right: partnership, then front "
        "line and people, then barriers. Click a node or a line to read the words behind it; hover to follow it."
    )
    request = _controls(context.view)
    model = _model(context.view, context.build, request)
    groups = dict(model.groups)
    if groups:
        st.multiselect(
            "Open groups, to see their members one by one",
            list(groups),
            format_func=lambda g: _group_name(g, groups),
            key="map_expand",
        )
    if not any(e.mode != "opposes" for e in model.edges):
        st.info("Nothing has that many codings here. Choose more axes or levels, or a smaller number.")
        return
    ink = DARK if st.context.theme.type == "dark" else LIGHT
    _draw(context, model, ink, sha256(repr(request).encode()).hexdigest()[:12])


def _controls(view: View) -> MapRequest:
    axes = _axes(view, view.build)
    first, second, third = st.columns([2, 2, 1])
    chosen = first.multiselect(
        "Start from axes", list(axes), format_func=lambda a: axes[a], key="map_axes", placeholder="All axes"
    )
    levels = second.multiselect(
        "Senders at",
        list(LEVEL_NAMES),
        format_func=lambda v: LEVEL_NAMES[v],
        key="map_levels",
        placeholder="All levels",
    )
    minimum = third.number_input("Codings a line, at least", 1, 50, 3, key="map_minimum")
    row = st.container(horizontal=True, vertical_alignment="bottom")
    barriers = row.toggle("Barriers", value=True, key="map_barriers")
    addressees = row.toggle("Whom messages are meant for", value=True, key="map_addressees")
    most = row.number_input("Nodes, at most", 20, 200, 44, step=10, key="map_most", width=140)
    expand = tuple(st.session_state.get("map_expand", ()))
    return MapRequest(tuple(chosen), tuple(levels), int(minimum), barriers, addressees, expand, int(most))


def _draw(context: Context, model: MapModel, ink: Ink, key: str) -> None:
    st.image(legend_svg(ink), width=1000)
    # A choice is by index, so a map drawn from other nodes starts without one: hence `key`.
    # ECharts fits the nodes into the middle 80 % of its box; the rest is room for the labels.
    tall = int((height(model) + 40) / 0.8) + ROW // 2
    event = st.echarts_chart(
        option(model, ink),
        key=f"map_chart_{key}",
        height=tall,
        on_select="rerun",
        renderer="canvas",
        alt="Map of senders, messages and barriers. The table below holds the same content.",
    )
    st.caption(_left_out(model))
    by_hand = _by_hand(model, key)
    picked = _picked(event) or by_hand
    if picked:
        _evidence(context, model, *picked)
    rows = table(model)
    with st.expander("The same as a table", expanded=False):
        st.dataframe(rows, hide_index=True, width="stretch")
    title = f"{context.title}: who sends which signal"
    take_away(
        lambda: captioned(svg(model, title, context.note), ""), name="map", data=rows,
        sentence=f"{title}. {_left_out(model)}", key="map",
    )  # fmt: skip


def _left_out(model: MapModel) -> str:
    parts = [f"{len(model.nodes)} nodes and {len(model.edges)} lines, counted codings only."]
    if model.weak_edges:
        parts.append(f"{model.weak_edges} lines with fewer codings are not drawn.")
    if model.hidden_nodes:
        parts.append(f"{model.hidden_nodes} weaker senders are beyond the number of nodes.")
    return " ".join(parts)


def _group_name(group: str, groups: Mapping[str, str]) -> str:
    level = group.split(":")[1]
    return f"{groups[group]}, {LEVEL_NAMES[level]}"


def _picked(event: object) -> tuple[str, int] | None:
    """What was clicked in the chart, as (node or edge, index); the chart lets one thing be chosen at a time."""
    selection = event.get("selection") if isinstance(event, Mapping) else None
    for one in (selection or {}).get("selected", ()):
        if one.get("data_indices"):
            return str(one["data_type"]), int(one["data_indices"][-1])
    return None


def _by_hand(model: MapModel, key: str) -> tuple[str, int] | None:
    """The same choice without a mouse."""
    nodes = [("node", i) for i in range(len(model.nodes))]
    edges = [("edge", i) for i in range(len(model.edges))]
    names = {("node", i): n.label for i, n in enumerate(model.nodes)}
    names |= {("edge", i): f"{model.about(e)} ({len(e.codings)})" for i, e in enumerate(model.edges)}
    return st.selectbox(
        "Read the words behind a node or line",
        [*nodes, *edges],
        index=None,
        format_func=lambda pick: names.get(pick, str(pick)),
        placeholder="Choose, or click in the map",
        key=f"map_pick_{key}",
    )


def _evidence(context: Context, model: MapModel, kind: str, index: int) -> None:
    codings = _codings(context.view, context.build)
    title, found = evidence(model, codings, kind, index)
    if not title:
        return
    st.subheader(escape(title), anchor=False)
    st.caption(
        f"{len(found)} codings on the lines drawn"
        + ("" if found else ". Its codings are spread over lines too thin to draw.")
    )
    edge = model.edges[index] if kind == "edge" else None
    if edge is None or edge.mode != "opposes":
        quote_list(found, f"map-{kind}-{index}")
        return
    for column, code in zip(st.columns(2), (edge.start, edge.end), strict=True):
        side = tuple(q for q in found if q.code == code)
        with column:
            st.markdown(f"**{escape(model.labels[code])}** ({len(side)})")
            quote_list(side, f"map-{kind}-{index}-{code}")


@st.cache_data(max_entries=32, show_spinner=False)
def _model(_view: View, build: str, request: MapRequest) -> MapModel:
    del build
    return map_model(_view, request)


@st.cache_data(max_entries=2, show_spinner=False)
def _codings(_view: View, build: str) -> pd.DataFrame:
    del build
    table = _view.table("Coding")
    return table[table["counted"]]


@st.cache_data(max_entries=2, show_spinner=False)
def _axes(_view: View, build: str) -> dict[str, str]:
    del build
    table = _view.table("Axis").sort_values("seq")
    return dict(zip(table["id"], table["label"], strict=True))
