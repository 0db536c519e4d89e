"""Tests of kb.query.sparql.extensions and kb.query.sparql.mentioned: written anew, left alone, looked for."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.errors import ForbiddenQueryError
from kb.query.sparql.extensions import FUNCTIONS, NAMES, may_call, rewritten
from kb.query.sparql.functions import functions
from kb.query.sparql.mentioned import disconnected, mentioned
from kb.query.sparql.prefixes import known

PREFIXES = known("http://localhost:8000/")
HITS = [("http://localhost:8000/id/article-a", 2.0), ("http://localhost:8000/id/entity-b", 1.0)]


def written(text: str) -> str:
    """The query as it runs; every search finds the same two."""
    found = rewritten(text, PREFIXES, lambda words, most: HITS if words == 'flood "dam"\n' else [])
    ox.Store().query(found, prefixes=dict(PREFIXES))
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        r'?x kb:search "flood \"dam\"\n" . ?x a kb:Article',
        r"?x kb:search '''flood \"dam\"\n''' ; a kb:Article",
        r'?x a kb:Article ; kb:search "flood \"dam\"\n" ; kb:title ?t',
        r'?x a kb:Article ; kb:search "flood \"dam\"\n"',
        r'?x a kb:Article . OPTIONAL { ?x kb:title ?t } ?x kb:search "flood \"dam\"\n"@en .',
        r'?y kb:mentions [ a kb:Person ] . ?x <https://w3id.org/newskb#search> "flood \u0022dam\u0022\n" }  #kb:search',
    ],
)
def test_search_becomes_values(pattern: str) -> None:
    """Wherever in a group it stands."""
    query = f"SELECT * {{ {pattern} \n}}" if "#" not in pattern else f"SELECT * {{ {pattern}\n"
    found = written(query)

    assert "VALUES ?x { <http://localhost:8000/id/article-a> <http://localhost:8000/id/entity-b> }" in found
    assert found.count("\n") == query.count("\n")


def test_search_hands_out_scores() -> None:
    """With a pair of variables."""
    found = written(r'SELECT * { (?x ?s) kb:search "flood \"dam\"\n" ; kb:title ?t }')

    assert "VALUES (?x ?s) { (<http://localhost:8000/id/article-a> 2.0000)" in found


@pytest.mark.parametrize(
    "pattern",
    ["?x kb:search ?words", 'id:a kb:search "x"', '(?x) kb:search "x"', '?x kb:search "a", "b"', "?x kb:search"],
)
def test_search_that_cannot_be_says_how_it_is_written(pattern: str) -> None:
    """It is refused, not passed over."""
    with pytest.raises(ForbiddenQueryError) as caught:
        written(f"SELECT * {{ {pattern} }}")
    assert "kb:search" in caught.value.hint


def test_nobody_searches_without_full_text() -> None:
    """A service that has none says so."""
    with pytest.raises(ForbiddenQueryError, match="full text"):
        rewritten('SELECT * { ?x kb:search "x" }', PREFIXES, None)


@pytest.mark.parametrize(
    "text", ['SELECT * { ?x rdfs:label "kb:search anyName" } # kb:anyName', "ASK { ?search ?p 1 }"]
)
def test_what_is_no_property_is_left_alone(text: str) -> None:
    """Strings, comments, variables."""
    assert rewritten(text, PREFIXES, None) == text


def test_names_and_parts_become_paths() -> None:
    """Which the engine takes, also in a path of the user's."""
    found = written("SELECT * { ?e kb:inOrPartOf/kb:anyName ?n ; ^kb:anyName+ ?m }")

    assert "newskb#within>" in found
    assert "kb:" not in found


@given(st.text(alphabet='?x kb:searchNamey".;{}()<>#\\\n', max_size=60))
def test_any_text_is_rewritten_or_refused(text: str) -> None:
    """Nothing else is raised."""
    try:
        rewritten(text, PREFIXES, lambda *_: HITS)
    except ForbiddenQueryError:
        return


