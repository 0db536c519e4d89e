"""Homes that cannot be used, locked, damaged or killed: the exit code, the words, and nothing half-written."""

import json
import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Store

from kb.log import Home
from kb.projections.catalog import copy as catalog_copy
from kb.projections.folding import tables
from tests.cli.conftest import CommandLine, write_articles
from tests.projections.test_verify import lose_an_index


@pytest.fixture
def copied(filled: CommandLine, tmp_path: Path) -> CommandLine:
    """A copy of the filled home, to be damaged."""
    shutil.copytree(filled.home, tmp_path / "copy")
    return CommandLine(tmp_path / "copy", filled.env)


def _flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(data)


def test_one_flipped_byte_in_the_log_is_found(copied: CommandLine) -> None:
    """Verify fails and names the position; nothing is read past it."""
    connection = sqlite3.connect(copied.home / "log.sqlite")
    connection.execute("PRAGMA journal_mode = DELETE")
    payload = connection.execute("SELECT payload FROM event WHERE position = 4").fetchone()[0]
    connection.close()
    data = (copied.home / "log.sqlite").read_bytes()
    at = data.index(payload[:60])
    _flip(copied.home / "log.sqlite", at + 30)

    done = copied("verify", "--json")
    assert done.code in (7, 8)
    error = json.loads(done.err)["error"]
    assert error["hint"]
    assert "4" in error["message"] or "damaged" in error["message"]


def test_one_changed_quad_is_found_and_mended(copied: CommandLine) -> None:
    """Verify names graph and subject; `kb rebuild` makes it right."""
    store = Store(str(copied.home / "graph"))
    quad = next(q for q in store if q.predicate.value.endswith("#exact"))
    store.remove(quad)
    store.flush()
    del store

    done = copied("verify", "--json")
    assert done.code == 8
    found = done.json["differences"]
    assert [difference["what"] for difference in found] == ["missing"]
    assert quad.subject.value in found[0]["where"]
    assert copied("rebuild").code == 0
    assert copied("verify").code == 0


def test_one_changed_row_of_the_catalog_is_found(copied: CommandLine) -> None:
    """The catalog is compared as well."""
    connection = sqlite3.connect(copied.home / "catalog.sqlite")
    connection.execute("UPDATE articles SET title = 'Other' WHERE title = 'Raid on Nordhaven'")
    connection.commit()
    connection.close()
    done = copied("verify")
    assert done.code == 8
    assert "catalog articles" in done.out


@pytest.mark.parametrize("file", ["log.sqlite", "catalog.sqlite"])
def test_a_file_that_is_no_database_is_said(copied: CommandLine, tmp_path: Path, file: str) -> None:
    """Exit code 7, which file, what to do. A catalog is made again; nothing else changes."""
    for side in ("-wal", "-shm"):
        (copied.home / (file + side)).unlink(missing_ok=True)
    (copied.home / file).write_bytes(b"not a database at all " * 1000)
    done = copied("add", *write_articles(tmp_path / "in"))
    assert done.code == 7, done.err
    assert file in done.err
    assert "hint: " in done.err
    if file == "catalog.sqlite":
        assert copied("rebuild").code == 0
        assert copied("verify").code == 0


def test_a_home_without_its_log_is_not_taken_for_empty(copied: CommandLine, tmp_path: Path) -> None:
    """The log cannot be made again: no command begins another one in its place."""
    for path in copied.home.glob("log.sqlite*"):
        path.unlink()
    for arguments in (("status",), ("init",), ("add", *write_articles(tmp_path / "in")), ("rebuild",)):
        done = copied(*arguments)
        assert done.code == 7
        assert "log.sqlite is missing" in done.err
        assert not (copied.home / "log.sqlite").exists()


