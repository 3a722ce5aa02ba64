"""Discourse networks, as Discourse Network Analyzer (DNA) defines them: who takes which side of what, and with whom.

A statement is one counted coding of a message in which the voice takes a side (endorses or rejects). Its person or
organisation is the voice, its concept the message (or, where asked, the axis), its boolean qualifier the side. What a
coding reports is no statement of its voice; what senders are heard to send is a network of its own.

Sources: Leifeld (2017), Discourse Network Analysis, in The Oxford Handbook of Political Networks; DNA's
`dna.export.Exporter` and rDNA's `dna_network` (github.com/leifeld/dna), after which filters, products and divisors
here are made. docs/networks.md has every formula and where we part from it.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.measures.claims import OUTSIDE, SAID_SIGN
from graph.measures.networks_shapes import Affiliation, Matrix, Node, Options

ROW_COLUMNS = {
    "voices": ("voice_body", "voice_label", "voice_level"),
    "actors": ("voice", "voice_label", "voice_level"),
    "levels": ("voice_level", "voice_level", "voice_level"),
}
COLUMNS = ["row", "label", "level", "column", "agrees", "source", "date", "coding"]


def statements(codings: pd.DataFrame, options: Options, labels: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Statements before duplicates are taken out: row, label, level, column, agrees, source, date and coding.

    `codings` is the Coding frame, `labels` names actors before `part_of`. `agrees`: the voice endorses the message;
    with concept axis: it stands on the positive side, be it by endorsing that pole or by rejecting the other.
    """
    used = _messages(codings, options)
    used = used[used["stance"].isin(list(SAID_SIGN)) & (used["voice_body"] != "")]
    ident, label, level = ROW_COLUMNS[options.between if options.between in ROW_COLUMNS else "voices"]
    endorses = used["stance"] == "endorses"
    on_axis = options.concept == "axis"
    agrees = (used["pole"] * used["stance"].map(SAID_SIGN) > 0) if on_axis else endorses
    made = _rows(used, ident, label, level, "axis" if on_axis else "code", agrees)
    if options.between == "actors":
        made["label"] = made["row"].map(dict(labels or {})).fillna(made["row"])
    return _at_levels(made, options)


def heard(codings: pd.DataFrame, options: Options) -> pd.DataFrame:
    """What senders are heard to send, in the columns of `statements`: the row is the sender, `agrees` is true.

    A sender that is the voice itself is no sender. The stance of the voice does not count.
    """
    used = _messages(codings, options)
    used = used[(used["sender"] != "") & (used["sender_body"] != used["voice_body"])]
    ident = "sender_level" if options.between == "levels" else "sender_body"
    label = "sender_level" if options.between == "levels" else "sender_label"
    agrees = pd.Series(True, index=used.index)
    return _at_levels(_rows(used, ident, label, "sender_level", "code", agrees), options)


def affiliation(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    options: Options,
    labels: Mapping[str, str] | None = None,
) -> Affiliation:
    """Count statements by row and column after duplicates are taken out, as DNA's `filterStatements` does.

    Without isolates only rows and columns with a statement; with them every voice of the chosen levels that has a
    counted coding of a message, and every message (or axis) of the chosen axes. Frames as in the ontology.
    """
    found = heard(codings, options) if options.qualifier == "heard" else statements(codings, options, labels)
    by_qualifier = options.type != "affiliation" or options.qualifier != "ignore"
    kept = without_duplicates(found, options.duplicates, by_qualifier=by_qualifier)
    rows = found[["row", "label", "level"]]
    if options.isolates:
        rows = pd.concat([rows, _everybody(codings, options, labels)])
    rows = rows.drop_duplicates("row").sort_values("row", ignore_index=True)
    columns = _columns(axes, messages, options, None if options.isolates else set(found["column"]))
    shape = (len(rows), len(columns))
    at = pd.Index(rows["row"]).get_indexer(pd.Index(kept["row"]))
    to = pd.Index(columns["id"]).get_indexer(pd.Index(kept["column"]))
    agrees = kept["agrees"].to_numpy(dtype=bool)
    positive, negative = (_count(at[side], to[side], shape) for side in (agrees, ~agrees))
    both = positive + negative
    kind = "level" if options.between == "levels" else "voice"
    return Affiliation(
        _nodes(rows["row"], rows["label"], rows["level"], kind, both.sum(axis=1)),
        _nodes(columns["id"], columns["label"], [""] * len(columns), options.concept, both.sum(axis=0)),
        positive,
        negative,
    )


