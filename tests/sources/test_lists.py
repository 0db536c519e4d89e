"""Curated lists as people and programs write them, and as they go wrong."""

import json

import pytest

from kb.graph.words import ENTITY_CLASS
from kb.model.listing import Listed
from kb.sources.lists import BadListError, ReadList, read_list
from kb.sources.lists.turtle import _OWN

HEAD = "id,type,name,aliases,country,office,office_organisation,office_place,since,until\n"


def csv(*rows: str, head: str = HEAD) -> ReadList:
    return read_list((head + "\n".join(rows)).encode(), "officials.csv")


def reasons(found: ReadList) -> list[str]:
    return [str(one) for one in found.bad]


def test_a_row_is_an_entity_and_further_rows_add_offices() -> None:
    """Lines are those of the file, also behind a field of several lines."""
    found = csv(
        '"wikidata:Q1",person,"Ada\nLund",A. Lund|Ada M. Lund,no,mayor,,Nordhaven,2019,2023-05',
        '"wikidata:Q1",person,"Ada\nLund",A. Lund|Ada M. Lund,no,minister,Ministry of Ports,,2023-06-01,',
        "geonames:7,city,Nordhaven,,NO,,,,,",
    )
    first, second = found.entries
    assert (first.key, first.name, first.line, first.country) == ("wikidata:Q1", "Ada Lund", 2, "NO")
    assert first.aliases == ("A. Lund", "Ada M. Lund")
    assert first.offices == (
        Listed("mayor", place="Nordhaven", status="former", since="2019", until="2023-05"),
        Listed("minister", organisation="Ministry of Ports", since="2023-06-01"),
    )
    assert (second.line, second.external) == (6, "geonames:7")
    assert found.bad == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("wikidata:42,person,A,,,,,,,", "looks like wikidata:Q42"),
        (",person,A,,,,,,,", "it has no id"),
        ("x:1,persona,A,,,,,,,", "the type 'persona'"),
        ("x:1,person,,,,,,,,", "it has no name"),
        ("x:1,person,A,,Norway,,,,,", "its country 'Norway'"),
        ("x:1,person,A,,,mayor,,,2020-13,", "its since '2020-13' is no date"),
        ("x:1,person,A,,,mayor,,,2020,2019", "ends (2019) before it begins (2020)"),
        ("x:1,person,A,,,,,,2020,", "it has since but no office"),
        ("x:1,person,A", "it has 3 fields, the header 10"),
        ("x:1,person," + "A" * 301 + ",,,,,,,", "more than 300 characters"),
    ],
)
def test_a_bad_row_says_where_and_why(row: str, why: str) -> None:
    """The good ones are there all the same: whether they are taken is for the caller to say."""
    found = csv("x:0,person,Good,,,,,,,", row)
    assert [one.name for one in found.entries] == ["Good"]
    assert [one.line for one in found.bad] == [3]
    assert why in reasons(found)[0]


