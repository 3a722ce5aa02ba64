"""The digest format: what a document says in our own words, item by item, each with its exact reference."""

import re
from typing import Final

from graph.errors import SourceError
from graph.ids import is_given_id
from graph.model import TEXT_KINDS
from ingest.problems import Problem, Problems, did_you_mean
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, canonical, one_line
from ingest.readers.decoding import looks_like_text, utf8
from ingest.study.yamlfile import Path, Yaml, parse_yaml

_KEYS: Final = ("text_kind", "items")
_ITEM_KEYS: Final = ("ref", "heading", "text", "url", "case")
_NEXT_STEP: Final = "docs/readers.md shows the format of a digest."
_SHOWN: Final = 10
"""So many problems of one file are told at once."""

_TOP_KEY: Final = re.compile(rb"(?:^|\n)(text_kind|items)[ \t]*:")


class DigestReader:
    """One UTF-8 YAML file a source: `{text_kind, items: [{ref, heading, text, url, case}]}`.

    The canonical text is the items' texts, each without white space at its ends, joined by a blank line.
    """

    name = "digest"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of a file with both top keys; takes other YAML by its name, to say what is wrong with it."""
        if not looks_like_text(head):
            return 0.0
        keys = len(set(_TOP_KEY.findall(head)))
        is_yaml = name.lower().endswith((".yaml", ".yml"))
        return max((0.0, 0.4, 1.0)[keys], (0.0, 0.9)[is_yaml])

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read a digest; raises SourceError that names every line at fault."""
        problems = Problems()
        parsed = parse_yaml(utf8(data, name), name, problems)
        if parsed is not None and not problems:
            document = _Digest(parsed, problems).document()
            if document is not None:
                return document
        raise _failed(problems.listed(), name)


class _Digest:
    """Checks one parsed digest, all of it, and makes the document."""

    def __init__(self, parsed: Yaml, problems: Problems) -> None:
        self._parsed = parsed
        self._problems = problems

    def document(self) -> Document | None:
        """The document, or None when there are problems."""
        top = self._parsed.value
        if not isinstance(top, dict):
            self._error("A digest begins with the keys text_kind and items.", ())
            return None
        self._unknown_keys(top, _KEYS, ())
        text_kind = top.get("text_kind")
        if text_kind not in TEXT_KINDS:
            self._error(f"text_kind has to be one of {', '.join(TEXT_KINDS)}.", ("text_kind",))
        items = top.get("items")
        if not isinstance(items, list) or not items:
            self._error("items has to be a list with at least one item.", ("items",))
            return None
        fields = [self._item(item, ("items", position)) for position, item in enumerate(items)]
        return None if self._problems else _document(str(text_kind), fields)

    def _item(self, item: object, path: Path) -> dict[str, str]:
        fields = dict.fromkeys(_ITEM_KEYS, "")
        if not isinstance(item, dict):
            self._error(f"An item has the keys {', '.join(_ITEM_KEYS)}.", path)
            return fields
        self._unknown_keys(item, _ITEM_KEYS, path)
        for key in _ITEM_KEYS:
            given = item.get(key)
            if given is not None and not isinstance(given, str):
                self._error(f"{key} has to be text, not a list or further keys.", (*path, key))
            plain = canonical if key == "text" else one_line
            fields[key] = plain(given).strip() if isinstance(given, str) else ""
            if key in ("ref", "text") and not fields[key] and not (given and not isinstance(given, str)):
                self._error(f"The item has no {key}.", (*path, key))
        if fields["case"] and not is_given_id(fields["case"]):
            self._error("A case is made of letters, digits, dot, hyphen and underscore.", (*path, "case"))
        return fields

    def _unknown_keys(self, entries: dict[str, object], known: tuple[str, ...], path: Path) -> None:
        for key in entries:
            if key not in known:
                nearest = did_you_mean(key, known) or f"The keys are {', '.join(known)}."
                self._error(f'There is no key "{key}" here. {nearest}', (*path, key))

    def _error(self, what: str, path: Path) -> None:
        self._problems.error(what, self._parsed.file, self._parsed.line(path), _NEXT_STEP)


def _document(text_kind: str, items: list[dict[str, str]]) -> Document:
    blocks = []
    start = 0
    for item in items:
        end = start + len(item["text"])
        blocks.append(Block(item["ref"], item["heading"], start, end, case=item["case"], url=item["url"]))
        start = end + 2
    return Document("\n\n".join(item["text"] for item in items), tuple(blocks), text_kind)


def _failed(problems: tuple[Problem, ...], name: str) -> SourceError:
    if not problems:
        return SourceError("The digest is empty.", where=name, next_step=_NEXT_STEP)
    first, *others = problems
    shown = [f"{problem.where.removeprefix(name + ':')}: {problem.what}" for problem in others[: _SHOWN - 1]]
    what = " ".join([first.what, *(f"Line {line}" for line in shown)])
    if len(problems) > _SHOWN:
        what += f" And {len(problems) - _SHOWN} more problems."
    return SourceError(what, where=first.where, next_step=first.next_step)
