"""A view without an engine: every format works on any view."""

import pandas as pd

from graph.ontology import ontology
from graph.tables import GraphTables


class HeldView:
    """Gives out frames that were made before; edges with the columns of `View.edges`."""

    def __init__(self, build: str, tables: GraphTables) -> None:
        self.build = build
        self._nodes = tables.nodes
        self._edges = {}
        for kind, edge in ontology().edges.items():
            parts = [tables.edges[kind, a, b].assign(from_label=a, to_label=b) for a, b in edge.pairs]
            names = ["from_id", "from_label", "to_id", "to_label", *(p.name for p in edge.properties)]
            self._edges[kind] = pd.concat(parts, ignore_index=True)[names]

    def table(self, label: str) -> pd.DataFrame:
        return self._nodes[label]

    def edges(self, kind: str) -> pd.DataFrame:
        return self._edges[kind]
