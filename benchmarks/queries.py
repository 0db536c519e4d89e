"""Eight shapes of queries over HTTP, and answers a second: kb, `oxigraph serve`, rdflib's own engine, on the same data.

Input: made-up articles in named graphs, as docs/graph.md says. Output: medians as ratios to kb's, on standard output.
rdflib answers inside this process, without HTTP, which favours it. Run: python -m benchmarks.queries [ARTICLES].
Figures carry over as ratios only.
"""

import argparse
import multiprocessing
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pyoxigraph as ox
import rdflib

from benchmarks.serving import BASE, in_memory, on_disk, serving
from kb.query.prefixes import KNOWN

KB = KNOWN["kb"]
TYPE = f"<{KNOWN['rdf']}type>"
LABEL = f"<{KNOWN['rdfs']}label>"
QUERIES = {
    "look-up": f"SELECT ?p ?o {{ <{BASE}id/event-7-3> ?p ?o }}",
    "star": (
        f"SELECT ?e ?t ?who ?begin {{ ?e a kb:Event ; kb:patient <{BASE}id/entity-9> ; kb:eventType ?t ; "
        "kb:agent ?who ; kb:begin ?begin }"
    ),
    "path": (
        f"SELECT DISTINCT ?words {{ ?e kb:patient <{BASE}id/entity-9> ; kb:happening/^kb:happening ?other . "
        "?other ^rdf:subject/kb:evidence/kb:exact ?words }"
    ),
    "text": 'SELECT ?m ?words { ?m kb:exact ?words FILTER(CONTAINS(LCASE(?words), "words 7 ")) }',
    "aggregate": "SELECT ?t (COUNT(*) AS ?n) { ?e kb:eventType ?t } GROUP BY ?t ORDER BY DESC(?n)",
    "role at date": (
        "SELECT ?who ?title { ?p kb:holder ?who ; kb:roleTitle ?title ; kb:since ?from ; kb:until ?to "
        'FILTER(?from <= "2031-06-15"^^xsd:date && ?to >= "2031-06-15"^^xsd:date) }'
    ),
    "top-k": (
        "SELECT ?a ?b (COUNT(*) AS ?n) { ?e kb:agent ?a ; kb:patient ?b } GROUP BY ?a ?b ORDER BY DESC(?n) LIMIT 20"
    ),
    "10k rows": "SELECT ?e ?a ?b ?begin { ?e kb:agent ?a ; kb:patient ?b ; kb:begin ?begin } LIMIT 10000",
}
SMALL = f"SELECT ?e ?begin {{ ?e kb:agent <{BASE}id/entity-7> ; kb:begin ?begin }} ORDER BY ?begin LIMIT 50"


