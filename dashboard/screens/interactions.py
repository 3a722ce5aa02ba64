"""The Interactions screen: does progress on one message help or hinder another, as analysts score it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context, told
from dashboard.figures.interactions import interaction_chart
from dashboard.screens.figure import figure
from dashboard.screens.quotes import escape, quote_list
from dashboard.screens.scoring import scoring
from dashboard.views import interactions as views
from graph.measures.agreement import score_agreement
from graph.measures.interactions import CrossImpact
from ingest.coding.analyses import Analyses, analyses

Stamp = tuple[tuple[str, int, int], ...]
FIRST, SECOND = "interactions-first", "interactions-second"
SHOWN = 3
"""So many passages that speak to both messages stand there at once."""


@st.cache_resource(show_spinner=False, max_entries=2)
def _tables(build: str, _context: Context) -> tuple[pd.DataFrame, dict[str, str]]:
    del build
    return _context.view.table("Coding"), views.names(_context.view.table("Message"))


@st.cache_resource(show_spinner=False, max_entries=2)
def _stated(folder: str, stamp: Stamp) -> Analyses:
    """What analysts said, read again whenever a file has changed: a score shows at once, without a build."""
    del stamp
    return analyses(Path(folder))


def stated(context: Context) -> Analyses:
    """Judgements, scores and summaries as the study's files have them now."""
    folder = context.folder
    paths = [*sorted((folder / "codings").glob("*.jsonl")), folder / "codebook.yaml", folder / "cases.csv"]
    found = [(path.name, path.stat()) for path in paths if path.exists()]
    return _stated(str(folder), tuple((name, status.st_size, status.st_mtime_ns) for name, status in found))


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Interactions of messages")
    st.caption(
        "Does progress on the message of a row help or hinder the message of a column? Analysts say so on Nilsson's "
        "seven points, from −3 cancelling through 0 consistent to +3 indivisible, each with a reason and quotes. "
        "The pair is directed. A hatched cell has no score: that is not 0. Scores never change what is counted "
        "elsewhere."
    )
    if context.note:
        st.caption(escape(context.note))
    codings, labels = _tables(context.build, context)
    if len(labels) < 2:
        st.info("An interaction needs two messages. Add messages to codebook.yaml and build again.")
        return
    _body(context, codings, labels)


@st.fragment
def _body(context: Context, codings: pd.DataFrame, labels: dict[str, str]) -> None:
    with told():
        found = stated(context)
        for problem in found.problems:
            st.warning(escape(str(problem)))
        coders = sorted({score.coder for score in found.scores})
        chosen = st.multiselect("Scores of", coders, key="interactions-coders", placeholder="everybody")
        shown = views.matrix(found.scores, labels, [coder for coder in chosen if coder in coders])
        _figure(shown, labels)
        _pair(context, found, shown, codings, labels)
        _agreement(context, found, chosen)


def _figure(shown: CrossImpact, labels: dict[str, str]) -> None:
    dark = st.context.theme.type == "dark"
    _follow_click()
    figure(
        interaction_chart(shown, labels, dark),
        name="interactions",
        data=views.pairs_table(shown, labels),
        sentence=views.sentence(shown, labels),
        key="interactions-chart",
        select="cell",
        words="A matrix of scores; the same figures stand in the tables below.",
    )
    with st.expander("Influence given and received, and every scored pair, as tables"):
        left, right = st.columns(2)
        left.dataframe(views.sums_table(shown, labels), hide_index=True, key="interactions-sums")
        table = views.pairs_table(shown, labels)
        scored = table[table["n"] > 0].drop(columns=["first", "second"])
        right.dataframe(scored, hide_index=True, key="interactions-pairs")


def _follow_click() -> None:
    """Let the pair that was clicked last be the one that is read; looked up before the choices are drawn."""
    state = st.session_state
    event: Any = state.get("interactions-chart")
    selection = event["selection"] if event and "selection" in event else {}
    picked = (selection.get("cell") or [None])[0]
    if picked and picked != state.get("interactions-seen"):
        state["interactions-seen"] = picked
        state[FIRST], state[SECOND] = str(picked["first"]), str(picked["second"])


def _pair(context: Context, found: Analyses, shown: CrossImpact, codings: pd.DataFrame, labels: dict[str, str]) -> None:
    first, second = _chosen(shown, labels)
    st.subheader(escape(f"{labels[first]} → {labels[second]}"))
    if first == second:
        st.info("Choose two different messages.")
        return
    cell = shown.cell(first, second)
    st.markdown(escape(views.cell_words(cell, labels, first, second)))
    left, right = st.columns([3, 2])
    with left:
        for said in views.said_of(cell, codings):
            st.markdown(f"**{escape(said.score.coder)}: {escape(said.words)}**")
            st.text(said.score.memo)
            quote_list(said.quotes, f"score-{said.score.id}", first=3)
            if said.gone:
                st.caption(f"{said.gone} of its quotes are no codings any more.")
    with right:
        scoring(context, found.scores, (first, second), views.to_quote(codings, first, second), labels)
    _together(codings, labels, first, second)


def _chosen(shown: CrossImpact, labels: dict[str, str]) -> tuple[str, str]:
    state, asked = st.session_state, st.query_params
    start = shown.cells[0] if shown.cells else None
    ids = list(labels)
    defaults = (start.first if start else ids[0], start.second if start else ids[1])
    for key, name, default in zip((FIRST, SECOND), ("first", "second"), defaults, strict=True):
        if state.get(key) not in labels:
            state[key] = asked[name] if asked.get(name) in labels else default
    one, other = st.columns(2)
    first = one.selectbox("Progress on", ids, format_func=labels.__getitem__, key=FIRST)
    second = other.selectbox("helps or hinders", ids, format_func=labels.__getitem__, key=SECOND)
    if (asked.get("first"), asked.get("second")) != (first, second):
        asked.from_dict({"first": first, "second": second})
    return first, second


def _together(codings: pd.DataFrame, labels: dict[str, str], first: str, second: str) -> None:
    both = views.together(codings, first, second)
    st.markdown(f"**Passages that speak to both** · {len(both)}")
    if not both:
        st.caption(escape(f"No passage is coded with both “{labels[first]}” and “{labels[second]}”."))
    _passages(both[:SHOWN], labels, first, second, 0)
    rest = both[SHOWN:]
    if rest and st.toggle(f"Show {len(rest)} more passages", key=f"both-{first}-{second}-more"):
        _passages(rest, labels, first, second, SHOWN)


def _passages(both: Sequence[views.Together], labels: dict[str, str], first: str, second: str, start: int) -> None:
    """One row a passage: what it says of the one message on the left, of the other on the right."""
    for i, passage in enumerate(both, start):
        for column, message in zip(st.columns(2), (first, second), strict=True):
            with column:
                st.caption(escape(labels[message]))
                quote_list([q for q in passage.quotes if q.code == message], f"both-{first}-{second}-{message}-{i}")


def _agreement(context: Context, found: Analyses, chosen: list[str]) -> None:
    st.subheader("Agreement between scorers")
    scores = [score for score in found.scores if not chosen or score.coder in chosen]
    table = score_agreement(scores, context.seed)
    if not table:
        st.caption("Agreement needs two scorers of the same pairs; so far there is " + ("one." if scores else "none."))
        return
    st.dataframe(views.agreement_table(table), hide_index=True, key="interactions-agreement")
    st.caption(
        "Unit: the directed pair that both scored. Kappa with quadratic weights, Krippendorff's alpha for an ordinal "
        "scale with its 95 % bootstrap interval over pairs; docs/measures.md has the sources."
    )
