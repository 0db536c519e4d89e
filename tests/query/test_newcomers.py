"""Slips of those who write their first queries: each is named at its place, with a sentence that says what to write."""

from typing import Final

import pytest

from kb.query.errors import MalformedQueryError
from kb.query.service import QueryService
from kb.query.sparql.breaks import broken_at
from kb.query.sparql.tokens import tokens

GENERAL: Final = "Read it up to that place"


@pytest.mark.parametrize(
    ("text", "mark", "hint"),
    [
        # terms: the mark is where the caret stands
        ("SELECT * { ?x a ^Person }", "", "write kb:Person"),
        ("SELECT * { ?x a kb:Event . ^Tower a ?t }", "", "text stands in quotes"),
        ("SELECT * { ?x rdfs:label ?l FILTER(LANG(?l) = ^en) }", "", '"en"'),
        ("SELECT ?l { ?x rdfs:label ?l . ?l kb:x ^l }", "", "write ?l"),
        ("SELECT * { ?x rdfs:label ^“Kyiv” }", "", 'write "'),
        ("SELECT * { ?x rdfs:label ^‘Kyiv’ }", "", "write '"),
        ("SELECT * { ?x rdfs:label ^`Kyiv` }", "", "write '"),
        ("^```sparql\nSELECT * { ?x a kb:Event }\n```", "", "Leave out the marks"),
        ("SELECT^\u00a0* { ?x a kb:Event }", "", "no-break space"),
        ("SELECT * { ?x a kb:Event ^\u3002 }", "", "write ."),
        ("SELECT * { ?f kb:value ?v FILTER(?v ^\u2013 1 > 2) }", "", "is a dash"),
        ('SELECT * { ?x rdfs:label "a"^@ }', "", '"a"@en'),
        ("SELECT * { ?x ^http://example.org/label ?l }", "", "<http://...>"),
        ("SELECT ^?my-var { ?my-var a kb:Event }", "", "?my_var"),
        ("SELECT ^??x { ?x a kb:Event }", "", "One question mark"),
        ("SELECT * { ?x ^rdfs: label ?l }", "", "rdfs:label"),
        ("SELECT * { ?f kb:value ?v FILTER(?v > ^10k) }", "", "10k is no number"),
        ("SELECT * { ?f kb:value ?v FILTER(?v > 1^,000) }", "", "without a comma"),
        ("SELECT * { ?e kb:begin ?d FILTER(?d > '2024-01-01'^^^date) }", "^date", "^^xsd:date"),
        ("SELECT * { ?x kb:p ^True }", "", "Write true"),
        ("SELECT * { ?x ^_:b ?l }", "", "A property is an IRI"),
        ("SELECT * { ?x a kb:Event^, ?x rdfs:label ?l }", "", "stands a dot"),
        ("^@prefix foo: <http://foo.example/> . SELECT * { ?x foo:a ?l }", "", "write PREFIX"),
        ("PREFIX foo: <http://foo.example/>^; SELECT * { ?x foo:a ?l }", "", "No ; stands behind"),
        # clauses
        ("DESCRIBE^", "", "DESCRIBE takes what is to be described"),
        ("SELECT^", "", "SELECT takes variables"),
        ("ASK^", "", "ASK { ?x a kb:Event }"),
        ("CONSTRUCT^", "", "CONSTRUCT takes two patterns"),
        ("^   ", "", "The query is empty"),
        ("^# nothing yet", "", "The query is empty"),
        ("^who said what about Lund?", "", "kb ask"),
        ("^MATCH (n) RETURN n", "", "another language"),
        ("SELECT ^TOP 10 * { ?x a kb:Event }", "", "LIMIT 10"),
        ("SELECT ?x ^DISTINCT ?y { ?x a ?y }", "", "right behind SELECT"),
        ("SELECT ^'?x' { ?x a kb:Event }", "", "names variables"),
        ("SELECT * WHERE ^( ?x a kb:Event )", "", "WHERE { ... }"),
        ("SELECT * { ?x a kb:Event } LIMIT 3 ^ORDER BY ?x", "", "ORDER BY stands before LIMIT"),
        ("SELECT ?t { ?e a ?t } ORDER BY ?t ^GROUP BY ?t", "", "GROUP BY stands before ORDER BY"),
        ("SELECT ?t { ?e a ?t } HAVING(COUNT(?e) > 2) ^GROUP BY ?t", "", "GROUP BY stands before HAVING"),
        ("SELECT * WHERE { ?x a kb:Event } ^FROM <http://x.example/>", "", "FROM stands before WHERE"),
        ("SELECT * { ?x a kb:Event . ^ORDER BY ?x }", "", "behind the last }"),
        ("SELECT * { ?x a kb:Event ^LIMIT 3 }", "", "behind the last }"),
        ("SELECT ?x { ?x a kb:Event } ORDER BY ^?x DESC", "", "DESC(?x)"),
        ("SELECT ?x { ?x a kb:Event } LIMIT 10^,20", "", "LIMIT 20 OFFSET 10"),
        ("SELECT ?x { ?x a kb:Event } LIMIT^", "", "LIMIT takes a whole number"),
        ("SELECT * { ?x a kb:Event . ^SELECT ?y { ?y a kb:Event } }", "", "braces of its own"),
        ("SELECT * { GRAPH ?g ^?x a kb:Event }", "", "GRAPH ?g { ... }"),
        ("SELECT * { ?x a kb:Event }^;", "", "take the ; away"),
        ("SELECT * { ?x a kb:Event } ^FILTER(?x > 1)", "", "inside the braces"),
        ("SELECT * { ?x a kb:Event } ^thanks", "", "Behind the last }"),
        ("SELECT ^* { ?e a ?t } GROUP BY ?t", "", "Name the columns"),
        ("SELECT (1 AS ^?x) { ?x a kb:Event }", "", "a name of its own"),
        # conditions
        ("SELECT * { ?x rdfs:label ?l . ^CONTAINS(?l, 'a') }", "", "FILTER(CONTAINS(...))"),
        ("SELECT * { ?f kb:value ?v FILTER(?v > 1) ^&& FILTER(?v < 3) }", "", "in one FILTER"),
        ("SELECT * { ?x rdfs:label ?l . ?n ^= STRLEN(?l) }", "", "BIND(... AS ?n)"),
        ("SELECT * { ?f kb:value ?v . ?v ^>= 3 }", "", "FILTER(?v >= ...)"),
        ("SELECT * { ?x rdfs:label ^= 'Kyiv' }", "", "A pattern has no ="),
        ("SELECT * { ?x rdfs:label ?l BIND ^STRLEN(?l) AS ?n }", "", "BIND(... AS ?name)"),
        ("SELECT * { ?x a kb:Event ^EXISTS { ?x rdfs:label ?l } }", "", "FILTER EXISTS"),
        ("SELECT * { ?x a kb:Event ^NOT EXISTS { ?x rdfs:label ?l } }", "", "FILTER NOT EXISTS"),
        ("SELECT * { ?x rdfs:label ?l FILTER ^NOT CONTAINS(?l, 'a') }", "", "!CONTAINS(...)"),
        ("SELECT * { ?x rdfs:label ?l FILTER(^NOT ?l IN ('a')) }", "", "?l NOT IN (...)"),
        ("SELECT * { ?x rdfs:label ?l FILTER(?l = ^NULL) }", "", "BOUND(?x)"),
        ("SELECT * { ?f kb:value ?v FILTER(?v IN ^[1, 2]) }", "", "?x IN (1, 2)"),
        ("SELECT * { ?x rdfs:label ?l FILTER(^LENGTH(?l) > 2) }", "", "STRLEN(?x)"),
        ("SELECT * { ?x rdfs:label ?l FILTER(^STRSTART(?l, 'a')) }", "", "Did you mean STRSTARTS?"),
        ("SELECT (^CASE WHEN ?x THEN 1 END AS ?y) { ?x a kb:Event }", "", "has no CASE"),
        ("SELECT (IF(?x^) AS ?y) { ?x a kb:Event }", "", "IF takes 3 values, and is given 1"),
        ("SELECT ?e (COUNT(?x) AS ^1) { ?e ?p ?x } GROUP BY ?e", "", "AS ?x"),
        ("SELECT ?e (COUNT ^?x AS ?n) { ?e ?p ?x } GROUP BY ?e", "", "COUNT(?x)"),
        ("SELECT ?e { ?e a kb:Event } GROUP BY ^COUNT(?e)", "", "stands in SELECT"),
        ("SELECT ?e { ?e kb:begin ?b FILTER(?b > '1'^^xsd:date ^AND ?b < 2) }", "^AND", "Write && between"),
        ("SELECT ?e { ?e a kb:Event ^AND ?e rdfs:label ?l }", "", "one behind the other"),
        ("SELECT ?e { ?e a kb:Event ; ^?e rdfs:label ?l }", "", "leave out ?e"),
        ("SELECT ?e { ?e a kb:Event ^, rdfs:label ?l }", "", "a semicolon"),
        ("SELECT ?e { ?e kb:place/ ^?p }", "", "stands a property"),
        ("SELECT ?e { ?e kb:place / ^/ kb:within ?p }", "", "stands a property"),
        ("SELECT ?e { ?e a kb:Event FILTER NOT ^EXIST { ?e rdfs:label ?l } }", "", "mean EXISTS"),
        ("SELECT ?e { ?e rdfs:label ?l FILTER(?l ^! = 'x') }", "", "Write !="),
        ("SELECT ?e { ?e rdfs:label ?l FILTER(?l ^=> 'x') }", "", "Write >="),
        ("SELECT ?e { ?e rdfs:label ?l FILTER(?l ^~ 'x') }", "", "REGEX"),
        ("SELECT ?e { ?e rdfs:label ?l FILTER(STR(?l)^.contains('x')) }", "", "CONTAINS(?x, ...)"),
        ("SELECT ?e { ?e rdfs:label ?l FILTER(?l ^CONTAINS 'x') }", "", "CONTAINS(?l, 'x')"),
        ('SELECT ?e { ?e rdfs:label ^"""abc" }', "", "three quotes"),
        ("SELECT ?e { ^LET (?x := 1) }", "", "BIND(1 AS ?x)"),
        ("CONSTRUCT ^?e WHERE { ?e a kb:Event }", "", "pattern in braces"),
        ("DESCRIBE ^WHERE { ?e a kb:Event }", "", "names what is to be described"),
        ("ASK ^?e { ?e a kb:Event }", "", "yes or no"),
        ("SELECT ?e FROM ^kb WHERE { ?e a kb:Event }", "", "IRI of a graph"),
        ("SELECT ?e { ?e a kb:Event } ^SORT BY ?e", "", "Write ORDER BY"),
        ("SELECT ?e { ?e a kb:Event } LIMIT ^10.5", "", "whole number"),
        ("SELECT ?e { VALUES ^{ ?e 'a' } }", "", "VALUES ?x"),
        # rows of VALUES
        ("SELECT * { VALUES (?a ?b) { (1 2) (3^) } }", "", "1 value for 2 variables"),
        ("SELECT * { VALUES (?a ?b) { (1 2 ^3) } }", "", "at least 3 values for 2 variables"),
        ('SELECT * { VALUES (?a ?b) { ("x"@en "1"^^xsd:integer) ("y"^) } }', "^)", "1 value for 2"),
        ("SELECT * { VALUES (?a ?b) { ^1 2 } }", "", "stands in brackets"),
        ("SELECT * { VALUES ?a { ^(1) (2) } }", "", "without brackets"),
        ("SELECT * { VALUES ?a { 1^, 2 } }", "", "take the comma away"),
        ("SELECT * { VALUES ?a ^?b { 1 2 } }", "", "VALUES (?a ?b)"),
        ("SELECT * { VALUES ?a { ^Kyiv } }", "", '"Kyiv"'),
        ("SELECT * { VALUES ?a { ^?b } }", "", "?b is no value"),
        ("SELECT * { VALUES ?a ^( 1 2 ) }", "", "in braces"),
    ],
)
def test_a_slip_is_named_at_its_place(service: QueryService, text: str, mark: str, hint: str) -> None:
    """Asked of the engine itself; ^ marks the place, the one in *mark* where the query has others."""
    at = text.rindex(mark) if mark else text.index("^")
    written = text[:at] + text[at + 1 :]
    with pytest.raises(MalformedQueryError) as caught:
        service.run(written)
    told = caught.value

    assert hint in told.hint
    assert GENERAL not in told.hint
    assert (told.line, told.column) == (written.count("\n", 0, at) + 1, at - (written.rfind("\n", 0, at) + 1) + 1)
    assert told.excerpt.split("\n")[1].index("^") == told.excerpt.split("\n")[0].index("|") + 1 + told.column


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://a.example/> FROM NAMED <http://b.example/> WHERE { ?x a kb:Event } LIMIT 3 OFFSET 2",
        "CONSTRUCT { ?x a ?t } FROM <http://a.example/> WHERE { ?x a ?t } ORDER BY ?x LIMIT 3",
        'SELECT * { VALUES (?a ?b) { ("x"@en "1"^^xsd:integer) (UNDEF kb:x) (true -1) } VALUES ?c { "a" <b:c> 2 } }',
        "SELECT ?a { { SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING(COUNT(?c) > 1) ORDER BY DESC(?a) LIMIT 3 } ?a a ?t }",
        "SELECT * { ?a ?b ?c FILTER(?c NOT IN (1, 2) && NOT EXISTS { ?c ?d ?e } || IF(?c, CONTAINS(?c, 'x'), 1)) }",
        "SELECT (xsd:date(?c) AS ?d) (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c } GROUP BY (STR(?c)) ORDER BY ASC(?d) ?n",
        "SELECT * { ?a ?b 1 , 2.5 , true ; a kb:Event . FILTER(?a-1 > 2) FILTER(REGEX(STR(?a), 'x', 'i')) }",
        "DESCRIBE <a:b> kb:x ?c WHERE { ?c a kb:Event } OFFSET 1 LIMIT 2",
        "SELECT ?a { ?a kb:b/kb:c|^kb:d ?e ; kb:f ?g , ?h ; a ?i . ?j (kb:k/(kb:l|kb:m))* 'n'@en , kb:o , <p:q> }",
        'SELECT (GROUP_CONCAT(DISTINCT ?a; SEPARATOR=\', \') AS ?b) { ?a ?c """d""" , \'\' ; ?e ?f FILTER(!(?f = 1)) }',
        "ASK { GRAPH kb:g { ?a ?b ?c } SERVICE SILENT <http://a.example/> { ?a ?b ?d } } ",
    ],
)
def test_of_what_is_right_no_slip_is_told(text: str) -> None:
    """Nor of what its writer has got to."""
    found = list(tokens(text))
    assert {broken_at(found[:many]) for many in range(len(found) + 1)} == {None}
