"""The map: who sends which message to whom, and who names which barrier, grouped so that it can be read.

Senders with few codings are drawn together with others of their level and kind; respondents only ever as role groups.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from dashboard.views.senders import Unit, all_groups, units_of
from graph.stores.base import View

COLUMNS = ("macro", "meso", "micro", "outside")
MOST_BARRIERS = 8
RELATIONS = {
    "endorses": "stands for",
    "rejects": "turns down",
    "heard": "is heard to send",
    "addressed": "is meant for",
    "names": "names",
    "opposes": "is opposed to",
}


@dataclass(frozen=True, slots=True)
class MapRequest:
    """What to draw: empty `axes` and `levels` mean all; `expand` names groups whose members are drawn one by one."""

    axes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    minimum: int = 2
    barriers: bool = True
    addressees: bool = True
    expand: tuple[str, ...] = ()
    most: int = 44


@dataclass(frozen=True, slots=True)
class MapNode:
    """A node; `kind` is actor, group, role, level, message or barrier, `members` the voices or bodies behind it."""

    id: str
    label: str
    column: str
    kind: str
    codings: int
    members: int
    axis: str = ""
    pole: int = 0


@dataclass(frozen=True, slots=True)
class MapEdge:
    """An edge with the ids of its codings; `level` is that of the sender or voice, for the colour."""

    start: str
    end: str
    mode: str
    level: str
    voices: int
    sources: int
    codings: tuple[str, ...]


@dataclass(frozen=True)
class MapModel:
    """The map as drawn, and what was left out of it."""

    nodes: tuple[MapNode, ...] = ()
    edges: tuple[MapEdge, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    weak_edges: int = 0
    hidden_nodes: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)

    def about(self, edge: MapEdge) -> str:
        """The edge as a sentence without its full stop."""
        return f"{self.labels[edge.start]} {RELATIONS[edge.mode]} {self.labels[edge.end]}"


def map_model(view: View, request: MapRequest) -> MapModel:
    """Build the map from the counted codings of a view."""
    tables = {label: view.table(label) for label in ("Actor", "Respondent", "Level", "Message", "Barrier")}
    return draw(view.table("Coding"), tables, request)


def draw(codings: pd.DataFrame, tables: Mapping[str, pd.DataFrame], request: MapRequest) -> MapModel:
    """Build the map from frames as in the ontology; pure. Ties are broken by id, so that a build gives one map."""
    used = codings[codings["counted"].astype(bool)]
    if request.axes:
        used = used[used["axis"].isin(request.axes) | (used["code_kind"] == "barrier")]
    ends = _ends(used, tables, request)
    units = units_of(ends, tables, request.expand)
    ends = ends.assign(unit=ends["body"].map({body: unit.id for body, unit in units.items()}))
    by_id = {unit.id: unit for unit in units.values()}
    groups = sorted((u.id, u.label) for u in all_groups(ends, tables).values() if u.expandable)
    if request.levels:
        keep = {u.id for u in by_id.values() if u.column in request.levels}
        by_voice = ends["voice_level"].replace("", "outside").isin(request.levels)
        ends = ends[by_voice.where(ends["mode"] == "addressed", ends["unit"].isin(keep))]
    edges = [_edge(str(u), str(c), str(m), rows, by_id) for (u, c, m), rows in ends.groupby(["unit", "code", "mode"])]
    strong = [e for e in edges if len(e.codings) >= request.minimum]
    messages, barriers = _codes(strong, tables, request)
    drawn, hidden = _within_cap(strong, by_id, len(messages) + len(barriers), request.most)
    codes = {n.id for n in (*messages, *barriers)}
    kept = [e for e in strong if {e.start, e.end} <= drawn | codes]
    joined = {end for e in kept for end in (e.start, e.end)}
    senders = _senders(ends, by_id, drawn & joined)
    kept.sort(key=lambda e: (e.mode, e.start, e.end))
    nodes = (*senders, *messages, *barriers)
    return MapModel(
        nodes=nodes,
        edges=(*_opposed(messages, used), *kept),
        groups=tuple(groups),
        weak_edges=len(edges) - len(strong),
        hidden_nodes=hidden,
        labels={n.id: n.label for n in nodes},
    )


def evidence(model: MapModel, codings: pd.DataFrame, kind: str, index: int) -> tuple[str, tuple[Quote, ...]]:
    """Title and quotes behind a node or edge of the model; empty where the index names none of them."""
    if kind == "edge" and 0 <= index < len(model.edges):
        edge = model.edges[index]
        return model.about(edge), _quotes(codings, edge.codings)
    if kind == "node" and 0 <= index < len(model.nodes):
        node = model.nodes[index]
        edges = (e for e in model.edges if node.id in (e.start, e.end) and e.mode != "opposes")
        return node.label, _quotes(codings, (c for e in edges for c in e.codings))
    return "", ()


def table(model: MapModel) -> pd.DataFrame:
    """The edges of the map as rows: from, level, relation, to, codings, voices, sources; in the order of the model."""
    names = {"macro": "national", "meso": "partnership", "micro": "front line and people"}
    rows = [
        (
            model.labels[e.start],
            names.get(e.level, e.level),
            RELATIONS[e.mode],
            model.labels[e.end],
            len(e.codings),
            e.voices,
            e.sources,
        )
        for e in model.edges
    ]
    return pd.DataFrame(rows, columns=["from", "level", "relation", "to", "codings", "voices", "sources"])


def _quotes(codings: pd.DataFrame, ids: Iterable[str]) -> tuple[Quote, ...]:
    rows = codings[codings["id"].isin(set(ids))]
    return quotes(rows.sort_values(["voice_level", "voice", "source", "start_offset", "id"]))


def _ends(used: pd.DataFrame, tables: Mapping[str, pd.DataFrame], request: MapRequest) -> pd.DataFrame:
    """One row a coding and relation: who stands at the sender's end (`body`), the code, and the mode."""
    of_messages = used[used["code_kind"] == "message"]
    said = of_messages[of_messages["stance"].isin(["endorses", "rejects"])]
    relayed = of_messages[(of_messages["sender"] != "") & (of_messages["sender_body"] != of_messages["voice_body"])]
    parts = [
        said.assign(body=said["voice_body"], mode=said["stance"]),
        relayed.assign(body=relayed["sender_body"], mode="heard"),
    ]
    if request.barriers:
        named = used[used["code_kind"] == "barrier"]
        parts.append(named.assign(body=named["voice_body"], mode="names"))
    if request.addressees:
        meant = of_messages[of_messages["addressee"] != ""]
        bodies = tables["Actor"].set_index("id")["body"].to_dict()
        body = meant["addressee"].map(lambda a: bodies.get(a, "") or a)
        parts.append(meant.assign(body=body, mode="addressed"))
    columns = ["id", "code", "body", "mode", "voice_body", "voice_level", "source"]
    return pd.concat([p[columns] for p in parts], ignore_index=True)


