"""A knowledge base: one home, opened, and what can be done with it.

Input: calls of kb.cli and kb.api. Output: results as values.
Never: wires its parts (kb.bootstrap does), decides about knowledge
(extraction, validation and resolution do), or prints.
"""

import getpass
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kb import __version__
from kb.errors import ConflictError, LockedError, NotFoundError, StorageError
from kb.events import BaseCreated, OntologyAdopted
from kb.events.streams import BASE
from kb.graph.iris import Iris
from kb.log import Append, EventLog, Home
from kb.log.faults import storage_faults
from kb.query.limits import Limits
from kb.query.service import QueryResult
from kb.service.asking import Asker
from kb.settings import Settings

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from kb.extraction.protocol import Extractor
    from kb.language.gazetteer import Gazetteer
    from kb.projections.catalog_read import CatalogReader
    from kb.projections.graph_store import OnChange
    from kb.projections.opening import Projections
    from kb.service.adding import Adder
    from kb.service.confident import View
    from kb.service.page import Page
    from kb.service.showing import Shower
    from kb.service.vetting import Judge

OnWait = Callable[[str], None]
_PURPOSE = "News articles as a graph with evidence."


@dataclass(frozen=True, slots=True)
class Parts:
    """What kb.bootstrap chose; each is made when it is first needed.

    Attributes:
        extractor: reads articles.
        judge: says what the shapes refuse.
        coarse: event type -> class.
        gazetteer: knows places; makes None where there is none.
    """

    extractor: "Callable[[], Extractor]"
    judge: "Callable[[], Judge]"
    coarse: Callable[[], Callable[[str], str]]
    gazetteer: "Callable[[], Gazetteer | None]"


class OtherBaseError(ConflictError):
    """The home has another base IRI than the one asked for."""

    code = "other-base"

    def __init__(self, root: Path, base: str, asked: str) -> None:
        self.base = base
        self.asked = asked
        super().__init__(
            f"The knowledge base in {root} has the base IRI {base}, not {asked}.",
            hint="A base IRI is chosen once; make another home with --home.",
        )


class NoBaseError(NotFoundError):
    """The home has no event yet."""

    code = "no-base"

    def __init__(self, root: Path) -> None:
        self.root = root
        super().__init__(f"The knowledge base in {root} was never begun.", hint="Begin it with `kb init` or `kb add`.")


