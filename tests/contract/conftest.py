"""What both engines must do: `stores` gives each engine as a function from tables to an open view.

An engine is added to `ENGINES`; every test here then runs over it. The sample is that of tests/graph.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

from graph_sample import sample_evidence

from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables, graph_tables


def embedded(tables: GraphTables, folder: Path, build: str) -> View:
    """Write into a new folder and open what was written."""
    with LadybugWriter(folder / build, build) as writer:
        writer.write(tables)
    return LadybugView(folder / build, build)


ENGINES: dict[str, Callable[[GraphTables, Path, str], View]] = {"embedded": embedded}


@pytest.fixture(scope="session")
def contract_tables() -> GraphTables:
    """The sample as tables."""
    evidence = sample_evidence()
    pairs = contradictions(evidence.codings, (), class_ids(evidence.actors))
    return graph_tables(evidence, pairs, aggregates(evidence.codings, evidence.messages))


@pytest.fixture(params=ENGINES, scope="session")
def engine(request: pytest.FixtureRequest) -> Callable[[GraphTables, Path, str], View]:
    """Each engine in turn."""
    return ENGINES[request.param]
