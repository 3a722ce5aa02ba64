"""Bytes of a study's own files -> text, without a wrong letter."""

import codecs
import re
import unicodedata

from ingest.problems import Problems

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def utf8_text(data: bytes, file: str, problems: Problems) -> str | None:
    """Decode a file that has to be UTF-8 (a byte order mark is allowed); None, with a problem, where it is not.

    Newlines become "\\n" and the text NFC, so that lines count as an editor counts them and spans are comparable.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data, encoding, file, problems), file, problems)
    return _checked(_decoded(data, "utf-8", file, problems), file, problems)


def _decoded(data: bytes, encoding: str, file: str, problems: Problems) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.error("The file is not UTF-8.", file, line, "Save it as UTF-8 in your editor.")
        return None


def _checked(text: str | None, file: str, problems: Problems) -> str | None:
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"A control character (U+{ord(control.group()):04X}) stands in the file."
        problems.error(what, file, line, "Remove it, or check that this is a text file.")
        return None
    return text


def table_text(data: bytes, file: str, problems: Problems) -> str | None:
    """Decode a CSV as its maker meant it: by its byte order mark, else line by line UTF-8, else Windows-1252.

    A file pasted together from both is read right and reported. None, with a problem, where a byte is neither.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data, encoding, file, problems), file, problems)
    lines: list[str] = []
    encodings: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        decoded = _line(line)
        if decoded is None:
            what = "A byte here is neither UTF-8 nor Windows-1252."
            problems.error(what, file, number, "Save the table as CSV in UTF-8.")
            return None
        text, encoding = decoded
        lines.append(text)
        if not line.isascii():
            encodings.setdefault(encoding, number)
    if len(encodings) > 1:
        what = "The file is UTF-8 in one part and Windows-1252 in another; both were read."
        problems.warning(what, file, max(encodings.values()), "Check the names here and save it once as UTF-8.")
    return _checked("\n".join(lines), file, problems)


def _line(line: bytes) -> tuple[str, str] | None:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None
