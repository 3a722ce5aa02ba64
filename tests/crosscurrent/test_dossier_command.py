"""The command `dossier`: the list, one dossier in each format, and what is refused."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import CrosscurrentError

FIELDS = (
    "id rank kind axis label holder_a holder_label_a holder_level_a holder_b holder_label_b holder_level_b pairs "
    "salience forces judgement best"
).split()


@pytest.fixture(scope="module")
def call(bundled):
    def run(*words):
        return CliRunner().invoke(app, ["--study", str(bundled), "dossier", *words], catch_exceptions=True)

    return run


@pytest.fixture(scope="module")
def first(call):
    return json.loads(call("--top", "1", "--json").stdout)[0]


def test_without_an_id_it_lists_the_dossiers(call):
    rows = json.loads(call("--top", "7", "--json").stdout)
    assert [r["rank"] for r in rows] == list(range(1, 8))
    assert list(rows[0]) == FIELDS
    table = list(csv.reader(io.StringIO(call("--top", "7", "--csv").stdout)))
    assert table[0] == FIELDS
    assert [r[0] for r in table[1:]] == [r["id"] for r in rows]


def test_an_id_gives_the_dossier_in_the_format_asked_for(call, first, tmp_path):
    as_json = json.loads(call(first["id"], "--json").stdout)
    assert as_json["id"] == first["id"]
    assert len(as_json["pairs"]) == first["pairs"]
    assert json.loads(call(first["best"], "--format", "json").stdout) == as_json
    assert call(first["id"]).stdout.startswith("# ")
    target = tmp_path / "dossier.html"
    assert call(first["id"], "--output", str(target), "--public").exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    other = tmp_path / "dossier.txt"
    call(first["id"], "--output", str(other), "--format", "json")
    assert json.loads(other.read_text(encoding="utf-8")) == as_json


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--public",), "for one dossier"),
        (("--format", "json"), "for one dossier"),
        (("ID", "--csv"), "for the list"),
        (("ID", "--top", "3"), "for the list"),
        (("ID", "--format", "pdf"), "no format is called"),
        (("ID", "--format", "html", "--json"), "two formats"),
        (("d-0000000000000000",), "no dossier or contradiction"),
    ],
)
def test_what_cannot_be_done_is_said(call, first, words, told):
    result = call(*(first["id"] if word == "ID" else word for word in words))
    assert isinstance(result.exception, CrosscurrentError)
    assert told in str(result.exception)


def test_a_wrong_id_is_told_with_the_nearest(call, first):
    result = call(first["id"][:-2])
    assert f'Did you mean "{first["id"]}"' in str(result.exception)


def test_a_judgement_is_in_the_dossier_before_the_next_build(bundled, first, tmp_path):
    import shutil

    from ingest.coding.append import judge

    study = tmp_path / "study"
    shutil.copytree(bundled, study)
    judge(study, first["best"], "AB", "apparent", memo="Another time.")
    words = ["--study", str(study), "dossier"]
    found = json.loads(CliRunner().invoke(app, [*words, first["id"], "--json"]).stdout)
    assert found["judgement"] == "1 apparent"
    assert found["pairs"][0]["judgements"][0]["reason"] == "Another time."
    assert json.loads(CliRunner().invoke(app, [*words, "--top", "1", "--json"]).stdout)[0]["judgement"] == "1 apparent"
