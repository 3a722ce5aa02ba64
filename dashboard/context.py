"""What every screen is given: the study's current build, opened for reading, and what stands above every page."""

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from graph.errors import CrosscurrentError
from graph.stores.base import View
from ingest.build import open_view

STUDY_VARIABLE = "CROSSCURRENT_STUDY"
"""The environment variable by which the command line tells the dashboard which study to show."""


@dataclass(frozen=True)
class Context:
    """The study's folder, its current build, and the few facts about it that screens show."""

    folder: Path
    view: View
    title: str
    note: str
    description: str
    coders: str
    focus: str
    minimum_voices: int

    @property
    def build(self) -> str:
        """Key of the build that is shown; what is computed from it may be cached by it."""
        return self.view.build

    @property
    def seed(self) -> int:
        """The seed of every random draw: from the build's key, so that a study gives the same figures again."""
        return int(self.build[:8], 16)


def study_folder() -> Path:
    """The study that the dashboard was started for."""
    return Path(os.environ.get(STUDY_VARIABLE, ".")).resolve()


def current_build(folder: Path) -> str:
    """Key of the current build, read anew at every run of a screen so that a new build shows."""
    current = folder / ".crosscurrent" / "current"
    return current.read_text(encoding="utf-8").strip() if current.exists() else ""


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(folder: str, build: str) -> View:
    del build
    return open_view(Path(folder))


def open_context() -> Context | None:
    """Open the current build; shows a plain message and returns None where there is none or it cannot be read."""
    folder = study_folder()
    try:
        view = _open(str(folder), current_build(folder))
        row = view.table("Study").iloc[0]
    except CrosscurrentError as error:
        st.error(str(error))
        return None
    return Context(
        folder=folder,
        view=view,
        title=str(row["label"]),
        note=str(row["note"]),
        description=str(row["description"]),
        coders=str(row["coders"]),
        focus=str(row["focus"]),
        minimum_voices=int(row["minimum_voices"]),
    )
