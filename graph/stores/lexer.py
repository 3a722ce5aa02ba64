"""A typed question cut into words, so that a guard judges what the engine would read and nothing else.

Where two engines might cut a text differently the text is refused: a backslash, a control character or a letter
beyond ASCII outside quotes, an escape that is not plainly one, a quote or comment that never ends.
"""

import re
from dataclasses import dataclass

from graph.errors import QuestionRefused

WORD, NAME, STRING, NUMBER, PARAMETER, SYMBOL = "word", "name", "string", "number", "parameter", "symbol"
LONGEST = 8000
"""Characters that a question may have."""
DEEPEST = 100
"""How deep brackets may stand in one another."""
TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<comment>//[^\r\n]*|/\*.*?\*/)
    |(?P<open_comment>/\*)
    |(?P<string>'(?:[^'\\]|\\(?:[\\'"nrtbf]|u[0-9A-Fa-f]{4}))*'|"(?:[^"\\]|\\(?:[\\'"nrtbf]|u[0-9A-Fa-f]{4}))*")
    |(?P<name>`[^`]*`)
    |(?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
    |(?P<number>[0-9]+(?:\.(?!\.)[0-9]*)?(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<symbol>[()\[\]{},.:;|=<>+\-*/%^!~&])""",
    re.VERBOSE | re.DOTALL,
)
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]"
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Characters that no reader sees, or that make a text read in another order than it stands."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question: `text` as it stands, `at` its offset."""

    kind: str
    text: str
    at: int

    @property
    def upper(self) -> str:
        """The text of a bare word in capitals, empty for every other kind: quoted words are no keywords."""
        return self.text.upper() if self.kind == WORD else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has been cut: `text` is as typed, with comments blanked out."""

    text: str
    tokens: tuple[Token, ...]

    def place(self, at: int) -> str:
        """Line and column, both from 1, of an offset."""
        return place(self.text, at)


def place(text: str, at: int) -> str:
    """Line and column, both from 1, of an offset in a text."""
    before = text[:at].splitlines() or [""]
    if text[:at].endswith(("\n", "\r")):
        before.append("")
    return f"line {len(before)}, column {len(before[-1]) + 1}"


def cut(text: str) -> Question:
    """Cut a question into tokens; raises QuestionRefused, with the place, for what cannot be read safely."""
    if len(text) > LONGEST:
        raise QuestionRefused(
            f"a question has at most {LONGEST} characters, not {len(text)}.", next_step="Ask for less at once."
        )
    if control := CONTROL.search(text):
        raise _refused(text, control.start(), "a control character stands here.", "Take it out.")
    tokens: list[Token] = []
    shown = list(text)
    at = depth = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup == "open_comment":
            raise _unreadable(text, at)
        kind, end = match.lastgroup or "", match.end()
        if kind == "comment":
            shown[at:end] = [c if c in "\r\n" else " " for c in text[at:end]]
        elif kind != "space":
            tokens.append(Token(kind, match.group(), at))
            depth += (match.group() in "([{") - (match.group() in ")]}") if kind == SYMBOL else 0
            if depth > DEEPEST:
                raise _refused(text, at, "brackets stand too deep in one another.", f"Use at most {DEEPEST}.")
        at = end
    return Question("".join(shown), tuple(tokens))


def _unreadable(text: str, at: int) -> QuestionRefused:
    char = text[at]
    if text.startswith("/*", at):
        return _refused(text, at, "a comment begins here and never ends.", "Close it with */.")
    if char in "'\"":
        hint = r"Close the quote; inside it a backslash stands only before \ ' " + '" n r t b f or uXXXX.'
        return _refused(text, at, "this quoted text cannot be read.", hint)
    if char == "`":
        return _refused(text, at, "a name in backticks begins here and never ends.", "Close it with `.")
    if char == "\\":
        return _refused(text, at, "a backslash stands outside quotes.", "Write the character itself.")
    if char == "$":
        return _refused(text, at, "a parameter needs a name.", "The one that is bound is $build.")
    return _refused(text, at, f"the character {char!r} cannot stand here.", "Put it in quotes, or take it out.")


def _refused(text: str, at: int, what: str, hint: str) -> QuestionRefused:
    return QuestionRefused(what, where=place(text, at), next_step=hint)
