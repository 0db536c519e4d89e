"""What a graph needs beside it to be judged, and what is never kept in it.

Input: triples of an article, its text, what is known of the entities it names.
Output: the triples that are judged: the article's, the closure's, the class
tree of the ontology, the types that its events name, and for each article one
kb:text. Read by kb.validation.validator.
Never: is stored; it lives as long as one validation.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kb.graph.names import text as text_literal
from kb.graph.vocabulary import KB, TYPE_NAMESPACE
from kb.language.event_types import EventTypes
from kb.resources import resource

RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS: Final = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_TYPE_PROPERTIES: Final = frozenset({KB.eventType, KB.happeningType})


def surrounded(
    triples: Iterable[ox.Triple | ox.Quad], text: str | None, closure: Iterable[ox.Triple | ox.Quad]
) -> list[ox.Triple]:
    """Return the triples with what surrounds them, each once, in a stable order.

    Args:
        text: the stored text of the article; None if the graph holds several or none.
        closure: what is known elsewhere of the nodes that the triples name.
    """
    found: dict[ox.Triple, None] = {}
    for item in (*triples, *closure):
        found[ox.Triple(item.subject, item.predicate, item.object)] = None
    data = list(found)
    found.update(dict.fromkeys(class_tree()))
    found.update(dict.fromkeys(_event_types(data)))
    if text is not None:
        value = text_literal(text)
        for triple in data:
            if triple.predicate == RDF_TYPE and triple.object == ox.NamedNode(KB.Article):
                found[ox.Triple(triple.subject, ox.NamedNode(KB.text), value)] = None
    return list(found)


def class_tree() -> tuple[ox.Triple, ...]:
    """Return the subclass axioms of the ontology."""
    return _class_tree(resource("ontology").resolve())


@lru_cache(maxsize=4)
def _class_tree(folder: Path) -> tuple[ox.Triple, ...]:
    return tuple(
        ox.Triple(triple.subject, triple.predicate, triple.object)
        for path in sorted(folder.glob("*.ttl"))
        for triple in ox.parse(path=path)
        if triple.predicate == SUBCLASS
    )


def _event_types(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    types = EventTypes.load()
    for triple in triples:
        if triple.predicate.value in _TYPE_PROPERTIES and isinstance(triple.object, ox.NamedNode):
            name = triple.object.value.removeprefix(TYPE_NAMESPACE)
            if name != triple.object.value and name in types:
                yield ox.Triple(triple.object, RDF_TYPE, ox.NamedNode(KB.EventType))
