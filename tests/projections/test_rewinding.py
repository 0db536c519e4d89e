"""Going back by the steps that a catalog has kept gives what a replay up to there gives."""

import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from kb.projections import runner
from kb.projections.catalog import steps
from kb.projections.catalog.projection import MEMORY, Catalog
from kb.projections.graph.faults import GraphFaultError
from kb.projections.opening import in_memory
from kb.projections.past import rewinding
from tests.projections.test_replay import grown, lines, rows
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.thorough
@SLOW
@given(COMMANDS, st.sampled_from([1, 2, 5, 500]), st.floats(0, 1))
def test_going_back_equals_replaying(commands: list[Command], size: int, share: float) -> None:
    """Merges, withdrawals, corrections and new readings after an event leave no trace before it."""
    world = World().run(commands)
    goal = round(share * world.log.position())
    made, then = grown(world, size), in_memory(world.log, goal)

    touched = rewinding.turn_catalog(made.catalog, world.log, goal)
    rewinding.turn_graph(made.graph, touched)

    assert rows(made.catalog.connection) == rows(then.catalog.connection)
    assert lines(made) == lines(then)
    assert made.position == goal


@pytest.mark.thorough
@SLOW
@given(COMMANDS, st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_again(commands: list[Command], here: float, there: float) -> None:
    """However often projections are turned, only where they stand counts."""
    world = World().run(commands)
    last = world.log.position()
    made = grown(world, 5)
    for goal in (round(here * last), round(there * last), last):
        if steps.first(made.catalog.connection, made.catalog.position) <= goal or goal >= made.catalog.position:
            touched = rewinding.turn_catalog(made.catalog, world.log, goal)
            rewinding.turn_graph(made.graph, touched)
            assert lines(made) == lines(in_memory(world.log, goal))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, st.floats(0, 1))
def test_a_rebuilt_catalog_leads_back_all_the_way(commands: list[Command], share: float) -> None:
    """Also what was made at once, from the log, can be turned to any event."""
    world = World().run(commands)
    last = world.log.position()
    goal, made = round(share * last), Catalog(MEMORY, world.log)
    made.fill(runner.batches(world.log, 0, last, size=7), steps_too=True)
    assert rows(made.connection) == rows(in_memory(world.log).catalog.connection)
    assert steps.first(made.connection, last) == 0

    rewinding.turn_catalog(made, world.log, goal)

    assert rows(made.connection) == rows(in_memory(world.log, goal).catalog.connection)


def test_a_catalog_made_at_once_has_no_way_back() -> None:
    """What was filled from the log has kept no steps, and says so instead of standing somewhere else."""
    world = World().run(SETTLED)
    made = in_memory(world.log)

    assert steps.first(made.catalog.connection, made.catalog.position) == made.catalog.position
    with pytest.raises(ValueError, match="No steps"):
        rewinding.turn_catalog(made.catalog, world.log, 3)
    assert made.catalog.position == world.log.position()


def test_what_is_forgotten_cannot_be_gone_back_to() -> None:
    """A catalog without steps says that it has none."""
    world = World().run(SETTLED)
    made = grown(world, 500)
    assert steps.first(made.catalog.connection, made.catalog.position) == 0

    steps.forget(made.catalog.connection)

    assert steps.first(made.catalog.connection, made.catalog.position) == made.catalog.position
    assert steps.touched_since(made.catalog.connection, made.catalog.position, 3) is None


def test_steps_are_small() -> None:
    """A step ends before the next article, so that few events are taken in again to stand inside one."""
    world = World().run([*SETTLED, ("add", "2"), ("add", "3")])
    batch = list(world.log.read())
    cut = list(steps.cut(batch))

    assert [one for part in cut for one in part] == batch
    assert sum(part[0].envelope.type == "article-added" for part in cut) == 4
    assert max(map(len, cut)) <= steps.MOST


def test_what_was_touched_is_what_a_way_back_touches() -> None:
    """The steps say which parts of the graph differ between two events."""
    world = World().run(SETTLED)
    made = grown(world, 1)
    last = made.catalog.position
    start = last - 3

    told = steps.touched_since(made.catalog.connection, last, start)

    assert told is not None
    assert {str(position) for position in range(start + 1, last + 1)} <= {
        key for kind, key in told.pairs() if kind == "record"
    }
    assert "aa" in told.entities


class Failing:
    """A store of which some method fails, and which notes the graphs that were removed."""

    def __init__(self, store: Store, fails: str) -> None:
        self.store = store
        self.fails = fails
        self.removed: list[NamedNode] = []

    def __getattr__(self, name: str) -> Any:
        if name == self.fails:
            raise OSError("IO error: the disk is gone")
        return getattr(self.store, name)

    def remove_graph(self, graph: NamedNode) -> None:
        self.removed.append(graph)
        if self.fails == "remove_graph":
            raise OSError("IO error: the disk is gone")
        self.store.remove_graph(graph)


@pytest.mark.parametrize("fails", ["update", "remove_graph", "flush"])
def test_what_breaks_off_is_told_and_leaves_no_thread(fails: str) -> None:
    """Whichever of the two threads it happened in: who reads the graph next would find half of it."""
    world = World().run(SETTLED)
    made = grown(world, 1)
    touched = rewinding.turn_catalog(made.catalog, world.log, 3)
    before = threading.active_count()
    made.graph.store = store = Failing(made.graph.store, fails)  # type: ignore[assignment]

    with pytest.raises(GraphFaultError, match="the disk is gone"):
        rewinding.turn_graph(made.graph, touched)

    assert threading.active_count() == before
    assert store.removed or fails == "update"


def test_a_graph_is_turned_by_a_bounded_number_of_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    """In many transactions it comes to the same; none is larger than what one part adds to the bound."""
    world = World().run([*SETTLED, ("add", "2"), ("add", "3")])
    made, sizes = grown(world, 1), []
    touched = rewinding.turn_catalog(made.catalog, world.log, 3)
    put = made.graph.put

    def counted(gone: set[Any], come: set[Any]) -> None:
        sizes.append(len(gone) + len(come))
        put(gone, come)

    monkeypatch.setattr(rewinding, "_AT_ONCE", 5)
    monkeypatch.setattr(made.graph, "put", counted)
    rewinding.turn_graph(made.graph, touched)

    assert lines(made) == lines(in_memory(world.log, 3))
    assert len(sizes) > 3
    assert min(sizes[:-1]) >= 5
    assert sum(size > 50 for size in sizes) == 1  # the article that stays, unread, is one part
