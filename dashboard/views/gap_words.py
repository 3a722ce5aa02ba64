"""What is said in words about the dumbbells, and which levels speak to an axis at all."""

from collections.abc import Mapping

import pandas as pd

from dashboard.views.gaps import Dumbbell, Named
from graph.measures.few import p_words, signed
from graph.measures.positions import Pull
from graph.measures.resampling import Gap


def sentence(row: Dumbbell, names: Named) -> str:
    """The sentence that may be written under the figure about one row: both ends, the gap, its interval and both n."""
    if row.told:
        return row.told
    if row.gap.value is None:
        return f"{row.label}: {row.why or 'too few to measure'}."
    units = (names.first_units, names.second_units)
    if any(row.ends):
        ends = f"{names.first} {_end(row.first, row.ends)} and {names.second} {_end(row.second, row.ends)}"
        how = measured(row.gap, (f" {units[0]}", f" {units[1]}"))
    else:
        shares = (_share(row.first), _share(row.second))
        ends = f"{shares[0]} of the {units[0]} {names.first} and {shares[1]} of the {units[1]} {names.second}"
        how = measured(row.gap)
    told = f"{row.label}: {ends}, a gap of {row.gap.value:.2f} ({how})"
    return f"{told}; {row.note}." if row.note else f"{told}."


def measured(gap: Gap, units: tuple[str, str] = ("", "")) -> str:
    """Interval, p-value where there is a test, and both n, each with what is counted where that is given."""
    parts = []
    if gap.low is not None and gap.high is not None:
        parts.append(f"95 % interval {gap.low:.2f} to {gap.high:.2f}")
    if gap.p_value is not None:
        sign = "" if gap.p_value < 0.001 else "= "
        parts.append(f"p {sign}{p_words(gap.p_value)}{' exactly' if gap.exact else ''}")
    parts.append(f"n = {gap.n[0]}{units[0]} and {gap.n[1]}{units[1]}")
    return ", ".join(parts)


def _end(pull: Pull, ends: tuple[str, str]) -> str:
    at = pull.pull or 0.0
    word = "both poles alike" if abs(at) < 0.1 else f"“{ends[1] if at > 0 else ends[0]}”"
    return f"{word} ({signed(at)})"


def _share(pull: Pull) -> str:
    return f"{100 * (pull.pull or 0.0):.0f} %"


def coverage_table(found: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Axes by levels, each cell in words; `found` as graph.measures.coverage.coverage gives it."""
    order = list(dict.fromkeys(found["level"]))
    cells: dict[str, dict[str, str]] = {axis: {"Axis": label} for axis, label in labels.items()}
    for axis, level, said, heard in found[["axis", "level", "said_voices", "heard_voices"]].itertuples(index=False):
        if axis in cells:
            cells[axis][str(level)] = _cell(int(said), int(heard))
    return pd.DataFrame(list(cells.values()), columns=["Axis", *order])


def _cell(said: int, heard: int) -> str:
    parts = [f"{said} say" if said else "", f"{heard} report" if heard else ""]
    return ", ".join(part for part in parts if part) or "nobody"


def silent_words(found: pd.DataFrame) -> tuple[str, ...]:
    """A line a level: its messages that no voice there speaks of; `found` as `coverage.silent` gives it."""
    lines = []
    for level, own in found.groupby("level", sort=False):
        named = ", ".join(f"“{label}”" for label in own["label"])
        lines.append(f"No voice at {level} speaks of {named}.")
    return tuple(lines)
