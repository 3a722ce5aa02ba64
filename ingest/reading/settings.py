"""How a study's files are read: the environment (where the command line puts its flags) before study.yaml.

Importing this module is cheap, and so is asking: no YAML is parsed.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import StudyError
from graph.ids import digest
from ingest.reading.limits import Limits

if TYPE_CHECKING:
    from ingest.readers.base import ReadOptions

PDF_ENGINES: Final = ("pdfminer", "pdfium")
ENGINE: Final = "CROSSCURRENT_PDF_ENGINE"
PASSWORD_FILE: Final = "CROSSCURRENT_PASSWORD_FILE"  # noqa: S105 - the name of a variable
JOBS: Final = "CROSSCURRENT_JOBS"
CLUSTER: Final = "CROSSCURRENT_DASK"
SECONDS: Final = "CROSSCURRENT_READ_SECONDS"
MEMORY: Final = "CROSSCURRENT_READ_MEMORY"
"""Environment variables; docs/reading-at-scale.md says what each means."""

_ENGINE: Final = re.compile(rb"^pdf_engine:[ \t]*[\"']?([A-Za-z0-9_.-]*)", re.MULTILINE)
_MEGABYTE: Final = 1 << 20
_FEWEST_MEGABYTES: Final = 128
_MOST_PASSWORD_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """`engine` for PDFs, `jobs` workers at once on this machine, a Dask scheduler's address in `cluster` or nothing.

    `password_file` is read only when a file has to be read.
    """

    engine: str
    password_file: str
    jobs: int
    cluster: str
    limits: Limits

    def password_mark(self) -> str:
        """Which password file this is, by its place, size and time alone; empty where there is none."""
        try:
            status = Path(self.password_file).stat() if self.password_file else None
        except OSError:
            return ""
        return digest((self.password_file, status.st_size, status.st_mtime_ns)) if status else ""

    def options(self) -> "ReadOptions":
        """What readers are told; reads the password file. Raises StudyError where that cannot be read."""
        from ingest.readers.base import ReadOptions

        return ReadOptions(self.engine, passwords_in(self.password_file))


def settings_of(folder: Path) -> Settings:
    """The settings for the study in `folder`; raises StudyError where the environment says what cannot be."""
    return Settings(
        engine=engine_of(folder),
        password_file=os.environ.get(PASSWORD_FILE, ""),
        jobs=_number(JOBS, 1) or cores(),
        cluster=os.environ.get(CLUSTER, "").strip(),
        limits=Limits(
            _number(SECONDS, 1) or Limits().seconds,
            _number(MEMORY, _FEWEST_MEGABYTES) * _MEGABYTE or Limits().memory,
        ),
    )


def engine_of(folder: Path) -> str:
    """The PDF engine: CROSSCURRENT_PDF_ENGINE, else `pdf_engine` in study.yaml, else pdfminer. Raises StudyError."""
    if given := os.environ.get(ENGINE, "").strip():
        if given not in PDF_ENGINES:
            step = f"It is one of {', '.join(PDF_ENGINES)}."
            raise StudyError(f'There is no PDF engine "{given}".', where=ENGINE, next_step=step)
        return given
    try:
        found = _ENGINE.search((folder / "study.yaml").read_bytes())
    except OSError:
        return PDF_ENGINES[0]
    written = found.group(1).decode("ascii") if found else ""
    return written if written in PDF_ENGINES else PDF_ENGINES[0]


def passwords_in(file: str) -> tuple[str, ...]:
    """The lines of a password file: a password each, or a file's name, a tab and the password for that file first.

    No file named gives none. Raises StudyError, in which no line of it is shown, where it cannot be read.
    """
    if not file:
        return ()
    step = "Give a text file in UTF-8 with one password a line."
    try:
        with Path(file).expanduser().open("rb") as stream:
            data = stream.read(_MOST_PASSWORD_BYTES + 1)
        if len(data) > _MOST_PASSWORD_BYTES:
            raise StudyError("The password file is larger than 1 MB.", where=file, next_step=step)
        text = data.decode("utf-8-sig")
    except OSError as error:
        what = f"The password file cannot be read ({error.strerror or type(error).__name__})."
        raise StudyError(what, where=file, next_step="Check its name, and that you may read it.") from None
    except UnicodeDecodeError:
        raise StudyError("The password file is no text in UTF-8.", where=file, next_step=step) from None
    return tuple(line for line in text.replace("\r\n", "\n").split("\n") if line)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _number(variable: str, lowest: int) -> int:
    """A whole number from the environment; 0 where there is none."""
    given = os.environ.get(variable, "").strip()
    if not given:
        return 0
    if not given.isascii() or not given.isdigit() or int(given) < lowest:
        step = f"Write a whole number from {lowest} on."
        raise StudyError(f'"{given}" cannot stand here.', where=variable, next_step=step)
    return int(given)
