"""Which study a command means."""

from pathlib import Path

from graph.errors import StudyError
from ingest.snapshot import STUDY


def find_study(start: Path, explicit: Path | None = None) -> Path:
    """The study's folder: `explicit` where it is given, else the first with a study.yaml from `start` upwards.

    Raises StudyError where there is none.
    """
    if explicit is not None:
        folder = explicit.parent if explicit.name == STUDY and explicit.is_file() else explicit
        if (folder / STUDY).is_file():
            return folder.resolve()
        what = "This folder holds no study (there is no study.yaml)." if folder.is_dir() else "There is no such folder."
        raise StudyError(what, where=str(explicit), next_step="Name the folder in which study.yaml lies.")
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / STUDY).is_file():
            return folder
    raise StudyError(
        "There is no study here or in any folder above.",
        where=str(here),
        next_step="Go into a study's folder, name it with --study, or make one with `crosscurrent new`.",
    )
