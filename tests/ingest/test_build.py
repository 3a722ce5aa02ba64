"""Builds: incremental, the same every time, safe against kills, against each other and against bad sources."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import BuildMissing, StoreError, StudyError
from ingest import readers
from ingest.build import BuildResult, build, needs_build, open_view, status
from ingest.builds import KEPT, RECORD, Builds
from ingest.coding.append import judge, retract
from ingest.readers import Document, ReadOptions
from ingest.readers.digest import DigestReader
from ingest.snapshot import program_fingerprint


def rows(study: StudyFolder) -> str:
    """All nodes and edges of the current build as text, to compare two builds."""
    with open_view(study.path) as view:
        tables = [view.table(label).to_csv() for label in ("Study", "Source", "Passage", "Respondent", "Coding")]
        return "".join([*tables, view.edges("SENDS").to_csv(), view.edges("CONTRADICTS").to_csv()])


def made_folders(study: StudyFolder) -> list[str]:
    return sorted(path.name for path in (study.path / ".crosscurrent" / "builds").iterdir())


def test_a_study_is_built_and_opened(small_study: StudyFolder) -> None:
    with pytest.raises(BuildMissing, match="crosscurrent build"):
        open_view(small_study.path)
    stages: list[tuple[str, int, int]] = []
    result = build(small_study.path, lambda *stage: stages.append(stage))
    assert result.built
    assert result.problems == ()
    assert result.counts["Passage"] == 3
    with open_view(small_study.path) as view:
        assert view.build == result.key
        codings = view.table("Coding")
        made = codings[codings["coder"] == "anna"].set_index("source")
        assert made.loc["plan", "quote"] == "Priorities are decided locally"
        assert made.loc["talks", "voice"] == "L01"
        assert set(codings[codings["status"] == "suggested"]["code"]) >= {
            "decide-nationally",
            "short-money",
            "ministers",
        }
        assert not codings[codings["status"] == "suggested"]["counted"].any()
    assert {stage.partition(":")[0] for stage, _, _ in stages} == {
        "reading sources",
        "suggesting codes",
        "building the graph",
    }
    assert all(0 <= done <= total for _, done, total in stages)


def test_nothing_changed_is_nothing_done(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(small_study.path)
    monkeypatch.setattr("ingest.prepare.prepare", None)
    second = build(small_study.path)
    assert second == BuildResult(first.key, False, first.problems, first.folder, first.counts)
    assert not needs_build(small_study.path)


def test_an_unchanged_build_loads_nothing_heavy(small_study: StudyFolder) -> None:
    build(small_study.path)
    code = (
        "import sys; from pathlib import Path; from ingest.build import build\n"
        "assert not build(Path(sys.argv[1])).built\n"
        "print(sorted({'pandas', 'pyarrow', 'ladybug', 'pydantic', 'pdfminer', 'yaml', 'numpy'} & set(sys.modules)))"
    )
    command = [sys.executable, "-P", "-c", code, str(small_study.path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_an_unchanged_source_is_not_read_again(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small_study.path)
    read: list[str] = []
    choose = readers.choose

    def watched(data: bytes, name: str, kind: str) -> readers.Reader:
        read.append(name)
        return choose(data, name, kind)

    monkeypatch.setattr(readers, "choose", watched)
    small_study.replace("sources/plan.yaml", "of the budget", "of budgets")
    assert build(small_study.path).built
    assert read == ["plan.yaml"]


def test_an_incremental_build_is_like_a_clean_one(small_study: StudyFolder) -> None:
    build(small_study.path)
    small_study.replace("sources/plan.yaml", "Ministers keep", "They say that ministers keep")
    small_study.replace("codebook.yaml", "terms: [national control]", "terms: [national control, budget]")
    small_study.line(op="retract", coder="anna", of="nothing")
    incremental = build(small_study.path)
    before = rows(small_study)
    record = (small_study.path / ".crosscurrent" / "builds" / incremental.key / RECORD).read_bytes()
    shutil.rmtree(small_study.path / ".crosscurrent")
    clean = build(small_study.path)
    assert clean.key == incremental.key
    assert clean.problems == incremental.problems
    assert rows(small_study) == before
    assert (small_study.path / ".crosscurrent" / "builds" / clean.key / RECORD).read_bytes() == record


def test_a_copy_elsewhere_has_the_same_key(small_study: StudyFolder, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(small_study.path, copy)
    assert build(copy).key == build(small_study.path).key


def test_going_back_finds_the_earlier_build(small_study: StudyFolder) -> None:
    first = build(small_study.path)
    small_study.replace("study.yaml", "A small", "Another")
    assert build(small_study.path).built
    small_study.replace("study.yaml", "Another", "A small")
    again = build(small_study.path)
    assert (again.key, again.built) == (first.key, False)
    assert Builds(small_study.path).current() == first.key


def test_the_last_three_are_kept(small_study: StudyFolder) -> None:
    keys = []
    for number in range(5):
        small_study.replace("study.yaml", "title: ", f"title: {number} ")
        keys.append(build(small_study.path).key)
    assert made_folders(small_study) == sorted(keys[-KEPT:])


def test_what_a_killed_build_left_is_deleted(small_study: StudyFolder) -> None:
    left = small_study.path / ".crosscurrent" / "builds" / "abc.123.tmp"
    left.mkdir(parents=True)
    (left / "graph.lbug.part").write_bytes(b"x")
    key = build(small_study.path).key
    assert made_folders(small_study) == [key]


def test_status_counts_what_is_newer(small_study: StudyFolder) -> None:
    assert status(small_study.path).key == ""
    key = build(small_study.path).key
    assert (status(small_study.path).outdated, status(small_study.path).newer_codings) == (False, 0)
    retract(small_study.path, "c-unknown", "bob")
    judge(small_study.path, "x-1", "anna", "tension")
    found = status(small_study.path)
    assert (found.key, found.outdated, found.newer_codings, found.newer_judgements) == (key, True, 1, 1)
    assert needs_build(small_study.path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 40, "cannot be read"),
        (b"text_kind: digest\nitems:\n\t- {ref: a, text: b}\n", "tab"),
        (None, "there is no file"),
    ],
)
def test_one_bad_source_never_stops_the_others(small_study: StudyFolder, content: bytes | None, expected: str) -> None:
    if content is None:
        (small_study.path / "sources" / "plan.yaml").unlink()
    else:
        small_study.write("sources/plan.yaml", content)
    result = build(small_study.path)
    told = "\n".join(str(problem) for problem in result.problems)
    assert expected in told.lower()
    assert "1 codings wait until it can be read" in told
    with open_view(small_study.path) as view:
        assert set(view.table("Passage")["source"]) == {"talks"}
        lost = view.table("Coding").set_index("source").loc["plan"]
        assert (lost["anchor"], lost["quote"], lost["counted"]) == ("lost", "Priorities are decided locally", False)


def test_a_fault_of_a_reader_is_a_problem(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: object, data: bytes, name: str, kind: str, options: ReadOptions) -> Document:
        if name == "plan.yaml":
            raise KeyError("inside")
        return read(self, data, name, kind, options)  # type: ignore[arg-type]

    read = DigestReader.read
    monkeypatch.setattr(DigestReader, "read", fails)
    result = build(small_study.path)
    assert "sources/plan.yaml: The reader digest failed on this file (KeyError: 'inside')" in str(result.problems[0])
    assert result.counts["Passage"] == 1


def test_a_broken_codebook_leaves_the_last_build(small_study: StudyFolder) -> None:
    first = build(small_study.path)
    small_study.write("codebook.yaml", "axes: [\n")
    result = build(small_study.path)
    assert (result.key, result.built, result.folder) == (first.key, False, first.folder)
    assert result.problems[0].where.startswith("codebook.yaml:")
    with open_view(small_study.path) as view:
        assert view.build == first.key


def test_a_newer_format_touches_nothing(small_study: StudyFolder) -> None:
    build(small_study.path)
    small_study.replace("study.yaml", "format: 1", "format: 7")
    before = made_folders(small_study)
    with pytest.raises(StudyError, match="format 7"):
        build(small_study.path)
    assert made_folders(small_study) == before


def test_a_folder_that_cannot_be_written_is_told(small_study: StudyFolder) -> None:
    small_study.write(".crosscurrent", "a file in its place")
    with pytest.raises(StoreError, match="cannot be written"):
        build(small_study.path)


def test_a_source_that_changes_while_it_is_read_is_read_again(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = readers.read_bytes
    changes = iter(["changed once", "changed twice"])

    def changing(path: Path) -> bytes:
        if path.name == "plan.yaml" and (word := next(changes, "")):
            small_study.replace("sources/plan.yaml", "heading: Aims", f"heading: {word}")
            small_study.replace("sources/plan.yaml", f"heading: {word}", "heading: Aims " + word)
        return read_bytes(path)

    monkeypatch.setattr(readers, "read_bytes", changing)
    result = build(small_study.path)
    assert result.built
    assert not needs_build(small_study.path)


def test_a_review_made_during_a_build_is_kept(small_study: StudyFolder) -> None:
    def review_meanwhile(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("building the graph", 1):
            judge(small_study.path, "x-1", "anna", "tension")

    build(small_study.path, review_meanwhile)
    assert status(small_study.path).newer_judgements == 1
    assert build(small_study.path).built
    assert status(small_study.path).newer_judgements == 0


KILLING = """
import os, signal, sys
from pathlib import Path
import ingest.assemble, ingest.prepare, ingest.snapshot
from ingest.build import build
ingest.snapshot.program_fingerprint = lambda: sys.argv[1]
EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.utime", "shutil.rmtree", "os.listdir")
def child(folder, point):
    seen = 0
    def watch(event, arguments):
        nonlocal seen
        if event in EVENTS and any(".crosscurrent" in str(argument) for argument in arguments):
            seen += 1
            if seen == point:
                os.kill(os.getpid(), 9)
    def engine_at_work(stage, done, total):
        if point < 0 and (stage, done) == ("building the graph", 2):
            signal.setitimer(signal.ITIMER_REAL, -point / 1000)
    sys.addaudithook(watch)
    build(Path(folder), engine_at_work)
    os.write(1, b"%d\\n" % seen)
    os._exit(0)
