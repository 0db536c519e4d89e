"""The log on PostgreSQL keeps the contract, and what only a server can suffer."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from kb.errors import StorageError
from kb.events import Erased
from kb.log import Append, EventLog, InMemoryEventLog, postgres_erasing
from kb.log.chain import BrokenChainError, utc_now
from kb.log.contract import StreamConflictError, UnreachableError
from kb.log.postgres import PostgresEventLog
from kb.log.postgres_address import parse_address
from kb.log.postgres_erasing import NotScrubbedError
from kb.log.postgres_faults import (
    LogBusyError,
    NewerLogError,
    NoDatabaseError,
    NoLogError,
    NotAllowedError,
    OutcomeUnknownError,
)
from kb.log.postgres_inspection import inspect, set_up
from kb.log.postgres_schema import ERASING
from tests.log.contract import EventLogContract
from tests.log.samples import added, ticking, withdrawn
from tests.postgres import Cluster


class TestPostgresEventLog(EventLogContract):
    """Every test of the contract."""

    @pytest.fixture
    def log(self, cluster: Cluster) -> Iterator[EventLog]:
        """An empty log in a schema of its own."""
        log = PostgresEventLog(cluster.url(), create=True, clock=ticking())
        yield log
        log.close()


class Blocking:
    """A clock that stops where it is asked, which is inside the transaction of an append."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def __call__(self) -> datetime:
        self.reached.set()
        assert self.go_on.wait(60)
        return utc_now()


class Working(threading.Thread):
    """A thread that keeps what its work returned, or raised."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.work, self.result, self.error = work, None, None
        self.start()

    result: Any
    error: Exception | None

    def run(self) -> None:
        """Do the work."""
        try:
            self.result = self.work()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self.error = error

    def end(self) -> Any:
        """Return what came of it."""
        self.join(60)
        assert not self.is_alive()
        if self.error:
            raise self.error
        return self.result


@pytest.fixture
def url(cluster: Cluster) -> str:
    """An empty log's address."""
    url = cluster.url()
    PostgresEventLog(url, create=True).close()
    return url


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., PostgresEventLog]]:
    """Opens the log once more, with a connection of its own, as another machine does."""
    logs: list[PostgresEventLog] = []

    def open_it(**how: Any) -> PostgresEventLog:
        logs.append(PostgresEventLog(url, **how))
        return logs[-1]

    yield open_it
    for log in logs:
        log.close()


Opened = Callable[..., PostgresEventLog]


def _waits(cluster: Cluster) -> Callable[[], bool]:
    return lambda: cluster.psql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") != "0"


def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came")


def _backend(log: PostgresEventLog) -> int:
    connection = log._session.current()
    assert connection is not None
    return connection.info.backend_pid


# -- one order for all ----------------------------------------------------------------------------


