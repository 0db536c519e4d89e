"""Web Annotations: every selector selects the words of its mention, by place and by quotation."""

import hashlib
import io
import json
from typing import Any

import pytest
import rdflib
from pyoxigraph import Store

from kb.exporting.annotations import MisplacedMentionError, write_annotations
from kb.exporting.reading import Graph
from kb.exporting.selection import with_belongings
from kb.graph import names
from tests.exporting.conftest import FIRST, SECOND, iri
from tests.graph import sample

TEXTS = {FIRST.id: FIRST.text, SECOND.id: SECOND.text}
CONTEXT = {  # what the standard's own context says of the terms used here, as no test asks the network
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "first": {"@id": "as:first", "@type": "@id"},
    "items": {"@id": "as:items", "@container": "@list", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "exact": "oa:exact",
    "start": "oa:start",
    "end": "oa:end",
}


def written(store: Store, chosen: frozenset[str] | None = None) -> dict[str, Any]:
    """Return the collection."""
    out = io.BytesIO()
    count = write_annotations(Graph(store, sample.BASE, chosen), out, TEXTS.__getitem__)
    made: dict[str, Any] = json.loads(out.getvalue())
    assert made["total"] == count == len(made["first"]["items"])
    return made


def test_selectors_select_the_words(store: Store) -> None:
    """Of every mention of every article, in the text whose hash stands beside."""
    items = written(store)["first"]["items"]
    assert len(items) == len(list(store.quads_for_pattern(None, names.TYPE, names.kb("Mention"), None)))
    for item in items:
        source = item["target"]["source"]
        text = TEXTS[source["id"].rpartition("article-")[2]]
        place, quote = item["target"]["selector"]
        assert (place["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[place["start"] : place["end"]] == quote["exact"] != ""
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert source["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_an_annotation_says_what_its_words_are(store: Store) -> None:
    """An entity that they name, an event that they trigger, a claim's evidence that is neither."""
    items = written(store)["first"]["items"]
    by_words = {item["target"]["selector"][1]["exact"]: item for item in items}

    assert by_words["Ada Lund"]["motivation"] == "identifying"
    assert "/id/entity-" in by_words["Ada Lund"]["body"][0]["source"]
    killed = by_words["killed"]["body"]
    assert [(body["purpose"], body["styleClass"]) for body in killed] == [("classifying", "trigger")]
    assert len({item["id"] for item in items}) == len(items)


def test_only_what_is_chosen(store: Store) -> None:
    """Of one article; of one entity the words that name it."""
    first = written(store, with_belongings(store, sample.BASE, [iri("article", FIRST.id)]))
    assert {item["target"]["source"]["id"] for item in first["first"]["items"]} == {iri("article", FIRST.id)}
    named = written(store, with_belongings(store, sample.BASE, [iri("entity", "cc")]))
    assert [item["target"]["selector"][1]["exact"] for item in named["first"]["items"]] == ["Ada Lund", "Lund"]


def test_rdflib_reads_it_as_annotations(store: Store) -> None:
    """Each with a target that has two selectors."""
    made = written(store) | {"@context": CONTEXT}
    graph = rdflib.Graph().parse(data=json.dumps(made), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    annotations = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(annotations) == made["total"]
    for one in annotations:
        assert len(set(graph.objects(graph.value(one, oa.hasTarget), oa.hasSelector))) == 2


def test_text_and_graph_that_do_not_fit_are_no_annotation(store: Store) -> None:
    """It is said which mention of which article."""
    with pytest.raises(MisplacedMentionError, match="mention-") as caught:
        write_annotations(Graph(store, sample.BASE), io.BytesIO(), lambda article: "x" + TEXTS[article])
    assert caught.value.article.startswith("article-")
