"""What the commands share: the application, its options, and the study and build that a call means."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosscurrent.cli.output import tell
from graph.errors import BuildMissing, CrosscurrentError

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
StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        help="Where the graph is kept: neo4j://HOST:PORT/DATABASE (or bolt, +s, +ssc; port and database may be left "
        "out), or embedded; else CROSSCURRENT_STORE, else study.yaml, else the study's folder.",
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
Port = Annotated[int, typer.Option(help="The port to listen on; the next free one where it is taken.")]
FIRST_PORT = 8501
INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""
_SPEED_SECONDS = 600.0
"""The time left is reckoned from what was done in this last while: one document may take minutes."""
FEW = 20
"""Up to so many names are listed where one is unknown."""


@app.callback()
def _main(
    context: typer.Context,
    study: Annotated[Path | None, typer.Option(help="The study's folder; else found from here upwards.")] = None,
    store: StoreOption = "",
) -> None:
    context.obj = study
    use_store(context, store)


def folder_of(context: typer.Context) -> Path:
    """The study that a call means: --study, else found from the current folder upwards. Raises StudyError."""
    from ingest.find import find_study

    explicit = context.obj if isinstance(context.obj, Path) else None
    return find_study(Path.cwd(), explicit)


def use_store(context: typer.Context, store: str) -> None:
    """Let --store count for the rest of the call, its children included."""
    if store:
        from graph.stores.address import parse_address
        from ingest.store import EMBEDDED, VARIABLE

        if store != EMBEDDED:
            parse_address(store)
        set_variable(context, VARIABLE, store)


def open_store(context: typer.Context, folder: Path) -> None:
    """Ask for the password of the study's server where there is none yet and somebody can be asked."""
    from graph.stores.address import PASSWORD_VARIABLES, find_credentials
    from ingest.store import address_of

    address = address_of(folder)
    if address is not None and sys.stdin.isatty():
        credentials = find_credentials(address, ask=lambda prompt: typer.prompt(prompt.rstrip(": "), hide_input=True))
        set_variable(context, PASSWORD_VARIABLES[0], credentials.password)


def set_variable(context: typer.Context, name: str, value: str) -> None:
    """Set an environment variable until the call ends, so that children have it too."""
    before = os.environ.get(name)
    os.environ[name] = value

    def restore() -> None:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before

    context.call_on_close(restore)


@contextmanager
def view_of(context: typer.Context) -> Iterator["View"]:
    """The current build, made first where there is none; says so where the study has changed since."""
    from ingest.build import needs_build, open_view

    folder = folder_of(context)
    open_store(context, folder)
    try:
        opened = open_view(folder)
    except BuildMissing:
        build_shown(folder)
        opened = open_view(folder)
    if needs_build(folder):
        tell("The study has changed since its last build; `crosscurrent build` brings it up to date.")
    with opened as view:
        yield view


def check_known(what: str, given: str, known: Iterable[str]) -> None:
    """Raise CrosscurrentError, with a suggestion, where a given name is not among the known ones."""
    from ingest.problems import did_you_mean

    names = list(known)
    if given and given not in names:
        few = f"There are: {', '.join(names)}." if len(names) <= FEW else "Look at the listing without it."
        raise CrosscurrentError(f"no {what} is called {given!r}.", next_step=did_you_mean(given, names) or few)


def build_shown(folder: Path) -> "BuildResult":
    """Build with a progress bar and the time left on stderr."""
    from ingest.build import build

    with shown_progress("reading the study") as progress:
        return build(folder, progress)


@contextmanager
def shown_progress(first: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr, as something to call with a stage, what is done of it and how much it is.

    Ctrl-C ends the call in plain words; what reads documents keeps what it has read.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_SPEED_SECONDS) as bar:
        task = bar.add_task(first, total=None)
        at = first

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal at
            # what follows a colon tells how far a stage is; the time left of another stage says nothing of this one
            if stage.partition(":")[0] != at.partition(":")[0]:
                bar.reset(task)
            at = stage
            bar.update(task, description=stage, completed=done, total=total or None)

        try:
            yield progress
        except KeyboardInterrupt:
            tell("Stopped. The documents that were read are kept: the next call goes on from there.")
            raise typer.Exit(INTERRUPTED) from None
