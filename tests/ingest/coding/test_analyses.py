"""Judgements, scores and summaries: appended, read fresh, undone, and told where they cannot stand."""

import json
import subprocess
import sys

import pytest
from studyfolder import FIRST, StudyFolder, Told

from graph.errors import StudyError
from graph.ids import coding_id
from ingest.build import build, status
from ingest.coding.analyses import analyses
from ingest.coding.append import add_codings, judge, retract, score, summarise
from ingest.study import load_study

CODING = coding_id("anna", "plan", 0, 30, "decide-locally", "", "endorses")
PAIR = ("decide-nationally", "decide-locally")


def test_all_three_are_read_again_without_a_build_and_by_the_study(small_study: StudyFolder) -> None:
    path = small_study.path
    judged = judge(path, "x-1", "bob", "reconciled", memo="why", reconciled_by="time")
    scored = score(path, *PAIR, "bob", -2, memo="why", codings=[CODING])
    summed = summarise(path, "L01", "short-money", "bob", "Money is tight.")
    found = analyses(path)
    assert (found.judgements, found.scores, found.summaries, found.problems) == ((judged,), (scored,), (summed,), ())
    study, problems = load_study(path)
    assert study is not None
    assert (study.judgements, study.scores, study.summaries, problems) == ((judged,), (scored,), (summed,), ())
    assert len(study.codings) == 2


def test_the_latest_of_a_coder_counts_and_a_retraction_takes_it_back(small_study: StudyFolder) -> None:
    path = small_study.path
    score(path, *PAIR, "bob", -2, memo="first")
    last = score(path, *PAIR, "bob", 1, memo="second")
    back = score(path, *reversed(PAIR), "bob", 0, memo="the other way")
    other = score(path, *PAIR, "cleo", 3, memo="hers")
    assert set(analyses(path).scores) == {last, back, other}
    retract(path, last.id, "bob")
    assert set(analyses(path).scores) == {back, other}
    again = score(path, *PAIR, "bob", -2, memo="first")
    assert again in analyses(path).scores
    summary = summarise(path, "government", "decide-locally", "bob", "A body by a message.")
    retract(path, summary.id, "bob")
    judgement = judge(path, "x-1", "bob", "none")
    retract(path, judgement.id, "bob")
    assert (analyses(path).summaries, analyses(path).judgements) == ((), ())
    assert not load_study(path)[1]


