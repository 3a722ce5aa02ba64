"""A chosen dossier on the screen: the judgement first, then both sides of a pair, and what belongs to it."""

from functools import partial
from html import escape as html_escape

import streamlit as st

from dashboard import dossier as files
from dashboard.context import Context
from dashboard.dossier import pick
from dashboard.dossier.content import Dossier, Pair, Place, Side
from dashboard.screens.judging import judging
from dashboard.screens.quotes import escape, quote_card, quote_list
from dashboard.views import contradictions as views

PAIR_KEY = "contradictions-pair"
ENDINGS = {"html": ("html", "text/html"), "markdown": ("md", "text/markdown"), "json": ("json", "application/json")}


def dossier_box(context: Context, dossier: Dossier, first: str) -> str:
    """Draw a dossier, opened at the pair `first` unless another of its pairs is chosen; returns the pair shown."""
    st.subheader(escape(dossier.title))
    pair = _current(dossier, first)
    _judged(dossier, pair)
    _pager(dossier)
    pair = _current(dossier, first)
    st.markdown(escape(views.facts(pair)))
    for column, side, name in zip(st.columns(2), (pair.a, pair.b), ("a", "b"), strict=True):
        with column:
            st.markdown(f"**{escape(side.heading)}**")
            quote_card(side.quote, f"pair-{name}")
            st.caption(escape(pick.dated(side)))
            _context(side, dossier.places.get(side.quote.passage))
    judging(context, pair)
    _beyond(dossier, pair)
    _downloads(context, dossier)
    return pair.id


def _current(dossier: Dossier, first: str) -> Pair:
    by_id = {p.id: p for p in dossier.pairs}
    if st.session_state.get(PAIR_KEY) not in by_id:
        st.session_state[PAIR_KEY] = first if first in by_id else dossier.best.id
    return by_id[st.session_state[PAIR_KEY]]


def _judged(dossier: Dossier, pair: Pair) -> None:
    with st.container(border=True, key="dossier-judged"):
        st.markdown(f"**Judgement.** {escape(views.verdict(dossier, pair))}")
        for judged in pair.judgements:
            st.markdown(f"- {escape(pick.judged_line(judged))}")


def _pager(dossier: Dossier) -> None:
    """Previous and next by button or key (P, N), and any pair by typing in the list."""
    ids = [p.id for p in dossier.pairs]
    titles = {p.id: views.pair_title(n, p) for n, p in enumerate(dossier.pairs, 1)}
    at = ids.index(st.session_state[PAIR_KEY])

    def go(to: int) -> None:
        st.session_state[PAIR_KEY] = ids[to]

    left, middle, right = st.columns([1, 8, 1], vertical_alignment="bottom")
    left.button(
        "Previous", on_click=go, args=(max(at - 1, 0),), disabled=at == 0, shortcut="P", key="dossier-previous",
        width="stretch",
    )  # fmt: skip
    middle.selectbox(f"Pair {at + 1} of {len(ids)}", ids, format_func=lambda i: titles[i], key=PAIR_KEY)
    last = len(ids) - 1
    right.button(
        "Next", on_click=go, args=(min(at + 1, last),), disabled=at == last, shortcut="N", key="dossier-next",
        width="stretch",
    )  # fmt: skip


def _context(side: Side, place: Place | None) -> None:
    if place is None:
        return
    with st.expander("In its place: the whole passage, and what is before and after"):
        if place.heading:
            st.caption(escape(place.heading))
        if place.before:
            st.html(_passage(place.before.citation, html_escape(place.before.text)))
        st.html(_passage(place.citation, _marked(side, place)))
        if place.after:
            st.html(_passage(place.after.citation, html_escape(place.after.text)))
        row = st.container(horizontal=True)
        row.link_button("Read in place", side.quote.place, type="tertiary", icon=":material/arrow_outward:")
        if place.url:
            row.link_button("Original", place.url, type="tertiary", icon=":material/open_in_new:")


def _marked(side: Side, place: Place) -> str:
    end = side.start + len(side.quote.text)
    if place.text[side.start : end] != side.quote.text:
        return html_escape(place.text)
    before, quote, after = place.text[: side.start], side.quote.text, place.text[end:]
    return f"{html_escape(before)}<mark>{html_escape(quote)}</mark>{html_escape(after)}"


def _passage(citation: str, text: str) -> str:
    return f"<p style='margin:0 0 .5em'><small>{html_escape(citation)}</small><br>{text}</p>"


def _beyond(dossier: Dossier, pair: Pair) -> None:
    names = ("Timeline", f"What reconciles it ({dossier.reconciles_in_all})", f"Barriers ({len(dossier.barriers)})")
    time, reconciles, barriers, parts = st.tabs([*names, "Salience"])
    with time:
        st.dataframe(views.timeline(dossier), hide_index=True)
    with reconciles:
        _reconciles(dossier)
    with barriers:
        _barriers(dossier)
    with parts:
        st.caption("What the salience of this pair is made of; docs/measures.md has the formula.")
        st.dataframe(views.parts(pair).round(3), hide_index=True)


def _reconciles(dossier: Dossier) -> None:
    if not dossier.reconciles:
        st.markdown("Nothing found: no passage says both sides, and no wording is conditional.")
    for number, found in enumerate(dossier.reconciles):
        words = f": {found.words}" if found.words else ""
        st.markdown(f"**{escape(found.why)}**{escape(words)} ({escape(found.nearness)})")
        quote_list(found.quotes, f"reconciles-{number}")
    left = dossier.reconciles_in_all - len(dossier.reconciles)
    if left > 0:
        st.caption(f"{left} more on this axis; the question `reconciles_axis` on the Ask screen lists them.")


def _barriers(dossier: Dossier) -> None:
    st.caption(
        "Coded in the same passage as these words, or by the same voices in another passage that speaks to this axis."
    )
    if not dossier.barriers:
        st.markdown("No barrier is coded beside these words.")
    for number, named in enumerate(dossier.barriers):
        voices = f"{named.voices} voice{'' if named.voices == 1 else 's'}"
        with st.expander(escape(f"{named.label} ({named.relation}, {voices})")):
            quote_list(named.quotes, f"barrier-{number}")


def _downloads(context: Context, dossier: Dossier) -> None:
    row = st.container(horizontal=True, vertical_alignment="center")
    public = row.toggle(
        "Cleared for the public", key="dossier-public",
        help="Quotes that are not open are withheld; respondents appear as level and role group, coders as numbers.",
    )  # fmt: skip
    found = files.cleared(context.view, dossier) if public else dossier
    for name, (ending, mime) in ENDINGS.items():
        row.download_button(
            {"html": "Page (HTML)", "markdown": "Markdown", "json": "JSON"}[name], partial(files.written, found, name),
            f"{found.id or 'dossier'}.{ending}", mime, key=f"dossier-{name}", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
    if only := pick.disclosure(found):
        st.caption(escape(only))
