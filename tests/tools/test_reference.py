"""The pages about the ontology are what the tool writes, and every term is described."""

import re

import pyoxigraph as ox

from kb.resources import resource
from tools import reference, vocabulary

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def test_the_pages_are_up_to_date() -> None:
    for path, text in reference.pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python -m tools.reference"


def test_every_term_is_on_the_page() -> None:
    page = (reference.ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")

    assert {name for name in vocabulary.terms(resource("ontology")) if f"| `kb:{name}` |" not in page} == set()


def test_every_term_has_label_comment_example_and_source() -> None:
    wanted = {RDFS + "label", RDFS + "comment", SKOS + "example", RDFS + "isDefinedBy"}
    said: dict[str, set[str]] = {}
    for path in resource("ontology").glob("*.ttl"):
        for triple in ox.parse(path=path):
            said.setdefault(str(triple.subject.value), set()).add(triple.predicate.value)

    terms = vocabulary.terms(resource("ontology"))
    assert {name for name in terms if not wanted <= said[vocabulary.KB + name]} == set()


def test_a_topic_file_says_what_it_is_about() -> None:
    for path in resource("ontology").rglob("*.ttl"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_graph_md_names_only_terms_that_exist() -> None:

    page = (reference.ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    terms = set(vocabulary.terms(resource("ontology")))

    assert {name for name in re.findall(r"kb:([A-Za-z_0-9]+)", page) if name not in terms} == set()
