"""Named queries as forms, typed questions in plain words, and tables that any spreadsheet may open."""

import pandas as pd
import pytest

from dashboard.views.ask import (
    EXAMPLES,
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
from graph.queries import catalogue
from graph.stores.base import AskLimits, View


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
