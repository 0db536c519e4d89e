"""SQLite's files are read where what SQLite lays beside them has no room on the disk, or may not be written."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.log.faults import storage_faults
from kb.log.sqlite_opening import BesideError, opened
from tests.unprivileged import unprivileged

KILLED = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint = 0")
connection.execute("INSERT INTO t VALUES (2)")
os.kill(os.getpid(), signal.SIGKILL)
"""

READS = """
import sys
from pathlib import Path
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
with storage_faults(Path(sys.argv[1])):
    opened(Path(sys.argv[1]), timeout=0.1)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a write-ahead file, which nobody has open."""
    with closing(sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    return tmp_path / "a.sqlite"


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no file of this process grow for the block, as on a disk without a byte free."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _read(path: Path) -> list[int]:
    with storage_faults(path), closing(opened(path, timeout=0.1)) as connection:
        return [row[0] for row in connection.execute("SELECT a FROM t ORDER BY a")]


@pytest.mark.parametrize("killed", [False, True])
def test_a_full_disk_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, killed: bool
) -> None:
    """What lies in the write-ahead file of who was killed, too; and it is said once what goes on."""
    if killed:
        done = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
        assert done.returncode == -signal.SIGKILL
        os.unlink(f"{file}-shm")
    with full(monkeypatch):
        with pytest.raises(sqlite3.OperationalError), closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT a FROM t")
        assert [_read(file), _read(file)] == [[1, 2] if killed else [1]] * 2
    assert _read(file) == ([1, 2] if killed else [1])
    assert [record.getMessage().count("is full (0 bytes free)") for record in caplog.records] == [1]


def test_several_of_a_process_read_and_another_process_waits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What processes share about the file has no place."""
    with full(monkeypatch), closing(opened(file)) as first, closing(opened(file)) as second:
        assert first.execute("SELECT a FROM t").fetchall() == second.execute("SELECT a FROM t").fetchall() == [(1,)]
        other = subprocess.run([sys.executable, "-c", READS, str(file)], check=False, capture_output=True, text=True)
    assert "BusyError" in other.stderr


def _written(path: Path) -> sqlite3.Connection:
    """Return a connection whose last change lies beside the file."""
    writing = sqlite3.connect(path, isolation_level=None)
    writing.executescript("PRAGMA journal_mode = WAL; CREATE TABLE told (word TEXT)")
    writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writing.execute("INSERT INTO told VALUES ('late')")
    return writing


def test_a_file_on_a_disk_that_cannot_be_written_is_read_as_it_is() -> None:
    """Of a program that ended as it should nothing lies beside it."""
    with unprivileged() as folder:
        path = folder / "catalog.sqlite"
        _written(path).close()
        folder.chmod(0o555)
        with closing(opened(path)) as reading:
            assert reading.execute("SELECT word FROM told").fetchall() == [("late",)]
        assert [one.name for one in folder.iterdir()] == ["catalog.sqlite"]
        with pytest.raises(sqlite3.OperationalError):
            opened(path, "rw").execute("DELETE FROM told")


def test_what_lies_beside_a_file_that_cannot_be_written_is_not_passed_over() -> None:
    """As a program leaves it that was killed: without it the answer would be an old one."""
    with unprivileged() as folder:
        path, left = folder / "catalog.sqlite", folder / "catalog.sqlite-wal"
        with closing(_written(path)):
            copied = path.read_bytes(), left.read_bytes()
        path.write_bytes(copied[0])
        left.write_bytes(copied[1])
        folder.chmod(0o555)
        with pytest.raises(BesideError, match=r"catalog\.sqlite-wal") as caught:
            opened(path)
        assert "Copy the whole folder" in caught.value.hint
        folder.chmod(0o755)
        with closing(opened(path)) as reading:
            assert reading.execute("SELECT word FROM told").fetchall() == [("late",)]
