"""Named queries as forms, typed questions in plain words, and tables that any spreadsheet may open."""

import threading
from typing import cast

import pandas as pd
import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunData, RerunException, StopException
from streamlit.testing.v1 import AppTest

from dashboard.screens import ask as screen
from dashboard.views.ask import (
    EXAMPLES,
    Asking,
    Example,
    Refusal,
    Result,
    answer,
    as_csv,
    ask,
    fields,
    limits_in_words,
    missing,
    plain,
    questions,
)
from graph.errors import StoreUnavailable
from graph.queries import catalogue
from graph.stores.answers import stopped
from graph.stores.base import Answer, AskLimits, View


def test_every_named_query_has_a_form_that_answers(gated_view: View) -> None:
    assert {q.name for q in questions()} == set(catalogue())
    for query in questions():
        form = fields(gated_view, query.name)
        values = {f.name: f.choices[0][0] if f.type == "string" else [f.choices[0][0]] for f in form if f.required}
        assert not missing(form, values)
        found = answer(gated_view, query.name, values)
        assert list(found.table.columns) == list(found.meanings)


def test_choices_come_from_the_graph(gated_view: View) -> None:
    (code, levels, _) = fields(gated_view, "evidence_for_code")
    assert ("decide-locally", "Decide locally (message)") in code.choices
    assert [value for value, _ in levels.choices] == ["macro", "meso", "micro"]
    assert missing((code, levels), {}) == ("Code",)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.title)
def test_examples_answer(gated_view: View, example: Example) -> None:
    assert isinstance(ask(gated_view, example.text, AskLimits()), Result)


@pytest.mark.parametrize("text", ["CREATE (n:Source)", "COPY Source FROM 'x.csv'", "INSTALL httpfs", ""])
def test_what_does_more_than_read_is_refused_in_plain_words(gated_view: View, text: str) -> None:
    found = ask(gated_view, text, AskLimits())
    assert isinstance(found, Refusal)
    assert found.heading == "This question was not asked."
    assert found.text


def test_a_wrong_question_and_a_cut_answer(gated_view: View) -> None:
    wrong = ask(gated_view, "MATCH (n:Nothing) RETURN n", AskLimits())
    assert isinstance(wrong, Refusal)
    assert wrong.heading == "This question could not be answered."
    assert wrong.shown == "MATCH (n:Nothing) RETURN n\n         ^"
    cut = ask(gated_view, "MATCH (k:Coding) RETURN k.id AS id", AskLimits(rows=2))
    assert isinstance(cut, Result)
    assert (len(cut.table), cut.complete) == (2, False)


def test_limits_are_said() -> None:
    text = limits_in_words(AskLimits(seconds=7, rows=1200))
    assert "7 seconds" in text
    assert "1,200 rows" in text


def test_composed_values_become_text_and_csv_runs_no_formula() -> None:
    table = plain(pd.DataFrame({"a": ["=1+1", "b"], "b": [["x"], {"y": 1}]}))
    assert table["b"].tolist() == ['["x"]', '{"y": 1}']
    assert as_csv(table).splitlines()[1].startswith("'=1+1,")


class Slow:
    """A view whose answer takes until it is stopped; it remembers that it was."""

    build = "k1"
    ended = False

    def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
        assert cancel is not None and cancel.wait(30), "nobody stopped it"
        Slow.ended = True
        raise stopped()


def test_a_question_under_way_can_be_stopped() -> None:
    Slow.ended = False
    asking = Asking(cast(View, Slow()), "RETURN 1 AS x", AskLimits())
    assert not asking.wait(0.05)
    asking.stop()
    assert asking.wait(0) and Slow.ended
    found = asking.result()
    assert isinstance(found, Refusal) and found.heading == "This question was stopped."


def test_what_goes_wrong_beyond_the_question_is_raised() -> None:
    class Lost(Slow):
        def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
            raise StoreUnavailable("the server does not answer.")

    asking = Asking(cast(View, Lost()), "RETURN 1 AS x", AskLimits())
    assert asking.wait(10)
    with pytest.raises(StoreUnavailable):
        asking.result()


def _screen() -> None:
    from types import SimpleNamespace

    import streamlit as st
    from test_ask_screen import Slow, answered

    from dashboard.screens import ask

    st.session_state.setdefault(ask.CONSOLE, "RETURN 1 AS x")
    ask._console(SimpleNamespace(build="k1", view=answered.get("view") or Slow()))


answered: dict[str, object] = {}


@pytest.mark.parametrize("leave", [StopException, lambda: RerunException(RerunData())], ids=["stop", "rerun"])
def test_a_run_that_streamlit_ends_ends_its_question(
    monkeypatch: pytest.MonkeyPatch, leave: type[BaseException]
) -> None:
    """Streamlit ends a run by an exception in the thread of the script, at the next thing that is drawn."""
    Slow.ended = False
    begun = []
    drawn = DeltaGenerator.caption

    def caption(self: DeltaGenerator, body: str, *rest: object, **more: object) -> object:
        if body.startswith("Asking") and not begun:
            begun.append(body)
            raise leave()
        return drawn(self, body, *rest, **more)

    monkeypatch.setattr(DeltaGenerator, "caption", caption)
    monkeypatch.setattr(screen, "SHOWN_AFTER", 0.05)
    monkeypatch.setitem(answered, "view", Once())
    AppTest.from_function(_screen, default_timeout=60).run()
    assert begun and Slow.ended


class Once(Slow):
    """Slow at first; once stopped it answers."""

    def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
        if not Slow.ended:
            return super().ask(text, limits=limits, cancel=cancel)
        return Answer(pd.DataFrame({"x": [1]}), True)


def test_the_screen_shows_the_line_of_a_wrong_question(gated_view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answered, "view", gated_view)
    app = AppTest.from_function(_screen, default_timeout=60)
    app.session_state[screen.CONSOLE] = "MATCH (n:Actr)\nRETURN n"
    app.run()
    assert not app.exception
    assert "Did you mean Actor?" in app.warning[0].value
    assert app.code[0].value == "MATCH (n:Actr)\n         ^"
    app.text_area[0].set_value("MATCH (n:Actor) RETURN count(n) AS n")
    app.button[0].click().run()
    assert not app.exception and not app.warning
    assert app.dataframe[0].value["n"].tolist() == [5]
