"""What kb's own functions and properties cost, beside the same question without them, in a worker as `/sparql` has it.

Input: made-up places, events and times. Output: milliseconds (the median of several runs), rows that the function is
called for, microseconds a row. Run: python -m benchmarks.functions [EVENTS]. Figures carry over as ratios only.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.query.limits import Limits
from kb.query.manner import Manner
from kb.query.service import QueryService
from kb.query.sparql.prefixes import KNOWN
from kb.query.workers.recipe import Snapshot

BASE = "http://localhost:8000/"
KB, XSD, RDFS = KNOWN["kb"], KNOWN["xsd"], KNOWN["rdfs"]
COUNT = "SELECT (COUNT(*) AS ?n)"
PAIRS = {  # name: (without, with, rows: of one event each, or of 100 events with 100)
    "distance, each event": (
        f"{COUNT} {{ ?e kb:place ?p . ?p kb:latitude ?a ; kb:longitude ?b FILTER(?a < 100 && ?b < 200) }}",
        f'{COUNT} {{ ?e kb:place ?p FILTER(kb:near(?e, "POINT(10 20)", 50000)) }}',
        1,
    ),
    "distance, pairs": (
        f"{COUNT} {{ ?e kb:eventType kbt:t0 . ?f kb:eventType kbt:t0 FILTER(STR(?e) != STR(?f)) }}",
        f"{COUNT} {{ ?e kb:eventType kbt:t0 . ?f kb:eventType kbt:t0 FILTER(kb:near(?e, ?f, 50000)) }}",
        2,
    ),
    "certainly in a month": (
        f"{COUNT} {{ ?e kb:time ?t . ?t kb:earliestBegin ?a ; kb:latestEnd ?b "
        'FILTER(?a >= "2030-01-01T00:00:00"^^xsd:dateTime && ?b <= "2039-12-31T23:59:59"^^xsd:dateTime) }',
        f'{COUNT} {{ ?e kb:time ?t FILTER(kb:certainlyIn(?e, "2030", "2039")) }}',
        1,
    ),
    "before, pairs": (
        f"{COUNT} {{ ?e kb:eventType kbt:t0 . ?f kb:eventType kbt:t0 FILTER(STR(?e) != STR(?f)) }}",
        f"{COUNT} {{ ?e kb:eventType kbt:t0 . ?f kb:eventType kbt:t0 FILTER(kb:before(?e, ?f)) }}",
        2,
    ),
    "words of a label": (
        f'{COUNT} {{ ?e kb:time ?t ; rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "event")) }}',
        f'{COUNT} {{ ?e kb:time ?t ; rdfs:label ?l FILTER(kb:matches(?l, "event")) }}',
        1,
    ),
    "full text, 1,000 hits joined": (
        f"{COUNT} {{ ?e kb:place ?p . ?p rdfs:label ?l }}",
        f'{COUNT} {{ ?e kb:search "words" ; kb:place ?p . ?p rdfs:label ?l }}',
        0,
    ),
    "in or part of": (
        f"{COUNT} {{ ?e kb:place <{BASE}id/place-0> }}",
        f"{COUNT} {{ ?e kb:inOrPartOf <{BASE}id/country-0> }}",
        0,
    ),
}


def lines(events: int) -> Iterator[str]:
    """Yield N-Quads: events with a place, a time and a label; places in countries."""
    chance = random.Random(1)
    graph = f"<{BASE}graph/g>"
    for number in range(500):
        place = f"<{BASE}id/place-{number}>"
        yield f'{place} <{KB}latitude> "{chance.uniform(-60, 60):.4f}"^^<{XSD}decimal> {graph} .'
        yield f'{place} <{KB}longitude> "{chance.uniform(-180, 180):.4f}"^^<{XSD}decimal> {graph} .'
        yield f'{place} <{RDFS}label> "Place {number}" {graph} .'
        yield f"{place} <{KB}within> <{BASE}id/country-{number % 40}> {graph} ."
    for number in range(events):
        event, time_ = f"<{BASE}id/event-{number}>", f"<{BASE}id/time-{number}>"
        day = f"20{chance.randrange(30, 40)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        yield f"{event} <{KB}place> <{BASE}id/place-{chance.randrange(500)}> {graph} ."
        yield f'{event} <{RDFS}label> "Event number {number}" {graph} .'
        yield f"{event} <{KB}eventType> <{KNOWN['kbt']}t{number % max(events // 100, 1)}> {graph} ."
        yield f"{event} <{KB}time> {time_} {graph} ."
        yield f'{time_} <{KB}earliestBegin> "{day}T00:00:00"^^<{XSD}dateTime> {graph} .'
        yield f'{time_} <{KB}latestEnd> "{day}T23:59:59"^^<{XSD}dateTime> {graph} .'


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="?", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    hits = [(f"{BASE}id/event-{number}", 1.0) for number in range(min(1000, chosen.events))]
    manner = Manner(search=lambda words, most: hits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        path.write_text("\n".join(lines(chosen.events)) + "\n", encoding="utf-8")
        with QueryService(Snapshot(1, (str(path),)), Limits(time=300.0), base=BASE) as queries:
            queries.start()

            def milliseconds(query: str) -> float:
                spent = []
                for _ in range(chosen.rounds + 1):
                    began = time.perf_counter()
                    queries.run(query, format="csv", manner=manner).close()
                    spent.append(1000 * (time.perf_counter() - began))
                return statistics.median(spent[1:])

            empty = milliseconds("ASK {}")
            print(f"{chosen.events:,} events; a query that asks nothing {empty:.1f} ms, taken off below")
            print(f"{'':30}{'without ms':>12}{'with ms':>10}{'ratio':>8}{'rows':>10}{'µs a row':>10}")
            for name, (without, with_, kind) in PAIRS.items():
                plain, own = milliseconds(without) - empty, milliseconds(with_) - empty
                rows = {0: 0, 1: chosen.events, 2: 100 * 100}[kind]
                each = f"{1000 * own / rows:10.1f}" if rows else ""
                print(
                    f"{name:30}{plain:12.1f}{own:10.1f}{own / max(plain, 0.1):8.1f}{rows or '':>10}{each}", flush=True
                )


if __name__ == "__main__":
    main()
