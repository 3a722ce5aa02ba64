"""Builds of studies whose documents do their worst: each is told by name, and the rest is built."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import ClusterError, SourceError, SourceLocked, StudyError
from ingest import readers
from ingest.build import build, needs_build, open_view
from ingest.check import check_study
from ingest.documents import Documents, SourceChanged, known_document
from ingest.readers import ReadOptions
from ingest.readers.digest import DigestReader
from ingest.reading import settings
from ingest.reading.answers import CHANGED, FOREIGN
from ingest.reading.run import is_plain, read_all, read_alone
from ingest.reading.settings import settings_of
from ingest.reading.task import Task, read_task
from ingest.study.load import load_study


def add(study: StudyFolder, name: str, content: str | bytes) -> None:
    """A further source, `name` with its content."""
    study.write(f"sources/{name}", content)
    entry = f"  - {{id: {name.split('.')[0]}, title: T, kind: policy, issuer: government, file: {name}}}\n"
    study.write("sources.yaml", study.read("sources.yaml") + entry)


def passages(study: StudyFolder) -> dict[str, int]:
    with open_view(study.path) as view:
        return view.table("Passage").groupby("source").size().to_dict()


def told(study: StudyFolder, name: str) -> str:
    return "\n".join(str(problem) for problem in build(study.path).problems if name in problem.where)


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.SECONDS, "2")
    monkeypatch.setenv(settings.MEMORY, "200")


@pytest.mark.usefixtures("faulty_workers", "limited")
def test_bad_documents_never_stop_the_others(small_study: StudyFolder, tmp_path: Path) -> None:
    add(small_study, "eats.xml", '<fault do="eat">')
    add(small_study, "crashes.xml", f'<fault do="crash" seen="{tmp_path / "crashes"}">')
    add(small_study, "waits.xml", '<fault do="wait" seconds="60">')
    add(small_study, "once.xml", f'<fault do="crash once" seen="{tmp_path / "once"}">')
    add(small_study, "fine.xml", f'<fault do="" seen="{tmp_path / "fine"}">')
    result = build(small_study.path)
    problems = {problem.where: problem.what for problem in result.problems}
    assert set(problems) == {f"sources/{name}.xml" for name in ("eats", "crashes", "waits")}
    assert "more than 200 MB of memory" in problems["sources/eats.xml"]
    assert "broke off twice" in problems["sources/crashes.xml"]
    assert "longer than 2 seconds" in problems["sources/waits.xml"]
    assert passages(small_study) == {"plan": 2, "talks": 1, "once": 1, "fine": 1}
    counts = {name: len((tmp_path / name).read_text().split()) for name in ("crashes", "once", "fine")}
    assert counts == {"crashes": 2, "once": 2, "fine": 1}
    assert not needs_build(small_study.path)
    small_study.replace("study.yaml", "A small", "A changed")
    assert build(small_study.path).problems == result.problems
    assert len((tmp_path / "crashes").read_text().split()) == 2


@pytest.mark.usefixtures("faulty_workers")
def test_larger_limits_have_it_tried_again(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    add(small_study, "slow.xml", '<fault do="wait" seconds="1.5">')
    monkeypatch.setenv(settings.SECONDS, "1")
    first = build(small_study.path)
    assert "--time-limit" in first.problems[0].next_step
    assert not needs_build(small_study.path)
    monkeypatch.setenv(settings.SECONDS, "30")
    assert needs_build(small_study.path)
    assert check_study(small_study.path) == ()
    second = build(small_study.path)
    assert second.problems == ()
    assert second.key != first.key
    monkeypatch.delenv(settings.SECONDS)
    assert not needs_build(small_study.path)


@pytest.mark.usefixtures("faulty_workers")
def test_a_password_opens_and_is_kept_nowhere(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add(small_study, "closed.xml", '<fault do="locked" password="correct horse">')
    first = build(small_study.path)
    assert first.problems[0].where == "sources/closed.xml"
    words = tmp_path / "passwords.txt"
    monkeypatch.setenv(settings.PASSWORD_FILE, str(words))
    words.write_text("wrong\n")
    assert needs_build(small_study.path)
    assert build(small_study.path).problems == first.problems
    assert not needs_build(small_study.path), "passwords that did not open it are not tried for ever"
    words.write_bytes("\ufeffwrong one\r\nother.pdf\tnot this\r\nclosed.xml\tcorrect horse\r\n".encode())
    assert needs_build(small_study.path)
    second = build(small_study.path)
    assert second.problems == ()
    assert passages(small_study)["closed"] == 1
    kept = b"".join(p.read_bytes() for p in (small_study.path / ".crosscurrent").rglob("*") if p.is_file())
    assert b"correct horse" not in kept
    monkeypatch.delenv(settings.PASSWORD_FILE)
    assert not needs_build(small_study.path)
    assert build(small_study.path).key == second.key


class Locked:
    """A reader that no password opens, and that remembers which were tried."""

    name = "locked"
    version = 1

    def __init__(self) -> None:
        self.tried: list[tuple[str, ...]] = []

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        return 1.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = readers.PLAIN) -> readers.Document:
        self.tried.append(options.passwords)
        raise SourceLocked("The document is protected.", where=name)


def test_passwords_are_used_where_there_is_need_and_those_of_the_file_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = Locked()
    monkeypatch.setattr(readers, "readers", lambda: (reader,))
    options = ReadOptions(passwords=("any", "in/a.pdf\tits own", "b.pdf\tanother", "its own"))
    task = Task("", "a.pdf", hashlib.sha256(b"x").hexdigest(), "policy", options, b"x")
    answer = read_task(task)
    assert reader.tried == [(), ("its own", "any", "another")]
    assert b"own" not in answer
    assert b"password" in answer
    assert "own" not in repr(task) + repr(options)


def test_the_password_of_a_real_file(
    small_study: StudyFolder, real: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add(small_study, "closed.pdf", (real / "difficult-pdf" / "password-is-test.pdf").read_bytes())
    assert "--password-file" in told(small_study, "closed.pdf")
    (tmp_path / "passwords.txt").write_text("test\n")
    monkeypatch.setenv(settings.PASSWORD_FILE, str(tmp_path / "passwords.txt"))
    build(small_study.path)
    assert passages(small_study)["closed"] > 5


@pytest.mark.usefixtures("faulty_workers")
def test_the_number_of_workers_does_not_show_in_a_build(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        add(small_study, f"d{number}.xml", f'<fault do="wait" seconds="{(5 - number) / 20}">')
    made = []
    for jobs in ("1", "3"):
        shutil.rmtree(small_study.path / ".crosscurrent", ignore_errors=True)
        monkeypatch.setenv(settings.JOBS, jobs)
        result = build(small_study.path)
        with open_view(small_study.path) as view:
            made.append((result.key, result.problems, view.table("Passage").to_csv(), view.table("Source").to_csv()))
    assert made[0] == made[1]
    assert made[0][2].count("The words of") == 5


@pytest.mark.usefixtures("faulty_workers")
@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt as a terminal does")
def test_an_interrupt_keeps_what_is_done_and_leaves_no_process(small_study: StudyFolder, tmp_path: Path) -> None:
    add(small_study, "quick.xml", f'<fault do="" seen="{tmp_path / "quick"}">' + " " * 5_000)
    add(small_study, "endless.xml", f'<fault do="wait" seconds="600" seen="{tmp_path / "endless"}">')
    command = [sys.executable, "-P", "-m", "crosscurrent", "--study", str(small_study.path), "build", "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for _ in range(600):
        if (tmp_path / "endless").exists():
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "The documents that were read are kept" in errors
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "endless").read_text()), 0)
    assert not (small_study.path / ".crosscurrent" / "current").exists()
    small_study.write("sources/endless.xml", '<fault do="">')
    assert build(small_study.path).problems == ()
    assert len((tmp_path / "quick").read_text().split()) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs files with holes")
def test_a_line_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    answer = json.loads(read_task(Task(str(path), "line.txt", "0" * 64, "policy"))[1:])
    assert answer["failure"][:3] == ["file", "The file has 2,048 MB; at most 100 MB are read.", "line.txt"]


def test_a_file_that_changed_is_noticed_by_its_worker(small_study: StudyFolder) -> None:
    study, _ = load_study(small_study.path)
    assert study is not None
    reading = Documents(small_study.path)
    task = reading.task(study.sources["plan"], "0" * 64)
    assert read_alone(task, settings_of(small_study.path).limits) == read_task(task) == CHANGED
    with pytest.raises(SourceChanged):
        reading.keep(study.sources["plan"], task, CHANGED)
    with pytest.raises(ClusterError, match="another version"):
        reading.keep(study.sources["plan"], task, FOREIGN)


def test_a_locked_file_is_tried_again(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> bytes:
        raise SourceError("The file is locked or may not be read.", where=path.name)

    monkeypatch.setattr(readers, "read_bytes", locked)
    assert "locked" in told(small_study, "plan.yaml")
    monkeypatch.undo()
    small_study.replace("study.yaml", "A small", "A changed")
    assert build(small_study.path).problems == ()


def test_progress_counts_bytes_and_files(small_study: StudyFolder) -> None:
    stages: list[tuple[str, int, int]] = []
    build(small_study.path, lambda *stage: stages.append(stage))
    reading = [stage for stage in stages if stage[0].startswith("reading sources")]
    assert [stage for stage, _, _ in reading] == [f"reading sources: {n} of 2" for n in range(3)]
    sizes = {path.stat().st_size + 1 for path in (small_study.path / "sources").iterdir()}
    assert (reading[0][1], reading[-1][1], reading[-1][2]) == (0, sum(sizes), sum(sizes))
    assert {reading[1][1]} <= sizes


def test_nothing_to_read_starts_nothing(small_study: StudyFolder) -> None:
    read_all((), lambda place, answer: None, settings_of(small_study.path), lambda *stage: pytest.fail("told"))


@pytest.mark.parametrize(
    ("head", "plain"),
    [
        (b"1. Words", True),
        (b"\xef\xbb\xbftext_kind: digest", True),
        (b"%PDF-1.7", False),
        (b"junk\n%PDF-1.4", False),
        (b"PK\x03\x04", False),
        (b"\n <html>", False),
        (b"\xef\xbb\xbf<?xml", False),
        (b"{\\rtf1", False),
        (b"W\0o\0r\0d\0", False),
        (b"", True),
    ],
)
def test_only_plain_text_is_read_in_the_program_itself(head: bytes, plain: bool) -> None:
    assert is_plain(head) is plain


def test_the_remembered_document_of_a_source(small_study: StudyFolder) -> None:
    study, _ = load_study(small_study.path)
    assert study is not None
    source = study.sources["plan"]
    assert known_document(small_study.path, source) is None
    build(small_study.path)
    found = known_document(small_study.path, source)
    assert found is not None and [block.ref for block in found.blocks] == ["para 1", "para 2"]
    small_study.replace("sources/plan.yaml", "of the budget", "of budgets")
    assert known_document(small_study.path, source) is None


def test_the_engine_counts_for_the_files_that_use_it(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    read_with: list[str] = []

    class Engines(DigestReader):
        name = "engines"
        uses = ("pdf_engine",)

        def read(self, data: bytes, name: str, kind: str, options: ReadOptions = readers.PLAIN) -> readers.Document:
            read_with.append(f"{name} {options.pdf_engine}")
            return super().read(data, name, kind, options)

        def recognises(self, head: bytes, name: str, kind: str) -> float:
            return 1.0 if name == "plan.yaml" else 0.0

    own = (Engines(), *readers.readers())
    monkeypatch.setattr(readers, "readers", lambda: own)
    first = build(small_study.path).key
    small_study.write("study.yaml", small_study.read("study.yaml") + 'pdf_engine: "pdfium"  # fast\n')
    second = build(small_study.path).key
    monkeypatch.setenv(settings.ENGINE, "pdfminer")
    third = build(small_study.path).key
    assert read_with == ["plan.yaml pdfminer", "plan.yaml pdfium", "plan.yaml pdfminer"]
    assert len({first, second, third}) == 3


@pytest.mark.parametrize(
    ("variable", "value", "match"),
    [
        (settings.ENGINE, "pdfmner", "no PDF engine"),
        (settings.JOBS, "many", "whole number from 1 on"),
        (settings.MEMORY, "5", "whole number from 128 on"),
    ],
)
def test_a_wrong_setting_is_told(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, match: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(StudyError, match=match) as raised:
        build(small_study.path)
    assert raised.value.where == variable


def test_a_wrong_engine_in_study_yaml_is_told(small_study: StudyFolder) -> None:
    small_study.write("study.yaml", small_study.read("study.yaml") + "pdf_engine: pdfmine\n")
    assert ["Did you mean" in str(problem) and problem.where for problem in build(small_study.path).problems] == [
        "study.yaml:6"
    ]


@pytest.mark.parametrize(("content", "match"), [(None, "cannot be read"), (b"\xff\xfe", "no text in UTF-8")])
def test_a_password_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, match: str) -> None:
    path = tmp_path / "passwords"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StudyError, match=match) as raised:
        settings.passwords_in(str(path))
    assert raised.value.where == str(path)
    assert settings.passwords_in("") == ()
