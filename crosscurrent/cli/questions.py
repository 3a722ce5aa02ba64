"""The command `ask`: seven questions as users put them, answered with the words behind every row."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosscurrent.cli.app import Csv, Json, app, view_of
from crosscurrent.cli.output import listing, shape, tell

if TYPE_CHECKING:
    from graph.questions import Question


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[
        str,
        typer.Argument(
            help="mixed-signals, reports, respondent, barriers, changed, agree or silent; empty: the list of them."
        ),
    ] = "",
    about: Annotated[
        str, typer.Argument(help="What it is about: an actor, a respondent, a message, a date or a level.")
    ] = "",
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", help="key=value, or key=a,b")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many rows; 0: all.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """A question as users put it, such as `ask mixed-signals ACTOR`; docs/questions.md explains all seven."""
    from crosscurrent.cli import rows
    from graph import questions as door
    from graph.queries import parse_parameters

    wanted = shape(as_json, as_csv)
    if not question:
        listing([_listed(each) for each in door.questions().values()], wanted)
        return
    asked = door.question(question)
    pairs = dict(part.partition("=")[::2] for part in parameter or [])
    if about:
        pairs.setdefault(asked.about, about)
    with view_of(context) as view:
        table = door.answer(view, asked.id, limit=limit, **parse_parameters(asked.form, pairs))
    if table.attrs["note"]:
        tell(table.attrs["note"])
    if not table.attrs["complete"]:
        tell(f"Only the first {len(table)} rows are shown; --limit 0 gives all.")
    listing(rows.records(table), wanted)


def _listed(asked: "Question") -> dict[str, Any]:
    return {
        "question": asked.id,
        "words": asked.opening,
        "about": asked.about,
        "parameters": list(asked.form.parameters),
    }
