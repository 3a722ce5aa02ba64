"""Named queries that go along edges give every row: compared with the same worked out without the engine's joins."""

import random
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from graph_made_up import made_up

from graph.ontology import ontology
from graph.queries import catalogue, run
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.stores.plans import ends, wrong
from graph.tables import GraphTables

LEVELS = ("macro", "meso", "micro")
MANY = 24
"""Choices of parameters that are tried of each query."""


def _whole(seed: int) -> GraphTables:
    """A made-up graph in which every message has one axis, as its edge says."""
    tables = made_up(seed)
    draw = random.Random(seed)
    axes = tables.nodes["Axis"]["id"].tolist()
    messages = tables.nodes["Message"].assign(axis=[draw.choice(axes) for _ in range(len(tables.nodes["Message"]))])
    poles = pd.DataFrame({"from_id": messages["id"], "to_id": messages["axis"], "sign": 1})
    sends = {k: f.drop_duplicates(["from_id", "to_id"]) for k, f in tables.edges.items() if k[0] != "POLE_OF"}
    return GraphTables({**tables.nodes, "Message": messages}, {**sends, ("POLE_OF", "Message", "Axis"): poles})


@pytest.fixture(scope="module", params=[1, 2])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("rows") / "g"
    with LadybugWriter(folder, "k") as writer:
        writer.write(_whole(request.param))
    with LadybugView(folder, "k") as view:
        yield view


class Reference:
    """The tables of a view joined by pandas."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.levels = {
            (label, str(key)): str(level)
            for label in ("Actor", "Respondent")
            for key, level in view.table(label)[["id", "level"]].itertuples(index=False, name=None)
        }
        self.messages = view.table("Message").set_index("id").to_dict("index")
        self.axes = view.table("Axis").set_index("id")["label"].to_dict()
        self.cached: dict[str, list[dict[str, object]]] = {}

    def edges(self, kind: str) -> list[dict[str, object]]:
        """Edges with what their ends are called, `level` of either end as the queries give it."""
        if kind not in self.cached:
            self.cached[kind] = [self._row(r) for r in self.view.edges(kind).to_dict("records")]
        return self.cached[kind]

    def _row(self, edge: Mapping[object, object]) -> dict[str, object]:
        row = {str(k): v for k, v in edge.items()}
        for end in ("from", "to"):
            label, key = str(row[f"{end}_label"]), str(row[f"{end}_id"])
            if label == "Message" and "axis" not in row:
                message = self.messages[key]
                row |= {"axis": message["axis"], "pole": message["pole"]}
                row |= {"axis_label": self.axes[str(message["axis"])]}
            row[f"{end}_level"] = key if label == "Level" else self.levels.get((label, key), "")
        return row


KEYS = {
    "map_edges": (("sender", "message", "axis", "axis_label", "mode", "by", "codings"), "SENDS"),
    "signals_by_actor": (("sender", "message", "axis", "axis_label", "mode", "by", "codings"), "SENDS"),
    "who_reports_what_of_whom": (("sender", "message", "axis", "axis_label", "reporter_level", "codings"), "SENDS"),
    "barriers_with_messages": (("barrier", "message", "axis", "axis_label", "codings"), "CO_OCCURS"),
    "addressees": (("addressee", "message", "axis", "axis_label", "codings"), "SENT_TO"),
    "opposed_messages": (("negative", "positive", "axis", "axis_label", "codings"), "OPPOSES"),
    "barrier_names": (("voice", "barrier", "codings"), "NAMES"),
    "barriers_together": (("barrier", "other", "codings"), "CO_OCCURS"),
}
REACHED = {"barriers_with_messages": "Message", "barriers_together": "Barrier"}
FROM = ("sender", "barrier", "negative", "voice", "actors", "senders")
RENAMED = {"reporter_level": "by", "reporters": "by", "modes": "mode", "axes": "axis"}


def _side(query: str, name: str) -> str:
    """The column of an edge that a column or a parameter of a query is about."""
    if name in RENAMED:
        return RENAMED[name]
    if name == "levels":
        return "from_level"
    if query == "addressees":
        return {"message": "from_id", "addressee": "to_id", "addressees": "to_id"}.get(name, name)
    if query == "barrier_names" and name in ("barrier", "barriers"):
        return "to_id"
    if name in (*FROM, "barriers"):
        return "from_id"
    return {"message": "to_id", "positive": "to_id", "other": "to_id"}.get(name, name)


def _expected(reference: Reference, query: str, given: Mapping[str, list[str]]) -> list[tuple[object, ...]]:
    columns, kind = KEYS[query]
    rows = []
    for edge in reference.edges(kind):
        if query == "who_reports_what_of_whom" and (edge["mode"] != "heard" or edge["from_label"] == "Respondent"):
            continue
        if edge["to_label"] != REACHED.get(query, edge["to_label"]):
            continue
        if query == "addressees" and edge["from_label"] != "Message":
            continue
        if query == "barriers_together" and given.get("barriers"):
            if not {edge["from_id"], edge["to_id"]} & set(given["barriers"]):
                continue
        elif any(values and edge[_side(query, name)] not in values for name, values in given.items()):
            continue
        rows.append(tuple(edge[_side(query, name)] for name in columns))
    return sorted(rows, key=str)


def _choices(view: View, name: str, draw: random.Random) -> list[dict[str, list[str]]]:
    """Every parameter given and not given, in all combinations, with several values each."""
    parameters = catalogue()[name].parameters
    found = []
    for taken in product((False, True), repeat=len(parameters)):
        for _ in range(max(1, MANY // 2 ** len(parameters))):
            given = {}
            for wanted, parameter in zip(taken, parameters.values(), strict=True):
                ids = list(parameter.one_of) or [i for label in parameter.of for i in view.table(label)["id"].tolist()]
                if wanted and ids:
                    given[parameter.name] = draw.sample(ids, min(len(ids), draw.randint(1, 4)))
            found.append(given)
    return found


def _compare(view: View, name: str) -> int:
    reference = Reference(view)
    columns = list(KEYS[name][0])
    total = 0
    for given in _choices(view, name, random.Random(name)):
        rows = run(view, name, limit=0, **given)[columns].itertuples(index=False, name=None)
        wanted = _expected(reference, name, given)
        assert sorted(rows, key=str) == wanted, (name, given)
        total += len(wanted)
    return total


@pytest.mark.parametrize("name", KEYS)
def test_every_row_of_a_made_up_graph(made: View, name: str) -> None:
    _compare(made, name)


@pytest.mark.parametrize("name", KEYS)
def test_every_row_of_the_bundled_study(bundled_view: View, name: str) -> None:
    assert _compare(bundled_view, name)


@pytest.fixture(scope="module")
def bundled_view(bundled: Path) -> Iterator[View]:
    from ingest.build import open_view

    with open_view(bundled) as view:
        yield view


@pytest.mark.parametrize("name", catalogue())
def test_the_plan_of_no_query_gives_wrong_rows(made: View, sample: View, bundled_view: View, name: str) -> None:
    query = catalogue()[name]
    values: dict[str, object] = {
        p.name: 1 if p.type == "int" else [] if p.type == "strings" else "x" for p in query.parameters.values()
    }
    text = query.text.replace("$last", "9")
    for view in (made, sample, bundled_view):
        plan = "\n".join(view.run(f"EXPLAIN {text}", values).iloc[:, 0])
        assert "Physical Plan" in plan and wrong(plan, ends()) is None


def test_every_edge_type_of_the_ontology_is_known_to_the_plans() -> None:
    assert set(ends()) == set(ontology().edges)
