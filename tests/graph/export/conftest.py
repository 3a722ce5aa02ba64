"""A graph full of texts that formats trip over, to be read back whole; `nasty` is only read."""

import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from graph.ontology import ontology
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables

TEXTS = (
    "=1+1",
    "@cmd|' /C calc'!A0",
    "plain",
    "",
    "it's \"quoted\", 'twice' `so`; -- // /* */",
    "two\nlines\r\nand\rmore\ttabs \n",
    "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u2028\ufffe",
    "\\ \\\\ \\u0027 \\\\u0027 \\n \\' \\\u00e9 \\",
    "'] AS r RETURN 1\n;\nMATCH (n) DETACH DELETE n\n;\n",
    "<&>]]><![CDATA[ </data> &amp; &#10;",
    "\U0001f600 \u00e9 e\u0301 \u4e2d\u6587 \u0627\u0644 \U0010ffff",
    " leading and trailing ",
    "null",
    "a,b;c|d",
    "l\u00f6ng " * 1_000,
)
"""Every text column gets them in turn; texts that formats are known to take for something else stand among them."""
KEPT = (
    "id",
    "source",
    "passage",
    "code_kind",
    "code",
    "coder",
    "study",
    "issuer",
    "respondent",
    "axis",
    "level",
    "body",
    "kind",
)
"""Columns that name something else in the graph."""


def _nasty(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    for shift, name in enumerate(names):
        taken = list(islice(cycle(TEXTS), shift, shift + len(frame)))
        more = [a + b for a, b in zip(frame[name], taken, strict=True)] if name == "text" else taken
        frame = frame.assign(**{name: more})
    return frame


@pytest.fixture(scope="session")
def nasty_tables(tables: GraphTables) -> GraphTables:
    """The sample with such texts in every column that names nothing."""
    types = ontology()
    nodes = {
        label: _nasty(frame, ["label"] + [p.name for p in types.nodes[label].properties if _free(p)])
        for label, frame in tables.nodes.items()
    }
    moments = cycle(["2026-11-24T09:00:00Z", "2026-11-24T09:00:00.5+01:00", "2026-11-24", ""])
    nodes["Coding"] = nodes["Coding"].assign(created=list(islice(moments, len(nodes["Coding"]))))
    nodes["Study"] = nodes["Study"].assign(description="very long \U0001f600 " * 100_000)
    edges = {
        key: _nasty(frame, [p.name for p in types.edges[key[0]].properties if _free(p) and key[0] == "CONTRADICTS"])
        for key, frame in tables.edges.items()
    }
    return GraphTables(nodes, edges)


def _free(own) -> bool:
    return own.type == "string" and own.name not in KEPT


@pytest.fixture(scope="session")
def nasty(nasty_tables: GraphTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A view of that graph; its build is `k2`."""
    folder = tmp_path_factory.mktemp("nasty") / "k2"
    with LadybugWriter(folder, "k2") as writer:
        writer.write(nasty_tables)
    with LadybugView(folder, "k2") as view:
        yield view


@pytest.fixture(scope="session")
def bundled_view(bundled: Path) -> Iterator[View]:
    """A view of the bundled study."""
    from ingest.build import open_view

    with open_view(bundled) as view:
        yield view
