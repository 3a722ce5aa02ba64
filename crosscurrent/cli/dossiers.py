"""The command `dossier`: one contradiction made ready to read, or the list of them all."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosscurrent.cli.app import Csv, Json, app, folder_of, view_of
from crosscurrent.cli.output import listing, shape, tell, tell_each
from graph.errors import CrosscurrentError

ENDINGS = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


@app.command()
def dossier(
    context: typer.Context,
    given: Annotated[
        str, typer.Argument(metavar="[ID]", help="A dossier (d-…) or one of its contradictions (x-…); without: a list.")
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help="json, markdown or html; else by the file's ending, else markdown.")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; else printed.")] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Withhold what is not open; respondents as level and role group.")
    ] = False,
    top: Annotated[int | None, typer.Option(min=1, help="List only so many, the highest ranked.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """A contradiction made ready to read, or the list of dossiers; docs/dossiers.md has the fields."""
    if not given:
        _list(context, top, as_json, as_csv, refused=bool(format or output or public))
        return
    if as_csv or top is not None:
        raise CrosscurrentError("--csv and --top are for the list.", next_step="Leave them out, or leave out the id.")
    from dashboard.dossier import FORMATS, written
    from dashboard.dossier import dossier as make
    from dashboard.dossier.pick import disclosure
    from ingest.coding.analyses import analyses
    from ingest.files import write_atomic

    wanted = _format(format, output, as_json, FORMATS)
    said = analyses(folder_of(context))
    tell_each(said.problems)
    with view_of(context) as view:
        found = make(view, given, said.judgements, public=public)
    text = written(found, wanted)
    if output is None:
        sys.stdout.write(text)
        return
    write_atomic(output, text.encode("utf-8"))
    tell(" ".join(part for part in (f"written: {output}.", disclosure(found)) if part))


def _format(given: str, output: Path | None, as_json: bool, known: tuple[str, ...]) -> str:
    """The format asked for; `--json` and the ending of the file count where `--format` does not say it."""
    from crosscurrent.cli.app import check_known

    check_known("format", given, known)
    if given and as_json and given != "json":
        raise CrosscurrentError("--json and --format ask for two formats.", next_step="Give one of them.")
    ending = ENDINGS.get(output.suffix.lower(), "") if output else ""
    return given or ("json" if as_json else "") or ending or "markdown"


def _list(context: typer.Context, top: int | None, as_json: bool, as_csv: bool, *, refused: bool) -> None:
    if refused:
        raise CrosscurrentError(
            "--format, --output and --public are for one dossier.", next_step="Add its id; the list has them."
        )
    from dashboard.dossier.listing import Filters
    from dashboard.dossier.listing import listing as dossiers
    from ingest.coding.analyses import analyses

    said = analyses(folder_of(context))
    with view_of(context) as view:
        found = dossiers(view, Filters(limit=top or 0), said.judgements)
    rows = [
        {
            "id": r.id,
            "rank": r.rank,
            "kind": r.kind,
            "axis": r.axis,
            "label": r.axis_label,
            "holder_a": r.a_holder,
            "holder_label_a": r.a_label,
            "holder_level_a": r.a_level,
            "holder_b": r.b_holder,
            "holder_label_b": r.b_label,
            "holder_level_b": r.b_level,
            "pairs": r.pairs,
            "salience": r.salience,
            "forces": r.forces or None,
            "judgement": r.judgement or None,
            "best": r.best,
        }
        for r in found.rows
    ]
    listing(rows, shape(as_json, as_csv))
