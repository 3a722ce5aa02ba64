"""The guard before the engine: a typed question passes only if every part of it is known to do no more than read.

The embedded engine's read-only mode still lets files be read and written, and it has no safe way to ask what a
statement would do. So its guard reads the words itself and allows a question by its form (graph/stores/form.py). The
guard of a server, which can be asked for a plan, is graph/stores/neo4j/guard.py.
"""

from typing import Protocol

from graph.stores.form import Form, Words, admitted, words_of

CLAUSES = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
OPERAND_FOLLOWS = CLAUSES - {"OPTIONAL"} | frozenset(
    {"WHERE", "BY", "SKIP", "LIMIT", "AS", "DISTINCT", "AND", "OR", "XOR", "NOT", "IN", "CONTAINS"}
    | {"CASE", "WHEN", "THEN", "ELSE", "SHORTEST", "TRAIL", "ACYCLIC"}
)
WORDS = Words(
    clauses=CLAUSES,
    operand_follows=OPERAND_FOLLOWS,
    keywords=OPERAND_FOLLOWS
    | frozenset(
        {"OPTIONAL", "ORDER", "UNION", "ALL", "IS", "NULL", "TRUE", "FALSE", "STARTS", "ENDS", "END", "EXISTS", "COUNT"}
        | {"ASC", "ASCENDING", "DESC", "DESCENDING", "ANY", "NONE", "SINGLE"}
    ),
    subqueries=frozenset({"EXISTS", "COUNT"}),
    procedures=frozenset({"show_tables", "table_info", "show_connection", "db_version"}),
    changing=frozenset({"NEXTVAL", "SETSEED"}),
)
"""What the embedded engine reads with; its procedures describe the schema."""


class Guard(Protocol):
    """Decides whether a typed question may reach an engine, whichever engine it is."""

    def admit(self, text: str) -> str:
        """The question as the engine may see it; raises QuestionRefused, naming the place, for any other."""


class LadybugForm(Form):
    """The form of a question to the embedded engine."""

    words = WORDS


class LadybugGuard:
    """The guard of the embedded engine; it needs no engine to decide."""

    def admit(self, text: str) -> str:
        """See `Guard.admit`; comments are blanked out and a last semicolon is dropped."""
        question, tokens = words_of(text)
        LadybugForm(question, tokens).check()
        return admitted(question, tokens)
