"""Classes of py2neo, one for every node type of the ontology, for notebooks that use py2neo.

    from graph.py2neo_models import Actor, StudyRepository

    repository = StudyRepository("bolt://localhost:7687", auth=("neo4j", "…"))
    actor = repository.get(Actor, "scottish-government")
    [message.label for message in actor.sends]

The classes are made from graph/ontology.yaml when this module is imported. A class is named as its node type, and has

- a property for `id`, `build`, `label` and each property of the type; one that is absent is None;
- for each edge type that leaves it, an attribute named as the edge in lower case (`coding.found_in`);
- for each edge type that arrives at it, the same with `_from` behind it (`passage.found_in_from`).

What an edge leads to may be of several types (`actor.sends_from`); each node comes as its own class. An iteration
gives each node once, ordered by id; `triples()` gives every edge with its properties, several between two nodes too.

Ids are unique only together with the build. `StudyRepository` matches in one build, the current one if none is named,
and so does `Actor.match(…)`; a plain `Repository` matches in all that a database holds, such as a build that is being
loaded beside the current one. A build is only read: saving and deleting are refused.

py2neo itself: its makers ended it in 2023, and 2021.2.4 is its last release; nobody mends it. It works with Neo4j 5.26
and 2026.08. What fails: all methods of `schema` for indexes and constraints; datetimes with a zone, NumPy's scalars,
`Decimal` and pandas' missing values as parameters; a wrong password shows as `ConnectionUnavailable`. For new work
take Neo4j's own driver, or `crosscurrent.Study` (docs/python.md).
"""

from collections.abc import Iterator
from typing import Any, Self

from graph.errors import BuildMissing, OntologyError, StoreError
from graph.ontology import BUILD, HEAD, EdgeType, NodeType, ontology

try:
    from py2neo import Graph
    from py2neo.matching import _property_predicates
    from py2neo.ogm import (
        GraphObject,
        ModelMatch,
        ModelMatcher,
        ModelType,
        Property,
        Related,
        RelatedFrom,
        RelatedObjects,
        RelatedTo,
        Repository,
    )
except ImportError as error:
    raise ImportError("py2neo is not installed: pip install 'crosscurrent[py2neo]'") from error

REVERSE = "_from"
"""What stands behind an edge's name where the edge is followed against its direction."""


class BuildMatch(ModelMatch):
    """Nodes that meet conditions; conditions of several `where` add up.

    py2neo's own takes the value in the last `where(name=value)` for those in the earlier ones too.
    """

    def where(self, *predicates: Any, **properties: Any) -> Any:
        """The same with more conditions; see py2neo's `NodeMatch.where`."""
        return super().where(*predicates, *_property_predicates(properties, len(self._predicates) + 1))


class BuildNode(GraphObject):
    """A node of a build; every class of this module is one."""

    __primarykey__ = "id"

    @classmethod
    def match(cls, repository: Any, primary_value: str | None = None) -> Any:
        """Nodes of this type in the repository's build; in the current one for a plain Repository or Graph."""
        build = repository.build if isinstance(repository, StudyRepository) else current_build(_graph_of(repository))
        matcher = ModelMatcher(cls, repository)
        matcher._match_class = type(f"{cls.__name__}Match", (BuildMatch,), {"_object_class": cls})
        return matcher.match(primary_value).where(build=build)

    def _refuse(self, *_: object, **__: object) -> None:
        raise StoreError(
            "a build is only read, so nothing was saved or deleted.",
            where=repr(self),
            next_step="Change the study and build it again.",
        )

    __db_create__ = __db_merge__ = __db_push__ = __db_delete__ = _refuse


class StudyRepository(Repository):
    """A Repository of py2neo that matches in one build: `build`, or the one that is current when it is opened.

    Takes what `Repository` takes. Raises BuildMissing where the database holds no finished build.
    """

    build: str

    def __init__(self, profile: Any = None, name: str | None = None, *, build: str = "", **settings: Any) -> None:
        super().__init__(profile, name=name, **settings)
        self.build = build or current_build(self.graph)

    @classmethod
    def wrap(cls, graph: Any, build: str = "") -> Self:
        """The same for a Graph that is open already."""
        made = object.__new__(cls)
        made.graph = graph
        made.build = build or current_build(graph)
        return made

    def match(self, model: Any, primary_value: str | None = None) -> Any:
        """Nodes of a type in this build; a class that is not of this module is matched as py2neo does."""
        if issubclass(model, BuildNode):
            return model.match(self, primary_value)
        return super().match(model, primary_value)


