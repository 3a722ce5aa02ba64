"""One more key in an entry of sources.yaml, or entries taken out; all else stays as it is, comments included."""

import json
import re
from collections.abc import Sequence

from graph.errors import StudyError
from ingest.problems import Problems
from ingest.study.decode import utf8_text
from ingest.study.sources import FILE, parse_sources
from ingest.study.yamlfile import Path, Yaml


def with_field(data: bytes, source: str, name: str, value: str) -> bytes:
    """The bytes of sources.yaml with `name: value` in the entry of `source`, on a line after its id.

    Raises StudyError, with the line to write by hand, where the entry is not there, has the key already, or is not
    written one key a line.
    """
    before = _entries(data)
    places = [(parsed, path) for parsed, path, entry in before if entry.get("id") == source]
    if len(places) == 1 and name not in _value(*places[0]):
        parsed, path = places[0]
        made = _inserted(data, parsed.line((*path, "id")), f"{name}: {json.dumps(value, ensure_ascii=False)}")
        wanted = [{**entry, name: value} if entry.get("id") == source else entry for _, _, entry in before]
        if made is not None and [entry for _, _, entry in _entries(made)] == wanted:
            return made
    raise StudyError(
        f"The entry of {source} is not written so that a key can be added to it.",
        where=FILE,
        next_step=f"Write into it by hand: {name}: {value}",
    )


def _inserted(data: bytes, line: int, text: str) -> bytes | None:
    """The bytes with a line of text below a line (from 1), in the column of its key; None where it holds no `id:`."""
    lines = data.splitlines(keepends=True)
    found = re.match(rb"([ ]*(?:- +)?)id[ ]*:[^{}\r\n]*(\r?\n|\Z)", lines[line - 1]) if 0 < line <= len(lines) else None
    if not found:
        return None
    end = found[2] or b"\n"
    own = lines[line - 1] if found[2] else lines[line - 1] + end
    lines[line - 1 : line] = [own, b" " * len(found[1]) + text.encode("utf-8") + end]
    return b"".join(lines)


def without_entries(data: bytes, ids: Sequence[str]) -> bytes:
    """The bytes of sources.yaml without the entries of some sources.

    Raises StudyError where one is not there, or an entry is not written so that its lines can be told from others'.
    """
    before = _entries(data)
    kept = [entry for _, _, entry in before if entry.get("id") not in ids]
    lines = data.splitlines(keepends=True)
    starts = sorted(parsed.line(path) for parsed, path, _ in before)
    for parsed, path, entry in reversed(before):
        if entry.get("id") in ids:
            first = parsed.line(path)
            after = [start for start in starts if start > first]
            lines[first - 1 : _end(lines, first, after[0] if after else len(lines) + 1)] = []
    made = b"".join(lines)
    if len(before) - len(kept) == len(set(ids)) and [entry for _, _, entry in _entries(made)] == kept:
        return made
    raise StudyError(
        f"The list is not written so that {', '.join(ids)} can be taken out of it.",
        where=FILE,
        next_step="Take the lines of the entry out by hand.",
    )


def _end(lines: Sequence[bytes], first: int, following: int) -> int:
    """The number of lines up to the end of an entry's own: comments and empty lines before the next one stay."""
    end = following - 1
    while end > first and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(b"#")):
        end -= 1
    return end


def _entries(data: bytes) -> list[tuple[Yaml, Path, dict[str, object]]]:
    problems = Problems()
    text = utf8_text(data, FILE, problems) or ""
    return [(parsed, path, _value(parsed, path)) for parsed, path in parse_sources(text, problems)]


def _value(parsed: Yaml, path: Path) -> dict[str, object]:
    value = parsed.value
    for part in path:
        value = value[part]  # type: ignore[index]
    return dict(value) if isinstance(value, dict) else {}
