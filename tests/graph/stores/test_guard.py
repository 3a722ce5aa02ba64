"""The guard: what would do more than read never passes, and what only reads is answered by the real engine."""

import re
from pathlib import Path

import pytest
from graph_corpus import HARMLESS, HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QuestionRefused
from graph.stores.base import View
from graph.stores.guard import LadybugGuard
from graph.stores.lexer import cut


def test_the_corpus_is_large_enough() -> None:
    assert len(set(HOSTILE)) >= 60 and len(set(HARMLESS)) >= 40


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_refused_with_place_and_hint(text: str) -> None:
    with pytest.raises(QuestionRefused) as error:
        LadybugGuard().admit(text)
    assert error.value.what and error.value.next_step
    if text.strip(" ;") and len(text) < 8000:
        assert re.fullmatch(r"line \d+, column \d+", error.value.where)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["MATCH (n:Actor) WITH n {}", "RETURN 1 AS x UNION ALL {}", "RETURN 1; {}", "(({}))"])
def test_hostile_questions_are_refused_inside_others(text: str, frame: str) -> None:
    starts = text.split()[0].upper() if text.split() else ""
    if starts in ("MATCH", "WITH", "RETURN", "UNWIND", "OPTIONAL", "", ";") or starts.startswith(("//", "/*")):
        frame = "RETURN 1; {}" if text.strip(" ;") else "{}"
    with pytest.raises(QuestionRefused):
        LadybugGuard().admit(frame.format(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_questions_pass(text: str) -> None:
    assert LadybugGuard().admit(text)


def test_harmless_questions_are_answered(sample: View) -> None:
    columns = {text: list(sample.ask(text).table.columns) for text in HARMLESS}
    assert all(columns.values())
    assert columns[HARMLESS[-2]] == ["a.id", "a.id (2)"]


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
