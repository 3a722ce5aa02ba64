"""Reading on a Dask cluster: a real scheduler and two workers in processes of their own, one of them killed."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import ClusterError
from ingest.build import build, open_view
from ingest.documents import Documents
from ingest.reading import settings
from ingest.reading.task import read_task
from ingest.snapshot import program_fingerprint
from ingest.study.load import load_study

pytest.importorskip("distributed", reason="the extra crosscurrent[dask] is not installed")


def started(*words: str, folder: Path, log: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "dask", *words, "--no-dashboard"]
    with (folder / log).open("wb") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=stream, cwd=folder)


def said(path: Path, pattern: str) -> str:
    """What a process writes, waited for."""
    for _ in range(600):
        if found := re.search(pattern, path.read_text(errors="replace")):
            return found.group(1)
        time.sleep(0.05)
    raise AssertionError(path.read_text(errors="replace"))


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes = [started("scheduler", "--host", "127.0.0.1", "--port", "0", folder=folder, log="scheduler")]
        self.address = said(folder / "scheduler", r"Scheduler at:\s+(tcp://\S+)")
        for number in range(2):
            words = ("worker", self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
            self.processes.append(started(*words, folder=folder, log=f"worker{number}"))
        for number in range(2):
            said(folder / f"worker{number}", r"(Registered to)")

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(faulty_workers: None, tmp_path: Path) -> Iterator[Cluster]:
    # versions are compared between processes, also while somebody is editing the code
    with (tmp_path / "site" / "sitecustomize.py").open("a") as stream:
        stream.write(
            f"import ingest.snapshot\ningest.snapshot.program_fingerprint = lambda: {program_fingerprint()!r}\n"
        )
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.close()


def add(study: StudyFolder, name: str, content: str) -> None:
    study.write(f"sources/{name}", content)
    entry = f"  - {{id: {name.split('.')[0]}, title: T, kind: policy, issuer: government, file: {name}}}\n"
    study.write("sources.yaml", study.read("sources.yaml") + entry)


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_reads_everything(
    small_study: StudyFolder, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        add(small_study, f"d{number}.xml", f'<fault do="wait" seconds="0.3" seen="{tmp_path / f"d{number}"}">')
    add(small_study, "crashes.xml", '<fault do="crash">')
    add(small_study, "locked.xml", '<fault do="locked" password="p q">')
    (tmp_path / "passwords").write_text("p q\n")
    monkeypatch.setenv(settings.PASSWORD_FILE, str(tmp_path / "passwords"))
    monkeypatch.setenv(settings.CLUSTER, cluster.address)
    killed: list[int] = []

    def kill_one(stage: str, done: int, total: int) -> None:
        if 0 < done < total and stage.startswith("reading") and not killed:
            killed.append(cluster.processes[1].pid)
            cluster.processes[1].kill()

    result = build(small_study.path, kill_one)
    assert killed
    assert [problem.where for problem in result.problems] == ["sources/crashes.xml"]
    assert "broke off" in result.problems[0].what
    with open_view(small_study.path) as view:
        assert set(view.table("Passage")["source"]) == {"plan", "talks", "locked", "d0", "d1", "d2"}
    readers = {int(pid) for number in range(3) for pid in (tmp_path / f"d{number}").read_text().split()}
    assert os.getpid() not in readers
    monkeypatch.delenv(settings.CLUSTER)
    study, _ = load_study(small_study.path)
    assert study is not None
    reading = Documents(small_study.path)
    for source in study.sources.values():
        if source.id in ("plan", "d0"):
            sha256 = hashlib.sha256((small_study.path / "sources" / source.file).read_bytes()).hexdigest()
            assert reading.cache.get(reading.name(source, sha256)) == json.loads(
                read_task(reading.task(source, sha256))[1:]
            )


@pytest.mark.filterwarnings("default")
def test_an_address_where_nobody_answers_is_told(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.CLUSTER, "tcp://127.0.0.1:9")
    monkeypatch.setattr("ingest.reading.cluster._CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match="No Dask scheduler answers") as raised:
        build(small_study.path)
    assert raised.value.where == "tcp://127.0.0.1:9"


def test_without_the_extra_it_says_what_to_install(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.CLUSTER, "tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="needs the package distributed") as raised:
        build(small_study.path)
    assert "crosscurrent[dask]" in raised.value.next_step
