"""Tests of kb.api.server: addresses, ports, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from kb.api import server
from kb.api.beginning import Beginning
from kb.api.server import AddressError, PortInUseError, bind
from kb.api.traffic.access import TokenNeededError, is_loopback
from tests.api.conftest import opened
from tests.processes import is_gone, keyboard, wait_until
from tests.query.data import CROSS_PRODUCT

PROGRAM = """
import sys
from pathlib import Path
from kb.api import server
from kb.api.server import serve
from tests.api.conftest import opened
server._PATIENCE = 600
with opened(Path(sys.argv[1]), query_timeout=300.0) as kb:
    serve(kb, port=0, on_ready=lambda address: print(address, flush=True))
"""


def test_a_port_that_is_taken_is_said() -> None:
    """With the way out."""
    with bind("127.0.0.1", 0, "") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError) as caught:
            bind("127.0.0.1", port, "")

    assert caught.value.port == port
    assert "--port" in caught.value.hint


def test_an_address_of_another_machine_is_said() -> None:
    """Not taken for a port in use."""
    with pytest.raises(AddressError):
        bind("192.0.2.1", 0, "token")


def test_no_request_looks_at_what_came_in_where_a_server_does_behind_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first request on: what works behind them may only begin."""
    found: list[bool] = []

    class Ends:
        def __init__(self, app: Beginning, **_: int) -> None:
            self.backend = app.whole().state.pages.service

        def run(self, **_: object) -> None:
            found.append(self.backend.followed)

    monkeypatch.setattr(server, "make_server", Ends)
    monkeypatch.setattr(server, "_warm", lambda *_: None)
    with opened(tmp_path / "home") as kb:
        server.serve(kb, port=0)
    assert found == [True]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_others_are_let_in_with_a_token_only(host: str) -> None:
    """Nobody opens a writable base to the world by mistake."""
    with pytest.raises(TokenNeededError) as caught:
        bind(host, 0, "")

    assert "--token" in caught.value.hint
    assert not is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.1"])
def test_loopback_needs_none(host: str) -> None:
    """By number and by name."""
    assert is_loopback(host)


def test_no_process_inherits_the_socket() -> None:
    """A worker that outlives the server would keep the port."""
    with bind("127.0.0.1", 0, "") as listening:
        assert not os.get_inheritable(listening.fileno())


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_and_leaves_nobody_behind(tmp_path: Path, number: signal.Signals) -> None:
    """A request that runs is answered; workers and port are gone afterwards."""
    with keyboard():
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "home")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=600).json()["boolean"] is True
    workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    slow = _asking(address)
    while httpx.get(f"{address}health", timeout=600).json()["queries"]["running"] == 0:
        if slow.poll() is not None:  # on a busy machine it is over before anybody has seen it run
            assert slow.communicate()[0].strip() == "504"
            slow = _asking(address)
        time.sleep(0.02)
    process.send_signal(number)
    _, errors = process.communicate(timeout=600)

    assert slow.communicate(timeout=600)[0].strip() == "504"
    assert "Traceback" not in errors
    wait_until(lambda: all(map(is_gone, workers)))
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))) != 0


def _asking(address: str) -> subprocess.Popen[str]:
    """Start a process that asks what takes longer than it may, and prints the status of the answer."""
    return subprocess.Popen([sys.executable, "-c", ASK, address, CROSS_PRODUCT], stdout=subprocess.PIPE, text=True)


ASK = """
import sys, httpx
asked = {"query": sys.argv[2], "timeout": "2"}
print(httpx.post(sys.argv[1] + "sparql", data=asked, timeout=600).status_code, flush=True)
"""
