"""The catalog: the fold of the log and the tables for lists and search, on SQLite.

Input: batches of Recorded. Output: rows, and what the graph has yet to
project ("pending"), all in one transaction with the position.
Read by kb.projections.catalog.reading (lists, search) and kb.projections.graph.store.
Never: a row beyond its position; a partial batch.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kb.errors import KbError, LockedError, StorageError
from kb.events import Envelope, ExtractionRecorded, Recorded
from kb.graph.article_graph import article_quad_set
from kb.log import EventLog
from kb.log.faults import BusyError, storage_faults
from kb.projections import course
from kb.projections.catalog import steps
from kb.projections.catalog.schema import FORMAT, SCHEMA, check_format
from kb.projections.catalog.writing import RowWriter
from kb.projections.contract import ProjectionStoppedError, Touched
from kb.projections.folding.projection import Fold
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views

MEMORY: Final = ":memory:"
_CACHE: Final = 65_536  # KiB of pages held while a copy is turned to another event, or all of it is made


class Catalog:
    """The writing side; one process at a time, under the home's lock.

    Args:
        path: file, made if it is missing; ":memory:" for one that is thrown away.
        log: where articles and extractions are read again.
        alone: whether it is a copy that nobody else opens: without write-ahead file, and lost with the power.

    Raises:
        NewerCatalogError, OlderCatalogError: another version made it.
        StorageError: it cannot be read or written.
    """

    name = "catalog"

    def __init__(self, path: Path | str, log: EventLog, *, alone: bool = False) -> None:
        self.path = str(path)
        self.sources = LogSources(log)
        with storage_faults(Path(self.path)):
            self.connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            if self.path != MEMORY:
                self.connection.execute(f"PRAGMA journal_mode = {'DELETE' if alone else 'WAL'}")
                self.connection.execute(f"PRAGMA synchronous = {'OFF' if alone else 'NORMAL'}")
            if alone:  # much of it changes in one transaction, which spills into the file beyond this
                self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            found = int(self.connection.execute("PRAGMA user_version").fetchone()[0])
            try:
                check_format(self.path, found)
            except StorageError:
                self.connection.close()
                raise
            if found != FORMAT:  # all or none of it: who is killed leaves no half a catalog
                self.connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
        self.tables = Tables(self.connection)
        self.views = Views(self.tables)
        self._rows = RowWriter(self.connection, self.tables, self.sources, self.views)

    @property
    def position(self) -> int:
        """Position of the last event taken in, 0 for none."""
        return int(self._meta("position") or 0)

    @property
    def noted(self) -> str:
        """The last event taken in, see kb.projections.course; "" if an earlier version did not say."""
        return self._meta(course.NOTED) or ""

    @property
    def floor(self) -> int:
        """Position up to which *pending* may have been forgotten."""
        return int(self._meta("floor") or 0)

    def settle(self) -> None:
        """Bring all that lies beside the file into it, so that the file alone can be moved.

        SQLite does it at the end, too, but says nothing if the disk is full then.

        Raises:
            DiskFullError, BusyError: it did not all get in.
        """
        with storage_faults(Path(self.path)):
            if self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise BusyError(Path(self.path))

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def apply(self, batch: Sequence[Recorded]) -> None:
        """Take in events, whole or not at all; see Projection."""
        try:
            self._apply(batch)
        except (StorageError, LockedError):
            raise
        except Exception as error:
            failing = self._failing(batch)
            if failing is None:
                raise
            recorded, cause = failing
            raise ProjectionStoppedError(self.name, recorded.position, recorded.envelope.type, _said(cause)) from error

    def _apply(self, batch: Sequence[Recorded]) -> None:
        if not batch:
            return
        with self.transaction():
            touched = Touched()
            for step in steps.cut(batch):
                touched.add(self._step(step))
            self._check(batch)
            self.project(touched)
            position = self._stand_at(batch[-1].envelope)
            self.connection.executemany(
                "INSERT OR REPLACE INTO pending VALUES (?, ?, ?)",
                ((kind, key, position) for kind, key in touched.pairs()),
            )

    def _step(self, events: Sequence[Recorded], fold: Callable[[Sequence[Recorded]], Fold] | None = None) -> Touched:
        """Fold a few events in, and keep what it takes to go back."""
        with self.tables.watched() as held:
            touched = (fold or self._fold)(events).expand()
        steps.keep(self.connection, steps.Step(events[0].position - 1, events[-1].position, touched, held))
        return touched

    def _check(self, batch: Sequence[Recorded]) -> None:
        """Make sure that the graph, which comes after, can take in what was read."""
        for recorded in batch:
            if isinstance(recorded.event, ExtractionRecorded):
                row = self.views.article_row(recorded.event.article_id) or {}
                article = self.sources.article(int(row["position"]))
                article_quad_set(article, recorded.event.extraction, {}, self.views.base())

    def _failing(self, batch: Sequence[Recorded]) -> tuple[Recorded, Exception] | None:
        """Take a failing batch event by event, so that all before the failing one are in."""
        for recorded in batch:
            try:
                self._apply([recorded])
            except (StorageError, LockedError):
                raise
            except Exception as error:  # noqa: BLE001 - apply raises it with the event named
                return recorded, error
        return None

    def _fold(self, batch: Iterable[Recorded]) -> Fold:
        fold = Fold(self.tables, self.sources)
        for recorded in batch:
            self._take(fold, recorded)
        return fold

    def _fold_or_stop(self, batch: Iterable[Recorded]) -> Fold:
        """Fold events in.

        Raises:
            ProjectionStoppedError: names the first event that cannot be taken in.
        """
        fold = Fold(self.tables, self.sources)
        for recorded in batch:
            try:
                self._take(fold, recorded)
            except (StorageError, LockedError):
                raise
            except Exception as error:
                raise ProjectionStoppedError(
                    self.name, recorded.position, recorded.envelope.type, _said(error)
                ) from error
        return fold

    def _take(self, fold: Fold, recorded: Recorded) -> None:
        self.sources.remember(recorded)
        fold.take(recorded)
        self.tables.put("actor", recorded.envelope.actor)

    def fill(self, batches: Iterable[Sequence[Recorded]], *, steps_too: bool = False) -> int:
        """Take in a whole log at once: fold it all, then write each row once. For a new catalog.

        Args:
            steps_too: keep what it takes to go back, as *apply* does.

        Returns:
            The position reached.

        Raises:
            ProjectionStoppedError: names the first event that it cannot take.
        """
        position = 0
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")  # a sixth less than with SQLite's own 2 MB
        with self.transaction():
            for batch in batches:
                if steps_too:
                    for few in steps.cut(batch):
                        self._step(few, self._fold_or_stop)
                else:
                    self._fold_or_stop(batch).settle()
                position = self._stand_at(batch[-1].envelope)
            with self.tables.remembered():
                self.project(self.everything(position))
            self._set("floor", position)
        return position

    def everything(self, position: int) -> Touched:
        """Return every key of articles, entities and graphs; *records* up to *position*."""
        return self.views.everything(position)

    def project(self, touched: Touched) -> None:
        """Write the rows of what was touched again."""
        for article in sorted(touched.articles):
            self._rows.article(article)
        for entity in sorted(touched.entities):
            self._rows.entity(entity)

    def pending(self, after: int) -> Touched:
        """Return what changed after position *after*, for a graph that stands there."""
        return Touched.of(self.connection.execute("SELECT kind, key FROM pending WHERE position > ?", (after,)))

    def stand(self, position: int) -> None:
        """Say that the rows are those of an earlier *position*; the caller's transaction has made them so."""
        steps.forget_after(self.connection, position)
        self.connection.execute("DELETE FROM pending")
        self._set("position", position)
        self._set("floor", position)

    def forget(self, until: int) -> None:
        """Drop what the graph has projected, up to position *until*."""
        with self.transaction():
            self.connection.execute("DELETE FROM pending WHERE position <= ?", (until,))
            self._set("floor", max(until, self.floor))

    def reset(self) -> None:
        """Forget everything: position 0."""
        with self.transaction():
            names = self.connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                "AND name NOT LIKE 'search_%' OR name = 'search_keys'"
            ).fetchall()
            for (table,) in names:
                self.connection.execute(f"DELETE FROM {table}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the block one transaction; it leaves nothing behind if it fails."""
        with storage_faults(Path(self.path)):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self.connection.in_transaction:  # SQLite itself takes back what a full disk ended
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def _meta(self, name: str) -> str | None:
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _stand_at(self, last: Envelope) -> int:
        """Say that all up to an event is taken in, and which event that was; return its position."""
        self._set(course.NOTED, course.note(last))
        self._set("position", last.position)
        return last.position

    def _set(self, name: str, value: int | str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, str(value)))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, KbError) else f"{type(error).__name__}: {error}"
