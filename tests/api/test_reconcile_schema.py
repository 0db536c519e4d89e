"""What the reconciliation service answers, held to the protocol as schemas: every route, also of hostile requests.

The schemas say in our own words what the specification asks of a service: which fields there must be, and of which
kind. Where it lets a service add fields, they do too.

Source:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

import json
from typing import Any, Final

import httpx
import jsonschema_rs
import pytest

_TEXT: Final = {"type": "string"}
_SOME: Final = {"type": "string", "minLength": 1}
_PAIR: Final = {"type": "object", "required": ["id", "name"], "properties": {"id": _SOME, "name": _TEXT}}
_TYPES: Final = {"type": "array", "items": {"anyOf": [_SOME, _PAIR]}}
_PLACE: Final = {
    "type": "object",
    "required": ["service_url", "service_path"],
    "properties": {"service_url": {"type": "string", "pattern": "^https?://[^/]+"}, "service_path": {"pattern": "^/"}},
}
_TEMPLATE: Final = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
MANIFEST: Final = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": _SOME, "contains": {"const": "0.2"}},
        "name": _SOME,
        "identifierSpace": {"type": "string", "format": "iri"},
        "schemaSpace": {"type": "string", "format": "iri"},
        "serviceVersion": _TEXT,
        "batchSize": {"type": "integer", "minimum": 1},
        "defaultTypes": {"type": "array", "items": _PAIR},
        "view": {"type": "object", "required": ["url"], "properties": {"url": _TEMPLATE}},
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
        },
        "suggest": {
            "type": "object",
            "properties": {"entity": _PLACE, "property": _PLACE, "type": _PLACE},
            "additionalProperties": False,
        },
        "extend": {
            "type": "object",
            "properties": {"propose_properties": _PLACE, "property_settings": {"type": "array"}},
        },
    },
}
CANDIDATE: Final = {
    "type": "object",
    "required": ["id", "name", "score", "match", "type"],
    "properties": {
        "id": _SOME,
        "name": _TEXT,
        "description": _TEXT,
        "type": _TYPES,
        "score": {"type": "number"},
        "match": {"type": "boolean"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "value"],
                "properties": {"id": _SOME, "value": {"type": ["number", "boolean"]}},
            },
        },
    },
}
BATCH: Final = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
    },
}
SUGGESTED: Final = {
    "type": "object",
    "required": ["result"],
    "properties": {
        "result": {
            "type": "array",
            "items": _PAIR | {"properties": {**_PAIR["properties"], "description": _TEXT, "notable": _TYPES}},  # type: ignore[dict-item]
        }
    },
}
PROPOSED: Final = {
    "type": "object",
    "required": ["properties"],
    "properties": {"type": _TEXT, "limit": {"type": "integer"}, "properties": {"type": "array", "items": _PAIR}},
}
_VALUE: Final = {
    "anyOf": [
        {"type": "object", "additionalProperties": False},
        _PAIR,
        *(
            {"type": "object", "required": [name], "properties": {name: {"type": kind}}, "additionalProperties": False}
            for name, kind in (
                ("str", "string"),
                ("date", "string"),
                ("int", "integer"),
                ("float", "number"),
                ("bool", "boolean"),
            )
        ),
    ]
}
EXTENSION: Final = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": _PAIR | {"properties": {**_PAIR["properties"], "type": _PAIR}}},  # type: ignore[dict-item]
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": _VALUE},
            },
        },
    },
}
ORIGIN: Final = {"Origin": "http://127.0.0.1:3333"}


def fits(schema: dict[str, Any], answer: httpx.Response) -> Any:
    """Return the answer's JSON, which must fit the schema; pages of any origin may read it."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith("application/json")
    value = answer.json()
    errors = [f"{list(error.instance_path)}: {error.message}" for error in jsonschema_rs.iter_errors(schema, value)]
    assert not errors, errors
    return value


