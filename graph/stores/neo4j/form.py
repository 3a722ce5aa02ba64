"""The form of a question to a Neo4j server, judged by its words before the server sees them."""

import re

from graph.errors import QuestionRefused
from graph.stores.form import ASK, REASONS, Form, Words
from graph.stores.hints import nearest
from graph.stores.lexer import NAME, NUMBER, STRING, SYMBOL, WORD, Question, Token

CLAUSES = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"})
OPERAND_FOLLOWS = CLAUSES - {"OPTIONAL", "CALL"} | frozenset(
    {"WHERE", "BY", "SKIP", "OFFSET", "LIMIT", "AS", "DISTINCT", "AND", "OR", "XOR", "NOT", "IN", "CONTAINS"}
    | {"CASE", "WHEN", "THEN", "ELSE", "SHORTEST", "YIELD", "WITH", "TYPED"}
)
KEYWORDS = OPERAND_FOLLOWS | frozenset(
    {"OPTIONAL", "CALL", "ORDER", "UNION", "ALL", "IS", "NULL", "TRUE", "FALSE", "STARTS", "ENDS", "END", "EXISTS"}
    | {"COUNT", "COLLECT", "ASC", "ASCENDING", "DESC", "DESCENDING", "ANY", "NONE", "SINGLE"}
    | {"GROUP", "GROUPS", "PATH", "PATHS", "NORMALIZED", "NFC", "NFD", "NFKC", "NFKD"}
)
PROCEDURES = frozenset(
    {"db.labels", "db.relationshipTypes", "db.propertyKeys", "db.schema.visualization", "db.schema.nodeTypeProperties"}
    | {"db.schema.relTypeProperties", "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships"}
)
"""Procedures that may be called: they describe the schema, or search."""
FUNCTION_NAMES = """
abs acos all allshortestpaths any asin atan atan2 avg btrim ceil char_length character_length coalesce collect cos
cot count date datetime degrees duration e elementid endnode exists exp floor haversin head id isempty isnan keys
labels last left length localdatetime localtime log log10 lower ltrim max min nodes none normalize nullif
percentilecont percentiledisc pi point properties radians rand randomuuid range reduce relationships replace
reverse right round rtrim shortestpath sign sin single size split sqrt startnode stdev stdevp substring sum tail
tan time timestamp toboolean tobooleanlist tobooleanornull tofloat tofloatlist tofloatornull tointeger
tointegerlist tointegerornull tolower tostring tostringlist tostringornull toupper trim type upper valuetype
date.truncate datetime.truncate localdatetime.truncate time.truncate localtime.truncate datetime.fromepoch
datetime.fromepochmillis duration.between duration.indays duration.inmonths duration.inseconds point.distance
point.withinbbox vector.similarity.cosine vector.similarity.euclidean
"""
FUNCTIONS = frozenset(FUNCTION_NAMES.split())
"""The functions that come with the server and only compute, in small letters; a plugin's are on no list."""
BEFORE_BRACKETS = OPERAND_FOLLOWS | frozenset({"CALL", "PATH", "PATHS", "GROUP", "GROUPS", "ALL", "ANY", "END"})
"""Keywords after which a round bracket opens a pattern or an expression, and calls nothing."""
LIMITS = frozenset({"LIMIT", "SKIP", "OFFSET"})
FILES = re.compile(r"LOAD\s+CSV", re.IGNORECASE)
ESCAPE = re.compile(r"(\\+)u+([0-9A-Fa-f]{4})?")


def check_text(question: Question) -> None:
    """Refuse escapes that the server might read otherwise than this guard, and LOAD CSV wherever it stands.

    The server decodes \\uXXXX before it cuts the text into words, so an escape may only be a plain character inside
    a quoted text.
    """
    for token in question.tokens:
        if "\\" in token.text and token.kind != STRING:
            raise _at(question, token.at, "a backslash stands outside quotes.", "Write the character itself.")
        for escape in ESCAPE.finditer(token.text):
            char = _decoded(escape)
            if escape.group(1) != "\\" or not char.isprintable() or char in "'\"`\\/*;":
                what = f"the escape {escape.group()} cannot be read safely."
                raise _at(question, token.at + escape.start(), what, "Write the character itself.")
    decoded = ESCAPE.sub(_decoded, question.text)
    if found := FILES.search(decoded):
        start = found.start() if decoded == question.text else 0
        raise _at(question, start, "LOAD CSV reads files, and its two words are refused even inside quotes.", ASK)


def _decoded(escape: re.Match[str]) -> str:
    return chr(int(escape.group(2) or "0", 16))


def blanked(question: Question) -> str:
    """The text with the inside of every quoted text taken out, so that only what the engine acts on is left."""
    text = question.text
    for token in reversed(question.tokens):
        if token.kind == STRING:
            text = f"{text[: token.at]}''{text[token.at + len(token.text) :]}"
    return text


