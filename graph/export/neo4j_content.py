"""What a Neo4j database holds of a build, for the exports that fill one without our loader.

The same as graph/stores/neo4j/load.py writes: passages carry their words for search, and the Study node says that
its build is whole and current. It comes last, so that a script that broke off leaves no build that counts.
"""

from collections.abc import Iterator

import pandas as pd

from graph.ontology import BUILD, Property, ontology
from graph.stores.base import View

SEARCH = (
    Property("search_words", "string", "The passage's words, for the full-text index."),
    Property("search_length", "int", "How many words."),
)
STATE = (
    Property("current", "bool", "Whether this build is the one that counts."),
    Property("whole", "bool", "Whether all of it is there."),
    Property("record", "string", "What the build says of itself; empty for an import."),
    Property("search_rows", "int", "Number of passages."),
    Property("search_tokens", "int", "Number of words in all passages."),
)
Nodes = tuple[str, tuple[Property, ...], pd.DataFrame]


def schema() -> tuple[str, ...]:
    """The statements that make constraints and indexes, and one that waits for them."""
    from graph.stores.neo4j.schema import AWAIT_SECONDS, statements

    return (*statements(), f"CALL db.awaitIndexes({AWAIT_SECONDS})")


def nodes(view: View) -> Iterator[Nodes]:
    """Label, columns (id, label, build and all else) and table of every node type, Study last."""
    from graph.stores.neo4j.fulltext import search_properties

    types = ontology().nodes
    number, words = 0, 0
    for label in sorted(types, key=lambda name: name == "Study"):
        frame = view.table(label)
        more: tuple[Property, ...] = ()
        if label == "Passage":
            frame, more = pd.concat([frame, search_properties(frame)], axis=1), SEARCH
            number, words = len(frame), int(frame[SEARCH[1].name].sum())
        if label == "Study":
            frame, more = _with_state(frame, number, words), STATE
        columns = (*types[label].columns, BUILD, *more)
        yield label, columns, frame.assign(build=view.build)[[c.name for c in columns]]


def _with_state(study: pd.DataFrame, number: int, words: int) -> pd.DataFrame:
    return study.assign(current=True, whole=True, record="", search_rows=number, search_tokens=words)
