"""Networks: as networkx reads them back, the same bytes each time."""

import io
import re
import subprocess
import sys

import networkx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting import network_files
from kb.exporting.network import FORMATS, edges, nodes, write_network
from kb.exporting.reading import Graph
from kb.graph import names
from tests.exporting.conftest import built, iri
from tests.graph import sample

READ = {"gexf": networkx.read_gexf, "graphml": networkx.read_graphml}


def written(graph: Graph, format: str) -> bytes:
    """Return a network as bytes."""
    out = io.BytesIO()
    write_network(graph, out, format)
    return out.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_networkx_reads_back_what_was_written(graph: Graph, format: str) -> None:
    """Nodes and edges with all that is said of them."""
    made = built(graph)
    again = READ[format](io.BytesIO(written(graph, format)))

    assert set(again.nodes) == set(made.nodes)
    for name, facts in made.nodes(data=True):
        assert facts.items() <= again.nodes[name].items()
    weights = sorted((one, other, facts["kind"], facts["weight"]) for one, other, facts in made.edges(data=True))
    found = sorted((one, other, facts["kind"], facts["weight"]) for one, other, facts in again.edges(data=True))
    assert weights == found
    assert ("entity-cc", "entity-aa", "holds-office", 1) in found
    assert ("entity-cc", "entity-aa", "speaks-of", 1) in found


def _attack(store: Store, event: str, happening: str, reality: str) -> None:
    node, kind = NamedNode(iri("event", event)), NamedNode(iri("happening", happening))
    for predicate, value in (
        (names.TYPE, names.kb("Event")),
        (names.kb("agent"), NamedNode(iri("entity", "a"))),
        (names.kb("target"), NamedNode(iri("entity", "b"))),
        (names.kb("place"), NamedNode(iri("entity", "c"))),
        (names.kb("reality"), names.kb(reality)),
        (names.kb("begin"), names.date(f"2024-05-0{event}")),
        (names.kb("end"), names.date(f"2024-05-0{event}")),
        (names.kb("happening"), kind),
    ):
        store.add(Quad(node, predicate, value))
    store.add(Quad(kind, names.TYPE, names.kb("Happening")))
    store.add(Quad(kind, names.kb("happeningType"), names.event_type("attack")))
    store.add(Quad(kind, names.kb("reportedBy"), node))


def test_a_happening_counts_once_and_only_if_it_was() -> None:
    """Two articles tell of one attack, one of another, one denies a third: weight 2, and the days of both."""
    store = Store()
    for name in "abc":
        store.add(Quad(NamedNode(iri("entity", name)), names.TYPE, names.kb("Organization")))
        store.add(Quad(NamedNode(iri("entity", name)), names.LABEL, Literal(f"{name}\x01&")))
    for event, happening, reality in (
        *(("1", "h", "occurred"), ("2", "h", "denied")),
        *(("3", "i", "ongoing"), ("4", "j", "denied"), ("5", "k", "planned")),
    ):
        _attack(store, event, happening, reality)
    network = built(Graph(store, sample.BASE))
    edges = {(one, other, facts["kind"]): facts for one, other, facts in network.edges(data=True)}

    assert set(edges) == {
        ("entity-a", "entity-b", "acts-on"),
        ("entity-a", "entity-c", "at"),
        ("entity-b", "entity-c", "at"),
    }
    acted = edges["entity-a", "entity-b", "acts-on"]
    assert (acted["weight"], acted["types"], acted["first"], acted["last"]) == (2, "attack", "2024-05-01", "2024-05-03")
    again = networkx.read_gexf(io.BytesIO(written(Graph(store, sample.BASE), "gexf")))
    assert {facts["label"] for _, facts in again.nodes(data=True)} == {
        f"{name}\ufffd&" for name in "abc"
    }  # XML has no such character


@pytest.mark.parametrize("format", FORMATS)
def test_the_bytes_are_those_that_networkx_writes(graph: Graph, format: str) -> None:
    """But for who wrote them and when; with ends of lines, signs of XML and letters of any script in names."""
    told = ("entity-~", {"label": '\r\n\t"&<é>', "articles": 2, "latitude": 1.5})
    joined = ("entity-~", "entity-~", "at", {"kind": "at", "types": "a\r\nb\rc & \u05d0"})
    made = built(graph)
    made.add_node(told[0], **told[1])
    made.add_edge(*joined[:2], key=joined[2], **joined[3])
    ours, theirs = io.BytesIO(), io.BytesIO()
    network_files.write([*nodes(graph), told], [*edges(graph), joined], ours, format)
    if format == "gexf":
        networkx.write_gexf(made, theirs)
    else:
        text = "\n".join(networkx.generate_graphml(made))
        theirs.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode() + b"\n")

    def compared(data: bytes) -> bytes:
        return re.sub(rb"<meta.*?</meta>", b"", data, flags=re.DOTALL)

    assert compared(ours.getvalue()) == compared(theirs.getvalue())


@pytest.mark.thorough
def test_the_bytes_do_not_depend_on_the_process(graph: Graph) -> None:
    """Another process, with another order of hashes, on another day, writes the same files."""
    code = (
        "import io, sys\n"
        "from tests.exporting.conftest import WORLD; from tests.projections.worlds import World\n"
        "from kb.projections.opening import in_memory; from tests.graph import sample\n"
        "from kb.exporting.reading import Graph; from kb.exporting.network import write_network\n"
        "graph = Graph(in_memory(World().run(WORLD).log).graph.store, sample.BASE)\n"
        "for format in ('gexf', 'graphml'): write_network(graph, sys.stdout.buffer, format)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert other.stdout == written(graph, "gexf") + written(graph, "graphml")
