"""The fourth screen: a source to read with its coded spans, and search over every passage."""

from collections.abc import Sequence

import streamlit as st

from dashboard.context import Context
from dashboard.figures.map import LEVEL_NAMES
from dashboard.screens.marked import contents_html, scroll_script, section_html, snippet_html
from dashboard.screens.quotes import escape
from dashboard.screens.sheet import notes_of, paper_of, show_paper
from dashboard.views.evidence import (
    SourceEntry,
    SourcePage,
    choose,
    code_labels,
    source_of,
    source_page,
    sources,
)
from dashboard.views.official import Official, official_passages
from dashboard.views.quotes import KIND_OF_TEXT
from graph.errors import QueryError
from graph.stores.base import SearchRequest, View

PAGE = 10


def render(context: Context) -> None:
    """Search above, the chosen source below; the address names source and passage."""
    st.title("Evidence")
    entries = _sources(context.view, context.build)
    if not entries:
        st.info("The study has no sources yet. Add one with `crosscurrent add`, then `crosscurrent build`.")
        return
    _search(context, entries)
    passage = st.query_params.get("passage", "")
    source = st.query_params.get("source", "")
    known = {e.id for e in entries}
    if source not in known and passage:
        source = source_of(context.view, passage)
    if source not in known:
        if source:
            st.warning(escape(f"There is no source {source} in this build. The first one is shown."))
        source = entries[0].id
    source = _chosen(entries, source)
    _read(context, source, passage)


def _chosen(entries: Sequence[SourceEntry], source: str) -> str:
    first, second, third = st.columns([1, 1, 3])
    levels = first.multiselect(
        "Level", list(LEVEL_NAMES)[:3], format_func=lambda v: LEVEL_NAMES[v], key="evidence_levels", placeholder="All"
    )
    kinds = second.multiselect("Kind", sorted({e.kind for e in entries}), key="evidence_kinds", placeholder="All")
    offered = choose(entries, levels, kinds, source)
    titles = {e.id: f"{e.title} ({e.passages} passages, {e.coded} codings)" for e in offered}
    if st.session_state.get("evidence_source") != source:
        st.session_state["evidence_source"] = source
    third.selectbox(
        f"Source ({len(offered)})",
        list(titles),
        format_func=lambda s: titles[s],
        key="evidence_source",
        on_change=_open,
    )
    return source


def _open(source: str = "", passage: str = "") -> None:
    st.query_params["source"] = source or st.session_state["evidence_source"]
    if passage:
        st.query_params["passage"] = passage
        st.session_state.pop("evidence_at", None)
    else:
        st.query_params.pop("passage", None)


def _read(context: Context, source: str, passage: str) -> None:
    suggestions = st.toggle("Show suggestions that no one has decided on", value=False, key="evidence_suggestions")
    page = _page(context.view, context.build, source, suggestions)
    st.header(escape(page.label), anchor=False)
    about = [page.citation, page.text_note, page.clearance if page.clearance != "open" else ""]
    st.caption(escape(" · ".join(a for a in about if a)))
    if page.note:
        st.info(escape(page.note))
    st.caption(escape(f"Codings: {'; '.join(page.coders) or 'none'}."))
    if page.url.startswith(("https://", "http://")):
        st.link_button("Original", page.url, icon=":material/open_in_new:", type="tertiary")
    official = _official(context.view, context.build, source)
    if official:
        st.caption("Below a passage stands the official wording with the same reference, from the text in this study.")
    for note in notes_of(context, source):
        st.caption(escape(note))
    paper = paper_of(context, source)
    beside = paper is not None and st.toggle("Show the pages", value=True, key="evidence_pages")
    left, right, *more = st.columns([2, 4, 5] if beside and page.sections else [1, 3])
    if paper and beside:
        with more[0] if more else right:
            show_paper(context, paper, page, passage)
    if not page.sections:
        left.caption("There are no passages in this source.")
        return
    with left:
        st.markdown("**Contents**")
        st.html(contents_html(s.heading for s in page.sections))
    with right:
        st.caption(
            "Marked: blue a message, pink a barrier, dotted underline a suggestion. Numbers are those of the lines."
        )
        for number, section in enumerate(page.sections):
            st.html(section_html(section, number, passage, official))
    if passage:
        _go_to(page, passage)


