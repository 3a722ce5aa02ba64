"""Fixtures of the graph: `tables` for frames, `sample` for a finished store that is only read (one a session)."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from graph_sample import sample_evidence

from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables, graph_tables


@pytest.fixture(scope="session")
def tables() -> GraphTables:
    """The whole sample as tables, with what the measures make of it."""
    evidence = sample_evidence()
    pairs = contradictions(evidence.codings, (), class_ids(evidence.actors))
    return graph_tables(evidence, pairs, aggregates(evidence.codings, evidence.messages))


@pytest.fixture(scope="session")
def folder(tables: GraphTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample, written and closed; its build is `k1`."""
    made = tmp_path_factory.mktemp("store") / "k1"
    with LadybugWriter(made, "k1") as writer:
        writer.write(tables)
    return made


@pytest.fixture(scope="session")
def sample(folder: Path) -> Iterator[View]:
    """A view of the sample."""
    with LadybugView(folder, "k1") as view:
        yield view
