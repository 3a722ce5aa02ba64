"""The framework matrix on screen: the grid, one cell's quotes, and the box in which its summary is written."""

from typing import Any

import streamlit as st

from dashboard.brief.framework import framework_sheet
from dashboard.context import Context, told
from dashboard.figures.pictures import safe_csv
from dashboard.screens.coder import coder_box
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import framework as views
from graph.errors import CrosscurrentError
from graph.export.framework_xlsx import framework_xlsx
from graph.measures.framework import Framework, MatrixCell
from ingest.coding.analyses import analyses
from ingest.coding.append import retract, summarise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = 74
"""Height of a row of the grid, in pixels: from here on a summary is wrapped."""
INTRO = (
    "Cases by themes (Gale and others 2013): choose a cell, read its quotes, and write in a sentence or two what this "
    "case says of the theme. A cell shows its summary, with the number of quotes behind it."
)


@st.fragment
def render_framework(context: Context) -> None:
    """Draw the matrix; a summary is kept the moment its box is left."""
    with told():
        st.caption(INTRO)
        row = st.columns([2, 2, 3])
        themes = row[0].segmented_control(
            "Themes", list(views.THEMES), format_func=views.THEMES.__getitem__, key="framework-themes",
            default="barriers", required=True,
        )  # fmt: skip
        cases = row[1].segmented_control(
            "Cases", list(views.CASES), format_func=views.CASES.__getitem__, key="framework-cases",
            default="respondents", required=True,
        )  # fmt: skip
        with row[2]:
            coder = coder_box(context, "framework-coder")
        said = analyses(context.folder)
        found = views.matrix(context.view, said.summaries, str(themes), str(cases))
        if not found.cases or not found.themes:
            st.info("There are no such cases or themes in this study yet.")
            return
        done = found.summarised / found.with_quotes if found.with_quotes else 0.0
        st.progress(done, text=views.progress(found))
        _downloads(context, found)
        shown = views.filled(found) if st.session_state["framework-filled"] and found.cells else found
        _grid(shown)
        _cell(context, shown, coder)


def _grid(found: Framework) -> None:
    frame, heads = views.grid(found), views.heads(found)
    # A choice is by row and column, so a grid of other cases or themes starts without one.
    key = f"framework-grid-{found.themes_are}-{found.cases_are}"
    config: dict[str, Any] = {
        "case": st.column_config.TextColumn("Case", pinned=True, width=150),
        "about": st.column_config.TextColumn("Level and role", pinned=True, width=170),
    }
    config |= {
        heads[t.id]: st.column_config.TextColumn(heads[t.id], width=170, help=escape(t.definition) or None)
        for t in found.themes
    }

    def clicked() -> None:
        state: Any = st.session_state[key]
        for row, column in state["selection"].get("cells", []):
            theme = next((t for t, head in heads.items() if head == column), "")
            if theme:
                st.session_state["framework-case"] = found.cases[row].id
                st.session_state["framework-theme"] = theme

    st.dataframe(
        frame, hide_index=True, key=key, column_config=config, row_height=ROW, height=min(520, 44 + ROW * len(frame)),
        on_select=clicked, selection_mode="single-cell",
        alt="The framework matrix; the two lists below choose the same cells.",
    )  # fmt: skip


def _downloads(context: Context, found: Framework) -> None:
    row = st.container(horizontal=True, vertical_alignment="center")
    row.toggle("Hide empty cases and themes", value=True, key="framework-filled")
    public = row.toggle(
        "Files for others", key="framework-public",
        help="Only cleared quotes; respondents stand together as level and role group.",
    )  # fmt: skip
    name = f"framework-{found.themes_are}-{found.cases_are}{'-public' if public else ''}"
    try:
        import openpyxl  # noqa: F401 - only whether it is there
    except ImportError:
        row.caption("XLSX needs the package openpyxl; the CSV does not.")
    else:
        row.download_button(
            "Workbook (XLSX)", lambda: framework_xlsx(framework_sheet(context.view, found, public=public)),
            f"{name}.xlsx", XLSX, key="framework-xlsx", on_click="ignore", type="tertiary", icon=":material/download:",
            help="Every cell leads to its quotes and back.",
        )  # fmt: skip
    row.download_button(
        "CSV", lambda: safe_csv(views.flat(framework_sheet(context.view, found, public=public))),
        f"{name}.csv", "text/csv", key="framework-csv", on_click="ignore", type="tertiary", icon=":material/download:",
        help="One row a cell.",
    )  # fmt: skip


