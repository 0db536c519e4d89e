"""Figures that are at odds in a base that goes on: what no later event touched is as it was, the rest is found anew.

Input: the catalog as it stands, which says what was touched since (kb.projections.catalog.steps). Output: what
kb.service.happenings.conflicts finds over all of it; read by kb.api.routes.disputes.
Never: takes over what it found of another log, of one that was put back, or of a moment: then all is found.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kb.projections.catalog.numbers_told import events_with_figures
from kb.projections.catalog.overview import several_numbers
from kb.projections.catalog.reading import CatalogReader
from kb.projections.contract import Touched
from kb.service.happenings.conflicts import in_order, quantities_of
from kb.service.happenings.quantity import Quantity

T = TypeVar("T")
_THESE: Final = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found where the log stood.

    Attributes:
        position, head: the last event of the log, and its hash.
        told: article -> happenings that it tells of, and events linked to none.
        officers: article -> who holds an office by it.
        rests: happening -> whom its figures rest on.
        quantities: happening -> its figures that are at odds or have a history; those alone that have any.
    """

    position: int
    head: str
    told: Mapping[str, frozenset[str]]
    officers: Mapping[str, frozenset[str]]
    rests: Mapping[str, frozenset[str]]
    quantities: Mapping[str, tuple[Quantity, ...]]


class GoingOn:
    """Figures at odds, as a catalog goes on. Safe for several threads: each finds the whole, or what was touched."""

    def __init__(self) -> None:
        self._found: _Found | None = None

    def conflicts(self, catalog: CatalogReader, hash_at: Callable[[int], str]) -> tuple[Quantity, ...]:
        """Return what kb.service.happenings.conflicts does for all of a catalog.

        Args:
            catalog: of now, or of a moment.
            hash_at: returns the hash of an event of its log, by position.
        """
        # first where it stands, then what the rows say: those of a later event are looked at again the next time
        head, position = catalog.head, catalog.position
        before = self._found
        touched = None
        if before is not None and before.position <= position and hash_at(before.position) == before.head:
            touched = catalog.touched_since(before.position)
        if before is None or touched is None:
            found = _all(catalog, position, head)
        else:
            found = _after(catalog, before, touched, position, head)
        if head and catalog.steps_end_here and (self._found is None or self._found.position <= position):
            self._found = found
        return in_order(each for some in found.quantities.values() for each in some)


def _all(catalog: CatalogReader, position: int, head: str) -> _Found:
    told, officers = _told(catalog), _officers(catalog)
    quantities, rests = quantities_of(catalog, events_with_figures(catalog, several_numbers(catalog, alike=False)))
    return _Found(position, head, told, officers, rests, _by_happening(quantities))


def _after(catalog: CatalogReader, before: _Found, touched: Touched, position: int, head: str) -> _Found:
    articles = touched.articles
    told, officers = _told(catalog, articles), _officers(catalog, articles)
    anew = {one for some in (before.told, told) for article in articles for one in some.get(article, ())}
    people = {one for some in (before.officers, officers) for article in articles for one in some.get(article, ())}
    people |= touched.entities
    anew.update(happening for happening, others in before.rests.items() if not people.isdisjoint(others))
    quantities, rests = quantities_of(catalog, events_with_figures(catalog, sorted(anew)))
    return _Found(
        position,
        head,
        _without(before.told, articles) | told,
        _without(before.officers, articles) | officers,
        _without(before.rests, anew) | rests,
        _without(before.quantities, anew) | _by_happening(quantities),
    )


def _without(found: Mapping[str, T], gone: set[str]) -> dict[str, T]:
    return {key: value for key, value in found.items() if key not in gone}


def _told(catalog: CatalogReader, articles: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    query = "SELECT DISTINCT article, CASE WHEN happening = '' THEN id ELSE happening END FROM events"
    return _grouped(catalog, query, articles)


def _officers(catalog: CatalogReader, articles: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    return _grouped(catalog, "SELECT DISTINCT article, person FROM offices", articles)


def _grouped(catalog: CatalogReader, query: str, articles: Iterable[str] | None) -> dict[str, frozenset[str]]:
    if articles is not None:
        rows = catalog.rows(f"{query} WHERE article {_THESE}", [json.dumps(sorted(articles))])
    else:
        rows = catalog.rows(query)
    found: dict[str, set[str]] = {}
    for article, one in rows:
        found.setdefault(article, set()).add(one)
    return {article: frozenset(those) for article, those in found.items()}


def _by_happening(quantities: Iterable[Quantity]) -> dict[str, tuple[Quantity, ...]]:
    found: dict[str, tuple[Quantity, ...]] = {}
    for one in quantities:
        found[one.happening] = (*found.get(one.happening, ()), one)
    return found
