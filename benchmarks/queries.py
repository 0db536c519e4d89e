"""Eight shapes of queries over HTTP, and answers a second: kb, `oxigraph serve`, Virtuoso, rdflib-endpoint.

All on the same data, each server in a process of its own.

Input: made-up articles in named graphs, as docs/graph.md says. Output: medians as ratios to kb's, on standard output.
A peer that is not installed is named and left out. Run: python -m benchmarks.queries [ARTICLES] [--peers NAMES].
Figures carry over as ratios only.
"""

import argparse
import json
import multiprocessing
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pyoxigraph as ox

from benchmarks.peers import Missing, oxigraph_server, rdflib_endpoint, virtuoso
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


PEERS: dict[str, Callable[[Path, Path], AbstractContextManager[str]]] = {
    "oxigraph": lambda _, disk: oxigraph_server(disk),
    "virtuoso": lambda path, _: virtuoso(path),
    "rdflib-endpoint": lambda path, _: rdflib_endpoint(path),
}
KEPT = 16 << 20  # bytes of small answers, where they are kept
KINDS = ("event", "claim", "mention", "figure")


Ask = Callable[[str], bytes]


def over_http(address: str) -> Ask:
    """Return what asks *address* and gives the answer, as SPARQL JSON."""
    client = httpx.Client(timeout=600, headers={"Accept": "application/sparql-results+json"})

    def ask(query: str) -> bytes:
        answer = client.post(address, data={"query": query})
        answer.raise_for_status()
        return answer.content

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


def seconds(ask: Ask, query: str, rounds: int) -> float:
    """Return the median time of several runs after one that warms up."""
    ask(query)
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask(query)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def prepared(folder: Path, articles: int) -> tuple[Path, Path]:
    """Write the made-up articles; return the file of N-Quads and a store of oxigraph with them, and print how many."""
    path, disk = folder / "graph.nq", folder / "store"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(articles))
    store = ox.Store(str(disk))
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    store.flush()
    print(f"{len(store):,} quads, {articles} articles", flush=True)
    return path, disk


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default=",".join(PEERS), help="which, by name, with commas")
    chosen = parser.parse_args(arguments)
    prologue = "".join(f"PREFIX {name}: <{KNOWN[name]}>\n" for name in ("kb", "kbt", "rdf", "rdfs", "xsd"))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        path, disk = prepared(Path(folder), chosen.articles)
        memory, _, _ = running.enter_context(serving(in_memory(path)))
        keeping, _, _ = running.enter_context(serving(in_memory(path), None, KEPT))
        disk_server, _, _ = running.enter_context(serving(on_disk(disk)))
        addresses = {"kb": memory, "kb on disk": disk_server}
        for name in filter(None, chosen.peers.split(",")):
            try:
                addresses[name] = running.enter_context(PEERS[name](path, disk))
            except Missing as missing:
                print(f"{name} is left out: {missing}")
        asks = {peer: over_http(address) for peer, address in addresses.items()}
        compare(asks, prologue, chosen.rounds)
        for what, query in (("small queries", SMALL), ("10k-row answers", QUERIES["10k rows"])):
            rates = {peer: rate(address, prologue + query, 5.0) for peer, address in addresses.items()}
            print(f"{what} a second, four clients: " + ", ".join(f"{peer} {n:,.0f}" for peer, n in rates.items()))
        small = prologue + SMALL
        distinct = {peer: rate(address, small, 5.0, apart=True) for peer, address in addresses.items()}
        print("of distinct texts: " + ", ".join(f"{peer} {n:,.0f}" for peer, n in distinct.items()))
        print(f"with answers kept: kb {rate(keeping, small, 5.0):,.0f}")
        hostile(memory, asks["kb"], prologue + SMALL, chosen.rounds)


def compare(asks: dict[str, Ask], prologue: str, rounds: int) -> None:
    """Print the time of each shape, of kb in ms, of the others as ratios to it, and the geometric means of these."""
    print(f"{'query':14}{'kb ms':>8}" + "".join(f"{f'{name} / kb':>22}" for name in [*asks][1:]))
    logs: dict[str, list[float]] = {}
    for name, query in QUERIES.items():
        rows = {peer: len(json.loads(ask(prologue + query))["results"]["bindings"]) for peer, ask in asks.items()}
        if len(set(rows.values())) > 1:
            print(f"{name}: the answers differ, of so many rows: {rows}")
        found = {peer: seconds(ask, prologue + query, rounds) for peer, ask in asks.items()}
        for peer, spent in found.items():
            logs.setdefault(peer, []).append(spent / found["kb"])
        ratios = "".join(f"{logs[peer][-1]:22.2f}" for peer in [*found][1:])
        print(f"{name:14}{1000 * found['kb']:8.1f}{ratios}", flush=True)
    means = "".join(f"{statistics.geometric_mean(ratios):22.2f}" for ratios in [*logs.values()][1:])
    print(f"{'geometric mean':22}{means}")


def hostile(address: str, ask: Ask, query: str, rounds: int) -> None:
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
