"""Questions to a knowledge base: SPARQL on the graph as it is, as it was, and as far as it is sure.

Input: the opened knowledge base. Output: query results, views; used through KnowledgeBase.
Never: evaluates a query itself, or makes a view that nobody asked for.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kb.graph.decisions_graph import position_names
from kb.query.errors import QueryMemoryError, QueryTimeoutError, UnreadableGraphError
from kb.query.manner import PLAIN, Manner
from kb.query.service import QueryResult, QueryService
from kb.query.workers.recipe import DiskStore, Standing
from kb.service.found import found_in
from kb.service.history.past_queries import PastQueries

if TYPE_CHECKING:  # kb.service.knowledge_base imports this module
    from kb.service.confident import ConfidentViews, View
    from kb.service.knowledge_base import KnowledgeBase

T = TypeVar("T")


def standing_of(base: str) -> Standing:
    """Return how a graph says up to which event it goes; see kb.query.workers.recipe.DiskStore."""
    subject, predicate, graph = position_names(base)
    return subject.value, predicate.value, graph.value


class Asker:
    """Answers questions to one knowledge base; its processes and views end with *close*."""

    def __init__(self, kb: "KnowledgeBase") -> None:
        self._kb = kb
        self._queries: QueryService | None = None
        self._views: ConfidentViews | None = None
        self._past: PastQueries | None = None
        self._making = threading.Lock()

    def query(
        self,
        text: str,
        *,
        format: str = "",
        timeout: float | None = None,
        as_of: int | None = None,
        min_confidence: float = 0.0,
        manner: Manner = PLAIN,
    ) -> QueryResult:
        """Answer a SPARQL query.

        Args:
            text: the query.
            format: see QueryService.run; "" for JSON or Turtle.
            timeout: seconds, never more than the setting.
            as_of: as known after that event; None for now.
            min_confidence: without what is less sure; see *confident*. 0 is the graph.
            manner: who is told of warnings before it runs, how many rows; full text is put in.

        Raises:
            QueryRefusedError: see kb.query.errors.
            NoSuchPositionError: the log does not go that far.
            BadConfidenceError: see *confident*.
        """
        wait = timeout if timeout is not None else self._kb.settings.query_timeout
        manner = self._searching(manner, as_of)

        def once() -> QueryResult:
            with self._asked(as_of, min_confidence) as queries:
                return queries.run(text, format=format, timeout=wait, manner=manner)

        return self._mending(once, as_of)

    def explain(
        self, text: str, *, as_of: int | None = None, min_confidence: float = 0.0, manner: Manner = PLAIN
    ) -> dict[str, Any]:
        """Return how a query would be evaluated, in estimates; see QueryService.explain, and *query* for the rest."""
        manner = self._searching(manner, as_of)

        def once() -> dict[str, Any]:
            with self._asked(as_of, min_confidence) as queries:
                return queries.explain(text, manner=manner)

        return self._mending(once, as_of)

    def _mending(self, ask: Callable[[], T], as_of: int | None) -> T:
        """Return what *ask* does; once more where the graph, or that of then, was torn and could be made again."""
        try:
            return ask()
        except (UnreadableGraphError, QueryMemoryError, QueryTimeoutError) as error:
            from kb.service.upkeep.torn import damage, mended

            if as_of is not None and as_of != self._kb.position:
                self.past.forget(as_of)
                if self._kb.past.forget_rotten():
                    return ask()
            if not damage(self._kb, deep=True):  # on rot the engine adds up errors until its limits stop it
                raise
            if not mended(self._kb, deep=True):
                raise UnreadableGraphError(damage(self._kb, deep=True)) from error
            return ask()

    @contextmanager
    def _asked(self, as_of: int | None, min_confidence: float) -> Iterator[QueryService]:
        if min_confidence:
            with self.confident(min_confidence, as_of) as view:
                yield view.queries
        elif as_of is None or as_of == self._kb.position:
            yield self.queries
        else:
            with self.past.at(as_of) as service:
                yield service

    def _searching(self, manner: Manner, as_of: int | None) -> Manner:
        def search(words: str, most: int) -> Sequence[tuple[str, float]]:
            with self._kb.at(as_of) as moment:
                return found_in(moment.catalog, self._kb.base_iri, words, most)

        return replace(manner, search=search)

    @property
    def past(self) -> PastQueries:
        """The query services on the graph as it was."""
        with self._making:
            if self._past is None:
                kb = self._kb
                self._past = PastQueries(kb.past, kb.base_iri, kb.limits, kb.settings.as_of_views, kb.on_now)
            return self._past

    @property
    def queries(self) -> QueryService:
        """The query service on the graph as it stands on disk."""
        self._kb.catch_up()
        with self._making:
            recipe = DiskStore(str(self._kb.home.graph_path), self._kb.standing(), standing_of(self._kb.base_iri))
            if self._queries is None:
                self._queries = QueryService(recipe, self._kb.limits, base=self._kb.base_iri)
            elif self._queries.position != recipe.position:
                self._queries.refresh(recipe)
            return self._queries

    @contextmanager
    def confident(self, least: float, as_of: int | None = None) -> "Iterator[View]":
        """Lend a view of the graph without what is less sure than *least*; one of now is kept for the next question.

        Raises:
            BadConfidenceError: *least* is not between 0 and 1.
            NoSuchPositionError: the log does not go that far.
            StorageError: the graph cannot be read, or the view cannot be written.
        """
        from kb.projections.graph.confident import least_confidence
        from kb.service.confident import ConfidentViews

        kb, least = self._kb, least_confidence(least)
        if as_of is not None and as_of != kb.position:
            views = ConfidentViews(kb.base_iri, kb.limits)
            with closing(views), kb.as_of(as_of) as then, views.at(least, as_of, lambda: then.graph.store) as view:
                yield view
            return
        kb.catch_up()
        with self._making:
            views = self._views = self._views or ConfidentViews(kb.base_iri, kb.limits)
        with views.at(least, kb.standing(), kb.store) as view:
            yield view

    def close(self) -> None:
        """Stop query workers and remove views; closing twice is harmless."""
        if self._queries is not None:
            self._queries.close()
            self._queries = None
        if self._views is not None:
            self._views.close()
            self._views = None
        if self._past is not None:
            self._past.close()
            self._past = None