def test_the_names_of_functions_are_those_there_are() -> None:
    """Both lists are one; none is a property's."""
    made = {name.value.rpartition("#")[2] for name in functions(ox.Store())}

    assert made == FUNCTIONS
    assert not FUNCTIONS & NAMES


def test_properties_and_classes_are_told_from_other_names() -> None:
    """VALUES, templates, graphs, filters and objects name none."""
    names = mentioned(
        "PREFIX ex: <http://ex/> CONSTRUCT { ?s ex:made ?o } FROM ex:graph WHERE { GRAPH ex:g { ?s a ex:Class ; "
        "ex:one/^ex:two* ?o ; ex:three ex:object, ex:other } VALUES ?x { ex:v ex:w ex:z } "
        "FILTER(?o = ex:value || ?o IN (ex:a, ex:b)) ?o rdf:type ex:Other . [] ex:four [ ex:five 5 ] }",
        {**PREFIXES, "ex": "http://ex/"},
    )

    assert sorted(names.properties.values()) == ["ex:five", "ex:four", "ex:one", "ex:three", "ex:two"]
    assert sorted(names.classes.values()) == ["ex:Class", "ex:Other"]


def test_what_a_query_may_go_without_is_told_from_what_it_needs() -> None:
    """Optional groups, exceptions and alternatives; a property that stands in a needed pattern too is needed."""
    names = mentioned(
        "SELECT * { ?s ex:needed ?o ; ex:either|ex:or ?p "
        "OPTIONAL { ?s ex:maybe ?q . ?q a ex:Thing OPTIONAL { ?q ex:deep ?r } } "
        "{ ?s ex:left ?t } UNION { ?s ex:right ?t } MINUS { ?s ex:less ?u } FILTER NOT EXISTS { ?s ex:none ?v } "
        "OPTIONAL { ?s ex:both ?w } ?s ex:both ?x }",
        {"ex": "http://ex/"},
    )

    assert {iri.removeprefix("http://ex/") for iri in {*names.properties, *names.classes} - names.spare} == {
        "needed",
        "both",
    }


@pytest.mark.parametrize(
    ("patterns", "apart"),
    [
        ("?a ?b ?c . ?d ?e ?f", True),
        ("?a ?b ?c . ?c ?d ?e", False),
        ("?a ?b ?c . ?d ?e ?f FILTER(?a = ?d)", True),
        ("?a a kb:Event OPTIONAL { ?a kb:agent ?b }", False),
        ("?a a kb:Event { SELECT ?a ?n { ?a kb:agent ?n } }", False),
    ],
)
def test_parts_that_have_nothing_in_common_are_seen(patterns: str, apart: bool) -> None:
    """Before anything is parsed."""
    assert disconnected(f"SELECT * {{ {patterns} }} ORDER BY ?z") is apart


@pytest.mark.parametrize(
    ("text", "prefixes", "calls"),
    [
        ("SELECT * { ?e kb:begin ?d }", {}, False),
        ("SELECT * { ?e kb:place ?p FILTER(kb:near(?e, ?p, 5)) }", {}, True),
        ("SELECT * { FILTER(<https://w3id.org/newskb#inBox>(?e, 1, 2, 3, 4)) }", {}, True),
        ("SELECT * { FILTER(x:ar(?e, ?p, 5)) }", {"x": "https://w3id.org/newskb#ne"}, True),
        ("SELECT * { FILTER(kb:n\\u0065ar(?e, ?p, 5)) }", {}, True),
        ("SELECT * { FILTER(x:ar(?e, ?p, 5)) }", {"x": "newskb#ne"}, True),
        ("SELECT * { ?e a t:flood }", {"t": "https://w3id.org/newskb/type#", "d": "http://purl.org/dc/terms/"}, False),
    ],
)  # fmt: skip
def test_who_may_call_our_functions_is_told_however_they_are_written(
    text: str, prefixes: dict[str, str], calls: bool
) -> None:
    """A worker leaves them out where no name of them can stand."""
    assert may_call(text, prefixes) is calls
