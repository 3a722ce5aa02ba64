"""The sample graph on a real server, written plainly, and a listing of all that a database holds."""

import json
from typing import Any

import neo4j

from graph.tables import GraphTables


def load(driver: neo4j.Driver, tables: GraphTables, build: str) -> None:
    """Write nodes, edges and a full-text index over passages into an empty database."""
    nodes = [
        {"label": label, "own": _own(row)} for label, frame in tables.nodes.items() for row in frame.to_dict("records")
    ]
    edges = [
        {"name": name, "start": start, "end": end, "own": _own(row)}
        for (name, start, end), frame in tables.edges.items()
        for row in frame.to_dict("records")
    ]
    with driver.session() as session:
        made = session.run(
            "UNWIND $rows AS r CREATE (n:$(r.label)) SET n = r.own, n.build = $build "
            "RETURN r.label AS label, n.id AS id, elementId(n) AS made",
            rows=nodes,
            build=build,
        )
        places = {(r["label"], r["id"]): r["made"] for r in made}
        for edge in edges:
            edge["a"] = places[edge["start"], edge["own"].pop("from_id")]
            edge["b"] = places[edge["end"], edge["own"].pop("to_id")]
        session.run(
            "UNWIND $rows AS r MATCH (a) WHERE elementId(a) = r.a MATCH (b) WHERE elementId(b) = r.b "
            "CREATE (a)-[e:$(r.name)]->(b) SET e = r.own",
            rows=edges,
        ).consume()
        session.run("CREATE FULLTEXT INDEX crosscurrent_passages FOR (n:Passage) ON EACH [n.text]").consume()
        session.run("CALL db.awaitIndexes(60)").consume()


def _own(row: dict[str, Any]) -> dict[str, Any]:
    plain = {k: getattr(v, "item", lambda v=v: v)() for k, v in row.items()}
    return {k: v for k, v in plain.items() if v is not None and v == v and str(v) != "<NA>"}


def listing(driver: neo4j.Driver) -> list[str]:
    """Everything in the database in one order: nodes, edges, labels, keys, indexes, constraints, users, databases."""
    asked = [
        "MATCH (n) RETURN elementId(n) AS i, labels(n) AS l, properties(n) AS p",
        "MATCH (a)-[e]->(b) RETURN elementId(e) AS i, type(e) AS t, elementId(a) AS a, elementId(b) AS b, "
        "properties(e) AS p",
        "CALL db.labels()",
        "CALL db.relationshipTypes()",
        "CALL db.propertyKeys()",
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties",
        "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties",
        "SHOW USERS",
        "SHOW DATABASES YIELD name, access, requestedStatus, currentStatus",
    ]
    with driver.session() as session:
        return [line for text in asked for line in sorted(json.dumps(r.data(), default=str) for r in session.run(text))]
