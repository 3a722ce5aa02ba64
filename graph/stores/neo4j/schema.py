"""What a database needs before a graph is written into it: constraints and indexes, all from the ontology."""

from graph.ontology import BUILD, ontology
from graph.stores.neo4j.connection import Connection

PREFIX = "crosscurrent"
AWAIT_SECONDS = 300
WORDS_INDEX = f"{PREFIX}_passages"
WORDS_PROPERTY = "search_words"


def statements() -> tuple[str, ...]:
    """One statement each: a uniqueness of build and id and an index on build for every label, and the word index.

    All of them do nothing where what they make is there already. The word index cuts at blanks alone: what it is
    given was cut into words before, as the embedded engine cuts it.
    """
    made = []
    for label in ontology().nodes:
        made.append(
            f"CREATE CONSTRAINT {PREFIX}_{label}_id IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE (n.{BUILD.name}, n.id) IS UNIQUE"
        )
        made.append(f"CREATE INDEX {PREFIX}_{label}_build IF NOT EXISTS FOR (n:{label}) ON (n.{BUILD.name})")
    made.append(
        f"CREATE FULLTEXT INDEX {WORDS_INDEX} IF NOT EXISTS FOR (n:Passage) ON EACH [n.{WORDS_PROPERTY}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"
    )
    return tuple(made)


def ensure_schema(connection: Connection) -> None:
    """Make what is missing and wait until it can be used; twice changes nothing. Raises StoreError."""
    for statement in statements():
        connection.schema(statement)
    connection.schema(f"CALL db.awaitIndexes({AWAIT_SECONDS})")
