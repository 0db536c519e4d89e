"""The projections as they stood after one event, for reading: catalog and graph of a snapshot.

Input: a snapshot that kb.projections.past made, the log. Output: a PastView, whose parts are opened when first needed.
Never: outlives its snapshot; writes, but for the graph of a snapshot that is turned on first use.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from filelock import FileLock
from pyoxigraph import Store

from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.projections.catalog import Catalog
from kb.projections.catalog_read import CatalogReader
from kb.projections.graph_store import GraphStore, open_reader
from kb.projections.rewinding import turn_graph
from kb.projections.snapshots import Snapshot
from kb.projections.sources import LogSources
from kb.projections.tables import Tables
from kb.projections.views import Views

BASE: Final = "graph.base"  # of a snapshot: the graph where it was taken from, until somebody needs it turned
_MAKING: Final = "graph.making"


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

    def __init__(self, snapshot: Snapshot, log: EventLog) -> None:
        self._snapshot = snapshot
        self._log = log
        self._stack = ExitStack()
        self.position = snapshot.position

    @property
    def catalog_path(self) -> Path:
        """The catalog's file."""
        return self._snapshot.catalog_path

    @property
    def graph_path(self) -> Path:
        """The folder of the graph."""
        path = self._snapshot.graph_path
        if not path.exists():
            _make_graph(self._snapshot, self._log)
        return path

    @cached_property
    def reader(self) -> CatalogReader:
        """Lists, single records and search; for any thread."""
        return self._stack.enter_context(CatalogReader(self.catalog_path))

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """The catalog's file, opened for reading."""
        return self._stack.enter_context(reading(self.catalog_path))

    @cached_property
    def catalog(self) -> PastCatalog:
        """What the fold amounted to."""
        tables = Tables(self.connection)
        return PastCatalog(tables, Views(tables), LogSources(self._log))

    @cached_property
    def graph(self) -> PastGraph:
        """The graph, opened."""
        return PastGraph(self.graph_path, open_reader(self.graph_path))

    def close(self) -> None:
        """Let go of files."""
        self.__dict__.pop("graph", None)
        self._stack.close()


def _make_graph(snapshot: Snapshot, log: EventLog) -> None:
    """Turn the graph that a snapshot was taken from to where its catalog stands."""
    base, making = snapshot.folder / BASE, snapshot.folder / _MAKING
    with storage_faults(snapshot.folder), FileLock(snapshot.folder / "graph.lock"):
        if snapshot.graph_path.exists():
            return
        turned = base.exists() or making.exists()
        if base.exists():
            base.rename(making)
        with closing(Catalog(snapshot.catalog_path, log, alone=True)) as catalog:
            with closing(GraphStore(making if turned else base.with_name("graph.filling"), catalog)) as graph:
                if turned:
                    turn_graph(graph, catalog.pending(-1))  # once more after a crash does no harm
                elif catalog.views.base():
                    graph.fill()
            os.replace(graph.path or making, snapshot.graph_path)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a catalog's file for reading, from any thread, for a block."""
    with storage_faults(path), closing(_connected(path)) as connection:
        yield connection


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
