"""Lists, single records and full-text search over the catalog.

Input: filters as plain values, any text to search for. Output: the records of
kb.projections.catalog_records, in pages.
Read by the command line and the HTTP service. Never: writes; lets the user's
text reach the full-text engine as its query language.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from kb.language.text_keys import name_key
from kb.projections import world_time
from kb.projections.catalog_connection import NoSuchRecordError, fts_query
from kb.projections.catalog_links import CatalogLinks
from kb.projections.catalog_records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    Hit,
    OfficeRecord,
    Page,
    StatementRecord,
)
from kb.projections.paging import Filters

__all__ = ["KINDS", "CatalogReader", "NoSuchRecordError"]

KINDS: Final = ("article", "entity", "statement")


class CatalogReader(CatalogLinks):
    """Reads a catalog; see CatalogConnection for how it is opened."""

    # -- lists ------------------------------------------------------------------------------------

    def list_articles(
        self,
        *,
        source: str = "",
        language: str = "",
        since: str = "",
        until: str = "",
        text: str = "",
        entity: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[ArticleRecord]:
        """Return articles, the last added first.

        Args:
            source: publisher, whole, whatever the case.
            since, until: ISO dates that the day of publication lies between, both included.
            text: words that title or text hold, all of them.
            entity: canonical id of somebody or something they name.
        """
        filters = Filters()
        filters.add("lower(source) = lower(?)", source)
        filters.add("language = ?", language)
        filters.add("substr(published, 1, 10) >= ?", since)
        filters.add("published <> '' AND substr(published, 1, 10) <= ?", until)
        filters.add("id IN (SELECT article FROM members WHERE entity = ?)", entity)
        self._matching(filters, text, "article")
        return self._page("articles", ("-position", "id"), filters, limit, cursor, self._article)

    def list_entities(
        self,
        *,
        type: str = "",
        country: str = "",
        name: str = "",
        article: str = "",
        min_articles: int = 0,
        limit: int = 50,
        cursor: str = "",
    ) -> Page[EntityRecord]:
        """Return entities, those that most articles name first.

        Args:
            type: one of kb.model.extraction.ENTITY_TYPES.
            country: ISO 3166-1 code.
            name: a name or part of one, whatever the case, accents and marks.
            article: id of an article that names them.
            min_articles: that so many articles name, at least.
        """
        filters = Filters()
        filters.add("type = ?", type)
        filters.add("country = upper(?)", country)
        if name_key(name):
            filters.add("id IN (SELECT entity FROM entity_names WHERE instr(key, ?) > 0)", name_key(name))
        elif name:
            filters.add("instr(label, ?) > 0", name)
        filters.add("id IN (SELECT entity FROM members WHERE article = ?)", article)
        filters.add("articles >= ?", min_articles or None)
        return self._page("entities", ("-articles", "label", "id"), filters, limit, cursor, self._entity)

    def list_events(
        self,
        *,
        type: str = "",
        types: Sequence[str] = (),
        reality: str = "",
        article: str = "",
        entity: str = "",
        role: str = "",
        happening: str = "",
        since: str = "",
        until: str = "",
        certainly_in: str = "",
        possibly_in: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[EventRecord]:
        """Return events, those of the last added article first, in the order of its text.

        Args:
            type, types: local names of event types; any of *types*.
            reality: occurred, ongoing, planned, hypothetical, denied, notHappened.
            entity: canonical id of a participant or place; with *role* in that role.
            since, until: ISO dates; the event may have been between them.
            certainly_in, possibly_in: intervals; see kb.projections.world_time.
        """
        filters = Filters()
        filters.add("type = ?", type)
        if types:
            filters.add(f"type IN ({', '.join('?' * len(types))})", *types)
        filters.add("reality = ?", reality)
        filters.add("article = ?", article)
        filters.add("happening = ?", happening)
        if entity and role:
            filters.add("id IN (SELECT event FROM event_roles WHERE entity = ? AND role = ?)", entity, role)
        else:
            filters.add("id IN (SELECT event FROM event_roles WHERE entity = ?)", entity)
            filters.add("id IN (SELECT event FROM event_roles WHERE role = ?)", role)
        filters.add("\"end\" >= ? OR (\"end\" = '' AND begin <> '')", since)
        filters.add("(begin <> '' AND begin <= ?) OR (begin = '' AND \"end\" <> '')", until)
        if certainly_in:
            world_time.certainly_in(filters, certainly_in)
        if possibly_in:
            world_time.possibly_in(filters, possibly_in)
        return self._page("events", ("-position", "start", "id"), filters, limit, cursor, self._event)

    def list_statements(
        self,
        *,
        speaker: str = "",
        addressee: str = "",
        mode: str = "",
        article: str = "",
        event: str = "",
        text: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[StatementRecord]:
        """Return statements, those of the last added article first, in the order of its text.

        Args:
            speaker, addressee: canonical ids.
            mode: direct, indirect or evidential.
            event: id of an event that they claim.
            text: words that the content holds, all of them.
        """
        people = "id IN (SELECT statement FROM statement_people WHERE part = '{}' AND entity = ?)"
        filters = Filters()
        filters.add(people.format("speaker"), speaker)
        filters.add(people.format("addressee"), addressee)
        filters.add("mode = ?", mode)
        filters.add("article = ?", article)
        filters.add("id IN (SELECT statement FROM claims_of WHERE item = ?)", event)
        self._matching(filters, text, "statement")
        return self._page("statements", ("-position", "start", "id"), filters, limit, cursor, self._statement)

    def list_offices(
        self,
        *,
        at: str = "",
        held: str = "certainly",
        entity: str = "",
        article: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[OfficeRecord]:
        """Return offices, those of the last added article first, in the order of its text.

        Args:
            at: an ISO date on which they were held.
            held: with *at*: certainly, or possibly, which certainly is too; see kb.projections.world_time.held_at.
            entity: canonical id of the holder, the body or the place.
        """
        filters = Filters()
        filters.add("person = ? OR organisation = ? OR place = ?", entity, entity, entity)
        filters.add("article = ?", article)
        if at:
            world_time.held_at(filters, at, held)
        return self._page("offices", ("-position", "start", "id"), filters, limit, cursor, self._office)

    def figures(self, *, event: str = "", article: str = "", happening: str = "") -> tuple[FigureRecord, ...]:
        """Return the figures of an event, an article, or all events of a happening, in the order of texts."""
        filters = Filters()
        filters.add("event = ?", event)
        filters.add("article = ?", article)
        filters.add("event IN (SELECT id FROM events WHERE happening = ?)", happening)
        rows = self._all(f"SELECT * FROM figures{filters.where()} ORDER BY position, start, id", *filters.values)
        return tuple(self._figure(row) for row in rows)

    def offices(self, *, person: str = "", article: str = "") -> tuple[OfficeRecord, ...]:
        """Return the offices of a person, or those an article names."""
        filters = Filters()
        filters.add("person = ?", person)
        filters.add("article = ?", article)
        rows = self._all(f"SELECT * FROM offices{filters.where()} ORDER BY position, start, id", *filters.values)
        return tuple(self._office(row) for row in rows)

    # -- single records ---------------------------------------------------------------------------

    def get_article(self, identifier: str) -> ArticleRecord:
        """Return an article.

        Raises:
            NoSuchRecordError: none, or it has left the graph.
        """
        return self._article(self._one("articles", "article", identifier))

    def get_entity(self, identifier: str) -> EntityRecord:
        """Return an entity; an absorbed one answers as the one it was merged into.

        Raises:
            NoSuchRecordError: no live article knows it.
        """
        rows = self._all("SELECT * FROM entities WHERE id = ?", identifier) or self._all(
            "SELECT * FROM entities WHERE absorbed <> '[]' AND EXISTS "
            "(SELECT 1 FROM json_each(absorbed) WHERE value = ?)",
            identifier,
        )
        if not rows:
            raise NoSuchRecordError("entity", identifier)
        return self._entity(rows[0])

    def get_event(self, identifier: str) -> EventRecord:
        """Return an event.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._event(self._one("events", "event", identifier))

    def get_statement(self, identifier: str) -> StatementRecord:
        """Return a statement.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._statement(self._one("statements", "statement", identifier))

    # -- search -----------------------------------------------------------------------------------

    def search(self, text: str, *, kinds: Iterable[str] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
        """Return what holds all words of *text*, the best first.

        Args:
            text: anything; only its words count, the last also as the beginning
                of a longer one. No words: nothing is found.
            kinds: of KINDS; others find nothing.
        """
        query = fts_query(text)
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in KINDS]
        if not query or not wanted:
            return ()
        rows = self._all(
            "SELECT k.kind, k.id, search.title, snippet(search, -1, '[', ']', ' … ', 16) AS snippet, "
            "bm25(search, 4.0, 1.0) AS rank FROM search JOIN search_keys k ON k.number = search.rowid "
            f"WHERE search MATCH ? AND k.kind IN ({', '.join('?' * len(wanted))}) ORDER BY rank, k.kind, k.id LIMIT ?",
            query,
            *wanted,
            max(1, limit),
        )
        return tuple(Hit(row["kind"], row["id"], row["title"], row["snippet"], -row["rank"]) for row in rows)

    def _matching(self, filters: Filters, text: str, kind: str) -> None:
        if not text:
            return
        query = fts_query(text)
        if not query:
            filters.conditions.append("0")
            return
        filters.add(
            "id IN (SELECT k.id FROM search JOIN search_keys k ON k.number = search.rowid "
            "WHERE search MATCH ? AND k.kind = ?)",
            query,
            kind,
        )
