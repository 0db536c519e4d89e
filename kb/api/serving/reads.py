"""What can be read of a knowledge base behind the HTTP service, now or as it was known after an event.

Input: an opened KnowledgeBase; the past of it. Output: kb.api.serving.ports.Reads.
Never: writes.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from kb.api.serving import exported
from kb.api.serving.ports import Record, Window
from kb.events import OntologyAdopted
from kb.events.streams import BASE
from kb.exporting.formats import Form
from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.reading import KINDS, CatalogReader
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, Hit, StatementRecord
from kb.projections.catalog.records import Page as Listing
from kb.query.manner import PLAIN, Manner
from kb.query.service import UNSET, QueryResult, QueryService
from kb.query.workers.pool import CancelToken
from kb.service.curation.decisions import Row, decisions
from kb.service.display.page import Page
from kb.service.export.take_away import Part
from kb.service.found import found_in
from kb.service.history.asof import Moment
from kb.service.identity.explaining import Explanation, explain
from kb.service.identity.sounding import searched
from kb.service.knowledge_base import KnowledgeBase
from kb.service.saved.library import Library, library

if TYPE_CHECKING:
    from kb.projections.past.view import PastView


class KnowledgeReads(ABC):
    """Implements the reading half of kb.api.serving.ports.Service on a catalog and a graph.

    Args:
        kb: opened.
    """

    _position: int | None = None  # as known after that event; None for now

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    @property
    def base_iri(self) -> str:
        """What every IRI of the graph begins with."""
        return self._kb.base_iri

    @abstractmethod
    def _catalog(self) -> CatalogReader:
        """Return a reader of the catalog."""

    @abstractmethod
    def _asked(self, min_confidence: float) -> AbstractContextManager[QueryService]:
        """Lend the queries on the graph, or on a view of it."""

    # -- lists and records ------------------------------------------------------------------------

    def articles(self, window: Window, filters: Mapping[str, str]) -> Listing[ArticleRecord]:
        """List articles; see the port."""
        return self._catalog().list_articles(limit=window.limit, cursor=window.cursor, **filters)

    def entities(self, window: Window, filters: Mapping[str, str]) -> Listing[EntityRecord]:
        """List entities; see the port."""
        return self._catalog().list_entities(limit=window.limit, cursor=window.cursor, **_typed(filters))

    def events(self, window: Window, filters: Mapping[str, str]) -> Listing[EventRecord]:
        """List events; see the port."""
        return self._catalog().list_events(limit=window.limit, cursor=window.cursor, **_typed(filters))

    def statements(self, window: Window, filters: Mapping[str, str]) -> Listing[StatementRecord]:
        """List statements; see the port."""
        return self._catalog().list_statements(limit=window.limit, cursor=window.cursor, **_typed(filters))

    def record(self, kind: str, identifier: str) -> Record:
        """Return one record; see the port."""
        catalog = self._catalog()
        found: Mapping[str, Callable[[str], Record]] = {
            "article": catalog.get_article,
            "entity": catalog.get_entity,
            "event": catalog.get_event,
        }
        try:
            return found.get(kind, catalog.get_statement)(identifier)
        except NoSuchRecordError:
            self.refuse_gone(f"{kind}-{identifier}")
            raise

    def refuse_gone(self, name: str) -> None:
        """Say what became of something; see the port."""
        kind, _, identifier = name.partition("-")
        with self._kb.at(self._position) as moment:
            if kind == "article":
                moment.refuse_gone(identifier)
            else:
                moment.refuse_former(name)

    def page(self, what: str, min_confidence: float = 0.0) -> Page:
        """Return a page with evidence; see the port."""
        return self._kb.show(what, min_confidence, self._position)

    @contextmanager
    def catalog(self) -> Iterator[CatalogReader]:
        """Lend the catalog; see the port."""
        yield self._catalog()

    def moment(self) -> AbstractContextManager[Moment]:
        """Lend the moment; see the port."""
        return self._kb.at(self._position)

    def search(self, text: str, limit: int, kind: str, *, alike: bool = False) -> Sequence[Hit]:
        """Search; see the port."""
        kinds = (kind,) if kind else KINDS
        if alike:
            return searched(self._catalog(), text, kinds=kinds, limit=limit)
        return self._catalog().search(text, kinds=kinds, limit=limit)

    def library(self) -> Library:
        """Return the saved queries; see the port."""
        return library(self._kb.home.root)

    def decisions(
        self, *, state: str = "", actor: str = "", article: str = "", entity: str = "", before: int = 0
    ) -> Iterator[Row]:
        """Yield decisions; see the port."""
        only = {"state": state, "actor": actor, "article": article, "entity": entity}
        return decisions(self._kb, before=before, as_of=self._position, **only)

    def explain(self, first: str, second: str) -> Explanation:
        """Weigh two things; see the port."""
        return explain(self._kb, first, second, self._position)

    # -- the graph --------------------------------------------------------------------------------

    def query(
        self,
        text: str,
        *,
        accept: str = "",
        format: str = "",
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        token: CancelToken | None = None,
        min_confidence: float = 0.0,
        manner: Manner = PLAIN,
    ) -> QueryResult:
        """Answer a SPARQL query; see the port."""
        with self._asked(min_confidence) as queries:
            return queries.run(
                text,
                accept=accept,
                format=format,
                timeout=UNSET if timeout is None else timeout,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                token=token,
                manner=replace(manner, search=self._find),
            )

    def explain_query(
        self, text: str, *, token: CancelToken | None = None, min_confidence: float = 0.0, manner: Manner = PLAIN
    ) -> Mapping[str, Any]:
        """Return how a query would be evaluated; see the port."""
        with self._asked(min_confidence) as queries:
            return queries.explain(text, token=token, manner=replace(manner, search=self._find))

    def _find(self, words: str, most: int) -> Sequence[tuple[str, float]]:
        return found_in(self._catalog(), self.base_iri, words, most)

    @abstractmethod
    def standing(self) -> int:
        """Return the position that a query sees; see the port."""

    def export(self, file: IO[bytes], form: Form, part: Part, min_confidence: float, position: int) -> None:
        """Write the graph, or a part of it; see the port."""
        exported.export(self._kb, file, form, part, position, min_confidence)


class PastReads(KnowledgeReads):
    """What can be read as it was known after one event; valid while *view* is lent."""

    def __init__(self, kb: KnowledgeBase, view: "PastView") -> None:
        super().__init__(kb)
        self._view = view
        self._position = view.position

    def ontology(self) -> bytes:
        """Return the ontology that held then; see the port."""
        text = ""
        for recorded in self._kb.log.read(stream=BASE, types=[OntologyAdopted.TYPE]):
            if recorded.position <= self._view.position and isinstance(recorded.event, OntologyAdopted):
                text = recorded.event.turtle
        return text.encode()

    def standing(self) -> int:
        """Return the position of the view; see the port."""
        return self._view.position

    def _catalog(self) -> CatalogReader:
        return self._view.reader

    @contextmanager
    def _asked(self, min_confidence: float) -> Iterator[QueryService]:
        if min_confidence:
            with self._kb.confident(min_confidence, self._position) as view:
                yield view.queries
        else:
            with self._kb.past_queries.at(self._view.position) as queries:
                yield queries


def _typed(filters: Mapping[str, str]) -> dict[str, Any]:
    """Return the filters for a method that also takes some of other types."""
    return dict(filters)
