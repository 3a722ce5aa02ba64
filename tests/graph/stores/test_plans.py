"""Plans that give wrong rows are told, asked otherwise or refused, and nothing else is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import ladybug
import pytest
from graph_made_up import made_up

from graph.errors import QuestionRefused, StoreError
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.stores.plans import apart, delayed, ends, pipelines, sound, wrong

SEEDS = (3, 5)
HEARD = (
    "MATCH (s:Actor {build: $build})-[e:SENDS]->(m:Message)-[:POLE_OF]->(x:Axis) WHERE e.mode = 'heard' "
    "RETURN count(*) AS n"
)
SIBLING = (
    "MATCH (p:Passage)<-[:FOUND_IN]-(b:Coding), (b)<-[:CONTRADICTS]-(a:Coding {build: $build})"
    "-[:VOICED_BY]->(v:Actor|Respondent) RETURN count(*) AS n"
)
INLINE = (
    "MATCH (s:Actor {build: $build})-[e:SENDS {mode: 'heard'}]->(m:Message)-[:POLE_OF]->(x:Axis) RETURN count(*) AS n"
)
IMPOSSIBLE = "MATCH (k:Coding)-[:SENT_BY]->(s:Actor) OPTIONAL MATCH (s)-[:SPOKE]->(p:Passage) RETURN count(*) AS n"


class Graph:
    """A graph made up from a seed in the engine, and the same as plain lists to count in."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.tables = made_up(seed)
        with LadybugWriter(folder, "k") as writer:
            writer.write(self.tables)
        self.view = LadybugView(folder, "k")
        self.levels = {
            (label, i): level
            for label in ("Actor", "Respondent")
            for i, level in self.tables.nodes[label][["id", "level"]].itertuples(index=False, name=None)
        }

    def steps(self, kind: str) -> Iterator[tuple[tuple[str, str], tuple[str, str], dict[str, object]]]:
        """Every edge of a type: where it leaves, where it reaches, its properties."""
        for (name, a, b), frame in self.tables.edges.items():
            if name == kind:
                for row in frame.to_dict("records"):
                    own = {str(k): v for k, v in row.items()}
                    yield (a, str(row["from_id"])), (b, str(row["to_id"])), own


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Graph]]:
    made = [Graph(seed, tmp_path_factory.mktemp("plans") / "g") for seed in SEEDS]
    yield made
    for graph in made:
        graph.view.close()


@pytest.fixture(params=range(len(SEEDS)))
def graph(request: pytest.FixtureRequest, graphs: list[Graph]) -> Graph:
    return graphs[request.param]


Condition = tuple[str, Callable[[dict[str, object]], bool]]
EDGE: tuple[Condition, ...] = (
    ("", lambda e: True),
    ("e.{p} = {v}", lambda e: e["p"] == e["v"]),
    ("e.{p} IN [{v}]", lambda e: e["p"] == e["v"]),
    ("e.{p} <> {v}", lambda e: e["p"] != e["v"]),
    ("(e.{p} = {v} OR e.codings > 0)", lambda e: e["p"] == e["v"] or int(str(e["codings"])) > 0),
)
"""Conditions on the first edge; `p` and `v` stand for a property and a value of it."""
FAMILIES = (
    ("SENDS", ("mode", "'heard'"), "Message", "POLE_OF", "Axis", True),
    ("SENDS", ("voices", "1"), "Message", "OPPOSES", "Message", True),
    ("SENDS", ("voices", "1"), "Message", "SENT_TO", "Actor|Level", True),
    ("NAMES", ("voices", "1"), "Barrier", "CO_OCCURS", "Message|Barrier", True),
    ("SENDS", ("mode", "'rejects'"), "Message", "CO_OCCURS", "Barrier", False),
    ("NAMES", ("codings", "2"), "Barrier", "NAMES", "Actor", False),
)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f"{f[0]}-{f[3]}-{f[4]}")
def test_two_steps_give_every_row(graph: Graph, family: tuple[str, tuple[str, str], str, str, str, bool]) -> None:
    for starts in ("Actor", "Actor|Respondent"):
        for node in ("", " {build: $build}", " {level: 'meso'}"):
            _compare(graph, family, starts, node)


def _compare(graph: Graph, family: tuple[str, tuple[str, str], str, str, str, bool], starts: str, node: str) -> None:
    first, (name, value), middle, second, last, onward = family
    onwards: dict[tuple[str, str], int] = {}
    for a, b, _ in graph.steps(second):
        here, there = (a, b) if onward else (b, a)
        if there[0] in last.split("|"):
            onwards[here] = onwards.get(here, 0) + 1
    step = f"-[:{second}]->" if onward else f"<-[:{second}]-"
    for condition, holds in EDGE:
        where = condition.format(p=name, v=value)
        text = (
            f"MATCH (s:{starts}{node})-[e:{first}]->(m:{middle}){step}(x:{last}) "
            f"{'WHERE ' + where if where else ''} RETURN count(*) AS n"
        )
        wanted = sum(
            onwards.get(b, 0)
            for a, b, own in graph.steps(first)
            if a[0] in starts.split("|")
            and ("level" not in node or graph.levels[a] == "meso")
            and holds(own | {"p": own[name], "v": json.loads(value.replace("'", '"'))})
        )
        assert graph.view.run(text)["n"].tolist() == [wanted], text


