"""Events as a table or a map: for spreadsheets, event data sets and QGIS.

Input: the catalog and the event types' codes. Output: CSV or GeoJSON, the same bytes for the same catalog.
One row an event as one article tells it; the column happening joins the versions of one happening, so that nobody need
count it twice.
Never: guesses a coordinate; a place without one is in the table and not on the map.
"""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from kb.exporting.tables import cell
from kb.graph.iris import Iris
from kb.language.event_types import EventTypes
from kb.projections.catalog.event_keys import event_keys
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Participant
from kb.projections.files.sorting import sorted_lines

FORMATS: Final = ("csv", "geojson")
COLUMNS: Final = (
    "event happening article source published url begin end type class reality plover_type plover_mode "
    "acled_event_type acled_sub_event_type actors undergoers others place place_type country latitude "
    "longitude figures confidence label"
).split()
_ARTICLES: Final = 1_000  # that are remembered
_ACTORS: Final = frozenset({"agent", "party", "participant", "judge", "candidate"})
_UNDERGOERS: Final = frozenset({"patient", "target", "theme", "recipient"})

Stands = Callable[[str, str], bool]


def rows(
    catalog: CatalogReader,
    iris: Iris,
    *,
    article: str = "",
    entity: str = "",
    stands: Stands | None = None,
    only: Collection[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield a row an event, sorted by day, then by id; events without a day come last.

    Args:
        article: id of the only one whose events are wanted.
        entity: canonical id of a participant or place of every event wanted.
        stands: says of (article, local id) whether it is sure enough.
        only: ids of the only events that are wanted; None: all.
    """
    types = EventTypes.load()
    told = lru_cache(_ARTICLES)(catalog.get_article)
    for identifier in _ordered(catalog, article, entity, stands, only):
        event = catalog.get_event(identifier)
        source = told(event.article)
        kind = types.by_name(event.type) if event.type in types else None
        place = next((who.entity for who in event.participants if who.role == "place" and who.entity), None)
        where = catalog.get_entity(place.id) if place else None
        figures = (one.told for one in event.figures)
        yield {
            "event": iris.node("event", event.id).value,
            "happening": iris.node("happening", event.happening).value if event.happening else "",
            "article": iris.article(event.article).value,
            "source": source.source,
            "published": source.published,
            "url": source.url,
            "begin": event.begin,
            "end": event.end,
            "type": event.type,
            "class": kind.coarse if kind else "",
            "reality": event.reality,
            "plover_type": kind.plover[0] if kind else "",
            "plover_mode": kind.plover[1] if kind else "",
            "acled_event_type": kind.acled[0] if kind else "",
            "acled_sub_event_type": kind.acled[1] if kind else "",
            "actors": _named(event.participants, _ACTORS),
            "undergoers": _named(event.participants, _UNDERGOERS),
            "others": _others(event.participants),
            "place": place.label if place else "",
            "place_type": where.type if where else "",
            "country": where.country if where else "",
            "latitude": where.latitude if where else None,
            "longitude": where.longitude if where else None,
            "figures": "; ".join(figures),
            "confidence": event.confidence,
            "label": event.label,
        }


def shown(row: Mapping[str, Any], format: str) -> bool:
    """Say whether a row is written: on a map, what has coordinates."""
    return format != "geojson" or not (row["latitude"] is None or row["longitude"] is None)


def written(found: Iterable[dict[str, Any]], format: str) -> Iterator[bytes]:
    """Yield *found* as CSV (RFC 4180) or GeoJSON (RFC 7946), piece by piece.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        format: of FORMATS.
    """
    return _csv(found) if format == "csv" else _geojson(found)


def _csv(found: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    for row in found:
        writer.writerow({name: cell(value) for name, value in row.items()})
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _geojson(found: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b'{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for row in found:
        if not shown(row, "geojson"):
            continue
        # null where a table has nothing in a cell: else a column of days is one of texts to GDAL, and QGIS has no time
        told = {name: None if value == "" else value for name, value in row.items()}
        properties = {name: value for name, value in told.items() if name not in ("event", "latitude", "longitude")}
        feature = {
            "type": "Feature",
            "id": row["event"],
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": properties,
        }
        yield f"{separator}{json.dumps(feature, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def _ordered(
    catalog: CatalogReader, article: str, entity: str, stands: Stands | None, only: Collection[str] | None
) -> Iterator[str]:
    """Yield the ids of the events that are wanted, in order; they are sorted outside of memory."""
    keys = (
        f"{begin or end or '~'}\t{identifier}\n".encode()
        for identifier, of, local, begin, end in event_keys(catalog, article, entity)
        if (only is None or identifier in only) and (stands is None or stands(of, local))
    )
    for line in sorted_lines(keys):
        yield line.decode().rstrip("\n").partition("\t")[2]


def _words(who: Participant) -> str:
    return " ".join((who.entity.label if who.entity else who.words).split())


def _named(participants: Iterable[Participant], roles: frozenset[str]) -> str:
    return "; ".join(dict.fromkeys(_words(who) for who in participants if who.role in roles))


def _others(participants: Iterable[Participant]) -> str:
    rest = (who for who in participants if who.role not in _ACTORS | _UNDERGOERS and who.role != "place")
    return "; ".join(dict.fromkeys(f"{who.role}: {_words(who)}" for who in rest))
