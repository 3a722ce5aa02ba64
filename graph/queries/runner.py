"""Run a named query on a view: parameters checked against the header, order and limit applied."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.queries.catalogue import NamedQuery, Parameter, catalogue

if TYPE_CHECKING:
    import pandas as pd

    from graph.stores.base import View

Value = str | int | list[str]
LARGEST = 2**31
"""More rows than any query has."""


def named(name: str) -> NamedQuery:
    """The query called `name` (hyphens may stand for underscores); raises QueryError with the nearest names."""
    queries = catalogue()
    plain = name.replace("-", "_")
    if plain not in queries:
        raise QueryError(f"there is no query called {name}.", next_step=_did_you_mean(plain, list(queries)))
    return queries[plain]


def run(view: "View", name: str, *, limit: int | None = None, **parameters: object) -> "pd.DataFrame":
    """Run a named query.

    `parameters` are those of its header: `strings` take a list, a tuple or one string. `limit` replaces the header's;
    0 gives all rows. Returns the header's columns with their types, in its order; `frame.attrs["complete"]` is False
    where the limit left rows out. Raises QueryError for an unknown query, a missing, unknown or ill-typed parameter,
    and a value that the graph does not have, each with the nearest names.
    """
    from graph.frames import conform

    query = named(name)
    values = check_parameters(query, parameters)
    check_values(view, query, values)
    most = query.limit if limit is None else limit
    if most < 0:
        raise QueryError("a limit is 0 (all rows) or more.", where=f"query {query.name}")
    frame = conform(_rows(view, query, values, most), query.columns)
    # The columns behind the header's order break ties that it leaves, so that any engine gives the same rows.
    ordered = {o.column: not o.descending for o in query.order}
    ordered |= {c.name: True for c in query.columns if c.name not in ordered}
    frame = frame.sort_values(list(ordered), ascending=list(ordered.values()), kind="stable", ignore_index=True)
    complete = not most or len(frame) <= most
    frame = frame if complete else frame.head(most)
    frame.attrs["complete"] = complete
    return frame


def _rows(view: "View", query: NamedQuery, values: Mapping[str, Value], most: int) -> "pd.DataFrame":
    """What the engine gives, at least the first `most` rows and one more, so that the cut can be told."""
    text = query.text
    if query.narrow:
        text = text.replace("$last", str(_last(view, query, values, most)))
    if not query.sorts_itself or not most:
        return view.run(text, values)
    keys = ", ".join(f"{o.column} DESC" if o.descending else o.column for o in query.order)
    return view.run(f"{text}\nORDER BY {keys}\nLIMIT {most + 1}", values)


def _last(view: "View", query: NamedQuery, values: Mapping[str, Value], most: int) -> int:
    """The number of the last row that is wanted, found without reading the wide rows."""
    if not most:
        return LARGEST
    if not any(values.values()):
        return most + 1
    filters = query.text.partition("RETURN")[0].replace("$last", str(LARGEST))
    numbers = view.run(f"{filters}RETURN {query.narrow} AS number ORDER BY number LIMIT {most + 1}", values)["number"]
    return int(numbers.max()) if len(numbers) else 0


def check_parameters(query: NamedQuery, given: Mapping[str, object]) -> dict[str, Value]:
    """The values of every parameter of `query`, defaults filled in; raises QueryError for what does not fit."""
    where = f"query {query.name}"
    for name in given:
        if name not in query.parameters:
            hint = _did_you_mean(name, list(query.parameters)) if query.parameters else "It takes none."
            raise QueryError(f"there is no parameter {name}.", where=where, next_step=hint)
    values: dict[str, Value] = {}
    for name, parameter in query.parameters.items():
        if name in given:
            values[name] = _value(parameter, given[name], where)
        elif parameter.required:
            raise QueryError(f"the parameter {name} is missing.", where=where, next_step=f"It is: {parameter.doc}")
        else:
            default = parameter.default
            values[name] = list(default) if isinstance(default, tuple) else default
    return values


def parse_parameters(query: NamedQuery, pairs: Mapping[str, str]) -> dict[str, object]:
    """Values typed as text (`axes=scale,who-decides`): `strings` are cut at commas, ints read as numbers.

    Raises QueryError for an int that is none; names are checked by `run`.
    """
    read: dict[str, object] = {}
    for name, text in pairs.items():
        kind = query.parameters[name].type if name in query.parameters else "string"
        if kind == "strings":
            read[name] = [part.strip() for part in text.split(",") if part.strip()]
        elif kind == "int":
            try:
                read[name] = int(text)
            except ValueError:
                raise QueryError(f"{name} is a whole number, not {text!r}.", where=f"query {query.name}") from None
        else:
            read[name] = text
    return read


def _value(parameter: Parameter, given: object, where: str) -> Value:
    name = parameter.name
    if parameter.type == "int":
        if isinstance(given, int) and not isinstance(given, bool):
            return given
        raise QueryError(f"{name} is a whole number, not {given!r}.", where=where)
    if parameter.type == "string":
        if not isinstance(given, str):
            raise QueryError(f"{name} is one text, not {given!r}.", where=where)
        _check_words(parameter, [given], where)
        return given
    many = [given] if isinstance(given, str) else given
    if not isinstance(many, Sequence) or not all(isinstance(one, str) for one in many):
        raise QueryError(f"{name} is a list of texts, not {given!r}.", where=where)
    _check_words(parameter, many, where)
    return list(many)


def _check_words(parameter: Parameter, values: Sequence[str], where: str) -> None:
    for value in values:
        if parameter.one_of and value not in parameter.one_of:
            hint = _did_you_mean(value, list(parameter.one_of))
            raise QueryError(f"{parameter.name} cannot be {value!r}.", where=where, next_step=hint)


def check_values(view: "View", query: NamedQuery, values: Mapping[str, Value]) -> None:
    """Raise QueryError, with the nearest ids, where a parameter names what the graph does not have."""
    for name, parameter in query.parameters.items():
        value = values[name]
        if not parameter.of or isinstance(value, int):
            continue
        wanted = value if isinstance(value, list) else [value]
        if not wanted:
            continue
        labels = "|".join(parameter.of)
        found = view.run(
            f"MATCH (n:{labels} {{build: $build}}) WHERE n.id IN $wanted RETURN n.id AS id", {"wanted": wanted}
        )
        missing = [w for w in wanted if w not in set(found["id"])]
        if missing:
            known = view.run(f"MATCH (n:{labels} {{build: $build}}) RETURN n.id AS id")["id"].tolist()
            kinds = " or ".join(label.lower() for label in parameter.of)
            raise QueryError(
                f"there is no {kinds} called {missing[0]!r}.",
                where=f"query {query.name}, {name}",
                next_step=_did_you_mean(missing[0], known),
            )


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    shown = ", ".join(sorted(known)[:12])
    return f"There are: {shown}{', …' if len(known) > 12 else ''}." if known else "There is none in this graph."