def _go_to(page: SourcePage, passage: str) -> None:
    if not any(p.id == passage for s in page.sections for p in s.passages):
        st.warning("The passage in the address is not in this build of the source.")
        return
    # A page that is drawn again for another reason stays where its reader has scrolled to.
    if st.session_state.get("evidence_at") != passage:
        st.session_state["evidence_at"] = passage
        st.html(scroll_script(passage), unsafe_allow_javascript=True)


def _search(context: Context, entries: Sequence[SourceEntry]) -> None:
    words = st.text_input(
        "Search all passages",
        key="evidence_words",
        placeholder='words, "an exact phrase", begin*, AND, OR, NOT',
        icon=":material/search:",
    )
    with st.expander("Search only in"):
        row = st.columns(4)
        names = {e.id: e.title for e in entries}
        codes = _codes(context.view, context.build)
        cases = _cases(context.view, context.build)
        chosen = (
            row[0].multiselect("Sources", list(names), format_func=lambda s: names[s], key="search_sources"),
            row[1].multiselect(
                "Levels", list(LEVEL_NAMES)[:3], format_func=lambda v: LEVEL_NAMES[v], key="search_levels"
            ),
            row[2].multiselect("Cases", list(cases), key="search_cases"),
            row[3].multiselect("Codes (counted)", list(codes), format_func=lambda c: codes[c], key="search_codes"),
        )
    if not words.strip() and not any(chosen):
        return
    limit = st.session_state.get("search_more", 1) * PAGE
    given = [tuple(c) for c in chosen]
    request = SearchRequest(words, given[0], given[1], given[2], given[3], limit=limit)
    _hits(context.view, request)


def _hits(view: View, request: SearchRequest) -> None:
    try:
        found = view.search(request)
    except QueryError as error:
        st.error(escape(str(error)))
        return
    st.caption(f"{found.total} passages found" + (f", the first {len(found.hits)} shown" if found.hits else ""))
    for hit in found.hits:
        with st.container(border=True):
            st.html(snippet_html(hit.snippet))
            row = st.container(horizontal=True, vertical_alignment="center")
            note = KIND_OF_TEXT.get(hit.text_kind, hit.text_kind)
            row.caption(escape(" · ".join(p for p in (hit.citation, note) if p)))
            row.button(
                "Read in place",
                key=f"hit-{hit.passage}",
                on_click=_open,
                args=(hit.source, hit.passage),
                type="tertiary",
            )
    if found.total > len(found.hits):
        st.button("More hits", on_click=_more)


def _more() -> None:
    st.session_state["search_more"] = st.session_state.get("search_more", 1) + 1


@st.cache_data(max_entries=2, show_spinner=False)
def _sources(_view: View, build: str) -> tuple[SourceEntry, ...]:
    del build
    return sources(_view)


@st.cache_data(max_entries=32, show_spinner=False)
def _page(_view: View, build: str, source: str, suggestions: bool) -> SourcePage:
    del build
    return source_page(_view, source, suggestions)


@st.cache_data(max_entries=32, show_spinner=False)
def _official(_view: View, build: str, source: str) -> dict[str, Official]:
    del build
    return official_passages(_view, source)


@st.cache_data(max_entries=2, show_spinner=False)
def _codes(_view: View, build: str) -> dict[str, str]:
    del build
    labels = code_labels(_view)
    used = {c for label in ("Message", "Barrier") for c in _view.table(label)["id"]}
    return {code: labels[code] for code in labels if code in used}


@st.cache_data(max_entries=2, show_spinner=False)
def _cases(_view: View, build: str) -> tuple[str, ...]:
    del build
    return tuple(_view.table("Respondent")["id"])
