"""How others fare while a server is attacked: a small query alone, and beside the attacks of tests/hostile.py.

Input: made-up articles (benchmarks.made_up). Output: milliseconds and ratios, by kind of attack and for all of them at
once; alone and beside take turns, since what else the machine does changes. The attackers are another process: they
take processor time from the server, as they would not from afar, but not the interpreter of the client that is timed.
Run: python -m benchmarks.hostile [ARTICLES]. Figures carry over as ratios only.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks.ending import end_with_parent
from benchmarks.made_up import SMALL, lines
from benchmarks.serving import BASE, in_memory, serving
from benchmarks.spent import computed
from kb.query.errors import QueryCancelledError
from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers.pool import CancelToken
from kb.query.workers.recipe import Snapshot
from tests.hostile import corpus
from tests.query.data import CROSS_PRODUCT

ALL = "all of them"
OUTSIDE = "127.0.0.1:9"
SECONDS = 5.0  # limit of each attack


def latencies(address: str, seconds: float) -> list[float]:
    """Ask the small query over and over, from one client that waits 20 ms between; return milliseconds of each."""
    found = []
    other = {"X-Forwarded-For": "192.0.2.7"}  # another client than the attackers, as a proxy would say
    with httpx.Client(timeout=60, headers=other) as client:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            answer = client.post(address, data={"query": SMALL})
            answer.raise_for_status()
            found.append(1000 * (time.perf_counter() - began))
            time.sleep(0.02)
    return found


def _attack(where: tuple[str, int], clients: int, orders: Connection) -> None:
    """Send attacks of the kind last heard, without a pause; none after ""."""
    end_with_parent()
    attacks = corpus(OUTSIDE, seconds=SECONDS)
    wanted, sent = "", [0] * clients

    def client(number: int) -> None:
        turn = number
        while True:
            chosen = [attack for attack in attacks if wanted in (attack.kind, ALL)]
            if not chosen:
                time.sleep(0.01)
                continue
            chosen[turn % len(chosen)].send(where)
            sent[number] += 1
            turn += clients

    for number in range(clients):
        threading.Thread(target=client, args=(number,), daemon=True).start()
    while True:
        wanted = orders.recv()
        orders.send(sum(sent))


class Attackers:
    """Clients that attack, in a process of their own."""

    def __init__(self, orders: Connection) -> None:
        self._orders = orders

    @contextmanager
    def sending(self, kind: str) -> Iterator[None]:
        """Have them attack while the block runs."""
        self.count(kind)
        time.sleep(0.5)
        try:
            yield
        finally:
            self.count("")

    def count(self, kind: str) -> int:
        """Have them send this kind from now on; return how many attacks they have sent."""
        self._orders.send(kind)
        sent: int = self._orders.recv()
        return sent


@contextmanager
def attackers(address: str, clients: int) -> Iterator[Attackers]:
    """Lend so many clients that attack *address* when they are told to."""
    parts = urlsplit(address)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    where = (parts.hostname or "", parts.port or 0)
    process = context.Process(target=_attack, args=(where, clients, theirs), daemon=True)
    process.start()
    try:
        yield Attackers(ours)
    finally:
        process.kill()
        process.join()


def restart(path: Path) -> float:
    """Milliseconds from the end of a query that was taken back until the only worker has answered the next one."""
    spent = []
    limits = Limits(running=1, slow=0, halted=0)
    with QueryService(Snapshot(1, (str(path),)), limits, base=BASE) as queries, ThreadPoolExecutor(1) as threads:
        queries.start()
        for _ in range(10):
            token = CancelToken()
            endless = threads.submit(queries.run, CROSS_PRODUCT, token=token)
            time.sleep(0.3)
            began = time.perf_counter()
            token.cancel()
            queries.run("ASK {}", format="csv").close()
            spent.append(1000 * (time.perf_counter() - began))
            if not isinstance(endless.exception(), QueryCancelledError):
                raise SystemExit("The query ended otherwise.")
    return statistics.median(spent)


def _measure(kind: str, address: str, server: int, others: Attackers, seconds: float) -> None:
    """Print the row of one kind; *server ms* is what the server's own process computed for each attack, about."""
    alone = latencies(address, seconds / 2)
    with others.sending(kind):
        before, sent = computed(server), others.count(kind)
        found = sorted(latencies(address, seconds))
        spent, sent = computed(server) - before, others.count(kind) - sent
    time.sleep(SECONDS + 0.5)  # what was sent goes on for as long as it may
    alone += latencies(address, seconds / 2)
    base, median, high = statistics.median(alone), statistics.median(found), found[int(0.95 * (len(found) - 1))]
    cost = 1000 * spent / (sent or 1)
    print(f"{kind:24}{base:8.1f}{median:9.1f}{median / base:8.2f}{high:9.1f}{sent:9}{cost:11.1f}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each kind")
    parser.add_argument("--clients", type=int, default=4)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        path.write_text("\n".join(lines(chosen.articles)) + "\n", encoding="utf-8")
        print(f"a worker that is killed has answered the next query after {restart(path):.0f} ms (median of ten)")
        attacks = corpus(OUTSIDE)
        limits = Limits(rows=1_000_000, time=30.0, apart=True)
        with (
            serving(in_memory(path), limits) as server,
            attackers(server.address, chosen.clients) as others,
        ):
            latencies(server.address, 1.0)
            print(f"{len(attacks)} attacks, {chosen.clients} clients; milliseconds of a small query, medians")
            print(f"{'beside':24}{'alone':>8}{'beside':>9}{'ratio':>8}{'p95 ms':>9}{'attacks':>9}{'server ms':>11}")
            for kind in [*dict.fromkeys(attack.kind for attack in attacks), ALL]:
                _measure(kind, server.address, server.pid, others, chosen.seconds)


if __name__ == "__main__":
    main()
