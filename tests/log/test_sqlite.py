"""The log on SQLite keeps the contract, and what only a file can suffer."""

import multiprocessing
import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kb.errors import ConflictError, LockedError, NotFoundError, StorageError
from kb.events import ArticleAdded, EntitiesLinked
from kb.log import Append, EventLog, SqliteEventLog, sqlite_opening
from kb.log.faults import CorruptError, DiskFullError, ReadOnlyError, UnreadableError
from kb.log.sqlite_file import NewerFormatError
from kb.model import Article
from tests.log.contract import EventLogContract
from tests.log.samples import added, ticking, withdrawn
from tests.unprivileged import unprivileged

OLD_LOG = Path(__file__).parents[1] / "data" / "logs" / "v0.sqlite"


class TestSqliteEventLog(EventLogContract):
    """Every test of the contract."""

    @pytest.fixture
    def log(self, tmp_path: Path) -> Iterator[EventLog]:
        """An empty log in a file of its own."""
        log = SqliteEventLog(tmp_path / "log.sqlite", create=True, clock=ticking())
        yield log
        log.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log file with four events, closed."""
    path = tmp_path / "log.sqlite"
    log = SqliteEventLog(path, create=True, clock=ticking())
    log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
    log.append("article/b", 0, [added("b"), withdrawn("b")], actor="person:Ada", cause=2)
    log.close()
    return path


def test_events_survive_closing_and_opening(path: Path) -> None:
    """And the chain goes on where it stood."""
    log = SqliteEventLog(path, clock=ticking())

    log.append("article/a", 2, [added("a")], actor="person:Ada")

    assert [recorded.event for recorded in log.read(after=3)] == [withdrawn("b"), added("a")]
    assert log.verify() == 5


def test_payloads_lie_compressed(tmp_path: Path) -> None:
    """A long article takes a fraction of its length."""
    log = SqliteEventLog(tmp_path / "log.sqlite", create=True)
    log.append("article/a", 0, [added("a", "Shells fell on the town again. " * 1000)], actor="person:Ada")
    log.close()

    assert (tmp_path / "log.sqlite").stat().st_size < 30_000


def test_no_program_can_update_or_delete_a_row(path: Path) -> None:
    """The triggers lie in the file, not in our code."""
    connection = sqlite3.connect(path)

    with pytest.raises(sqlite3.IntegrityError, match="never updated"):
        connection.execute("UPDATE event SET actor = 'person:Eve'")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        connection.execute("DELETE FROM event WHERE position = 4")


def test_a_log_of_an_older_version_is_read_today(tmp_path: Path) -> None:
    """tests/data/logs/v0.sqlite was written with version 0 of article-added; today's upcasters read it."""
    copy = tmp_path / "log.sqlite"
    copy.write_bytes(OLD_LOG.read_bytes())
    log = SqliteEventLog(copy)

    assert log.verify() == 3
    assert [(item.envelope.type, item.envelope.schema_version) for item in log.read()] == [
        ("base-created", 1),
        ("article-added", 0),
        ("article-added", 0),
    ]
    old, bare = [recorded.event for recorded in log.read(types={"article-added"})]
    assert isinstance(old, ArticleAdded)
    assert old.article == Article(
        "The river rose two metres overnight, the mayor said.",
        title="River rises",
        source="Valley Courier",
        url="https://courier.example/river",
        published="2019-05-02",
        metadata={"desk": "Local"},
    )
    assert (old.article_id, old.origin) == (old.article.id, "river.txt")
    none = Article("No date is known.")
    assert bare == ArticleAdded(none.id, none, "")
    log.append("article/old-1", 1, [withdrawn("old-1")], actor="person:Ada")
    assert log.verify() == 4


# --- several processes, and their deaths -------------------------------------------------------


def _append_many(path: Path, name: str, count: int) -> None:
    """Append to a stream of its own and to a shared one, retrying on conflict."""
    log = SqliteEventLog(path, create=True)
    for number in range(count):
        while True:
            shared = log.stream_version("resolution")
            try:
                log.append_batch(
                    [
                        Append(f"article/{name}", number, [withdrawn(f"{name}{number}")], "person:Ada"),
                        Append("resolution", shared, [EntitiesLinked(f"{name}{number}", ("a#e1",), 1.0)], "rule:n/1"),
                    ]
                )
                break
            except ConflictError:
                continue
    log.close()


