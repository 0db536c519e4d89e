"""Tests of kb.api.routes.stream: the log as server-sent events, over a real server, with connections that break."""

import json
import random
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from kb.api.routes import stream
from kb.api.routes.feed import Feed
from kb.api.server import bind, make_server
from kb.api.traffic import problems
from kb.events import EntitiesKeptApart
from kb.log import EventLog, InMemoryEventLog
from kb.log.sqlite import SqliteEventLog
from tests.api.conftest import Served, opened, serving

STREAM = "resolution"


def append(log: EventLog, number: int = 1, words: str = "") -> int:
    """Record a decision, *number* times."""
    for _ in range(number):
        version = log.stream_version(STREAM)
        event = EntitiesKeptApart(("aa", "bb"), reasons=(words,))
        position = log.append(STREAM, version, [event], actor="rule:test/1")[-1].position
    return position


@dataclass
class Message:
    """One block of a stream."""

    id: str = ""
    event: str = ""
    data: list[str] = field(default_factory=list)
    comment: str = ""

    @property
    def json(self) -> dict[str, object]:
        """What it holds."""
        found: dict[str, object] = json.loads("\n".join(self.data))
        return found


def messages(text: str) -> list[Message]:
    """Return the blocks of a stream that are whole, as the standard has them parsed."""
    found = []
    for block in text.split("\n\n")[:-1]:
        message = Message()
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                message.data.append(value)
            elif name in ("id", "event"):
                setattr(message, name, value)
            elif not name:
                message.comment = value
        found.append(message)
    return found


class Reader:
    """A client on a bare socket, which can be cut anywhere."""

    def __init__(self, address: str, query: str = "", last: str = "", buffer: int = 0) -> None:
        host, port = address.removeprefix("http://").split(":")
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(60)
        self.socket.connect((host, int(port)))
        head = f"GET /log/stream?{query} HTTP/1.0\r\nHost: {host}:{port}\r\n"
        head += f"Last-Event-ID: {last}\r\n" if last else ""
        self.socket.sendall(f"{head}\r\n".encode())
        self.raw = b""

    @property
    def text(self) -> str:
        """What came so far, without the head and half characters."""
        return self.raw.partition(b"\r\n\r\n")[2].decode(errors="ignore")

    def read(self, most: int = 65536) -> bool:
        """Read on; say whether anything came."""
        part = self.socket.recv(most)
        self.raw += part
        return bool(part)

    def until(self, last: int) -> list[Message]:
        """Read until the event *last* is there, and return the events with data."""
        while f"\nid: {last}\n\n".encode() not in self.raw[-100:]:
            assert self.read(), "the stream ended"
        return [message for message in messages(self.text) if message.data]

    def to_the_end(self) -> list[Message]:
        """Read until the server ends the connection."""
        while self.read():
            pass
        return messages(self.text)

    def close(self) -> None:
        """Cut it, as when a cable is pulled."""
        self.socket.close()


@contextmanager
def streaming(
    log: EventLog, most: int = 64, patience: float = 30.0, heartbeat: float = 15.0
) -> Iterator[tuple[str, Feed]]:
    """Serve the stream of a log alone."""
    app = FastAPI()
    app.state.feed = Feed(lambda: log, most)
    problems.install(app)
    app.include_router(stream.router(app.state.feed, patience, heartbeat))
    server = make_server(app)
    with bind("127.0.0.1", 0, "") as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", app.state.feed
        finally:
            server.should_exit = True
            thread.join()


def wait_for(said: object, seconds: float = 60) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not said():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def log() -> InMemoryEventLog:
    """A log with three events."""
    made = InMemoryEventLog()
    append(made, 3)
    return made


def test_what_is_there_comes_first_then_what_is_recorded(writable: Served) -> None:
    """As `kb log --json` has it, each with its position as id."""
    reader = Reader(writable.address)
    last = writable.kb.position
    seen = reader.until(last)
    last = append(writable.kb.log, 2)
    seen = reader.until(last)
    reader.close()

    assert b"content-type: text/event-stream" in reader.raw.lower()
    assert [int(message.id) for message in seen] == list(range(1, last + 1))
    assert [message.json["position"] for message in seen] == list(range(1, last + 1))
    assert seen[-1].json["event"] == {"entities": ["aa", "bb"], "reasons": [""]}
    first = messages(reader.text)[0]
    assert (first.id, first.data) == ("0", [])