def test_inline_conditions_are_right_or_refused(graph: Graph) -> None:
    text = INLINE
    poles = [a for a, _, _ in graph.steps("POLE_OF")]
    wanted = sum(poles.count(b) for a, b, own in graph.steps("SENDS") if a[0] == "Actor" and own["mode"] == "heard")
    try:
        assert graph.view.run(text)["n"].tolist() == [wanted]
    except StoreError as error:
        assert "one step at a time" in str(error)
    apart_by_hand = (
        "MATCH (s:Actor {build: $build})-[e:SENDS {mode: 'heard'}]->(m:Message) WITH s, e, m "
        "MATCH (m)-[:POLE_OF]->(x:Axis) RETURN count(*) AS n"
    )
    assert graph.view.run(apart_by_hand)["n"].tolist() == [wanted]


def test_a_third_scan_between_two_steps(graph: Graph) -> None:
    assert graph.view.run(SIBLING)["n"].tolist() == [_wanted(graph, SIBLING)]


def test_an_edge_that_its_node_cannot_have(graph: Graph) -> None:
    with pytest.raises(StoreError, match="wrong rows"):
        graph.view.run(IMPOSSIBLE)


def _raw(view: LadybugView, text: str) -> tuple[int, str]:
    database = ladybug.Database(view._graph, read_only=True, max_db_size=2**34)
    connection = ladybug.Connection(database)
    bound = {"build": "k"} if "$build" in text else {}
    answers = [connection.execute(f"{start}{text}", bound) for start in ("", "EXPLAIN ")]
    count, plan = (answer.get_next()[0] for answer in answers if not isinstance(answer, list))  # type: ignore[index]
    connection.close()
    database.close()
    return int(count), str(plan)


def _wanted(graph: Graph, text: str) -> int:
    def starts(kind: str) -> list[tuple[str, str]]:
        return [a for a, _, _ in graph.steps(kind)]

    if text == HEARD:
        sent = [b for a, b, own in graph.steps("SENDS") if a[0] == "Actor" and own["mode"] == "heard"]
        return sum(starts("POLE_OF").count(b) for b in sent)
    if text == SIBLING:
        pairs = [(a, b) for a, b, _ in graph.steps("CONTRADICTS")]
        return sum(starts("VOICED_BY").count(a) * starts("FOUND_IN").count(b) for a, b in pairs)
    return sum(b[0] == "Actor" for _, b, _ in graph.steps("SENT_BY"))


@pytest.mark.parametrize("text", [HEARD, SIBLING, IMPOSSIBLE], ids=["filter", "third", "impossible"])
def test_the_engine_still_gives_wrong_rows(graphs: list[Graph], text: str) -> None:
    """When this fails the engine is mended: see the head of graph/stores/plans.py for what can go."""
    right = []
    for graph in graphs:
        count, plan = _raw(graph.view, text)
        right.append(count == _wanted(graph, text))
        assert right[-1] or wrong(plan, ends()) is not None
    assert not all(right), "the engine gives every row"


def test_the_pipelines_of_a_plan(graph: Graph) -> None:
    _, plan = _raw(graph.view, HEARD)
    scans = [[o for o in p if o.step] for p in pipelines(plan)]
    assert [[o.step for o in p] for p in scans if p] == [["(s)-[e]->(m)", "(m)-[]->(x)"]]
    assert scans[0][0].tables == ("SENDS",) and scans[0][0].alias == "e"
    assert wrong(plan, ends()) == "(s)-[e]->(m)"
    _, plan = _raw(graph.view, HEARD.replace("WHERE", "WITH * WHERE"))
    assert wrong(plan, ends()) is None


