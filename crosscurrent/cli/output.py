"""Listings: a table on a terminal, one JSON array with --json, a CSV with --csv; messages go to stderr."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from graph.errors import CrosscurrentError

Row = Mapping[str, Any]


class Shape(StrEnum):
    """How a listing is printed."""

    table = "table"
    json = "json"
    csv = "csv"


def shape(as_json: bool, as_csv: bool) -> Shape:
    """What the two flags ask for; piped output without a flag is JSON. Both at once raise CrosscurrentError."""
    if as_json and as_csv:
        raise CrosscurrentError("--json and --csv cannot both be given.", next_step="Choose one.")
    if as_json:
        return Shape.json
    if as_csv:
        return Shape.csv
    return Shape.table if sys.stdout.isatty() else Shape.json


def listing(rows: Sequence[Row], wanted: Shape) -> None:
    """Print rows in the wanted shape; nested values stand as JSON in a table or CSV."""
    if wanted is Shape.json:
        json.dump(list(rows), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif wanted is Shape.csv:
        _csv(rows)
    else:
        _table(rows)


def _csv(rows: Sequence[Row]) -> None:
    from graph.export.table import safe

    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0].keys())
    for row in rows:
        writer.writerow([safe(_flat(value)) for value in row.values()])


def _table(rows: Sequence[Row]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False)
    for name in rows[0] if rows else []:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(_flat(value))) for value in row.values()))
    Console().print(table if rows else "nothing found")


def _flat(value: object) -> object:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def tell(text: str) -> None:
    """A message for a person, on stderr."""
    sys.stderr.write(text + "\n")


def tell_each(lines: Iterable[object]) -> None:
    """One message a line."""
    for line in lines:
        tell(str(line))