@pytest.mark.thorough
def test_connections_that_break_anywhere_lose_nothing_and_get_nothing_twice(tmp_path: Path) -> None:
    """While another connection to the log's file writes; each time the reader goes on after the last whole event."""
    path = tmp_path / "log.sqlite"
    written = SqliteEventLog(path, create=True)
    read = SqliteEventLog(path)
    total, chance, seen, last, cuts = 300, random.Random(7), [], "", 0

    def write() -> None:
        for number in range(total):
            append(written, words="ключ " * (number % 60))
            if number % 10 == 0:
                time.sleep(0.005)

    writer = threading.Thread(target=write)
    with streaming(read) as (address, _):
        writer.start()
        while not seen or seen[-1] < total:
            reader, left = Reader(address, last=last), chance.randrange(1, 20_000)
            while left > 0 and reader.read(min(left, 4096)):
                left -= 4096
                if seen and total in (int(m.id) for m in messages(reader.text) if m.data):
                    break
            whole = messages(reader.text)
            seen += [int(message.id) for message in whole if message.data]
            last = next((message.id for message in reversed(whole) if message.id), last)
            reader.close()
            cuts += 1
        writer.join()
    read.close()
    written.close()

    assert seen == list(range(1, total + 1))
    assert cuts > 5


def test_the_last_id_beats_after_and_types_are_chosen(log: InMemoryEventLog) -> None:
    """Without payloads where nobody wants them."""
    with streaming(log) as (address, _):
        by_header, by_query = Reader(address, "after=0", last="2"), Reader(address, "after=2&payload=false")
        one, other = by_header.until(3), by_query.until(3)
        assert [message.id for message in one] == [message.id for message in other] == ["3"]
        assert "event" in one[0].json
        assert "event" not in other[0].json
        chosen = Reader(address, "type=entities-kept-apart&type=entities-merged&after=1")
        assert [message.id for message in chosen.until(3)] == ["2", "3"]
        for reader in (by_header, by_query, chosen):
            reader.close()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "last", "status", "code"),
    [
        ("after=4", "", 404, "beyond-end"),
        ("", "99", 404, "beyond-end"),
        ("", "-1", 400, "bad-last-event-id"),
        ("", "two", 400, "bad-last-event-id"),
        ("type=entities-merg", "", 400, "bad-input"),
        ("after=-1", "", 422, "bad-request"),
    ],
)
def test_what_cannot_be_followed_is_said(log: InMemoryEventLog, query: str, last: str, status: int, code: str) -> None:
    """As a problem, not as a stream: a browser then does not come back."""
    with streaming(log) as (address, feed):
        headers = {"Last-Event-ID": last} if last else {}
        answer = httpx.get(f"{address}/log/stream?{query}", headers=headers, timeout=60)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert feed.followers == 0


def test_silence_is_broken_and_moves_the_id_past_what_was_not_wanted(log: InMemoryEventLog) -> None:
    """So that who comes back need not pass over it again."""
    with streaming(log, heartbeat=0.2) as (address, _):
        reader = Reader(address, "type=article-added")
        while "3" not in [message.id for message in messages(reader.text)]:
            assert reader.read()
        reader.close()
    assert not [message for message in messages(reader.text) if message.data]
    assert "still here" in [message.comment for message in messages(reader.text)]


@pytest.mark.thorough
def test_a_reader_that_takes_nothing_is_cut_off_with_a_word(log: InMemoryEventLog) -> None:
    """It gets what was on its way and the reason, and finds the rest by coming back."""
    last = append(log, 60, "x" * 200_000)
    with streaming(log, patience=1.0) as (address, feed):
        reader = Reader(address, buffer=4096)
        wait_for(lambda: feed.followers == 1)
        time.sleep(1.5)  # longer than it is waited for; then within the time that the word has
        found = reader.to_the_end()
        wait_for(lambda: feed.followers == 0)
        told = [message for message in found if message.data and not message.event]
        assert found[-1].event == "cut-off"
        assert "Last-Event-ID" in str(found[-1].json["detail"])
        assert 0 < len(told) < last
    with streaming(log) as (address, _):
        again = Reader(address, last=told[-1].id)
        rest = again.until(last)
        again.close()
    assert [int(message.id) for message in (*told, *rest)] == list(range(1, last + 1))


