"""How others fare while a server is attacked: a small query alone, and beside the attacks of tests/hostile.py.

Input: made-up articles (benchmarks.queries). Output: milliseconds and ratios, by kind of attack and for all of them at
once. Run: python -m benchmarks.hostile [ARTICLES]. Figures carry over as ratios only.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks.queries import BASE, SMALL, lines
from benchmarks.serving import in_memory, serving
from kb.query.errors import QueryCancelledError
from kb.query.limits import Limits
from kb.query.pool import CancelToken
from kb.query.recipe import Snapshot
from kb.query.service import QueryService
from tests.hostile import Attack, corpus
from tests.query.data import CROSS_PRODUCT


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


def beside(address: str, attacks: Sequence[Attack], seconds: float, clients: int) -> list[float]:
    """The same while clients send attacks without a pause."""
    parts = urlsplit(address)
    where = (parts.hostname or "", parts.port or 0)
    stop = threading.Event()

    def attack(offset: int) -> None:
        number = offset
        while not stop.is_set():
            attacks[number % len(attacks)].send(where)
            number += clients

    threads = [threading.Thread(target=attack, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    found = latencies(address, seconds)
    stop.set()
    return found


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
        attacks = corpus("127.0.0.1:9", seconds=5.0)
        with serving(in_memory(path), Limits(rows=1_000_000, time=30.0)) as (address, _, _):
            latencies(address, 1.0)
            alone = statistics.median(latencies(address, chosen.seconds))
            print(f"small query alone: median {alone:.1f} ms; {len(attacks)} attacks, {chosen.clients} clients")
            print(f"{'beside':24}{'median ms':>12}{'ratio':>8}{'p95 ms':>10}{'answers':>9}")
            kinds = list(dict.fromkeys(attack.kind for attack in attacks))
            for kind in [*kinds, "all of them"]:
                chosen_ones = [attack for attack in attacks if kind in (attack.kind, "all of them")]
                found = sorted(beside(address, chosen_ones, chosen.seconds, chosen.clients))
                median, high = statistics.median(found), found[int(0.95 * (len(found) - 1))]
                print(f"{kind:24}{median:12.1f}{median / alone:8.2f}{high:10.1f}{len(found):9}", flush=True)
                time.sleep(1.0)


if __name__ == "__main__":
    main()
