"""Tests of kb.query.workers.lanes: short queries never wait for long ones, clients share, nothing piles up."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest

from kb.query.errors import OverloadedError, QueryCancelledError
from kb.query.limits import Limits
from kb.query.manner import Manner
from kb.query.service import QueryService
from kb.query.workers.lanes import Lane, Lanes
from kb.query.workers.pool import CancelToken
from kb.query.workers.recipe import Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import CROSS_PRODUCT

ONE = Limits(running=1, spare=0, slow=1, halted=1, queued=2, wait=300.0)


def until(met: Callable[[], bool]) -> None:
    """Wait for a condition that is bound to come."""
    limit = time.monotonic() + 300
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_long_queries_leave_the_way_free(snapshot: Snapshot) -> None:
    """Four without end run, are halted or wait; a small one is answered all the same, and they are still there."""
    limits = replace(LIMITS, running=1, slow=1, halted=1, quick=0.05)
    with QueryService(snapshot, limits) as service, ThreadPoolExecutor(2) as threads:
        tokens = [CancelToken(), CancelToken()]
        long = [threads.submit(service.run, CROSS_PRODUCT, token=token) for token in tokens]
        until(lambda: service.load == (2, 0))
        for _ in range(3):
            assert service.run("ASK {}", format="csv", manner=Manner(client="another")).read() == b"true"
        assert service.load == (2, 0)
        for token in tokens:
            token.cancel()
        for one in long:
            with pytest.raises(QueryCancelledError):
                one.result()


def test_a_halted_query_goes_on_when_there_is_room() -> None:
    """In the order: slow, halted; then the slow one ends."""
    lanes, done = Lanes(ONE), list[str]()
    with ThreadPoolExecutor(1) as threads, ExitStack() as stack:
        first = stack.enter_context(lanes.admitted("a", CancelToken(), time.monotonic()))
        lanes.overstay(first, CancelToken(), None, done.append)
        assert first.lane is Lane.SLOW

        def second() -> Lane:
            with lanes.admitted("b", CancelToken(), time.monotonic()) as turn:
                lanes.overstay(turn, CancelToken(), None, done.append)
                return turn.lane

        waiting = threads.submit(second)
        until(lambda: done == ["slow", "halt"])
        assert not waiting.done()
        stack.close()
        assert waiting.result() is Lane.SLOW
    assert done == ["slow", "halt", "slow", "go"]
    assert lanes.load == (0, 0)


def test_where_nothing_has_room_a_long_query_ends_for_those_who_wait() -> None:
    """And says when to come back."""
    lanes = Lanes(replace(ONE, halted=0))
    token = CancelToken()
    with (
        ThreadPoolExecutor(1) as threads,
        lanes.admitted("a", token, time.monotonic()) as first,
    ):
        lanes.overstay(first, token, None, lambda _: None)
        with lanes.admitted("b", token, time.monotonic()) as second:
            lanes.overstay(second, token, None, lambda _: None)
            assert second.lane is Lane.QUICK  # nobody waits: it may stay
            waiting = threads.submit(_pass_through, lanes)
            until(lambda: lanes.load == (2, 1))
            with pytest.raises(OverloadedError) as caught:
                lanes.overstay(second, token, None, lambda _: None)
            assert caught.value.retry_after > 0
        assert waiting.result() == "passed"


def test_who_has_most_waiting_gives_way() -> None:
    """A newcomer is not refused because somebody else filled the queue."""
    lanes, token = Lanes(ONE), CancelToken()
    with ThreadPoolExecutor(3) as threads:
        with lanes.admitted("greedy", token, time.monotonic()):
            greedy = [threads.submit(_pass_through, lanes, "greedy") for _ in range(2)]
            until(lambda: lanes.load == (1, 2))
            modest = threads.submit(_pass_through, lanes, "modest")
            until(lambda: any(one.done() for one in greedy))
            with pytest.raises(OverloadedError):
                next(one for one in greedy if one.done()).result()
            with pytest.raises(OverloadedError):
                _pass_through(lanes, "greedy")
            assert not modest.done()
        assert modest.result() == "passed"


def test_the_client_with_the_fewest_is_next() -> None:
    """Not who came first."""
    lanes, token, order = Lanes(replace(ONE, running=2)), CancelToken(), list[str]()

    def ask(client: str) -> None:
        with lanes.admitted(client, token, time.monotonic()):
            order.append(client)

    with ThreadPoolExecutor(2) as threads, lanes.admitted("a", token, time.monotonic()):
        with lanes.admitted("c", token, time.monotonic()):
            first = threads.submit(ask, "a")
            until(lambda: lanes.load == (2, 1))
            second = threads.submit(ask, "b")
            until(lambda: lanes.load == (2, 2))
        first.result()
        second.result()
    assert order == ["b", "a"]


def _pass_through(lanes: Lanes, client: str = "c") -> str:
    with lanes.admitted(client, CancelToken(), time.monotonic()):
        return "passed"


def test_a_client_that_has_none_finds_a_place() -> None:
    """However many another has sent."""
    lanes, token = Lanes(replace(ONE, spare=1)), CancelToken()
    with ThreadPoolExecutor(1) as threads, lanes.admitted("greedy", token, time.monotonic()):
        another = threads.submit(_pass_through, lanes, "greedy")
        until(lambda: lanes.load == (1, 1))
        assert _pass_through(lanes, "modest") == "passed"
        assert not another.done()
    assert another.result() == "passed"


def test_who_waits_without_a_thread_is_called_when_it_is_its_turn() -> None:
    """One that gave up before is passed over; one that gives up then leaves its turn to the next."""
    lanes, called = Lanes(replace(ONE, queued=4)), list[str]()
    first = lanes.at_once("a")
    assert first is not None
    second, third, other = (
        lanes.queue(client, lambda name=name: called.append(name))  # type: ignore[misc]
        for client, name in (("a", "second"), ("a", "third"), ("b", "other"))
    )
    assert second is not None
    assert third is not None
    assert other is not None
    assert (lanes.load, called) == ((1, 3), [])

    second.give_up()
    lanes.leave(first)
    assert (called, third.turn is not None, other.turn) == (["third"], True, None)
    third.give_up()
    assert called == ["third", "other"]
    other.give_up()
    assert lanes.load == (0, 0)


def test_whom_a_full_queue_sends_away_is_called_too() -> None:
    """It has no turn then, and is told why; a queue that is full takes nobody more of its own accord."""
    lanes, called = Lanes(ONE), list[str]()
    first = lanes.at_once("a")
    assert first is not None
    places = [lanes.queue("a", lambda: called.append("a")) for _ in range(3)]
    assert places[2] is None

    with pytest.raises(OverloadedError), lanes.admitted("b", CancelToken(), time.monotonic() - 301):
        pass  # it has waited for as long as it may; to let it wait, the last of the other client went
    assert called == ["a"]
    assert places[1] is not None
    assert (places[1].turn, places[1].ousted, str(places[1].why())) == (
        None, True, "Too many of your queries wait, and others came.",
    )  # fmt: skip
    assert places[0] is not None
    assert "waited 300 s" in str(places[0].why())


def test_nobody_waits_longer_than_its_own_time() -> None:
    """With a thread and without; that it never ran is said, and that others were the reason."""
    lanes = Lanes(ONE)
    first = lanes.at_once("a")
    assert first is not None
    place = lanes.queue("b", list, 2.0)
    assert place is not None
    assert place.until == place.arrived + 2
    assert str(place.why()) == "The query waited 2 s for its turn, which is all the time that it has."
    place.give_up()

    begun = time.monotonic()
    with (
        pytest.raises(OverloadedError, match=r"waited 0\.2 s for its turn, which is all"),
        lanes.admitted("b", CancelToken(), begun, 0.2),
    ):
        pytest.fail("it got a turn that nobody left")
    assert time.monotonic() - begun < 60
    assert lanes.load == (1, 0)


def test_one_that_comes_back_keeps_its_place() -> None:
    """Who arrived first is next, though another was put among those that wait before."""
    lanes, called = Lanes(replace(ONE, queued=4)), list[str]()
    first = lanes.at_once("a")
    assert first is not None
    later = lanes.queue("b", lambda: called.append("later"))
    assert later is not None
    with ThreadPoolExecutor(1) as threads:

        def waits() -> None:
            with lanes.admitted("c", CancelToken(), later.arrived - 1):
                called.append("back")

        back = threads.submit(waits)
        until(lambda: lanes.load == (1, 2))
        lanes.leave(first)
        back.result()
        until(lambda: called == ["back", "later"])
    later.give_up()
    assert lanes.load == (0, 0)
