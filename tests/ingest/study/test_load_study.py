"""Every problem of a study at once, each with its place, and the rest of it usable."""

from pathlib import Path

import pytest
from studyfolder import StudyFolder, Told

from graph.errors import StudyError
from ingest.study import load_study


def test_a_sound_study_has_no_problem(small_study: StudyFolder, problems_of: Told) -> None:
    study, problems = load_study(small_study.path)
    assert problems == ()
    assert problems_of(small_study) == []
    assert study is not None
    assert (study.id, study.title, study.focus_actor) == ("small", "A small study", "government")
    assert [c.code for c in study.codings] == ["decide-locally", "decide-locally"]
    assert study.codebook.messages["decide-nationally"].pole == 1
    assert study.sources["plan"].date == "2020-01"
    assert study.cases["L01"].clearance == "open"


def test_many_cases_that_nobody_defined_are_told_in_one_line(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.write("sources/more.txt", "".join(f"P{n}: We plan it.\n\nINT: And then?\n\n" for n in range(10, 20)))
    entry = "  - {id: more, file: more.txt, title: More, kind: transcript}\n"
    small_study.write("sources.yaml", small_study.read("sources.yaml") + entry)
    (line,) = [line for line in problems_of(small_study) if "nobody defined" in line]
    assert "nobody defined 10 cases (P10, P11, P12, P13, P14, P15, P16, P17 and 2 more); they count at no level" in line
    assert "`speakers`" in line


def test_every_problem_is_told_at_once(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace("codebook.yaml", "pole: -1,", "pole: 2,")
    small_study.replace("codebook.yaml", "part_of: government", "part_of: goverment")
    small_study.write("sources.yaml", small_study.read("sources.yaml") + "  - {id: plan, file: other.pdf}\n")
    small_study.replace("sources.yaml", "issuer: team", "issuer: teem")
    small_study.replace("sources/talks.yaml", "case: L01", "case: L02")
    small_study.line(op="add", coder="anna", source="plan", start=0, end=5, exact="Prior", code="short-mony")
    small_study.line(op="add", coder="anna", source="plan", start=0, end=9, exact="Wrongtext", code="short-money")
    small_study.line(op="add", coder="anna", source="plan", start=900, end=905, exact="Prior", code="short-money")
    text = "\n".join(problems_of(small_study))
    for expected in (
        'error codebook.yaml:6: message decide-locally: the pole is "2"',
        'actor ministers: "part_of" names goverment, which is no actor; it was left out. Did you mean "government"?',
        "error sources.yaml:14: Two sources have the id plan; the first, in line 3, was used.",
        "source talks: the issuer teem is no actor",
        "error sources/talks.yaml: L01: nobody defined the case L02",
        'error codings/anna.jsonl:3: The code "short-mony" is unknown; the coding was left out. Did you mean "short-m',
        "error codings/anna.jsonl:4: The quote does not stand in the text.",
        "error codings/anna.jsonl:5: The offsets 900 to 905 lie past the end of the text",
        'codings/anna.jsonl:1: The code "decide-locally" is unknown',
    ):
        assert expected in text, expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source": "plam"}, 'error codings/anna.jsonl:3: The source "plam" is unknown'),
        ({"sender": "nobody"}, 'error codings/anna.jsonl:3: The sender "nobody" is unknown; the coding was left out.'),
        ({"addressee": "nobody"}, 'error codings/anna.jsonl:3: The addressee "nobody" is unknown; it was left out.'),
        ({"sender": "ministers"}, "warning codings/anna.jsonl:3: The sender ministers is the voice itself"),
        ({"stance": "reports"}, "warning codings/anna.jsonl:3: The coding reports a message but names no sender"),
        (
            {"stance": "rejects", "force": "duty"},
            "warning codings/anna.jsonl:3: The coding rejects a message; its force",
        ),
        ({"sender": "council", "force": "duty"}, "warning codings/anna.jsonl:3: The message is another's"),
        ({"stance": ""}, "warning codings/anna.jsonl:3: The coding of a message has no stance"),
        ({"stance": "likes"}, 'error codings/anna.jsonl:3: coding: "stance" ("likes") has to be endorses, rejects'),
        ({"force": "dooty"}, 'Did you mean "duty"?'),
        ({"code": "short-money"}, "warning codings/anna.jsonl:3: The code is no message but a barrier; its stance"),
        ({"start": 5, "end": 5}, "error codings/anna.jsonl:3: The span from 5 to 5 is none"),
        ({"start": "0"}, 'error codings/anna.jsonl:3: coding: "start" ("0") has to be a whole number'),
        ({"colour": "red"}, 'warning codings/anna.jsonl:3: coding: the key "colour" is unknown'),
        ({"op": "ad"}, 'error codings/anna.jsonl:3: coding: "op" ("ad") is none of the known words.'),
        ({"created": "yesterday"}, 'warning codings/anna.jsonl:3: "created" is no date or time'),
        ({"status": "done"}, 'error codings/anna.jsonl:3: The status "done" is none of'),
        ({"coder": ""}, 'error codings/anna.jsonl:3: coding: "coder" is empty.'),
    ],
)
def test_a_faulty_coding(small_study: StudyFolder, problems_of: Told, fields: dict[str, object], expected: str) -> None:
    base = {
        "op": "add",
        "coder": "anna",
        "source": "plan",
        "start": 11,
        "end": 30,
        "exact": "are decided locally",
        "code": "decide-locally",
        "stance": "endorses",
    }
    small_study.line(**(base | fields))
    told = problems_of(small_study)
    assert len(told) == 1, told
    assert expected in told[0]


