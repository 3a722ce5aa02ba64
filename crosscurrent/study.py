"""A study for notebooks: open it, ask it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from graph import queries
from graph.closing import Closing
from graph.errors import QueryError, StudyError
from graph.measures.tensions import AxisTension, tensions
from graph.model import LEVELS
from graph.stores.base import View
from ingest.build import BuildResult, build, open_view
from ingest.find import find_study
from ingest.problems import Problem
from ingest.snapshot import STUDY

if TYPE_CHECKING:
    import networkx as nx

    from graph.measures.networks_clusters import Clustering
    from graph.measures.networks_shapes import Network, Options
    from graph.measures.sensitivity import AxisSensitivity


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
        return tensions(*self._measured(), between=between, focus=focus, seed=self.seed)

    def sensitivity(self, between: tuple[str, str] = ("macro", "meso")) -> "tuple[AxisSensitivity, ...]":
        """Both gaps of every axis counted in other ways, and the voices that they hang on; docs/measures.md."""
        from graph.measures.sensitivity import sensitivity

        return sensitivity(*self._measured(), between=between)

    def say_hear(self, of: str = "actors", level: str = "macro", by_level: str = "meso") -> pd.DataFrame:
        """What is said against what `by_level` hears, of single `actors` or single `messages` (of those at `level`).

        A row an actor and axis, or a message, columns as in docs/measures.md; the ids of the codings stand with it.
        Raises QueryError for another `of` or an unknown level.
        """
        from graph.measures import saying

        known = {"of": (of, ("actors", "messages")), "level": (level, LEVELS), "by_level": (by_level, LEVELS)}
        for name, (given, possible) in known.items():
            if given not in possible:
                raise QueryError(f"{name} cannot be {given!r}.", next_step=f"It is one of {', '.join(possible)}.")
        codings, axes, messages = self._measured()
        if of == "actors":
            return saying.table(saying.say_hear_of_actors(codings, axes, by_level=by_level, seed=self.seed))
        found = saying.say_hear_of_messages(
            codings, axes, messages, level=level, by_level=by_level, seed=self.seed
        )  # fmt: skip
        return saying.table(found)

    def soft_hard(self) -> pd.DataFrame:
        """What binds against what asks or hopes, a row an axis and level, with the ids of the codings of both."""
        from graph.measures import soft_hard

        codings, axes, _ = self._measured()
        return soft_hard.table(soft_hard.soft_hard(codings, axes, seed=self.seed))

    def coverage(self) -> pd.DataFrame:
        """Which levels speak to an axis at all: voices, codings and sources, a row an axis and level."""
        from graph.measures.coverage import coverage

        return coverage(*self._measured())

    @property
    def seed(self) -> int:
        """The seed of all draws, from the build's key: the same study gives the same figures."""
        return int(self.view.build[:8], 16)

    def _measured(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        return self.codings(), self.view.table("Axis"), self.view.table("Message")

    def network(self, options: "Options | None" = None, **asked: Any) -> "Network":
        """A discourse network as `options` ask, or as their fields given by name; docs/networks.md has the formulas."""
        from graph.measures.networks_shapes import Options
        from graph.measures.networks_weights import network

        actors = self.view.table("Actor")
        labels = dict(zip(actors["id"], actors["label"], strict=True))
        tables = (self.codings(), self.view.table("Axis"), self.view.table("Message"))
        return network(*tables, options or Options(**asked), labels)

    def clusters(self, options: "Options | None" = None, **asked: Any) -> "Clustering":
        """Clusters of the congruence network with these options, whatever their type; seeded by the build's key."""
        from graph.measures.networks_clusters import clusters
        from graph.measures.networks_shapes import Options

        chosen = options or Options(**asked)
        both = [self.network(replace(chosen, type=kind)) for kind in ("congruence", "conflict")]
        return clusters(*both, seed=int(self.view.build[:8], 16))

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The whole build as a NetworkX MultiDiGraph, see `graph.networkx_graph`; made when first asked for, then kept.

        What you change in it stays changed: `study.graph.copy()` is yours.
        """
        from graph.networkx_graph import networkx_graph

        return networkx_graph(self.view)


SHOWN = {"Source": "sources", "Passage": "passages", "Coding": "codings", "Actor": "actors"}
"""What a representation counts."""
