"""Bytes to characters: the encoding is found out from the bytes, and a guess is said aloud."""

import codecs
import re
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import canonical
from ingest.readers.foreign import is_foreign

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, the longer of two that begin alike first."""

_CONTROL_BYTES: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<!--)", re.IGNORECASE)
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NEXT_STEP: Final = "Open it in a text editor and save it with the encoding UTF-8."


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are plain text: no markup of web pages, no bytes of a binary format."""
    if _mark(head):
        return True
    if not head or b"\0" in head or head.startswith(b"%PDF-") or is_foreign(head) or _MARKUP.match(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return controls * 100 <= len(head)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The canonical text, and a note where the encoding was a guess (Windows-1252).

    Raises SourceError when the bytes fit no encoding that people save text in.
    """
    mark = _mark(data)
    if mark:
        length, encoding = mark
        try:
            return canonical(data[length:].decode(encoding)), ()
        except UnicodeDecodeError as error:
            raise _undecodable(name, encoding.upper(), length + error.start) from None
    try:
        return canonical(data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        return _guess(data, name, error.start)


def utf8(data: bytes, name: str) -> str:
    """The canonical text of a file that has to be UTF-8 (with or without a byte order mark); else SourceError."""
    try:
        return canonical(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _undecodable(name, "UTF-8", error.start, line=data.count(b"\n", 0, error.start) + 1) from None


def _mark(data: bytes) -> tuple[int, str] | None:
    return next(((len(mark), encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)


def _guess(data: bytes, name: str, first: int) -> tuple[str, tuple[str, ...]]:
    """Text that is not UTF-8: Windows-1252, or UTF-8 into which a few bytes of Windows-1252 were pasted."""
    stray = [byte for byte in _MULTIBYTE.sub(b"", data) if byte > 127]
    pasted = len(stray) < len(_MULTIBYTE.findall(data))
    try:
        if not pasted:
            text = data.decode("cp1252")
            return canonical(text), ("The file is not UTF-8 and was read as Windows-1252: check its accents.",)
        parts = _MULTIBYTE.split(data)
        characters = [match.decode("utf-8") for match in _MULTIBYTE.findall(data)] + [""]
        text = "".join(part.decode("cp1252") + end for part, end in zip(parts, characters, strict=True))
    except UnicodeDecodeError:
        raise _undecodable(name, "text", first) from None
    count = f"{len(stray)} bytes are" if len(stray) > 1 else "One byte is"
    return canonical(text), (f"{count} not UTF-8 and were read as Windows-1252: check the accents.",)


def _undecodable(name: str, encoding: str, position: int, line: int = 0) -> SourceError:
    return SourceError(
        f"The file cannot be read as {encoding}: byte {position + 1} does not fit.",
        where=f"{name}:{line}" if line else name,
        next_step=_NEXT_STEP,
    )
