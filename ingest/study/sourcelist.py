"""New entries at the end of sources.yaml; all that stood there before stays as it is, comments included."""

import json
import re
from collections.abc import Sequence

from graph.errors import StudyError
from graph.model import Source
from ingest.problems import Problems
from ingest.study.decode import utf8_text
from ingest.study.sources import FILE, KEY, parse_sources
from ingest.study.yamlfile import Path, Yaml, parse_yaml

_PLAIN = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_./-]*\Z")
_WORDS_OF_YAML = frozenset(("yes", "no", "on", "off", "true", "false", "null", "y", "n"))
_ORDER = (
    "id",
    "title",
    "kind",
    "issuer",
    "level",
    "date",
    "until",
    "replaced_by",
    "citation",
    "url",
    "retrieved",
    "text_of",
    "columns",
    "speakers",
    "licence",
    "published_by",
    "clearance",
    "note",
    "file",
    "sha256",
)


def with_entries(data: bytes, sources: Sequence[Source]) -> bytes:
    """The bytes of sources.yaml with entries for new sources at the end.

    Raises StudyError, with the lines to write by hand, where the file is no YAML or not written as a plain list.
    """
    problems = Problems()
    text = utf8_text(data, FILE, problems)
    parsed = parse_yaml(text, FILE, problems) if text is not None else None
    if text is None or parsed is None:
        first = problems.listed()[0]
        raise StudyError(first.what, where=first.where, next_step=f"{first.next_step} Then add the files again.")
    indent = _indent(parsed, text)
    if indent is None or not _is_utf8(data):
        raise _by_hand(sources)
    lines = [] if parsed.value is not None else [f"{KEY}:"]
    for source in sources:
        lines += _entry(source, indent)
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    before = data.rstrip(b"\r\n")
    added = newline.join(line.encode("utf-8") for line in lines)
    made = (before + newline if before else b"") + added + newline
    if _ids(made) != [*_ids(data), *(source.id for source in sources)]:
        raise _by_hand(sources)
    return made


def _is_utf8(data: bytes) -> bool:
    return not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _indent(parsed: Yaml, text: str) -> str | None:
    """The indentation of the list's entries; None where it is not a plain list that ends the file."""
    value: object = parsed.value
    first: Path = (0,)
    if isinstance(value, dict):
        if list(value)[-1:] != [KEY]:
            return None
        value, first = value[KEY], (KEY, 0)
    if value is None:
        return "  "
    if not isinstance(value, list) or not value:
        return None
    line = text.split("\n")[parsed.line(first) - 1]
    item = re.match(r" *(?=- )", line)
    return item.group() if item else None


def _entry(source: Source, indent: str) -> list[str]:
    values = [(name, getattr(source, name)) for name in _ORDER]
    lines = [f"{indent}  {name}: {_written(value)}" for name, value in values if value]
    lines[0] = f"{indent}- {lines[0].lstrip()}"
    return lines


def _written(value: str | tuple[tuple[str, str], ...]) -> str:
    """One value on one line; pairs become a mapping, and a key that comes twice has a list."""
    if isinstance(value, str):
        return _scalar(value)
    listed: dict[str, list[str]] = {}
    for key, one in value:
        listed.setdefault(key, []).append(one)
    return json.dumps({key: many if len(many) > 1 else many[0] for key, many in listed.items()}, ensure_ascii=False)


def _scalar(value: str) -> str:
    if _PLAIN.match(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=False)


def _ids(data: bytes) -> list[object]:
    problems = Problems()
    text = utf8_text(data, FILE, problems) or ""
    found = []
    for parsed, path in parse_sources(text, problems):
        value = parsed.value
        for part in path:
            value = value[part]  # type: ignore[index]
        found.append(value.get("id") if isinstance(value, dict) else None)
    return found


def _by_hand(sources: Sequence[Source]) -> StudyError:
    lines = "\n".join(line for source in sources for line in _entry(source, "  "))
    return StudyError(
        "The list is not written so that an entry can be added at its end.",
        where=FILE,
        next_step=f"Write these lines into it by hand:\n{lines}",
    )
