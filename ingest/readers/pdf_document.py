"""A PDF opened by pdfminer.six within bounds: what it unpacks to, and what it keeps in memory."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef, PDFStream

MAX_STREAM_BYTES: Final = 256 * 1024 * 1024
_DEFLATE_RATIO: Final = 1032
"""No deflate stream grows more than this."""
_MAX_OTHER_BYTES: Final = 4 * 1024 * 1024
"""Of LZW and run-length data no more is unpacked: it is old, slow, and of this size only in pictures."""

_FILTER: Final = re.compile(rb"/(FlateDecode|Fl|LZWDecode|RunLengthDecode)\b")


class TooLargeError(Exception):
    """A compressed stream grows beyond the limit."""


class BoundedDocument(PDFDocument):
    """A document that looks at each compressed stream before pdfminer unpacks it whole."""

    def getobj(self, objid: int) -> object:
        """The object of a number, its stream known to be bounded."""
        known = objid in self._cached_objs
        found = super().getobj(objid)
        seen = {objid}
        while isinstance(found, PDFObjRef):  # pdfminer itself would follow a circle of them for ever
            if found.objid in seen:
                raise PDFObjectNotFound(objid)
            seen.add(found.objid)
            found = super().getobj(found.objid)
        if not known and isinstance(found, PDFStream) and found.rawdata and not _is_picture(found):
            _check_growth(bytes(found.rawdata), _filters(found))
        return found

    def get_page_labels(self) -> Iterator[str]:
        """The labels of the pages; none from where the file's list of them is damaged."""
        try:
            labels = super().get_page_labels()
        except Exception as error:  # a damaged list of labels must not cost the pages
            raise PDFNoPageLabels from error
        return _unbroken(labels)

    def forget_streams(self) -> None:
        """Let go of the streams read so far; they are read again should another page need them."""
        kept = {number: found for number, found in self._cached_objs.items() if not isinstance(found[0], PDFStream)}
        self._cached_objs = kept


def opened(data: bytes, passwords: Sequence[str]) -> BoundedDocument:
    """The document; the empty password comes first. Raises what pdfminer raises, and TooLargeError."""
    for password in ("", *passwords):
        try:
            return BoundedDocument(PDFParser(io.BytesIO(data)), password=password)
        except PDFPasswordIncorrect:
            continue
    raise PDFPasswordIncorrect


def _unbroken(labels: Iterator[str]) -> Iterator[str]:
    try:
        yield from labels
    except Exception:  # as above
        yield from repeat("")
    yield from repeat("")


def _is_picture(stream: Any) -> bool:
    return "Image" in str(stream.attrs.get("Subtype", ""))


def _filters(stream: Any) -> list[str]:
    """The names of what a stream has to go through, in order; one that is itself a reference counts as deflate."""
    given = stream.attrs.get("Filter", stream.attrs.get("F"))
    if given is None:
        return []
    return [str(getattr(one, "name", "FlateDecode")) for one in (given if isinstance(given, list) else [given])]


def _check_growth(raw: bytes, filters: Sequence[str]) -> None:
    """Raise TooLargeError where unpacking, one filter after the other, gives more than the limit."""
    for at, name in enumerate(filters):
        if name in ("LZWDecode", "LZW", "RunLengthDecode", "RL"):
            if len(raw) > _MAX_OTHER_BYTES:
                raise TooLargeError
            return
        if name not in ("FlateDecode", "Fl"):
            continue
        last = at + 1 == len(filters)
        if last and len(raw) * _DEFLATE_RATIO <= MAX_STREAM_BYTES:
            return
        raw = _unpacked(raw, keep=not last)


def _unpacked(raw: bytes, *, keep: bool) -> bytes:
    unpacker, total, rest = zlib.decompressobj(), 0, raw
    parts = []
    try:
        while rest and not unpacker.eof:
            part = unpacker.decompress(rest, 1 << 20)
            rest = unpacker.unconsumed_tail
            total += len(part)
            if total > MAX_STREAM_BYTES:
                raise TooLargeError
            if keep:
                parts.append(part)
    except zlib.error:
        return b"".join(parts)  # not deflated, or damaged: pdfminer will see
    return b"".join(parts)


def check_streams(data: bytes) -> None:
    """Raise TooLargeError where a large or twice packed stream of a file grows beyond the limit.

    For an engine that unpacks out of our sight; pictures are passed over, since reading words does not unpack them.
    """
    at, smallest = 0, MAX_STREAM_BYTES // _DEFLATE_RATIO
    while (at := data.find(b"stream", at)) >= 0:
        begin, end = at + 6, data.find(b"endstream", at + 6)
        if data[at - 3 : at] == b"end":
            at = begin
            continue
        end = len(data) if end < 0 else end
        head = data[max(0, data.rfind(b"obj", 0, at), at - 2048) : at]
        filters = [name.decode() for name in _FILTER.findall(head)]
        if b"/Image" not in head and (end - begin > smallest or len(filters) > 1):
            _check_growth(data[begin:end].lstrip(b"\r\n"), filters)
        at = end
