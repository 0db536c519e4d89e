"""What is made ready after a change: once for each, whoever made it, and until the server ends."""

import threading

import pytest

from kb.api.serving import keeping
from kb.api.serving.keeping import Keeper


def test_everything_is_made_ready_once_for_each_position(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after a task has failed: the next change is tried again."""
    monkeypatch.setattr(keeping, "_LOOK", 0.001)
    monkeypatch.setattr(keeping, "_REST", 0.001)
    monkeypatch.setattr(keeping, "_AGAIN", 0.0, raising=False)
    positions = iter([3, 3, 3, 4, 4, 5, 5])
    made: list[int] = []
    done = threading.Event()
    now = [0]

    def standing() -> int:
        try:
            now[0] = next(positions)
        except StopIteration:
            done.set()
        return now[0]

    def task() -> None:
        made.append(now[0])
        if made == [3, 4]:
            raise RuntimeError("busy")

    looks: list[int] = []
    keeper = Keeper(standing, [task], lambda: looks.append(now[0]))
    keeper.start()
    assert done.wait(30)
    keeper.close()
    assert made == [3, 4, 4, 5]
    assert len(looks) > len(made)
    keeper.start()
    assert made == [3, 4, 4, 5]
