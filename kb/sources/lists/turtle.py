"""A curated list as Turtle: entities described in terms of our own, of SKOS, FOAF or schema.org.

Input: decoded text. Output: a ReadList.
A subject with a type of TYPES is an entry, and its own IRI is its key. Offices are kb:Position nodes with kb:holder,
or schema:jobTitle of the person. A name in English is preferred, then one without language. The line of an entry is
where its IRI is first written as a subject, 0 if it cannot be told.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL
from rdflib.term import Node

from kb.model.listing import Listed, ListEntry
from kb.sources.lists import outcome as row_of
from kb.sources.lists.outcome import BadListError, BadRow, BadRowError, ReadList

KB: Final = Namespace("https://w3id.org/newskb#")
SCHEMA: Final = Namespace("https://schema.org/")
_OWN: Final[Mapping[str, str]] = {  # local names of our classes; tests hold them to kb.graph.words
    "Person": "person",
    "Organization": "organisation",
    "Company": "company",
    "ArmedForce": "armed_force",
    "GovernmentBody": "office",
    "InternationalOrganization": "international_organisation",
    "Group": "group",
    "Platform": "platform",
    "Country": "country",
    "State": "state",
    "Region": "region",
    "Province": "province",
    "District": "district",
    "City": "city",
    "Town": "town",
    "Village": "village",
    "Island": "island",
    "Mountain": "mountain",
    "River": "river",
    "Lake": "lake",
    "Sea": "sea",
    "Facility": "facility",
    "Infrastructure": "infrastructure",
    "Building": "building",
    "Market": "market",
    "Route": "route",
    "Area": "area",
    "Location": "place",
}
TYPES: Final[Mapping[Node, str]] = {  # a narrower one before a broader
    FOAF.Person: "person",
    SCHEMA.Person: "person",
    SCHEMA.Corporation: "company",
    SCHEMA.GovernmentOrganization: "office",
    SCHEMA.Country: "country",
    SCHEMA.City: "city",
    **{KB[name]: kind for name, kind in _OWN.items() if name not in ("Organization", "Location")},
    KB.Organization: "organisation",
    FOAF.Organization: "organisation",
    SCHEMA.Organization: "organisation",
    SCHEMA.AdministrativeArea: "region",
    KB.Location: "place",
    SCHEMA.Place: "place",
}
_NAMES: Final = (SKOS.prefLabel, RDFS.label, FOAF.name, SCHEMA.name)
_ALIASES: Final = (SKOS.altLabel, KB.alias, SCHEMA.alternateName, FOAF.nick, SKOS.hiddenLabel)
_SAME: Final = (SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs)
_IDS: Final = (DCTERMS.identifier, SCHEMA.identifier)
_COUNTRY: Final = (KB.country, SCHEMA.addressCountry, SCHEMA.nationality)
_ABOUT: Final = (KB.description, DCTERMS.description, SCHEMA.description, SKOS.definition)
_STATUS: Final = {"contender": "candidate"}


def read_turtle(text: str, origin: str) -> ReadList:
    """Return the entries of a Turtle file.

    Raises:
        BadListError: it is no Turtle, or describes nobody.
    """
    graph = _parsed(text, origin)
    lines = _lines(text, graph)
    entries: list[ListEntry] = []
    bad: list[BadRow] = []
    typed = {one for kind in TYPES for one in graph.subjects(RDF.type, kind)}
    for subject in sorted(typed, key=lambda node: (lines.get(str(node), 0), str(node))):
        line = lines.get(str(subject), 0)
        try:
            if not isinstance(subject, URIRef):
                raise BadRowError("it is a blank node; a list knows its entries by their IRIs")
            entries.append(_entry(graph, subject, line))
        except BadRowError as error:
            bad.append(BadRow(line, f"{_short(subject)}: {error}"))
    if typed:
        bad += _of_nobody(graph, typed, lines)
    if not entries and not bad:
        raise BadListError(
            origin,
            "no subject in it has a type of an actor or a place",
            hint="See docs/linking-elsewhere.md for the types.",
        )
    return ReadList(tuple(entries), tuple(bad))


def _parsed(text: str, origin: str) -> Graph:
    from rdflib.exceptions import ParserError

    try:
        return Graph().parse(data=text, format="turtle")
    except (SyntaxError, ParserError, ValueError, RecursionError) as error:  # rdflib's BadSyntax is a SyntaxError
        number = getattr(error, "lines", None)
        where = f" at line {number + 1}" if isinstance(number, int) else ""
        raise BadListError(origin, f"its Turtle cannot be read{where}", hint="Check it with any RDF tool.") from error


def _lines(text: str, graph: Graph) -> dict[str, int]:
    """Return subject IRI -> the line where it is first written at the beginning of a statement."""
    spaces = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\s*<([^>\s]+)>|\s*([\w.-]*):([\w.%-]*\w)\s", line):
            iri = match[1] or spaces.get(match[2] or "", "") + (match[3] or "")
            found.setdefault(iri, number)
    return found


def _entry(graph: Graph, subject: URIRef, line: int) -> ListEntry:
    kinds = set(graph.objects(subject, RDF.type))
    kind = next(kind for node, kind in TYPES.items() if node in kinds)
    names = _texts(graph, subject, _NAMES)
    if not names:
        raise BadRowError("it has no name (skos:prefLabel, rdfs:label, foaf:name or schema:name)")
    name = row_of.words(names[0])
    ids = [row_of.identifier(str(one)) for predicate in _SAME for one in graph.objects(subject, predicate)]
    ids += [row_of.identifier(str(one)) for predicate in _IDS for one in graph.objects(subject, predicate)]
    key = row_of.identifier(str(subject))
    position = [_degrees(graph, subject, name, most) for name, most in (("latitude", 90), ("longitude", 180))]
    jobs = [row_of.office(title) for title in _texts(graph, subject, (SCHEMA.jobTitle,))]
    codes = {row_of.country(text) for text in _texts(graph, subject, _COUNTRY)}
    return ListEntry(
        key=key,
        line=line,
        text=_written(graph, subject),
        type=kind,
        name=name,
        aliases=row_of.unique((*names[1:], *_texts(graph, subject, _ALIASES)), name),
        ids=tuple(one for one in sorted(set(ids)) if one != key),
        country=codes.pop() if len(codes) == 1 else "",
        place=_named(graph, next(graph.objects(subject, KB.within), None))[0],
        latitude=position[0],
        longitude=position[1],
        description=row_of.words(next(iter(_texts(graph, subject, _ABOUT)), "")[:300]),
        website=row_of.website(
            str(next(graph.objects(subject, FOAF.homepage), None) or _first(graph, subject, SCHEMA.url))
        ),
        offices=tuple(dict.fromkeys((*_positions(graph, subject), *jobs))),
    )


def _positions(graph: Graph, holder: URIRef) -> Iterable[Listed]:
    for node in sorted(graph.subjects(KB.holder, holder), key=str):
        title = _first(graph, node, KB.roleTitle)
        if not title:
            raise BadRowError("an office of it has no kb:roleTitle")
        body, body_id = _named(graph, next(graph.objects(node, KB.organization), None))
        place, place_id = _named(graph, next(graph.objects(node, KB.jurisdiction), None))
        status = _first(graph, node, KB.positionStatus).rpartition("#")[2]
        yield row_of.office(
            title,
            organisation=body,
            organisation_id=body_id,
            place=place,
            place_id=place_id,
            country_code=_first(graph, node, KB.country),
            status=_STATUS.get(status, status),
            since=_first(graph, node, KB.since),
            until=_first(graph, node, KB.until),
        )


def _of_nobody(graph: Graph, typed: Collection[Node], lines: Mapping[str, int]) -> Iterable[BadRow]:
    """Yield the offices that nobody has whom the file gives a type."""
    nodes = {*graph.subjects(RDF.type, KB.Position), *graph.subjects(KB.roleTitle), *graph.subjects(KB.holder)}
    for node in sorted(nodes, key=lambda one: (lines.get(str(one), 0), str(one))):
        holders = set(graph.objects(node, KB.holder))
        if holders.isdisjoint(typed):
            told = ", ".join(sorted(map(_short, holders)))
            why = f"{told}, who holds it, is none of the file's actors" if told else "it has no kb:holder"
            yield BadRow(lines.get(str(node), 0), f"the office {_short(node)}: {why}")


def _named(graph: Graph, node: Node | None) -> tuple[str, str]:
    """Return name and id of a body or place that something else names, "" for none.

    Raises:
        BadRowError: it is an IRI that the file gives no name.
    """
    if node is None:
        return "", ""
    if isinstance(node, Literal):
        return row_of.words(str(node)), ""
    names = _texts(graph, node, _NAMES)
    if not names:
        raise BadRowError(f"{_short(node)}, which it names, has no name in the file")
    return row_of.words(names[0]), row_of.identifier(str(node)) if isinstance(node, URIRef) else ""


def _texts(graph: Graph, subject: Node, predicates: Iterable[Node]) -> list[str]:
    """Return the literals under some predicates: English first, then those without language, then others."""
    found: list[tuple[int, int, str]] = []
    for number, predicate in enumerate(predicates):
        for one in graph.objects(subject, predicate):
            if isinstance(one, Literal) and str(one).strip():
                language = (one.language or "").casefold()
                rank = 0 if language == "en" or language.startswith("en-") else 1 if not language else 2
                found.append((rank, number, str(one)))
    return [text for _, _, text in sorted(found)]


def _first(graph: Graph, subject: Node, predicate: Node) -> str:
    return str(min(graph.objects(subject, predicate), key=str, default=""))


def _degrees(graph: Graph, subject: Node, name: str, most: float) -> float | None:
    text = _first(graph, subject, KB[name])
    if not text:
        geo = next(graph.objects(subject, SCHEMA.geo), None)
        text = _first(graph, geo or subject, SCHEMA[name])
    return row_of.degrees(text, name, most)


def _written(graph: Graph, subject: URIRef) -> str:
    """Return what the file says of a subject, as N-Triples in order."""
    return "\n".join(sorted(f"{subject.n3()} {p.n3()} {o.n3()} ." for p, o in graph.predicate_objects(subject)))


def _short(node: Node) -> str:
    return str(node) if isinstance(node, URIRef) else "a blank node"
