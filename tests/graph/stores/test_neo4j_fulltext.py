"""Search on a real server gives what the embedded index gives: the same passages, order, numbers and snippets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from neo4j_server import Server

from graph.errors import QueryError
from graph.ontology import ontology
from graph.stores.address import Credentials, parse_address
from graph.stores.base import SearchRequest
from graph.stores.neo4j import fulltext
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.schema import ensure_schema
from graph.stores.search import search, write_index
from graph.stores.tokens import Tokenizer
from graph.stores.words import parse

VOCABULARY = [
    "a",
    "b",
    "ab",
    "abc",
    "café",
    "Cafe",
    "co-production",
    "2.14",
    "don't",
    "OR",
    "not",
    "ünïon",
    "x" * 300,
    "𝔞",
]
LONG = "y" * 254
QUERIES = [
    "a", "a b", '"a b"', '"a b a"', '"a a"', "ab*", '"a ab"*', "a OR b", "a NOT b", "(a b) OR abc",
    "(a OR abc) (b OR cafe)",
    "a (b OR (abc ab))", "CAFÉ", "co-production", "2.14", "don't", '"or not"', "or AND not", "ünion",
    "x*", "x" * 300, "𝔞",
    f"{LONG}", f"{LONG}*", "a NOT (b OR abc)", "a NOT (b NOT abc)", "+-&&||!(a)", "a* OR b*",
    '"a" "a"', "nothing", "a a a",
    "a OR (b NOT c)", "(zz NOT a) OR b", 'ab OR (a AND "b abc")', "a NOT (zz NOT b)", '"b a"* OR "a b ab"* café',
    "x" * 256 + "*", '"don t or"', " ".join("ab" * 200), " OR ".join(["a", "zz"] * 90),
    "x OR a AND (" * 20 + "b" + ")" * 20,
    '"' + "a b " * 12 + '"*', "!#$%&'+,-./09:;<=>?@AZ[\\]^_`az{|}~",
    "TO", '"AND"', "a:b", "a~2 b^3", "/a/", "[a TO b]", "\\a",
]  # fmt: skip


def frames(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = [p.name for p in ontology().nodes["Passage"].columns]
    rows = [
        dict.fromkeys(columns, "")
        | {"id": f"p{i}", "text": t, "source": f"s{i % 3}", "seq": i // 3, "level": f"l{i % 2}"}
        for i, t in enumerate(texts)
    ]
    codings = pd.DataFrame(
        {"code": ["one", "two", "one"], "passage": ["p0", "p0", "p1"], "counted": [True, False, True]}
    )
    return pd.DataFrame(rows, columns=columns), codings


def put(connection: Connection, build: str, passages: pd.DataFrame, codings: pd.DataFrame) -> None:
    made = fulltext.search_properties(passages)
    rows = [
        {**row, **more, "build": build}
        for row, more in zip(passages.to_dict("records"), made.to_dict("records"), strict=True)
    ]
    connection.write("UNWIND $rows AS r CREATE (p:Passage) SET p = r", {"rows": rows})
    connection.write(
        "UNWIND $rows AS r MATCH (p:Passage {build: $build, id: r.passage}) "
        "CREATE (:Coding {build: $build, id: r.code + r.passage, code: r.code, counted: r.counted})-[:FOUND_IN]->(p)",
        {"rows": codings.to_dict("records"), "build": build},
    )
    connection.write(
        "CREATE (:Study {build: $build, id: 's', search_rows: $rows, search_tokens: $tokens})",
        {"build": build, "rows": len(rows), "tokens": int(made["search_length"].sum())},
    )


@pytest.fixture
def connection(neo4j_database: Server) -> Iterator[Connection]:
    address = parse_address(neo4j_database.uri)
    with Connection(address, Credentials(neo4j_database.user, neo4j_database.password)) as opened:
        ensure_schema(opened)
        yield opened


def requests(words: str) -> list[SearchRequest]:
    return [
        SearchRequest(words),
        SearchRequest(words, limit=2, offset=1),
        SearchRequest(words, sources=("s0", "s2")),
        SearchRequest(words, levels=("l1",), codes=("one",)),
    ]


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join), min_size=3, max_size=14),
    numbers=st.randoms(use_true_random=False),
)
def test_a_server_finds_what_the_index_finds(
    connection: Connection, tmp_path: Path, texts: list[str], numbers: Any
) -> None:
    build = f"b{len(list(tmp_path.iterdir()))}"
    passages, codings = frames([*texts, f"a {LONG}z b", LONG])
    put(connection, build, passages, codings)
    write_index(tmp_path / build, passages, codings)
    for words in ["", *numbers.sample(QUERIES, 6)]:
        for request in requests(words):
            assert fulltext.search(connection, build, request) == search(tmp_path / build, request), request


def test_every_kind_of_query_on_one_corpus(connection: Connection, tmp_path: Path) -> None:
    texts = ["a b a b a", "a a a", "b a", "ab abc café Cafe co-production", "2.14 don't OR not AND TO",
             f"{LONG} {LONG}q x", "a b abc",
             "abc abc abc a", "x" * 300, "𝔞 ünïon", "", "a b " * 30]  # fmt: skip
    passages, codings = frames(texts)
    put(connection, "k", passages, codings)
    write_index(tmp_path / "k", passages, codings)
    found = 0
    for words in QUERIES:
        first, second = (
            fulltext.search(connection, "k", SearchRequest(words)),
            search(tmp_path / "k", SearchRequest(words)),
        )
        assert first == second, words
        found += first.total
    assert found > 60


def test_errors_are_the_same(connection: Connection) -> None:
    for request in (SearchRequest("a NOT"), SearchRequest('"open'), SearchRequest("a", limit=-1), SearchRequest("...")):
        with pytest.raises(QueryError):
            fulltext.search(connection, "k", request)


def test_another_build_is_not_found(connection: Connection) -> None:
    passages, codings = frames(["a b", "b c", "c d"])
    put(connection, "k1", passages, codings)
    put(connection, "k2", passages, codings)
    assert fulltext.search(connection, "k1", SearchRequest("b")).total == 2
    assert fulltext.search(connection, "none", SearchRequest("b")).total == 0


def test_ties_stand_in_the_order_of_source_and_place_whatever_the_letters(
    connection: Connection, tmp_path: Path
) -> None:
    passages, codings = frames(["a b"] * 8)
    passages = passages.assign(
        source=["\U00010400", "\uff5a", "b", "B", "é", "", "b", "b"], seq=[0, 0, 10, 0, 0, 0, 9, 10]
    )
    put(connection, "k", passages, codings)
    write_index(tmp_path / "k", passages, codings)
    for words in ("", "a", "b*"):
        page = fulltext.search(connection, "k", SearchRequest(words))
        assert page == search(tmp_path / "k", SearchRequest(words))
        assert [hit.passage for hit in page.hits] == ["p5", "p3", "p6", "p2", "p7", "p4", "p1", "p0"]


def test_the_index_is_asked_in_its_own_language() -> None:
    def asked(words: str) -> str:
        tree = parse(words, Tokenizer())
        assert tree is not None
        return fulltext.lucene(tree)

    assert asked("AND-a (b* OR NOT-c) NOT d") == '(+(b* "not c") +"and a")'
    assert asked('"a b"*') == '(+"a" +b*)'
    assert asked("x" * 300) == "x" * fulltext.SHORT + "*"