def test_two_rows_with_one_id_are_an_error_unless_the_second_adds_an_office() -> None:
    """Whether the id stands first or among the further ones."""
    found = csv("x:1,person,A,,,,,,,", "x:1,person,B,,,,,,,", "x:1,person,A,,,,,,,")
    assert reasons(found) == [
        "line 3: it has the id x:1 of line 2 and says other things of it",
        "line 4: it has the id x:1 of line 2 and adds no office",
    ]
    ids = csv("x:1,person,A,y:9", "x:2,person,B,y:9", head="id,type,name,ids\n")
    assert reasons(ids) == ["line 3: the id y:9 is that of line 2 too"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"id,name\nx:1,A\n", "it lacks the column type"),
        (b"id,type,name,nmae\n", "there is no column 'nmae'"),
        (b"id,type,name,id\n", "the column id is there twice"),
        (b'id,type,name\nx:1,person,"A\n', "its CSV cannot be read"),
        (b"id,type,name\n", "it holds no entry"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(data: bytes, why: str) -> None:
    """With what is wrong and what to do."""
    with pytest.raises(Exception, match=why) as caught:
        read_list(data, "x.csv")
    assert getattr(caught.value, "hint", "")


def test_semicolons_byte_order_mark_and_a_column_of_schemes() -> None:
    """As spreadsheets write them."""
    found = read_list("\ufeffid;scheme;type;name\r\n42;mine;Organization;Ölwerk\r\n".encode(), "a.CSV")
    assert [(one.key, one.type, one.name) for one in found.entries] == [("mine:42", "organisation", "Ölwerk")]


def ftm(*entities: object) -> ReadList:
    return read_list("\n".join(json.dumps(one) for one in entities).encode(), "people.ftm.json")


def thing(identifier: str, schema: str, **properties: object) -> dict[str, object]:
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": identifier, "schema": schema, "properties": lists}


def test_occupancies_of_followthemoney_become_offices_with_dates() -> None:
    """Their position names body and country; addresses give a city; other schemata are counted."""
    found = ftm(
        thing("NK-1", "Person", name=["Ada Lund"], alias="A. Lund", nationality="no", wikidataId="Q7"),
        thing("pos", "Position", name="Minister of Ports", country="no", organization="min"),
        thing("min", "PublicBody", name="Ministry of Ports", addressEntity="adr"),
        thing("adr", "Address", full="Quay 1, Nordhaven", city="Nordhaven", country="no"),
        thing("occ", "Occupancy", holder="NK-1", post="pos", startDate="2021-05-01", endDate="2023", status="ended"),
        thing("emp", "Employment", employee="NK-1", employer="min", role="adviser"),
        thing("own", "Ownership", owner="NK-1", asset="min"),
    )
    person, ministry = found.entries
    assert (person.key, person.ids, person.country, person.aliases) == (
        "ftm:NK-1",
        ("wikidata:Q7",),
        "NO",
        ("A. Lund",),
    )
    assert person.offices == (
        Listed(
            "Minister of Ports", organisation="Ministry of Ports", organisation_id="ftm:min", country="NO",
            status="former", since="2021-05-01", until="2023",
        ),
        Listed("adviser", organisation="Ministry of Ports", organisation_id="ftm:min"),
    )  # fmt: skip
    assert (ministry.type, ministry.place, ministry.country) == ("office", "Nordhaven", "NO")
    assert found.notes == ("1 of the schema Ownership left aside",)


def test_bad_entities_of_followthemoney_are_named_by_line() -> None:
    """Wrong JSON, no name, a holder that is not there, one id twice."""
    data = "\n".join(
        [
            json.dumps(thing("a", "Person", name="A")),
            "{",
            json.dumps(thing("b", "Person")),
            json.dumps(thing("c", "Occupancy", holder="z", post="a")),
            json.dumps(thing("a", "Person", name="A")),
            json.dumps({"id": "d", "schema": "Person", "properties": {"name": "D"}}),
            "[]",
        ]
    )
    found = read_list(data.encode(), "x.jsonl")
    assert [one.line for one in found.bad] == [2, 3, 4, 5, 6, 7]
    assert len(found.entries) == 1


TURTLE = """
@prefix kb: <https://w3id.org/newskb#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix ex: <https://example.org/id/> .

wd:Q7 a foaf:Person ;
    skos:prefLabel "Ada Lund"@en , "Ада Лунд"@uk ;
    skos:altLabel "A. Lund" ;
    schema:nationality "NO" ;
    schema:jobTitle "economist" ;
    foaf:homepage <https://lund.example/> .

ex:ministry a schema:GovernmentOrganization ; schema:name "Ministry of Ports" .
<https://sws.geonames.org/7/> a kb:City ; skos:prefLabel "Nordhaven" ; kb:country "NO" ;
    kb:latitude 60.5 ; kb:longitude 5.25 .
[] a kb:Position ; kb:holder wd:Q7 ; kb:roleTitle "minister" ; kb:organization ex:ministry ;
    kb:jurisdiction <https://sws.geonames.org/7/> ; kb:since "2021-05-01" ; kb:positionStatus kb:current .
ex:nameless a foaf:Person .
"""


def test_turtle_in_several_vocabularies() -> None:
    """Our own terms, SKOS, FOAF and schema.org; lines are those where a subject begins."""
    found = read_list(TURTLE.encode(), "list.ttl")
    by_key = {one.key: one for one in found.entries}
    ada = by_key["wikidata:Q7"]
    assert (ada.type, ada.name, ada.aliases, ada.country, ada.line) == (
        "person", "Ada Lund", ("Ада Лунд", "A. Lund"), "NO", 9,
    )  # fmt: skip
    assert ada.website == "https://lund.example/"
    assert ada.offices == (
        Listed(
            "minister", organisation="Ministry of Ports", organisation_id="iri:https://example.org/id/ministry",
            place="Nordhaven", place_id="geonames:7", since="2021-05-01",
        ),
        Listed("economist"),
    )  # fmt: skip
    assert by_key["iri:https://example.org/id/ministry"].type == "office"
    assert (by_key["geonames:7"].latitude, by_key["geonames:7"].longitude) == (60.5, 5.25)
    assert reasons(found) == ["line 21: https://example.org/id/nameless: it has no name (skos:prefLabel, "
                              "rdfs:label, foaf:name or schema:name)"]  # fmt: skip


def test_an_office_of_nobody_in_the_file_is_told() -> None:
    """It is not left out in silence: whoever wrote its holder's IRI with a slip would not know."""
    text = """@prefix kb: <https://w3id.org/newskb#> . @prefix ex: <https://example.org/> .
ex:a a kb:Person ; kb:alias "A" ; <http://xmlns.com/foaf/0.1/name> "Ada Lund" .
ex:p a kb:Position ; kb:holder ex:a ; kb:roleTitle "minister" .
ex:q a kb:Position ; kb:holder ex:aa ; kb:roleTitle "mayor" .
ex:r a kb:Position ; kb:roleTitle "judge" .
"""
    found = read_list(text.encode(), "list.ttl")

    assert [office.title for office in found.entries[0].offices] == ["minister"]
    assert [(row.line, row.reason) for row in found.bad] == [
        (4, "the office https://example.org/q: https://example.org/aa, who holds it, is none of the file's actors"),
        (5, "the office https://example.org/r: it has no kb:holder"),
    ]


def test_turtle_that_is_none_or_tells_of_nobody() -> None:
    """Both say so."""
    with pytest.raises(BadListError, match="cannot be read at line 2"):
        read_list(b"<a> <b>\n<c> <d> .", "x.ttl")
    with pytest.raises(BadListError, match="no subject"):
        read_list(b"<urn:a> <urn:b> <urn:c> .", "x.ttl")


def test_our_own_classes_are_those_of_the_graph() -> None:
    """The two tables lie in layers that do not know each other."""
    assert {kind: iri.rpartition("#")[2] for kind, iri in ENTITY_CLASS.items()} == {
        kind: name for name, kind in _OWN.items()
    }
