"""What is typed, as a tree and as an expression: order of operators, brackets, and how deep an expression may get."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.stores.tokens import Tokenizer
from graph.stores.words import All, Either, Phrase, Tree, Without, fts5, parse, phrases, ranking, wanted


def tree(words: str) -> Tree:
    made = parse(words, Tokenizer())
    assert made is not None
    return made


def a_phrase(*tokens: str) -> Phrase:
    return Phrase(tokens)


A, B, C, D = map(a_phrase, "abcd")


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("a b c", All((A, B, C))),
        ("a AND b OR c", Either((All((A, B)), C))),
        ("a NOT b c", Without(All((A, C)), B)),
        ("a NOT b AND NOT c", Without(A, Either((B, C)))),
        ("a (b OR c)", All((Either((B, C)), A))),
        ("Co-Production*", Phrase(("co", "production"), True)),
        ('"É a"* --', Phrase(("e", "a"), True)),
    ],
)
def test_trees(words: str, made: Tree) -> None:
    assert tree(words) == made


def test_nothing_typed_is_no_tree() -> None:
    assert parse(" \n", Tokenizer()) is None


def test_brackets_stand_only_where_they_must() -> None:
    assert fts5(tree("a b OR c NOT (d OR a)")) == '"c" NOT ("d" OR "a") OR "a" AND "b"'
    assert fts5(tree("(a OR b) c*")) == '("a" OR "b") AND "c" *'
    assert fts5(tree("(a b) NOT (c NOT d)")) == '("a" AND "b") NOT ("c" NOT "d")'


@pytest.mark.parametrize(
    "words",
    [
        "x OR a AND (" * 20 + "b" + ")" * 20,
        "c NOT b OR a NOT (" * 20 + "b" + ")" * 20,
        "x NOT (" * 20 + "b" + ")" * 20,
        "a b " * 250,
        "a" + " NOT b" * 160,
        " OR ".join("a" * 190),
        "a NOT b " * 120,
    ],
)
def test_whatever_may_be_typed_is_no_expression_too_deep(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        base.execute("INSERT INTO found VALUES ('a b x')")
        for made in (tree(words), ranking(tree(words))):
            assert base.execute("SELECT count(*) FROM found WHERE found MATCH ?", (fts5(made),)).fetchone()[0] in (0, 1)


WORDS = ("a", "b", "ab", "e")
LEAVES = st.builds(Phrase, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), st.booleans())


def grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(All, parts) | st.builds(Either, parts) | st.builds(Without, inner, inner)


def holds(made: Tree, text: list[str]) -> bool:
    if isinstance(made, Phrase):
        *whole, last = made.tokens
        ends = (i + len(whole) for i in range(len(text) - len(whole)) if text[i : i + len(whole)] == whole)
        return any(text[i].startswith(last) if made.prefix else text[i] == last for i in ends)
    if isinstance(made, Without):
        return holds(made.wanted, text) and not holds(made.unwanted, text)
    return (all if isinstance(made, All) else any)(holds(part, text) for part in made.parts)


@settings(max_examples=150, deadline=None)
@given(
    made=st.recursive(LEAVES, grown, max_leaves=8),
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=6),
)
def test_an_expression_finds_what_its_tree_says(made: Tree, texts: list[list[str]]) -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        base.executemany(
            "INSERT INTO found(rowid, text) VALUES (?, ?)", [(i, " ".join(t)) for i, t in enumerate(texts)]
        )
        rows = {row for (row,) in base.execute("SELECT rowid FROM found WHERE found MATCH ?", (fts5(made),))}
        scored = {row for (row,) in base.execute("SELECT rowid FROM found WHERE found MATCH ?", (fts5(ranking(made)),))}
    assert rows == {i for i, text in enumerate(texts) if holds(made, text)}
    assert rows <= scored


def test_what_scores_is_flat_and_holds_what_is_wanted() -> None:
    typed = tree("a (b OR c d) NOT (a NOT b)")
    assert ranking(typed) == Either(tuple(wanted(typed)))
    assert set(wanted(typed)) == {A, B, C, D} and len(list(phrases(typed))) == 6
    assert ranking(tree("a b")) == tree("a b") and ranking(tree("a NOT b")) == A
