"""Documents into the study: files, folders and patterns, with a look at what they are taken for."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosscurrent.cli.app import app, folder_of
from crosscurrent.cli.output import tell, tell_each
from crosscurrent.cli.reading import PasswordFile, PdfEngine, use_reading

if TYPE_CHECKING:
    from rich.text import Text

    from graph.model import Case, Study
    from ingest.study.add import AddResult
    from ingest.study.guess import Guess
    from ingest.study.proposals import Proposal, Proposals

SHOWN = 100
"""So many guesses are shown as a table."""


@app.command()
def add(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Files, folders with all below them, or patterns in quotes.")],
    kind: Annotated[str, typer.Option(help="policy, legislation, guidance, transcript, excerpts …")] = "",
    issuer: Annotated[str, typer.Option(help="Id of the actor that issued it.")] = "",
    level: Annotated[str, typer.Option(help="macro, meso or micro.")] = "",
    date: Annotated[str, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = "",
    title: Annotated[str, typer.Option(help="Title, for one file.")] = "",
    clearance: Annotated[str, typer.Option(help="open, internal or restricted.")] = "",
    write_cases: Annotated[bool, typer.Option("--write-cases", help="Write rows for new cases to cases.csv.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    password_file: PasswordFile = "",
    pdf_engine: PdfEngine = "",
) -> None:
    """Copy documents into the study as sources; kind, title, date and issuer are guessed and shown.

    A folder is taken with all below it, hidden and lock files left out. On a terminal it asks before it writes. What
    the study has already, byte for byte, is not added again. Exit status 1 where a file could not be read.
    """
    from ingest.study.add import Details, propose
    from ingest.study.places import gather
    from ingest.study.proposals import worker_count

    use_reading(context, password_file, pdf_engine)
    folder = folder_of(context)
    found = gather(files)
    details = Details(kind=kind, issuer=issuer, level=level, date=date, title=title, clearance=clearance)
    named = [(path, path.name) for path in found.files]
    with _bar(len(named)) as done:
        proposed = propose(folder, named, details, workers=worker_count(named), done=done)
    _show(proposed, found.left_out)
    tell_each(found.problems)
    if dry_run or not proposed.proposals:
        tell_each(proposed.problems)
        tell("nothing was added" if not dry_run else f"{len(proposed.proposals)} would be added; nothing was")
        raise typer.Exit(1 if found.problems or proposed.problems else 0)
    wrong = _kept(folder, proposed, sys.stdin.isatty() and sys.stderr.isatty() and not yes, write_cases)
    raise typer.Exit(1 if wrong or found.problems else 0)


def _kept(folder: Path, proposed: "Proposals", ask: bool, write_cases: bool) -> bool:
    """Keep what was proposed, unless somebody who is asked does not want it; whether something needs attention."""
    from ingest.study.add import keep

    if ask and not typer.confirm(f"Add {_files(len(proposed.proposals))}?", default=True, err=True):
        tell("nothing was added")
        return False
    result = keep(folder, proposed, _cases(folder, proposed.proposals, ask, write_cases))
    _tell(result)
    return bool(result.problems)


@contextmanager
def _bar(total: int) -> "Iterator[Callable[[int], None]]":
    """A bar on stderr: how many files are read, with the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda count: bar.update(task, completed=count)


def _show(proposed: "Proposals", left_out: int) -> None:
    """The guesses, with where each comes from; a table on a terminal, else a line a file."""
    proposals = proposed.proposals
    if sys.stderr.isatty() and proposals:
        _table(proposals[:SHOWN])
    else:
        for proposal in proposals[:SHOWN]:
            told = "; ".join(f"{name} {g.value} ({g.origin})" for name, g in proposal.guesses.items() if g.value)
            tell(f"{proposal.name}: {told}; {proposal.passages} passages")
    if len(proposals) > SHOWN:
        tell(f"… and {_files(len(proposals) - SHOWN)} more")
    for path, known in proposed.already:
        tell(f"{path} stands in the study already, as {known}")
    for proposal in proposals:
        tell_each(f"{proposal.name}: {note}" for note in proposal.notes)
    if left_out:
        tell(f"left out: {left_out} hidden or lock files and folders")


def _table(proposals: "Sequence[Proposal]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="What these files are taken for, and what that was made from", show_lines=True)
    for name in ("file", "taken for", "passages"):
        table.add_column(name, overflow="fold", justify="right" if name == "passages" else "left")
    for proposal in proposals:
        told = Text("\n").join(_line(name, guess) for name, guess in proposal.guesses.items())
        table.add_row(Text(proposal.name), told, Text(str(proposal.passages)))
    Console(stderr=True).print(table)


def _line(name: str, guess: "Guess") -> "Text":
    from rich.text import Text

    return Text.assemble(f"{name:<9}", guess.value or "–", (f" ({guess.origin})" if guess.origin else "", "dim"))


def _cases(folder: Path, proposals: "Sequence[Proposal]", asked: bool, wanted: bool) -> "tuple[Case, ...]":
    """The rows to write for cases that cases.csv lacks; none where nobody wants them."""
    from ingest.study import load_study
    from ingest.study.add import missing_cases
    from ingest.study.caserows import new_cases

    missing = missing_cases(folder, proposals)
    if not missing or not (asked or wanted):
        return ()
    study: Study | None = load_study(folder)[0]
    rows = new_cases(missing, study.cases if study else {})
    shown = ", ".join(f"{row.id} ({row.level or 'no level yet'})" for row in rows)
    tell(f"cases.csv lacks {_rows(len(rows))}: {shown}")
    return rows if wanted or typer.confirm("Write them to cases.csv?", default=True, err=True) else ()


def _tell(result: "AddResult") -> None:
    for source in result.added:
        guess = " (kind guessed)" if source.id in result.guessed else ""
        tell(f"added {source.id}: {source.kind}{guess}, {source.title}")
    if result.case_rows:
        tell("cases.csv has the new rows; fill in what they leave empty, then `crosscurrent build`")
    tell_each(result.problems)


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _rows(count: int) -> str:
    return f"{count} case{'' if count == 1 else 's'}"
