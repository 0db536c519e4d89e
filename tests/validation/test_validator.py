"""The fast way and pySHACL agree on every graph, and reports say what is wrong."""

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.graph.article_graph import article_quads
from kb.graph.vocabulary import KB
from kb.model.identity import member_id
from kb.service.intake.vetting import closure
from kb.validation import validate, validate_imported, validate_ontology
from kb.validation.authority import ShaclError, judge, to_rdflib
from kb.validation.fast import left_over, uncleared
from kb.validation.quoting import WORDS, misquoting
from kb.validation.shape_files import RDF, SH, Index, shape_set
from kb.validation.surroundings import class_tree, surrounded
from tests.graph.sample import BASE, article, extraction

ARTICLE = article()
EXTRACTION = extraction(ARTICLE)
QUADS = article_quads(ARTICLE, EXTRACTION, {}, BASE)
CLOSURE = closure(EXTRACTION, BASE)
TRIPLES = [ox.Triple(q.subject, q.predicate, q.object) for q in QUADS]
KBSH = "https://w3id.org/newskb/shape#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREDICATES = sorted({t.predicate for t in TRIPLES}, key=str)
NODES = sorted({t.subject for t in TRIPLES}, key=str)
VALUES: list[ox.NamedNode | ox.Literal] = [
    *sorted({t.object for t in TRIPLES}, key=str),
    ox.Literal("x"),
    ox.Literal(""),
    ox.Literal("x", language="en"),
    ox.Literal("-1", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("007", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("9999", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("1.50", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("2031-02-31", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("2031-02-28Z", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("1999-01-01", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("2031-05-06T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime")),
    ox.Literal("1999-05-06T24:00:00", datatype=ox.NamedNode(XSD + "dateTime")),
    ox.NamedNode("http://example.org/stranger"),
    ox.NamedNode(KB.vague),
    ox.NamedNode(KB.Person),
    ox.NamedNode(KB.River),
]


@st.composite
def mutated(draw: st.DrawFn) -> list[ox.Triple]:
    """The sample's graph with some triples left out, changed or put in."""
    triples = list(TRIPLES)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("drop", "change", "add", "retype")))
        at = draw(st.integers(0, len(triples) - 1))
        old = triples[at]
        if kind == "drop":
            del triples[at]
        elif kind == "change":
            triples[at] = ox.Triple(old.subject, old.predicate, draw(st.sampled_from(VALUES)))
        elif kind == "retype":
            triples[at] = ox.Triple(draw(st.sampled_from(NODES)), old.predicate, old.object)
        else:
            new = ox.Triple(
                draw(st.sampled_from(NODES)), draw(st.sampled_from(PREDICATES)), draw(st.sampled_from(VALUES))
            )
            triples.append(new)
    return triples


def test_a_sound_article_conforms_without_pyshacl() -> None:
    assert validate(QUADS, ARTICLE.text, CLOSURE).results == ()
    assert uncleared(surrounded(QUADS, ARTICLE.text, CLOSURE), shape_set()) == ()


@pytest.mark.thorough
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # 60 of them run as slow
@given(mutated())
def test_the_fast_way_clears_nothing_that_pyshacl_refuses(triples: list[ox.Triple]) -> None:
    """The two together give exactly what pySHACL alone gives on the whole graph."""
    agree(triples)


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
)
@given(mutated())
def test_the_two_ways_agree_on_many_graphs(triples: list[ox.Triple]) -> None:
    agree(triples)


def agree(triples: list[ox.Triple]) -> set[str]:
    """Hold the two ways together and return the shapes that failed."""
    found = judge(surrounded(triples, ARTICLE.text, CLOSURE), shape_set())

    assert validate(triples, ARTICLE.text, CLOSURE).results == found
    return {result.shape for result in found}


@pytest.mark.thorough
def test_of_a_sound_graph_with_one_doubt_pyshacl_reads_only_what_bears_on_it() -> None:
    """A mention of a kind that there is not, in a graph of many triples."""
    said = next(t for t in TRIPLES if t.predicate.value == KB.mentionKind)
    triples = [t if t != said else ox.Triple(said.subject, said.predicate, ox.NamedNode(KB.Article)) for t in TRIPLES]
    whole = surrounded(triples, ARTICLE.text, CLOSURE)
    left, bearing = left_over(whole, shape_set())

    assert {focus for _, focus in left} == {said.subject}
    assert len(bearing) - len(class_tree()) < len(triples) / 4
    assert judge(bearing, shape_set(), left) == judge(whole, shape_set()) != ()


@pytest.mark.thorough
def test_of_two_objects_only_that_one_is_refused_that_is_of_another_class() -> None:
    """Whichever comes first: what pySHACL is given has the class of both."""
    event = next(t.subject for t in TRIPLES if t.predicate.value == KB.trigger)
    spare = ox.NamedNode("http://example.org/spare")
    mention = next(t.subject for t in TRIPLES if t.predicate.value == KB.exact)
    copied = [ox.Triple(spare, t.predicate, t.object) for t in TRIPLES if t.subject == mention]
    further = [ox.Triple(event, ox.NamedNode(KB.mention), one) for one in (ox.NamedNode("http://example.org/x"), spare)]

    for order in (further, further[::-1]):
        assert agree([*TRIPLES, *copied, *order]) == {KBSH + "EventShape-mention"}


@pytest.mark.thorough
def test_where_a_node_without_a_name_is_in_doubt_pyshacl_reads_all() -> None:
    """It judges every node then, those too of which what bears on the doubt is a part."""
    event = next(t.subject for t in TRIPLES if t.predicate.value == KB.trigger)
    cause = ox.Triple(ox.BlankNode("b"), ox.NamedNode(KB.causedBy), event)
    kind = ox.Triple(cause.subject, ox.NamedNode(RDF + "type"), ox.NamedNode(KB.Event))

    assert KBSH + "EventShape-label" in agree([*TRIPLES, kind, cause])


def test_a_number_beyond_all_texts_is_refused() -> None:
    start = next(t for t in TRIPLES if t.predicate.value == KB.start)
    far = ox.Literal("1" * 5000, datatype=start.object.datatype)
    triples = [t if t != start else ox.Triple(t.subject, t.predicate, far) for t in TRIPLES]

    assert not validate(triples, ARTICLE.text, CLOSURE).conforms


@pytest.mark.thorough
def test_two_spellings_of_one_number_are_two_objects_to_both_ways() -> None:
    """A store that keeps values would find the claimed triple; what is written differs."""
    claim = next(t for t in TRIPLES if t.predicate.value.endswith("#object") and t.object == ox.Literal("Mayor"))
    decimal = ox.NamedNode(XSD + "decimal")
    spelt = {claim: ox.Literal("1.50", datatype=decimal)}
    triples = [ox.Triple(t.subject, t.predicate, spelt.get(t, t.object)) for t in TRIPLES]
    stated = next(t for t in triples if t.predicate.value == KB.roleTitle)
    triples[triples.index(stated)] = ox.Triple(stated.subject, stated.predicate, ox.Literal("1.5", datatype=decimal))

    assert KBSH + "ClaimShape-stated" in agree(triples)


def test_words_that_are_not_in_the_text_are_refused_with_focus_and_shape() -> None:
    report = validate(QUADS, ARTICLE.text.replace("Rivermark", "Riverside"), CLOSURE)

    assert not report.conforms
    assert {result.shape for result in report.results} == {KBSH + "MentionShape-words"}
    assert all("/id/mention-" in focus for focus in report.focus)


def test_mentions_are_held_against_the_text_without_sparql() -> None:
    """The constraint is the one of the shapes, and a wrong start, end or word is in doubt."""
    index = shape_set().index
    selects = [value for node in index.out for value in index.values(node, SH + "select")]
    assert WORDS in {select.value for select in selects if isinstance(select, ox.Literal)}
    whole = surrounded(QUADS, ARTICLE.text, CLOSURE)
    assert misquoting(Index(whole)) == frozenset()
    mention = next(t.subject for t in whole if t.predicate.value == KB.exact)
    for predicate in (KB.start, KB.end, KB.exact):
        old = next(t for t in whole if t.subject == mention and t.predicate.value == predicate)
        for value in (ox.Literal("9", datatype=ox.NamedNode(XSD + "integer")), ox.Literal("-1"), old.subject):
            changed = [t if t != old else ox.Triple(t.subject, t.predicate, value) for t in whole]
            assert misquoting(Index(changed)) == {old.subject}, (predicate, value)


def test_offsets_count_code_points() -> None:
    """An emoji before the words shifts nothing by two."""
    graph = ox.parse(
        """
        @prefix kb: <https://w3id.org/newskb#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix ex: <http://example.org/> .
        ex:a a kb:Article ; rdfs:label "a" ; kb:length 6 ;
            kb:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
        ex:m a kb:Mention ; kb:article ex:a ; kb:start 2 ; kb:end 6 ; kb:exact "Rain" .
        """,
        format=ox.RdfFormat.TURTLE,
    )
    triples = list(graph)
    text = "\N{FLOPPY DISK}\N{CLOUD}Rain"

    assert validate(triples, text).conforms
    assert judge(surrounded(triples, text, ()), shape_set()) == ()
    assert not validate(triples, "xxx" + text).conforms


def test_a_lone_surrogate_in_the_text_is_no_violation() -> None:
    odd = article(ARTICLE.text + " \ud800")
    quads = article_quads(odd, None, {}, BASE)

    assert validate(quads, odd.text).conforms


def test_the_report_is_shacl_in_turtle_and_always_the_same() -> None:
    broken = [t for t in TRIPLES if t.predicate.value != KB.evidence]
    report = validate(broken, ARTICLE.text, CLOSURE)
    graph = list(ox.parse(report.turtle().encode(), format=ox.RdfFormat.TURTLE))

    assert report.turtle() == validate(reversed(broken), ARTICLE.text, CLOSURE).turtle()
    shapes = {t.object.value for t in graph if t.predicate.value.endswith("#sourceShape")}
    assert {KBSH + "ClaimShape-evidence", KBSH + "FigureShape-evidence"} <= shapes
    assert len([t for t in graph if t.predicate.value.endswith("#result")]) == len(report.results)
    assert report.text().count("\n") == len(report.results) - 1


def test_a_warning_does_not_make_a_graph_fail() -> None:
    speaker = next(t.object for t in TRIPLES if t.predicate.value == KB.speaker)
    about = [q for q in CLOSURE if q.subject != speaker]
    kinds = [
        ox.Triple(speaker, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(KB.River))
    ]
    label = [ox.Triple(speaker, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("Loire"))]
    without_office = [t for t in TRIPLES if t.object != ox.NamedNode(KB.Official)]

    report = validate(without_office, ARTICLE.text, [*about, *kinds, *label])

    assert report.conforms
    assert KBSH + "StatementShape-speakerKind" in {r.shape for r in report.results}
    assert {r.severity for r in report.results} == {"Warning"}


def test_an_event_of_an_unknown_type_is_refused() -> None:
    triples = [
        ox.Triple(t.subject, t.predicate, ox.NamedNode("https://w3id.org/newskb/type#qwzx"))
        if t.predicate.value == KB.eventType
        else t
        for t in TRIPLES
    ]
    report = validate(triples, ARTICLE.text, CLOSURE)

    assert KBSH + "EventShape-eventType" in {r.shape for r in report.violations}


def test_imported_data_is_judged_only_where_it_claims_to_be_ours() -> None:
    foreign = '<http://example.org/a> a <http://example.org/Thing> ; <http://example.org/p> "x" .'
    ours = "<http://example.org/a> a <https://w3id.org/newskb#Figure> ."

    assert validate_imported(ox.parse(foreign, format=ox.RdfFormat.TURTLE)).conforms
    refused = validate_imported(ox.parse(ours, format=ox.RdfFormat.TURTLE))
    assert "http://example.org/a" in refused.focus


def test_the_packaged_ontology_conforms() -> None:
    assert validate_ontology().results == ()


def test_xsd_string_is_dropped_for_rdflib() -> None:
    triple = ox.Triple(NODES[0], PREDICATES[0], ox.Literal("en"))
    value = next(iter(to_rdflib([triple])))[2]

    assert value.datatype is None


def test_a_triple_about_a_triple_is_refused_by_name() -> None:
    inner = ox.Triple(NODES[0], PREDICATES[0], ox.Literal("x"))

    with pytest.raises(ShaclError) as error:
        to_rdflib([ox.Triple(NODES[0], PREDICATES[0], inner)])

    assert "triple about a triple" in error.value.reason


def test_an_entity_of_the_sample_is_in_the_closure() -> None:
    wanted = {member_id(ARTICLE.id, entity.id) for entity in EXTRACTION.entities}

    assert len({q.subject for q in CLOSURE}) >= len(wanted)
