"""First suggestions from the codebook's terms: what a passage may be about, for a person to accept or reject.

Suggestions have the coder `terms` and the status `suggested`; no measure counts them.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from graph.ids import coding_id
from graph.model import TERMS_CODER, Anchored, Codebook, Coding, Passage
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
    encoded = json.dumps([VERSION, _terms(codebook)], ensure_ascii=False)
    return hashlib.sha256(encoded.encode("utf-8")).hexdigest()


def _terms(codebook: Codebook) -> list[tuple[str, str]]:
    """(code, term): the terms of messages and barriers; of actors also the name."""
    listed = [(m.id, term) for m in codebook.messages.values() for term in m.terms]
    listed += [(b.id, term) for b in codebook.barriers.values() for term in b.terms]
    listed += [(a.id, term) for a in codebook.actors.values() for term in (a.label, *a.terms)]
    return sorted({(code, " ".join(term.split())) for code, term in listed if term.strip()})


def suggest(passages: Iterable[Passage], terms: Terms) -> list[Coding]:
    """One suggestion for each code that a passage's words may express: at its first term, without stance or sender."""
    suggestions = []
    for passage in passages:
        seen: set[str] = set()
        for match in terms.matches(passage.text):
            if match.code not in seen:
                seen.add(match.code)
                suggestions.append(_coding(passage, match))
    return suggestions


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
    settled = {(item.passage, item.coding.code) for item in made if item.passage}
    return [s for s in suggestions if s.coding.id not in reviewed and (s.passage, s.coding.code) not in settled]


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
