"""Eight shapes of queries over HTTP, and answers a second: kb, `oxigraph serve`, Virtuoso, rdflib-endpoint.

All on the same data, each server in a process of its own.

Input: made-up articles (benchmarks.made_up). Output, for each shape: medians of the clock and processor time of a
server's processes, those of the others as ratios to kb's, on standard output. A peer that is not installed, or does
not load the data in time, is named and left out; one that does not answer in time counts as if it just had.
Run: python -m benchmarks.queries [ARTICLES] [--peers NAMES]. Figures carry over as ratios only.
"""

import argparse
import json
import math
import multiprocessing
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx

from benchmarks.made_up import PROLOGUE, QUERIES, SMALL, prepared
from benchmarks.peers import Missing, oxigraph_server, rdflib_endpoint, virtuoso
from benchmarks.serving import in_memory, on_disk, serving
from benchmarks.spent import Server, all_computed, held

JSON = {"Accept": "application/sparql-results+json"}
KEPT = 16 << 20  # bytes of small answers, where they are kept
PEERS: dict[str, Callable[[Path, Path, float], AbstractContextManager[Server]]] = {
    "kb on disk": lambda _, disk, __: serving(on_disk(disk)),
    "oxigraph": lambda _, disk, __: oxigraph_server(disk),
    "virtuoso": lambda path, _, within: virtuoso(path, within),
    "rdflib": lambda path, _, within: rdflib_endpoint(path, within),
}
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_IDLE = 0.1  # share of a processor below which a server does nothing any more
_SETTLED = 1.0  # seconds after which all workers are there that wait for queries
_WARM = 1.0  # seconds for which each server is asked the same before it is measured
_ENOUGH = 0.4  # seconds of a shape, so that steps of 10 ms of processor time do not matter


@dataclass(frozen=True, slots=True)
class Spent:
    """What an answer takes: median seconds of the clock, mean seconds of processor time, rows; *over*: at least."""

    clock: float
    processor: float
    rows: int = 0
    over: bool = False


class Peer:
    """A server that is asked, and for how long.

    Args:
        most: seconds that an answer may take.
        budget: seconds that all answers may take together; what is left then is not asked.
    """

    def __init__(self, server: Server, most: float, budget: float) -> None:
        self.server = server
        self._most = most
        self._left = budget
        self._client = httpx.Client(timeout=most, headers=JSON)

    def ask(self, query: str) -> bytes:
        """Return the answer, as SPARQL JSON.

        Raises:
            httpx.HTTPError: there was none in time, or an error.
        """
        answer = self._client.post(self.server.address, data={"query": query})
        answer.raise_for_status()
        return answer.content

    def measured(self, query: str, rounds: int) -> Spent | None:
        """Return what a query takes, after a second of it that warms up; None where no time is left for it."""
        if self._left <= 0:
            return None
        began = time.perf_counter()
        try:
            rows = len(json.loads(self.ask(query))["results"]["bindings"])
            while time.perf_counter() < began + _WARM:
                self.ask(query)
            spent: list[float] = []
            before = all_computed(self.server.pid)
            first = time.perf_counter()
            while len(spent) < rounds or (time.perf_counter() < first + _ENOUGH and len(spent) < 50 * rounds):
                start = time.perf_counter()
                self.ask(query)
                spent.append(time.perf_counter() - start)
                if time.perf_counter() > first + self._most:
                    break
            took = (all_computed(self.server.pid) - before) / len(spent)
            return Spent(statistics.median(spent), took, rows)
        except httpx.HTTPError:  # too slow, or it says itself that it is
            self._come_to_rest()
            return Spent(self._most, self._most, over=True)
        finally:
            self._left -= time.perf_counter() - began

    def _come_to_rest(self) -> None:
        """Wait until the server has ended what nobody waits for any more; where it does not, it is not asked again."""
        until = time.perf_counter() + 2 * self._most
        while time.perf_counter() < until:
            before = all_computed(self.server.pid)
            time.sleep(0.5)
            if all_computed(self.server.pid) - before < 0.5 * _IDLE:
                return
        self._left = 0.0