@pytest.mark.parametrize(
    ("text", "later", "each"),
    [
        (
            "MATCH (a)-[e]->(b), (b)-[]->(c) WHERE e.x IN [1, 2] RETURN a.id, c.id",
            "MATCH (a)-[e]->(b), (b)-[]->(c) WITH * WHERE e.x IN [1, 2] RETURN a.id, c.id",
            "MATCH (a)-[e]->(b) WITH * MATCH  (b)-[]->(c) WHERE e.x IN [1, 2] RETURN a.id, c.id",
        ),
        (
            "MATCH (a)-[e]->(b) WHERE EXISTS { MATCH (b), (d) WHERE d.x } WITH a WHERE a.x = 'MATCH, ' RETURN 1",
            "MATCH (a)-[e]->(b) WITH * WHERE EXISTS { MATCH (b), (d) WHERE d.x } WITH a WHERE a.x = 'MATCH, ' RETURN 1",
            "MATCH (a)-[e]->(b) WHERE EXISTS { MATCH (b), (d) WHERE d.x } WITH a WHERE a.x = 'MATCH, ' RETURN 1",
        ),
        (
            "match (a) where a.x = 1 OPTIONAL MATCH (a)--(b), (b) WHERE b.x = 1 MATCH (a) RETURN 1",
            "match (a) WITH * where a.x = 1 OPTIONAL MATCH (a)--(b), (b) WHERE b.x = 1 MATCH (a) RETURN 1",
            "match (a) where a.x = 1 WITH * OPTIONAL MATCH (a)--(b), (b) WHERE b.x = 1 MATCH (a) RETURN 1",
        ),
    ],
)
def test_what_is_asked_instead(text: str, later: str, each: str) -> None:
    assert delayed(text) == later and apart(text) == each


def test_a_text_that_cannot_be_planned_is_left_to_the_engine() -> None:
    def fails(_: str) -> str:
        raise RuntimeError("Parser exception")

    assert sound("MATCH (a)-->(b)-->(c) RETURN", fails, {}) == "MATCH (a)-->(b)-->(c) RETURN"
    assert sound("MATCH (a)-[e]->(b) RETURN 1", fails, {}) == "MATCH (a)-[e]->(b) RETURN 1"


ONCE, TWICE = "MATCH (n:Axis) RETURN n.id AS one, n.label AS two", "MATCH (n:Axis) RETURN n.id AS one, n.id AS two"
SAFE = (
    f"{ONCE} UNION ALL RETURN 'x' AS one, 'y' AS two",
    f"{ONCE} UNION ALL {TWICE}",
    f"MATCH (n:Axis) RETURN n.id AS one, coalesce(n.id, '') AS two UNION {ONCE}",
    "RETURN 'x' AS one, 'x' AS two UNION ALL RETURN 'x' AS one, 'y' AS two",
    f"{TWICE}, n.label AS UNIONS",
    f"MATCH (n:Axis) WITH n.label AS x, n AS m RETURN x AS one, m.id AS two UNION ALL {ONCE}",
)
SHARED = (
    f"{TWICE} UNION ALL RETURN 'x' AS one, 'y' AS two",
    f"{TWICE} UNION {ONCE}",
    f"MATCH (n:Axis) RETURN n.id AS one, (N.`id`) AS two union all {ONCE}",
    f"MATCH (n:Axis) RETURN upper(n.id) AS one, UPPER(n.id) AS two ORDER BY one UNION ALL {ONCE}",
    f"MATCH (n:Axis) RETURN upper(n.id) AS one, toUpper(n.id) AS two UNION ALL {ONCE}",
    f"MATCH (n:Axis) WITH n.id AS x, n.id AS y RETURN x AS one, y AS two UNION ALL {ONCE}",
    f"MATCH (n:Axis) WITH n.id AS x WITH x, x AS y RETURN x AS one, y AS two UNION {ONCE}",
    f"MATCH (n:Axis) WITH n.id AS x, n AS m WHERE x <> '' RETURN x AS one, m.id AS two UNION ALL {ONCE}",
)


@pytest.mark.parametrize("text", SAFE)
def test_a_union_that_is_answered(graph: Graph, text: str) -> None:
    first, _, second = text.partition(" UNION ")
    got = graph.view.run(text).to_numpy().tolist()
    if second:
        parts = [graph.view.run(part).to_numpy().tolist() for part in (first, second.removeprefix("ALL "))]
        assert sorted(got) == sorted(parts[0] + [row for row in parts[1] if "ALL " in second or row not in parts[0]])
    assert len(got) > 0


@pytest.mark.parametrize("text", SHARED)
def test_a_union_of_one_thing_under_two_names_is_refused(graph: Graph, text: str) -> None:
    with pytest.raises(StoreError, match=r"wrong rows"):
        graph.view.run(text)
    with pytest.raises(QuestionRefused, match=r"coalesce\("):
        graph.view.ask(text)


def test_the_engine_still_shares_the_columns_of_a_union(graph: Graph) -> None:
    """When this fails the engine is mended: `twice` can go from graph/stores/plans.py."""
    database = ladybug.Database(graph.view._graph, read_only=True, max_db_size=2**34)
    connection = ladybug.Connection(database)
    answer = connection.execute(f"{TWICE} UNION ALL RETURN 'x' AS one, 'y' AS two")
    assert not isinstance(answer, list)
    rows = answer.get_all()
    connection.close()
    database.close()
    assert ["x", "y"] not in rows
