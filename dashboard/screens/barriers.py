"""Screen: which barriers go with which messages, levels and roles, and the framework matrix of cases by themes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context, told
from dashboard.figures.barriers import association_chart, level_chart
from dashboard.screens.figure import figure
from dashboard.screens.framework import render_framework
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import barriers as views
from graph.measures.barriers import Association, Traits

PARTS = {"pairs": "What goes with what", "levels": "By level", "matrix": "Framework matrix"}
LEGEND = (
    "Each dot is a barrier and what it is compared with; its size says how many voices have both. Orange: voices that "
    "name the barrier have the other more often than voices that do not (odds ratio above 1); violet: less often. "
    "Outlined: stands out after correction for all pairs tested (Benjamini–Hochberg p < 0.05). Grey ring: fewer than "
    "three voices where it matters, so no number. Click a dot to read the words."
)
LIMITS = (
    "Who speaks at length names more of everything, and documents and interviews differ in what they are for: a pair "
    "that goes together is a reason to read, not a cause."
)


@st.cache_resource(show_spinner="Comparing …", max_entries=16)
def _measured(build: str, asked: views.Asked, _context: Context) -> tuple[Association, ...]:
    del build
    return views.measured(_context.view, asked)


@st.cache_resource(show_spinner=False, max_entries=16)
def _traits(build: str, asked: views.Asked, _context: Context) -> Traits:
    del build
    return views.traits(_context.view, asked)


@st.cache_resource(show_spinner=False, max_entries=2)
def _levels(build: str, _context: Context) -> pd.DataFrame:
    del build
    return views.levels(_context.view)


def render(context: Context) -> None:
    """Draw the screen."""
    st.caption(escape(context.title))
    st.title("Barriers")
    if not len(context.view.table("Barrier")):
        st.info("This study has no barriers yet. Add them to codebook.yaml under `barriers` and build again.")
        return
    state, asked = st.session_state, st.query_params
    state.setdefault("barriers-part", asked["part"] if asked.get("part") in PARTS else "pairs")
    part = st.segmented_control(
        "Show",
        list(PARTS),
        format_func=PARTS.__getitem__,
        key="barriers-part",
        required=True,
        label_visibility="collapsed",
    )
    if asked.get("part") != part:
        asked["part"] = str(part)
    if part == "matrix":
        render_framework(context)
    elif part == "levels":
        _by_level(context)
    else:
        _pairs(context)


@st.fragment
def _pairs(context: Context) -> None:
    with told():
        asked = _asked()
        found = _measured(context.build, asked, context)
        if not any(a.table.both for a in found):
            st.info("No voice names a barrier and has any of these. Choose something else to compare with.")
            return
        st.caption(LEGEND)
        event = figure(
            association_chart(found, st.context.theme.type == "dark"),
            name=f"barriers-by-{asked.against}",
            data=views.table(found),
            sentence=views.sentence(found, asked),
            key=f"barriers-{asked.against}-{asked.how}-{asked.among}",
            select="pick",
        )
        st.caption(LIMITS)
        ordered = views.in_order(found)
        _table(ordered)
        _read(context, asked, ordered, event)


def _asked() -> views.Asked:
    row = st.columns([2, 2, 2])
    against = row[0].selectbox(
        "Barriers against", list(views.AGAINST), format_func=views.AGAINST.__getitem__, key="barriers-against"
    )
    how = "any"
    if against == "messages":
        how = row[1].selectbox(
            "A voice has a message if it", list(views.HOW), format_func=views.HOW.__getitem__, key="barriers-how"
        )
    among = row[2].selectbox("Among", list(views.AMONG), format_func=views.AMONG.__getitem__, key="barriers-among")
    return views.Asked(str(against), str(how), str(among))


def _table(ordered: tuple[Association, ...]) -> None:
    with st.expander("The same as a table, clearest first"):
        shown = views.table(ordered).drop(columns=["barrier", "other"])
        st.dataframe(shown, hide_index=True, key="barriers-table")


def _read(
    context: Context, asked: views.Asked, ordered: tuple[Association, ...], event: Mapping[str, list[dict[str, Any]]]
) -> None:
    held = {(a.barrier, a.other): a for a in ordered if a.table.both}
    if not held:
        return
    clicked = [(str(p.get("barrier")), str(p.get("other"))) for p in event.get("pick", [])]
    state, key = st.session_state, "barriers-pair"
    if clicked and clicked[0] in held and state.get("barriers-clicked") != clicked[0]:
        state["barriers-clicked"] = state[key] = clicked[0]
    if state.get(key) not in held:
        state[key] = next(iter(held))
    pair = st.selectbox(
        "Pair to read",
        list(held),
        format_func=lambda p: f"{held[p].barrier_label} – {held[p].other_label} ({held[p].table.both})",
        key=key,
    )
    st.markdown(escape(views.told(held[pair])))
    found = views.words(context.view.table("Coding"), _traits(context.build, asked, context), *pair)
    left, right = st.columns(2) if found.other else (st.container(), None)
    with left:
        st.markdown(f"**{escape(held[pair].barrier_label)}** · {len(found.barrier)} quotes, {found.voices} voices")
        quote_list(found.barrier, f"barrier-{pair[0]}-{pair[1]}")
    if right is not None:
        with right:
            st.markdown(f"**{escape(held[pair].other_label)}** · {len(found.other)} quotes of the same voices")
            quote_list(found.other, f"other-{pair[0]}-{pair[1]}")


@st.fragment
def _by_level(context: Context) -> None:
    with told():
        frame = _levels(context.build, context)
        if not frame["voices"].sum():
            st.info("No voice names a barrier yet.")
            return
        st.caption(
            "Bars: the share of a level's voices that name the barrier, with their number. Fewer than three voices "
            "stand there in words, without a bar. Click a bar to read the words."
        )
        event = figure(
            level_chart(frame, st.context.theme.type == "dark"), name="barriers-by-level", data=frame,
            sentence=views.level_sentence(frame), key="barriers-levels", select="pick",
        )  # fmt: skip
        _level_words(context, frame, event)


def _level_words(context: Context, frame: pd.DataFrame, event: Mapping[str, list[dict[str, Any]]]) -> None:
    own = frame[frame["voices"] > 0].sort_values(["voices", "barrier"], ascending=[False, True])
    labels = {(str(r.barrier), str(r.level)): f"{r.barrier_label}, {r.level} ({r.voices})" for r in own.itertuples()}
    clicked = [(str(p.get("barrier")), str(p.get("level"))) for p in event.get("pick", [])]
    state, key = st.session_state, "barriers-level"
    if clicked and clicked[0] in labels and state.get("barriers-level-clicked") != clicked[0]:
        state["barriers-level-clicked"] = state[key] = clicked[0]
    pair = st.selectbox("Barrier and level to read", list(labels), format_func=labels.__getitem__, key=key)
    if pair is None:
        return
    found = views.level_words(context.view.table("Coding"), *pair)
    st.markdown(f"**{escape(labels[pair])}** · {len(found)} quotes")
    quote_list(found, f"level-{pair[0]}-{pair[1]}")