def rate(address: str, query: str, seconds: float, *, apart: bool = False) -> float:
    """Return how many answers four clients get in a second, each over a connection that it keeps.

    Args:
        apart: each request has a comment that makes it another text.
    """
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        done = pool.starmap(_asked, [(address, query, seconds, f"\n#{n} " if apart else "") for n in range(4)])
    return sum(done) / seconds


def _asked(address: str, query: str, seconds: float, mark: str) -> int:
    """Ask by bare sockets: a client that costs as much as a server would have half of a machine of two cores."""
    parts = urlsplit(address)
    until, done = time.perf_counter() + seconds, 0
    with socket.create_connection((parts.hostname or "", parts.port or 0), 4 * seconds) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked = _request(parts.netloc, parts.path, query)
        while time.perf_counter() < until:
            if mark:
                asked = _request(parts.netloc, parts.path, f"{query}{mark}{done}")
            connection.sendall(asked)
            try:
                done += _is_good(connection)
            except (TimeoutError, ConnectionError):
                return done
    return done


def _request(host: str, path: str, query: str) -> bytes:
    body = urlencode({"query": query}).encode()
    lines = (f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", f"Accept: {JSON['Accept']}")
    return "\r\n".join((*lines, "Content-Type: application/x-www-form-urlencoded", "\r\n")).encode() + body


def _is_good(connection: socket.socket) -> bool:
    """Read one answer to its end; say whether it is one."""
    read = bytearray()
    while b"\r\n\r\n" not in read:
        if not (part := connection.recv(1 << 20)):
            raise ConnectionError("The server ended the connection.")
        read += part
    head, _, body = bytes(read).partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    size, end = len(body), body[-5:]
    while size < int(length[1]) if length else end != b"0\r\n\r\n":
        part = connection.recv(1 << 20)
        if not part:
            break
        size, end = size + len(part), (end + part)[-5:]
    return head.split(b" ", 2)[1] == b"200"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default=",".join(PEERS), help="which, by name, with commas")
    parser.add_argument("--most", type=float, default=10.0, help="seconds that one answer may take")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds that the shapes of one server may take")
    parser.add_argument("--within", type=float, default=300.0, help="seconds that a server may take to load the data")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each count of answers a second; 0: none")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        path, disk, quads = prepared(Path(folder), chosen.articles)
        own = running.enter_context(serving(in_memory(path)))
        time.sleep(_SETTLED)
        size = held(own.pid)
        print(f"kb answers after {own.began:.1f} s and holds {size / 1e6:.0f} MB, {size / quads:.0f} bytes a quad")
        servers: dict[str, Server] = {"kb": own}
        for name in filter(None, chosen.peers.split(",")):
            began = time.perf_counter()
            try:
                servers[name] = running.enter_context(PEERS[name](path, disk, chosen.within))
            except Missing as missing:
                print(f"{name} is left out: {missing}", flush=True)
            else:
                print(f"{name} answers after {time.perf_counter() - began:.1f} s", flush=True)
        peers = {name: Peer(server, chosen.most, chosen.budget) for name, server in servers.items()}
        compare(peers, chosen.rounds)
        if chosen.seconds:
            rates(servers, path, chosen.seconds)
            hostile(peers["kb"], chosen.rounds)


def rates(servers: dict[str, Server], path: Path, seconds: float) -> None:
    """Print how many answers a second four clients get."""
    small = PROLOGUE + SMALL
    for what, query, apart in (
        ("small queries", small, False),
        ("10k-row answers", PROLOGUE + QUERIES["10k rows"], False),
        ("small queries of distinct texts", small, True),
    ):
        found = {name: rate(server.address, query, seconds, apart=apart) for name, server in servers.items()}
        print(f"{what} a second, four clients: " + ", ".join(f"{name} {n:,.0f}" for name, n in found.items()))
    with serving(in_memory(path), None, KEPT) as keeping:
        print(f"with answers kept: kb {rate(keeping.address, small, seconds):,.0f}")


