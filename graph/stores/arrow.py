"""Arrow tables to and from DataFrames with plain types."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology import Property

ARROW = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}


def to_arrow(frame: pd.DataFrame, columns: tuple[Property, ...]) -> pa.Table:
    """The declared columns of a frame as an Arrow table with exactly the declared types."""
    schema = pa.schema([(c.name, ARROW[c.type]) for c in columns])
    return pa.Table.from_pandas(frame[[c.name for c in columns]], schema=schema, preserve_index=False)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """An engine's answer as a DataFrame with plain types.

    An absent text is the empty string; whole numbers are int64 (Int64 where one is absent), also those that an engine
    adds up in a wider type; bool is bool (boolean where one is absent); lists and maps are Python's.
    """
    names = table.column_names
    data = {i: _series(table.column(i)) for i in range(len(names))}
    frame = pd.DataFrame(data, index=pd.RangeIndex(table.num_rows))
    frame.columns = pd.Index(names, dtype="str")
    return frame


def _series(column: pa.ChunkedArray) -> "pd.Series[Any]":
    kind = column.type
    if pa.types.is_decimal(kind):
        kind = pa.int64() if kind.scale == 0 else pa.float64()
        column = pc.cast(column, kind)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.fill_null(column, "").to_pandas().astype(str)  # type: ignore[no-any-return]
    if pa.types.is_integer(kind):
        column = pc.cast(column, pa.int64())
        return column.to_pandas() if not column.null_count else pd.Series(column.to_pylist(), dtype="Int64")
    if pa.types.is_boolean(kind):
        return column.to_pandas() if not column.null_count else pd.Series(column.to_pylist(), dtype="boolean")
    if pa.types.is_null(kind):
        return pd.Series([""] * len(column), dtype="str")
    if pa.types.is_nested(kind):
        return pd.Series(column.to_pylist(), dtype=object)
    return column.to_pandas()  # type: ignore[no-any-return]
