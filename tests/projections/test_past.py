"""The projections as of any event, whichever way they are made, are those of a replay up to there."""

import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kb.log import Home
from kb.projections.catalog import copy as catalog_copy
from kb.projections.catalog import steps
from kb.projections.catalog.schema import OlderCatalogError
from kb.projections.contract import NoSuchPositionError
from kb.projections.folding.tables import Tables
from kb.projections.graph.faults import GraphFaultError
from kb.projections.graph.store import open_store
from kb.projections.opening import in_memory, opened
from kb.projections.past import generations, rewinding
from kb.projections.past import graph as past_graph
from kb.projections.past import projection as module
from kb.projections.past.generations import Generations
from kb.projections.past.projection import Past, publish
from kb.projections.past.snapshots import Snapshots
from tests.projections.test_replay import rows
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

PARTS = [("catalog",), ("graph",), ("catalog", "graph"), ()]
SLOW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate]
)


@contextmanager
def looking_back(world: World, *, published: int = 4, asked: int = 4) -> Iterator[Past]:
    """Lend the past of a world whose projections lie in a home."""
    with TemporaryDirectory() as folder:
        home = Home.open(Path(folder), create=True)
        bring_on(home, world)
        yield past_of(home, world, published=published, asked=asked)


def past_of(home: Home, world: World, *, published: int = 4, asked: int = 4) -> Past:
    """Return the past of a home."""
    graphs = Generations(home.root / generations.FOLDER, world.log, home.graph_path, share=10)
    return Past(home, world.log, Snapshots(home.root / "past", world.log, published, asked), graphs)


def bring_on(home: Home, world: World) -> None:
    """Have a home's projections take in what its world has."""
    with opened(home, world.log) as projections:
        projections.advance(world.log)


def same_as_replay(past: Past, world: World, position: int) -> None:
    """Hold a view against a replay: the canonical export byte for byte, and every row."""
    then = in_memory(world.log, position)
    with past.at(position) as view:
        assert rows(view.connection) == rows(then.catalog.connection)
        assert sorted(map(str, view.graph.store)) == sorted(map(str, then.graph.store))
        with closing(sqlite3.connect(view.catalog_path)) as connection:
            assert rows(connection) == rows(then.catalog.connection)
        assert view.position == view.reader.position == position
    then.close()


@pytest.mark.thorough
@SLOW
@given(COMMANDS, COMMANDS, st.floats(0, 1))
def test_going_back_from_now(before: list[Command], after: list[Command], share: float) -> None:
    """From the home's own projections by the steps that they kept, whatever happened since."""
    world = World().run(before)
    with looking_back(world) as past:
        world.run(after)
        bring_on(past.home, world)
        same_as_replay(past, world, round(share * world.log.position()))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, COMMANDS, st.floats(0, 1))
def test_going_on_from_a_snapshot(before: list[Command], after: list[Command], share: float) -> None:
    """From an earlier snapshot forward, where the steps back are gone."""
    world = World().run(before)
    start = world.log.position()
    with looking_back(world) as past:
        with opened(past.home, world.log) as projections:
            publish(projections.catalog, projections.graph, past.snapshots)
        world.run(after)
        bring_on(past.home, world)
        with closing(sqlite3.connect(past.home.catalog_path)) as connection, connection:
            steps.forget(connection)
        same_as_replay(past, world, start + round(share * (world.log.position() - start)))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PARTS)), min_size=2, max_size=3))
@example([], [(0.39, ("catalog", "graph")), (0.7, ("catalog",))])  # from within a step that says nothing of that
def test_from_view_to_view(commands: list[Command], asked: list[tuple[float, tuple[str, ...]]]) -> None:
    """Each view is a snapshot that the next may start from, its catalog and graph made or not."""
    world = World().run([*SETTLED, *commands])
    with looking_back(world, asked=2) as past:
        for share, parts in asked:
            with past.at(round(share * world.log.position())) as view:
                for part in parts:
                    assert getattr(view, f"{part}_path").exists()
        for share, _ in reversed(asked):
            same_as_replay(past, world, round(share * world.log.position()))
        assert len(past.snapshots.all()) <= 2


