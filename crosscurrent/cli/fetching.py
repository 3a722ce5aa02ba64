"""`crosscurrent fetch`: official documents into a study."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosscurrent.cli.app import Csv, Json, app, folder_of
from crosscurrent.cli.output import Shape, listing, shape, tell
from graph.errors import CrosscurrentError

if TYPE_CHECKING:
    from ingest.fetch.catalogue import CatalogueEntry
    from ingest.fetch.run import Outcome, Stage, Wanted
    from ingest.fetch.web import Coming, Web


@app.command()
def fetch(
    context: typer.Context,
    wanted: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of the catalogue, or addresses of legislation.gov.uk and gov.scot.", metavar="WHAT"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list the catalogue.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Everything in the catalogue.")] = False,
    documents: Annotated[bool, typer.Option("--documents", help="Also the files that a publication offers.")] = False,
    page: Annotated[bool, typer.Option("--page", help="Only the page given, not its whole publication.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Fetch official documents into the study: the XML of an Act, a publication with all its pages.

    WHAT is an id of the catalogue (--list shows them) or an address of legislation.gov.uk or gov.scot. Nothing that is
    in the study is changed: what has changed since it was fetched is stored beside it. docs/fetch.md says the rest.
    """
    from ingest.fetch.catalogue import read_catalogue
    from ingest.fetch.run import Wanted, everything

    catalogue = read_catalogue()
    wanted_shape = shape(as_json, as_csv) if list_ or as_json or as_csv else None
    if list_:
        listing(_rows(catalogue), wanted_shape or Shape.table)
        return
    names = tuple(wanted or ()) + (everything(catalogue) if all_ else ())
    if not names:
        step = "Name ids or addresses, or --all; `crosscurrent fetch --list` shows what there is."
        raise CrosscurrentError("Nothing was asked for.", next_step=step)
    run = Wanted(names, documents, page)
    outcomes, stopped = _run(folder_of(context), catalogue, run, tell_each=wanted_shape is None)
    if wanted_shape is not None:
        listing([_row(outcome) for outcome in outcomes], wanted_shape)
    _tell_offline(outcomes)
    raise typer.Exit(1 if stopped or any(o.problem for o in outcomes) else 0)


def make_web(coming: "Coming") -> "Web":
    """The way to the owners' servers, under the official rules; tests put another in its place."""
    from urllib.request import getproxies, proxy_bypass

    from ingest.fetch.web import Web

    named = getproxies().get("https", "")
    return Web(coming=coming, proxy=lambda host: "" if proxy_bypass(host) else named)


def _run(
    folder: Path, catalogue: "Mapping[str, CatalogueEntry]", wanted: "Wanted", tell_each: bool
) -> "tuple[list[Outcome], bool]":
    """Fetch all with a bar, each told when it is done; also whether it was stopped: Ctrl-C keeps what is done."""
    from datetime import date

    from ingest.fetch.run import Fetching
    from ingest.fetch.run import fetch as run_all

    outcomes: list[Outcome] = []
    with _bar(len(dict.fromkeys(wanted.names))) as (stage, coming, step):
        run = Fetching(folder, make_web(coming), catalogue, date.today(), stage)
        try:
            for outcome in run_all(run, wanted):
                outcomes.append(outcome)
                step(_sentence(outcome) if tell_each or outcome.problem else "")
        except KeyboardInterrupt:
            step(f"Stopped; {len(outcomes)} are done, and what has come of the next goes on when it is asked again.")
            return outcomes, True
    return outcomes, False


@contextmanager
def _bar(total: int) -> "Iterator[tuple[Stage, Coming, Any]]":
    """A bar on stderr: how many are done, and what is coming just now."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("fetching", total=total)

        def stage(what: str, done: int, known: int) -> None:
            bar.update(task, description=f"{what} {done} of {known}" if known else what)

        def coming(address: str, done: int, whole: int) -> None:
            size = f"{done / 1e6:,.1f} of {whole / 1e6:,.1f} MB" if whole else f"{done / 1e6:,.1f} MB"
            bar.update(task, description=f"{_short(address)} {size}")

        def step(sentence: str) -> None:
            bar.advance(task)
            if sentence:
                console.print(sentence, markup=False, highlight=False, soft_wrap=True)

        yield stage, coming, step


def _short(address: str) -> str:
    plain = address.partition("://")[2]
    return plain if len(plain) <= 48 else f"…{plain[-47:]}"


def _sentence(outcome: "Outcome") -> str:
    """What became of one thing, in a line; what is offline is told once, at the end."""
    if outcome.offline:
        return ""
    if outcome.state == "failed":
        return f"failed {outcome.name}: {str(outcome.problem).removeprefix(f'{outcome.name}: ')}"
    size = f"{outcome.bytes / 1000:,.0f} kB" if outcome.bytes else ""
    about = ", ".join(part for part in (size, outcome.note) if part)
    problem = f" {outcome.problem}" if outcome.problem else ""
    return f"{outcome.state} {outcome.source}: {about}{problem}"


def _tell_offline(outcomes: "Iterable[Outcome]") -> None:
    failed = [o for o in outcomes if o.offline]
    if failed:
        tell(f"offline: {len(failed)} not fetched ({', '.join(o.name for o in failed[:3])}"
             f"{', …' if len(failed) > 3 else ''}). {failed[0].problem}")  # fmt: skip


def _row(outcome: "Outcome") -> dict[str, Any]:
    row = asdict(outcome)
    return {name: row[name] if row[name] != "" else None for name in row}


def _rows(catalogue: "Mapping[str, CatalogueEntry]") -> list[dict[str, Any]]:
    return [
        {
            "id": entry.id,
            "kind": entry.kind,
            "title": entry.title,
            "issuer": entry.issuer,
            "level": entry.level,
            "date": entry.date or None,
            "licence": entry.licence,
            "seen": entry.seen,
            "url": entry.url,
        }
        for entry in catalogue.values()
    ]
