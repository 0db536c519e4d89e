"""Finds what a person names, and makes the page about it.

Input: an id, an IRI or a name; the catalog and the log. Output: a Page.
Never: guesses between several that a name fits; says which there are.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from kb.events import ExtractionRejected, Recorded
from kb.events.streams import extraction_stream
from kb.graph.iris import Iris
from kb.graph.registry_graph import EntityView
from kb.log import EventLog
from kb.model import Extraction
from kb.model.listing import is_listing
from kb.projections.catalog.article_links import ArticleLinks, Links
from kb.projections.folding.clusters import canonical, cluster
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.gone import refuse_gone
from kb.service.articles.surer import Surer
from kb.service.display.event_pages import event_page
from kb.service.display.page import Fact, Page, Source
from kb.service.display.pages import Decision, article_page, entity_page, statement_page
from kb.service.display.reading import Reading
from kb.service.display.showing_event import elsewhere, sources_of
from kb.service.identity.decided import Decided
from kb.service.identity.naming import NothingCalledError, SeveralCalledError, TooUnsureError, called
from kb.service.intake.leftovers import reasons
from kb.service.lists.listed import listed_facts

_ID: Final = re.compile(r"(article|entity|event|statement|happening|figure|position)-([0-9a-f]{16,20})\Z")
_BARE: Final = re.compile(r"[0-9a-f]{16}\Z|[0-9a-f]{20}\Z")
MEMBER: Final = re.compile(r"(?:article-|listing-)?([0-9a-f]{16}|[0-9a-f]{20})#(\w+)\Z")
_TABLES: Final = {"event": "events", "statement": "statements", "figure": "figures", "position": "offices"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why several are one: the decisions in force, and of an event the sources that tell of it by themselves."""

    decisions: tuple[Decision, ...] = ()
    sources: tuple[Source, ...] = ()


