"""The fold's outcome as of an earlier event, laid over a catalog that stands later, which stays as it is.

Input: a catalog's file, opened for reading, its log, an event. Output: a PastFold, of which the graph's parts are made.
Never: copies the catalog, or projects its rows: it costs what was changed since, whatever the base holds. Gone with its
block; the connection's temporary tables hold it, on disk where it is large.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.projections import runner
from kb.projections.catalog import steps
from kb.projections.catalog.schema import check_format
from kb.projections.contract import Touched
from kb.projections.folding.projection import Fold
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views

# What stands here hides what the catalog has under the same key; NULL hides that it has something.
_OVER: Final = """
CREATE TEMP TABLE changed_since (
    kind TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY (kind, part, key)
) WITHOUT ROWID;
CREATE TEMP VIEW state (kind, part, key, value) AS
    SELECT kind, part, key, value FROM changed_since WHERE value IS NOT NULL
    UNION ALL
    SELECT kind, part, key, value FROM main.state AS now WHERE NOT EXISTS (
        SELECT 1 FROM changed_since AS c WHERE c.kind = now.kind AND c.part = now.part AND c.key = now.key
    );
CREATE TEMP TRIGGER state_put INSTEAD OF INSERT ON state BEGIN
    INSERT OR REPLACE INTO changed_since VALUES (new.kind, new.part, new.key, new.value);
END;
CREATE TEMP TRIGGER state_gone INSTEAD OF DELETE ON state BEGIN
    INSERT OR REPLACE INTO changed_since VALUES (old.kind, old.part, old.key, NULL);
END;
"""


@dataclass(frozen=True, slots=True)
class PastFold:
    """The fold's outcome as of an event, for reading.

    Attributes:
        position: that event.
        start: where the catalog stands that it is laid over.
        tables, views: what the fold kept, and what it amounts to.
        sources: where articles and extractions are read again.
        connection: to the catalog, whose steps lead back from *start*.
        tail: what was touched by taking in events of a step that the event lies in.
    """

    position: int
    start: int
    tables: Tables
    views: Views
    sources: LogSources
    connection: sqlite3.Connection
    tail: Touched

    def touched(self, other: int) -> Touched | None:
        """Return all that may differ between this event and another, None if that cannot be told.

        A step says what differs between its ends alone: of what comes and goes within it, it says nothing.
        """
        if not (other == self.start or steps.is_end(self.connection, other)):
            return None
        touched = steps.touched_since(self.connection, max(other, self.position), min(other, self.position))
        if touched is not None:
            touched.add(self.tail)
        return touched


@contextmanager
def laid_over(path: Path, log: EventLog, goal: int) -> Iterator[PastFold | None]:
    """Lend the fold as of event *goal*; None if the catalog's steps do not lead back so far.

    Args:
        path: the catalog's file, which others may write to meanwhile: it is read as it is now.
        goal: no later than the catalog stands.

    Raises:
        StorageError: the file cannot be read, or is of another version.
        ProjectionStoppedError: an event cannot be taken in.
    """
    with storage_faults(path), closing(_connected(path)) as connection:
        check_format(str(path), int(connection.execute("PRAGMA user_version").fetchone()[0]))
        connection.executescript(_OVER)
        connection.execute("BEGIN")
        row = connection.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
        start = int(row[0]) if row else 0
        if goal > start or steps.first(connection, start, goal) > goal:
            yield None
            return
        yield _turned(connection, Tables(connection), log, start, goal)


def _connected(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"  # from any thread: an answer is sent by many, one after another
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def _turned(connection: sqlite3.Connection, tables: Tables, log: EventLog, start: int, goal: int) -> PastFold:
    reached = start
    for before, values in steps.held_back(connection, start, goal):
        reached = before
        rows = sorted((*at, text) for at, text in values.items())
        connection.executemany("INSERT OR REPLACE INTO changed_since VALUES (?, ?, ?, ?)", rows)
    sources, tail = LogSources(log), Touched()
    for batch in runner.batches(log, reached, goal):
        fold = Fold(tables, sources)
        for recorded in batch:
            sources.remember(recorded)
            fold.take(recorded)
            tables.put("actor", recorded.envelope.actor)
        tail.add(fold.expand())
    return PastFold(goal, start, tables, Views(tables), sources, connection, tail)
