"""Small queries a second over bare sockets: kb, with a process for each query's engine, beside `oxigraph serve`.

Input: made-up articles (benchmarks.made_up). Output, for each query and number of connections: answers a second, the
best and the median of turns, and microseconds of processor time an answer (server and workers), on standard output.
The client is one process that sends the next request as soon as an answer is there, and takes some 30 µs of a core for
it. No answer is kept. *distinct* is another text each time.
Run: python -m benchmarks.small [ARTICLES] [--turns N]. Linux alone.
"""

import argparse
import itertools
import selectors
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.made_up import PROLOGUE, QUERIES, SMALL, prepared
from benchmarks.peers import Missing, oxigraph_server
from benchmarks.serving import in_memory, serving
from benchmarks.spent import Server, below

_PROCESS = 2  # of a clock id: what all threads of a process have computed (clock_getcpuclockid(3))
_COUNT = 400  # requests of a turn
_KINDS = ("look-up", "small", "distinct")
_CONNECTIONS = (1, 2, 4, 8, 32)
_numbers = itertools.count()


def request(path: str, query: str) -> bytes:
    """Return a request with a query as a form."""
    body = urlencode({"query": query}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def requests(path: str, kind: str, count: int) -> Iterator[bytes]:
    """Return so many requests of a kind."""
    if kind == "distinct":
        return (request(path, f"{PROLOGUE}{SMALL}\n#{next(_numbers)}") for _ in range(count))
    return itertools.repeat(request(path, PROLOGUE + (SMALL if kind == "small" else QUERIES[kind])), count)


class Connection:
    """A connection of which one answer after the other is read."""

    def __init__(self, address: str) -> None:
        """Connect."""
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self) -> None:
        """Read one answer to its end.

        Raises:
            SystemExit: it is no good one.
        """
        said = b""
        while not self._is_whole(said):
            part = self.socket.recv(1 << 16)
            if not part:
                raise SystemExit(f"The connection ended after {said[:300]!r}.")
            said += part

    def _is_whole(self, said: bytes) -> bool:
        head, end, body = said.partition(b"\r\n\r\n")
        if not end:
            return False
        low = head.lower()
        if not low.startswith(b"http/1.1 200"):
            raise SystemExit(said[:600].decode("utf-8", "replace"))
        if b"transfer-encoding: chunked" in low:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(low.partition(b"content-length: ")[2].partition(b"\r")[0])


def seconds(connections: Sequence[Connection], requests: Iterator[bytes]) -> float:
    """Return the seconds until all requests are answered, one at a time on each connection."""
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        for one, asked in zip(connections, requests, strict=False):
            selector.register(one.socket, selectors.EVENT_READ, one)
            one.socket.sendall(asked)
        while selector.get_map():
            for key, _ in selector.select():
                one = key.data
                one.read()
                asked = next(requests, b"")
                if asked:
                    one.socket.sendall(asked)
                else:
                    selector.unregister(one.socket)
        return time.perf_counter() - began


def computed(pid: int) -> float:
    """Return the seconds that a process has computed, to the microsecond; those of its children are not in it."""
    return time.clock_gettime((~pid << 3) | _PROCESS)


def measured(server: Server, kind: str, count: int, turns: int) -> str:
    """Return a line: answers a second, best and median; µs of the server and of its workers, least and median."""
    path = urlsplit(server.address).path
    connections = [Connection(server.address) for _ in range(count)]
    seconds(connections, requests(path, kind, _COUNT))
    rows = []
    for _ in range(turns):
        asked = list(requests(path, kind, _COUNT))
        workers = list(below(server.pid))
        before = computed(server.pid), sum(map(computed, workers))
        took = seconds(connections, iter(asked))
        after = computed(server.pid), sum(map(computed, workers))
        spent = [1e6 * (late - early) / _COUNT for early, late in zip(before, after, strict=True)]
        rows.append((_COUNT / took, *spent))
    rates, own, theirs = zip(*rows, strict=True)
    for one in connections:
        one.socket.close()
    return (
        f"{max(rates):8,.0f}{statistics.median(rates):8,.0f}"
        f"{min(own):9.0f}{statistics.median(own):6.0f}{min(theirs):9.0f}{statistics.median(theirs):6.0f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=62)
    parser.add_argument("--turns", type=int, default=9, help=f"of {_COUNT} requests each")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path, disk, _ = prepared(Path(folder), chosen.articles)
        print(f"{'':20}{'a second: best':>16}{'median':>8}{'server µs':>13}{'workers µs':>15}", flush=True)
        with serving(in_memory(path)) as server:
            for kind, count in itertools.product(_KINDS, _CONNECTIONS):
                print(f"{kind:10}{count:3} kb    {measured(server, kind, count, chosen.turns)}", flush=True)
        try:
            with oxigraph_server(disk) as server:
                for kind, count in itertools.product(_KINDS, (1, 8)):
                    print(f"{kind:10}{count:3} oxi   {measured(server, kind, count, chosen.turns)}", flush=True)
        except Missing as missing:
            print(f"oxigraph was left out: {missing}")


if __name__ == "__main__":
    main()
