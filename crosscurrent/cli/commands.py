"""The commands. Heavy modules are imported where a command needs them, so that the others start at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosscurrent.cli.output import listing, shape, tell, tell_each
from graph.errors import BuildMissing, CrosscurrentError
from graph.model import STATUSES

if TYPE_CHECKING:
    from graph.stores.base import View
    from ingest.build import BuildResult

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Shows where policy signals pull against each other, with the words on both sides.",
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a CSV.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
Port = Annotated[int, typer.Option(help="The port to listen on; the next free one where it is taken.")]
FIRST_PORT = 8501
FEW = 20
"""Up to so many names are listed where one is unknown."""


@app.callback()
def _main(
    context: typer.Context,
    study: Annotated[Path | None, typer.Option(help="The study's folder; else found from here upwards.")] = None,
) -> None:
    context.obj = study


def _folder(context: typer.Context) -> Path:
    from ingest.find import find_study

    explicit = context.obj if isinstance(context.obj, Path) else None
    return find_study(Path.cwd(), explicit)


@contextmanager
def _view(context: typer.Context) -> Iterator["View"]:
    from ingest.build import needs_build, open_view

    folder = _folder(context)
    try:
        opened = open_view(folder)
    except BuildMissing:
        _build(folder)
        opened = open_view(folder)
    if needs_build(folder):
        tell("The study has changed since its last build; `crosscurrent build` brings it up to date.")
    with opened as view:
        yield view


def _known(what: str, given: str, known: Iterable[str]) -> None:
    from ingest.problems import did_you_mean

    names = list(known)
    if given and given not in names:
        few = f"There are: {', '.join(names)}." if len(names) <= FEW else "Look at the listing without it."
        raise CrosscurrentError(f"no {what} is called {given!r}.", next_step=did_you_mean(given, names) or few)


def _build(folder: Path) -> "BuildResult":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ingest.build import build

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading the study", total=None)

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        return build(folder, progress)


@app.command()
def build(context: typer.Context) -> None:
    """Bring the graph up to date; at once where nothing changed."""
    folder = _folder(context)
    from ingest.build import needs_build

    if needs_build(folder):
        result = _build(folder)
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
def check(context: typer.Context) -> None:
    """Every problem of the study, with file, line or key and the next step."""
    from ingest.check import check_study

    problems = check_study(_folder(context))
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
def add(
    context: typer.Context,
    files: list[Path],
    kind: Annotated[str, typer.Option(help="policy, legislation, guidance, transcript, excerpts …")] = "",
    issuer: Annotated[str, typer.Option(help="Id of the actor that issued it.")] = "",
    level: Annotated[str, typer.Option(help="macro, meso or micro.")] = "",
    date: Annotated[str, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = "",
    title: Annotated[str, typer.Option(help="Title, for one file.")] = "",
) -> None:
    """Copy files into the study as sources."""
    from ingest.study.add import Details, add_files

    result = add_files(_folder(context), files, Details(kind=kind, issuer=issuer, level=level, date=date, title=title))
    for source in result.added:
        guess = " (kind guessed)" if source.id in result.guessed else ""
        tell(f"added {source.id}: {source.kind}{guess}, {source.title}")
    for path, known in result.already:
        tell(f"{path} stands in the study already, as {known}")
    tell_each(result.problems)
    raise typer.Exit(1 if result.problems else 0)


@app.command()
def passages(
    context: typer.Context,
    source: Annotated[str, typer.Option(help="Only of this source.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The passages, the smallest citable stretches of the sources."""
    from crosscurrent.cli import rows

    with _view(context) as view:
        frame, known = view.table("Passage"), view.table("Source")["id"]
    _known("source", source, known)
    chosen = frame[frame["source"] == source] if source else frame
    listing(rows.passages(chosen), shape(as_json, as_csv))


