"""CSV: one table a node type and edge type, in a folder."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from graph.errors import StoreError
from graph.export.files import write_whole
from graph.ontology import ontology
from graph.stores.base import View

MARK = "build.json"
"""The file by which a folder is known as an earlier export; it holds the build's key."""
BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_tables(view: View, target: Path) -> None:
    """Write nodes-LABEL.csv and edges-TYPE.csv into the folder `target`.

    UTF-8 with a byte order mark, commas, "\\n" at the end of a row. A text that a spreadsheet would run as a formula
    has an apostrophe before it. Raises StoreError where the folder holds something else.
    """
    if target.exists() and not target.is_dir():
        raise StoreError("this is a file, and an export as CSV is a folder.", where=str(target))
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise StoreError(
            "this folder holds something that is no export.", where=str(target), next_step="Choose a new folder."
        )
    target.mkdir(exist_ok=True)
    (target / MARK).write_bytes(json.dumps({"build": view.build, "format": "crosscurrent csv 1"}).encode() + b"\n")
    for label in ontology().nodes:
        write_whole(target / f"nodes-{label}.csv", _rows(view.table(label)))
    for kind in ontology().edges:
        write_whole(target / f"edges-{kind}.csv", _rows(view.edges(kind)))


def _rows(frame: pd.DataFrame) -> Iterator[str]:
    yield BOM
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in (list(frame.columns), *frame.itertuples(index=False, name=None)):
        writer.writerow(["" if value is pd.NA else safe(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def safe(value: object) -> object:
    """The value, or for a text that a spreadsheet would run the same text after an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
