"""What a file that is added may be, where its owner does not say."""

from pathlib import PurePath

from graph.errors import SourceError
from ingest import readers
from ingest.readers import Document

_ENOUGH = 3
"""So many stretches with a respondent's code make an interview; one or two may be chance."""
_LONGEST_TITLE = 120


def guess_kind(data: bytes, name: str) -> str:
    """`transcript`, `excerpts`, `article` or, where nothing shows respondents' words, `policy`.

    A transcript has turns of respondents, excerpts are mostly respondents' words, an article quotes some. Raises
    SourceError where the file cannot be read.
    """
    as_transcript = _read(data, name, "transcript")
    if _spoken(as_transcript)[0] >= _ENOUGH:
        return "excerpts" if as_transcript.text_kind != "verbatim" else "transcript"
    try:
        as_article = _read(data, name, "article")
    except SourceError:
        return "policy"
    stretches, share = _spoken(as_article)
    if stretches < _ENOUGH:
        return "policy"
    return "excerpts" if share > 0.5 else "article"


def _read(data: bytes, name: str, kind: str) -> Document:
    return readers.choose(data, name, kind).read(data, name, kind)


def _spoken(document: Document) -> tuple[int, float]:
    """How many blocks are respondents' words, and their share of all blocks' characters."""
    spoken = [block.end - block.start for block in document.blocks if block.case]
    whole = sum(block.end - block.start for block in document.blocks)
    return len(spoken), sum(spoken) / whole if whole else 0.0


def guess_title(document: Document, stem: str) -> str:
    """The document's first line where it reads like a title, else the file's name in words."""
    first = next((line.strip(" \t#*_=") for line in document.text.split("\n") if line.strip(" \t#*_=-")), "")
    looks_like_one = (
        8 <= len(first) <= _LONGEST_TITLE and first[0].isupper() and not first.endswith((".", ":", ",", ";"))
    )
    if (
        document.text_kind == "verbatim"
        and looks_like_one
        and " " in first
        and not any(block.case for block in document.blocks[:1])
    ):
        return " ".join(first.split())
    words = " ".join(PurePath(stem).name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] if words else "Untitled"
