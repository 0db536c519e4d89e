"""What the graph's engine reports becomes an error that says what, where and what to do."""

import gc
from pathlib import Path

import pytest
from pyoxigraph import Store

from kb.errors import LockedError, StorageError
from kb.log.faults import DiskFullError, ReadOnlyError, UnreadableError
from kb.projections.graph.faults import GraphFaultError, graph_faults
from kb.projections.graph.store import open_store


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError("IO error: No space left on device: While appending to file: x/000021.log"), DiskFullError),
        (OSError("IO error: While fsync: a directory: Input/output error"), GraphFaultError),
        (OSError("IO error: While open a file for appending: x/000043.log: Permission denied"), ReadOnlyError),
        (OSError("IO error: While open a file for random read: x/000042.sst: Permission denied"), UnreadableError),
        (RuntimeError("Corruption: block checksum mismatch"), GraphFaultError),
        (OSError("IO error: lock hold by current process: x/LOCK"), LockedError),
    ],
)
def test_its_words_decide(tmp_path: Path, error: Exception, kind: type[Exception]) -> None:
    """RocksDB's errors come without a number."""
    with pytest.raises(kind) as caught, graph_faults(tmp_path):
        raise error
    assert str(tmp_path) in str(caught.value)
    assert caught.value.hint  # type: ignore[attr-defined]


def test_a_full_disk_is_said_to_leave_the_graph_behind(tmp_path: Path) -> None:
    """What was added is in the log by then: "nothing of this was stored" would have it added again."""
    with pytest.raises(DiskFullError, match="graph stays behind the log"), graph_faults(tmp_path / "graph"):
        raise OSError("IO error: No space left on device: While appending to file: x/000021.log")


def test_other_errors_pass() -> None:
    """A fault of kb is no fault of the disk."""
    with pytest.raises(ValueError, match="bad quad"), graph_faults(None):
        raise ValueError("bad quad")


def test_a_damaged_store_is_said_to_be_made_again(tmp_path: Path) -> None:
    """Half a manifest: neither a traceback nor an empty graph."""
    open_store(tmp_path / "graph")
    (manifest,) = (tmp_path / "graph").glob("MANIFEST-*")
    manifest.write_bytes(manifest.read_bytes()[:-7])
    (tmp_path / "graph" / "CURRENT").write_text("nonsense", encoding="utf-8")

    with pytest.raises(StorageError, match="cannot be used") as caught:
        open_store(tmp_path / "graph")
    assert "kb rebuild" in caught.value.hint


@pytest.mark.thorough
def test_a_store_that_only_a_circle_holds_is_let_go_of(tmp_path: Path) -> None:
    """What nobody has any more keeps its lock until Python looks for circles: seldom, while articles come in."""

    class Held:
        def __init__(self) -> None:
            self.store, self.itself = open_store(tmp_path / "graph"), self

    gc.disable()
    try:
        Held()
        with pytest.raises(OSError, match="lock hold by current process"):
            Store(tmp_path / "graph")

        assert len(open_store(tmp_path / "graph")) == 0
    finally:
        gc.enable()
