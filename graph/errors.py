"""What can go wrong, as one tree.

CrosscurrentError                 every error that a user may see; carries what, where and the next step
├── StudyError                    the study folder cannot be used at all (no study.yaml, a newer format)
├── SourceError                   one source cannot be read; the others still are
│   └── SourceLocked              it is protected, and none of the passwords given opens it
├── ClusterError                  the Dask cluster that was named cannot be used
├── OntologyError                 graph/ontology.yaml contradicts itself
├── StoreError                    a store cannot be opened, written or read
│   ├── BuildMissing              there is no finished build yet
│   ├── BuildReplaced             the build that is read has given way to a newer one
│   └── StoreUnavailable          the server does not answer, or not any more
├── QueryError                    a named query is unknown, or its parameters are wrong
└── QuestionError                 a typed question failed while it ran
    ├── QuestionRefused           it was not let near the engine: it would do more than read
    └── QuestionLimit             it ran out of time, rows or memory
"""

import re
from typing import Final

_UNTOLD: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters, halves of characters, and those that turn the direction of what follows."""

_LONGEST: Final = 2_000


class CrosscurrentError(Exception):
    """An error in words a user can act on.

    `what` says what is wrong, `where` names the file, page, line or key, `next_step` says what to do. `str()` joins
    the three, so that an error shown anywhere is complete.
    """

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.next_step}" if self.next_step else text


class StudyError(CrosscurrentError):
    """The study folder cannot be used at all."""


class SourceError(CrosscurrentError):
    """One source cannot be read; it never stops the others.

    Its words may quote a file that nobody trusts: they become one line without control characters, cut where it is
    very long.
    """

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(_told(what), where=_told(where), next_step=_told(next_step))


def _told(words: str) -> str:
    line = " ".join(_UNTOLD.sub(" ", words).split()) if _UNTOLD.search(words) else words
    return line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + " …"


class SourceLocked(SourceError):
    """A source is protected, and none of the passwords given opens it."""


class ClusterError(CrosscurrentError):
    """The Dask cluster that was named cannot be used."""


class OntologyError(CrosscurrentError):
    """The ontology contradicts itself."""


class StoreError(CrosscurrentError):
    """A store cannot be opened, written or read."""


class BuildMissing(StoreError):
    """There is no finished build yet."""


class BuildReplaced(StoreError):
    """The build that is read has given way to a newer one; opening again shows it."""


class StoreUnavailable(StoreError):
    """The server does not answer, or not any more; what was asked can be asked again."""


class QueryError(CrosscurrentError):
    """A named query is unknown, or its parameters are wrong."""


class QuestionError(CrosscurrentError):
    """A typed question failed while it ran."""


class QuestionRefused(QuestionError):
    """A typed question was not let near the engine: it would do more than read."""


class QuestionLimit(QuestionError):
    """A typed question ran out of time, rows or memory."""
