"""Crosscurrent: where policy signals pull against each other, with the words on both sides."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscurrent.study import Study

__all__ = ["Study", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "Study":
        from crosscurrent.cli import hidden_by

        if hidden := hidden_by():
            raise ImportError(f"{hidden} hides a part of Crosscurrent that has the same name: rename it")
        from crosscurrent.study import Study

        return Study
    raise AttributeError(name)
