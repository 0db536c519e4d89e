"""Looks at the graph that say in advance what a query may find: what nothing has, which value may be meant, how much a
pattern matches, what is near a point.

Input: the store, in a worker. Output: IRIs, counts; sent back to kb.query.service.
Never: evaluates a query. A count stops at a bound, so that looking costs little on any graph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kb.query.sparql.points import Place, great_circle, on_earth, place

MOST: Final = 20_000  # matches that are counted one by one
_PLACES: Final = 5_000  # things with coordinates that a point is compared with
_BESIDE: Final = 50.0  # km
_FAR: Final = 300.0  # km
_KB: Final = "https://w3id.org/newskb#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LATITUDE: Final = ox.NamedNode(f"{_KB}latitude")
_LONGITUDE: Final = ox.NamedNode(f"{_KB}longitude")
_LABEL: Final = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True, slots=True)
class Count:
    """How much a pattern matches.

    Attributes:
        rows: quads.
        subjects, objects: how many different ones they have.
        more: there are more, and the numbers are those of the first 20,000.
    """

    rows: int
    subjects: int
    objects: int
    more: bool = False


def lacking(
    store: ox.Store, properties: Sequence[str], classes: Sequence[str], graphs: Sequence[str] = ()
) -> list[str]:
    """Return those that no quad has as its property, as its class, or as its graph."""
    return [
        *(iri for iri in properties if not _any(store, ox.NamedNode(iri), None)),
        *(iri for iri in classes if not _any(store, _TYPE, ox.NamedNode(iri))),
        *(iri for iri in graphs if next(store.quads_for_pattern(None, None, None, ox.NamedNode(iri)), None) is None),
    ]


def absent(store: ox.Store, values: Sequence[Sequence[str]]) -> list[tuple[str, str, str, str]]:
    """Return the values that nothing in the graph has.

    Args:
        values: each a property, "" for any, and a literal or an IRI, as in Turtle.

    Returns:
        (property, value, what the graph has that may be meant, what the property has if it is of another kind), the
        last two "" where there is none.
    """
    found = []
    for predicate, written in values:
        term = _term(written, ox.RdfFormat.TURTLE)
        if isinstance(term, ox.NamedNode):
            if not any(_first(store, *places) for places in ((term, None, None), (None, None, term))):
                found.append((predicate, written, "", ""))
        elif isinstance(term, ox.Literal) and predicate:
            verb = ox.NamedNode(predicate)
            if (sample := _first(store, None, verb, None)) is None or _first(store, None, verb, term):
                continue  # that nothing has the property is told by itself
            meant = next((one for one in _alike(term) if _first(store, None, verb, one)), None)
            found.append(
                (predicate, written, str(meant or ""), "" if _is_of_kind(sample.object, term) else str(sample.object))
            )
    return found


def _alike(term: ox.Literal) -> Iterator[ox.Literal]:
    """Yield what a literal may be meant for: the same in another kind or language, without blanks, in other case."""
    text = term.value.strip()
    for value in dict.fromkeys((text, text.capitalize(), text.title(), text.lower(), text.upper())):
        yield ox.Literal(value)
        yield ox.Literal(value, language="en")
    for kind in ("integer", "decimal", "double", "date", "dateTime", "anyURI"):
        yield ox.Literal(text, datatype=ox.NamedNode(f"{_XSD}{kind}"))


def _is_of_kind(there: object, term: ox.Literal) -> bool:
    return isinstance(there, ox.Literal) and (there.datatype, there.language) == (term.datatype, term.language)


def _first(store: ox.Store, *places: ox.NamedNode | ox.Literal | None) -> ox.Quad | None:
    subject, predicate, object = places
    return next(store.quads_for_pattern(subject, predicate, object, None), None)  # type: ignore[arg-type]


def turned(store: ox.Store, points: Sequence[str]) -> list[tuple[str, str]]:
    """Return the points far from all that the graph places, with what is near once longitude and latitude are turned.

    Returns:
        (the point as it is written, name of the place); nothing where the graph has too many places to look at.
    """
    if not points or len(places := list(_placed(store))) > _PLACES:
        return []
    found = []
    for written in points:
        if (at := place(written)) is None or (other := on_earth(at[1], at[0])) is None or not places:
            continue
        near = min(places, key=lambda one: great_circle(other, one[0]))
        if great_circle(other, near[0]) <= _BESIDE and min(great_circle(at, one) for one, _ in places) >= _FAR:
            label = next(store.quads_for_pattern(near[1], _LABEL, None, None), None)
            found.append((written, label.object.value if label and isinstance(label.object, ox.Literal) else ""))
    return found


def _placed(store: ox.Store) -> Iterator[tuple[Place, ox.NamedNode]]:
    """Yield where the things that have coordinates are, one more than are looked at."""
    for quad in islice(store.quads_for_pattern(None, _LATITUDE, None, None), _PLACES + 1):
        longitude = next(store.quads_for_pattern(quad.subject, _LONGITUDE, None, None), None)
        if longitude is None or not isinstance(quad.subject, ox.NamedNode):
            continue
        try:
            at = on_earth(float(quad.object.value), float(longitude.object.value))  # type: ignore[union-attr]
        except (AttributeError, ValueError):
            continue
        if at is not None:
            yield at, quad.subject


def counted(store: ox.Store, subject: str, predicate: str, object: str) -> Count:
    """Return how much a pattern matches, and how many different subjects and objects that has.

    Args:
        subject, predicate, object: N-Triples; "" for a variable.
    """
    pattern = (_node(subject), _node(predicate), _term(object))
    subjects, objects, rows = set(), set(), 0
    for quad in islice(store.quads_for_pattern(*pattern, None), MOST + 1):
        rows += 1
        subjects.add(quad.subject)
        objects.add(quad.object)
    more = rows > MOST
    if more and not (subject or predicate or object):
        return Count(len(store), len(subjects), len(objects), more=False)
    return Count(min(rows, MOST), len(subjects), len(objects), more)


def _any(store: ox.Store, predicate: ox.NamedNode, object: ox.NamedNode | None) -> bool:
    return next(store.quads_for_pattern(None, predicate, object, None), None) is not None


def _node(text: str) -> ox.NamedNode | None:
    term = _term(text)
    return term if isinstance(term, ox.NamedNode) else None


def _term(text: str, format: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> ox.NamedNode | ox.Literal | None:
    if not text:
        return None
    line = f"<urn:s> <urn:p> {text} ."
    try:
        term = next(iter(ox.parse(line, format=format))).object
    except SyntaxError:  # which the engine tells of
        return None
    return term if isinstance(term, ox.NamedNode | ox.Literal) else None
