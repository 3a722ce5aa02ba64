"""Screen 2: dossiers of claims that contradict each other; the address holds the whole view."""

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.context import Context
from dashboard.figures.pictures import safe_csv
from dashboard.screens.dossier import dossier_box
from dashboard.screens.quotes import escape
from dashboard.views import contradictions as views
from graph.analysts import Judgement
from graph.measures.dossiers import FORCE_GROUPS
from graph.model import LEVELS
from ingest.coding.analyses import analyses
from ingest.coding.records import FOLDER

LIMITS = (50, 200, 1000)
Stamp = tuple[tuple[str, int, int], ...]


def stamp(folder: Path) -> Stamp:
    """What tells whether anything was appended to the study's codings since: name, size and time of each file."""
    files = sorted((folder / FOLDER).glob("*.jsonl"))
    return tuple((f.name, s.st_size, s.st_mtime_ns) for f in files for s in [f.stat()])


@st.cache_data(show_spinner=False, max_entries=2)
def _judgements(folder: str, stamped: Stamp) -> tuple[Judgement, ...]:
    del stamped
    return analyses(Path(folder)).judgements


@st.cache_data(show_spinner=False, max_entries=50)
def _listed(build: str, filters: views.Filters, stamped: Stamp, _context: Context) -> views.Listing:
    del build
    return views.listing(_context.view, filters, _judgements(str(_context.folder), stamped))


@st.cache_data(show_spinner="Gathering the dossier …", max_entries=20)
def _dossier(build: str, given: str, stamped: Stamp, _context: Context) -> views.Dossier:
    del build
    return views.gather(_context.view, given, _judgements(str(_context.folder), stamped))


@st.cache_data(show_spinner=False, max_entries=2)
def _axes(build: str, _context: Context) -> dict[str, str]:
    del build
    axes = _context.view.table("Axis").sort_values("seq")
    return {str(k): str(v) for k, v in zip(axes["id"], axes["label"], strict=True)}


def render(context: Context) -> None:
    """Draw the screen."""
    st.title("Contradictions")
    st.caption(
        "Accepted codings on opposite sides of one axis, gathered into dossiers: one for each axis, kind and pair of "
        "holders, the most salient first. Suggestions are not counted. The address of this page reopens exactly this "
        "view."
    )
    if context.note:
        st.caption(escape(context.note))
    filters = _filters(_axes(context.build, context))
    stamped = stamp(context.folder)
    found = _listed(context.build, filters, stamped, context)
    judgements = _judgements(str(context.folder), stamped)
    rows, asked, pair = _asked(context, found, judgements)
    if not rows:
        st.info("No contradiction matches these filters. Take one away to see more.")
        _remember(filters, "", "")
        return
    if found.total > len(found.rows):
        st.caption(f"The first {len(found.rows)} of {found.total} are shown. Narrow the filters or raise the number.")
    _agreement(judgements)
    chosen = _choose(rows, asked)
    dossier = _dossier(context.build, chosen.id, stamped, context)
    shown = dossier_box(context, dossier, pair if pair in {p.id for p in dossier.pairs} else chosen.best)
    _remember(filters, chosen.id, shown)


def _agreement(judgements: tuple[Judgement, ...]) -> None:
    told = views.agreement(judgements)
    if judgements:
        st.caption(escape(" ".join((f"Judgements in all: {views.judged_total(judgements)}.", *told))))


def _filters(axes: dict[str, str]) -> views.Filters:
    def several(column: Any, label: str, name: str, options: dict[str, str]) -> tuple[str, ...]:
        key = f"contradictions-{name}"
        st.session_state.setdefault(key, [x for x in st.query_params.get_all(name) if x in options])
        chosen = column.multiselect(label, list(options), format_func=options.__getitem__, key=key, placeholder="All")
        return tuple(chosen)

    first, second, third = st.columns(3)
    fourth, fifth, sixth = st.columns(3)
    limit = st.query_params.get("limit", "")
    st.session_state.setdefault("contradictions-limit", int(limit) if limit in map(str, LIMITS) else LIMITS[1])
    return views.Filters(
        axes=several(first, "Axis", "axis", axes),
        kinds=several(second, "Kind", "kind", views.KINDS),
        levels=several(third, "Both holders at", "level", {x: x for x in LEVELS}),
        forces=several(fourth, "Forces", "forces", {x: x for x in FORCE_GROUPS}),
        judged=several(fifth, "Judgement", "judged", {x: x for x in views.JUDGED}),
        limit=sixth.selectbox("At most", LIMITS, key="contradictions-limit"),
    )


def _asked(
    context: Context, found: views.Listing, judgements: tuple[Judgement, ...]
) -> tuple[list[views.Listed], str, str]:
    """The rows to show, the dossier and the pair that the address asks for; the dossier is among the rows."""
    pair, asked = st.query_params.get("pair", ""), st.query_params.get("dossier", "")
    if not asked and pair:
        asked = views.dossier_of_pair(context.view, pair)
        if not asked:
            st.warning(escape(f"There is no contradiction {pair} in this build. The first one is shown."))
    rows = list(found.rows)
    if asked and asked not in {r.id for r in rows}:
        extra = views.one(context.view, asked, judgements)
        if extra is None:
            st.warning(escape(f"There is no dossier {asked} in this build. The first one is shown."))
        rows = [*([extra] if extra else []), *rows]
    return rows, asked, pair


def _choose(rows: list[views.Listed], asked: str) -> views.Listed:
    by_id = {row.id: row for row in rows}
    ids = list(by_id)
    if st.session_state.get("contradictions-dossier") not in by_id:
        st.session_state["contradictions-dossier"] = asked if asked in by_id else ids[0]

    def clicked() -> None:
        state: Any = st.session_state["contradictions-list"]
        picked = state["selection"]["rows"]
        if picked and picked[0] < len(ids):
            st.session_state["contradictions-dossier"] = ids[picked[0]]

    table = views.table(rows)
    st.dataframe(
        table[list(views.LIST_COLUMNS)], hide_index=True, height=300, key="contradictions-list", on_select=clicked,
        selection_mode="single-row",
        column_config={
            **views.LIST_COLUMNS, "salience": st.column_config.NumberColumn("salience", format="%.2f"),
        },
    )  # fmt: skip
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    chosen = left.selectbox("Dossier to read", ids, format_func=lambda i: by_id[i].title, key="contradictions-dossier")
    right.download_button("List as CSV", partial(safe_csv, table), "contradictions.csv", "text/csv", on_click="ignore")
    return by_id[str(chosen)]


def _remember(filters: views.Filters, dossier: str, pair: str) -> None:
    wanted: dict[str, list[str]] = {
        "axis": list(filters.axes),
        "kind": list(filters.kinds),
        "level": list(filters.levels),
        "forces": list(filters.forces),
        "judged": list(filters.judged),
    }
    single = {"limit": str(filters.limit), "dossier": dossier, "pair": pair}
    now = st.query_params
    same = all(now.get_all(k) == v for k, v in wanted.items()) and all(now.get(k, "") == v for k, v in single.items())
    if not same:
        now.from_dict({**{k: v for k, v in wanted.items() if v}, **{k: v for k, v in single.items() if v}})
