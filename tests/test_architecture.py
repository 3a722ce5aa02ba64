"""Imports point one way, and each outside library has one room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY = {
    "graph": {"graph"},
    "ingest": {"graph", "ingest"},
    "dashboard": {"graph", "ingest", "dashboard"},
    "crosscurrent": {"graph", "ingest", "dashboard", "crosscurrent"},
}
ROOMS = {
    "dask": "ingest/reading",
    "distributed": "ingest/reading",
    "ladybug": "graph/stores",
    "lxml": "ingest/readers",
    "neo4j": "graph/stores",
    "networkx": ("graph/networkx_graph.py", "graph/measures/networks_", "crosscurrent/study.py"),
    "py2neo": "graph/py2neo_models.py",
    "sqlite3": "graph/stores",
    "streamlit": "dashboard",
    "pdfminer": "ingest/readers",
    "certifi": "ingest/fetch",
    "protego": "ingest/fetch",
    "urllib3": "ingest/fetch",
    "pypdfium2": ("ingest/readers", "ingest/page_child.py"),
}
FILES = [path for package in MAY for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path):
    place = path.relative_to(ROOT).as_posix()
    own = place.split("/")[0]
    for name in imported(path):
        top = name.split(".")[0]
        if top in MAY:
            assert top in MAY[own], f"{place} imports {name}"
        if top in ROOMS:
            assert place.startswith(ROOMS[top]), f"{place} imports {name}"


def test_files_of_tests_have_names_of_their_own():
    """Without packages among the tests, pytest takes two files of one name for one."""
    names = [path.name for path in sorted((ROOT / "tests").rglob("*.py")) if path.name != "conftest.py"]
    assert sorted(names) == sorted(set(names))
