"""Keeps a fault of the embedded engine out of every answer: plans that give wrong rows are told by their EXPLAIN.

Since 0.21 Ladybug follows one step of a pattern by the next in one pipeline, starting at the node that the first
reached (its pull request 859). The second scan leaves the vector of that node marked as a single row, and whatever
looks at the vector between the two, a FILTER or a third scan, then loses rows, or gives some again. Only a second
scan that comes right after the first is safe. Of their own kind are an OPTIONAL MATCH over an edge that its node cannot
have: the engine reads edges of other nodes; and a UNION whose first part gives one thing under two names: it keeps one
vector for both columns, into which the other parts write only their last. `test_the_engine_still_gives_wrong_rows`
fails once the engine is mended: then this module and a paragraph of ARCHITECTURE.md can go.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from graph.stores.lexer import Token, cut

WHAT = "the embedded engine would give wrong rows here, so it is not asked."
ADVICE = (
    "Ask one step at a time: MATCH (a)-[e]->(b) WHERE … WITH a, e, b MATCH (b)-[f]->(c) … "
    "(an edge in OPTIONAL MATCH must be one that its node can have; the first part of a UNION must not give one thing "
    "under two names: write coalesce(…, '') round one of them)."
)
"""What is wrong with a question that has no safe plan, and how to write it instead."""
FEWEST = 4
"""Dashes in a text with two steps: one step alone cannot be lost."""
HARMLESS = frozenset({"FLATTEN", "SEMI_MASKER"})
"""What may stand between two steps of one pipeline and does not look at the vector that the second step marks."""
Words = tuple[str, ...]
Ends = Mapping[str, Sequence[Sequence[str]]]
"""For each type of edge the pairs of labels that it leads from and to."""
CLOSED = "INTERSECT"
"""How the engine joins three steps to a ring; seen with wrong rows under a cross product, the reason unknown."""
ALSO_CALLED = {
    "ucase": "upper",
    "toupper": "upper",
    "lcase": "lower",
    "tolower": "lower",
    "substr": "substring",
    "prefix": "starts_with",
    "ceiling": "ceil",
}
"""Second names of the engine's functions: what they give is one thing to it."""
CLAUSES = frozenset({"MATCH", "WITH", "RETURN", "UNWIND", "UNION", "CALL", "ORDER", "SKIP", "LIMIT", "OPTIONAL"})
OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
TOP = re.compile(r"┌[─┴]+┐")
BOTTOM = re.compile(r"└[─┬]+┘")
NAME = re.compile(r"([A-Z_]+)\[\d+\]\Z")
STEP = re.compile(r"\((\w*)\)(<?)-\[.*\]-(>?)\((\w*)\)\Z")
KEY = re.compile(r"([A-Z]\w*): ?")


@dataclass(frozen=True, slots=True)
class Operator:
    """One box of a plan: what it is, the tables it reads, what it calls them, and the way of a scan of edges."""

    name: str
    tables: tuple[str, ...] = ()
    alias: str = ""
    step: str = ""


def ends() -> Ends:
    """Those of the ontology, which the child that answers typed questions is given: it cannot afford to read it."""
    from graph.ontology import ontology

    return {name: kind.pairs for name, kind in ontology().edges.items()}


def sound(text: str, explain: Callable[[str], str], pairs: Ends) -> str | None:
    """`text`, or the same question written otherwise, as the engine answers it rightly; None where no way is known.

    `explain` gives the engine's plan of a text and may raise RuntimeError; what cannot be planned is given back as it
    is, because the engine says the same of it when it is asked.
    """
    joined = "UNION" in text.upper()
    if text.count("-") < FEWEST and not joined:
        return text
    if joined and twice(text):
        return None
    try:
        if wrong(explain(text), pairs) is None:
            return text
    except RuntimeError:
        return text
    later = delayed(text)
    for other in (later, apart(later)):
        with suppress(RuntimeError):
            if wrong(explain(other), pairs) is None:
                return other
    return None


def wrong(plan: str, pairs: Ends) -> str | None:
    """The first step at which a plan gives wrong rows, or None where it does not; `plan` is what EXPLAIN prints."""
    for pipeline in pipelines(plan):
        for at, operator in enumerate(pipeline):
            if operator.name == CLOSED:
                return "a pattern that closes a ring"
            if not operator.step:
                continue
            found = _follower(pipeline, at)
            between = pipeline[at + 1 : found] if found is not None else []
            if any(o.name not in HARMLESS for o in between) or _impossible(pipeline, operator, pairs):
                return operator.step
    return None


def pipelines(plan: str) -> list[list[Operator]]:
    """The columns of boxes that a plan is drawn in, each from its first operator to its last."""
    done: list[list[Operator]] = []
    above: dict[int, list[Operator]] = {}
    for start, joined, leads_on, lines in _boxes(plan):
        column = above.pop(start, []) if joined else []
        if not column:
            done.append(column)
        column.append(_operator(lines))
        if leads_on:
            above[start] = column
        else:
            above.pop(start, None)
    return [column[::-1] for column in done if any(operator.name for operator in column)]


def twice(text: str) -> bool:
    """Whether the first part of a UNION returns one thing under two names; brackets and case are not looked at.

    A plan calls such columns by their names, so the text has to tell: names that WITH gave are put back to what they
    stand for. Texts and numbers that stand in the question are not shared by the engine.
    """
    known: dict[str, Words] = {}
    returned: list[Words] = []
    for returned in _given(text):
        things = [_put_back(words, known) for words, _ in map(_split, returned)]
        known |= {name: thing for (_, name), thing in zip(map(_split, returned), things, strict=True) if name}
        returned = [thing for thing in things if thing and thing[0][0] not in "'\"0123456789"]
    return len(set(returned)) < len(returned)


