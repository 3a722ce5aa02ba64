"""ZIP archives that are documents (Word, OpenDocument, Excel, EPUB): opened in memory, within bounds."""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Final

from graph.errors import SourceError

MAX_ENTRIES: Final = 10_000
MAX_TOTAL: Final = 500 * 1024 * 1024
"""So many bytes may all members have together, unpacked."""

MAX_MEMBER: Final = 100 * 1024 * 1024
MAX_RATIO: Final = 250
"""A member that unpacks to more than so many times its size is a bomb; real documents stay below 100."""

SMALL: Final = 1024 * 1024
"""Members up to this size may have any ratio: blank sheets and pictures do."""

_ENTRY: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 65_535
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_AGAIN: Final = "Open it in the program that made it, save it anew and add that file."
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    IndexError,
)
"""What `zipfile` raises for archives that lie about themselves."""


class Archive:
    """The members of one ZIP file held in memory; `opened` makes one.

    Nothing is ever written to disk, and archives inside the archive are bytes like any other. Names are relative
    paths with `/`, whatever the file says: what would lead out of the archive stays inside.
    """

    def __init__(self, name: str, source: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._name = name
        self._source = source
        self._members = members

    @classmethod
    def opened(cls, data: bytes, name: str) -> "Archive":
        """The archive in `data`; `name` is the file's, for messages.

        Raises SourceError for damage, more than 10,000 entries, more than 500 MB unpacked, a member that unpacks to
        more than 250 times its size, members that overlap, and encryption.
        """
        if _entries(data) > MAX_ENTRIES:
            raise _refused(name, f"The file holds more than {MAX_ENTRIES:,} parts")
        try:
            source = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise _damaged(name, "it is cut off, or its list of parts is damaged") from error
        infos = [info for info in source.infolist() if not info.filename.endswith("/")]
        _check(infos, len(data), name)
        return cls(name, source, _by_name(infos))

    def names(self) -> tuple[str, ...]:
        """The names of all members that are files, in the archive's order."""
        return tuple(self._members)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def read(self, member: str, limit: int = MAX_MEMBER) -> bytes:
        """The bytes of a member; SourceError where it is absent, damaged, or larger than `limit` bytes."""
        info = self._members.get(member)
        if info is None:
            raise _damaged(self._name, f"the part {member} is missing")
        if info.file_size > limit:
            raise self._too_large(member, limit)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(self._name, f"the part {member} is packed in a way that documents do not use")
        try:
            with self._source.open(info) as stream:
                found = stream.read(limit + 1)
        except _FAULTS as error:
            raise _damaged(self._name, f"the part {member} cannot be unpacked") from error
        if len(found) > limit:
            raise self._too_large(member, limit)
        return found

    def _too_large(self, member: str, limit: int) -> SourceError:
        return _refused(self._name, f"The part {member} unpacks to more than {limit / 1024**2:,.0f} MB")


def _entries(data: bytes) -> int:
    """At least how many entries the list at the end has, counted before anything is made of them."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        return 0
    size = int(struct.unpack_from("<L", data, end + 12)[0])
    return data.count(_ENTRY, max(0, end - size), end) if size != 0xFFFFFFFF else data.count(_ENTRY)


def _check(infos: list[zipfile.ZipInfo], size: int, name: str) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        step = "Take the password off in the program that set it, and add the file again."
        raise SourceError("The file is protected with a password.", where=name, next_step=step)
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise _refused(name, f"The file unpacks to more than {MAX_TOTAL / 1024**2:,.0f} MB")
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
            raise _refused(name, f"The part {_inside(info.filename)} unpacks to over {MAX_RATIO} times its size")
        if info.header_offset < end:
            raise _damaged(name, "parts of it lie one over another")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    if end > size:
        raise _damaged(name, "it is cut off")


def _by_name(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Members by safe name; of two with one name the last counts, unless its name had to be mended."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _inside(info.filename)
        if name and (name == info.filename or name not in found):
            found[name] = info
    return found


def _inside(name: str) -> str:
    path = posixpath.normpath("/" + _DRIVE.sub("", name.replace("\\", "/"), count=1).lstrip("/"))
    return path.lstrip("/")


def _damaged(name: str, why: str) -> SourceError:
    return SourceError(f"The file is damaged: {why}.", where=name, next_step=_AGAIN)


def _refused(name: str, what: str) -> SourceError:
    step = "If it is an honest document, split it, or take its pictures out and save it anew."
    return SourceError(f"{what} and is not read.", where=name, next_step=step)
