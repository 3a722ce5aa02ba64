"""The discourse network: who agrees with whom, in which clusters, and the words on both sides of every tie."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.figures.network import network_chart
from dashboard.screens.figure import figure, specification
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import network as views
from graph.model import LEVELS

LEGEND = (
    "A point is a voice: colour its cluster, shape its level, size its statements. A grey line joins two that agree, a "
    "red dashed one two that differ; the thicker, the more. Clusters and the sentence below rest on all agreement "
    "between the voices, not on the lines drawn alone. Click a point or a line to read the words."
)


@st.cache_resource(show_spinner=False, max_entries=2)
def _tables(build: str, _context: Context) -> dict[str, pd.DataFrame]:
    del build
    return {name: _context.view.table(name) for name in ("Coding", "Axis", "Message")}


@st.cache_resource(show_spinner="Measuring …", max_entries=16)
def _measured(build: str, request: views.Request, _context: Context) -> views.Discourse:
    return views.discourse(_tables(build, _context), request, _context.seed)


@st.cache_resource(show_spinner=False, max_entries=16)
def _drawn(build: str, request: views.Request, dark: bool, _context: Context) -> Any:
    return specification(network_chart(_measured(build, request, _context), dark))


@st.cache_resource(show_spinner="Taking messages out one by one …", max_entries=4)
def _carrying(build: str, request: views.Request, _context: Context) -> pd.DataFrame:
    found = views.carrying(_tables(build, _context), request)
    rows = [
        {"rank": i, "concept": s.concept.label, "loss without it": round(s.loss, 3)} for i, s in enumerate(found, 1)
    ]
    return pd.DataFrame(rows, columns=["rank", "concept", "loss without it"])


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Who agrees with whom")
    if context.note:
        st.caption(escape(context.note))
    tables = _tables(context.build, context)
    request = _request(tables["Axis"])
    shown = _measured(context.build, request, context)
    if shown.why:
        st.info(escape(shown.why))
        return
    st.caption(LEGEND)
    if not shown.ties:
        st.info("No tie is drawn. Choose more ties, another measure, or more levels and axes.")
        st.caption(escape(shown.sentence))
        return
    picked = figure(
        _drawn(context.build, request, st.context.theme.type == "dark", context),
        name=f"network-{request.type}", data=views.table(shown), sentence=shown.sentence, key="network-chart",
        select="pick", words="Network of voices; the ties stand in the CSV below.",
    )  # fmt: skip
    st.caption(escape(_left_out(shown)))
    _words(tables["Coding"], shown, picked.get("pick") or [])
    _backbone(context, request)


def _request(axes: pd.DataFrame) -> views.Request:
    names = {str(i): str(label) for i, label in axes.sort_values("seq")[["id", "label"]].itertuples(index=False)}
    first = st.columns([2, 2, 2, 3])
    kind = first[0].selectbox("Ties by", list(views.TYPES), format_func=views.TYPES.__getitem__, key="network-type")
    concept = first[1].selectbox(
        "Agreement is", list(views.CONCEPTS), format_func=views.CONCEPTS.__getitem__, key="network-concept"
    )
    levels = first[2].multiselect("Levels", [*LEVELS, "outside"], key="network-levels", placeholder="All")
    chosen = first[3].multiselect(
        "Axes", list(names), format_func=names.__getitem__, key="network-axes", placeholder="All"
    )
    second = st.columns([2, 2, 2, 2, 2])
    normalise = second[0].selectbox(
        "Normalised by", list(views.NORMALISATIONS), format_func=views.NORMALISATIONS.__getitem__, key="network-norm",
        help="Raw products grow with how much a voice says; the others divide that out. docs/networks.md.",
    )  # fmt: skip
    duplicates = second[1].selectbox(
        "Count a repeated statement", list(views.DUPLICATES), format_func=views.DUPLICATES.__getitem__,
        key="network-duplicates",
    )  # fmt: skip
    least = second[2].number_input("Statements a voice, at least", 1, 50, 3, key="network-statements")
    rule = second[3].selectbox("Draw", list(views.DRAWN), format_func=views.DRAWN.__getitem__, key="network-drawn")
    own = _rule(second[4], rule)
    return views.Request(
        kind, normalise, concept, duplicates, tuple(levels), tuple(chosen), int(least), rule, **own
    )  # fmt: skip


def _rule(place: Any, rule: str) -> dict[str, Any]:
    if rule == "strongest":
        return {"strongest": int(place.number_input("Ties of each", 1, 20, 2, key="network-strongest"))}
    if rule == "disparity":
        return {"alpha": float(place.number_input("Below p", 0.001, 0.9, 0.05, key="network-alpha", format="%.3f"))}
    return {"least": float(place.number_input("Weight, at least", 0.0, None, 0.0, step=0.1, key="network-least"))}


def _left_out(shown: views.Discourse) -> str:
    parts = [f"Drawn: {len(shown.voices)} voices and {len(shown.ties)} ties; {shown.left} weaker ties are not."]
    if shown.unjoined:
        first = ", ".join(shown.unjoined[:6])
        more = f" and {len(shown.unjoined) - 6} more" if len(shown.unjoined) > 6 else ""
        parts.append(f"Without a tie drawn: {first}{more}.")
    if shown.few:
        parts.append(f"{shown.few} voices have fewer than {shown.request.statements} statements here.")
    return " ".join(parts)


def _words(codings: pd.DataFrame, shown: views.Discourse, points: list[dict[str, Any]]) -> None:
    names = shown.named()
    ties = {f"{t.one}|{t.two}": t for t in reversed(shown.ties)}
    by_hand = st.selectbox(
        "Read the words of a voice or of a tie",
        [*sorted(names, key=lambda i: names[i]), *ties],
        index=None,
        format_func=lambda key: f"{names[ties[key].one]} – {names[ties[key].two]}" if key in ties else names[key],
        placeholder="Choose, or click in the figure",
        key="network-pick",
    )
    point = points[0] if points else {}
    one, two = str(point.get("one") or ""), str(point.get("two") or "")
    if not one and by_hand:
        one, _, two = by_hand.partition("|")
    found = views.words(codings, shown, one, two) if one else None
    if found is None:
        return
    st.subheader(escape(found.title), anchor=False)
    for column, (head, own), side in zip(st.columns(2), (found.left, found.right), ("left", "right"), strict=True):
        with column:
            st.markdown(f"**{escape(head)}** · {len(own)} codings")
            quote_list(own, f"network-{one}-{two}-{side}")


def _backbone(context: Context, request: views.Request) -> None:
    with st.expander("Which messages carry this network"):
        st.caption(
            "The backbone of Discourse Network Analyzer, nested: messages are taken out one by one, each time the one "
            "without which least is lost of the network of agreement less conflict; the last stand first. Loss: "
            "distance between the spectra of the whole and of what is left, without this message and all below it."
        )
        if st.toggle("Work it out", key="network-backbone"):
            st.dataframe(_carrying(context.build, request, context), hide_index=True)