def current_build(graph: Any) -> str:
    """Key of the build that counts in the database of `graph`; raises BuildMissing where there is none."""
    found = graph.run("MATCH (s:Study) WHERE s.current RETURN s.build AS build").evaluate()
    if not found:
        raise BuildMissing(
            "the database holds no finished build.", next_step="Run `crosscurrent --store ADDRESS build`."
        )
    return str(found)


def _graph_of(repository: Any) -> Any:
    return repository if isinstance(repository, Graph) else repository.graph


class Edges(RelatedObjects):
    """The edges of one type that leave a node, or arrive at it."""

    def __init__(self, subject: Any, outgoing: bool, edge: str) -> None:
        super().__init__(subject, subject.__node__, 1 if outgoing else -1, edge, BuildNode)
        pattern = f"(a)-[r:{edge}]->(b)" if outgoing else f"(a)<-[r:{edge}]-(b)"
        self._text = f"MATCH {pattern} WHERE id(a) = $a RETURN r, b ORDER BY b.id, labels(b)[0]"

    def __iter__(self) -> Iterator[Any]:
        seen = set()
        for other, _ in self._related_objects:
            if other.__node__.identity not in seen:
                seen.add(other.__node__.identity)
                yield other

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __db_pull__(self, transaction: Any) -> None:
        # py2neo's own keeps one edge between two nodes and asks for the other nodes one by one.
        found = transaction.run(self._text, a=self.node.identity)
        self._related_objects[:] = [(_wrapped(record["b"]), dict(record["r"])) for record in found]


class _Related(Related):
    """What `Out` and `In` have in common: edges are read when they are first asked for."""

    def __init__(self, edge: EdgeType, labels: tuple[str, ...]) -> None:
        super().__init__(labels[0] if len(labels) == 1 else BuildNode, edge.name)
        self.labels = labels
        self.__doc__ = f"{edge.name} {'to' if self.direction > 0 else 'from'} {' or '.join(labels)}: {edge.doc}"

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        known = instance.__ogm__._related
        key = (self.direction, self.relationship_type)
        if key not in known:
            known[key] = Edges(instance, self.direction > 0, self.relationship_type)
        return known[key]


class Out(_Related, RelatedTo):
    """Edges of one type that leave a node; `labels` are the types that they lead to."""


class In(_Related, RelatedFrom):
    """Edges of one type that arrive at a node; `labels` are the types that they come from."""


def _wrapped(node: Any) -> Any:
    model = next((MODELS[label] for label in node.labels if label in MODELS), BuildNode)
    return model.wrap(node)


def _attributes(node: NodeType) -> dict[str, Any]:
    made: dict[str, Any] = {}

    def add(name: str, value: Any) -> None:
        if name in made or hasattr(BuildNode, name):
            raise OntologyError(f"two attributes of {node.name} would be called {name}.", where="graph/ontology.yaml")
        made[name] = value

    for own in (HEAD[0], BUILD, *HEAD[1:], *node.properties):
        shown = Property(own.name)
        shown.__doc__ = own.doc
        add(own.name, shown)
    for edge in ontology().edges.values():
        if leads_to := tuple(end for start, end in edge.pairs if start == node.name):
            add(edge.name.lower(), Out(edge, leads_to))
        if comes_from := tuple(start for start, end in edge.pairs if end == node.name):
            add(edge.name.lower() + REVERSE, In(edge, comes_from))
    return made


def _model(node: NodeType) -> Any:
    return ModelType(node.name, (BuildNode,), {"__doc__": node.doc, "__module__": __name__, **_attributes(node)})


MODELS = {name: _model(node) for name, node in ontology().nodes.items()}
"""The classes by node type."""
globals().update(MODELS)

__all__ = ["MODELS", "StudyRepository", "current_build", *MODELS]


def __getattr__(name: str) -> Any:
    """Never finds anything that is not there; it tells type checkers that names come from the ontology."""
    raise AttributeError(f"there is no node type {name}; there are: {', '.join(MODELS)}")