def _cell(context: Context, found: Framework, coder: str) -> None:
    state = st.session_state
    cases = {case.id: case for case in found.cases}
    heads = views.heads(found)
    if state.get("framework-case") not in cases or state.get("framework-theme") not in heads:
        case, theme = views.first_open(found)
        state["framework-case"], state["framework-theme"] = case or next(iter(cases)), theme or next(iter(heads))
    row = st.columns([2, 3, 2], vertical_alignment="bottom")
    chosen = row[0].selectbox("Case", list(cases), format_func=lambda c: cases[c].label, key="framework-case")
    theme = row[1].selectbox(
        "Theme",
        list(heads),
        format_func=lambda t: f"{heads[t]} ({len(found.cell(chosen, t).codings)})",
        key="framework-theme",
    )
    row[2].button("Next without a summary", on_click=_next, args=(found,), width="stretch")
    cell = found.cell(chosen, theme)
    definition = next(t.definition for t in found.themes if t.id == theme)
    if definition:
        st.caption(escape(definition))
    left, right = st.columns([3, 2])
    with left:
        if cell.codings:
            codings = context.view.table("Coding")
            quote_list(views.cell_quotes(codings, cell), f"framework-{chosen}-{theme}")
        else:
            st.caption("This case has no quote on this theme.")
    with right:
        _write(context, cell, coder)


def _next(found: Framework) -> None:
    case, theme = views.first_open(found)
    if case:
        st.session_state["framework-case"], st.session_state["framework-theme"] = case, theme


def _write(context: Context, cell: MatrixCell, coder: str) -> None:
    own = cell.by(coder) if coder else None
    stored = own.text if own else ""
    state, key = st.session_state, f"framework-text-{cell.case}-{cell.theme}-{coder}"
    # What stands in the study goes into the box whenever it is not what the box last had from there.
    if state.get(f"{key}-stored") != stored or key not in state:
        state[key] = state[f"{key}-stored"] = stored
    st.text_area(
        "Your summary", key=key, height=180, disabled=not coder, on_change=_save, args=(context, cell, coder, key),
        placeholder="What does this case say of this theme?",
        help="Kept when you leave the box or press Ctrl+Enter. An emptied box takes the summary back.",
    )  # fmt: skip
    if not coder:
        st.caption("Say who is coding, above, to write.")
    row = st.container(horizontal=True, vertical_alignment="center")
    if state.get("framework-done"):
        row.button("Undo", key="framework-undo", icon=":material/undo:", on_click=_undo, args=(context,))
    if failed := state.pop("framework-failed", ""):
        st.error(failed)
    elif own:
        row.caption(escape(f"Kept in codings/, {own.created or 'undated'}."))
    for other in cell.summaries:
        if other.coder != coder:
            st.caption(escape(f"{other.coder}, {other.created or 'undated'}:"))
            st.text(other.text)


def _save(context: Context, cell: MatrixCell, coder: str, key: str) -> None:
    own = cell.by(coder)
    before, after = own.text if own else "", str(st.session_state[key]).strip()
    if after == before or not _keep(context, cell, coder, after):
        return
    st.session_state.setdefault("framework-done", []).append((cell.case, cell.theme, coder, before))


def _undo(context: Context) -> None:
    done: list[tuple[str, str, str, str]] = st.session_state["framework-done"]
    case, theme, coder, before = done[-1]
    stands = [s for s in analyses(context.folder).summaries if (s.case, s.theme) == (case, theme)]
    if _keep(context, MatrixCell(case, theme, summaries=tuple(stands)), coder, before):
        done.pop()
        st.session_state["framework-case"], st.session_state["framework-theme"] = case, theme


def _keep(context: Context, cell: MatrixCell, coder: str, text: str) -> bool:
    """Append a summary, or take the coder's own back where the text is empty; says whether it is kept."""
    own = cell.by(coder)
    try:
        if text:
            # The case and theme of the line that stands, so that a body's own id is not joined by its member's.
            summarise(context.folder, own.case if own else cell.case, cell.theme, coder, text)
        elif own:
            retract(context.folder, own.id, coder)
    except (CrosscurrentError, OSError) as error:
        st.session_state["framework-failed"] = f"The summary was not kept: {error}"
        return False
    return True
