"""First suggestions from the codebook's terms: what a passage may be about, for a person to accept or reject.

Suggestions have the coder `terms` and the status `suggested`; no measure counts them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from graph.ids import coding_id, digest
from graph.model import TERMS_CODER, Anchored, Codebook, Coding, Passage
from ingest.cache import Cache
from ingest.coding.anchors import context
from ingest.coding.inflections import forms, is_acronym

VERSION = 1
"""Raise it whenever the same text and terms may give other suggestions."""
_SAME_LETTER = str.maketrans("’‘‐‑–—\n\t\u00a0", "''----   ")


@dataclass(frozen=True, slots=True)
class Match:
    """A term found at [start, end) of a text, for the code that it may stand for."""

    code: str
    start: int
    end: int


class Terms:
    """The terms of a codebook, ready to be found in many texts."""

    def __init__(self, codebook: Codebook) -> None:
        self._actors = frozenset(codebook.actors)
        self._meanings: dict[str, dict[str, str]] = {}
        """By lower-case form: the codes, each with the letters that have to stand there (empty: in any case)."""
        for code, term in _terms(codebook):
            for form in forms(term.translate(_SAME_LETTER)):
                meanings = self._meanings.setdefault(form.lower(), {})
                letters = form if is_acronym(term) else ""
                meanings[code] = letters if code not in meanings else ""
        self._forms = list(self._meanings)
        self._automaton = AhoCorasick(self._forms) if self._forms else None

    def matches(self, text: str) -> list[Match]:
        """Every term in the text between word boundaries, in the order of the text.

        A term inside a longer one is no match of its own, except an actor inside a message's or barrier's term, who
        is still named there.
        """
        if self._automaton is None:
            return []
        lowered = _lower(text.translate(_SAME_LETTER))
        spans = [
            (start, end, self._forms[index])
            for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True)
            if _is_whole(lowered, start, end)
        ]
        found = [
            Match(code, start, end)
            for start, end, form in sorted(spans, key=lambda span: (span[0], -span[1]))
            for code, letters in self._meanings[form].items()
            if letters in ("", text[start:end])
        ]
        return self._without_inner(found)

    def _without_inner(self, matches: Sequence[Match]) -> list[Match]:
        kept: list[Match] = []
        around: list[Match] = []
        for match in matches:
            around = [m for m in around if m.end > match.start]
            longer = [m for m in around if m.end >= match.end and m.end - m.start > match.end - match.start]
            if not any(m.code in self._actors or match.code not in self._actors for m in longer):
                kept.append(match)
                around.append(match)
        return kept


def terms_fingerprint(codebook: Codebook) -> str:
    """A hash of all that suggestions depend on besides the text."""
    encoded = json.dumps([VERSION, _terms(codebook), sorted(codebook.actors)], ensure_ascii=False)
    return hashlib.sha256(encoded.encode("utf-8")).hexdigest()


def _terms(codebook: Codebook) -> list[tuple[str, str]]:
    """(code, term): the terms of messages and barriers; of actors also the name."""
    listed = [(m.id, term) for m in codebook.messages.values() for term in m.terms]
    listed += [(b.id, term) for b in codebook.barriers.values() for term in b.terms]
    listed += [(a.id, term) for a in codebook.actors.values() for term in (a.label, *a.terms)]
    return sorted({(code, " ".join(term.split())) for code, term in listed if term.strip()})


class Suggester:
    """Makes suggestions for one source after the other; what the same text and terms gave before is remembered."""

    def __init__(self, codebook: Codebook, cache: Cache) -> None:
        self.cache = cache
        self._codebook = codebook
        self._fingerprint = terms_fingerprint(codebook)
        self._terms: Terms | None = None

    def suggest(self, passages: Sequence[Passage], mark: str) -> list[Anchored]:
        """One suggestion for each code that a passage may express: at its first term, without stance or sender.

        `mark` stands for the document that the passages come from.
        """
        name = digest((self._fingerprint, mark))
        rows = self.cache.get(name)
        if not _is_rows(rows, len(passages)):
            rows = [list(row) for row in self._found(passages)]
            self.cache.put(name, rows)
        return [_suggestion(passages[order], Match(code, start, end)) for order, code, start, end in rows]

    def _found(self, passages: Sequence[Passage]) -> Iterator[tuple[int, str, int, int]]:
        if self._terms is None:
            self._terms = Terms(self._codebook)
        for order, passage in enumerate(passages):
            seen: set[str] = set()
            for match in self._terms.matches(passage.text):
                if match.code not in seen:
                    seen.add(match.code)
                    yield order, match.code, match.start, match.end


def _is_rows(rows: object, count: int) -> bool:
    """Whether a remembered value has the shape of suggestions in `count` passages."""
    return isinstance(rows, list) and all(
        isinstance(row, list) and len(row) == 4 and isinstance(row[0], int) and 0 <= row[0] < count for row in rows
    )


def _suggestion(passage: Passage, match: Match) -> Anchored:
    coding = _coding(passage, match)
    return Anchored(coding, passage.id, coding.start, coding.end, "exact")


def _coding(passage: Passage, match: Match) -> Coding:
    start, end = passage.start + match.start, passage.start + match.end
    prefix, suffix = context(passage.text, match.start, match.end)
    return Coding(
        id=coding_id(TERMS_CODER, passage.source, start, end, match.code),
        coder=TERMS_CODER,
        source=passage.source,
        start=start,
        end=end,
        exact=passage.text[match.start : match.end],
        prefix=prefix,
        suffix=suffix,
        code=match.code,
        status="suggested",
    )


def still_open(suggestions: Iterable[Anchored], made: Iterable[Anchored], reviewed: frozenset[str]) -> list[Anchored]:
    """The suggestions that a person has not yet settled.

    Left out are those that somebody reviewed, and those for a passage to which somebody already applied the same
    code (or refused it). `made`: the codings that stand in the study's files.
    """
    settled: set[tuple[str, str]] = set()
    taken = set(reviewed)
    for item in made:
        settled.add((item.passage, item.coding.code))
        taken.add(item.coding.id)
    return [s for s in suggestions if s.coding.id not in taken and (s.passage, s.coding.code) not in settled]


def _lower(text: str) -> str:
    """Lower case, letter by letter where a whole text would change its length, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is bounded: no letter beside it, and no hyphen before it (`non-`, `co-` change a word)."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    if start == 0:
        return True
    before = text[start - 1]
    return not (before.isalnum() or before == "_" or (before == "-" and start > 1 and text[start - 2].isalnum()))
