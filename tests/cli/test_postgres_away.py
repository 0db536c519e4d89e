"""What is said and done while the PostgreSQL server that has the log is away."""

import json
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.postgres import Cluster, running


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server of these tests alone, which they stop and start."""
    with running() as started:
        yield started


@pytest.fixture
def line(server: Cluster, plugged: dict[str, str], tmp_path: Path) -> CommandLine:
    """The command line with a home of one article there."""
    there = CommandLine(server.url(), {**plugged, "KB_CACHE": str(tmp_path / "cache")})  # type: ignore[arg-type]
    done = there("add", write_articles(tmp_path / "in")[0])
    assert done.code == 0, done.err
    return there


@contextmanager
def away(server: Cluster) -> Iterator[None]:
    """Stop the server for the block."""
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def serving(line: CommandLine) -> Iterator[str]:
    """Run `kb serve` and lend its address."""
    process = line.start("serve", "--port", "0")
    assert process.stderr is not None
    said = process.stderr.readline()
    draining = threading.Thread(target=process.stderr.read, daemon=True)
    draining.start()
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, said
        yield found[0]
    finally:
        process.terminate()
        process.wait(60)
        draining.join()
        assert process.stdout is not None
        process.stdout.close()
        process.stderr.close()


def asked(address: str, **body: Any) -> tuple[int, Message, Any]:
    """Return status, headers and JSON that a request is answered with; with *body* it is a POST."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"} if body else {})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            said = json.load(answer)
            if isinstance(said, dict) and isinstance(said.get("head"), dict):
                said["head"].pop("meta", None)  # says how long it took
            return answer.status, answer.headers, said
    except HTTPError as error:
        return error.code, error.headers, json.load(error)


def patiently(address: str, **body: Any) -> tuple[int, Message]:
    """Return what a POST is answered with, after the waits that 503 asks for: a server that is back takes a moment."""
    for _ in range(5):
        status, headers, _ = asked(address, **body)
        if status != 503:
            break
        time.sleep(float(headers["Retry-After"]))
    return status, headers


@pytest.mark.thorough
def test_a_server_goes_on_with_what_it_has(server: Cluster, line: CommandLine) -> None:
    """Lists, pages and queries are as of the last event and say so; what needs the log is to be tried again."""
    reads = ("articles", "entities", "events", "statements", "search?q=attacked", "offices", "conflicts")
    reads += ("sparql?query=SELECT%20(count(*)%20AS%20%3Fn)%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D",)
    with serving(line) as address:
        before = {path: asked(address + path) for path in reads}
        position = asked(f"{address}health")[2]["position"]
        with away(server):
            for path in reads:
                status, headers, said = asked(address + path)
                assert (status, said) == (200, before[path][2]), path
                assert headers["X-Kb-Warning"] == f"The log cannot be reached; this is as of event {position}.", path
            for path, body in (
                ("log", {}),
                ("articles?asOf=2", {}),
                ("articles", {"text": "Blue Column attacked Nordhaven Depot. 3 killed."}),
                ("decisions/merge", {"what": "a", "value": "b"}),
            ):
                status, headers, said = asked(address + path, **body)
                assert (status, said.get("code")) == (503, "unreachable"), (path, said)
                assert int(headers["Retry-After"]) > 0
                assert "X-Kb-Warning" not in headers
            health = asked(f"{address}health")[2]
            assert (health["status"], health["position"], health["counts"]["articles"]) == ("bad", position, 1)
            assert f"as of event {position}" in health["problems"][0]

        status, headers = patiently(f"{address}articles", text="Blue Column attacked Nordhaven Depot. 3 killed.")
        assert (status, headers["X-Kb-Warning"]) == (201, None)
        health = asked(f"{address}health")[2]
        assert (health["status"], health["problems"], health["counts"]["articles"]) == ("good", [], 2)


@pytest.mark.thorough
def test_who_follows_the_stream_need_not_come_back(server: Cluster, line: CommandLine, tmp_path: Path) -> None:
    """The stream stands still while the log is away, then goes on where it was."""
    position = line("status", "--json").json["position"]
    with serving(line) as address, urllib.request.urlopen(f"{address}log/stream?after={position}") as stream:
        with away(server):
            asked(f"{address}articles")  # by now the server has seen it
        assert line("add", write_articles(tmp_path / "in")[1]).code == 0
        told = next(row for row in iter(stream.readline, b"") if row.startswith((b"data", b"event")))
    assert json.loads(told.removeprefix(b"data: "))["position"] == position + 1


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["add", "withdraw"])
def test_a_writing_command_waits_for_the_server(
    server: Cluster, line: CommandLine, tmp_path: Path, command: str
) -> None:
    """It says so, and does its work once the server is there."""
    article = line("list", "articles", "--json").json[0]["id"]
    arguments = {
        "add": ["add", str(write_articles(tmp_path / "in")[1])],
        "withdraw": ["withdraw", article, "--reason", "test"],
    }
    with away(server):
        starting = line.start(*arguments[command])
        assert starting.stderr is not None
        said = starting.stderr.readline()
        assert said.startswith("Waiting for the database postgresql://"), said
        assert "at most 30 s:" in said
    _, rest = starting.communicate(timeout=120)
    assert (starting.returncode, "Waiting" in rest) == (0, False)
    assert line("verify").code == 0


def test_it_waits_as_long_as_the_setting_says(server: Cluster, line: CommandLine, tmp_path: Path) -> None:
    """Then it says what is wrong; a reading command does not wait at all."""
    path = write_articles(tmp_path / "in")[1]
    with away(server):
        done = line("add", path, KB_SERVER_TIMEOUT="0.3")
        reading = line("list", "articles")
    assert (done.code, reading.code) == (7, 7)
    assert "at most 0.3 s:" in done.err
    assert "cannot be reached" in done.err
    assert "Waiting" not in reading.err
    assert "cannot be reached" in reading.err


def test_what_no_waiting_mends_is_not_waited_for(server: Cluster, line: CommandLine, tmp_path: Path) -> None:
    """A database that is not there, a host that has no address."""
    path = write_articles(tmp_path / "in")[1]
    for address, code in ((str(line.home).replace("/kb?", "/other?"), 4), ("postgresql://nowhere.invalid/kb", 7)):
        done = CommandLine(address, line.env)("add", path, KB_SERVER_TIMEOUT="3600")  # type: ignore[arg-type]
        assert done.code == code, done.err
        assert "Waiting" not in done.err