class Shower:
    """Makes pages.

    Args:
        connection: to the catalog, for reading.
        log: of the same home.
        iris: of the home.
        least: without what is less sure; 0 shows all.
        until: the last event of the log that is told of; None for all.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        log: EventLog,
        iris: Iris,
        least: float = 0.0,
        *,
        until: int | None = None,
    ) -> None:
        self._until = until
        self._connection = connection
        self._log = log
        self._iris = iris
        self._views = Views(Tables(connection))
        self._few = partial(ArticleLinks, self._views.tables)  # where few of what an article names is asked for
        self._sources = LogSources(log)
        self._surer = Surer(self._views, self._sources, iris, least) if least else None
        self._least = least
        self._decided = Decided(connection, self._views, self._sources.recorded, until)

    def page(self, what: str) -> Page:
        """Return the page about what an id, an IRI or a name stands for.

        Args:
            what: "article-ID", "entity-ID", "event-ID", "statement-ID", the id
                alone, an IRI of the home, ARTICLE#LOCAL, a name, or a title.

        Raises:
            NothingCalledError: nothing.
            TooUnsureError: something that is less sure than asked for.
            SeveralCalledError: several things; names them.
            GoneArticleError, ErasedError: an article, or what one named so, that left the graph.
        """
        try:
            return self._page(what)
        except NothingCalledError as error:
            if self._least and Shower(self._connection, self._log, self._iris, until=self._until)._has(what):
                raise TooUnsureError(what, self._least) from error
            raise

    def _has(self, what: str) -> bool:
        try:
            self._page(what)
        except NothingCalledError:
            return False
        except SeveralCalledError:
            return True
        return True

    def _page(self, what: str) -> Page:
        plain = what.strip().removeprefix("<").removesuffix(">")
        if not plain:
            raise NothingCalledError(what)
        plain = plain.removeprefix(f"{self._iris.base}id/").removeprefix(f"{self._iris.base}graph/")
        if member := MEMBER.match(plain):
            refuse_gone(self._views.tables, self._log, member[1])
            return self._of_member(member[1], member[2], what)
        if match := _ID.match(plain):
            return self._by_id(match[1], match[2], what)
        if _BARE.match(plain):
            for kind in ("article", "entity", "event", "statement", "happening", "figure", "position"):
                try:
                    return self._by_id(kind, plain, what)
                except NothingCalledError:
                    continue
            raise NothingCalledError(what)
        return self.page(called(self._connection, what))

    def reading(self, article: str, *, few: bool = False) -> Reading:
        """Return an article with what was read from it, as people's decisions leave it.

        Args:
            few: whether few of its ids will be asked for, all while this is open.

        Raises:
            NothingCalledError: there is no such article.
        """
        return self._reading(article, f"article-{article}", self._few if few else None)

    def grounds(self, what: str) -> Grounds:
        """Return why an entity, or an event and what other articles tell of it, are one, as far as they are several.

        Raises:
            NothingCalledError: there is nothing of this id.
        """
        kind, _, identifier = what.partition("-")
        if kind == "entity":
            view = self._views.view(identifier)
            if not isinstance(view, EntityView):
                raise NothingCalledError(what)
            rows = self._members(view.id)
            members = {f"{article}#{local}" for article, local in rows}
            return Grounds(tuple(self._decided.about(members, {view.id, *view.absorbed})))
        row = self._one("SELECT happening FROM events WHERE id = ?", identifier)
        if row is None:
            raise NothingCalledError(what)
        return Grounds(tuple(self._merges(row[0])), self._sources_of(row[0])) if row[0] else Grounds()

    def _merges(self, happening: str) -> Sequence[Decision]:
        """Return the decisions about a happening, and about those that were merged into it."""
        return self._decided.about((), set(cluster(self._views.tables, happening).members), "happening")

    def _tellers(self, reading: Reading, event: str) -> tuple[Source, ...]:
        """Return who tells of an article's event by himself; nobody where no other article does."""
        happening = reading.links.get(event, "")
        found = self._sources_of(happening) if happening else ()
        return found if len({article for one in found for article in one.articles}) > 1 else ()

    def _sources_of(self, happening: str) -> tuple[Source, ...]:
        return sources_of(self._connection, happening, lambda article: self._reading(article, happening, self._few))

    def _members(self, entity: str) -> list[Any]:
        return self._connection.execute(
            "SELECT article, local FROM members WHERE entity = ? AND kind = 'entity' ORDER BY article, local",
            (entity,),
        ).fetchall()

    def stands(self, article: str, local: str) -> bool:
        """Say whether an event or statement of an article is as sure as asked for."""
        return self._surer is None or self._surer.stands(article, local)

    def entity_id(self, what: str) -> str:
        """Return the canonical id of an entity given by id, IRI or name; raises as page."""
        found = self.page(what)
        if found.kind != "entity":
            raise NothingCalledError(what)
        return found.id.removeprefix("entity-")

    def _by_id(self, kind: str, identifier: str, what: str) -> Page:
        if kind == "article":
            return self._article(identifier, what)
        if kind == "entity":
            return self._entity(identifier, what)
        if kind == "happening":
            now = canonical(self._views.tables, identifier)  # of what it was merged into
            row = self._one("SELECT article, local FROM events WHERE happening = ? ORDER BY article, local", now)
        else:
            row = self._one(f"SELECT article, local FROM {_TABLES[kind]} WHERE id = ?", identifier)
        if row is None:
            raise NothingCalledError(what)
        return self._of_member(row[0], row[1], what)

    def _of_member(self, article: str, local: str, what: str) -> Page:
        """Return the page of an article's own item; a figure's is that of its event, an office's its holder's."""
        if is_listing(article):
            return self._entity(self._views.links(article).get(local, ""), what)
        reading = self._reading(article, what)
        if local in reading.events:
            return self._event(reading, local)
        if local in reading.statements:
            return statement_page(reading, reading.statements[local], lambda event: self._tellers(reading, event))
        if local in reading.entities:
            return self._entity(reading.links[local], what)
        for figure in reading.extraction.figures:
            if figure.id == local and figure.event in reading.events:
                return self._event(reading, figure.event)
        for office in reading.extraction.offices:
            if office.id == local:
                return self._entity(reading.links[office.person], what)
        raise NothingCalledError(what)

    def _article(self, article: str, what: str) -> Page:
        refuse_gone(self._views.tables, self._log, article)
        row = self._views.article_row(article) or {}
        return article_page(self._reading(article, what), self._left_out(article, row.get("extraction", 0)))

    def _left_out(self, article: str, read: int) -> list[str]:
        """Return why parts of the reading recorded at *read* were rejected."""
        events = self._told(extraction_stream(article), [ExtractionRejected.TYPE], after=read) if read else ()
        return [reason for r in events if isinstance(r.event, ExtractionRejected) for reason in reasons(r.event.report)]

    def _event(self, reading: Reading, local: str) -> Page:
        happening = reading.links.get(local, "")
        beside = elsewhere(
            self._connection,
            happening,
            reading.ref(local),
            lambda article: self._reading(article, happening, self._few),
            self.stands,
            lambda: self._merges(happening),
            self._iris,
        )
        return event_page(reading, reading.events[local], beside)

    def _entity(self, entity: str, what: str) -> Page:
        view = self._views.view(entity)
        if not isinstance(view, EntityView):
            raise NothingCalledError(what)
        rows, by_article = self._members(view.id), defaultdict[str, list[str]](list)
        for article, local in (row for row in rows if not is_listing(row[0])):
            by_article[article].append(local)
        readings = [(self._reading(article, what, self._few), own) for article, own in by_article.items()]
        readings = [(reading, own) for reading, own in readings if reading.entities.keys() & set(own)]
        listed = sorted({article for article, _ in rows if is_listing(article)})
        if not readings and rows and not listed:
            raise NothingCalledError(what)
        members = {f"{article}#{local}" for article, local in rows}
        decisions = self._decided.about(members, {view.id, *view.absorbed})
        facts = [*self._facts(view), *listed_facts(self._views, self._sources, listed)]
        return entity_page(self._iris, view.id, view.label, facts, readings, decisions)

    def _facts(self, view: EntityView) -> Iterator[Fact]:
        yield Fact("type", view.type.replace("_", " "))
        about = {"country": view.country, "description": view.description, "also called": ", ".join(view.aliases)}
        yield from (Fact(name, value) for name, value in about.items() if value)
        if view.within:
            row = self._one("SELECT label, id FROM entities WHERE id = ?", view.within)
            yield Fact("lies in", row[0] if row else view.within, f"entity-{view.within}")
        if view.latitude is not None and view.longitude is not None:
            yield Fact("coordinates", f"{view.latitude:.4f}, {view.longitude:.4f}")
        for external in view.external:
            yield Fact("same as", external)

    def _told(self, stream: str, types: Sequence[str], after: int = 0) -> Iterator[Recorded]:
        """Yield the events of a stream as far as they are told of."""
        for recorded in self._log.read(after=after, stream=stream, types=types):
            if self._until is None or recorded.position <= self._until:
                yield recorded

    def _reading(self, article: str, what: str, links: Links | None = None) -> Reading:
        row = self._views.article_row(article)
        if row is None:
            raise NothingCalledError(what)
        read = curated_reading(self._views.tables, self._sources, article)
        extraction = read[1].extraction if read else Extraction(article, "", "")
        if self._surer is not None:
            extraction = self._surer.reading(article, extraction)
        stored = self._sources.article(row["position"])
        linked = (links or self._views.links)(article)
        return Reading(stored, extraction, self._iris, linked, read[1].renamed if read else {})

    def _one(self, query: str, *values: Any) -> Any:
        return self._connection.execute(query, values).fetchone()
