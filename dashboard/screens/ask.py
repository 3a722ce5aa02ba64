"""The Ask screen: seven questions first, all named queries as forms, and a console for typed ones that only reads."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.context import Context
from dashboard.screens.questions import Values, render_questions, widget
from dashboard.screens.quotes import escape
from dashboard.views.ask import (
    EXAMPLES,
    Asking,
    Field,
    Refusal,
    Result,
    answer,
    as_csv,
    fields,
    limits_in_words,
    missing,
    questions,
)
from graph.errors import QueryError
from graph.stores.base import AskLimits, View

FORM, CONSOLE, FOUND = "ask-form-asked", "ask-console-asked", "ask-console-found"
SHOWN_AFTER = 0.4
"""Seconds after which a question that is still asked shows that it can be stopped."""
BEAT = 0.25


@st.cache_data(max_entries=40, show_spinner=False)
def _fields(build: str, name: str, _view: View) -> tuple[Field, ...]:
    del build
    return fields(_view, name)


@st.cache_data(max_entries=20, show_spinner="Looking …")
def _answer(build: str, name: str, values: Values, _view: View) -> Result:
    del build
    return answer(_view, name, dict(values))


def _asked(context: Context, text: str) -> Result | Refusal:
    """The answer to a typed question, kept until another is asked; a button stops it meanwhile.

    Waiting touches the page now and then: there Streamlit ends this run when somebody stops it, leaves the page or
    changes something, and the question ends with it, in the engine too.
    """
    key = (context.build, text)
    kept = st.session_state.get(FOUND)
    if kept is not None and kept[0] == key:
        found: Result | Refusal = kept[1]
        return found
    place = st.empty()
    asking = Asking(context.view, text, AskLimits())
    try:
        if not asking.wait(SHOWN_AFTER):
            _wait(asking, place, key)
    finally:
        asking.stop()
    place.empty()
    found = asking.result()
    st.session_state[FOUND] = (key, found)
    return found


def _wait(asking: Asking, place: DeltaGenerator, key: tuple[str, str]) -> None:
    begun = time.monotonic()
    with place.container():
        st.button("Stop", key="ask-stop", icon=":material/stop_circle:", on_click=_stop, args=(key,))
        said = st.empty()
        while not asking.wait(BEAT):
            said.caption(f"Asking … {time.monotonic() - begun:.0f} s")


def _stop(key: tuple[str, str]) -> None:
    st.session_state[FOUND] = (key, Refusal("This question was stopped.", "Ask it again, or ask for less."))


def render(context: Context) -> None:
    """Draw the screen."""
    st.header("Ask")
    if context.note:
        st.caption(escape(context.note))
    asked, ready, console = st.tabs(["Questions", "All named queries", "Console"])
    with asked:
        render_questions(context)
    with ready:
        _ready(context)
    with console:
        _console(context)


def _ready(context: Context) -> None:
    known = {query.name: query for query in questions()}
    name = st.selectbox(
        "Named query", list(known), format_func=lambda n: known[n].title, key="question", bind="query-params"
    )
    if name is None:
        return
    st.write(escape(known[name].purpose))
    try:
        form = _fields(context.build, name, context.view)
        with st.form(f"ask-{name}"):
            values = tuple((field.name, widget(field, f"ask-{name}-{field.name}")) for field in form)
            sent = st.form_submit_button("Ask", type="primary")
        if sent and (lacking := missing(form, dict(values))):
            st.warning(f"Choose first: {', '.join(lacking)}.")
            st.session_state.pop(FORM, None)
        elif sent:
            st.session_state[FORM] = (name, values)
        asked = st.session_state.get(FORM)
        if asked and asked[0] == name:
            _show(_answer(context.build, name, asked[1], context.view), name)
    except QueryError as error:
        st.error(escape(str(error)))


def _console(context: Context) -> None:
    st.caption(escape(limits_in_words(AskLimits())))
    titles = [example.title for example in EXAMPLES]
    st.selectbox("Begin with an example", titles, index=None, key="ask-example", on_change=_take_example)
    with st.form("ask-console"):
        text = st.text_area(
            "Question in Cypher",
            height=200,
            key="ask-text",
            help="$build is the build that is shown. Node and edge types stand in docs/graph.md.",
        )
        if st.form_submit_button("Ask", type="primary"):
            st.session_state[CONSOLE] = text
            st.session_state.pop(FOUND, None)
    asked = st.session_state.get(CONSOLE)
    if asked is None:
        return
    found = _asked(context, asked)
    if isinstance(found, Refusal):
        st.warning(f"**{found.heading}** {escape(found.text)}", icon=":material/block:")
        if found.shown:
            st.code(found.shown, language=None)
    else:
        _show(found, "console")


def _take_example() -> None:
    for example in EXAMPLES:
        if example.title == st.session_state.get("ask-example"):
            st.session_state["ask-text"] = example.text


def _show(result: Result, name: str) -> None:
    rows = len(result.table)
    if not rows:
        st.info("There is nothing in this study that answers the question.")
        return
    cut = "" if result.complete else ", and there are more: ask for less to see them all"
    st.caption(f"{rows:,} row{'' if rows == 1 else 's'}{cut}.")
    columns = {
        column: st.column_config.Column(column.replace("_", " "), help=result.meanings.get(column) or None)
        for column in result.table.columns
    }
    st.dataframe(result.table, hide_index=True, column_config=columns, key=f"table-{name}")
    st.download_button(
        "Download as CSV",
        as_csv(result.table),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"csv-{name}",
    )
