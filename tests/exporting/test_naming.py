"""What a part names comes with what it is; an article's Turtle conforms to the shapes by itself."""

import io
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kb.bootstrap import open_knowledge_base
from kb.exporting.formats import form_called
from kb.exporting.naming import with_named
from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.vocabulary import TYPE_NAMESPACE
from kb.resources import resource
from kb.service.export.take_away import Part, take
from kb.settings import load_settings
from kb.sources import read_paths
from tests.exporting.conftest import FIRST, SECOND
from tests.graph import sample

IRIS = Iris(sample.BASE)


@pytest.fixture
def adopted(store: Store) -> Store:
    """The graph, with the ontology in it."""
    made = Store()
    made.bulk_extend(store)
    for path in resource("ontology").rglob("*.ttl"):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            made.add(Quad(quad.subject, quad.predicate, quad.object, IRIS.ontology_graph()))
    return made


def article_quads(store: Store) -> list[Quad]:
    """The graph of the first article."""
    return list(store.quads_for_pattern(None, None, None, IRIS.article_graph(FIRST.id)))


def test_all_that_an_article_names_is_described(adopted: Store) -> None:
    """Entities by the registry, types by the ontology up to the highest, decisions by who took them; and no more."""
    quads = list(with_named(adopted, sample.BASE, article_quads(adopted)))
    added = quads[len(article_quads(adopted)) :]

    assert set(quads) <= set(adopted)
    subjects = {quad.subject for quad in quads}
    named = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    ours = {one for one in named if one.value.startswith((f"{sample.BASE}id/", TYPE_NAMESPACE.rstrip("#")))}
    assert ours - subjects == set()
    labels = {str(quad.object.value) for quad in added if quad.predicate == names.LABEL}
    assert "The aa" in labels
    assert {names.event_type("killing"), names.event_type("death")} <= subjects
    assert SECOND.id not in str(added)


def test_nobody_is_an_official_by_an_office_that_another_article_tells(adopted: Store) -> None:
    """The shapes ask an official for an office: with it he is one, without it his class is left out."""
    entity, registry = IRIS.entity("aa"), IRIS.registry_graph()
    official = Quad(entity, names.TYPE, names.kb("Official"), registry)
    adopted.add(official)
    office = Quad(NamedNode(f"{sample.BASE}id/position-1"), names.kb("holder"), entity, IRIS.article_graph(FIRST.id))
    told = [quad for quad in article_quads(adopted) if quad.predicate != names.kb("holder")]

    assert official not in set(with_named(adopted, sample.BASE, told))
    assert official in set(with_named(adopted, sample.BASE, [*told, office]))


def test_what_is_described_already_is_not_said_again(adopted: Store) -> None:
    """Quads that describe all that they name are left as they are."""
    once = list(with_named(adopted, sample.BASE, article_quads(adopted)))
    again = list(with_named(adopted, sample.BASE, once))

    assert again == once
    assert list(with_named(adopted, sample.BASE, [])) == []


@pytest.mark.thorough
def test_an_articles_turtle_conforms_with_the_ontology_beside_it(tmp_path: Path) -> None:
    """As a knowledge engineer holds it to the shapes with pySHACL alone, and who speaks has a name."""
    settings = replace(load_settings({}, {}), home=str(tmp_path / "home"))
    with open_knowledge_base(tmp_path / "home", settings, create=True) as kb:
        with kb.adder() as adder:
            text = next(read_paths([resource("seeds")]))
            adder.add(text)
        article = text.article.id  # type: ignore[union-attr]
        out = io.BytesIO()
        take(kb, out, form_called("turtle"), Part(article=article))
    shapes, data = rdflib.Graph(), rdflib.Graph()
    for path in sorted(resource("shapes").glob("*.ttl")):
        shapes.parse(path)
    for path in sorted(resource("ontology").rglob("*.ttl")):
        data.parse(path)
    data.parse(data=out.getvalue(), format="turtle")

    assert pyshacl.validate(data, shacl_graph=shapes)[0]
    speakers = set(data.objects(None, rdflib.URIRef(names.kb("speaker").value)))
    assert speakers
    assert speakers <= set(data.subjects(rdflib.RDFS.label))
