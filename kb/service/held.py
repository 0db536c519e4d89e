"""A home held open: what it is, who acts on it, and how far its projections stand.

Input: a home, its log, the settings, the parts. Output: the base of KnowledgeBase.
Never: records an event, or answers a question.
"""

import getpass
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kb.errors import LockedError, StorageError
from kb.events import BaseCreated
from kb.events.streams import BASE
from kb.graph.iris import Iris
from kb.log import EventLog, Home
from kb.log.contract import UnreachableError, UnscrubbedError
from kb.log.faults import storage_faults
from kb.log.home import MINIMUM_FREE
from kb.log.sqlite_opening import opened
from kb.projections.catalog.current import CurrentCatalog
from kb.query.limits import Limits
from kb.service.parts import NoBaseError, Parts
from kb.service.stopped import noting, warn
from kb.settings import Settings

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from kb.projections.catalog.reading import CatalogReader
    from kb.projections.graph.writer import OnChange
    from kb.projections.past.projection import Past
    from kb.projections.runner import OnProgress
    from kb.query.service import QueryService

_BELIEVED: Final = 5.0  # seconds for which a log is not looked at for having been put back and gone on as far


class HeldHome:
    """One opened home.

    Attributes:
        home: its folder.
        settings: as in force.
        log: the truth.
        parts: see Parts.
        new: whether this opening began it.
        on_change: told of each step by which this process changes the graph, None for nobody.
        on_decided: told the position of a decision as soon as it is in the log, None for nobody.
        on_now: returns what answers on the graph of now, in memory if it can; None for nothing.
        reads_apart: whether long queries are read by another process, which a server wants and a command does not.
        may_lag: whether reading goes on with what the projections hold where the log's server is away.
        away: why it was away when it was last asked, None if it answered.
    """

    def __init__(self, home: Home, settings: Settings, log: EventLog, parts: Parts) -> None:
        self.home = home
        self.settings = settings
        self.log = log
        self.parts = parts
        self.new = self.may_lag = self.reads_apart = False
        self.on_change: OnChange | None = None
        self.on_decided: Callable[[int], None] | None = None
        self.on_now: Callable[[], QueryService | None] = lambda: None
        self.away: UnreachableError | None = None
        self._catalog = CurrentCatalog(home.catalog_path)
        self._stopped_at = -1  # position of the log when a projection could not go on
        self._of_course = (-1, 0.0)  # position at which the projections were found to be of this log, and when
        self._aside: TemporaryDirectory[str] | None = None

    @cached_property
    def base_iri(self) -> str:
        """What every IRI of the graph begins with.

        Raises:
            NoBaseError: nothing was recorded yet.
        """
        first = next(self.log.read(limit=1, stream=BASE, types=[BaseCreated.TYPE]), None)
        if first is None or not isinstance(first.event, BaseCreated):
            raise NoBaseError(self.home.name)
        return first.event.base_iri

    @property
    def iris(self) -> Iris:
        """The names of this home's nodes."""
        return Iris(self.base_iri)

    @property
    def position(self) -> int:
        """Position of the last event."""
        return self.log.position()

    @property
    def actor(self) -> str:
        """Who acts, as the log has it."""
        name = self.settings.actor
        if not name:
            with suppress(KeyError, OSError):
                name = getpass.getuser()
        return f"person:{name.removeprefix('person:') or 'unknown'}"  # given as the log has it, or without

    @property
    def limits(self) -> Limits:
        """What a query may cost."""
        return Limits(
            time=self.settings.query_timeout,
            memory=self.settings.query_memory_mb << 20,
            rows=self.settings.query_rows,
            size=self.settings.query_mb << 20,
            running=self.settings.query_workers,
            spare=self.settings.query_workers,
            slow=self.settings.query_workers,
            halted=self.settings.query_workers,
            apart=self.reads_apart,
            services=frozenset(self.settings.service_hosts),
        )

    @property
    def public_limits(self) -> Limits | None:
        """What a query of who brings no token may cost; None: the same as of others."""
        chosen, own = self.settings, self.limits
        if not (chosen.public_timeout or chosen.public_rows or chosen.public_memory_mb or chosen.public_mb):
            return None
        return replace(
            own,
            time=min(chosen.public_timeout or chosen.query_timeout, chosen.query_timeout),
            rows=min(chosen.public_rows or chosen.query_rows, chosen.query_rows),
            memory=min(chosen.public_memory_mb or chosen.query_memory_mb, chosen.query_memory_mb) << 20,
            size=min(chosen.public_mb or chosen.query_mb, chosen.query_mb) << 20,
        )

    def catch_up(self) -> bool:
        """Bring the projections to the log's position, unless another process is at it or may not be disturbed.

        Where an event cannot be taken in they stay as they are and can be read; a warning says how far behind.

        Returns:
            Whether they stand there now.

        Raises:
            NoBaseError: nothing was recorded yet.
            UnreachableError: the log's server is away, and *may_lag* is not set, or there are no projections.
            StorageError: there are no projections, and this user cannot make them.
            ProjectionStoppedError: there are none, for the log's first events cannot be taken in.
            OtherCourseError, AheadOfLogError: they are of events that the log does not have.
        """
        from kb.projections import course, drafts

        position, now = self._goal(), time.monotonic()
        if self.standing() == position:
            if self.away is None and (self._of_course[0] != position or now > self._of_course[1] + _BELIEVED):
                course.check_file(self.log, self.home.catalog_path, position)
                self._of_course = position, now
            drafts.clear(self.home)
            return self.away is None
        if self._stopped_at == position:  # said already; nothing has changed since
            return False
        if not self.home.writable:
            if self.standing() < 0:
                raise StorageError(
                    f"The graph of {self.home.name} was never made, and this user may not write there.",
                    hint="Run `kb rebuild` as a user who may.",
                )
            return False
        from kb.projections import opening
        from kb.projections.contract import ProjectionStoppedError

        try:
            with self.home.write_lock(0.0), noting(self.home):
                self.prepare()
                with opening.opened(self.home, self.log, self.past.keep) as projections:
                    projections.graph.on_change = self.on_change
                    projections.advance(self.log)
        except LockedError:
            if self.standing() < 0:
                raise
            return False
        except ProjectionStoppedError as error:
            if self.standing() <= 0:
                raise
            self._stopped_at = position
            warn(error, self.standing(), position)
            return False
        return True

    def _goal(self) -> int:
        """Return where the projections should stand: the log's position, or where they are if it is away."""
        try:
            position = self.position
        except UnreachableError as error:
            self.away, position = error, self.standing()
            if not self.may_lag or position <= 0:
                raise
        else:
            self.away = None
        return position

    def prepare(self) -> None:
        """Make the projections anew if something was erased since, or there are none; the caller holds the lock.

        Raises:
            LockedError: another process reads the log, whose older pages therefore stay for now.
        """
        from kb.projections import opening, purging

        if purging.due(self.home, self.log, self._tables_stand()):  # a graph that is gone comes from the tables
            with suppress(UnscrubbedError):  # who erased was told so
                self.purge()
        opening.begin(self.home, self.log, self.past.generations.share)

    def purge(self, on_progress: "OnProgress | None" = None) -> tuple[str, ...]:
        """Make everything derived anew and scrub the log, see kb.projections.purging; the caller holds the lock."""
        from kb.projections import purging

        self._let_go()
        return purging.purge(self.home, self.log, share=self.past.generations.share, on_progress=on_progress)

    def standing(self) -> int:
        """Return the position that catalog and graph have both reached, -1 if there are none.

        A graph that was left while it was being filled is none.

        Raises:
            CorruptError: the catalog has tables, and not the one that says where it stands.
            NewerCatalogError, OlderCatalogError: another version made them; a graph of its time would answer as it did.
        """
        from kb.projections.graph.whole import is_whole

        return self._tables_stand() if is_whole(self.home.graph_path) else -1

    def _tables_stand(self) -> int:
        """See *standing*, whatever became of the graph."""
        from kb.projections.catalog.standing import standing

        return standing(self.home.catalog_path, self.catalog_connection())

    @property
    def catalog(self) -> "CatalogReader":
        """Lists, single records and full-text search, as the projections stand."""
        if not self._catalog.is_open:
            self.catch_up()
        return self._catalog.reader()

    @contextmanager
    def catalog_connection(self) -> Iterator[sqlite3.Connection]:
        """Open the catalog's file for reading.

        Raises:
            StorageError: it cannot be read.
        """
        with storage_faults(self.home.catalog_path), closing(opened(self.home.catalog_path)) as connection:
            yield connection

    @property
    def aside(self) -> Path:
        """A folder for what is worked out where the home has no room or may not be written to; it goes at the end."""
        if self._aside is None:
            self._aside = TemporaryDirectory(prefix="kb-past-")
        return Path(self._aside.name)

    @cached_property
    def past(self) -> "Past":
        """The projections as of any event; see kb.projections.past.projection."""
        from kb.projections.past.generations import FOLDER, Generations
        from kb.projections.past.projection import Past
        from kb.projections.past.snapshots import Snapshots

        fits = self.home.writable and self.home.free_bytes() >= MINIMUM_FREE
        root = self.home.root / "past" if fits else self.aside
        snapshots = Snapshots(root, self.log, self.settings.snapshots, self.settings.as_of_views)
        share = self.settings.generations_percent / 100
        kept = Generations(self.home.root / FOLDER, self.log, self.home.graph_path, share)
        return Past(self.home, self.log, snapshots, kept)

    def tidy(self) -> None:
        """Let go of files that another process took away, as an erasure does."""
        self._catalog.tidy()
        if "past" in self.__dict__:
            self.past.tidy()

    def close(self) -> None:
        """Let go of files; closing twice is harmless."""
        if self._aside is not None:
            self._aside.cleanup()
            self._aside = None
        self._let_go()
        self.log.close()

    def _let_go(self) -> None:
        """Let go of the catalog's files, as of now and of earlier moments."""
        self._catalog.close()
        if "past" in self.__dict__:
            self.past.close()