def test_force_in_the_words_of_a_case(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace(
        "codings/anna.jsonl", '"stance": "reports", "sender": "government"', '"stance": "endorses", "force": "duty"'
    )
    assert problems_of(small_study) == [
        "warning codings/anna.jsonl:2: What the respondent L01 says has no force of a document. Leave the force empty."
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("codebook.yaml", "id: council", "id: meso", "error codebook.yaml:13: The actor meso has the id of a level"),
        (
            "codebook.yaml",
            "id: team",
            "id: council",
            "error codebook.yaml:14: Two entries have the id council; the first",
        ),
        ("codebook.yaml", "id: team", "id: short-money", "Two entries have the id short-money"),
        (
            "codebook.yaml",
            "pole: 1,",
            "pole: -1,",
            "warning codebook.yaml:3: axis who-decides: no message stands at pole 1",
        ),
        ("codebook.yaml", "barriers:", "bariers:", 'warning codebook.yaml:8: The key "bariers" is unknown'),
        (
            "codebook.yaml",
            "level: meso",
            "level: mesa",
            'actor council: "level" ("mesa") has to be macro, meso or micro.',
        ),
        ("study.yaml", "focus: government", "focus: goverment", 'error study.yaml:5: "focus" names goverment'),
        (
            "study.yaml",
            "coders: []",
            "coders: [bob]",
            'warning study.yaml:4: "coders" names bob, who has made no coding.',
        ),
        ("study.yaml", "coders:", "coder:", 'Did you mean "coders"?'),
        (
            "sources.yaml",
            "kind: policy",
            "kind: polcy",
            'error sources.yaml:5: source plan: "kind" ("polcy") has to be',
        ),
        ("sources.yaml", "date: 2020-01", "date: 2020-13", 'source plan: "date" ("2020-13") is no date'),
        ("sources.yaml", "file: plan.yaml", "file: plam.yaml", "error sources.yaml:3: source plan: there is no file"),
        ("sources.yaml", "file: plan.yaml", "file: ../plan.yaml", "leaves the study"),
        ("sources.yaml", "file: plan.yaml", "file: /etc/passwd", "is an absolute path"),
        ("sources.yaml", "file: plan.yaml", "url: ftp://x", "is no address"),
        ("sources.yaml", "title: The plan", "note: x", "warning sources.yaml:3: source plan: it has no title"),
        ("sources.yaml", "id: plan", "id: the plan", '"id" ("the plan") is no id'),
        ("cases.csv", "meso", "mezo", 'Did you mean "meso"?'),
    ],
)
def test_a_faulty_entry(
    small_study: StudyFolder, problems_of: Told, file: str, old: str, new: str, expected: str
) -> None:
    small_study.replace(file, old, new)
    assert expected in "\n".join(problems_of(small_study))


def test_a_loop_of_bodies(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace(
        "codebook.yaml", "kind: government, terms: [the", "kind: government, part_of: ministers, terms: [the"
    )
    told = problems_of(small_study)
    assert told == [
        'error codebook.yaml:11: "part_of" goes round in a loop: government → ministers → government; it was left out '
        "for all of them. Remove it from the one that is the whole body."
    ]


def test_a_changed_file_is_told_and_used(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace("sources.yaml", "file: plan.yaml", f"file: plan.yaml\n    sha256: {'0' * 64}")
    told = problems_of(small_study)
    assert len(told) == 1
    assert told[0].startswith("warning sources.yaml:3: source plan: the file differs from the one that was added")


def test_one_broken_source_entry_leaves_the_others(small_study: StudyFolder) -> None:
    small_study.replace("sources.yaml", "title: The plan", "title: The: plan")
    study, problems = load_study(small_study.path)
    assert study is not None
    assert list(study.sources) == ["talks"]
    assert problems[0].where == "sources.yaml:4"


def test_a_broken_codebook_leaves_no_study_but_all_other_problems(small_study: StudyFolder) -> None:
    small_study.replace("codebook.yaml", "    label: Who decides", "\tlabel: Who decides")
    small_study.replace("cases.csv", "meso", "mezo")
    small_study.line(op="nothing")
    study, problems = load_study(small_study.path)
    assert study is None
    assert [p.where for p in problems] == [
        "codebook.yaml:4",
        "cases.csv:2",
        "codings/anna.jsonl:3",
        "codings/anna.jsonl:3",
    ]


def test_a_newer_format_is_left_alone(small_study: StudyFolder) -> None:
    small_study.replace("study.yaml", "format: 1", "format: 2")
    before = {path: path.read_bytes() for path in small_study.path.rglob("*") if path.is_file()}
    with pytest.raises(StudyError, match=r"study.yaml:1: The study is of format 2.*Install a newer"):
        load_study(small_study.path)
    assert before == {path: path.read_bytes() for path in small_study.path.rglob("*") if path.is_file()}


def test_no_study_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="holds no study"):
        load_study(tmp_path)
    with pytest.raises(StudyError, match="no such folder"):
        load_study(tmp_path / "absent")


def test_a_windows_file_is_read_alike(small_study: StudyFolder, problems_of: Told) -> None:
    before, _ = load_study(small_study.path)
    for name in ("study.yaml", "codebook.yaml", "sources.yaml", "cases.csv", "codings/anna.jsonl"):
        small_study.write(name, b"\xef\xbb\xbf" + small_study.read(name).replace("\n", "\r\n").encode())
    after, problems = load_study(small_study.path)
    assert problems == ()
    assert after == before


def test_bytes_that_are_no_utf8_are_told_with_their_line(small_study: StudyFolder) -> None:
    small_study.write("study.yaml", small_study.read("study.yaml").replace("A small", "Ä small").encode("cp1252"))
    study, problems = load_study(small_study.path)
    assert study is None
    assert str(problems[0]) == "study.yaml:3: The file is not UTF-8. Save it as UTF-8 in your editor."
