"""Writes parts of the graph as the fold has them, into a pyoxigraph store.

Input: a store, the fold's outcome at one event, the parts to make again. Output: the store at that event.
Never: leaves rows and position apart. What was measured of pyoxigraph 0.5.13:
one update() string is one transaction (a failing second operation takes the
first back); the unnamed default graph does show in the union of all graphs, so
the position is a triple of the decisions graph, BASE kb:logPosition N, written
in the same update(); update() writes 50,000 quads a CPU-second to disk,
extend() 100,000; a second process may read while one writes. All that one
transaction writes lies in one write-ahead file, 0.63 KB a quad, which the
engine keeps at its length to use it again, even when it holds nothing, until
the folder is opened next.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kb.errors import KbError, LockedError, StorageError
from kb.graph.decisions_graph import position_names
from kb.graph.iris import Iris
from kb.log.faults import storage_faults
from kb.projections.contract import ProjectionStoppedError
from kb.projections.graph.faults import graph_faults
from kb.projections.graph.part_looks import Part, held
from kb.projections.graph.parts import FoldedAt, GraphParts

_BULK: Final = 200_000  # quads loaded at once: the engine sorts them in memory, 0.7 KB each, while the next are made
_LOADED: Final = 5_000  # quads from which on a load takes less than putting them in: a third, for many
_LOGGED: Final = 100_000  # quads that came and went by transactions, after which RocksDB's log is put into files
_LINES: Final = 1_000  # of an update, joined at once: each by itself takes as much again for what a string is
_UNFLUSHED: Final = 4_000_000  # bytes of RocksDB's log that are left for the next opening

# Told of each step when it is written: position before and after, quads that left, quads that came.
OnChange = Callable[[int, int, set[Quad], set[Quad]], None]


class PartWriter:
    """Makes parts of one store as a fold has them.

    Args:
        path: the store's folder; None if it is in memory.
        store: opened for writing.
        folded: what the graph is to be of.

    Attributes:
        moved: quads that came and went by *write* so far, and one for each time that it was filled.
    """

    name = "graph"

    def __init__(self, path: Path | None, store: Store, folded: FoldedAt) -> None:
        self.path = path
        self.store = store
        self.folded = folded
        self.parts = GraphParts(folded)
        self.on_change: OnChange | None = None
        self.moved = 0
        self._logged = 0

    @property
    def position(self) -> int:
        """Position of the last event taken in, 0 for none."""
        base = self.folded.views.base()
        with graph_faults(self.path):
            return position_of(self.store, base) if base else 0

    def write(self, parts: Iterable[Part]) -> None:
        """Make some parts again as the catalog has them now, in one transaction."""
        gone: set[Quad] = set()
        come: set[Quad] = set()
        for part in parts:
            self._differ(part, gone, come)
        self.put(gone, come, spent=self.on_change is None)

    def _differ(self, part: Part, gone: set[Quad], come: set[Quad]) -> None:
        old, new = self.differing(part)
        gone |= old
        come |= new

    def differing(
        self, part: Part, but: Collection[NamedNode] = (), before: Store | None = None
    ) -> tuple[set[Quad], set[Quad]]:
        """Return what has to go of a part, and what has to come.

        Args:
            part: of the graph.
            but: graphs that are emptied otherwise.
            before: another store that holds the same of the part, to look into; None for this one.
        """
        with graph_faults(self.path):
            old = held(before or self.store, part, Iris(self.parts.base), but)
        new = self.made(part)
        return old - new, new - old

    def put(self, gone: set[Quad], come: set[Quad], *, spent: bool = False) -> None:
        """Take quads out and put others in, in one transaction, however many: no reader finds half of a step.

        Args:
            gone, come: no quad is in both.
            spent: empty the two first: what they take is room for the engine, which takes 2 KB for each quad.
        """
        update = "".join(chain(_data("DELETE", gone), _data("INSERT", come)))
        if not update:
            return
        before, count = self.position, len(gone) + len(come)
        if spent:
            gone.clear()
            come.clear()
        with graph_faults(self.path):
            self.store.update(update)
        self.moved += count
        self._logged += count
        if self._logged > _LOGGED:
            self._flush()
        if self.on_change:
            self.on_change(before, self.position, gone, come)

    def _flush(self) -> None:
        """Put what lies in RocksDB's log into files, so that the next transactions begin a new one."""
        with graph_faults(self.path):
            self.store.flush()
        self._logged = 0

    def made(self, part: Part) -> set[Quad]:
        """Return what the store should hold of one part.

        Raises:
            ProjectionStoppedError: names the event that the part rests on most.
        """
        if self._is_ahead(part):
            return set()
        try:
            return self.parts.quads(part)
        except (StorageError, LockedError):
            raise
        except Exception as error:
            position = self._position_of(part)
            recorded = self.folded.sources.recorded(position)
            cause = str(error) if isinstance(error, KbError) else f"{type(error).__name__}: {error}"
            raise ProjectionStoppedError(self.name, position, recorded.envelope.type, cause) from error

    def _is_ahead(self, part: Part) -> bool:
        """Say whether a part is of events that the catalog does not have: it was taken back."""
        kind, key = part
        if kind == "record":
            return int(key) > self.folded.position
        return kind == "actor" and not self.folded.tables.get("actor", key)

    def _position_of(self, part: Part) -> int:
        """Return the event that a part rests on most."""
        kind, key = part
        if kind == "article":
            row = self.folded.views.article_row(key) or {}
            return int(row.get("extraction") or row.get("position") or 1)
        if kind == "record":
            return int(key)
        if kind in ("graph", "ontology"):
            return int(self.folded.tables.get(kind, key) or 1)
        described = self.folded.tables.get("described", key) if kind == "entity" else None
        return int(described["position"]) if described else max(self.folded.position, 1)

    def fill_from(self, parts: Iterable[Part]) -> None:
        """Make the whole graph in an empty store, each part once; the position comes last, with the last load.

        Written by itself it would lie over all that was loaded, and have the engine write the whole of it again.
        """
        made = (quad for part in parts if part[0] != "position" for quad in self.made(part))
        self.load(chain(made, self.made(("position", str(self.folded.position)))))
        self.settle()

    def turn(self, gone: set[Quad], come: set[Quad]) -> None:
        """Take quads out and put others in, not in one transaction: for a store that nobody reads yet."""
        if len(come) < _LOADED:
            self.put(gone, come)
            return
        self.put(gone, set())
        self.load(come)

    def load(self, quads: Iterable[Quad]) -> None:
        """Put quads in, not in one transaction: for a store that nobody reads yet.

        The engine takes them as text, for then it lets other threads go on: some are loaded while the next are made.
        """
        left = iter(quads)
        with graph_faults(self.path), ThreadPoolExecutor(1, "graph") as beside:
            loading: Future[None] | None = None
            while text := serialize(islice(left, _BULK), format=RdfFormat.N_QUADS):
                if loading:
                    loading.result()
                loading = beside.submit(self.store.bulk_load, text, RdfFormat.N_QUADS, lenient=True)
            if loading:
                loading.result()

    def settle(self) -> None:
        """Bring what was loaded into few files: a load leaves dozens of small ones, each opened by each reader."""
        self.moved += 1  # it is another graph than before; what comes at once is no way that leads back
        with graph_faults(self.path):
            self.store.flush()
            self.store.optimize()

    def last(self) -> None:
        """Have what was written survive a power cut, before anybody is told that it is there.

        The engine leaves its write-ahead file to the system, which may write it minutes later.

        Raises:
            StorageError: the disk.
        """
        if self.path is None:
            return
        with storage_faults(self.path):
            for file in self.path.glob("*.log"):
                handle = os.open(file, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    def reset(self) -> None:
        """Forget everything: position 0. An empty store is left alone: marks of what went would lie over what comes."""
        with graph_faults(self.path):
            if any(self.store.named_graphs()) or any(self.store.quads_for_pattern(None, None, None, None)):
                self.store.clear()

    def close(self) -> None:
        """Let go of the folder; the store must not be used after.

        What lies in RocksDB's own log is read again by each opening, 27 ms of CPU a MB: so much of it goes into files.
        The engine lets go of a log that holds nothing any more when it opens the folder: 0.02 s.
        """
        long = self.path is not None and sum(file.stat().st_size for file in self.path.glob("*.log")) > _UNFLUSHED
        if long:
            with suppress(OSError):  # it only saves time later
                self.store.flush()
        del self.store
        if long:
            with suppress(OSError):  # it only saves room
                Store(self.path)


def position_of(store: Store, base: str) -> int:
    """Return up to which event of the log the quads of *store* go, 0 if it does not say."""
    subject, predicate, graph = position_names(base)
    pattern = store.quads_for_pattern(subject, predicate, None, graph)
    return max((int(getattr(quad.object, "value", "0")) for quad in pattern), default=0)


def _data(verb: str, quads: Iterable[Quad]) -> Iterator[str]:
    """Yield quads as one DELETE DATA or INSERT DATA, grouped by graph, in pieces of many lines; nothing for none."""
    by_graph: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad)  # type: ignore[arg-type]  # no default graph: see above
    if not by_graph:
        return
    yield f"{verb} DATA {{\n"
    for graph, some in by_graph.items():
        yield f"GRAPH {graph} {{\n"
        lines = (f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in some)
        while piece := "".join(islice(lines, _LINES)):
            yield piece
        yield "}\n"
    yield "};\n"
