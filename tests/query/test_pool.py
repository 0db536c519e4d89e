"""Tests of kb.query.workers.pool: limits hold, ends have reasons, other queries go on."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.errors import KbError, StorageError
from kb.query.errors import (
    ForbiddenQueryError,
    OverloadedError,
    QueryCancelledError,
    QueryMemoryError,
    QueryTimeoutError,
)
from kb.query.service import QueryService
from kb.query.workers.pool import CancelToken
from kb.query.workers.recipe import Delta, DiskStore, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import BASE, CROSS_PRODUCT, DOUBLING, GROUPING, SORTING, article

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kb:Event }"


def count(service: QueryService) -> int:
    """How many events a query sees now."""
    return int(service.run(COUNT, format="csv").read().split()[1])


def until(met: Callable[[], bool]) -> None:
    """Wait for a condition that is bound to come."""
    limit = time.monotonic() + 300
    while time.monotonic() < limit:
        if met():
            return
        time.sleep(0.02)
    raise AssertionError("It never came.")


def test_a_query_without_end_is_stopped_in_time(service: QueryService) -> None:
    """The engine cannot be interrupted; its process can."""
    with pytest.raises(QueryTimeoutError) as caught:
        service.run(CROSS_PRODUCT, timeout=0.5)

    assert caught.value.seconds == 0.5
    assert count(service) == 80


def test_a_timeout_may_be_shorter_than_the_limit_and_never_longer(snapshot: Snapshot) -> None:
    """Also None, no limit, gives way to the limit."""
    with QueryService(snapshot, replace(LIMITS, time=0.4)) as service:
        for timeout in (60.0, None):
            with pytest.raises(QueryTimeoutError) as caught:
                service.run(CROSS_PRODUCT, timeout=timeout)
            assert caught.value.seconds == 0.4


@pytest.mark.thorough
@pytest.mark.parametrize("hog", [DOUBLING, SORTING, GROUPING])
def test_a_hungry_query_is_stopped(hog: str, snapshot: Snapshot) -> None:
    """Memory beyond the limit is not given, and the client learns the limit."""
    with QueryService(snapshot, LIMITS) as service:
        with pytest.raises(QueryMemoryError, match="128 MB"):
            service.run(hog)
        assert count(service) == 80


def test_memory_is_bounded_on_disk_too(disk: DiskStore) -> None:
    """The store's own caches are not counted as the query's."""
    with QueryService(disk, replace(LIMITS, memory=1 << 20)) as service:
        assert count(service) == 80
        with pytest.raises(QueryMemoryError):
            service.run(DOUBLING)


def test_nesting_that_overflows_an_ordinary_stack_is_answered(snapshot: Snapshot) -> None:
    """8 MB of stack end at some hundred levels; a worker has 256."""
    with QueryService(snapshot, replace(LIMITS, depth=100_000)) as service:
        nested = "ASK { ?s ?p ?o FILTER(" + "(" * 20_000 + "true" + ")" * 20_000 + ") }"

        assert service.run(nested, format="csv").read() == b"true"


def test_an_engine_that_crashes_takes_nobody_along(service: QueryService) -> None:
    """A worker that dies of a signal is one refused query."""
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(service.run, CROSS_PRODUCT)
        os.kill(worker_of(service), signal.SIGSEGV)
        with pytest.raises(ForbiddenQueryError, match="SIGSEGV") as caught:
            running.result()

    assert caught.value.reason == "refused"
    assert count(service) == 80


def test_the_pool_starts_again_when_its_process_is_killed(snapshot: Snapshot) -> None:
    """Between queries nobody notices; under a query it is tried again."""
    with QueryService(snapshot, LIMITS) as service:
        assert count(service) == 80
        os.kill(zygote_of(service), signal.SIGKILL)
        assert count(service) == 80
        with ThreadPoolExecutor(1) as threads:
            token = CancelToken()
            running = threads.submit(service.run, CROSS_PRODUCT, token=token)
            worker, zygote = worker_of(service), zygote_of(service)
            os.kill(zygote, signal.SIGKILL)
            until(lambda: zygote_of(service) != zygote and worker_of(service) != worker)
            token.cancel()
            with pytest.raises(QueryCancelledError):
                running.result()


def test_workers_that_wait_may_be_killed(snapshot: Snapshot) -> None:
    """The next query gets another one, and sees what there is now."""
    with QueryService(snapshot, LIMITS) as service:
        service.start()
        zygote = zygote_of(service)
        children = Path(f"/proc/{zygote}/task/{zygote}/children")
        until(lambda: len(children.read_text().split()) == LIMITS.running)
        killed = children.read_text().split()
        for pid in killed:
            os.kill(int(pid), signal.SIGKILL)
        until(lambda: not set(killed) & set(children.read_text().split()))
        assert [count(service) for _ in range(4)] == [80] * 4


def test_too_many_queries_are_refused_and_the_others_answered(snapshot: Snapshot) -> None:
    """Two run, four wait, the rest hears so at once; each of twenty gets an answer of one kind or the other."""
    with QueryService(snapshot, LIMITS) as service, ThreadPoolExecutor(20) as threads:
        service.start()
        blocking = [CancelToken(), CancelToken()]
        blocked = [threads.submit(service.run, CROSS_PRODUCT, token=token) for token in blocking]
        until(lambda: service.load == (2, 0))
        waiting = [threads.submit(count, service) for _ in range(4)]
        until(lambda: service.load == (2, 4))
        refused = [threads.submit(count, service) for _ in range(14)]
        for one in refused:
            with pytest.raises(OverloadedError) as caught:
                one.result()
            assert caught.value.reason == "overload"
        for token in blocking:
            token.cancel()
        for one_blocked in blocked:
            with pytest.raises(QueryCancelledError):
                one_blocked.result()
        assert [one.result() for one in waiting] == [80] * 4
        assert service.load == (0, 0)


def test_waiting_for_a_turn_has_an_end(snapshot: Snapshot) -> None:
    """A queue that does not move is overload, not silence."""
    with QueryService(snapshot, replace(LIMITS, running=1, wait=0.3)) as service, ThreadPoolExecutor(1) as threads:
        token = CancelToken()
        blocked = threads.submit(service.run, CROSS_PRODUCT, token=token)
        until(lambda: service.load == (1, 0))
        with pytest.raises(OverloadedError, match="turn"):
            count(service)
        token.cancel()
        with pytest.raises(QueryCancelledError):
            blocked.result()


def test_a_change_is_seen_by_the_next_query(snapshot: Snapshot) -> None:
    """Advance adds, removes and empties graphs; refresh replaces the whole."""
    with QueryService(snapshot, LIMITS) as service:
        assert count(service) == 80
        added = "\n".join(article(20)).encode()
        service.advance(Delta(7, 8, added=added), replace(snapshot, position=8))
        assert (count(service), service.position) == (84, 8)
        service.advance(Delta(8, 9, removed=added, cleared=(f"{BASE}graph/article-0",)), replace(snapshot, position=9))
        assert count(service) == 76
        with pytest.raises(ValueError, match="stands at 9"):
            service.advance(Delta(7, 8), replace(snapshot, position=8))
        service.refresh(replace(snapshot, position=10))
        assert (count(service), service.run("ASK {}").position) == (80, 10)


def test_a_query_sees_one_position_from_beginning_to_end(snapshot: Snapshot) -> None:
    """A change under a running query does not reach it, and does not wait for it."""
    slow = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a kb:Event . FILTER NOT EXISTS {{ {CROSS_PRODUCT[4:]} }} }}"
    with QueryService(snapshot, replace(LIMITS, memory=4 << 30)) as service, ThreadPoolExecutor(1) as threads:
        token = CancelToken()
        running = threads.submit(service.run, slow, token=token)
        worker_of(service)
        service.advance(Delta(7, 8, added="\n".join(article(20)).encode()), replace(snapshot, position=8))
        assert count(service) == 84
        service.refresh(replace(snapshot, position=9))
        assert count(service) == 80
        assert not running.done()
        token.cancel()
        with pytest.raises(QueryCancelledError):
            running.result()


def test_a_change_that_cannot_be_read_falls_back_to_the_whole(snapshot: Snapshot) -> None:
    """A broken delta never leaves half a change behind."""
    with QueryService(snapshot, LIMITS) as service:
        assert count(service) == 80
        service.advance(
            Delta(7, 8, cleared=(f"{BASE}graph/article-0",), added=b"nonsense"), replace(snapshot, position=8)
        )
        assert (count(service), service.position) == (80, 8)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Not a refused query: the graph's fault, in both ways of holding it."""
    with QueryService(DiskStore(str(tmp_path / "none"), 1), LIMITS) as service, pytest.raises(StorageError):
        service.run("ASK {}")
    with QueryService(Snapshot(1, files=(str(tmp_path / "none.nq"),)), LIMITS) as service, pytest.raises(StorageError):
        service.run("ASK {}")