def test_what_comes_behind_a_delayed_commit_waits_for_it(cluster: Cluster, opened: Opened) -> None:
    """A reader never sees an event before the one that was begun earlier and committed later."""
    clock = Blocking()
    slow, quick, reader = opened(clock=clock), opened(), opened()
    first = Working(lambda: slow.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada"))
    assert clock.reached.wait(60)
    second = Working(lambda: quick.append("article/b", 0, [added("b")], actor="person:Bob"))
    _until(_waits(cluster))

    assert reader.position() == 0
    assert list(reader.read()) == []
    clock.go_on.set()
    assert [recorded.position for recorded in first.end()] == [1, 2]
    assert [recorded.position for recorded in second.end()] == [3]
    assert [recorded.event for recorded in reader.read()] == [added("a"), withdrawn("a"), added("b")]
    assert reader.verify() == 3


def test_a_transaction_that_is_rolled_back_leaves_no_hole(cluster: Cluster, opened: Opened) -> None:
    """Whoever waited behind it gets the position that it would have had."""
    clock = Blocking()
    failing, quick = opened(clock=clock), opened()
    quick.append("article/a", 0, [added("a")], actor="person:Ada")

    def cancelled() -> datetime:
        clock()
        raise KeyError("given up")

    failing._clock = cancelled
    first = Working(lambda: failing.append("article/b", 0, [added("b")], actor="person:Ada"))
    assert clock.reached.wait(60)
    second = Working(lambda: quick.append("article/c", 0, [added("c")], actor="person:Bob"))
    _until(_waits(cluster))
    clock.go_on.set()

    with pytest.raises(KeyError):
        first.end()
    assert [recorded.position for recorded in second.end()] == [2]
    with pytest.raises(StreamConflictError):
        quick.append("article/a", 7, [withdrawn("a")], actor="person:Ada")
    assert quick.append("article/a", 1, [withdrawn("a")], actor="person:Ada")[0].position == 3
    assert quick.verify() == 3


def test_an_insert_that_waited_for_no_lock_is_refused(cluster: Cluster, url: str, opened: Opened) -> None:
    """Another program's event, forged or late, does not get between two of ours."""
    log = opened()
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    schema = log.address.schema
    for position, previous in ((1, "0" * 64), (3, next(iter(log.envelopes())).hash), (2, "f" * 64)):
        with pytest.raises(AssertionError, match="does not follow the last one"):
            cluster.psql(
                f"INSERT INTO {schema}.event SELECT {position}, 'x', 1, type, 1, recorded_at, actor, 0, payload_hash, "
                f"'{previous}', 'hash', 0, '', '' FROM {schema}.event"
            )
    assert log.verify() == 1


# -- a server that goes away ----------------------------------------------------------------------


def test_a_session_that_is_ended_inside_an_append_writes_once(cluster: Cluster, opened: Opened) -> None:
    """The transaction is gone with the session; the append is made again on a new one."""
    clock = Blocking()
    log = opened(clock=clock)
    appending = Working(lambda: log.append("article/a", 0, [added("a")], actor="person:Ada"))
    assert clock.reached.wait(60)
    cluster.psql(f"SELECT pg_terminate_backend({_backend(log)})")
    clock.go_on.set()

    assert [recorded.position for recorded in appending.end()] == [1]
    assert log.verify() == 1


@pytest.mark.parametrize("committed", [True, False])
def test_an_answer_that_was_lost_is_asked_for(opened: Opened, monkeypatch: pytest.MonkeyPatch, committed: bool) -> None:
    """The connection breaks at the commit: what went in is not written again, what did not is."""
    log = opened()
    write = PostgresEventLog._write
    broken: list[bool] = []
    elsewhere = InMemoryEventLog().append("article/a", 0, [added("a")], actor="person:Ada")  # the same, other salt

    def breaking(self: PostgresEventLog, connection: Any, batch: Any, at: Any, made: Any) -> Any:
        if broken:
            return write(self, connection, batch, at, made)
        broken.append(True)
        if committed:
            write(self, connection, batch, at, made)
        else:
            made.append(elsewhere)
        connection.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(PostgresEventLog, "_write", breaking)
    recorded = log.append("article/a", 0, [added("a")], actor="person:Ada")

    assert list(log.read()) == list(recorded)
    assert log.verify() == 1


def test_a_commit_that_goes_on_without_its_program_is_not_said_to_have_failed(
    cluster: Cluster, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where it waits for a standby: the old session has the lock still when the new one asks."""
    log, other = opened(busy=0.2), opened()
    write = PostgresEventLog._write
    held = other._session.get()

    def breaking(self: PostgresEventLog, connection: Any, batch: Any, at: Any, made: Any) -> Any:
        write(self, connection, batch, at, made)
        connection.close()
        held.execute("SELECT pg_advisory_lock(%s)", [self._key])
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(PostgresEventLog, "_write", breaking)
    with pytest.raises(OutcomeUnknownError, match="is not known"):
        log.append("article/a", 0, [added("a")], actor="person:Ada")
    held.execute("SELECT pg_advisory_unlock_all()")
    assert log.position() == 1


def test_a_machine_that_went_off_is_noticed_by_the_server(cluster: Cluster) -> None:
    """By itself it would hold the turn of a machine without power for two hours."""
    log = PostgresEventLog(cluster.tcp_url(cluster.url().rpartition("=")[2]), create=True)
    asked = [log._one(f"SELECT current_setting('tcp_keepalives_{name}')") for name in ("idle", "interval", "count")]
    log.close()
    assert asked == ["30", "10", "3"]


def test_an_answer_that_nobody_can_give_is_said_to_be_missing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither stored nor not stored is claimed."""
    log = opened(patience=0.1)
    write = PostgresEventLog._write

    def breaking(self: PostgresEventLog, connection: Any, batch: Any, at: Any, made: Any) -> Any:
        write(self, connection, batch, at, made)
        connection.close()
        self._session.address = type(self.address)("postgresql://127.0.0.1:1/kb", "kb", "shown")
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(PostgresEventLog, "_write", breaking)
    with pytest.raises(OutcomeUnknownError, match="is not known"):
        log.append("article/a", 0, [added("a")], actor="person:Ada")


@pytest.mark.thorough
def test_a_log_outlives_a_restart_of_its_server(cluster: Cluster, opened: Opened) -> None:
    """Reading, appending and waiting go on as soon as it is back, whatever the connections were doing."""
    log, waiting = opened(), opened()
    log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
    reading = log.read()
    assert next(reading).position == 1
    woken = Working(lambda: waiting.wait(2, timeout=60))
    for mode in ("fast", "immediate"):
        cluster.stop(mode)
        starting = threading.Timer(0.5, cluster.start)
        starting.start()
        version = log.stream_version("article/a")
        starting.join()
        log.append("article/a", version, [withdrawn("a")], actor="person:Ada")

    assert woken.end() >= 3
    assert [recorded.position for recorded in reading] == [2]
    assert log.verify() == 4


def test_a_server_that_stays_away_is_said_to_be_away(cluster: Cluster, opened: Opened) -> None:
    """After the patience, with the address and what to look at."""
    log = opened(patience=0.2)
    cluster.stop()
    try:
        with pytest.raises(UnreachableError, match="cannot be reached") as caught:
            log.position()
        assert "psql" in caught.value.hint
    finally:
        cluster.start()
    assert log.position() == 0


# -- waiting --------------------------------------------------------------------------------------


def test_another_machine_s_append_wakes_who_waits(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """By NOTIFY, where nobody would look again for an hour."""
    monkeypatch.setattr("kb.log.postgres_listener.POLL", 3600.0)
    log, other = opened(), opened()
    woken = [Working(lambda: log.wait(0, timeout=3600)) for _ in range(3)]
    _until(log._listener._ready.is_set)

    other.append("article/a", 0, [added("a")], actor="person:Ada")

    assert [waiting.end() for waiting in woken] == [1, 1, 1]


def test_a_wake_up_that_is_lost_costs_no_event(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits looks for itself."""
    log, other = opened(), opened()
    monkeypatch.setattr(PostgresEventLog, "_tell", lambda self, connection, position: None)
    waiting = Working(lambda: log.wait(0, timeout=3600))
    other.append("article/a", 0, [added("a")], actor="person:Ada")
    assert waiting.end() == 1


def test_closing_ends_a_wait(opened: Opened) -> None:
    """With an error, not with an hour of silence."""
    log = opened()
    waiting = Working(lambda: log.wait(0, timeout=3600))
    _until(log._listener._ready.is_set)
    log.close()
    with pytest.raises(StorageError, match="closed"):
        waiting.end()


# -- turns ----------------------------------------------------------------------------------------


def test_one_program_at_a_time_has_the_turn(cluster: Cluster, opened: Opened) -> None:
    """The second is told who has it, waits, and gets it; it does not wait for ever."""
    log, other = opened(), opened()
    said: list[str] = []
    with log.turn():
        with pytest.raises(LogBusyError, match="did not let go"), other.turn(timeout=0.1):
            pass

        def take() -> int:
            with other.turn(timeout=60, on_wait=said.append):
                return other.position()

        waiting = Working(take)
        _until(_waits(cluster))
        log.append("article/a", 0, [added("a")], actor="person:Ada")
    assert waiting.end() == 1
    assert len(said) == 1
    assert said[0].startswith("process ")


def test_bounds_of_a_role_end_no_wait(cluster: Cluster, url: str) -> None:
    """As administrators set them for everybody: a statement that waits for a turn is none that went wrong."""
    cluster.psql("CREATE ROLE hurried LOGIN SUPERUSER; ALTER ROLE hurried SET statement_timeout = '200ms'")
    cluster.psql("ALTER ROLE hurried SET idle_session_timeout = '200ms'")
    one, two = (PostgresEventLog(url.replace("//kb@", "//hurried@")) for _ in range(2))
    with one.turn():
        waiting = Working(lambda: two.turn(timeout=60).__enter__())
        threading.Event().wait(0.7)
        assert waiting.is_alive()
    waiting.end()
    assert one._turns._session.current() is not None
    one.close()
    two.close()


def test_a_turn_goes_with_its_program(cluster: Cluster, opened: Opened) -> None:
    """What it still appends on what it saw before is refused by the log's position."""
    log, other = opened(), opened()
    with log.turn():
        seen = log.position()
        session = log._turns._session.current()
        assert session is not None
        cluster.psql(f"SELECT pg_terminate_backend({session.info.backend_pid})")
        with other.turn(timeout=60):
            other.append("article/a", 0, [added("a")], actor="person:Bob")
        with pytest.raises(Exception, match="ends at event 1, not 0"):
            log.append_batch([Append("article/b", 0, [added("b")], "person:Ada")], at=seen)
    with log.turn():
        assert log.position() == 1


# -- what the database guards ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("DELETE FROM {0}.event WHERE position = 3", "once reached position 3"),
        ("UPDATE {0}.event SET actor = 'person:Eve' WHERE position = 3", "contents do not match"),
        ("UPDATE {0}.event SET payload = '', salt = '', checksum = 0 WHERE position = 3", "payload is missing"),
        ("UPDATE {0}.head SET hash = repeat('f', 64)", "another event as its last"),
        ("DROP TRIGGER event_is_never_updated ON {0}.event", "lacks what guards it: event_is_never_updated"),
        (
            "CREATE OR REPLACE FUNCTION {0}.event_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "lacks what guards it: erasure_is_never_truncated",
        ),
    ],
)
def test_what_an_administrator_did_is_found(cluster: Cluster, opened: Opened, damage: str, reason: str) -> None:
    """By verify, with the triggers switched off and on again."""
    log = opened()
    log.append("article/a", 0, [added("a"), withdrawn("a"), added("a")], actor="person:Ada")
    table = f"{log.address.schema}.event"
    off, on = (f"ALTER TABLE {table} {able} TRIGGER USER" for able in ("DISABLE", "ENABLE"))
    cluster.psql(f"{off}; {damage.format(log.address.schema)}; {on}")

    with pytest.raises(BrokenChainError, match=reason):
        log.verify()


def test_an_erased_payload_is_not_in_the_table_s_files(cluster: Cluster, opened: Opened) -> None:
    """VACUUM FULL wrote them anew; the words are in none of the files of the database."""
    log = opened()
    words = "zq" + "xk" * 40  # zlib leaves it, being alone, where it can be found
    log.append("article/a", 0, [added(words), added("b")], actor="person:Ada")
    packed = cluster.psql(f"SELECT encode(payload, 'hex') FROM {log.address.schema}.event WHERE position = 1")
    assert _in_files(cluster, bytes.fromhex(packed))

    log.erase([Append("base", 0, [Erased((1,), "asked for by the person")], "person:Ada")])

    cluster.psql("CHECKPOINT")
    assert not _in_files(cluster, bytes.fromhex(packed))
    assert log.verify() == 3


def _in_files(cluster: Cluster, data: bytes) -> bool:
    cluster.psql("CHECKPOINT")
    files = [path for path in (cluster.folder / "data" / "base").rglob("*") if path.is_file()]
    return any(data in path.read_bytes() for path in files)


# -- opening --------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_an_erasure_that_waits_for_the_table_holds_up_nobody(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has looked at it, and not ended its transaction, may be minutes at it."""
    log, other, idle = opened(), opened(), opened()
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    using = idle._session.get()
    using.execute("BEGIN")
    using.execute("SELECT count(*) FROM event")
    erasing = Working(lambda: log.erase([Append("base", 0, [Erased((1,), "law")], "person:Ada")]))
    _until(lambda: other.position() == 2)
    for _ in range(20):
        began = time.monotonic()
        assert other.position() == 2
        assert time.monotonic() - began < 5
        threading.Event().wait(0.1)
    assert erasing.is_alive()
    using.execute("COMMIT")
    erasing.end()
    assert log._one("SELECT current_setting('lock_timeout')") == "1min"

    monkeypatch.setattr(postgres_erasing, "_PATIENCE", 0.3)
    using.execute("BEGIN")
    using.execute("SELECT count(*) FROM event")
    with pytest.raises(LogBusyError, match=r"within 0\.3 seconds"):
        log.scrub()
    using.execute("COMMIT")
    log.scrub()


def test_what_cannot_be_opened_says_why(cluster: Cluster, url: str) -> None:
    """No server, no database, no log, a newer log, another program's tables: each with what to do."""
    with pytest.raises(UnreachableError, match="cannot be reached"):
        PostgresEventLog("postgresql://127.0.0.1:1/kb")
    with pytest.raises(NoDatabaseError, match="no database"):
        PostgresEventLog(url.replace("/kb?", "/nowhere?"))
    with pytest.raises(NoLogError, match="no log in the schema"):
        PostgresEventLog(cluster.url())
    schema = url.rpartition("=")[2]
    cluster.psql(f"UPDATE {schema}.mark SET format = 9")
    with pytest.raises(NewerLogError, match="format 9; this kb knows format 2"):
        PostgresEventLog(url)
    cluster.psql("CREATE SCHEMA others; CREATE TABLE others.mark (school text)")
    with pytest.raises(StorageError, match="tables of another program"):
        PostgresEventLog(cluster.url("others"), create=True)


def test_two_programs_make_one_log(cluster: Cluster) -> None:
    """Both begin at once; one makes the tables."""
    url = cluster.url()
    both = [Working(lambda: PostgresEventLog(url, create=True)) for _ in range(4)]
    logs = [each.end() for each in both]
    logs[0].append("article/a", 0, [added("a")], actor="person:Ada")
    assert [log.position() for log in logs] == [1] * 4
    for log in logs:
        log.close()


# -- rights ---------------------------------------------------------------------------------------


@pytest.fixture
def as_role(cluster: Cluster, url: str) -> Iterator[Callable[[str], PostgresEventLog]]:
    """Opens the log as a user who has one of its roles and no other right."""

    set_up(parse_address(url))
    set_up(parse_address(url))  # once more: nothing changes
    schema = url.rpartition("=")[2]
    logs = []

    def open_as(role: str) -> PostgresEventLog:
        user = f"{schema}_a_{role}"
        cluster.psql(f"CREATE ROLE {user} LOGIN IN ROLE {schema}_{role}")
        logs.append(PostgresEventLog(cluster.url(schema, user)))
        return logs[-1]

    yield open_as
    for log in logs:
        log.close()


AsRole = Callable[[str], PostgresEventLog]


def _tries(log: PostgresEventLog, statement: str) -> None:
    connection = log._session.current()
    assert connection is not None
    connection.execute(statement.encode())


BARE = (
    "INSERT INTO event SELECT position + 1, 'base', 1, 'erased', 1, recorded_at, actor, 0, payload_hash, hash, "
    "repeat('0', 64), checksum, salt, payload FROM event ORDER BY position DESC LIMIT 1"
)


def test_a_writer_appends_and_nothing_else(as_role: AsRole) -> None:
    """It cannot update, delete, truncate, drop, switch triggers off, or move the chain's end."""
    log = as_role("writer")
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    log.wait(0, timeout=1)
    with log.turn():
        assert log.verify() == 1
    for statement in (
        "UPDATE event SET actor = 'person:Eve'",
        "UPDATE event SET payload = ''",
        "DELETE FROM event",
        "TRUNCATE event",
        "DROP TABLE event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE head SET position = 0",
        "DELETE FROM head",
        "INSERT INTO erasure VALUES (1, 1)",
        "UPDATE mark SET format = 3",
        "CREATE OR REPLACE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE mine (a int)",
    ):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.DependentObjectsStillExist)):
            _tries(log, statement)
    with pytest.raises(StorageError, match="permission denied"):
        log.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])
    assert log.verify() == 1


