"""Who has to do with whom, as a network for Gephi, Cytoscape and networkx.

Input: kb.exporting.reading.Graph. Output: GEXF 1.2 or GraphML, written by networkx.
Nodes are entities; an edge joins two that act on each other, take part in one happening, speak of or to one another,
hold an office or lie within one another: one edge a kind and pair, its weight the number of happenings, statements or
offices.
Never: counts a happening twice because two articles tell of it. Holds the network, though not the graph, in memory.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Final

from kb.exporting.happenings import ACTORS, UNDERGOERS, Happening, happenings, is_entity
from kb.exporting.reading import Graph, entity_type, last
from kb.graph.vocabulary import KB

if TYPE_CHECKING:
    import networkx

FORMATS: Final = ("gexf", "graphml")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLACED: Final = frozenset({"place", "destination", "origin"})
_SEPARATOR: Final = "; "


@dataclass(slots=True)
class _Edge:
    weight: int = 0
    types: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""

    def add(self, kind: str = "", days: tuple[str, str] = ("", "")) -> None:
        self.weight += 1
        if kind:
            self.types.add(kind)
        first, end = days
        if first:
            self.first = min(self.first or first, first)
        if end or first:
            self.last = max(self.last, end or first)


_Edges = dict[tuple[str, str, str], _Edge]


def write_network(graph: Graph, out: IO[bytes], format: str) -> tuple[int, int]:
    """Write the network and return how many nodes and edges it has.

    Args:
        format: of FORMATS.
    """
    network = build(graph)
    text = _gexf(network) if format == "gexf" else _graphml(network)
    out.write(text)
    return network.number_of_nodes(), network.number_of_edges()


def build(graph: Graph) -> "networkx.MultiDiGraph[str]":
    """Return the network; nodes are called as the last part of their IRIs."""
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in graph.entities():
        facts: dict[str, Any] = {
            "label": graph.label(node.iri),
            "type": entity_type(node),
            "iri": node.iri,
            "country": node.one(KB.country),
            "articles": len(node.many(KB.mentionedIn)),
        }
        latitude, longitude = node.number(KB.latitude), node.number(KB.longitude)
        if latitude is not None and longitude is not None:
            facts |= {"latitude": latitude, "longitude": longitude}
        network.add_node(node.name, **_known(facts))
    edges: _Edges = {}
    for one in happenings(graph):
        if one.real:
            _joined(graph, one, edges)
    _spoken(graph, edges)
    _held(graph, edges)
    for (source, target, kind), edge in sorted(edges.items()):
        if source in network and target in network:
            facts = {"kind": kind, "label": kind, "weight": edge.weight, "types": _SEPARATOR.join(sorted(edge.types))}
            facts |= {"first": edge.first, "last": edge.last}
            network.add_edge(source, target, key=kind, **_known(facts))
    return network


def _joined(graph: Graph, happening: Happening, edges: _Edges) -> None:
    """Join those who take part in a happening; each pair in the narrowest way that an article tells."""

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
        edges.setdefault((one, other, kind), _Edge()).add(happening.type, happening.days)


def _spoken(graph: Graph, edges: _Edges) -> None:
    for node in graph.of(KB.Statement):
        for kind, predicate in (("speaks-of", KB.about), ("speaks-to", KB.addressee)):
            pairs = {(one, other) for one in node.many(KB.speaker) for other in node.many(predicate)}
            for one, other in pairs:
                if one != other and is_entity(graph, one) and is_entity(graph, other):
                    edges.setdefault((last(one), last(other), kind), _Edge()).add(node.local(KB.mode))


def _held(graph: Graph, edges: _Edges) -> None:
    for node in graph.of(KB.Position):
        holder = node.one(KB.holder)
        for other in {node.one(KB.organization) or node.one(KB.jurisdiction)} - {"", holder}:
            days = (node.one(KB.since), node.one(KB.until))
            edges.setdefault((last(holder), last(other), "holds-office"), _Edge()).add(node.one(KB.roleTitle), days)
    for node in graph.entities():
        if within := node.one(KB.within):
            edges.setdefault((node.name, last(within), "within"), _Edge()).add()


def _gexf(network: "networkx.MultiDiGraph[str]") -> bytes:
    """Return GEXF without the day on which it was written: the same network gives the same bytes."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _graphml(network: "networkx.MultiDiGraph[str]") -> bytes:
    import networkx

    text = "\n".join(networkx.generate_graphml(network, encoding="utf-8", prettyprint=True))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode() + b"\n"


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts without those that nobody knows, as XML can hold them: U+FFFD for a character that it cannot."""
    known = {name: value for name, value in facts.items() if value != ""}
    return {name: _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in known.items()}
