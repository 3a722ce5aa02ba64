"""What a worker says of one file, as bytes: a document, why there is none, or that the file is another by now.

An answer is one byte for what it is, then JSON. It is data through and through: nothing in it is ever executed, since
the process that wrote it has read a file that nobody trusts.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any, Final

from graph.errors import SourceError, SourceLocked
from ingest import readers
from ingest.readers import About, Block, Document, Link, Reader, ReadOptions, Region

DOCUMENT: Final = b"d"
FAILURE: Final = b"f"
CHANGED: Final = b"c"
"""The file is not the one that was asked for."""
FOREIGN: Final = b"v"
"""The worker runs another version of Crosscurrent."""
_LEAD: Final = [field.name for field in fields(Block)].index("lead")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gave no document: the words of a SourceError, and what kind of reason it is.

    `why` is empty where the bytes are the reason, `file` where they could not be had, else `password`, `time`, `memory`
    or `died`; these hang on more than the file. `seconds` and `memory` (bytes) are the limits that it was read under,
    0 where they are no reason; `tried` tells one password file from another, without a word of what it holds.
    """

    why: str
    what: str
    where: str
    next_step: str
    seconds: float = 0.0
    memory: int = 0
    tried: str = ""

    def error(self) -> SourceError:
        """The error as it was raised."""
        made = SourceLocked if self.why == "password" else SourceError
        return made(self.what, where=self.where, next_step=self.next_step)


def document_answer(document: Document, reader: Reader, options: ReadOptions) -> bytes:
    """The answer that holds a document, with what decides whether it must be read again."""
    used = {name: getattr(options, name) for name in getattr(reader, "uses", ())}
    value = {"reader": [reader.name, reader.version], "readers": sorted(versions()), "options": used}
    return DOCUMENT + _encoded({**value, **_as_json(document)})


def failure_answer(failure: Failure, sha256: str = "") -> bytes:
    """The answer that says why there is no document in the file of this hash."""
    return FAILURE + _encoded({"failure": astuple(failure), "sha256": sha256, "readers": versions()})


def failed(error: SourceError, why: str = "") -> Failure:
    """The failure that an error of a reader is."""
    why = "password" if isinstance(error, SourceLocked) else why
    return Failure(why, error.what, error.where, error.next_step)


def versions() -> dict[str, int]:
    """The readers there are, each with its version."""
    return {reader.name: reader.version for reader in readers.readers()}


def known_document(value: Any, options: ReadOptions | None = None) -> Document | None:
    """The document in a remembered answer; None where it is damaged or of an older shape.

    With `options`, also None where it would be read otherwise now: its reader or what that uses of the options has
    changed, or another reader might now take the file.
    """
    try:
        if options is not None:
            now = versions()
            name, version = value["reader"]
            if now.get(name) != version or value["readers"] != sorted(now):
                return None
            if any(getattr(options, field) != used for field, used in value["options"].items()):
                return None
        return _from_json(value)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def known_failure(value: Any) -> Failure | None:
    """The failure in a remembered answer; None where it is damaged, or a reader has changed since."""
    try:
        return Failure(*value["failure"]) if value["readers"] == versions() else None
    except (KeyError, TypeError):
        return None


def _encoded(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


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


def _from_json(value: Any) -> Document:
    return Document(
        value["text"],
        tuple(_block(each) for each in value["blocks"]),
        value["text_kind"],
        tuple(value["notes"]),
        tuple(Region(*each) for each in value["regions"]),
        tuple(value["page_labels"]),
        tuple(Link(*each) for each in value["links"]),
        About(*value["about"]),
    )


def _block(values: list[Any]) -> Block:
    lead = tuple((start, end) for start, end in values[_LEAD])
    return Block(*(*values[:_LEAD], lead, *values[_LEAD + 1 :]))
