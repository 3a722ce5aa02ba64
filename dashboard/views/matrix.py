"""What the matrix of actors and messages shows: who endorses, rejects, or is heard to send what, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from graph.measures.networks import heard, statements
from graph.measures.networks_shapes import Node, Options, names
from graph.measures.resampling import FEWEST
from graph.model import LEVELS

MOST = 40
"""So many actors stand on a page unless asked otherwise."""
STANCES = {"endorses": "endorses", "rejects": "rejects", "both": "endorses and rejects"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; `page` counts from 1, empty filters let all through."""

    levels: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    most: int = MOST
    page: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A message in its place: axis by axis, the first pole before the second."""

    id: str
    label: str
    axis: str
    axis_label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An actor and a message: how many codings endorse, reject, or report that the actor sends it."""

    actor: str
    message: str
    endorses: int
    rejects: int
    heard: int

    @property
    def stance(self) -> str:
        """endorses, rejects or both; empty where the actor is only heard."""
        if self.endorses and self.rejects:
            return "both"
        return "endorses" if self.endorses else "rejects" if self.rejects else ""

    @property
    def said(self) -> int:
        """Codings in which the actor itself takes a side."""
        return self.endorses + self.rejects


@dataclass(frozen=True, slots=True)
class ActorMatrix:
    """One page of the matrix: actors by how often they speak or are heard, columns, cells that are not empty.

    `total` counts all actors, `pages` the pages that hold them.
    """

    request: Request
    actors: tuple[Node, ...]
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    total: int
    pages: int
    sentence: str

    def named(self) -> dict[str, str]:
        """Labels of the actors on this page by id, each unique."""
        return dict(zip((a.id for a in self.actors), names(self.actors), strict=True))


