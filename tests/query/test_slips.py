"""Slips of those who come from SQL or write in haste: each is named at its place, with what to write."""

import re
from pathlib import Path
from typing import Final

import pytest

from kb.query.errors import MalformedQueryError
from kb.query.service import QueryService
from kb.query.sparql.breaks import broken_at
from kb.query.sparql.mentioned import mentioned
from kb.query.sparql.prefixes import known
from kb.query.sparql.tokens import tokens

ROOT: Final = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("SELECT n WHERE { ?n a kb:Event }", 8, "write ?n"),
        ("SELECT ?n, ?m WHERE { ?n a ?m }", 10, "take the comma away"),
        ("SELECT COUNT(*) WHERE { ?n a ?m }", 8, "(COUNT(...) AS ?value)"),
        ("SELECT (COUNT(*) AS n) { ?n a ?m }", 21, "write AS ?n"),
        ("SELECT * { ?s rdfs:label ?l FILTER ?l = 'x' }", 36, "FILTER(...)"),
        ("SELECT * { ?s rdfs:label ?l FILTER(?l == 'x') }", 39, "Write one ="),
        ("SELECT * { ?s rdfs:label ?l FILTER(?l <> 'x') }", 39, "Write !="),
        ("SELECT * { ?s rdfs:label ?l FILTER(?l LIKE 'x%') }", 39, "SPARQL has no LIKE"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 29, "Write ORDER BY."),
        ("SELECT * { ?s ?p ?o } }", 23, "This } closes nothing"),
        ("PREFIX x <urn:x> SELECT * { ?s ?p ?o }", 8, "PREFIX x: <urn:x>"),
        ("PREFIX x: urn:x SELECT * { ?s ?p ?o }", 11, "angle brackets"),
        ("SELECT ?s { ?s ?p ?o BIND(1 AS ?s) }", 32, "a name of its own"),
        ("SELECT ?s { ?s kb:place . }", 24, "After the property kb:place its object is missing"),
        ("SELECT ?s { ?s a kb:Event ; ?o . }", 31, "After the property ?o its object is missing"),
        ("SELECT ?s { ?s kb:place/kb:within* }", 35, "its object is missing"),
        ("SELECT ?s { ?s }", 15, "After ?s its property and object are missing"),
        ("SELECT ?s { ?s . ?t a kb:Event }", 15, "After ?s its property and object are missing"),
        ("SELECT ?s { ?s kb:place ?x ?s kb:agent ?y }", 27, "A dot is missing behind ?x, where ?s begins"),
        ("SELECT ?s { ?s kb:place ?x , }", 29, "behind the comma"),
        ("SELECT ?s { ?s kb:place FILTER(?s = 1) }", 24, "After the property kb:place its object is missing"),
        ("CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }", 18, "its object is missing"),
        ("SELECT ?s { ?s ?p ?o OPTIONAL ?o rdfs:label ?l }", 31, "OPTIONAL { ... }"),
        ("SELECT ?s { ?s ?p ?o UNION ?s rdfs:label ?o }", 28, "UNION { ... }"),
        ("SELECT ?s WHERE ?s ?p ?o", 17, "WHERE { ... }"),
        ("SELECT ?s { GRAPH { ?s ?p ?o } }", 19, "GRAPH takes a name first"),
        ("SELECT ?p (COUNT(?s) ?n) { ?s ?p ?o } GROUP BY ?p", 22, "write AS ?n"),
        ("SELECT ?s { ?s ?p ?o BIND(STR(?o)) }", 34, "write AS ?name"),
        ("SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING ?p", 43, "HAVING(...)"),
        ("SELECT ?s { <http://a b> ?p ?s }", 13, "This IRI is never closed"),
        ("SELECT ?s { ?s ?p ?o FILTER(?o > 3 }", 36, "A ( is never closed; it is character 28"),
        ("SELECT ?s { ?s kb:agent [ rdfs:label ?l }", 41, "A [ is never closed; it is character 25"),
        ("SELECT ?s { ?s ?p ?o FILTER(NOT EXISTS { ?s a ?o) }", 49, "A { is never closed; it is character 40"),
        ("SELECT ?s { ?s ?p ?o ) }", 22, "This ) closes nothing"),
        ("SELECT ?s { ?s ?p ?o . UNION { ?s a ?o } }", 24, "two groups"),
        ("SELECT ?s { ?s ?p ?o FILTER NOT EXISTS ?s a ?o }", 40, "EXISTS { ... }"),
        ("SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING COUNT(?s) > 2", 43, "HAVING(COUNT(...) ...)"),
        ("SELECT ?s { ?s ?p ?o FILTER STR(?o) = 'x' }", 29, "FILTER(STR(...) ...)"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY DESC ?o", 38, "DESC(?o)"),
        ("SELECT ?s { ?s ?p ?o FILTER(REGEX(?o 'x')) }", 38, "A comma is missing before 'x'"),
        ("SELECT DISTINCT { ?s ?p ?o }", 17, "DISTINCT names nothing"),
        ("SELECT DISTINCT(?s) { ?s ?p ?o }", 16, "takes no brackets: SELECT DISTINCT ?s"),
        ("SELECT ALL ?s { ?s ?p ?o }", 8, "SPARQL has no ALL"),
        ("SELECT REDUCED DISTINCT ?s { ?s ?p ?o }", 16, "take one of them"),
        ("select * from kb:Event limit 10", 15, "{ ?x a kb:Event }"),
        ("SELECT * FROM { ?s ?p ?o }", 15, "the IRI of a graph"),
        ("SELECT * FROM <urn:g>, <urn:h> { ?s ?p ?o }", 22, "a FROM of its own"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY s DESC", 33, "write DESC(?s)"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY s", 33, "write ?s"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s, ?o", 35, "take the comma away"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?s, ?o", 35, "take the comma away"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY -?s", 33, "DESC(?s)"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 10 LIMIT 5", 33, "LIMIT stands there twice"),
        ("SELECT ?s WHERE { ?s ?p ?o } WHERE { ?s a ?o }", 30, "There is one WHERE"),
        ("SELECT ?s { ?s ?p ?o FILTER(?o IN (1 2)) }", 38, "A comma is missing before 2"),
        ("SELECT ?s { ?s a kb:Event|kb:Person }", 26, "VALUES ?t { kb:Event ... }"),
        ("SELECT ?s { ?s a [kb:Event, kb:Person] }", 18, "is no list"),
        ("SELECT ?s { ?s ?p ?o FILTER(0.5 < ?o < 0.9) }", 38, "0.5 < ?o && ?o < 0.9"),
        ("SELECT ?s { ?s ?p ?o . . }", 24, "One dot ends a pattern"),
        (r"SELECT ?s { ?s ?p 'a\\b\e' }", 19, r"\e is no escape"),
        ("SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(?l, /dam/i)) }", 47, 'REGEX(?x, "dam", "i")'),
        ("SELECT ?n { ?s ?p ?o LET ?n := 1 }", 29, "BIND(1 AS ?x)"),
        ("EXPLAIN SELECT ?s { ?s ?p ?o }", 1, "--explain"),
        ("SELECT ?s AS ?t { ?s ?p ?o }", 11, "(?s AS ?t)"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 5 -- five", 32, "A comment begins with #"),
        ("SELECT ?s { ?s ?p ?o } // all", 24, "A comment begins with #"),
        ("/* all */ SELECT ?s { ?s ?p ?o }", 1, "A comment begins with #"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 3;", 31, "take the ; away"),
        ("SELECT ?s { ?s ?p ?o FILTER(REGEX(?o, 'x', i)) }", 44, 'write "i"'),
        ("{ ?s ?p ?o }", 1, "A pattern alone asks nothing"),
        ("?s a kb:Event", 1, "A pattern alone asks nothing"),
        ("kb:Event", 1, "DESCRIBE kb:Event"),
        ("PREFIX x: <urn:x>", 18, "Prefixes alone ask nothing"),
        ("SELECT WHERE { ?s ?p ?o }", 8, "SELECT names nothing"),
        ("SELECT (COUNT(?s, ?o) AS ?n) { ?s a ?o }", 17, "COUNT(?s) and COUNT(?o), each with a name"),
        ("SELECT (COUNT(DISTINCT ?s, ?o) AS ?n) { ?s a ?o }", 26, 'CONCAT(STR(?s), " ", STR(?o))'),
        ("SELECT (COUNT(?s ?o) AS ?n) { ?s a ?o }", 18, "COUNT takes one value, or *"),
        ("SELECT ?o { ?s a ?o } GROUP BY ?o HAVING (SUM(?s, ?o) > 2)", 49, "or SUM(?s + ?o)"),
        ("SELECT (MIN(?s, ?o) AS ?n) { ?s a ?o }", 15, "The smaller of two in one row is IF(?s < ?o, ...)"),
        ("SELECT (COUNT() AS ?n) { ?s a ?o }", 15, "COUNT(*) counts all rows"),
        ("SELECT (COUNT DISTINCT(?s) AS ?n) { ?s a ?o }", 15, "COUNT(DISTINCT ?x)"),
        ("SELECT (DISTINCT COUNT(?s) AS ?n) { ?s a ?o }", 9, "COUNT(DISTINCT ?x)"),
        ("SELECT (COUNT(?s DISTINCT) AS ?n) { ?s a ?o }", 18, "COUNT(DISTINCT ?s)"),
        ('SELECT (GROUP_CONCAT(?s, ", ") AS ?n) { ?s a ?o }', 24, 'GROUP_CONCAT(?x; SEPARATOR=", ")'),
        ('SELECT (GROUP_CONCAT(?s SEPARATOR ", ") AS ?n) { ?s a ?o }', 25, 'GROUP_CONCAT(?x; SEPARATOR=", ")'),
        ('SELECT (GROUP_CONCAT(?s; ", ") AS ?n) { ?s a ?o }', 26, 'GROUP_CONCAT(?x; SEPARATOR=", ")'),
        ("SELECT (GROUP_CONCAT(?s, ?o) AS ?n) { ?s a ?o }", 24, 'GROUP_CONCAT(CONCAT(?s, " ", ?o)'),
        ("SELECT ?s { ?s (kb:place/kb:within* ?o }", 36, "The ( of this path is never closed; it is character 16"),
        ("SELECT ?s { ?s kb:place/(kb:within|kb:near ?o }", 43, "never closed; it is character 25"),
        ("SELECT ?s { ?s ((kb:place/kb:within)* ?o }", 38, "never closed; it is character 16"),
        ("SELECT ?s { ?s a kb:Event ; !(kb:place|kb:agent 'x' }", 48, "never closed; it is character 30"),
        ("SELECT ?s { ?s (kb:place kb:within) ?o }", 26, "Between two steps of a path stands / or |"),
        ("SELECT ?s { ?s (kb:place/?p) ?o }", 26, "A step of a path is a property"),
        ("SELECT ?s { ?s kb:within{1,3} ?o }", 25, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s a kb:City ; (kb:within/kb:near){2,} ?o }", 47, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s kb:within {1,3} ?o }", 26, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s kb:within { , 3 } ?o }", 26, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s a kb:City ; <urn:p> {2} ?o }", 36, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s (kb:within|kb:near) {2,} ?o }", 36, "SPARQL counts no steps of a path"),
        ("SELECT ?s { ?s kb:within { ?o a kb:City } }", 25, "After the property kb:within its object is missing"),
        ("SELECT ?s { ?s { ?o a kb:City } }", 15, "After ?s its property and object are missing"),
        ("CONSTRUCT { ?s a ?o }", 22, "CONSTRUCT { ... } WHERE { ... }"),
        ("CONSTRUCT { ?s a ?o } LIMIT 3", 23, "CONSTRUCT { ... } WHERE { ... }"),
        ("CONSTRUCT { ?s a ?o } ?s a ?o", 23, "CONSTRUCT { ... } WHERE { ... }"),
        ("CONSTRUCT { ?s a ?o } SELECT ?s { ?s a ?o }", 23, "CONSTRUCT { ... } WHERE { ... }"),
        ("CONSTRUCT { ?s a ?o } WHER { ?s a ?o }", 23, "Did you mean WHERE instead of WHER"),
        ("CONSTRUCT { ?s a ?o FILTER(?s > 1) } WHERE { ?s a ?o }", 21, "FILTER stands in WHERE { ... }"),
        ("CONSTRUCT { GRAPH ?g { ?s a ?o } } WHERE { GRAPH ?g { ?s a ?o } }", 13, "triples of one graph"),
        ("CONSTRUCT { ?s kb:place/kb:within ?o } WHERE { ?s a ?o }", 24, "What is made has no paths"),
        ("CONSTRUCT WHERE { ?s a ?o OPTIONAL { ?s rdfs:label ?l } }", 27, "CONSTRUCT WHERE takes triples alone"),
        ("PREFIX x: <urn:x> CONSTRUCT { ?s a ?o } { ?s a ?o ; kb:place }", 61, "kb:place its object is missing"),
    ],
)
def test_a_slip_is_named_at_its_place(service: QueryService, text: str, column: int, hint: str) -> None:
    """Asked of the engine itself, whose own list of what may follow helps nobody."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run(text)

    assert (caught.value.line, caught.value.column) == (1, column)
    assert hint in caught.value.hint
    told = (str(caught.value), caught.value.hint)
    assert "cannot stand here" in told[0] or "something is missing here" in told[0] or "instead of" in told[1]


@pytest.mark.parametrize(
    ("text", "line", "behind", "hint"),
    [
        ("SELECT ?l {\n  ?e a kb:Event ;\n     rdfs:label\n}", 3, "     rdfs:label", "After the property rdfs:label"),
        ("SELECT ?e {\n  ?e rdfs:label # a name\n\n  FILTER(?e > 1)\n}", 2, "  ?e rdfs:label", "rdfs:label its object"),
        ("SELECT ?e {\n  ?e a kb:Event .\n  ?e\n}\nORDER BY ?e", 3, "  ?e", "After ?e its property and object"),
        ("SELECT ?e {\n  ?e a kb:Event\n  ?e kb:place ?p\n}", 2, "  ?e a kb:Event", "behind kb:Event, where ?e begins"),
        ("SELECT ?e {\n  ?e kb:place/kb:within\n  OPTIONAL { ?e a ?l }\n}", 2, "  ?e kb:place/kb:within", "kb:within"),
        ("SELECT ?e {\n  OPTIONAL {\n    ?e kb:place\n  }\n}", 3, "    ?e kb:place", "kb:place its object"),
        ('SELECT ?e {\n  ?e rdfs:label "x"@en\n  ?e a kb:Event\n}', 2, '  ?e rdfs:label "x"@en', "behind @en"),
        (
            "SELECT ?e {\n  FILTER(?e > 1)\n  ?e kb:place [ a kb:City ]\n  ?e a ?t\n}",
            3,
            "  ?e kb:place [ a kb:City ]",
            "]",
        ),
        (
            "SELECT ?e {\n  { SELECT ?e { ?e a kb:Event } ORDER BY DESC(?e) LIMIT 3 }\n  ?e kb:place\n}",
            3,
            "  ?e kb:place",
            "kb:place its object",
        ),
        ("SELECT ?e {\n  ?e a kb:Event ;\n    kb:place\n} VALUES ?e { 1 2 }", 3, "    kb:place", "kb:place its object"),
    ],
)
def test_where_a_pattern_breaks_off_is_behind_its_last_word(
    service: QueryService, text: str, line: int, behind: str, hint: str
) -> None:
    """On its own line, whatever stands between it and the next word."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run(text)
    error = caught.value
    assert (error.line, error.column) == (line, len(behind) + 1)
    assert error.excerpt.split("\n")[1].endswith(" " * (len(behind) + 1) + "^")
    assert error.detail == "something is missing here."
    assert hint in error.hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?e a kb:Event ; ; rdfs:label ?l ; . FILTER EXISTS { ?e kb:place [ a kb:City ] } }",
        "SELECT * { ?e (kb:place|^kb:x)/kb:within* ?p , ?q . [] a kb:Event . (1 2) kb:a 3 . [ kb:a 4 ] kb:b -5 }",
        'SELECT * { GRAPH ?g { ?e kb:a "1"^^kb:int } VALUES (?x ?y) { (1 UNDEF) } BIND(1 + 2 AS ?z) ?e kb:b true }',
        "SELECT * { { ?a ?b ?c } UNION { ?d ?e ?f } MINUS { ?a !(kb:a|^kb:b) ?c } FILTER REGEX(?c, '.') ?x ?y ?z }",
        "SELECT * { { SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c } GROUP BY ?a HAVING(?n > 1) } ?x ?y ?n } ORDER BY ?n",
        "SELECT * { OPTIONAL { ?a ?b ?c } VALUES ?a { kb:x kb:y } ?a ?b ?d } GROUP BY ?a VALUES ?d { kb:x kb:y }",
        "SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 3 VALUES ?a { kb:x kb:y } } LATERAL { ?a ?e ?f } }",
        "PREFIX x: <urn:x> CONSTRUCT { ?a x:b (1 2) } { ?a (kb:b/(^kb:c|kb:d?)+)* ?c ; !(a|^a)/kb:e (?c 2) } LIMIT 1",
        "CONSTRUCT FROM <urn:g> WHERE { ?a a ?b ; ?c (?d ?e) } ORDER BY ?a LIMIT 3",
        "CONSTRUCT { } FROM <urn:g> { SELECT ?a (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c } GROUP BY ?a HAVING(?n > 1) }",
        'SELECT (COUNT(IF(?a > 1, ?b, ?c)) AS ?n) (GROUP_CONCAT(DISTINCT STR(?a); SEPARATOR=", ") AS ?m) { ?a ?b ?c }',
        "SELECT (SUM(xsd:integer(?a) * -1) AS ?n) (MAX(COALESCE(?a, 2)) AS ?m) (SAMPLE(?b) AS ?o) { ?a ?b ?c }",
        "CONSTRUCT { ?a kb:b [ kb:c ?d ] } WHERE { SERVICE SILENT <http://a.example/> { ?a kb:b ?d } }",
    ],
)
def test_a_pattern_that_is_whole_breaks_off_nowhere(text: str) -> None:
    """Whatever it is made of."""
    assert broken_at(list(tokens(text))) is None


