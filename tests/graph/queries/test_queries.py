"""The named queries: headers agree with what runs, parameters are checked, rows are right and in a total order."""

from pathlib import Path
from typing import Any

import pytest

from graph.errors import OntologyError, QueryError
from graph.queries import catalogue, named, parse_parameters, run
from graph.queries.catalogue import parse
from graph.queries.reference import render_reference
from graph.stores.base import View

NEEDED: dict[str, Any] = {
    "sender": "gov",
    "code": "instruct",
    "voice": "L01",
    "axis": "lead",
    "source": "talks",
    "passages": ["p8"],
    "actor": "board-a",
    "other": "L01",
    "respondent": "L02",
    "message": "instruct",
}
HEAD = (
    "/*\ntitle: x\npurpose: x\nparameters: {}\ncolumns: {n: {type: int, doc: x}}\norder: [n]\nlimit: 5\n*/\n"
    "RETURN 1 AS n"
)


def needed(name: str) -> dict[str, Any]:
    return {p.name: NEEDED[p.name] for p in catalogue()[name].parameters.values() if p.required}


def test_the_page_is_what_the_headers_say() -> None:
    page = Path(__file__).parents[3] / "docs" / "queries.md"
    assert page.read_bytes().decode("utf-8") == render_reference(), "run python -m graph.queries.reference"


@pytest.mark.parametrize("name", catalogue())
def test_every_query_runs_as_its_header_says(sample: View, name: str) -> None:
    query = catalogue()[name]
    made = run(sample, name, limit=0, **needed(name))
    assert len(made) and list(made.columns) == [c.name for c in query.columns]
    assert not made.duplicated([o.column for o in query.order]).any(), "the order is not total"
    few = run(sample, name, limit=1, **needed(name))
    assert few.equals(made.head(1)) and few.attrs["complete"] == (len(made) == 1)
    assert set(query.parameters) <= {p for p in query.parameters if f"${p}" in query.text}


@pytest.mark.parametrize("name", catalogue())
def test_every_pattern_is_anchored_on_the_build(name: str) -> None:
    text = catalogue()[name].text
    labelled = text.count("{build: $build}")
    assert labelled >= text.count("MATCH") and "labels(" not in text and "type(" not in text


@pytest.mark.parametrize("name", catalogue())
def test_filters_only_take_away(sample: View, name: str) -> None:
    for parameter in catalogue()[name].parameters.values():
        if parameter.type == "strings" and parameter.one_of:
            whole = run(sample, name, limit=0, **needed(name), **{parameter.name: []})
            parts = [run(sample, name, limit=0, **needed(name), **{parameter.name: [v]}) for v in parameter.one_of]
            assert all(len(part) <= len(whole) for part in parts)


def test_signals(sample: View) -> None:
    made = run(sample, "signals_by_level", levels=["macro"], axes=["lead"])
    heard = made[(made["mode"] == "heard") & (made["by"] == "meso")].to_dict("records")[0]
    assert (heard["message"], heard["voices"], heard["codings"], heard["sources"]) == ("instruct", 3, 3, 2)
    rejecting = run(sample, "signals_by_actor", actors=["people"]).to_dict("records")
    assert [(r["message"], r["mode"], r["side"], r["sender_kind"]) for r in rejecting] == [
        ("nationally", "rejects", -1, "actor")
    ]
    kinds = run(sample, "map_edges").groupby("sender")["sender_kind"].first()
    assert kinds["L01"] == "case" and kinds["macro"] == "level" and kinds["gov"] == "actor"


def test_contradictions_come_by_rank_whatever_the_filter(sample: View) -> None:
    whole = run(sample, "contradictory_signals", limit=0)
    assert whole["rank"].tolist() == list(range(1, len(whole) + 1))
    kind = whole["kind"].iloc[-1]
    part = whole[whole["kind"] == kind].head(3)
    found = run(sample, "contradictory_signals", kinds=[kind], limit=3)
    assert found["id"].tolist() == part["id"].tolist()
    both = run(sample, "contradictory_signals", levels=["meso"], limit=0)
    assert set(both["a_holder_level"]) | set(both["b_holder_level"]) <= {"meso"}


