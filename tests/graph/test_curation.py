"""What a person decides changes the reading as it stands, and nothing of what was recorded."""

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kb.events import Judged
from kb.graph import names
from kb.graph.amending import UnfitValueError, amended
from kb.graph.article_graph import article_quads
from kb.graph.claims import Claims, Part, item, spans_of
from kb.graph.curation import Curated, Curation, curate, curated_quads
from kb.graph.iris import Iris
from kb.model import Event, Extraction, Role
from kb.model.identity import borrowed
from tests.graph import sample

ARTICLE = sample.article()
READING = sample.extraction()
LINKS = {"e1": "c1", "e5": "p9"}
IRIS = Iris(sample.BASE)
V1 = IRIS.event(ARTICLE.id, "v1")


def part(field: str, local: str = "v1", reading: Extraction = READING) -> Part:
    """Return the first part of an item with a field."""
    one = item(reading, local)
    assert one is not None
    return next(p for p in Claims(ARTICLE, reading, IRIS).of(one) if p.field == field)


def decision(
    kind: str, local: str = "v1", field: str = "", value: str = "", position: int = 1, reading: Extraction = READING
) -> Curation:
    """Return a decision about an item, or a part of it, as it stands in *reading*."""
    one = item(reading, local)
    assert one is not None
    if not field:
        return Curation(position, kind, local, Judged("event", local, spans_of(one)), value)
    of = part(field, local, reading)
    claim = of.claim.value.rpartition("/")[2] if of.claim else local
    kinds = {"v": "event", "s": "statement", "q": "figure", "o": "office"}
    judged = Judged(kinds[local[0]], local, spans_of(one), field, of.value, of.words)
    return Curation(position, kind, claim, judged, value)


def decided(*decisions: Curation, reading: Extraction = READING) -> tuple[Curated, Store]:
    """Return the sample as it stands after decisions, and its graph."""
    curated = curate(ARTICLE, reading, decisions, IRIS)
    store = Store()
    store.extend(curated_quads(ARTICLE, curated, LINKS, sample.BASE))
    return curated, store


def objects(store: Store, subject: NamedNode, term: str) -> list[str]:
    """Return what the graph says of a node."""
    return sorted(str(q.object.value) for q in store.quads_for_pattern(subject, names.kb(term), None, None))  # type: ignore[union-attr]


def test_no_decision_changes_nothing() -> None:
    """The same quads in the same order."""
    curated = curate(ARTICLE, READING, (), IRIS)
    assert curated_quads(ARTICLE, curated, LINKS, sample.BASE) == article_quads(ARTICLE, READING, LINKS, sample.BASE)


def test_every_claim_of_the_graph_is_a_part_and_none_is_missing() -> None:
    """The parts that people can judge are the claims that the graph makes, by name."""
    quads = article_quads(ARTICLE, READING, LINKS, sample.BASE)
    made = {q.subject for q in quads if q.predicate == names.TYPE and q.object == names.kb("Claim")}
    claims = Claims(ARTICLE, READING, IRIS)
    figures = {claims.figure_claim(figure) for figure in READING.figures}
    assert {p.claim for p in claims.all() if p.claim} | figures == made


def test_a_claim_is_called_the_same_whoever_its_entity_is() -> None:
    """Linking and merging give the triple another object, and the claim no other name."""
    made = [
        {q.subject for q in article_quads(ARTICLE, READING, links, sample.BASE) if q.predicate == names.OBJECT}
        for links in ({}, LINKS, {"e1": "c2", "e5": "c2"})
    ]
    assert made[0] == made[1] == made[2]


def test_two_entities_that_are_one_keep_two_claims_of_one_triple() -> None:
    """Retracting one of them leaves what the other says."""
    event = READING.events[0]
    roles = (*event.roles, Role("agent", sample.at(sample.TEXT, "Dam"), entity="e3"))
    roles = (*roles, Role("agent", sample.at(sample.TEXT, "Ada Lund"), entity="e2"))
    reading = replace(READING, events=(replace(event, roles=roles), *READING.events[1:]))
    first = decision("claim-retracted", field="agent", reading=reading)
    curated = curate(ARTICLE, reading, [first], IRIS)
    quads = curated_quads(ARTICLE, curated, {"e3": "one", "e2": "one"}, sample.BASE)

    assert [q.object for q in quads if q.subject == V1 and q.predicate == names.kb("agent")] == [IRIS.entity("one")]


def test_retracted_claim_takes_its_triple_along() -> None:
    """The place goes; who was killed stays."""
    gone = part("place").claim
    _, store = decided(decision("claim-retracted", field="place"))

    assert objects(store, V1, "place") == []
    assert not list(store.quads_for_pattern(gone, None, None, None))
    assert objects(store, V1, "patient")


