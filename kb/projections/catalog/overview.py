"""What stands out in a base: events by their names, happenings that are told differently.

Input: the catalog. Output: records and ids, the latest first; read by the start page and by search.
Never: looks at more than the last *LOOKED_AT* rows for what stands out: a large base answers as soon as a small one.
"""

from functools import reduce
from typing import Final

from kb.projections.catalog.phrases import WORD
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord

LOOKED_AT: Final = 5000
_WORDS: Final = 8
_UNPARTED: Final = 0x0E00  # Thai, and nearly all that comes after it, has no spaces between words
_NAMED: Final = "lower(' ' || label || ' ' || replace(type, '_', ' '))"
_CALLED: Final = reduce(  # what an event is called, a space before each word
    lambda made, mark: f"replace({made}, '{mark}', ' ')", '-‐–—/(“"„«‘’.', _NAMED
)


def events_called(catalog: CatalogReader, text: str, *, limit: int) -> tuple[EventRecord, ...]:
    """Return events whose label or type has a word beginning with each of *text*, one a happening, the last told first.

    In scripts that part no words, one that holds it.
    """
    words = WORD.findall(text.replace("\0", " "))[:_WORDS]
    if not words:
        return ()
    # few have all letters of a word in this order; only in these are spaces put before words
    has = " AND ".join(
        f"instr({called}, lower(?{number})) > 0"
        for called, first in ((_NAMED, len(words)), (_CALLED, 0))
        for number in range(first + 1, first + len(words) + 1)
    )
    rows = catalog.rows(
        "SELECT id, max(position) FROM ("
        f"SELECT id, happening, position, start FROM events WHERE {has}{catalog.apart}) "
        "GROUP BY CASE WHEN happening = '' THEN id ELSE happening END ORDER BY 2 DESC, start, id LIMIT ?",
        [*(f" {word}" if ord(word[0]) < _UNPARTED else word for word in words), *words, limit],
    )
    return tuple(catalog.get_event(row[0]) for row in rows)


def happened_last(catalog: CatalogReader, day: str, *, limit: int) -> tuple[EventRecord, ...]:
    """Return events that occurred, begun on a day or before it, the latest first."""
    rows = catalog.rows(
        "SELECT id, begin FROM events WHERE begin > '' AND begin <= ? AND reality = 'occurred' "
        "ORDER BY begin DESC, id DESC LIMIT ?",
        [day, limit],
    )
    return tuple(catalog.get_event(row[0]) for row in rows)


def told_differently(catalog: CatalogReader, *, limit: int) -> tuple[str, ...]:
    """Return ids of happenings of which one article says that they happened and another that they did not."""
    rows = catalog.rows(
        "SELECT -position AS last, start, id FROM events ORDER BY last, start, id LIMIT 1 OFFSET ?", [LOOKED_AT]
    )
    since = -rows[0][0] if rows else 0
    rows = catalog.rows(  # few are denied: those are looked for first
        "SELECT happening, max(position) FROM (SELECT happening, position, reality FROM events WHERE position >= ?1 "
        "AND happening IN (SELECT happening FROM events WHERE reality IN ('denied', 'notHappened') "
        f"AND -position <= -?1 AND happening <> ''){catalog.apart}) GROUP BY happening "
        "HAVING sum(reality IN ('occurred', 'ongoing')) AND sum(reality IN ('denied', 'notHappened')) "
        "ORDER BY 2 DESC, 1 LIMIT ?2",
        [since, limit],
    )
    return tuple(row[0] for row in rows)


def several_numbers(catalog: CatalogReader, *, alike: bool = True) -> tuple[str, ...]:
    """Return ids of all happenings, and of events linked to none, of which several numbers are told.

    Args:
        alike: also where all are alike, or one voice of one article tells them, so that none is at odds with another.
    """
    odd = (
        ""
        if alike
        else "AND count(DISTINCT f.value || ' ' || f.comparator || ' ' || coalesce(f.upper, '')) > 1 AND "
        "(count(DISTINCT f.article) > 1 OR max(f.id IN (SELECT item FROM claims_of)))"
    )
    rows = catalog.rows(
        "SELECT told FROM (SELECT CASE WHEN e.happening = '' THEN e.id ELSE e.happening END AS told, f.id, f.article, "
        "f.value, f.comparator, f.upper FROM figures f JOIN events e ON e.id = f.event "
        f"WHERE f.value IS NOT NULL{catalog.apart}) f GROUP BY told HAVING count(*) > 1 {odd} ORDER BY told"
    )
    return tuple(row[0] for row in rows)


def counted_differently(catalog: CatalogReader, *, limit: int) -> tuple[str, ...]:
    """Return ids of happenings, and of events linked to none, with several numbers; whether these are at odds
    kb.service.happenings.conflicts says.
    """
    rows = catalog.rows(
        "WITH f AS MATERIALIZED (SELECT event, value, position, -position AS last, start, id FROM figures "
        "WHERE value IS NOT NULL AND whole IS NULL ORDER BY last, start, id LIMIT ?) "
        "SELECT told, max(position) FROM ("
        "SELECT CASE WHEN e.happening = '' THEN e.id ELSE e.happening END AS told, f.position, f.value "
        f"FROM f JOIN events e ON e.id = f.event{catalog.apart}) "
        "GROUP BY told HAVING count(DISTINCT value) > 1 ORDER BY 2 DESC, 1 LIMIT ?",
        [LOOKED_AT, limit],
    )
    return tuple(row[0] for row in rows)
