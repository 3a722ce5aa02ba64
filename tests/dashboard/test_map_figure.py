import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dashboard.figures.map import DARK, LIGHT, WIDTH, height, legend_svg, option, positions, svg
from dashboard.views.map import MapEdge, MapModel, MapNode

EVIL = '<script>alert("x")</script> {a|b}'


@pytest.fixture
def model() -> MapModel:
    nodes = (
        *(MapNode(f"gov{i}", f"Government {i}", "macro", "actor", 9, 1) for i in range(6)),
        MapNode("boards", EVIL, "meso", "group", 5, 7),
        MapNode("people", "People", "micro", "group", 5, 7),
        MapNode("local", "Locally", "message", "message", 4, 1, "who", -1),
        MapNode("central", "Nationally", "message", "message", 4, 1, "who", 1),
        MapNode("money", "Money", "barrier", "barrier", 4, 1),
    )
    edges = (
        MapEdge("local", "central", "opposes", "", 2, 2, ("k1", "k2")),
        MapEdge("gov0", "central", "endorses", "macro", 1, 1, ("k1",)),
        MapEdge("boards", "central", "rejects", "meso", 1, 1, ("k2",)),
        MapEdge("gov0", "central", "heard", "macro", 1, 1, ("k3",)),
        MapEdge("central", "boards", "addressed", "meso", 1, 1, ("k1",)),
        MapEdge("people", "money", "names", "micro", 1, 1, ("k4",)),
    )
    return MapModel(nodes, edges, labels={n.id: n.label for n in nodes})


def test_lanes_stand_in_order_and_no_two_nodes_share_a_place(model: MapModel) -> None:
    at = positions(model)
    assert at["gov0"][0] < at["local"][0] < at["central"][0] < at["boards"][0] < at["people"][0] < at["money"][0]
    assert at["local"][1] == at["central"][1]
    assert len(set(at.values())) == len(model.nodes)
    assert all(0 <= x <= WIDTH and 0 <= y <= height(model) for x, y in at.values())


def test_labels_of_one_lane_do_not_meet(model: MapModel) -> None:
    ys = sorted(y for name, (_, y) in positions(model).items() if name.startswith("gov"))
    assert min(b - a for a, b in pairwise(ys)) >= 3 * 13


def test_option_keeps_the_indices_of_the_model_and_tells_modes_apart(model: MapModel) -> None:
    series = json.loads(json.dumps(option(model, LIGHT)))["series"][0]
    assert [d.get("id") for d in series["data"][: len(model.nodes)]] == [n.id for n in model.nodes]
    assert series["selectedMode"] == "single"
    assert len(series["edges"]) == len(model.edges)
    kinds = {m.mode: json.dumps(e["lineStyle"]["type"]) for m, e in zip(model.edges, series["edges"], strict=True)}
    assert len({kinds["endorses"], kinds["rejects"], kinds["heard"]}) == 3
    assert all("{" not in d["label"].get("formatter", "") for d in series["data"])


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_svg_is_well_formed_and_escapes_every_text(model: MapModel, ink: object) -> None:
    drawn = svg(model, EVIL, EVIL, DARK if ink is DARK else LIGHT)
    assert "<script" not in drawn
    root = ElementTree.fromstring(drawn)
    assert root.tag.endswith("svg")
    ElementTree.fromstring(legend_svg(LIGHT))


def test_an_empty_map_can_be_drawn() -> None:
    ElementTree.fromstring(svg(MapModel(), "Nothing", ""))
    assert len(option(MapModel(), LIGHT)["series"][0]["data"]) == 2
