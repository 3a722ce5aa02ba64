"""Rows of the listings, with the field names that other programs may rely on; what is undefined is None."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from graph.measures.corrections import AxisCorrected, Corrected
from graph.measures.positions import Pull
from graph.measures.resampling import Gap
from graph.measures.sensitivity import AxisSensitivity, GapSensitivity
from graph.measures.tensions import AxisTension, LevelReading

PASSAGE = {"case": "respondent", "start": "start_offset", "end": "end_offset"}
PASSAGES = ("id", "source", "ref", "citation", "level", "case", "start", "end", "page", "text", "text_kind")
CODINGS = (
    *("id", "passage", "source", "code", "code_kind", "coder", "status", "start", "end", "quote"),
    *("voice", "sender", "addressee", "stance", "force", "anchor"),
)
SIDE_FROM_CODING = (
    "voice",
    "voice_level",
    "sender",
    "code",
    "stance",
    "force",
    "date",
    "quote",
    "citation",
    "text_kind",
)


def plain(value: Any) -> Any:
    """A value as JSON has it: numpy and pandas scalars become Python's, what is absent becomes None."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame with plain values."""
    return [{str(k): plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _or_null(row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The named fields; a text that is not there is None."""
    return {name: None if row[PASSAGE.get(name, name)] == "" else row[PASSAGE.get(name, name)] for name in names}


def passages(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Passages in the order of their sources."""
    rows = records(frame.sort_values(["source", "seq"]))
    return [_or_null(row, PASSAGES) for row in rows]


def codings(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Codings in the order of their place."""
    rows = records(frame.sort_values(["source", "start_offset", "end_offset", "id"]))
    return [_or_null(row, CODINGS) for row in rows]


def tension(found: AxisTension, tested: AxisCorrected, shaken: AxisSensitivity) -> dict[str, Any]:
    """One axis, with its p-values corrected over all axes, and its gaps under other ways of counting."""
    return {
        "axis": found.axis,
        "label": found.label,
        "poles": {str(pole): label for pole, label in sorted(found.poles.items())},
        "between": list(found.between),
        "gap": _gap(found.gap, tested.gap),
        "say_hear": _gap(found.say_hear, tested.say_hear),
        "levels": {name: _level(level) for name, level in found.levels.items()},
        "sensitivity": {"gap": _shaken(shaken.gap), "say_hear": _shaken(shaken.say_hear)},
    }


def _gap(found: Gap, tested: Corrected) -> dict[str, Any]:
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "n": list(found.n),
        "p_holm": tested.holm,
        "p_bh": tested.bh,
    }


def _shaken(found: GapSensitivity) -> dict[str, Any]:
    names = ("mentions", "published_apart", "own_codings", "with_suggestions", "lowest", "highest")
    return {**{name: getattr(found, name) for name in names}, "hangs_on": list(found.hangs_on)}


def _pull(found: Pull, units: str = "voices") -> dict[str, Any]:
    return {"pull": found.pull, "low": found.low, "high": found.high, units: found.units, "codings": found.codings}


def _level(found: LevelReading) -> dict[str, Any]:
    both = found.soft_hard
    sides = {
        name: {k: v for k, v in _pull(pull, "sources").items() if k in ("pull", "sources", "codings")}
        for name, pull in (("hard", both.hard), ("soft", both.soft))
    }
    return {
        "said": _pull(found.said),
        "heard": {by: _pull(pull) for by, pull in found.heard.items()},
        "soft_hard": {"value": both.gap.value, "low": both.gap.low, "high": both.gap.high, **sides},
    }


def contradictions(edges: pd.DataFrame, coding_frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Stored contradictions by rank, each with its two sides in full."""
    known = {row["id"]: row for row in records(coding_frame)}
    rows = records(edges.sort_values("rank"))
    return [_contradiction(row, known[row["from_id"]], known[row["to_id"]]) for row in rows]


def _contradiction(row: dict[str, Any], a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "rank": row["rank"],
        "kind": row["kind"],
        "axis": row["axis"],
        "salience": row["salience"],
        "status": "accepted" if a["status"] == b["status"] == "accepted" else "suggested",
        "judgement": row["judgement"] or None,
        "came_first": row["came_first"] or None,
        "a": _side(row, a, "a"),
        "b": _side(row, b, "b"),
        "forces": row["forces"] or None,
        "dossier": row["dossier"],
        "dossier_rank": row["dossier_rank"],
    }


def _side(row: dict[str, Any], coding: dict[str, Any], side: str) -> dict[str, Any]:
    return {
        "coding": coding["id"],
        "claim": row[f"claim_{side}"],
        "holder": row[f"holder_{side}"],
        "holder_level": row[f"holder_level_{side}"],
        "side": row[f"side_{side}"],
        **_or_null(coding, SIDE_FROM_CODING),
    }
