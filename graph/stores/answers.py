"""What the answer to a typed question is made of, whichever engine gave it: its table, and why there is none."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from graph.errors import QuestionLimit
from graph.stores.base import AskLimits


def too_long(limits: AskLimits) -> QuestionLimit:
    """The error of a question that ran out of time."""
    return QuestionLimit(
        f"the question took longer than {limits.seconds:g} seconds and was ended.",
        next_step="Ask for less: name a label, filter with WHERE, or give a LIMIT before collecting.",
    )


def too_large(limits: AskLimits) -> QuestionLimit:
    """The error of an answer that is larger than the limit."""
    return QuestionLimit(
        f"the answer is larger than {limits.answer // 2**20 or 1} MiB.", next_step="Return fewer columns or rows."
    )


def stopped() -> QuestionLimit:
    """The error of a question that the person who asked it stopped."""
    return QuestionLimit("the question was stopped.", next_step="Ask it again, or ask for less.")


def frame(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows as a frame with plain types; a column name that stands twice gets a number."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column] += 1
        names.append(column if seen[column] == 1 else f"{column} ({seen[column]})")
    values = {name: _column([row[i] for row in rows]) for i, name in enumerate(names)}
    return pd.DataFrame(values, index=pd.RangeIndex(len(rows)))


def _column(values: list[Any]) -> "pd.Series[Any]":
    present = [v for v in values if v is not None]
    if present and all(isinstance(v, bool) for v in present):
        return pd.Series(values, dtype="bool" if len(present) == len(values) else "boolean")
    if present and all(isinstance(v, int) and not isinstance(v, bool) and abs(v) < 2**63 for v in present):
        return pd.Series(values, dtype="int64" if len(present) == len(values) else "Int64")
    if present and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in present):
        return pd.Series(values, dtype="float64")
    if all(isinstance(v, str) for v in present):
        return pd.Series([v if v is not None else "" for v in values], dtype="str")
    return pd.Series(values, dtype="object")