def matrix(codings: pd.DataFrame, axes: pd.DataFrame, messages: pd.DataFrame, request: Request) -> ActorMatrix:
    """Lay the matrix out. Frames as in the ontology; only counted codings of messages are used.

    Rows are voices and those who are heard to send, after `part_of`; the most active stand first, ties by label.
    """
    counts = _counts(codings, request)
    order = _actors(counts)
    pages = max(1, -(-len(order) // request.most))
    start = (min(max(request.page, 1), pages) - 1) * request.most
    actors = order[start : start + request.most]
    shown = {a.id for a in actors}
    cells = tuple(
        Cell(str(row), str(column), int(e), int(r), int(h))
        for row, column, e, r, h in counts[["row", "column", "endorses", "rejects", "heard"]].itertuples(index=False)
        if row in shown
    )
    columns = _columns(axes, messages, request)
    return ActorMatrix(request, actors, columns, cells, len(order), pages, _sentence(counts, columns, request))


def cell_quotes(
    codings: pd.DataFrame, request: Request, actor: str, message: str
) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    """The quotes of one cell: what the actor endorses, rejects, and is heard to send, leaving out what is empty."""
    options = _options(request)
    said, reported = statements(codings, options), heard(codings, options)
    parts = (
        ("endorses", said[said["agrees"]]),
        ("rejects", said[~said["agrees"]]),
        ("is heard to send", reported),
    )
    by_id = codings.set_index("id", drop=False)
    found = []
    for name, rows in parts:
        own = rows[(rows["row"] == actor) & (rows["column"] == message)].sort_values(["date", "coding"])
        if len(own):
            found.append((name, quotes(by_id.loc[list(own["coding"])])))
    return tuple(found)


def table(shown: ActorMatrix) -> pd.DataFrame:
    """One row a cell that is not empty, in the order of the figure, for CSV."""
    label, columns = shown.named(), {c.id: c for c in shown.columns}
    place = {a.id: i for i, a in enumerate(shown.actors)}
    order = {c.id: i for i, c in enumerate(shown.columns)}
    level = {a.id: a.level for a in shown.actors}
    rows = [
        {
            "actor": c.actor, "actor_label": label[c.actor], "level": level[c.actor],
            "axis": columns[c.message].axis, "message": c.message, "message_label": columns[c.message].label,
            "stance": c.stance, "endorses": c.endorses, "rejects": c.rejects, "heard": c.heard,
        }
        for c in sorted(shown.cells, key=lambda c: (place[c.actor], order[c.message]))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TABLE)


TABLE = ["actor", "actor_label", "level", "axis", "message", "message_label", "stance", "endorses", "rejects", "heard"]


def _options(request: Request) -> Options:
    return Options(levels=request.levels, axes=request.axes)


def _counts(codings: pd.DataFrame, request: Request) -> pd.DataFrame:
    """row, label, level, column with endorses, rejects and heard, a row for each pair that has any."""
    said, reported = statements(codings, _options(request)), heard(codings, _options(request))
    marked = pd.concat(
        [
            said.assign(what=said["agrees"].map({True: "endorses", False: "rejects"})),
            reported.assign(what="heard"),
        ]
    )
    sizes = marked.groupby(["row", "column", "what"]).size().unstack("what", fill_value=0)
    sizes = sizes.reindex(columns=["endorses", "rejects", "heard"], fill_value=0).reset_index()
    who = marked.drop_duplicates("row").set_index("row")[["label", "level"]]
    return sizes.join(who, on="row")


def _actors(counts: pd.DataFrame) -> tuple[Node, ...]:
    if counts.empty:
        return ()
    totals = counts.groupby("row", as_index=False).agg(
        label=("label", "first"),
        level=("level", "first"),
        said=("endorses", "sum"),
        rejects=("rejects", "sum"),
        heard=("heard", "sum"),
    )
    totals["said"] += totals["rejects"]
    totals = totals.assign(active=-(totals["said"] + totals["heard"])).sort_values(["active", "label", "row"])
    rows = totals[["row", "label", "level", "said"]].itertuples(index=False)
    return tuple(_actor(str(i), str(label), str(level), int(n)) for i, label, level, n in rows)


def _actor(ident: str, label: str, level: str, said: int) -> Node:
    """A node; a level that somebody hears without saying which body of it is named as such."""
    if ident in LEVELS:
        return Node(ident, f"{label[:1].upper()}{label[1:]} level as a whole", level, "level", said)
    return Node(ident, label, level, "voice", said)


def _columns(axes: pd.DataFrame, messages: pd.DataFrame, request: Request) -> tuple[Column, ...]:
    place = dict(zip(axes["id"], axes["seq"], strict=True))
    label = dict(zip(axes["id"], axes["label"], strict=True))
    table = messages.assign(place=messages["axis"].map(place)).sort_values(["place", "pole", "seq"], kind="stable")
    if request.axes:
        table = table[table["axis"].isin(request.axes)]
    rows = table[["id", "label", "axis"]].itertuples(index=False)
    return tuple(Column(str(i), str(name), str(axis), str(label.get(axis, axis))) for i, name, axis in rows)


def _sentence(counts: pd.DataFrame, columns: Sequence[Column], request: Request) -> str:
    """How many actors speak, and the message that most of them take a side on, with both numbers."""
    said = counts[counts["endorses"] + counts["rejects"] > 0]
    voices = said["row"].nunique()
    where = f" at {', '.join(request.levels)}" if request.levels else ""
    if voices < FEWEST:
        names = ", ".join(sorted(set(said["label"]))) or "nobody"
        return f"Too few voices{where} to count: {names} take{'s' if voices < 2 else ''} a side here."
    by_message = said.groupby("column")["row"].nunique()
    top = min(by_message.index, key=lambda m: (-by_message[m], m))
    own = said[said["column"] == top]
    both = int(((own["endorses"] > 0) & (own["rejects"] > 0)).sum())
    no = int((own["rejects"] > 0).sum())
    label = next(c.label for c in columns if c.id == top)
    only_heard = counts[~counts["row"].isin(said["row"])]["row"].nunique()
    return (
        f"{voices} actors{where} take a side on {by_message.size} messages; most, {by_message[top]}, on “{label}”: "
        f"{len(own) - no} endorse it, {no - both} reject it, {both} do both. "
        f"{only_heard} more are only heard to send."
    )
