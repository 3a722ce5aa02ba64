"""A study laid out as tables: what counts, whose words they are, how they are cited and who may see them."""

from typing import Any

import pandas as pd
import pytest
from graph_sample import PEOPLE, SOURCES, coding, codings, passages, sample_evidence, study

from graph.evidence import evidence
from graph.model import Source
from graph.ontology import ontology


def by_id(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["id"]): dict(row) for row in frame.to_dict("records")}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    return by_id(sample_evidence().codings)


def test_every_frame_has_the_declared_columns_and_types() -> None:
    made = sample_evidence()
    kinds = {"string": "str", "int": "int64", "float": "float64", "bool": "bool"}
    for label, node in ontology().nodes.items():
        frame = made.nodes[label]
        assert list(frame.columns) == [c.name for c in node.columns]
        assert frame["id"].is_monotonic_increasing and frame["id"].is_unique
        for column in node.columns:
            assert str(frame[column.name].dtype) == ("Int64" if column.nullable else kinds[column.type]), column
        assert not frame.drop(columns=[c.name for c in node.columns if c.nullable]).isna().any(axis=None)


def test_an_empty_study_has_every_frame() -> None:
    made = evidence(study(sources={}, cases={}, coders=()), [], [], {}, {})
    assert {label for label, frame in made.nodes.items() if frame.empty} == {
        "Source",
        "Passage",
        "Coder",
        "Coding",
        "Respondent",
    }
    assert str(made.passages["page"].dtype) == "Int64" and str(made.codings["counted"].dtype) == "bool"


@pytest.mark.parametrize(
    ("ident", "counted"),
    [("c01", True), ("c19", False), ("c21", False), ("c22", False), ("c23", True), ("c24", False)],
)
def test_what_counts(rows: dict[str, dict[str, Any]], ident: str, counted: bool) -> None:
    assert rows[ident]["counted"] == counted


def test_without_named_coders_all_people_count() -> None:
    made = by_id(sample_evidence(coders=()).codings)
    assert made["c21"]["counted"] and not made["c19"]["counted"]
    coders = by_id(sample_evidence(coders=()).nodes["Coder"])
    assert coders["terms"]["kind"] == "machine" and coders["second"]["kind"] == "person"


def test_an_accepted_suggestion_is_its_reviewers(rows: dict[str, dict[str, Any]]) -> None:
    assert rows["c23"]["coder"] == PEOPLE
    assert rows["c23"]["suggested_by"] == "terms"
    assert {row["suggested_by"] for ident, row in rows.items() if ident != "c23"} == {""}


def test_voices_and_senders_are_taken_after_part_of(rows: dict[str, dict[str, Any]]) -> None:
    plan, audit = rows["c04"], rows["c06"]
    assert (plan["voice"], plan["voice_body"], plan["voice_label"]) == ("ministers", "gov", "The Government")
    assert (audit["sender"], audit["sender_body"], audit["sender_level"]) == ("ministers", "gov", "macro")
    assert rows["c11"]["sender_label"] == "national" and rows["c11"]["sender_standing"] == "governs"
    assert rows["c12"]["voice_kind"] == "case" and rows["c12"]["voice_level"] == "meso"
    assert rows["c18"]["voice"] == "authors" and rows["c18"]["voice_standing"] == "outside"
    assert rows["c04"]["addressee_label"] == "partnership"


def test_a_lost_coding_is_kept_without_voice_where_it_might_be_anybodys(rows: dict[str, dict[str, Any]]) -> None:
    lost = rows["c24"]
    assert lost["anchor"] == "lost" and lost["passage"] == "" and lost["voice"] == ""
    assert lost["quote"] == "gone words" and lost["citation"] == "Authors 2022"


def test_a_lost_coding_of_a_document_is_still_its_issuers() -> None:
    anchored = codings()[0]
    gone = type(anchored)(anchored.coding, "", 1, 2, "lost")
    made = evidence(study(), passages(), [gone], {}, {})
    assert made.codings["voice"].tolist() == ["gov"]


def test_quotes_are_the_words_of_the_span(rows: dict[str, dict[str, Any]]) -> None:
    texts = {p.id: p for p in passages()}
    for row in rows.values():
        if row["passage"]:
            p = texts[row["passage"]]
            assert row["quote"] == p.text[row["start_offset"] - p.start : row["end_offset"] - p.start]


def test_citations_say_where_as_readers_would() -> None:
    cited = {p["id"]: p["citation"] for p in by_id(sample_evidence().passages).values()}
    assert cited["p1"] == "Act 2014, s. 1"
    assert cited["p4"] == "What boards said (published by The Government), p. 3"
    assert cited["p8"] == "L01, Authors 2022"
    assert cited["p9"] == "L02 (1), Authors 2022"
    assert cited["p10"] == "N01, Authors 2022, para 9"


def test_the_strictest_clearance_wins(rows: dict[str, dict[str, Any]]) -> None:
    made = by_id(sample_evidence().passages)
    assert made["p8"]["clearance"] == "open" and made["p9"]["clearance"] == "internal"
    assert made["p10"]["clearance"] == "restricted" and made["p1"]["clearance"] == "open"
    assert rows["c15"]["clearance"] == "internal"
    strict = coding(30, passages()[0], "scheme", "empower", clearance="restricted")
    assert evidence(study(), passages(), [strict], {}, {}).codings["clearance"].tolist() == ["restricted"]


def test_interviews_are_restricted_unless_said_otherwise() -> None:
    sources = {s.id: s for s in SOURCES} | {"talks": Source("talks", "Interviews", "excerpts", "authors")}
    made = by_id(sample_evidence(sources=sources).sources)
    assert made["talks"]["clearance"] == "restricted" and made["act"]["clearance"] == "open"


def test_levels_and_standing_of_actors() -> None:
    actors = by_id(sample_evidence().actors)
    assert actors["alliance"]["standing"] == "represents" and actors["gov"]["standing"] == "governs"
    assert actors["authors"]["standing"] == "outside" and actors["people"]["standing"] == "governs"
    assert actors["ministers"]["body"] == "gov" and actors["gov"]["body"] == "gov" and actors["boards"]["collective"]
    passages_ = by_id(sample_evidence().passages)
    assert passages_["p10"]["level"] == "macro" and passages_["p1"]["level"] == "macro"
    assert passages_["p4"]["page"] == 3 and pd.isna(passages_["p1"]["page"])


def test_sources_count_their_passages() -> None:
    sources = by_id(sample_evidence().sources)
    assert sources["talks"]["passages"] == 4 and sources["talks"]["characters"] > 0
    assert sources["act"]["text_kind"] == "digest" and sources["act"]["level"] == "macro"
