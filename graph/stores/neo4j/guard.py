"""The guard of a Neo4j server: a question passes only if its words, its plan and the plan's details all only read.

A READ session alone still reads files and addresses, lists and ends the work of others, and calls procedures. The
plan alone is not enough either: what stands inside an expression is no operator, and shows only in the details. So
all must hold: length and depth (graph/stores/lexer.py); the words (graph/stores/neo4j/form.py); the plan of `EXPLAIN`
in a READ session, in which every operator is on a list; and the details of each. What is not understood is refused.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from graph.errors import QuestionRefused
from graph.stores.form import ASK, admitted, words_of
from graph.stores.lexer import STRING, Question
from graph.stores.neo4j.form import PROCEDURES, Neo4jForm, blanked, check_text
from graph.stores.neo4j.plan import Operator, Plan

CALLS = "ProcedureCall"
HIDDEN = re.compile(r"LOAD\s+CSV|ResolvedCall", re.IGNORECASE)
"""What details say of an expression that reads a file or calls a procedure."""
NAMED = re.compile(r"\bCALL\s+[\w`]|\bSHOW\s+\w|\bTERMINATE\s+\w", re.IGNORECASE)
"""The same in words that people also use in quotes."""
KINDS = {"w": "writes to the graph", "rw": "writes to the graph", "s": "changes or asks about the server"}


@cache
def read_operators() -> frozenset[str]:
    """The operators that a plan may have."""
    text = (resources.files("graph.stores.neo4j") / "read_operators.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


class Neo4jGuard:
    """The guard of a server; `explain` gives the plan of a text, made in a READ session with a time limit.

    What `explain` raises (a question that the server cannot read, a lost server) leaves `admit` as it is.
    """

    def __init__(self, explain: Callable[[str], Plan]) -> None:
        self._explain = explain

    def admit(self, text: str) -> str:
        """See `Guard.admit`; comments are blanked out and a last semicolon is dropped."""
        question = check_words(text)
        shown = admitted(*words_of(text))
        plan = self._explain(shown)
        check_plan(plan)
        if any(NAMED.search(operator.details) for operator in plan.operators):
            self._check_unquoted(question)
        return shown

    def _check_unquoted(self, question: Question) -> None:
        """Refuse unless the words in the details come from quotes: the same plan without them says so."""
        quoted = any(t.kind == STRING and NAMED.search(t.text) for t in question.tokens)
        plan = self._explain(blanked(question).rstrip("; \t\r\n")) if quoted else None
        if plan is None or any(NAMED.search(operator.details) for operator in plan.operators):
            raise QuestionRefused("something is called or shown inside an expression.", next_step=ASK)
        check_plan(plan)


def check_words(text: str) -> Question:
    """The layers that need no server: length, depth, escapes and words; raises QuestionRefused."""
    question, tokens = words_of(text)
    check_text(question)
    Neo4jForm(question, tokens).check()
    return question


def check_plan(plan: Plan) -> None:
    """The layers that a plan decides: its kind, its operators and their details; raises QuestionRefused."""
    if plan.kind != "r":
        why = KINDS.get(plan.kind, "does not only read")
        raise QuestionRefused(f"by the server's plan this {why}; the console only reads.", next_step=ASK)
    if not plan.operators:
        raise QuestionRefused("the server gives no plan of this, so it cannot be judged.", next_step=ASK)
    for operator in plan.operators:
        _check_operator(operator)


def _check_operator(operator: Operator) -> None:
    if operator.name == CALLS:
        if operator.details.partition("(")[0].strip() not in PROCEDURES:
            allowed = ", ".join(sorted(PROCEDURES))
            raise QuestionRefused("it calls a procedure.", next_step=f"Only these may be called: {allowed}.")
    elif operator.name not in read_operators():
        what = f"by the server's plan it does more than is known to read ({operator.name})."
        raise QuestionRefused(what, next_step=ASK)
    if HIDDEN.search(operator.details):
        raise QuestionRefused("an expression in it reads a file or calls a procedure.", next_step=ASK)
