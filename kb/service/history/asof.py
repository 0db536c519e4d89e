"""Moments of a knowledge base: how one is named, and what can be read as it was known then.

Input: "N" (a position of the log) or a time; an opened home. Output: positions; a Moment: lists, search, pages and the
graph as known after that event.
Never: guesses what a wrong moment meant; says more than the log knew then.
"""

import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from kb.errors import InputError, NotFoundError
from kb.events import Erased, PayloadErased
from kb.events.streams import article_stream
from kb.log import EventLog
from kb.log.chain import stamp, utc_now
from kb.model.days import last_day, moment

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kb.graph.iris import Iris
    from kb.projections.catalog.reading import CatalogReader
    from kb.service.display.page import Page
    from kb.service.display.showing import Shower

_NUMBER: Final = re.compile(r"[+-]?\d+\Z")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_NODE: Final = re.compile(r"[a-z]-[0-9a-f]{20}\Z")
_DAY: Final = re.compile(r"\d{4}-\d\d(-\d\d)?\Z")

_past = logging.getLogger("kb.past")

AsOf = int | str | None  # a position, a position or time as a person writes it, or now


class BadMomentError(InputError):
    """What was given names no moment."""

    code = "bad-moment"

    def __init__(self, given: str, now: str) -> None:
        self.given = given
        super().__init__(
            f"{given!r} is neither the number of an event nor a time. {now}",
            hint="Give an event (120), a day or month (2024-07-05, 2024-07), or a time (2024-07-05T18:30; UTC if it "
            "names no zone).",
        )


class NoSuchMomentError(NotFoundError):
    """The log did not reach to a moment: it began later, ends earlier, or the moment is still to come."""

    code = "no-such-moment"

    def __init__(self, given: str, why: str, now: str, hint: str = "") -> None:
        self.given = given
        super().__init__(
            f"{given} {why}. {now}", hint=f"{hint}`kb log` lists the events with their positions and times."
        )


class EarlyMomentError(NoSuchMomentError):
    """A time before anything was recorded."""


def position_at(log: EventLog, given: AsOf, *, now: Callable[[], datetime] = utc_now) -> int | None:
    """Return the position of the last event that a moment knows of; None for None or "".

    A number that may be meant as a year is an event all the same, which is noted.

    Args:
        given: a position from 0 (before anything) to the last; an ISO 8601 date or month, which means all of it; or a
            date and time, to which what was recorded at that very time belongs. UTC is assumed where it gives no zone.
        now: the clock, by which a time is still to come.

    Raises:
        BadMomentError: neither a number nor a time.
        NoSuchMomentError: beyond the log's end, before its beginning, or in the future; says where the log stands.
    """
    if given is None or given == "":
        return None
    text = str(given).strip()
    last = log.position()
    if _NUMBER.match(text):
        position = int(text)
        if position > last:
            raise NoSuchMomentError(
                f"Event {position}", "is beyond the log's end", _standing(log, last), _of_year(text, now())
            )
        if position < 0:
            raise NoSuchMomentError(f"Event {position}", "is before the log's beginning", _standing(log, last))
        if isinstance(given, str) and (other := _of_year(text, now())):
            at = _recorded_at(log, position)[:10]
            _past.warning("%s is read as event %s, recorded on %s. %s", text, text, at, other.strip())
        return position
    until = _read_time(text, now())
    if until is None:
        raise BadMomentError(text, _standing(log, last))
    if until > now():
        raise NoSuchMomentError(text, "is in the future", _standing(log, last))
    found = _last_until(log, stamp(until), last)
    if found == 0:
        raise EarlyMomentError(text, "is before the log's beginning", _standing(log, last))
    return found


def _of_year(text: str, now: datetime) -> str:
    """Return how a year that was given is to be given: by its last day, or by today; "" for one to come and no year."""
    if not _YEAR.match(text) or int(text) > now.year:
        return ""
    day = f"{text}-12-31" if int(text) < now.year else f"{now:%Y-%m-%d}"
    return f"A number alone is an event; of a year give a day: {day}. "


def erased_up_to(log: EventLog, position: int) -> int:
    """Return how many of the events up to *position* were erased: what as-of cannot show any more."""
    named: set[int] = set()
    for recorded in log.read(types=[Erased.TYPE]):
        if isinstance(recorded.event, Erased):
            named |= {one for one in recorded.event.positions if one <= position < recorded.position}
    return len(named)


def erased_by(log: EventLog, position: int) -> int:
    """Return the position of the event that erased another, 0 if none did."""
    erasures = log.read(after=position, types=[Erased.TYPE])
    return next((one.position for one in erasures if position in getattr(one.event, "positions", ())), 0)


