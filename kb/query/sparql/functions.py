"""What SPARQL lacks for news: distances, uncertain times, words; as functions that the engine calls.

Input: terms of a row, and the store of the query, read for places and times. Output: a term, or None, which is an error
in SPARQL: a filter passes the row over, BIND leaves it unbound. Named in docs/sparql.md; registered by
kb.query.workers.worker.
Never: raises into the engine; takes a bound or a place that nothing says for one.

Each may be called for every row: what it reads of a node is kept for the rest of the query.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox

from kb.query.sparql.points import Place, great_circle, on_earth, place
from kb.query.sparql.spans import EMPTY, Span, joined, literal_span

NAMESPACE: Final = "https://w3id.org/newskb#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WKT: Final = ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
_STAMPS: Final = ("earliestBegin", "latestBegin", "earliestEnd", "latestEnd")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Function = Callable[..., Term | None]


def functions(store: ox.Store) -> dict[ox.NamedNode, Function]:
    """Return the functions on *store*, by their names."""
    reader = _Reader(store)
    made: dict[str, Function] = {
        "distance": reader.distance,
        "near": reader.near,
        "inBox": reader.in_box,
        "point": reader.point,
        "certainlyIn": lambda x, *y: reader.compare(Span.certainly_in, x, *y),
        "possiblyIn": lambda x, *y: reader.compare(Span.possibly_in, x, *y),
        "before": lambda x, y: reader.compare(Span.before, x, y),
        "possiblyBefore": lambda x, y: reader.compare(Span.possibly_before, x, y),
        "overlaps": lambda x, y: reader.compare(Span.overlaps, x, y),
        "possiblyOverlaps": lambda x, y: reader.compare(Span.possibly_overlaps, x, y),
        "matches": _matches,
    }
    return {ox.NamedNode(NAMESPACE + name): _guarded(function) for name, function in made.items()}


def _guarded(function: Function) -> Function:
    def called(*terms: Term) -> Term | None:
        try:
            return function(*terms)
        except (ValueError, TypeError, OverflowError):  # the wrong number or kind of terms
            return None

    return called


class _Reader:
    """Reads places and times of nodes."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._places = cache(self._read_places)
        self._span = cache(self._read_span)

    # -- places -----------------------------------------------------------------------------------

    def distance(self, first: Term, second: Term) -> Term | None:
        """Kilometres between the nearest places of two."""
        km = self._distance(first, second)
        return None if km is None else ox.Literal(km)

    def near(self, first: Term, second: Term, km: Term) -> Term | None:
        """Whether they are at most so many kilometres apart."""
        found = self._distance(first, second)
        return None if found is None else ox.Literal(found <= _number(km))

    def in_box(self, what: Term, west: Term, south: Term, east: Term, north: Term) -> Term | None:
        """Whether a place of it lies between two meridians and two parallels, in degrees; the box may cross 180."""
        left, low, right, high = (_number(edge) for edge in (west, south, east, north))
        places = self._places(what)
        if not places or low > high or not (on_earth(low, left) and on_earth(high, right)):
            return None
        inside = (
            low <= latitude <= high
            and (left <= longitude <= right if left <= right else longitude >= left or longitude <= right)
            for latitude, longitude in places
        )
        return ox.Literal(any(inside))

    def point(self, what: Term) -> Term | None:
        """Its first place for GeoSPARQL's functions."""
        places = self._places(what)
        if not places:
            return None
        latitude, longitude = places[0]
        return ox.Literal(f"POINT({longitude:g} {latitude:g})", datatype=_WKT)

    def _distance(self, first: Term, second: Term) -> float | None:
        pairs = [(a, b) for a in self._places(first) for b in self._places(second)]
        return min((great_circle(a, b) for a, b in pairs), default=None)

    def _read_places(self, what: Term) -> tuple[Place, ...]:
        if isinstance(what, ox.Literal):
            found = place(what.value)
            return (found,) if found else ()
        own = self._coordinates(what)
        if own:
            return (own,)
        there = (self._coordinates(one) for one in self._objects(what, "place"))
        return tuple(sorted(one for one in there if one))

    def _coordinates(self, node: Term) -> Place | None:
        latitude = next(self._objects(node, "latitude"), None)
        longitude = next(self._objects(node, "longitude"), None)
        if latitude is None or longitude is None:
            return None
        return on_earth(_number(latitude), _number(longitude))

    # -- times ------------------------------------------------------------------------------------

    def compare(self, holds: Callable[[Span, Span], bool], what: Term, *bounds: Term) -> Term | None:
        """Whether a relation holds between the time of *what* and that of one bound, or from one bound to another."""
        spans = [self._span(bound) for bound in bounds]
        own, other = self._span(what), joined(*spans)
        return ox.Literal(holds(own, other)) if EMPTY not in (own, other) else None

    def _read_span(self, what: Term) -> Span:
        if isinstance(what, ox.Literal):
            return literal_span(what.value)
        nodes = [what, *self._objects(what, "time")]
        stamps = [[_second(one) for node in nodes for one in self._objects(node, name)] for name in _STAMPS]
        if any(stamps):
            earliest_begin, latest_begin, earliest_end, latest_end = stamps
            return Span(
                min(earliest_begin, default=""),
                max(latest_begin, default=""),
                min(earliest_end, default=""),
                max(latest_end, default=""),
            )
        begins = [literal_span(_value(one)) for name in ("begin", "since") for one in self._objects(what, name)]
        ends = [literal_span(_value(one)) for name in ("end", "until") for one in self._objects(what, name)]
        return Span(
            min((one.earliest_begin for one in begins), default=""),
            max((one.latest_end for one in begins), default=""),
            min((one.earliest_begin for one in ends), default=""),
            max((one.latest_end for one in ends), default=""),
        )

    def _objects(self, node: Term, name: str) -> Iterator[Term]:
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            predicate = ox.NamedNode(NAMESPACE + name)
            for quad in self._store.quads_for_pattern(node, predicate, None, None):
                yield quad.object


def _matches(text: Term, words: Term) -> Term | None:
    """Whether a literal has all of these words, in any order; the last may be the beginning of one."""
    if not isinstance(text, ox.Literal) or not isinstance(words, ox.Literal):
        return None
    wanted = _words(words.value)
    found = _words(text.value)
    if not wanted:
        return None
    there = set(found)
    return ox.Literal(all(word in there for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in found))


def _words(text: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain.casefold())


def _number(term: Term) -> float:
    return float(_value(term))


def _value(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _second(term: Term) -> str:
    return _value(term)[:19]
