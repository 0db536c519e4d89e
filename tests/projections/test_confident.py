"""The graph at a least confidence: a part of the graph, without loose ends, and what people decided stays."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kb import events as ev
from kb.events.streams import CURATION
from kb.graph import names
from kb.graph.iris import Iris
from kb.projections.graph.confident import BadConfidenceError, ConfidentView, confident_store, least_confidence
from kb.projections.opening import in_memory
from tests.graph import sample
from tests.projections.worlds import COMMANDS, SETTLED, Command, World, text_of

IRIS = Iris(sample.BASE)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AGAIN = (names.LABEL, names.kb("independentSources"))  # said anew where what they told of has left
TOLD: tuple[Command, ...] = (
    *SETTLED,
    ("merge", "h1", "h2"),
    ("tell", "0", "v1", "h3"),
)


def graph_of(*commands: Command) -> Store:
    """Return the graph of a world."""
    return in_memory(World().run(commands).log).graph.store


def view(store: Store, least: float) -> set[Quad]:
    """Return the quads of a view."""
    return set(ConfidentView(store, sample.BASE, least).quads())


def lowered(store: Store, node: NamedNode, value: float) -> None:
    """Make a node of an article's graph, and the claims about it, as sure as *value*."""
    nodes = {node, *(q.subject for q in store.quads_for_pattern(None, names.SUBJECT, node, None))}
    for quad in list(store):
        if quad.subject in nodes and quad.predicate in (names.kb("confidence"), names.kb("certainty")):
            store.remove(quad)
            store.add(Quad(quad.subject, quad.predicate, names.decimal(value), quad.graph_name))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, st.sampled_from([0.0, 0.75, 0.86, 0.92, 0.97, 1.0]))
def test_a_view_is_a_part_of_the_graph_without_loose_ends(commands: list[Command], least: float) -> None:
    """At 0 the graph itself. What is named is described as it was, or not at all."""
    store = graph_of(*commands)
    found = view(store, least)
    described = {quad.subject for quad in store}
    there = {quad.subject for quad in found}

    assert len({(quad.subject, quad.predicate, quad.object) for quad in store}) == len(store)  # none in two graphs
    assert {quad for quad in found if quad.predicate not in AGAIN} <= set(store)
    assert found == set(store) or least > 0.7
    assert {quad.object for quad in found} & described <= there


@pytest.mark.thorough
@SLOW
@given(COMMANDS)
def test_views_at_more_are_parts_of_views_at_less(commands: list[Command]) -> None:
    """Of five, each holds the next."""
    store = graph_of(*commands)
    views = [{q for q in view(store, least) if q.predicate not in AGAIN} for least in (0.0, 0.72, 0.87, 0.93, 1.0)]

    assert all(more <= less for less, more in pairwise(views))


def test_somebody_is_an_official_once_and_as_long_as_an_office_is_left() -> None:
    """Two articles give the mayor's office; the registry says once what that makes of the mayor."""
    store = graph_of(*TOLD, ("link", "1", "e2", "cc"))
    offices = list(store.quads_for_pattern(None, names.kb("holder"), None, None))
    called = list(store.quads_for_pattern(None, names.TYPE, names.kb("Official"), None))
    assert len(offices) == 2
    assert called == [Quad(offices[0].object, names.TYPE, names.kb("Official"), IRIS.registry_graph())]

    lowered(store, offices[0].subject, 0.5)
    assert called[0] in view(store, 0.6)
    lowered(store, offices[1].subject, 0.5)
    assert called[0] not in view(store, 0.6)
    assert Quad(offices[0].object, names.TYPE, names.kb("Person"), IRIS.registry_graph()) in view(store, 0.6)


def test_a_happening_loses_the_events_that_leave_and_counts_its_sources_again() -> None:
    """Two articles of two publishers told of it; at 0.9 one does."""
    store = graph_of(*TOLD)
    unsure, sure = (IRIS.event(text_of(number).id, "v4") for number in "01")
    happening = next(q.object for q in store.quads_for_pattern(sure, names.kb("happening"), None, None))
    lowered(store, unsure, 0.5)
    found = view(store, 0.9)
    about = {(q.predicate, q.object) for q in found if q.subject == happening}

    assert not [quad for quad in found if unsure in (quad.subject, quad.object)]
    assert (names.kb("reportedBy"), sure) in about
    assert [o for p, o in about if p == names.kb("independentSources")] == [names.integer(1)]
    assert [o for p, o in about if p == names.LABEL] == [names.text("flood")]