def _given(text: str) -> Iterator[list[Words]]:
    """What each WITH and RETURN of the first part of a UNION gives, thing by thing; nothing where there is no UNION."""
    given: list[list[Words]] = []
    depth, inside = 0, False
    for token in cut(text).tokens:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0 and token.upper == "UNION":
            yield from given
            return
        if depth == 0 and token.upper in ("WITH", "RETURN"):
            given.append([()])
            inside = True
        elif depth == 0 and token.upper in CLAUSES | {"WHERE"}:
            inside = False
        elif inside and depth == 0 and token.text == ",":
            given[-1].append(())
        elif inside and token.text not in ("(", ")") and token.upper != "DISTINCT":
            word = token.text.strip("`").lower()
            given[-1][-1] += (ALSO_CALLED.get(word, word),)


def _split(given: Words) -> tuple[Words, str]:
    """A thing and the name that AS gives it, or its own name, which is empty for more than one word."""
    if len(given) > 2 and given[-2] == "as":
        return given[:-2], given[-1]
    return given, given[0] if len(given) == 1 else ""


def _put_back(words: Words, known: Mapping[str, Words]) -> Words:
    made: Words = ()
    for at, word in enumerate(words):
        made += (word,) if at and words[at - 1] == "." else known.get(word, (word,))
    return made


def delayed(text: str) -> str:
    """`text` with `WITH *` before the WHERE of each MATCH, which means the same: all is matched, then filtered.

    A WHERE of OPTIONAL MATCH, one in brackets, and conditions inside [ ] and ( ) stay as they are.
    """
    return _with_before(text, lambda token, clause: "WITH * " if clause == "MATCH" and token.upper == "WHERE" else "")


def apart(text: str) -> str:
    """`text` with each pattern of a MATCH in a MATCH of its own, `WITH *` between: the engine may use an edge twice."""

    def put(token: Token, clause: str) -> str:
        if clause == "MATCH" and token.text == ",":
            return " WITH * MATCH "
        return "WITH * " if clause in ("MATCH", "FILTERED") and token.upper in ("MATCH", "OPTIONAL") else ""

    return _with_before(text, put)


def _with_before(text: str, put: Callable[[Token, str], str]) -> str:
    """`text` with what `put` gives before a token outside brackets; a comma is replaced by it."""
    depth, clause, optional, done, made = 0, "", False, 0, []
    for token in cut(text).tokens:
        depth -= token.text in CLOSING
        if depth == 0:
            if more := put(token, clause):
                made += [text[done : token.at], more]
                done = token.at + (token.text == ",")
            if token.upper == "WHERE" and clause == "MATCH":
                clause = "FILTERED"
            elif token.upper in CLAUSES:
                clause = "OPTIONAL MATCH" if optional else token.upper
            optional = token.upper == "OPTIONAL"
        depth += token.text in OPENING
    return "".join([*made, text[done:]])


def _follower(pipeline: list[Operator], at: int) -> int | None:
    """The next scan that starts at the node that the scan at `at` reached; a step that cannot be read is taken for it.

    Nodes without a name look all alike, so that one of them is taken for any other.
    """
    here = STEP.match(pipeline[at].step)
    for later in range(at + 1, len(pipeline)):
        if pipeline[later].step:
            there = STEP.match(pipeline[later].step)
            if here is None or there is None or here.group(4) == there.group(1):
                return later
    return None


def _impossible(pipeline: list[Operator], scan: Operator, pairs: Ends) -> bool:
    """Whether a scan of edges starts at nodes that none of these edges has."""
    step = STEP.match(scan.step)
    first = pipeline[0]
    if step is None or not first.tables or not first.alias or step.group(1) != first.alias:
        return False
    sides = {"<": (1,), ">": (0,), "<>": (0, 1)}[step.group(2) + step.group(3)]
    kinds = [pairs[name] for name in scan.tables if name in pairs]
    return any(not any(pair[side] in first.tables for pair in kind for side in sides) for kind in kinds)


def _boxes(plan: str) -> Iterator[tuple[int, bool, bool, list[str]]]:
    """Every box, row by row: its column, whether a line comes in from above and leaves below, and what it says."""
    under_way: dict[int, tuple[int, bool, list[str]]] = {}
    for line in plan.splitlines():
        if tops := list(TOP.finditer(line)):
            under_way = {m.start(): (m.end() - 1, "┴" in m.group(), []) for m in tops}
        elif bottoms := list(BOTTOM.finditer(line)):
            for m in bottoms:
                if m.start() in under_way:
                    _, joined, lines = under_way[m.start()]
                    yield m.start(), joined, "┬" in m.group(), lines
        else:
            for start, (end, _, lines) in under_way.items():
                said = line[start + 1 : end].strip()
                if said.strip("-"):
                    lines.append(said)


def _operator(lines: list[str]) -> Operator:
    names = [m.group(1) for line in lines if (m := NAME.match(line))]
    said: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        if key := KEY.match(line):
            values = said.setdefault(key.group(1), [])
            line = line[key.end() :]
        values.append(line.strip().rstrip(","))
    step = "".join(said.get("Direction", [])) or ("?" if "Direction" in said else "")
    tables = tuple(word for line in said.get("Tables", []) for word in line.split(", "))
    return Operator(names[0] if names else "", tables, "".join(said.get("Alias", [])), step)