@pytest.mark.parametrize("left", [b"", None])
def test_a_home_whose_log_lost_its_events_is_not_begun_anew(
    copied: CommandLine, tmp_path: Path, left: bytes | None
) -> None:
    """Without a byte, as a copy that broke off leaves it, or without a row: nothing is written."""
    log = copied.home / "log.sqlite"
    with closing(sqlite3.connect(log)) as connection:
        schema = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
        marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    for path in copied.home.glob("log.sqlite*"):
        path.unlink()
    if left is None:
        with closing(sqlite3.connect(log)) as connection:
            for sql in schema:
                if "sqlite_" not in sql:
                    connection.execute(sql)
            connection.execute(f"PRAGMA application_id = {marks[0]}")
            connection.execute(f"PRAGMA user_version = {marks[1]}")
    else:
        log.write_bytes(left)
    before = log.read_bytes()
    for arguments in (("status",), ("init",), ("add", *write_articles(tmp_path / "in")), ("rebuild",), ("verify",)):
        done = copied(*arguments)
        assert done.code == 7, done.err
        assert "log.sqlite has lost all its events" in done.err
        assert "hint: Restore it" in done.err
    assert log.read_bytes() == before
    doctor = copied("doctor")
    assert doctor.code == 1
    assert "has lost all its events" in doctor.out


def test_a_log_that_lost_its_end_is_no_reason_to_make_all_anew(copied: CommandLine) -> None:
    """As where its write-ahead file was not copied along: to put it back comes first, `rebuild` second."""
    with closing(sqlite3.connect(copied.home / "log.sqlite")) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM event WHERE position = (SELECT max(position) FROM event)")
        connection.execute("UPDATE sqlite_sequence SET seq = seq - 1")
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
    done = copied("add", "nothing.txt")

    assert done.code == 8
    assert "it has lost its end" in done.err
    assert done.err.index("Put the log back") < done.err.index("kb rebuild")


def test_a_home_without_its_marker_gets_it_back(copied: CommandLine) -> None:
    """Gone or unreadable: what is said is what helps."""
    marker = copied.home / "home.json"
    marker.write_text('{"form', encoding="utf-8")
    done = copied("status")
    assert done.code == 7
    assert "home.json is damaged" in done.err
    assert "hint: Remove that file: `kb init`" in done.err
    marker.unlink()
    done = copied("status")
    assert done.code == 4
    assert "There is a log in" in done.err
    assert "hint: `kb init` writes that file anew" in done.err
    assert copied("init").code == 0
    assert copied("verify").code == 0


def test_a_home_that_has_nothing_but_its_marker_was_never_begun(copied: CommandLine) -> None:
    """A disk that was full when it was made leaves that: nothing is lost, and `kb init` goes on."""
    for path in copied.home.iterdir():
        if path.name != "home.json":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    done = copied("status")

    assert done.code == 4
    assert "was never begun" in done.err
    assert copied("init").code == 0
    assert copied("status").code == 0


def test_a_home_of_a_newer_version_is_left_alone(copied: CommandLine, tmp_path: Path) -> None:
    """It says to update; the files stay as they are."""
    (copied.home / "home.json").write_text('{"format": 99, "made_by": "9.0"}', encoding="utf-8")
    before = (copied.home / "log.sqlite").read_bytes()
    for arguments in (("status",), ("add", *write_articles(tmp_path / "in"))):
        done = copied(*arguments)
        assert done.code == 7
        assert "newer" in done.err
        assert "hint: Update" in done.err
    assert (copied.home / "log.sqlite").read_bytes() == before


def test_a_home_that_is_a_file_is_said(kb: CommandLine, tmp_path: Path) -> None:
    """A path that is taken by something else."""
    kb.home.write_text("something", encoding="utf-8")
    done = kb("add", *write_articles(tmp_path / "in"))
    assert done.code == 7
    assert "no folder" in done.err


