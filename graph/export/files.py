"""Files that are there whole or not at all."""

from collections.abc import Iterable
from pathlib import Path


def write_whole(target: Path, pieces: Iterable[str]) -> None:
    """Write text as UTF-8 beside `target` and put it in its place when it is whole; newlines stay as they are."""
    part = target.with_name(target.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