def test_evidence_counts_only_what_counts(sample: View) -> None:
    assert set(run(sample, "evidence_for_code", code="empower")["coding"]) == {"c04", "c15", "c17", "c23"}
    assert set(run(sample, "evidence_for_voice", voice="gov")["voice"]) == {"gov", "ministers"}
    assert {"c19", "c09"} <= set(run(sample, "passage_codings", passages="p5")["coding"])
    assert "c24" in set(run(sample, "source_codings", source="talks")["coding"])


def test_references_in_both_directions(sample: View) -> None:
    made = run(sample, "references_of_passage", passages=["p1"])
    ends = list(zip(made["direction"], made["other"], strict=True))
    assert ends == [("referred to by", "p5"), ("referred to by", "p8"), ("refers to", "p2")]
    assert set(made["words"]) == {"that section"} and all(made["address"].str.contains("/asp/2014/9/section/"))
    assert run(sample, "references_of_passage", passages=["p9"]).empty


def test_what_reconciles(sample: View) -> None:
    both = run(sample, "reconciles_axis", axis="lead")
    assert set(both["coding"]) == {"c04", "c05", "c23"} and set(both["why"]) == {"both sides"}
    assert run(sample, "reconciles_axis", axis="decide")["coding"].tolist() == ["c03"]


def test_paths(sample: View) -> None:
    made = run(sample, "path_between_actors", actor="board-a", other="L01")
    assert made["steps"].is_monotonic_increasing and set(made["steps"]) == {2, 3, 4}
    assert made.iloc[0]["first"] == "clutter"
    assert run(sample, "path_between_actors", actor="gov", other="gov").empty


@pytest.mark.parametrize(
    ("name", "parameters", "says"),
    [
        ("signals_by_actors", {}, "Did you mean signals_by_actor"),
        ("signals_by_actor", {"actor": ["gov"]}, "Did you mean actors"),
        ("signals_by_actor", {"actors": ["gav"]}, "Did you mean gov"),
        ("signals_by_actor", {"modes": ["endorse"]}, "Did you mean endorses"),
        ("signals_by_actor", {"actors": 3}, "list of texts"),
        ("evidence_for_code", {}, "the parameter code is missing"),
        ("evidence_for_code", {"code": ""}, "no message or barrier or actor called"),
        ("evidence_for_code", {"code": ["x"]}, "one text"),
        ("evidence_for_code", {"code": "x", "limit": -1}, "no message"),
    ],
)
def test_parameters_are_checked(sample: View, name: str, parameters: dict[str, Any], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        run(sample, name, **parameters)


def test_values_typed_as_text() -> None:
    query = named("contradictory-signals")
    assert query.name == "contradictory_signals"
    read = parse_parameters(query, {"axes": "lead, decide,", "kinds": ""})
    assert read == {"axes": ["lead", "decide"], "kinds": []}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("/*", ""), "begins with a header"),
        (("limit: 5", "limits: 5"), "exactly the keys"),
        (("order: [n]", "order: [m]"), "no column"),
        (("type: int", "type: real"), "unknown type"),
        (("{n: {type: int, doc: x}}", "{n: Coding.words}"), "does not have"),
        (("parameters: {}", "parameters: {limit: {type: int, doc: x}}"), "cannot be called"),
        (("parameters: {}", "parameters: {a: {type: real, doc: x}}"), "unknown type"),
        (("parameters: {}", "parameters: {a: {type: string, doc: x, of: [Nobody]}}"), "no node type"),
    ],
)
def test_headers_are_checked(change: tuple[str, str], says: str) -> None:
    with pytest.raises(OntologyError, match=says):
        parse("x", HEAD.replace(*change))
