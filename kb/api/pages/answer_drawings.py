"""Answers of queries drawn: where the rows are, when they were, and which nodes they join.

Input: kb.api.pages.answers.Table. Output: Spots, Moments, Graph; a bounded number of nodes, with how many there are.
Pure. Never: takes a number for a coordinate that can be none; draws a literal as a node.
"""

import re
from calendar import monthrange
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from kb.api.pages.answers import Cell, Table

NODES: Final = 120  # of a graph that is drawn
_NUMBER: Final = r"(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)"
# GeoSPARQL: a literal may begin with the IRI of its reference system, and without one is longitude, latitude.
_POINT: Final = re.compile(rf"\s*(?:<[^>]*CRS84>\s*)?POINT\s*\(\s*{_NUMBER}\s+{_NUMBER}\s*\)\s*\Z", re.IGNORECASE)
_LATITUDE: Final = re.compile(r"lat(?:itude)?\d?\Z|.*_lat(?:itude)?\Z|.*Lat(?:itude)?\Z")
_LONGITUDE: Final = re.compile(
    r"(?:lon|lng|long|longitude)\d?\Z|.*_(?:lon|lng|long|longitude)\Z|.*(?:Lon|Lng|Longitude)\Z"
)
_WHEN: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d)(?:T.*)?)?)?")
_LABEL: Final = ("rdfs:label", "skos:prefLabel", "schema:name")
_NAMES: Final = frozenset({"iri", "blank"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # of the name of a column
_SIDES: Final = (  # what such words say of a day, the surest first: "latestBegin" is a begin
    ("begin", frozenset("begin begins began start starts started from since".split())),
    ("end", frozenset("end ends ended stop until till to through".split())),
    ("begin", frozenset(("earliest", "first"))),
    ("end", frozenset(("latest", "last"))),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A row on a map: where, what it is called, what else it says."""

    latitude: float
    longitude: float
    label: Cell
    more: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A row on a line of time.

    Attributes:
        told, until: the day, month or year as it stands, and the later one to which it lasts, if the row says so.
        begin, end: the first and the last day, as 2024-07-05; "" for what is no such time.
        label: what it is called, what has a page first.
        cells: what the row says besides, *label* among it.
    """

    told: Cell
    until: Cell
    begin: str
    end: str
    label: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """One node joined to another; *words* say by what, "" if nothing does."""

    start: Cell
    words: str
    end: Cell


@dataclass(frozen=True, slots=True)
class Graph:
    """What rows join.

    Attributes:
        edges: those between the nodes that are drawn, no two alike.
        nodes: how many are drawn.
        found: how many nodes there are; more: those farthest from the one with most neighbours are left out.
    """

    edges: tuple[Edge, ...]
    nodes: int
    found: int


def views(table: Table) -> tuple[str, ...]:
    """Return how a table can be drawn: "map", "graph"."""
    return (*(("map",) if spots(table) else ()), *(("graph",) if graph(table).edges else ()))


def spots(table: Table) -> tuple[Spot, ...]:
    """Return the rows that have coordinates: a point in WKT, or latitude and longitude in two columns of numbers."""
    points = [at for at in range(len(table.columns)) if _all_points(table, at)]
    if points:
        return tuple(
            _spot(row, float(found[2]), float(found[1]), points[:1])
            for row in table.rows
            if (found := _POINT.match(row[points[0]].text)) and _on_globe(float(found[2]), float(found[1]))
        )
    numbers = table.of_kind("number")
    latitude = next((at for at in numbers if _LATITUDE.match(table.columns[at])), None)
    longitude = next((at for at in numbers if _LONGITUDE.match(table.columns[at])), None)
    if latitude is None or longitude is None:
        return ()
    return tuple(
        _spot(row, row[latitude].number, row[longitude].number, [latitude, longitude])
        for row in table.rows
        if row[latitude].text and row[longitude].text and _on_globe(row[latitude].number, row[longitude].number)
    )


def _all_points(table: Table, at: int) -> bool:
    texts = [row[at].text for row in table.rows if row[at].text]
    return bool(texts) and all(_POINT.match(text) for text in texts)


def _on_globe(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _spot(row: Sequence[Cell], latitude: float, longitude: float, without: Sequence[int]) -> Spot:
    rest = [cell for at, cell in enumerate(row) if at not in without and cell.text]
    named = next((cell for cell in rest if cell.path), rest[0] if rest else Cell(f"{latitude:g}, {longitude:g}"))
    return Spot(latitude, longitude, named, tuple(cell for cell in rest if cell is not named))


def moments(table: Table) -> tuple[Moment, ...]:
    """Return the rows that have a day, month or year, the earliest first; begin and end, in two columns, are one."""
    found = table.of_kind("day")
    if not found:
        return ()
    begins, ends = ([at for at in found if _side(table.columns[at]) == side] for side in ("begin", "end"))
    start, stop = (begins[0], ends[-1]) if begins and ends else (found[0], found[0])
    rows = (_moment(row, start, stop) for row in table.rows if row[start].text or row[stop].text)
    return tuple(sorted(rows, key=lambda one: one.told.text))


def _side(column: str) -> str:
    """Return which end of a time a column is called: "begin", "end", or "" for neither."""
    words = {word.lower() for word in _WORD.findall(column)}
    return next((side for side, known in _SIDES if words & known), "")


def _moment(row: Sequence[Cell], start: int, stop: int) -> Moment:
    told, until = (row[start], row[stop]) if row[start].text else (row[stop], row[stop])
    (begin, end), (later, last) = _bounds(told.text), _bounds(until.text)
    lasts = bool(begin) and later > begin
    without = (start, stop) if later >= begin else (start,)
    cells = tuple(cell for at, cell in enumerate(row) if at not in without and cell.text)
    label = next((cell for cell in cells if cell.path), cells[0] if cells else told)
    return Moment(told, until if lasts else Cell(), begin, max(end, last) if lasts else end, label, cells)


def _bounds(text: str) -> tuple[str, str]:
    found = _WHEN.fullmatch(text)
    if found is None:
        return "", ""
    year, month, day = found["year"], found["month"], found["day"]
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    if month:
        return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]}"
    return f"{year}-01-01", f"{year}-12-31"


def graph(table: Table, *, most: int = NODES) -> Graph:
    """Return what a table joins: triples by their predicate, else two columns of names by what a third one says.

    Args:
        most: how many nodes at most, from the one with most neighbours outward.
    """
    edges = list(dict.fromkeys(_joined(table)))
    beside: dict[Cell, dict[Cell, None]] = {}
    for edge in edges:
        beside.setdefault(edge.start, {})[edge.end] = None
        beside.setdefault(edge.end, {})[edge.start] = None
    kept = frozenset(islice(_outward(beside), most))
    drawn = tuple(edge for edge in edges if edge.start in kept and edge.end in kept)
    return Graph(drawn, len({cell for edge in drawn for cell in (edge.start, edge.end)}), len(beside))


def _outward(beside: Mapping[Cell, Mapping[Cell, None]]) -> Iterator[Cell]:
    """Yield nodes from the one with most neighbours outward, so that the first of them hang together."""
    ranked = sorted(beside, key=lambda cell: (-len(beside[cell]), cell.full or cell.text))
    seen: set[Cell] = set()
    for first in ranked:
        waiting = deque([first])
        while waiting:
            node = waiting.popleft()
            if node not in seen:
                seen.add(node)
                yield node
                waiting.extend(sorted(beside[node], key=lambda cell: (-len(beside[cell]), cell.full or cell.text)))


def _joined(table: Table) -> list[Edge]:
    if table.columns == ("subject", "predicate", "object"):
        labels = {row[0].full or row[0].text: row[2].text for row in reversed(table.rows) if row[1].text in _LABEL}
        rows = [row for row in table.rows if row[0].kind in _NAMES and row[2].kind in _NAMES]
        return [Edge(_called(row[0], labels), row[1].text, _called(row[2], labels)) for row in rows]
    names = table.of_kind("iri")
    if _are_triples(table, names):
        return _joined(replace(table, columns=("subject", "predicate", "object")))
    things = [at for at in names if any(row[at].path for row in table.rows)]
    ends = (things if len(things) > 1 else names)[:2]
    if len(ends) < 2:
        return []
    named = table.names_of()
    told = [at for at in range(len(table.columns)) if at not in ends and at not in named.values()]
    between = [at for at in told if ends[0] < at < ends[1]] or told
    labels = {row[at].full: row[named[at]].text for at in ends if at in named for row in table.rows if row[at].nameless}
    return [
        Edge(_called(row[ends[0]], labels), row[between[0]].text if between else "", _called(row[ends[1]], labels))
        for row in table.rows
        if row[ends[0]].text and row[ends[1]].text
    ]


def _are_triples(table: Table, names: Sequence[int]) -> bool:
    """Whether three columns are subject, predicate and object whatever they are called: no thing joins others."""
    return (
        len(table.columns) == 3
        and names[:2] == [0, 1]
        and not any(row[1].path for row in table.rows)
        and any(row[2].kind in _NAMES for row in table.rows)
    )


def _called(cell: Cell, labels: dict[str, str]) -> Cell:
    name = cell.full or cell.text
    return replace(cell, text=labels[name]) if labels.get(name) else cell
