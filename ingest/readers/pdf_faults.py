"""What can be wrong with a PDF, in plain words with the next step."""

from typing import Final

from graph.errors import SourceError, SourceLocked

_PRINT: Final = "Open it in a PDF program, print it to a new PDF, and add that."


def damaged(data: bytes, name: str) -> SourceError:
    """A file that cannot be read; one that lacks its end was most likely not downloaded whole."""
    if b"%PDF-" not in data[:1024]:
        step = "Check that it is the right file, and download or save it again."
        return SourceError("The file is called a PDF but is none.", where=name, next_step=step)
    if lacks_end(data):
        return SourceError("The PDF breaks off before its end.", where=name, next_step="Download or copy it again.")
    return SourceError("The PDF is damaged.", where=name, next_step=_PRINT)


def lacks_end(data: bytes) -> bool:
    """Whether the mark is missing that stands at the end of every whole PDF."""
    return b"%%EOF" not in data[-2048:]


def protected(name: str, *, tried: int = 0) -> SourceError:
    """A file that opens with a password only, and with none of those that were `tried`."""
    given = "" if not tried else " The one that was given does not open it." if tried == 1 else " None given opens it."
    step = "Put its password on a line of a file; name that with `--password-file` or CROSSCURRENT_PASSWORD_FILE."
    return SourceLocked(f"The PDF is protected by a password.{given}", where=name, next_step=step)


def encrypted(name: str) -> SourceError:
    """A file whose encryption pdfminer does not know."""
    return SourceError("The PDF is encrypted in a way that cannot be read.", where=name, next_step=_PRINT)


def takes_too_long(where: str) -> SourceError:
    """A page that is not done within its time."""
    step = "Print it to a new PDF, or split it, and add that."
    return SourceError("The page takes too long to read.", where=where, next_step=step)


def grows_too_large(name: str, limit: int) -> SourceError:
    """A file with a part that unpacks to more than `limit` bytes."""
    what = f"A part of the PDF grows beyond {limit // (1024 * 1024)} MB when unpacked."
    return SourceError(what, where=name, next_step=_PRINT)


def without_text(count: int) -> str:
    """What is said of a file of `count` pages, none of which has a text layer."""
    pages = "its one page is" if count == 1 else f"all of its {count} pages are"
    step = "Run text recognition (OCR) on it, for example with ocrmypdf, and put the result in its place."
    return f"The PDF holds no text: {pages} probably scanned and can only be looked at. {step}"
