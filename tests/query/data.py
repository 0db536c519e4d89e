"""A small graph for tests of queries: articles in named graphs of their own, and a registry."""

from collections.abc import Iterator

BASE = "http://localhost:8000/"
KB = "https://w3id.org/newskb#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"

CROSS_PRODUCT = (
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o "
    'FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m)) = "no such thing") }'
)
DOUBLING = (
    'SELECT (STRLEN(?x28) AS ?n) { BIND("0123456789abcdef" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(28))
    + " }"
)
SORTING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
GROUPING = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def article(number: int) -> list[str]:
    """N-Quads of one article with four events."""
    graph = f"<{BASE}graph/article-{number}>"
    lines = [f"<{BASE}id/article-{number}> {TYPE} <{KB}Article> {graph} ."]
    for event in range(4):
        subject = f"<{BASE}id/event-{number}-{event}>"
        lines += [
            f"{subject} {TYPE} <{KB}Event> {graph} .",
            f"{subject} <{KB}agent> <{BASE}id/entity-{event}> {graph} .",
            f'{subject} {LABEL} "shelling of \\"{event}\\", {{again}}\\nand again"@en {graph} .',
        ]
    return lines


def registry() -> Iterator[str]:
    """N-Quads of the entities that the articles name."""
    for number in range(4):
        yield f"<{BASE}id/entity-{number}> {TYPE} <{KB}Person> <{BASE}graph/registry> ."
        yield f'<{BASE}id/entity-{number}> {LABEL} "Person {number}" <{BASE}graph/registry> .'


def quads(articles: int = 20) -> str:
    """N-Quads of the whole."""
    lines = [*registry(), *(line for number in range(articles) for line in article(number))]
    return "\n".join(lines) + "\n"
