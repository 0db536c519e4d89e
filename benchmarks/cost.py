"""Processor time of a query over HTTP, of the server and of its workers, beside `oxigraph serve` on the same data.

Input: made-up articles (benchmarks.made_up). Output: milliseconds a request, user and system together, by shape; each
query is sent many times over one connection, once as it stands and once with a comment of its own in each.
On a machine that is busy with other things this says more than the clock: it counts only what a request costs.
Run: python -m benchmarks.cost [ARTICLES]. Linux alone. Figures carry over as ratios only.
"""

import argparse
import tempfile
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.made_up import PROLOGUE, QUERIES, SMALL, prepared
from benchmarks.peers import oxigraph_server
from benchmarks.queries import KEPT
from benchmarks.serving import in_memory, serving
from benchmarks.spent import below, computed


def ask(address: str, query: str, count: int, *, apart: bool) -> None:
    """Send a query so many times over one connection; *apart*: each with a comment that makes it another text."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    for number in range(count):
        text = f"{query}\n#{count} {number}" if apart else query
        connection.request("POST", parts.path, urlencode({"query": text}), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} for {query}")
    connection.close()


def cost(address: str, pid: int, query: str, count: int, *, apart: bool) -> tuple[float, float]:
    """Return milliseconds a request: of the process, and of those below it."""
    ask(address, query, 5, apart=apart)
    before = computed(pid), sum(computed(child) for child in below(pid))
    ask(address, query, count, apart=apart)
    after = computed(pid), sum(computed(child) for child in below(pid))
    return 1000 * (after[0] - before[0]) / count, 1000 * (after[1] - before[1]) / count


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=200)
    parser.add_argument("--count", type=int, default=300, help="requests of each kind; large answers a fifth of it")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path, disk, _ = prepared(Path(folder), chosen.articles)
        print(f"{'ms a request':14}{'server':>9}{'workers':>9}{'sum':>8}{'distinct':>10}{'kept':>8}{'oxigraph':>10}")
        with (
            serving(in_memory(path)) as plain,
            serving(in_memory(path), None, KEPT) as keeping,
            oxigraph_server(disk) as other,
        ):
            for name, query in {"small": SMALL, **QUERIES}.items():
                count = chosen.count // (5 if name in ("top-k", "10k rows") else 1)
                text = PROLOGUE + query
                own = cost(plain.address, plain.pid, text, count, apart=False)
                distinct = sum(cost(plain.address, plain.pid, text, count, apart=True))
                kept = sum(cost(keeping.address, keeping.pid, text, count, apart=False))
                theirs = sum(cost(other.address, other.pid, text, count, apart=False))
                numbers = f"{own[0]:9.2f}{own[1]:9.2f}{sum(own):8.2f}{distinct:10.2f}{kept:8.2f}{theirs:10.2f}"
                print(f"{name:14}{numbers}", flush=True)


if __name__ == "__main__":
    main()