def without_duplicates(found: pd.DataFrame, duplicates: str, *, by_qualifier: bool = True) -> pd.DataFrame:
    """Keep the first of identical statements a document, week, month, year, or in all.

    Identical: the same row and column, and the same side unless `by_qualifier` is False. A source whose date is not
    known to the week (month, year) is a period of its own.
    """
    if duplicates == "include" or found.empty:
        return found
    keys = ["row", "column", *(["agrees"] if by_qualifier else []), "period"]
    ordered = found.assign(period=_periods(found, duplicates)).sort_values(["date", "coding"], kind="stable")
    return ordered.drop_duplicates(keys).drop(columns="period")


def _periods(found: pd.DataFrame, duplicates: str) -> "pd.Series[str]":
    if duplicates == "acrossrange":
        return pd.Series("", index=found.index)
    document = "document " + found["source"]
    if duplicates == "document":
        return document
    date = found["date"]
    if duplicates == "week":
        whole = date.str.len() == 10
        calendar = pd.to_datetime(date.where(whole), errors="coerce").dt.strftime("%G-W%V")
        return calendar.where(calendar.notna(), document)
    length = {"year": 4, "month": 7}[duplicates]
    return date.str[:length].where(date.str.len() >= length, document)


def _messages(codings: pd.DataFrame, options: Options) -> pd.DataFrame:
    used = codings[codings["counted"].astype(bool) & (codings["code_kind"] == "message")]
    return used[used["axis"].isin(options.axes)] if options.axes else used


def _rows(
    used: pd.DataFrame, ident: str, label: str, level: str, column: str, agrees: "pd.Series[bool]"
) -> pd.DataFrame:
    parts = {"row": ident, "label": label, "level": level, "column": column, "source": "source", "date": "date"}
    made = used[list(parts.values())].set_axis(list(parts), axis=1)
    made["level"] = made["level"].replace("", OUTSIDE)
    if ident in ("voice_level", "sender_level"):
        made["row"], made["label"] = made["level"], made["level"]
    return made.assign(agrees=agrees.astype(bool), coding=used["id"])[COLUMNS].reset_index(drop=True)


def _at_levels(found: pd.DataFrame, options: Options) -> pd.DataFrame:
    return found[found["level"].isin(options.levels)].reset_index(drop=True) if options.levels else found


def _everybody(codings: pd.DataFrame, options: Options, labels: Mapping[str, str] | None) -> pd.DataFrame:
    """Every voice of the chosen levels with a counted coding of a message, on whatever axis and of whatever stance."""
    used = codings[codings["voice_body"] != ""].assign(stance="endorses")
    everywhere = Options(between=options.between, concept="message", levels=options.levels)
    return statements(used, everywhere, labels)[["row", "label", "level"]]


def _columns(axes: pd.DataFrame, messages: pd.DataFrame, options: Options, used: set[str] | None) -> pd.DataFrame:
    """Ids and labels of the second mode: messages by axis and pole, or axes, in codebook order."""
    order = dict(zip(axes["id"], axes["seq"], strict=True))
    table = axes.assign(axis=axes["id"], pole=0) if options.concept == "axis" else messages
    table = table.assign(place=table["axis"].map(order)).sort_values(["place", "pole", "seq"], kind="stable")
    if options.axes:
        table = table[table["axis"].isin(options.axes)]
    if used is not None:
        table = table[table["id"].isin(used)]
    return table[["id", "label"]].reset_index(drop=True)


def _count(at: NDArray[np.intp], to: NDArray[np.intp], shape: tuple[int, int]) -> Matrix:
    cells = np.bincount(at * shape[1] + to, minlength=shape[0] * shape[1])
    return cells.astype(np.float64).reshape(shape)


def _nodes(
    ids: Iterable[object], labels: Iterable[object], levels: Iterable[object], kind: str, counts: Matrix
) -> tuple[Node, ...]:
    parts = zip(ids, labels, levels, counts, strict=True)
    return tuple(Node(str(i), str(label), str(level), kind, int(n)) for i, label, level, n in parts)
