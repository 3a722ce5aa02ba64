"""The seven questions on the Ask screen: words, pickers, rows and quotes, on the bundled study."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import questions as views
from graph.errors import QueryError
from graph.questions import answer, question, questions
from graph.stores.base import View
from ingest.build import open_view

ABOUT: dict[str, dict[str, object]] = {
    "mixed-signals": {"sender": "scottish-government"},
    "reports": {},
    "respondent": {"respondent": "L04"},
    "barriers": {"message": "localise"},
    "changed": {"before": "2014"},
    "agree": {},
    "silent": {},
}


@pytest.fixture(scope="module")
def view(bundled: Path) -> Iterator[View]:
    with open_view(bundled) as opened:
        yield opened


@pytest.mark.parametrize("name", ABOUT)
def test_every_question_has_rows_with_words(view: View, name: str) -> None:
    found = views.find(view, name, ABOUT[name])
    assert len(found.table) == len(found.readable) > 0
    assert set(found.meanings) == set(found.readable.columns)
    row = {str(k): v for k, v in found.table.iloc[0].items()}
    sides = views.quotes_of(view, name, row)
    quote = str(row["quote" if name == "silent" else "a_quote"])
    assert quote in {q.text for side in sides for q in side.quotes}
    assert all(q.citation for side in sides for q in side.quotes)


def test_the_seven_stand_in_their_order() -> None:
    assert list(questions()) == list(ABOUT)
    assert all(about.about in about.form.parameters for about in questions().values())


def test_the_words_take_what_is_chosen(view: View) -> None:
    asked = question("mixed-signals")
    first, rest = views.pickers(view, asked)
    assert [f.name for f in first] == ["sender"]
    assert views.wording(asked, {"sender": None}, first) == ("Which signals does … send that contradict each other?")
    assert "Scottish Government" in views.wording(asked, {"sender": "scottish-government"}, (*first, *rest))
    silent = question("silent")
    assert "each level" in views.wording(silent, {"levels": ()}, views.pickers(view, silent)[0])


def test_unknown_names_have_a_hint(view: View) -> None:
    for name, given, hint in (
        ("silents", {}, "silent"),
        ("respondent", {"respondent": "L4"}, "L04"),
        ("barriers", {"message": "localize"}, "localise"),
        ("changed", {"before": "in 2014"}, "2014-04"),
        ("changed", {"kinds_before": ["law"]}, "There are"),
        ("agree", {"by": "macro"}, "two levels"),
    ):
        with pytest.raises(QueryError, match=hint):
            answer(view, name, **given)


def test_sets_of_documents_stand_in_for_dates(view: View) -> None:
    acts = answer(view, "changed", kinds_before=["legislation"])
    assert acts.attrs["note"].endswith("none is left out.")
    both = answer(view, "changed", kinds_before=["legislation"], kinds_after=["guidance"], levels=["macro"])
    assert set(both["level"]) == {"macro", ""}
    assert "others" in both.attrs["note"]
    cut = answer(view, "changed", before="2014", limit=3)
    assert (len(cut), cut.attrs["complete"]) == (3, False)


def test_barriers_are_counted_by_voice(view: View) -> None:
    table = views.find(view, "barriers", {"message": "process-and-audit"}).table
    counts = views.barrier_counts(table)
    assert counts["Voices"].is_monotonic_decreasing
    assert counts["Codings"].sum() == table["a_coding"].nunique()


def _ask() -> None:
    from dashboard.context import open_context
    from dashboard.screens.ask import render

    context = open_context()
    assert context is not None
    render(context)


@pytest.fixture
def app(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    return AppTest.from_function(_ask, default_timeout=60)


def test_a_question_waits_for_what_it_needs_and_then_answers(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.radio(key="ask").options[0] == "Which signals does an actor send that contradict each other?"
    assert any("Choose first" in info.value for info in app.info)
    app.selectbox(key="asked-mixed-signals-sender").select("scottish-government").run()
    assert not app.exception
    assert any("Scottish Government" in head.value for head in app.subheader)
    assert len(app.text) >= 2, "both quotes of the first row"


@pytest.mark.parametrize("name", ["reports", "changed", "agree", "silent"])
def test_questions_that_need_nothing_answer_at_once(app: AppTest, name: str) -> None:
    app.query_params["ask"] = name
    app.run()
    assert app.radio(key="ask").value == name
    assert not app.exception and not app.error
    assert app.dataframe and app.text
