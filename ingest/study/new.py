"""A new study: a folder that works at once and says how to go on."""

import json
import re
import uuid
from pathlib import Path

from graph.errors import StudyError
from ingest.files import write_atomic
from ingest.snapshot import CODINGS, MADE, SOURCE_FILES, STUDY
from ingest.study.slugs import slug

STARTER = Path(__file__).parent / "starter"
_MARK = re.compile(r"\{(?:title|id)\}")
_FILES = ("codebook.yaml", "sources.yaml", "cases.csv", "README.md")


def new_study(folder: Path, title: str = "") -> Path:
    """Write the files of a new study into `folder`, which is new or empty, and return it.

    It holds study.yaml with an id of its own, a commented codebook to start from, empty lists of sources and cases,
    and a README. study.yaml is written last: a folder is a study when it is there. Raises StudyError where something
    stands in the folder or it cannot be written.
    """
    name = " ".join(title.split()) or folder.resolve().name.replace("-", " ").replace("_", " ").strip() or "My study"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(
            "Something stands here already; nothing was changed.",
            where=str(folder),
            next_step="Name a new or empty folder.",
        )
    values = {"{title}": name, "{id}": f"{slug(name)[:60]}-{uuid.uuid4().hex[:8]}"}
    try:
        for part in (SOURCE_FILES, CODINGS):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for file in _FILES:
            write_atomic(folder / file, _filled(file, values).encode("utf-8"))
        write_atomic(folder / ".gitignore", f"{MADE}/\n".encode())
        quoted = {**values, "{title}": json.dumps(name, ensure_ascii=False)}
        write_atomic(folder / STUDY, _filled(STUDY, quoted).encode("utf-8"))
    except OSError as error:
        raise StudyError(
            f"The study cannot be written ({error.strerror or error}).",
            where=str(folder),
            next_step="Check that you may write there and that the disk has space.",
        ) from error
    return folder


def _filled(file: str, values: dict[str, str]) -> str:
    text = (STARTER / file).read_text(encoding="utf-8")
    return _MARK.sub(lambda mark: values[mark.group()], text)
