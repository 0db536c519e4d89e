"""An empty graph filled in strides: the same graph, and generations of it on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.log import EventLog, Home
from kb.log.faults import DiskFullError
from kb.projections import drafts
from kb.projections.contract import ProjectionStoppedError
from kb.projections.graph.store import open_reader
from kb.projections.opening import in_memory, opened, rebuild
from kb.projections.past import generations, rewinding, strides
from kb.projections.past.fold import PastFold, laid_over
from kb.projections.past.generation_proof import verify_generations
from tests.projections.test_past import past_of, same_as_replay
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

ALL = 1e6  # a share of the disk that is never reached


@pytest.fixture(autouse=True)
def close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the log, in strides of a step each, which are written part by part."""
    monkeypatch.setattr(strides, "SHARE", 2)
    monkeypatch.setattr(strides, "LEAST", 1)
    monkeypatch.setattr(generations, "APART", 1)
    monkeypatch.setattr(rewinding, "_AT_ONCE", 1)


def replayed(log: EventLog, position: int | None = None) -> list[str]:
    """Return the quads of a replay."""
    return sorted(map(str, in_memory(log, position).graph.store))


@pytest.mark.thorough
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(COMMANDS, min_size=1, max_size=3))
def test_the_graph_and_each_generation_are_a_replay(commands: list[list[Command]]) -> None:
    """Whatever happened in the last half of the log."""
    with TemporaryDirectory() as folder:
        home, world = Home.open(Path(folder), create=True), World().run(SETTLED)
        for some in commands:
            world.run(some)

        rebuild(home, world.log, share=ALL)

        past = past_of(home, world)
        past.generations.share = ALL
        kept = past.generations.all()
        assert kept
        assert all(world.log.position() // 2 - 24 <= one.position < world.log.position() for one in kept)
        assert sorted(map(str, open_reader(home.graph_path))) == replayed(world.log)
        for one in kept:
            assert sorted(map(str, open_reader(one.graph_path))) == replayed(world.log, one.position)
        assert all(found == () for _, found in verify_generations(past))
        same_as_replay(past, world, kept[-1].position + 1)


def test_they_go_on_with_what_comes_in(tmp_path: Path) -> None:
    """What came and went is counted from the last of them."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    rebuild(home, world.log, share=ALL)
    past = past_of(home, world)
    past.generations.share = ALL
    before = past.generations.all()
    moved = [one.more["moved"] for one in before]
    assert moved == sorted(moved)
    world.run([("add", "2"), ("read", "2", "full")])
    with opened(home, world.log, past.keep) as projections:
        projections.advance(world.log)

    last = past.generations.all()[-1]

    assert last.position == world.log.position()
    assert last.more["moved"] > moved[-1]


@pytest.mark.thorough
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "error", [ProjectionStoppedError("graph", 1, "article-added", "made up"), DiskFullError(Path("tables of a moment"))]
)
def test_what_the_past_cannot_do_does_not_hold_up_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: Exception
) -> None:
    """The graph is filled at once, and no generation stays."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    number = count()

    @contextmanager
    def stopping(path: Path, log: EventLog, goal: int) -> Iterator[PastFold | None]:
        if next(number) == at:
            raise error
        with laid_over(path, log, goal) as fold:
            yield fold

    monkeypatch.setattr(strides, "laid_over", stopping)

    rebuild(home, world.log, share=ALL)

    assert next(number) == at + 1
    assert sorted(map(str, open_reader(home.graph_path))) == replayed(world.log)
    assert not past_of(home, world).generations.root.exists()


def test_none_where_none_is_wanted_or_the_log_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share of nothing; fewer events than are worth a stride."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    rebuild(home, world.log)
    assert not past_of(home, world).generations.root.exists()
    monkeypatch.setattr(strides, "LEAST", 1000)
    rebuild(home, world.log, share=ALL)
    assert not past_of(home, world).generations.root.exists()
    assert sorted(map(str, open_reader(home.graph_path))) == replayed(world.log)


def test_what_a_broken_off_rebuild_kept_goes_with_the_next_opening(tmp_path: Path) -> None:
    """Its generations belong to a graph that never came to its place."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    rebuild(home, world.log, share=ALL)
    drafts.generations(home).joinpath("000000000001").mkdir(parents=True)
    assert drafts.left(home)

    with opened(home, world.log):
        pass

    assert not drafts.left(home)
