"""Files, and folders of files, that are there whole or not at all."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError

MARK = "build.json"
"""The file by which a folder is known as an earlier export: the build's key, the format, and the files it wrote."""


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


@contextmanager
def whole_folder(target: Path, build: str, kind: str) -> Iterator[Path]:
    """A folder to write files into, which become those of `target` when the block ends without an error.

    A new target appears whole. An earlier export of the same kind keeps its files until all new ones are written, is
    marked as unfinished while they are put in their places, and keeps what somebody else laid into it. Raises
    StoreError where the target is a file, or holds anything but an earlier export of this kind.
    """
    target = target.resolve()
    before = _files_before(target, kind)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        yield part
        names = sorted(path.name for path in part.iterdir())
        _mark(part, build, kind, names)
        if target.exists():
            _put(part, target, kind, names, before)
        else:
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _files_before(target: Path, kind: str) -> list[str]:
    if not target.exists():
        return []
    if not target.is_dir():
        raise StoreError(f"this is a file, and an export as {kind} is a folder.", where=str(target))
    if not any(target.iterdir()):
        return []
    try:
        mark = json.loads((target / MARK).read_bytes())
        same = str(mark["format"]).removeprefix("crosscurrent ").rpartition(" ")[0] == kind
        files = [str(name) for name in mark.get("files", ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        same = False
    if not same:
        raise StoreError(
            f"this folder holds something that is no export as {kind}.",
            where=str(target),
            next_step="Choose a new folder.",
        )
    return [name for name in files if name == Path(name).name]


def _mark(folder: Path, build: str, kind: str, names: list[str]) -> None:
    mark = {"build": build, "format": f"crosscurrent {kind} 1", "files": names}
    (folder / MARK).write_bytes(json.dumps(mark).encode() + b"\n")


def _put(part: Path, target: Path, kind: str, names: list[str], before: list[str]) -> None:
    _mark(target, "", kind, sorted({*names, *before}))
    for name in names:
        (part / name).replace(target / name)
    for name in set(before) - set(names):
        (target / name).unlink(missing_ok=True)
    (part / MARK).replace(target / MARK)
