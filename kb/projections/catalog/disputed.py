"""Which of some happenings fit a list's filters, and by what they can be narrowed further.

Input: the catalog, ids of happenings (of events, where these are linked to none), arguments of the list of events.
Output: happening -> its events that fit, those told of last first; Facets that count happenings.
Never: says what is disputed; kb.service.happenings.disputes does.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from kb.language.event_types import EventTypes
from kb.projections.catalog.facets import MOST, Facet, FacetValue, holders
from kb.projections.catalog.filters import ACTING
from kb.projections.catalog.narrowing import conditions
from kb.projections.catalog.reading import CatalogReader

_AMONG: Final = "CASE WHEN happening = '' THEN id ELSE happening END"
_ACTING: Final = ", ".join(f"'{role}'" for role in ACTING)
Fitting = Mapping[str, tuple[str, ...]]


def fitting(catalog: CatalogReader, happenings: Collection[str], arguments: Mapping[str, Any]) -> Fitting:
    """Return happening -> ids of its events that fit *arguments*, those that an article told of last first.

    A happening is there if one article's version of it fits.
    """
    filters = conditions("events", arguments)
    ids = json.dumps(sorted(happenings))
    filters.add("happening IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?))", ids, ids)
    rows = catalog.rows(
        f"SELECT {_AMONG} AS told, id, -position AS last, start FROM events{filters.where()} ORDER BY last, start, id",
        filters.values,
    )
    found: dict[str, list[str]] = {}
    for told, event, *_ in rows:
        found.setdefault(told, []).append(event)
    return {told: tuple(events) for told, events in found.items()}


def facets_of(catalog: CatalogReader, told: Fitting, asked: Collection[str]) -> tuple[Facet, ...]:
    """Return by what happenings can be narrowed further, each with at least two values, which count happenings.

    Args:
        told: what *fitting* found.
        asked: names of filters in force: what is narrowed by one already is no facet, but for places.
    """
    of = {event: happening for happening, events in told.items() for event in events}
    found: dict[str, Callable[[], tuple[FacetValue, ...]]] = {
        "type": lambda: _types(_pairs(catalog, "SELECT type, id FROM events WHERE id IN", of)),
        "actor": lambda: _named(catalog, "actor", _roles(catalog, f"role IN ({_ACTING})", of)),
        "place": lambda: _places(catalog, _roles(catalog, "role = 'place'", of)),
        "source": lambda: _sources(catalog, of),
    }
    counted = ((name, count()) for name, count in found.items() if name not in asked or name == "place")
    return tuple(Facet(name, values) for name, values in counted if len(values) > 1)


Counted = dict[str, set[str]]  # value -> happenings


def _pairs(catalog: CatalogReader, query: str, of: Mapping[str, str]) -> Counted:
    """Return value -> happenings, of a query for values and events, which ends before the events it is about."""
    found: Counted = {}
    for value, event in catalog.rows(f"{query} (SELECT value FROM json_each(?))", [json.dumps(list(of))]):
        found.setdefault(value, set()).add(of[event])
    return found


def _roles(catalog: CatalogReader, role: str, of: Mapping[str, str]) -> Counted:
    return _pairs(catalog, f"SELECT entity, event FROM event_roles WHERE {role} AND entity <> '' AND event IN", of)


def _types(exact: Counted) -> tuple[FacetValue, ...]:
    """Count each type with those below it; one that another below it makes up is left out."""
    types = EventTypes.load()
    counted: Counted = {}
    for name, told in exact.items():
        for kind in types.lineage(name) if name in types else ():
            counted.setdefault(kind.name, set()).update(told)
    whole = {(types.by_name(name).broader, len(told)) for name, told in counted.items()}
    return _values("type", ((name, name, told) for name, told in counted.items() if (name, len(told)) not in whole))


def _named(catalog: CatalogReader, name: str, counted: Counted) -> tuple[FacetValue, ...]:
    rows = catalog.rows(
        "SELECT id, label FROM entities WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(counted))]
    )
    return _values(name, ((entity, label, counted[entity]) for entity, label in rows))


def _places(catalog: CatalogReader, exact: Counted) -> tuple[FacetValue, ...]:
    """Count each place with what lies in it, as the filter takes it."""
    counted: dict[tuple[str, str], set[str]] = {}
    for own, place, label in holders(catalog, exact):
        counted.setdefault((place, label), set()).update(exact[own])
    return _values("place", ((place, label, told) for (place, label), told in counted.items()))


def _sources(catalog: CatalogReader, of: Mapping[str, str]) -> tuple[FacetValue, ...]:
    counted = _pairs(
        catalog,
        "SELECT a.source, e.id FROM events e JOIN articles a ON a.id = e.article WHERE a.source <> '' AND e.id IN",
        of,
    )
    alike: dict[str, tuple[str, set[str]]] = {}
    for source, told in sorted(counted.items()):
        alike.setdefault(source.lower(), (source, set()))[1].update(told)
    return _values("source", ((source, source, told) for source, told in alike.values()))


def _values(name: str, rows: Iterable[tuple[str, str, set[str]]]) -> tuple[FacetValue, ...]:
    """Return the most frequent values; *rows*: value, label, happenings."""
    found = sorted((FacetValue({name: value}, label, len(told)) for value, label, told in rows),
                   key=lambda one: (-one.count, one.label))  # fmt: skip
    return tuple(found[:MOST])
