"""One article's graph says what the extraction says, with the words of each claim."""

import dataclasses

import pytest
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store

from kb.graph.article_graph import article_quads
from kb.graph.builder import DanglingReferenceError
from kb.graph.iris import Iris
from kb.graph.names import PREFIXES
from kb.model import Entity, Event, Extraction, Figure, Role, Span, TimeValue
from tests.graph import sample


def graph_of(extraction: Extraction | None = None, links: dict[str, str] | None = None) -> Store:
    """Return the sample's graph in a store."""
    store = Store()
    made = sample.extraction() if extraction is None else extraction
    store.extend(article_quads(sample.article(), made, links or {}, sample.BASE, recorded=7))
    return store


def ask(store: Store, where: str, *names: str) -> set[tuple[str, ...]]:
    """Return the answers' values, IRIs shortened to their last part."""
    found = store.query(
        f"SELECT DISTINCT {' '.join('?' + n for n in names)} WHERE {{ {where} }}",
        prefixes=dict(PREFIXES),
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    return {
        tuple(str(row[n].value).removeprefix("https://w3id.org/newskb").lstrip("#") for n in names) for row in found
    }


def test_participants_are_one_hop_and_their_words_one_more() -> None:
    """Who did what is one triple; the claim beside it has evidence, claimant and certainty."""
    store = graph_of()

    assert ask(store, "?v kb:eventType kbt:killing ; kb:patient/rdfs:label ?who", "who") == {("at least four people",)}
    assert ask(
        store,
        "?c a kb:Claim ; rdf:subject ?v ; rdf:predicate kb:place ; kb:evidence/kb:exact ?words ; "
        "kb:claimedBy/kb:cue/kb:exact ?cue ; kb:certainty ?sure",
        "words",
        "cue",
        "sure",
    ) == {("Rivermark", "said", "0.9")}


def test_own_voice_is_claimed_by_the_article() -> None:
    """An event without a source is the article's own claim."""
    claimed = ask(graph_of(), "?c rdf:predicate kb:eventType ; rdf:object kbt:flood ; kb:claimedBy ?a . ?a a ?t", "t")

    assert claimed == {("Article",)}


@pytest.mark.parametrize(
    ("event", "expected"),
    [("killing", "occurred"), ("opening", "denied"), ("visit", "planned"), ("flood", "occurred")],
)
def test_reality_follows_polarity_modality_and_who_denies(event: str, expected: str) -> None:
    """A denial by a source is no finding of the article's."""
    assert ask(graph_of(), f"?v kb:eventType kbt:{event} ; kb:reality ?r", "r") == {(expected,)}


def test_links_name_the_canonical_entity_everywhere() -> None:
    """With a link no triple knows the article's own id any more."""
    linked = graph_of(links={"e1": "c0ffee"})
    city = NamedNode(f"{sample.BASE}id/entity-c0ffee")

    predicates = {q.predicate.value.rpartition("#")[2] for q in linked.quads_for_pattern(None, None, city, None)}
    assert predicates == {"about", "jurisdiction", "mentions", "object", "place", "refersTo"}
    own = Iris(sample.BASE).entity("c0ffee")
    assert own == city


def test_figure_keeps_number_comparator_and_claimant() -> None:
    """The figure stands at its event, with who says so."""
    assert ask(
        graph_of(),
        "?v kb:figure ?f . ?f kb:event ?v ; kb:value ?n ; kb:comparator ?c ; kb:counts ?what ; kb:claimedBy/kb:mode ?m",
        "n",
        "c",
        "what",
        "m",
    ) == {("4", "atLeast", "people killed", "indirect")}


def test_statement_has_content_speaker_medium_and_what_it_asserts() -> None:
    """A statement's parts are there, each with its words."""
    assert ask(
        graph_of(),
        "?s kb:mode kb:direct ; kb:content ?words ; kb:asserts/rdfs:label ?event ; kb:speakerSpan/kb:exact ?by",
        "words",
        "event",
        "by",
    ) == {("We expect a visit by the president.", "visit by the president", "Lund")}
    channel = ask(graph_of(), "?c rdf:predicate kb:medium ; kb:evidence/kb:exact ?words", "words")
    assert channel == {("Chirper",)}


def test_an_office_has_holder_title_and_status() -> None:
    """Who holds which office where; that the holder is an official stands in the registry."""
    assert ask(graph_of(), "?p kb:holder ?h ; kb:roleTitle ?t ; kb:positionStatus ?s", "t", "s") == {
        ("Mayor", "current")
    }


def test_event_time_gives_outermost_days() -> None:
    """kb:begin and kb:end are days; the kb:Time keeps the words and the stamps."""
    assert ask(graph_of(), "?v kb:begin ?b ; kb:end ?e ; kb:time [rdfs:label ?w ; kb:latestEnd ?l]", *"bewl") == {
        ("2031-05-06", "2031-05-06", "Tuesday", "2031-05-06T23:59:59")
    }


def test_one_word_read_two_ways_is_two_times() -> None:
    """Two events that date one "Tuesday" differently do not share stamps."""
    made = sample.extraction()
    other = TimeValue(sample.at(sample.TEXT, "Tuesday"), "2031-05-13", "2031-05-13", "", "", "day", "relative")
    second = dataclasses.replace(made.events[3], time=other)
    store = graph_of(dataclasses.replace(made, events=(*made.events[:3], second)))

    assert ask(store, "?t a kb:Time ; rdfs:label 'Tuesday' ; kb:earliestBegin ?b", "b") == {
        ("2031-05-06T00:00:00",),
        ("2031-05-13T00:00:00",),
    }


def test_no_blank_node_and_equal_input_gives_equal_bytes() -> None:
    """Two runs make the same quads in the same order, all of named terms."""
    first = article_quads(sample.article(), sample.extraction(), {"e1": "a"}, sample.BASE, recorded=7)
    second = article_quads(sample.article(), sample.extraction(), {"e1": "a"}, sample.BASE, recorded=7)

    assert list(map(str, first)) == list(map(str, second)) == sorted(set(map(str, first)))
    assert not any(isinstance(term, BlankNode) for quad in first for term in quad)


def test_every_claim_quotes_the_characters_it_stands_at() -> None:
    """Each claim has evidence, and the words of each mention are those of the text."""
    store = graph_of()
    without = ask(store, "?c a kb:Claim FILTER NOT EXISTS { ?c kb:evidence ?e }", "c")
    quoted = ask(store, "?m kb:start ?s ; kb:end ?e ; kb:exact ?x", "s", "e", "x")

    assert not without
    assert all(sample.TEXT[int(s) : int(e)] == words for s, e, words in quoted)


def test_article_without_extraction_is_its_own_node_only() -> None:
    """What nothing has read yet is still an article with title, source and day."""
    store = Store()
    store.extend(article_quads(sample.article(), None, {}, sample.BASE))

    assert ask(store, "?a a kb:Article ; kb:source ?s ; kb:published ?p ; kb:publishedAt ?at", "s", "p", "at") == {
        ("The Rivermark Gazette", "2031-05-07", "2031-05-07T09:30:00+02:00")
    }
    assert len({q.subject for q in store}) == 1


@pytest.mark.parametrize(
    ("change", "reference"),
    [
        ({"events": (), "figures": (Figure("q1", "v9", Span(0, 1), "exactly", 1),)}, "event v9"),
        ({"events": (Event("v1", "flood", Span(0, 1), sources=("s9",)),), "figures": ()}, "statement s9"),
        ({"events": (Event("v1", "flood", Span(0, 9_999)),), "figures": ()}, "characters 0 to 9999"),
    ],
)
def test_what_the_extraction_does_not_have_is_named(change: dict[str, object], reference: str) -> None:
    """A dangling id or span stops the projection and says what dangles."""
    broken = dataclasses.replace(sample.extraction(), statements=(), **change)  # type: ignore[arg-type]

    with pytest.raises(DanglingReferenceError) as caught:
        article_quads(sample.article(), broken, {}, sample.BASE)
    assert caught.value.reference == reference


def test_same_triple_from_two_roles_adds_evidence_and_keeps_the_higher_certainty() -> None:
    """One claim, two stretches of words."""
    words = Span(0, 9), Span(20, 26)
    roles = (Role("agent", words[0], "e1", confidence=0.4), Role("agent", words[1], "e1", confidence=0.6))
    made = Extraction(
        sample.article().id,
        "x",
        "1",
        entities=(Entity("e1", "city", "R"),),
        events=(Event("v1", "flood", words[0], roles=roles),),
    )
    found = ask(graph_of(made), "?c rdf:predicate kb:agent ; kb:certainty ?n ; kb:evidence ?e", "n", "e")

    assert {n for n, _ in found} == {"0.6"}
    assert len(found) == 2
