"""Guesses as a table, corrections of it, and the passages of what is not kept yet."""

from pathlib import Path

import pytest

from dashboard.screens.marked import preview_html
from dashboard.views.documents import (
    COLUMNS,
    Shown,
    case_rows,
    corrections,
    filled_cases,
    issuer_names,
    passages,
    table_rows,
)
from graph.model import Actor, Case, Source
from ingest.readers import Block, Document
from ingest.study.guess import Guess, Guesses
from ingest.study.proposals import Proposal

ACTORS = {a.id: a for a in (Actor("gov", "Government"), Actor("b1", "Board"), Actor("b2", "Board"))}
PROPOSAL = Proposal(
    Path("a.pdf"), "a.pdf", Source("a", "A plan", issuer="gov", date="2019"),
    Guesses(kind=Guess("policy", "rule"), title=Guess("A plan", "first page")), 7, ("L01",), (),
)  # fmt: skip


def test_a_row_says_what_a_file_is_taken_for_and_why() -> None:
    (row,) = table_rows([PROPOSAL], ACTORS)
    assert tuple(row) == COLUMNS
    assert (row["issuer"], row["passages"]) == ("Government", 7)
    assert row["made from"] == "kind: rule; title: first page"


def test_labels_that_two_actors_share_carry_their_ids() -> None:
    assert issuer_names(ACTORS) == {"gov": "Government", "b1": "Board (b1)", "b2": "Board (b2)"}


def test_corrections_go_into_the_source() -> None:
    row = {**table_rows([PROPOSAL], ACTORS)[0], "title": "Ours ", "issuer": "Board (b2)", "date": None, "level": "meso"}
    (made,), faults = corrections([row], [PROPOSAL], ACTORS)
    assert faults == ()
    assert made.source == Source("a", "Ours", issuer="b2", level="meso")


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("date", "last year", "is no date"), ("title", " ", "needs a title"),
        ("kind", "polcy", 'Did you mean "policy"?'),
        ("kind", None, "needs a kind"), ("issuer", "Nobody", "is no actor"), ("level", "mezo", "is no level"),
        ("clearance", "secret", "is no clearance"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told(field: str, value: object, fault: str) -> None:
    _, faults = corrections([{**table_rows([PROPOSAL], ACTORS)[0], field: value}], [PROPOSAL], ACTORS)
    assert len(faults) == 1
    assert faults[0].startswith("a.pdf: ")
    assert fault in faults[0]


def document(count: int) -> Document:
    texts = [f"Word{n} of the plan." for n in range(count)]
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(count)]
    spans = enumerate((start, start + len(text)) for start, text in zip(starts, texts, strict=True))
    blocks = [Block(f"{n}", f"Part › Section {n % 2}", start, end) for n, (start, end) in spans]
    return Document("\n".join(texts), tuple(blocks))


def test_the_first_passages_are_shown_and_all_are_searched() -> None:
    found = passages(document(70))
    assert (len(found.shown), found.total) == (50, 70)
    assert found.shown[3] == Shown("3", "Section 1", "Word3 of the plan.", "")
    assert [p.text for p in passages(document(70), "PLAN word65").shown] == ["Word65 of the plan."]
    assert passages(document(70), "section 1").total == 35 + len([n for n in range(0, 70, 2) if "1" in str(n)])
    assert passages(document(3), "absent").total == 0


def test_nothing_of_a_document_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    drawn = preview_html([Shown(evil, evil, evil, evil)])
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 4


def test_rows_for_cases_are_filled_in() -> None:
    cases = (Case("L04", "meso"), Case("X1", ""))
    rows = case_rows(cases)
    rows[1] = {**rows[1], "level": "macro", "role_group": " a  nurse ", "clearance": "open"}
    rows[0] = {**rows[0], "level": "nowhere", "clearance": ""}
    assert filled_cases(rows, cases) == (Case("L04", ""), Case("X1", "macro", "a nurse", "open"))