def _senders(ends: pd.DataFrame, units: Mapping[str, Unit], drawn: Collection[str]) -> list[MapNode]:
    """The drawn senders and addressees, lane by lane, the strongest of a lane first."""
    members = ends.groupby("unit")["body"].nunique()
    strength = ends.groupby("unit")["id"].nunique()
    found = [
        MapNode(u.id, _counted(u, int(members[u.id])), u.column, u.kind, int(strength[u.id]), int(members[u.id]))
        for u in units.values()
        if u.id in drawn
    ]
    return sorted(found, key=lambda n: (COLUMNS.index(n.column), -n.codings, n.id))


def _counted(unit: Unit, members: int) -> str:
    return f"{unit.label} ({members})" if unit.kind in ("group", "role") else unit.label


def _edge(unit: str, code: str, mode: str, rows: pd.DataFrame, units: Mapping[str, Unit]) -> MapEdge:
    start, end = (code, unit) if mode == "addressed" else (unit, code)
    ids = tuple(sorted(set(rows["id"])))
    return MapEdge(
        start, end, mode, units[unit].column, int(rows["voice_body"].nunique()), int(rows["source"].nunique()), ids
    )


def _codes(
    edges: Iterable[MapEdge], tables: Mapping[str, pd.DataFrame], request: MapRequest
) -> tuple[list[MapNode], list[MapNode]]:
    """Message nodes of every axis that is asked for and used, and the barriers that are named most."""
    count: dict[str, int] = {}
    for edge in edges:
        if edge.mode != "addressed":
            count[edge.end] = count.get(edge.end, 0) + len(edge.codings)
    rows = tables["Message"].sort_values("seq").to_dict("records")
    wanted = set(request.axes) or {r["axis"] for r in rows if r["id"] in count}
    messages = [
        MapNode(r["id"], r["label"], "message", "message", count.get(r["id"], 0), 1, r["axis"], int(r["pole"]))
        for r in rows
        if r["axis"] in wanted
    ]
    named = [r for r in tables["Barrier"].to_dict("records") if r["id"] in count]
    named.sort(key=lambda r: (-count[r["id"]], r["id"]))
    barriers = [MapNode(r["id"], r["label"], "barrier", "barrier", count[r["id"]], 1) for r in named[:MOST_BARRIERS]]
    return messages, barriers


def _within_cap(edges: Iterable[MapEdge], units: Mapping[str, Unit], taken: int, most: int) -> tuple[set[str], int]:
    """The strongest senders of each level in turn, until `most` nodes are drawn; and how many were left out."""
    strength: dict[str, int] = {}
    for edge in edges:
        unit = edge.end if edge.mode == "addressed" else edge.start
        strength[unit] = strength.get(unit, 0) + len(edge.codings)
    ranked = sorted(strength, key=lambda u: (-strength[u], u))
    lanes = {c: [u for u in ranked if units[u].column == c] for c in COLUMNS}
    turns = sorted(((i, c, u) for c, lane in lanes.items() for i, u in enumerate(lane)), key=lambda t: t[:2])
    drawn = {u for _, _, u in turns[: max(3, most - taken)]}
    return drawn, len(turns) - len(drawn)


def _opposed(messages: list[MapNode], used: pd.DataFrame) -> list[MapEdge]:
    """One edge an axis between its two poles, with the codings of both."""
    edges = []
    for axis in dict.fromkeys(n.axis for n in messages):
        ends = sorted((n for n in messages if n.axis == axis), key=lambda n: n.pole)
        if len(ends) == 2:
            rows = used[used["code"].isin([n.id for n in ends])]
            counts = int(rows["voice_body"].nunique()), int(rows["source"].nunique())
            edges.append(MapEdge(ends[0].id, ends[1].id, "opposes", "", *counts, tuple(sorted(rows["id"]))))
    return edges
