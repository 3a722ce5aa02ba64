"""What Neo4j Browser takes: a style sheet that its parser reads, and saved queries that run on a real server."""

import re
from pathlib import Path

import neo4j
import pytest
from graph_on_server import load
from neo4j_server import Server

from graph import queries
from graph.errors import StoreError
from graph.export.browser import NEUTRAL, diameter, literal, style_sheet, text_on, write_browser
from graph.ontology import ontology
from graph.queries import catalogue
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables

LONGEST_NAME = 100


@pytest.fixture(scope="module")
def written(sample: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("browser") / "made"
    write_browser(sample, target)
    return target


def read_grass(text: str) -> dict[str, dict[str, str]]:
    """Rules by selector, read as Browser does: quotes guard braces, a selector has no white space, no comments."""
    rules: dict[str, dict[str, str]] = {}
    selector, block, inside, quoted = "", "", False, False
    for sign in text:
        if sign in "'\"":
            quoted = not quoted
        elif sign in "{}" and not quoted:
            if inside:
                pairs = [part.split(":") for part in block.split(";")]
                rules[selector] = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
                selector = block = ""
            inside = not inside
        elif inside:
            block += sign
        elif not sign.isspace():
            selector += sign
    assert not selector and not block and not inside and not quoted
    return rules


def read_query(text: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters as Cypher writes them, and the text without both."""
    lines = text.split("\n")
    assert lines[0].startswith("// ")
    found = dict(re.fullmatch(r":param (\w+) => (.+);", line).groups() for line in lines if line.startswith(":"))
    body = "\n".join(line for line in lines if not line.startswith((":", "//"))).strip()
    assert body.endswith(";") and ";" not in body[:-1]
    return lines[0].removeprefix("// "), found, body.removesuffix(";")


def test_the_style_has_every_type_in_its_colour() -> None:
    rules, types = read_grass(style_sheet()), ontology()
    names = [f"node.{n}" for n in types.nodes] + [f"relationship.{e}" for e in types.edges]
    assert set(rules) == {"node", "relationship", *names}
    for name, node in types.nodes.items():
        look = rules[f"node.{name}"]
        assert look["color"] == (node.colour or NEUTRAL) and look["caption"] == "{label}"
        assert set(look) == {"color", "border-color", "text-color-internal", "diameter", "caption"}
        assert look["diameter"] == f"{diameter(node)}px" and look["text-color-internal"] == text_on(look["color"])
    for name, edge in types.edges.items():
        look = rules[f"relationship.{name}"]
        assert look["color"] == (edge.colour or NEUTRAL) and look["caption"] == "<type>"
        assert look["shaft-width"] == ("3px" if edge.aggregated else "1px")
    values = [value for look in rules.values() for name, value in look.items() if name.endswith("color")]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in values)


def test_text_stands_out_from_its_colour() -> None:
    assert (text_on("#000000"), text_on("#ffffff"), text_on("#0072b2"), text_on(NEUTRAL)) == (
        "#ffffff",
        "#000000",
        "#ffffff",
        "#000000",
    )


def test_every_named_query_is_there_with_its_name_and_parameters(written: Path, sample: View) -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in written.glob("*.cypher")}
    assert set(files) == set(catalogue())
    for name, text in files.items():
        title, given, _ = read_query(text)
        query = catalogue()[name]
        assert title == query.title and len(title) < LONGEST_NAME
        assert list(given) == ["build", *query.parameters] and given["build"] == '"k1"'
        for parameter in query.parameters.values():
            usual = list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default
            left_open = {'""', "[]", "0"} | ({literal(usual)} if usual else set())
            assert (given[parameter.name] in left_open) == (not parameter.required)


def test_every_saved_query_runs_on_a_server(
    written: Path, sample: View, tables: GraphTables, neo4j_database: Server
) -> None:
    auth = (neo4j_database.user, neo4j_database.password)
    with neo4j.GraphDatabase.driver(neo4j_database.uri, auth=auth, notifications_min_severity="OFF") as driver:
        load(driver, tables, "k1")
        for path in sorted(written.glob("*.cypher")):
            _, given, body = read_query(path.read_text(encoding="utf-8"))
            values = {n: driver.execute_query(f"RETURN {v} AS v").records[0]["v"] for n, v in given.items()}
            found = driver.execute_query(body, values)
            values.pop("build")
            wanted = queries.run(sample, path.stem, **values)
            assert found.keys == list(wanted.columns) and len(found.records) == len(wanted) > 0, path.stem
            first = [c for c in wanted.columns if c in {o.column for o in catalogue()[path.stem].order}]
            assert [[r[c] for c in first] for r in found.records] == wanted[first].to_numpy().tolist(), path.stem


def test_the_page_says_how_and_names_every_look(written: Path) -> None:
    text = (written / "README.txt").read_text(encoding="utf-8")
    assert "Drag style.grass" in text and "k1" in text and "Bloom" in text and "{" not in text.replace("{label}", "")
    assert all(name in text for name in (*ontology().nodes, *ontology().edges))
    assert max(map(len, text.splitlines())) <= 120


def test_the_same_build_gives_the_same_bytes_and_fills_its_folder_again(written: Path, sample: View) -> None:
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    write_browser(sample, written)
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before
    assert {"style.grass", "README.txt", "build.json"} < set(before)


def test_a_folder_of_somebody_else_is_left_alone(sample: View, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="no export"):
        write_browser(sample, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_graph_with_nothing_in_it(tables: GraphTables, tmp_path: Path) -> None:
    empty = GraphTables(
        {k: f.head(0) for k, f in tables.nodes.items()}, {k: f.head(0) for k, f in tables.edges.items()}
    )
    with LadybugWriter(tmp_path / "none", "k0") as writer:
        writer.write(empty)
    with LadybugView(tmp_path / "none", "k0") as view:
        write_browser(view, tmp_path / "made")
    assert ':param axis => "";' in (tmp_path / "made" / "codings_of_axis.cypher").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "value", ["plain", 'a "quoted" \\ one', "two\nlines\r", "it's — é", "\\u0041", ["a", 'b"'], 7, []]
)
def test_values_are_written_as_cypher_reads_them(value: str | int | list[str], neo4j_server: Server) -> None:
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        assert driver.execute_query(f"RETURN {literal(value)} AS v").records[0]["v"] == value
