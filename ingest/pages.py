"""The pages of a PDF as pictures, drawn by a short-lived child process that a hostile file cannot get out of."""

import hashlib
import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from graph.errors import SourceError
from ingest.files import write_atomic
from ingest.snapshot import MADE

SECONDS: Final = 60.0
"""No page may take longer."""
_WHERE: Final = "the PDF"
_HASH: Final = 32


def page_image(
    data: bytes, page: int, *, scale: float = 1.5, password: str = "", study: Path | None = None, name: str = _WHERE
) -> bytes:
    """A page (from 1) of a PDF as a PNG with `scale` pixels a point, turned and cropped as PDF programs show it.

    A page of more than 25 million pixels is drawn smaller; `image_scale` says how large. With `study`, pictures are
    kept in `.crosscurrent/cache/pages` of that folder, unless the file needs a password. Raises SourceError where
    the page cannot be drawn; `name` is what its message calls the file.
    """
    kept = None if study is None or password else _kept(study, data, page, scale)
    if kept is not None:
        try:
            return kept.read_bytes()
        except OSError:
            pass  # not drawn yet, or swept away
    _, image = _asked(data, name, {"page": page, "scale": scale, "password": password})
    if kept is not None:
        try:
            write_atomic(kept, image, durable=False)
        except OSError:
            return image  # a full or locked disk: it is drawn again next time
    return image


def page_count(data: bytes, *, password: str = "", name: str = _WHERE) -> int:
    """How many pages a PDF has; raises SourceError where it cannot be opened."""
    answer, _ = _asked(data, name, {"page": 0, "scale": 1.0, "password": password})
    return int(answer["pages"])


def image_scale(image: bytes) -> float:
    """Pixels a point of a picture made by `page_image`; multiply a Region's numbers by it to draw on the picture."""
    at = image.index(b"pHYs") + 4
    per_metre = int(struct.unpack(">I", image[at : at + 4])[0])
    return per_metre * 0.0254 / 72


def _kept(study: Path, data: bytes, page: int, scale: float) -> Path:
    digest = hashlib.sha256(data).hexdigest()[:_HASH]
    return study / MADE / "cache" / "pages" / f"{digest}-{page}-{scale:g}.png"


def _asked(data: bytes, name: str, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ingest.page_child"],
            input=json.dumps(request).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _fault("takes too long to draw", name, request["page"]) from None
    line, _, image = done.stdout.partition(b"\n")
    try:
        answer = dict(json.loads(line))
    except ValueError:
        raise _fault("cannot be drawn", name, request["page"]) from None
    if error := answer.get("error"):
        raise _told(str(error), name, request["page"], answer)
    return answer, image


def _told(error: str, name: str, page: int, answer: dict[str, Any]) -> SourceError:
    if error == "password":
        step = "Put its password on a line of a file; name that with `--password-file` or CROSSCURRENT_PASSWORD_FILE."
        return SourceError("The PDF is protected by a password.", where=name, next_step=step)
    if error == "page":
        what = f"There is no page {page}: the PDF has {answer['pages']}."
        return SourceError(what, where=name, next_step="Ask for one of its pages, counted from 1.")
    reason = "needs too much memory to draw" if error == "memory" else "cannot be drawn"
    return _fault(reason, name, page)


def _fault(reason: str, name: str, page: int) -> SourceError:
    what = f"The {'page' if page else 'PDF'} {reason}."
    where = f"{name}, page {page}" if page else name
    return SourceError(
        what, where=where, next_step="Open it in a PDF program; the words that were read stay as they are."
    )