for line in sys.stdin:
    point, folder = line.rstrip("\\n").split(" ", 1)
    pid = os.fork()
    if not pid:
        child(folder, int(point))
    if os.waitpid(pid, 0)[1]:
        os.write(1, b"killed\\n")
"""


class Killer:
    """Builds in children of one process, each killed at its n-th step that touches `.crosscurrent`.

    A negative point kills so many milliseconds after the engine has begun to write.
    """

    def __init__(self) -> None:
        # keys are compared between the two processes, also while somebody is editing the code
        command = [sys.executable, "-P", "-c", KILLING, program_fingerprint()]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def build(self, study: StudyFolder, point: int) -> str:
        """`killed`, or the number of steps of a build that came to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{point} {study.path}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate(timeout=30)


@pytest.fixture
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs children that can be killed at an exact step")
def test_killed_at_any_point_the_last_good_build_opens(small_study: StudyFolder, killer: Killer) -> None:
    good = build(small_study.path)
    before = rows(small_study)
    small_study.replace("study.yaml", "A small", "A changed")
    steps = StudyFolder(small_study.path.with_name("steps"))
    shutil.copytree(small_study.path, steps.path)
    total = int(killer.build(steps, 0))
    assert total > 20
    new = Builds(steps.path).current()
    outcomes = []
    for point in [*range(1, total + 1, 2), *(-1, -5, -10, -20, -40)]:
        killer.build(small_study, point)
        with open_view(small_study.path) as view:
            outcomes.append(view.build)
            assert len(view.table("Coding")) == good.counts["Coding"]
        if view.build != good.key:
            (small_study.path / ".crosscurrent" / "current").write_text(good.key, encoding="ascii")
        shutil.rmtree(small_study.path / ".crosscurrent" / "builds" / new, ignore_errors=True)
    assert rows(small_study) == before
    assert set(outcomes) == {good.key, new}
    assert build(small_study.path).key == new
    assert made_folders(small_study) == sorted([good.key, new])


