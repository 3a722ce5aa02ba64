"""Time in words: which text came first, and whether the older one still holds."""

from collections.abc import Mapping
from typing import Any

RULES = ("policy", "legislation", "guidance", "standard")
"""Kinds of source that hold until something ends them; what others say is said once."""
NOT_STATED = "in force: not stated"


def standing(source: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> str:
    """Whether a source still holds, such as `in force until 2020, replaced by The second edition (2020)`.

    `source` and `sources` are rows of `Source`. Empty for what was said once (a statement, an audit, an interview).
    """
    until, by = str(source["until"]), str(source["replaced_by"])
    if not until and not by:
        return NOT_STATED if source["kind"] in RULES else ""
    parts = [f"in force until {until}"] if until else []
    if by:
        later = sources.get(by, {})
        dated = f" ({later['date']})" if later.get("date") else ""
        parts.append(f"replaced by {later.get('label', by)}{dated}")
    return ", ".join(parts)


def order_words(
    came_first: str, a: Mapping[str, Any], b: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]
) -> str:
    """Which side of a pair came first, and whether the older text still held when the other was written.

    `came_first` is a, b or empty, as in CONTRADICTS; `a` and `b` are the `Source` rows of the two sides.
    """
    dates = f"{a['date'] or 'undated'} and {b['date'] or 'undated'}" if a["date"] or b["date"] else "both undated"
    if came_first not in ("a", "b"):
        return f"Neither is known to have come first ({dates})."
    older, newer = (a, b) if came_first == "a" else (b, a)
    side = "left" if came_first == "a" else "right"
    return f"The {side} side came first ({dates}).{_still(older, newer, sources)}"


def _still(older: Mapping[str, Any], newer: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> str:
    if older["id"] == newer["id"]:
        return ""
    if older["replaced_by"] and older["replaced_by"] == newer["id"]:
        return " The other took its place."
    until = str(older["until"])
    if until and before(until, str(newer["date"])):
        return f" It had ended ({until}) when the other was written."
    words = standing(older, sources)
    if until:
        return f" Both were in force together: the older {words.removeprefix('in force ')}."
    if words == NOT_STATED:
        return " Whether the older text is still in force is not stated."
    return f" The older text was {words}." if words else ""


def before(one: str, other: str) -> bool:
    """Whether a date lies before another; a year holds all its days, an absent date is never before or after."""
    shared = min(len(one), len(other))
    return bool(shared) and one[:shared] < other[:shared]
