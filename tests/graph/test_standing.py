"""A view at less holds any view at more, stays valid, and never makes a fact of what somebody said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kb.events import Judged
from kb.graph import names
from kb.graph.claims import Claims, item, kind_of, spans_of
from kb.graph.curation import Curation, curate, curated_quads
from kb.graph.iris import Iris
from kb.graph.standing import ArticleStanding
from kb.model import Extraction
from kb.service.intake.vetting import closure
from kb.validation import validate
from tests.graph import sample

ARTICLE = sample.article()
IRIS = Iris(sample.BASE)
GRAPH = IRIS.article_graph(ARTICLE.id)
CHANCES = st.sampled_from([0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 0.99])
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["v1", "v2", "v3", "v4", "s1", "s2", "q1", "o1"]),
        st.sampled_from(["claim-confirmed", "claim-retracted"]),
    ),
    max_size=3,
)


def with_chances(chance: Callable[[], float]) -> Extraction:
    """Return the sample with confidences of *chance*, and a statement inside another."""
    found = sample.extraction()

    def drawn(value: Any) -> Any:
        part = {"reality", "time", "link", "source"} if hasattr(value, "trigger") else {"speaker", "medium"}
        further = {f"{name}_confidence": chance() for name in part} if hasattr(value, "claims") or hasattr(
            value, "trigger"
        ) else {}  # fmt: skip
        if hasattr(value, "places"):
            further["place_confidences"] = tuple(chance() for _ in value.places)
            further["roles"] = tuple(replace(role, confidence=chance()) for role in value.roles)
        return replace(value, confidence=chance(), **further)

    kinds = ("mentions", "entities", "offices", "statements", "events", "figures")
    made = replace(found, **{kind: tuple(drawn(one) for one in getattr(found, kind)) for kind in kinds})
    first, second, *rest = made.statements
    return replace(made, statements=(first, replace(second, nested_in="s1"), *rest))


def decided(local: str, kind: str, position: int = 1, field: str = "", value: str = "") -> Curation:
    """Return a decision about an item of the sample, or one part of it."""
    extraction = sample.extraction()
    one = item(extraction, local)
    assert one is not None
    parts = [part for part in Claims(ARTICLE, extraction, IRIS).of(one) if part.field == field]
    judged = Judged(kind_of(local), local, spans_of(one), *((field, parts[0].value, parts[0].words) if field else ()))
    return Curation(position, kind, local, judged, value)


def quads_of(extraction: Extraction, *decisions: Curation) -> tuple[Quad, ...]:
    """Return the article's graph after decisions."""
    return curated_quads(ARTICLE, curate(ARTICLE, extraction, decisions, IRIS), {}, sample.BASE)


def view(quads: tuple[Quad, ...], least: float) -> set[Quad]:
    """Return what stands at *least*."""
    return {quad for quad, value in ArticleStanding(quads).quads().items() if value >= least}


def sources(quads: set[Quad], node: NamedNode) -> set[object]:
    """Return the statements that claim an event."""
    return {quad.object for quad in quads if quad.subject == node and quad.predicate == names.kb("source")}


@pytest.mark.thorough
@settings(deadline=None, max_examples=30)
@given(st.data(), DECISIONS, CHANCES, CHANCES)
def test_views_are_parts_of_one_another_and_valid(
    data: st.DataObject, decisions: list[tuple[str, str]], one: float, other: float
) -> None:
    """At 0 the graph; at more no quad that is not there at less; the shapes hold wherever they held."""
    extraction = with_chances(lambda: data.draw(CHANCES))
    quads = quads_of(extraction, *(decided(*told, position) for position, told in enumerate(decisions)))
    low, high = sorted((one, other))
    whole = validate(quads, ARTICLE.text, closure(extraction, sample.BASE))

    assert view(quads, 0.0) == set(quads)
    assert view(quads, high) <= view(quads, low) <= set(quads)
    if whole.conforms:
        report = validate(sorted(view(quads, high), key=str), ARTICLE.text, closure(extraction, sample.BASE))
        assert report.conforms, report.text()


@settings(deadline=None, max_examples=30)
@given(st.data(), CHANCES)
def test_no_claim_below_is_left_and_no_claim_changes_its_voice(data: st.DataObject, least: float) -> None:
    """What a statement claims goes with the statement: without it the article itself would seem to say so."""
    quads = quads_of(with_chances(lambda: data.draw(CHANCES)))
    left = view(quads, least)

    for quad in left:
        if quad.predicate in (names.kb("certainty"), names.kb("confidence")):
            assert float(quad.object.value) >= least  # type: ignore[union-attr]
    for event in {quad.subject for quad in left if quad.object == names.kb("Event")}:
        assert bool(sources(set(quads), event)) == bool(sources(left, event))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=30)
@given(st.data(), st.sampled_from(["v1", "v2", "v3", "v4", "s1", "s2", "s3", "q1", "o1"]))
def test_what_people_confirmed_counts_as_certain(data: st.DataObject, local: str) -> None:
    """It is in every view, with the statement that claims it and the event that it is about."""
    quads = quads_of(with_chances(lambda: data.draw(CHANCES)), decided(local, "claim-confirmed"))
    left = view(quads, 1.0)
    node = IRIS.local(ARTICLE.id, local)

    assert Quad(node, names.kb("article"), IRIS.article(ARTICLE.id), GRAPH) in left
    assert sources(left, node) == sources(set(quads), node)


def test_a_confirmed_claim_keeps_what_it_cannot_do_without() -> None:
    """The event with type and reality, who says so; not the rest of the event."""
    extraction = with_chances(lambda: 0.3)
    event, place = IRIS.event(ARTICLE.id, "v1"), names.kb("place")
    left = view(quads_of(extraction, decided("v1", "claim-confirmed", field="place")), 0.9)
    said = {quad.predicate for quad in left if quad.subject == event}

    assert {place, names.kb("eventType"), names.kb("reality"), names.kb("source")} <= said
    assert names.kb("patient") not in said
    assert sources(left, event) == {IRIS.statement(ARTICLE.id, "s1")}


def test_an_amended_claim_is_as_certain_as_a_confirmed_one() -> None:
    """A person put the value there."""
    extraction = with_chances(lambda: 0.3)
    left = view(quads_of(extraction, decided("v1", "claim-amended", field="eventType", value="fire")), 1.0)

    assert [q.object for q in left if q.predicate == names.kb("eventType")] == [names.event_type("fire")]


def test_unsure_words_name_nobody_but_stay_as_evidence() -> None:
    """A mention at 0.3 is a span in the view at 0.5 if a claim cites it, and nothing if none does."""
    extraction = sample.extraction()
    unsure = replace(extraction, mentions=tuple(replace(m, confidence=0.3) for m in extraction.mentions))
    left = view(quads_of(unsure), 0.5)
    spans = {q.subject for q in left if q.object == names.kb("Mention")}

    assert not [q for q in left if q.predicate == names.kb("refersTo")]
    assert IRIS.mention(ARTICLE.id, *_place(extraction, "m1")) in spans  # where the killing was
    assert IRIS.mention(ARTICLE.id, *_place(extraction, "m5")) in spans  # the medium
    assert IRIS.mention(ARTICLE.id, *_place(extraction, "m2")) not in spans


def _place(extraction: Extraction, mention: str) -> tuple[int, int]:
    found = next(m.span for m in extraction.mentions if m.id == mention)
    return found.start, found.end
