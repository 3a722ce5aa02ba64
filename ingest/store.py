"""Where a study's graph is kept: in its folder, or on a server that a flag, the environment or study.yaml names.

Importing this module is cheap: engines and drivers are loaded when a store is used.
"""

import contextlib
import os
import shutil
from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graph.closing import Closing
from graph.errors import StoreError
from graph.stores.address import StoreAddress, find_credentials, parse_address
from ingest.builds import Builds, Record, decoded, encoded
from ingest.snapshot import STUDY, store_setting

if TYPE_CHECKING:
    from graph.stores.base import View, Writer
    from graph.stores.neo4j.connection import Connection

VARIABLE = "CROSSCURRENT_STORE"
"""The environment variable that names a store; before study.yaml, and set by the command line's --store."""
EMBEDDED = "embedded"
"""The word for the graph in the study's own folder."""
SOON_SECONDS = 2.0
"""So long somebody who looks waits for a server that is lost, before that is told; some seconds may be added."""
PATIENT_SECONDS = 30.0
"""The same for a load."""
Fill = Callable[["Writer"], Record]
Tell = Callable[[str, int, int], None]


class Store(Closing):
    """The builds of one study in one place; a context manager. Every method may raise StoreError."""

    where: str
    """The place, as a reader would write it."""

    @abstractmethod
    def current(self) -> str:
        """Key of the build that counts; empty where there is none."""

    @abstractmethod
    def record(self, key: str) -> Record | None:
        """What a finished build says of itself; None where it is not there."""

    @abstractmethod
    def folder_of(self, key: str) -> Path | None:
        """The folder of a build; None on a server."""

    @abstractmethod
    def one_at_a_time(self, waiting: Callable[[], None]) -> contextlib.AbstractContextManager[bool]:
        """Hold the study's build lock; yields whether it could be held. `waiting` is called where it takes time."""

    @abstractmethod
    def keep(self, key: str, fill: Fill, tell: Tell) -> Record:
        """Write a build: `fill` is given a writer and returns the record that is kept with it."""

    @abstractmethod
    def point_at(self, key: str) -> None:
        """Make a finished build the one that counts."""

    @abstractmethod
    def tidy(self, *, alone: bool) -> None:
        """Delete what is no longer wanted; `alone` as `one_at_a_time` gave it."""

    @abstractmethod
    def view(self, key: str) -> "View":
        """Open a finished build to read."""

    def close(self) -> None:
        """Let go of what was opened; views stay open."""
        return


class FolderStore(Store):
    """The embedded graph, in the study's own folder."""

    def __init__(self, study: Path) -> None:
        self._builds = Builds(study)
        self.where = str(self._builds.made)

    def current(self) -> str:
        """See `Store.current`."""
        return self._builds.current()

    def record(self, key: str) -> Record | None:
        """See `Store.record`."""
        return self._builds.record(key)

    def folder_of(self, key: str) -> Path | None:
        """See `Store.folder_of`."""
        return self._builds.path(key)

    def one_at_a_time(self, waiting: Callable[[], None]) -> contextlib.AbstractContextManager[bool]:
        """See `Store.one_at_a_time`."""
        return self._builds.one_at_a_time(waiting)

    def keep(self, key: str, fill: Fill, tell: Tell) -> Record:
        """See `Store.keep`."""
        from graph.stores.ladybug import LadybugWriter

        del tell
        temporary = self._builds.begin(key)
        try:
            with LadybugWriter(temporary, key) as writer:
                record = fill(writer)
            self._builds.finish(temporary, record)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        return record

    def point_at(self, key: str) -> None:
        """See `Store.point_at`."""
        self._builds.point_at(key)

    def tidy(self, *, alone: bool) -> None:
        """See `Store.tidy`."""
        self._builds.tidy(alone=alone)

    def view(self, key: str) -> "View":
        """See `Store.view`."""
        from graph.stores.ladybug import LadybugView

        return LadybugView(self._builds.path(key), key)


