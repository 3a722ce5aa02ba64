"""The form of a typed question: a walk over its words that lets through only what is known to read.

It does not look for bad words. One statement begins with a reading clause, every further clause is one too, and a
word that is not a known keyword can only be a name, which cannot stand where a clause would begin. What an engine's
language adds is said by its `Words` and by a subclass of `Form`.
"""

from dataclasses import dataclass, field

from graph.errors import QuestionRefused
from graph.stores.hints import nearest
from graph.stores.lexer import NAME, NUMBER, PARAMETER, STRING, WORD, Question, Token, cut

PARAMETERS = frozenset({"$build"})
QUOTE = "Put it in quotes if it is text."
ASK = "Ask with MATCH … RETURN …."
UNBOUND = "Only $build is; write other values out."
NAME_ENDS = frozenset({".", ",", ")", ":", "AS", "=", "]", "}", "|", ""})
"""What may follow a word that means something else elsewhere, where it stands as a plain name."""
REASONS = {
    "COPY": "COPY reads and writes files",
    "LOAD": "LOAD reads files and extensions",
    "EXPORT": "EXPORT DATABASE writes files",
    "IMPORT": "IMPORT DATABASE reads files and writes to the graph",
    "ATTACH": "ATTACH opens another database",
    "DETACH": "DETACH closes a database or deletes",
    "INSTALL": "INSTALL downloads an extension",
    "UNINSTALL": "UNINSTALL removes an extension",
    "FORCE": "FORCE INSTALL downloads an extension",
    "UPDATE": "UPDATE downloads an extension",
    "USE": "USE changes the database",
    "CALL": "CALL changes settings or runs a procedure that is not known to read only",
    "EXPLAIN": "EXPLAIN may carry out what it explains",
    "PROFILE": "PROFILE carries out what it describes",
    "BEGIN": "BEGIN opens a transaction",
    "COMMIT": "COMMIT ends a transaction",
    "ROLLBACK": "ROLLBACK ends a transaction",
    "CHECKPOINT": "CHECKPOINT writes to the file",
    "MACRO": "macros change the database",
    "COMMENT": "COMMENT ON writes to the schema",
    "FOREACH": "FOREACH writes to the graph",
    "SHOW": "SHOW tells of the server, not of the graph",
    "TERMINATE": "TERMINATE ends the work of others",
    "CYPHER": "options change how the engine works",
    "GRANT": "GRANT changes rights",
    "DENY": "DENY changes rights",
    "REVOKE": "REVOKE changes rights",
    **dict.fromkeys(("CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "ALTER", "INSERT"), ""),
}
"""What is said of a word that is refused; an empty reason: it writes to the graph."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an engine's language that a question may use.

    `clauses` may begin a question; after an `operand_follows` word an expression or a pattern begins, so only there
    may a name follow a word; `keywords` may follow what is complete; a brace after one of `subqueries` opens a
    question of its own; `all_of` are further words after UNION; only `procedures` may be called.
    """

    clauses: frozenset[str]
    operand_follows: frozenset[str]
    keywords: frozenset[str]
    subqueries: frozenset[str]
    procedures: frozenset[str]
    all_of: frozenset[str] = frozenset({"ALL"})
    everything: frozenset[str] = frozenset({"RETURN", "WITH", "DISTINCT"})
    changing: frozenset[str] = field(default_factory=frozenset)


def admitted(question: Question, tokens: list[Token]) -> str:
    """The text up to its last word, without comments and a last semicolon."""
    end = tokens[-1].at + len(tokens[-1].text)
    return question.text[:end]


def words_of(text: str) -> tuple[Question, list[Token]]:
    """A question cut, and its words without semicolons at the end; raises QuestionRefused where there are none."""
    question = cut(text)
    tokens = list(question.tokens)
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        raise QuestionRefused("there is no question.", next_step="Begin with MATCH, and end with RETURN.")
    return question, tokens


class Form:
    """Walks over the words once, with the one before in view; raises QuestionRefused, with the place."""

    words: Words

    def __init__(self, question: Question, tokens: list[Token]) -> None:
        self._question = question
        self._tokens = tokens

    def check(self) -> None:
        """Raise QuestionRefused at the first word that cannot be seen to do no more than read."""
        starts = True
        for i, token in enumerate(self._tokens):
            if token.text == ";" and token.kind == "symbol":
                raise self._refused(token, "only one statement is answered at a time.", "Leave out all after the ;.")
            if token.kind == PARAMETER and token.text not in PARAMETERS:
                raise self._refused(token, f"{token.text} is not bound.", UNBOUND)
            if starts:
                self._start(i, token)
            elif token.kind == WORD:
                self._word(i, token)
            elif token.kind in (NAME, STRING, NUMBER, PARAMETER) and self._ended(i):
                raise self._refused(token, f"{token.text} cannot stand here.", "Is a comma missing before it?")
            starts = self._starts_next(i)

    def _starts_next(self, i: int) -> bool:
        """Whether the next token must begin a reading clause."""
        token, before = self._tokens[i], self._before(i)
        if token.upper == "UNION" and not self._is_name(i):
            return self._after(i) not in self.words.all_of
        if (
            token.upper in self.words.all_of
            and before is not None
            and before.upper == "UNION"
            and not self._is_name(i - 1)
        ):
            return True
        return (
            token.text == "{"
            and before is not None
            and before.upper in self.words.subqueries
            and not self._is_name(i - 1)
        )

    def _start(self, i: int, token: Token) -> None:
        if token.upper == "CALL":
            self._call(i, token)
        elif token.upper not in self.words.clauses:
            raise self._not_reading(token)
        elif token.upper == "OPTIONAL":
            self._optional(i, token)

    def _word(self, i: int, token: Token) -> None:
        if self._is_name(i):
            return
        upper = token.upper
        if upper == "CALL" and self._ended(i):
            self._call(i, token)
        elif upper == "OPTIONAL" and self._ended(i):
            self._optional(i, token)
        elif upper not in self.words.keywords and self._ended(i):
            raise self._not_reading(token)
        elif upper in self.words.changing and self._after(i) == "(":
            raise self._refused(token, f"{token.text} changes the database.", "Leave it out.")
        elif upper in self.words.operand_follows - {"BY"} and self._names_something(i):
            raise self._refused(token, f"{token.text} is a keyword.", "Choose another name.")
        elif upper in REASONS and self._after(i) not in NAME_ENDS:
            raise self._refused(token, f"{token.text} is a word of the engine's own.", f"{QUOTE} {ASK}")

    def _optional(self, i: int, token: Token) -> None:
        if self._after(i) != "MATCH":
            raise self._refused(token, "OPTIONAL stands only before MATCH.", "Write OPTIONAL MATCH.")

    def _call(self, i: int, token: Token) -> None:
        name = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if name is None or name.text.lower() not in self.words.procedures or self._after(i + 1) != "(":
            allowed = ", ".join(sorted(self.words.procedures))
            raise self._refused(token, f"{REASONS['CALL']}.", f"Only these may be called: {allowed}.")

    def _before(self, i: int) -> Token | None:
        return self._tokens[i - 1] if i else None

    def _after(self, i: int) -> str:
        """The next token: a word in capitals, else as it stands; empty at the end."""
        if i + 1 >= len(self._tokens):
            return ""
        return self._tokens[i + 1].upper or self._tokens[i + 1].text

    def _is_name(self, i: int) -> bool:
        """Whether the word at `i` is a property, a label or a map key whatever it says."""
        before = self._before(i)
        if before is None:
            return False
        if before.text == "." and not self._is_range(i - 1):
            return True
        if before.text in (":", "|"):
            return True
        return before.text in ("{", ",") and self._after(i) == ":"

    def _names_something(self, i: int) -> bool:
        """Whether the keyword at `i` is meant as a name: after AS, or as the variable of a node or an edge."""
        before = self._before(i)
        if before is None:
            return False
        return before.upper == "AS" or (before.text in ("(", "[") and self._after(i) in (":", "{"))

    def _is_range(self, i: int) -> bool:
        return i > 0 and self._tokens[i - 1].text == "."

    def _ended(self, i: int) -> bool:
        """Whether what stands before the token at `i` is complete, so that the token would begin something new."""
        before = self._before(i)
        if before is None:
            return True
        if before.kind in (NAME, STRING, NUMBER, PARAMETER) or before.text in (")", "]", "}"):
            return True
        if before.upper == "BY" and (i < 2 or self._tokens[i - 2].upper != "ORDER"):
            return True
        if before.kind == WORD:
            return self._is_name(i - 1) or before.upper not in self.words.operand_follows | {"CALL"}
        return before.text == "*" and self._is_star(i - 1)

    def _is_star(self, i: int) -> bool:
        """Whether the `*` at `i` means everything, as after RETURN and WITH, and does not multiply."""
        before = self._before(i)
        return before is not None and before.upper in self.words.everything and not self._is_name(i - 1)

    def _not_reading(self, token: Token) -> QuestionRefused:
        if token.upper in REASONS:
            why = REASONS[token.upper] or f"{token.upper} writes to the graph"
            return self._refused(token, f"{why}; the console only reads.", ASK)
        what = f"{token.text} cannot begin a part of a question."
        near = nearest(token.text, self.words.keywords, 1) if token.kind == WORD else []
        parts = f"A part begins with {', '.join(sorted(self.words.clauses))} or UNION."
        return self._refused(token, what, f"Did you mean {near[0]}?" if near else parts)

    def _refused(self, token: Token, what: str, hint: str) -> QuestionRefused:
        return QuestionRefused(what, where=self._question.place(token.at), next_step=hint)
