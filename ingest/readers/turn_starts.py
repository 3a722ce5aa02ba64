"""Which of the labels that lines begin with are speakers', judged by the whole transcript.

A role or a respondent's code needs to stand there once, a name twice. What stands in the middle of a sentence, in the
head of the document (`Date: …`, `Interviewer: …`) or only looks like a label is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.label_forms import Candidate, Line, looks_like_label
from ingest.readers.labels import alike, is_code, is_name, is_role

_HEAD_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "audio author city code country date day duration file filename id identifier language legend length location "
        "month organisation organization participants place present project recorded recording ref reference site "
        "study time title topic transcribed transcriber transcript transcription version year",
    )
)
_HEAD_LINES: Final = 25
_LONGEST_IN_HEAD: Final = 120
_LONG_LINE: Final = 40
_ENDED: Final = re.compile(r"[.?!:;…—–\]\"'’”)][\"'’”)\]]*\Z")
_GOES_ON: Final = re.compile(r"(?:,|\b(?:an?|and|as|at|by|for|from|in|is|of|on|or|said|that|the|to|with))\Z")
_SHARE_ALONE: Final = 0.35


def speakers(text: str, lines: Sequence[Line], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those candidates that begin a turn, in order; `lines` are all lines of the text."""
    head = _head(text, lines, candidates)
    inside = [c for c in candidates if not _in_sentence(text, lines, c, once=False)]
    counts = Counter(candidate.label for candidate in inside)
    inside = [c for c in inside if counts[c.label] > 1 or not _in_sentence(text, lines, c, once=True)]
    accepted = _accepted(inside, lines)
    known = {label for _, label in accepted}
    misspelt = {
        candidate.label
        for candidate in inside
        if candidate.form == "colon" and candidate.label not in known and _is_misspelt(candidate.label, known)
    }
    chosen = [c for c in inside if (c.form, c.label) in accepted or (c.form == "colon" and c.label in misspelt)]
    later = Counter(candidate.label for candidate in chosen if candidate.at >= head)
    return [c for c in chosen if c.at >= head or later[c.label]] if later else []


def _is_misspelt(label: str, known: Iterable[str]) -> bool:
    return is_name(label) and any(alike(label, other) for other in known)


def _accepted(candidates: Sequence[Candidate], lines: Sequence[Line]) -> set[tuple[str, str]]:
    """The (form, label) pairs that begin turns."""
    counts: Mapping[str, Counter[str]] = {
        form: Counter(c.label for c in candidates if c.form == form)
        for form in ("colon", "tab", "bold", "cell", "alone", "sign")
    }
    marked = Counter(c.label for c in candidates if c.form == "alone" and c.marked)
    stamped = Counter(c.label for c in candidates if c.form == "alone" and c.time)
    many = max(stamped.values(), default=0) > 1
    found: set[tuple[str, str]] = set()
    for form in ("colon", "tab", "bold", "cell"):
        found |= {(form, label) for label, count in counts[form].items() if _is_speaker(form, label, count)}
    if any(form == "colon" for form, _ in found):
        names = {pair for pair in found if pair[0] in ("tab", "bold") and is_name(pair[1])}
        found -= {pair for pair in names if ("colon", pair[1]) not in found}
    known = {label for _, label in found}
    alone = counts["alone"]
    in_earnest = alone.total() >= _SHARE_ALONE * len(lines) and len(alone) <= 12 and _apart(candidates)
    for label, count in alone.items():
        sure = marked[label] and (is_role(label) or is_code(label) or marked[label] > 1 or (many and stamped[label]))
        repeated = count > 1 and (label in known or is_role(label) or is_code(label) or in_earnest)
        if sure or repeated:
            found.add(("alone", label))
    return found | _signed(counts["sign"], found)


def _is_speaker(form: str, label: str, count: int) -> bool:
    role = is_role(label) or is_code(label)
    if form == "colon":
        return role or (count > 1 and looks_like_label(label))
    if form == "cell":
        return looks_like_label(label)
    return (role and (count > 1 or len(label) > 1)) or (count > 2 and looks_like_label(label))


def _apart(candidates: Sequence[Candidate]) -> bool:
    """Whether labels that stand alone never follow one another: then they are labels, and no list of short answers."""
    places = [candidate.at for candidate in candidates if candidate.form == "alone"]
    return all(later - earlier > 1 for earlier, later in pairwise(places))


def _signed(counts: Counter[str], found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Labels before a dash or full stop (`Q. …`, `INT - …`): only in a pair of roles or codes, and in earnest."""
    if found:
        return set()
    likely = {label for label, count in counts.items() if count > 1 and (is_role(label) or is_code(label))}
    return {("sign", label) for label in likely} if len(likely) > 1 else set()


def _in_sentence(text: str, lines: Sequence[Line], candidate: Candidate, *, once: bool) -> bool:
    """Whether the line before goes on in this one; for a label that stands once, whether it just did not end."""
    line = lines[candidate.at]
    if line.begins or not candidate.at or candidate.form == "cell":
        return False
    before = lines[candidate.at - 1]
    words = text[max(before.start, before.end - 200) : before.end].rstrip()
    if before.end - before.start < _LONG_LINE:
        return False
    return not _ENDED.search(words) if once else bool(_GOES_ON.search(words))


def _head(text: str, lines: Sequence[Line], candidates: Sequence[Candidate]) -> int:
    """The first line after the document's own head: short `Key: value` lines of which some say date, place or file.

    What follows at once and names the parts (`Interviewer: Ann`) belongs to it where the label never comes again.
    """
    labels = {c.at: c.label for c in candidates if c.form in ("colon", "tab", "cell")}
    counts = Counter(labels.values())
    last = -1
    for at, line in enumerate(lines[:_HEAD_LINES]):
        label = labels.get(at, "")
        if line.end - line.start > _LONGEST_IN_HEAD or (label and counts[label] > 1):
            break
        if set(re.findall(r"\w+", label.lower())) & _HEAD_WORDS:
            last = at
    if last < 0:
        return 0
    while last + 1 < min(len(lines), _HEAD_LINES):
        line, label = lines[last + 1], labels.get(last + 1, "")
        if not label or counts[label] > 1 or line.end - line.start > _LONGEST_IN_HEAD or len(counts) < 3:
            break
        last += 1
    return last + 1
