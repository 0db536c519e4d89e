"""What was made for a key is not made again, as long as it lasts and is among the last that were asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from kb.api.pages.lately import Lately


def test_a_value_is_made_once_for_its_key() -> None:
    lately, made = Lately(2), count()

    assert [lately.kept(key, lambda: next(made)) for key in ("a", "a", "b", "a")] == [0, 0, 1, 0]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    lately, made = Lately(2), count()
    for key in ("a", "b", "a", "c"):
        lately.kept(key, lambda: next(made))

    assert lately.kept("a", lambda: -1) == 0
    assert lately.kept("b", lambda: -1) == -1


def test_what_does_not_last_is_made_again() -> None:
    lately = Lately(2)
    asked = [lately.kept("a", lambda value=value: value, lambda made: made > 9) for value in (1, 2, 30, 4)]

    assert asked == [1, 2, 30, 30]


def test_who_asks_for_what_another_is_making_waits_for_it() -> None:
    """It is made once; another key is made meanwhile; what failed is made by whoever waited."""
    lately, made, begun, go = Lately(4, once=True), count(), threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert go.wait(30)
        return next(made)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(lately.kept, "a", slow)
        assert begun.wait(30)
        second = pool.submit(lately.kept, "a", slow)
        assert lately.kept("b", lambda: -1) == -1
        go.set()
        assert (first.result(30), second.result(30)) == (0, 0)
        with pytest.raises(ZeroDivisionError):
            lately.kept("c", lambda: 1 // 0)
        assert lately.kept("c", lambda: 3) == 3
    assert lately._turns == {}
