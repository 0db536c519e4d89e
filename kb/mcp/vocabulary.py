"""The ontology for whoever writes a query: its terms by words of their name, label or comment.

Input: the ontology as Turtle. Output: kb.mcp.values.Terms.
Pure, but for what it remembers of the last ontology.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kb.mcp.values import Term, Terms
from kb.query.sparql.prefixes import KNOWN

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_OURS: Final = "https://w3id.org/newskb"
_KINDS: Final = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{_RDF}Property": "property",
    f"{_OURS}#EventType": "event type",
}
_NO_TERMS: Final = frozenset({f"{_OURS}#RoleFrame"})  # frames of roles are data of event types


def terms(ontology: bytes, words: str, limit: int) -> Terms:
    """Return the terms that hold all *words*, those whose name does first; all for "".

    Args:
        ontology: Turtle.
        words: parts of words, whatever the case.
    """
    wanted = words.casefold().removeprefix("kb:").removeprefix("kbt:").split()
    found = [(score, term) for term in _all(ontology) if (score := _score(term, wanted)) is not None]
    found.sort(key=lambda one: (one[0], one[1].name))
    return Terms(items=[term for _, term in found[:limit]], total=len(found))


def _score(term: Term, wanted: list[str]) -> int | None:
    name, label = term.name.partition(":")[2].casefold(), term.label.casefold()
    places = (name, label, f"{name} {label} {term.comment.casefold()}")
    if any(word not in places[2] for word in wanted):
        return None
    if len(wanted) == 1 and wanted[0] in (name, label):
        return 0
    return next((at + 1 for at, place in enumerate(places) if all(word in place for word in wanted)), 4)


@lru_cache(maxsize=2)
def _all(ontology: bytes) -> tuple[Term, ...]:
    store = Store()
    store.load(ontology, format=RdfFormat.TURTLE)
    found: dict[str, Term] = {}
    for quad in store.quads_for_pattern(None, NamedNode(f"{_RDF}type"), None):
        subject, kind = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(kind, NamedNode) or kind.value in _NO_TERMS:
            continue
        if subject.value.startswith(_OURS) and (kind.value in _KINDS or kind.value.startswith(f"{_OURS}#")):
            found[subject.value] = _term(store, subject, _KINDS.get(kind.value, f"value of {_short(kind.value)}"))
    return tuple(found.values())


def _term(store: Store, node: NamedNode, kind: str) -> Term:
    def told(*predicates: str) -> list[str]:
        return [
            _short(quad.object.value) if isinstance(quad.object, NamedNode) else quad.object.value
            for predicate in predicates
            for quad in store.quads_for_pattern(node, NamedNode(predicate), None)
            if isinstance(quad.object, NamedNode | Literal)
        ]

    return Term(
        name=_short(node.value),
        kind=kind,
        label=_first(told(f"{_RDFS}label", f"{_SKOS}prefLabel")),
        comment=" ".join(_first(told(f"{_RDFS}comment", f"{_SKOS}definition")).split()),
        domain=told(f"{_RDFS}domain"),
        range=told(f"{_RDFS}range"),
        broader=told(f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf", f"{_SKOS}broader"),
    )


def _short(iri: str) -> str:
    prefix, space = max(
        ((name, space) for name, space in KNOWN.items() if iri.startswith(space)),
        key=lambda one: len(one[1]),
        default=("", ""),
    )
    return f"{prefix}:{iri.removeprefix(space)}" if prefix else iri


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")
