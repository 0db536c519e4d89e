"""Ten thousand open connections: the server keeps as many as it said, answers whoever was there, and comes back."""

import re
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import CommandLine

CROWD = 10_000
KEPT = 1000  # connections at once, as kb.api.traffic.guards has it
HALF = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\nX-Slow: "  # a head without its end


@pytest.fixture
def served(filled: CommandLine) -> Iterator[tuple[str, int]]:
    """Address and process id of a server."""
    process = filled.start("serve", "--port", "0")
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    assert found
    threading.Thread(target=process.stderr.read, daemon=True).start()  # nobody reads it, so that it would stop there
    yield found[0], process.pid
    process.send_signal(signal.SIGINT)
    process.wait(timeout=600)
    assert process.returncode in (0, 130)


def resident(pid: int) -> int:
    """Bytes of memory that a process has in use."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def was_refused(one: socket.socket, deadline: float) -> bool:
    """Say whether the other end has answered 503 or closed a connection by a moment."""
    one.settimeout(max(0.01, deadline - time.monotonic()))
    try:
        answer = one.recv(64)
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return b"503" in answer or not answer


@pytest.mark.slow
def test_ten_thousand_connections_are_bounded(served: tuple[str, int]) -> None:
    """Beyond a thousand each is refused; a client that was there is answered; memory stays; afterwards all is well."""
    address, pid = served
    port = int(address.rpartition(":")[2])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CROWD + 500:
        pytest.skip(f"this machine lets a process have {hard} files, {CROWD + 500} are wanted")
    resource.setrlimit(resource.RLIMIT_NOFILE, (CROWD + 500, hard))
    crowd: list[socket.socket] = []
    try:
        with httpx.Client(base_url=address, timeout=60) as before:
            assert before.get("/health").status_code == 200
            at_first = resident(pid)
            refused = set()
            for number in range(CROWD):
                one = socket.create_connection(("127.0.0.1", port), timeout=60)
                crowd.append(one)
                try:
                    one.sendall(HALF)
                except ConnectionError:
                    refused.add(number)  # it was told 503 and closed before it had said anything
                if number % 500 == 0:
                    assert before.get("/sparql", params={"query": "ASK {}"}).status_code == 200
            assert before.get("/sparql", params={"query": f"ASK {{}} # {CROWD}"}).status_code == 200
            grown = resident(pid) - at_first
        deadline = time.monotonic() + 5
        refused |= {number for number, one in enumerate(crowd) if was_refused(one, deadline)}
        assert len(refused) >= CROWD - 2 * KEPT, f"{len(refused)} of {CROWD} refused"
        assert grown < 200 << 20, f"the server grew by {grown} bytes"
    finally:
        for one in crowd:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/health", timeout=10).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.2)
    assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=60).json()["boolean"] is True
