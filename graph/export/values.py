"""What one cell of a frame is to an export."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from graph.ontology import EdgeType, Property

Row = tuple[object, ...]


def absent(value: object) -> bool:
    """Whether there is no value: null, or a number that is none."""
    return value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value))


def rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a frame as tuples of plain values, one at a time; an absent value is None."""
    for row in frame.itertuples(index=False, name=None):
        yield tuple(_plain(value) for value in row)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    return None if absent(value) else value


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour such as #0072b2, each from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def weight(edge: EdgeType, values: Row) -> float | None:
    """What a drawing program may take as an edge's thickness: its number of codings; None where it has none."""
    names = [p.name for p in edge.properties]
    value = values[names.index("codings")] if "codings" in names else None
    return float(value) if isinstance(value, int) else None


def pairs(properties: tuple[Property, ...], values: Row) -> Iterator[tuple[Property, object]]:
    """Each property with its value, without those that are absent."""
    for own, value in zip(properties, values, strict=True):
        if value is not None:
            yield own, value
