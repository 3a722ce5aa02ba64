"""Which reader takes a file, and what is said of files that none can read."""

import os
import sys
from pathlib import Path

import pytest
from pdfmaker import Words, make_pdf
from wordmaker import docx, odt, p

from graph.errors import SourceError
from ingest import readers

DIGEST = b"text_kind: digest\nitems:\n- {ref: para 1, text: Ask early.}\n"
MARKDOWN = b"# One\n\nWords.\n\n## Two\n\nMore words.\n"


@pytest.mark.parametrize(
    ("data", "name", "kind", "reader"),
    [
        (DIGEST, "plan.yaml", "policy", "digest"),
        (DIGEST, "plan.txt", "policy", "digest"),
        (b"some: thing", "plan.yml", "policy", "digest"),
        (MARKDOWN, "plan.txt", "policy", "markdown"),
        (b"Words.", "plan.md", "policy", "markdown"),
        (b"Words.", "plan", "policy", "text"),
        (b"Words.", "plan.pdf", "policy", "text"),
        (b"Words.", "study.txt", "article", "excerpts"),
        (b"Words.", "study.txt", "excerpts", "excerpts"),
        (MARKDOWN, "study.md", "article", "markdown"),
        (make_pdf([[Words(72, 700, "Words.")]]), "plan.txt", "policy", "pdf"),
        (b"\n\n%PDF-1.4 and so on", "plan", "policy", "pdf"),
        (b"\0\1\2\3", "plan.pdf", "policy", "pdf"),
        ("Wörter".encode("utf-16"), "plan.txt", "policy", "text"),
        (docx(p("Words.")), "plan.bin", "policy", "docx"),
        (odt("<text:p>Words.</text:p>"), "plan.zip", "policy", "odt"),
        (b"{\\rtf1 Words.}", "plan.doc", "policy", "rtf"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nWords.\n", "talk.txt", "transcript", "captions"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nWords.\n", "talk.md", "transcript", "captions"),
        (b"\n<!DOCTYPE html><p>x", "plan.txt", "policy", "html"),
        (b"<?xml version='1.0'?><!-- c --><html><body><p>x", "plan.txt", "policy", "html"),
        ("<!doctype html><p>Wörter".encode("utf-16"), "plan.txt", "article", "html"),
        (b"a,b\n1,2\n", "plan.csv", "policy", "table"),
    ],
)
def test_the_content_chooses_the_reader(data: bytes, name: str, kind: str, reader: str) -> None:
    assert readers.choose(data, name, kind).name == reader


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04thing", "A ZIP archive that is no document known here cannot be read."),
        (b"\xd0\xcf\x11\xe0", "A file of an older Word, Excel or PowerPoint cannot be read."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "A file with a password cannot be read."),
        (b"\x89PNG\r\n", "A picture cannot be read."),
        (b"<?xml version='1.0'?>", "An XML file of a kind that is not known here cannot be read."),
        (b"\0\0\0\x18ftypM4A ", "A recording cannot be read."),
        (b"\0\1\2\3", "A binary file of an unknown format cannot be read."),
    ],
)
def test_what_no_reader_takes_is_named(data: bytes, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        readers.choose(data, "thing.txt", "policy")
    assert caught.value.what == what
    assert caught.value.where == "thing.txt"
    assert caught.value.next_step


def test_readers_have_names_of_their_own_and_versions() -> None:
    names = [reader.name for reader in readers.readers()]
    assert len(set(names)) == len(names)
    assert all(reader.version >= 1 for reader in readers.readers())


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Ask early.\n\nAsk often.", encoding="utf-8")
    document = readers.read(path, "policy")
    assert [document.words(block) for block in document.blocks] == ["Ask early.", "Ask often."]


def error_of(path: Path, **options: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        readers.read(path, "policy", **options)
    assert caught.value.where == path.name
    assert caught.value.next_step
    return caught.value


def test_a_missing_file(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none.txt").what == "There is no such file."


def test_a_folder(tmp_path: Path) -> None:
    assert error_of(tmp_path).what == "This is a folder."


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert error_of(tmp_path / "empty.txt").what == "The file is empty."


def test_a_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(readers.MAX_BYTES + 1)  # a hole: it takes no room on the disk
    assert error_of(path).what == "The file has 100 MB; at most 100 MB are read."
    path.write_bytes(b"x" * 11)
    assert "at most" in error_of(path, max_bytes=10).what


def test_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Words.", encoding="utf-8")
    if sys.platform == "win32" or os.geteuid() == 0:
        # Nobody locks root out, and Windows has no mode bits: the system's refusal is played.
        def refuse(*_: object) -> None:
            raise PermissionError(13, "locked")

        monkeypatch.setattr(Path, "open", refuse)
    else:
        path.chmod(0)
    assert error_of(path).what == "The file is locked or may not be read."


def test_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "far.txt"
    path.write_text("Words.", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert error_of(path).what == "The file cannot be read (Input/output error)."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert error_of(tmp_path / "pipe").what == "This is not an ordinary file."


def test_reading_text_does_not_load_the_pdf_library() -> None:
    import subprocess

    program = "import sys, ingest.readers; sys.exit('pdfminer' in sys.modules or 'pandas' in sys.modules)"
    subprocess.run([sys.executable, "-P", "-c", program], check=True)
