"""Transcripts: speakers' turns, whatever the form in which their labels are written, and what parts they play.

A turn is the passage: it reaches from its label to the next, however many paragraphs it has. Labels, and times beside
them, are no part of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.base import HEADING_SEPARATOR, Block, trimmed
from ingest.readers.label_forms import (
    Candidate,
    Line,
    Span,
    candidate,
    clock,
    columns,
    in_row,
    is_column_head,
    is_time,
    leading_time,
)
from ingest.readers.labels import INTERVIEWER, alike, case_in, is_name, is_role, parts_played, spelt_alike
from ingest.readers.paragraphs import paragraphs
from ingest.readers.turn_starts import speakers

_REMARK: Final = re.compile(r"[ \t]*\[[^\[\]\n]{1,200}\]\Z")
_FEWEST_TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class Turns:
    """The blocks of a transcript (none where it has no speaker labels), and what its user should know of its labels."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


def turns(text: str) -> list[Block]:
    """The blocks of a transcript in plain text; see `transcript`."""
    return list(transcript(text, plain_lines(text)).blocks)


def plain_lines(text: str) -> Iterator[Line]:
    """The lines of a plain text that hold words."""
    start, begins = 0, True
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        span = trimmed(text, start, end)
        if span:
            yield Line(*span, begins=begins)
        begins = not span
        start = end + 1


def transcript(text: str, lines: Iterable[Line]) -> Turns:
    """One block a turn, `speaker` its label, `time` the stamp beside it.

    `case` is set where the label looks like a respondent's code (L04, P 12, Participant 3) and its speaker is not the
    interviewer. A label that may be a name is not shown in the reference. What stands before the first turn keeps its
    paragraphs. A text without labels but with times gives its paragraphs with them.
    """
    found = list(lines)
    labelled = columns(text, found)
    starts = speakers(text, found, _candidates(text, found, labelled))
    if not starts:
        return Turns(tuple(_timed(text, found)))
    blocks = _Cutter(text, found, starts).blocks()
    spoken = [block for block in blocks if block.speaker]
    parts = parts_played((block.speaker, text[block.start : block.end]) for block in spoken)
    asking = {label for label, part in parts.items() if part == INTERVIEWER}
    asking |= {label for label in parts if is_name(label) and any(alike(label, other) for other in asking)}
    blocks = [replace(b, case="") if b.speaker in asking else b for b in blocks]
    return Turns(tuple(blocks), spelling_notes(spoken))


def _candidates(text: str, lines: Sequence[Line], labelled: tuple[int, int] | None) -> list[Candidate]:
    found: list[Candidate] = []
    last = ""
    first_row = next((at for at, line in enumerate(lines) if line.cells), -1)
    for at, line in enumerate(lines):
        if line.level or line.ref:
            continue
        if line.cells and labelled:
            made = (
                None
                if at == first_row and is_column_head(text, line, labelled)
                else in_row(text, line, at, labelled, last)
            )
            last = made.label if made else ""
        else:
            made = candidate(text, line, at)
        if made:
            found.append(made)
    return found


