"""DataFrames with plain, declared types: what passes between evidence, stores, queries and exports."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from graph.ontology import Property

Columns = Sequence[Property]


def conform(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the declared columns of `frame`, in declared order and with their types; the index is 0, 1, 2 ….

    Strings are `str` and never null (an absent one is empty), int is int64 (Int64 where `nullable`), float is
    float64, bool is bool. An absent column is filled with the empty string, null or, if it may not be null, raises
    KeyError.
    """
    data = {c.name: _column(frame, c) for c in columns}
    return pd.DataFrame(data, index=pd.RangeIndex(len(frame)))


def _column(frame: pd.DataFrame, column: Property) -> "pd.Series[Any]":
    if column.name not in frame:
        if column.type != "string" and not column.nullable:
            raise KeyError(column.name)
        values = pd.Series([None] * len(frame), dtype=object)
    else:
        values = frame[column.name].reset_index(drop=True)
    if column.type == "string":
        return values.fillna("").astype(str)
    if column.type == "int":
        return values.astype("Int64" if column.nullable else "int64")
    if column.type == "float":
        return values.astype("float64")
    return values.astype("bool")


def from_rows(rows: Iterable[Sequence[object]], columns: Columns) -> pd.DataFrame:
    """A frame with the declared columns from rows in that order."""
    names = [c.name for c in columns]
    return conform(pd.DataFrame(list(rows), columns=names, dtype=object), columns)


def empty(columns: Columns) -> pd.DataFrame:
    """A frame with the declared columns and no row."""
    return from_rows([], columns)
