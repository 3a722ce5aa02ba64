"""What people type into a search box, read into a tree of phrases that every engine is asked by.

Plain words must all stand in a passage; "an exact phrase" stands as it is; prefix* finds what begins so; AND, OR and
NOT (in capitals) and brackets combine. Everything else is text: a leaf holds words as the tokenizer made them, which
are letters and digits in small letters, so no part of what is typed reaches an engine as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from graph.errors import QueryError
from graph.stores.tokens import Tokenizer

LONGEST = 1000
"""Characters that a search may have."""
DEEPEST = 20
"""How deep brackets may stand in one another."""
TOKEN = re.compile(r'\s+|(?P<phrase>["“”„])|(?P<open>\()|(?P<close>\))|(?P<word>[^\s"“”„()]+)')
QUOTES = re.compile(r'["“”„]')
OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another, at least one; with `prefix` the last is the beginning of a word."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part or more must hold."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`wanted` must hold and `unwanted` must not."""

    wanted: "Tree"
    unwanted: "Tree"


Tree: TypeAlias = Phrase | All | Either | Without


def parse(words: str, tokenizer: Tokenizer) -> Tree | None:
    """The tree of what was typed; None where nothing was.

    The order of leaves is the order in which engines add up their part of a score. Raises QueryError naming the
    character (from 1) and what to do.
    """
    if len(words) > LONGEST:
        raise QueryError(f"a search has at most {LONGEST} characters, not {len(words)}.", next_step="Shorten it.")
    marks = _Lexer(words, tokenizer).marks()
    if not marks:
        if words.strip():
            raise QueryError("there is no word to look for.", where="the search", next_step="Type at least one word.")
        return None
    return _Parser(marks, len(words)).whole()


def fts5(tree: Tree) -> str:
    """The expression for FTS5, with brackets only where its order of operators (NOT, AND, OR) asks for them."""
    return _rendered(tree, 0)


def _rendered(tree: Tree, binding: int) -> str:
    """The expression, in brackets where its operator binds weaker than `binding`."""
    if isinstance(tree, Phrase):
        return f'"{" ".join(tree.tokens)}"' + (" *" if tree.prefix else "")
    if isinstance(tree, Without):
        own, made = 2, f"{_rendered(tree.wanted, 2)} NOT {_rendered(tree.unwanted, 3)}"
    elif isinstance(tree, All):
        own, made = 1, " AND ".join(_rendered(part, 1) for part in tree.parts)
    else:
        own, made = 0, " OR ".join(_rendered(part, 0) for part in tree.parts)
    return f"({made})" if own < binding else made


def ranking(tree: Tree) -> Tree:
    """What scores a hit: every phrase wanted that stands in it, whatever the operators between.

    A tree of that kind is returned as it is. FTS5 cannot score any other one evenly: under a NOT it counts phrases of
    a side that has run out of passages in some rows and not in others.
    """
    if isinstance(tree, Phrase) or (
        isinstance(tree, All | Either) and all(isinstance(part, Phrase) for part in tree.parts)
    ):
        return tree
    leaves = tuple(wanted(tree))
    return leaves[0] if len(leaves) == 1 else Either(leaves)


def phrases(tree: Tree) -> Iterator[Phrase]:
    """The phrases of a tree in its order, those that must not be found among them."""
    if isinstance(tree, Phrase):
        yield tree
        return
    for part in (tree.wanted, tree.unwanted) if isinstance(tree, Without) else tree.parts:
        yield from phrases(part)


def wanted(tree: Tree) -> Iterator[Phrase]:
    """The phrases that may stand in what is found, in the order of the tree."""
    if isinstance(tree, Phrase):
        yield tree
    elif isinstance(tree, Without):
        yield from wanted(tree.wanted)
    else:
        for part in tree.parts:
            yield from wanted(part)


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    text: str
    at: int
    phrase: Phrase | None = None


