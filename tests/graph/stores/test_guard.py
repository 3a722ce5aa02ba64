"""The guard: what would do more than read never passes, and what only reads is answered by the real engine."""

import contextlib
import re
from pathlib import Path

import pytest
from harmless_ladybug import HARMLESS
from hostile_ladybug import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutated

from graph.errors import QuestionError, QuestionRefused
from graph.stores.base import View
from graph.stores.guard import LadybugGuard
from graph.stores.hints import LADYBUG, check_names
from graph.stores.ladybug import LadybugView
from graph.stores.lexer import cut


def test_the_corpus_is_large_enough() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 150 and len(set(HARMLESS)) == len(HARMLESS) >= 100


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_refused_with_place_and_hint(text: str) -> None:
    with pytest.raises(QuestionRefused) as error:
        LadybugGuard().admit(text)
    assert error.value.what and error.value.next_step
    if text.strip(" ;") and len(text) < 8000:
        assert re.fullmatch(r"line \d+, column \d+", error.value.where)


@pytest.mark.parametrize("frame", ["MATCH (n:Actor) WITH n {}", "RETURN 1 AS x UNION ALL {}", "RETURN 1; {}", "(({}))"])
def test_hostile_questions_are_refused_inside_others(frame: str) -> None:
    for text in HOSTILE:
        starts = text.split()[0].upper() if text.split() else ""
        asked = frame.replace("{}", text)
        if starts in ("MATCH", "WITH", "RETURN", "UNWIND", "OPTIONAL", "", ";") or starts.startswith(("//", "/*", ";")):
            asked = f"RETURN 1; {text}" if text.strip(" ;") else text
        with pytest.raises(QuestionRefused):
            LadybugGuard().admit(asked)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_questions_pass(text: str) -> None:
    assert LadybugGuard().admit(text)


def test_harmless_questions_are_answered_and_change_nothing(
    sample: LadybugView, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answered in this process by the engine itself, for speed; a few go through the cage."""
    monkeypatch.chdir(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for text in HARMLESS:
        admitted = LadybugGuard().admit(text)
        check_names(admitted, LADYBUG)
        assert list(sample.run(admitted).columns), text
    for text in HARMLESS[::20]:
        assert list(sample.ask(text).table.columns), text
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not list(tmp_path.iterdir())


def test_a_column_that_stands_twice(sample: View) -> None:
    answer = sample.ask("MATCH (a:Actor) RETURN a.id, a.id")
    assert list(answer.table.columns) == ["a.id", "a.id (2)"]


def test_the_engine_sees_no_comment() -> None:
    text = "MATCH (n) // first\n/* second\n */ RETURN n.id; // third"
    admitted = LadybugGuard().admit(text)
    assert "first" not in admitted and "second" not in admitted and ";" not in admitted
    assert admitted.index("RETURN") == text.index("RETURN") and admitted.count("\n") == 2


def test_the_place_is_where_it_stands() -> None:
    with pytest.raises(QuestionRefused, match=r"line 2, column 3: COPY reads and writes files"):
        LadybugGuard().admit("MATCH (n:Actor)\n  COPY x")


def test_what_is_quoted_is_text() -> None:
    tokens = cut("RETURN 'a; b' AS `c d`, \"e\\u0041\" AS f, $build AS g, 1..3").tokens
    kinds = [(t.kind, t.text) for t in tokens if t.kind not in ("symbol", "word")]
    assert kinds == [
        ("string", "'a; b'"),
        ("name", "`c d`"),
        ("string", '"e\\u0041"'),
        ("parameter", "$build"),
        ("number", "1"),
        ("number", "3"),
    ]


def test_the_questions_of_the_documentation_style_pass() -> None:
    folder = Path(__file__).parents[3] / "graph" / "queries"
    for file in sorted(folder.glob("*.cypher")):
        text = file.read_text(encoding="utf-8").partition("*/")[2]
        text = re.sub(r"\$(?!build)\w+", "$build", text)
        assert LadybugGuard().admit(text), file.name


WORDS = [
    "MATCH",
    "(n)",
    "RETURN",
    "n.id",
    "WITH",
    "*",
    "COPY",
    "LOAD",
    "FROM",
    "'x'",
    "CREATE",
    "(m:A)",
    "SET",
    "n.a=1",
]
WORDS += [
    "UNION",
    "ALL",
    "UNWIND",
    "[1]",
    "AS",
    "x",
    ",",
    ";",
    "CALL",
    "f()",
    "DELETE",
    "n",
    "count",
    "{",
    "}",
    "DISTINCT",
]
CLAUSE = re.compile(r"\b(COPY|LOAD FROM|CREATE \(|SET n|DELETE n|CALL f)")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_no_order_of_words_lets_a_clause_through(words: list[str]) -> None:
    text = " ".join(words)
    try:
        admitted = LadybugGuard().admit(text)
    except QuestionRefused:
        return
    assert not CLAUSE.search(admitted), admitted


@given(st.text(max_size=60))
def test_any_text_is_admitted_or_refused(text: str) -> None:
    try:
        assert LadybugGuard().admit(text)
    except QuestionRefused as error:
        assert error.what


PARTS = [
    "CREATE (x:Actor {id: 'x'})",
    "DETACH DELETE n",
    "SET n.label = 'x'",
    "MERGE (x:Actor {id: 'x'})",
    "COPY (MATCH (n) RETURN n.id) TO 'fuzzed.csv'",
    "LOAD FROM 'fuzzed.csv' RETURN *",
    "EXPORT DATABASE 'fuzzed'",
    "INSTALL httpfs",
    "ATTACH 'x.lbug' AS x (dbtype lbug)",
    "CALL threads=1",
    "EXPLAIN",
    "PROFILE",
    "COUNT { CREATE (x:Actor) }",
    ";",
    "'",
    "`",
    "{",
    "}",
    "RETURN 1 AS x",
    "MATCH (n)",
]


def test_no_mutation_of_a_harmless_question_does_anything(
    sample: View, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    asked: list[str] = []

    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(mutated(HARMLESS, PARTS))
    def ask(text: str) -> None:
        try:
            LadybugGuard().admit(text)
        except QuestionRefused:
            return
        if len(asked) < 15:  # each is a process of its own
            asked.append(text)
            with contextlib.suppress(QuestionError):
                sample.ask(text)

    ask()
    assert len(asked) == 15
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not list(tmp_path.iterdir())
