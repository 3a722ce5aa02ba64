"""A small graph of every type, drawn at random from a seed."""

import random

import pandas as pd

from graph.ontology import ontology
from graph.tables import EdgeKey, GraphTables

MODES = ("endorses", "rejects", "heard")
LEVELS = ("macro", "meso", "micro", "")
EMPTY = {"string": "", "int": 0, "float": 0.0, "bool": True}


def _nodes(label: str, count: int, draw: random.Random) -> pd.DataFrame:
    columns = {
        c.name: [draw.choice(LEVELS) if c.name == "level" else EMPTY[c.type] for _ in range(count)]
        for c in ontology().nodes[label].columns
    }
    return pd.DataFrame(columns | {"id": [f"{label.lower()}{i:03d}" for i in range(count)]})


def _edges(key: EdgeKey, nodes: dict[str, pd.DataFrame], count: int, draw: random.Random) -> pd.DataFrame:
    ids = [[draw.choice(nodes[label]["id"].tolist()) for _ in range(count)] for label in key[1:]]
    columns: dict[str, object] = {"from_id": ids[0], "to_id": ids[1]}
    for own in ontology().edges[key[0]].properties:
        values = MODES if own.name == "mode" else LEVELS if own.type == "string" else (-1, 0, 1, 2)
        columns[own.name] = [float(v) if own.type == "float" else v for v in draw.choices(values, k=count)]
    frame = pd.DataFrame(columns)
    return frame.sort_values(list(frame.columns), kind="stable", ignore_index=True)


def made_up(seed: int) -> GraphTables:
    """A small graph of every type, drawn at random, in which an edge may stand more than once."""
    draw = random.Random(seed)
    nodes = {label: _nodes(label, 1 if label == "Study" else draw.randint(2, 12), draw) for label in ontology().nodes}
    keys = [(name, *pair) for name, kind in ontology().edges.items() for pair in kind.pairs]
    return GraphTables(nodes, {key: _edges(key, nodes, draw.randint(0, 25), draw) for key in keys})
