"""Where happenings were, for a map: places with how many were there, and how exactly each place is known.

Input: the catalog, the arguments of its list of events. Output: Spot, a bounded number, and what is on no map.
Never: draws a country as a point; gives coordinates to what lies in no place that has some.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.projections.catalog.narrowing import conditions
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Named

_TOLD: Final = "coalesce(nullif(v.happening, ''), v.id)"
_DEEP: Final = 12  # steps from a place to the whole that has coordinates

# How far, in kilometres, what is said to be in a place may be from its coordinates, which are those of its middle or of
# its seat. Rounded: it says that a country is no point, not how large this one is.
WIDE: Final[Mapping[str, float]] = {
    "continent": 1500,
    "country": 300,
    "sea": 300,
    "region": 120,
    "area": 120,
    "state": 100,
    "province": 80,
    "river": 80,
    "route": 60,
    "mountain": 30,
    "island": 30,
    "lake": 30,
    "district": 25,
    "place": 15,
    "city": 8,
    "town": 4,
    "village": 2,
}
_POINT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map.

    Attributes:
        place: it.
        latitude, longitude: in degrees, WGS 84.
        within: the place around it whose coordinates these are, None for its own.
        wide: how far from there it may have been, in kilometres.
        happenings: how many were there.
        articles: how many articles tell of them.
        begin, end: first and last day of those that have one, "" if none has.
    """

    place: Named
    latitude: float
    longitude: float
    within: Named | None
    wide: float
    happenings: int
    articles: int
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is on the map.

    Attributes:
        spots: those with most happenings first.
        places: how many places there are with coordinates; more than *spots*: the others are left out.
        unplaced: places without coordinates -> how many happenings each has; those with most, at most 20.
        happenings: how many there are in all; *nowhere*: of how many no place is on the map.
    """

    spots: tuple[Spot, ...]
    places: int
    unplaced: tuple[tuple[Named, int], ...]
    happenings: int
    nowhere: int


def whereabouts(catalog: CatalogReader, asked: Mapping[str, Any], *, most: int) -> Whereabouts:
    """Return where the happenings of a list of events were, at most *most* places.

    Args:
        asked: arguments of the list of events.

    Raises:
        InputError: a filter cannot be used.
    """
    filters = catalog.settled("events", conditions("events", asked))
    were, values = catalog.over(
        "events",
        filters,
        f'SELECT r.entity, {_TOLD} AS told, v.article, v.begin, v."end" FROM {{chosen}} v '
        "JOIN event_roles r ON r.event = v.id AND r.role = 'place'",
    )
    rows = catalog.rows(
        "WITH was AS MATERIALIZED (SELECT entity, count(DISTINCT told) AS told, count(DISTINCT article) AS tellers, "
        f"min(nullif(begin, '')) AS first, max(\"end\") AS last FROM ({were}) GROUP BY entity) "
        "SELECT e.*, was.told, was.tellers, was.first, was.last FROM was JOIN entities e ON e.id = was.entity "
        "ORDER BY was.told DESC, was.tellers DESC, e.label, e.id",
        values,
    )
    known = _Known(catalog)
    spots: list[Spot] = []
    unplaced: list[tuple[Named, int]] = []
    for row in rows:
        spot = known.spot(row)
        if spot is not None:
            spots.append(spot)
        else:
            unplaced.append((Named(row["id"], row["label"], row["type"]), int(row["told"])))
    total = catalog.happenings() if not filters.conditions else _told(catalog, filters)
    placed = _placed(catalog, filters, [spot.place.id for spot in spots])
    return Whereabouts(tuple(spots[:most]), len(spots), tuple(unplaced[:20]), total, total - placed)


def location(catalog: CatalogReader, place: str) -> Spot | None:
    """Return where a place itself is, None if neither it nor what it lies in has coordinates."""
    rows = catalog.rows(
        "SELECT *, 0 AS told, 0 AS tellers, '' AS first, '' AS last FROM entities WHERE id = ?", [place]
    )
    return _Known(catalog).spot(rows[0]) if rows else None


def _told(catalog: CatalogReader, filters: Filters) -> int:
    """Count the happenings of a list; an event that is linked to none is one."""
    told, values = catalog.over("events", filters, f"SELECT {_TOLD} AS told FROM {{chosen}} v")
    return int(catalog.rows(f"SELECT count(DISTINCT told) FROM ({told})", values)[0][0])


def _placed(catalog: CatalogReader, filters: Filters, places: list[str]) -> int:
    """Count the happenings that are at one of these places; one at several counts once."""
    there = "id IN (SELECT event FROM event_roles WHERE role = 'place' AND entity IN (SELECT value FROM json_each(?)))"
    return _told(catalog, Filters([*filters.conditions, there], [*filters.values, json.dumps(places)]))


class _Known:
    """Finds coordinates of places: their own, else of the nearest whole that has some."""

    def __init__(self, catalog: CatalogReader) -> None:
        self._catalog = catalog
        self._rows: dict[str, Any] = {}

    def spot(self, row: Any) -> Spot | None:
        """Return where a place is, None if neither it nor what it lies in has coordinates."""
        at = row
        for _ in range(_DEEP):
            if at is None or at["latitude"] is not None:
                break
            at = self._row(at["within"])
        if at is None or at["latitude"] is None:
            at = self._country(row["country"])
        if at is None or at["latitude"] is None or at["longitude"] is None:
            return None
        own = at["id"] == row["id"]
        return Spot(
            Named(row["id"], row["label"], row["type"]),
            float(at["latitude"]),
            float(at["longitude"]),
            None if own else Named(at["id"], at["label"], at["type"]),
            WIDE.get(at["type"], _POINT),
            int(row["told"]),
            int(row["tellers"]),
            row["first"] or "",
            row["last"] or "",
        )

    def _row(self, entity: str) -> Any:
        return self._one(f"id:{entity}", "SELECT * FROM entities WHERE id = ?", entity) if entity else None

    def _country(self, code: str) -> Any:
        text = "SELECT * FROM entities WHERE country = ? AND type = 'country' ORDER BY -articles, filed, id LIMIT 1"
        return self._one(f"country:{code}", text, code) if code else None

    def _one(self, key: str, text: str, value: str) -> Any:
        if key not in self._rows:
            self._rows[key] = next(iter(self._catalog.rows(text, [value])), None)
        return self._rows[key]
