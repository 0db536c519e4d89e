"""A small graph that has all there is to export: two articles of one flood, told with offices, words and numbers."""

import networkx
import pytest
from pyoxigraph import Store

from kb.exporting.network import edges, nodes
from kb.exporting.reading import Graph
from kb.projections.opening import in_memory
from tests.graph import sample
from tests.projections.worlds import SETTLED, World, text_of

WORLD = [*SETTLED, ("merge", "h1", "h2"), ("import", "a")]
FIRST, SECOND = text_of("0"), text_of("1")


@pytest.fixture(scope="session")
def store() -> Store:
    """The graph, in memory."""
    return in_memory(World().run(WORLD).log).graph.store


@pytest.fixture
def graph(store: Store) -> Graph:
    """All of it."""
    return Graph(store, sample.BASE)


def iri(kind: str, identifier: str) -> str:
    """Return the IRI of a node of the home."""
    return f"{sample.BASE}id/{kind}-{identifier}"


def built(graph: Graph) -> "networkx.MultiDiGraph[str]":
    """Return the network as networkx holds it."""
    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for name, facts in nodes(graph):
        made.add_node(name, **facts)
    for source, target, kind, facts in edges(graph):
        made.add_edge(source, target, key=kind, **facts)
    return made
