"""`crosscurrent network`: what R, UCINET, Gephi, pandas and NetworkX read back is the network that was measured."""

import io
import json

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from crosscurrent.study import Study
from graph.errors import CrosscurrentError
from graph.export import network_files as files
from graph.measures.networks_shapes import Network, Node, Options


@pytest.fixture(scope="module")
def study(bundled):
    with Study.open(bundled) as opened:
        yield opened


@pytest.fixture
def run(bundled):
    def call(*words):
        result = CliRunner().invoke(app, ["--study", str(bundled), "network", *words], catch_exceptions=True)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def test_the_matrix_reads_back_square_and_labelled(run, study):
    found = pd.read_csv(io.StringIO(run("--type", "subtract", "--level", "meso", "--csv")), index_col=0)
    expected = study.network(type="subtract", levels=("meso",)).frame()
    assert list(found.index) == list(found.columns) == list(expected.index)
    assert np.array_equal(found.to_numpy(), expected.to_numpy())
    assert nx.from_pandas_adjacency(found).number_of_edges() == int((np.triu(expected) != 0).sum())


def test_normalised_weights_read_back_to_the_last_digit(run, study):
    found = pd.read_csv(io.StringIO(run("--normalise", "jaccard", "--duplicates", "document", "--csv")), index_col=0)
    expected = study.network(normalise="jaccard", duplicates="document").frame()
    assert np.array_equal(found.to_numpy(), expected.to_numpy())


def test_an_affiliation_is_rectangular(run, study):
    found = pd.read_csv(io.StringIO(run("--type", "affiliation", "--qualifier", "combine", "--csv")), index_col=0)
    assert set(np.unique(found.to_numpy())) <= {0, 1, 2, 3}
    assert found.shape == study.network(type="affiliation").weights.shape
    heard = pd.read_csv(io.StringIO(run("--type", "affiliation", "--qualifier", "heard", "--csv")), index_col=0)
    assert (heard.to_numpy() >= 0).all()
    assert "L01" not in heard.index


def test_edges_as_csv_and_json_are_the_same(run):
    as_csv = pd.read_csv(io.StringIO(run("--format", "edges", "--csv")))
    as_json = json.loads(run("--json"))
    names = ["source", "target", "weight", "source_label", "target_label", "source_level", "target_level"]
    assert list(as_csv.columns) == list(as_json[0]) == names
    assert as_csv["weight"].tolist() == [row["weight"] for row in as_json]
    assert nx.from_pandas_edgelist(as_csv, edge_attr="weight").number_of_edges() == len(as_json)


def test_gexf_reads_back(run, study, tmp_path):
    path = tmp_path / "network.gexf"
    path.write_text(run("--type", "conflict", "--format", "gexf"), encoding="utf-8")
    graph = nx.read_gexf(path)
    expected = study.network(type="conflict")
    assert not graph.is_directed()
    assert set(graph) == {n.id for n in expected.rows}
    for source, target, weight in expected.edges()[["source", "target", "weight"]].itertuples(index=False):
        assert graph.edges[source, target]["weight"] == weight
    assert graph.nodes["L09"]["level"] == "meso"
    assert graph.nodes["L09"]["cluster"] >= 1


def read_dl(text):
    """A reader for the full matrix with labels that UCINET takes."""
    head, _, rest = text.partition("row labels:\n")
    rows, _, rest = rest.partition("column labels:\n")
    columns, _, data = rest.partition("data:\n")
    values = np.array([[float(v) for v in line.split()] for line in data.splitlines()])
    return head, [r.strip('"') for r in rows.splitlines()], [c.strip('"') for c in columns.splitlines()], values


def test_dl_reads_back(run, study):
    head, rows, columns, values = read_dl(run("--type", "congruence", "--between", "messages", "--format", "dl"))
    expected = study.network(between="messages")
    assert f"n={len(expected.rows)}" in head
    assert rows == columns == list(expected.frame())
    assert np.array_equal(values, expected.weights)
    two, *_ = read_dl(run("--type", "affiliation", "--format", "dl"))
    assert "nr=" in two and "nc=" in two


def test_the_backbone_is_a_part_of_the_whole(run):
    whole, part = (json.loads(run("--json", *more)) for more in ((), ("--backbone", "0.05")))
    assert 0 < len(part) < len(whole)
    ties = {(r["source"], r["target"]): r["weight"] for r in whole}
    assert all(ties[r["source"], r["target"]] == r["weight"] for r in part)


def test_isolates_and_axis(run, study):
    without, with_them = (
        pd.read_csv(io.StringIO(run("--axis", "scale", "--csv", flag)), index_col=0)
        for flag in ("--no-isolates", "--isolates")
    )
    assert set(without.index) < set(with_them.index)
    assert with_them.loc[with_them.index.difference(without.index)].to_numpy().sum() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--type", "congruense"), "congruence"),
        (("--normalise", "jacard"), "jaccard"),
        (("--duplicates", "documents"), "document"),
        (("--level", "mesa"), "meso"),
        (("--axis", "scales"), "scale"),
        (("--format", "gefx"), "gexf"),
        (("--between", "message", "--concept", "axis"), "messages"),
        (("--type", "affiliation", "--backbone", "0.1"), "--backbone"),
        (("--between", "messages", "--concept", "axis"), "convention"),
        (("--json", "--csv"), "cannot both"),
    ],
)
def test_errors_say_what_was_meant(bundled, words, said):
    result = CliRunner().invoke(app, ["--study", str(bundled), "network", *words], catch_exceptions=True)
    assert result.exit_code != 0
    assert isinstance(result.exception, CrosscurrentError)
    assert said in str(result.exception)


def test_how_far_it_falls_apart_is_told_beside(bundled):
    result = CliRunner().invoke(app, ["--study", str(bundled), "network", "--json"])
    assert "modularity" in result.stderr
    assert "modularity" not in result.stdout


def test_labels_cannot_run_as_formulas_nor_break_a_file(tmp_path):
    nodes = (Node("a", '=1+1 "x"', "macro", "voice", 1), Node("b", "-2", "meso", "voice", 1))
    net = Network(Options(type="subtract"), nodes, nodes, np.array([[0, -1.5], [-1.5, 0]]))
    lines = files.matrix_csv(net).splitlines()
    assert lines[0] == ',"\'=1+1 ""x""",\'-2'
    assert lines[2] == "'-2,-1.5,0"
    assert "a,b,-1.5" in files.edges_csv(net)
    assert read_dl(files.dl(net))[1] == ["=1+1 'x'", "-2"]
    path = tmp_path / "net.gexf"
    path.write_text(files.gexf(net, (1, 0), "a < b"), encoding="utf-8")
    edge = nx.read_gexf(path).edges["a", "b"]
    assert (edge["weight"], edge["signed"]) == (1.5, -1.5)
