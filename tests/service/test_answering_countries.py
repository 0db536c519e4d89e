"""What a country's own forces and ministries do counts for it; whom an accusation names is found by plain words."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kb.graph import names
from kb.language.text_keys import name_key
from kb.projections.catalog.reading import CatalogReader
from kb.query.sparql.prefixes import KNOWN
from kb.service.answering.answer import Understood, understand
from tests.projections.test_catalog_lists import NO_LISTS, made, put

BASE = "http://localhost:8000/"
ENTITIES = {"zambara": ("Zambara", "country", "ZB"), "krasne": ("Krasne", "village", "")}


@pytest.fixture(scope="module")
def catalog() -> CatalogReader:
    """A country and a village."""
    connection = made()
    for identifier, (label, kind, country) in ENTITIES.items():
        values = {"id": identifier, "label": label, "type": kind, "articles": 1} | NO_LISTS | {"country": country}
        put(connection, "entities", **values)
        put(connection, "entity_names", entity=identifier, name=label, key=name_key(label))
    return CatalogReader(connection)


def _node(kind: str, name: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{kind}-{name}")


def _store(body: str, country: str) -> Store:
    """Shelling of Krasne by a body of class *body* of a country, and an accusation of the army."""
    store = Store()
    event, doer, statement = _node("event", "1"), _node("entity", "forces"), _node("statement", "1")
    army, article, cue = _node("entity", "army"), _node("article", "1"), _node("mention", "1")
    broader = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    for subject, predicate, value in (
        (event, names.TYPE, names.kb("Event")),
        (event, names.LABEL, Literal("shelling of Krasne")),
        (event, names.kb("eventType"), names.event_type("shelling")),
        (names.event_type("shelling"), broader, names.event_type("attack")),
        (event, names.kb("reality"), names.kb("occurred")),
        (names.kb("occurred"), names.LABEL, Literal("occurred")),
        (event, names.kb("article"), article),
        (event, names.kb("agent"), doer),
        (event, names.kb("target"), _node("entity", "krasne")),
        (doer, names.TYPE, names.kb(body)),
        (doer, names.kb("country"), Literal(country)),
        (_node("entity", "zambara"), names.kb("country"), Literal("ZB")),
        (statement, names.TYPE, names.kb("Statement")),
        (statement, names.kb("article"), article),
        (statement, names.kb("cue"), cue),
        (cue, names.kb("exact"), Literal("accused")),
        (statement, names.kb("content"), Literal("hiding the number of victims")),
        (statement, names.kb("addressee"), army),
        (army, names.LABEL, Literal("army")),
    ):
        store.add(Quad(subject, predicate, value))
    return store


def _rows(found: Understood, store: Store) -> int:
    answer = store.query(found.sparql, prefixes=dict(KNOWN))
    assert isinstance(answer, QuerySolutions)
    return len(list(answer))


@pytest.mark.parametrize(
    ("body", "country", "count"),
    [("ArmedForce", "ZB", 1), ("GovernmentBody", "ZB", 1), ("ArmedForce", "QQ", 0), ("Company", "ZB", 0)],
)
def test_what_its_forces_do_counts_for_a_country(catalog: CatalogReader, body: str, country: str, count: int) -> None:
    """And the answer says so; a company of the country and the forces of another do not."""
    found = understand("Did Zambara shell Krasne?", catalog, BASE, "2031-05-06")

    assert any("government bodies of Zambara" in note for note in found.notes)
    assert _rows(found, _store(body, country)) == count


@pytest.mark.parametrize(("question", "count"), [("who accused the army", 1), ("who accused the navy", 0)])
def test_whom_an_accusation_names_is_found_by_a_plain_word(catalog: CatalogReader, question: str, count: int) -> None:
    """The accused stands beside what is said, not in it."""
    assert _rows(understand(question, catalog, BASE, "2031-05-06"), _store("ArmedForce", "ZB")) == count


def test_who_won_is_whoever_beat_somebody(catalog: CatalogReader) -> None:
    """Not who was beaten, nor who is only told to have lost."""
    store = Store()
    for event, agent, beaten in (("1", "ada", "bo"), ("2", "bo", "")):
        node = _node("event", event)
        for subject, predicate, value in (
            (node, names.TYPE, names.kb("Event")),
            (node, names.LABEL, Literal("defeat")),
            (node, names.kb("eventType"), names.event_type("defeat")),
            (node, names.kb("reality"), names.kb("occurred")),
            (node, names.kb("article"), _node("article", "1")),
            (node, names.kb("agent"), _node("entity", agent)),
            *([(node, names.kb("candidate"), _node("entity", beaten))] if beaten else []),
        ):
            store.add(Quad(subject, predicate, value))
    for name in ("agent", "candidate", "occurred"):
        store.add(Quad(names.kb(name), names.LABEL, Literal(name)))
    for name in ("ada", "bo"):
        store.add(Quad(_node("entity", name), names.TYPE, names.kb("Actor")))
        store.add(Quad(_node("entity", name), names.LABEL, Literal(name)))
    answer = store.query(understand("Who won the election?", catalog, BASE, "2031-05-06").sparql, prefixes=dict(KNOWN))
    assert isinstance(answer, QuerySolutions)

    assert {row["who"].value for row in answer} == {"ada"}
