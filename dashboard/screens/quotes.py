"""Draws quotes: words first, then citation and kind of text in one line, then short marks and a way to the place."""

from collections.abc import Sequence

import streamlit as st

from dashboard.views.quotes import Quote


def quote_card(quote: Quote, key: str) -> None:
    """One quote in a bordered card; the words are plain text, never drawn as markup."""
    with st.container(border=True, key=f"quote-{key}"):
        st.text(quote.text)
        st.caption(escape(quote.attribution))
        row = st.container(horizontal=True, vertical_alignment="center")
        for mark in quote.marks:
            row.badge(mark, color="grey")
        row.link_button("Read in place", quote.place, type="tertiary", icon=":material/arrow_outward:")
        if quote.memo:
            st.caption(escape(f"Coder's note: {quote.memo}"))


def quote_list(quotes: Sequence[Quote], key: str, first: int = 6) -> None:
    """Cards of the first quotes, and a way to see the rest."""
    for i, quote in enumerate(quotes[:first]):
        quote_card(quote, f"{key}-{i}")
    rest = quotes[first:]
    if rest and st.toggle(f"Show {len(rest)} more", key=f"more-{key}"):
        for i, quote in enumerate(rest, first):
            quote_card(quote, f"{key}-{i}")


def escape(text: str) -> str:
    """A text in which Markdown's own signs stand for themselves."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|$:~" else c for c in text)