def lines(articles: int) -> Iterator[str]:
    """Yield N-Quads of made-up articles: 12 events each, with roles, dates, figures, claims and their words."""
    chance = random.Random(1)
    for number in range(200 + articles // 10):
        yield f'<{BASE}id/entity-{number}> {LABEL} "Person {number}"@en <{BASE}graph/registry> .'
        office, day = f"<{BASE}id/position-{number}>", f"2031-{chance.randrange(1, 7):02d}-01"
        for predicate, value in (
            ("holder", f"<{BASE}id/entity-{number}>"),
            ("roleTitle", f'"minister {number % 30}"'),
            ("since", f'"{day}"^^<{KNOWN["xsd"]}date>'),
            ("until", f'"{day.replace("2031", "2032")}"^^<{KNOWN["xsd"]}date>'),
        ):
            yield f"{office} <{KB}{predicate}> {value} <{BASE}graph/registry> ."
    for article in range(articles):
        graph = f"<{BASE}graph/article-{article}>"
        for item in range(12):
            event, claim, mention, figure = (f"<{BASE}id/{kind}-{article}-{item}>" for kind in KINDS)
            happening = f"<{BASE}id/happening-{chance.randrange(articles * 6)}>"
            who, whom = (f"<{BASE}id/entity-{min(int(chance.paretovariate(0.7)), 199)}>" for _ in range(2))
            day = f'"2031-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"^^<{KNOWN["xsd"]}date>'
            start = f'"{item * 60}"^^<{KNOWN["xsd"]}integer>'
            value = f'"{chance.randrange(50)}"^^<{KNOWN["xsd"]}decimal>'
            for subject, predicate, value_ in (
                (event, TYPE, f"<{KB}Event>"),
                (event, f"<{KB}eventType>", f"<{KNOWN['kbt']}type{chance.randrange(80)}>"),
                (event, f"<{KB}agent>", who),
                (event, f"<{KB}patient>", whom),
                (event, f"<{KB}begin>", day),
                (event, f"<{KB}happening>", happening),
                (event, f"<{KB}figure>", figure),
                (figure, f"<{KB}value>", value),
                (claim, TYPE, f"<{KB}Claim>"),
                (claim, f"<{KNOWN['rdf']}subject>", event),
                (claim, f"<{KB}evidence>", mention),
                (mention, f"<{KB}start>", start),
                (mention, f"<{KB}exact>", f'"words {article} {item}"'),
            ):
                yield f"{subject} {predicate} {value_} {graph} ."


KEPT = 16 << 20  # bytes of small answers, where they are kept
KINDS = ("event", "claim", "mention", "figure")


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve-read-only` on a store; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["oxigraph", "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    program = Path(sys.executable).with_name(command[0])
    process = subprocess.Popen([str(program), *command[1:], "--union-default-graph"], stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/query"
        for _ in range(500):
            try:
                httpx.get(address, params={"query": "ASK {}"}, timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.02)
        yield address
    finally:
        process.terminate()
        process.wait()


def over_http(address: str) -> Callable[[str], int]:
    """Return what asks *address* and gives the size of the answer."""
    client = httpx.Client(timeout=600, headers={"Accept": "application/sparql-results+json"})

    def ask(query: str) -> int:
        answer = client.post(address, data={"query": query})
        answer.raise_for_status()
        return len(answer.content)

    return ask


def rate(address: str, query: str, seconds: float, *, apart: bool = False) -> float:
    """Return how many answers four clients get in a second, each over a connection that it keeps.

    Args:
        apart: each request has a comment that makes it another text.
    """
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        done = pool.starmap(_asked, [(address, query, seconds, f"\n#{n} " if apart else "") for n in range(4)])
    return sum(done) / seconds


def _asked(address: str, query: str, seconds: float, mark: str) -> int:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/sparql-results+json",
    }
    until, done = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        body = {"query": f"{query}{mark}{done}" if mark else query}
        connection.request("POST", parts.path, urlencode(body), headers)
        answer = connection.getresponse()
        answer.read()
        done += answer.status == 200
    return done


def in_rdflib(path: Path) -> Callable[[str], int]:
    """Return what asks rdflib's own engine."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format="nquads")

    def ask(query: str) -> int:
        return len(dataset.query(query).serialize(format="json") or b"")

    return ask


def seconds(ask: Callable[[str], int], query: str, rounds: int) -> float:
    """Return the median time of several runs after one that warms up."""
    ask(query)
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask(query)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    prologue = "".join(f"PREFIX {name}: <{KNOWN[name]}>\n" for name in ("kb", "kbt", "rdf", "rdfs", "xsd"))
    with tempfile.TemporaryDirectory() as folder:
        path, disk = Path(folder) / "graph.nq", Path(folder) / "store"
        path.write_text("\n".join(lines(chosen.articles)) + "\n", encoding="utf-8")
        store = ox.Store(str(disk))
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        store.flush()
        print(f"{len(store):,} quads, {chosen.articles} articles")
        del store
        reference = in_rdflib(path)
        with (
            serving(in_memory(path)) as (memory, _, _),
            serving(in_memory(path), None, KEPT) as (keeping, _, _),
            serving(on_disk(disk)) as (disk_server, _, _),
            oxigraph_server(disk) as other,
        ):
            addresses = {"kb": memory, "kb on disk": disk_server, "oxigraph": other}
            asks = {peer: over_http(address) for peer, address in addresses.items()}
            print(f"{'query':14}{'kb ms':>8}" + "".join(f"{f'{name} / kb':>18}" for name in (*[*asks][1:], "rdflib")))
            logs: dict[str, list[float]] = {}
            for name, query in QUERIES.items():
                found = {peer: seconds(ask, prologue + query, chosen.rounds) for peer, ask in asks.items()}
                found["rdflib"] = seconds(reference, prologue + query, 1)
                for peer, spent in found.items():
                    logs.setdefault(peer, []).append(spent / found["kb"])
                ratios = "".join(f"{logs[peer][-1]:18.2f}" for peer in [*found][1:])
                print(f"{name:14}{1000 * found['kb']:8.1f}{ratios}", flush=True)
            means = "".join(f"{statistics.geometric_mean(ratios):18.2f}" for ratios in [*logs.values()][1:])
            print(f"{'geometric mean':22}{means}")
            for what, query, wanted in (("small queries", SMALL, 5.0), ("10k-row answers", QUERIES["10k rows"], 5.0)):
                rates = {peer: rate(address, prologue + query, wanted) for peer, address in addresses.items()}
                print(f"{what} a second, four clients: " + ", ".join(f"{peer} {n:,.0f}" for peer, n in rates.items()))
            small = prologue + SMALL
            distinct = {peer: rate(address, small, 5.0, apart=True) for peer, address in addresses.items()}
            print("of distinct texts: " + ", ".join(f"{peer} {n:,.0f}" for peer, n in distinct.items()))
            print(f"with answers kept: kb {rate(keeping, small, 5.0):,.0f}")
            hostile(memory, asks["kb"], prologue + SMALL, chosen.rounds)


def hostile(address: str, ask: Callable[[str], int], query: str, rounds: int) -> None:
    """Print how a small query fares while another client sends queries without end."""
    alone = seconds(ask, query, rounds * 4)
    stop = threading.Event()
    endless = 'ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = "x") }'

    def attack() -> None:
        with httpx.Client(timeout=600) as client:
            while not stop.is_set():
                client.post(address, data={"query": endless, "timeout": "2"})

    thread = threading.Thread(target=attack)
    thread.start()
    time.sleep(0.5)
    beside = seconds(ask, query, rounds * 4)
    stop.set()
    thread.join()
    print(f"the same small query beside one without end: {beside / alone:.2f} times as long")


if __name__ == "__main__":
    main()
