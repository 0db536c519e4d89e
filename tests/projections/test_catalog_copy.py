"""A catalog is copied as it stands, byte by byte where nobody writes to it, else as SQLite reads it."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

import pytest

from kb.log.home import HomeBusyError
from kb.projections.catalog import copy as catalog_copy


@pytest.fixture
def source(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A catalog of which a part lies in the write-ahead file, and a reader of it."""
    path = tmp_path / "source.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE t (n INTEGER)")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(1000)])
        assert path.with_name("source.sqlite-wal").stat().st_size > 0
        yield path, writer


@contextmanager
def busy() -> Iterator[None]:
    """Somebody writes."""
    raise HomeBusyError(Path("home"), "another", 0.0)
    yield


@pytest.mark.parametrize("large", [0, 1 << 40], ids=["bytes", "pages"])
@pytest.mark.parametrize("quiet", [nullcontext, busy])
def test_a_copy_is_whole_and_stands_alone(
    source: tuple[Path, sqlite3.Connection],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quiet: type[AbstractContextManager[None]],
    large: int,
) -> None:
    """What lies in the write-ahead file is in it, nothing lies beside it, and the source stays as it was."""
    monkeypatch.setattr(catalog_copy, "_LARGE", large)
    path, reader = source
    copy = tmp_path / "copy.sqlite"
    for suffix in ("-wal", "-journal"):  # of one that was broken off
        copy.with_name(copy.name + suffix).write_bytes(b"left behind")

    catalog_copy.copy(path, reader, copy, quiet)

    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.sqlite"]
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*), sum(n) FROM t").fetchone() == (1000, 499_500)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert reader.execute("SELECT count(*) FROM t").fetchone() == (1000,)


@pytest.mark.parametrize(("quiet", "by_bytes"), [(nullcontext, True), (busy, False)])
def test_bytes_are_copied_only_while_nobody_writes(
    source: tuple[Path, sqlite3.Connection],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quiet: type[AbstractContextManager[None]],
    by_bytes: bool,
) -> None:
    """While somebody writes, SQLite itself is asked, which sees one state of it."""
    monkeypatch.setattr(catalog_copy, "_LARGE", 0)
    asked: list[Path] = []
    pages = catalog_copy.copy_pages

    def noted(reader: sqlite3.Connection, to: Path) -> None:
        asked.append(to)
        pages(reader, to)

    monkeypatch.setattr(catalog_copy, "copy_pages", noted)
    path, reader = source

    catalog_copy.copy(path, reader, tmp_path / "copy.sqlite", quiet)

    assert (asked == []) == by_bytes


def test_a_process_that_cannot_copy_is_made_up_for(
    source: tuple[Path, sqlite3.Connection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be started, or it fails, SQLite copies."""
    monkeypatch.setattr(catalog_copy, "_LARGE", 0)
    monkeypatch.setattr(catalog_copy, "_BYTES", "import sys; open(sys.argv[2], 'w').write('half'); sys.exit(1)")
    path, reader = source

    catalog_copy.copy(path, reader, tmp_path / "copy.sqlite", nullcontext)

    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (1000,)
