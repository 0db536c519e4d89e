"""Readers of moments stay open for the next question, a few of them, and never answer what no longer holds."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from kb.log import Home
from kb.projections.opening import in_memory, rebuild
from kb.projections.past import projection as module
from kb.projections.past.projection import Past
from tests.projections.test_overlay import same
from tests.projections.test_past import bring_on, looking_back
from tests.projections.worlds import SETTLED, World


@pytest.fixture
def settled() -> Iterator[tuple[World, Past]]:
    """A world whose past is looked at; two readers are kept."""
    world = World().run(SETTLED)
    with looking_back(world, asked=2) as past:
        yield world, past


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The moments that rows were laid over for, one after another."""
    told: list[int] = []
    rows_of = module.rows_of

    def noting(base: object, log: object, position: int, path: object) -> object:
        told.append(position)
        return rows_of(base, log, position, path)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "rows_of", noting)
    return told


def ask(past: Past, position: int) -> object:
    """Ask something about a moment."""
    with past.at(position) as view:
        return view.reader.list_events(limit=3)


def wal_is_free(past: Past) -> bool:
    """Say whether nobody reads what a writer has beside the catalog."""
    with closing(sqlite3.connect(past.home.catalog_path)) as connection:
        return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def test_a_moment_is_laid_over_once(settled: tuple[World, Past], laid: list[int]) -> None:
    """Who asks again reads by the same connection, also where the question before was about what is not there."""
    world, past = settled
    last = world.log.position()
    first = ask(past, last - 2)
    with pytest.raises(LookupError), past.at(last - 2) as view:
        raise LookupError(view.reader.position)
    assert ask(past, last - 2) == first
    assert laid == [last - 2]


def test_those_used_longest_ago_close(settled: tuple[World, Past], laid: list[int]) -> None:
    """Two are kept; asking again makes one the last."""
    world, past = settled
    last = world.log.position()
    for back in (2, 3, 2, 4, 2, 3):
        ask(past, last - back)
    assert laid == [last - 2, last - 3, last - 4, last - 3]
    past.close()
    ask(past, last - 3)
    assert laid[4:] == [last - 3]


def test_two_who_ask_at_once_have_one_each(settled: tuple[World, Past], laid: list[int]) -> None:
    """What one reads, the other does not interrupt; both connections are kept."""
    world, past = settled
    position = world.log.position() - 2
    for _ in range(2):
        with past.at(position) as one, past.at(position) as other:
            assert one.connection is not other.connection
            assert one.reader.list_events() == other.reader.list_events()
    assert laid == [position] * 2


@pytest.mark.thorough
def test_no_writer_waits_for_what_is_kept(settled: tuple[World, Past]) -> None:
    """While nobody reads, the file of a writer's changes can be emptied."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        assert view.reader.position
        world.run([("withdraw", "0")])
        bring_on(past.home, world)
        assert not wal_is_free(past)
    assert wal_is_free(past)


@contextmanager
def _gone_on(world: World, past: Past) -> Iterator[None]:
    world.run([("withdraw", "0"), ("read", "1", "less")])
    bring_on(past.home, world)
    yield


@contextmanager
def _made_anew(world: World, past: Past) -> Iterator[None]:
    rebuild(past.home, world.log)
    yield


@contextmanager
def _rows_gone(world: World, past: Past) -> Iterator[None]:
    assert not past.snapshots.clear()
    yield


@contextmanager
def _erased_since(world: World, past: Past) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.Past, "erased", 1)
        yield


@pytest.mark.thorough
@pytest.mark.parametrize("change", [_gone_on, _made_anew, _rows_gone, _erased_since])
def test_what_no_longer_holds_is_laid_over_anew(settled: tuple[World, Past], laid: list[int], change: object) -> None:
    """And answers as before."""
    world, past = settled
    position = world.log.position() - 2
    with ExitStack() as stack:
        then = stack.enter_context(closing(in_memory(world.log, position)))
        ask(past, position)
        stack.enter_context(change(world, past))  # type: ignore[operator]
        with past.at(position) as view:
            same(view, then.catalog)
    assert set(laid) == {position}
    assert len(laid) > 1


@pytest.mark.parametrize("change", [_made_anew, _rows_gone])
def test_what_was_taken_away_is_let_go_of_at_once(settled: tuple[World, Past], change: object) -> None:
    """With whatever is asked next, or without a question: nobody may ask about that moment again."""
    world, past = settled
    last = world.log.position()
    for asked in (lambda: ask(past, last - 3), past.tidy):
        ask(past, last - 2)
        held = past._readers._idle[-1][1]
        with change(world, past):  # type: ignore[operator]
            asked()
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            held.connection.execute("SELECT 1")


def test_what_is_taken_away_under_a_question_does_not_stay_behind_it(settled: tuple[World, Past]) -> None:
    """It is answered to its end, and nothing of it is kept."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        before = view.reader.list_events(limit=1)
        with _made_anew(world, past):
            past.close()
            assert view.reader.list_events(limit=1) == before
    assert past._readers._idle == []


READING = """
    import sys
    from contextlib import closing
    from pathlib import Path
    from kb.log import Home
    from kb.projections.past.generations import FOLDER, Generations
    from kb.projections.past.projection import Past
    from kb.projections.past.snapshots import Snapshots

    home = Home.open(Path(sys.argv[1]))
    with closing(home.event_log()) as log:
        graphs = Generations(home.root / FOLDER, log, home.graph_path, 1.0)
        past = Past(home, log, Snapshots(home.root / "past", log), graphs)
        with past.at(int(sys.argv[2])) as view:
            print(view.reader.list_events(limit=1).total)
        past.close()
    print(*sorted({".".join(name.split(".")[:2]) for name in sys.modules if name.startswith("kb.")}))
"""


@pytest.mark.thorough
def test_who_reads_a_moment_that_is_there_loads_nothing_that_makes_one(tmp_path: Path) -> None:
    """A command that looks back once more starts about as soon as one about now."""
    home = Home.open(tmp_path / "home", create=True)
    with closing(home.event_log()) as log:
        for recorded in World().run(SETTLED).log.read():
            log.append(
                recorded.envelope.stream, log.stream_version(recorded.envelope.stream), [recorded.event], actor="me"
            )
        rebuild(home, log)
        position = log.position() - 2
    command = [sys.executable, "-c", dedent(READING), str(home.root), str(position)]
    made, again = (subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in range(2))
    assert made.splitlines()[0] == again.splitlines()[0]
    assert {"kb.graph", "kb.projections"} <= {*again.split()}
    assert "kb.resolution" in made.split()
    assert not {"kb.resolution", "kb.extraction"} & {*again.split()}
