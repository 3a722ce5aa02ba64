"""Aggregated edges for pictures and short queries, each with its count of codings, voices and sources."""

import pandas as pd

from graph.measures.claims import OUTSIDE
from graph.model import LEVELS

Edges = dict[tuple[str, str, str], pd.DataFrame]
COUNTS = ["codings", "voices", "sources"]


def aggregates(codings: pd.DataFrame, messages: pd.DataFrame) -> Edges:
    """Aggregate counted codings into SENDS, SENT_TO, NAMES, OPPOSES and CO_OCCURS edges.

    Keys are (edge type, from label, to label); frames have from_id, to_id, the properties of graph/ontology.yaml, and
    are ordered. `codings`, `messages`: frames as in the ontology.
    """
    used = codings[codings["counted"].astype(bool)]
    of_messages = used[used["code_kind"] == "message"]
    of_barriers = used[used["code_kind"] == "barrier"]
    edges: Edges = {}
    edges |= _sends(of_messages)
    edges |= _sent_to(of_messages)
    edges |= _names(of_barriers)
    edges[("OPPOSES", "Message", "Message")] = _opposes(of_messages, messages)
    edges |= _co_occurs(of_messages, of_barriers)
    return edges


def _count(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    table = rows.groupby(keys, as_index=False).agg(
        codings=("id", "nunique"), voices=("voice_body", "nunique"), sources=("source", "nunique")
    )
    return table.sort_values(keys, ignore_index=True)


def _label_of(ids: "pd.Series[str]", kind: "pd.Series[str] | str" = "actor") -> "pd.Series[str]":
    labels = pd.Series("Actor", index=ids.index).mask(ids.isin(LEVELS), "Level")
    return labels.mask(pd.Series(kind, index=ids.index) == "case", "Respondent")


def _by_label(table: pd.DataFrame, kind: str, column: str, fixed: str, fixed_first: bool = False) -> Edges:
    edges: Edges = {}
    for label, rows in table.groupby(column):
        key = (kind, fixed, str(label)) if fixed_first else (kind, str(label), fixed)
        edges[key] = rows.drop(columns=[column]).reset_index(drop=True)
    return edges


def _sends(rows: pd.DataFrame) -> Edges:
    said = rows[rows["stance"].isin(["endorses", "rejects"])]
    own = said.assign(
        from_id=said["voice_body"],
        from_label=_label_of(said["voice_body"], said["voice_kind"]),
        to_id=said["code"],
        mode=said["stance"],
        by="",
        side=said["pole"].where(said["stance"] == "endorses", -said["pole"]),
    )
    relayed = rows[(rows["sender"] != "") & (rows["sender_body"] != rows["voice_body"])]
    heard = relayed.assign(
        from_id=relayed["sender_body"],
        from_label=_label_of(relayed["sender_body"]),
        to_id=relayed["code"],
        mode="heard",
        by=relayed["voice_level"].replace("", OUTSIDE),
        side=relayed["pole"],
    )
    keys = ["from_label", "from_id", "to_id", "mode", "by", "side"]
    return _by_label(_count(pd.concat([own, heard]), keys), "SENDS", "from_label", "Message")


def _sent_to(rows: pd.DataFrame) -> Edges:
    rows = rows[rows["addressee"] != ""]
    rows = rows.assign(from_id=rows["code"], to_id=rows["addressee"], to_label=_label_of(rows["addressee"]))
    table = _count(rows, ["to_label", "from_id", "to_id"])
    return _by_label(table, "SENT_TO", "to_label", "Message", fixed_first=True)


def _names(rows: pd.DataFrame) -> Edges:
    rows = rows.assign(
        from_id=rows["voice_body"], to_id=rows["code"], from_label=_label_of(rows["voice_body"], rows["voice_kind"])
    )
    return _by_label(_count(rows, ["from_label", "from_id", "to_id"]), "NAMES", "from_label", "Barrier")


def _opposes(rows: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    negative = messages[messages["pole"] == -1].set_index("axis")["id"]
    positive = messages[messages["pole"] == 1].set_index("axis")["id"]
    pairs = pd.DataFrame({"from_id": negative, "to_id": positive}).dropna()
    counted = _count(rows, ["axis"]).set_index("axis").reindex(pairs.index)[COUNTS].fillna(0).astype("int64")
    return pairs.join(counted).sort_values(["from_id", "to_id"], ignore_index=True)


def _co_occurs(messages: pd.DataFrame, barriers: pd.DataFrame) -> Edges:
    columns = ["id", "passage", "code", "voice_body", "source"]
    left = barriers[barriers["passage"] != ""][columns]
    edges: Edges = {}
    for label, right in (("Barrier", left), ("Message", messages[messages["passage"] != ""][columns])):
        pairs = left.merge(right, on="passage", suffixes=("", "_to"))
        pairs = pairs[pairs["code"] < pairs["code_to"]] if label == "Barrier" else pairs
        one = pairs.assign(from_id=pairs["code"], to_id=pairs["code_to"])
        other = one.assign(id=one["id_to"], voice_body=one["voice_body_to"])
        edges[("CO_OCCURS", "Barrier", label)] = _count(pd.concat([one, other]), ["from_id", "to_id"])
    return edges
