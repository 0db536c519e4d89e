"""Compares a home's projections with a fresh replay of its log, quad by quad and row by row.

Input: a home and its log. Output: a report that names each difference.
Never: changes anything; holds the whole graph twice. The graph is made part by
part from a fold of its own, and each part compared with what the store holds.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, Store

from kb.errors import IntegrityError
from kb.graph.iris import Iris
from kb.log import EventLog, Home
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections import runner
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.schema import COMPARED, check_format
from kb.projections.catalog.soundness import file_faults, word_faults
from kb.projections.graph import sums
from kb.projections.graph.faults import torn_faults
from kb.projections.graph.part_looks import held
from kb.projections.graph.parts import GraphParts, parts_of
from kb.projections.graph.store import open_reader
from kb.projections.graph.writer import position_of

MOST: Final = 50  # differences that a report names


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a projection is not what the log makes it.

    Attributes:
        projection: "graph" or "catalog".
        where: graph and subject, or table and key.
        what: "missing", "extra", "position", "rotten".
        value: the quad as an N-Quads line, or the row.
    """

    projection: str
    where: str
    what: str
    value: str


class ProjectionDiffersError(IntegrityError):
    """A projection does not hold what a fresh replay of the log gives."""

    code = "projection-differs"

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        self.differences = differences
        first = differences[0]
        super().__init__(
            f"The {first.projection} differs from the log at {first.where}: {first.what} {first.value}",
            hint="`kb rebuild` makes the projections again from the log.",
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared.

    Attributes:
        events: envelopes of the log, each found sound.
        quads: quads that the graph should have.
        rows: rows that the catalog should have.
        differences: the first MOST.
    """

    events: int
    quads: int
    rows: int
    differences: tuple[Difference, ...]

    def check(self) -> None:
        """Raise if anything differs.

        Raises:
            ProjectionDiffersError: carries the differences.
        """
        if self.differences:
            raise ProjectionDiffersError(self.differences)


def verify(home: Home, log: EventLog) -> Report:
    """Walk the log's chain, replay it aside and compare both projections with it.

    kb.service.upkeep.verifying does the same in parallel, and more.

    Raises:
        BrokenChainError: the log itself is not sound; nothing else is compared.
        StorageError: a projection cannot be opened.
    """
    events = log.verify()
    with tempfile.TemporaryDirectory(prefix="kb-verify-") as folder:
        fresh = Path(folder) / "catalog.sqlite"
        rows, found = replay(home, log, fresh, events)
        quads, graph = graph_share(home, log, fresh)
        if len(found) + len(graph) < MOST:
            graph += strays(home, log, fresh, quads)
        found = [*files(home.graph_path), *found]
    return Report(events, quads, rows, tuple(dict.fromkeys((*found, *graph)))[:MOST])


def replay(home: Home, log: EventLog, fresh: Path, until: int) -> tuple[int, list[Difference]]:
    """Fold the log up to *until* into the new file *fresh* and compare the home's catalog with it.

    Returns:
        How many rows were compared, and the first differences.

    Raises:
        ProjectionStoppedError: an event cannot be taken in.
        StorageError: the catalog cannot be opened, or is of another version of kb.
    """
    catalog = Catalog(fresh, log)
    try:
        catalog.fill(runner.batches(log, 0, until))
        found = list(islice(_catalog_differences(home.catalog_path, fresh, until), MOST))
        return sum(_count(catalog.connection, table) for table in COMPARED), found
    finally:
        catalog.close()


def files(folder: Path, read: dict[int, int] | None = None) -> list[Difference]:
    """Hold the files of a graph's engine to their sums: parts are looked up in some of its indices alone.

    Args:
        read: see kb.projections.graph.sums.rotten.

    Raises:
        StorageError: one cannot be read.
    """
    said = "holds something else than was written"
    return [Difference("graph", f"file {name}", "rotten", said) for name in sums.rotten(folder, read)]


def catalog_file(connection: sqlite3.Connection, path: Path, schema: str = "main") -> list[Difference]:
    """Return what SQLite finds wrong with a file of tables: rows are compared by the tables, lists read the indices."""
    return [Difference("catalog", f"file {path.name}", "rotten", said) for said in file_faults(connection, schema)]


def graph_share(
    home: Home, log: EventLog, fresh: Path, share: int = 0, shares: int = 1
) -> tuple[int, list[Difference]]:
    """Compare a share of the graph's parts with what the catalog *fresh*, made by *replay*, gives for them.

    Args:
        share: which one of *shares*, from 0.
        shares: into how many the parts are dealt.

    Returns:
        How many quads these parts should have, and the first differences.

    Raises:
        StorageError: the graph cannot be opened, or what is read of it is damaged.
    """
    store = open_reader(home.graph_path)
    with closing(Catalog(fresh, log)) as catalog, torn_faults(home.graph_path):
        base = catalog.views.base()
        if not base:
            return 0, []
        position = position_of(store, base)
        if position != catalog.position:
            said = f"{position}, the log is at {catalog.position}"
            return 0, [Difference("graph", "position", "position", said)] if share == 0 else []
        parts, found, expected = GraphParts(catalog), list[Difference](), 0
        for part in islice(parts_of(catalog.everything(catalog.position), catalog), share, None, shares):
            should, has = parts.quads(part), held(store, part, Iris(base))
            expected += len(should)
            if len(found) < MOST:
                found += [_differs(quad, "missing") for quad in sorted(should - has, key=str)]
                found += [_differs(quad, "extra") for quad in sorted(has - should, key=str)]
        return expected, found[:MOST]


def strays(home: Home, log: EventLog, fresh: Path, expected: int) -> list[Difference]:
    """Return quads that belong to no part, looked for only if the graph has more than *expected* quads."""
    store = open_reader(home.graph_path)
    with closing(Catalog(fresh, log)) as catalog, torn_faults(home.graph_path):
        base = catalog.views.base()
        if not base or position_of(store, base) != catalog.position or len(store) <= expected:
            return []
        return list(islice(_strays(store, catalog, GraphParts(catalog), base), MOST))


def _strays(store: Store, fresh: Catalog, parts: GraphParts, base: str) -> Iterator[Difference]:
    iris = Iris(base)
    shared = (iris.registry_graph(), iris.decisions_graph())
    known = {iris.article_graph(article) for article in fresh.tables.parts("article")}
    known |= {iris.article_graph(listing) for listing in fresh.tables.parts("listing")}
    known |= {iris.ontology_graph()}
    known_names = {str(name) for name in known} | {f"<{name}>" for name in fresh.tables.parts("graph")}
    should = set[Quad]()
    for part in parts_of(fresh.everything(fresh.position), fresh):
        for quad in parts.quads(part):
            if quad.graph_name in shared:
                should.add(quad)
            else:  # of a happening, say: what its graph holds besides was found with the part
                known_names.add(str(quad.graph_name))
    for quad in store.quads_for_pattern(None, None, None, None):
        if quad.graph_name in shared:
            if quad not in should:
                yield _differs(quad, "extra")
        elif str(quad.graph_name) not in known_names:
            yield _differs(quad, "extra")


def _differs(quad: Quad, what: str) -> Difference:
    return Difference("graph", f"{quad.graph_name} {quad.subject}", what, str(quad))


def _catalog_differences(path: Path, fresh: Path, position: int) -> Iterator[Difference]:
    with storage_faults(path), closing(opened(path)) as connection:
        check_format(str(path), int(connection.execute("PRAGMA user_version").fetchone()[0]))
        yield from catalog_file(connection, path)
        yield from differences(connection, "main", fresh, position)
        for said in word_faults(connection, "main", "fresh"):
            yield Difference("catalog", "words of search", "rotten", said)


def differences(connection: sqlite3.Connection, tables: str, fresh: Path, position: int) -> Iterator[Difference]:
    """Yield how the rows that a connection reads differ from those of a catalog as of *position*.

    Args:
        tables: which of its schemas has them; "temp" where they are views.
        fresh: that catalog's file.
    """
    connection.execute("ATTACH DATABASE ? AS fresh", (f"{fresh.as_uri()}?mode=ro",))
    row = connection.execute(f"SELECT value FROM {tables}.meta WHERE name = 'position'").fetchone()
    stands = int(row[0]) if row else 0
    if stands != position:
        yield Difference("catalog", "position", "position", f"{stands}, the log is at {position}")
        return
    for table, key in COMPARED.items():
        for what, one, other in (("missing", "fresh", tables), ("extra", tables, "fresh")):
            query = f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}"
            yield from _rows(connection, query, table, len(key), what)
    texts = (
        "SELECT k.owner, k.kind, k.id, s.title, s.body FROM {0}.search_keys k "
        "LEFT JOIN {0}.search s ON s.rowid = k.number"
    )
    for what, one, other in (("missing", "fresh", tables), ("extra", tables, "fresh")):
        query = f"{texts.format(one)} EXCEPT {texts.format(other)}"
        yield from _rows(connection, query, "search", 3, what)


def _rows(connection: sqlite3.Connection, query: str, table: str, keys: int, what: str) -> Iterator[Difference]:
    for row in connection.execute(query):
        key = " ".join(str(value) for value in row[:keys])
        yield Difference("catalog", f"{table} {key}", what, repr(row[keys:])[:300])


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
