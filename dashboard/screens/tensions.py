"""Screen 1: where policy signals pull apart, and the words behind every marker."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.context import Context, told
from dashboard.figures.tensions import tension_chart
from dashboard.screens.figure import Specification, figure, specification
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import tensions as views
from graph.measures.corrections import corrected
from graph.measures.sentences import gap_sentence
from graph.measures.tensions import AxisTension

LEGEND = (
    "Filled marker: what a level says. Ring: what it is heard to say (macro as meso hears it; meso and micro as macro "
    "hears them). Line: 95 % interval over voices. Small dots: single voices, open ones what one voice hears; dots at "
    "one place are laid side by side. Open diamonds: national bodies that represent or advise, not in the macro "
    "figure. Larger dots alone: fewer than three voices. :blue[●] macro, :orange[■] meso, :green[▲] micro."
)


@st.cache_resource(show_spinner=False, max_entries=2)
def _codings(build: str, _context: Context) -> pd.DataFrame:
    del build
    return views.message_codings(_context.view)


@st.cache_resource(show_spinner="Measuring …", max_entries=2)
def _measured(build: str, _context: Context) -> tuple[AxisTension, ...]:
    codings = _codings(build, _context)
    return views.measured(_context.view, codings, _context.focus, _context.seed)


@st.cache_resource(show_spinner=False, max_entries=8)
def _figure(build: str, sort: str, dark: bool, _context: Context) -> Specification:
    """The figure as a Vega-Lite specification, made once: Altair checks every part of it, which takes its time."""
    rows = views.rows(_measured(build, _context), sort)
    return specification(tension_chart(rows, dark, _name(build, _context)))


@st.cache_data(show_spinner=False, max_entries=2)
def _name(build: str, _context: Context) -> str:
    del build
    actors = _context.view.table("Actor")
    found = actors[actors["id"] == _context.focus]["label"]
    return str(found.iloc[0]) if len(found) else _context.focus


def render(context: Context) -> None:
    """Draw the screen."""
    st.caption(escape(context.title))
    st.title("Where policy signals pull apart")
    counted = views.counted(_codings(context.build, context))
    st.caption(escape(counted.sentence))
    st.caption(LEGEND)
    if context.note:
        st.caption(escape(context.note))
    if not _measured(context.build, context):
        st.info("This study has no axes yet. Add axes with a message at each pole to codebook.yaml and build again.")
        return
    if not counted.codings:
        st.info(escape(views.way_on(counted)))
        st.link_button("Read the sources", "evidence")
    _body(context)


@st.fragment
def _body(context: Context) -> None:
    with told():
        _figure_and_words(context)


def _figure_and_words(context: Context) -> None:
    state = st.session_state
    asked = st.query_params
    state.setdefault("tension-sort", asked["sort"] if asked.get("sort") in views.SORTS else "say_hear")
    st.segmented_control(
        "Sort by", list(views.SORTS), format_func=views.SORTS.__getitem__, key="tension-sort", required=True
    )
    rows = views.rows(_measured(context.build, context), state["tension-sort"])
    axes = {row.tension.axis: row for row in rows}
    if state.get("tension-axis") not in axes:
        state["tension-axis"] = asked["axis"] if asked.get("axis") in axes else next(iter(axes))
    chosen, sort = state["tension-axis"], state["tension-sort"]
    figure(
        _figure(context.build, sort, st.context.theme.type == "dark", context), name="tensions",
        data=views.figures_table(rows), sentence=_sentence(rows, chosen, sort), key="tension-chart",
        select="pick", on_select=_clicked,
        words="Positions of levels on every axis; the same numbers stand in the table below.",
    )  # fmt: skip
    _table(rows)
    _rigour(context, rows, sort)
    st.selectbox(
        "Axis to read", list(axes), format_func=lambda a: axes[a].tension.label, key="tension-axis", on_change=_whole
    )
    chosen = state["tension-axis"]
    if asked.get("axis") != chosen or asked.get("sort") != state["tension-sort"]:
        asked.update({"axis": chosen, "sort": state["tension-sort"]})
    pick = state.get("tension-pick")
    _quotes(context, axes[chosen], pick if pick and pick.axis == chosen else views.Pick(chosen))


def _sentence(rows: tuple[views.Row, ...], axis: str, by: str) -> str:
    """What may be written under the figure about one axis; its p-value is corrected for all that are tested."""
    found = {row.tension.axis: row.tension for row in rows}
    return gap_sentence(found[axis], by, getattr(corrected(tuple(found.values()))[axis], by))


def _clicked() -> None:
    chart: Any = st.session_state["tension-chart"]
    found = chart["selection"].get("pick") or []
    if found and found[0].get("axis"):
        names = ("axis", "level", "claim", "by", "voice")
        pick = views.Pick(**{name: str(found[0].get(name) or "") for name in names})
        st.session_state["tension-pick"] = pick
        st.session_state["tension-axis"] = pick.axis


def _whole() -> None:
    st.session_state["tension-pick"] = None


def _table(rows: tuple[views.Row, ...]) -> None:
    with st.expander("The same figures as a table"):
        st.dataframe(views.figures_table(rows), hide_index=True, key="tension-table")


def _rigour(context: Context, rows: tuple[views.Row, ...], sort: str) -> None:
    """What only some want to see, and what takes longer: nothing of it is imported or measured before it is wanted."""
    if st.toggle("Show intervals, sensitivity and p-values", key="rigour", bind="query-params"):
        from dashboard.screens.rigour import draw

        draw(context, _codings(context.build, context), tuple(row.tension for row in rows), sort)


def _quotes(context: Context, row: views.Row, pick: views.Pick) -> None:
    tension = row.tension
    st.subheader(escape(f"{tension.label}: {views.headline(tension)}"))
    if row.why:
        st.caption(escape(row.why))
    focus = tension.focus
    if focus is not None:
        value = "too few to measure" if focus.gap.value is None else f"{focus.gap.value:.2f}"
        n, name = focus.gap.n, _name(context.build, context)
        st.caption(escape(f"{name} alone: say–hear gap {value} ({n[0]} of its sources, heard by {n[1]} voices)."))
    words = [pick.level, pick.claim, f"by {pick.by}" if pick.by else "", pick.voice]
    if any(words):
        st.caption(escape("Shown: " + " · ".join(w for w in words if w)))
        st.button("Show the whole axis", on_click=_whole)
    st.link_button(
        "Contradictions on this axis", "contradictions?" + urlencode({"axis": tension.axis}), type="tertiary"
    )
    found = views.sides(_codings(context.build, context), tension, pick)
    for column, side, name in zip(st.columns(2), found, ("left", "right"), strict=True):
        with column:
            st.markdown(f"**{escape(side.label)}** · {len(side.quotes)} codings, {side.voices} voices")
            quote_list(side.quotes, f"tension-{tension.axis}-{name}")
