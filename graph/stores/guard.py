"""The guard before the engine: a typed question passes only if every part of it is known to do no more than read.

The embedded engine's read-only mode still lets files be read and written, and it has no safe way to ask what a
statement would do. So this guard reads the words itself and allows a question by its form: one statement that begins
with a reading clause, and in which every further clause is one too. It does not look for bad words: a word that is
not a known keyword can only be a name, and a name cannot stand where a clause would begin.
"""

from typing import Protocol

from graph.errors import QuestionRefused
from graph.stores.lexer import NAME, NUMBER, PARAMETER, STRING, WORD, Question, Token, cut

CLAUSES = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
"""Words that a question, or its part after UNION, may begin with."""
OPERAND_FOLLOWS = CLAUSES - {"OPTIONAL"} | frozenset(
    {"WHERE", "BY", "SKIP", "LIMIT", "AS", "DISTINCT", "AND", "OR", "XOR", "NOT", "IN", "CONTAINS"}
    | {"CASE", "WHEN", "THEN", "ELSE", "SHORTEST", "TRAIL", "ACYCLIC"}
)
"""Keywords after which an expression or a pattern begins: only there may a name follow a word."""
KEYWORDS = OPERAND_FOLLOWS | frozenset(
    {"OPTIONAL", "ORDER", "UNION", "ALL", "IS", "NULL", "TRUE", "FALSE", "STARTS", "ENDS", "END", "EXISTS", "COUNT"}
    | {"ASC", "ASCENDING", "DESC", "DESCENDING", "ANY", "NONE", "SINGLE"}
)
SUBQUERIES = frozenset({"EXISTS", "COUNT"})
PROCEDURES = frozenset({"show_tables", "table_info", "show_connection", "db_version"})
"""Procedures that may be called: they describe the schema."""
CHANGING_FUNCTIONS = frozenset({"NEXTVAL", "SETSEED"})
PARAMETERS = frozenset({"$build"})
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
    **dict.fromkeys(("CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "ALTER", "INSERT"), ""),
}
"""What is said of a word that is refused; an empty reason: it writes to the graph."""


class Guard(Protocol):
    """Decides whether a typed question may reach an engine, whichever engine it is."""

    def admit(self, text: str) -> str:
        """The question as the engine may see it; raises QuestionRefused, naming the place, for any other."""


class LadybugGuard:
    """The guard of the embedded engine; it needs no engine to decide."""

    def admit(self, text: str) -> str:
        """See `Guard.admit`; comments are blanked out and a last semicolon is dropped."""
        question = cut(text)
        tokens = list(question.tokens)
        while tokens and tokens[-1].text == ";":
            tokens.pop()
        if not tokens:
            raise QuestionRefused("there is no question.", next_step="Begin with MATCH, and end with RETURN.")
        _Check(question, tokens).all()
        end = tokens[-1].at + len(tokens[-1].text)
        return question.text[:end]


class _Check:
    """Walks over the tokens once, with the one before in view."""

    def __init__(self, question: Question, tokens: list[Token]) -> None:
        self._question = question
        self._tokens = tokens

    def all(self) -> None:
        starts = True
        for i, token in enumerate(self._tokens):
            if token.text == ";" and token.kind == "symbol":
                raise self._refused(token, "only one statement is answered at a time.", "Leave out all after the ;.")
            if token.kind == PARAMETER and token.text not in PARAMETERS:
                raise self._refused(token, f"{token.text} is not bound.", "Only $build is; write other values out.")
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
            return self._after(i) != "ALL"
        if token.upper == "ALL" and before is not None and before.upper == "UNION" and not self._is_name(i - 1):
            return True
        return token.text == "{" and before is not None and before.upper in SUBQUERIES and not self._is_name(i - 1)

    def _start(self, i: int, token: Token) -> None:
        if token.upper == "CALL":
            self._call(i, token)
        elif token.upper not in CLAUSES:
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
        elif upper not in KEYWORDS and self._ended(i):
            raise self._not_reading(token)
        elif upper in CHANGING_FUNCTIONS and self._after(i) == "(":
            raise self._refused(token, f"{token.text} changes the database.", "Leave it out.")
        elif upper in OPERAND_FOLLOWS - {"BY"} and self._names_something(i):
            raise self._refused(token, f"{token.text} is a keyword.", "Choose another name.")
        elif upper in REASONS and self._after(i) not in NAME_ENDS:
            raise self._not_reading(token)

    def _optional(self, i: int, token: Token) -> None:
        if self._after(i) != "MATCH":
            raise self._refused(token, "OPTIONAL stands only before MATCH.", "Write OPTIONAL MATCH.")

    def _call(self, i: int, token: Token) -> None:
        name = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if name is None or name.text.lower() not in PROCEDURES or self._after(i + 1) != "(":
            allowed = ", ".join(sorted(PROCEDURES))
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
            return self._is_name(i - 1) or before.upper not in OPERAND_FOLLOWS | {"CALL"}
        return before.text == "*" and self._is_star(i - 1)

    def _is_star(self, i: int) -> bool:
        """Whether the `*` at `i` means everything, as after RETURN and WITH, and does not multiply."""
        before = self._before(i)
        return before is not None and before.upper in ("RETURN", "WITH", "DISTINCT") and not self._is_name(i - 1)

    def _not_reading(self, token: Token) -> QuestionRefused:
        if token.upper in REASONS:
            why = REASONS[token.upper] or f"{token.upper} writes to the graph"
            return self._refused(token, f"{why}; the console only reads.", "Ask with MATCH … RETURN ….")
        what = f"{token.text} cannot begin a part of a question."
        return self._refused(token, what, f"A part begins with {', '.join(sorted(CLAUSES))} or UNION.")

    def _refused(self, token: Token, what: str, hint: str) -> QuestionRefused:
        return QuestionRefused(what, where=self._question.place(token.at), next_step=hint)
