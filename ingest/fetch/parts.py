"""What has come so far of each address, in files that outlive the program: `.crosscurrent/fetch/`."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from graph.errors import StudyError
from ingest.files import write_atomic
from ingest.snapshot import MADE

FOLDER: Final = "fetch"
KEPT_SECONDS: Final = 24 * 3600.0
"""Whole pages of a publication that could not be finished are asked again after this time."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What an answer said of itself. `validator` is what If-Range may name: a strong ETag, or a date."""

    address: str
    final: str
    content_type: str = ""
    encoding: str = ""
    validator: str = ""
    total: int = -1
    whole: bool = False


class Part:
    """The bytes of one address, as far as they have come. Use `with`: it closes the file that is written to."""

    def __init__(self, folder: Path, address: str) -> None:
        name = hashlib.sha256(address.encode("utf-8")).hexdigest()[:32]
        self.address = address
        self._body = folder / f"{name}.part"
        self._about = folder / f"{name}.json"
        self._stream: BinaryIO | None = None

    def __enter__(self) -> "Part":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def meta(self) -> Meta | None:
        """What is known of the answer; None where nothing has come, or what is there is not to be trusted."""
        try:
            known = Meta(**json.loads(self._about.read_text(encoding="utf-8")))
            if known.address != self.address or not self._body.is_file():
                return None
        except (OSError, ValueError, TypeError):
            return None
        return known

    @property
    def size(self) -> int:
        """How many bytes have come."""
        try:
            return self._body.stat().st_size
        except OSError:
            return 0

    def resumable(self) -> Meta | None:
        """What is known of a part that a server can be asked to go on with."""
        known = self.meta()
        good = known and known.validator and not known.encoding and not known.whole and self.size > 0
        return known if good else None

    def finished(self) -> Meta | None:
        """What is known of a body that came whole, and not too long ago."""
        known = self.meta()
        try:
            age = time.time() - self._about.stat().st_mtime
        except OSError:
            return None
        return known if known and known.whole and 0 <= age < KEPT_SECONDS else None

    def begin(self, meta: Meta) -> None:
        """Forget what came before, and start with nothing."""
        self._close()
        try:
            self._body.parent.mkdir(parents=True, exist_ok=True)
            self._about.unlink(missing_ok=True)
            self._stream = self._body.open("wb")
            self._tell(meta)
        except OSError as error:
            raise _unwritable(self._body, error) from error

    def append(self, chunk: bytes) -> None:
        """Add bytes at the end; they are on their way to the disk when this returns."""
        try:
            if self._stream is None:
                self._stream = self._body.open("ab")
            self._stream.write(chunk)
            self._stream.flush()
        except OSError as error:
            raise _unwritable(self._body, error) from error

    def finish(self, meta: Meta) -> None:
        """Say that the body is whole."""
        self._close()
        try:
            self._tell(meta)
        except OSError as error:
            raise _unwritable(self._body, error) from error

    def data(self) -> bytes:
        """All that has come."""
        self._close()
        return self._body.read_bytes()

    def drop(self) -> None:
        """Delete it."""
        self._close()
        self._about.unlink(missing_ok=True)
        self._body.unlink(missing_ok=True)

    def _tell(self, meta: Meta) -> None:
        write_atomic(self._about, json.dumps(asdict(meta)).encode("utf-8"), durable=False)

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def folder_of(study: Path) -> Path:
    """Where a study keeps what is on its way."""
    return study / MADE / FOLDER


def _unwritable(path: Path, error: OSError) -> StudyError:
    return StudyError(
        f"What is fetched cannot be written ({error.strerror or error}).",
        where=str(path.parent),
        next_step="Check that the disk has space and that you may write to the study; nothing in it was changed.",
    )
