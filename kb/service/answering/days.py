"""Which days the words of a question stand for.

Input: a Reading whose names are known, and what it says of time. Output: its days filled in, for the forms.
"In July" is read as in articles, against the last one that tells of whom the question names; "last month", "yesterday"
and the like are those of who asks, who does not know when that article came out.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kb.extraction.time import TimeExpression, anchor_of, resolve
from kb.projections.catalog.reading import CatalogReader
from kb.service.answering.question import Reading

_OF_WHO_ASKS: Final = frozenset(
    "last this next past previous current coming yesterday today tomorrow tonight ago now week fortnight".split()
)


def find_days(reading: Reading, found: TimeExpression, catalog: CatalogReader, today: str) -> None:
    """Put the days of a question into its reading.

    Args:
        today: ISO day, of who asks. The days of a question that names nobody are read against it.
    """
    words = found.span.of(reading.text)
    last = _told_last(reading, catalog)
    asks = not _OF_WHO_ASKS.isdisjoint(words.lower().split())
    anchor = anchor_of(today if asks else last or today)
    value = resolve(found, anchor, "past")
    reading.since, reading.until = value.earliest_begin[:10], value.latest_end[:10]
    ended = resolve(replace(found, bound=""), anchor, "past").latest_end if found.bound == "after" else ""
    if len(ended) == len("2026-10-07"):  # after an hour it is the same day
        reading.since = (date.fromisoformat(ended) + timedelta(days=1)).isoformat()
    reading.day_words = words
    _find_week(reading, found.span.start)
    if asks and last and reading.since and last < reading.since:
        days = reading.since if reading.since == reading.until else f"{reading.since} to {reading.until or 'today'}"
        of = next(one.entity.label for one in reading.names)
        reading.notes.append(f"{reading.day_words} is {days}; the last article that names {of} is of {last}")


def _find_week(reading: Reading, start: int) -> None:
    """Take "the week of 15 August" for the seven days from its Monday on."""
    before = [number for number, word in enumerate(reading.words) if word.end <= start][-2:]
    if [reading.words[number].low for number in before] == ["week", "of"] and reading.since == reading.until:
        day = date.fromisoformat(reading.since)
        monday = day - timedelta(days=day.weekday())
        reading.since, reading.until = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        reading.day_words = f"week of {reading.day_words}"
        reading.taken.update(before)


def _told_last(reading: Reading, catalog: CatalogReader) -> str:
    """Return the day of the last article that tells of all whom a question names, "" if it names nobody."""
    days = []
    for name in reading.names:
        told = catalog.list_articles(entity=name.entity.id, sort="-published", limit=1).items
        days += [one.published[:10] for one in told]
    return min(days, default="")
