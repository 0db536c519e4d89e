"""Holds snapshots to what a replay of the log up to their event gives, row by row and quad by quad.

Input: snapshots, their log. Output: the differences of each; read by kb.service.upkeep.verifying.
Never: changes a snapshot, or the log. One that differs can be removed: it is made again when it is asked for.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from kb.errors import StorageError
from kb.log import Home
from kb.log.faults import DiskFullError
from kb.projections import runner
from kb.projections.catalog.projection import Catalog
from kb.projections.past.kept import Kept
from kb.projections.past.projection import Past
from kb.projections.verify import MOST, Difference, catalog_file, differences, files, graph_share, replay, strays


def verify_snapshot(snapshot: Kept, past: Past, read: dict[int, int] | None = None) -> tuple[Difference, ...]:
    """Return how what a snapshot has differs from a replay up to its event; nothing where it is as it should be.

    Args:
        snapshot: lent while this runs.
        read: see kb.projections.graph.sums.rotten.

    Raises:
        StorageError: it cannot be opened, or what it is held to cannot be written.
        ProjectionStoppedError: the log cannot be replayed.
    """
    log = past.log
    place = Home(snapshot.folder, writable=False)  # a snapshot's folder has its files where a home has them
    found = files(snapshot.graph_path, read)
    with tempfile.TemporaryDirectory(prefix="kb-verify-") as folder:
        fresh = Path(folder) / "catalog.sqlite"
        if snapshot.catalog_path.exists():
            found += replay(place, log, fresh, snapshot.position)[1]
        elif snapshot.graph_path.exists() or snapshot.rows_path.exists():
            with closing(Catalog(fresh, log)) as catalog:
                catalog.fill(runner.batches(log, 0, snapshot.position))
            found += _rows(snapshot, past, fresh)
        if snapshot.graph_path.exists():
            quads, graph = graph_share(place, log, fresh)
            found += graph
            if len(found) < MOST:
                found += strays(place, log, fresh, quads)
    return tuple(dict.fromkeys(found))[:MOST]


def _rows(snapshot: Kept, past: Past, fresh: Path) -> list[Difference]:
    """Return how rows that are laid over the home's catalog differ from those of *fresh*, if there are any."""
    if not snapshot.rows_path.exists():
        return []
    with past.rows(snapshot.rows_path, snapshot.position) as connection:
        if connection is None:  # nobody reads them either
            return []
        found = catalog_file(connection, snapshot.rows_path, "past")
        return list(islice(chain(found, differences(connection, "temp", fresh, snapshot.position)), MOST))


def verify_snapshots(past: Past, *, repair: bool = False) -> Iterator[tuple[Kept, tuple[Difference, ...]]]:
    """Yield each snapshot of a home with its differences; that it cannot be opened is one.

    Args:
        repair: remove those that differ.
    """
    read: dict[int, int] = {}  # several may have links to one file
    for snapshot in past.snapshots.all():
        with past.snapshots.lent(snapshot.position) as held:
            if held is None:
                continue
            try:
                differing = verify_snapshot(held, past, read)
            except DiskFullError:  # of the replay
                raise
            except StorageError as error:
                differing = (Difference("snapshot", held.folder.name, "unusable", str(error)),)
        if differing and repair:
            past.snapshots.remove(snapshot.folder)
        yield snapshot, differing
