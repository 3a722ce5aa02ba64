"""Judging and scoring without the dashboard: what is written, listed, refused and taken back."""

import csv
import io
import json
import shutil

import pytest
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import CrosscurrentError
from ingest.coding.analyses import analyses
from ingest.coding.append import score as write_score


@pytest.fixture(scope="module")
def study(bundled, tmp_path_factory):
    copy = tmp_path_factory.mktemp("analysis") / "study"
    shutil.copytree(bundled, copy)
    return copy


@pytest.fixture
def run(study):
    def call(*words, **environment):
        return CliRunner().invoke(app, ["--study", str(study), *words], env=environment, catch_exceptions=True)

    return call


def rows(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result):
    assert isinstance(result.exception, CrosscurrentError), result.output
    return str(result.exception)


def test_a_judgement_is_written_listed_and_taken_back(run, study):
    pair = rows(run("contradictions", "--top", "1", "--json"))[0]
    done = run("judge", pair["id"], "reconciled", "--coder", "ann", "--reason", "Why.", "--reconciled-by", "time")
    assert done.exit_code == 0, done.output
    (found,) = rows(run("judgements", "--json"))
    assert list(found) == "id coder of verdict reconciled_by memo created there kind axis".split()
    assert (found["verdict"], found["reconciled_by"], found["there"]) == ("reconciled", "time", True)
    assert (found["kind"], found["axis"]) == (pair["kind"], pair["axis"])
    (written,) = analyses(study).judgements
    assert written.codings == (pair["a"]["coding"], pair["b"]["coding"])
    assert "ben" in refused(run("retract", found["id"], "--coder", "ben"))
    assert run("retract", found["id"], "--coder", "ann").exit_code == 0
    assert rows(run("judgements", "--json")) == []


def test_what_cannot_be_judged_is_refused_with_the_next_step(run):
    pair = rows(run("contradictions", "--top", "1", "--json"))[0]["id"]
    assert 'Did you mean "tension"?' in refused(run("judge", pair, "tenson", "--coder", "ann", "--reason", "w"))
    assert "no contradiction is called" in refused(run("judge", "x-0", "tension", "--coder", "ann", "--reason", "w"))
    assert "--reason" in refused(run("judge", pair, "tension", "--coder", "ann"))
    assert "--coder" in refused(run("judge", pair, "tension", "--reason", "w", CROSSCURRENT_CODER=""))
    assert "--reconciled-by" in refused(run("judge", pair, "reconciled", "--coder", "ann", "--reason", "w"))


def test_a_score_by_number_or_word_and_the_coder_from_the_environment(run):
    quote = rows(run("codings", "--code", "react", "--json"))[0]["id"]
    made = run("score", "react", "prevent", "-2", "--reason", "Why.", "--coding", quote, CROSSCURRENT_CODER="ann")
    assert made.exit_code == 0, made.output
    assert run("score", "add", "simplify", "counteracting", "--coder", "ann", "--reason", "Why.").exit_code == 0
    found = rows(run("scores", "--coder", "ann", "--json"))
    assert [(r["first"], r["second"], r["score"], r["word"], r["codings"]) for r in found] == [
        ("add", "simplify", -2, "counteracting", []),
        ("react", "prevent", -2, "counteracting", [quote]),
    ]
    table = list(csv.DictReader(io.StringIO(run("scores", "--coder", "ann", "--csv").stdout)))
    assert [row["score"] for row in table] == ["-2", "-2"]


def test_the_matrix_leaves_empty_what_nobody_scored_and_agreement_says_why(run, study):
    for first, second, value in (("react", "prevent", -2), ("add", "simplify", -1), ("localise", "prevent", 1)):
        write_score(study, first, second, "ben", value, memo="Why.")
    matrix = {(r["first"], r["second"]): r for r in rows(run("scores", "--matrix", "--json"))}
    assert len(matrix) == 18 * 17
    assert (matrix[("prevent", "add")]["n"], matrix[("prevent", "add")]["mean"]) == (0, None)
    assert matrix[("localise", "prevent")]["n"] == 2
    found = {tuple(r["coders"]): r for r in rows(run("scores", "--agreement", "--json"))}
    assert found[("ben", "first-pass")]["n"] == 3
    assert found[("ben", "first-pass")]["alpha"] is not None
    assert found[("ann", "ben")]["alpha"] is None or found[("ann", "ben")]["n"] >= 3
    assert rows(run("judgements", "--agreement", "--json")) == []


def test_what_cannot_be_scored_is_refused(run):
    who = ("--coder", "ann", "--reason", "w")
    assert "no score is called '4'" in refused(run("score", "react", "prevent", "4", *who))
    assert 'Did you mean "prevent"?' in refused(run("score", "react", "prevnt", "1", *who))
    assert "no coding is called" in refused(run("score", "react", "prevent", "1", *who, "--coding", "c-0"))
    assert "needs its reason" in refused(run("score", "react", "prevent", "1", "--coder", "ann"))
    assert run("score", "react", "prevent", "1", "--reson", "w").exit_code == 2


def test_the_bundled_scores_rest_on_codings_of_their_messages(run):
    codes = {r["id"]: r["code"] for r in rows(run("codings", "--json"))}
    found = [r for r in rows(run("scores", "--json")) if r["coder"] == "first-pass"]
    assert 20 <= len(found) <= 40
    for row in found:
        quoted = [codes[coding] for coding in row["codings"]]
        assert set(quoted) & {row["first"], row["second"]}
        assert row["memo"]
