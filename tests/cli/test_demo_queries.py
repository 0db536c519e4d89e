"""The questions that the demo shows whole: what their columns mean."""

from pyoxigraph import QuerySolutions, RdfFormat, Store

from kb.cli import demo_queries
from kb.query.sparql.prefixes import KNOWN

PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in KNOWN.items())
GRAPH = """
@prefix x: <urn:x:> .
x:e a kb:Event ; kb:eventType kbt:attack ; kb:reality kb:occurred ; kb:confidence 0.99 ; kb:agent x:a ; kb:target x:b ; kb:place x:c .
kbt:attack skos:prefLabel "attack"@en .
x:a rdfs:label "A" . x:b rdfs:label "B" . x:c rdfs:label "C" .
[] rdf:subject x:e ; rdf:predicate kb:agent ; rdf:object x:a ; kb:certainty 0.7 .
[] rdf:subject x:e ; rdf:predicate kb:target ; rdf:object x:b ; kb:certainty 0.4 .
[] rdf:subject x:e ; rdf:predicate kb:place ; rdf:object x:c ; kb:certainty 0.2 .
"""  # noqa: E501


def test_who_did_what_is_as_sure_as_its_claims() -> None:
    """Not as the event: of agent and object the less sure one."""
    store = Store()
    store.load(input=PREFIXES + GRAPH, format=RdfFormat.TURTLE)
    _, text = demo_queries.QUESTIONS[0]
    found = store.query(text, prefixes=dict(KNOWN))

    assert isinstance(found, QuerySolutions)
    assert [tuple(row[name].value for name in ("who", "what", "whom", "sure")) for row in found] == [
        ("A", "attack", "B", "0.4")
    ]


HELD = """
@prefix x: <urn:x:> .
x:p a kb:Person ; rdfs:label "Ana Osk" ; kb:mentionedIn x:one, x:two .
x:q a kb:Person ; rdfs:label "Tor Lund" ; kb:mentionedIn x:one .
x:union rdfs:label "Dockers' Union" . x:crew rdfs:label "commissioners" .
[] kb:holder x:p ; kb:roleTitle "leader" ; kb:organization x:crew ; kb:positionStatus kb:current .
[] kb:holder x:p ; kb:roleTitle "adviser" ; kb:organization x:union ; kb:positionStatus kb:former .
[] kb:holder x:p ; kb:roleTitle "vice-chair" ; kb:organization x:union ; kb:positionStatus kb:current .
"""


def test_of_several_offices_the_demo_tells_the_one_of_a_named_body_that_is_held() -> None:
    store = Store()
    store.load(input=PREFIXES + HELD, format=RdfFormat.TURTLE)
    found = store.query(demo_queries.PEOPLE, prefixes=dict(KNOWN))

    assert isinstance(found, QuerySolutions)
    rows = [(row["name"].value, row["as"].value if row["as"] else "", row["articles"].value) for row in found]
    assert rows == [("Ana Osk", "vice-chair, Dockers' Union", "2"), ("Tor Lund", "", "1")]
