"""The seven questions of the Ask screen: words, pickers, rows, and the quotes of the row that is picked."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.context import Context
from dashboard.screens.quotes import escape, quote_card
from dashboard.views import questions as views
from dashboard.views.ask import Field, as_csv, missing
from graph.errors import QueryError
from graph.questions import questions
from graph.stores.base import View

Value = str | int | tuple[str, ...] | None
Values = tuple[tuple[str, Value], ...]
ROW = 4
"""So many pickers stand side by side."""


@st.cache_data(max_entries=20, show_spinner=False)
def _pickers(build: str, name: str, _view: View) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    del build
    return views.pickers(_view, questions()[name])


@st.cache_data(max_entries=20, show_spinner="Looking …")
def _found(build: str, name: str, values: Values, _view: View) -> views.Found:
    del build
    return views.find(_view, name, dict(values))


def render_questions(context: Context) -> None:
    """Draw the questions, the chosen one's pickers, and its answer."""
    known = questions()
    if "ask" not in st.session_state:
        asked_for = st.query_params.get("ask", "")
        st.session_state["ask"] = asked_for if asked_for in known else next(iter(known))
    name = st.radio("What would you ask?", list(known), format_func=lambda n: known[n].opening, key="ask")
    if st.query_params.get("ask") != name:
        st.query_params["ask"] = name
    asked = known[name]
    first, rest = _pickers(context.build, name, context.view)
    given = _values(name, first)
    with st.expander("Narrow it down") if rest else st.container():
        given += _values(name, rest)
    st.subheader(escape(views.wording(asked, dict(given), (*first, *rest))), anchor=False)
    st.caption(escape(asked.form.purpose.replace("`", "")))
    if lacking := missing((*first, *rest), dict(given)):
        st.info(escape(f"Choose first: {', '.join(lacking)}."))
        return
    try:
        found = _found(context.build, name, given, context.view)
    except QueryError as error:
        st.error(escape(str(error)))
        return
    _answer(context, name, found)


def _values(name: str, fields: tuple[Field, ...]) -> Values:
    made: Values = ()
    for start in range(0, len(fields), ROW):
        some = fields[start : start + ROW]
        for column, field in zip(st.columns(max(2, len(some))), some, strict=False):
            with column:
                made += ((field.name, _picked(name, field)),)
    return made


def _picked(name: str, field: Field) -> Value:
    """One picker; one that is not required starts at its default, and one emptied restricts nothing."""
    key, labels = f"asked-{name}-{field.name}", dict(field.choices)
    if field.type == "string" and labels and not field.required:
        start = list(labels).index(str(field.default)) if str(field.default) in labels else None
        return st.selectbox(
            field.label, list(labels), index=start, format_func=lambda v: labels.get(v, v), help=field.doc, key=key
        )
    if field.type == "strings" and labels and field.default:
        default = [*field.default] if isinstance(field.default, tuple) else None
        many = st.multiselect(
            field.label, list(labels), default, format_func=lambda v: labels.get(v, v), help=field.doc, key=key
        )
        return tuple(many)
    return widget(field, key)


def _answer(context: Context, name: str, found: views.Found) -> None:
    if found.note:
        st.caption(escape(found.note))
    rows = len(found.table)
    if not rows:
        st.info("There is nothing in this study that answers the question.")
        return
    if name == "barriers":
        st.dataframe(views.barrier_counts(found.table), hide_index=True, key="asked-barrier-counts")
    st.caption(f"{rows:,} row{'' if rows == 1 else 's'}. Pick one to read its words in full below.")
    columns = {c: st.column_config.Column(c, help=found.meanings.get(c) or None) for c in found.readable.columns}
    event = st.dataframe(
        found.readable.style.format(precision=2, na_rep="–"), hide_index=True, column_config=columns,
        on_select="rerun", selection_mode="single-row", key=f"asked-rows-{name}",
    )  # fmt: skip
    st.download_button(
        "Download as CSV", as_csv(found.table), f"{name}.csv", "text/csv", icon=":material/download:",
        on_click="ignore", key=f"asked-csv-{name}",
    )  # fmt: skip
    picked = event["selection"]["rows"] if event and "selection" in event else []
    _quotes(context, name, found, min(picked[0] if picked else 0, rows - 1))


def _quotes(context: Context, name: str, found: views.Found, place: int) -> None:
    st.markdown(f"**Row {place + 1}**")
    row = {str(k): v for k, v in found.table.iloc[place].items()}
    sides = views.quotes_of(context.view, name, row)
    for column, side, which in zip(st.columns(2), sides, "ab", strict=False):
        with column:
            st.caption(escape(side.heading))
            for quote in side.quotes:
                quote_card(quote, f"asked-{name}-{which}")
            if not side.quotes:
                st.text(side.empty)
    if "id" in row and name in ("mixed-signals", "reports"):
        st.link_button("This contradiction", "contradictions?" + urlencode({"pair": str(row["id"])}), type="tertiary")


def widget(field: Field, key: str) -> str | int | tuple[str, ...] | None:
    """Draw one field; its value, or None where nothing is chosen or typed."""
    labels = dict(field.choices)
    if field.type == "int":
        start = field.default if isinstance(field.default, int) else 0
        return int(st.number_input(field.label, value=start, step=1, help=field.doc, key=key))
    if field.type == "string":
        if not labels:
            return st.text_input(field.label, value=str(field.default), help=field.doc, key=key) or None
        chosen = st.selectbox(
            field.label, list(labels), index=None, format_func=lambda v: labels.get(v, v), help=field.doc, key=key
        )
        return chosen if chosen or field.required else str(field.default)
    if not labels:
        typed = st.text_input(f"{field.label}, with commas between", help=field.doc, key=key)
        return tuple(part.strip() for part in typed.split(",") if part.strip())
    many = st.multiselect(field.label, list(labels), format_func=lambda v: labels.get(v, v), help=field.doc, key=key)
    return tuple(many)
