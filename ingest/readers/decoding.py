"""Bytes to characters: the encoding is found out from the bytes, and a guess is said aloud."""

import codecs
import re
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import canonical
from ingest.readers.charsets import guessed, spoken
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
_SAMPLE: Final = 65_536
_MOST_NULLS: Final = 0.01
"""Fewer null bytes than this share are stray: they become spaces."""

_AS_BROWSERS_DO: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
"""What is meant when a page names the encoding on the left: the larger one that programs write."""


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are plain text: no markup of web pages, no bytes of a binary format."""
    if _mark(head):
        return True
    if not head or head.startswith(b"%PDF-") or is_foreign(head) or _MARKUP.match(head):
        return False
    if b"\0" in head and not _without_mark(head) and head.count(b"\0") > len(head) * _MOST_NULLS:
        return False
    if _without_mark(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return controls * 100 <= len(head)


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The canonical text, and a note where the encoding was a guess.

    In this order: a byte order mark; UTF-8; UTF-16 or UTF-32 without a mark; what the document itself has `declared`
    (empty where it says nothing); else the encoding that gives the most sensible words. Raises SourceError when the
    bytes fit no encoding that people save text in.
    """
    mark = _mark(data)
    if mark:
        length, encoding = mark
        try:
            return canonical(data[length:].decode(encoding)), ()
        except UnicodeDecodeError as error:
            raise _undecodable(name, encoding.upper(), length + error.start) from None
    wide = _without_mark(data)
    if wide:
        try:
            return canonical(data.decode(wide)), (f"The file was read as {wide.upper()}, which it does not say.",)
        except UnicodeDecodeError:
            pass  # the pattern of null bytes had another cause: the other ways are tried
    try:
        if b"\x1b$" not in data and b"\x1b(" not in data:
            return canonical(data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        return _declared(data, declared) or _guess(data, name, error.start)
    return _declared(data, declared) or _guess(data, name, 0)


def utf8(data: bytes, name: str) -> str:
    """The canonical text of a file that has to be UTF-8 (with or without a byte order mark); else SourceError."""
    try:
        return canonical(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _undecodable(name, "UTF-8", error.start, line=data.count(b"\n", 0, error.start) + 1) from None


def _mark(data: bytes) -> tuple[int, str] | None:
    return next(((len(mark), encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)


def _without_mark(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, seen by where its null bytes stand; empty for everything else."""
    head = data[: min(_SAMPLE, len(data)) // 4 * 4]
    found = _wide(head) if b"\0" in head else ""
    words = head.decode(found, "replace") if found else ""
    odd = sum(character != "\n" and character < " " and character not in "\r\t\f" for character in words)
    odd += words.count("\N{REPLACEMENT CHARACTER}")
    return found if odd * 50 <= len(words) else ""


def _wide(head: bytes) -> str:
    places = [head[at::4].count(0) / (len(head[at::4]) or 1) for at in range(4)]
    even, odd = (places[0] + places[2]) / 2, (places[1] + places[3]) / 2
    if (min(places[1:]) > 0.6 and places[0] < 0.1) or (min(places[2:]) > 0.95 and places[0] < 0.5):
        return "utf-32-le"
    if (min(places[:3]) > 0.6 and places[3] < 0.1) or (min(places[:2]) > 0.95 and places[3] < 0.5):
        return "utf-32-be"
    if odd > 0.3 and even < 0.05:
        return "utf-16-le"
    if even > 0.3 and odd < 0.05:
        return "utf-16-be"
    return ""


def _declared(data: bytes, declared: str) -> tuple[str, tuple[str, ...]] | None:
    """The text in the encoding that the document names, if there is such a one and its bytes fit."""
    try:
        encoding = codecs.lookup(declared).name if declared else ""
        encoding = _AS_BROWSERS_DO.get(encoding, encoding)
        if not encoding or encoding.startswith("utf"):
            return None
        text = data.decode(encoding)
    except (LookupError, ValueError, UnicodeError):
        return None
    return (canonical(text), ()) if isinstance(text, str) else None


def _guess(data: bytes, name: str, first: int) -> tuple[str, tuple[str, ...]]:
    """Text that is not UTF-8: another encoding, or UTF-8 into which a few bytes of Windows-1252 were pasted."""
    stray = [byte for byte in _MULTIBYTE.sub(b"", data) if byte > 127]
    pasted = bool(stray) and len(stray) < len(_MULTIBYTE.findall(data))
    # A text in Chinese or Japanese holds many pairs that look like UTF-8 by chance, but as many that do not.
    if not pasted or len(stray) * 4 > sum(byte > 127 for byte in data):
        encoding = guessed(data)
        if not encoding:
            raise _undecodable(name, "text", first)
        told = f"The file is not UTF-8 and was read as {spoken(encoding)}: check its accents."
        return canonical(data.decode(encoding)), (told,)
    try:
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
