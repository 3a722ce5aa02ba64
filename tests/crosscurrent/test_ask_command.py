"""The command `ask`: the list of questions, answers in every shape, and what it says to a wrong name."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import QueryError
from graph.questions import questions

Run = Callable[..., Result]


@pytest.fixture
def run(bundled: Path) -> Run:
    return lambda *words: CliRunner().invoke(app, ["--study", str(bundled), "ask", *words])


def test_the_list(run: Run) -> None:
    found = json.loads(run("--json").stdout)
    assert [row["question"] for row in found] == list(questions())
    assert found[0]["words"] == "Which signals does an actor send that contradict each other?"


@pytest.mark.parametrize(
    "words",
    [
        ("mixed-signals", "scottish-government"),
        ("reports", "macro", "-p", "by=meso", "-p", "voices=case"),
        ("respondent", "L04"),
        ("barriers", "localise"),
        ("barriers", "-p", "message=localise"),
        ("changed", "2014"),
        ("agree",),
        ("silent", "meso"),
    ],
    ids=" ".join,
)
def test_every_question_answers(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found and list(found[0]) == [c.name for c in questions()[words[0]].form.columns]


def test_csv_and_limit(run: Run) -> None:
    result = run("mixed-signals", "scottish-government", "--limit", "2", "--csv")
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == 2
    assert "Only the first 2 rows" in result.stderr


def test_what_is_undefined_is_null_and_said(run: Run) -> None:
    result = run("changed", "2014", "--json")
    assert "dated up to 2014" in result.stderr
    few = [row for row in json.loads(result.stdout) if row["why"].startswith("too few")]
    assert few and all(row["change"] is None and row["p_value"] is None for row in few)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("respondant",), "Did you mean respondent"),
        (("mixed-signals", "scotish-government"), "Did you mean scottish-government"),
        (("mixed-signals",), "sender is missing"),
        (("agree", "-p", "leevl=macro"), "Did you mean level"),
    ],
)
def test_wrong_names(run: Run, words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, QueryError) and says in str(result.exception)