def test_retracted_event_takes_its_claims_and_what_points_at_it_along() -> None:
    """No triple names it any more."""
    curated, store = decided(decision("claim-retracted"))

    assert not list(store.quads_for_pattern(V1, None, None, None))
    assert not list(store.quads_for_pattern(None, None, V1, None))
    assert list(store.quads_for_pattern(IRIS.event(ARTICLE.id, "v4"), None, None, None))
    assert curated.gone == {"v1", "q1"}


def test_what_only_a_retracted_statement_says_does_not_become_the_articles_own_word() -> None:
    """The event that only it claims goes along, with its figure."""
    curated, _ = decided(decision("claim-retracted", "s1"))
    assert curated.gone == {"s1", "v1", "q1"}

    curated, _ = decided(decision("claim-retracted", "s1", "asserts"))
    assert curated.gone == {"v1", "q1"}


def test_confirmed_event_is_certain() -> None:
    """All its claims get certainty 1; those of others keep theirs."""
    _, store = decided(decision("claim-confirmed"))
    certainties = {
        quad.object.value  # type: ignore[union-attr]
        for claim in store.quads_for_pattern(None, names.SUBJECT, V1, None)
        for quad in store.quads_for_pattern(claim.subject, names.kb("certainty"), None, None)  # type: ignore[arg-type]
    }

    assert certainties == {"1"}
    everything = {q.object.value for q in store.quads_for_pattern(None, names.kb("certainty"), None, None)}  # type: ignore[union-attr]
    assert {"0.95", "0.8"} <= everything


def test_confirmed_claim_alone_is_certain() -> None:
    """The place is; who was killed is as sure as before."""
    _, store = decided(decision("claim-confirmed", field="place"))
    sure = objects(store, part("place").claim, "certainty")  # type: ignore[arg-type]
    assert (sure, objects(store, part("patient").claim, "certainty")) == (["1"], ["0.9"])  # type: ignore[arg-type]


def test_amended_claim_has_the_other_value_in_both_places_and_its_name() -> None:
    """The triple and the claim about it; what it rests on stays."""
    claim = part("place").claim
    assert claim is not None
    _, store = decided(decision("claim-amended", field="place", value="e5"))
    other = IRIS.entity("p9")

    assert objects(store, V1, "place") == [other.value]
    assert [quad.object for quad in store.quads_for_pattern(claim, names.OBJECT, None, None)] == [other]
    assert objects(store, claim, "evidence")
    assert objects(store, claim, "certainty") == ["1"]


def test_an_entity_that_the_article_does_not_name_can_be_brought_in() -> None:
    """It is mentioned then, because a person said so."""
    amended = replace(decision("claim-amended", field="place", value=borrowed("far")), name="Farville", type="city")
    curated = curate(ARTICLE, READING, [amended], IRIS)
    quads = curated_quads(ARTICLE, curated, LINKS | {borrowed("far"): "far"}, sample.BASE)
    graph = IRIS.article_graph(ARTICLE.id)

    assert Quad(V1, names.kb("place"), IRIS.entity("far"), graph) in quads
    assert Quad(IRIS.article(ARTICLE.id), names.kb("mentions"), IRIS.entity("far"), graph) in quads


@pytest.mark.parametrize(
    ("local", "field", "value", "term", "expected"),
    [
        ("v1", "eventType", "flood", "eventType", "https://w3id.org/newskb/type#flood"),
        ("v1", "reality", "notHappened", "reality", "https://w3id.org/newskb#notHappened"),
        ("v1", "reality", "planned", "reality", "https://w3id.org/newskb#planned"),
        ("v1", "time", "day 2031-05-01/2031-05-01/2031-05-01/2031-05-01", "begin", "2031-05-01"),
        ("q1", "value", "exactly 26", "value", "26"),
        ("q1", "value", "exactly 20 26", "upperValue", "26"),
        ("q1", "counts", "wounded", "counts", "wounded"),
        ("o1", "roleTitle", "Governor", "roleTitle", "Governor"),
        ("o1", "positionStatus", "acting", "positionStatus", "https://w3id.org/newskb#acting"),
        ("s1", "speaker", "e3", "speaker", f"{sample.BASE}id/entity-d3"),
        ("s1", "statementStatus", "retracted", "statementStatus", "https://w3id.org/newskb#retracted"),
    ],
)
def test_every_kind_of_value_can_be_amended(local: str, field: str, value: str, term: str, expected: str) -> None:
    """In the model's own place for it."""
    amended = decision("claim-amended", local, field, value)
    store = Store()
    curated = curate(ARTICLE, READING, [amended], IRIS)
    store.extend(curated_quads(ARTICLE, curated, LINKS | {"e3": "d3"}, sample.BASE))

    assert dict(curated.lost) == {}
    assert expected in objects(store, IRIS.local(ARTICLE.id, local), term)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("value", "exactly 26", "26"),
        ("value", "at_least 2600", "at least 2,600"),
        ("value", "about 2.5 3", "about 2.5 to 3"),
        ("value", "vague", "vague"),
        ("counts", "wounded", "at least four"),
    ],
)
def test_an_amended_amount_is_told_as_amended(field: str, value: str, told: str) -> None:
    """By its label too; who changes what is counted leaves the article's number."""
    _, store = decided(decision("claim-amended", "q1", field, value))
    figure = IRIS.local(ARTICLE.id, "q1")

    assert [quad.object.value for quad in store.quads_for_pattern(figure, names.LABEL, None, None)] == [told]  # type: ignore[union-attr]


