"""Workers take one small query after another, and never one after what they may have kept something of."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import QueryRefusedError
from kb.query.service import QueryService
from kb.query.workers.pool import CancelToken
from kb.query.workers.recipe import Delta, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import CROSS_PRODUCT, DOUBLING, article

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kb:Event }"


@pytest.fixture
def alone(snapshot: Snapshot) -> Iterator[QueryService]:
    """One worker."""
    with QueryService(snapshot, replace(LIMITS, running=1, spare=0)) as made:
        made.start()
        until(lambda: len(workers(made)) == 1)
        yield made


def workers(service: QueryService) -> set[str]:
    """Process ids."""
    zygote = service._pool._zygote
    assert zygote is not None
    return set(Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text().split())


def until(met: Callable[[], bool]) -> None:
    """Wait for a condition that is bound to come."""
    limit = time.monotonic() + 60
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.01)


def count(service: QueryService) -> int:
    """How many events a query sees now."""
    return int(service.run(COUNT, format="csv").read().split()[1])


def test_small_queries_share_a_process(alone: QueryService) -> None:
    """Also malformed ones; each answer is its own."""
    before = workers(alone)
    for number in range(20):
        assert alone.run(f"SELECT ({number} AS ?x) {{}}", format="csv").read() == f"x\r\n{number}\r\n".encode()
        with pytest.raises(QueryRefusedError):
            alone.run("SELECT {")

    assert workers(alone) == before


@pytest.mark.parametrize("hog", [CROSS_PRODUCT, DOUBLING])
def test_what_was_stopped_takes_its_process_along(alone: QueryService, hog: str) -> None:
    """Time or memory: the next query has another one."""
    before = workers(alone)
    with pytest.raises(QueryRefusedError):
        alone.run(hog, timeout=0.5)

    assert count(alone) == 80
    until(lambda: len(workers(alone)) == 1 and not workers(alone) & before)


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(CONCAT(STR(?a), STR(?d)) = 'x') }"
SLOWER = SLOW.replace("CONCAT(", "CONCAT(" + "STR(?b), STR(?c), STR(?e), STR(?f), " * 12)


@pytest.fixture
def hasty(snapshot: Snapshot) -> Iterator[QueryService]:
    """One worker, whose query is put behind others soon; two may wait."""
    with QueryService(snapshot, replace(LIMITS, running=1, spare=1, quick=0.04)) as made:
        made.start()
        until(lambda: len(workers(made)) == 1)
        yield made


@pytest.mark.thorough
def test_a_query_that_was_put_behind_others_is_its_process_s_last(hasty: QueryService) -> None:
    """Where it cannot be put before others again."""
    zygote = hasty._pool._zygote
    assert zygote is not None
    until(lambda: bool(zygote._out))  # the word of it comes after the process
    for lent in zygote._out.values():
        lent.returns = False
    before = workers(hasty)
    hasty.run(SLOWER)
    until(lambda: not workers(hasty) & before)
    assert count(hasty) == 80


def test_a_process_that_may_return_takes_the_next_query(hasty: QueryService) -> None:
    """As others do: no fork for each query that is not quite short."""
    zygote = hasty._pool._zygote
    assert zygote is not None
    until(lambda: bool(zygote._out))  # the word of it comes after the process
    (lent,) = zygote._out.values()
    if not lent.returns:
        pytest.skip("needs CAP_SYS_NICE, or RLIMIT_NICE of 20")
    hasty.run(SLOW)
    threads = [int(one) for one in os.listdir(f"/proc/{lent.pid}/task")]
    until(lambda: {os.sched_getscheduler(one) for one in threads} == {os.SCHED_OTHER})

    assert lent in zygote._idle._there


@pytest.mark.skipif(sys.platform != "linux", reason="the scheduling class is Linux's")
def test_the_thread_of_a_long_query_gives_way_to_all_others(hasty: QueryService) -> None:
    """It is that thread that computes: the priority of a process is its first thread's alone."""

    def idle(worker: str) -> bool:
        threads = [int(one) for one in os.listdir(f"/proc/{worker}/task")]
        return len(threads) > 1 and all(os.sched_getscheduler(one) == os.SCHED_IDLE for one in threads)

    with ThreadPoolExecutor(1) as threads:
        (worker,), token = workers(hasty), CancelToken()
        running = threads.submit(hasty.run, CROSS_PRODUCT, token=token)
        until(lambda: idle(worker))
        token.cancel()
        assert running.exception() is not None


def test_nobody_sees_what_was_before_a_change(alone: QueryService, snapshot: Snapshot) -> None:
    """A worker that was busy meanwhile does not come back."""
    for number in range(5):
        assert count(alone) == 80 + 4 * number
        added = ("\n".join(article(20 + number)) + "\n").encode()
        alone.advance(Delta(7 + number, 8 + number, added=added), replace(snapshot, position=8 + number))
    assert count(alone) == 100
