"""The Neo4j server that the tests run against is the one that users are told to run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import neo4j_distribution
import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable
from neo4j_distribution import NoServer, find_distribution, locked
from neo4j_server import WATCHDOG, Server, read_settings


def ask(server: Server, question: str) -> list[Any]:
    """What the server answers; without the retries of `execute_query`, which last for half a minute."""
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        return list(session.run(question))


def test_answers(neo4j_server: Server) -> None:
    assert ask(neo4j_server, "RETURN 1 AS one")[0]["one"] == 1


def test_a_database_is_empty_whatever_was_there(neo4j_database: Server) -> None:
    ask(neo4j_database, "CREATE CONSTRAINT leftover FOR (n:Leftover) REQUIRE (n.build, n.id) IS UNIQUE")
    ask(neo4j_database, "CREATE FULLTEXT INDEX words FOR (n:Leftover) ON EACH [n.text]")
    ask(neo4j_database, "UNWIND range(1, 12000) AS i CREATE (:Leftover {id: i})-[:NEXT]->(:Leftover)")
    neo4j_database.wipe()
    assert ask(neo4j_database, "MATCH (n) RETURN count(n) AS n")[0]["n"] == 0
    assert not ask(neo4j_database, "SHOW CONSTRAINTS")
    assert {row["type"] for row in ask(neo4j_database, "SHOW INDEXES")} == {"LOOKUP"}


def test_the_settings_for_users_are_in_force(neo4j_server: Server) -> None:
    rows = ask(neo4j_server, "SHOW SETTINGS YIELD name, value, isExplicitlySet")
    values = {row["name"]: row["value"] for row in rows}
    explicit = {row["name"] for row in rows if row["isExplicitlySet"]}
    given = {name for name in read_settings() if not name.startswith("internal.")}
    assert given <= explicit
    assert values["dbms.usage_report.enabled"] == "false"
    assert values["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert values["db.transaction.timeout"] == "10m"
    assert values["db.memory.transaction.max"] == "256.00MiB"


def test_nothing_is_loaded_from_files(neo4j_server: Server) -> None:
    with pytest.raises(Neo4jError, match="allow_csv_import_from_file_urls"):
        ask(neo4j_server, "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")


def test_nothing_is_loaded_from_addresses(neo4j_server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as page:
        page.settimeout(0)
        port = page.getsockname()[1]
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(Neo4jError, match=r"blocked|blocklist"):
                ask(neo4j_server, f"LOAD CSV FROM 'http://{host}:{port}/x.csv' AS line RETURN line")
        with pytest.raises(BlockingIOError):
            page.accept()  # nobody knocked


def test_a_killed_server_comes_back_with_its_data(own_neo4j_server: Server) -> None:
    ask(own_neo4j_server, "CREATE (:Kept {id: 'a'})")
    own_neo4j_server.kill()
    with pytest.raises(ServiceUnavailable):
        ask(own_neo4j_server, "RETURN 1")
    own_neo4j_server.start()
    assert ask(own_neo4j_server, "MATCH (k:Kept) RETURN k.id AS id")[0]["id"] == "a"


def test_a_lock_cannot_be_taken_twice_by_one_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with locked(lock), pytest.raises(AssertionError, match="held by another fixture"), locked(lock):
        pass
    with locked(lock):
        pass


def test_a_server_ends_with_the_process_that_wants_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    wait = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(wait) as owner:
        subprocess.run([sys.executable, str(WATCHDOG), str(owner.pid), str(tmp_path), *wait], check=True)
        until(lambda: (tmp_path / "server.pid").exists())
        server = int((tmp_path / "server.pid").read_text())
        os.kill(server, 0)
        owner.kill()
    until(lambda: not (tmp_path / "data").exists())
    assert not (tmp_path / "server.pid").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def fake(folder: Path, name: str, says: str) -> Path:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_distribution, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CROSSCURRENT_NEO4J_JAVA", raising=False)
    with pytest.raises(NoServer, match="no Java"):
        find_distribution("5.26.30")
    monkeypatch.setenv("CROSSCURRENT_NEO4J_JAVA", str(tmp_path / "nowhere"))
    with pytest.raises(NoServer, match="cannot be run"):
        find_distribution("5.26.30")
    monkeypatch.setenv("CROSSCURRENT_NEO4J_JAVA", str(fake(tmp_path, "old", 'version "17.0.1"')))
    with pytest.raises(NoServer, match=r"2026\.08\.1 needs Java 21 or newer"):
        find_distribution("2026.08.1")
    with pytest.raises(NoServer, match="no Maven"):
        find_distribution("5.26.30")
    fake(tmp_path, "mvn", "[ERROR] nobody there")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(NoServer, match="nobody there"):
        find_distribution("5.26.30")
    assert not (tmp_path / "cache" / "neo4j-5.26.30" / "finished").exists()