def compare(peers: dict[str, Peer], rounds: int) -> None:
    """Print the time of each shape, of kb in ms, of the others as ratios to it: of the clock, of processor time."""
    others = [name for name in peers if name != "kb"]
    print(f"{'':14}{'kb, ms':>16}" + "".join(f"{f'{name} / kb':>20}" for name in others))
    print(f"{'query':14}{'clock':>8}{'cpu':>8}" + f"{'clock':>11}{'cpu':>9}" * len(others))
    ratios: dict[str, list[tuple[float, float]]] = {name: [] for name in others}
    for shape, query in QUERIES.items():
        found = {name: peer.measured(PROLOGUE + query, rounds) for name, peer in peers.items()}
        own = found["kb"]
        if own is None or own.over:
            print(f"{shape:14} kb did not answer in time")
            continue
        cells = [f"{shape:14}{1000 * own.clock:8.1f}{1000 * own.processor:8.2f}"]
        for name in others:
            cells.append(_cell(found[name], own))
            if (spent := found[name]) is not None:
                ratios[name].append(_ratios(spent, own))
        print("".join(cells), flush=True)
        rows = {name: spent.rows for name, spent in found.items() if spent is not None and not spent.over}
        if len(set(rows.values())) > 1:
            print(f"{'':14} the answers differ, of so many rows: {rows}")
    print(f"{'geometric mean':30}" + "".join(_mean(ratios[name]) for name in others))
    _worse(ratios)


def _ratios(spent: Spent, own: Spent) -> tuple[float, float]:
    return spent.clock / own.clock, spent.processor / max(own.processor, 1e-4)


def _cell(spent: Spent | None, own: Spent) -> str:
    if spent is None:
        return f"{'not asked':>20}"
    clock, processor = _ratios(spent, own)
    return f"{f'over {clock:.2f}':>20}" if spent.over else f"{clock:11.2f}{processor:9.2f}"


def _mean(ratios: Sequence[tuple[float, float]]) -> str:
    if not ratios:
        return f"{'-':>20}"
    clock, processor = (
        math.exp(statistics.fmean(math.log(max(one, 1e-3)) for one in side)) for side in zip(*ratios, strict=True)
    )
    return f"{clock:11.2f}{processor:9.2f}"


def _worse(ratios: dict[str, list[tuple[float, float]]]) -> None:
    """Print at which shapes kb takes more than twice as long as the best of the others."""
    for side, what in enumerate(("clock", "cpu")):
        best = [min(one[side] for one in row) for row in zip(*filter(None, ratios.values()), strict=False)]
        worse = [f"{shape} {1 / one:.1f}" for shape, one in zip(QUERIES, best, strict=False) if one < 0.5]
        print(f"more than twice the best, by {what}: {', '.join(worse) or 'none'}")


def hostile(peer: Peer, rounds: int) -> None:
    """Print how a small query fares while another client sends queries without end."""
    query = PROLOGUE + SMALL
    alone = peer.measured(query, rounds * 4)
    stop = threading.Event()
    endless = 'ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = "x") }'

    def attack() -> None:
        with httpx.Client(timeout=600) as client:
            while not stop.is_set():
                client.post(peer.server.address, data={"query": endless, "timeout": "2"})

    thread = threading.Thread(target=attack)
    thread.start()
    time.sleep(0.5)
    beside = peer.measured(query, rounds * 4)
    stop.set()
    thread.join()
    if alone is not None and beside is not None:
        print(f"the same small query beside one without end: {beside.clock / alone.clock:.2f} times as long")


if __name__ == "__main__":
    main()
