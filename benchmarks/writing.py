"""Small queries while articles are added: how much longer they take, and how soon a new article can be asked for.

Input: the bundled articles, or a home, which is written to. Output: milliseconds of a small query, median and 99 of
100, alone and while one article after another is sent to the same server; those from the answer to an addition until
a query sees the article. The server is `kb serve`, in a process of its own.
Run: python -m benchmarks.writing [--home DIR] [--count N]. Figures carry over as ratios only.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.ending import ending_with_parent
from kb.bootstrap import open_knowledge_base
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import Loaded, read_paths

SMALL = "SELECT ?e ?t { ?e a kb:Event ; kb:eventType ?t } LIMIT 10"
PAUSE = 0.02  # seconds between two queries


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Run `kb serve` over a home; yield its address once it has made ready what it makes ready in the background."""
    command = [str(Path(sys.executable).with_name("kb")), "serve", "--port", "0", "--home", str(home)]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(ending_with_parent(command), stdout=said, stderr=subprocess.STDOUT)
        try:
            yield _address(process, said.fileno())
        finally:
            process.terminate()
            process.wait()


def _address(process: "subprocess.Popen[bytes]", said: int) -> str:
    began, address = time.perf_counter(), ""
    while process.poll() is None:
        words = Path(f"/proc/self/fd/{said}").read_text()
        if not address and (found := re.search(r"http://[\w.:]+/", words)):
            address = found[0]
            print(f"the server answers after {time.perf_counter() - began:.1f} s", flush=True)
        if "are ready" in words:
            return address
        time.sleep(0.02)
    raise SystemExit("The server ended.")


def latencies(address: str, stop: threading.Event, found: list[float]) -> None:
    """Ask the small query over and over until told to stop; each is another text, so that none is kept."""
    with httpx.Client(base_url=address, timeout=60) as client:
        while not stop.is_set():
            began = time.perf_counter()
            client.post("/sparql", data={"query": f"{SMALL}\n#{len(found)}"}).raise_for_status()
            found.append(1000 * (time.perf_counter() - began))
            time.sleep(PAUSE)


def told(what: str, found: Sequence[float]) -> None:
    """Print median and 99 of 100."""
    high = statistics.quantiles(found, n=100)[98]
    print(f"{what:8}{statistics.median(found):9.1f} ms{high:9.1f} ms of 99 in 100{len(found):7} queries", flush=True)


def added(client: httpx.Client, text: str) -> float:
    """Add an article; return the seconds from the answer until a query sees it."""
    where = client.post("/articles", json={"text": text}, timeout=120).raise_for_status().json()["iri"]
    began = time.perf_counter()
    ask = f"ASK {{ <{where}> ?p ?o }}"
    while not client.post("/sparql", data={"query": ask}).raise_for_status().json()["boolean"]:
        time.sleep(0.005)
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--count", type=int, default=10, help="articles to add")
    chosen = parser.parse_args(arguments)
    texts = [one.article.text for one in read_paths([resource("seeds")]) if isinstance(one, Loaded)]
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        if chosen.home is None:
            with open_knowledge_base(home, load_settings({}, {}), create=True) as kb, kb.adder() as adder:
                for one in read_paths([resource("seeds")]):
                    if isinstance(one, Loaded):
                        adder.add(one)
        with served(home) as address:
            measure(address, [f"{texts[n % len(texts)]}\n\nAgain, {time.time_ns()}.\n" for n in range(chosen.count)])


def measure(address: str, texts: Sequence[str]) -> None:
    """Ask alone for as long as the additions then take, which go on one after another."""
    for what, adding in (("alone", False), ("beside", True)):
        found: list[float] = []
        stop = threading.Event()
        reader = threading.Thread(target=latencies, args=(address, stop, found))
        reader.start()
        seen: list[float] = []
        with httpx.Client(base_url=address) as client:
            if adding:
                seen = [added(client, text) for text in texts]
            else:
                time.sleep(10.0)
        stop.set()
        reader.join()
        told(what, found)
        if seen:
            seen = [1000 * one for one in seen]
            print(f"{len(seen)} articles seen after {statistics.median(seen):.0f} ms, at most {max(seen):.0f}")


if __name__ == "__main__":
    main()
