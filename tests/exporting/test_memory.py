"""Exports hold no more of a larger graph: what Python has at most, over a graph and over one four times as large."""

import gc
import io
import tracemalloc
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting import annotations, event_data, followthemoney, network, reading, tables
from kb.exporting.classes import TABLES
from kb.exporting.reading import Graph
from kb.exporting.tables import write_table
from kb.graph import names
from kb.graph.iris import Iris
from kb.projections.files import sorting
from kb.projections.files.export import export_quads
from tests.exporting.conftest import iri
from tests.graph import sample

EXPORTS: dict[str, Callable[[Graph, io.RawIOBase], object]] = {
    **{form: lambda graph, out, form=form: network.write_network(graph, out, form) for form in network.FORMATS},
    **{form: lambda graph, out, form=form: event_data.write_events(graph, out, form) for form in event_data.FORMATS},
    **{
        form: lambda graph, out, form=form: export_quads(graph.store, graph.base, out, form)
        for form in ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
    },
    "ftm": followthemoney.write_entities,
    "annotations": lambda graph, out: annotations.write_annotations(graph, out, lambda _: "Bo"),
    "tables": lambda graph, out: [write_table(graph, one, out, "csv") for one in TABLES],
}


class Nowhere(io.RawIOBase):
    """Takes whatever is written."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


def _graph(size: int) -> Graph:
    """Return *size* articles, each of people and places of its own: an attack, a statement, an office."""
    store = Store()
    registry = Iris(sample.BASE).registry_graph()

    def say(node: str, cls: str, graph: NamedNode, *values: tuple[str, object]) -> None:
        subject = NamedNode(iri(*node.split()))
        store.add(Quad(subject, names.TYPE, names.kb(cls), graph))
        for term, value in values:
            found = NamedNode(iri(*value.split())) if isinstance(value, str) else value
            store.add(Quad(subject, names.kb(term), found, graph))

    for number in range(size):
        one = f"{number:06d}"
        graph = NamedNode(f"{sample.BASE}graph/article-{one}")
        for name, cls in (("a", "Person"), ("b", "Organization"), ("c", "City")):
            say(f"entity {name}{one}", cls, registry, ("mentionedIn", f"article {one}"))
            label = Quad(NamedNode(iri("entity", f"{name}{one}")), names.LABEL, Literal(f"{name} {one}"), registry)
            store.add(label)
        say(
            *(f"happening {one}", "Happening", registry, ("reportedBy", f"event {one}")),
            ("happeningType", names.event_type("bombing")),
        )
        say(f"article {one}", "Article", graph)
        say(
            *(f"event {one}", "Event", graph, ("happening", f"happening {one}"), ("article", f"article {one}")),
            *(("agent", f"entity a{one}"), ("target", f"entity b{one}"), ("place", f"entity c{one}")),
            *(("eventType", names.event_type("bombing")), ("reality", names.kb("occurred"))),
            *(("begin", names.date("2024-05-01")), ("end", names.date("2024-05-01"))),
        )
        say(
            *(f"statement {one}", "Statement", graph, ("article", f"article {one}")),
            *(("speaker", f"entity a{one}"), ("about", f"entity b{one}")),
        )
        say(
            *(f"position {one}", "Position", graph, ("holder", f"entity a{one}"), ("organization", f"entity b{one}")),
            *(("roleTitle", Literal(f"chair {one}")), ("positionStatus", names.kb("current"))),
        )
        say(
            *(f"mention {one}", "Mention", graph, ("article", f"article {one}"), ("refersTo", f"entity b{one}")),
            *(("start", Literal(0)), ("end", Literal(2)), ("exact", Literal("Bo"))),
        )
    return Graph(store, sample.BASE)


def _held(graph: Graph, export: Callable[[Graph, io.RawIOBase], object]) -> int:
    """Return the most bytes that Python held while *graph* was exported."""
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # as Python has it; the tests' own lets rings of objects that nobody holds wait
    gc.collect()
    tracemalloc.start()
    try:
        export(Graph(graph.store, graph.base), Nowhere())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.set_threshold(*usual)


@pytest.fixture(scope="module")
def graphs() -> tuple[Graph, Graph]:
    """A graph, and one four times as large."""
    return _graph(30), _graph(120)


@pytest.mark.thorough
@pytest.mark.parametrize("name", EXPORTS)
def test_four_times_the_graph_takes_no_more_memory(
    graphs: tuple[Graph, Graph], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With bounds as small as the graphs: what is remembered and what a run of lines holds."""
    monkeypatch.setattr(reading, "_LABELS", 20)
    monkeypatch.setattr(network, "_REMEMBERED", 20)
    monkeypatch.setattr(tables, "_WAITING", 20)
    monkeypatch.setattr(sorting, "_OPEN", 4)
    monkeypatch.setattr(sorting.sorted_lines, "__kwdefaults__", {"run": 50, "most": 1 << 20})
    small, large = graphs
    EXPORTS[name](small, Nowhere())  # what is loaded once is not held by an export

    less, more = (_held(graph, EXPORTS[name]) for graph in (small, large))
    assert more < less * 1.3 + 20_000, f"{less:,} bytes, then {more:,}"