def test_reading_without_codings_gives_what_the_study_gives_whatever_the_merge(small_study: StudyFolder) -> None:
    """Lines that are passed over still say when; a text that looks like an operation is none."""
    tricky = {**FIRST, "start": 11, "exact": "are decided locally", "memo": '"op": "score"', "created": "2026-05-01"}
    judged = {"op": "judge", "coder": "bob", "of": "x-1", "status": "none", "memo": '{"op": "add"}'}
    early = judged | {"created": "2026-01-01", "status": "tension"}
    taken = {"op": "retract", "coder": "cleo", "created": "2026-04-01", "of": "j-1"}
    small_study.write("codings/a.jsonl", "".join(json.dumps(v) + "\n" for v in (tricky, judged | {"id": "j-1"})))
    small_study.write("codings/b.jsonl", json.dumps(early | {"id": "j-1"}) + "\n" + json.dumps(taken) + "\n")
    study, _ = load_study(small_study.path)
    assert study is not None
    assert analyses(small_study.path).judgements == study.judgements
    assert [j.verdict for j in study.judgements] == ["none"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"op": "judge", "of": "x", "status": "tenson"}, 'The verdict "tenson" is unknown.'),
        ({"op": "judge", "of": "x", "status": "tenson"}, 'Did you mean "tension"?'),
        ({"op": "judge", "of": "x", "status": "apparent only"}, 'Did you mean "apparent"?'),
        ({"op": "judge", "of": "x", "status": "stands"}, "contradiction, tension, apparent, reconciled, none"),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "score": 4, "memo": "w"}, "whole number from -3 to 3"),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "score": 1.5, "memo": "w"}, 'score: "score"'),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "score": True, "memo": "w"}, 'score: "score"'),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "memo": "w"}, 'has to say its "score"'),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "score": 0, "memo": " "}, 'has to say its "memo"'),
        ({"op": "score", "first": PAIR[0], "second": PAIR[0], "score": 0, "memo": "w"}, "with itself"),
        ({"op": "score", "first": "decide-localy", "second": PAIR[0], "score": 0, "memo": "w"}, "decide-locally"),
        ({"op": "score", "first": PAIR[0], "second": PAIR[1], "score": 0, "memo": "w", "codings": "c"}, "a list"),
        ({"op": "summary", "case": "L02", "theme": "short-money", "text": "w"}, 'The case "L02" is unknown'),
        ({"op": "summary", "case": "L01", "theme": "government", "text": "w"}, 'The theme "government" is unknown'),
        ({"op": "summary", "case": "L01", "theme": "short-money"}, 'has to say its "text"'),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_others_stand(
    small_study: StudyFolder, problems_of: Told, line: dict[str, object], told: str
) -> None:
    good = score(small_study.path, *PAIR, "bob", 0, memo="consistent")
    with (small_study.path / "codings" / "bob.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"coder": "dan", **line}) + "\n")
    found = analyses(small_study.path)
    assert (found.scores, found.judgements, found.summaries) == ((good,), (), ())
    (problem,) = found.problems
    assert problem.where == "codings/bob.jsonl:2"
    assert told in str(problem)
    assert problems_of(small_study) == [f"error {problem}"]


def test_what_cannot_be_said_is_refused_before_it_is_written(small_study: StudyFolder) -> None:
    path = small_study.path
    with pytest.raises(StudyError, match="no verdict") as error:
        judge(path, "x-1", "bob", "contradicton")
    assert "contradiction" in error.value.next_step
    with pytest.raises(StudyError, match="no score 4"):
        score(path, *PAIR, "bob", 4, memo="why")
    with pytest.raises(StudyError, match="with itself"):
        score(path, PAIR[0], PAIR[0], "bob", 1, memo="why")
    with pytest.raises(StudyError, match="needs its reason"):
        score(path, *PAIR, "bob", 1, memo="  ")
    with pytest.raises(StudyError, match="needs words"):
        summarise(path, "L01", "short-money", "bob", " ")
    assert not (path / "codings" / "bob.jsonl").exists()


def test_what_lost_its_coding_or_pair_is_kept_and_told(small_study: StudyFolder, problems_of: Told) -> None:
    path = small_study.path
    scored = score(path, *PAIR, "bob", -1, memo="why", codings=[CODING, "c-gone"])
    judged = judge(path, "x-gone", "bob", "tension", memo="why")
    told = problems_of(small_study)
    assert [each.split(": ")[0] for each in told] == ["warning codings/bob.jsonl:1", "warning codings/bob.jsonl:2"]
    assert "quotes c-gone, which is no coding any more" in told[0]
    assert "bob judged x-gone, which is no contradiction of this study" in told[1]
    result = build(path)
    assert [f"{p.severity} {p}" for p in result.problems] == told == problems_of(small_study)
    assert (analyses(path).scores, analyses(path).judgements) == ((scored,), (judged,))


def test_a_judgement_on_a_pair_that_is_there_is_no_problem(small_study: StudyFolder, problems_of: Told) -> None:
    from graph.model import Coding
    from ingest.build import open_view

    path = small_study.path
    opposed = Coding("", "anna", "plan", 48, 79, "", "decide-nationally", stance="endorses")
    text = "Priorities are decided locally by each council.\n\nMinisters keep national control of the budget."
    quote = "Ministers keep national control"
    start = text.index(quote)
    add_codings(path, [Coding("", "anna", "plan", start, start + len(quote), quote, opposed.code, stance="endorses")])
    assert not build(path).problems
    with open_view(path) as view:
        pair = str(view.edges("CONTRADICTS")["id"].iloc[0])
    judge(path, pair, "bob", "tension", memo="why")
    assert status(path).newer_judgements == 1
    assert problems_of(small_study) == []
    assert not build(path).problems


def test_scores_and_summaries_are_no_codings_in_the_status(small_study: StudyFolder) -> None:
    build(small_study.path)
    score(small_study.path, *PAIR, "bob", -1, memo="why")
    summarise(small_study.path, "L01", "short-money", "bob", "Money is tight.")
    found = status(small_study.path)
    assert (found.outdated, found.newer_codings, found.newer_judgements) == (True, 0, 2)


WRITER = """
import sys
from pathlib import Path
from ingest.coding.append import score
for number in range(20):
    score(Path(sys.argv[1]), "decide-nationally", "decide-locally", "team", number % 3, memo=sys.argv[2] * 2000)
"""


def test_scores_of_several_processes_never_mix(small_study: StudyFolder) -> None:
    command = [sys.executable, "-P", "-c", WRITER, str(small_study.path)]
    writers = [subprocess.Popen([*command, letter]) for letter in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    lines = (small_study.path / "codings" / "team.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 40
    found = analyses(small_study.path)
    assert found.problems == ()
    assert [s.memo for s in found.scores] == [json.loads(lines[-1])["memo"]]
