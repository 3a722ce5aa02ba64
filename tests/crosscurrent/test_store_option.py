"""`--store` on the command line: where it counts, who is asked for a password, and what never shows one."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from neo4j_server import Server
from typer.testing import CliRunner

from crosscurrent import Study
from crosscurrent.cli.all import app
from crosscurrent.cli.app import open_store
from graph.errors import StoreError, StoreUnavailable
from ingest.build import open_view
from ingest.store import VARIABLE, FolderStore, ServerStore, address_of, store_of

Call = Callable[..., Result]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A study of one short document."""
    folder = tmp_path / "mine"
    assert CliRunner().invoke(app, ["new", str(folder)]).exit_code == 0
    text = tmp_path / "note.txt"
    text.write_text("Decisions are taken locally.\n\nTargets are set centrally.\n", encoding="utf-8")
    CliRunner().invoke(app, ["--study", str(folder), "add", str(text), "--kind", "policy"])
    return folder


@pytest.fixture
def call(small: Path) -> Call:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["--study", str(small), *arguments])

    return run


def name_store(folder: Path, store: str) -> None:
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write(f"store: {store}\n")


def test_flag_before_environment_before_study(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(store_of(small), FolderStore)
    name_store(small, '"neo4j://in-the-study:7687/care"   # our server')
    assert str(address_of(small)) == "neo4j://in-the-study:7687/care"
    assert isinstance(store_of(small), ServerStore)
    monkeypatch.setenv(VARIABLE, "bolt://in-the-environment")
    assert str(address_of(small)) == "bolt://in-the-environment"
    monkeypatch.setenv(VARIABLE, "embedded")
    assert address_of(small) is None


def test_the_store_does_not_change_the_build(small: Path, call: Call) -> None:
    call("build")
    with open_view(small) as view:
        before = view.build
    name_store(small, "embedded")
    assert "unchanged" in call("build").stderr
    with open_view(small) as view:
        assert view.build == before


def test_a_wrong_store_in_the_study_is_listed_with_its_line(small: Path, call: Call) -> None:
    name_store(small, "http://somewhere")
    checked = call("check")
    assert checked.exit_code == 1
    assert '"store": a store begins with neo4j' in checked.stderr
    built = call("build")
    assert isinstance(built.exception, StoreError)
    assert "study.yaml, store" in built.exception.where


def test_a_password_in_an_address_is_refused_and_not_repeated(small: Path, call: Call) -> None:
    refused = call("build", "--store", "neo4j://anna:geheim-123@host")
    assert isinstance(refused.exception, StoreError)
    name_store(small, "neo4j://anna:geheim-123@host")
    texts = [str(refused.exception), refused.output, call("check").output, str(call("build").exception)]
    assert not any("geheim-123" in text for text in texts)
    assert all("no user and no password" in texts[i] for i in (0, 2, 3))


def test_who_sits_at_a_terminal_is_asked_once_and_it_is_forgotten(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setenv(VARIABLE, "neo4j://host:7687")
    monkeypatch.delenv("CROSSCURRENT_NEO4J_PASSWORD", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        typer, "prompt", lambda text, hide_input: asked.append(f"{text} {hide_input}") or "typed-secret"
    )
    context = typer.Context(typer.main.get_command(app))
    with context:
        open_store(context, small)
        open_store(context, small)
        assert os.environ["CROSSCURRENT_NEO4J_PASSWORD"] == "typed-secret"
    assert asked == ["Password of neo4j at neo4j://host:7687 True"]
    assert "CROSSCURRENT_NEO4J_PASSWORD" not in os.environ


def test_without_a_password_the_next_step_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CROSSCURRENT_NEO4J_PASSWORD", "NEO4J_PASSWORD", "CROSSCURRENT_NEO4J_FILE"):
        monkeypatch.delenv(name, raising=False)
    told = call("build", "--store", "neo4j://localhost:1")
    assert isinstance(told.exception, StoreError)
    assert "CROSSCURRENT_NEO4J_PASSWORD" in told.exception.next_step


def test_a_study_on_a_server_from_the_command_line_and_a_notebook(
    small: Path, call: Call, neo4j_database: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSCURRENT_NEO4J_PASSWORD", neo4j_database.password)
    routed = neo4j_database.uri.replace("bolt://", "neo4j://")
    first = call("build", "--store", routed)
    assert "built: 1 sources, 2 passages" in first.stderr, first
    assert not (small / ".crosscurrent" / "builds").exists()
    assert "unchanged" in call("build", "--store", neo4j_database.uri).stderr
    listed = call("--store", routed, "passages", "--json")
    name_store(small, routed)
    assert [row["ref"] for row in json.loads(call("passages", "--json").stdout)] == ["paragraph 1", "paragraph 2"]
    assert json.loads(listed.stdout) == json.loads(call("passages", "--json").stdout)
    assert json.loads(call("search", "locally", "--json").stdout)[0]["citation"].endswith("paragraph 1")
    counted = call("query", "--cypher", "MATCH (p:Passage {build: $build}) RETURN count(p) AS n", "--json")
    assert json.loads(counted.stdout) == [{"n": 2}]
    with Study.open(small) as study:
        assert len(study.passages()) == 2
        assert study.graph.number_of_nodes() > 2
    for store, target in (("embedded", "own"), (routed, "served")):
        assert call("--store", store, "export", "json", str(tmp_path / target)).exit_code == 0
    assert (tmp_path / "own").read_bytes() == (tmp_path / "served").read_bytes()
    other = shutil.copytree(small, tmp_path / "other", ignore=shutil.ignore_patterns(".crosscurrent"))
    text = (other / "study.yaml").read_text(encoding="utf-8")
    changed = "\n".join("id: another-study" if line.startswith("id:") else line for line in text.splitlines())
    (other / "study.yaml").write_text(changed + "\n", encoding="utf-8")
    refused = CliRunner().invoke(app, ["--study", str(other), "build"])
    assert isinstance(refused.exception, StoreError)
    assert "another-study" in str(refused.exception)
    assert len(json.loads(call("passages", "--json").stdout)) == 2


def test_a_server_that_is_not_there_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_NEO4J_PASSWORD", "whatever-it-is")
    told = call("--store", "bolt://127.0.0.1:1", "tensions", "--json")
    assert isinstance(told.exception, StoreUnavailable)
    assert "127.0.0.1:1" in str(told.exception)
    assert "whatever-it-is" not in str(told.exception)
