"""Markdown: headings become the section path, marks become references, and the markup is left out of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, canonical
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.excerpts import KINDS, article_blocks
from ingest.readers.label_forms import Line
from ingest.readers.marks import find_mark
from ingest.readers.outline import Piece, outline
from ingest.readers.turns import Turns, transcript

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_HEADING: Final = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<title>.*)\Z")
_UNDERLINE: Final = re.compile(r" {0,3}(?:(?P<first>=+)|-+)[ \t]*\Z")
_RULE: Final = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_TABLE_RULE: Final = re.compile(r"(?=[ \t:|]*-)[ \t:|-]+\Z")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+][ \t]+|(?=\d{1,3}[.)][ \t]))")
_QUOTE: Final = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FOOTNOTE: Final = re.compile(r"\[\^(?P<label>[^\]\s]+)\]:[ \t]*")
_INLINE: Final = (
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,1000}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[\^[^\]\s]{1,100}\]"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+[\"'][^\"'\n]*[\"'])?\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?(?:[a-zA-Z][\w-]*)(?:\s[^<>\n]*)?/?>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"(?<!`)(`{1,9})(?!`)(.{1,2000}?)(?<!`)\1(?!`)"), r"\2"),
)
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_HIDDEN: Final = 0xE000
"""An escaped sign is moved to this private range while the markup goes."""

_LONGEST_WITH_MARKUP: Final = 200_000
_REMNANT: Final = re.compile(r"[,;.][^\w]*(?:and|or)?[^\w]*\Z")
_SIGNS: Final = re.compile(rb"(?:^|\n)#{1,6} \S")


@dataclass(slots=True)
class _Part:
    """A heading or paragraph with its lines, before its words are put together."""

    lines: list[str]
    level: int = 0
    quoted: bool = False
    footnote: str = ""
    raw: bool = False


class MarkdownReader:
    """Markdown; the canonical text holds its words without markup, a paragraph a line, with blank lines between."""

    name = "markdown"
    version = 2

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of two or more headings; takes other text by the ending `.md`."""
        if not looks_like_text(head):
            return 0.0
        named = name.lower().endswith((".md", ".markdown"))
        return 0.8 if named else 0.7 if len(_SIGNS.findall(head)) > 1 else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the text; raises SourceError where it holds no words, or no excerpts for kind `excerpts`."""
        raw, notes = decode(data, name)
        text, pieces = _assemble(_parts(_FRONT_MATTER.sub("", raw)))
        spoken = transcript(text, map(_line, pieces)) if kind == "transcript" else Turns(())
        blocks: list[Block] = list(spoken.blocks)
        notes += spoken.notes
        if not blocks and kind in KINDS:
            blocks = article_blocks(text, pieces, kind, name)
        blocks = blocks or outline(text, pieces, kind)
        if not blocks:
            raise SourceError("The file holds no words.", where=name, next_step="Check that it is the right file.")
        return Document(text, tuple(blocks), notes=notes)


def _line(piece: Piece) -> Line:
    return Line(piece.start, piece.end, level=piece.level, ref=piece.ref)


def _assemble(parts: Iterator[_Part]) -> tuple[str, list[Piece]]:
    texts: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for part in parts:
        words = canonical("\n".join(part.lines) if part.raw else _plain(" ".join(map(str.strip, part.lines)))).strip()
        if not words or (pieces and not part.level and _REMNANT.match(words)):
            continue
        end = position + len(words)
        ref = f"footnote {part.footnote}" if part.footnote else ""
        pieces.append(Piece(position, end, level=part.level, ref=ref, quoted=part.quoted))
        texts.append(words)
        position = end + 2
    return "\n\n".join(texts), pieces


def _plain(words: str) -> str:
    """The words of a paragraph without inline markup, each gap one space."""
    if len(words) > _LONGEST_WITH_MARKUP:
        return " ".join(words.split())
    words = _ESCAPED.sub(lambda match: chr(_HIDDEN + ord(match[1])), words)
    for pattern, replacement in _INLINE:
        words = pattern.sub(replacement, words)
    words = re.sub(f"[{chr(_HIDDEN)}-{chr(_HIDDEN + 127)}]", lambda match: chr(ord(match[0]) - _HIDDEN), words)
    return " ".join(words.split())


def _parts(text: str) -> Iterator[_Part]:
    """Headings and paragraphs in order."""
    splitter = _Splitter()
    for line in text.split("\n"):
        splitter.take(line)
        yield from splitter.finished()
    splitter.end()
    yield from splitter.finished()


class _Splitter:
    """Takes lines one by one and gives a part as soon as it has ended."""

    def __init__(self) -> None:
        self._done: list[_Part] = []
        self._open: _Part | None = None
        self._fence = ""

    def finished(self) -> list[_Part]:
        done, self._done = self._done, []
        return done

    def end(self) -> None:
        if self._open and self._open.lines:
            self._done.append(self._open)
        self._open = None

    def take(self, line: str) -> None:
        fence = _FENCE.match(line)
        if self._fence:
            self._in_fence(line, closes=bool(fence and fence.group(1) == self._fence))
        elif fence:
            self.end()
            self._fence = fence.group(1)
            self._open = _Part([], raw=True)
        elif not line.strip():
            self.end()
        elif heading := _HEADING.match(line):
            title = heading["title"].rstrip(" \t").rstrip("#").rstrip(" \t")
            self._whole(_Part([title], level=len(heading["level"])))
        elif self._open and self._is_underline(line):
            self._open.level = 1 if line.lstrip().startswith("=") else 2
            self.end()
        elif _RULE.match(line):
            self.end()
        elif line.lstrip().startswith("|"):
            self._table_row(line)
        else:
            self._words(line)

    def _in_fence(self, line: str, *, closes: bool) -> None:
        if closes:
            self._fence = ""
            self.end()
        elif self._open:
            self._open.lines.append(line)

    def _is_underline(self, line: str) -> bool:
        part = self._open
        return bool(part and len(part.lines) == 1 and not part.quoted and not part.level and _UNDERLINE.match(line))

    def _whole(self, part: _Part) -> None:
        self.end()
        self._done.append(part)

    def _table_row(self, line: str) -> None:
        if _TABLE_RULE.match(line):
            self.end()
            return
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        self._whole(_Part([" | ".join(cells)]))

    def _words(self, line: str) -> None:
        quoted = _QUOTE.match(line)
        if quoted:
            line = line[quoted.end() :]
            if not line.strip():
                self.end()
                return
        item, footnote = _ITEM.match(line), _FOOTNOTE.match(line)
        begins = bool(item or footnote or self._open is None or (quoted and not self._open.quoted))
        if begins or (find_mark(line.lstrip()) and _ends_sentence(self._open)):
            self.end()
            self._open = _Part([], quoted=bool(quoted), footnote=footnote["label"] if footnote else "")
        if self._open is not None:
            cut = footnote.end() if footnote else item.end() if item else 0
            self._open.lines.append(line[cut:].rstrip("\\"))


def _ends_sentence(part: _Part | None) -> bool:
    return bool(part and part.lines and part.lines[-1].rstrip().endswith((".", ",", ";", ":", "—", "?", "!")))