def test_memory_can_be_filled_from_a_store_on_disk(disk: DiskStore) -> None:
    """Another process reads it, so that the one that forks keeps a single thread."""
    with QueryService(Snapshot(7, store=disk.path), LIMITS) as service:
        assert count(service) == 80
        assert len(os.listdir(f"/proc/{zygote_of(service)}/task")) == 1


def test_a_store_on_disk_can_be_written_between_queries(tmp_path: Path) -> None:
    """Each query opens what is there then."""
    store = ox.Store(str(tmp_path / "graph"))
    store.extend(ox.parse("\n".join(article(0)), ox.RdfFormat.N_QUADS))
    store.flush()
    with QueryService(DiskStore(str(tmp_path / "graph"), 1), LIMITS) as service:
        assert count(service) == 4
        store.extend(ox.parse("\n".join(article(1)), ox.RdfFormat.N_QUADS))
        store.flush()
        assert count(service) == 8


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["disk", "memory"])
def test_a_store_that_lost_something_answers_nothing(tmp_path: Path, way: str) -> None:
    """It says where it stands; who wrote to it knows where it has stood. One that was written to since is newer."""
    names = (f"{BASE}", f"{BASE}position", f"{BASE}graph/decisions")
    quad = ox.Quad(ox.NamedNode(names[0]), ox.NamedNode(names[1]), ox.Literal(7), ox.NamedNode(names[2]))
    store = ox.Store(str(tmp_path / "graph"))
    store.add(quad)
    store.flush()
    del store

    def recipe(position: int, standing: tuple[str, str, str] | None = names) -> DiskStore | Snapshot:
        path = str(tmp_path / "graph")
        if way == "disk":
            return DiskStore(path, position, standing)
        return Snapshot(position, store=path, standing=standing)

    for good in (recipe(7), recipe(6), recipe(8, None)):
        with QueryService(good, LIMITS) as service:
            assert service.run("ASK { ?s ?p 7 }", format="csv").read().strip() == b"true"
    for bad in (recipe(8), recipe(7, (names[0], f"{BASE}other", names[2]))):
        with QueryService(bad, LIMITS) as service, pytest.raises(StorageError):
            service.run("ASK {}")