def test_a_writer_records_no_erasure(as_role: AsRole, cluster: Cluster) -> None:
    """Not by a statement of its own either, which blanks nothing; nor on a log of before this was refused."""
    log, address = as_role("writer"), as_role("eraser").address
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="to record an erasure"):
        _tries(log, BARE)
    assert inspect(address).guarded
    cluster.psql(f"DROP FUNCTION {address.schema}.{ERASING} CASCADE")
    assert not inspect(address).guarded
    set_up(parse_address(cluster.url(address.schema)))
    assert inspect(address).guarded
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="to record an erasure"):
        _tries(log, BARE)
    assert log.position() == 1


def test_a_reader_reads_and_nothing_else(as_role: AsRole) -> None:
    """Appending is refused with a hint at the roles."""
    as_role("writer").append("article/a", 0, [added("a")], actor="person:Ada")
    log = as_role("reader")
    assert log.verify() == log.position() == 1
    with pytest.raises(StorageError, match="permission denied") as caught:
        log.append("article/b", 0, [added("b")], actor="person:Ada")
    assert "setup-postgres" in caught.value.hint
    for statement in (
        "DELETE FROM event",
        "INSERT INTO lease VALUES ('a', 'b', 1, now())",
        "UPDATE event SET cause = 0",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _tries(log, statement)


def test_who_may_not_see_the_log_is_not_told_that_there_is_none(as_role: AsRole, cluster: Cluster, url: str) -> None:
    """Nor advised to make one: a right is what is missing."""
    as_role("writer").append("article/a", 0, [added("a")], actor="person:Ada")
    schema = url.rpartition("=")[2]
    cluster.psql(f"CREATE ROLE {schema}_nobody LOGIN")

    with pytest.raises(NotAllowedError, match=f"no right to the schema {schema}") as caught:
        PostgresEventLog(cluster.url(schema, f"{schema}_nobody"))
    assert "setup-postgres" in caught.value.hint


def test_an_eraser_blanks_what_an_event_erases_and_nothing_else(as_role: AsRole, cluster: Cluster) -> None:
    """To have the table written anew is the owner's, and it is said so."""
    log = as_role("eraser")
    log.append("article/a", 0, [added("a"), added("b")], actor="person:Ada")
    for statement, refused in (
        ("UPDATE event SET payload = '', salt = '', checksum = 0", psycopg.errors.IntegrityConstraintViolation),
        ("INSERT INTO erasure VALUES (1, 2)", psycopg.errors.IntegrityConstraintViolation),
        ("UPDATE event SET actor = 'person:Eve'", psycopg.errors.InsufficientPrivilege),
        ("DELETE FROM event", psycopg.errors.InsufficientPrivilege),
    ):
        with pytest.raises(refused):
            _tries(log, statement)

    with pytest.raises(NotScrubbedError, match="does not own the table") as caught:
        log.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])

    assert caught.value.hint.endswith(f"VACUUM FULL {log.address.schema}.event")
    assert [envelope.erased for envelope in log.envelopes()] == [True, False, False]
    assert log.verify() == 3


