"""Questions of ../shared/gold graded core, as an analyst would put them in SPARQL.

Each is (id, query, test of the answers). A query uses the ontology's terms
only; none knows how an article words a thing beyond what it asks about.
"""

from collections.abc import Callable
from dataclasses import dataclass

Rows = list[dict[str, str]]
ATTACK = "?e kb:eventType/skos:broader* kbt:attack ."


@dataclass(frozen=True)
class Question:
    """One question: its query and what its answers must satisfy."""

    id: str
    query: str
    holds: Callable[[Rows], bool]


def has(name: str, *words: str) -> Callable[[Rows], bool]:
    """Some answer's *name* holds each of *words*."""
    return lambda rows: any(all(w in row.get(name, "") for w in words) for row in rows)


def only(name: str, *values: str) -> Callable[[Rows], bool]:
    """The answers' *name* are exactly *values*."""
    return lambda rows: {row.get(name, "") for row in rows} == set(values)


def every(name: str, *words: str) -> Callable[[Rows], bool]:
    """For each of *words* some answer's *name* holds it."""
    return lambda rows: all(any(w in row.get(name, "") for row in rows) for w in words)


def figure(kind: str, counted: str, *more: str) -> str:
    """Figures about events of a kind that count something."""
    return (
        f"SELECT ?v ?cmp ?counts WHERE {{ ?f a kb:Figure ; kb:event/kb:eventType/skos:broader* kbt:{kind} ; "
        f"kb:comparator ?cmp . OPTIONAL {{ ?f kb:value ?v }} OPTIONAL {{ ?f kb:counts ?counts }} "
        f"{' '.join(more)} {counted} }}"
    )


def said(words: str) -> str:
    """Who made the statements whose content holds *words*, through which medium, where."""
    return (
        "SELECT ?who ?content ?medium ?place WHERE { ?s a kb:Statement ; kb:content ?content . "
        "OPTIONAL { ?s kb:speaker/rdfs:label ?who } OPTIONAL { ?s kb:medium/rdfs:label ?medium } "
        f"OPTIONAL {{ ?s kb:place/rdfs:label ?place }} FILTER(CONTAINS(?content, {words!r})) }}"
    ).replace("'", '"')


def office(person: str) -> str:
    """Offices of a person, with the body or place they are of."""
    return (
        "SELECT ?role ?of ?status WHERE { ?p a kb:Position ; kb:holder/rdfs:label ?who ; kb:roleTitle ?role ; "
        "kb:positionStatus ?status . OPTIONAL { ?p (kb:organization|kb:jurisdiction)/rdfs:label ?of } "
        f'FILTER(CONTAINS(?who, "{person}")) }}'
    )


COUNTS = 'FILTER(CONTAINS(LCASE(?counts), "{}"))'

