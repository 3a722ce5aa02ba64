"""`speakers` in sources.yaml: labels of a transcript mapped to cases, and told where they are not."""

import pytest
from studyfolder import SOURCES, StudyFolder, Told

from graph.model import Source
from ingest.check import check_study
from ingest.documents import Documents, passages
from ingest.snapshot import take_snapshot
from ingest.study import load_study
from ingest.study.sourcelist import with_entries
from ingest.study.speakers import case_of

TALK = "INT: How is it?\nR: The government says local control.\nINT: Why?\nR: It does.\n"
TALK += "Ann Lee: I was there.\nAnn Lee: So.\n"
ENTRY = "  - {id: talk, title: A talk, kind: transcript, issuer: team, file: talk.txt%s}\n"


@pytest.fixture
def study(small_study: StudyFolder) -> StudyFolder:
    small_study.write("sources/talk.txt", TALK)
    return small_study


def mapped(study: StudyFolder, speakers: str = "") -> StudyFolder:
    study.write("sources.yaml", SOURCES + ENTRY % (f", speakers: {speakers}" if speakers else ""))
    return study


def cases(study: StudyFolder) -> list[str]:
    loaded, _ = load_study(study.path)
    assert loaded is not None
    source = loaded.sources["talk"]
    sha256 = take_snapshot(study.path).sources["talk.txt"]
    return [passage.case for passage in passages(source, Documents(study.path).document(source, sha256)[0])]


def test_labels_give_the_cases_that_they_are_mapped_to(study: StudyFolder, problems_of: Told) -> None:
    mapped(study, "{R: L01, Ann Lee: interviewer}")
    assert cases(study) == ["", "L01", "", "L01", "", ""]
    assert problems_of(study) == []


def test_a_changed_mapping_reads_nothing_again(study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cases(mapped(study)) == [""] * 6

    def refuse(*_: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr("ingest.documents.read_task", refuse)
    assert cases(mapped(study, "{r: L01}"))[1] == "L01"


def test_unmapped_labels_are_told_with_the_way_to_map_them_and_no_name(study: StudyFolder) -> None:
    told = [problem for problem in check_study(mapped(study).path) if "stands for no case" in problem.what]
    way = "Map it in sources.yaml: `speakers: {%s}`, with a case of cases.csv, or `interviewer` in its place."
    name = "source talk: the label of turn 5 (2 turns) reads like a person's name and stands for no case."
    assert [(problem.severity, problem.what, problem.next_step) for problem in told] == [
        ("warning", 'source talk: the label "R" (2 turns, first turn 2 (R)) stands for no case.', way % '"R": "CASE"'),
        ("warning", name, way % '"THE LABEL": "CASE"'),
    ]
    assert all(problem.where == "sources.yaml:14" for problem in told)
    assert not any("Ann" in str(problem) for problem in check_study(study.path))


def test_unknown_cases_and_labels_are_told(study: StudyFolder, problems_of: Told) -> None:
    found = problems_of(mapped(study, "{R: L1, Ann Lee: interviewer, Q: L01}"))
    assert any(
        '"speakers" names the case L1, which cases.csv does not define. Did you mean "L01"?' in line for line in found
    )
    assert any('"speakers" maps the label "Q", which no turn has.' in line for line in found)


@pytest.mark.parametrize("wrong", ["{R: two words}", "[R, L01]", "R", "{R: [L01]}"])
def test_a_mapping_that_is_none(study: StudyFolder, problems_of: Told, wrong: str) -> None:
    (line,) = [line for line in problems_of(mapped(study, wrong)) if line.startswith("error") and '"speakers"' in line]
    assert "a speaker's label and the id of a case, or `interviewer`" in line


def test_a_code_that_is_no_case_is_told_with_the_way_to_map_it(study: StudyFolder, problems_of: Told) -> None:
    study.write("sources/talk.txt", "INT: How?\nL09: So.\nINT: Why?\nL09: Yes.\n")
    (line,) = [line for line in problems_of(mapped(study)) if "L09" in line]
    assert "nobody defined the case L09" in line and "by `speakers` in sources.yaml" in line


def test_case_of() -> None:
    source = Source("talk", "A talk", speakers=(("R", "L01"), ("Ann Lee", "interviewer"), ("P2", "interviewer")))
    assert [case_of(source, label) for label in ("R", "r", " R ", "Ann  Lee", "Q")] == ["L01", "L01", "L01", "", ""]
    assert case_of(source, "P2", "P2") == ""
    assert case_of(source, "L04", "L04") == "L04"
    assert case_of(source, "", "") == ""


def test_a_new_entry_keeps_its_speakers() -> None:
    source = Source(
        "talk", "A talk", kind="transcript", file="talk.txt", speakers=(("Ann Lee", "L01"), ("I", "interviewer"))
    )
    assert b'speakers: {"Ann Lee": "L01", "I": "interviewer"}' in with_entries(b"sources:\n", [source])
