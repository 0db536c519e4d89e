"""The knowledge base as a reconciliation service, asked as OpenRefine asks, over a real server."""

import json
from typing import Any

import httpx
import pytest

from kb.service.elsewhere.attributes import PROPERTIES, country_code


def asked(client: httpx.Client, queries: dict[str, Any]) -> Any:
    """Send a batch as a form, the way OpenRefine does."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def name_of_one(client: httpx.Client) -> tuple[str, str, str]:
    """Return id, label and type of an organisation that the articles name."""
    first = client.get("/entities", params={"type": "organisation"}).json()["items"][0]
    return first["id"], first["label"], first["type"]


def test_the_manifest_says_what_there_is(client: httpx.Client) -> None:
    """Every address that it gives answers, and everything required is there."""
    answer = client.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    manifest = answer.json()

    assert answer.headers["access-control-allow-origin"] == "*"
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"].endswith("/id/")
    assert manifest["schemaSpace"] == "https://w3id.org/newskb#"
    assert {one["id"] for one in manifest["defaultTypes"]} == {"Person", "Organization", "Location", "Country"}
    identifier, label, _ = name_of_one(client)
    viewed = manifest["view"]["url"].replace("{{id}}", identifier)  # where it is served, whatever its IRIs begin with
    assert client.get(viewed, follow_redirects=True).status_code == 200
    shown = client.get(manifest["preview"]["url"].replace("{{id}}", identifier))
    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith("text/html")
    assert label in shown.text
    for kind, prefix in (("entity", label[:3]), ("type", "per"), ("property", "cou")):
        service = manifest["suggest"][kind]
        found = client.get(service["service_url"] + service["service_path"], params={"prefix": prefix}).json()
        assert found["result"], kind
        assert all({"id", "name"} <= set(one) for one in found["result"])
    propose = manifest["extend"]["propose_properties"]
    proposed = client.get(
        propose["service_url"] + propose["service_path"], params={"type": "Person", "limit": 3}
    ).json()
    assert proposed["type"] == "Person"
    assert len(proposed["properties"]) == 3


def test_properties_are_those_of_the_type(client: httpx.Client) -> None:
    """A person has offices, a place has coordinates; a type above both, or none, has all; an unknown one is said."""

    def proposed(kind: str) -> set[str]:
        answer = client.get("/reconcile/properties", params={"type": kind})
        assert answer.status_code == 200, answer.text
        return {one["id"] for one in answer.json()["properties"]}

    of_all = {"alias", "country", "description", "identifier", "wikidata", "articles"}
    of_persons, of_places = {"office", "officeOf"}, {"within", "geonames", "latitude", "longitude"}
    assert proposed("Person") == proposed("person") == of_all | of_persons
    assert proposed("City") == proposed("Location") == of_all | of_places
    assert proposed("Country") == of_all | of_places  # an actor, too, but no person
    assert proposed("Company") == of_all
    assert proposed("") == proposed("Entity") == set(PROPERTIES)
    unknown = client.get("/reconcile/properties", params={"type": "Shoe"})
    assert unknown.status_code == 404
    assert unknown.json()["code"] == "no-such-type"


def test_the_very_name_is_a_match(client: httpx.Client) -> None:
    """One entity of the name, of the type: match, with the highest score."""
    identifier, label, _ = name_of_one(client)

    got = asked(client, {"q0": {"query": label.upper(), "type": "Organization", "type_strict": "should"}})

    first = got["q0"]["result"][0]
    assert (first["id"], first["name"], first["match"]) == (identifier, label, True)
    assert first["score"] == 100
    assert {one["id"] for one in first["features"]} == {"name", "type"}


def test_a_misspelling_is_a_candidate_and_no_match(client: httpx.Client) -> None:
    """A letter too many still finds it, without claiming to be sure."""
    identifier, label, _ = name_of_one(client)

    first = asked(client, {"q": {"query": label + "x", "limit": 3}})["q"]["result"][0]

    assert first["id"] == identifier
    assert not first["match"]
    assert 60 <= first["score"] < 100


def test_another_type_is_no_candidate_unless_it_only_should_be(client: httpx.Client) -> None:
    """type_strict any leaves it out, should ranks it lower."""
    identifier, label, _ = name_of_one(client)

    got = asked(
        client,
        {
            "any": {"query": label, "type": ["Person"]},
            "should": {"query": label, "type": ["Person"], "type_strict": "should"},
            "above": {"query": label, "type": "Actor"},
        },
    )

    assert identifier not in {one["id"] for one in got["any"]["result"]}
    lower = next(one for one in got["should"]["result"] if one["id"] == identifier)
    assert lower["score"] < 100
    assert not lower["match"]
    assert got["above"]["result"][0]["id"] == identifier


def test_nobody_of_the_name_gives_no_candidate(client: httpx.Client) -> None:
    """No guess for what is not there."""
    assert asked(client, {"q": {"query": "Quxvorth Zyglomat"}}) == {"q": {"result": []}}


def test_properties_of_entities_are_given_in_rows(client: httpx.Client) -> None:
    """Each asked property has a list of values, an unknown entity empty ones."""
    identifier, _, _ = name_of_one(client)
    extension = {"ids": [identifier, "entity-00"], "properties": [{"id": "articles"}, {"id": "alias"}]}

    for answer in (
        client.get("/reconcile", params={"extend": json.dumps(extension)}),
        client.post("/reconcile", data={"extend": json.dumps(extension)}),
    ):
        got = answer.json()
        assert [one["id"] for one in got["meta"]] == ["articles", "alias"]
        assert got["rows"][identifier]["articles"][0]["int"] >= 1
        assert got["rows"]["entity-00"] == {"articles": [], "alias": []}


def test_every_property_can_be_fetched(client: httpx.Client) -> None:
    """No property fails for any entity of the base."""
    ids = [one["id"] for one in client.get("/entities").json()["items"]]
    extension = {"ids": ids, "properties": [{"id": one} for one in PROPERTIES]}

    rows = client.post("/reconcile", data={"extend": json.dumps(extension)}).json()["rows"]

    assert set(rows) == set(ids)
    allowed = ({"id", "name"}, {"str"}, {"float"}, {"int"})
    assert all(set(value) in allowed for row in rows.values() for values in row.values() for value in values)


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("queries", "{", "it is no JSON"),
        ("queries", '{"q": {}}', "neither query nor properties"),
        ("queries", '{"q": {"query": "x", "limit": "many"}}', "q.limit"),
        ("queries", '{"q": {"query": "x", "type_strict": "maybe"}}', "q.type_strict"),
        ("queries", json.dumps({f"q{i}": {"query": "x"} for i in range(201)}), "201 queries"),
        ("extend", '{"ids": ["a"]}', "properties"),
        ("extend", '{"ids": ["a"], "properties": [{"id": "shoe size"}]}', "shoe size"),
        ("queries", "[" * 100_000, "it is no JSON"),
    ],
)
def test_what_cannot_be_read_is_said(client: httpx.Client, parameter: str, value: str, said: str) -> None:
    """A problem that names the parameter and the place."""
    answer = client.post("/reconcile", data={parameter: value})

    assert answer.status_code in (400, 404)
    assert said in answer.json()["detail"]


def test_one_query_that_cannot_be_asked_leaves_the_others_their_answers(client: httpx.Client) -> None:
    """It has no candidates and says why, in the fields of a problem."""
    identifier, label, _ = name_of_one(client)

    got = asked(client, {"good": {"query": label}, "bad": {"query": label, "limit": "many"}, "none": {}})

    assert got["good"]["result"][0]["id"] == identifier
    assert [got[name]["result"] for name in ("bad", "none")] == [[], []]
    assert got["bad"]["error"]["code"] == "bad-batch"
    assert "bad.limit" in got["bad"]["error"]["detail"]
    assert "neither query nor properties" in got["none"]["error"]["detail"]


def test_a_preview_of_nobody_is_not_found(client: httpx.Client) -> None:
    """404, and nothing of the request in the page."""
    assert client.get("/reconcile/preview/entity-%3Cb%3E").status_code == 404


@pytest.mark.parametrize("name", ["organization", "organisation", "ORGANIZATION", "kb:Organization"])
def test_a_type_may_be_asked_for_by_its_name(client: httpx.Client, name: str) -> None:
    """A name of a type finds what its id finds, instead of nobody."""
    _, label, _ = name_of_one(client)

    got = asked(client, {"id": {"query": label, "type": "Organization"}, "name": {"query": label, "type": name}})

    assert got["name"] == got["id"]
    assert got["id"]["result"]


@pytest.mark.parametrize("told", ["Estonia", "EE", "ee", "EST", "estonia"])
def test_a_country_may_be_told_by_name_or_code(told: str) -> None:
    """A column of a table has names of countries, or codes of two or three letters."""
    assert country_code(told) == "EE"


@pytest.mark.parametrize("told", ["", "Nowhereland", "XX", "QQQ"])
def test_what_is_no_country_has_no_code(told: str) -> None:
    """No guess."""
    assert country_code(told) == ""


def test_what_there_is_not_is_told_and_leaves_the_rest_its_answer(client: httpx.Client) -> None:
    """A type nobody has is an error of that query alone; a property nobody has is a warning beside its candidates."""
    identifier, label, _ = name_of_one(client)
    good = {"query": label, "properties": [{"pid": "colour", "v": "red"}]}

    got = asked(client, {"q0": {"query": label, "type": "planet"}, "q1": good, "q2": {"query": label, "properties": 1}})
    more = {"ids": [identifier], "properties": [{"id": "colour"}, {"id": "country"}]}
    rows = client.post("/reconcile", data={"extend": json.dumps(more)}).json()

    assert (got["q0"]["result"], "no type 'planet'" in got["q0"]["error"]["detail"]) == ([], True)
    assert (got["q1"]["result"][0]["id"], "'colour'" in got["q1"]["warnings"][0]) == (identifier, True)
    assert "a list is needed" in got["q2"]["error"]["detail"]
    assert ([one["id"] for one in rows["meta"]], "'colour'" in rows["warnings"][0]) == (["country"], True)
    only = client.post("/reconcile", data={"extend": json.dumps({**more, "properties": [{"id": "colour"}]})})
    assert only.status_code == 404