def test_the_manifest_fits(client: httpx.Client) -> None:
    """Also when a page asks for a callback, as some still do: it gets JSON."""
    fits(MANIFEST, client.get("/reconcile", headers=ORIGIN))
    fits(MANIFEST, client.get("/reconcile", params={"callback": "jsonp1", "_": "1"}, headers=ORIGIN))


def test_a_batch_as_openrefine_sends_it_fits(client: httpx.Client) -> None:
    """A column with types, properties as text and as cells that were reconciled before, and what no query should be."""
    queries = {
        "q0": {
            "query": "Blue Column",
            "type": "Organization",
            "type_strict": "should",
            "limit": 6,
            "properties": [
                {"pid": "country", "p": "country", "v": "NO"},
                {"pid": "within", "v": {"id": "entity-x", "name": "Nordhaven"}},
                {"pid": "articles", "v": [1, 2.5, True]},
            ],
        },
        "q1": {"query": "Blue", "type": ["Person", "Organization"]},
        "": {"query": "\ud800 \"*' NEAR( ) OR --"},
        "q2": {"query": ""},
        "q3": None,
        "q4": {"query": "Blue Column", "limit": -1},
        "q5": {"query": "Blue Column", "type": "Nonsense"},
    }
    found = fits(BATCH, client.post("/reconcile", data={"queries": json.dumps(queries)}, headers=ORIGIN))
    assert set(found) == set(queries)
    assert found["q0"]["result"][0]["name"] == "Blue Column"
    assert found["q5"]["result"] == []


def test_suggestions_fit(client: httpx.Client) -> None:
    """With what a page adds to its requests."""
    for kind in ("entity", "type", "property"):
        for prefix in ("", "b", "Blue Col", "\"*'(", "п"):
            asked = {"prefix": prefix, "cursor": 0, "type": "Organization", "type_strict": "any", "lang": "en"}
            fits(SUGGESTED, client.get(f"/reconcile/suggest/{kind}", params=asked, headers=ORIGIN))


def test_properties_and_their_values_fit(client: httpx.Client) -> None:
    """All that are proposed can be fetched, of entities known and unknown."""
    proposed = fits(PROPOSED, client.get("/reconcile/properties", params={"type": "Organization"}, headers=ORIGIN))
    ids = [one["id"] for one in client.get("/entities").json()["items"]]
    asked = {
        "ids": [*ids, ids[0], "entity-unknown", ""],
        "properties": [{"id": one["id"], "settings": {"limit": 1}} for one in proposed["properties"]],
    }
    found = fits(EXTENSION, client.post("/reconcile", data={"extend": json.dumps(asked)}, headers=ORIGIN))
    assert set(found["rows"]) == set(asked["ids"])
    assert [one["id"] for one in found["meta"]] == [one["id"] for one in proposed["properties"]]


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"q0":', "[" * 50_000, '"x"', "1e999"])
def test_what_is_no_batch_is_a_problem_that_a_page_may_read(client: httpx.Client, text: str) -> None:
    """400 with the reason; an empty field is no field."""
    answer = client.post("/reconcile", data={"queries": text}, headers=ORIGIN)
    assert answer.status_code == (400 if text else 200)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_page_may_ask_before_it_asks(client: httpx.Client) -> None:
    """The preflight of a request with a header of its own."""
    asked = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = client.options("/reconcile", headers=asked)
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_a_preview_can_stand_in_a_frame(client: httpx.Client) -> None:
    """And runs nothing."""
    identifier = client.get("/entities").json()["items"][0]["id"]
    answer = client.get(f"/reconcile/preview/{identifier}", headers=ORIGIN)
    assert answer.headers["content-type"].startswith("text/html")
    assert "x-frame-options" not in answer.headers
    assert "frame-ancestors" not in answer.headers["content-security-policy"]
    assert client.get("/reconcile/preview/entity-unknown", headers=ORIGIN).status_code == 404
