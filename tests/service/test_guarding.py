"""The files of a graph are looked at while others answer from memory."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.projections.graph.store import open_reader
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep import guarding
from kb.service.upkeep.guarding import Guard
from kb.service.upkeep.maintenance import rebuild_home
from tests.service.test_confident import COUNT, told

__all__ = ["told"]


def _manifest(path: Path) -> None:
    for file in path.glob("MANIFEST-*"):
        file.unlink()


def _log(path: Path) -> None:
    for file in path.glob("*.log"):
        file.unlink()


@pytest.mark.thorough
@pytest.mark.parametrize("tear", [_manifest, _log])
def test_files_that_go_are_said_and_made_again(
    told: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tear: Callable[[Path], None]
) -> None:
    """Nobody has to start the program again, or to write."""
    monkeypatch.setattr(guarding, "_PAUSE", 0.0)
    path = told.home.graph_path
    answer, whole = told.query(COUNT, format="csv").read(), set(open_reader(path))
    guard = Guard(told)
    assert guard.look() == ""
    tear(path)
    assert "are damaged" in guard.look()
    assert guard.look().endswith("It is made again from the log.")
    with told.home.write_lock(0.0):  # somebody is at it
        guard.mend()
        assert "are damaged" in guard.look()
    monkeypatch.setattr(guarding, "_AGAIN", 0.0)
    guard.mend()
    assert guard.look() == ""
    assert set(open_reader(path)) == whole
    assert told.query(COUNT, format="csv").read() == answer


def test_files_are_read_once_in_a_while(told: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rot leaves name, size and time as they are."""
    rebuild_home(told)
    guard = Guard(told)
    assert guard.look() == ""
    table = max(told.home.graph_path.glob("*.sst"), key=lambda one: one.stat().st_size)
    before, data = table.stat(), bytearray(table.read_bytes())
    data[len(data) // 3] ^= 0xFF
    table.write_bytes(data)
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    guard.mend()
    assert guard.look() == ""
    monkeypatch.setattr(guarding, "_DEEP", 0.0)
    assert table.name in guard.look()
    guard.mend()
    assert guard.look() == ""


def test_files_that_do_not_change_are_left_alone(told: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Health is asked for every few seconds."""
    looks: list[bool] = []

    def counted(_: KnowledgeBase, *, deep: bool = False) -> str:
        looks.append(deep)
        return ""

    monkeypatch.setattr(guarding, "damage", counted)
    guard = Guard(told)
    for _ in range(5):
        guard.look()
    assert looks == [False]
