"""Captions of a recording (WebVTT, SubRip): cues of one speaker joined to turns, each with its time.

Both formats are read here: `webvtt-py` gives one voice a cue and reads no SubRip without changing its words, and
`pysubs2` turns everything into the tags of a third format.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, canonical
from ingest.readers.decoding import decode
from ingest.readers.label_forms import Line, candidate, clock
from ingest.readers.labels import INTERVIEWER, case_in, is_role, parts_played
from ingest.readers.turn_starts import speakers
from ingest.readers.turns import Turns, spelling_notes

_STAMP: Final = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE: Final = re.compile(rf"[ \t]*(?P<start>{_STAMP})[ \t]*-->[ \t]*(?P<end>{_STAMP})(?:[ \t].*)?\Z")
_HEAD: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:WEBVTT(?:[ \t\r\n]|\Z)"
    rb"|\s*+(?:\d++[ \t]*+\r?\n[ \t]*+)?\d{1,3}:\d{2}:\d{2}[.,]\d{1,3}[ \t]*-->)"
)
_VOICE: Final = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+(?P<name>[^>\n]{1,80})>")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{0,20}>|</?[a-z]>|\{\\[^{}\n]{0,80}\}")
_DASH: Final = re.compile(r"(?:-|–|—|>>)[ \t]*(?=\S)")
_BRIEF: Final = 0.1
_PAUSE: Final = 30
"""Words of nobody known that come so many seconds after those before begin a new turn."""

_LONGEST: Final = 2_000
"""Of nobody known a turn ends with the first sentence after so many characters."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch of one cue in one voice (empty: not said), with the second at which the cue begins."""

    words: str
    voice: str
    second: int
    time: str


class CaptionsReader:
    """Captions as meeting programs and transcribers save them; a speaker's turn a passage."""

    name = "captions"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of the first line of WebVTT, or of a first cue with its times."""
        return 0.9 if _HEAD.match(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the captions; raises SourceError where they hold no words.

        The canonical text holds the words of the cues, one turn a paragraph, with the speaker's label before it where
        the captions give one; time stamps, cue numbers and mark-up are left out.
        """
        text, notes = decode(data, name)
        said = list(_said(text))
        found = _with_labels(said)
        made, turns = _assembled(found)
        if not turns.blocks:
            raise SourceError("The captions hold no words.", where=name, next_step="Check that it is the right file.")
        if not any(block.speaker for block in turns.blocks):
            notes += ("The captions name no speakers: what was said is cut by pauses.",)
        return Document(made, turns.blocks, notes=notes + turns.notes)


def _said(text: str) -> Iterator[_Said]:
    """What was said, cue by cue; lines that rolling captions show again are said once."""
    last = ""
    for time, lines, brief in _cues(text):
        again = lines[0] == last and (brief or len(lines) > 1)
        last = lines[-1]
        voice = ""
        hours, minutes, seconds = (int(part) for part in time.split(":"))
        for line in lines[again:]:
            begin = 0
            for match in [*_VOICE.finditer(line), None]:
                words = _plain(line[begin : match.start() if match else len(line)])
                if words:
                    yield _Said(words, voice, hours * 3600 + minutes * 60 + seconds, time)
                if match:
                    voice, begin = " ".join(unescape(match["name"]).split()), match.end()
            if "</v>" in line:
                voice = ""


def _cues(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """The time and the lines of each cue that has any, and whether it is shown too briefly to be read."""
    cue: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        begins = _CUE.match(line[:400])
        if not begins and line.strip():
            lines.append(line.strip())
            continue
        if begins and len(lines) > 1 and lines[-1].isdigit():
            lines.pop()  # the number of this cue, after one without a blank line behind it
        if cue and lines:
            yield clock(cue["start"]) or "00:00:00", lines, _seconds(cue["end"]) - _seconds(cue["start"]) < _BRIEF
        cue, lines = begins, []


def _seconds(stamp: str) -> float:
    whole, _, parts = stamp.replace(",", ".").partition(".")
    hours, minutes, seconds = ([0, 0] + [int(part) for part in whole.split(":")])[-3:]
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{parts}")


def _plain(words: str) -> str:
    return " ".join(canonical(unescape(_TAG.sub("", words))).split())


def _with_labels(said: Sequence[_Said]) -> list[_Said]:
    """Labels that stand as words at the beginning of a cue (`Ann: …`) taken as voices, where they are speakers'."""
    if any(part.voice for part in said):
        return list(said)
    text = "\n".join(part.words for part in said)
    lines, position = [], 0
    for part in said:
        lines.append(Line(position, position + len(part.words)))
        position += len(part.words) + 1
    found = [made for at, line in enumerate(lines) if (made := candidate(text, line, at)) and made.form == "colon"]
    starts = {start.at: start for start in speakers(text, lines, found)}
    labelled, voice = [], ""
    for at, part in enumerate(said):
        words = part.words
        if start := starts.get(at):
            voice, words = start.label, text[start.words : lines[at].end].strip()
        elif voice and _DASH.match(words):
            voice = ""
        if words:
            labelled.append(_Said(words, voice, part.second, part.time))
    return labelled


def _turns(said: Sequence[_Said]) -> Iterator[list[_Said]]:
    """Runs of one voice; where nobody is named, what lies between pauses or dashes."""
    run: list[_Said] = []
    length = 0
    for part in said:
        if run and (part.voice != run[-1].voice or (not part.voice and _begins(part, run[-1], length))):
            yield run
            run, length = [], 0
        run.append(part)
        length += len(part.words)
    if run:
        yield run


def _begins(part: _Said, before: _Said, length: int) -> bool:
    long = length > _LONGEST and before.words.endswith((".", "?", "!", "…"))
    return bool(_DASH.match(part.words)) or part.second - before.second >= _PAUSE or long


def _assembled(said: Sequence[_Said]) -> tuple[str, Turns]:
    """The canonical text and its blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for number, run in enumerate(_turns(said), 1):
        voice = run[0].voice
        before = f"{canonical(voice)}: " if voice else ""
        words = canonical(" ".join(part.words for part in run)).strip()
        dash = _DASH.match(words) if not voice else None
        start = position + len(before) + (dash.end() if dash else 0)
        parts.append(before + words)
        position += len(before) + len(words) + 2
        case = case_in(voice)
        shown = f" ({voice})" if voice and (is_role(voice) or case) else ""
        blocks.append(
            Block(f"turn {number}{shown}", "", start, position - 2, case=case, time=run[0].time, speaker=voice)
        )
    text = "\n\n".join(parts)
    playing = parts_played((block.speaker, text[block.start : block.end]) for block in blocks if block.speaker)
    made = tuple(
        Block(b.ref, "", b.start, b.end, time=b.time, speaker=b.speaker) if playing.get(b.speaker) == INTERVIEWER else b
        for b in blocks
    )
    return text, Turns(made, spelling_notes([block for block in made if block.speaker]))