def test_processes_appending_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three processes make the file together and write both their own and one shared stream."""
    path = tmp_path / "log.sqlite"
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_append_many, args=(path, name, 25)) for name in "xyz"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    log = SqliteEventLog(path)
    assert log.verify() == 150
    linked = {recorded.event.entity for recorded in log.read(stream="resolution")}  # type: ignore[attr-defined]
    assert linked == {f"{name}{number}" for name in "xyz" for number in range(25)}


def test_another_process_is_seen_while_waiting(tmp_path: Path) -> None:
    """A subscriber learns of what a process beside it appends."""
    path = tmp_path / "log.sqlite"
    log = SqliteEventLog(path, create=True)
    worker = multiprocessing.get_context("spawn").Process(target=_append_many, args=(path, "x", 1))
    worker.start()

    assert log.wait(0, timeout=60) == 2
    worker.join()


def test_a_process_killed_in_the_middle_of_a_batch_leaves_nothing(path: Path) -> None:
    """kill -9 after three of five rows: the batch is out, the log sound and writable."""
    script = textwrap.dedent(
        f"""
        import os, signal, pathlib
        from kb.log import Append, SqliteEventLog, sqlite
        from tests.log.samples import withdrawn
        row, calls = sqlite.row_of, 0
        def dying(envelope, form):
            global calls
            calls += 1
            if calls == 4:
                os.kill(os.getpid(), signal.SIGKILL)
            return row(envelope, form)
        sqlite.row_of = dying
        log = SqliteEventLog(pathlib.Path({str(path)!r}))
        log._connection.execute("PRAGMA cache_size = 1")  # rows leave memory at once
        log.append_batch([Append("article/c", 0, [withdrawn("c" * 9999)] * 5, "person:Ada")])
        """
    )
    died = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)

    assert died.returncode == -signal.SIGKILL
    log = SqliteEventLog(path)
    assert log.verify() == 4
    assert log.stream_version("article/c") == 0
    log.append("article/c", 0, [withdrawn("c")], actor="person:Ada")
    assert log.verify() == 5


def test_a_write_that_is_held_up_too_long_says_so(path: Path) -> None:
    """The other process is not named by SQLite, the file is."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    log = SqliteEventLog(path, busy=0.05)

    with pytest.raises(LockedError, match="Another process is writing") as caught:
        log.append("article/c", 0, [added("c")], actor="person:Ada")
    assert str(path) in str(caught.value)
    other.execute("ROLLBACK")
    log.append("article/c", 0, [added("c")], actor="person:Ada")


# --- bad disks and files -----------------------------------------------------------------------


@pytest.mark.parametrize(("free", "said"), [(0, DiskFullError), (1 << 30, UnreadableError)])
def test_a_disk_without_room_for_opening_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: type[Exception]
) -> None:
    """SQLite calls it an I/O error where its shared memory does not fit; who only reads needs none."""
    SqliteEventLog(tmp_path / "log.sqlite", create=True).close()
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = 4874  # SQLITE_IOERR_SHMSIZE
    looked_at = sqlite_opening._looked_at

    def full(path: Path, how: str, named: dict[str, Any]) -> sqlite3.Connection:
        if "immutable" in how:
            return looked_at(path, how, named)
        raise error

    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(sqlite_opening, "_looked_at", full)
    with pytest.raises(said):
        SqliteEventLog(tmp_path / "log.sqlite")
    reading = SqliteEventLog(tmp_path / "log.sqlite", read_only=True)
    assert reading.position() == 0
    reading.close()


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    """SQLite's page limit stands in for the disk's."""
    log = SqliteEventLog(path)
    pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
    log._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    noise = os.urandom(60_000).hex()

    with pytest.raises(DiskFullError, match="The disk is full: nothing of this was stored") as caught:
        log.append_batch([Append("article/c", 0, [added("c", "short"), added("c", noise)], "person:Ada")])

    assert "Free some space" in caught.value.hint
    assert log.verify() == 4
    log._connection.execute("PRAGMA max_page_count = 100000")
    log.append("article/c", 0, [added("c", noise)], actor="person:Ada")
    assert log.verify() == 5


