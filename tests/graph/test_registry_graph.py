"""The registry's quads: what an entity is, where else it is known, what became of absorbed ones."""

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph.iris import Iris
from kb.graph.registry_graph import (
    ENTITY_PREDICATES,
    EntityView,
    HappeningView,
    entity_quads,
    happening_quads,
    mention_quads,
    replaced_quads,
)
from tests.graph.sample import BASE

IRIS = Iris(BASE)


def said(quads: tuple[Quad, ...]) -> set[tuple[str, str]]:
    """Return predicate and value of each quad, shortened."""
    return {(q.predicate.value.rpartition("#")[2].rpartition("/")[2], getattr(q.object, "value", "")) for q in quads}


def test_company_is_found_as_organization_and_as_actor() -> None:
    """A query has no inference: all classes above are said."""
    quads = entity_quads(EntityView("a1", "Acme", "company", country="DE", description="a maker of anvils"), BASE)

    kb = "https://w3id.org/newskb#"
    assert said(quads) == {
        ("type", f"{kb}Company"),
        ("type", f"{kb}Organization"),
        ("type", f"{kb}Actor"),
        ("label", "Acme"),
        ("country", "DE"),
        ("description", "a maker of anvils"),
    }


def test_country_is_actor_and_location_in_one() -> None:
    """One entity, acting or not."""
    classes = {
        value.rpartition("#")[2]
        for name, value in said(entity_quads(EntityView("c", "X", "country"), BASE))
        if name == "type"
    }

    assert classes == {"Country", "Actor", "Location"}


def test_identifiers_elsewhere_become_links_or_literals() -> None:
    """GeoNames and Wikidata have IRIs; an unknown scheme, or an odd id, stays a literal."""
    external = ("geonames:703448", "wikidata:Q1899", "ftm:NK-529900", "geonames:7/../8")
    quads = entity_quads(EntityView("k", "Kyiv", "city", external=external, latitude=50.45, longitude=30.5), BASE)

    assert said(quads) >= {
        ("exactMatch", "https://sws.geonames.org/703448/"),
        ("exactMatch", "http://www.wikidata.org/entity/Q1899"),
        ("identifier", "ftm:NK-529900"),
        ("identifier", "geonames:7/../8"),
        ("latitude", "50.45"),
        ("longitude", "30.5"),
    }


def test_every_predicate_is_one_that_a_step_looks_at() -> None:
    """A predicate that is missing from ENTITY_PREDICATES would stay behind when it changes."""
    view = EntityView(
        "k", "K", "city", aliases=("L",), country="UA", within="u", latitude=1.0, longitude=2.0,
        external=("geonames:1", "x:1"), description="d", websites=("https://k.example/",), official=True,
    )  # fmt: skip
    used = {quad.predicate for quad in entity_quads(view, BASE)}
    used |= {quad.predicate for quad in replaced_quads(IRIS.entity("o"), IRIS.entity("k"), BASE)}

    assert used == set(ENTITY_PREDICATES)


def test_happening_and_its_events_name_each_other() -> None:
    """One hop either way, and how many publishers report it."""
    quads = happening_quads(HappeningView("h", "flood", "flood in X", (("a1", "v1"), ("a2", "v3")), sources=2), BASE)
    node, registry = IRIS.happening("h"), IRIS.registry_graph()

    for article, local in (("a1", "v1"), ("a2", "v3")):
        event = IRIS.event(article, local)
        assert Quad(event, NamedNode("https://w3id.org/newskb#happening"), node, registry) in quads
        assert Quad(node, NamedNode("https://w3id.org/newskb#reportedBy"), event, registry) in quads
    assert ("independentSources", "2") in said(quads)


def test_replaced_article_answers_with_its_newer_revision() -> None:
    """Its IRI keeps answering."""
    quads = mention_quads("old", frozenset(), "new", BASE)

    assert said(quads) == {("isReplacedBy", IRIS.article("new").value)}


def test_absorbed_entity_is_replaced_and_the_same() -> None:
    """Both properties, for readers of either."""
    assert said(replaced_quads(IRIS.entity("o"), IRIS.entity("k"), BASE)) == {
        ("isReplacedBy", IRIS.entity("k").value),
        ("sameAs", IRIS.entity("k").value),
    }
    assert isinstance(entity_quads(EntityView("k", "K"), BASE)[0].object, Literal)
