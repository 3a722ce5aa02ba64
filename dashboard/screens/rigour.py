"""Under the tensions, when asked for: intervals, p-values with their corrections, and what every gap hangs on."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.figures.pictures import safe_csv
from dashboard.screens.quotes import escape
from dashboard.views import rigour as views
from graph.measures.corrections import corrected
from graph.measures.sensitivity import AxisSensitivity, sensitivity
from graph.measures.tensions import AxisTension

GAPS = {"say_hear": "Say–hear gap", "gap": "Macro–meso gap"}


@st.cache_resource(show_spinner="Counting in other ways …", max_entries=2)
def _shaken(build: str, _codings: pd.DataFrame, _context: Context) -> Mapping[str, AxisSensitivity]:
    del build
    view = _context.view
    found = sensitivity(
        _codings, view.table("Axis"), view.table("Message"), focus=_context.focus, seed=_context.seed
    )  # fmt: skip
    return {one.axis: one for one in found}


def draw(context: Context, codings: pd.DataFrame, found: tuple[AxisTension, ...], by: str) -> None:
    """A table of the gap called `by`, a row an axis, then each axis in a sentence and what is doubtful in it."""
    shaken, tested = _shaken(context.build, codings, context), corrected(found)
    st.markdown(f"**{GAPS[by]}: how sure it is**")
    _table(views.sureness(found, tested, by), f"sure-{by}")
    st.markdown(f"**{GAPS[by]}: how it changes with what is counted**")
    _table(views.other_counts(found, shaken, by), f"counts-{by}")
    st.caption(escape(views.made(context.seed)))
    st.download_button(
        "These figures as CSV", partial(safe_csv, views.numbers(found, tested, shaken)), "tensions-sensitivity.csv",
        "text/csv", key="rigour-csv", on_click="ignore", type="tertiary", icon=":material/download:",
    )  # fmt: skip
    with st.expander("Each axis in a sentence", expanded=True):
        for t in found:
            sure, doubt = views.told(t, by, tested[t.axis], shaken[t.axis])
            st.markdown(f"- {escape(sure)}" + (f" *{escape(doubt)}*" if doubt else ""))


def _table(table: pd.DataFrame, key: str) -> None:
    known = {name: told for name, told in views.COLUMNS.items() if name in table.columns}
    st.dataframe(
        table, hide_index=True, key=key, height="content",
        column_config={name: st.column_config.TextColumn(help=told) for name, told in known.items()},
    )  # fmt: skip
