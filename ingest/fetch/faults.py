"""What can go wrong between here and an owner's server, told apart by what helps."""

from graph.errors import SourceError


class Offline(SourceError):
    """No connection could be made at all: no network, no such name, nobody answers."""


class Forbidden(SourceError):
    """The owner's robots rules do not allow it, or cannot be read for now."""


class Passing(Exception):
    """A fault that may be gone in a moment; `wait` is how many seconds the owner asks to wait, 0 where it does not."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.what = what
        self.wait = wait
