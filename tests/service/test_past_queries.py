"""Moments of the past in memory: a fork of the graph of now, turned, answers as one on disk does, and as a replay."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kb.log import Home
from kb.projections.graph.store import open_reader
from kb.projections.opening import in_memory
from kb.projections.past import projection as past_module
from kb.projections.past.fold import laid_over
from kb.projections.past.projection import Past
from kb.projections.past.rewinding import turned
from kb.query.errors import OverloadedError
from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers import pool, process
from kb.query.workers.changing import done, told
from kb.query.workers.recipe import Delta, Match, Snapshot
from kb.service.history.past_queries import PastQueries
from tests.projections.test_past import bring_on, looking_back, past_of
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

QUADS = "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"
LIMITS = Limits(time=300.0, running=1, queued=4, wait=300.0, quick=300.0)


@pytest.mark.thorough
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(COMMANDS, COMMANDS, st.floats(0, 1))
def test_turned_in_memory_equals_a_replay(before: list[Command], after: list[Command], share: float) -> None:
    """Whatever happened since: what is sent makes of the graph of now, quad by quad, the one of then."""
    world = World().run([*SETTLED, *before])
    with looking_back(world) as past:
        world.run(after)
        bring_on(past.home, world)
        last = world.log.position()
        goal = max(1, round(share * last))
        store = Store()
        store.extend(open_reader(past.home.graph_path))
        with laid_over(past.home.catalog_path, world.log, goal) as fold:
            assert fold is not None
            touched = fold.touched(last)
            assert touched is not None
            turning = turned(fold, touched)
        gone = tuple(Match(one.nodes, one.patterns, one.if_any) for one in turning.gone)
        message, body = told(Delta(last, goal, turning.cleared, gone, added=turning.come))
        done(store, json.loads(json.dumps(message)), body)
        then = in_memory(world.log, goal)
        assert sorted(map(str, store)) == sorted(map(str, then.graph.store))
        then.close()


@pytest.fixture(scope="module")
def now() -> Iterator[tuple[World, Past, QueryService]]:
    """A home, and queries on its graph of now in memory."""
    with TemporaryDirectory() as folder:
        home, world = Home.open(Path(folder), create=True), World().run(SETTLED)
        bring_on(home, world)
        world.run([("add", "2"), ("read", "2", "full")])
        bring_on(home, world)
        recipe = Snapshot(world.log.position(), store=str(home.graph_path))
        with QueryService(recipe, LIMITS) as service:
            yield world, past_of(home, world), service


def said(queries: PastQueries, position: int) -> tuple[list[str], int]:
    """What a moment's graph holds, and the position that the answer gives."""
    with queries.at(position) as service:
        answer = service.run(QUADS, format="ntriples")
        return sorted(answer.read().decode().splitlines()), answer.position


def replayed(world: World, position: int) -> list[str]:
    """The triples of a replay."""
    made = in_memory(world.log, position)
    lines = {f"{quad.subject} {quad.predicate} {quad.object} ." for quad in made.graph.store}
    made.close()
    return sorted(lines)


def test_moments_are_forks_of_now(now: tuple[World, Past, QueryService]) -> None:
    """Nothing is made on disk; what is asked again is there; now stays as it is; without steps, disk it is."""
    world, past, service = now
    last = world.log.position()
    with closing(PastQueries(past, "", LIMITS, 2, lambda: service)) as queries:
        for position in (last - 1, 3, last - 1):
            assert said(queries, position) == (replayed(world, position), position)
        assert [one for one in past.snapshots.all() if one.graph_path.exists()] == []
        assert service.run(QUADS, format="ntriples").position == last
    with closing(PastQueries(past, "", LIMITS, 2)) as queries:
        assert said(queries, 3) == (replayed(world, 3), 3)
    assert [one.position for one in past.snapshots.all() if one.graph_path.exists()] == [3]
    with closing(PastQueries(past, "", LIMITS, 2, lambda: service)) as queries:
        assert past.turning(last, 3) is None  # a graph of that very event lies there
        assert said(queries, 3) == (replayed(world, 3), 3)


