"""Names and literals of the graph, as pyoxigraph terms.

Input: words of kb.model ("armed_force", "at_least", 0.93, "2024-02-22").
Output: terms read by the builders of kb.graph; each value has one lexical
form, so that two runs give the same bytes.
Pure; kb.graph.words says which term a word means.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.graph import words
from kb.graph.vocabulary import KB, NAMESPACE, TYPE_NAMESPACE
from kb.model.extraction import ACTOR_TYPES, PLACE_TYPES

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
DCT: Final = "http://purl.org/dc/terms/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

PREFIXES: Final[Mapping[str, str]] = {
    "dcterms": DCT,
    "kb": NAMESPACE,
    "kbt": TYPE_NAMESPACE,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}

TYPE: Final = NamedNode(f"{RDF}type")
LABEL: Final = NamedNode(f"{RDFS}label")
EXACT_MATCH: Final = NamedNode(f"{SKOS}exactMatch")
SAME_AS: Final = NamedNode(f"{OWL}sameAs")
REPLACED_BY: Final = NamedNode(f"{DCT}isReplacedBy")
IDENTIFIER: Final = NamedNode(f"{DCT}identifier")
HOMEPAGE: Final = NamedNode("http://xmlns.com/foaf/0.1/homepage")
SUBJECT: Final = NamedNode(f"{RDF}subject")
PREDICATE: Final = NamedNode(f"{RDF}predicate")
OBJECT: Final = NamedNode(f"{RDF}object")
ACTIVITY: Final = NamedNode(f"{PROV}Activity")
AGENT: Final = NamedNode(f"{PROV}Agent")
ASSOCIATED_WITH: Final = NamedNode(f"{PROV}wasAssociatedWith")
ENDED_AT: Final = NamedNode(f"{PROV}endedAtTime")
INFORMED_BY: Final = NamedNode(f"{PROV}wasInformedBy")
GENERATED_BY: Final = NamedNode(f"{PROV}wasGeneratedBy")

_DECIMAL: Final = NamedNode(f"{XSD}decimal")
_INTEGER: Final = NamedNode(f"{XSD}integer")
_BOOLEAN: Final = NamedNode(f"{XSD}boolean")
_DATE: Final = NamedNode(f"{XSD}date")
_DATE_TIME: Final = NamedNode(f"{XSD}dateTime")
_ANY_URI: Final = NamedNode(f"{XSD}anyURI")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


@lru_cache(maxsize=1024)
def kb(local: str) -> NamedNode:
    """Return the term kb:*local*.

    Raises:
        AttributeError: the ontology has no such term.
    """
    return NamedNode(getattr(KB, local))


@lru_cache(maxsize=1024)
def node(iri: str) -> NamedNode:
    """Return a term given as its full IRI."""
    return NamedNode(iri)


@lru_cache(maxsize=1024)
def event_type(local: str) -> NamedNode:
    """Return the concept of an event type.

    Raises:
        ValueError: *local* is not a local name.
    """
    if not _LOCAL.match(local):
        raise ValueError(f"Not the name of an event type: {local!r}.")
    return NamedNode(TYPE_NAMESPACE + local)


@lru_cache(maxsize=65536)
def stored(literal: Literal) -> Literal:
    """Return *literal* in the form that a store keeps it in.

    pyoxigraph keeps numbers, dates and times by value: "00:00:01.50" comes
    back as "00:00:01.5", "007" as "7". A quad is compared with what is held,
    so it has to be made in that form.
    """
    store = Store()
    store.add(Quad(TYPE, TYPE, literal))
    found = next(iter(store)).object
    return found if isinstance(found, Literal) else literal


@lru_cache(maxsize=64)
def entity_classes(kind: str) -> tuple[NamedNode, ...]:
    """Return the classes of an entity type, the narrowest first.

    All of them, because a query has no inference and `?x a kb:Actor` must find a company.

    Raises:
        KeyError: *kind* is not one of the model's entity types.
    """
    found = [words.ENTITY_CLASS[kind]]
    if kind in ACTOR_TYPES - {"person", "group", "country"}:
        found.append(KB.Organization)
    if kind in ACTOR_TYPES:
        found.append(KB.Actor)
    if kind in PLACE_TYPES or kind == "country":
        found.append(KB.Location)
    return tuple(NamedNode(iri) for iri in dict.fromkeys(found))


def text(value: str) -> Literal:
    """Return a string literal; a lone surrogate, which RDF cannot hold, becomes U+FFFD."""
    return Literal(_SURROGATE.sub("�", value))


@lru_cache(maxsize=8192, typed=True)
def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=_INTEGER)


@lru_cache(maxsize=4096)
def decimal(value: float, *, places: int | None = None) -> Literal:
    """Return an xsd:decimal without exponent or trailing zeros.

    Raises:
        ValueError: *value* is not finite.
    """
    number = Decimal(repr(float(value)) if places is None else f"{value:.{places}f}")
    if not number.is_finite():
        raise ValueError(f"Not a number of the graph: {value!r}.")
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return stored(Literal("0" if written == "-0" else written, datatype=_DECIMAL))


def true() -> Literal:
    """Return the xsd:boolean true."""
    return Literal("true", datatype=_BOOLEAN)


def date(stamp: str) -> Literal:
    """Return the day of an ISO 8601 date or date-time as xsd:date."""
    return stored(Literal(stamp[:10], datatype=_DATE))


def date_time(stamp: str, *, last: bool = False) -> Literal:
    """Return an ISO 8601 date or date-time as xsd:dateTime; a date's first second, or its *last*."""
    day, _, clock = stamp.strip().replace(" ", "T", 1).partition("T")
    if not clock:
        clock = "23:59:59" if last else "00:00:00"
    zone = re.search(r"(?:Z|[+-]\d\d:?\d\d)\Z", clock)
    offset = zone.group() if zone else ""
    hours = clock[: len(clock) - len(offset)].rstrip()
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    if re.fullmatch(r"\d\d:\d\d", hours):
        hours += ":59" if last else ":00"
    return stored(Literal(f"{day}T{hours}{offset}", datatype=_DATE_TIME))


def any_uri(value: str) -> Literal:
    """Return an address as xsd:anyURI."""
    return Literal(_SURROGATE.sub("�", value), datatype=_ANY_URI)


def words_of(local: str) -> str:
    """Return the words of a local name: "air_strike", "airStrike" and "air-strike" are "air strike"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local)
    return re.sub(r"[_\-\s]+", " ", spaced).strip().lower()
