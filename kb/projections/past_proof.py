"""Holds snapshots to what a replay of the log up to their event gives, row by row and quad by quad.

Input: snapshots, their log. Output: the differences of each; read by kb.service.verifying.
Never: changes a snapshot, or the log. One that differs can be removed: it is made again when it is asked for.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from kb.log import EventLog, Home
from kb.projections.past import Past
from kb.projections.past_view import PastView
from kb.projections.snapshots import Snapshot
from kb.projections.verify import MOST, Difference, graph_share, replay, strays


def verify_snapshot(snapshot: Snapshot, log: EventLog) -> tuple[Difference, ...]:
    """Return how a snapshot differs from a replay up to its event; nothing where it is as it should be.

    Args:
        snapshot: lent while this runs.

    Raises:
        StorageError: it cannot be opened.
        ProjectionStoppedError: the log cannot be replayed.
    """
    view = PastView(snapshot, log)
    place = Home(view.graph_path.parent, writable=False)  # a snapshot's folder has its files where a home has them
    with tempfile.TemporaryDirectory(prefix="kb-verify-") as folder:
        fresh = Path(folder) / "catalog.sqlite"
        _, found = replay(place, log, fresh, snapshot.position)
        quads, graph = graph_share(place, log, fresh)
        if len(found) + len(graph) < MOST:
            graph += strays(place, log, fresh, quads)
    return tuple(dict.fromkeys((*found, *graph)))[:MOST]


def verify_snapshots(past: Past, *, repair: bool = False) -> Iterator[tuple[Snapshot, tuple[Difference, ...]]]:
    """Yield each snapshot of a home with its differences.

    Args:
        repair: remove those that differ.
    """
    for snapshot in past.snapshots.all():
        with past.snapshots.lent(snapshot.position) as held:
            if held is None:
                continue
            differences = verify_snapshot(held, past.log)
        if differences and repair:
            past.snapshots.remove(snapshot.folder)
        yield snapshot, differences
