"""Fixtures for everything: `bundled` is a copy of the bundled study, built once a test run; nobody writes to it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from neo4j_distribution import NoServer
from neo4j_server import Server, new_server, shared_server

from ingest.build import build
from ingest.bundled import copy_bundled

# A test says what holds, never how long it takes: a busy machine makes nothing wrong.
settings.register_profile("crosscurrent", deadline=None)
settings.load_profile("crosscurrent")


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_bundled(tmp_path_factory.mktemp("bundled") / "study")
    assert not build(folder).problems
    return folder


def _without_server(reason: NoServer) -> NoReturn:
    """Skip what needs Neo4j, or fail where CI promised that it is there."""
    if os.environ.get("CROSSCURRENT_REQUIRE_NEO4J") == "1":
        pytest.fail(f"CROSSCURRENT_REQUIRE_NEO4J is set, but {reason}", pytrace=False)
    pytest.skip(str(reason))


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def neo4j_server(run_folder: Path) -> Server:
    """The Neo4j server of this run, which every worker shares: only look at it, or take `neo4j_database`."""
    controller = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    try:
        return shared_server(run_folder, controller)
    except NoServer as reason:
        _without_server(reason)


@pytest.fixture
def neo4j_database(neo4j_server: Server) -> Iterator[Server]:
    """The same server with nothing in it, and nobody else at it until the test is done."""
    with neo4j_server.emptied():
        yield neo4j_server


@pytest.fixture
def own_neo4j_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to stop, kill, pause and start again."""
    try:
        server = new_server(tmp_path / "neo4j")
    except NoServer as reason:
        _without_server(reason)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(server.home / "data", ignore_errors=True)
