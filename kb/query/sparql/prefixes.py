"""Prefixes a query may use without declaring them.

Read by kb.query.service (handed to the engine as defaults, so that no text is inserted and every line and column
of an error message is the user's own) and by the serialisers of Turtle and its kin.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

KNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kb": "https://w3id.org/newskb#",
        "kbt": "https://w3id.org/newskb/type#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "schema": "https://schema.org/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "geof": "http://www.opengis.net/def/function/geosparql/",
        "uom": "http://www.opengis.net/def/uom/OGC/1.0/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "time": "http://www.w3.org/2006/time#",
    }
)

_ALWAYS: Final = frozenset({"kb", "kbt", "rdf", "rdfs", "xsd"})
_OF_TRIPLES: Final = _ALWAYS | {"dcterms", "id", "owl", "prov", "skos"}  # what the graph's own triples need


def known(base: str = "") -> dict[str, str]:
    """Return those that need no declaration in a home whose IRIs begin with *base*: also id: and graph: of its own."""
    own = {"id": f"{base}id/", "graph": f"{base}graph/"} if base else {}
    return {**KNOWN, **own}


def known_in(text: str, base: str = "", *, triples: bool = False) -> dict[str, str]:
    """Return those that *text* may use; few, since a Turtle result declares them all.

    Args:
        triples: its answer is triples: those, too, that shorten what the graph says.
    """
    always = _OF_TRIPLES if triples else _ALWAYS
    return {prefix: iri for prefix, mark, iri in _marks(base) if mark in text or prefix in always}


@lru_cache(maxsize=16)
def _marks(base: str) -> tuple[tuple[str, str, str], ...]:
    """Return each prefix, as it stands in a name, and its IRI."""
    return tuple((prefix, f"{prefix}:", iri) for prefix, iri in known(base).items())
