"""Commands that make or open something. Heavy modules are imported where a command needs them."""

from pathlib import Path
from typing import Annotated

import typer

from crosscurrent.cli.app import (
    FIRST_PORT,
    Csv,
    Json,
    NoBrowser,
    Port,
    StoreOption,
    app,
    build_shown,
    check_known,
    folder_of,
    open_store,
    shown_progress,
    use_store,
    view_of,
)
from crosscurrent.cli.output import listing, shape, tell, tell_each
from crosscurrent.cli.reading import (
    Dask,
    Jobs,
    MemoryLimit,
    PasswordFile,
    PdfEngine,
    TimeLimit,
    use_reading,
)
from graph.errors import CrosscurrentError


@app.command()
def build(
    context: typer.Context,
    store: StoreOption = "",
    password_file: PasswordFile = "",
    pdf_engine: PdfEngine = "",
    jobs: Jobs = 0,
    time_limit: TimeLimit = 0,
    memory_limit: MemoryLimit = 0,
    dask: Dask = "",
) -> None:
    """Bring the graph up to date; at once where nothing changed."""
    use_store(context, store)
    use_reading(
        context, password_file, pdf_engine, jobs=jobs, time_limit=time_limit, memory_limit=memory_limit, dask=dask
    )
    folder = folder_of(context)
    open_store(context, folder)
    from ingest.build import needs_build

    if needs_build(folder):
        result = build_shown(folder)
    else:
        from ingest.build import build as unchanged

        result = unchanged(folder)
    tell_each(result.problems)
    if not result.key:
        raise CrosscurrentError("There is no build yet.", where=str(folder), next_step="Mend what is listed above.")
    counts = result.counts
    if any(problem.severity == "error" for problem in result.problems) and not counts:
        tell("The last good build stays as it is.")
        raise typer.Exit(1)
    state = "built" if result.built else "unchanged"
    tell(f"{state}: {counts['Source']} sources, {counts['Passage']} passages, {counts['Coding']} codings")
    raise typer.Exit(1 if result.problems else 0)


@app.command()
def check(
    context: typer.Context,
    password_file: PasswordFile = "",
    pdf_engine: PdfEngine = "",
    jobs: Jobs = 0,
    time_limit: TimeLimit = 0,
    memory_limit: MemoryLimit = 0,
) -> None:
    """Every problem of the study, with file, line or key and the next step."""
    from ingest.check import check_study

    use_reading(context, password_file, pdf_engine, jobs=jobs, time_limit=time_limit, memory_limit=memory_limit)
    folder = folder_of(context)
    with shown_progress("reading the study") as progress:
        problems = check_study(folder, progress)
    tell_each(problems)
    tell("no problem found" if not problems else f"{len(problems)} to look at")
    raise typer.Exit(1 if problems else 0)


@app.command()
def new(folder: Path, title: Annotated[str, typer.Option(help="Title of the study.")] = "") -> None:
    """Make a study with a commented starter codebook."""
    from ingest.study.new import new_study

    made = new_study(folder, title)
    tell(f"{made} is ready. Next: read codebook.yaml, then `crosscurrent --study {folder} add FILE…`, then `build`.")


@app.command()
def export(context: typer.Context, format: str, target: Path) -> None:
    """Write the whole graph for another tool: csv, cypher, gexf, graphml, json, jsonld, neo4j-admin,
    neo4j-browser or node-link.

    docs/exports.md says what each is for and how to open it. Everything is written, whatever its clearance.
    """
    from graph.export import export as write

    with view_of(context) as view:
        tell(f"written: {write(view, format, target)}")


@app.command()
def brief(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="The HTML file to write.")] = Path("brief.html"),
    axis: Annotated[list[str] | None, typer.Option(help="An axis to show; several may be given.")] = None,
    contradiction: Annotated[list[str] | None, typer.Option(help="Id of a contradiction; several may be.")] = None,
    top: Annotated[int, typer.Option(min=0, help="So many contradictions where none is named.")] = 5,
) -> None:
    """A self-contained page of tensions and cleared quotes that prints well."""
    from dashboard.brief import brief as page
    from ingest.files import write_atomic

    with view_of(context) as view:
        for each in axis or []:
            check_known("axis", each, view.table("Axis")["id"])
        html = page(view, axes=axis or (), contradictions=contradiction or (), top=top)
    write_atomic(target, html.encode("utf-8"))
    tell(f"written: {target}")


@app.command()
def doctor(context: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """What this machine has and lacks."""
    from crosscurrent.cli.machine import findings

    listing(findings(context.obj if isinstance(context.obj, Path) else None), shape(as_json, as_csv))


@app.command()
def dashboard(
    context: typer.Context, no_browser: NoBrowser = False, port: Port = FIRST_PORT, store: StoreOption = ""
) -> None:
    """The screens, in a browser on this machine."""
    use_store(context, store)
    folder = folder_of(context)
    open_store(context, folder)
    tell_each(build_shown(folder).problems)
    _serve(folder, port, no_browser)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the study is copied to.")] = Path("crosscurrent-demo"),
    no_browser: NoBrowser = False,
    port: Port = FIRST_PORT,
) -> None:
    """The bundled study: copied, built and opened."""
    from ingest.bundled import copy_bundled

    copied = copy_bundled(folder.resolve())
    result = build_shown(copied)
    tell_each(result.problems)
    tell(f"{copied}: {result.counts.get('Coding', 0)} codings. The text is digests and paraphrases of this project's.")
    _serve(copied, port, no_browser)


def _serve(folder: Path, port: int, no_browser: bool) -> None:
    from dashboard.serve import serve

    raise typer.Exit(serve(folder, port=port, browser=not no_browser))