class KnowledgeBase:
    """One opened home. Close it at the end, or use it in ``with``.

    Attributes:
        home: its folder.
        settings: as in force.
        log: the truth.
        parts: see Parts.
        new: whether this opening began it.
        on_change: told of each step by which this process changes the graph, None for nobody.
    """

    def __init__(self, home: Home, settings: Settings, log: EventLog, parts: Parts) -> None:
        self.home = home
        self.settings = settings
        self.log = log
        self.parts = parts
        self.new = False
        self.on_change: OnChange | None = None
        self._asker = Asker(self)
        self._catalog: CatalogReader | None = None

    # -- what it is -------------------------------------------------------------------------------

    @cached_property
    def base_iri(self) -> str:
        """What every IRI of the graph begins with.

        Raises:
            NoBaseError: nothing was recorded yet.
        """
        first = next(self.log.read(limit=1, stream=BASE, types=[BaseCreated.TYPE]), None)
        if first is None or not isinstance(first.event, BaseCreated):
            raise NoBaseError(self.home.root)
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
        return f"person:{name or 'unknown'}"

    @property
    def limits(self) -> Limits:
        """What a query may cost."""
        return Limits(
            time=self.settings.query_timeout,
            memory=self.settings.query_memory_mb << 20,
            rows=self.settings.query_rows,
            running=self.settings.query_workers,
            services=frozenset(self.settings.service_hosts),
        )

    # -- writing ----------------------------------------------------------------------------------

    @contextmanager
    def writing(self, on_wait: OnWait | None = None) -> "Iterator[Projections]":
        """Hold the home's lock, with projections that have caught up with the log, whose end is sound.

        Raises:
            BrokenChainError: the log's last event is not what was written; `kb verify` looks at all of them.
            HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
            ProjectionStoppedError: an event cannot be taken in.
        """
        from kb.projections import opening

        lock = self.home.write_lock(self.settings.lock_timeout, on_wait)
        with lock:
            self.log.check_end()
            with opening.opened(self.home, self.log) as projections:
                projections.graph.on_change = self.on_change
                projections.advance(self.log)
                yield projections

    def begin(self) -> bool:
        """Record base and ontology in a home that has no event yet.

        Returns:
            Whether this was the beginning.

        Raises:
            OtherBaseError: a base IRI was asked for, and the home has another.
        """
        from kb.service.ontology import packaged_ontology

        asked = self.settings.base_iri
        begun = False
        if self.log.stream_version(BASE) == 0:
            Iris(asked)  # a base that names cannot be made from is refused before it is recorded
            with self.home.write_lock(self.settings.lock_timeout):
                if self.log.stream_version(BASE) == 0:
                    created = BaseCreated(asked, __version__, _PURPOSE)
                    self.log.append_batch([Append(BASE, 0, [created, packaged_ontology()], self.actor)])
                    begun = True
        if self.settings.origins.get("base_iri", "default") == "flag" and asked != self.base_iri:
            raise OtherBaseError(self.home.root, self.base_iri, asked)
        return begun

    def adopt_ontology(self) -> None:
        """Record the packaged ontology if the log's latest is another. The caller holds the lock."""
        from kb.service.ontology import packaged_ontology

        latest = ""
        for recorded in self.log.read(stream=BASE, types=[OntologyAdopted.TYPE]):
            if isinstance(recorded.event, OntologyAdopted):
                latest = recorded.event.sha256
        packaged = packaged_ontology()
        if packaged.sha256 != latest:
            self.log.append_batch([Append(BASE, self.log.stream_version(BASE), [packaged], self.actor)])

    @contextmanager
    def adder(self, *, revision: bool = False, on_wait: OnWait | None = None) -> "Iterator[Adder]":
        """Take articles in: ``with kb.adder() as adder: adder.add(outcome)``.

        The projections have caught up when the block ends well. If it breaks
        off they catch up when the home is opened next.
        """
        from kb.service.adding import Adder, Rules
        from kb.service.describing import Describer
        from kb.service.linking import Linker

        with self.writing(on_wait) as projections:
            self.adopt_ontology()
            linker = Linker(projections.catalog, self.parts.coarse())
            gazetteer = self.parts.gazetteer()
            describer = Describer(projections.catalog, gazetteer) if gazetteer else None
            rules = Rules(
                self.actor,
                revision,
                self.settings.max_characters,
                self.settings.commit_articles,
                self.settings.commit_seconds,
            )
            adder = Adder(
                self.log,
                projections,
                self.parts.extractor(),
                self.parts.judge(),
                linker,
                describer,
                self.base_iri,
                rules,
            )
            yield adder
            adder.catch_up()

    # -- reading ----------------------------------------------------------------------------------

    def catch_up(self) -> bool:
        """Bring the projections to the log's position, unless another process is at it or may not be disturbed.

        Returns:
            Whether they stand there now.

        Raises:
            NoBaseError: nothing was recorded yet.
            StorageError: there are no projections, and this user cannot make them.
        """
        if self.standing() == self.position:
            return True
        if not self.home.writable:
            if self.standing() < 0:
                raise StorageError(
                    f"The graph of {self.home.root} was never made, and this user may not write there.",
                    hint="Run `kb rebuild` as a user who may.",
                )
            return False
        from kb.projections import opening

        try:
            with self.home.write_lock(0.0), opening.opened(self.home, self.log) as projections:
                projections.graph.on_change = self.on_change
                projections.advance(self.log)
        except LockedError:
            if self.standing() < 0:
                raise
            return False
        return True

    def standing(self) -> int:
        """Return the position that catalog and graph have both reached, -1 if there are none."""
        if not self.home.catalog_path.exists() or not self.home.graph_path.exists():
            return -1
        with self.catalog_connection() as connection:
            rows = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        return min(int(rows.get("position", 0)), int(rows.get("floor", 0)))

    @property
    def catalog(self) -> "CatalogReader":
        """Lists, single records and full-text search, as the projections stand."""
        from kb.projections.catalog_read import CatalogReader

        if self._catalog is None:
            self.catch_up()
            self._catalog = CatalogReader(self.home.catalog_path)
        return self._catalog

    def show(self, what: str, min_confidence: float = 0.0) -> "Page":
        """Return the page about what an id, an IRI or a name stands for, without what is less sure.

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """
        with self.shower(min_confidence) as shower:
            return shower.page(what)

    def entity_id(self, what: str) -> str:
        """Return the canonical id of an entity given by id, IRI or name; "" for "".

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
        """
        if not what:
            return ""
        with self.shower() as shower:
            return shower.entity_id(what)

    @contextmanager
    def shower(self, min_confidence: float = 0.0) -> "Iterator[Shower]":
        """Lend what makes pages, and says what is as sure as asked for."""
        from kb.projections.confident import least_confidence
        from kb.service.showing import Shower

        least = least_confidence(min_confidence)
        self.catch_up()
        with self.catalog_connection() as connection:
            yield Shower(connection, self.log, self.iris, least)

    @contextmanager
    def catalog_connection(self) -> Iterator[sqlite3.Connection]:
        """Open the catalog's file for reading.

        Raises:
            StorageError: it cannot be read.
        """
        address = f"{self.home.catalog_path.absolute().as_uri()}?mode=ro"
        with storage_faults(self.home.catalog_path), closing(sqlite3.connect(address, uri=True)) as connection:
            yield connection

    def query(
        self,
        text: str,
        *,
        format: str = "",
        timeout: float | None = None,
        as_of: int | None = None,
        min_confidence: float = 0.0,
    ) -> QueryResult:
        """Answer a SPARQL query; see Asker.query."""
        return self._asker.query(text, format=format, timeout=timeout, as_of=as_of, min_confidence=min_confidence)

    def confident(self, least: float, as_of: int | None = None) -> "AbstractContextManager[View]":
        """Lend a view of the graph without what is less sure than *least*; see Asker.confident."""
        return self._asker.confident(least, as_of)

    @contextmanager
    def as_of(self, position: int) -> "Iterator[Projections]":
        """Open projections in memory as they were after event *position*.

        Raises:
            NoSuchPositionError: the log does not go that far.
        """
        from kb.projections import opening

        projections = opening.in_memory(self.log, position)
        try:
            yield projections
        finally:
            projections.close()

    # -- the end ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop query workers and let go of files; closing twice is harmless."""
        self._asker.close()
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None
        self.log.close()

    def __enter__(self) -> "KnowledgeBase":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
