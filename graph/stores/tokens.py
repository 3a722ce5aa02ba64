"""Words of a text exactly as the embedded engine cuts and folds them: FTS5's tokenizer unicode61, remove_diacritics 2.

Every character is looked up in a table that SQLite itself was asked for, so nothing of Unicode is decided here. The
table rests on two facts that the tests hold against all of Unicode: a character separates, is dropped inside a word,
or becomes one other character, wherever it stands; and what came out comes out the same again.
"""

import functools
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing

TOKENIZE = "unicode61 remove_diacritics 2"
SEPARATOR, DROPPED = " ", "\x01"
"""What stands for such a character in a folded text; neither can stand in a word."""
COMMON = range(0x250)
"""Characters of the languages written in Latin letters, which are learnt once in a process."""
SURROGATES = range(0xD800, 0xE000)
RUN = re.compile(f"[^{SEPARATOR}{DROPPED}][^{SEPARATOR}]*")
SCHEMA = f"""
CREATE VIRTUAL TABLE tried USING fts5(text, tokenize="{TOKENIZE}");
CREATE VIRTUAL TABLE words USING fts5vocab(tried, 'instance');
"""


class Tokenizer:
    """Cuts texts into words; it learns characters as it meets them, and holds one entry for each it has met."""

    def __init__(self) -> None:
        self._table: dict[int, str] = dict(_common())

    def tokens(self, text: str) -> list[str]:
        """The words of a text in reading order, folded."""
        return self._folded(text).replace(DROPPED, "").split()

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """The words of a text with their first code point and the one past their last."""
        found = RUN.finditer(self._folded(text))
        return [(run.group().replace(DROPPED, ""), run.start(), run.end()) for run in found]

    def joined(self, text: str) -> str:
        """The words with a blank on both sides of each, so that a word or phrase can be counted by its blanks."""
        return joined(self.tokens(text))

    def _folded(self, text: str) -> str:
        new = [ord(c) for c in set(text) if ord(c) not in self._table]
        if new:
            self._table.update(learn(new))
        return text.translate(self._table)


def joined(tokens: Iterable[str]) -> str:
    """Words with a blank on both sides of each."""
    return f" {'  '.join(tokens)} "


def learn(characters: Iterable[int]) -> dict[int, str]:
    """What FTS5 makes of each character: SEPARATOR, DROPPED or the character it becomes."""
    made = dict.fromkeys(characters, SEPARATOR)
    asked = [c for c in sorted(made) if c not in SURROGATES]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.executescript(SCHEMA)
        base.execute("BEGIN")
        base.executemany("INSERT INTO tried(rowid, text) VALUES (?, ?)", ((c, f"a{chr(c)}b") for c in asked))
        base.execute("COMMIT")
        for number, term in base.execute("SELECT doc, term FROM words WHERE offset = 0"):
            if len(term) > 1:
                made[number] = term[1:-1] or DROPPED
    return made


@functools.cache
def _common() -> Mapping[int, str]:
    return learn(COMMON)