@pytest.mark.thorough
def test_of_a_query_that_is_right_no_slip_is_told() -> None:
    """Of none that is shipped or in the documentation, nor of what its writer has got to at any token."""
    fenced = re.findall(r"```sparql\n(.*?)```", (ROOT / "docs/sparql.md").read_text(encoding="utf-8"), re.DOTALL)
    shipped = [path.read_text(encoding="utf-8").replace("$limit", "9") for path in sorted(ROOT.glob("queries/*.rq"))]
    assert len(fenced) > 3
    assert len(shipped) > 20
    for text in (*fenced, *shipped):
        found = list(tokens(text))
        told = {broken_at(found[:many]) for many in range(0, len(found) + 1, 7)} | {broken_at(found)}
        assert told == {None}, text


@pytest.mark.parametrize("text", ["SELECT", "SELECT *", "ASK { SELECT", "SELECT ?s { ?s ?p ?o } GROUP BY SELECT"])
def test_what_breaks_off_is_malformed(service: QueryService, text: str) -> None:
    """Whoever is still writing is told that the query is malformed, not that kb has a fault."""
    with pytest.raises(MalformedQueryError):
        service.run(text)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ('ASK { ?s rdfs:label ?l FILTER(REGEX(?l, "(x")) }', "no pattern (missing ), unterminated subpattern)"),
        ('ASK { ?s rdfs:label ?l FILTER(REGEX(STR(?l), "x(?=y)")) }', "no pattern (it has no looking ahead"),
        ('ASK { ?s rdfs:label ?l FILTER(REGEX(?l, "x", "iq7")) }', 'the flags "iq7"'),
        ('SELECT (REPLACE(?l, "[", "") AS ?n) { ?s rdfs:label ?l }', "REPLACE has"),
        ("SELECT ?evnt { ?event a kb:Event }", "Did you mean ?event?"),
        ('ASK { ?e kb:begin ?b FILTER(?b > "2026-03-10") }', '"2026-03-10"^^xsd:date'),
        ('ASK { ?e kb:end ?b FILTER(?b > "2026") }', '"2026-01-01"^^xsd:date'),
        ('ASK { ?e kb:begin ?b FILTER(?b > "2026-03-10T00:00:00"^^xsd:dateTime) }', "is an xsd:dateTime"),
        ("ASK { ?e kb:begin ?b FILTER(?b > 2026-03-10) }", "is a subtraction"),
        ("ASK { ?e a kb:event }", "Did you mean kb:Event?"),
        ('ASK { ?e kb:seach "flood" }', "Did you mean kb:search?"),
        ("ASK { ?e kb:eventType kb:flood }", "Did you mean kbt:flood"),
        ('ASK { ?e kb:reality "planned" }', "Write kb:planned."),
        ('ASK { ?e kb:reality "not happened" }', "Write kb:notHappened."),
        ('ASK { ?s kb:speaker "Lund" }', 'Write kb:speaker/rdfs:label "Lund".'),
        ('ASK { ?s kb:cue ?c FILTER(?c IN ("blamed", "accused")) }', "Ask for its words: ?c kb:exact ?words."),
        ('ASK { ?s kb:speaker ?w FILTER(?w = "Lund") }', "they are never the same"),
        ('ASK { ?s kb:speaker ?w FILTER(CONTAINS(LCASE(?w), "lund")) }', "of which LCASE has no value"),
        ("SELECT ?t (COUNT(?e) AS ?n) { ?e a ?t } GROUP BY ?t HAVING(?n > 2)", "Write COUNT(?e) in the place of ?n."),
        (
            "SELECT * { { SELECT ?t (SUM(DISTINCT ?v) AS ?n) WHERE { ?t kb:value ?v } GROUP BY ?t HAVING (?n > 2) } }",
            "Write SUM(DISTINCT ?v) in the place of ?n.",
        ),
        ("SELECT ?l { ?e kb:eventType/rdfs:label ?l }", "has skos:prefLabel and no rdfs:label"),
        ("SELECT ?l { ?e kb:eventType ?t . ?t rdfs:label ?l }", "has skos:prefLabel and no rdfs:label"),
        (
            "PREFIX kb: <https://w3id.org/newskb/> ASK { ?e a kb:Event }",
            "in this graph it is <https://w3id.org/newskb#>",
        ),
        ("ASK { ?e <kb:place> ?p }", "without the brackets, kb:place"),
        ("ASK { ?e a <kb:Event> }", "without the brackets, kb:Event"),
        ("ASK { ?e a schema:Event }", "Did you mean kb:Event?"),
        ("ASK { ?e a <http://schema.org/Person> }", "Did you mean kb:Person?"),
        ("ASK { ?e a foaf:Person ; sem:hasPlace ?p }", "Did you mean kb:place?"),
        ('ASK { ?f kb:value ?v FILTER(?v > "1000") }', "Write 1000."),
        ("SELECT (COUNT(?e) AS ?count) { ?e a kb:Event } ORDER BY DESC(?cont)", "Did you mean ?count?"),
        ("SELECT ?e FROM NAMED <urn:g> { ?e a kb:Event }", "FROM NAMED alone"),
        ("ASK { ?e kb:near ?p }", "kb:near is a function and no property"),
        ('ASK { ?p a kb:City FILTER(kb:near(?p, "Tripoli", 10)) }', '"Tripoli" is no place to kb:near'),
        ('ASK { ?p a kb:City FILTER(kb:distance(?p, "POINT(1 2)") < "10") }', "Write 10."),
        ('ASK { ?e a kb:Event FILTER(kb:certainlyIn(?e, "Septmber 2023")) }', '"Septmber 2023" is no time'),
        ('ASK { ?e a kb:Event FILTER(kb:before(?e, "10 September 2023")) }', "is no time to kb:before"),
        ('ASK { ?e a kb:Event FILTER(kb:possiblyIn(?e, "2023-09-11", "2023-09-10")) }', "ends before it begins"),
        ('ASK { ?x rdfs:label "person 1" }', 'has rdfs:label "person 1": what needs it matches nothing.'),
        ('ASK { ?x rdfs:label "person 1" }', 'Did you mean "Person 1"?'),
        ('ASK { ?x rdfs:label " Person 1 "@en }', 'Did you mean "Person 1"?'),
        ('ASK { ?x rdfs:label "' + "long " * 5000 + '" }', "long long lon ...: what needs it matches nothing."),
        ("ASK { ?e kb:agent/rdfs:label 1 }", "has rdfs:label 1"),
        ("ASK { ?e kb:agent id:entity-9 }", "Nothing in the graph is called id:entity-9"),
        ("ASK { id:entity-9 rdfs:label ?l }", "Nothing in the graph is called id:entity-9"),
        ("DESCRIBE <http://localhost:8000/id/entity-9>", "is called <http://localhost:8000/id/entity-9>"),
    ],
)
def test_what_can_hardly_be_meant_is_warned_about(service: QueryService, text: str, warning: str) -> None:
    """The query runs: SPARQL allows it."""
    with service.run(text) as result:
        assert any(warning in one for one in result.warnings), result.warnings


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s rdfs:label ?l FILTER(REGEX(?l, "^(a|b)\\\\d{1,2}$", "i")) }',
        'ASK { ?s rdfs:label ?l, ?m FILTER(REGEX(?l, CONCAT("(", ?m), "i")) }',
        'SELECT ?s (STR(?l) AS ?n) { ?s rdfs:label ?l FILTER(REPLACE(?l, "a(.)", "$1") = "x") } ORDER BY ?n',
        'ASK { ?e kb:begin ?b FILTER(?b > "2026-03-10"^^xsd:date && STR(?b) < "2027") }',
        "SELECT ?s { SELECT ?s { ?s ?p ?o } }",
        "SELECT ?s ?n { VALUES (?s ?n) { (1 2026) } FILTER(?n - 03 > 10) }",
        'ASK { ?s kb:speaker/rdfs:label "Lund" ; kb:cue/kb:exact ?c FILTER(?c IN ("said")) }',
        'ASK { ?s kb:speaker ?w FILTER(CONTAINS(STR(?w), "entity") && ?w != "Lund") }',
        'ASK { { ?s kb:speaker ?c } UNION { ?s kb:content ?c } FILTER(CONTAINS(?c, "x")) }',
        'ASK { VALUES ?w { "Lund" } ?s kb:speaker ?w FILTER(?w = "Lund") }',
        "SELECT ?t (COUNT(?e) AS ?n) { ?e a ?t } GROUP BY ?t HAVING(COUNT(?e) > 2) ORDER BY ?n",
        "SELECT ?y (COUNT(*) AS ?n) { ?e kb:begin ?b } GROUP BY (YEAR(?b) AS ?y) HAVING(?y > 2000)",
        "SELECT ?t { ?e a ?t . { SELECT (COUNT(?e) AS ?m) { ?e a ?t } } } GROUP BY ?t HAVING(MIN(?m) > 2)",
        "SELECT ?t (COUNT(?e) AS ?n) { ?e a ?t } GROUP BY ?t HAVING(COUNT(?e) > 2 || BOUND(?n))",
        "CONSTRUCT { ?e kb:inCity ?p } WHERE { ?e kb:place ?p }",
        "SELECT ?l { ?e kb:eventType ?t . ?t rdfs:label|skos:prefLabel ?l }",
        'ASK { "Lund" ^rdfs:label/^kb:speaker ?s }',
        "PREFIX kb: <https://w3id.org/newskb#> ASK { ?e a kb:Event }",
        'ASK { ?f kb:value ?v FILTER(STR(?v) > "1000" && ?v > "1000"^^xsd:decimal) }',
        "SELECT (COUNT(?e) AS ?n) { ?e a kb:Event } ORDER BY DESC(?n) COUNT(?e)",
        "SELECT ?e FROM NAMED <http://localhost:8000/graph/registry> { GRAPH ?g { ?e a kb:Person } }",
        'PREFIX dcterms: <urn:other:> ASK { ?e a kb:Event ; rdfs:label "x dcterms:y"@en }',
        'ASK { ?p a kb:City FILTER(kb:near(?p, "POINT(13.1 32.8)", 10) && kb:distance(?p, ?p) < 10) }',
        'ASK { ?e a kb:Event FILTER(kb:certainlyIn(?e, "2023-09") && kb:before("2023-09-10", ?e)) }',
        'ASK { ?e a kb:Event FILTER(kb:possiblyIn(?e, "2023-09-10", "2023-09-10T12:00")) }',
    ],
)
def test_what_is_meant_is_not_warned_about(service: QueryService, text: str) -> None:
    """Whatever can be meant is left alone."""
    with service.run(text) as result:
        assert not [one for one in result.warnings if "Nothing in the graph" not in one]


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?x rdfs:label "Person 1" . ?e kb:agent ?x , id:entity-2 }',
        'ASK { ?e a kb:Event OPTIONAL { ?e rdfs:label "nobody" } FILTER NOT EXISTS { ?e kb:agent id:entity-9 } }',
        'ASK { { ?e rdfs:label "nobody" } UNION { ?e kb:agent id:entity-1 } }',
        'ASK { VALUES ?n { "nobody" } ?e rdfs:label ?n FILTER(?e != id:entity-9) }',
        'ASK { ?e rdfs:label|rdfs:label "nobody" . "nobody" ^rdfs:label ?e }',
        'CONSTRUCT { ?e rdfs:label "new" ; kb:agent id:entity-9 } WHERE { ?e a kb:Event }',
    ],
)
def test_a_value_that_is_there_or_need_not_be_is_not_warned_about(service: QueryService, text: str) -> None:
    """In OPTIONAL, UNION, EXISTS, VALUES, an alternative, or what CONSTRUCT makes; nor is what the graph has."""
    with service.run(text) as result:
        assert not result.warnings


def test_what_another_endpoint_is_asked_is_about_its_own_data() -> None:
    """Nothing is said of a property, a class or a value that stands in SERVICE: ours is not what is searched."""
    asked = 'SELECT ?x { ?x a kb:Person SERVICE SILENT <http://w/> { ?y <urn:p> "zz" { ?z a <urn:Q> } } ?x <urn:q> 1 }'
    found = mentioned(asked, known("http://localhost:8000/"))

    assert set(found.properties) == {"urn:q"}
    assert set(found.classes.values()) == {"kb:Person"}
    assert set(found.values) == {("urn:q", "1")}
