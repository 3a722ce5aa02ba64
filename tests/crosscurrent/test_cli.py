"""The command line on the bundled study: the field names that other programs rely on, and exit statuses."""

import json
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import CrosscurrentError


@pytest.fixture
def run(bundled):
    def call(*words, study=bundled):
        return CliRunner().invoke(app, ["--study", str(study), *words], catch_exceptions=True)

    return call


def rows(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_passages(run):
    found = rows(run("passages", "--json"))
    assert len(found) == 1322
    assert list(found[0]) == "id source ref citation level case start end page text text_kind".split()


def test_codings_stand_at_their_offsets(run):
    found = rows(run("codings", "--status", "accepted", "--json"))
    names = "id passage source code code_kind coder status start end quote voice sender addressee stance force anchor"
    assert list(found[0]) == names.split()
    assert {row["anchor"] for row in found} == {"exact"}
    assert sum(row["coder"] == "first-pass" for row in found) >= 700


def test_tensions(run):
    found = rows(run("tensions", "--json"))
    assert len(found) == 9
    assert list(found[0]) == ["axis", "label", "poles", "between", "gap", "say_hear", "levels", "sensitivity"]
    assert list(found[0]["gap"]) == ["value", "low", "high", "p_value", "n", "p_holm", "p_bh"]
    assert all(row["gap"]["value"] is None or row["gap"]["p_value"] <= row["gap"]["p_bh"] for row in found)
    assert set(found[0]["sensitivity"]["say_hear"]) >= {"mentions", "lowest", "highest", "hangs_on"}
    assert list(found[0]["levels"]) == ["macro", "meso", "micro"]
    level = found[0]["levels"]["macro"]
    assert list(level["heard"]) == ["macro", "meso", "micro", "outside"]
    assert list(level["said"]) == ["pull", "low", "high", "voices", "codings"]
    assert set(level["soft_hard"]) == {"value", "low", "high", "hard", "soft"}
    assert all(row["gap"]["value"] is None or min(row["gap"]["n"]) >= 3 for row in found)


def test_contradictions(run):
    found = rows(run("contradictions", "--top", "20", "--json"))
    assert [row["rank"] for row in found] == list(range(1, 21))
    names = "id rank kind axis salience status judgement came_first a b forces dossier dossier_rank"
    assert list(found[0]) == names.split()
    side = (
        "coding claim holder holder_level side voice voice_level sender code stance force date quote citation text_kind"
    )
    assert list(found[0]["a"]) == side.split()
    assert all(row["a"]["side"] == -row["b"]["side"] for row in found)


def test_contradictions_by_force_and_time(run):
    found = rows(run("contradictions", "--forces", "hard-soft", "--order", "older-newer", "--dossiers", "--json"))
    hard, soft = {"duty", "power"}, {"guidance", "aspiration"}
    for row in found:
        a, b = row["a"], row["b"]
        assert (a["force"] in hard and b["force"] in soft) or (a["force"] in soft and b["force"] in hard)
        assert row["came_first"] == "a" and a["date"] < b["date"]
    dossiers = [row["dossier"] for row in found]
    assert len(set(dossiers)) == len(dossiers) > 1
    ranks = [row["dossier_rank"] for row in found]
    assert min(ranks) >= 1 and [row["rank"] for row in found] == sorted(row["rank"] for row in found)
    without = rows(run("contradictions", "--forces", "none", "--top", "5", "--json"))
    assert all(row["forces"] is None and not row["a"]["force"] and not row["b"]["force"] for row in without)


def test_every_kind_of_contradiction_is_there(run):
    kinds = {row["kind"] for row in rows(run("contradictions", "--json"))}
    assert kinds == {"say-hear", "mixed-signal", "cross-level", "within-level", "ambivalence"}


def test_agreement_over_the_sample(run):
    found = rows(run("agreement", "--json"))
    overall = found[0]
    assert overall["about"] == "overall"
    assert 0.3 < overall["kappa"] <= 1
    assert all(row["n"] == 60 for row in found if row["about"] == "code")


def test_search_and_named_query(run):
    assert any("[" in row["snippet"] for row in rows(run("search", "co-production", "--json")))
    assert rows(run("query", "evidence_for_code", "-p", "code=localise", "--json"))


def test_a_typed_question_only_reads(run):
    found = rows(run("query", "--cypher", "MATCH (a:Axis) RETURN count(a) AS n", "--json"))
    assert found == [{"n": 9}]
    refused = run("query", "--cypher", "MATCH (a:Axis) DELETE a", "--json")
    assert isinstance(refused.exception, CrosscurrentError)


def test_unknown_names_say_what_there_is(run):
    result = run("contradictions", "--kind", "nonsense")
    assert isinstance(result.exception, CrosscurrentError)
    assert "say-hear" in str(result.exception)


def test_check_and_unchanged_build_are_quiet(run):
    assert run("check").exit_code == 0
    assert run("build").exit_code == 0


def test_a_study_built_anew_gives_the_same_exports_byte_for_byte(run, bundled, tmp_path):
    again = shutil.copytree(bundled, tmp_path / "again", ignore=shutil.ignore_patterns(".crosscurrent"))
    assert run("build", study=again).exit_code == 0
    for name in ("json", "graphml"):
        for study, target in ((bundled, "first"), (again, "second")):
            assert run("export", name, str(tmp_path / f"{target}.{name}"), study=study).exit_code == 0
        assert (tmp_path / f"first.{name}").read_bytes() == (tmp_path / f"second.{name}").read_bytes()


def test_a_study_of_ones_own(run, tmp_path):
    folder = tmp_path / "mine"
    assert CliRunner().invoke(app, ["new", str(folder)]).exit_code == 0
    text = tmp_path / "note.txt"
    text.write_text("Decisions are taken locally.\n\nTargets are set centrally.\n", encoding="utf-8")
    assert run("add", str(text), "--kind", "policy", study=folder).exit_code in (0, 1)
    assert run("build", study=folder).exit_code in (0, 1)
    assert len(rows(run("passages", "--json", study=folder))) == 2


def test_what_is_absent_is_null(run):
    assert {row["case"] for row in rows(run("passages", "--json"))} >= {None, "L04"}
    assert "" not in {row["sender"] for row in rows(run("codings", "--json"))}


def test_unknown_source_is_told(run):
    result = run("passages", "--source", "article-excerpt")
    assert "article-excerpts" in str(result.exception)


def test_a_brief_names_no_respondent(run, tmp_path):
    assert run("brief", str(tmp_path / "b.html")).exit_code == 0
    assert "L04" not in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_doctor(run):
    assert all(row["ok"] for row in rows(run("doctor", "--json")))


def test_a_broken_codebook_keeps_the_last_build(run, tmp_path):
    folder = tmp_path / "mine"
    CliRunner().invoke(app, ["new", str(folder)])
    assert run("build", study=folder).exit_code == 0
    (folder / "codebook.yaml").write_text("axes: [\n", encoding="utf-8")
    result = run("build", study=folder)
    assert result.exit_code == 1
    assert "codebook.yaml" in result.stderr
    assert run("passages", "--json", study=folder).exit_code == 0


def test_a_users_own_graph_module_gets_a_plain_error(tmp_path):
    (tmp_path / "graph.py").write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-c", "import crosscurrent.cli; crosscurrent.cli.main()"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "graph.py hides" in result.stderr
    assert "Traceback" not in result.stderr
