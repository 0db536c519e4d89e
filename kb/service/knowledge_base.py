"""A knowledge base: one home, opened, and what can be done with it.

Input: calls of kb.cli and kb.api. Output: results as values.
Never: wires its parts (kb.bootstrap does), decides about knowledge
(extraction, validation and resolution do), or prints. What holds a home open
is kb.service.held, what writes to it kb.service.writing; questions are here.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from kb.log import EventLog, Home
from kb.query.service import QueryResult
from kb.service.asking import Asker
from kb.service.parts import NoBaseError, OnWait, OtherBaseError, Parts
from kb.service.writing import WritableHome
from kb.settings import Settings

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from kb.projections.opening import Projections
    from kb.service.confident import View
    from kb.service.page import Page
    from kb.service.showing import Shower

__all__ = ["KnowledgeBase", "NoBaseError", "OnWait", "OtherBaseError", "Parts"]


class KnowledgeBase(WritableHome):
    """One opened home. Close it at the end, or use it in ``with``."""

    def __init__(self, home: Home, settings: Settings, log: EventLog, parts: Parts) -> None:
        super().__init__(home, settings, log, parts)
        self._asker = Asker(self)

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
        super().close()

    def __enter__(self) -> "KnowledgeBase":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
