"""The ontology: derived pages and schemas agree with it, and what contradicts itself is refused."""

from pathlib import Path

import ladybug
import pytest

from graph.errors import OntologyError
from graph.ontology import ontology, parse, render_reference
from graph.reserved import LADYBUG, is_reserved

NODE = "nodes: {Thing: {doc: A thing.}}\n"


def test_the_page_is_what_the_ontology_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "graph.md"
    assert page.read_bytes().decode("utf-8") == render_reference(), "run python -m graph.ontology > docs/graph.md"


def test_every_name_stands_unquoted_on_the_engine() -> None:
    types = ontology()
    connection = ladybug.Connection(ladybug.Database(":memory:", buffer_pool_size=2**27))
    for statement in types.ddl():
        assert "`" not in statement
        connection.execute(statement)
    for node in types.nodes.values():
        for column in node.columns:
            connection.execute(f"MATCH (n:{node.name} {{build: 'x'}}) RETURN n.{column.name} AS {column.name}")
    for edge in types.edges.values():
        for start, end in edge.pairs:
            for column in edge.properties:
                text = f"MATCH (a:{start})-[r:{edge.name}]->(b:{end}) RETURN r.{column.name} AS {column.name}"
                connection.execute(text)
            connection.execute(f"MATCH (a:{start})-[r:{edge.name}]->(b:{end}) RETURN count(r) AS total")


@pytest.mark.parametrize("word", LADYBUG.split())
def test_reserved_words_are_reserved_on_the_engine(word: str) -> None:
    connection = ladybug.Connection(ladybug.Database(":memory:", buffer_pool_size=2**27))
    with pytest.raises(RuntimeError):
        connection.execute(f"CREATE NODE TABLE T(id STRING, {word} STRING, PRIMARY KEY(id))")
        connection.execute(f"CREATE NODE TABLE {word}(id STRING, PRIMARY KEY(id))")
        connection.execute(f"MATCH (n:T) RETURN n.id AS {word}")
    assert is_reserved(word.capitalize())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nodes: {}", "two parts"),
        ("nodes: [\t", "not YAML"),
        ("nodes: {Thing: {}}\nedges: {}", "needs a `doc`"),
        ("nodes: {Thing: {doc: x, colours: red}}\nedges: {}", "unknown keys: colours"),
        ("nodes: {Case: {doc: x}}\nedges: {}", "reserved word"),
        ("nodes: {'A thing': {doc: x}}\nedges: {}", "no plain name"),
        ("nodes: {Thing: {doc: x, properties: {order: {type: int, doc: x}}}}\nedges: {}", "reserved word"),
        ("nodes: {Thing: {doc: x, properties: {size: {type: real, doc: x}}}}\nedges: {}", "unknown type 'real'"),
        ("nodes: {Thing: {doc: x, properties: {id: {type: string, doc: x}}}}\nedges: {}", "already"),
        ("nodes: {Thing: {doc: x, properties: {size: {type: int}}}}\nedges: {}", "a property is"),
        (NODE + "edges: {HAS: {doc: x, pairs: [[Thing, Other]]}}", "no node type is called Other"),
        (NODE + "edges: {HAS: {doc: x}}", "at least one pair"),
        (NODE + "edges: {HAS: {doc: x, pairs: [[Thing, Thing], [Thing, Thing]]}}", "each pair once"),
        (NODE + "edges: {Thing: {doc: x, pairs: [[Thing, Thing]]}}", "names a node and an edge"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, says: str) -> None:
    with pytest.raises(OntologyError, match=says):
        parse(text)


def test_the_legend_has_what_has_a_colour() -> None:
    entries = {e.name: e for e in ontology().legend()}
    assert entries["Actor"].shape == "circle" and not entries["Actor"].edge
    assert entries["SENDS"].edge
    assert "Level" not in entries


def test_columns_begin_with_what_every_table_has() -> None:
    assert [c.name for c in ontology().nodes["Axis"].columns] == ["id", "label", "definition", "seq"]
    assert [c.name for c in ontology().edges["POLE_OF"].columns] == ["from_id", "to_id", "sign"]
    assert ontology() is ontology()
