"""What erasing leaves in the file of a log, and what the file lets nobody do."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest

from kb.errors import LockedError, StorageError
from kb.events import Erased, PayloadErased
from kb.log import Append, SqliteEventLog
from kb.log.chain import BrokenChainError, Head
from kb.log.format1 import resealed
from kb.log.sqlite_file import SCHEMA
from tests.log.samples import added, ticking

OLD_LOG = Path(__file__).parents[1] / "data" / "logs" / "v0.sqlite"
WINDOW = 12  # bytes: shorter runs of a compressed payload may stand elsewhere by chance


def prose(seed: int, words: int) -> str:
    """Return words that compress badly, so that a payload spans pages."""
    random = Random(seed)
    return " ".join("".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(words))


def stored(log: SqliteEventLog, position: int) -> tuple[bytes, bytes]:
    """Return salt and payload of one event as they lie in the file."""
    row = log._connection.execute("SELECT salt, payload FROM event WHERE position = ?", (position,)).fetchone()
    return bytes(row[0]), bytes(row[1])


def pieces(secret: bytes) -> set[bytes]:
    """Return every run of WINDOW bytes of *secret*."""
    return {secret[at : at + WINDOW] for at in range(max(1, len(secret) - WINDOW + 1))}


def left_of(secrets: Iterable[bytes], path: Path, shared: Iterable[bytes] = ()) -> set[int]:
    """Return which of *secrets* have a piece left in a file or what lies beside it, but for pieces of *shared*."""
    whole = b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    there = pieces(whole) - {piece for each in shared for piece in pieces(each)}
    return {number for number, secret in enumerate(secrets) if not there.isdisjoint(pieces(secret))}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of 60 articles, short and long in turn, so that pages were split on the way."""
    path = tmp_path / "log.sqlite"
    log = SqliteEventLog(path, create=True, clock=ticking())
    for number in range(60):
        log.append(
            f"article/{number}",
            0,
            [added(str(number), prose(number, 700 if number % 3 == 0 else 30))],
            actor="person:Ada",
        )
    log.close()
    return path


@pytest.fixture
def log(path: Path) -> Iterator[SqliteEventLog]:
    """The same, open."""
    log = SqliteEventLog(path, clock=ticking(), busy=0.2)
    yield log
    log.close()


def test_nothing_of_an_erased_payload_is_left_in_the_file(path: Path, log: SqliteEventLog) -> None:
    """Neither in its row, nor in free pages, cells left behind by splits, or the write-ahead file."""
    gone = tuple(range(1, 61, 2))
    secrets = [part for position in gone for part in stored(log, position)]
    kept = [part for position in range(2, 61, 2) for part in stored(log, position)]
    assert left_of(secrets, path, kept) == set(range(len(secrets)))

    log.erase([Append("base", 0, [Erased(gone, "asked for")], "person:Ada")])

    assert left_of(secrets, path, kept) == set()
    assert left_of(kept, path) == set(range(len(kept)))
    assert log.verify() == 61


def test_a_reader_in_the_way_is_named_and_scrubbing_later_ends_it(path: Path, log: SqliteEventLog) -> None:
    """The erasure holds at once; the old pages go once nobody reads them."""
    secret = stored(log, 1)[1]
    log.append("article/x", 0, [added("x")], actor="person:Ada")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM event").fetchone()

    with pytest.raises(LockedError):
        log.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])
    assert next(log.read()).event == PayloadErased("article-added")
    assert left_of([secret], path)

    other.close()
    log.scrub()
    assert not left_of([secret], path)
    assert log.verify() == 62


