"""Names in a typed question, checked against the ontology before an engine is asked, with the nearest ones that exist.

An engine says little about a wrong name: a server finds nothing where a label is misspelt. Only what is plainly a name
of the graph is judged: labels and types of patterns, and properties of variables that a pattern binds to one. Where a
variable may mean something else (an alias, a list, another part of the question) nothing is said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from graph.errors import QuestionError
from graph.ontology import BUILD, HEAD, ontology
from graph.stores.lexer import NAME, WORD, Question, Token, cut

EVERY_NODE = (*(p.name for p in HEAD), BUILD.name)
CLAUSES = frozenset(
    {"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "WHERE", "ORDER", "UNION", "LIMIT", "SKIP"}
)
LISTED = 12
"""So many names are listed where none is near."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine takes names: whether capitals matter, and what it keeps beyond the ontology, by label."""

    capitals: bool
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


LADYBUG = Engine(capitals=False)
NEO4J = Engine(
    capitals=True,
    more={
        "Passage": ("search_words", "search_length"),
        "Study": ("current", "whole", "retired", "search_rows", "search_tokens", "record", "loaded", "loader", "beat"),
    },
)


def check_names(text: str, engine: Engine) -> None:
    """Raise QuestionError at the first label, edge type or property that the graph does not have.

    The error names the place, what is wrong, and the nearest names, or those that exist.
    """
    _Names(cut(text), engine).check()


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The names that `name` may be meant for, nearest first; capitals do not count."""
    by_small = {k.lower(): k for k in known}
    return [by_small[k] for k in get_close_matches(name.lower(), by_small, n=most, cutoff=0.62)]


def meant(name: str, known: Sequence[str], listed: str) -> str:
    """What to do about a name that is not there: the nearest, else what there is, introduced by `listed`."""
    if near := nearest(name, known):
        return f"Did you mean {' or '.join(near)}?"
    more = f" and {len(known) - LISTED} more, in docs/graph.md" if len(known) > LISTED else ""
    return f"{listed} {', '.join(known[:LISTED])}{more}."


@dataclass(slots=True)
class _Head:
    """The beginning of a pattern of one node or edge: its variable, its labels, and where they end."""

    at: int
    edge: bool
    variable: str
    labels: list[Token]
    loose: bool
    end: int


class _Names:
    """The names of one question."""

    def __init__(self, question: Question, engine: Engine) -> None:
        self._question = question
        self._tokens = question.tokens
        self._engine = engine
        self._heads = list(self._find_heads())
        self._free = self._find_free()

    def check(self) -> None:
        for head in self._heads:
            if not (head.variable and head.edge != self._is_edge(head.variable, head.edge)):
                for token in head.labels:
                    self._check_label(token, head.edge)
        bound = self._bound()
        for head in self._heads:
            labels = [_bare(t) for t in head.labels] if not head.loose else []
            if self._text(head.end) == "{" and (labels or head.variable in bound):
                known = (labels, head.edge) if labels else bound[head.variable]
                for token in self._keys(head.end):
                    self._check_property(token, *known)
        for i, token in enumerate(self._tokens):
            variable = _bare(token) if token.kind in (WORD, NAME) and self._text(i - 1) != "." else ""
            if variable in bound and self._text(i + 1) == "." and self._is_name(i + 2) and self._text(i + 3) != "(":
                self._check_property(self._tokens[i + 2], *bound[variable])

    def _is_edge(self, variable: str, default: bool) -> bool:
        """Whether a variable is an edge's: `(e:SENDS)` in a condition asks for the type of an edge."""
        return any(h.edge for h in self._heads if h.variable == variable) or default

    def _find_heads(self) -> Iterator[_Head]:
        for i, token in enumerate(self._tokens):
            edge = token.text == "[" and self._text(i - 1) == "-"
            if token.kind != "symbol" or not (edge or token.text == "("):
                continue
            called = not edge and i > 0 and self._is_name(i - 1) and self._text(i - 1).upper() not in CLAUSES
            at = i + 1
            variable = _bare(self._tokens[at]) if self._is_name(at) and self._text(at).upper() not in CLAUSES else ""
            at += bool(variable)
            labels, loose, end = self._labels(at) if self._text(at) == ":" else ([], False, at)
            if labels or loose or (variable and not called and self._text(at) in (")", "]", "{")):
                if edge and self._text(end) == "*":
                    loose = True
                yield _Head(i, edge, variable, labels, loose, end)

    def _labels(self, at: int) -> tuple[list[Token], bool, int]:
        """The names of a label expression that begins at the colon `at`; loose where it also excludes."""
        found: list[Token] = []
        loose, depth, operand = False, 0, False
        while at < len(self._tokens):
            text = self._text(at)
            if not operand and self._is_name(at):
                found.append(self._tokens[at])
                operand = True
            elif not operand and text in ("!", "%", "(", ":"):
                loose = loose or text in ("!", "%")
                depth += text == "("
                operand = text == "%"
            elif operand and text in ("|", "&", ":"):
                operand = False
            elif operand and text == ")" and depth:
                depth -= 1
            else:
                break
            at += 1
        return found, loose, at

    def _find_free(self) -> set[str]:
        """Variables that are also given a meaning otherwise: aliases, items of lists, sums, results of calls."""
        free: set[str] = set()
        yielding = False
        for i, token in enumerate(self._tokens):
            if token.upper in CLAUSES | {"YIELD"}:
                yielding = token.upper == "YIELD"
            if token.kind not in (WORD, NAME):
                continue
            before, after = self._text(i - 1), self._text(i + 1)
            listed = before in ("(", "[", ",") and after.upper() == "IN"
            if yielding or listed or before.upper() == "AS" or (after == "=" and before != "."):
                free.add(_bare(token))
        return free

    def _bound(self) -> dict[str, tuple[list[str], bool]]:
        """The variables that can only be a node or an edge of known labels, with these and whether it is an edge."""
        found: dict[str, tuple[list[str], bool]] = {}
        unsure = set(self._free)
        for head in self._heads:
            if head.loose or (head.variable in found and found[head.variable][1] != head.edge):
                unsure.add(head.variable)
            elif head.labels:
                labels, _ = found.get(head.variable, ([], head.edge))
                found[head.variable] = ([*labels, *(_bare(t) for t in head.labels)], head.edge)
            elif self._begun_again(head):
                unsure.add(head.variable)
        return {name: known for name, known in found.items() if name and name not in unsure}

    def _begun_again(self, head: _Head) -> bool:
        """Whether a part that does not pass the variable on stands between it and its labels."""
        first = next((h.at for h in self._heads if h.variable == head.variable and h.labels), head.at)
        for i in range(min(first, head.at), max(first, head.at)):
            upper = self._tokens[i].upper
            starts_with = self._text(i - 1).upper() in ("STARTS", "ENDS")
            if upper == "UNION" or (upper == "WITH" and not starts_with and not self._passed_on(i, head.variable)):
                return True
        return False

    def _passed_on(self, at: int, variable: str) -> bool:
        for i in range(at + 1, len(self._tokens)):
            if self._tokens[i].upper in CLAUSES:
                return False
            if self._text(i) == "*" or (self._is_name(i) and _bare(self._tokens[i]) == variable):
                return True
        return False

    def _keys(self, at: int) -> Iterator[Token]:
        """The keys of the map whose brace stands at `at`."""
        depth = 0
        for i in range(at, len(self._tokens)):
            depth += self._text(i) in ("{", "[", "(")
            if depth == 1 and self._text(i - 1) in ("{", ",") and self._is_name(i) and self._text(i + 1) == ":":
                yield self._tokens[i]
            depth -= self._text(i) in ("}", "]", ")")
            if not depth:
                return

    def _check_label(self, token: Token, edge: bool) -> None:
        types = ontology()
        name = _bare(token)
        known, others = (types.edges, types.nodes) if edge else (types.nodes, types.edges)
        if self._has(name, known):
            return
        kind = "edge" if edge else "node"
        if self._has(name, others):
            shape = f"({'n' if edge else ''}:{name})" if edge else f"-[:{name}]-"
            other = "a node" if edge else "an edge"
            raise self._wrong(token, f"{name} is {other} type, not {kind} type.", f"Write it as {shape}.")
        hint = meant(name, list(known), f"{kind.capitalize()} types are")
        raise self._wrong(token, f"there is no {kind} type {name}.", hint)

    def _check_property(self, token: Token, labels: Sequence[str], edge: bool) -> None:
        name = _bare(token)
        known: list[str] = []
        for label in labels:
            own = self._properties(label, edge)
            if own is None or name.startswith("_"):
                return
            known += [p for p in own if p not in known]
        if self._has(name, (*known, *(p for label in labels for p in self._engine.more.get(label, ())))):
            return
        owner = " or ".join(dict.fromkeys(labels))
        raise self._wrong(token, f"{owner} has no property {name}.", meant(name, known, "It has" if known else ""))

    def _properties(self, label: str, edge: bool) -> list[str] | None:
        types = ontology()
        for name, kind in (types.edges if edge else types.nodes).items():
            if name == label or (not self._engine.capitals and name.lower() == label.lower()):
                return [*(() if edge else EVERY_NODE), *(p.name for p in kind.properties)]
        return None

    def _has(self, name: str, known: Iterable[str]) -> bool:
        if self._engine.capitals:
            return name in known
        return name.lower() in {k.lower() for k in known}

    def _is_name(self, i: int) -> bool:
        return 0 <= i < len(self._tokens) and self._tokens[i].kind in (WORD, NAME)

    def _text(self, i: int) -> str:
        return self._tokens[i].text if 0 <= i < len(self._tokens) else ""

    def _wrong(self, token: Token, what: str, hint: str) -> QuestionError:
        return QuestionError(what, where=self._question.place(token.at), next_step=hint)


def _bare(token: Token) -> str:
    return token.text[1:-1] if token.kind == NAME else token.text
