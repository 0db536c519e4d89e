"""The SPARQL that `kb demo` asks: what its page is made of, and three questions that it shows whole."""

from typing import Final

PEOPLE: Final = """
SELECT ?name (SUBSTR(MIN(?ranked), 4) AS ?as) (COUNT(DISTINCT ?article) AS ?articles) {
  ?person a kb:Person ; rdfs:label ?name ; kb:mentionedIn ?article .
  OPTIONAL { ?position kb:holder ?person ; kb:roleTitle ?title .
             OPTIONAL { ?position kb:organization/rdfs:label ?body }
             OPTIONAL { ?position kb:jurisdiction/rdfs:label ?land }
             OPTIONAL { ?position kb:positionStatus ?held FILTER(?held != kb:current) }
             BIND(CONCAT(COALESCE(CONCAT(STRAFTER(STR(?held), "#"), " "), ""), ?title,
                         COALESCE(CONCAT(", ", ?body), CONCAT(", ", ?land), "")) AS ?office)
             BIND(SUBSTR(COALESCE(?body, ?land, "-"), 1, 1) AS ?letter)
             BIND(IF(?letter = LCASE(?letter), "1", "0") AS ?nameless)
             BIND(CONCAT(?nameless, IF(BOUND(?held), "1", "0"), " ", ?office) AS ?ranked) }
} GROUP BY ?person ?name ORDER BY DESC(?articles) DESC(BOUND(?as)) ?name LIMIT 10
"""

PLACES: Final = """
SELECT ?name ?country (COUNT(DISTINCT ?event) AS ?events) {
  ?event kb:place ?place . ?place rdfs:label ?name .
  OPTIONAL { ?place kb:country ?country }
} GROUP BY ?place ?name ?country ORDER BY DESC(?events) ?name LIMIT 10
"""

HAPPENINGS: Final = """
SELECT ?begin ?what ?articles {
  { SELECT ?happening (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?fact) AS ?facts) {
      ?happening kb:reportedBy ?event .
      ?event kb:article ?article ; kb:reality kb:occurred ; kb:agent|kb:patient|kb:target|kb:figure ?fact .
    } GROUP BY ?happening }
  OPTIONAL { SELECT ?happening (MIN(SUBSTR(STR(?day), 1, 10)) AS ?begin) {
      ?happening kb:reportedBy ?event . ?event kb:reality kb:occurred ; kb:begin ?day .
    } GROUP BY ?happening }
  OPTIONAL { SELECT DISTINCT ?happening ?placed { ?happening kb:reportedBy/kb:place ?anywhere BIND(true AS ?placed) } }
  ?happening rdfs:label ?what .
} ORDER BY DESC(?articles) DESC(BOUND(?begin) && BOUND(?placed)) DESC(?facts) ?what LIMIT 10
"""

STATEMENTS: Final = """
SELECT ?who ?how ?what ?article {
  ?statement a kb:Statement ; kb:speaker/rdfs:label ?who ; kb:content ?what ; kb:mode kb:direct ;
             kb:article/rdfs:label ?article .
  FILTER(STRLEN(?what) > 30 && STRLEN(?what) < 180)
  OPTIONAL { ?statement kb:cue/kb:exact ?how }
} ORDER BY SHA1(?what) LIMIT 8
"""

QUESTIONS: Final = (
    (
        "Who did what to whom, and how sure is the less sure of the two?",
        """SELECT ?who ?what ?whom ?sure {
  ?doing rdf:predicate kb:agent ; rdf:subject ?event ; rdf:object/rdfs:label ?who ; kb:certainty ?sure_who .
  ?undergoing rdf:predicate ?as ; rdf:subject ?event ; rdf:object/rdfs:label ?whom ; kb:certainty ?sure_whom .
  ?event kb:eventType/skos:prefLabel ?what ; kb:reality kb:occurred .
  FILTER(?as IN (kb:patient, kb:target, kb:theme) && ?what != "other"@en)
  BIND(IF(?sure_who < ?sure_whom, ?sure_who, ?sure_whom) AS ?sure)
} ORDER BY DESC(?sure) ?who ?whom LIMIT 8""",
    ),
    (
        "Who holds which office, and in which words does an article say so?",
        """SELECT ?person ?office ?words {
  ?position kb:holder/rdfs:label ?person ; kb:roleTitle ?office ; kb:evidence/kb:exact ?words ;
            kb:positionStatus kb:current .
} ORDER BY ?person LIMIT 8""",
    ),
    (
        "How many people were killed where, according to whom?",
        """SELECT DISTINCT ?killed ?where ?said ?article {
  ?event kb:eventType kbt:death ; kb:figure ?figure ; kb:place/rdfs:label ?where ; kb:article/rdfs:label ?article .
  ?figure kb:value ?killed . FILTER NOT EXISTS { ?figure kb:change ?difference }
  OPTIONAL { ?figure kb:claimedBy/kb:speaker/rdfs:label ?said }
} ORDER BY ?where ?killed LIMIT 10""",
    ),
)
