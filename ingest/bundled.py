"""The study that comes with Crosscurrent, found in a wheel and in a checkout alike."""

import shutil
from importlib.resources import files
from pathlib import Path

from graph.errors import StudyError
from ingest.snapshot import MADE, STUDY

NAME = "scotland"


def bundled_data() -> Path:
    """The folder of what is bundled: `data` inside the installed package, or the checkout's `data/`.

    Raises StudyError where neither is there.
    """
    package = Path(str(files("crosscurrent")))
    for folder in (package / "data", package.parent / "data"):
        if (folder / NAME).is_dir():
            return folder
    raise StudyError(
        "The bundled study is missing from this installation.",
        where=str(package),
        next_step="Install Crosscurrent again.",
    )


def bundled_study() -> Path:
    """The folder of the bundled study; it may be read-only, so it is copied before it is built."""
    return bundled_data() / NAME


def copy_bundled(target: Path) -> Path:
    """Copy the bundled study into `target`, which is new or empty, and return it.

    A copy made before is left as it is, with all that was coded since. Raises StudyError where something else stands
    there.
    """
    source = bundled_study()
    if (target / STUDY).is_file() and _same_study(source, target):
        return target
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StudyError(
            "Something else stands here already; nothing was changed.",
            where=str(target),
            next_step="Name a new or empty folder.",
        )
    try:
        _copy(source, target)
    except OSError as error:
        raise StudyError(
            f"The bundled study cannot be copied ({error}).",
            where=str(target),
            next_step="Check that you may write there and that the disk has space.",
        ) from error
    return target


def _copy(source: Path, target: Path) -> None:
    """Copy contents alone, without modes: an installed package may be read-only. study.yaml comes last."""
    files = [path for path in source.rglob("*") if path.is_file() and not _is_made(path.relative_to(source))]
    for path in sorted(files, key=lambda path: (path.name == STUDY, path)):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def _is_made(path: Path) -> bool:
    return MADE in path.parts or "__pycache__" in path.parts


def _same_study(a: Path, b: Path) -> bool:
    from ingest.study.load import study_id

    return study_id(a) == study_id(b) != ""