def test_a_figure_can_be_made_a_difference() -> None:
    part = Part("q1", "change", "")
    made = amended(ARTICLE, READING, part, "decrease", "", "")

    assert item(made, "q1") == replace(READING.figures[0], change="decrease", confidence=1.0)
    with pytest.raises(UnfitValueError, match="a figure has no change sideways"):
        amended(ARTICLE, READING, part, "sideways", "", "")


def test_what_does_not_fit_is_lost_and_says_why() -> None:
    """A denial that nobody made; an entity that nobody knows."""
    curated, _ = decided(
        decision("claim-amended", "v4", "reality", "denied"),
        decision("claim-amended", "v1", "place", "e77", position=2),
    )
    assert dict(curated.lost) == {
        1: "no statement of the article denies it",
        2: "the article has no entity e77",
    }


def test_later_decisions_see_earlier_ones() -> None:
    """Amended, then retracted: the amended triple goes; then confirmed: it is back."""
    first = decision("claim-amended", field="place", value="e5")
    curated, _ = decided(first)
    second = decision("claim-retracted", field="place", position=2, reading=curated.extraction)
    assert objects(decided(first, second)[1], V1, "place") == []

    third = decision("claim-confirmed", field="place", position=3, reading=curated.extraction)
    assert objects(decided(first, second, third)[1], V1, "place") == [IRIS.entity("p9").value]


def test_a_rule_does_not_overturn_a_person() -> None:
    """Whatever comes after; a person does."""
    ours = decision("claim-confirmed")
    theirs = replace(decision("claim-retracted", position=2), person=False)
    curated, store = decided(ours, theirs)
    assert list(store.quads_for_pattern(V1, None, None, None))
    assert dict(curated.lost) == {2: "a person decided otherwise"}

    curated, store = decided(ours, replace(theirs, person=True))
    assert not list(store.quads_for_pattern(V1, None, None, None))


def moved(reading: Extraction) -> Extraction:
    """Return the reading of another extractor: other ids, wider triggers, another order."""
    to = {"v1": "v9", "v2": "v8", "v3": "v7", "v4": "v6"}

    def event(one: Event) -> Event:
        wider = replace(one.trigger, end=one.trigger.end + 1)
        roles = tuple(replace(r, event=to.get(r.event, "")) for r in one.roles)
        return replace(one, id=to[one.id], trigger=wider, roles=roles, causes=tuple(to[c] for c in one.causes))

    return replace(
        reading,
        events=tuple(event(one) for one in reversed(reading.events)),
        statements=tuple(replace(s, claims=tuple(to[c] for c in s.claims)) for s in reading.statements),
        figures=tuple(replace(q, event=to[q.event]) for q in reading.figures),
    )


def test_a_decision_finds_its_claim_in_a_reading_with_other_ids_and_boundaries() -> None:
    """By the words that were judged."""
    again = moved(READING)
    curated, store = decided(
        decision("claim-retracted", field="place"),
        decision("claim-amended", field="eventType", value="flood", position=2),
        decision("claim-retracted", "v2", position=3),
        reading=again,
    )
    found = IRIS.event(ARTICLE.id, "v9")

    assert dict(curated.lost) == {}
    assert objects(store, found, "place") == []
    assert objects(store, found, "eventType") == ["https://w3id.org/newskb/type#flood"]
    assert "v8" in curated.gone


def test_what_a_reading_does_not_have_is_lost_until_one_has_it() -> None:
    """Never dropped: the same decisions apply to the next reading."""
    ours = decision("claim-retracted", field="place")
    placeless = replace(READING, events=(replace(READING.events[0], places=(), place_spans=()), *READING.events[1:]))
    curated, _ = decided(ours, reading=placeless)
    assert dict(curated.lost) == {1: "the reading says nothing there, not Rivermark"}

    eventless = replace(READING, events=(), figures=(), statements=())
    assert dict(decided(ours, reading=eventless)[0].lost) == {1: "the reading has no such event"}
    assert dict(decided(ours)[0].lost) == {}