def digest_of(study: StudyFolder) -> str:
    return hashlib.sha256(rows(study).encode()).hexdigest()


BUILDER = "import sys; from pathlib import Path; from ingest.build import build; print(build(Path(sys.argv[1])).key)"


def test_two_processes_at_once_do_not_corrupt_each_other(small_study: StudyFolder) -> None:
    command = [sys.executable, "-P", "-c", BUILDER, str(small_study.path)]
    for turn in range(2):
        small_study.replace("study.yaml", "title: ", f"title: {turn} ")
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        keys = {process.communicate(timeout=120)[0].strip() for process in both}
        assert [process.returncode for process in both] == [0, 0]
        assert keys == {Builds(small_study.path).current()}
        assert len(made_folders(small_study)) == turn + 1
        assert digest_of(small_study)


def test_two_threads_at_once_wait_for_each_other(small_study: StudyFolder) -> None:
    results: list[BuildResult] = []
    threads = [threading.Thread(target=lambda: results.append(build(small_study.path))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.built for result in results) == [False, False, True]
    assert len({result.key for result in results}) == 1


def test_without_locks_the_first_to_finish_stays(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.files._lock", lambda descriptor, wait: False)
    nested: list[BuildResult] = []

    def another_meanwhile(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("building the graph", 2) and not nested:
            nested.append(build(small_study.path))

    result = build(small_study.path, another_meanwhile)
    assert result.key == nested[0].key
    assert made_folders(small_study) == [result.key]
    assert digest_of(small_study)


def test_the_record_has_no_clock_time(small_study: StudyFolder) -> None:
    result = build(small_study.path)
    assert result.folder is not None
    record = json.loads((result.folder / RECORD).read_text(encoding="utf-8"))
    assert sorted(record) == ["counts", "key", "problems", "read"]
    assert (small_study.path / ".crosscurrent" / ".gitignore").read_text(encoding="utf-8") == "*\n"
