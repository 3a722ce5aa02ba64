"""A real Neo4j server for the tests, without Docker: started on a free port, ended for sure.

It runs with the settings of deploy/neo4j.conf, so what is tested is what users are given; neo4j_distribution.py says
where it comes from.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from neo4j_distribution import SMALL, Distribution, NoServer, find_distribution, locked

SETTINGS = Path(__file__).parent.parent / "deploy" / "neo4j.conf"
WATCHDOG = Path(__file__).with_name("neo4j_watchdog.py")
PASSWORD = "crosscurrent-test"
PATIENCE = 120.0
"""Seconds that anything of a server may take on a busy machine."""


def read_settings(path: Path = SETTINGS) -> dict[str, str]:
    """The settings of a neo4j.conf; the comments are left out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a folder of its own; the folder holds all there is to know of it, so any process may use it."""

    home: Path
    port: int
    distribution: Distribution
    options: tuple[str, ...] = SMALL
    user: str = "neo4j"
    password: str = PASSWORD

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that the server has said."""
        path = self.home / "console.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @property
    def pid(self) -> int | None:
        """The server's process, where it runs."""
        try:
            return int((self.home / "server.pid").read_text())
        except OSError:
            return None

    def prepare(self) -> None:
        """Write the settings and set the password; before the first start."""
        (self.home / "conf").mkdir(parents=True)
        settings = read_settings() | {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "64m",
            "db.tx_log.preallocate": "false",
        }
        lines = (f"{name}={value}\n" for name, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="utf-8")
        done = self.admin("dbms", "set-initial-password", self.password)
        assert done.returncode == 0, done.stdout + done.stderr

    def admin(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `neo4j-admin` with these arguments on the stopped server's folder."""
        command = self.distribution.command("org.neo4j.cli.AdminTool", *map(str, arguments), options=self.options)
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        return subprocess.run(command, env=os.environ | places, capture_output=True, text=True)

    def start(self, owner: int | None = None) -> None:
        """Start it and wait until it answers; it ends with the process `owner`, this one where none is named."""
        assert self.pid is None, "it runs already"
        folders = f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"
        command = self.distribution.command(self.distribution.main, *folders, "--console-mode", options=self.options)
        watchdog = [sys.executable, "-S", str(WATCHDOG), str(owner or os.getpid()), str(self.home)]
        subprocess.run([*watchdog, *command], check=True)
        self._wait(lambda: self.pid is not None, "it was not started")
        self._wait(self._answers, "Bolt does not answer")

    def _answers(self) -> bool:
        assert self.pid is not None, f"the server ended at once:\n{self.log[-3000:]}"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            try:
                with neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password)) as driver:
                    driver.execute_query("RETURN 1", database_="neo4j")
                return True
            except AuthError:
                return True  # a test has given it another password; it answers
            except (DriverError, Neo4jError):
                return False  # Bolt listens a moment before the database can be used
        return False

    def _wait(self, done: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"{otherwise}:\n{self.log[-3000:]}"
            time.sleep(0.1)

    def _signal(self, number: signal.Signals) -> None:
        if (pid := self.pid) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self) -> None:
        """End it as an administrator would, which takes some ten seconds; nothing where it does not run."""
        self._signal(signal.SIGTERM)
        self._wait(lambda: self.pid is None, "it does not stop")

    def kill(self) -> None:
        """End it at once, as a loss of power would; nothing where it does not run."""
        self._signal(signal.SIGKILL)
        self._wait(lambda: self.pid is None, "it cannot be killed")

    def pause(self) -> None:
        """Freeze it: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    @contextlib.contextmanager
    def emptied(self) -> Iterator["Server"]:
        """Nothing in the database, and nobody else at it until the end, for a fixture of any scope."""
        with locked(self.home.with_suffix(".database")):
            self.wipe()
            yield self

    def wipe(self) -> None:
        """Remove all data, constraints and indexes, the two for looking up labels and types apart."""
        with (
            neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password)) as driver,
            driver.session(database="neo4j") as session,
        ):
            for name in session.run("SHOW CONSTRAINTS YIELD name RETURN name").value():
                session.run(f"DROP CONSTRAINT `{name}` IF EXISTS").consume()
            for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
                session.run(f"DROP INDEX `{name}` IF EXISTS").consume()
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


def new_server(home: Path, options: tuple[str, ...] = SMALL) -> Server:
    """A server that is ready to be started in a new folder; raises NoServer."""
    server = Server(home, free_port(), find_distribution(), options)
    server.prepare()
    return server


def shared_server(folder: Path, owner: int) -> Server:
    """The one server of a test run, started by whoever asks first, ended with `owner`; raises NoServer.

    All who ask get the same one, or the same reason why there is none.
    """
    note = folder / "neo4j.json"
    with locked(folder / "neo4j.lock"):
        if not note.exists():
            try:
                server = new_server(folder / "neo4j")
            except NoServer as reason:
                note.write_text(json.dumps({"reason": str(reason)}), encoding="utf-8")
            else:
                try:
                    server.start(owner)
                    note.write_text(json.dumps({"port": server.port}), encoding="utf-8")
                except AssertionError as failure:
                    server.kill()
                    note.write_text(json.dumps({"failure": str(failure)}), encoding="utf-8")
        said = json.loads(note.read_text(encoding="utf-8"))
    assert "failure" not in said, said["failure"]
    if "reason" in said:
        raise NoServer(said["reason"])
    return Server(folder / "neo4j", said["port"], find_distribution())
