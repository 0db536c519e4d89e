"""How two entities are connected: the lengths are those of another library's shortest paths."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kb.projections.catalog.reading import CatalogReader
from kb.service.happenings.paths import MOST_STEPS, connect
from tests.projections.test_catalog_lists import NO_LISTS, made, put

NODES = "abcdefgh"
EVENTS = st.lists(st.lists(st.sampled_from(NODES), min_size=1, max_size=3, unique=True), max_size=10)


def catalog(events: list[list[str]], types: dict[str, str]) -> CatalogReader:
    """Return a catalog in which each event has these participants."""
    connection = made()
    for name in NODES:
        put(connection, "entities", id=name, label=name, type=types.get(name, "person"), articles=1, **NO_LISTS)
    for number, people in enumerate(events):
        for index, person in enumerate(people):
            row = {"event": f"e{number}", "article": "a", "number": index, "role": f"r{index}", "entity": person}
            put(connection, "event_roles", **row)
    return CatalogReader(connection)


@given(EVENTS, st.sampled_from(NODES), st.sampled_from(NODES), st.sets(st.sampled_from(NODES), max_size=3))
def test_a_path_is_as_short_as_can_be(events: list[list[str]], start: str, end: str, countries: set[str]) -> None:
    """Every path told is one: each step is tied by an event of both, and none goes over a country."""
    reader = catalog(events, dict.fromkeys(countries, "country"))
    graph = nx.Graph()
    graph.add_nodes_from(one for one in NODES if one not in countries or one in (start, end))
    for people in events:
        graph.add_edges_from((a, b) for a in people for b in people if a != b and {a, b} <= set(graph))
    found = connect(reader, start, end, steps=MOST_STEPS, most=50, without=("country",))

    assert found.exhausted
    shortest = nx.shortest_path_length(graph, start, end) if nx.has_path(graph, start, end) else None
    if shortest is None or shortest > MOST_STEPS:
        assert found.paths == ()
        return
    assert {len(path) for path in found.paths} == {shortest}
    told = [(start, *(step.end for step in path)) for path in found.paths]
    assert len(told) == len(set(told))
    assert set(told) <= {tuple(path) for path in nx.all_shortest_paths(graph, start, end)}
    for path in found.paths:
        for step in path:
            assert step.ties
            for tie in step.ties:
                people = events[int(tie.item[1:])]
                assert (people[int(tie.role[1:])], people[int(tie.other_role[1:])]) == (step.start, step.end)


def test_what_was_not_looked_at_is_not_said_to_be_nothing() -> None:
    """A hub that was read in part makes the answer an unfinished one."""
    reader = catalog([["a", "b"]] * 5, {})
    ties, whole = reader.ties(["a"], most=3)

    assert (len(ties), whole) == (3, False)
    assert reader.ties(["a"])[1] is True
