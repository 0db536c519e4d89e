"""Tests of kb.api.traffic.lingering: who is refused while still sending reads why; nobody is waited for without end."""

import asyncio
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send

from kb.api.traffic.lingering import Lingering
from tests.api.conftest import Served

PART = b"x" * (1 << 20)


def whole_parts(count: int) -> Iterator[bytes]:
    """Parts of a body whose length was said."""
    for _ in range(count):
        yield PART


def chunks(count: int) -> Iterator[bytes]:
    """Parts of a body whose length was not said."""
    for _ in range(count):
        yield b"%x\r\n%b\r\n" % (len(PART), PART)
    yield b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"),
    [
        ("POST", f"Content-Length: {48 << 20}", whole_parts(48), 413),
        ("POST", f"Content-Length: {48 << 20}\r\nConnection: close", whole_parts(48), 413),
        ("POST", "Transfer-Encoding: chunked", chunks(48), 413),
        ("PUT", f"Content-Length: {8 << 20}\r\nConnection: close", whole_parts(8), 405),
        ("PUT", f"Content-Length: {8 << 20}", whole_parts(8), 405),
    ],
)
def test_who_sends_to_the_end_before_reading_gets_the_whole_answer(
    served: Served, method: str, headers: str, body: Iterator[bytes], status: int
) -> None:
    """No part is refused on the way, the answer is complete, and the connection ends without a reset."""
    where = urlsplit(served.address)
    with socket.create_connection((where.hostname, where.port), timeout=120) as connection:
        connection.sendall(f"{method} /sparql HTTP/1.1\r\nHost: {where.netloc}\r\n{headers}\r\n\r\n".encode())
        for part in body:
            connection.sendall(part)
        with connection.makefile("rb") as reader:
            head, _, answer = reader.read().partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"connection: close" in head.lower()
    assert json.loads(answer)["status"] == status


def test_a_request_that_was_read_keeps_its_connection(served: Served) -> None:
    """Only what is left unread ends one."""
    answer = served.client.post("/sparql", data={"query": "ASK {}"})

    assert answer.status_code == 200
    assert "connection" not in answer.headers


def lingered(receive: Receive, most: float, idle: float) -> list[Message]:
    """What is sent for a request that is refused at once, when its body comes as *receive* has it."""
    sent: list[Message] = []

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 413, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"transfer-encoding", b"chunked")]}
    asyncio.run(Lingering(refuse, most, idle)(scope, receive, send))
    return sent


async def silent() -> Message:
    """Nothing comes any more."""
    await asyncio.Event().wait()
    raise AssertionError


async def endless() -> Message:
    """Always one more part."""
    await asyncio.sleep(0)
    return {"type": "http.request", "body": b"x", "more_body": True}


async def gone() -> Message:
    """The client has closed."""
    return {"type": "http.disconnect"}


@pytest.mark.parametrize(("receive", "most", "idle"), [(silent, 3600, 0.05), (endless, 0.05, 3600), (gone, 3600, 3600)])
def test_nobody_is_waited_for_without_end(receive: Receive, most: float, idle: float) -> None:
    """The words go out at once; the end of the response when silence, time or the client says so."""
    start, words, end = lingered(receive, most, idle)

    assert (b"connection", b"close") in start["headers"]
    assert words == {"type": "http.response.body", "body": b"no", "more_body": True}
    assert end == {"type": "http.response.body", "body": b""}