def test_no_program_can_blank_or_replace_what_no_event_erases(path: Path, log: SqliteEventLog) -> None:
    """The triggers let an erasure through and nothing that looks like one."""
    log.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])
    log.close()
    connection = sqlite3.connect(path, isolation_level=None)
    blank = "UPDATE event SET payload = x'', salt = x'', checksum = 0 WHERE position = "
    row = list(connection.execute("SELECT * FROM event WHERE position = 5").fetchone())
    marks = ", ".join("?" * len(row))

    for statement, values, reason in (
        (blank + "5", [], "never updated"),
        ("UPDATE event SET payload = x'00' WHERE position = 1", [], "never updated"),
        ("UPDATE event SET actor = 'person:Eve' WHERE position = 1", [], "never updated"),
        (f"INSERT OR REPLACE INTO event VALUES ({marks})", row, "never replaced"),
        (f"INSERT OR REPLACE INTO event VALUES ({marks})", [99, *row[1:]], "never replaced"),
        ("INSERT INTO erasure VALUES (5, 6)", [], "no event erases"),
        ("INSERT INTO erasure VALUES (61, 61)", [], "no event erases"),
        ("INSERT OR REPLACE INTO erasure VALUES (1, 61)", [], "no event erases"),
        ("UPDATE erasure SET position = 5", [], "never updated"),
        ("DELETE FROM erasure", [], "never deleted"),
    ):
        with pytest.raises(sqlite3.IntegrityError, match=reason):
            connection.execute(statement, values)
    connection.close()
    assert SqliteEventLog(path).verify() == 61


@pytest.mark.parametrize("in_table", [False, True])
def test_a_payload_blanked_without_an_erasure_is_found(path: Path, log: SqliteEventLog, in_table: bool) -> None:
    """Also where the tamperer names it in the file's own table: what counts is the chained event."""
    log.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])
    log.close()
    connection = sqlite3.connect(path, isolation_level=None)
    if in_table:
        connection.execute("INSERT INTO erasure VALUES (5, 61)")
    else:
        connection.execute("DROP TRIGGER event_is_never_updated")
    connection.execute("UPDATE event SET payload = x'', salt = x'', checksum = 0 WHERE position = 5")
    if not in_table:
        connection.execute(next(statement for statement in SCHEMA if "event_is_never_updated" in statement))
    connection.close()
    tampered = SqliteEventLog(path)

    with pytest.raises(BrokenChainError, match="no event erased it") as caught:
        tampered.verify()
    assert caught.value.position == 5
    with pytest.raises(BrokenChainError, match="no event erased it"):
        list(tampered.read())
    tampered.close()


def test_nothing_is_erased_from_format_1(tmp_path: Path) -> None:
    """Its hashes cover the payloads."""
    path = tmp_path / "log.sqlite"
    path.write_bytes(OLD_LOG.read_bytes())
    log = SqliteEventLog(path)

    with pytest.raises(StorageError, match="format 1") as caught:
        log.erase([Append("base", 1, [Erased((2,), "asked for")], "person:Ada")])
    assert "kb upgrade" in caught.value.hint
    assert log.position() == 3
    log.close()


def test_format_1_is_resealed_with_every_event_as_it_was(tmp_path: Path) -> None:
    """And the old chain's end is told; what is resealed can be erased."""
    path = tmp_path / "old.sqlite"
    path.write_bytes(OLD_LOG.read_bytes())
    old = SqliteEventLog(path)
    new = SqliteEventLog(tmp_path / "log.sqlite", create=True)
    end = Head()

    assert new.adopt(resealed(old.envelopes(), end)) == 3

    last = list(old.envelopes())[-1]
    assert (end.position, end.hash) == (last.position, last.hash)
    assert [item.event for item in old.read()] == [item.event for item in new.read()]
    for before, after in zip(old.envelopes(), new.envelopes(), strict=True):
        assert (before.recorded_at, before.actor, before.cause) == (after.recorded_at, after.actor, after.cause)
    new.erase([Append("base", 1, [Erased((2,), "asked for")], "person:Ada")])
    assert new.verify() == 4
    old.close()
    new.close()


def test_a_damaged_log_of_format_1_is_not_resealed(tmp_path: Path) -> None:
    """The upgrade would make whole what is not."""
    path = tmp_path / "old.sqlite"
    path.write_bytes(OLD_LOG.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER event_is_never_updated")
    packed = zlib.compress(b'{"article_id":"old-2","body":"Another text."}')
    connection.execute("UPDATE event SET payload = ?, checksum = ? WHERE position = 3", (packed, zlib.crc32(packed)))
    connection.close()
    old = SqliteEventLog(path)
    new = SqliteEventLog(tmp_path / "log.sqlite", create=True)

    with pytest.raises(BrokenChainError) as caught:
        new.adopt(resealed(old.envelopes()))
    assert caught.value.position == 3
    assert new.position() == 0
    old.close()
    new.close()
