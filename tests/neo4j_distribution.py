"""Neo4j Community on this machine: fetched once with Maven, kept in the user's cache folder, never shipped.

Environment: CROSSCURRENT_NEO4J_VERSION names another version, CROSSCURRENT_NEO4J_JAVA another Java (versions named by
the year need 21 or newer), CROSSCURRENT_NEO4J_CACHE where the versions are kept.
"""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where the server is not started
    fcntl = None  # type: ignore[assignment]

VERSION = os.environ.get("CROSSCURRENT_NEO4J_VERSION", "5.26.30")
CACHE = Path(os.environ.get("CROSSCURRENT_NEO4J_CACHE") or Path.home() / ".cache" / "crosscurrent-tests")
FETCH = 900.0
"""Seconds that the download may take."""
SMALL = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Java options for a test: little memory, and a start in half the time at the price of slower long queries."""

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>crosscurrent</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{0}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{0}</version></dependency>
  </dependencies>
</project>
"""


class NoServer(Exception):
    """There can be no server here; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """One version of Neo4j on this machine, and the Java that runs it."""

    version: str
    java: str
    jars: Path

    @property
    def classpath(self) -> str:
        return f"{self.jars}/*"

    @property
    def main(self) -> str:
        return "org.neo4j.server." + ("CommunityEntryPoint" if self.version.startswith("5.") else "Neo4jCommunity")

    def command(self, *arguments: str, options: tuple[str, ...] = SMALL) -> list[str]:
        """Java with Neo4j's classes, its `options`, and the arguments: a main class and what that takes."""
        return [self.java, *options, "-cp", self.classpath, *arguments]


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time in; a process that dies lets go, and one that is in already gets an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            assert path.read_text() != str(os.getpid()), f"{path.name} is held by another fixture of this very test"
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def find_distribution(version: str = VERSION) -> Distribution:
    """Neo4j Community in the cache, fetched where it is not there yet; raises NoServer with the reason."""
    if fcntl is None or not Path("/proc/self/stat").exists():
        raise NoServer("the tests start a Neo4j server on Linux only")
    java = os.environ.get("CROSSCURRENT_NEO4J_JAVA") or shutil.which("java")
    if not java:
        raise NoServer("there is no Java here to run Neo4j with")
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    except OSError as error:
        raise NoServer(f"{java} cannot be run: {error.strerror}") from None
    found = re.search(r'version "(\d+)', said)
    needed = 17 if version.startswith("5.") else 21
    if not found or int(found[1]) < needed:
        raise NoServer(
            f"Neo4j {version} needs Java {needed} or newer; {java} is {found[1] if found else 'something else'}"
        )
    folder = CACHE / f"neo4j-{version}"
    if not (folder / "finished").exists():
        with locked(CACHE / f"neo4j-{version}.lock"):
            if not (folder / "finished").exists():
                _fetch(version, folder)
    return Distribution(version, java, folder / "lib")


def _fetch(version: str, folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise NoServer(f"there is no Maven here to fetch Neo4j {version} with")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "pom.xml").write_text(POM.format(version), encoding="utf-8")
    command = [
        maven,
        "-q",
        "-B",
        "-Dstyle.color=never",
        "dependency:copy-dependencies",
        f"-DoutputDirectory={folder / 'lib'}",
    ]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCH)
    except subprocess.TimeoutExpired:
        raise NoServer(f"Maven did not fetch Neo4j {version} within {FETCH / 60:.0f} minutes") from None
    if done.returncode:
        said = (line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line)
        raise NoServer(f"Maven could not fetch Neo4j {version}: {next(said, 'it does not say why')}")
    (folder / "finished").touch()
