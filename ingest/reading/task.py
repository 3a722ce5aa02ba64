"""One file to read: what a worker is told, and what it does about it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from graph.errors import SourceError, SourceLocked
from ingest import readers
from ingest.readers import PLAIN, Document, Reader, ReadOptions
from ingest.reading.answers import CHANGED, document_answer, failed, failure_answer


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: at `path`, or, where a worker does not share this disk, its bytes in `data`.

    `name` is for messages and endings, `sha256` that of the bytes meant, `kind` one of `model.SOURCE_KINDS`. Neither
    bytes nor passwords show in its repr.
    """

    path: str
    name: str
    sha256: str
    kind: str
    options: ReadOptions = PLAIN
    data: bytes = field(default=b"", repr=False)


def read_task(task: Task) -> bytes:
    """Read one file; gives an answer (see `ingest.reading.answers`). Raises MemoryError, and nothing else."""
    try:
        data = task.data or readers.read_bytes(Path(task.path))
    except SourceError as error:
        return failure_answer(failed(error, "file"), task.sha256)
    if task.sha256 and hashlib.sha256(data).hexdigest() != task.sha256:
        return CHANGED
    try:
        document, reader = read_data(data, task.name, task.kind, task.options)
    except SourceError as error:
        return failure_answer(failed(error), task.sha256)
    return document_answer(document, reader, task.options)


def read_data(data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> tuple[Document, Reader]:
    """The document in these bytes, and the reader that took it; passwords are used only where there is need.

    Of `options.passwords`, one that is written `file.pdf<TAB>password` is tried first on the file of that name.
    Raises SourceError where there is none, and MemoryError.
    """
    reader = readers.choose(data, name, kind)
    try:
        return _read(reader, data, name, kind, replace(options, passwords=())), reader
    except SourceLocked:
        if not options.passwords:
            raise
    return _read(reader, data, name, kind, replace(options, passwords=_for_file(options.passwords, name))), reader


def _for_file(lines: Sequence[str], name: str) -> tuple[str, ...]:
    """The passwords in the order in which they are tried on the file `name`."""
    own: list[str] = []
    others: list[str] = []
    for line in lines:
        file, tab, password = line.partition("\t")
        (own if tab and PurePosixPath(file).name == name else others).append(password if tab else line)
    return tuple(dict.fromkeys((*own, *others)))


def _read(reader: Reader, data: bytes, name: str, kind: str, options: ReadOptions) -> Document:
    try:
        return reader.read(data, name, kind, options)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a fault of one reader must not stop the other sources
        raise SourceError(
            f"The reader {reader.name} failed on this file ({type(error).__name__}: {error}).",
            where=name,
            next_step="Please report it as a defect; until then save the document in another format.",
        ) from error
