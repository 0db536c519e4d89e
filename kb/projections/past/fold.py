"""The fold's outcome as of an earlier event, laid over a catalog that stands later, which stays as it is.

Input: a catalog's file, opened for reading, its log, an event. Output: a PastFold, of which the graph's parts are made.
Never: copies the catalog, or projects its rows: it costs what is read of it and the events of one step, whatever the
base holds and however long ago that was. Gone with its block; the connection's temporary tables hold what was put.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections import runner
from kb.projections.catalog import steps
from kb.projections.catalog.schema import check_format
from kb.projections.contract import Touched
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views

# What was put since then hides what was held then, NULL that anything was; what no step changed since is as it is now.
_OVER: Final = (
    """
CREATE TEMP TABLE put_since (
    kind TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY (kind, part, key)
) WITHOUT ROWID
""",
    """
CREATE TEMP VIEW state (kind, part, key, value) AS
    SELECT kind, part, key, value FROM put_since WHERE value IS NOT NULL
    UNION ALL
    SELECT kind, part, key, value FROM main.held AS was WHERE after > {then} AND value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM main.held AS h WHERE h.kind = was.kind AND h.part = was.part AND h.key = was.key
        AND h.after > {then} AND h.after < was.after
    ) AND NOT EXISTS (
        SELECT 1 FROM put_since AS p WHERE p.kind = was.kind AND p.part = was.part AND p.key = was.key
    )
    UNION ALL
    SELECT kind, part, key, value FROM main.state AS now WHERE NOT EXISTS (
        SELECT 1 FROM main.held AS h WHERE h.kind = now.kind AND h.part = now.part AND h.key = now.key
        AND h.after > {then}
    ) AND NOT EXISTS (
        SELECT 1 FROM put_since AS p WHERE p.kind = now.kind AND p.part = now.part AND p.key = now.key
    )
""",
    """
CREATE TEMP TRIGGER state_put INSTEAD OF INSERT ON state BEGIN
    INSERT OR REPLACE INTO put_since VALUES (new.kind, new.part, new.key, new.value);
END
""",
    """
CREATE TEMP TRIGGER state_gone INSTEAD OF DELETE ON state BEGIN
    INSERT OR REPLACE INTO put_since VALUES (old.kind, old.part, old.key, NULL);
END
""",
)


@dataclass(frozen=True, slots=True)
class PastFold:
    """The fold's outcome as of an event, for reading.

    Attributes:
        position: that event.
        start: where the catalog stands that it is laid over.
        tables, views: what the fold kept, and what it amounts to.
        sources: where articles and extractions are read again.
        connection: to the catalog, whose steps lead back from *start*.
        tail: what was touched by taking in events of a step that the event lies in; None if nobody was to know.
    """

    position: int
    start: int
    tables: Tables
    views: Views
    sources: LogSources
    connection: sqlite3.Connection
    tail: Touched | None

    def touched(self, other: int) -> Touched | None:
        """Return all that may differ between this event and another, None if that cannot be told.

        A step says what differs between its ends alone: of what comes and goes within it, it says nothing.
        """
        if self.tail is None or not (other == self.start or steps.is_end(self.connection, other)):
            return None
        touched = steps.touched_since(self.connection, max(other, self.position), min(other, self.position))
        if touched is not None:
            touched.add(self.tail)
        return touched


@contextmanager
def laid_over(path: Path, log: EventLog, goal: int, *, compared: bool = True) -> Iterator[PastFold | None]:
    """Lend the fold as of event *goal*; None if the catalog's steps do not lead back so far.

    Args:
        path: the catalog's file, which others may write to meanwhile: it is read as it is now.
        goal: no later than the catalog stands.
        compared: whether *touched* will be asked.

    Raises:
        StorageError: the file cannot be read, or is of another version.
        ProjectionStoppedError: an event cannot be taken in.
    """
    with storage_faults(path), closing(_connected(path)) as connection:
        check_format(str(path), int(connection.execute("PRAGMA user_version").fetchone()[0]))
        connection.execute("BEGIN")
        row = connection.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
        start = int(row[0]) if row else 0
        reached = steps.first(connection, start, goal)
        if goal > start or reached > goal:
            yield None
            return
        for statement in _OVER:
            connection.execute(statement.format(then=reached))
        yield _turned(connection, Tables(connection), log, (start, reached, goal), compared=compared)


def _connected(path: Path) -> sqlite3.Connection:
    # From any thread: an answer is sent by many, one after another.
    return opened(path, isolation_level=None, check_same_thread=False)


def _turned(
    connection: sqlite3.Connection, tables: Tables, log: EventLog, positions: tuple[int, int, int], *, compared: bool
) -> PastFold:
    start, reached, goal = positions
    sources, tail = LogSources(log), Touched()
    for batch in runner.batches(log, reached, goal):
        from kb.projections.folding.projection import Fold  # few moments lie within a step

        fold = Fold(tables, sources)
        for recorded in batch:
            sources.remember(recorded)
            fold.take(recorded)
            tables.put("actor", recorded.envelope.actor)
        if compared:
            tail.add(fold.expand())
        else:
            fold.settle()
    return PastFold(goal, start, tables, Views(tables), sources, connection, tail if compared else None)
