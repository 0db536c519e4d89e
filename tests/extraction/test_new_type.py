"""A new event type is Turtle and no code, from the trigger to the validated graph."""

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout.stage import layout
from kb.graph.article_graph import article_quads
from kb.graph.vocabulary import KB, TYPE_NAMESPACE
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.language.reader import Reader
from kb.model import Article, Extraction
from kb.resources import resource
from kb.service.intake.vetting import closure
from kb.validation import validate, validate_ontology
from tests.extraction.analyses import analysis

ARTICLE = Article("A swarming emptied the school in Annecy on Monday.", title="Bees", language="en")
BASE = "http://localhost:8000/"
NEW = """
@prefix kb: <https://w3id.org/newskb#> .
@prefix kbt: <https://w3id.org/newskb/type#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
kbt:swarming a kb:EventType ;
    skos:broader kbt:natural_hazard ;
    skos:prefLabel "swarming"@en ;
    skos:definition "Bees leave the hive."@en ;
    kb:triggerNoun "swarming" .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The ontology with one type more."""
    copy = Path(shutil.copytree(resource("ontology"), tmp_path / "ontology"))
    (copy / "types" / "bees.ttl").write_text(NEW, encoding="utf-8")
    return copy


def read(types: EventTypes) -> Extraction:
    reader = SimpleNamespace(model_sha256="", version="test")
    extractor = BuiltinExtractor(reader, shipped(), types)  # type: ignore[arg-type]
    found = analysis(ARTICLE.text, [("trigger", "natural_hazard", "swarming")])
    return extractor.interpret(ARTICLE, layout(ARTICLE.text, 0), found)


def kinds(extraction: Extraction) -> list[str]:
    return [event.type for event in extraction.events]


def test_without_it_the_trigger_is_of_the_class_in_general() -> None:
    assert kinds(read(EventTypes.load())) == ["natural_hazard"]


def test_a_type_added_as_turtle_is_extracted_and_its_graph_conforms(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_ONTOLOGY", str(folder))
    extraction = read(EventTypes.load())
    quads = article_quads(ARTICLE, extraction, {}, BASE)

    assert kinds(extraction) == ["swarming"]
    assert TYPE_NAMESPACE + "swarming" in {q.object.value for q in quads if q.predicate.value == KB.eventType}
    assert validate(quads, ARTICLE.text, closure(extraction, BASE)).results == ()
    assert validate_ontology(folder).results == ()


def test_the_example_of_the_page_is_read_by_the_reader_of_the_package(folder: Path) -> None:
    """Whoever copies it sees events of the type; without it they are storms."""
    page = (Path(__file__).parents[2] / "docs/event-types.md").read_text(encoding="utf-8")
    (added,) = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    prefixes = NEW.split("kbt:swarming", 1)[0]
    article = Article(
        "A dust storm closed the airport of Delhi on Friday. Two people were killed in the dust storm.", language="en"
    )
    (folder / "types" / "page.ttl").write_text(prefixes + added, encoding="utf-8")
    reader = Reader()

    assert "storm" in kinds(BuiltinExtractor(reader, shipped(), EventTypes.load()).extract(article))
    assert "dust_storm" in kinds(BuiltinExtractor(reader, shipped(), EventTypes.load(folder)).extract(article))


@pytest.mark.thorough
def test_without_the_type_the_same_graph_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheme of types is closed: what it does not hold is no type."""
    monkeypatch.setenv("KB_ONTOLOGY", str(folder))
    extraction = read(EventTypes.load())
    quads = article_quads(ARTICLE, extraction, {}, BASE)
    monkeypatch.delenv("KB_ONTOLOGY")

    report = validate(quads, ARTICLE.text, closure(extraction, BASE))

    assert {r.shape.rpartition("#")[2] for r in report.violations} == {"EventShape-eventType"}
