"""One file that may be added, read where it can do no harm: in a worker with limits of time and memory."""

import hashlib
import json
from concurrent.futures import Executor, Future
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from graph.errors import SourceError
from ingest import readers
from ingest.readers import Document, ReadOptions
from ingest.reading.answers import DOCUMENT, Failure, document_answer, failed, known_document
from ingest.reading.limits import Limits
from ingest.reading.pool import WorkerDied, WorkerFailed
from ingest.study.guess import Guess, read_and_guess_kind

LIMITS: Final = Limits(seconds=300.0)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file turned out to be: hash of its bytes, kind, and the document read as that kind."""

    sha256: str
    kind: Guess
    document: Document


def opened(path: Path, name: str, kind: str, options: ReadOptions) -> Opened:
    """Read a file here and now; `name` is for messages and endings. Raises SourceError where it cannot be read."""
    data = readers.read_bytes(path)
    guess, document = read_and_guess_kind(data, name, kind, options)
    return Opened(hashlib.sha256(data).hexdigest(), guess, document)


def opened_in(pool: Executor, path: Path, name: str, kind: str, options: ReadOptions) -> "Future[bytes]":
    """Have a worker read a file; `outcome` says what came of it."""
    return pool.submit(_work, str(path), name, kind, options)


def outcome(future: "Future[bytes]", name: str) -> Opened:
    """What a worker found; raises SourceError, with place and next step, where the file gave no document."""
    try:
        head, _, body = future.result().partition(b"\n")
    except TimeoutError:
        step = "Split the document, or save it in another format."
        raise SourceError(f"It was given up after {LIMITS.seconds:.0f} s.", where=name, next_step=step) from None
    except MemoryError:
        step = "Split the document, or take the pictures out."
        raise SourceError("It needs more memory than a document may take.", where=name, next_step=step) from None
    except (WorkerDied, WorkerFailed) as error:
        step = "Save the document in another format; please report it as a defect."
        raise SourceError(f"The program that read it ended ({error}).", where=name, next_step=step) from None
    told = json.loads(head)
    if "failure" in told:
        raise Failure(*told["failure"]).error()
    document = known_document(json.loads(body[1:])) if body[:1] == DOCUMENT else None
    if document is None:
        raise SourceError("The file cannot be read.", where=name, next_step="Please report it as a defect.")
    return Opened(told["sha256"], Guess(*told["kind"]), document)


class _Plain:
    """Stands for the reader in an answer that is parsed at once and remembered by nobody."""

    name = "unknown"
    version = 0


def _work(path: str, name: str, kind: str, options: ReadOptions) -> bytes:
    try:
        found = opened(Path(path), name, kind, options)
    except SourceError as error:
        return json.dumps({"failure": astuple(failed(error))}).encode("utf-8") + b"\n"
    head = json.dumps({"sha256": found.sha256, "kind": [found.kind.value, found.kind.origin]}).encode("utf-8")
    return head + b"\n" + document_answer(found.document, _Plain(), options)  # type: ignore[arg-type]
