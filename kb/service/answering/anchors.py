"""Days that a question gives by something that happened: "before the flood in Derna", "since the strike".

Input: a Reading, the catalog. Output: the reading, with the days, without the words for them, and with a note which
happening was taken; or with a note that the order plays no part.
Never: takes a day for another happening than the one that most articles tell of.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from kb.language.event_types import EventTypes
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord
from kb.service.answering import lexicon as lex
from kb.service.answering.question import NameSlot, Reading, TypeSlot, is_place

_ORDER: Final = frozenset(["before", "after", "since"])
_DAYLESS: Final = frozenset(["when", "why", "how long"])  # what is asked for is the time or the cause itself
_MOST: Final = 500  # events that are looked through
_REAL: Final = frozenset(["occurred", "ongoing"])
_DAY: Final = timedelta(days=1)


def find_anchor(reading: Reading, catalog: CatalogReader) -> None:
    """Put the days into a reading that "before", "after" or "since" with a happening behind it gives."""
    if reading.since or reading.until or reading.ask in _DAYLESS:
        return
    at = next((n for n, word in enumerate(reading.words) if n and word.low in _ORDER and n not in reading.taken), 0)
    if not at or (reading.title and not reading.speech):  # who held an office then is not told by days of reports
        return
    end = next((n for n, word in enumerate(reading.words) if n > at and word.low == "according"), len(reading.words))
    kinds = [slot for slot in reading.types if at < slot.number < end]
    word = reading.words[at].low
    names = [one for one in reading.names if at < one.first < end]
    if not kinds and names and names[0].before == word:
        reading.notes.append(f"“{word} {names[0].entity.label}” gives no day, and plays no part in the answer")
    if not kinds:
        return
    places = [one for one in reading.names if one.first < at and is_place(one.entity)]
    one = _meant(_found(catalog, kinds[0], names or places)) if len(kinds) == 1 else None  # "talks failed" are no talks
    if one is None:
        said = reading.text[reading.words[at].start : reading.words[end - 1].end]
        reading.notes.append(f"no day is known for “{said}”, which plays no part in the answer")
    else:
        _bound(reading, word, one)
    _leave_out(reading, range(at, end), kinds, names)


def _found(catalog: CatalogReader, kind: TypeSlot, names: Sequence[NameSlot]) -> list[EventRecord]:
    """Return what happened, of a known day, that is of a kind, and of everybody named."""
    types = EventTypes.load()
    within = sorted(below.name for below in types if any(types.is_a(below.name, one) for one in kind.types))
    first = names[0].entity if names else None
    where = {"place" if is_place(first) else "entity": first.id} if first else {}
    events = catalog.list_events(types=within, limit=_MOST, **where).items  # type: ignore[arg-type]
    others = {one.entity.id for one in names[1:]}
    return [
        event
        for event in events
        if (event.begin or event.end)
        and event.reality in _REAL
        and others <= {who.entity.id for who in event.participants if who.entity}
    ]


def _meant(events: Sequence[EventRecord]) -> EventRecord | None:
    """Return a version of the happening that most tell of, of several the latest; None where there is none."""
    told = Counter(event.happening or event.id for event in events)
    return max(events, key=lambda one: (told[one.happening or one.id], one.begin or one.end, one.id), default=None)


def _bound(reading: Reading, word: str, event: EventRecord) -> None:
    if word == "before":
        reading.until = (date.fromisoformat((event.begin or event.end)[:10]) - _DAY).isoformat()
        said = f"until {reading.until}"
    else:
        reading.since = (event.begin or event.end)[:10]
        said = f"from {reading.since} on"
    reading.day_words = f"{word} {event.label} ({said})"
    reading.notes.append(f"“{word}” is taken to be {said}, by the day of event-{event.id} ({event.label})")


def _leave_out(reading: Reading, numbers: range, kinds: Sequence[TypeSlot], names: Sequence[NameSlot]) -> None:
    """Take words, by number, with the kinds and names in them out of what is asked for."""
    reading.types = [slot for slot in reading.types if slot not in kinds]
    if len(names) < len(reading.names):  # else they are all that says of what the question is
        reading.names = [one for one in reading.names if one not in names]
    counted = [word.any_of(frozenset(lex.CASUALTIES)) for word in reading.words[: numbers.start]]
    if reading.casualty and not any(counted):
        reading.casualty = ""
    reading.taken.update(numbers)