def test_what_is_far_back_is_made_on_disk(
    now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where more articles came since than are worth turning."""
    world, past, service = now
    monkeypatch.setattr(past_module, "_TURNED", 0)
    with closing(PastQueries(past, "", LIMITS, 1, lambda: service)) as queries:
        assert said(queries, 5) == (replayed(world, 5), 5)
    assert 5 in [one.position for one in past.snapshots.all() if one.graph_path.exists()]


def test_a_fork_that_dies_is_made_again(now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch) -> None:
    """The next question gets another; what becomes of one moment's process is nothing to others, or to now."""
    world, past, service = now
    goal = world.log.position() - 2
    made: list[process.ZygoteProcess] = []
    branch = process.ZygoteProcess.branch
    monkeypatch.setattr(
        process.ZygoteProcess, "branch", lambda self, *given: made.append(branch(self, *given)) or made[-1]
    )
    with closing(PastQueries(past, "", LIMITS, 1, lambda: service)) as queries:
        first = said(queries, goal)
        for child in _children(service._pool._current().pid):
            if made[0].dead is False:
                os.kill(child, signal.SIGKILL)
        until = time.monotonic() + 60
        while not made[0].dead and time.monotonic() < until:
            time.sleep(0.02)
        assert made[0].dead
        assert said(queries, goal) == first
        assert len(made) == 2
        assert said(queries, goal) == first
        assert len(made) == 2


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def test_what_was_made_before_an_erasure_is_not_shown(
    now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold the words, in memory as on disk."""
    world, past, service = now
    with closing(PastQueries(past, "", LIMITS, 2, lambda: service)) as queries:
        with queries.at(4) as first, queries.at(4) as second:
            assert first is second
        monkeypatch.setattr(past.snapshots, "_erased", (world.log.position(), 2))
        with queries.at(4) as third:
            assert third is not first
            assert not first.alive


def test_what_is_erased_while_a_moment_is_made_ends_it_with_its_use(
    now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread has let go of all before, and did not know of it."""
    world, past, service = now
    with closing(PastQueries(past, "", LIMITS, 2, lambda: service)) as queries:
        turning = past.turning

        def erasing(start: int, position: int) -> object:
            made = turning(start, position)
            monkeypatch.setattr(past.snapshots, "_erased", (world.log.position(), 2))
            queries._forget_erased()
            return made

        with monkeypatch.context() as patch:
            patch.setattr(Past, "turning", lambda _, start, position: erasing(start, position))
            with queries.at(4) as first:
                assert first.alive
        assert not first.alive
        with queries.at(4) as second:
            assert second is not first


def test_no_more_moments_are_alive_than_may_be(now: tuple[World, Past, QueryService]) -> None:
    """However many are asked about at once: who would be one too many waits, and is told so."""
    world, past, service = now
    one, two, three, more = (world.log.position() - back for back in (5, 6, 7, 8))
    limits = replace(LIMITS, wait=0.2, time=0.1)
    with closing(PastQueries(past, "", limits, 1, lambda: service)) as queries, ExitStack() as stack:
        lent = [stack.enter_context(queries.at(at)) for at in (one, two, three)]  # one kept, two replaced in use
        with pytest.raises(OverloadedError, match=f"as of event {more} "), queries.at(more):
            pass
        assert stack.enter_context(queries.at(three)) is lent[2]
        stack.close()
        assert [service.alive for service in lent] == [False, False, True]
        with queries.at(more) as last:
            assert last.alive


def test_queries_about_all_moments_have_turns_together(now: tuple[World, Past, QueryService]) -> None:
    """As many run and wait as of one graph."""
    _, past, service = now
    limits = replace(LIMITS, spare=0, slow=0, halted=0, queued=0)
    queries = PastQueries(past, "", limits, 2, lambda: service)
    with closing(queries), queries.at(3) as one, queries.at(4) as other:
        turn = one._pool._lanes.at_once("")
        assert turn
        with pytest.raises(OverloadedError):
            other.run("ASK {}")
        one._pool._lanes.leave(turn)
        assert other.run("ASK {}").read()


def test_a_moment_is_made_once_for_all_who_ask(
    now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks while it is made waits for it."""
    _, past, service = now
    made, turning = [], past.turning
    monkeypatch.setattr(Past, "turning", lambda _, *given: made.append(given) or time.sleep(0.1) or turning(*given))
    with closing(PastQueries(past, "", LIMITS, 2, lambda: service)) as queries, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: said(queries, 5), range(4)))
    assert answers == answers[:1] * 4
    assert len(made) == 1


def test_a_fork_that_does_not_come_to_an_end_is_let_go(
    now: tuple[World, Past, QueryService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the graph of then is made on disk."""
    world, past, service = now
    goal = world.log.position() - 4
    monkeypatch.setattr(pool, "_TURNS", 0.0)
    monkeypatch.setattr(process, "told", lambda delta: ({**told(delta)[0], "op": "nothing"}, b""))
    with closing(PastQueries(past, "", LIMITS, 1, lambda: service)) as queries:
        assert said(queries, goal) == (replayed(world, goal), goal)
    assert goal in [one.position for one in past.snapshots.all() if one.graph_path.exists()]


def test_when_the_server_is_killed_no_fork_is_left(now: tuple[World, Past, QueryService]) -> None:
    """Not even of one that outlived the process it was forked from."""
    _, past, _ = now
    program = (
        "import os, signal, sys, time; from kb.query.workers.recipe import *;"
        "from kb.query.service import QueryService;"
        "now = QueryService(Snapshot(2, store=sys.argv[1])); now.start(); then = now.branch(lambda at: Delta(at, 1));"
        "then.run('ASK {}'); now.refresh(Snapshot(3, store=sys.argv[1])); now.run('ASK {}');"
        "print(os.getpid(), flush=True); time.sleep(600)"
    )
    arguments = [sys.executable, "-c", program, str(past.home.graph_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, start_new_session=True) as server:
        assert server.stdout is not None
        assert int(server.stdout.readline()) == server.pid
        theirs = _session(server.pid)
        assert len(theirs) >= 5  # the server, who forks for now and for then, their workers
        server.kill()
    until = time.monotonic() + 60
    while _session(server.pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert _session(server.pid) == []


def _session(leader: int) -> list[int]:
    """Process ids of a session, those left out that have ended and wait for their parent."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found