@pytest.mark.parametrize(("mode", "error"), [(0o444, ReadOnlyError), (0o000, UnreadableError)])
@pytest.mark.parametrize("side", ["-wal", "-shm", ""])
def test_the_file_that_bars_is_named_though_it_was_only_left_beside_the_log(
    side: str, mode: int, error: type[StorageError]
) -> None:
    """As another user leaves it whose program was killed: of the log itself nothing is to be mended."""
    with unprivileged() as folder:
        path = folder / "log.sqlite"
        log = SqliteEventLog(path, create=True)
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        left = {one: one.read_bytes() for one in folder.iterdir() if one != path}
        log.close()
        for one, data in left.items():
            one.write_bytes(data)
        barring = path.with_name(path.name + side)
        barring.chmod(mode)
        with pytest.raises(error, match=f"{re.escape(str(barring))} cannot be"):
            SqliteEventLog(path).append("article/b", 0, [added("b")], actor="person:Ada")


def test_a_read_only_home_can_be_read_but_not_written() -> None:
    """Opened to write it is refused with the reason; opened to read it answers."""
    with unprivileged() as folder:
        path = folder / "log.sqlite"
        log = SqliteEventLog(path, create=True)
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        log.close()
        path.chmod(0o444)
        folder.chmod(0o555)

        with pytest.raises(ReadOnlyError, match="read-only for this user") as caught:
            SqliteEventLog(path).append("article/b", 0, [added("b")], actor="person:Ada")
        assert "write permission" in caught.value.hint
        with SqliteEventLogReading(path) as reading:
            assert [recorded.event for recorded in reading.read()] == [added("a")]
            with pytest.raises(ReadOnlyError):
                reading.append("article/b", 0, [added("b")], actor="person:Ada")


class SqliteEventLogReading:
    """A log opened to read, closed at the end."""

    def __init__(self, path: Path) -> None:
        self._log = SqliteEventLog(path, read_only=True)

    def __enter__(self) -> SqliteEventLog:
        return self._log

    def __exit__(self, *_: object) -> None:
        self._log.close()


def test_a_missing_log_is_not_made_by_accident(tmp_path: Path) -> None:
    """Neither for reading nor without *create*."""
    for options in ({}, {"create": True, "read_only": True}):
        with pytest.raises(NotFoundError, match="There is no log") as caught:
            SqliteEventLog(tmp_path / "log.sqlite", **options)  # type: ignore[arg-type]
        assert "kb init" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_log_are_refused_and_left_alone(tmp_path: Path) -> None:
    """Text, another program's database, an empty file."""
    text, foreign, empty = tmp_path / "text", tmp_path / "foreign", tmp_path / "empty"
    text.write_bytes(b"Not a database at all. " * 100)
    sqlite3.connect(foreign).execute("CREATE TABLE t (x)").connection.close()
    empty.touch()

    for path, reason in ((text, "not a database"), (foreign, "not a log of kb"), (empty, "holds no log")):
        before = path.read_bytes()
        with pytest.raises(CorruptError, match=reason) as caught:
            SqliteEventLog(path)
        assert str(path) in str(caught.value)
        assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_log_of_a_newer_format_is_refused(path: Path, read_only: bool) -> None:
    """Before anything is read or written."""
    sqlite3.connect(path).execute("PRAGMA user_version = 3").connection.close()

    with pytest.raises(NewerFormatError, match="format 3; this kb knows formats up to 2") as caught:
        SqliteEventLog(path, read_only=read_only)
    assert "Update kb" in caught.value.hint


def test_what_helps_depends_on_what_is_damaged(tmp_path: Path) -> None:
    """The log is in a backup alone, the catalog in the log; of anything else both are said."""
    hints = [CorruptError(tmp_path / name, "torn").hint or "" for name in ("log.sqlite", "catalog.sqlite", "home.json")]

    assert [("restore" in hint, "backup" in hint, "rebuild" in hint) for hint in hints] == [
        (True, True, False),
        (False, False, True),
        (False, True, True),
    ]


def test_a_truncated_file_is_said_to_be_damaged(path: Path) -> None:
    """Half a database is a StorageError with the path, whatever SQLite makes of it."""
    path.write_bytes(path.read_bytes()[:-6000])

    with pytest.raises(StorageError) as caught:
        list(SqliteEventLog(path).read())
    assert str(path) in str(caught.value)
