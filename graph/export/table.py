"""CSV: one table a node type and edge type, in a folder, described as a Data Package."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd

from graph.export.datapackage import write_description
from graph.export.files import whole_folder
from graph.export.values import rows
from graph.ontology import ontology
from graph.stores.base import View

BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_tables(view: View, target: Path) -> None:
    """Write nodes-LABEL.csv, edges-TYPE.csv and datapackage.json into the folder `target`.

    UTF-8 with a byte order mark, commas, "\\n" at the end of a row. A text that a spreadsheet would run as a formula
    has an apostrophe before it. Raises StoreError where the folder holds something else.
    """
    with whole_folder(target, view.build, "csv") as folder:
        for label in ontology().nodes:
            frame = view.table(label)
            _write(folder / f"nodes-{label}.csv", frame)
            if label == "Study":
                study = frame
        for kind in ontology().edges:
            _write(folder / f"edges-{kind}.csv", view.edges(kind))
        write_description(folder, view.build, study)


def _write(path: Path, frame: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_lines(frame))


def _lines(frame: pd.DataFrame) -> Iterator[str]:
    yield BOM
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([tuple(frame.columns)], rows(frame)):
        writer.writerow(["" if value is None else safe(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def safe(value: object) -> object:
    """The value, or for a text that a spreadsheet would run the same text after an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
