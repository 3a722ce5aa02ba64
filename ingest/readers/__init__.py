"""Files to canonical text and passages: one module a format, chosen by what a file holds rather than by its name."""

import stat
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.akn import AknReader
from ingest.readers.base import MAX_BYTES, PLAIN, About, Block, Document, Link, Reader, ReadOptions, Region
from ingest.readers.captions import CaptionsReader
from ingest.readers.clml import ClmlReader
from ingest.readers.digest import DigestReader
from ingest.readers.docx import DocxReader
from ingest.readers.epub import EpubReader
from ingest.readers.excerpts import ExcerptsReader
from ingest.readers.foreign import foreign_format
from ingest.readers.html_reader import HtmlReader
from ingest.readers.legislation_html import LegislationHtmlReader
from ingest.readers.markdown import MarkdownReader
from ingest.readers.odt import OdtReader
from ingest.readers.pdf import PdfReader
from ingest.readers.rtf import RtfReader
from ingest.readers.table import TableReader
from ingest.readers.text import TextReader

__all__ = [
    "MAX_BYTES",
    "PLAIN",
    "About",
    "Block",
    "Document",
    "Link",
    "ReadOptions",
    "Reader",
    "Region",
    "choose",
    "read",
    "read_bytes",
    "readers",
]

HEAD_BYTES = 65_536
"""So much of a file's beginning decides its reader."""


def readers() -> tuple[Reader, ...]:
    """All readers; where two are equally sure of a file, the earlier one takes it."""
    return (
        PdfReader(),
        ClmlReader(),
        AknReader(),
        LegislationHtmlReader(),
        DigestReader(),
        MarkdownReader(),
        HtmlReader(),
        DocxReader(),
        OdtReader(),
        RtfReader(),
        CaptionsReader(),
        EpubReader(),
        TableReader(),
        ExcerptsReader(),
        TextReader(),
    )


def choose(data: bytes, name: str, kind: str) -> Reader:
    """The reader that is surest of these bytes; raises SourceError where none reads such a file.

    `name` is the file's name, `kind` one of `model.SOURCE_KINDS`.
    """
    if not data:
        raise SourceError("The file is empty.", where=name, next_step="Put the document in its place.")
    head = data[:HEAD_BYTES]
    best = max(readers(), key=lambda reader: reader.recognises(head, name, kind))
    if best.recognises(head, name, kind) <= 0:
        found, next_step = foreign_format(head)
        raise SourceError(f"{found} cannot be read.", where=name, next_step=next_step)
    return best


def read(path: Path, kind: str, *, max_bytes: int = MAX_BYTES, options: ReadOptions = PLAIN) -> Document:
    """Read the source at `path`; `kind` is one of `model.SOURCE_KINDS` and may steer what is taken as a passage.

    Raises SourceError, with place and next step, for a file that is missing, locked, empty, too large, of a foreign
    format or damaged.
    """
    data = read_bytes(path, max_bytes=max_bytes)
    return choose(data, path.name, kind).read(data, path.name, kind, options)


def read_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of one source file; raises SourceError where it is missing, locked, no file, or too large."""
    where = path.name or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "This is a folder." if stat.S_ISDIR(status.st_mode) else "This is not an ordinary file."
            raise SourceError(what, where=where, next_step="Give the document's own file.")
        if status.st_size > max_bytes:
            raise _too_large(where, status.st_size, max_bytes)
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        step = "Put the file there, or mend its name in sources.yaml."
        raise SourceError("There is no such file.", where=where, next_step=step) from None
    except PermissionError:
        step = "Close it in other programs, and check that you may read it."
        raise SourceError("The file is locked or may not be read.", where=where, next_step=step) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        step = "Check the disk or network folder, then try again."
        raise SourceError(f"The file cannot be read ({reason}).", where=where, next_step=step) from error
    if len(data) > max_bytes:
        raise _too_large(where, len(data), max_bytes)
    return data


def _too_large(where: str, size: int, max_bytes: int) -> SourceError:
    megabytes = 1024 * 1024
    return SourceError(
        f"The file has {size / megabytes:,.0f} MB; at most {max_bytes / megabytes:,.0f} MB are read.",
        where=where,
        next_step="Split it into several sources, or take the pictures out.",
    )