class _Lexer:
    """Cuts what was typed into phrases, operators and brackets; what holds no word is left out."""

    def __init__(self, words: str, tokenizer: Tokenizer) -> None:
        self._words = words
        self._tokenizer = tokenizer

    def marks(self) -> list[_Mark]:
        found: list[_Mark] = []
        words, at = self._words, 0
        while at < len(words):
            match = TOKEN.match(words, at)
            if match is None:
                raise _bad("this character cannot be read.", at, "Leave it out.")
            kind, at_start, at = match.lastgroup, at, match.end()
            if kind == "phrase":
                end = QUOTES.search(words, at)
                if end is None:
                    hint = "Close the phrase, or drop it."
                    raise _bad("a quotation mark opens here and never closes.", at_start, hint)
                prefix = words[end.end() : end.end() + 1] == "*"
                found += self._phrase(words[at : end.start()], at_start, prefix)
                at = end.end() + prefix
            elif kind == "word":
                found += self._word(match.group(), at_start)
            elif kind:
                found.append(_Mark(kind, match.group(), at_start))
        return found

    def _phrase(self, text: str, at: int, prefix: bool) -> list[_Mark]:
        tokens = tuple(self._tokenizer.tokens(text))
        return [_Mark("term", text, at, Phrase(tokens, prefix))] if tokens else []

    def _word(self, text: str, at: int) -> list[_Mark]:
        if text in OPERATORS:
            return [_Mark("operator", text, at)]
        stem = text.rstrip("*")
        found = self._phrase(stem, at, stem != text)
        if "*" in stem or (stem != text and not found):
            raise _bad("a star stands only at the end of a word.", at, "Write the beginning of a word, then *.")
        return found


def _bad(what: str, at: int, hint: str) -> QueryError:
    return QueryError(what, where=f"search, character {at + 1}", next_step=hint)


def _depth(tree: Tree) -> int:
    if isinstance(tree, Phrase):
        return 0
    parts = (tree.wanted, tree.unwanted) if isinstance(tree, Without) else tree.parts
    return 1 + max(map(_depth, parts))


def _of(kind: type[All] | type[Either], parts: list[Tree]) -> Tree:
    """Parts as one tree, the deepest first, as what stands before a bracket fills the stack of FTS5's parser (100)."""
    return parts[0] if len(parts) == 1 else kind(tuple(sorted(parts, key=_depth, reverse=True)))


class _Parser:
    """Recursive descent: OR binds weakest, then AND (also unwritten), then NOT."""

    def __init__(self, marks: list[_Mark], length: int) -> None:
        self._marks = marks
        self._next = 0
        self._depth = 0
        self._end = _Mark("end", "", length)

    def whole(self) -> Tree:
        made = self._either()
        if self._peek().kind == "close":
            raise _bad("this bracket was never opened.", self._peek().at, "Open it before, or leave it out.")
        return made

    def _peek(self) -> _Mark:
        return self._marks[self._next] if self._next < len(self._marks) else self._end

    def _takes(self, operator: str) -> bool:
        if (self._peek().kind, self._peek().text) != ("operator", operator):
            return False
        self._next += 1
        return True

    def _either(self) -> Tree:
        parts = [self._all()]
        while self._takes("OR"):
            parts.append(self._all())
        return _of(Either, parts)

    def _all(self) -> Tree:
        wanted, unwanted = [self._one()], list[Tree]()
        while True:
            joined = self._takes("AND")
            if self._takes("NOT"):
                unwanted.append(self._one())
            elif joined or self._peek().kind in ("term", "open"):
                wanted.append(self._one())
            else:
                break
        made = _of(All, wanted)
        return Without(made, _of(Either, unwanted)) if unwanted else made

    def _one(self) -> Tree:
        token = self._peek()
        if token.phrase:
            self._next += 1
            return token.phrase
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

    def _missing(self, token: _Mark) -> QueryError:
        if token.kind == "operator" and token.text == "NOT":
            hint = "Say first what to find, then what to leave out: housing NOT rent."
            return _bad("NOT needs something before it.", token.at, hint)
        if token.kind == "operator":
            hint = (
                f"Put a word on both sides, or write {token.text.lower()} in small letters to look for the word itself."
            )
            return _bad(f"{token.text} needs a word before it.", token.at, hint)
        return _bad("a word is missing here.", token.at, "Put a word here, or take out what stands before it.")
