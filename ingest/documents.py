"""Sources -> documents and passages, each file read once and remembered by its content."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import ClusterError, SourceError
from graph.ids import digest, passage_id
from graph.model import Passage, Source
from ingest.cache import Cache
from ingest.readers import PLAIN, Document, Link, ReadOptions
from ingest.reading.answers import CHANGED, DOCUMENT, FOREIGN, Failure, failure_answer, known_failure
from ingest.reading.answers import known_document as _known_document
from ingest.reading.settings import Settings
from ingest.reading.task import Task, read_task
from ingest.snapshot import SOURCE_FILES, UNREAD, Memory
from ingest.study.speakers import case_of


class SourceChanged(Exception):
    """A source file is no longer what it was when the build began."""


class Documents:
    """The documents of a study; a file that was read before, by the same version of its reader, is not read again.

    What only opened with a password stays open: it is remembered as any other.
    """

    def __init__(self, study: Path, options: ReadOptions = PLAIN, password_mark: str = "") -> None:
        self._folder = study / SOURCE_FILES
        self._options = options
        self._password_mark = password_mark
        self._fresh: dict[str, bytes] = {}
        self.cache = Cache(study, "documents")
        self.unread = Cache(study, UNREAD)

    def document(self, source: Source, sha256: str) -> tuple[Document, str]:
        """The document of a source and the name under which it is remembered; read here and now where it has to be.

        `sha256`: hash of the file when the build began. Raises SourceError when it cannot be read, SourceChanged when
        it is another file by now.
        """
        if known := self.known(source, sha256):
            return known
        if failure := self.failure(source, sha256):
            raise failure.error()
        task = self.task(source, sha256)
        self.keep(source, task, read_task(task))
        if known := self.known(source, sha256):
            return known
        failure = self.failure(source, sha256)
        raise failure.error() if failure else SourceError("The file cannot be read.", where=task.name)

    def known(self, source: Source, sha256: str) -> tuple[Document, str] | None:
        """The document and its name as `document` gives them; None where the file must be read."""
        name = self.name(source, sha256)
        value = self._value(self.cache, name)
        document = _known_document(value, self._options)
        if document is None:
            return None
        used = {field: option for field, option in value["options"].items() if option != getattr(PLAIN, field)}
        return document, digest((name, *value["reader"], *sorted(used.items())))

    def failure(self, source: Source, sha256: str) -> Failure | None:
        """Why the file gave no document when it was last tried; None where that is not known or readers changed."""
        return known_failure(self._value(self.unread, self.name(source, sha256)))

    @staticmethod
    def name(source: Source, sha256: str) -> str:
        """The name under which the document of a source is remembered."""
        parts = (sha256, Path(source.file).name, source.kind)
        return digest((*parts, *source.columns) if source.columns else parts)

    def task(self, source: Source, sha256: str) -> Task:
        """What a worker is told of a source."""
        path = self._folder / source.file
        return Task(str(path), path.name, sha256, source.kind, replace(self._options, columns=source.columns))

    def keep(self, source: Source, task: Task, answer: bytes) -> None:
        """Remember what a worker found; raises SourceChanged where it met another file."""
        kind, body = answer[:1], answer[1:]
        if kind == CHANGED:
            raise SourceChanged(task.name)
        if kind == FOREIGN:
            raise ClusterError(
                "The workers of the Dask cluster run another version of Crosscurrent, which may read otherwise.",
                next_step="Install the same version on all of them.",
            )
        name = self.name(source, task.sha256)
        if kind == DOCUMENT:
            kept = self.cache.put_encoded(name, body)
            self.unread.forget(name)
        else:
            failure = known_failure(json.loads(body))
            if failure is not None and failure.why == "password":
                body = failure_answer(replace(failure, tried=self._password_mark), task.sha256)[1:]
            # a file that was locked a moment ago may be open now
            kept = failure is not None and failure.why != "file" and self.unread.put_encoded(name, body)
        if not kept:
            self._fresh[name] = body

    def forget_unused(self) -> None:
        """Forget the files that nobody asked for since this object was made."""
        self.cache.forget_unused()
        self.unread.forget_unused()

    def _value(self, cache: Cache, name: str) -> Any:
        return json.loads(self._fresh[name]) if name in self._fresh else cache.get(name)


def worth_another_try(study: Path, unread: Collection[str], settings: Settings) -> bool:
    """Whether a file of these hashes could not be read and may be by now; see `may_be_read_now`."""
    if not unread:
        return False
    failures = [known_failure(value) for value in Cache(study, UNREAD).values() if value.get("sha256") in unread]
    return any(failure is None or may_be_read_now(failure, settings) for failure in failures)


def may_be_read_now(failure: Failure, settings: Settings) -> bool:
    """Whether something that hindered reading has gone: other passwords are given, or time and memory are larger."""
    if failure.why == "password":
        return bool(settings.password_file) and settings.password_mark() != failure.tried
    if failure.why == "time":
        return settings.limits.seconds > failure.seconds
    return failure.why == "memory" and settings.limits.memory > failure.memory


def known_document(study: Path, source: Source) -> Document | None:
    """The remembered document of a source as its file was last read; None where it is not there, or has changed since.

    Nothing is read anew: for screens, which want regions, links and what the document says of itself.
    """
    sha256 = Memory(study).sha256(source.file) if source.file else ""
    return _known_document(Cache(study, "documents").get(Documents.name(source, sha256))) if sha256 else None


def passages(source: Source, document: Document) -> tuple[Passage, ...]:
    """The passages of a source, one a block, in order.

    A speaker's label gives the case that the source's `speakers` name for it, else the one that the reader took of it.
    A block without a reference is called by its place (`para 12`); where a reference repeats, a count keeps the ids
    apart.
    """
    count: Counter[str] = Counter()
    made = []
    told = _told(document)
    for order, block in enumerate(document.blocks):
        ref = block.ref or f"para {order + 1}"
        count[ref] += 1
        made.append(
            Passage(
                id=passage_id(source.id, ref, count[ref]),
                source=source.id,
                ref=ref,
                start=block.start,
                end=block.end,
                text=document.words(block),
                text_kind=document.text_kind,
                heading=block.heading,
                case=case_of(source, block.speaker or block.case, block.case),
                page=block.page,
                url=block.url,
                order=order,
                lead_in=" ".join(document.text[start:end] for start, end in block.lead),
                state=block.state,
                time=block.time,
                page_label=document.page_labels[block.page - 1] if document.page_labels and block.page else "",
                defines=tuple(dict.fromkeys(link.target for link in told.get(order, ()) if link.kind == "definition")),
                refers=tuple(
                    (link.target, document.text[link.start : link.end])
                    for link in told.get(order, ())
                    if link.kind == "reference"
                ),
            )
        )
    return tuple(made)


def _told(document: Document) -> dict[int, list[Link]]:
    """The links that lie in each block, by the block's place."""
    starts = [block.start for block in document.blocks]
    found: dict[int, list[Link]] = {}
    for link in document.links:
        at = bisect_right(starts, link.start) - 1
        if at >= 0 and link.end <= document.blocks[at].end:
            found.setdefault(at, []).append(link)
    return found


Progress = Callable[[str, int, int], None]
"""Called with a stage, how many of its steps are done, and how many there are."""
