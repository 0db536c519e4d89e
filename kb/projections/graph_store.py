"""The graph: every quad of the knowledge base, in a pyoxigraph store.

Input: the catalog's fold, and which keys changed since the graph's position.
Output: the store that queries, exports and validation read.
Never: leaves rows and position apart. What was measured of pyoxigraph 0.5.13:
one update() string is one transaction (a failing second operation takes the
first back); the unnamed default graph does show in the union of all graphs, so
the position is a triple of the decisions graph, BASE kb:logPosition N, written
in the same update(); update() writes 50,000 quads a CPU-second to disk,
extend() 100,000; a second process may read while one writes.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, Store

from kb.errors import IntegrityError, KbError, LockedError, StorageError
from kb.events import Recorded
from kb.graph import names
from kb.graph.iris import Iris
from kb.log.faults import storage_faults
from kb.projections.catalog import Catalog
from kb.projections.contract import ProjectionStoppedError
from kb.projections.graph_faults import graph_faults
from kb.projections.graph_parts import GraphParts, Part, held, parts_of

_UNFLUSHED: Final = 4_000_000  # bytes of RocksDB's log that are left for the next opening

# Told of each step when it is written: position before and after, quads that left, quads that came.
OnChange = Callable[[int, int, set[Quad], set[Quad]], None]


class GraphStore:
    """The writing side of the graph; one process at a time, under the home's lock.

    Args:
        path: folder, made if it is missing; None keeps the graph in memory.
        catalog: has taken in at least what the graph is to take in.

    Raises:
        StorageError, LockedError: the folder cannot be used, or another process writes to it.
    """

    name = "graph"

    def __init__(self, path: Path | None, catalog: Catalog) -> None:
        self.path = path
        self.catalog = catalog
        self.parts = GraphParts(catalog)
        self.store = open_store(path)
        self.on_change: OnChange | None = None

    @property
    def position(self) -> int:
        """Position of the last event taken in, 0 for none."""
        base = self.catalog.views.base()
        return position_of(self.store, base) if base else 0

    def apply(self, batch: Sequence[Recorded]) -> None:
        """Take in what the catalog took in; see Projection.

        The quads follow from the catalog's fold, so that events which it has
        and the graph lacks (a crash between the two) come in as well.
        """
        if batch and batch[-1].position > self.catalog.position:
            raise IntegrityError("The graph was fed before the catalog.", hint="Report this: it is a fault of kb.")
        if not self.catalog.views.base():
            return
        if self.position >= self.catalog.position:
            if self.catalog.floor < self.catalog.position == self.position:  # a crash between the graph and forget
                self.catalog.forget(self.position)
            return
        unheard = not self.position and self.on_change is None  # an empty graph is filled in a third of the time
        if unheard or self.position < self.catalog.floor:
            self.fill()
        else:
            self.write(parts_of(self.catalog.pending(self.position), self.catalog))
        self.catalog.forget(self.catalog.position)

    def write(self, parts: Iterable[Part]) -> None:
        """Make some parts again as the catalog has them now, in one transaction."""
        base = self.parts.base
        gone: set[Quad] = set()
        come: set[Quad] = set()
        for part in parts:
            old, new = held(self.store, part, base), self._made(part)
            gone |= old - new
            come |= new - old
        update = ";\n".join(text for text in (_data("DELETE", gone), _data("INSERT", come)) if text)
        if update:
            before = self.position
            with graph_faults(self.path):
                self.store.update(update)
            if self.on_change:
                self.on_change(before, self.position, gone, come)

    def _made(self, part: Part) -> set[Quad]:
        if self._is_ahead(part):
            return set()
        try:
            return self.parts.quads(part)
        except (StorageError, LockedError):
            raise
        except Exception as error:
            position = self._position_of(part)
            recorded = self.catalog.sources.recorded(position)
            cause = str(error) if isinstance(error, KbError) else f"{type(error).__name__}: {error}"
            raise ProjectionStoppedError(self.name, position, recorded.envelope.type, cause) from error

    def _is_ahead(self, part: Part) -> bool:
        """Say whether a part is of events that the catalog does not have: it was taken back."""
        kind, key = part
        if kind == "record":
            return int(key) > self.catalog.position
        return kind == "actor" and not self.catalog.tables.get("actor", key)

    def _position_of(self, part: Part) -> int:
        """Return the event that a part rests on most."""
        kind, key = part
        if kind == "article":
            row = self.catalog.views.article_row(key) or {}
            return int(row.get("extraction") or row.get("position") or 1)
        if kind == "record":
            return int(key)
        if kind in ("graph", "ontology"):
            return int(self.catalog.tables.get(kind, key) or 1)
        described = self.catalog.tables.get("described", key) if kind == "entity" else None
        return int(described["position"]) if described else max(self.catalog.position, 1)

    def fill(self) -> None:
        """Make the whole graph in an empty store, each part once; the position comes last."""
        self.reset()
        everything = parts_of(self.catalog.everything(self.catalog.position), self.catalog)

        def quads() -> Iterator[Quad]:
            for part in everything:
                if part[0] != "position":
                    yield from self._made(part)

        with graph_faults(self.path):
            self.store.bulk_extend(quads())
            self.write([("position", str(self.catalog.position))])
            self.store.flush()
            self.store.optimize()  # a bulk load leaves dozens of small files, each opened by each reader

    def reset(self) -> None:
        """Forget everything: position 0."""
        with graph_faults(self.path):
            self.store.clear()

    def close(self) -> None:
        """Let go of the folder; the store must not be used after.

        What lies in RocksDB's own log is read again by each opening, 27 ms of CPU a MB: so much of it goes into files.
        """
        if self.path and sum(file.stat().st_size for file in self.path.glob("*.log")) > _UNFLUSHED:
            with suppress(OSError):  # it only saves time later
                self.store.flush()
        del self.store


def open_store(path: Path | None) -> Store:
    """Open a store for writing, in memory if *path* is None.

    Raises:
        LockedError: another process writes to it.
        StorageError: it cannot be read or written.
    """
    if path is None:
        return Store()
    with graph_faults(path):
        path.mkdir(parents=True, exist_ok=True)
        return Store(path)


def open_reader(path: Path) -> Store:
    """Open a store as it stands now, for reading; another process may write meanwhile.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    with graph_faults(path):
        return Store.read_only(str(path))


def position_of(store: Store, base: str) -> int:
    """Return up to which event of the log the quads of *store* go, 0 if it does not say."""
    iris = Iris(base)
    pattern = store.quads_for_pattern(iris.home(), names.kb("logPosition"), None, iris.decisions_graph())
    return max((int(getattr(quad.object, "value", "0")) for quad in pattern), default=0)


def remove(path: Path) -> None:
    """Remove a store's folder."""
    with storage_faults(path):
        if path.exists():
            shutil.rmtree(path)


def _data(verb: str, quads: Iterable[Quad]) -> str:
    """Return quads as one DELETE DATA or INSERT DATA, grouped by graph; "" for none."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    if not by_graph:
        return ""
    blocks = "\n".join(f"GRAPH {graph} {{\n" + "\n".join(lines) + "\n}" for graph, lines in by_graph.items())
    return f"{verb} DATA {{\n{blocks}\n}}"