QUESTIONS = [
    Question(
        "F1",
        f"SELECT DISTINCT ?who WHERE {{ {ATTACK} ?e kb:agent ?a ; kb:target|kb:place ?t . ?t rdfs:label 'Kyiv' . "
        "?a rdfs:label ?who }",
        has("who", "Russia"),
    ),
    Question(
        "F2",
        f"SELECT ?t WHERE {{ {ATTACK} ?e kb:instrument/rdfs:label ?i ; kb:target/rdfs:label ?t . "
        "FILTER(CONTAINS(?i, 'drone')) }",
        has("t", "Kyiv"),
    ),
    Question(
        "F3",
        f"SELECT ?i WHERE {{ {ATTACK} ?e kb:target|kb:place ?t ; kb:instrument/rdfs:label ?i . ?t rdfs:label 'Kyiv' }}",
        every("i", "drone", "missile"),
    ),
    Question(
        "F4",
        "SELECT ?v WHERE { ?f kb:event/kb:eventType/skos:broader* kbt:injury ; kb:comparator kb:atLeast ; "
        "kb:value ?v }",
        has("v", "23"),
    ),
    Question("F5", figure("attack", COUNTS.format("drone")), has("v", "539")),
    Question("F6", figure("attack", COUNTS.format("missile")), has("v", "11")),
    Question(
        "F7",
        "SELECT ?v ?cmp ?unit WHERE { ?f kb:event/kb:eventType/skos:broader* kbt:emergency_measure ; kb:value ?v ; "
        "kb:comparator ?cmp ; kb:unit ?unit }",
        lambda rows: any(r["v"] == "8" and r["cmp"].endswith("moreThan") and "hour" in r["unit"] for r in rows),
    ),
    Question("F8", said("warnings in Kyiv lasted"), has("who", "Air Force")),
    Question("F9", said("main target"), lambda rows: has("who", "Air Force")(rows) and has("content", "Kyiv")(rows)),
    Question("F10", said("main target"), has("medium", "Telegram")),
    Question(
        "F11",
        "SELECT ?who WHERE { ?p kb:roleTitle ?r ; kb:holder/rdfs:label ?who ; "
        "(kb:jurisdiction|kb:organization)/rdfs:label 'Kyiv' FILTER(CONTAINS(LCASE(?r), 'mayor')) }",
        only("who", "Vitali Klitschko"),
    ),
    Question("F12", figure("injury", ""), has("v", "14")),
    Question("F13", said("had to be taken to hospitals"), only("who", "Vitali Klitschko")),
    Question("F14", figure("damage", ""), has("v", "6")),
    Question(
        "F15",
        "SELECT ?r WHERE { ?x a kb:River ; rdfs:label ?r }",
        has("r", "Dnipro"),
    ),
    Question(
        "F16",
        "SELECT ?what WHERE { ?e kb:eventType/skos:broader* kbt:fire_explosion ; ?role ?x . ?x rdfs:label ?what }",
        has("what", "medical building"),
    ),
    Question(
        "F17",
        "SELECT ?why WHERE { ?e kb:eventType/skos:broader* kbt:fire_explosion . "
        "{ ?e kb:causedBy/rdfs:label ?why } UNION "
        "{ ?e ?role ?x . ?role rdfs:subPropertyOf* kb:participation . ?x rdfs:label ?why } }",
        has("why", "debris"),
    ),
    Question("F18", office("Tkachenko"), has("of", "Kyiv City Military Administration")),
    Question("F19", said("close their windows"), only("who", "Tymur Tkachenko")),
    Question("F20", said("smoke and chemicals"), only("who", "Tymur Tkachenko")),
    Question(
        "F21",
        "SELECT ?what WHERE { ?x rdfs:label 'Ukrzaliznytsia' ; kb:description ?what }",
        has("what", "state-owned railway company"),
    ),
    Question(
        "F22",
        said("trains were delayed"),
        lambda rows: has("who", "Ukrzaliznytsia")(rows) and has("medium", "Telegram")(rows),
    ),
    Question(
        "F23",
        "SELECT ?v WHERE { ?f kb:value ?v ; kb:claimedBy/kb:speaker/rdfs:label ?who "
        "FILTER(CONTAINS(?who, 'Air Force')) }",
        has("v", "478"),
    ),
    Question("F24", figure("death", ""), has("v", "5")),
    Question(
        "F25",
        "SELECT ?who WHERE { ?e kb:eventType kbt:shelling ; kb:agent/rdfs:label ?who }",
        has("who", "Russia"),
    ),
    Question(
        "F26",
        "SELECT ?where WHERE { ?x rdfs:label 'Pokrovsk' ; kb:within/rdfs:label ?where }",
        has("where", "eastern Ukraine"),
    ),
    Question(
        "F27",
        "SELECT ?who WHERE { ?e kb:eventType/skos:broader* kbt:talks ; ?r [] ; kb:participant/rdfs:label ?who }",
        every("who", "Donald Trump", "Vladimir Putin"),
    ),
    Question(
        "F28",
        "SELECT ?who ?of WHERE { ?p kb:roleTitle ?r ; kb:holder/rdfs:label ?who ; "
        "(kb:organization|kb:jurisdiction)/rdfs:label ?of FILTER(CONTAINS(LCASE(?r), 'president')) }",
        lambda rows: (
            {("Vladimir Putin", "Russia"), ("Volodymyr Zelenskiy", "Ukraine"), ("Donald Trump", "United States")}
            <= {(r["who"], r["of"]) for r in rows}
        ),
    ),
    Question("F29", said("did not discuss"), only("who", "Yuri Ushakov")),
    Question(
        "F30",
        "SELECT ?who WHERE { ?e kb:eventType/skos:broader* kbt:talks ; kb:reality ?hope ; ?r ?x . "
        "?x a kb:Person ; rdfs:label ?who FILTER(?hope IN (kb:planned, kb:hypothetical)) }",
        has("who", "Donald Trump"),
    ),
    Question("F31", said("as soon as Friday"), has("place", "Denmark")),
    Question(
        "F32",
        "SELECT ?where WHERE { ?e kb:eventType/skos:broader* kbt:travel ; kb:destination|kb:place ?x . "
        "?x rdfs:label ?where }",
        has("where", "Iowa"),
    ),
    Question("F33", said("sending too much"), has("who", "Donald Trump")),
    Question("F34", said("still sending weapons"), has("who", "Donald Trump")),
    Question(
        "F35",
        "SELECT ?b WHERE { ?e kb:eventType/skos:broader* kbt:armed_conflict ; kb:begin ?b }",
        has("b", "2022-02"),
    ),
    Question("F36", figure("death", "FILTER(?cmp = kb:vague)"), has("counts", "civilians")),
]
