"""A difference ("two more than the mayor said") is no answer to "how many" beside an amount of the same."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kb.graph import names
from kb.projections.catalog.reading import CatalogReader
from kb.query.sparql.prefixes import KNOWN
from kb.service.answering.answer import understand
from kb.service.saved.binding import bind
from kb.service.saved.library import library
from tests.projections.test_catalog_lists import made

BASE = "http://localhost:8000/"
XSD = "http://www.w3.org/2001/XMLSchema#decimal"
TOLD = {  # what happened -> its figures: words, number, unit, whether it is a difference
    "death": [("31", 31, "", False), ("two", 2, "", True)],
    "injury": [("another four", 4, "", True)],
    "purchase": [("$90", 90, "USD", False), ("$5", 5, "USD", True)],
    "price_change": [("9 percent", 9, "percent", True), ("$70", 70, "USD", False), ("$3", 3, "USD", True)],
}


@pytest.fixture(scope="module")
def store() -> Store:
    """Four happenings of one article with their figures."""
    store = Store()

    def node(name: str) -> NamedNode:
        return NamedNode(f"{BASE}id/{name}")

    def put(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        store.add(Quad(subject, predicate, value))

    put(names.kb("occurred"), names.LABEL, Literal("occurred"))
    for kind, figures in TOLD.items():
        event, happening = node(f"event-{kind}"), node(f"happening-{kind}")
        put(event, names.TYPE, names.kb("Event"))
        put(event, names.LABEL, Literal(kind))
        put(event, names.kb("eventType"), names.event_type(kind))
        put(event, names.kb("reality"), names.kb("occurred"))
        put(event, names.kb("article"), node("article-1"))
        put(event, names.kb("happening"), happening)
        put(happening, names.kb("reportedBy"), event)
        for words, value, unit, differs in figures:
            figure, mention = node(f"figure-{kind}-{value}"), node(f"mention-{kind}-{value}")
            put(event, names.kb("figure"), figure)
            put(figure, names.TYPE, names.kb("Figure"))
            put(figure, names.kb("event"), event)
            put(figure, names.kb("article"), node("article-1"))
            put(figure, names.kb("evidence"), mention)
            put(mention, names.kb("exact"), Literal(words))
            put(figure, names.kb("value"), Literal(str(value), datatype=NamedNode(XSD)))
            if unit:
                put(figure, names.kb("unit"), Literal(unit))
            if differs:
                put(figure, names.kb("change"), names.kb("increase"))
    return store


def _words(sparql: str, store: Store) -> set[str]:
    answer = store.query(sparql, prefixes=dict(KNOWN))
    assert isinstance(answer, QuerySolutions)
    return {row["words"].value for row in answer}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many people were killed", {"31"}),
        ("how much did prices rise", {"$70", "$3"}),
        ("how many people were injured", {"another four"}),
        ("how much was paid for the purchase", {"$90"}),
        ("by how much did prices change", {"9 percent", "$70", "$3"}),
    ],
)
def test_a_difference_is_left_out_where_an_amount_is_told(store: Store, question: str, words: set[str]) -> None:
    """Unless it is asked for, or is all that is told."""
    assert _words(understand(question, CatalogReader(made()), BASE, "2031-05-06").sparql, store) == words


def test_casualties_leave_out_the_same(store: Store) -> None:
    """Of the dead the amount; of the injured the addition is all that is told."""
    sparql = bind(library().get("casualties"), {}, CatalogReader(made()), BASE)
    assert _words(sparql, store) == {"31", "another four"}