def erasure_of(log: EventLog, article: str) -> int:
    """Return the position of the event that erased an article, 0 if none did."""
    there = list(log.read(stream=article_stream(article)))
    if not there or not isinstance(there[-1].event, PayloadErased):
        return 0
    return erased_by(log, there[-1].position)


def _read_time(text: str, now: datetime) -> datetime | None:
    """Return the last moment that *text* means, None if it means none; the day or month that it is now ends now."""
    try:
        if _DAY.match(text):
            if now.astimezone(UTC).date().isoformat().startswith(text):
                return now
            return datetime.combine(date.fromisoformat(last_day(text)), time.max, UTC)
        given = moment(text)
        return (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _last_until(log: EventLog, until: str, last: int) -> int:
    """Return the last position recorded at or before *until*, by halving; 0 for none.

    Where a clock was set back in between, what was recorded under a later time may count as known then.
    """
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        if _recorded_at(log, middle) <= until:
            low = middle
        else:
            high = middle - 1
    return low


def _recorded_at(log: EventLog, position: int) -> str:
    return next(iter(log.envelopes(after=position - 1))).recorded_at


def _standing(log: EventLog, last: int) -> str:
    if not last:
        return "The log is empty."
    first, at = _recorded_at(log, 1)[:19] + "Z", _recorded_at(log, last)[:19] + "Z"
    return f"The log goes from event 1 ({first}) to event {last} ({at}); now is {stamp(utc_now())[:19]}Z."


class Moment:
    """A knowledge base at one moment, for reading, while it is lent.

    Args:
        position: the last event that is known.
        log, iris: of the home.
        reader: makes the catalog's reader.
        connection: lends a connection to the catalog.
        store: opens the graph for reading.
        until: whether events after *position* must not be told of.
    """

    def __init__(
        self,
        position: int,
        log: EventLog,
        iris: "Iris",
        *,
        reader: "Callable[[], CatalogReader]",
        connection: Callable[[], AbstractContextManager[sqlite3.Connection]],
        store: "Callable[[], Store]",
        until: bool = False,
    ) -> None:
        self.position = position
        self.log = log
        self.iris = iris
        self._reader = reader
        self._connection = connection
        self._store = store
        self._until = until

    @property
    def catalog(self) -> "CatalogReader":
        """Lists, single records and full-text search."""
        return self._reader()

    def connection(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection to the catalog's file."""
        return self._connection()

    def store(self) -> "Store":
        """Open the graph for reading."""
        return self._store()

    @contextmanager
    def shower(self, min_confidence: float = 0.0) -> "Iterator[Shower]":
        """Lend what makes pages, and says what is as sure as asked for.

        Raises:
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """
        from kb.projections.graph.confident import least_confidence
        from kb.service.display.showing import Shower

        least = least_confidence(min_confidence)
        with self._connection() as connection:
            yield Shower(connection, self.log, self.iris, least, until=self.position if self._until else None)

    def show(self, what: str, min_confidence: float = 0.0) -> "Page":
        """Return the page about what an id, an IRI or a name stood for, without what is less sure.

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
        """
        with self.shower(min_confidence) as shower:
            return shower.page(what)

    def refuse_gone(self, article: str) -> None:
        """Say what became of an article that was in the graph and had left it at this moment.

        Raises:
            GoneArticleError, ErasedError: it was withdrawn, corrected or erased.
        """
        from kb.projections.folding.tables import Tables
        from kb.service.articles.gone import refuse_gone

        with self._connection() as connection:
            refuse_gone(Tables(connection), self.log, article)

    def refuse_former(self, name: str) -> None:
        """Say what became of the article that told of something which the graph does not have any more.

        Args:
            name: the last part of its IRI.

        Raises:
            GoneArticleError: it was withdrawn or corrected.
        """
        from kb.projections.folding.sources import LogSources
        from kb.projections.folding.tables import Tables
        from kb.service.articles.gone import former_owner, refuse_gone

        if not _NODE.search(name):
            return
        with self._connection() as connection:
            tables = Tables(connection)
            if article := former_owner(tables, LogSources(self.log), self.iris, name):
                refuse_gone(tables, self.log, article)

    def entity_id(self, what: str) -> str:
        """Return the canonical id of an entity given by id, IRI or name; "" for "".

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
        """
        if not what:
            return ""
        with self.shower() as shower:
            return shower.entity_id(what)


def lent(connection: sqlite3.Connection) -> AbstractContextManager[sqlite3.Connection]:
    """Return a connection that somebody else closes, for a block."""
    return nullcontext(connection)
