"""Lists over the catalog, with filters, in any order that it has an index for, part by part.

Input: filters as plain values, ids without their kind. Output: pages of kb.projections.catalog.records.
Read by kb.projections.catalog.reading. Never: writes; reads a table from end to end for a part of a list.
"""

from collections.abc import Sequence

from kb.projections.catalog import filters as by
from kb.projections.catalog.enumerated import check
from kb.projections.catalog.offices import CatalogOffices
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.phrases import fts_query
from kb.projections.catalog.records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    Page,
    StatementRecord,
)


class CatalogLists(CatalogOffices):
    """Lists. *sort* is a name of kb.projections.catalog.orders, *ids* asks for these alone."""

    def list_articles(
        self,
        *,
        source: str = "",
        language: str = "",
        since: str = "",
        until: str = "",
        text: str = "",
        entity: str = "",
        ids: Sequence[str] = (),
        sort: str = "",
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
        by.among(filters, "id", ids)
        filters.add("lower(source) = lower(?)", source)
        filters.add("language = ?", language)
        by.published(filters, since, until)
        filters.add("id IN (SELECT article FROM members WHERE entity = ?)", entity)
        self._matching(filters, text, "article")
        return self._page("articles", sort, filters, limit, cursor, self._article)

    def list_entities(
        self,
        *,
        type: str = "",
        country: str = "",
        name: str = "",
        article: str = "",
        within: str = "",
        min_articles: int = 0,
        ids: Sequence[str] = (),
        sort: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[EntityRecord]:
        """Return entities, those that most articles name first.

        Args:
            type: one of kb.model.extraction.ENTITY_TYPES.
            country: ISO 3166-1 code.
            name: a name or part of one, whatever the case, accents and marks.
            article: id of an article that names them.
            within: canonical id of a place that they lie in, however deep.
            min_articles: that so many articles name, at least.
        """
        filters = Filters()
        by.among(filters, "id", ids)
        filters.add("type = ?", check("entity type", type))
        filters.add("country = upper(?)", country)
        by.named(filters, name)
        filters.add("id IN (SELECT entity FROM members WHERE article = ?)", article)
        by.inside(filters, within)
        filters.add("-articles <= -?", min_articles or None)  # as the order of the list has it
        return self._page("entities", sort, filters, limit, cursor, self._entity)

    def list_events(
        self,
        *,
        type: str = "",
        types: Sequence[str] = (),
        reality: str = "",
        article: str = "",
        entity: str = "",
        role: str = "",
        actor: str = "",
        place: str = "",
        within: bool = True,
        source: str = "",
        happening: str = "",
        since: str = "",
        until: str = "",
        certainly_in: str = "",
        possibly_in: str = "",
        min_confidence: float = 0.0,
        ids: Sequence[str] = (),
        sort: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[EventRecord]:
        """Return events, those of the last added article first, in the order of its text.

        Args:
            type, types: local names of event types; any of *types*.
            reality: occurred, ongoing, planned, hypothetical, denied, notHappened.
            entity: canonical id of a participant or place; with *role* in that role.
            actor: canonical id of somebody who brings it about.
            place: canonical id; with *within* also what lies in it.
            source: publisher of the article, whole, whatever the case.
            since, until: ISO dates; the event may have been between them.
            certainly_in, possibly_in: intervals; see kb.projections.catalog.world_time.
            min_confidence: those that a view of the graph at it has.
        """
        filters = Filters()
        by.among(filters, "id", ids)
        filters.add("type = ?", type)
        by.among(filters, "type", types)
        filters.add("reality = ?", check("reality", reality))
        filters.add("article = ?", article)
        filters.add("happening = ?", happening)
        by.taking_part(filters, entity, check("role", role))
        by.acted(filters, actor)
        by.at_place(filters, place, within=within)
        by.published_by(filters, source)
        by.sure_enough(filters, min_confidence)
        by.when(filters, since, until, certainly_in, possibly_in)
        return self._page("events", sort, filters, limit, cursor, self._event)

    def list_statements(
        self,
        *,
        speaker: str = "",
        against: str = "",
        addressee: str = "",
        about: str = "",
        medium: str = "",
        channel: str = "",
        mode: str = "",
        article: str = "",
        event: str = "",
        source: str = "",
        text: str = "",
        since: str = "",
        until: str = "",
        min_confidence: float = 0.0,
        ids: Sequence[str] = (),
        sort: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[StatementRecord]:
        """Return statements, those of the last added article first, in the order of its text.

        Args:
            speaker, addressee: canonical ids; *against*: of another speaker, what either said.
            about: canonical id of somebody or something that it is about; see kb.projections.catalog.topics.
            medium: what carried it, in the article's words, whatever the case; *channel*: its canonical id.
            mode: direct, indirect or evidential.
            event: id of an event that they claim.
            source: publisher of the article, whole, whatever the case.
            text: words that the content holds, all of them.
            since, until: ISO dates that it was made between; where no words say when, the article's day counts.
            min_confidence: those that a view of the graph at it has.
        """
        filters = Filters()
        by.among(filters, "id", ids)
        by.people(filters, "speaker", speaker, against)
        by.people(filters, "addressee", addressee)
        by.people(filters, "about", about)
        by.people(filters, "medium", channel)
        filters.add("lower(medium) = lower(?)", medium)
        filters.add("mode = ?", check("mode", mode))
        filters.add("article = ?", article)
        filters.add("id IN (SELECT statement FROM claims_of WHERE item = ?)", event)
        by.published_by(filters, source)
        by.sure_enough(filters, min_confidence)
        by.said_between(filters, since, until)
        self._matching(filters, text, "statement")
        return self._page("statements", sort, filters, limit, cursor, self._statement)

    def list_figures(
        self,
        *,
        counts: str = "",
        unit: str = "",
        comparator: str = "",
        least: float | None = None,
        most: float | None = None,
        withdrawn: bool | None = None,
        event: str = "",
        happening: str = "",
        types: Sequence[str] = (),
        entity: str = "",
        place: str = "",
        within: bool = True,
        speaker: str = "",
        article: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
        min_confidence: float = 0.0,
        ids: Sequence[str] = (),
        sort: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[FigureRecord]:
        """Return figures, those of the last added article first, in the order of its text.

        Args:
            counts: what is counted, whole, whatever the case ("killed").
            unit: ISO 4217 code, "percent", "km" ...
            comparator: local name of the concept ("atLeast").
            least, most: that the number lies between, both included.
            withdrawn: whether their own source took them back.
            event, happening, types, entity, place, since, until: of the event that they are about.
            speaker: canonical id of who claims them.
        """
        filters = Filters()
        by.among(filters, "id", ids)
        filters.add("lower(counts) = lower(?)", counts)
        filters.add("unit = ?", unit)
        filters.add("comparator = ?", check("comparator", comparator))
        filters.add("coalesce(value, -9e999) >= ?", least)  # as the indices have it
        filters.add("coalesce(value, 9e999) <= ?", most)
        filters.add("withdrawn = ?", None if withdrawn is None else int(withdrawn))
        filters.add("event = ?", event)
        _of_events(filters, happening, types, entity, since, until)
        by.at_place(filters, place, within=within, event="event")
        filters.add(
            "id IN (SELECT c.item FROM claims_of c JOIN statement_people p ON p.statement = c.statement "
            "WHERE p.entity = ? AND p.part = 'speaker')",
            speaker,
        )
        filters.add("article = ?", article)
        by.published_by(filters, source)
        by.sure_enough(filters, min_confidence)
        return self._page("figures", sort, filters, limit, cursor, self._figure)

    def _matching(self, filters: Filters, text: str, kind: str) -> None:
        if not text:
            return
        query = fts_query(text)
        if not query:
            filters.conditions.append("0")
            return
        filters.add(
            "id IN (SELECT id FROM search_keys WHERE number IN (SELECT rowid FROM search WHERE search MATCH ?) "
            "AND kind = ?)",
            query,
            kind,
        )


def _of_events(filters: Filters, happening: str, types: Sequence[str], entity: str, since: str, until: str) -> None:
    """Leave figures of such events."""
    about = Filters()
    about.add("happening = ?", happening)
    by.among(about, "type", types)
    by.taking_part(about, entity)
    by.may_have_been(about, since, until)
    if about.conditions:
        filters.add(f"event IN (SELECT id FROM events{about.where()})", *about.values)
