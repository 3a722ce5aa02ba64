"""Values of a build to show what a named query asks: those that most codings use come first."""

from collections import Counter
from functools import cached_property
from itertools import islice, product

from graph import queries
from graph.ontology import ontology
from graph.queries import NamedQuery, Parameter
from graph.stores.base import View

TRIED = 30
"""So many sets of values are tried until a query has rows."""
Value = str | int | list[str]


class Examples:
    """Values for the parameters of named queries, from one build; the same build gives the same ones."""

    def __init__(self, view: View) -> None:
        self.build = view.build
        self._view = view
        self._ids: dict[str, list[str]] = {}

    def hint(self, parameter: Parameter) -> str:
        """What a parameter takes, with an example, as a sentence; empty where it takes anything."""
        if parameter.one_of:
            return f" One of: {', '.join(parameter.one_of)}."
        known = self._known(parameter)
        return f" An id, such as {known[0]}." if known else ""

    def values(self, query: NamedQuery) -> dict[str, Value]:
        """A value for each parameter: its default, or where it has none one for which the query has rows."""
        asked = [p for p in query.parameters.values() if p.required]
        chosen: dict[str, Value] = {}
        for tried in islice(product(*(self._candidates(p) for p in asked)), TRIED) if asked else ():
            values = dict(zip((p.name for p in asked), tried, strict=True))
            if len(queries.run(self._view, query.name, limit=1, **values)):
                chosen = values
                break
            chosen = chosen or values
        return {name: chosen.get(name, _default(p)) for name, p in query.parameters.items()}

    def _candidates(self, parameter: Parameter) -> list[Value]:
        known = self._known(parameter) or list(parameter.one_of)
        return [[one] if parameter.type == "strings" else one for one in known]

    def _known(self, parameter: Parameter) -> list[str]:
        ids = (one for label in parameter.of for one in self._of(label))
        return sorted(dict.fromkeys(ids), key=lambda one: (-self._uses[one], one))

    def _of(self, label: str) -> list[str]:
        if label not in self._ids:
            found = self._view.run(f"MATCH (n:{label} {{build: $build}}) RETURN n.id AS id")
            self._ids[label] = found["id"].tolist()
        return self._ids[label]

    @cached_property
    def _uses(self) -> Counter[str]:
        frame = self._view.table("Coding")
        uses: Counter[str] = Counter()
        for own in ontology().nodes["Coding"].properties:
            if own.type == "string":
                uses.update(frame.loc[frame["counted"], own.name].value_counts().to_dict())
        return uses


def _default(parameter: Parameter) -> Value:
    if not parameter.required:
        given = parameter.default
        return list(given) if isinstance(given, tuple) else given
    if parameter.type == "strings":
        return []
    return 0 if parameter.type == "int" else ""
