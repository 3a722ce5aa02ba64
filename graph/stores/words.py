"""What people type into a search box, read into an FTS5 expression.

Plain words must all stand in a passage; "an exact phrase" stands as it is; prefix* finds what begins so; AND, OR and
NOT (in capitals) and brackets combine. Everything else is text: no part of what is typed reaches FTS5 unquoted.
"""

import re
from dataclasses import dataclass

from graph.errors import QueryError

LONGEST = 1000
"""Characters that a search may have."""
DEEPEST = 20
"""How deep brackets may stand in one another."""
TOKEN = re.compile(r'\s+|(?P<phrase>["“”„])|(?P<open>\()|(?P<close>\))|(?P<word>[^\s"“”„()]+)')
QUOTES = re.compile(r'["“”„]')
OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def expression(words: str) -> str:
    """The FTS5 expression for what was typed; the empty string where nothing was.

    Raises QueryError naming the character (from 1) and what to do.
    """
    if len(words) > LONGEST:
        raise QueryError(f"a search has at most {LONGEST} characters, not {len(words)}.", next_step="Shorten it.")
    tokens = _tokens(words)
    if not tokens:
        if words.strip():
            raise QueryError("there is no word to look for.", where="the search", next_step="Type at least one word.")
        return ""
    parser = _Parser(tokens, len(words))
    return parser.whole()


def _tokens(words: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(words):
        match = TOKEN.match(words, at)
        if match is None:
            raise _bad("this character cannot be read.", at, "Leave it out.")
        kind, at_start, at = match.lastgroup, at, match.end()
        if kind == "phrase":
            end = QUOTES.search(words, at)
            if end is None:
                raise _bad("a quotation mark opens here and never closes.", at_start, "Close the phrase, or drop it.")
            found += _phrase(words[at : end.start()], at_start, words[end.end() : end.end() + 1] == "*")
            at = end.end() + (words[end.end() : end.end() + 1] == "*")
        elif kind == "word":
            found += _word(match.group(), at_start)
        elif kind:
            found.append(_Token(kind, match.group(), at_start))
    return found


def _phrase(text: str, at: int, prefix: bool) -> list[_Token]:
    return [_Token("term", _quoted(text, prefix), at)] if _has_word(text) else []


def _word(text: str, at: int) -> list[_Token]:
    if text in OPERATORS:
        return [_Token("operator", text, at)]
    stem = text.rstrip("*")
    if "*" in stem or (stem != text and not _has_word(stem)):
        raise _bad("a star stands only at the end of a word.", at, "Write the beginning of a word, then *.")
    return [_Token("term", _quoted(stem, stem != text), at)] if _has_word(stem) else []


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _quoted(text: str, prefix: bool) -> str:
    inner = text.replace("\x00", " ").replace('"', '""')
    return f'"{inner}"' + (" *" if prefix else "")


def _bad(what: str, at: int, hint: str) -> QueryError:
    return QueryError(what, where=f"search, character {at + 1}", next_step=hint)


class _Parser:
    """Recursive descent: OR binds weakest, then AND (also unwritten), then NOT."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._end = _Token("end", "", length)

    def whole(self) -> str:
        made = self._either()
        if self._peek().kind == "close":
            raise _bad("this bracket was never opened.", self._peek().at, "Open it before, or leave it out.")
        return made

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else self._end

    def _takes(self, operator: str) -> bool:
        if self._peek() != _Token("operator", operator, self._peek().at):
            return False
        self._next += 1
        return True

    def _either(self) -> str:
        parts = [self._all()]
        while self._takes("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _all(self) -> str:
        made = self._one()
        while True:
            if self._takes("NOT"):
                made = f"({made} NOT {self._one()})"
            elif self._takes("AND"):
                made = f"({made} {'NOT' if self._takes('NOT') else 'AND'} {self._one()})"
            elif self._peek().kind in ("term", "open"):
                made = f"({made} AND {self._one()})"
            else:
                return made

    def _one(self) -> str:
        token = self._peek()
        if token.kind == "term":
            self._next += 1
            return token.text
        if token.kind != "open":
            raise self._missing(token)
        self._depth += 1
        if self._depth > DEEPEST:
            raise _bad("brackets stand too deep in one another.", token.at, f"Use at most {DEEPEST}.")
        self._next += 1
        made = self._either()
        if self._peek().kind != "close":
            raise _bad("this bracket is never closed.", token.at, "Close it, or leave it out.")
        self._next += 1
        self._depth -= 1
        return made

    def _missing(self, token: _Token) -> QueryError:
        if token.kind == "operator" and token.text == "NOT":
            hint = "Say first what to find, then what to leave out: housing NOT rent."
            return _bad("NOT needs something before it.", token.at, hint)
        if token.kind == "operator":
            hint = (
                f"Put a word on both sides, or write {token.text.lower()} in small letters to look for the word itself."
            )
            return _bad(f"{token.text} needs a word before it.", token.at, hint)
        return _bad("a word is missing here.", token.at, "Put a word here, or take out what stands before it.")
