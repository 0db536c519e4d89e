"""Who has to do with whom, as a network for Gephi, Cytoscape and networkx.

Input: kb.exporting.reading.Graph. Output: nodes and edges, written by kb.exporting.network_files.
Nodes are entities; an edge joins two that act on each other, take part in one happening, speak of or to one another,
hold an office or lie within one another: one edge a kind and pair, its weight the number of happenings, statements or
offices.
Never: counts a happening twice because two articles tell of it. Holds the network in memory: what joins two is sorted
by pair and kind outside of it, and added up as it comes.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import IO, Final

from kb.exporting import network_files
from kb.exporting.happenings import ACTORS, UNDERGOERS, Happening, happenings, is_entity
from kb.exporting.network_files import Edge, Facts, Node, Value
from kb.exporting.reading import Graph, entity_type, last
from kb.graph.vocabulary import KB
from kb.projections.files.sorting import sorted_lines

FORMATS: Final = ("gexf", "graphml")
_PLACED: Final = frozenset({"place", "destination", "origin"})
_SEPARATOR: Final = "; "
_REMEMBERED: Final = 5_000  # names of which it is known whether they are nodes

Tie = tuple[str, str, str, str, str, str, str]  # source, target, kind; what joins them: its IRI, type, first, last day


def write_network(graph: Graph, out: IO[bytes], format: str) -> tuple[int, int]:
    """Write the network and return how many nodes and edges it has.

    Args:
        format: of FORMATS.
    """
    return network_files.write(nodes(graph), edges(graph), out, format)


def nodes(graph: Graph) -> Iterator[Node]:
    """Yield the nodes in order, called as the last part of their IRIs."""
    for node in graph.entities():
        facts: dict[str, Value] = {
            "label": graph.label(node.iri),
            "type": entity_type(node),
            "iri": node.iri,
            "country": node.one(KB.country),
            "articles": len(node.many(KB.mentionedIn)),
        }
        latitude, longitude = node.number(KB.latitude), node.number(KB.longitude)
        if latitude is not None and longitude is not None:
            facts |= {"latitude": latitude, "longitude": longitude}
        yield node.name, _known(facts)


def edges(graph: Graph) -> Iterator[Edge]:
    """Yield the edges by source, target and kind in order; both ends are nodes."""
    listed = lru_cache(_REMEMBERED)(lambda name: graph.has_entity(f"{graph.base}id/{name}"))
    # no name of a node has a tab in it, and nothing sorts before one
    lines = (
        "\t".join((*tie[:4], json.dumps(tie[4:]))).encode() + b"\n"
        for tie in _ties(graph)
        if listed(tie[0]) and listed(tie[1])
    )
    found = (line.decode().split("\t", 4) for line in sorted_lines(lines))
    for (source, target, kind), group in groupby(found, key=lambda parts: tuple(parts[:3])):
        yield source, target, kind, _added(kind, (json.loads(parts[4]) for parts in group))


def _added(kind: str, told: Iterable[tuple[str, str, str]]) -> Facts:
    """Return the facts of an edge."""
    weight, types, first, end = 0, set(), "", ""
    for one, begins, ends in told:
        weight += 1
        types.add(one)
        if begins:
            first = min(first or begins, begins)
        end = max(end, ends or begins)
    shown = _SEPARATOR.join(sorted(types - {""}))
    return _known({"kind": kind, "label": kind, "weight": weight, "types": shown, "first": first, "last": end})


def _ties(graph: Graph) -> Iterator[Tie]:
    """Yield whatever joins two names, in any order, each once."""
    for one in happenings(graph):
        if one.real:
            yield from _joined(graph, one)
    yield from _spoken(graph)
    yield from _held(graph)


def _joined(graph: Graph, happening: Happening) -> Iterator[Tie]:
    """Yield what joins those who take part in a happening; each pair in the narrowest way that an article tells."""

    def entities(roles: frozenset[str]) -> list[str]:
        return sorted(last(iri) for iri in happening.having(roles) if is_entity(graph, iri))

    actors, undergoers, places = entities(ACTORS), entities(UNDERGOERS), entities(_PLACED)
    pairs: dict[tuple[str, str], str] = {}
    for actor in actors:
        pairs.update(((actor, other), "acts-on") for other in undergoers if other != actor)
    for group in (actors, undergoers):
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                if (one, other) not in pairs and (other, one) not in pairs:
                    pairs[one, other] = "together"
    for one in dict.fromkeys((*actors, *undergoers)):
        for place in places:
            if one != place and (one, place) not in pairs:
                pairs[one, place] = "at"
    for (one, other), kind in pairs.items():
        yield one, other, kind, happening.node.iri, happening.type, *happening.days


def _spoken(graph: Graph) -> Iterator[Tie]:
    for node in graph.of(KB.Statement):
        for kind, predicate in (("speaks-of", KB.about), ("speaks-to", KB.addressee)):
            pairs = {(one, other) for one in node.many(KB.speaker) for other in node.many(predicate)}
            for one, other in pairs:
                if one != other and is_entity(graph, one) and is_entity(graph, other):
                    yield last(one), last(other), kind, node.iri, node.local(KB.mode), "", ""


def _held(graph: Graph) -> Iterator[Tie]:
    for node in graph.of(KB.Position):
        holder = node.one(KB.holder)
        for other in {node.one(KB.organization) or node.one(KB.jurisdiction)} - {"", holder}:
            days = (node.one(KB.since), node.one(KB.until))
            yield last(holder), last(other), "holds-office", node.iri, node.one(KB.roleTitle), *days
    for node in graph.entities():
        if within := node.one(KB.within):
            yield node.name, last(within), "within", node.iri, "", "", ""


def _known(facts: dict[str, Value]) -> Facts:
    """Return facts without those that nobody knows."""
    return {name: value for name, value in facts.items() if value != ""}
