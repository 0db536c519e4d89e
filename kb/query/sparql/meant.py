"""The terms that a query may mean: the ontology's own and those of other vocabularies that the graph has.

Input: a name that is none. Output: a question with the nearest that are; read by kb.query.sparql.advice.
Pure.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from typing import Final

from kb.graph.vocabulary import KB, NAMESPACE, TYPE_NAMESPACE
from kb.language.event_types import EventTypes
from kb.query.sparql import extensions
from kb.query.sparql.mentioned import Mentioned
from kb.query.sparql.prefixes import KNOWN
from kb.resources import resource

_MOST: Final = 5  # values that are told of
_SHOWN: Final = 100  # characters of one
_TERM: Final = re.compile(r"^kb:(\w+) a owl:(?:Class|ObjectProperty|DatatypeProperty)\b(.*?)(?:\n\n|\Z)", re.M | re.S)
_CLOSE: Final = re.compile(r"skos:(?:close|exact)Match ([^;.]+)")
OURS: Final = extensions.NAMES | extensions.FUNCTIONS
PROPERTIES: Final = (
    "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "rdfs:comment", "rdfs:subClassOf",
    "skos:exactMatch", "skos:prefLabel", "skos:altLabel", "skos:broader", "owl:sameAs", "dcterms:isReplacedBy",
    "dcterms:identifier", "dcterms:coverage", "dcterms:description", "dcterms:spatial", "dcterms:type",
    "prov:wasGeneratedBy", "prov:wasAssociatedWith", "prov:wasInformedBy", "prov:endedAtTime",
    "foaf:homepage",
)  # fmt: skip


def ours_meant(local: str, namespace: str, known: frozenset[str]) -> str:
    """Return a question with the terms of ours that a name is most like; a type of event may stand under kb:."""
    types = namespace == TYPE_NAMESPACE
    alike = get_close_matches(local, in_order(known if types else known | OURS), n=2, cutoff=0.75)
    names = [f"{'kbt' if types else 'kb'}:{one}" for one in alike]
    if not types and local.lower() in event_types():
        names = [f"kbt:{local.lower()}", *names[:1]]
    return f" Did you mean {' or '.join(names)}?" if names else ""


def class_meant(local: str) -> str:
    classes = sorted(one for one in own_terms() if one[:1].isupper() and one != local)
    alike = get_close_matches(local[:1].upper() + local[1:], classes, n=1, cutoff=0.75)
    return f" Did you mean kb:{alike[0]}?" if alike else ""


def aligned_meant(iri: str) -> str:
    """Return a question with our term for one of another vocabulary, as the ontology sets it beside it; "" for none."""
    local = _aligned().get(iri.replace("http://schema.org/", KNOWN["schema"]))
    return f" Did you mean kb:{local}?" if local else ""


@cache
def _aligned() -> dict[str, str]:
    """Return what the ontology sets beside terms of ours: its IRI -> our local name, the first of several."""
    found: dict[str, str] = {}
    for path in sorted(resource("ontology").glob("*.ttl")):
        for local, said in _TERM.findall(path.read_text(encoding="utf-8")):
            for name in (one.strip() for close in _CLOSE.findall(said) for one in close.split(",")):
                prefix, _, rest = name.partition(":")
                if prefix in KNOWN:
                    found.setdefault(KNOWN[prefix] + rest, local)
    return found


@cache
def known_elsewhere() -> frozenset[str]:
    """Return the IRIs of the properties of other vocabularies that our graph has."""
    split = (name.split(":") for name in PROPERTIES)
    return frozenset(KNOWN[prefix] + local for prefix, local in split)


def elsewhere_meant(iri: str, candidates: Sequence[str]) -> str:
    """Return a question with the well-known property whose local name is most like that of *iri*."""
    local = {name.partition(":")[2].lower(): name for name in candidates}
    alike = get_close_matches(re.split("[#/]", iri)[-1].lower(), sorted(local), n=1, cutoff=0.75)
    prefix, _, name = local[alike[0]].partition(":") if alike else ("", "", "")
    return f" Did you mean {prefix}:{name}?" if alike and KNOWN[prefix] + name != iri else ""


def absent_values(names: Mentioned, absent: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence for each value of a query that nothing in the graph has; see .looking.absent."""
    warnings = []
    for predicate, written, meant, kind in list(absent)[:_MOST]:
        named = _begun(names.values[predicate, written])
        if not predicate:
            warnings.append(f"Nothing in the graph is called {named}: what needs it matches nothing.")
            continue
        said = f"Nothing in the graph has {named}: what needs it matches nothing."
        if meant:
            said += f" Did you mean {_short(meant)}?"
        elif kind and len(kind) <= _SHOWN:
            said += f" Its values are written as {_short(kind)}."
        warnings.append(said)
    return tuple(warnings)


def _short(term: str) -> str:
    """Return a term as a person writes it: with the prefix of xsd, and not to its end where it is long."""
    value, mark, kind = term.rpartition("^^<" + KNOWN["xsd"])
    written = f"{value}^^xsd:{kind.removesuffix('>')}" if mark else term
    if kind in ("integer>", "decimal>"):
        written = value.strip('"')  # a number as it is
    return _begun(written)


def _begun(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]} ..."


@cache
def in_order(names: frozenset[str]) -> list[str]:
    return sorted(names)


@cache
def own_terms() -> frozenset[str]:
    """Return the local names of kb: terms."""
    values = (value for name, value in vars(KB).items() if not name.startswith("_") and isinstance(value, str))
    return frozenset(value.removeprefix(NAMESPACE) for value in values)


def event_types() -> frozenset[str]:
    """Return the local names of kbt: concepts."""
    return _names(EventTypes.load())


@cache
def _names(types: EventTypes) -> frozenset[str]:
    return frozenset(kind.name for kind in types)
