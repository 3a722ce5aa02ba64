"""The formats that a graph can be exported to, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from graph.errors import StoreError
from graph.export.browser import write_browser
from graph.export.cypher import write_cypher
from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.jsonld import write_jsonld
from graph.export.neo4j_admin import write_neo4j_admin
from graph.export.node_link import write_node_link
from graph.export.plain_json import write_json
from graph.export.table import write_tables
from graph.stores.base import View


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `suffix` is that of its file, empty where it makes a folder."""

    name: str
    title: str
    suffix: str
    write: Callable[[View, Path], None]


def formats() -> Mapping[str, Format]:
    """Every format by name."""
    known = (
        Format("csv", "Tables with a data package description, in a folder, safe in a spreadsheet", "", write_tables),
        Format("cypher", "A Cypher script that fills an empty Neo4j database", ".cypher", write_cypher),
        Format("gexf", "GEXF 1.3, for Gephi, with colours and typed attributes", ".gexf", write_gexf),
        Format("graphml", "GraphML, for Cytoscape, visone, yEd, Gephi, igraph and NetworkX", ".graphml", write_graphml),
        Format("json", "One JSON file with all nodes and edges", ".json", write_json),
        Format("jsonld", "JSON-LD: codings as Web Annotations, PROV for who made what", ".jsonld", write_jsonld),
        Format("neo4j-admin", "A folder for Neo4j's bulk importer, with its command", "", write_neo4j_admin),
        Format("neo4j-browser", "A style sheet and saved queries for Neo4j Browser, in a folder", "", write_browser),
        Format("node-link", "Node-link JSON, for NetworkX and D3", ".json", write_node_link),
    )
    return {each.name: each for each in known}


def export(view: View, name: str, target: Path) -> Path:
    """Write the whole graph of `view` in the format `name` to `target` and return what was written.

    A file is replaced as one; a folder is made, or filled again where an earlier export stands in it. The same build
    gives the same bytes: rows are ordered, the build's key is in it, and no time. Everything is exported, whatever
    its clearance: what may leave the house is decided elsewhere. Raises StoreError for an unknown format and for a
    target that cannot be written.
    """
    known = formats()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
        raise StoreError(f"there is no export format {name}.", next_step=hint)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        known[name].write(view, target)
    except OSError as error:
        raise StoreError(
            f"this cannot be written: {error.strerror or error}.", where=str(target), next_step="Choose another place."
        ) from error
    return target