def test_a_home_that_may_not_be_written_is_read_and_not_written(
    copied: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Adding fails before it begins; lists and queries answer."""
    allowed = os.access

    def access(path: str | Path, mode: int, **how: bool) -> bool:
        return not (Path(path) == copied.home and mode & os.W_OK) and allowed(path, mode, **how)

    monkeypatch.setattr("kb.log.home.os.access", access)
    before = copied("status", "--json").json["position"]
    file = tmp_path / "new.txt"
    file.write_text("Another story that nobody has read before, about Blue Column and its plans for the summer.\n")
    done = copied("add", file)
    assert done.code == 7
    assert "cannot be written" in done.err
    assert "hint: " in done.err
    assert len(copied("list", "articles", "--json").json) == 2
    assert copied("query", "-e", "ASK { ?e a kb:Event }").out == "yes\n"
    assert copied("status", "--json").json["position"] == before


@pytest.mark.thorough
def test_a_second_writer_waits_and_says_so(copied: CommandLine, tmp_path: Path) -> None:
    """While this process holds the home, `kb add` waits; then it goes on, and nothing is lost."""
    file = tmp_path / "new.txt"
    file.write_text("Red Army Column attacked Nordhaven Depot on Friday, as several people there told reporters.\n")
    said: list[str] = []
    with Home.open(copied.home).write_lock(1.0):
        process = copied.start("add", file)
        assert process.stderr is not None
        said.append(process.stderr.readline())
        assert process.poll() is None
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    assert said[0].startswith("Waiting for process ")
    assert out.startswith("added")
    assert len(copied("list", "articles", "--json").json) == 3


@pytest.mark.thorough
def test_a_writer_that_waits_too_long_gives_up(copied: CommandLine, tmp_path: Path) -> None:
    """Exit code 6, who holds the home, nothing written."""
    with Home.open(copied.home).write_lock(1.0):
        done = copied.process("add", *write_articles(tmp_path / "in"), KB_LOCK_TIMEOUT="0.3")
    assert done.code == 6
    assert "is being written by" in done.err


@pytest.mark.thorough
def test_two_processes_adding_at_once_lose_nothing(kb: CommandLine, tmp_path: Path) -> None:
    """Both end well; every article of both is in, and the home is sound."""
    assert kb("init").code == 0
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(12):
            text = f"Title: {name} {number}\n\nIt was said: Blue Column attacked Depot {name.title()}, {number} dead.\n"
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    processes = [kb.start("add", tmp_path / name) for name in ("one", "two")]
    ends = [process.communicate(timeout=600) for process in processes]

    assert [process.returncode for process in processes] == [0, 0], ends
    assert len(kb("list", "articles", "--limit", "0", "--json").json) == 24
    assert kb("verify").code == 0


@pytest.mark.thorough
def test_a_killed_writer_leaves_every_article_in_or_out(kb: CommandLine, tmp_path: Path) -> None:
    """Killed between two articles or in one: the log is whole, the rest is added the next time."""
    assert kb("init").code == 0
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(70):
        text = f"Title: {number}\n\nBlue Column attacked Nordhaven Depot, {number} killed, several people there said.\n"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    process = kb.start("add", folder, KB_COMMIT_ARTICLES="5")
    lines: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True)
    reader.start()
    log = Home.open(kb.home).event_log(read_only=True)
    limit = time.monotonic() + 600
    while log.position() < 14 and time.monotonic() < limit:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    entries = [envelope.type for envelope in log.envelopes()]
    log.close()
    added = entries.count("article-added")

    assert 0 < added < 70
    assert entries.count("extraction-recorded") == added
    assert len(kb("list", "articles", "--limit", "0", "--json").json) == added
    assert kb("verify").code == 0
    again = kb("add", folder, "--json")
    assert (again.code, again.json["known"], again.json["added"]) == (0, added, 70 - added)
    assert kb("verify").code == 0


def _emptied(catalog: Path) -> None:
    catalog.write_bytes(b"")


def _half_made(catalog: Path) -> None:
    """As an earlier version left one that was killed while it made the tables: one after another, the format last."""
    catalog_copy.remove(catalog)
    with closing(sqlite3.connect(catalog)) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {tables.SCHEMA}")


def _stopped(catalog: Path) -> None:
    """As who is killed while the file becomes one with a write-ahead file: what is to be undone lies beside it."""
    catalog_copy.remove(catalog)
    aside = catalog.with_name("aside.sqlite")
    with closing(sqlite3.connect(aside, isolation_level=None)) as connection:
        connection.executescript("CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA cache_size = 1")
        connection.executescript(f"BEGIN; UPDATE t SET a = 2; {tables.SCHEMA}")
        for suffix in ("", "-journal"):
            shutil.copy(aside.with_name(aside.name + suffix), catalog.with_name(catalog.name + suffix))
        connection.execute("ROLLBACK")
    aside.unlink()
    reading = closing(sqlite3.connect(f"{catalog.as_uri()}?mode=ro", uri=True))
    with reading as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("SELECT * FROM sqlite_schema")


@pytest.mark.thorough
@pytest.mark.parametrize("left", [_emptied, _half_made, _stopped])
@pytest.mark.parametrize("command", [("list", "events", "--json"), ("verify",), ("verify", "--repair")])
def test_an_emptied_or_half_made_catalog_is_made_again_by_any_command(
    copied: CommandLine, command: tuple[str, ...], left: Callable[[Path], None]
) -> None:
    """As one that is gone: it follows from the log. Those that only look say how."""
    before = copied("list", "events", "--json").json
    left(copied.home / "catalog.sqlite")
    for looking in ("status", "doctor"):
        assert "`kb rebuild` makes them." in copied(looking).out
    done = copied(*command)
    assert done.code == 0, done.err
    assert copied("list", "events", "--json").json == before != []


def test_a_catalog_that_lost_its_standing_is_said_and_mended(copied: CommandLine) -> None:
    """Other commands name the cure; `kb verify --repair` is it."""
    with sqlite3.connect(copied.home / "catalog.sqlite") as connection:
        connection.execute("DROP TABLE meta")
    connection.close()
    done = copied("list", "events")
    assert done.code == 7, done.err
    assert "it does not say up to which event it goes" in done.err
    assert "kb rebuild" in done.err
    doctor = copied("doctor")
    assert "kb rebuild" in doctor.out
    assert "Report this" not in doctor.out
    assert copied("verify", "--repair").code == 0
    assert copied("verify").code == 0


@pytest.mark.thorough
def test_an_index_that_lost_its_rows_is_found_by_doctor_and_verify_and_mended(copied: CommandLine) -> None:
    """The list that reads it is empty, and no error says why: doctor and verify do."""
    before = copied("list", "articles", "--json").json
    lose_an_index(copied.home / "catalog.sqlite", "articles_by_order")
    assert copied("list", "articles", "--json").json == [] != before

    doctor = copied("doctor")
    assert doctor.code == 1
    assert "catalog.sqlite is damaged" in doctor.out
    assert copied("verify").code == 8
    assert copied("verify", "--repair").code == 0
    assert copied("list", "articles", "--json").json == before


@pytest.mark.thorough
def test_a_torn_graph_is_found_by_the_doctor_and_mended_by_a_query(copied: CommandLine) -> None:
    """One looks and changes nothing, and says what to do; the other answers all the same."""
    ask = ("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv")
    answer = copied(*ask).out
    for file in (copied.home / "graph").glob("MANIFEST-*"):
        file.unlink()
    for _ in range(2):
        found = copied("doctor")
        assert found.code == 1
        assert "`kb rebuild` makes it again from the log" in found.out
    done = copied(*ask)
    assert (done.code, done.out) == (0, answer)
    assert "made again" in done.err
    assert copied("doctor").code == 0
    assert copied("verify").code == 0


@pytest.mark.thorough
def test_a_graph_that_lost_its_write_ahead_file_is_told_by_those_who_look(copied: CommandLine, tmp_path: Path) -> None:
    """It opens well, and would answer without the last articles; a query makes it again."""
    ask = ("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv")
    file = tmp_path / "new.txt"
    file.write_text("Title: Fire in Old Mill\n\nA fire in Old Mill killed 4 people on Friday, the mayor said.\n")
    assert copied("add", file).code == 0
    answer = copied(*ask).out
    for log in (copied.home / "graph").glob("*.log"):
        log.unlink()
    assert copied("doctor").code == 1
    status = copied("status", "--json").json
    assert status["health"] == "bad"
    assert "The graph is damaged" in status["problems"][0]
    done = copied(*ask)
    assert (done.code, done.out) == (0, answer)
    assert "made again" in done.err
    assert copied("status", "--json").json["health"] == "good"
    assert copied("verify").code == 0


def test_a_graph_that_this_user_may_not_look_into_is_said(copied: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a copy by another user: not a fault of kb, and not a home without a graph."""
    exists = Path.exists

    def closed(path: Path, **how: bool) -> bool:
        if path.parent == copied.home / "graph":
            raise PermissionError(13, "Permission denied", str(path))
        return exists(path, **how)

    monkeypatch.setattr(Path, "exists", closed)
    for command in (("query", "-e", "ASK {}"), ("list", "articles")):
        done = copied(*command)
        assert done.code == 7, done.err
        assert "graph" in done.err
    assert copied("status", "--json").json["health"] == "bad"