class Neo4jForm(Form):
    """The form of a question to a server: as on the embedded engine, with subqueries, comprehensions and calls."""

    words = Words(
        clauses=CLAUSES,
        operand_follows=OPERAND_FOLLOWS,
        keywords=KEYWORDS,
        subqueries=frozenset({"EXISTS", "COUNT", "COLLECT"}),
        procedures=PROCEDURES,
        all_of=frozenset({"ALL", "DISTINCT"}),
        everything=frozenset({"RETURN", "WITH", "DISTINCT", "YIELD"}),
    )

    def __init__(self, question: Question, tokens: list[Token]) -> None:
        super().__init__(question, tokens)
        self._partner: dict[int, int] = {}
        open_ones: list[int] = []
        for i, token in enumerate(tokens):
            if token.kind == SYMBOL and token.text in "([{":
                open_ones.append(i)
            elif token.kind == SYMBOL and token.text in ")]}":
                if not open_ones or tokens[open_ones[-1]].text + token.text not in ("()", "[]", "{}"):
                    raise self._refused(token, f"this {token.text} closes nothing.", "Check the brackets before it.")
                self._partner[i] = open_ones.pop()
        if open_ones:
            token = tokens[open_ones[-1]]
            raise self._refused(token, f"this {token.text} is never closed.", "Close it.")

    def check(self) -> None:
        """See `Form.check`; every call of a function and every LIMIT is looked at first."""
        for i, token in enumerate(self._tokens):
            if token.text == "(" and token.kind == SYMBOL:
                self._called(i)
            elif token.upper in LIMITS and not self._is_name(i):
                self._limit(i, token)
            elif token.upper in ("SHOW", "TERMINATE") and self._kind_after(i) == WORD:
                raise self._not_reading(token)
            elif token.upper in ("TRANSACTION", "TRANSACTIONS") and not self._is_name(i):
                raise self._refused(token, "a question opens no transactions of its own.", "Leave IN TRANSACTIONS out.")
        super().check()

    def _start(self, i: int, token: Token) -> None:
        pattern = token.text == "(" or (token.kind in (WORD, NAME) and self._after(i) == "=")
        if i and self._tokens[i - 1].text == "{" and pattern:
            return
        super()._start(i, token)

    def _starts_next(self, i: int) -> bool:
        token, before = self._tokens[i], self._before(i)
        if token.text == "{" and before is not None:
            if before.upper in self.words.subqueries or before.upper == "CALL":
                return True
            opened = self._partner.get(i - 1, 0)
            return before.text == ")" and opened > 0 and self._tokens[opened - 1].upper == "CALL"
        return super()._starts_next(i)

    def _call(self, i: int, token: Token) -> None:
        after = self._after(i)
        if after == "{":
            return
        if after == "(":
            closed = next((c for c, opened in self._partner.items() if opened == i + 1), i)
            if self._after(closed) == "{":
                return
        name, end = "", i + 1
        while end < len(self._tokens) and (self._tokens[end].kind == WORD or self._tokens[end].text == "."):
            name += self._tokens[end].text
            end += 1
        if name not in PROCEDURES or self._after(end - 1) != "(":
            allowed = ", ".join(sorted(PROCEDURES))
            raise self._refused(token, f"{REASONS['CALL']}.", f"Only these may be called: {allowed}.")

    def _called(self, i: int) -> None:
        """Refuse the round bracket at `i` where it calls what is on no list."""
        end = i - 1
        if end < 0 or self._tokens[end].kind not in (WORD, NAME):
            return
        start = end
        while start >= 2 and self._tokens[start - 1].text == "." and self._tokens[start - 2].kind in (WORD, NAME):
            start -= 2
        parts = self._tokens[start : end + 1]
        name = "".join(t.text for t in parts)
        before = self._before(start)
        if before is not None and before.upper == "CALL" and name in PROCEDURES:
            return
        if len(parts) == 1 and not self._is_name(end) and parts[0].upper in BEFORE_BRACKETS:
            return
        dangling = before is not None and before.text == "." and not self._is_range(start - 1)
        if dangling or name.lower() not in FUNCTIONS:
            if len(parts) == 1 and parts[0].upper in REASONS:
                raise self._not_reading(parts[0])
            near = nearest(name, FUNCTIONS, 1)
            hint = f"Did you mean {near[0]}?" if near else "Use what comes with the server, without backticks."
            raise self._refused(parts[0], f"{name} is no function that is known to compute only.", hint)

    def _is_range(self, i: int) -> bool:
        return i > 0 and self._tokens[i - 1].text == "." and self._tokens[i].text == "."

    def _limit(self, i: int, token: Token) -> None:
        """The server computes what stands after LIMIT even for a plan: only a number may."""
        number = i + 1 < len(self._tokens) and self._tokens[i + 1].kind == NUMBER
        if not number or not (self._after(i + 1) in ("", "}") or self._kind_after(i + 1) == WORD):
            raise self._refused(token, f"after {token.upper} only a number may stand.", "Write the number out.")

    def _kind_after(self, i: int) -> str:
        return self._tokens[i + 1].kind if i + 1 < len(self._tokens) else ""


def _at(question: Question, at: int, what: str, hint: str) -> QuestionRefused:
    return QuestionRefused(what, where=question.place(at), next_step=hint)
