"""What the framework matrix shows on screen: the matrix itself, a grid of it, one cell's quotes, and a flat listing."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from graph.analysts import Summary
from graph.export.framework_sheet import FrameworkSheet
from graph.measures.framework import Framework, MatrixCell, framework
from graph.stores.base import View

TABLES = ("Respondent", "Actor", "Barrier", "Message", "Axis")
THEMES = {"barriers": "Barriers", "messages": "Messages", "axes": "Axes"}
CASES = {"respondents": "Respondents", "bodies": "Bodies", "all": "Both"}
SHORT = 90
"""So many signs of a summary stand in a cell of the grid."""


def matrix(view: View, summaries: Iterable[Summary], themes: str = "barriers", cases: str = "respondents") -> Framework:
    """The framework matrix of a view with these summaries."""
    tables = {label: view.table(label) for label in TABLES}
    return framework(view.table("Coding"), tables, summaries, themes=themes, cases=cases)


def filled(found: Framework) -> Framework:
    """The matrix without the cases and themes that have neither a quote nor a summary."""
    cases, themes = ({place[i] for place in found.cells} for i in (0, 1))
    return replace(
        found,
        cases=tuple(case for case in found.cases if case.id in cases),
        themes=tuple(theme for theme in found.themes if theme.id in themes),
    )


def progress(found: Framework) -> str:
    """How far the summaries have come, in words."""
    return f"{found.summarised} of {found.with_quotes} cells summarised"


def grid(found: Framework) -> pd.DataFrame:
    """The matrix as a frame: a row a case in the matrix's order, a column a theme, each cell short words.

    The first two columns are the case and its level and role. Themes with one label are told apart by their id.
    """
    names = heads(found)
    rows = []
    for case in found.cases:
        about = " · ".join(part for part in (case.level or "outside", case.role.replace("_", " ")) if part)
        row = {"case": case.label, "about": about}
        rows.append(row | {names[t.id]: _short(found.cell(case.id, t.id)) for t in found.themes})
    return pd.DataFrame(rows, columns=["case", "about", *names.values()])


def heads(found: Framework) -> dict[str, str]:
    """The heading of each theme's column, by its id; no two alike."""
    labels = [theme.label for theme in found.themes]
    taken = ("case", "about")
    return {
        t.id: t.label if labels.count(t.label) == 1 and t.label not in taken else f"{t.label} ({t.id})"
        for t in found.themes
    }


def _short(cell: MatrixCell) -> str:
    count = len(cell.codings)
    if cell.summary:
        words = " ".join(cell.summary.split())
        return (words if len(words) <= SHORT else words[: SHORT - 1] + "…") + (f" ({count})" if count else "")
    return f"{count} quote{'' if count == 1 else 's'}" if count else ""


def cell_quotes(codings: pd.DataFrame, cell: MatrixCell) -> tuple[Quote, ...]:
    """The quotes of a cell in the order of their places; `codings` is the `Coding` frame."""
    return quotes(codings.set_index("id", drop=False).loc[list(cell.codings)])


def first_open(found: Framework) -> tuple[str, str]:
    """The first cell with quotes and no summary, else the first with quotes; two empty texts where there is none."""
    order = [(case.id, theme.id) for case in found.cases for theme in found.themes]
    held = [place for place in order if found.cell(*place).codings]
    return next((place for place in held if not found.cell(*place).summaries), held[0] if held else ("", ""))


def flat(sheet: FrameworkSheet) -> pd.DataFrame:
    """One row a cell with a quote or a summary, for CSV; `voices` is empty where it is suppressed."""
    cases, themes = {row.key: row for row in sheet.rows}, {column.key: column.label for column in sheet.columns}
    rows = [
        (
            cases[cell.row].label,
            cases[cell.row].level,
            cases[cell.row].role,
            themes[cell.column],
            "\n\n".join(f"{coder}: {text}" if coder else text for coder, text in cell.summaries),
            len(cell.quotes),
            cell.voices,
        )
        for cell in sheet.ordered()
    ]
    names = ["case", "level", "role", "theme", "summary", "quotes", "voices"]
    return pd.DataFrame(rows, columns=names).astype({"voices": "Int64"})
