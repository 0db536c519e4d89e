"""What happened to somebody, at a place or in one happening, in the order of time.

Input: the catalog; an entity, a happening or an event. Output: entries, one a happening, with every article's version
side by side, and with what it is part of and was caused by; read by the command line and the HTTP service.
Never: averages what articles tell differently; gives a date to what has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, FigureRecord, Named
from kb.projections.catalog.world_time import in_order

_PAGE: Final = 500
_PLACE: Final = "place"
_STEPS: Final = 3  # from a happening by part-of and cause to what is told with it
_JOINED: Final = {"partOf": "part of", "causedBy": "caused by"}


@dataclass(frozen=True, slots=True)
class Join:
    """What a happening is part of, or was caused by, as at least one article has it.

    Attributes:
        kind: "part of" or "caused by".
        id: of the other happening, as in Entry.
        label: of the other.
        happening: whether *id* is that of a happening; else of an event that is linked to none.
    """

    kind: str
    id: str
    label: str
    happening: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening on a timeline.

    Attributes:
        id: of the happening; of the event, where it is linked to none.
        begin, end: outermost days over all versions, "" where open.
        label: of the happening, as the graph has it.
        realities: what became of it, as the versions have it; more than one: they differ.
        roles: the part that was asked about has in it ("agent"), or "place"; none: it is told because it is joined.
        places: where, as told.
        figures: numbers, by text of the words; each article's own.
        events: every version.
        joins: what it is part of, or was caused by.
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
    joins: tuple[Join, ...] = ()

    @property
    def articles(self) -> tuple[str, ...]:
        """Ids of the articles that tell of it."""
        return tuple(dict.fromkeys(event.article for event in self.events))


def of_entity(catalog: CatalogReader, entity: str, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the happenings that an entity takes part in, or that are at a place or within it.

    With them are what they are part of, their parts, their causes and what they caused.

    Args:
        entity: canonical id.
        since, until: ISO dates; a happening without a date is left out where one is given.
    """
    wanted = (entity, *catalog.entities_within(entity))
    found: dict[str, EventRecord] = {}
    for one in wanted:
        for event in _events(catalog, one, since, until):
            found[event.id] = event
    _join(catalog, found, steps=1, since=since, until=until)
    return _entries(catalog, found, frozenset(wanted))


def of_all(catalog: CatalogReader, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return all happenings; one without a date is left out where a day is given."""
    return _entries(catalog, {event.id: event for event in _events(catalog, "", since, until)}, frozenset())


def of_happening(catalog: CatalogReader, happening: str, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return a happening with those around it: at one of its places, with one of its participants, or joined to it.

    Joined is what it is part of, its parts, its causes and what it caused, and theirs, three steps far. What has no
    date is left out where a day is given.

    Raises:
        BackwardsError: *until* lies before *since*.
    """
    in_order(since, until)
    own = _of_happening(catalog, happening)
    around: dict[str, EventRecord] = {event.id: event for event in own}
    _join(catalog, around, steps=_STEPS)
    places = {who.entity.id for event in own for who in event.participants if who.role == _PLACE and who.entity}
    others = {who.entity.id for event in own for who in event.participants if who.role != _PLACE and who.entity}
    for place in sorted(places):
        for event in _events(catalog, place):
            if others & {who.entity.id for who in event.participants if who.entity and who.role != _PLACE}:
                around[event.id] = event
    told = {identifier: event for identifier, event in around.items() if _within(event, since, until)}
    return _entries(catalog, told, frozenset(places | others))


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


def _join(
    catalog: CatalogReader, found: dict[str, EventRecord], *, steps: int, since: str = "", until: str = ""
) -> None:
    """Add to *found* what is joined to it, every version."""
    for _ in range(steps):
        links = catalog.event_links(list(found))
        ends = dict.fromkeys(end for link in links for end in (link.event, link.other) if end not in found)
        for end in ends:
            if end in found:
                continue
            event = catalog.get_event(end)
            for version in _of_happening(catalog, event.happening) if event.happening else (event,):
                if _within(version, since, until):
                    found[version.id] = version


def _within(event: EventRecord, since: str, until: str) -> bool:
    """Say whether an event may have been between two days, as lists of events have it."""
    begin, end = event.begin or ("" if not event.end else "0"), event.end or ("" if not event.begin else "~")
    return (not since or (bool(end) and end >= since)) and (not until or (bool(begin) and begin <= until))


def _entries(catalog: CatalogReader, events: Mapping[str, EventRecord], asked: frozenset[str]) -> tuple[Entry, ...]:
    by_happening: dict[str, list[EventRecord]] = {}
    for event in sorted(events.values(), key=lambda one: (one.article, one.start, one.id)):
        by_happening.setdefault(event.happening or event.id, []).append(event)
    entries = {
        identifier: _entry(catalog.happening_label(identifier), identifier, versions, asked)
        for identifier, versions in by_happening.items()
    }
    joins: dict[str, dict[Join, None]] = {}
    for link in catalog.event_links(list(events)):
        if link.event not in events:
            continue
        event, other = events[link.event], events.get(link.other) or catalog.get_event(link.other)
        one, another = event.happening or event.id, other.happening or other.id
        if one != another:
            label = entries[another].label if another in entries else catalog.happening_label(another)
            joins.setdefault(one, {})[Join(_JOINED[link.link], another, label, bool(other.happening))] = None
    told = [replace(entry, joins=tuple(joins.get(identifier, ()))) for identifier, entry in entries.items()]
    # What has no date comes last, what is only bounded by its end after what ends before.
    return tuple(sorted(told, key=lambda one: (one.begin or one.end or "~", one.end or "~", one.label, one.id)))


def _entry(label: str, identifier: str, versions: Sequence[EventRecord], asked: frozenset[str]) -> Entry:
    people = [who for event in versions for who in event.participants]
    begins, ends = [one.begin for one in versions if one.begin], [one.end for one in versions if one.end]
    return Entry(
        id=identifier,
        begin=min(begins, default=""),
        end=max(ends, default=""),
        label=label,
        realities=tuple(dict.fromkeys(one.reality for one in versions)),
        roles=tuple(dict.fromkeys(who.role for who in people if who.entity and who.entity.id in asked)),
        places=tuple(dict.fromkeys(who.entity for who in people if who.role == _PLACE and who.entity)),
        figures=tuple(figure for event in versions for figure in event.figures),
        events=tuple(versions),
    )
