"""A study for notebooks: open it, ask it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from graph import queries
from graph.closing import Closing
from graph.errors import StudyError
from graph.measures.tensions import AxisTension, tensions
from graph.stores.base import View
from ingest.build import BuildResult, build, open_view
from ingest.find import find_study
from ingest.problems import Problem
from ingest.snapshot import STUDY

if TYPE_CHECKING:
    import networkx as nx


class Study(Closing):
    """The current build of a study, read only; everything comes as a DataFrame or a frozen value.

    A context manager; `problems` are what the build found in the study, empty where it was opened without one.
    """

    def __init__(self, folder: Path, view: View, result: BuildResult | None = None) -> None:
        self.folder = folder
        self.view = view
        self.problems: tuple[Problem, ...] = result.problems if result else ()
        self._counts: Mapping[str, int] = result.counts if result else {}
        self._closed = False

    @classmethod
    def open(cls, path: str | Path = ".") -> Self:
        """Build the study at or above `path` where it has changed, and open it, wherever its graph is kept.

        `path` is the study's folder, its study.yaml, or a folder in it. Raises StudyError where there is no study,
        BuildMissing where it could not be built (the problems say why), StoreError where its graph cannot be reached.
        """
        start = Path(path)
        if start.name == STUDY and start.is_file():
            start = start.parent
        if not start.is_dir():
            raise StudyError(
                "There is no such folder." if not start.exists() else "This is a file, and no study.yaml.",
                where=str(path),
                next_step="Name the folder in which study.yaml lies.",
            )
        folder = find_study(start)
        result = build(folder)
        return cls(folder, open_view(folder), result)

    def __repr__(self) -> str:
        parts = [f"{self._counts[name]:,} {shown}" for name, shown in SHOWN.items() if name in self._counts]
        parts += [f"build {self.view.build[:12]}", *(["closed"] if self._closed else [])]
        if self.problems:
            parts.append(f"{len(self.problems)} problems, see .problems")
        return f"<Study {str(self.folder)!r}: {', '.join(parts)}>"

    def close(self) -> None:
        """Let go of the graph; closing twice does nothing, and asking a closed study raises StoreError."""
        if not self._closed:
            self._closed = True
            self.view.close()

    def queries(self) -> pd.DataFrame:
        """What can be asked by name: `name`, `title`, `purpose` and `parameters` of every named query."""
        found = queries.catalogue().values()
        rows = [(q.name, q.title, q.purpose, ", ".join(q.parameters)) for q in found]
        return pd.DataFrame(rows, columns=["name", "title", "purpose", "parameters"])

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """Run a named query; docs/queries.md lists them. Raises QueryError."""
        return queries.run(self.view, name, limit=None, **parameters)

    def passages(self) -> pd.DataFrame:
        """All passages, columns as `Passage` in docs/graph.md."""
        return self.view.table("Passage")

    def codings(self) -> pd.DataFrame:
        """All codings, suggestions included, columns as `Coding` in docs/graph.md."""
        return self.view.table("Coding")

    def tensions(self, between: tuple[str, str] = ("macro", "meso")) -> tuple[AxisTension, ...]:
        """Every axis measured between two levels; docs/measures.md has the formulas."""
        focus = str(self.view.table("Study").iloc[0]["focus"])
        tables = (self.codings(), self.view.table("Axis"), self.view.table("Message"))
        return tensions(*tables, between=between, focus=focus, seed=int(self.view.build[:8], 16))

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The whole build as a NetworkX MultiDiGraph, see `graph.networkx_graph`; made when first asked for, then kept.

        What you change in it stays changed: `study.graph.copy()` is yours.
        """
        from graph.networkx_graph import networkx_graph

        return networkx_graph(self.view)


SHOWN = {"Source": "sources", "Passage": "passages", "Coding": "codings", "Actor": "actors"}
"""What a representation counts."""