def test_the_owner_is_refused_by_the_triggers(cluster: Cluster, opened: Opened) -> None:
    """Rights do not stop the owner; they do."""
    log = opened()
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    for statement in (
        "UPDATE {0}.event SET actor = 'person:Eve'",
        "UPDATE {0}.event SET payload = '', salt = '', checksum = 0",
        "DELETE FROM {0}.event",
        "TRUNCATE {0}.event, {0}.erasure",
    ):
        with pytest.raises(AssertionError, match="append-only"):
            cluster.psql(statement.format(log.address.schema))


def test_roles_are_made_by_a_user_who_is_no_superuser(cluster: Cluster) -> None:
    """It must be allowed to make roles, and own the database; else the error says what it may not."""

    cluster.psql("CREATE ROLE modest LOGIN CREATEROLE; GRANT CREATE ON DATABASE kb TO modest; CREATE ROLE poor LOGIN")
    schema = parse_address(cluster.url()).schema
    set_up(parse_address(cluster.url(schema, "modest")))
    cluster.psql(f"CREATE ROLE {schema}_ada LOGIN IN ROLE {schema}_writer")
    log = PostgresEventLog(cluster.url(schema, f"{schema}_ada"))
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    log.close()
    with pytest.raises(StorageError, match="permission denied"):
        set_up(parse_address(cluster.url(user="poor")))