@app.command()
def codings(
    context: typer.Context,
    code: Annotated[str, typer.Option(help="Only with this code.")] = "",
    status: Annotated[str, typer.Option(help="suggested, accepted or rejected.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The codings, suggestions included unless --status leaves them out."""
    from crosscurrent.cli import rows

    with _view(context) as view:
        frame = view.table("Coding")
        known = [code_id for label in ("Message", "Barrier", "Actor") for code_id in view.table(label)["id"]]
    _known("code", code, known)
    _known("status", status, STATUSES)
    frame = frame[frame["code"] == code] if code else frame
    frame = frame[frame["status"] == status] if status else frame
    listing(rows.codings(frame), shape(as_json, as_csv))


@app.command()
def tensions(
    context: typer.Context,
    between: Annotated[tuple[str, str], typer.Option(help="Two levels, such as macro meso.")] = ("macro", "meso"),
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Every axis: what levels say, what they are heard to say, and the gaps."""
    from crosscurrent.cli import rows
    from crosscurrent.study import Study
    from graph.measures.tensions import in_order
    from graph.model import LEVELS

    if not set(between) <= set(LEVELS) or len(set(between)) != 2:
        raise CrosscurrentError(f"--between takes two of {', '.join(LEVELS)}.", next_step="Such as macro meso.")
    with _view(context) as view:
        found = in_order(Study(_folder(context), view).tensions(between))
    listing([rows.tension(each) for each in found], shape(as_json, as_csv))


@app.command()
def contradictions(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="say-hear, mixed-signal, cross-level, within-level or ambivalence.")] = "",
    axis: Annotated[str, typer.Option(help="Only on this axis.")] = "",
    top: Annotated[int | None, typer.Option(min=1, help="Only so many, the highest ranked.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Claims on opposite sides of an axis, with the words of both."""
    from crosscurrent.cli import rows
    from graph.measures.contradictions import KINDS

    _known("kind", kind, KINDS)
    with _view(context) as view:
        edges, frame = view.edges("CONTRADICTS"), view.table("Coding")
        axes = list(view.table("Axis")["id"])
    _known("axis", axis, axes)
    edges = edges[edges["kind"] == kind] if kind else edges
    edges = edges[edges["axis"] == axis] if axis else edges
    edges = edges.sort_values("rank")
    listing(rows.contradictions(edges if top is None else edges.head(top), frame), shape(as_json, as_csv))


@app.command()
def agreement(
    context: typer.Context,
    coders: Annotated[tuple[str, str], typer.Option(help="Two coders.")] = ("", ""),
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Reliability between two coders over the passages that both read."""
    from crosscurrent.cli import rows
    from graph.measures.agreement import agreement as measure
    from ingest.sample import compared, sampled

    folder = _folder(context)
    with _view(context) as view:
        frame = view.table("Coding")
        pair = coders if coders[0] else compared(folder, frame)
        ids = sampled(folder, pair, view.table("Passage"), frame)
        table = measure(frame, *pair, ids, seed=int(view.build[:8], 16))
    listing([_agreement(row) for row in rows.records(table)], shape(as_json, as_csv))


def _agreement(row: dict[str, object]) -> dict[str, object]:
    kept = {name: row[name] for name in ("about", "code", "unit", "n", "uses", "percent", "kappa", "alpha")}
    return {**kept, "interval": [row["low"], row["high"]]}


@app.command()
def query(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A named query; docs/queries.md lists them.")] = "",
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", help="key=value")] = None,
    cypher: Annotated[str, typer.Option(help="A question in Cypher that only reads.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """A named query, or a typed question that can only read."""
    from crosscurrent.cli import rows
    from graph import queries

    if bool(name) == bool(cypher):
        raise CrosscurrentError("give either the name of a query or --cypher TEXT.", next_step=_query_names())
    with _view(context) as view:
        if cypher:
            answer = view.ask(cypher)
            table = answer.table
            if not answer.complete:
                tell(f"Only the first {len(table)} rows are shown.")
        else:
            pairs = dict(part.partition("=")[::2] for part in parameter or [])
            given = queries.parse_parameters(queries.named(name), pairs)
            table = queries.run(view, name, limit=None, **given)
    listing(rows.records(table), shape(as_json, as_csv))


def _query_names() -> str:
    from graph.queries import catalogue

    return f"Named queries: {', '.join(catalogue())}."


@app.command()
def search(
    context: typer.Context,
    words: list[str],
    limit: Annotated[int, typer.Option(min=1, help="At most so many passages.")] = 50,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Passages with these words: "a phrase", prefix*, AND, OR, NOT; hits stand between brackets."""
    from graph.stores.base import SearchRequest

    with _view(context) as view:
        page = view.search(SearchRequest(words=" ".join(words), limit=limit))
    tell(f"{page.total} passages")
    found = [
        {
            "passage": hit.passage,
            "source": hit.source,
            "citation": hit.citation,
            "text_kind": hit.text_kind,
            "snippet": "".join(f"[{text}]" if is_hit else text for text, is_hit in hit.snippet),
        }
        for hit in page.hits
    ]
    listing(found, shape(as_json, as_csv))


@app.command()
def export(context: typer.Context, format: str, target: Path) -> None:
    """Write the whole graph for another tool: csv, json or graphml."""
    from graph.export import export as write

    with _view(context) as view:
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

    with _view(context) as view:
        for each in axis or []:
            _known("axis", each, view.table("Axis")["id"])
        html = page(view, axes=axis or (), contradictions=contradiction or (), top=top)
    write_atomic(target, html.encode("utf-8"))
    tell(f"written: {target}")


@app.command()
def doctor(context: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """What this machine has and lacks."""
    from crosscurrent.cli.machine import findings

    listing(findings(context.obj if isinstance(context.obj, Path) else None), shape(as_json, as_csv))


@app.command()
def dashboard(context: typer.Context, no_browser: NoBrowser = False, port: Port = FIRST_PORT) -> None:
    """The screens, in a browser on this machine."""
    folder = _folder(context)
    tell_each(_build(folder).problems)
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
    result = _build(copied)
    tell_each(result.problems)
    tell(f"{copied}: {result.counts.get('Coding', 0)} codings. The text is digests and paraphrases of this project's.")
    _serve(copied, port, no_browser)


def _serve(folder: Path, port: int, no_browser: bool) -> None:
    from dashboard.serve import serve

    raise typer.Exit(serve(folder, port=port, browser=not no_browser))
