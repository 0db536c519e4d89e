"""One flipped bit anywhere in the log makes verify fail and say where."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kb.errors import KbError
from kb.log import SqliteEventLog
from kb.log.chain import BrokenChainError, digest
from kb.log.sqlite_file import SCHEMA
from tests.log.samples import added, ticking, withdrawn

COLUMNS = (
    "position stream stream_version type schema_version recorded_at actor cause payload_hash previous hash checksum "
    "salt payload"
).split()
TRIGGERS = [statement for statement in SCHEMA if statement.startswith("CREATE TRIGGER")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed log of four events."""
    path = tmp_path / "log.sqlite"
    log = SqliteEventLog(path, create=True, clock=ticking())
    log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
    log.append("article/b", 0, [added("b", "Hail fell on Wednesday."), withdrawn("b")], actor="person:Ada", cause=2)
    log.close()
    return path


def disarm(connection: sqlite3.Connection) -> None:
    """Drop the triggers, as a tamperer would."""
    for name in (statement.split()[2] for statement in TRIGGERS):
        connection.execute(f"DROP TRIGGER {name}")


def arm(connection: sqlite3.Connection) -> None:
    """Put the triggers back before anybody looks."""
    for statement in TRIGGERS:
        connection.execute(statement)


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file without its triggers for the block."""
    connection = sqlite3.connect(path, isolation_level=None)
    disarm(connection)
    yield connection
    arm(connection)
    connection.close()


def broken(path: Path) -> BrokenChainError:
    """Return how verify fails."""
    log = SqliteEventLog(path, clock=ticking())
    try:
        with pytest.raises(BrokenChainError) as caught:
            log.verify()
    finally:
        log.close()
    return caught.value


def flips(value: Any) -> Iterator[Any]:
    """Yield *value* with one bit turned: every bit of every byte, 20 bits of a number."""
    if isinstance(value, int):
        yield from (value ^ 1 << bit for bit in range(20))
        return
    data = value.encode() if isinstance(value, str) else value
    for at in range(len(data)):
        for bit in range(8):
            yield data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.thorough
@pytest.mark.parametrize("column", COLUMNS)
def test_every_bit_of_a_row_is_guarded(path: Path, column: str) -> None:
    """Row 3 of 4, column by column; the error names position 3."""
    log = SqliteEventLog(path, clock=ticking())
    connection = log._connection  # so that each change is rolled back after verify has seen it
    value = connection.execute(f"SELECT {column} FROM event WHERE position = 3").fetchone()[0]
    tried = 0
    for flipped in flips(value):
        if column == "position" and flipped in range(5):
            continue  # SQLite itself refuses a second row of that key
        connection.execute("BEGIN")
        disarm(connection)
        expression = "?" if isinstance(flipped, int) or column in ("payload", "salt") else "CAST(? AS TEXT)"
        connection.execute(f"UPDATE event SET {column} = {expression} WHERE position = 3", (flipped,))
        arm(connection)
        with pytest.raises(BrokenChainError) as caught:
            log.verify()
        assert caught.value.position == 3, caught.value.reason
        connection.execute("ROLLBACK")
        tried += 1
    assert tried >= 15
    assert log.verify() == 4


def test_a_row_taken_out_is_missed(path: Path) -> None:
    """Also the last one, which the chain alone would not miss."""
    for position, reason in ((4, "the log once reached position 4"), (2, "the envelope is missing")):
        with unguarded(path) as connection:
            connection.execute("DELETE FROM event WHERE position = ?", (position,))
        error = broken(path)
        assert error.position == position
        assert reason in error.reason


def test_a_rewritten_row_breaks_the_chain_behind_it(path: Path) -> None:
    """Who recomputes the hash of a forged row breaks the next one."""
    with unguarded(path) as connection:
        row = connection.execute("SELECT * FROM event WHERE position = 3").fetchone()
        forged = dict(zip(COLUMNS, row, strict=True))
        assert forged["actor"] == "person:Ada"
        connection.execute("UPDATE event SET actor = 'person:Eve', hash = ? WHERE position = 3", (forge(path),))

    assert broken(path).position == 4


def forge(path: Path) -> str:
    """Return the right hash of event 3 if Eve had written it."""
    log = SqliteEventLog(path, clock=ticking())
    envelope = next(iter(log.envelopes(after=2)))
    log.close()
    return digest(replace(envelope, actor="person:Eve"))


def test_dropped_guards_are_missed(path: Path) -> None:
    """A file without its triggers can be changed unseen, so verify says that they are gone."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER event_is_never_deleted")
    connection.close()

    assert "event_is_never_deleted" in broken(path).reason


def test_reading_stops_at_a_changed_event(path: Path) -> None:
    """A projection never sees what does not match its hash."""
    with unguarded(path) as connection:
        connection.execute("UPDATE event SET actor = 'person:Eve' WHERE position = 3")

    log = SqliteEventLog(path, clock=ticking())
    reading = log.read()
    assert [next(reading).position, next(reading).position] == [1, 2]
    with pytest.raises(BrokenChainError) as caught:
        next(reading)
    assert caught.value.position == 3


def test_a_flipped_byte_of_the_file_is_found_or_harmless(path: Path) -> None:
    """Anywhere in the file: either verify fails, or every envelope is still what it was."""
    sound = path.read_bytes()
    log = SqliteEventLog(path, clock=ticking())
    before = list(log.envelopes())
    log.close()
    random = Random(20260301)
    found = 0
    for _ in range(150):
        at, bit = random.randrange(len(sound)), random.randrange(8)
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1 :])
        try:
            log = SqliteEventLog(path, clock=ticking())
            try:
                assert log.verify() == 4
                assert list(log.envelopes()) == before
            finally:
                log.close()
        except KbError:
            found += 1
    assert found > 5


@pytest.mark.parametrize("column", ["actor", "recorded_at", "hash", "previous", "payload"])
def test_damage_to_the_last_event_is_found_before_another_is_sealed_to_it(path: Path, column: str) -> None:
    """The cheap look at the end, which every writer takes."""
    with unguarded(path) as connection:
        value = connection.execute(f"SELECT {column} FROM event ORDER BY position DESC LIMIT 1").fetchone()[0]
        other = value[:-1] + b"x" if isinstance(value, bytes) else value[:-1] + ("0" if value[-1] != "0" else "1")
        connection.execute(f"UPDATE event SET {column} = ? WHERE position = 4", (other,))
    log = SqliteEventLog(path, clock=ticking())
    with pytest.raises(BrokenChainError) as caught:
        log.check_end()
    log.close()

    assert caught.value.position == 4


def test_a_tail_cut_off_and_a_guard_taken_away_are_found_at_the_end_too(path: Path) -> None:
    """Neither shows in the last event itself."""
    log = SqliteEventLog(path, clock=ticking())
    assert log.check_end() == 4
    log.close()
    connection = sqlite3.connect(path, isolation_level=None)
    disarm(connection)
    log = SqliteEventLog(path, clock=ticking())
    with pytest.raises(BrokenChainError, match="guards"):
        log.check_end()
    connection.execute("DELETE FROM event WHERE position = 4")
    arm(connection)
    with pytest.raises(BrokenChainError, match="once reached position 4"):
        log.check_end()
    log.close()
    connection.close()
