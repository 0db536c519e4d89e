"""kb's SPARQL endpoint in a process of its own, for benchmarks: clients and server share no interpreter.

Input: N-Quads. Output: an address, while the block runs. `python -m benchmarks.serving` is the process: it takes what
to serve from standard input and says its port and seconds on standard output; it imports nothing of who asks, so that
what it holds is kb's own.
"""

import json
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.ending import ending_with_parent
from benchmarks.spent import Server
from kb.query.answers import Counts
from kb.query.limits import Limits
from kb.query.service import QueryResult, QueryService
from kb.query.workers.recipe import DiskStore, Recipe, Snapshot

BASE = "http://localhost:8000/"


class Endpoint:
    """Of a kb.api.serving.ports.Service only what the endpoint needs."""

    base_iri = BASE
    behind = ""
    course = ""

    def __init__(self, queries: QueryService, slots: int) -> None:
        self._queries = queries
        self.query_slots = slots

    @property
    def query_load(self) -> tuple[int, int]:
        """How many queries run and wait."""
        return self._queries.load

    @contextmanager
    def at(self, moment: str) -> Iterator["Endpoint"]:
        """Lend itself: nothing ever changes."""
        yield self

    def standing(self) -> int:
        """Nothing ever changes."""
        return self._queries.position

    def at_hand(self) -> QueryService:
        """Nothing ever has to be done first."""
        return self._queries

    @property
    def answers_kept(self) -> Counts:
        """How much the kept answers are worth."""
        return self._queries.answers.counts

    def query(self, text: str, **options: Any) -> QueryResult:
        """Answer a query."""
        options.pop("min_confidence", None)
        if options.get("timeout") is None:
            options.pop("timeout", None)
        return self._queries.run(text, **options)


def main() -> None:
    """Serve until told to end."""
    from kb.api.server import SWITCH, bind, make_server

    recipe, limits, kept = pickle.load(sys.stdin.buffer)
    sys.setswitchinterval(SWITCH)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    began = time.perf_counter()
    slots = limits.running + limits.spare + limits.slow + limits.halted + limits.queued
    with QueryService(recipe, limits, base=BASE, answers=kept) as queries, bind("127.0.0.1", 0, "") as listening:
        with ThreadPoolExecutor(1) as beside:  # as kb.api.server does
            loading = beside.submit(queries.start)
            from kb.api.beginning import Beginning

            server = make_server(Beginning(Endpoint(queries, slots)))  # type: ignore[arg-type]
            loading.result()
        print(json.dumps([listening.getsockname()[1], time.perf_counter() - began]), flush=True)
        server.run(sockets=[listening])


@contextmanager
def serving(recipe: Recipe, limits: Limits | None = None, kept: int = 0) -> Iterator[Server]:
    """Run the endpoint; yield it.

    Args:
        kept: bytes of small answers that may be kept; 0: each is worked out.
    """
    command = ending_with_parent([sys.executable, "-m", "benchmarks.serving"])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(pickle.dumps((recipe, limits or Limits(rows=1_000_000), kept)))
            process.stdin.close()
            port, seconds = json.loads(process.stdout.readline())
            yield Server(f"http://127.0.0.1:{port}/sparql", process.pid, seconds)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def in_memory(path: Path) -> Recipe:
    """The graph of an N-Quads file, held in memory."""
    return Snapshot(1, (str(path),))


def on_disk(path: Path) -> Recipe:
    """A store on disk."""
    return DiskStore(str(path), 1)


if __name__ == "__main__":
    main()
