from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.evidence import (
    CodingLine,
    SourceEntry,
    choose,
    pieces,
    source_of,
    source_page,
    sources,
)
from graph.errors import QueryError
from graph.stores.base import View
from ingest.build import open_view


def line(number: int, start: int, end: int, status: str = "accepted", kind: str = "message") -> CodingLine:
    return CodingLine(number, f"k{number}", "Code", kind, "", "", "", "", "", "", "ann", status, "", start, end)


@pytest.fixture(scope="module")
def view(bundled: Path) -> Iterator[View]:
    with open_view(bundled) as opened:
        yield opened


def test_pieces_mark_people_before_suggestions() -> None:
    found = pieces("abcdef", 10, [line(1, 10, 14), line(2, 12, 16, "suggested")])
    assert [(p.text, p.numbers, p.mark) for p in found] == [
        ("ab", (1,), "message"),
        ("cd", (1, 2), "message"),
        ("ef", (2,), "suggested"),
    ]
    assert [p.ends for p in found] == [(), (1,), (2,)]


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6),
    st.integers(0, 5),
)
def test_pieces_joined_are_the_text(text: str, spans: list[tuple[int, int]], offset: int) -> None:
    lines = [line(i, min(s), max(s)) for i, s in enumerate(spans)]
    assert "".join(p.text for p in pieces(text, offset, lines)) == text


def test_choose_filters_and_always_keeps_the_one_that_is_open() -> None:
    entries = [
        SourceEntry("a", "A", "", "macro", "policy", "", 1, 0),
        SourceEntry("b", "B", "", "meso", "audit", "", 1, 0),
    ]
    assert [e.id for e in choose(entries, ["macro"], [], "b")] == ["a", "b"]
    assert [e.id for e in choose(entries, [], ["audit"], "b")] == ["b"]


def test_a_page_holds_every_passage_in_order_with_its_codings(view: View) -> None:
    entry = sources(view)[0]
    page = source_page(view, entry.id)
    passages = [p for s in page.sections for p in s.passages]
    assert len(passages) == entry.passages
    texts = view.table("Passage").set_index("id")["text"]
    assert all("".join(x.text for x in p.pieces) == texts[p.id] for p in passages)
    assert all(p.text_note.startswith("digest") for p in passages)
    shown = {c.coding for p in passages for c in p.codings}
    assert any(c.suggested for p in passages for c in p.codings)
    without = {c.coding for s in source_page(view, entry.id, False).sections for p in s.passages for c in p.codings}
    assert without < shown
    counted = {c.coding for p in passages for c in p.codings if c.counted}
    assert counted <= without
    assert len(counted) == entry.coded
    assert page.coders[0].endswith(", counted")
    assert any("suggested by terms, not counted" in phrase for phrase in page.coders)


def test_each_quote_is_what_its_pieces_mark(view: View) -> None:
    page = source_page(view, sources(view)[0].id)
    for passage in (p for s in page.sections for p in s.passages):
        for coding in passage.codings:
            marked = "".join(p.text for p in passage.pieces if coding.number in p.numbers)
            assert marked == coding.quote


def test_the_source_of_a_passage(view: View) -> None:
    row = view.table("Passage").iloc[0]
    assert source_of(view, row["id"]) == row["source"]
    assert source_of(view, "nowhere") == ""


def test_an_unknown_source_is_a_plain_error(view: View) -> None:
    with pytest.raises(QueryError):
        source_page(view, "nowhere")
