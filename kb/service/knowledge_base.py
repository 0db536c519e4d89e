"""A knowledge base: one home, opened, and what can be done with it.

Input: calls of kb.cli and kb.api. Output: results as values.
Never: wires its parts (kb.bootstrap does), decides about knowledge
(extraction, validation and resolution do), or prints. What holds a home open
is kb.service.held, what writes to it kb.service.writing; questions are here.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kb.log import EventLog, Home
from kb.query.manner import PLAIN, Manner
from kb.query.service import QueryResult
from kb.service.asking import Asker
from kb.service.history.asof import AsOf, Moment, erased_up_to, erasure_of, lent, position_at
from kb.service.parts import NoBaseError, OnWait, OtherBaseError, Parts
from kb.service.writing import WritableHome
from kb.settings import Settings

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from pyoxigraph import Store

    from kb.projections.past.view import PastView
    from kb.service.confident import View
    from kb.service.display.page import Page
    from kb.service.display.showing import Shower
    from kb.service.history.past_queries import PastQueries

_past = logging.getLogger("kb.past")
__all__ = ["KnowledgeBase", "NoBaseError", "OnWait", "OtherBaseError", "Parts"]


class KnowledgeBase(WritableHome):
    """One opened home. Close it at the end, or use it in ``with``."""

    def __init__(self, home: Home, settings: Settings, log: EventLog, parts: Parts) -> None:
        super().__init__(home, settings, log, parts)
        self._asker = Asker(self)

    def position_at(self, moment: AsOf) -> int | None:
        """Return the last event that a moment knows of, a position or a time; None for now.

        Raises:
            BadMomentError, NoSuchMomentError: see kb.service.history.asof.position_at.
        """
        position = position_at(self.log, moment)
        if position is not None and (gone := erased_up_to(self.log, position)):
            _past.warning(
                "As of event %s it is shown without %s of its events: they were erased since.", f"{position:,}", gone
            )
        return position

    @contextmanager
    def at(self, moment: AsOf = None) -> Iterator[Moment]:
        """Lend the knowledge base as it was known at a moment, a position or a time; None for now.

        Raises:
            BadMomentError, NoSuchMomentError: see kb.service.history.asof.position_at.
            StorageError: the past cannot be read or written, or what is read of the graph is damaged.
        """
        from kb.projections.graph.faults import GraphFaultError, torn_faults

        position = self.position_at(moment)
        if position is None or position == self.position:
            self.catch_up()
            with torn_faults(self.home.graph_path):
                yield Moment(
                    self.standing(),
                    self.log,
                    self.iris,
                    reader=lambda: self.catalog,
                    connection=self.catalog_connection,
                    store=self.store,
                )
            return
        try:
            with self.as_of(position) as view, torn_faults(self.home.root / "past"):
                yield Moment(
                    position,
                    self.log,
                    self.iris,
                    reader=lambda: view.reader,
                    connection=lambda: lent(view.connection),
                    store=lambda: view.graph.store,
                    until=True,
                )
        except GraphFaultError:
            self.past.forget_rotten()  # whoever asks again has it made again
            raise

    def store(self) -> "Store":
        """Open the graph as it stands; one with damaged files is made again first, see kb.service.upkeep.torn."""
        from kb.projections.graph.faults import GraphFaultError
        from kb.projections.graph.store import open_standing

        try:
            return open_standing(self.home.graph_path, self.base_iri, self.standing())
        except GraphFaultError:
            from kb.service.upkeep.torn import mended

            if not mended(self):
                raise
            return open_standing(self.home.graph_path, self.base_iri, self.standing())

    def show(self, what: str, min_confidence: float = 0.0, as_of: AsOf = None) -> "Page":
        """Return the page about what an id, an IRI or a name stands for, without what is less sure.

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page; ErasedError: an article that was erased.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """
        from kb.service.identity.naming import ErasedError, NothingCalledError

        with self.at(as_of) as moment:
            try:
                return moment.show(what, min_confidence)
            except NothingCalledError as error:
                name = what.rstrip("/>").rpartition("/")[2]
                if position := erasure_of(self.log, name.removeprefix("article-")):
                    raise ErasedError(name.removeprefix("article-"), position) from error
                moment.refuse_former(name)
                raise

    def entity_id(self, what: str) -> str:
        """Return the canonical id of an entity given by id, IRI or name; "" for "".

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
        """
        if not what:
            return ""
        with self.at() as moment:
            return moment.entity_id(what)

    @contextmanager
    def shower(self, min_confidence: float = 0.0) -> "Iterator[Shower]":
        """Lend what makes pages, and says what is as sure as asked for."""
        with self.at() as moment, moment.shower(min_confidence) as shower:
            yield shower

    def query(
        self,
        text: str,
        *,
        format: str = "",
        timeout: float | None = None,
        as_of: AsOf = None,
        min_confidence: float = 0.0,
        manner: Manner = PLAIN,
    ) -> QueryResult:
        """Answer a SPARQL query; see Asker.query."""
        at, sure = self.position_at(as_of), min_confidence
        return self._asker.query(text, format=format, timeout=timeout, as_of=at, min_confidence=sure, manner=manner)

    def explain_query(
        self, text: str, *, as_of: AsOf = None, min_confidence: float = 0.0, manner: Manner = PLAIN
    ) -> dict[str, Any]:
        """Return how a query would be evaluated, in estimates; see Asker.explain."""
        at = self.position_at(as_of)
        return self._asker.explain(text, as_of=at, min_confidence=min_confidence, manner=manner)

    @property
    def past_queries(self) -> "PastQueries":
        """Query services on the graph as it was."""
        return self._asker.past

    def confident(self, least: float, as_of: int | None = None) -> "AbstractContextManager[View]":
        """Lend a view of the graph without what is less sure than *least*; see Asker.confident."""
        return self._asker.confident(least, as_of)

    def as_of(self, position: int) -> "AbstractContextManager[PastView]":
        """Lend the projections as they were after event *position*; see kb.projections.past.projection.Past.at.

        Raises:
            NoSuchPositionError: the log does not go that far.
        """
        return self.past.at(position)

    # -- the end ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop query workers and let go of files; closing twice is harmless."""
        self._asker.close()
        super().close()

    def __enter__(self) -> "KnowledgeBase":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
