"""What happened to somebody, at a place or in one happening, in the order of time.

Input: the catalog; an entity, a happening or an event. Output: entries, one a happening, with every article's version
side by side; read by the command line and the HTTP service.
Never: averages what articles tell differently; gives a date to what has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog_read import CatalogReader
from kb.projections.catalog_records import EventRecord, FigureRecord, Named

_PAGE: Final = 500
_PLACE: Final = "place"


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening on a timeline.

    Attributes:
        id: of the happening; of the event, where it is linked to none.
        begin, end: outermost days over all versions, "" where open.
        label: of the version that the reader was surest of.
        realities: what became of it, as the versions have it; more than one: they differ.
        roles: the part that was asked about has in it ("agent"), or "place".
        places: where, as told.
        figures: numbers, by text of the words; each article's own.
        events: every version.
    """

    id: str
    begin: str
    end: str
    label: str
    realities: tuple[str, ...]
    roles: tuple[str, ...]
    places: tuple[Named, ...]
    figures: tuple[FigureRecord, ...]
    events: tuple[EventRecord, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """Ids of the articles that tell of it."""
        return tuple(dict.fromkeys(event.article for event in self.events))


def of_entity(catalog: CatalogReader, entity: str, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the happenings that an entity takes part in, or that are at a place or within it.

    Args:
        entity: canonical id.
        since, until: ISO dates; a happening without a date is left out where one is given.
    """
    wanted = (entity, *catalog.entities_within(entity))
    found: dict[str, EventRecord] = {}
    for one in wanted:
        for event in _events(catalog, one, since, until):
            found[event.id] = event
    return _entries(found.values(), frozenset(wanted))


def of_happening(catalog: CatalogReader, happening: str) -> tuple[Entry, ...]:
    """Return a happening with those around it: at one of its places, with one of its participants."""
    own = _of_happening(catalog, happening)
    around: dict[str, EventRecord] = {event.id: event for event in own}
    places = {who.entity.id for event in own for who in event.participants if who.role == _PLACE and who.entity}
    others = {who.entity.id for event in own for who in event.participants if who.role != _PLACE and who.entity}
    for place in sorted(places):
        for event in _events(catalog, place):
            if others & {who.entity.id for who in event.participants if who.entity and who.role != _PLACE}:
                around[event.id] = event
    return _entries(around.values(), frozenset(places | others))


def _of_happening(catalog: CatalogReader, happening: str) -> list[EventRecord]:
    found = list(catalog.list_events(happening=happening, limit=_PAGE).items)
    return found or [catalog.get_event(happening)]


def _events(catalog: CatalogReader, entity: str, since: str = "", until: str = "") -> Iterable[EventRecord]:
    cursor = ""
    while True:
        page = catalog.list_events(entity=entity, since=since, until=until, limit=_PAGE, cursor=cursor)
        yield from page.items
        if not (cursor := page.next):
            return


def _entries(events: Iterable[EventRecord], asked: frozenset[str]) -> tuple[Entry, ...]:
    by_happening: dict[str, list[EventRecord]] = {}
    for event in sorted(events, key=lambda one: (one.article, one.start, one.id)):
        by_happening.setdefault(event.happening or event.id, []).append(event)
    entries = [_entry(identifier, versions, asked) for identifier, versions in by_happening.items()]
    # What has no date comes last, what is only bounded by its end after what ends before.
    return tuple(sorted(entries, key=lambda one: (one.begin or one.end or "~", one.end or "~", one.label, one.id)))


def _entry(identifier: str, versions: Sequence[EventRecord], asked: frozenset[str]) -> Entry:
    surest = max(versions, key=lambda one: one.confidence)
    people = [who for event in versions for who in event.participants]
    begins, ends = [one.begin for one in versions if one.begin], [one.end for one in versions if one.end]
    return Entry(
        id=identifier,
        begin=min(begins, default=""),
        end=max(ends, default=""),
        label=surest.label,
        realities=tuple(dict.fromkeys(one.reality for one in versions)),
        roles=tuple(dict.fromkeys(who.role for who in people if who.entity and who.entity.id in asked)),
        places=tuple(dict.fromkeys(who.entity for who in people if who.role == _PLACE and who.entity)),
        figures=tuple(figure for event in versions for figure in event.figures),
        events=tuple(versions),
    )
