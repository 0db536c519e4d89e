"""Lists of a knowledge base for Python: articles, entities, events, statements, figures, offices.

Input: filters; ids, IRIs or names. Output: tables of records.
Never: leaves out what a limit was not given for; takes what is no day for one.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, TypeVar

from kb.errors import InputError
from kb.model.extraction import ENTITY_TYPES, OFFICE_STATUS
from kb.projections.catalog.records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    OfficeRecord,
    StatementRecord,
)
from kb.projections.catalog.records import Page as Part
from kb.projections.graph.confident import least_confidence
from kb.scripting import arguments, rows
from kb.scripting.arguments import Day, since_day, until_day
from kb.scripting.asking import Asking
from kb.scripting.tables import Table
from kb.service.curation.whom import named_types
from kb.service.history.asof import Moment

R = TypeVar("R")
_PAGE: Final = 500
_REALITIES: Final = ("occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened")
_MODES: Final = ("direct", "indirect", "evidential")


class Lists(Asking):
    """Lists what a knowledge base holds; see KnowledgeBase and View."""

    def articles(
        self,
        *,
        source: str = "",
        language: str = "",
        since: Day = "",
        until: Day = "",
        text: str = "",
        entity: str = "",
        sort: str = "",
        limit: int | None = None,
    ) -> Table[ArticleRecord]:
        """Return articles, the last added first.

        Args:
            source: publisher.
            since, until: days, months or years of publication, both included.
            text: words that title or text hold.
            entity: somebody or something that they name, by id, IRI or name.
            sort: "added" or "published", and so in every list as docs/lists.md has it; "-published" the other way.
            limit: at most so many; None for all.
        """

        def fetch(moment: Moment, **paging: Any) -> Part[ArticleRecord]:
            filters: dict[str, Any] = {"source": source, "language": language, "text": text, "sort": sort}
            filters |= {"since": since_day(since), "until": until_day(until), "entity": self._entity(moment, entity)}
            return moment.catalog.list_articles(**filters, **paging)

        return self._listed(fetch, rows.article, rows.ARTICLE, limit, "articles")

    def entities(
        self,
        *,
        type: str = "",
        country: str = "",
        name: str = "",
        article: str = "",
        within: str = "",
        min_articles: int = 0,
        sort: str = "",
        limit: int | None = None,
    ) -> Table[EntityRecord]:
        """Return people, bodies and places, those that most articles name first.

        Args:
            type: person, company, city ... (kb.model.extraction.ENTITY_TYPES).
            country: ISO 3166-1 code.
            name: a name or part of one.
            article: that it names, by id, IRI or title.
            within: a place that they lie in, by id, IRI or name.
            min_articles: that so many articles name, at least.
        """

        arguments.one_of("type", type, ENTITY_TYPES)

        def fetch(moment: Moment, **paging: Any) -> Part[EntityRecord]:
            filters: dict[str, Any] = {"type": type, "country": country, "name": name, "sort": sort}
            filters |= {"within": self._entity(moment, within), "min_articles": min_articles}
            return moment.catalog.list_entities(**filters, article=self._id(moment, "article", article), **paging)

        return self._listed(fetch, rows.entity, rows.ENTITY, limit, "entities")

    def events(
        self,
        *,
        type: str = "",
        subtypes: bool = True,
        reality: str = "",
        entity: str = "",
        role: str = "",
        actor: str = "",
        place: str = "",
        happening: str = "",
        article: str = "",
        source: str = "",
        since: Day = "",
        until: Day = "",
        certainly_in: str = "",
        possibly_in: str = "",
        min_confidence: float = 0.0,
        sort: str = "",
        limit: int | None = None,
    ) -> Table[EventRecord]:
        """Return events, each as one article tells it, those of the last added article first.

        Args:
            type: an event type, or several with commas ("flood,storm"; docs/event-types.md has all), with those below
                unless not *subtypes*.
            reality: occurred, ongoing, planned, hypothetical, denied, notHappened.
            entity: a participant or place, by id, IRI or name; with *role* in that role.
            actor: somebody who brings it about; *place*: where, or in a part of it; both by id, IRI or name.
            happening: that they tell of, by id or IRI.
            source: publisher of the article.
            since, until: days that it may have been between.
            certainly_in, possibly_in: "FROM/TO"; docs/time.md.
            min_confidence: without what is less sure, 0 to 1.
        """

        arguments.one_of("reality", reality, _REALITIES)
        types = named_types(arguments.text("type", type), subtypes)

        def fetch(moment: Moment, **paging: Any) -> Part[EventRecord]:
            filters: dict[str, Any] = {"types": types, "reality": reality, "role": role, "sort": sort}
            filters |= {"since": since_day(since), "until": until_day(until)}
            filters |= {"certainly_in": certainly_in, "possibly_in": possibly_in}
            filters |= {"entity": self._entity(moment, entity), "article": self._id(moment, "article", article)}
            filters |= {"actor": self._entity(moment, actor), "place": self._entity(moment, place)}
            filters |= {"source": source, "min_confidence": least_confidence(min_confidence)}
            filters |= {"happening": self._happening(moment, happening)}
            return moment.catalog.list_events(**filters, **paging)

        return self._listed(fetch, rows.event, rows.EVENT, limit, "events")

    def statements(
        self,
        *,
        speaker: str = "",
        addressee: str = "",
        about: str = "",
        mode: Literal["", "direct", "indirect", "evidential"] = "",
        medium: str = "",
        event: str = "",
        article: str = "",
        source: str = "",
        text: str = "",
        since: Day = "",
        until: Day = "",
        min_confidence: float = 0.0,
        sort: str = "",
        limit: int | None = None,
    ) -> Table[StatementRecord]:
        """Return who said what, those of the last added article first.

        Args:
            speaker, addressee, about: by id, IRI or name.
            medium: what carried it, in the article's words ("Telegram").
            event: that they claim, by id or IRI.
            source: publisher of the article.
            text: words that what was said holds.
            since, until: days that it was made between; where no words say when, the article's day counts.
            min_confidence: without what is less sure, 0 to 1.
        """

        arguments.one_of("mode", mode, _MODES)

        def fetch(moment: Moment, **paging: Any) -> Part[StatementRecord]:
            filters: dict[str, Any] = {
                "mode": mode,
                "text": text,
                "sort": sort,
                "speaker": self._entity(moment, speaker),
            }
            filters |= {"addressee": self._entity(moment, addressee), "event": self._id(moment, "event", event)}
            filters |= {"since": since_day(since), "until": until_day(until), "source": source}
            filters |= {"min_confidence": least_confidence(min_confidence)}
            return moment.catalog.list_statements(**filters, article=self._id(moment, "article", article), **paging)

        return self._listed(fetch, rows.statement, rows.STATEMENT, limit, "statements")

    def figures(
        self,
        *,
        counts: str = "",
        unit: str = "",
        least: float | None = None,
        most: float | None = None,
        event: str = "",
        happening: str = "",
        type: str = "",
        subtypes: bool = True,
        entity: str = "",
        place: str = "",
        speaker: str = "",
        article: str = "",
        source: str = "",
        since: Day = "",
        until: Day = "",
        min_confidence: float = 0.0,
        sort: str = "",
        limit: int | None = None,
    ) -> Table[FigureRecord]:
        """Return numbers about events, those of the last added article first.

        Args:
            counts: what is counted, whole, whatever the case ("killed").
            unit: ISO 4217 code, "percent", "km" ...
            least, most: that the number lies between, both included.
            event, happening, type, subtypes, entity, place, since, until: of the event, see *events*.
            speaker: who claims it, by id, IRI or name.
        """
        types = named_types(arguments.text("type", type), subtypes)

        def fetch(moment: Moment, **paging: Any) -> Part[FigureRecord]:
            filters: dict[str, Any] = {"counts": counts, "unit": unit, "least": least, "most": most, "types": types}
            filters |= {"since": since_day(since), "until": until_day(until), "source": source, "sort": sort}
            filters |= {"event": self._id(moment, "event", event), "article": self._id(moment, "article", article)}
            filters |= {"happening": self._happening(moment, happening)}
            filters |= {"entity": self._entity(moment, entity), "place": self._entity(moment, place)}
            filters |= {"speaker": self._entity(moment, speaker), "min_confidence": least_confidence(min_confidence)}
            return moment.catalog.list_figures(**filters, **paging)

        return self._listed(fetch, rows.figure, rows.FIGURE, limit, "figures")

    def offices(
        self,
        *,
        at: Day = "",
        held: Literal["certainly", "possibly"] = "certainly",
        title: str = "",
        status: str = "",
        entity: str = "",
        article: str = "",
        min_confidence: float = 0.0,
        sort: str = "",
        limit: int | None = None,
    ) -> Table[OfficeRecord]:
        """Return offices that people hold, held or seek.

        Args:
            at: a day on which they were held, *held* certainly or possibly.
            title: of the office, whole, whatever the case.
            status: current, acting, former, candidate, elect.
            entity: the holder, the body or the place, by id, IRI or name.
        """

        arguments.one_of("status", status, OFFICE_STATUS)

        def fetch(moment: Moment, **paging: Any) -> Part[OfficeRecord]:
            filters: dict[str, Any] = {"at": str(at), "held": held, "entity": self._entity(moment, entity)}
            filters |= {"title": title, "status": status, "sort": sort}
            filters |= {"min_confidence": least_confidence(min_confidence)}
            return moment.catalog.list_offices(**filters, article=self._id(moment, "article", article), **paging)

        return self._listed(fetch, rows.office, rows.OFFICE, limit, "offices")

    def _listed(
        self,
        fetch: Callable[..., Part[R]],
        row: Callable[[R], Any],
        columns: Sequence[str],
        limit: int | None,
        caption: str,
    ) -> Table[R]:
        if limit is not None and limit < 0:
            raise InputError(f"limit cannot be {limit}.", hint="Give how many are wanted at most, or None for all.")
        found: list[R] = []
        cursor, total = "", 0
        with self._moment() as moment:
            while True:
                wanted = _PAGE if limit is None else min(_PAGE, limit - len(found))
                part = fetch(moment, limit=max(wanted, 1), cursor=cursor)
                found += part.items[:wanted]
                total, cursor = part.total, part.next
                if not cursor or (limit is not None and len(found) >= limit):
                    return Table(found, row, columns, total=total, caption=caption)
