"""Whose database it is: one database holds one study, and what is somebody else's is left as it was.

A `Study` node stands for each build that is in the database. It is made before all else of its build and deleted
after all else, so what belongs to no `Study` node is not ours. Beside the properties of the ontology it carries
`whole` (its build is complete), `current` (its build is the one that counts; at most one), `retired` (its build has
given way and is being deleted), `loader`, `beat` and `loaded` (who is writing it, when it last did so, and how many
batches stand), `record` (what the build says of itself), and `search_rows` and `search_tokens` (for ranking).
"""

from dataclasses import dataclass

from graph.errors import StoreError
from graph.ontology import BUILD, ontology
from graph.stores.neo4j.connection import Connection

BATCH = 5_000
"""Nodes that one transaction deletes."""
ALIVE_SECONDS = 90
"""A loader that has written nothing for so long is taken for dead."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One build in a database; `alive`: it is being loaded now."""

    build: str
    study: str
    whole: bool
    current: bool
    retired: bool
    alive: bool


def tenants(connection: Connection) -> tuple[Tenant, ...]:
    """The builds in the database, ordered by key."""
    found = connection.read(
        "MATCH (s:Study) WHERE s.build IS NOT NULL "
        "RETURN s.build, s.id, coalesce(s.whole, false), coalesce(s.current, false), coalesce(s.retired, false), "
        "NOT coalesce(s.whole, false) AND coalesce(s.beat, 0) > timestamp() - $alive ORDER BY s.build",
        {"alive": ALIVE_SECONDS * 1000},
    )
    return tuple(Tenant(*row) for row in found.rows)


def check_tenant(connection: Connection, study: str) -> tuple[Tenant, ...]:
    """The study's builds in the database.

    Raises StoreError where another study stands there, or anything that is no graph of ours; nothing is changed.
    """
    known = tenants(connection)
    for each in known:
        if each.study != study:
            raise StoreError(
                f"the database holds the study {each.study}, not {study}, and was left as it is.",
                where=str(connection.address),
                next_step="One database holds one study: name another database, or another server.",
            )
    total = int(connection.read("MATCH (n) RETURN count(n) AS n").first["n"])
    ours = _ours(connection, [each.build for each in known]) if known else 0
    if total != ours:
        raise StoreError(
            f"the database holds {total - ours} nodes that are not Crosscurrent's, and was left as it is.",
            where=str(connection.address),
            next_step="Name an empty database, or another server.",
        )
    return known


def _ours(connection: Connection, builds: list[str]) -> int:
    parts = " UNION ALL ".join(
        f"UNWIND $builds AS build MATCH (n:{label} {{{BUILD.name}: build}}) RETURN count(n) AS n"
        for label in ontology().nodes
    )
    return sum(int(row[0]) for row in connection.read(parts, {"builds": builds}).rows)


def current_of(connection: Connection, study: str) -> str:
    """Key of the study's build that counts; empty where there is none. Raises StoreError for another study's."""
    for each in tenants(connection):
        if each.study != study:
            check_tenant(connection, study)
        if each.current and each.whole and not each.retired:
            return each.build
    return ""


def record_of(connection: Connection, build: str) -> str:
    """What a whole build says of itself; empty where it is not there or not whole."""
    found = connection.read("MATCH (s:Study {build: $build}) WHERE s.whole RETURN s.record AS record", {"build": build})
    return str(found.first.get("record") or "")


def make_current(connection: Connection, study: str, build: str) -> None:
    """Make a whole build the one that counts and retire the one before, in one transaction."""
    done = connection.write(
        "MATCH (s:Study {build: $build, id: $study}) WHERE s.whole "
        "SET s.current = true, s.retired = false "
        "WITH s OPTIONAL MATCH (o:Study) WHERE o.build <> s.build AND (o.current OR o.whole) "
        "SET o.current = false, o.retired = true "
        "RETURN s.build AS build, count(o) AS others",
        {"build": build, "study": study},
    )
    if not done.rows:
        raise StoreError("the build is not whole.", where=str(connection.address), next_step="Build again.")


def remove_others(connection: Connection, study: str, build: str) -> None:
    """Delete every build of the study but `build` and those that somebody is loading now."""
    for each in tenants(connection):
        if each.study == study and each.build != build and not each.alive:
            remove(connection, each.build)


def remove(connection: Connection, build: str) -> None:
    """Delete one build, a few thousand nodes at a time, its Study node last; what is not there is no error."""
    connection.write(
        "MATCH (s:Study {build: $build}) SET s.retired = true, s.current = false, s.whole = false, s.beat = 0",
        {"build": build},
    )
    labels = [label for label in ontology().nodes if label not in ("Coding", "Passage", "Study")]
    for label in ("Coding", "Passage", *labels, "Study"):
        text = f"MATCH (n:{label} {{build: $build}}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS gone"
        while int(connection.write(text, {"build": build}).first["gone"]):
            pass