class _Cutter:
    """Cuts the text at the lines where turns begin, at headings, and at what is no turn."""

    def __init__(self, text: str, lines: Sequence[Line], starts: Sequence[Candidate]) -> None:
        self._text = text
        self._lines = lines
        self._starts = {start.at: start for start in starts}
        self._path: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._open: Candidate | None = None
        self._from = 0
        self._number = 0
        self._time = self._stamp = ""
        self._loose = 0

    def blocks(self) -> list[Block]:
        for at, line in enumerate(self._lines):
            start = self._starts.get(at)
            if start:
                self._close(line.start)
                self._number += 1
                self._open, self._from, self._loose = start, start.words, 0
                self._time = start.time or self._stamp
                self._stamp = ""
                if line.cells:
                    self._close(start.end)
                    self._from = line.end
            elif line.level or line.ref:
                self._close(line.start)
                self._apart(line)
            elif self._is_time_before_a_turn(at):
                self._close(line.start)
                self._stamp = clock(self._text[line.start : line.end])
                self._from = line.end
        self._close(len(self._text))
        return self._blocks

    def _is_time_before_a_turn(self, at: int) -> bool:
        line = self._lines[at]
        return at + 1 in self._starts and is_time(self._text[line.start : line.end])

    def _apart(self, line: Line) -> None:
        """A heading, which sets the path, or a footnote."""
        self._from = line.end
        if line.ref:
            self._blocks.append(Block(line.ref, "", line.start, line.end))
            return
        while self._path and self._path[-1][0] >= line.level:
            self._path.pop()
        self._path.append((line.level, " ".join(self._text[line.start : line.end].split())))

    def _close(self, end: int) -> None:
        heading = HEADING_SEPARATOR.join(title for _, title in self._path)
        if self._open:
            label, time, start = self._open.label, self._time, self._from
            inside, stamp = leading_time(self._text, start, end)
            if span := _own_words(self._text, inside if stamp else start, end):
                ref = _reference(self._number, label)
                time = time or stamp
                self._blocks.append(Block(ref, heading, *span, case=case_in(label), time=time, speaker=label))
        else:
            for span in self._loose_paragraphs(end):
                self._loose += 1
                ref = f"before turn {self._number + 1}, paragraph {self._loose}"
                self._blocks.append(Block(ref, heading, *span))
        self._open, self._from = None, end

    def _loose_paragraphs(self, end: int) -> Iterator[Span]:
        """Paragraphs outside turns."""
        for start, stop in paragraphs(self._text[self._from : end]):
            yield self._from + start, self._from + stop


def _own_words(text: str, start: int, end: int) -> Span | None:
    """A turn without the transcriber's remarks after it, lines that stand wholly in square brackets."""
    span = trimmed(text, start, end)
    while span and text[span[1] - 1] == "]":
        line = text.rfind("\n", *span) + 1
        if line <= span[0] or not _REMARK.match(text, line, span[1]):
            break
        span = trimmed(text, span[0], line)
    return span


def _timed(text: str, lines: Sequence[Line]) -> Iterator[Block]:
    """Paragraphs that begin with a time; nothing where there are not several."""
    found = [
        (line, *leading_time(text, line.start, line.end, bare=True))
        for line in lines
        if not line.level and not line.ref
    ]
    stamped = sum(bool(time) for _, _, time in found)
    if stamped < _FEWEST_TIMES or 2 * stamped < len(found):
        return
    number = 0
    for line, start, time in found:
        if not is_time(text[line.start : line.end]) and (span := trimmed(text, start, line.end)):
            number += 1
            yield Block(f"paragraph {number}", "", *span, time=time)


def _reference(number: int, label: str) -> str:
    shown = label if is_role(label) or case_in(label) else ""
    return f"turn {number} ({shown})" if shown else f"turn {number}"


def spelling_notes(spoken: Sequence[Block]) -> tuple[str, ...]:
    """A sentence for each group of labels that look like one spelt differently; people's names are not said."""
    counts = Counter(block.speaker for block in spoken)
    first: dict[str, str] = {}
    for block in spoken:
        first.setdefault(block.speaker, block.ref)
    notes = []
    for group in spelt_alike(counts):
        names = any(is_name(label) for label, _ in group[:1])
        shown = [first[label] if names else f'"{label}"' for label, _ in group]
        listed = [f"{label} ({count})" for label, (_, count) in zip(shown, group, strict=True)]
        what = "The labels of" if names else "The labels"
        notes.append(
            f"{what} {', '.join(listed[:-1])} and {listed[-1]} look like one label spelt differently; each is read as "
            "it stands. Mend them in the document, or map each by `speakers` in sources.yaml."
        )
    return tuple(notes)
