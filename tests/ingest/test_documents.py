"""Documents are remembered by content and reader; passages take their ids from source and reference."""

import hashlib
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.ids import passage_id
from graph.model import Source
from ingest import readers
from ingest.documents import Documents, SourceChanged, passages
from ingest.readers import PLAIN, Block, Document, ReadOptions

SOURCE = Source("s", "S", kind="policy", file="a.txt")


class Lines:
    """A reader of one passage a line, which counts how often it read."""

    name = "lines"

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.read_count = 0

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        return 1.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        self.read_count += 1
        text = data.decode().rstrip("\n")
        blocks, start = [], 0
        for number, line in enumerate(text.split("\n")):
            blocks.append(Block(f"line {number % 2}", "A › B", start, start + len(line), page=number + 1, case="L01"))
            start += len(line) + 1
        return Document(text, tuple(blocks), "paraphrase", ("a note",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_bytes(b"one\ntwo\nthree\n")
    return tmp_path


def sha256(folder: Path) -> str:
    return hashlib.sha256((folder / "sources" / "a.txt").read_bytes()).hexdigest()


def use(monkeypatch: pytest.MonkeyPatch, *own: readers.Reader) -> None:
    monkeypatch.setattr(readers, "readers", lambda: own)


def test_a_remembered_document_is_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Lines()
    use(monkeypatch, reader)
    first = Documents(folder).document(SOURCE, sha256(folder))
    assert Documents(folder).document(SOURCE, sha256(folder)) == first
    assert reader.read_count == 1
    assert first[0].blocks[2] == Block("line 0", "A › B", 8, 13, page=3, case="L01")


def test_another_version_or_another_reader_reads_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Lines())
    _, mark = Documents(folder).document(SOURCE, sha256(folder))
    newer = Lines(2)
    use(monkeypatch, newer)
    _, newer_mark = Documents(folder).document(SOURCE, sha256(folder))
    assert newer.read_count == 1
    assert newer_mark != mark
    other = Lines(1)
    other.name = "other"
    use(monkeypatch, newer, other)
    Documents(folder).document(SOURCE, sha256(folder))
    assert newer.read_count == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"reader": ["lines", 1], "readers": ["lines"]}', b"null"])
def test_a_damaged_memory_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    use(monkeypatch, Lines())
    first = Documents(folder).document(SOURCE, sha256(folder))
    (kept,) = (folder / ".crosscurrent" / "cache" / "documents").iterdir()
    kept.write_bytes(damage)
    assert Documents(folder).document(SOURCE, sha256(folder)) == first


def test_a_file_that_is_no_longer_the_same_is_noticed(folder: Path) -> None:
    with pytest.raises(SourceChanged):
        Documents(folder).document(SOURCE, "0" * 64)


def test_what_nobody_asked_for_is_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Lines())
    Documents(folder).document(SOURCE, sha256(folder))
    later = Documents(folder)
    later.cache.forget_unused()
    assert list((folder / ".crosscurrent" / "cache" / "documents").iterdir()) == []


def test_a_reader_that_breaks_its_promise_is_a_source_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Lines()
    monkeypatch.setattr(reader, "read", lambda data, name, kind, options: Document("x", (Block("r", "", 0, 9),)))
    use(monkeypatch, reader)
    with pytest.raises(SourceError, match="The reader lines failed on this file"):
        Documents(folder).document(SOURCE, sha256(folder))


def test_passages_of_a_repeated_reference_are_told_apart() -> None:
    document = Lines().read(b"one\ntwo\nthree\n", "a.txt", "policy")
    made = passages(SOURCE, document)
    assert [p.id for p in made] == [
        passage_id("s", "line 0", 1),
        passage_id("s", "line 1", 1),
        passage_id("s", "line 0", 2),
    ]
    assert [(p.order, p.page, p.case, p.heading, p.text_kind) for p in made][2] == (2, 3, "L01", "A › B", "paraphrase")
    assert all(document.text[p.start : p.end] == p.text for p in made)
