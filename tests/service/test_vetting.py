"""Vetting: what the shapes refuse leaves with what rests on it; what is recorded conforms."""

from dataclasses import replace

import pytest

from kb.graph.article_graph import article_quads
from kb.graph.iris import Iris
from kb.graph.pruning import item_ids
from kb.graph.vocabulary import KB
from kb.model import Article, Extraction, Figure, Span
from kb.service.intake.vetting import UnfitArticleError, blamed, closure, vet
from kb.validation import Report, Result, validate
from tests.service.samples import TEXT, at, sample

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BASE = "http://localhost:8000/"
ARTICLE = Article(TEXT, title="Fire", published="2024-05-02")


def _sample() -> Extraction:
    whole = sample(ARTICLE.id)
    spread = replace(whole.events[2], type="fire")
    return replace(whole, events=(*whole.events[:2], spread))


def test_a_sound_extraction_passes_the_real_shapes_unchanged() -> None:
    """The sample has one of everything, and pySHACL finds nothing."""
    vetted = vet(ARTICLE, _sample(), BASE, validate)
    assert vetted.report == ""
    assert (vetted.extraction, vetted.rejected) == (_sample(), None)


def test_an_interval_that_ends_before_it_begins_is_refused_by_the_real_shapes() -> None:
    """Only the event with that time, and its figure's, leave; the report is Turtle and names the shape."""
    whole = _sample()
    time = whole.events[0].time
    assert time is not None
    late = replace(whole.events[0], time=replace(time, earliest_begin="2024-05-09"))
    vetted = vet(ARTICLE, replace(whole, events=(late, *whole.events[1:])), BASE, validate)

    assert vetted.rejected is not None
    assert item_ids(vetted.rejected) == ["v1"]
    assert "sh:ValidationReport" in vetted.report
    quads = article_quads(ARTICLE, vetted.extraction, {}, BASE)
    assert validate(quads, TEXT, closure(vetted.extraction, BASE)).conforms


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"figures": (Figure("q1", "v9", at("3"), "exactly", 3.0),)}, {"q1"}),
        ({"figures": (Figure("q1", "v2", Span(0, 9999), "exactly", 3.0),)}, {"q1"}),
        ({"figures": (Figure("q1", "v2", at("3"), "roughly", 3.0),)}, {"q1"}),
        ({"figures": (Figure("m1", "v2", at("3"), "exactly", 3.0),)}, {"m1", "e1", "o1", "s1", "v1", "v2"}),
    ],
)
def test_what_a_plug_in_makes_up_is_left_out(change: dict[str, tuple[Figure, ...]], gone: set[str]) -> None:
    """A reference to nothing, words beyond the text, an unknown term, an id used twice: said by its id."""
    vetted = vet(ARTICLE, replace(_sample(), **change), BASE, validate)
    assert vetted.rejected is not None
    assert set(item_ids(vetted.rejected)) >= gone
    assert all(identifier not in item_ids(vetted.extraction) for identifier in gone)
    assert next(iter(gone & {"q1", "m1"})) in vetted.report


def test_an_extraction_of_another_article_is_refused_whole() -> None:
    """Its offsets would mean other words."""
    vetted = vet(ARTICLE, sample("b" * 16), BASE, validate)
    assert vetted.rejected == sample("b" * 16)
    assert item_ids(vetted.extraction) == []
    assert vetted.extraction.article == ARTICLE.id


def test_the_nodes_of_a_report_are_laid_to_the_claims_that_make_them() -> None:
    """A time to its event, a reified claim to its subject, shared words to all who cite them."""
    extraction = _sample()
    quads = article_quads(ARTICLE, extraction, {}, BASE)
    iris = Iris(BASE)

    def blame(*nodes: str) -> set[str]:
        return blamed(nodes, quads, ARTICLE, extraction, iris)

    fire = iris.event(ARTICLE.id, "v1")
    time = next(q.object.value for q in quads if q.subject == fire and q.predicate.value == KB.time)
    assert blame(fire.value) == blame(time) == {"v1"}

    def claims(term: str, node: object) -> list[str]:
        return [q.subject.value for q in quads if q.predicate.value == f"{RDF}{term}" and q.object == node]

    assert blame(claims("object", iris.figure(ARTICLE.id, "q1"))[0]) == {"q1"}
    assert {blame(claim) == {"v1"} for claim in claims("subject", fire)} == {True}
    oster = at("Oster")
    assert blame(iris.mention(ARTICLE.id, oster.start, oster.end).value) >= {"m2", "v1"}
    assert blame(iris.article(ARTICLE.id).value) == set(item_ids(extraction))


def test_an_article_that_fails_by_itself_is_refused() -> None:
    """There is nothing left to leave out."""
    report = Report((Result("urn:article", "urn:shape", message="It has no title."),))
    with pytest.raises(UnfitArticleError, match="It has no title"):
        vet(ARTICLE, _sample(), BASE, lambda quads, text, around: report)
