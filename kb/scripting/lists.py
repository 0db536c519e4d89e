"""Lists of a knowledge base for Python: articles, entities, events, statements, offices.

Input: filters; ids, IRIs or names. Output: tables of records.
Never: leaves out what a limit was not given for; takes what is no day for one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeVar

from kb.errors import InputError
from kb.language.event_types import EventTypes
from kb.model.extraction import ENTITY_TYPES
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, OfficeRecord, StatementRecord
from kb.projections.catalog.records import Page as Part
from kb.scripting import rows
from kb.scripting.asking import Asking
from kb.scripting.tables import Table
from kb.service.history.asof import Moment

R = TypeVar("R")
Day = str | date
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
        limit: int | None = None,
    ) -> Table[ArticleRecord]:
        """Return articles, the last added first.

        Args:
            source: publisher.
            since, until: days of publication, both included.
            text: words that title or text hold.
            entity: somebody or something that they name, by id, IRI or name.
            limit: at most so many; None for all.
        """

        def fetch(moment: Moment, **paging: Any) -> Part[ArticleRecord]:
            filters: dict[str, Any] = {"source": source, "language": language, "text": text}
            filters |= {"since": iso_day(since), "until": iso_day(until), "entity": self._entity(moment, entity)}
            return moment.catalog.list_articles(**filters, **paging)

        return self._listed(fetch, rows.article, rows.ARTICLE, limit, "articles")

    def entities(
        self, *, type: str = "", country: str = "", name: str = "", article: str = "", limit: int | None = None
    ) -> Table[EntityRecord]:
        """Return people, bodies and places, those that most articles name first.

        Args:
            type: person, company, city ... (kb.model.extraction.ENTITY_TYPES).
            country: ISO 3166-1 code.
            name: a name or part of one.
            article: that it names, by id, IRI or title.
        """

        _known("type", type, ENTITY_TYPES)

        def fetch(moment: Moment, **paging: Any) -> Part[EntityRecord]:
            filters: dict[str, Any] = {"type": type, "country": country, "name": name}
            return moment.catalog.list_entities(**filters, article=self._id(moment, "article", article), **paging)

        return self._listed(fetch, rows.entity, rows.ENTITY, limit, "entities")

    def events(
        self,
        *,
        type: str = "",
        reality: str = "",
        entity: str = "",
        role: str = "",
        actor: str = "",
        place: str = "",
        article: str = "",
        source: str = "",
        since: Day = "",
        until: Day = "",
        certainly_in: str = "",
        possibly_in: str = "",
        min_confidence: float = 0.0,
        limit: int | None = None,
    ) -> Table[EventRecord]:
        """Return events, each as one article tells it, those of the last added article first.

        Args:
            type: local name of an event type ("shelling"); docs/event-types.md has all.
            reality: occurred, ongoing, planned, hypothetical, denied, notHappened.
            entity: a participant or place, by id, IRI or name; with *role* in that role.
            actor: somebody who brings it about; *place*: where, or in a part of it; both by id, IRI or name.
            source: publisher of the article.
            since, until: days that it may have been between.
            certainly_in, possibly_in: "FROM/TO"; docs/time.md.
            min_confidence: without what is less sure, 0 to 1.
        """

        _known("reality", reality, _REALITIES)

        def fetch(moment: Moment, **paging: Any) -> Part[EventRecord]:
            filters: dict[str, Any] = {"type": type, "reality": reality, "role": role}
            filters |= {"since": iso_day(since), "until": iso_day(until)}
            filters |= {"certainly_in": certainly_in, "possibly_in": possibly_in}
            filters |= {"entity": self._entity(moment, entity), "article": self._id(moment, "article", article)}
            filters |= {"actor": self._entity(moment, actor), "place": self._entity(moment, place)}
            filters |= {"source": source, "min_confidence": min_confidence}
            part = moment.catalog.list_events(**filters, **paging)
            if type and not part.total:  # one that the ontology has and nothing is of is an empty list
                _known("type", type, [one.name for one in EventTypes.load()])
            return part

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

        _known("mode", mode, _MODES)

        def fetch(moment: Moment, **paging: Any) -> Part[StatementRecord]:
            filters: dict[str, Any] = {"mode": mode, "text": text, "speaker": self._entity(moment, speaker)}
            filters |= {"addressee": self._entity(moment, addressee), "event": self._id(moment, "event", event)}
            filters |= {"about": self._entity(moment, about), "medium": medium, "source": source}
            filters |= {"since": iso_day(since), "until": iso_day(until), "min_confidence": min_confidence}
            return moment.catalog.list_statements(**filters, article=self._id(moment, "article", article), **paging)

        return self._listed(fetch, rows.statement, rows.STATEMENT, limit, "statements")

    def offices(
        self,
        *,
        at: Day = "",
        held: Literal["certainly", "possibly"] = "certainly",
        entity: str = "",
        article: str = "",
        limit: int | None = None,
    ) -> Table[OfficeRecord]:
        """Return offices that people hold, held or seek.

        Args:
            at: a day on which they were held, *held* certainly or possibly.
            entity: the holder, the body or the place, by id, IRI or name.
        """

        def fetch(moment: Moment, **paging: Any) -> Part[OfficeRecord]:
            filters: dict[str, Any] = {"at": iso_day(at), "held": held, "entity": self._entity(moment, entity)}
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


def iso_day(given: Day) -> str:
    """Return a day in ISO form; "" for "".

    Raises:
        InputError: it is none.
    """
    try:
        return (date.fromisoformat(str(given)) if isinstance(given, str) else given).isoformat()[:10] if given else ""
    except ValueError as error:
        raise InputError(f"{given!r} is no day.", hint="Give a date, or year-month-day: 2024-05-31.") from error


def _known(name: str, given: str, known: Iterable[str]) -> None:
    """Refuse a value that no record can have.

    Raises:
        InputError: as said, with those that look alike.
    """
    allowed = sorted(known)
    if given and given not in allowed:
        alike = get_close_matches(given.lower().replace(" ", "_"), allowed, n=3)
        hint = f"Did you mean {' or '.join(alike)}?" if alike else f"Known are {', '.join(allowed[:12])} ..."
        raise InputError(f"{name} cannot be {given!r}.", hint=hint)
