"""The command for the framework matrix: a listing, or a workbook with links."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosscurrent.cli.app import Csv, Json, app, check_known, folder_of, view_of
from crosscurrent.cli.output import listing, shape, tell, tell_each
from graph.errors import CrosscurrentError

if TYPE_CHECKING:
    from graph.export.framework_sheet import FrameworkSheet


@app.command()
def framework(
    context: typer.Context,
    target: Annotated[Path | None, typer.Argument(help="The XLSX file to write; a listing without it.")] = None,
    themes: Annotated[str, typer.Option(help="barriers, messages or axes.")] = "barriers",
    cases: Annotated[str, typer.Option(help="respondents, bodies or all.")] = "respondents",
    public: Annotated[bool, typer.Option("--public", help="Only what may leave the house.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The framework matrix: cases by themes, each cell the analyst's summary over its quotes.

    As a workbook with links from every cell to its quotes and back, or as a listing. Without --public everything is
    in it, whatever its clearance.
    """
    from dashboard.brief.framework import framework_sheet
    from dashboard.views.framework import matrix
    from graph.measures.framework import CASES, THEMES
    from ingest.coding.analyses import analyses

    check_known("kind of theme", themes, THEMES)
    check_known("kind of case", cases, CASES)
    if target is not None and (as_json or as_csv):
        raise CrosscurrentError(
            "a workbook and a listing cannot both be made.", next_step="Leave out the file, or --json and --csv."
        )
    said = analyses(folder_of(context))
    with view_of(context) as view:
        found = framework_sheet(view, matrix(view, said.summaries, themes, cases), public=public)
    tell_each(problem for problem in said.problems if problem.severity == "error")
    if target is None:
        listing(rows(found), shape(as_json, as_csv))
    else:
        write(found, target)
        tell(f"written: {target}")


def rows(sheet: "FrameworkSheet") -> list[dict[str, Any]]:
    """The cells with a quote or a summary, row by row; `voices` is None where it is suppressed."""
    cases, themes = {row.key: row for row in sheet.rows}, {column.key: column.label for column in sheet.columns}
    return [
        {
            "case": cell.row,
            "label": cases[cell.row].label,
            "level": cases[cell.row].level,
            "role": cases[cell.row].role or None,
            "theme": cell.column,
            "theme_label": themes[cell.column],
            "quotes": len(cell.quotes),
            "voices": cell.voices,
            "summaries": [{"coder": coder or None, "text": text} for coder, text in cell.summaries],
            "codings": list(cell.codings),
        }
        for cell in sheet.ordered()
    ]


def write(sheet: "FrameworkSheet", target: Path) -> None:
    """Write the workbook; raises CrosscurrentError where openpyxl is missing or the file cannot be written."""
    from graph.export.framework_xlsx import framework_xlsx
    from ingest.files import write_atomic

    data = framework_xlsx(sheet)
    try:
        write_atomic(target, data)
    except OSError as error:
        raise CrosscurrentError(
            f"this cannot be written: {error.strerror or error}.",
            where=str(target),
            next_step="Close it where it is open, or choose another place.",
        ) from error
