"""Names for formats that no reader takes, so that a message can say what a file is and what to do with it."""

from typing import Final

_SIGNATURES: Final = (
    (b"PK\x03\x04", "A ZIP archive that is no document known here", "Unpack it, or save the document as PDF or text."),
    (b"PK\x05\x06", "An empty ZIP archive", "Add the document itself."),
    (b"\xd0\xcf\x11\xe0", "A file of an older Word, Excel or PowerPoint", "Save the document as .docx, .xlsx or PDF."),
    (b"\x89PNG", "A picture", "Run text recognition (OCR) over it and save the result as PDF or text."),
    (b"\xff\xd8\xff", "A picture", "Run text recognition (OCR) over it and save the result as PDF or text."),
    (b"GIF8", "A picture", "Run text recognition (OCR) over it and save the result as PDF or text."),
    (b"II*\x00", "A picture", "Run text recognition (OCR) over it and save the result as PDF or text."),
    (b"MM\x00*", "A picture", "Run text recognition (OCR) over it and save the result as PDF or text."),
    (b"ID3\x03", "A sound recording", "Have it transcribed and add the transcript."),
    (b"ID3\x04", "A sound recording", "Have it transcribed and add the transcript."),
    (b"OggS", "A sound recording", "Have it transcribed and add the transcript."),
    (b"\x1f\x8b", "A packed file", "Unpack it and add the document inside."),
    (b"7z\xbc\xaf", "A packed file", "Unpack it and add the document inside."),
)

_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
"""Stands in the list of parts of a Word or Excel file with a password, which is packed like one of an older program."""


def is_foreign(head: bytes) -> bool:
    """Whether a file begins like a format that no reader takes, though its first bytes may look like text."""
    return any(head.startswith(signature) for signature, _, _ in _SIGNATURES)


def foreign_format(head: bytes) -> tuple[str, str]:
    """What a file that begins with `head` is, as the beginning of a sentence, and the next step."""
    if head.startswith(b"\xd0\xcf\x11\xe0") and _PROTECTED in head:
        return "A file with a password", "Take the password off in the program that set it, and try again."
    for signature, found, next_step in _SIGNATURES:
        if head.startswith(signature):
            return found, next_step
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<?xml", b"<!doctype", b"<!--")):
        return "An XML file of a kind that is not known here", "Save the document as PDF, HTML or plain text."
    if head.startswith(b"RIFF") or head[4:8] == b"ftyp":
        return "A recording", "Have it transcribed and add the transcript."
    return "A binary file of an unknown format", "Save the document as PDF, Markdown or plain text (UTF-8)."
