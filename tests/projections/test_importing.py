"""RDF from elsewhere comes in whole, with names for its blank nodes, or not at all."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kb.graph.skolem import QuotedTripleError
from kb.projections.files.importing import (
    BadGraphNameError,
    ForgedRecordError,
    OwnGraphError,
    RdfSyntaxError,
    UnknownRdfFormatError,
    read_import,
)
from kb.projections.files.naming import EntangledBlankNodesError, named
from tests.graph.sample import BASE

GRAPH = "https://example.org/data"
TURTLE = '@prefix e: <https://example.org/> .\ne:a e:knows [ e:name "Bo" ], e:b .\n'
SAME = {
    "a.ttl": TURTLE,
    "a.nt": "<https://example.org/a> <https://example.org/knows> _:x .\n"
    '_:x <https://example.org/name> "Bo" .\n'
    "<https://example.org/a> <https://example.org/knows> <https://example.org/b> .\n",
    "a.nq": "<https://example.org/a> <https://example.org/knows> _:y <https://example.org/g> .\n"
    '_:y <https://example.org/name> "Bo" .\n'
    "<https://example.org/a> <https://example.org/knows> <https://example.org/b> .\n",
    "a.trig": "@prefix e: <https://example.org/> .\ne:g { e:a e:knows _:q , e:b . }\ne:g { _:q e:name 'Bo' . }\n",
    "a.jsonld": '{"@id": "https://example.org/a", "https://example.org/knows": '
    '[{"https://example.org/name": "Bo"}, {"@id": "https://example.org/b"}]}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
    '<rdf:Description rdf:about="https://example.org/a"><e:knows rdf:parseType="Resource"><e:name>Bo</e:name></e:knows>'
    '<e:knows rdf:resource="https://example.org/b"/></rdf:Description></rdf:RDF>',
}


def file(folder: Path, name: str, text: str) -> Path:
    """Return a file with *text*."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", SAME)
def test_every_format_gives_the_same_event(tmp_path: Path, name: str) -> None:
    """Format and names of blank nodes leave no trace in what is recorded."""
    event = read_import(file(tmp_path, name, SAME[name]), GRAPH, BASE)
    turtle = read_import(file(tmp_path, "first.ttl", TURTLE), GRAPH, BASE)

    assert event.ntriples == turtle.ntriples
    lines = event.ntriples.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 3
    assert "_:" not in event.ntriples
    assert f"<{BASE}id/imported-" in event.ntriples


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("bad.ttl", "@prefix e: <https://example.org/> .\n\ne:a e:b .\n", 3),
        ("bad.nt", "<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c>\n", 2),
        ("bad.jsonld", '{"@id": "a:a",\n "a:b": }', 2),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    """The message begins FILE:LINE."""
    path = file(tmp_path, name, text)

    with pytest.raises(RdfSyntaxError) as caught:
        read_import(path, GRAPH, BASE)
    assert caught.value.line in (line, line + 1)
    assert str(caught.value).startswith(f"{path}:{caught.value.line}:")


@pytest.mark.parametrize(
    "graph", [f"{BASE}graph/registry", f"{BASE}graph/article-x", f"{BASE}id/x", BASE, "https://w3id.org/newskb#"]
)
def test_our_own_graphs_are_refused(tmp_path: Path, graph: str) -> None:
    """No import writes where only the projection does."""
    with pytest.raises(OwnGraphError):
        read_import(file(tmp_path, "a.ttl", TURTLE), graph, BASE)


@pytest.mark.parametrize("name", ["logPosition", "decisionType", "decides", "rationale"])
@pytest.mark.parametrize("subject", [BASE, f"{BASE}id/record-3"])
def test_what_the_log_tells_is_not_imported(tmp_path: Path, subject: str, name: str) -> None:
    """Else `BASE kb:logPosition N` had two values; of another base it is data like any other."""
    text = '<{}> <https://w3id.org/newskb#{}> "9" .\n'
    with pytest.raises(ForgedRecordError) as caught:
        read_import(file(tmp_path, "a.nt", text.format(subject, name)), GRAPH, BASE)
    assert (caught.value.subject, caught.value.predicate) == (subject, f"https://w3id.org/newskb#{name}")
    assert read_import(file(tmp_path, "b.nt", text.format("https://other.example/", name)), GRAPH, BASE).ntriples


@pytest.mark.parametrize("graph", ["", "data", "a b", "_:x", "//example.org/x"])
def test_a_graph_needs_an_absolute_iri(tmp_path: Path, graph: str) -> None:
    """Anything else is refused before the file is read."""
    with pytest.raises(BadGraphNameError):
        read_import(file(tmp_path, "a.ttl", TURTLE), graph, BASE)


def test_unknown_ending_asks_for_the_format(tmp_path: Path) -> None:
    """With the format said, the ending does not matter."""
    path = file(tmp_path, "data.txt", TURTLE)

    with pytest.raises(UnknownRdfFormatError):
        read_import(path, GRAPH, BASE)
    assert read_import(path, GRAPH, BASE, format="turtle").origin == "data.txt"


def test_a_triple_in_a_triple_is_refused(tmp_path: Path) -> None:
    """No graph here holds one."""
    text = "<a:a> <a:b> <<( <a:c> <a:d> <a:e> )>> .\n"

    with pytest.raises(QuotedTripleError):
        read_import(file(tmp_path, "a.ttl", text), GRAPH, BASE)


@pytest.mark.thorough
def test_blank_nodes_made_to_hurt_are_given_up_in_time() -> None:
    """Twelve blank nodes that all point at each other would take years; the refusal says how many there are."""
    nodes = [BlankNode(f"x{index}") for index in range(12)]
    knows = NamedNode("https://example.org/knows")
    tangle = [Quad(one, knows, other) for one in nodes for other in nodes if one != other]

    with pytest.raises(EntangledBlankNodesError) as caught:
        named(tangle, GRAPH, BASE, seconds=2)
    assert (caught.value.count, caught.value.graph) == (12, GRAPH)


def test_equal_blank_nodes_stay_two() -> None:
    """Two nodes that nothing tells apart get two names, the same ones each time."""
    name = NamedNode("https://example.org/name")
    made = [
        named([Quad(BlankNode(), name, Literal("Bo")), Quad(BlankNode(), name, Literal("Bo"))], GRAPH, BASE)
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert len({quad.subject for quad in made[0]}) == 2
