"""Strict YAML: text and nothing else, each key with its line, every fault a problem instead of an exception.

Scalars stay text (so `no`, `012` and `2018-06` are what their author typed); empty ones, `~` and `null` are absent.
Anchors, aliases and tags are refused: nothing in a study needs them, and a few aliases can stand for billions of lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from ingest.problems import Problems

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 30_000_000
MAX_DEPTH = 12
_GIVEN_UP = 1_000
Path = tuple[str | int, ...]
_ITEM = re.compile(r"^( *)- ", re.MULTILINE)
_TAB = re.compile(r"^ *\t")
_KNOWN_FAULTS = {
    "mapping values are not allowed": (
        "A colon stands where none fits.",
        "Put text that holds a colon into quotes, and start the keys of one entry in the same column.",
    ),
    "did not find expected key": ("This line does not fit the one before it.", "Check its indentation and quotes."),
    "did not find expected '-' indicator": (
        "This line does not fit the list that it stands in.",
        "Check its indentation: all entries of a list start in the same column.",
    ),
    "found unexpected end of stream": ("A quote or bracket is opened here and never closed.", "Close it."),
    "found character that cannot start any token": (
        "A character here has a meaning of its own in YAML.",
        "Put the text into quotes.",
    ),
}


@dataclass(slots=True)
class Yaml:
    """A parsed file: `value` of dict, list, str and None; `lines` gives the line (from 1) of each path."""

    file: str
    value: object
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(text: str, file: str, problems: Problems, *, first_line: int = 1) -> Yaml | None:
    """Parse one document; None, with a problem, where the file as a whole is no YAML.

    Duplicate keys (the first stands), anchors, aliases, tags and too deep nesting are problems of their own and leave
    the rest usable. `first_line` is the line at which `text` starts in its file.
    """
    if len(text) > MAX_BYTES:
        what = f"The file is larger than {MAX_BYTES // 1_000_000} MB."
        problems.error(what, file, 0, "Check that this is the right file; split it if it is.")
        return None
    composer = _Composer(file, problems, first_line)
    try:
        return composer.document(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        _report(error, text, file, first_line, problems)
    except yaml.YAMLError as error:
        problems.error(f"This is not valid YAML: {error}.", file, 0, "Check the file in an editor.")
    return None


def parse_items(text: str, file: str, problems: Problems) -> list[Yaml]:
    """Parse a broken list entry by entry, so that one broken entry leaves the others; each result is one entry."""
    starts = list(_ITEM.finditer(text))
    if not starts:
        return []
    indent = starts[0].group(1)
    places = [match.start() for match in starts if match.group(1) == indent]
    entries: list[Yaml] = []
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        first_line = text.count("\n", 0, start) + 1
        parsed = parse_yaml(text[start:end], file, problems, first_line=first_line)
        if parsed and isinstance(parsed.value, list) and parsed.value:
            lines = {path[1:]: line for path, line in parsed.lines.items() if path}
            entries.append(Yaml(file, parsed.value[0], lines))
    return entries


def _report(error: yaml.MarkedYAMLError, text: str, file: str, first_line: int, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.split("\n")
    for near in (line, line + 1, line - 1):
        if 0 <= near < len(lines) and _TAB.match(lines[near]):
            what = "A tab stands where YAML wants spaces."
            problems.error(what, file, near + first_line, "Replace the tab by spaces.")
            return
    if error.context and "quoted scalar" in error.context and error.context_mark:
        line = error.context_mark.line
    detail = error.problem or "it cannot be parsed"
    known = next((texts for start, texts in _KNOWN_FAULTS.items() if detail.startswith(start)), None)
    what, next_step = known or (f"This is not valid YAML ({detail}).", "Check indentation, quotes and brackets here.")
    problems.error(what, file, line + first_line, next_step)


class _Composer:
    """Builds values from parser events; it never expands an alias and never makes an object but dict, list and str."""

    def __init__(self, file: str, problems: Problems, first_line: int) -> None:
        self.file = file
        self.problems = problems
        self.first_line = first_line
        self.lines: dict[Path, int] = {}

    def document(self, events: Iterator[yaml.Event]) -> Yaml:
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "A second document starts here.", "Keep one document a file.")
                    break
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return Yaml(self.file, value, self.lines)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> object:
        if path not in self.lines:
            self.lines[path] = self._line(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "An alias (*) is not allowed in a study.", "Write the text out here.")
            return None
        if getattr(event, "anchor", None):
            self._refuse(event, "An anchor (&) is not allowed in a study.", "Remove it.")
        if getattr(event, "tag", None):
            self._refuse(event, "A tag (!) is not allowed in a study.", "Remove it, or put the text into quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(path) >= MAX_DEPTH:
            self._refuse(event, "The nesting is too deep.", "Check brackets and indentation here.")
            _skip(events)
            return None
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, (*path, len(values))))
        return values

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = self._line(event)
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                self._node(event, events, (*path, f"?{line}"))
                self._refuse(event, "A key has to be a plain word.", "Put text with brackets into quotes.")
                self._node(next(events), events, (*path, f"?{line}"))
            elif key in values:
                first = self.lines[(*path, key)]
                what = f'The key "{key}" stands twice; the first, in line {first}, was used.'
                self._refuse(event, what, "Remove one of the two.")
                self._node(next(events), events, (*path, f"?{line}"))
            else:
                self.lines[(*path, key)] = line
                values[key] = None
                values[key] = self._node(next(events), events, (*path, key))
        return values

    def _line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def _refuse(self, event: yaml.Event, what: str, next_step: str) -> None:
        self.problems.error(what, self.file, self._line(event), next_step)


def _scalar(event: yaml.ScalarEvent) -> str | None:
    value = str(event.value)
    return None if event.implicit[0] and value in ("", "~", "null", "Null", "NULL") else value


def _skip(events: Iterator[yaml.Event]) -> None:
    depth = 1
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _GIVEN_UP:  # the parser's time grows with the square of the depth
                raise yaml.YAMLError("brackets or lines nest without end")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not depth:
            return
