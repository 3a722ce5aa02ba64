"""What people decide is appended whole, also by several processes at once."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import StudyError
from graph.model import TERMS_CODER, Coding, Study
from ingest.coding.append import add_codings, change_coding, coder_file, judge, retract, review
from ingest.study import Problem, load_study

MADE = Coding("", "bob", "plan", 11, 30, "are decided locally", "decide-locally", stance="endorses", memo="é „quoted“")


def loaded(folder: StudyFolder) -> tuple[Study, tuple[Problem, ...]]:
    study, problems = load_study(folder.path)
    assert study is not None
    return study, problems


def test_an_added_coding_is_read_again(small_study: StudyFolder) -> None:
    (made,) = add_codings(small_study.path, [MADE])
    study, problems = loaded(small_study)
    assert problems == ()
    assert made in study.codings
    assert made.id.startswith("c-")
    assert made.created


def test_change_retract_review_and_judge(small_study: StudyFolder) -> None:
    (made,) = add_codings(small_study.path, [MADE])
    changed = change_coding(small_study.path, made.id, replace(made, memo="better", created=""))
    suggestion = Coding(
        "c-0", TERMS_CODER, "plan", 52, 83, "Ministers keep national control", "decide-nationally", status="suggested"
    )
    accepted = review(small_study.path, replace(suggestion, stance="endorses"), "bob", "accepted")
    judgement = judge(small_study.path, "x-1", "bob", "tension", memo="clear")
    study, problems = loaded(small_study)
    assert problems == ()
    assert [c for c in study.codings if c.coder != "anna"] == [changed, accepted]
    assert accepted.reviewed_by == "bob"
    assert study.judgements == (judgement,)
    retract(small_study.path, accepted.id, "bob")
    study, problems = loaded(small_study)
    assert problems == ()
    assert accepted not in study.codings


def test_a_half_line_is_closed_before_the_next(small_study: StudyFolder) -> None:
    path = small_study.write("codings/bob.jsonl", b'{"op": "add"')
    (made,) = add_codings(small_study.path, [MADE])
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == '{"op": "add"'
    assert json.loads(lines[1])["id"] == made.id
    study, problems = loaded(small_study)
    assert made in study.codings
    assert problems[0].where == "codings/bob.jsonl:1"


def test_what_cannot_be_is_refused(small_study: StudyFolder, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="need one coder"):
        add_codings(small_study.path, [MADE, replace(MADE, coder="anna")])
    with pytest.raises(StudyError, match="holds no study"):
        add_codings(tmp_path, [MADE])
    with pytest.raises(StudyError, match='cannot be "maybe"'):
        review(small_study.path, MADE, "bob", "maybe")
    small_study.write("codings/bob.jsonl/file", "x")
    with pytest.raises(StudyError, match="cannot be written"):
        add_codings(small_study.path, [MADE])


@pytest.mark.parametrize("coder", ["Anna Ä", "../../evil", "terms:1", "..", "ANNA", "a/b"])
def test_a_coders_file_stays_in_its_folder_and_is_its_own(coder: str) -> None:
    name = coder_file(coder)
    assert "/" not in name
    assert not name.startswith(".")
    assert name not in {coder_file("anna"), coder_file("evil"), coder_file("a-b")}


WRITER = """
import sys
from pathlib import Path
from graph.model import Coding
from ingest.coding.append import add_codings
for number in range(40):
    coding = Coding("", "team", "plan", number, number + 1, "x", "decide-locally", memo=sys.argv[2] * 3000)
    add_codings(Path(sys.argv[1]), [coding, Coding("", "team", "talks", number, number + 1, "y", sys.argv[2])])
"""


def test_lines_of_several_processes_never_mix(small_study: StudyFolder) -> None:
    command = [sys.executable, "-P", "-c", WRITER, str(small_study.path)]
    writers = [subprocess.Popen([*command, letter]) for letter in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    lines = (small_study.path / "codings" / "team.jsonl").read_text(encoding="utf-8").splitlines()
    values = [json.loads(line) for line in lines]
    assert len(values) == 3 * 40 * 2
    pairs = zip(values[::2], values[1::2], strict=True)
    assert all(first["memo"][0] == second["code"] for first, second in pairs)
