"""Sources -> documents and passages, each file read once and remembered by its content."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from graph.ids import digest, passage_id
from graph.model import Passage, Source
from ingest import readers
from ingest.cache import Cache
from ingest.readers import About, Block, Document, Link, Reader, Region
from ingest.snapshot import SOURCE_FILES


class SourceChanged(Exception):
    """A source file is no longer what it was when the build began."""


class Documents:
    """The documents of a study; a file that was read before, by the same version of its reader, is not read again."""

    def __init__(self, study: Path) -> None:
        self._folder = study / SOURCE_FILES
        self.cache = Cache(study, "documents")

    def document(self, source: Source, sha256: str) -> tuple[Document, str]:
        """The document of a source and the name under which it is remembered.

        `sha256`: hash of the file when the build began. Raises SourceError when it cannot be read, SourceChanged when
        it is another file by now.
        """
        path = self._folder / source.file
        name = digest((sha256, path.name, source.kind))
        versions = {reader.name: reader.version for reader in readers.readers()}
        known = self.cache.get(name)
        if known is not None and (document := _from_json(known, versions)):
            return document, _mark(name, known["reader"])
        data = readers.read_bytes(path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise SourceChanged(source.file)
        reader = readers.choose(data, path.name, source.kind)
        document = _read(reader, data, path.name, source.kind)
        used = [reader.name, reader.version]
        self.cache.put(name, {"reader": used, "readers": sorted(versions), **_as_json(document)})
        return document, _mark(name, used)


def _read(reader: Reader, data: bytes, name: str, kind: str) -> Document:
    try:
        return reader.read(data, name, kind)
    except SourceError:
        raise
    except Exception as error:  # a fault of one reader must not stop the other sources
        raise SourceError(
            f"The reader {reader.name} failed on this file ({type(error).__name__}: {error}).",
            where=name,
            next_step="Please report it as a defect; until then save the document in another format.",
        ) from error


def _mark(name: str, reader: list[Any]) -> str:
    return digest((name, *reader))


def _as_json(document: Document) -> dict[str, object]:
    return {
        "text": document.text,
        "blocks": [astuple(block) for block in document.blocks],
        "text_kind": document.text_kind,
        "notes": document.notes,
        "regions": [astuple(region) for region in document.regions],
        "page_labels": document.page_labels,
        "links": [astuple(link) for link in document.links],
        "about": astuple(document.about),
    }


def _from_json(known: Any, versions: dict[str, int]) -> Document | None:
    """The remembered document; None where its reader has changed, or another reader might now take the file."""
    try:
        reader, version = known["reader"]
        if versions.get(reader) != version or known["readers"] != sorted(versions):
            return None
        return Document(
            known["text"],
            tuple(_block(fields) for fields in known["blocks"]),
            known["text_kind"],
            tuple(known["notes"]),
            tuple(Region(*fields) for fields in known["regions"]),
            tuple(known["page_labels"]),
            tuple(Link(*fields) for fields in known["links"]),
            About(*known["about"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _block(fields: list[Any]) -> Block:
    block = Block(*fields)
    return replace(block, lead=tuple((start, end) for start, end in block.lead))


def passages(source: Source, document: Document) -> tuple[Passage, ...]:
    """The passages of a source, one a block, in order.

    A block without a reference is called by its place (`para 12`); where a reference repeats, a count keeps the ids
    apart.
    """
    count: Counter[str] = Counter()
    made = []
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
                case=block.case,
                page=block.page,
                url=block.url,
                order=order,
                lead_in=" ".join(document.text[start:end] for start, end in block.lead),
                state=block.state,
                time=block.time,
                page_label=document.page_labels[block.page - 1] if document.page_labels and block.page else "",
            )
        )
    return tuple(made)


Progress = Callable[[str, int, int], None]
"""Called with a stage, how many of its steps are done, and how many there are."""