class ServerStore(Store):
    """A database on a Neo4j server that holds this study alone."""

    def __init__(self, study: Path, address: StoreAddress) -> None:
        self.where = str(address)
        self._study = study
        self._address = address
        self._builds = Builds(study)
        self._opened: Connection | None = None
        self._id = ""

    @property
    def _connection(self) -> "Connection":
        if self._opened is None:
            self._opened = self._connect()
        return self._opened

    def _connect(self, retry: float = SOON_SECONDS) -> "Connection":
        from graph.stores.neo4j.connection import Connection

        return Connection(self._address, find_credentials(self._address), retry=retry)

    @property
    def _study_id(self) -> str:
        if not self._id:
            self._id = _id_in(self._study)
        return self._id

    def current(self) -> str:
        """See `Store.current`; raises StoreError where the database is another study's."""
        from graph.stores.neo4j.tenant import current_of

        return current_of(self._connection, self._study_id)

    def record(self, key: str) -> Record | None:
        """See `Store.record`."""
        from graph.stores.neo4j.tenant import record_of

        return decoded(record_of(self._connection, key)) if key else None

    def folder_of(self, key: str) -> Path | None:
        """None: see `Store.folder_of`."""
        del key
        return None

    def one_at_a_time(self, waiting: Callable[[], None]) -> contextlib.AbstractContextManager[bool]:
        """See `Store.one_at_a_time`; holds the folder's lock, and the server keeps loaders apart by itself."""
        return self._builds.one_at_a_time(waiting)

    def keep(self, key: str, fill: Fill, tell: Tell) -> Record:
        """See `Store.keep`."""
        from graph.stores.neo4j.load import Neo4jWriter

        def progress(done: int, total: int) -> None:
            tell("writing to the server", done, total)

        with (
            self._connect(PATIENT_SECONDS) as connection,
            Neo4jWriter(connection, key, self._study_id, progress) as writer,
        ):
            record = fill(writer)
            writer.record = encoded(record)
        return record

    def point_at(self, key: str) -> None:
        """See `Store.point_at`."""
        from graph.stores.neo4j.tenant import make_current

        make_current(self._connection, self._study_id, key)

    def tidy(self, *, alone: bool) -> None:
        """See `Store.tidy`: the builds that gave way are deleted, but for one that somebody else is writing."""
        from graph.stores.neo4j.tenant import remove_others

        del alone
        remove_others(self._connection, self._study_id, self.current())

    def view(self, key: str) -> "View":
        """See `Store.view`."""
        from graph.stores.neo4j.view import Neo4jView

        connection = self._connect()
        try:
            return Neo4jView(connection, key)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """See `Store.close`."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def store_of(folder: Path) -> Store:
    """The store of the study in `folder`: CROSSCURRENT_STORE, else `store` in study.yaml, else its own folder.

    Raises StoreError where what is named is no address, and names where it stands. Nothing is opened yet.
    """
    address = address_of(folder)
    return FolderStore(folder) if address is None else ServerStore(folder, address)


def address_of(folder: Path) -> StoreAddress | None:
    """The address of the study's server; None where its graph is in its own folder. Raises StoreError."""
    named, where = _named(folder)
    if named in ("", EMBEDDED):
        return None
    try:
        return parse_address(named)
    except StoreError as error:
        raise StoreError(error.what, where=where, next_step=error.next_step) from None


def _named(folder: Path) -> tuple[str, str]:
    if from_environment := os.environ.get(VARIABLE, "").strip():
        return from_environment, VARIABLE
    try:
        written = store_setting((folder / STUDY).read_bytes())
    except OSError:
        return "", ""
    return (_scalar(written), f"{folder / STUDY}, store") if written else ("", "")


def _scalar(written: str) -> str:
    import yaml

    try:
        value = yaml.safe_load(written)
    except yaml.YAMLError:
        return written
    return value.strip() if isinstance(value, str) else ""


def _id_in(folder: Path) -> str:
    from ingest.study.load import study_id

    found = study_id(folder)
    if not found:
        raise StoreError(
            "study.yaml has no usable id, so it is not known which study this is.",
            where=str(folder / STUDY),
            next_step="`crosscurrent check` says what is wrong.",
        )
    return found
