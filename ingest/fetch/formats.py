"""What a body is, by its own first bytes, and whether that agrees with what the server says it is."""

import codecs
import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from graph.errors import SourceError

SUFFIXES: Final = {
    "xml": ".xml",
    "html": ".html",
    "pdf": ".pdf",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "odt": ".odt",
    "epub": ".epub",
    "csv": ".csv",
    "text": ".txt",
}
NAMES: Final = {
    "xml": "XML",
    "html": "a web page",
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "a workbook",
    "odt": "an OpenDocument text",
    "epub": "an EPUB",
    "csv": "a CSV table",
    "text": "plain text",
    "": "something unknown",
}
_DECLARED: Final = {
    "text/html": {"html"},
    "application/xhtml+xml": {"html", "xml"},
    "application/xml": {"xml", "html"},
    "text/xml": {"xml", "html"},
    "application/pdf": {"pdf"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
    "application/vnd.oasis.opendocument.text": {"odt"},
    "application/epub+zip": {"epub"},
    "text/csv": {"csv", "text"},
}
_SAY_NOTHING: Final = ("", "application/octet-stream", "binary/octet-stream", "application/download", "text/plain")
_ELEMENT: Final = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_PROLOG: Final = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_BY_MIME: Final = {b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt"}
_ZIPPED: Final = (("word/", "docx"), ("xl/", "xlsx"))


def declared_kinds(content_type: str) -> set[str] | None:
    """What a Content-Type allows a body to be; None where it says nothing."""
    media = content_type.partition(";")[0].strip().lower()
    if media in _SAY_NOTHING:
        return None
    if media.endswith("+xml") and media not in _DECLARED:
        return {"xml"}
    return _DECLARED.get(media, set())


def kind_of(data: bytes, name: str = "") -> str:
    """A key of `NAMES`: what the bytes are; `name` tells a table from plain text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    head = _plain(data[:65_536])
    at = 0
    while found := _PROLOG.match(head, at):
        at = found.end()
    element = _ELEMENT.match(head, at)
    if element:
        first = element[1].rpartition(b":")[2].lower()
        if first in (b"html", b"head", b"body") or re.search(rb"<!doctype\s+html", head[:at], re.IGNORECASE):
            return "html"
        return "xml" if head.startswith(b"<?xml") or first not in (b"div", b"p", b"span", b"script") else "html"
    if not data or b"\0" in data[:65_536] or head[at : at + 1] == b"<":
        return ""
    return "csv" if name.lower().endswith(".csv") else "text"


def _plain(head: bytes) -> bytes:
    """The first bytes as ASCII-like text: without a byte order mark, and UTF-16 made narrow."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").encode("utf-8").lstrip()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            mime = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, zlib.error, ValueError):
        return ""
    if mime:
        return _BY_MIME.get(mime.strip(), "")
    return next((kind for folder, kind in _ZIPPED if any(name.startswith(folder) for name in names)), "")


def check(data: bytes, content_type: str, accept: frozenset[str], address: str) -> str:
    """The kind of a body that is among the accepted and agrees with its Content-Type; else SourceError."""
    name = address.partition("?")[0].rpartition("/")[2]
    kind = kind_of(data, name)
    wanted = " or ".join(NAMES[k] for k in sorted(accept))
    if kind not in accept:
        raise SourceError(f"The answer is {NAMES[kind]}, not {wanted}.", where=address, next_step=_LOOK)
    declared = declared_kinds(content_type)
    if declared is not None and kind not in declared:
        said = content_type.partition(";")[0].strip()
        raise SourceError(f'The answer is called "{said}" but is {NAMES[kind]}.', where=address, next_step=_LOOK)
    if kind == "pdf" and b"%%EOF" not in data[-4096:]:
        raise SourceError("The PDF has no end: the server sent only a part of it.", where=address, next_step=_LOOK)
    return kind


_LOOK: Final = "Open the address in a browser; if the document is there, save it and `crosscurrent add FILE`."


def unpacked(data: bytes, encoding: str, limit: int, address: str) -> bytes:
    """A body without its Content-Encoding, at most `limit` bytes; raises SourceError for a bomb, damage, or another."""
    way = encoding.lower()
    if way in ("", "identity"):
        return data
    if way not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(f'The answer is packed as "{way[:40]}", which was not asked for.', where=address)
    packer = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        made = packer.decompress(data, limit + 1)
    except zlib.error as error:
        raise SourceError(f"The answer is packed and cannot be unpacked ({error}).", where=address) from error
    if len(made) > limit:
        what = f"The answer unpacks to more than {limit / 1048576:,.0f} MB."
        raise SourceError(what, where=address, next_step=_LOOK)
    if not packer.eof:
        raise SourceError("The answer is packed and breaks off.", where=address, next_step="Try again later.")
    return made
