"""Made-up articles in named graphs, as docs/graph.md says, and eight shapes of queries about them.

Input: how many articles. Output: N-Quads, straight from here into a store: no engine of ours reads or links them.
Deterministic: the same number gives the same quads. 156 quads an article of 12 events, and some of people.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from benchmarks.serving import BASE
from kb.query.sparql.prefixes import KNOWN

KB = KNOWN["kb"]
KINDS = ("event", "claim", "mention", "figure")
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
PROLOGUE = "".join(f"PREFIX {name}: <{KNOWN[name]}>\n" for name in ("kb", "kbt", "rdf", "rdfs", "xsd"))
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


def prepared(folder: Path, articles: int) -> tuple[Path, Path, int]:
    """Write the made-up articles; return the file of N-Quads, a store of oxigraph with them, and how many quads."""
    path, disk = folder / "graph.nq", folder / "store"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(articles))
    store = ox.Store(str(disk))
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    store.flush()
    quads = len(store)
    print(f"{quads:,} quads, {articles} articles", flush=True)
    return path, disk, quads
