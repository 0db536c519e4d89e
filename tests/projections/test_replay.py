"""Growing step by step, replaying in one go, and looking back all give the same graph and rows."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kb.projections import runner
from kb.projections.catalog.projection import MEMORY, Catalog
from kb.projections.catalog.schema import COMPARED
from kb.projections.graph import store as graph_store
from kb.projections.graph import writer as graph_writer
from kb.projections.graph.store import GraphStore
from kb.projections.opening import Projections, in_memory
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def grown(world: World, size: int) -> Projections:
    """Return projections that took the world in by steps of *size* events."""
    catalog = Catalog(MEMORY, world.log)
    projections = Projections(catalog, GraphStore(None, catalog))
    runner.advance(world.log, (projections.catalog, projections.graph), size=size)
    return projections


def lines(projections: Projections) -> list[str]:
    """Return the graph as sorted N-Quads lines."""
    return sorted(map(str, projections.graph.store))


def rows(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that a replay must give again, searchable texts included."""
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in COMPARED}
    texts = "SELECT k.owner, k.kind, k.id, s.title, s.body FROM search_keys k JOIN search s ON s.rowid = k.number"
    found["search"] = sorted(connection.execute(texts), key=repr)
    return found


@SLOW
@given(COMMANDS, st.sampled_from([1, 2, 5, 500]))
def test_growing_equals_replaying(commands: list[Command], size: int) -> None:
    """Whatever happened in whatever order: graph and rows are those of a fresh replay."""
    world = World().run(commands)
    step_by_step, at_once = grown(world, size), in_memory(world.log)

    assert lines(step_by_step) == lines(at_once)
    assert rows(step_by_step.catalog.connection) == rows(at_once.catalog.connection)
    assert step_by_step.position == at_once.position == world.log.position()


@pytest.mark.thorough
@SLOW
@given(COMMANDS, COMMANDS)
def test_the_past_does_not_change(before: list[Command], after: list[Command]) -> None:
    """The graph as of N is the same whatever comes after N."""
    world = World().run(before)
    position = world.log.position()
    then = lines(in_memory(world.log))
    world.run(after)

    assert lines(in_memory(world.log, position)) == then


@pytest.mark.thorough
@SLOW
@given(COMMANDS)
def test_no_part_is_left_out_or_counted_twice(commands: list[Command]) -> None:
    """Every quad belongs to exactly one part: what steps and verification rely on."""
    world = World().run(commands)
    made = in_memory(world.log)
    from kb.projections.graph.parts import parts_of

    everything = parts_of(made.catalog.everything(made.catalog.position), made.catalog)
    parts = [quad for part in everything for quad in made.graph.parts.quads(part)]
    assert len(parts) == len(set(parts)) == len(made.graph.store)


def test_a_graph_is_filled_by_a_bounded_number_of_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: what the engine sorts at a time is all in memory. All of them come in."""
    world = World().run(SETTLED)
    whole = lines(in_memory(world.log))
    sizes: list[int] = []

    class Counting:
        """A store that notes how many quads it is given at once."""

        def __init__(self) -> None:
            self.store = Store()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.store, name)

        def bulk_load(self, text: bytes, form: RdfFormat, *, lenient: bool) -> None:
            sizes.append(text.count(b"\n"))
            self.store.bulk_load(text, form, lenient=lenient)

    store = Counting()
    monkeypatch.setattr(graph_store, "open_store", lambda _: store)
    monkeypatch.setattr(graph_writer, "_BULK", 100)
    in_memory(world.log)

    assert sorted(map(str, store.store)) == whole
    assert set(sizes[:-1]) == {100}
    assert 0 < sizes[-1] <= 100


def test_a_place_that_holds_nothing_any_more_leaves_the_registry() -> None:
    """It was named for holding another alone, which then was said to lie elsewhere."""
    world = World().run([*SETTLED, ("describe", "aa", "aa", "city")])

    assert lines(grown(world, 1)) == lines(in_memory(world.log))


def test_a_link_that_is_made_twice_loses_its_ground_with_the_other_article() -> None:
    """The first member is linked again after the second came, which then is withdrawn."""
    commands = [*SETTLED[:7], ("link", "1", "e1", "cc"), ("link", "0", "e2", "cc"), ("withdraw", "1")]
    world = World().run(commands)

    assert lines(grown(world, 1)) == lines(in_memory(world.log))


@pytest.mark.parametrize("kind", ["less", "names"])
def test_a_link_by_an_id_elsewhere_is_told_while_the_reading_has_the_entity(kind: str) -> None:
    """A newer reading calls it otherwise within the article, or does not have it."""
    world = World().run([*SETTLED, ("identify", "0", "e1"), ("read", "0", kind)])

    assert lines(grown(world, 1)) == lines(in_memory(world.log))


def test_a_link_by_an_id_elsewhere_is_told_again_after_a_reading_that_had_nothing() -> None:
    """Another extractor found nothing in the article; the one after it finds what the first did."""
    world = World().run([*SETTLED, ("identify", "0", "e1"), ("read", "0", "nothing"), ("read", "0", "full")])

    assert lines(grown(world, 1)) == lines(in_memory(world.log))


def test_a_link_whose_reading_lost_its_id_elsewhere_is_told_as_long_as_another_has_what_it_links_to() -> None:
    """Two articles name a country; another extractor finds nothing in either, then the first is read as before."""
    named = [("identify", "0", "e1"), ("identify", "1", "e1")]
    read = [("read", "0", "nothing"), ("read", "1", "nothing"), ("read", "0", "full"), ("identify", "0", "e1")]
    world = World().run([*SETTLED, *named, *read])

    assert lines(grown(world, 1)) == lines(in_memory(world.log))


def test_what_is_loaded_at_once_is_not_written_again(tmp_path: Path) -> None:
    """Nothing is written beside what is loaded, or the engine would bring both together by writing all of it anew."""
    world = World().run(SETTLED)
    catalog = Catalog(MEMORY, world.log)
    catalog.fill(runner.batches(world.log, 0, world.log.position()))
    graph = graph_store.GraphStore(tmp_path / "graph", catalog)
    loaded: set[str] = set()

    class Watching:
        def __init__(self, store: Store) -> None:
            self.store = store

        def __getattr__(self, name: str) -> Any:
            return getattr(self.store, name)

        def bulk_load(self, text: bytes, form: RdfFormat, *, lenient: bool) -> None:
            self.store.bulk_load(text, form, lenient=lenient)
            loaded.update(file.name for file in (tmp_path / "graph").glob("*.sst"))

    graph.store = Watching(graph.store)  # type: ignore[assignment]
    graph.apply(())

    assert {file.name for file in (tmp_path / "graph").glob("*.sst")} == loaded != set()
    assert graph.position == world.log.position()
    graph.close()
