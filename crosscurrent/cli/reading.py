"""Options of the commands that read documents: where they are read, within what, and with which passwords."""

from pathlib import Path
from typing import Annotated

import typer

from crosscurrent.cli.app import set_variable
from graph.errors import StudyError
from ingest.reading import settings

PasswordFile = Annotated[
    str,
    typer.Option(
        "--password-file",
        help="A file with the passwords of protected documents, one a line; `file.pdf`, a tab and a password is for "
        "that file first. Else CROSSCURRENT_PASSWORD_FILE.",
    ),
]
PdfEngine = Annotated[
    str,
    typer.Option(
        "--pdf-engine",
        help="pdfminer (careful) or pdfium (fast); else CROSSCURRENT_PDF_ENGINE, else study.yaml, else pdfminer.",
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="So many documents are read at once; 0: one a core.")]
TimeLimit = Annotated[int, typer.Option("--time-limit", min=0, help="Seconds that a document may take; 0: 600.")]
MemoryLimit = Annotated[
    int, typer.Option("--memory-limit", min=0, help="MB of memory that a document may take; 0: 2048.")
]
Dask = Annotated[
    str,
    typer.Option(
        "--dask", help="Read on the Dask cluster with this scheduler (tcp://HOST:PORT); docs/reading-at-scale.md."
    ),
]


def use_reading(
    context: typer.Context,
    password_file: str = "",
    pdf_engine: str = "",
    *,
    jobs: int = 0,
    time_limit: int = 0,
    memory_limit: int = 0,
    dask: str = "",
) -> None:
    """Let these options count for the rest of the call; raises StudyError where one cannot be."""
    if pdf_engine and pdf_engine not in settings.PDF_ENGINES:
        step = f"It is one of {', '.join(settings.PDF_ENGINES)}."
        raise StudyError(f'There is no PDF engine "{pdf_engine}".', where="--pdf-engine", next_step=step)
    if password_file:
        password_file = str(Path(password_file).expanduser().absolute())
        settings.passwords_in(password_file)
    given = {
        settings.PASSWORD_FILE: password_file,
        settings.ENGINE: pdf_engine,
        settings.CLUSTER: dask,
        settings.JOBS: str(jobs or ""),
        settings.SECONDS: str(time_limit or ""),
        settings.MEMORY: str(memory_limit or ""),
    }
    for name, value in given.items():
        if value:
            set_variable(context, name, value)