@pytest.mark.thorough
def test_after_closing_nothing_runs(snapshot: Snapshot) -> None:
    """No process is left, and a late query is told."""
    service = QueryService(snapshot, LIMITS)
    threads = ThreadPoolExecutor(1)
    running = threads.submit(service.run, CROSS_PRODUCT)
    pids = worker_of(service), zygote_of(service)
    service.close()
    with pytest.raises(KbError):
        running.result()
    until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in pids))
    with pytest.raises(OverloadedError):
        service.run("ASK {}")
    threads.shutdown()


def zygote_of(service: QueryService) -> int:
    """Process id of the one that forks."""
    until(lambda: service._pool._zygote is not None and not service._pool._zygote.dead)
    return service._pool._zygote.pid  # type: ignore[union-attr]


def worker_of(service: QueryService) -> int:
    """Process id of the only worker that runs, once it does: of all that wait, the one that has used the processor."""
    found: list[int] = []

    def busy() -> bool:
        zygote = zygote_of(service)
        children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
        found[:] = [int(pid) for pid in children if used(pid) >= 10]
        return bool(found)

    until(busy)
    return found[0]


def used(pid: str) -> int:
    """Ticks of processor time that a process has used; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


@pytest.mark.slow
def test_a_store_of_many_files_answers(tmp_path: Path) -> None:
    """RocksDB opens files while a query runs: where it may not, it fails or waits for ever."""
    path = tmp_path / "graph"
    written = 0
    for number in range(120):
        store = ox.Store(str(path))
        store.bulk_load("\n".join(article(number)).encode(), format=ox.RdfFormat.N_QUADS)
        written += len(article(number))
        del store

    with QueryService(DiskStore(str(path), 1), LIMITS) as service:
        found = service.run("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", format="csv").read()
    assert int(found.split()[1]) == written
