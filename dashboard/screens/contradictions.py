"""Screen 2: pairs of claims that contradict each other, side by side; the address holds the whole view."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.screens.quotes import escape, quote_card
from dashboard.views import contradictions as views
from graph.model import LEVELS

LIMITS = (50, 200, 1000)


@st.cache_data(show_spinner=False, max_entries=50)
def _listed(build: str, filters: views.Filters, _context: Context) -> tuple[pd.DataFrame, bool]:
    del build
    found = views.listed(_context.view, filters)
    return found, bool(found.attrs.get("complete", True))


@st.cache_data(show_spinner=False, max_entries=2)
def _tables(build: str, _context: Context) -> tuple[pd.DataFrame, dict[str, str], dict[tuple[str, int], str]]:
    del build
    messages, axes = _context.view.table("Message"), _context.view.table("Axis").sort_values("seq")
    poles = {(str(m.axis), int(str(m.pole))): str(m.label) for m in messages.itertuples()}
    names = {str(k): str(v) for k, v in zip(axes["id"], axes["label"], strict=True)}
    return _context.view.table("Coding"), names, poles


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Contradictions")
    st.caption(
        "Two accepted codings on opposite sides of one axis, the most salient first; suggestions are not counted. "
        "For each coding its 20 most salient partners of every kind are kept. The address of this page reopens "
        "exactly this view."
    )
    if context.note:
        st.caption(escape(context.note))
    codings, axes, poles = _tables(context.build, context)
    filters = _filters(axes)
    table, complete = _listed(context.build, filters, context)
    asked = st.query_params.get("pair", "")
    if asked and asked not in set(table["id"]):
        extra = views.one(context.view, asked)
        table = pd.concat([extra, table], ignore_index=True) if not extra.empty else table
    if table.empty:
        st.info("No contradiction matches these filters. Take one away to see more.")
        _remember(filters, "")
        return
    if not complete:
        st.caption(f"The first {filters.limit} are shown; there are more. Narrow the filters or raise the number.")
    records = table.to_dict("records")
    chosen = _choose(records, table, asked)
    _remember(filters, chosen)
    row: dict[str, Any] = next({str(k): v for k, v in r.items()} for r in records if r["id"] == chosen)
    _draw(views.pair(row, codings, poles))


def _filters(axes: dict[str, str]) -> views.Filters:
    def several(column: Any, label: str, name: str, options: dict[str, str]) -> tuple[str, ...]:
        key = f"contradictions-{name}"
        st.session_state.setdefault(key, [x for x in st.query_params.get_all(name) if x in options])
        return tuple(column.multiselect(label, list(options), format_func=options.__getitem__, key=key))

    first, second, third, fourth = st.columns([3, 3, 2, 1])
    limit = st.query_params.get("limit", "")
    st.session_state.setdefault("contradictions-limit", int(limit) if limit in map(str, LIMITS) else LIMITS[1])
    return views.Filters(
        axes=several(first, "Axis", "axis", axes),
        kinds=several(second, "Kind", "kind", views.KINDS),
        levels=several(third, "Both holders at", "level", {x: x for x in LEVELS}),
        limit=fourth.selectbox("At most", LIMITS, key="contradictions-limit"),
    )


def _choose(records: list[dict[Any, Any]], table: pd.DataFrame, asked: str) -> str:
    titles = {str(r["id"]): views.title({str(k): v for k, v in r.items()}) for r in records}
    ids = list(titles)
    if st.session_state.get("contradictions-pair") not in titles:
        st.session_state["contradictions-pair"] = asked if asked in titles else ids[0]

    def clicked() -> None:
        state: Any = st.session_state["contradictions-list"]
        picked = state["selection"]["rows"]
        if picked and picked[0] < len(ids):
            st.session_state["contradictions-pair"] = ids[picked[0]]

    st.dataframe(
        table[views.LIST_COLUMNS], hide_index=True, height=300, key="contradictions-list", on_select=clicked,
        selection_mode="single-row",
        column_config={
            "axis_label": "axis", "salience": st.column_config.NumberColumn(format="%.2f"), "a_claim": "one side is",
            "a_holder_label": "of", "a_holder_level": "at", "b_claim": "the other is", "b_holder_label": "of ",
            "b_holder_level": "at ",
        },
    )  # fmt: skip
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    left.selectbox("Pair to read", ids, format_func=titles.__getitem__, key="contradictions-pair")
    right.download_button("List as CSV", table.to_csv(index=False), "contradictions.csv", "text/csv")
    return str(st.session_state["contradictions-pair"])


def _remember(filters: views.Filters, pair: str) -> None:
    wanted: dict[str, list[str]] = {
        "axis": list(filters.axes),
        "kind": list(filters.kinds),
        "level": list(filters.levels),
    }
    single: dict[str, str] = {"limit": str(filters.limit)} | ({"pair": pair} if pair else {})
    now = st.query_params
    same = all(now.get_all(k) == v for k, v in wanted.items()) and all(now.get(k) == v for k, v in single.items())
    if not same:
        now.from_dict({**{k: v for k, v in wanted.items() if v}, **single})


def _draw(pair: views.Pair) -> None:
    st.subheader(escape(pair.title))
    facts = [f"Salience {pair.salience:.2f}.", pair.first]
    facts += [f"Forces: {pair.forces}."] if pair.forces else []
    facts += [f"Judged: {pair.judgement}."] if pair.judgement else []
    st.markdown(escape(" ".join(facts)))
    for column, side, name in zip(st.columns(2), (pair.a, pair.b), ("a", "b"), strict=True):
        with column:
            st.markdown(f"**{escape(side.heading)}**")
            quote_card(side.quote, f"pair-{name}")
    with st.expander("What the salience is made of"):
        parts = [
            {"part": p.words, "value": p.value, "weight": p.weight, "adds": round(p.value * p.weight, 3)}
            for p in pair.parts
        ]
        st.dataframe(pd.DataFrame(parts), hide_index=True)
