"""Parts of the graph: as wide as asked for, and understandable by themselves."""

import io

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kb.exporting.reading import Graph
from kb.exporting.selection import BadHopsError, around, quads_of, with_belongings
from kb.exporting.tables import table, write_table
from kb.graph import names
from kb.projections.files.export import NothingToExportError, export_quads
from tests.exporting.conftest import FIRST, SECOND, iri
from tests.graph import sample


def kinds(chosen: frozenset[str]) -> dict[str, int]:
    """Return how many nodes of each kind there are."""
    found: dict[str, int] = {}
    for one in chosen:
        kind = one.removeprefix(f"{sample.BASE}id/").partition("-")[0]
        found[kind] = found.get(kind, 0) + 1
    return found


def test_each_hop_reaches_further(store: Store) -> None:
    """The entity alone; what names it; what names those whom that names."""
    widths = [around(store, sample.BASE, "aa", hops) for hops in range(4)]

    assert kinds(widths[0]) == {"entity": 1}
    assert widths[0] < widths[1] < widths[2] <= widths[3]
    one = kinds(widths[1])
    assert (one["event"], one["statement"], one["position"], one["figure"]) == (4, 2, 2, 2)
    assert iri("entity", "cc") in widths[1]  # who spoke of it
    assert "The Dam Authority denied" not in str(widths[1])


def test_a_part_leads_nowhere_that_it_does_not_name(store: Store) -> None:
    """Every node of the home that a part's triples name has a type or label in it; blank nodes there are none."""
    out = io.BytesIO()
    export_quads(quads_of(store, sample.BASE, around(store, sample.BASE, "aa", 1)), sample.BASE, out, "nquads")
    quads = list(parse(out.getvalue(), format=RdfFormat.N_QUADS))
    assert set(quads) <= set(store)
    known = {quad.subject for quad in quads}
    named = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    assert {one.value for one in named - known if one.value.startswith(f"{sample.BASE}id/")} <= {
        one.value for one in named if "/id/record-" in one.value
    }
    claims = {quad.subject for quad in quads if quad.predicate == names.SUBJECT}
    assert claims
    assert {quad.subject for quad in quads if quad.predicate == names.kb("evidence")} >= claims


def test_what_is_only_named_is_told_without_its_source_and_with_what_its_type_is() -> None:
    """The statement that claims the event beside is not in the part, so nothing leads there."""
    whole, beside, said = (NamedNode(iri(kind, "1")) for kind in ("happening", "event", "statement"))
    graph, kind = NamedNode(f"{sample.BASE}graph/article-1"), names.event_type("attack")
    named = Quad(whole, names.kb("partOf"), beside, graph)
    typed, called = Quad(beside, names.kb("eventType"), kind, graph), Quad(kind, names.LABEL, Literal("attack"), graph)
    store = Store()
    store.extend([named, typed, called, Quad(beside, names.kb("source"), said, graph)])

    assert set(quads_of(store, sample.BASE, [whole.value])) == {named, typed, called}


def test_an_article_brings_what_it_tells(store: Store) -> None:
    """And nothing of the other one; its mentions can be read as a table."""
    chosen = with_belongings(store, sample.BASE, [iri("article", FIRST.id)])
    assert kinds(chosen)["event"] == kinds(chosen)["position"] + 3 == 4
    out = io.BytesIO()
    graph = Graph(store, sample.BASE, chosen)
    assert write_table(graph, table("mentions"), out, "csv") == len(
        list(store.quads_for_pattern(None, names.TYPE, names.kb("Mention"), NamedNode(_graph(FIRST.id))))
    )
    assert SECOND.id not in out.getvalue().decode()


def _graph(article: str) -> str:
    return f"{sample.BASE}graph/article-{article}"


def test_an_event_brings_who_took_part_and_what_was_counted(store: Store) -> None:
    """The rest of its article stays away."""
    killing = next(
        quad.subject.value
        for quad in store.quads_for_pattern(None, names.kb("eventType"), names.event_type("killing"), None)
    )
    found = kinds(with_belongings(store, sample.BASE, [killing]))

    assert (found["event"], found["figure"], found["entity"], found["article"], found["happening"]) == (1, 1, 1, 1, 1)
    assert found["mention"] >= 3


@pytest.mark.parametrize("hops", [-1, 9])
def test_a_width_that_is_none_is_refused(store: Store, hops: int) -> None:
    """So is an entity that nobody names."""
    with pytest.raises(BadHopsError):
        around(store, sample.BASE, "aa", hops)
    with pytest.raises(NothingToExportError):
        around(store, sample.BASE, "nobody", 1)
