"""Lines of codings: read one by one, resolved alike on every machine."""

import json
from collections.abc import Mapping

import pytest

from graph.ids import coding_id
from ingest.coding.records import read_records
from ingest.coding.resolve import Resolved, resolve
from ingest.problems import Problems

ADD = {"op": "add", "id": "c1", "coder": "anna", "source": "s", "start": 0, "end": 4, "exact": "text", "code": "x"}


def lines(*values: Mapping[str, object]) -> bytes:
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def resolved(files: dict[str, bytes]) -> tuple[Resolved, list[str]]:
    problems = Problems()
    found = resolve(read_records(files, problems), problems)
    return found, [f"{p.severity} {p}" for p in problems.listed()]


def ids(found: Resolved) -> list[str]:
    return [reading.coding.id for reading in found.readings]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{not json", "This is no JSON line"),
        (b"[1]", "This is no JSON object"),
        (b'{"op": "add", "op": "add"}', 'the key "op" stands twice'),
        (b'{"op": "add", "start": NaN}', "NaN is no number"),
        (b'{"memo": "\\ud800"}', "This is no JSON line"),
        (b'{"memo": "\xff"}', "The file is not UTF-8"),
        (b"[" * 100_000, "This is no JSON line"),
        (b'{"memo": "' + b"x" * 1_000_001 + b'"}', "longer than 1 MB"),
    ],
)
def test_a_bad_line_is_told_and_the_others_stand(bad: bytes, reason: str) -> None:
    data = lines(ADD) + bad + b"\n\n" + lines(ADD | {"id": "c2", "start": 5, "end": 9})
    found, problems = resolved({"codings/a.jsonl": data})
    assert ids(found) == ["c1", "c2"]
    assert len(problems) == 1
    assert problems[0].startswith("error codings/a.jsonl:2: ")
    assert reason in problems[0]


def test_a_line_cut_by_a_crash_spoils_only_itself() -> None:
    found, problems = resolved({"codings/a.jsonl": lines(ADD) + b'{"op": "add", "id": "c2"'})
    assert ids(found) == ["c1"]
    assert "codings/a.jsonl:2" in problems[0]


def test_an_id_left_out_is_made_from_the_parts() -> None:
    value = {key: item for key, item in ADD.items() if key != "id"}
    found, _ = resolved({"codings/a.jsonl": lines(value)})
    assert ids(found) == [coding_id("anna", "s", 0, 4, "x")]


def test_two_codings_with_one_id_are_told_and_the_first_stands() -> None:
    found, problems = resolved({"codings/a.jsonl": lines(ADD, ADD | {"code": "y"})})
    assert [reading.coding.code for reading in found.readings] == ["x"]
    assert problems == [
        "error codings/a.jsonl:2: The coding c1 stands already in codings/a.jsonl:1, which was used. "
        "Give it an id of its own, or retract the other first."
    ]


def test_the_very_same_line_twice_is_no_problem() -> None:
    found, problems = resolved({"codings/a.jsonl": lines(ADD), "codings/b.jsonl": lines(ADD)})
    assert ids(found) == ["c1"]
    assert problems == []


def test_a_change_is_a_retraction_and_an_addition() -> None:
    retraction = {"op": "retract", "coder": "anna", "of": "c1"}
    found, problems = resolved({"codings/a.jsonl": lines(ADD, retraction, ADD | {"memo": "better"})})
    assert [reading.coding.memo for reading in found.readings] == ["better"]
    assert problems == []


def test_between_files_the_time_counts() -> None:
    early, late = "2026-01-01T10:00:00Z", "2026-01-01T11:30:00+01:00"
    added = lines(ADD | {"created": early})
    retracted = lines({"op": "retract", "coder": "bob", "of": "c1", "created": late})
    for files in (
        {"codings/a.jsonl": added, "codings/b.jsonl": retracted},
        {"codings/b.jsonl": added, "codings/a.jsonl": retracted},
    ):
        found, problems = resolved(files)
        assert ids(found) == []
        assert problems == []


def test_a_retraction_of_nothing_is_a_warning() -> None:
    _, problems = resolved({"codings/a.jsonl": lines({"op": "retract", "coder": "anna", "of": "c9"})})
    assert problems[0].startswith("warning codings/a.jsonl:1: The coding c9 that is retracted here is not there.")


REVIEW = ADD | {"op": "review", "id": "c5", "of": "c1", "coder": "bob", "status": "accepted"}


def test_a_review_stands_without_its_suggestion_and_counts_as_its_reviewers() -> None:
    found, problems = resolved({"codings/a.jsonl": lines(REVIEW)})
    coding = found.readings[0].coding
    assert (coding.id, coding.coder, coding.reviewed_by, coding.status) == ("c5", "terms", "bob", "accepted")
    assert found.reviewed == {"c1"}
    assert problems == []


def test_a_later_review_replaces_the_earlier_and_another_reviewers_stands_beside() -> None:
    changed = REVIEW | {"status": "rejected", "id": "c6", "code": "y"}
    other = REVIEW | {"coder": "cleo", "id": "c7"}
    found, problems = resolved({"codings/a.jsonl": lines(REVIEW, changed, other)})
    assert [(r.coding.id, r.coding.status) for r in found.readings] == [("c6", "rejected"), ("c7", "accepted")]
    assert problems == []


def test_a_suggestion_in_a_file_gives_way_to_its_review() -> None:
    suggestion = ADD | {"coder": "model:2", "status": "suggested"}
    found, _ = resolved({"codings/a.jsonl": lines(suggestion, REVIEW)})
    assert [(r.coding.id, r.coding.coder) for r in found.readings] == [("c5", "model:2")]


def test_a_retracted_review_opens_the_suggestion_again() -> None:
    found, _ = resolved({"codings/a.jsonl": lines(REVIEW, {"op": "retract", "coder": "bob", "of": "c5"})})
    assert found.reviewed == frozenset()


def test_the_last_judgement_of_an_analyst_stands() -> None:
    judge = {"op": "judge", "coder": "anna", "of": "x-1", "status": "tension"}
    found, problems = resolved(
        {"codings/a.jsonl": lines(judge, judge | {"status": "reconciled"}, judge | {"coder": "bob"})}
    )
    assert [(j.coder, j.verdict) for j in found.judgements] == [("anna", "reconciled"), ("bob", "tension")]
    assert problems == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"op": "judge", "coder": "a", "of": "x-1"}, "lacks its verdict"),
        ({"op": "judge", "coder": "a", "status": "tension"}, 'contradiction in "of"'),
        ({"op": "retract", "coder": "a"}, 'coding in "of"'),
        (REVIEW | {"of": ""}, 'suggestion in "of"'),
        (REVIEW | {"status": "suggested"}, '"accepted" or "rejected"'),
        (ADD | {"exact": ""}, '"exact" is missing'),
        (ADD | {"id": "a b"}, 'The id "a b" is no id'),
    ],
)
def test_what_an_operation_lacks_is_told(value: dict[str, object], reason: str) -> None:
    found, problems = resolved({"codings/a.jsonl": lines(value)})
    assert ids(found) == []
    assert reason in problems[0]
