"""A store on disk answers until its graph is in memory; nothing that changes meanwhile is lost."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.query.service import QueryService
from kb.query.workers.process import ZygoteProcess
from kb.query.workers.recipe import Delta, DiskStore, Recipe, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import article, quads
from tests.query.test_pool import count


class Held:
    """Keeps graphs from being loaded into memory until it lets go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.free = False
        self.failing = 0
        self.tries: list[ZygoteProcess] = []
        load = ZygoteProcess.load

        def held(process: ZygoteProcess, recipe: Recipe) -> None:
            if isinstance(recipe, Snapshot):
                self.tries.append(process)
                while not self.free and not process.dead:
                    time.sleep(0.01)
                if self.failing:
                    self.failing -= 1
                    process.kill()
            load(process, recipe)

        monkeypatch.setattr(ZygoteProcess, "load", held)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Loading waits."""
    return Held(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The graph as a store on disk of one's own."""
    path = tmp_path / "graph"
    made = ox.Store(str(path))
    made.load(quads().encode(), format=ox.RdfFormat.N_QUADS)
    made.flush()
    return path


def in_memory(service: QueryService) -> bool:
    """Say whether the graph is in memory, waiting for a moment: a worker then takes one query after another."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if (zygote := service._pool._zygote) is not None and zygote.lends:
            return True
        time.sleep(0.02)
    return False


def test_the_store_answers_until_the_graph_is_in_memory(store: Path, held: Held) -> None:
    """A start does not wait for the whole; what takes over stands where the store stood, and its process is alone."""
    with QueryService(Snapshot(7, store=str(store), meanwhile=True), LIMITS) as service:
        service.start()
        before = service._pool._zygote
        assert (count(service), service.position) == (80, 7)
        assert before is not None
        assert not before.lends
        held.free = True
        assert in_memory(service)
        assert (count(service), service.run("ASK {}").position) == (80, 7)
        before._process.wait(10)  # type: ignore[union-attr]
        assert len(held.tries) == 1


def test_changes_that_come_while_it_loads_are_seen_before_and_after(store: Path, held: Held) -> None:
    """First in the store that was written to, then in memory, whether or not the reader saw them in the store."""
    recipe = Snapshot(7, store=str(store), meanwhile=True)
    with QueryService(recipe, LIMITS) as service:
        service.start()
        for number in (20, 21):
            added = "\n".join(article(number)).encode()
            writer = ox.Store(str(store))
            writer.load(added, format=ox.RdfFormat.N_QUADS)
            writer.flush()
            del writer
            service.advance(Delta(number - 13, number - 12, added=added), replace(recipe, position=number - 12))
            assert (count(service), service.position) == (80 + 4 * (number - 19), number - 12)
        gone = "\n".join(article(20)).encode()  # not in the store: nothing else tells of it
        service.advance(Delta(9, 10, removed=gone), replace(recipe, position=10))
        held.free = True
        assert in_memory(service)
        assert (count(service), service.run("ASK {}").position) == (84, 10)


@pytest.mark.thorough
def test_what_cannot_be_loaded_is_tried_again_and_then_left_to_the_store(store: Path, held: Held) -> None:
    """Once is a writer's file that went away; three times, and the store on disk goes on answering."""
    held.free = True
    for failing, loaded in ((1, True), (3, False)):
        held.failing, held.tries = failing, []
        with QueryService(Snapshot(7, store=str(store), meanwhile=True), LIMITS) as service:
            service.start()
            if loaded:
                assert in_memory(service)
            else:
                while len(held.tries) < 3 or not held.tries[2].dead:
                    time.sleep(0.02)
            assert count(service) == 80
            assert len(held.tries) == min(failing + 1, 3)


def test_who_closes_or_loads_another_does_not_wait_for_what_loads(store: Path, held: Held) -> None:
    """The process that loads ends with the service, and where the whole is asked for anew."""
    recipe = Snapshot(7, store=str(store), meanwhile=True)
    with QueryService(recipe, LIMITS) as service:
        service.start()
        while not held.tries:
            time.sleep(0.01)
        service.refresh(replace(recipe, position=8))
        assert (count(service), service.position) == (80, 8)
        while len(held.tries) < 2:
            time.sleep(0.01)
        held.tries[0]._process.wait(10)  # type: ignore[union-attr]
        began = time.monotonic()
    held.tries[1]._process.wait(10)  # type: ignore[union-attr]
    assert time.monotonic() - began < 10


def test_a_store_on_disk_takes_a_change_by_being_written_to(store: Path) -> None:
    """Nothing is loaded again for it."""
    with QueryService(DiskStore(str(store), 7), LIMITS) as service:
        assert count(service) == 80
        before = service._pool._zygote
        added = "\n".join(article(20)).encode()
        writer = ox.Store(str(store))
        writer.load(added, format=ox.RdfFormat.N_QUADS)
        writer.flush()
        del writer
        service.advance(Delta(7, 8, added=added), DiskStore(str(store), 8))
        assert (count(service), service.position) == (84, 8)
        assert service._pool._zygote is before


def test_the_store_answers_again_where_its_own_process_was_killed(store: Path, held: Held) -> None:
    """It is started anew, and so is the loading."""
    with QueryService(Snapshot(7, store=str(store), meanwhile=True), LIMITS) as service:
        service.start()
        zygote = service._pool._zygote
        assert zygote is not None
        os.kill(zygote.pid, signal.SIGKILL)
        while not zygote.dead:
            time.sleep(0.01)
        assert count(service) == 80
        held.free = True
        assert in_memory(service)
        assert count(service) == 80