def test_what_nothing_tells_of_and_nobody_names_is_gone() -> None:
    """The happening, the entity, and the account of how each was linked."""
    store = graph_of(*SETTLED[:7])
    for quad in list(store.quads_for_pattern(None, names.kb("confidence"), None, None)):
        lowered(store, quad.subject, 0.5)  # type: ignore[arg-type]
    happening, entity = IRIS.happening("h1"), IRIS.entity("aa")
    assert list(store.quads_for_pattern(entity, None, None, None))
    assert list(store.quads_for_pattern(happening, None, None, None))
    found = view(store, 0.9)

    assert not [q for q in found if {happening, entity} & {q.subject, q.object}]
    assert [q for q in found if q.subject == IRIS.article(text_of("0").id) and q.predicate == names.kb("title")]
    kinds = {q.object for q in found if q.predicate == names.kb("decisionType")}
    assert names.text("entities-linked") not in kinds
    assert names.text("article-added") in kinds


def test_a_label_does_not_name_what_left() -> None:
    """The killing keeps its type; where it was is unsure, and the label says so no more."""
    store = graph_of(*SETTLED[:7])
    event = IRIS.event(text_of("0").id, "v1")
    place = next(q.object for q in store.quads_for_pattern(event, names.kb("place"), None, None))
    label = next(q.object for q in store.quads_for_pattern(event, names.LABEL, None, None))
    claim = next(
        q.subject
        for q in store.quads_for_pattern(None, names.OBJECT, place, None)
        if Quad(q.subject, names.SUBJECT, event, q.graph_name) in store
    )
    lowered(store, claim, 0.2)  # type: ignore[arg-type]
    found = view(store, 0.5)

    assert "Rivermark" in str(label)
    assert [q.object for q in found if q.subject == event and q.predicate == names.LABEL] == [names.text("killing")]
    assert not [q for q in found if q.subject == event and q.predicate == names.kb("place")]


def test_people_outweigh_the_model() -> None:
    """What was at 0.9 is in the view at 1 once confirmed, and its decision with it."""
    world = World().run(TOLD)
    event = IRIS.event(text_of("0").id, "v1")
    before = view(in_memory(world.log).graph.store, 0.95)
    world.put(CURATION, ev.ClaimConfirmed(f"{text_of('0').id}#v1"), actor="person:ana")
    after = view(in_memory(world.log).graph.store, 1.0)

    assert not [q for q in before if q.subject == event]
    assert [q for q in after if q.subject == event and q.predicate == names.kb("eventType")]
    assert [q for q in after if q.object == event and q.predicate == names.kb("decides")]


def test_ontology_and_imported_graphs_are_whole() -> None:
    """Nobody weighed them."""
    store = graph_of(*SETTLED, ("import", "a"))
    found = view(store, 1.0)

    for graph in (IRIS.ontology_graph(), NamedNode("http://elsewhere.example/a")):
        whole = set(store.quads_for_pattern(None, None, None, graph))
        assert whole
        assert whole <= found


@pytest.mark.parametrize("value", [-0.1, 1.01, float("nan"), float("inf")])
def test_what_is_no_chance_is_refused(value: float) -> None:
    """It says which value."""
    with pytest.raises(BadConfidenceError, match="between 0 and 1") as caught:
        least_confidence(value)
    assert repr(caught.value.value) == repr(value)
    assert [least_confidence(good) for good in (0, 1, 0.5, 0.123456)] == [0, 1, 0.5, 0.1235]


def test_a_view_on_disk_is_the_view(tmp_path: Path) -> None:
    """The same quads, readable by another process at once."""
    store = graph_of(*TOLD)
    made = confident_store(store, sample.BASE, 0.9, tmp_path / "view")
    del made

    assert set(Store.read_only(str(tmp_path / "view"))) == view(store, 0.9)
    assert set(confident_store(store, sample.BASE, 0.9, None)) == view(store, 0.9)
