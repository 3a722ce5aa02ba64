"""What every screen is given: the study's current build, opened for reading, and what stands above every page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from graph.errors import BuildReplaced, CrosscurrentError, StoreError, StoreUnavailable
from graph.stores.base import View
from ingest.build import open_view
from ingest.store import Store, store_of

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


@st.cache_resource(max_entries=2, show_spinner=False)
def _store(folder: str) -> Store:
    return store_of(Path(folder))


@st.cache_resource(max_entries=2, show_spinner=False, on_release=View.close)
def _open(folder: str, build: str) -> View:
    del build
    return open_view(Path(folder))


def open_context() -> Context | None:
    """Open the current build; shows a plain message and returns None where there is none or it cannot be read.

    Which build counts is looked up anew at every run of a screen, so that a new build shows.
    """
    folder = study_folder()
    try:
        view = _open(str(folder), _store(str(folder)).current())
        row = view.table("Study").iloc[0]
    except CrosscurrentError as error:
        show_trouble(error)
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


@contextmanager
def told() -> Iterator[None]:
    """Draw what is inside; what goes wrong in the store is told in plain words, and a newer build is drawn anew."""
    try:
        yield
    except BuildReplaced:
        st.rerun()
    except StoreError as error:
        show_trouble(error)


def show_trouble(error: CrosscurrentError) -> None:
    """Show an error in plain words; where a server is lost, with a way to try again. Nothing in the study changes."""
    if not isinstance(error, StoreUnavailable):
        st.error(str(error))
        return
    st.warning(f"The graph cannot be read now: {error.what} The study and its codings are safe in its folder.")
    st.text(f"{error.where}\n{error.next_step}")
    st.button("Try again", type="primary")
