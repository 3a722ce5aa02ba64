"""Search over passages: what the words find, how hits are marked, which filters hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError, StoreError
from graph.stores.base import SearchRequest, View
from graph.stores.search import search, write_index
from graph.stores.tokens import Tokenizer
from graph.stores.words import fts5, parse
from graph.tables import GraphTables


def found(view: View, words: str, **filters: tuple[str, ...]) -> set[str]:
    return {hit.passage for hit in view.search(SearchRequest(words, **filters)).hits}


@pytest.mark.parametrize(
    ("words", "passages"),
    [
        ("government", {"p4", "p9"}),
        ("GOVERNMENT", {"p4", "p9"}),
        ("government landscape", {"p4"}),
        ("government AND landscape", {"p4"}),
        ("landscape OR localities", {"p4", "p5"}),
        ("government NOT landscape", {"p9"}),
        ("government AND NOT landscape", {"p9"}),
        ("trust (boards OR leaders)", {"p3", "p10"}),
        ('"tells us what to do"', {"p4"}),
        ("“tells us what to do”", {"p4"}),
        ('"what tells us"', set()),
        ("local*", {"p1", "p5", "p10"}),
        ('"decide it loc"*', {"p1"}),
        ("cafe cooperation", {"p3"}),
        ("café coöperation", {"p3"}),
        ("co-operation", set()),
        ("and not", {"p8"}),
        ("near", set()),
        ("landscape - & clutter*", {"p4"}),
        ("text:government", set()),
        ("government^2", set()),
    ],
)
def test_words(sample: View, words: str, passages: set[str]) -> None:
    assert found(sample, words) == passages


@pytest.mark.parametrize(
    ("words", "place", "hint"),
    [
        ('board "never closed', "character 7", "Close the phrase"),
        ("(board", "character 1", "Close it"),
        ("board)", "character 6", "Open it before"),
        ("board AND", "character 10", "Put a word here"),
        ("OR board", "character 1", "in small letters"),
        ("NOT board", "character 1", "what to leave out"),
        ("co*prod", "character 1", "then *"),
        ("*", "character 1", "then *"),
        ("()", "character 2", "Put a word here"),
        ("--- ...", "the search", "at least one word"),
        ("(" * 30 + "a" + ")" * 30, "character 21", "at most 20"),
        ("a" * 1001, "", "Shorten"),
    ],
)
def test_words_that_cannot_be_read(sample: View, words: str, place: str, hint: str) -> None:
    with pytest.raises(QueryError) as error:
        sample.search(SearchRequest(words))
    assert place in error.value.where and hint in error.value.next_step


def test_snippets_are_pieces(sample: View) -> None:
    (hit,) = sample.search(SearchRequest("cafe")).hits
    assert ("Café", True) in hit.snippet
    assert "".join(text for text, _ in hit.snippet) == sample.table("Passage").set_index("id")["text"][hit.passage]
    assert hit.citation == "A plan of ministers, para 1" and hit.ref == "para 1" and hit.text_kind == "digest"


def test_filters(sample: View) -> None:
    assert found(sample, "", cases=("L01", "L02")) == {"p8", "p9"}
    assert found(sample, "", levels=("micro",)) == {"p7"}
    assert found(sample, "government", sources=("talks",)) == {"p9"}
    assert found(sample, "", codes=("clutter",)) == {"p4", "p8"}
    assert found(sample, "", codes=("clutter", "nationally"), levels=("meso",)) == {"p4", "p8"}


def test_only_counted_codings_serve_the_filter_by_code(sample: View) -> None:
    assert found(sample, "", codes=("empower",)) == {"p3", "p9", "p10"}


def test_pages_do_not_overlap_and_count_all(sample: View) -> None:
    pages = [sample.search(SearchRequest("", limit=4, offset=at)) for at in (0, 4, 8)]
    assert [p.total for p in pages] == [11, 11, 11]
    hits = [hit.passage for page in pages for hit in page.hits]
    assert len(hits) == len(set(hits)) == 11
    with pytest.raises(QueryError):
        sample.search(SearchRequest("x", limit=-1))


def test_control_characters_in_a_text_stay_and_are_no_hits(tmp_path: Path, tables: GraphTables) -> None:
    passages = tables.nodes["Passage"].assign(text="an \x02odd\x03 text about boards")
    write_index(tmp_path / "s", passages, tables.nodes["Coding"])
    page = search(tmp_path / "s", SearchRequest("boards", limit=1))
    assert page.hits[0].snippet == (("an \x02odd\x03 text about ", False), ("boards", True))


def test_order_does_not_hang_on_what_ran_out_under_a_not(tmp_path: Path, tables: GraphTables) -> None:
    texts = ["a", "a d", "a c d", "c c c"]
    passages = tables.nodes["Passage"].head(4).assign(text=texts, source="s", seq=range(4))
    write_index(tmp_path / "s", passages, tables.nodes["Coding"].head(0))
    plain = search(tmp_path / "s", SearchRequest("a OR d"))
    beside = search(tmp_path / "s", SearchRequest("a OR d OR (b NOT c)"))
    assert [hit.passage for hit in beside.hits] == [hit.passage for hit in plain.hits]


def test_a_broken_index(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(StoreError, match="Build the study again"):
        search(tmp_path / "s", SearchRequest("x"))


def test_an_index_is_not_written_over(tmp_path: Path, tables: GraphTables) -> None:
    (tmp_path / "s").write_bytes(b"")
    with pytest.raises(StoreError, match="already"):
        write_index(tmp_path / "s", tables.nodes["Passage"], tables.nodes["Coding"])


def test_a_folder_with_odd_signs(tmp_path: Path, tables: GraphTables) -> None:
    odd = tmp_path / "a ?#% é"
    odd.mkdir()
    write_index(odd / "s", tables.nodes["Passage"], tables.nodes["Coding"])
    assert search(odd / "s", SearchRequest("government")).total == 2


@given(st.text(alphabet="ab \"()*ANDORNOT-:^{}+“”'\\.", max_size=40) | st.text(max_size=30))
def test_whatever_is_typed_gives_hits_or_a_plain_error(sample: View, words: str) -> None:
    try:
        tree = parse(words, Tokenizer())
        made = fts5(tree) if tree else ""
    except QueryError as error:
        assert error.next_step
    else:
        assert sample.search(SearchRequest(words)).total >= 0
        assert made.count('"') % 2 == 0
