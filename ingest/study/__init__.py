"""study.yaml, sources, cases and codebook -> checked, frozen objects; problems are collected, not raised.

What is exported here loads its parts when called, so that a build with nothing to do starts without them.
"""

from pathlib import Path

from graph.model import Study
from ingest.problems import Problem

__all__ = ["Problem", "load_study"]


def load_study(folder: Path) -> tuple[Study | None, tuple[Problem, ...]]:
    """Read and check a study; every problem is collected, and what is sound is used.

    The study is None where study.yaml or codebook.yaml cannot be used at all; the problems then say why. Raises
    StudyError when `folder` holds no study or one of a newer format. Documents are not opened: whether quotes stand
    at their offsets is told by `ingest.check.check_study` and by a build.
    """
    from ingest.study.load import load_study as load

    return load(folder)
