"""The named queries: files `*.cypher`, each a header in YAML inside `/* … */` and text in the shared dialect.

Header keys: `title` and `purpose` in plain language, `parameters` (type, default where optional, doc, and `of` or
`one_of`: which values it takes), `columns` (either `Label.property`, which takes type and meaning from the ontology,
or type and doc), `order` (columns, `-` before one for descending; together they tell every row apart) and `limit`
(0: all rows). `narrow`, where a query has it, is an int expression that numbers the rows 1, 2, 3 … before any filter,
in the order of the header; its text says `… <= $last`, and the runner finds the number of the last row that is wanted
before it fetches wide rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from graph.errors import OntologyError
from graph.ontology import HEAD, TYPES, Property, ontology

PARAMETER_TYPES = ("string", "strings", "int")
RESERVED = ("build", "limit", "view", "name", "last", "row_limit")
"""Names that a parameter cannot have: they are the runner's own."""
HEADER_KEYS = {"title", "purpose", "parameters", "columns", "order", "limit"}
OPTIONAL_KEYS = {"narrow"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query takes: a string, several (`strings`), or an int.

    `required` ones have no default. `of` names the node types whose ids it takes, `one_of` the words it takes; both
    empty: anything. An empty list of `strings` means no restriction.
    """

    name: str
    type: str
    doc: str
    required: bool
    default: str | int | tuple[str, ...]
    of: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One column that rows are ordered by."""

    column: str
    descending: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query file, read and checked; `text` is the Cypher without its header, without order and limit."""

    name: str
    title: str
    purpose: str
    parameters: Mapping[str, Parameter]
    columns: tuple[Property, ...]
    order: tuple[Order, ...]
    limit: int
    text: str
    narrow: str = ""

    @property
    def sorts_itself(self) -> bool:
        """Whether the engine can order and limit the rows: not after a UNION, which sorts only its last part."""
        return "UNION" not in self.text


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """Every named query by name, in alphabetical order; raises OntologyError where a header is wrong."""
    files = (f for f in resources.files("graph.queries").iterdir() if f.name.endswith(".cypher"))
    found = [parse(f.name.removesuffix(".cypher"), f.read_text(encoding="utf-8")) for f in files]
    return {query.name: query for query in sorted(found, key=lambda q: q.name)}


@cache
def measured() -> Mapping[str, NamedQuery]:
    """Questions that a measure answers (measured.yaml), by name: their headers, which have no Cypher and no narrow."""
    import yaml

    text = resources.files("graph.queries").joinpath("measured.yaml").read_text(encoding="utf-8")
    return {
        name: _headed(name, raw, "", f"graph/queries/measured.yaml, {name}")
        for name, raw in yaml.safe_load(text).items()
    }


def parse(name: str, text: str) -> NamedQuery:
    """Read one query file; raises OntologyError saying what of its header is wrong."""
    import yaml

    where = f"graph/queries/{name}.cypher"
    start, mark, rest = text.partition("/*")
    header, end, body = rest.partition("*/")
    if start.strip() or not mark or not end:
        raise OntologyError("a query file begins with a header in /* … */.", where=where)
    return _headed(name, yaml.safe_load(header), body, where)


def _headed(name: str, raw: Any, body: str, where: str) -> NamedQuery:
    if not isinstance(raw, dict) or set(raw) - OPTIONAL_KEYS != HEADER_KEYS:
        raise OntologyError(f"a header has exactly the keys {', '.join(sorted(HEADER_KEYS))}.", where=where)
    parameters = {n: _parameter(n, about, where) for n, about in raw["parameters"].items()}
    columns = tuple(_column(n, about, where) for n, about in raw["columns"].items())
    order = tuple(Order(column.removeprefix("-"), column.startswith("-")) for column in raw["order"])
    for step in order:
        if step.column not in {c.name for c in columns}:
            raise OntologyError(f"it is ordered by {step.column}, which is no column.", where=where)
    return NamedQuery(
        name,
        raw["title"],
        raw["purpose"].strip(),
        parameters,
        columns,
        order,
        raw["limit"],
        body.strip(),
        raw.get("narrow", ""),
    )


def _parameter(name: str, about: Any, where: str) -> Parameter:
    if name in RESERVED:
        raise OntologyError(f"a parameter cannot be called {name}.", where=where)
    if about["type"] not in PARAMETER_TYPES:
        raise OntologyError(f"parameter {name} has an unknown type {about['type']!r}.", where=where)
    if unknown := set(about) - {"type", "doc", "default", "of", "one_of"}:
        raise OntologyError(f"parameter {name} has unknown keys: {', '.join(sorted(unknown))}.", where=where)
    of, one_of = tuple(about.get("of", ())), tuple(about.get("one_of", ()))
    for label in of:
        if label not in ontology().nodes:
            raise OntologyError(f"parameter {name} takes ids of {label}, which is no node type.", where=where)
    default = about.get("default", "")
    default = tuple(default) if isinstance(default, list) else default
    return Parameter(name, about["type"], about["doc"], "default" not in about, default, of, one_of)


def _column(name: str, about: Any, where: str) -> Property:
    if isinstance(about, str):
        owner, _, source = about.partition(".")
        types = ontology()
        known: tuple[Property, ...] = ()
        if owner in types.nodes:
            head = (f"Id of the {owner.lower()}.", "What a reader sees of it." if owner == "Coding" else "Its name.")
            known = (*(replace(p, doc=d) for p, d in zip(HEAD, head, strict=True)), *types.nodes[owner].properties)
        elif owner in types.edges:
            known = types.edges[owner].properties
        for each in known:
            if each.name == source:
                return Property(name, each.type, each.doc, each.nullable)
        raise OntologyError(f"column {name} is {about}, which the ontology does not have.", where=where)
    if about["type"] not in TYPES:
        raise OntologyError(f"column {name} has an unknown type {about['type']!r}.", where=where)
    return Property(name, about["type"], about["doc"], bool(about.get("nullable", False)))
