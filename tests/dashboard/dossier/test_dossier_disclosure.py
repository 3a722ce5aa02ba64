"""What may leave the house: uncleared quotes, ids of cases, coders' names and reasons are kept back."""

import json

import pytest

from dashboard.dossier import dossier, written
from dashboard.dossier.listing import Filters, listing
from graph.analysts import Judgement

SECRET = "A secret that must never leave the house."
CASES = ("L01", "L02", "L03", "L04", "L05")


@pytest.fixture(scope="module")
def secret_dossier(gated_view):
    """The id of a dossier with the uncleared quote, and of the pair that has it."""
    for row in listing(gated_view, Filters(limit=0)).rows:
        found = dossier(gated_view, row.id)
        for pair in found.pairs:
            if SECRET in (pair.a.quote.text, pair.b.quote.text):
                return found.id, pair.id
    raise AssertionError("the study has a pair with the uncleared quote")


@pytest.mark.parametrize("format", ["json", "markdown", "html"])
def test_an_internal_file_says_so_and_a_public_one_withholds(gated_view, secret_dossier, format):
    given, pair = secret_dossier
    said = [
        Judgement("j-1", "anna", pair, "tension", f"L05 says: {SECRET}", "2026-01-01"),
        Judgement("j-2", "bert", pair, "none", "Not the same.", "2026-01-02", "what L04 means"),
    ]
    internal = written(dossier(gated_view, given, said), format)
    assert "must never leave" in internal
    assert "anna" in internal
    assert ("For internal use" in internal) == (format != "json")
    public = written(dossier(gated_view, given, said, public=True), format)
    for kept in ("must never leave", "anna", "bert", "As L04 would say", *CASES, "For internal use"):
        assert kept not in public
    assert "analyst 1" in public


def test_the_public_json_keeps_no_trace_of_a_withheld_quote(gated_view, secret_dossier):
    given, pair = secret_dossier
    data = json.loads(written(dossier(gated_view, given, public=True), "json"))
    assert data["public"] and not data["internal"]
    assert data["withheld"] >= 1
    side = next(s for p in data["pairs"] if p["id"] == pair for s in (p["a"], p["b"]) if s["withheld"])
    for name in ("quote", "citation", "source", "passage", "date", "memo", "voice", "source_label"):
        assert side[name] is None
    known = {place["passage"] for place in data["context"]}
    assert known == {f"p{n}" for n in range(1, 100)} & known
    assert not any(SECRET in place["text"] for place in data["context"])


def test_a_dossier_that_has_a_case_as_a_holder_has_no_id_in_public(bundled):
    from ingest.build import open_view

    with open_view(bundled) as view:
        cases = set(view.table("Respondent")["id"])
        row = next(r for r in listing(view, Filters(limit=0)).rows if r.a_holder in cases)
        found = dossier(view, row.id, public=True)
    assert found.id == ""
    assert {h.id for h in found.holders} & cases == set()
    data = json.loads(written(found, "json"))
    assert data["id"] is None
    assert row.a_holder not in written(found, "html")


def test_markup_in_a_study_stays_text(gated_view, secret_dossier):
    for row in listing(gated_view, Filters(limit=0)).rows:
        found = dossier(gated_view, row.id)
        html = written(found, "html")
        assert "<b>for all</b>" not in html
        assert "<script" not in html
        assert "<nationally>" not in html
        text = written(found, "markdown")
        assert "<b>for all" not in text
        assert "\\<b\\>for all" in text or "for all" not in text
