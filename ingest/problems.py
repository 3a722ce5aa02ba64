"""Problems of a study: collected, never raised, each with its place and the next step."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.errors import CrosscurrentError

SEPARATE = 5
"""So many problems in the same words are listed one by one; more are joined into one that names the first lines."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a study that needs attention.

    `severity` is `error` (something was left out) or `warning` (everything was used, but look at it). `where` names
    the file relative to the study, with `:line` where there is one. `str()` joins the parts to one line.
    """

    severity: str
    what: str
    where: str = ""
    next_step: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.next_step}" if self.next_step else text


@dataclass(frozen=True, slots=True)
class _Found:
    severity: str
    what: str
    file: str
    line: int
    next_step: str


@dataclass(slots=True)
class Problems:
    """What has been found so far; parts of a loader share one and add to it."""

    _found: list[_Found] = field(default_factory=list)

    def error(self, what: str, file: str, line: int = 0, next_step: str = "") -> None:
        """Note that something had to be left out; `line` counts from 1, 0 where there is none."""
        self._found.append(_Found("error", what, file, line, next_step))

    def warning(self, what: str, file: str, line: int = 0, next_step: str = "") -> None:
        """Note that something was used as it stands, but should be looked at."""
        self._found.append(_Found("warning", what, file, line, next_step))

    def failed(self, error: CrosscurrentError, file: str) -> None:
        """Note an error that stopped one file; its own place is kept beside the file's name."""
        inside = error.where if error.where not in ("", file) and not file.endswith(error.where) else ""
        self.error(f"{inside}: {error.what}" if inside else error.what, file, 0, error.next_step)

    def add(self, problems: Iterable[Problem]) -> None:
        """Take over problems that are already finished."""
        self._found += [_Found(p.severity, p.what, p.where, 0, p.next_step) for p in problems]

    def listed(self) -> tuple[Problem, ...]:
        """All problems in the order found, with many of the same words in one file joined into one."""
        groups: dict[tuple[str, str, str, str], list[int]] = {}
        for found in self._found:
            groups.setdefault((found.severity, found.what, found.file, found.next_step), []).append(found.line)
        listed: list[Problem] = []
        for (severity, what, file, next_step), lines in groups.items():
            distinct = sorted(set(lines))
            places = [f"{file}:{line}" if line else file for line in distinct]
            if len(places) > SEPARATE:
                shown = ", ".join(str(line) for line in distinct[:SEPARATE])
                places = [f"{file}:{shown} and {len(places) - SEPARATE} more lines"]
            listed += [Problem(severity, what, place, next_step) for place in places]
        return tuple(listed)

    def __bool__(self) -> bool:
        return bool(self._found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?` for the nearest of the known names; empty where none is near."""
    names = {candidate.casefold(): candidate for candidate in known}
    nearest = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return f'Did you mean "{names[nearest[0]]}"?' if nearest else ""


def and_then(*sentences: str) -> str:
    """The given sentences joined by a space, empty ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)
