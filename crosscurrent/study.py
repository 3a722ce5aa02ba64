"""A study for notebooks: open it, ask it."""

from pathlib import Path
from typing import Self

import pandas as pd

from graph import queries
from graph.measures.tensions import AxisTension, tensions
from graph.stores.base import View
from ingest.build import build, open_view
from ingest.find import find_study


class Study:
    """The current build of a study, read only; everything comes as a DataFrame or a frozen value."""

    def __init__(self, folder: Path, view: View) -> None:
        self.folder = folder
        self.view = view

    @classmethod
    def open(cls, path: str | Path = ".") -> Self:
        """Build the study at or above `path` where it has changed, and open it; raises StudyError, BuildMissing."""
        folder = find_study(Path(path))
        build(folder)
        return cls(folder, open_view(folder))

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
