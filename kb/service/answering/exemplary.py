"""Questions that are understood, about what a base itself holds.

Input: the catalog of a moment. Output: an example of each form, with names of the base.
Never: asks about what the base lacks: a form for which it has no name is left out.
"""

from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Final

from kb.projections.catalog.reading import CatalogReader
from kb.service.answering.answer import check
from kb.service.answering.errors import NotUnderstoodError
from kb.service.answering.forms import FORMS

_LATELY: Final = 200  # events, figures or offices that are looked at
_OF_TYPE: Final = (
    "SELECT id AS event, -position AS last, start FROM events WHERE type = ? ORDER BY last, start, event LIMIT ?"
)
_COUNTED: Final = (
    "SELECT event, -position AS last, start, id FROM figures WHERE lower(counts) BETWEEN ? AND ? || 'z' "
    "ORDER BY last, start, id LIMIT ?"
)
_FIGURES: Final = "SELECT event, -position AS last, start, id FROM figures ORDER BY last, start, id LIMIT ?"
_ALL: Final = "SELECT id AS event, -position AS last, start FROM events ORDER BY last, start, event LIMIT ?"
_PLACE: Final = "r.role = 'place'"
_FROM: Final[
    dict[str, tuple[str, str, tuple[str, ...]]]
] = {  # slot -> who or what is met in which events, their values
    "told": (_PLACE, _FIGURES, ()),
    "deadly": (_PLACE, _OF_TYPE, ("death",)),
    "flooded": (_PLACE, _OF_TYPE, ("flood",)),
    "attacked": (_PLACE, _OF_TYPE, ("attack",)),
    "arrested": (_PLACE, _OF_TYPE, ("arrest",)),
    "elected": ("n.type = 'person'", _COUNTED, ("vote", "vote")),
    "country": (f"{_PLACE} AND n.type = 'country'", _ALL, ()),
}


def examples_of(catalog: CatalogReader) -> tuple[str, ...]:
    """Return an example of each form that this base has a name for, in the order of the forms."""
    names = dict(_names(catalog))
    return tuple(one.pattern.format_map(names) for one in FORMS if _slots(one.pattern) <= names.keys())


def _slots(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def is_understood(question: str, catalog: CatalogReader, today: str) -> bool:
    """Say whether an example is understood; the same example is as a rule, whatever else came in.

    Args:
        today: ISO day, see kb.service.answering.reading.read_question.
    """
    try:
        check(question, catalog, today)
    except NotUnderstoodError:
        return False
    return True


def _names(catalog: CatalogReader) -> Iterator[tuple[str, str]]:
    people = catalog.list_entities(type="person", limit=2).items or catalog.list_entities(limit=2).items
    yield from ((slot, one.label) for slot, one in zip(("person", "other"), people, strict=False))
    bodies = (
        catalog.list_entities(type="company", limit=1).items
        or catalog.list_entities(type="organisation", limit=1).items
    )
    yield from (("company", one.label) for one in bodies)
    cities = [one for one in catalog.list_entities(type="city", limit=20).items if one.within]
    for city in cities[:1]:
        yield from (("city", city.label), ("visited", city.label))
        yield from (("around", whole.label) for whole in (city.within,) if whole)
    for slot, of in _FROM.items():
        for entity, label in _met(catalog, *of):
            yield slot, label
            if slot == "country":
                yield from _month(catalog, entity)
    yield from _offices(catalog)


def _met(catalog: CatalogReader, which: str, events: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return id and label of what is met most in some events, nothing where none is."""
    rows = catalog.rows(  # step by step: of several files, each step is asked of each by its indices
        f"WITH e AS MATERIALIZED ({events}), "
        "r AS MATERIALIZED (SELECT r.entity, r.role FROM e CROSS JOIN event_roles r ON r.event = e.event), "
        "met AS MATERIALIZED (SELECT DISTINCT entity FROM r), "
        "n AS MATERIALIZED (SELECT n.id, n.label, n.type FROM met CROSS JOIN entities n ON n.id = met.entity) "
        f"SELECT n.id, n.label FROM r JOIN n ON n.id = r.entity WHERE {which} "
        "GROUP BY n.id ORDER BY count(*) DESC, n.id LIMIT 1",
        [*values, _LATELY],
    )
    return [(str(row[0]), str(row[1])) for row in rows]


def _month(catalog: CatalogReader, place: str) -> Iterator[tuple[str, str]]:
    """Yield the month in which something happened at a place, the last that was told."""
    rows = catalog.rows(
        "SELECT e.begin FROM event_roles r JOIN events e ON e.id = r.event WHERE r.entity = ? AND r.role = 'place' "
        "AND e.reality = 'occurred' AND length(e.begin) >= 10 ORDER BY -e.position, e.start, e.id LIMIT 1",
        [place],
    )
    for (begin,) in rows:
        yield "month", date.fromisoformat(begin[:10]).strftime("%B %Y")


def _offices(catalog: CatalogReader) -> Iterator[tuple[str, str]]:
    """Yield an office somewhere, and one that somebody holds."""
    offices = catalog.list_offices(limit=_LATELY).items
    for one in offices:
        where = one.place or one.organisation
        if one.title and where:
            yield from (("title", one.title), ("seat", where.label))
            break
    for one in offices:
        if one.title and one.person:
            yield from (("holder", one.person.label), ("office", one.title.lower()))
            break
