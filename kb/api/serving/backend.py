"""A knowledge base behind the HTTP service, with HEAD in memory for its queries.

Input: an opened KnowledgeBase. Output: kb.api.serving.ports.Service.
Never: lets two requests write at once; answers a query from a position older than the log's when the query began,
unless another process is writing just then.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from kb import __version__
from kb.api.serving.changes import Changes
from kb.api.serving.curating import Curating
from kb.api.serving.ports import Reads, Window
from kb.api.serving.questioning import Questioning
from kb.api.serving.reads import KnowledgeReads, PastReads
from kb.api.serving.recording import Recording
from kb.api.serving.telling import Telling
from kb.api.serving.visiting import Turns
from kb.api.traffic.problems import without_paths
from kb.errors import KbError, StorageError
from kb.log import EventLog
from kb.projections.catalog.current import CurrentCatalog
from kb.projections.catalog.reading import CatalogReader
from kb.projections.course import noted
from kb.projections.graph.store import bytes_on_disk
from kb.query.answers import Counts
from kb.query.service import QueryService
from kb.query.workers.recipe import DiskStore, Recipe, Snapshot
from kb.service.asking import standing_of
from kb.service.export.dumping import FOLDER
from kb.service.history.blame_told import Blame
from kb.service.history.blaming import blame
from kb.service.history.differing import Diff, differing
from kb.service.intake.warming import warm
from kb.service.knowledge_base import KnowledgeBase
from kb.service.stopped import stop_of
from kb.service.upkeep.guarding import Guard
from kb.service.upkeep.torn import mended
from kb.sources.visiting import Visit, visit

_MEMORY_A_DISK_BYTE: Final = 3  # a store in memory takes twice to three times what it takes on disk
_AT_ONCE: Final = 32 << 20  # bytes of a store that is in memory before the first query: a second, or two
_SHARE: Final = 0.4  # of the machine's memory that HEAD may take


class Backend(KnowledgeReads, Recording, Curating, Questioning):
    """Implements kb.api.serving.ports.Service. Close it before the knowledge base.

    Args:
        kb: opened for writing, or for reading only where nobody adds.
        visit: fetches an address; tests give one that may ask this machine.
    """

    def __init__(self, kb: KnowledgeBase, visit: Visit = visit) -> None:
        super().__init__(kb)
        self._visit = visit
        self._turns = Turns()
        self._queries: QueryService | None = None
        self._made = 0  # which file the catalog was when they were loaded
        self._course = ""  # of the log that they know
        self._loading = threading.Lock()
        self._adding = threading.Lock()
        self._telling = Telling()
        self._now = CurrentCatalog(kb.home.catalog_path)
        self._changes = Changes()
        self._closed = threading.Event()
        self.guard = Guard(kb)
        kb.on_change = self._changes.add
        kb.on_now = self._current
        kb.may_lag = True
        kb.reads_apart = True

    @cached_property
    def base_iri(self) -> str:
        """What every IRI of the graph begins with."""
        return self._kb.base_iri

    @property
    def query_slots(self) -> int:
        """How many queries may run and wait at the same time."""
        limits = self._kb.limits
        return limits.running + limits.spare + limits.slow + limits.halted + limits.queued

    @property
    def query_seconds(self) -> float | None:
        """How long a query may run; see the port."""
        return self._kb.limits.time

    @property
    def query_load(self) -> tuple[int, int]:
        """How many queries run and how many wait; see the port."""
        return self._queries.load if self._queries else (0, 0)

    def start(self) -> None:
        """Load the graph now and not with the first query; open what questions are kept in."""
        self._current().start()
        self._opens()

    def warm(self) -> None:
        """Load what reads articles now and not with the first one; who adds meanwhile waits for it.

        What may be asked about who is who is looked at as well: after many additions that takes long.
        """
        if self._kb.home.writable:
            with self._adding:
                warm(self._kb)
            self.prepare()

    def look_after(self) -> None:
        """Let go of files that another process has taken away or replaced; make a damaged graph again.

        Words that were erased are on the disk for as long as somebody has their files open, whether asked or not.
        """
        if self._now.tidy() and self._made != self._now.number():
            self._made = 0  # the number of what is gone may come to another file
        self._kb.tidy()
        self.guard.mend()

    def close(self) -> None:
        """Stop the query workers and let go of the catalog."""
        self._closed.set()
        self._telling.close()
        with self._loading:
            if self._queries:
                self._queries.close()
        self._now.close()

    @contextmanager
    def at(self, moment: str) -> Iterator[Reads]:
        """Lend what can be read as known at a moment; see the port."""
        position = self._kb.position_at(moment)
        if position is None or position == self._kb.position:
            yield self
            return
        with self._kb.as_of(position) as view:
            yield PastReads(self._kb, view)

    # -- the graph --------------------------------------------------------------------------------

    @contextmanager
    def _asked(self, min_confidence: float) -> Iterator[QueryService]:
        """Lend the queries on the graph, or on a view of it."""
        if min_confidence:
            with self._kb.confident(min_confidence) as view:
                yield view.queries
        else:
            yield self._current()

    def ontology(self) -> bytes:
        """Return the ontology as this version brings it; see the port."""
        from kb.service.ontology import packaged_ontology

        return packaged_ontology().turtle.encode()

    # -- the log ----------------------------------------------------------------------------------

    @property
    def log(self) -> EventLog:
        """The log, for those who follow it; see the port."""
        return self._kb.log

    @property
    def behind(self) -> str:
        """Why answers do not know the last events; see the port."""
        if (taken := self._telling.position) and self._kb.standing() < taken:
            return f"Event {taken} is being taken in: what lists and queries say may not know it yet."
        stop = stop_of(self._kb)
        if stop and stop.anew:  # what is there goes on
            stop = None
        if not self._kb.away and not stop:
            return ""
        why = f"Event {stop.position} cannot be taken in" if stop else "The log cannot be reached"
        return f"{why}; this is as of event {self._kb.standing()}."

    @property
    def dumps(self) -> Path:
        """The folder of the home's dumps; see the port."""
        return self._kb.home.root / FOLDER

    def diff(self, start: str, goal: str, *, most: int) -> AbstractContextManager[Diff]:
        """Lend what changed between two moments; see the port."""
        return differing(self._kb, start, goal, most=most)

    def blame(self, what: str, limit: int, as_of: str) -> Sequence[Blame]:
        """Return why something is in the graph; see the port."""
        return blame(self._kb, what, limit=limit, as_of=as_of)

    # -- writing ----------------------------------------------------------------------------------

    def standing(self) -> int:
        """Return the position that a query sees; see the port."""
        return self._current().position

    @property
    def course(self) -> str:
        """What stands for the log that a query sees; see the port."""
        return self._course

    @property
    def answers_kept(self) -> Counts:
        """How much the kept answers are worth; see the port."""
        return self._queries.answers.counts if self._queries else Counts()

    def at_hand(self) -> QueryService | None:
        """Return what answers on today's graph at once; see the port."""
        queries = self._queries
        there = queries is not None and not self._kb.away and self._kb.log.glance() == queries.position
        return queries if there else None

    # -- how it is --------------------------------------------------------------------------------

    def health(self) -> Mapping[str, object]:
        """Say how the service is; see the port."""
        problems: list[str] = []
        counts: dict[str, int] = {}
        position = 0
        try:
            standing = self._kb.standing()
            self._kb.catch_up()
            away = self._kb.away
            position = standing if away else self._kb.position
            if away:
                said = " ".join(without_paths(away))
                problems.append(f"{said} Nothing can be recorded; what is read is as of event {standing}.")
            elif (standing := self._kb.standing()) < position:
                stop = stop_of(self._kb)
                said = f" {stop}. {stop.hint}" if stop else ""
                problems.append(f"The graph stands at event {standing}, the log at {position}.{said}")
            if damage := self.guard.look():
                problems.append(without_paths(StorageError(damage))[0])
            catalog = self._catalog()
            counts = {
                "articles": catalog.list_articles(limit=1).total,
                "entities": catalog.list_entities(limit=1).total,
                "events": self.events(Window(1), {}).total,
                "statements": self.statements(Window(1), {}).total,
            }
        except KbError as error:
            problems.append(" ".join(without_paths(error)).strip())
        running, queued = self.query_load
        return {
            "status": "bad" if problems else "good",
            "version": __version__,
            "position": position,
            "counts": counts,
            "queries": {"running": running, "waiting": queued},
            "problems": problems,
        }

    # -- behind them ------------------------------------------------------------------------------

    def _current(self) -> QueryService:
        """Return the query service, brought to where the graph stands."""
        with self._loading:
            self._kb.catch_up()
            if self._queries is None:
                mended(self._kb, deep=True)
            position, made = self._kb.standing(), self._now.number()
            if self._queries is None or self._made != made or self._queries.position != position:
                self._course = noted(self._kb.home.catalog_path) or str(position)
            if self._queries is None:
                recipe = self._recipe(position)
                kept = self._kb.settings.query_cache_mb << 20
                self._queries = QueryService(recipe, self._kb.limits, base=self.base_iri, answers=kept)
            elif self._made != made:  # by `kb rebuild`, perhaps of a log that was put back: no step leads there
                self._queries.refresh(self._recipe(position))
            elif self._queries.position != position:
                self._bring_on(self._queries, position)
            self._made = made
            return self._queries

    def _bring_on(self, queries: QueryService, position: int) -> None:
        """Send what changed, where all of it went through this process; else have the whole loaded again."""
        recipe = self._recipe(position)
        steps = self._changes.take(queries.position, position)
        if not steps or not isinstance(recipe, Snapshot):
            queries.refresh(recipe)
            return
        for delta in steps:
            queries.advance(delta, replace(recipe, position=delta.position))

    def _recipe(self, position: int) -> Recipe:
        path, standing = self._kb.home.graph_path, standing_of(self.base_iri)
        size = bytes_on_disk(path)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        if size * _MEMORY_A_DISK_BYTE > memory * _SHARE:
            return DiskStore(str(path), position, standing)
        return Snapshot(position, store=str(path), meanwhile=size > _AT_ONCE, standing=standing)

    def _catalog(self) -> CatalogReader:
        """Return a reader of the catalog's file, another one if `kb rebuild` has put another file there."""
        self._kb.catch_up()
        return self._now.reader()
