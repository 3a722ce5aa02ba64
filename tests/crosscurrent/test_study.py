"""The Python interface: a study opened, asked and closed."""

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from crosscurrent import Study
from graph import queries
from graph.errors import QueryError, StoreError, StudyError
from graph.stores.base import View
from ingest.build import build


@pytest.fixture(scope="module")
def study(bundled: Path) -> Study:
    return Study.open(bundled)


def test_what_it_gives(study: Study) -> None:
    counts = study.view.counts()
    assert len(study.passages()) == counts["Passage"] and len(study.codings()) == counts["Coding"]
    assert {"text", "text_kind", "citation"} <= set(study.passages().columns)
    assert [t.axis for t in study.tensions()] and study.tensions(("macro", "micro"))[0].between == ("macro", "micro")
    assert study.problems == ()


def test_measures_of_rigour(study: Study) -> None:
    shaken = study.sensitivity()
    for found, each in zip(study.tensions(), shaken, strict=True):
        assert each.axis == found.axis
        assert each.say_hear.value == pytest.approx(found.say_hear.value)
    actors = study.say_hear()
    assert set(actors["kind"]) == {"actor"} and actors["gap"].notna().any()
    assert (actors["gap"].isna() == (actors["why"] != "")).all()
    messages = study.say_hear("messages", by_level="micro")
    assert set(messages["subject"]) == set(study.view.table("Message")["id"])
    assert study.soft_hard()["opposite"].any()
    assert len(study.coverage()) == 3 * len(shaken)
    assert f"{study.seed:08x}" == study.view.build[:8]
    with pytest.raises(QueryError, match="It is one of actors, messages"):
        study.say_hear("actor")
    with pytest.raises(QueryError, match="It is one of macro, meso, micro"):
        study.say_hear(by_level="outside")


def test_the_same_study_gives_the_same_figures(study: Study, bundled: Path) -> None:
    with Study.open(bundled) as again:
        assert again.tensions() == study.tensions() and again.sensitivity() == study.sensitivity()
        pd.testing.assert_frame_equal(again.say_hear(), study.say_hear())


def test_queries_by_name(study: Study) -> None:
    listed = study.queries()
    assert list(listed.columns) == ["name", "title", "purpose", "parameters"]
    assert listed["name"].tolist() == list(queries.catalogue())
    found = study.query("barriers-by-level", levels=["meso"])
    pd.testing.assert_frame_equal(found, study.query("barriers_by_level", levels="meso"))
    assert len(found) and set(found["level"]) == {"meso"}
    with pytest.raises(QueryError, match="Did you mean barriers_by_level"):
        study.query("barriers_by_levels")
    with pytest.raises(QueryError, match="Did you mean how-change-is-led"):
        study.query("codings_of_axis", axis="how-change-led")


def test_the_graph(study: Study) -> None:
    graph = study.graph
    counts = study.view.counts()
    assert isinstance(graph, nx.MultiDiGraph) and graph is study.graph
    assert graph.number_of_nodes() + graph.number_of_edges() == sum(counts.values())
    assert graph.nodes["Actor:scottish-government"]["level"] == "macro"


def test_it_says_what_it_is(study: Study, bundled: Path) -> None:
    counts = study.view.counts()
    said = repr(study)
    assert str(bundled.resolve()) in said and f"{counts['Coding']:,} codings" in said and study.view.build[:12] in said
    assert repr(Study(bundled, study.view)) == f"<Study {str(bundled)!r}: build {study.view.build[:12]}>"


@pytest.mark.parametrize("inside", ["", "study.yaml", "sources"])
def test_any_place_in_a_study_will_do(bundled: Path, inside: str) -> None:
    with Study.open(str(bundled / inside)) as study:
        assert study.folder == bundled.resolve()


def test_without_a_path_it_looks_here_and_upwards(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bundled / "sources")
    with Study.open() as study:
        assert study.folder == bundled.resolve()


def test_closed(bundled: Path) -> None:
    with Study.open(bundled) as study:
        assert isinstance(study.view, View)
    study.close()
    assert repr(study).endswith("closed>")
    with pytest.raises(StoreError, match="closed"):
        study.passages()
    with pytest.raises(StoreError, match="closed"):
        _ = study.graph


def test_wrong_places(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"There is no such folder\. Name the folder"):
        Study.open(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StudyError, match="This is a file"):
        Study.open(tmp_path / "notes.txt")
    with pytest.raises(StudyError, match="There is no study here"):
        Study.open(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_problems_are_told(bundled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    for path in bundled.iterdir():
        if path.name in ("study.yaml", "codebook.yaml"):
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "codings").mkdir()
    (folder / "codings" / "me.jsonl").write_text("no line of a coding\n")
    with Study.open(folder) as study:
        assert study.problems and study.problems == build(folder).problems
        assert f"{len(study.problems)} problems, see .problems" in repr(study)


def test_opening_loads_no_networkx(bundled: Path) -> None:
    text = f"import sys; from crosscurrent import Study; Study.open({str(bundled)!r}); print('networkx' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