def test_a_reader_that_never_takes_anything_again_holds_no_place(log: InMemoryEventLog) -> None:
    """Its connection ends without the word, which nobody would have taken."""
    append(log, 60, "x" * 200_000)
    with streaming(log, patience=0.3) as (address, feed):
        reader = Reader(address, buffer=4096)
        wait_for(lambda: feed.followers == 1)
        wait_for(lambda: feed.followers == 0)
        assert not any(message.event for message in reader.to_the_end())


def test_so_many_may_follow_and_no_more(log: InMemoryEventLog) -> None:
    """The next is told so, and gets the place of one that goes."""
    with streaming(log, most=2) as (address, feed):
        readers = [Reader(address), Reader(address)]
        for reader in readers:
            reader.until(3)
        refused = httpx.get(f"{address}/log/stream", timeout=60)
        assert (refused.status_code, refused.json()["code"]) == (503, "too-many-followers")
        assert refused.headers["Retry-After"]
        readers[0].close()
        wait_for(lambda: feed.followers == 1)
        late = Reader(address)
        assert len(late.until(3)) == 3
        late.close()
        readers[1].close()
        wait_for(lambda: feed.followers == 0)


def test_the_server_ends_while_others_follow(tmp_path: Path) -> None:
    """Each is told, and nobody is waited for."""
    with opened(tmp_path / "home") as kb:
        with serving(kb) as served:
            reader = Reader(served.address)
            reader.until(kb.position)
        last = reader.to_the_end()[-1]
    assert last.event == "closing"


def test_a_log_that_cannot_be_read_any_more_is_said(tmp_path: Path) -> None:
    """With its cause."""
    log = SqliteEventLog(tmp_path / "log.sqlite", create=True)
    with streaming(log) as (address, _):
        reader = Reader(address)
        reader.until(append(log))
        log.close()
        last = reader.to_the_end()[-1]
    assert last.event == "failed"
    assert "closed" in str(last.json["detail"])


def test_the_log_can_be_asked_for_part_by_part(served: Served) -> None:
    """Until there is no more."""
    client, found, after = served.client, [], 0
    while True:
        part = client.get("/log", params={"after": after}).json()
        found += part["items"]
        if part["next"] == after:
            break
        after = part["next"]
    assert [event["position"] for event in found] == list(range(1, served.kb.position + 1))
    assert all(event["said"] for event in found)
    added = client.get("/log", params={"type": "article-added", "payload": "false"}).json()["items"]
    assert [event["type"] for event in added] == ["article-added"] * 2
    assert client.get("/log", params={"after": 10_000}).status_code == 404
    assert client.get("/log", params={"type": "x"}).status_code == 400


def test_the_log_can_be_asked_for_from_its_end(served: Served) -> None:
    """Part by part backwards, by who did it; the page's own links to its data answer."""
    client = served.client
    every = [one["position"] for one in client.get("/log").json()["items"]]
    found, before = [], every[-1] + 1
    while before:
        part = client.get("/log", params={"before": before, "actor": "EXTRACT", "payload": "false"}).json()
        found += part["items"]
        before = part["next"]
    positions = [one["position"] for one in found]
    assert positions == sorted(positions, reverse=True) != []
    assert {one["actor"].partition(":")[0] for one in found} == {"extractor"}
    by_type = client.get("/log", params={"type": "article-added", "before": found[0]["position"] + 1}).json()["items"]
    assert [one["type"] for one in by_type] == ["article-added"] * len(by_type) != []
    assert client.get("/log", params={"before": 5, "after": 2}).json()["items"][-1]["position"] == 3
    for asked in ("type=article-added&actor=&before=", f"type=&actor=extr&before={every[-1]}", "before=3"):
        page = client.get(f"/log?{asked}", headers={"Accept": "text/html"}).text
        address = re.search(r'<a href="([^"]+)"[^>]*>JSON</a>', page)
        assert address
        assert client.get(unescape(address[1])).status_code == 200, address[1]
