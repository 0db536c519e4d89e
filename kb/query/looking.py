"""Looks at the graph that say in advance what a query may find: what nothing has, and how much a pattern matches.

Input: the store, in a worker. Output: IRIs, counts; sent back to kb.query.service.
Never: evaluates a query. A count stops at a bound, so that looking costs little on any graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

MOST: Final = 20_000  # matches that are counted one by one
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


def lacking(store: ox.Store, properties: Sequence[str], classes: Sequence[str]) -> list[str]:
    """Return those that no quad has as its property, or as its class."""
    return [
        *(iri for iri in properties if not _any(store, ox.NamedNode(iri), None)),
        *(iri for iri in classes if not _any(store, _TYPE, ox.NamedNode(iri))),
    ]


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


def _term(text: str) -> ox.NamedNode | ox.Literal | None:
    if not text:
        return None
    line = f"<urn:s> <urn:p> {text} ."
    term = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object
    return term if isinstance(term, ox.NamedNode | ox.Literal) else None