@pytest.fixture
def settled() -> Iterator[tuple[World, Past]]:
    """A world whose past is looked at."""
    world = World().run(SETTLED)
    with looking_back(world) as past:
        yield world, past


@pytest.mark.thorough
def test_a_large_catalog_is_copied_byte_by_byte(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """From now, and from the snapshot made of it, while a reader of now keeps its write-ahead file."""
    monkeypatch.setattr(catalog_copy, "_LARGE", 0)
    monkeypatch.setattr(catalog_copy, "copy_pages", None)
    world, past = settled
    with closing(sqlite3.connect(past.home.catalog_path)) as reader:
        reader.execute("SELECT count(*) FROM step").fetchone()
        world.run(SETTLED[-1:])
        bring_on(past.home, world)
        same_as_replay(past, world, 9)
        same_as_replay(past, world, 8)


def test_a_view_is_made_once(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second question about a moment finds what the first one made."""
    world, past = settled
    same_as_replay(past, world, 7)
    monkeypatch.setattr(rewinding, "turn_catalog", None)
    monkeypatch.setattr(past_graph, "turn_graph", None)
    same_as_replay(past, world, 7)
    same_as_replay(past_of(past.home, world), world, 7)


def test_snapshots_can_be_deleted(settled: tuple[World, Past]) -> None:
    """They are derived: whatever is removed is made again."""
    world, past = settled
    same_as_replay(past, world, 7)
    shutil.rmtree(past.snapshots.root)
    same_as_replay(past, world, 7)
    assert past.snapshots.clear() == []
    assert not past.snapshots.root.exists()
    same_as_replay(past, world, 7)


@pytest.mark.thorough
@pytest.mark.parametrize("damage", ["{", '{"kind": "asked"}', "[]", ""])
def test_a_damaged_snapshot_is_made_again(settled: tuple[World, Past], damage: str) -> None:
    """What does not say what it was made of is not used."""
    world, past = settled
    same_as_replay(past, world, 7)
    [snapshot] = past.snapshots.all()
    (snapshot.folder / "about.json").write_text(damage)
    assert past.snapshots.all() == []
    same_as_replay(past, world, 7)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["kb", "catalog", "log", "erased"])
def test_a_snapshot_of_something_else_is_made_again(settled: tuple[World, Past], name: str) -> None:
    """Another kb, another log, or words that were erased since."""
    world, past = settled
    same_as_replay(past, world, 7)
    [snapshot] = past.snapshots.all()
    about = json.loads((snapshot.folder / "about.json").read_text())
    (snapshot.folder / "about.json").write_text(json.dumps(about | {name: "other"}))
    assert past.snapshots.all() == []
    same_as_replay(past, world, 7)


def test_a_home_that_is_yet_to_be_purged_is_not_copied(
    settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between an erasure and its purge the home's own projections hold the words; the log does not."""
    world, past = settled
    last = world.log.position()
    with opened(past.home, world.log) as projections:
        word = Literal("a word that was erased")
        projections.graph.store.add(Quad(NamedNode("urn:x"), NamedNode("urn:x"), word, DefaultGraph()))
        projections.catalog.connection.execute("UPDATE articles SET title = 'a word that was erased'")
    assert past.turning(last, 4) is not None
    monkeypatch.setattr(past.snapshots, "_erased", (last, last + 1))
    same_as_replay(past, world, last)
    same_as_replay(past, world, last - 1)
    assert past.turning(last, 4) is None


def test_what_is_erased_while_a_folder_is_made_spoils_it(
    settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was begun from what held the words."""
    world, past = settled
    erased = (world.log.position(), 2)
    past.snapshots.add(7, "asked", lambda _: monkeypatch.setattr(past.snapshots, "_erased", erased))
    assert past.snapshots.all() == []


def test_a_lent_snapshot_stays(settled: tuple[World, Past]) -> None:
    """Nothing is taken away from who reads it, in this process or another."""
    _, past = settled
    with past.at(7) as view:
        assert [folder.name for folder in past.snapshots.clear()] == ["000000000007"]
        assert len(view.graph.store) > 0
    assert past.snapshots.clear() == []


@pytest.mark.parametrize("part", ["catalog_path", "graph_path"])
def test_a_home_of_an_earlier_version_is_not_looked_back_on(settled: tuple[World, Past], part: str) -> None:
    """Its own catalog is named, not a copy; nothing is left of the try."""
    _, past = settled
    with closing(sqlite3.connect(past.home.catalog_path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with past.at(7) as view, pytest.raises(OlderCatalogError, match=f"{past.home.catalog_path} has format 1"):
        _ = getattr(view, part)
    assert not list(past.snapshots.root.glob("*/*making"))


def test_who_asks_for_others_meanwhile_is_not_in_the_way(
    settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot that somebody else trimmed away before it was lent is begun again."""
    world, past = settled
    add, times = past.snapshots.add, iter(range(9))

    def added(position: int, kind: str, make: Callable[[Path], None]) -> None:
        add(position, kind, make)
        if next(times) < 3:
            past.snapshots.clear()

    monkeypatch.setattr(past.snapshots, "add", added)
    same_as_replay(past, world, 7)
    assert next(times) == 4


def test_a_home_that_is_being_written_can_be_asked(settled: tuple[World, Past]) -> None:
    """Where a writer holds the home, the log itself answers."""
    world, past = settled
    with past.home.write_lock(0.0):
        same_as_replay(past, world, 7)


def test_no_view_of_what_is_not_there(settled: tuple[World, Past]) -> None:
    """Beyond the end, or before the beginning."""
    world, past = settled
    for position in (-1, world.log.position() + 1):
        with pytest.raises(NoSuchPositionError), past.at(position):
            pass
    assert not past.snapshots.root.exists()


@pytest.mark.thorough
@pytest.mark.parametrize("part", ["turn_catalog", "turn_graph"])
def test_a_making_that_breaks_off_leaves_nothing(
    settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Neither a part nor a draft of one; who asks next has it made."""
    world, past = settled

    def fails(*_: object) -> None:
        raise RuntimeError("broken off")

    with monkeypatch.context() as patch:
        patch.setattr(rewinding if part == "turn_catalog" else past_graph, part, fails)
        with past.at(7) as view, pytest.raises(RuntimeError):
            _ = view.catalog_path if part == "turn_catalog" else view.graph_path
    [snapshot] = past.snapshots.all()
    assert {path.suffix for path in snapshot.folder.iterdir()} <= {".json", ".lock", ""}
    assert not snapshot.catalog_path.exists()
    assert not snapshot.graph_path.exists()
    same_as_replay(past, world, 7)


@pytest.mark.thorough
@pytest.mark.parametrize("draft", ["graph.making", "graph.making.still", "catalog.sqlite.making"])
def test_what_a_crash_has_left_is_cleared_away(settled: tuple[World, Past], draft: str) -> None:
    """A part that was being made when the process was killed is begun again."""
    world, past = settled
    with past.at(7) as view:
        assert view.position == 7
    [snapshot] = past.snapshots.all()
    left = snapshot.folder / draft
    if draft.startswith("graph"):
        left.mkdir()
        (left / "CURRENT").write_text("MANIFEST-000009")
    else:
        left.write_bytes(b"half")
    same_as_replay(past, world, 7)
    assert not left.exists()


def test_the_graph_needs_no_catalog_and_lists_need_no_graph(settled: tuple[World, Past]) -> None:
    """What is asked for is what is made."""
    _, past = settled
    with past.at(7) as view:
        assert len(view.graph.store) > 0
    with past.at(5) as view:
        assert view.reader.position == 5
    five, seven = past.snapshots.all()
    assert not seven.catalog_path.exists()
    assert not five.graph_path.exists()


def kept_by(tables: Tables) -> list[tuple[object, ...]]:
    """Return all that the fold has kept."""
    return sorted(tables._connection.execute("SELECT kind, part, key, value FROM state"))


def test_tables_of_then_are_read_without_a_copy(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """From now, whatever lies where; from any thread; nothing stays of it."""
    world, past = settled
    monkeypatch.setattr(module, "copy", None)
    for position in range(world.log.position() // 2, world.log.position() + 1):
        then = in_memory(world.log, position)
        with past.tables(position) as tables, ThreadPoolExecutor(1) as thread:
            assert thread.submit(kept_by, tables).result() == kept_by(then.catalog.tables)
        then.close()
    assert past.snapshots.all() == []


def test_tables_of_then_are_read_from_a_later_catalog_or_an_earlier_one(settled: tuple[World, Past]) -> None:
    """A snapshot that lies behind, one that lies before, and no later one with steps: the same as a replay."""
    world, past = settled
    same_as_replay(past, world, 8)
    for forgotten in (False, True):
        for position in (7, 8, 10, 0):
            then = in_memory(world.log, position)
            with past.tables(position) as tables:
                assert kept_by(tables) == kept_by(then.catalog.tables)
            then.close()
        if not forgotten:
            with closing(sqlite3.connect(past.home.catalog_path)) as connection, connection:
                steps.forget(connection)
    with pytest.raises(NoSuchPositionError), past.tables(world.log.position() + 1):
        pass


@pytest.mark.thorough
def test_published_snapshots_thin_out_with_age(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every so many events one is kept; old ones lie farther apart."""
    world, past = settled
    monkeypatch.setattr(module, "EVERY", 2)
    past.snapshots.published = 4
    for number in range(14):
        world.run([("apart", "aa", "bb" if number % 2 else "cc"), ("apart", "aa", "dd")])
        with opened(past.home, world.log, past.keep) as projections:
            projections.advance(world.log)

    positions = [snapshot.position for snapshot in past.snapshots.all()]
    gaps = [second - first for first, second in itertools.pairwise(positions)]
    assert len(positions) == 4
    assert positions[-1] == world.log.position()
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > gaps[-1]
    for position in (positions[0] - 1, positions[1] + 1, positions[2]):
        same_as_replay(past, world, position)


def test_what_is_looked_up_is_read_from_links(settled: tuple[World, Past], tmp_path: Path) -> None:
    """They go with the block; where the disk makes no links there are none: they would be one more copy of it all."""
    _, past = settled
    copy, alone = tmp_path / "copy", tmp_path / "alone"
    store = open_store(past.home.graph_path)
    store.flush()
    store.backup(str(copy))
    shutil.copytree(copy, alone)

    with past_graph._still(copy) as still:
        assert still is not None
        assert set(still) == set(store)
        assert (tmp_path / "copy.still").exists()
    with past_graph._still(alone) as still:
        assert still is None
        assert not (tmp_path / "alone.still").exists()
    assert not (tmp_path / "copy.still").exists()


def test_a_disk_without_links_gives_the_same_graph(
    settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up then is read from the graph that is being written."""
    world, past = settled
    monkeypatch.setattr(past_graph, "_still", lambda _: nullcontext(None))
    for position in (7, 3):
        same_as_replay(past, world, position)


def test_an_error_while_the_graph_is_copied_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have it still, as an answer that is being written, while the next one writes."""

    def fail(store: object, base: str) -> int:
        raise OSError("Corruption: block checksum mismatch")

    with looking_back(World().run(SETTLED)) as past:
        home, position = past.home, past.log.position()
        copying = past_graph.PastGraphs(home, past.log, past.snapshots, past.generations)
        with monkeypatch.context() as patched:
            patched.setattr(past_graph, "position_of", fail)
            with pytest.raises(GraphFaultError) as caught:
                copying._own(position, home.root / "copy")
        open_store(home.graph_path)
        assert caught.value.torn
