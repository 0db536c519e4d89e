"""The projections as they stood after one event, for reading: catalog and graph of a snapshot.

Input: a snapshot that is lent, who makes its parts. Output: a PastView, whose parts are made when first needed.
Never: outlives its snapshot; makes the catalog for who needs the graph alone, or the graph for who needs lists.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from filelock import FileLock
from pyoxigraph import Store

from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections.catalog import copy as catalog_copy
from kb.projections.catalog.reading import CatalogReader
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.projections.graph.faults import GraphFaultError
from kb.projections.past.kept import Kept
from kb.projections.past.readers import LaidOver
from kb.projections.removing import remove

_log = logging.getLogger("kb.projections")


class Maker(Protocol):
    """Makes what a snapshot lacks."""

    @property
    def log(self) -> EventLog:
        """Where articles and extractions are read again."""

    def make_catalog(self, path: Path, position: int) -> None:
        """Make the catalog as of an event in a file that is not there yet."""

    def read(self, path: Path, position: int) -> AbstractContextManager[LaidOver | None]:
        """Lend a reader of the catalog as of an event without a copy of it; None where there has to be one."""

    def make_graph(self, folder: Path, position: int, catalog: Callable[[], Path]) -> None:
        """Make the graph as of an event in a folder that is not there yet; *catalog* makes the catalog, if need be."""


@dataclass(frozen=True, slots=True)
class PastCatalog:
    """The fold's outcome as it stood then.

    Attributes:
        tables, views: what the fold kept, and what it amounts to.
        sources: where articles and extractions are read again.
    """

    tables: Tables
    views: Views
    sources: LogSources


@dataclass(frozen=True, slots=True)
class PastGraph:
    """The graph as it stood then.

    Attributes:
        path: its folder, which other processes may open for reading.
        store: opened for reading.
    """

    path: Path
    store: Store


class PastView:
    """The projections as they stood after one event; valid while it is lent. Its parts are made when first needed."""

    def __init__(self, snapshot: Kept, maker: Maker) -> None:
        self._snapshot = snapshot
        self._maker = maker
        self._stack = ExitStack()
        self.position = snapshot.position
        self._seen = False

    @property
    def catalog_path(self) -> Path:
        """The catalog's file."""
        path = self._snapshot.catalog_path
        if not path.exists():
            self._make(path, lambda draft: self._maker.make_catalog(draft, self.position))
        return path

    @property
    def graph_path(self) -> Path:
        """The folder of the graph; one whose files are torn is made again, as it is derived."""
        path = self._snapshot.graph_path
        if not self._seen and path.exists() and _is_torn(path):
            with storage_faults(path), FileLock(f"{path}.lock"):
                if path.exists() and _is_torn(path):  # nobody was faster
                    remove(path)
        self._seen = True
        if not path.exists():
            self._make(path, lambda draft: self._maker.make_graph(draft, self.position, lambda: self.catalog_path))
        return path

    def _make(self, path: Path, make: Callable[[Path], None]) -> None:
        """Have a part made beside and put in its place when it is whole; one process does it, the others wait."""
        draft = path.with_name(f"{path.name}.making")
        with storage_faults(self._snapshot.folder), FileLock(f"{path}.lock"):
            if path.exists():
                return
            for left in (draft, *draft.parent.glob(f"{draft.name}.*")):  # of one that was broken off
                _clear(left)
            try:
                make(draft)
                os.replace(draft, path)
            finally:
                _clear(draft)

    @cached_property
    def _laid(self) -> LaidOver | None:
        """The catalog of then laid over a later one; None where it lies in a file of its own, or has to."""
        if self._snapshot.catalog_path.exists():
            return None
        return self._stack.enter_context(self._maker.read(self._snapshot.rows_path, self.position))

    @cached_property
    def reader(self) -> CatalogReader:
        """Lists, single records and search; for any thread."""
        if self._laid is not None:
            return self._laid.reader
        return self._stack.enter_context(CatalogReader(self.catalog_path))

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """The catalog's tables, for reading."""
        if self._laid is not None:
            return self._laid.connection
        return self._stack.enter_context(reading(self.catalog_path))

    @cached_property
    def catalog(self) -> PastCatalog:
        """What the fold amounted to."""
        tables = Tables(self.connection)
        return PastCatalog(tables, Views(tables), LogSources(self._maker.log))

    @cached_property
    def graph(self) -> PastGraph:
        """The graph, opened."""
        from kb.projections.graph.store import open_reader  # who reads tables alone does without

        return PastGraph(self.graph_path, open_reader(self.graph_path))

    def close(self) -> None:
        """Let go of files."""
        self.__dict__.pop("graph", None)
        self._stack.close()


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a catalog's file for reading, from any thread, for a block."""
    with storage_faults(path), closing(_connected(path)) as connection:
        yield connection


def standing_of(path: Path) -> int:
    """Return the event that a catalog's file stands at.

    Raises:
        StorageError: it cannot be read.
    """
    with reading(path) as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
    return int(row[0]) if row else 0


def _is_torn(path: Path) -> bool:
    from kb.projections.graph.store import open_reader

    try:
        open_reader(path)
    except GraphFaultError as error:
        if error.torn:
            _log.warning("%s It is made again now.", error)
        return error.torn
    return False


def _connected(path: Path) -> sqlite3.Connection:
    return opened(path, check_same_thread=False)


def _clear(draft: Path) -> None:
    if draft.is_dir():
        remove(draft)
    else:
        catalog_copy.remove(draft)
