"""What a build may remember for the next one."""

import contextlib
import json
from pathlib import Path
from typing import Any

from ingest.files import write_atomic
from ingest.snapshot import MADE


class Cache:
    """JSON values by name in one folder below `.crosscurrent/cache/`; all of it can be made again."""

    def __init__(self, study: Path, part: str) -> None:
        self._study = study
        self._part = part
        self._folder = study / MADE / "cache" / part
        self._used: set[str] = set()

    def get(self, name: str) -> Any:
        """The value kept under a name; None where there is none or it cannot be read."""
        self._used.add(f"{name}.json")
        try:
            return json.loads((self._folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, name: str, value: object) -> None:
        """Keep a value; where the disk refuses, it is made again next time."""
        self.put_encoded(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))

    def put_encoded(self, name: str, encoded: bytes) -> bool:
        """Keep a value that is JSON already; False where the disk refuses."""
        self._used.add(f"{name}.json")
        try:
            write_atomic(self._folder / f"{name}.json", encoded, durable=False)
        except OSError:
            return False
        return True

    def forget(self, name: str) -> None:
        """Remove a value, if it is there and the system lets it go."""
        with contextlib.suppress(OSError):
            (self._folder / f"{name}.json").unlink()

    def values(self) -> list[Any]:
        """All values that can be read, in the order of their names; this does not count as asking for them."""
        try:
            names = sorted(path.name for path in self._folder.iterdir() if path.suffix == ".json")
        except OSError:
            return []
        read = Cache(self._study, self._part)
        return [value for name in names if (value := read.get(name.removesuffix(".json"))) is not None]

    def forget_unused(self) -> None:
        """Remove what was neither asked for nor kept since this object was made."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in self._used:
                try:
                    path.unlink()
                except OSError:
                    continue
