"""Rows of a list as CSV, GeoJSON or JSON-LD, piece by piece.

Input: rows of kb.api.lists.rows. Output: bytes.
Never: holds more than some rows; guesses a coordinate: what has none is not on the map, and how many those were is
said.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from kb.query.formats import Format

JSON: Final = Format("json", "application/json")
CSV: Final = Format("csv", "text/csv", (), True)
GEOJSON: Final = Format("geojson", "application/geo+json", ("application/vnd.geo+json",))
JSONLD: Final = Format("jsonld", "application/ld+json")
FORMATS: Final = (JSON, CSV, GEOJSON, JSONLD)

Row = dict[str, Any]
Spot = tuple[float, float]  # longitude, latitude
Placed = tuple[str, Spot]  # what is there, and where
_PIECE: Final = 32_000  # characters of a table sent at once
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NAMED: Final = frozenset({"within", "person", "organisation", "place"})
_NAMES: Final = frozenset({"speakers", "addressees"})


def columns(fields: Iterable[str]) -> list[str]:
    """Return the columns of a table of these fields: name and id of who is named, and of the places of an event."""
    found: list[str] = []
    for name in fields:
        if name in _NAMED:
            found += [name, f"{name}_id"]
        elif name in _NAMES:
            found += [name, f"{name}_ids"]
        elif name == "participants":
            found += ["participants", "places", "place_ids"]
        else:
            found.append(name)
    return found


def as_csv(rows: Iterable[Row], fields: Sequence[str]) -> Iterator[bytes]:
    """Yield rows as CSV (RFC 4180); a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns(fields), extrasaction="ignore")
    writer.writeheader()
    for one in rows:
        writer.writerow({name: _cell(value) for name, value in _flat(one).items()})
        if buffer.tell() > _PIECE:  # each piece is sent by itself, which costs more than to make a row
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _flat(one: Row) -> Row:
    flat: Row = {}
    for name, value in one.items():
        if name in _NAMED:
            flat |= {name: value["label"] if value else "", f"{name}_id": value["id"] if value else ""}
        elif name in _NAMES:
            flat |= {name: _joined(v["label"] for v in value), f"{name}_ids": _joined(v["id"] for v in value)}
        elif name == "participants":
            places = [p["entity"] for p in value if p["role"] == "place" and p["entity"]]
            flat["participants"] = _joined(f"{p['role']}: {_words(p)}" for p in value if p["role"] != "place")
            flat |= {"places": _joined(p["label"] for p in places), "place_ids": _joined(p["id"] for p in places)}
        elif name == "figures":
            flat[name] = value if isinstance(value, int) else _joined(f"{f['words']} {f['counts']}" for f in value)
        elif isinstance(value, list):
            flat[name] = _joined(str(part) for part in value)
        else:
            flat[name] = value
    return flat


def _words(participant: Row) -> str:
    return str(participant["entity"]["label"] if participant["entity"] else participant["words"])


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(" ".join(part.split()) for part in parts))


def as_geojson(rows: Iterable[Row], fields: Sequence[str], spots: Callable[[Row], Sequence[Placed]]) -> Iterator[bytes]:
    """Yield rows as a FeatureCollection (RFC 7946); its member *unlocated* counts those without coordinates.

    Args:
        spots: where a row is, by name and coordinates; a feature's property *place* has the names.
    """
    yield b'{"type": "FeatureCollection", "features": ['
    separator, unlocated = "\n", 0
    wanted = columns(fields)
    for one in rows:
        placed = spots(one)
        where = list(dict.fromkeys(spot for _, spot in placed))
        if not where:
            unlocated += 1
            continue
        shape: Row = {"type": "Point", "coordinates": where[0]}
        if len(where) > 1:
            shape = {"type": "MultiPoint", "coordinates": where}
        flat = _flat(one)
        told = {
            name: None if value == "" else value for name, value in flat.items()
        }  # as kb.service.export.event_table
        properties = {name: told[name] for name in wanted if name in told and name not in ("latitude", "longitude")}
        properties["place"] = _joined(name for name, _ in placed)
        feature = {"type": "Feature", "id": one["iri"], "geometry": shape, "properties": properties}
        yield f"{separator}{json.dumps(feature, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield f'\n], "unlocated": {unlocated}}}\n'.encode()


def as_jsonld(rows: Iterable[Row], context: Row, node: Callable[[Row], Row]) -> Iterator[bytes]:
    """Yield rows as one JSON-LD document with its context in it, so that who reads it need fetch nothing.

    Args:
        node: makes a row a node in the terms of *context*.
    """
    yield f'{{"@context": {json.dumps(context)}, "@graph": ['.encode()
    separator = "\n"
    for one in rows:
        yield f"{separator}{json.dumps(node(one), ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"\n]}\n"
