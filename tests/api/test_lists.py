"""Tests of kb.api.lists over a real connection: filters, order, parts, fields, formats; examples of the description."""

import csv
import io
import json

import httpx
import pytest
from rdflib import Graph
from rdflib.namespace import RDF

from kb.api.lists.kinds import LISTS
from kb.api.lists.rows import MODELS
from kb.projections.catalog.orders import ORDERS

OWN = (
    "/articles",
    "/entities",
    "/events",
    "/statements",
    "/figures",
    "/offices",
    "/records",
    "/cooccurrence",
    "/paths",
)


def rows(client: httpx.Client, path: str, **params: object) -> list[dict[str, object]]:
    """Return the items of a list."""
    answer = client.get(path, params=params)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.thorough
def test_every_example_of_the_description_runs(client: httpx.Client) -> None:
    """Each alone, with what its route cannot do without; a filter never adds rows."""
    document = client.get("/openapi.json").json()
    asked = 0
    for path in OWN:
        parameters = document["paths"][path]["get"]["parameters"]
        needed = {
            p["name"]: p["schema"]["examples"][0] for p in parameters if p["required"] and "examples" in p["schema"]
        }
        if path == "/records":
            needed = {"ids": rows(client, "/events")[0]["id"]}
        whole = client.get(path, params=needed)
        assert whole.status_code == 200, whole.text
        for parameter in parameters:
            assert parameter["description"], parameter
            for example in parameter["schema"].get("examples", ()):
                answer = client.get(path, params=needed | {parameter["name"]: example})
                assert answer.status_code == 200, (path, parameter["name"], answer.text)
                if "total" in whole.json():
                    assert answer.json()["total"] <= whole.json()["total"]
                asked += 1
    assert asked > 40


@pytest.mark.parametrize("table", LISTS)
def test_every_order_goes_through_the_whole_list_part_by_part(client: httpx.Client, table: str) -> None:
    """Turned around it is the other way; rows are those that the model describes."""
    whole = {row["id"] for row in rows(client, f"/{table}")}
    for order in ORDERS[table]:
        found, address = [], f"/{table}?limit=1&sort={order}"
        while address:
            body = client.get(address).json()
            assert body["total"] == len(whole)
            found += [row["id"] for row in body["items"]]
            address = body["next"]
        assert len(found) == len(whole)
        assert set(found) == whole
        turned = [
            row["id"]
            for row in rows(client, f"/{table}", sort=order.removeprefix("-") if "-" in order else f"-{order}")
        ]
        assert set(turned) == whole
    for row in rows(client, f"/{table}"):
        assert MODELS[LISTS[table].kind].model_validate(row).model_dump() == row


def test_a_cursor_holds_for_its_order_alone(client: httpx.Client) -> None:
    """It says where one order ended, and nothing about another."""
    following = httpx.URL(client.get("/entities", params={"limit": 1}).json()["next"]).params["cursor"]

    answer = client.get("/entities", params={"cursor": following, "sort": "label"})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize(
    ("path", "params", "expected"),
    [
        ("/events", {"type": "attack"}, 2),
        ("/events", {"type": "attack", "subtypes": "false"}, 2),
        ("/events", {"type": "attacks"}, 2),
        ("/events", {"type": "air strike"}, 0),
        ("/events", {"actor": "blue column"}, 2),
        ("/events", {"actor": "Nordhaven Depot"}, 0),
        ("/events", {"entity": "Nordhaven Depot", "role": "target"}, 2),
        ("/events", {"source": "HERALD"}, 1),
        ("/events", {"reality": "planned"}, 0),
        ("/figures", {"counts": "Killed", "least": 6}, 1),
        ("/figures", {"most": 6}, 1),
        ("/figures", {"entity": "Blue Column", "source": "wire"}, 1),
        ("/figures", {"type": "attack"}, 2),
        ("/statements", {"speaker": "Ada Lund"}, 1),
        ("/statements", {"speaker": "Ada Lund", "since": "2024-05-02"}, 0),
        ("/statements", {"since": "2024-05-01", "until": "2024-05-01"}, 1),
        ("/articles", {"since": "2024-05-02"}, 1),
        ("/articles", {"until": "2024-05-01"}, 1),
        ("/entities", {"minArticles": 2}, 2),
    ],
)
def test_filters(client: httpx.Client, path: str, params: dict[str, object], expected: int) -> None:
    """Names stand where ids do; types have what is below them."""
    assert len(rows(client, path, **params)) == expected


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("/events?typ=attack", 422, "bad-request", "typ"),
        ("/events?type=atack", 400, "no-such-event-type", "Did you mean attack"),
        ("/events?entity=Nobody%20Ever", 404, "nothing-called", "Nobody Ever"),
        ("/events?entity=depot", 404, "nothing-called", "Did you mean Nordhaven Depot?"),
        ("/figures?event=event-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/statements?event=event-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/figures?happening=happening-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/events?article=article-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/entities?article=article-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/offices?article=article-00000000000000000000", 404, "no-such-record", "00000000000000000000"),
        ("/events?sort=begn", 400, "bad-order", "Did you mean begin?"),
        ("/events?fields=lable", 400, "no-such-field", "Did you mean label?"),
        ("/events?include=articel", 400, "no-such-field", "Did you mean article?"),
        ("/events?certainlyIn=whenever", 400, "bad-interval", "whenever"),
        ("/entities?minArticles=2195311082440471311548416", 422, "bad-request", "minArticles"),
        ("/articles?cursor=WyItYWRkZWQiLCAxMDAwMDAwMDAwMDAwMDAwMDAwMDAwMCwgIngiXQ", 400, "bad-cursor", "cursor"),
        ("/events?ids=,,", 400, "no-ids", "ids"),
        ("/events?type=attack&type=flood", 400, "given-twice", "type"),
        ("/events?since=2024-05&until=2024-04", 400, "bad-interval", "until 2024-04-30 lies before since 2024-05-01"),
        ("/events?since=2024-W10", 422, "bad-request", "no day"),
        ("/events?asOf=2024-W10", 400, "bad-moment", "2024-W10"),
        ("/events?since=2024-02-30", 422, "bad-request", "day is out of range"),
        ("/figures?least=nan", 422, "bad-request", "finite"),
        ("/figures?least=many", 422, "bad-request", "least"),
        ("/figures.geojson", 400, "unknown-format", "csv"),
        ("/events.pdf", 400, "unknown-format", "geojson"),
        ("/cooccurrence?entity=Ada%20Lund&type=planet", 400, "bad-entity-type", "person"),
        ("/paths?start=Ada%20Lund&end=Nobody", 404, "nothing-called", "Nobody"),
        ("/records?ids=" + ",".join(f"event-{n}" for n in range(101)), 400, "too-many-ids", "100"),
    ],
)
def test_what_cannot_be_asked_is_said(client: httpx.Client, path: str, status: int, code: str, said: str) -> None:
    """With what there is instead; a filter that nobody knows is not passed over."""
    answer = client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert said in answer.text


def test_fields_and_what_goes_along(client: httpx.Client) -> None:
    """Only the fields asked for, in that order; what goes along is there once each."""
    body = client.get("/events", params={"fields": "label,id", "include": "article,entities"}).json()

    assert all(list(row) == ["label", "id"] for row in body["items"])
    kinds = sorted(one.partition("-")[0] for one in body["included"])
    assert kinds == ["article", "article", "entity", "entity"]
    for identifier, row in body["included"].items():
        kind = "articles" if identifier.startswith("article") else "entities"
        assert rows(client, f"/{kind}", ids=identifier) == [row]


@pytest.mark.parametrize("table", LISTS)
def test_a_list_as_csv(client: httpx.Client, table: str) -> None:
    """By ending, by Accept and by parameter the same; whole, though a part was read at a time."""
    ended = client.get(f"/{table}.csv")
    assert ended.headers["content-type"] == "text/csv; charset=utf-8"
    assert ended.content == client.get(f"/{table}", headers={"Accept": "text/csv"}).content
    assert ended.content == client.get(f"/{table}", params={"format": "csv"}).content
    told = list(csv.DictReader(io.StringIO(ended.text)))
    assert [row["id"] for row in told] == [row["id"] for row in rows(client, f"/{table}")]
    if told:
        part = client.get(f"/{table}.csv", params={"limit": 1})
        assert len(part.text.splitlines()) == 2
        assert (part.links.get("next") is not None) == (len(told) > 1)


def test_head_says_what_get_would(client: httpx.Client) -> None:
    """Type, total and link, without a body."""
    for path in ("/events", "/events.csv", "/events.geojson?limit=1"):
        asked, got = client.head(path), client.get(path)
        assert (asked.status_code, asked.content) == (200, b"")
        for name in ("content-type", "link", "x-kb-total"):
            assert asked.headers.get(name) == got.headers.get(name), (path, name)


@pytest.mark.parametrize("table", LISTS)
def test_a_list_as_json_ld_says_what_the_graph_says(client: httpx.Client, table: str) -> None:
    """Every triple that another library reads from it is in the graph."""
    answer = client.get(f"/{table}", headers={"Accept": "application/ld+json"})
    assert answer.headers["content-type"] == "application/ld+json"
    graph = Graph().parse(data=answer.text, format="json-ld")
    there = {row["iri"] for row in rows(client, f"/{table}")}
    assert {str(subject) for subject in graph.subjects(RDF.type, None)} == there
    patterns = " . ".join(f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in sorted(graph))
    if patterns:
        assert client.get("/sparql", params={"query": f"ASK {{ {patterns} }}"}).json()["boolean"] is True


def test_a_list_as_geojson_says_what_is_not_on_the_map(client: httpx.Client) -> None:
    """A collection of features; this reader gives nothing coordinates."""
    answer = client.get("/events.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json() == {"type": "FeatureCollection", "features": [], "unlocated": 2}


def test_what_is_located_is_drawn() -> None:
    """One place a point, several a multi-point; longitude comes first."""
    from kb.api.lists.formats import as_geojson

    made = [
        {"iri": "x", "id": "event-1", "label": "=cmd", "latitude": 1.0, "longitude": 2.0},
        {"iri": "y", "id": "event-2"},
    ]
    tal, ost = ("Tal", (2.0, 1.0)), ("Ost", (4.0, 3.0))
    spots = {"event-1": [tal], "event-2": [tal, ost, tal]}
    body = json.loads(b"".join(as_geojson(made, ("id", "label", "latitude"), lambda row: spots[row["id"]])))

    assert [one["geometry"] for one in body["features"]] == [
        {"type": "Point", "coordinates": [2.0, 1.0]},
        {"type": "MultiPoint", "coordinates": [[2.0, 1.0], [4.0, 3.0]]},
    ]
    assert body["features"][0]["properties"] == {"id": "event-1", "label": "=cmd", "place": "Tal"}
    assert body["features"][1]["properties"]["place"] == "Tal; Ost"


def test_several_records_at_once(client: httpx.Client) -> None:
    """In the order asked for, of any kinds; what is not there is named."""
    wanted = [
        rows(client, f"/{table}")[0]["id"] for table in ("events", "entities", "figures", "statements", "articles")
    ]
    body = client.get("/records", params={"ids": ",".join([*wanted, "event-00"])}).json()

    assert [row["id"] for row in body["items"]] == wanted
    assert body["missing"] == ["event-00"]
    assert body["items"][0] == rows(client, "/events")[0]


def test_who_is_told_of_together_and_how_two_are_connected(client: httpx.Client) -> None:
    """Counted by article or event; a path names the event and both parts in it."""
    body = client.get("/cooccurrence", params={"entity": "Blue Column", "by": "event"}).json()
    assert [(one["entity"]["label"], one["count"]) for one in body["items"]] == [("Nordhaven Depot", 2)]
    assert [one["count"] for one in client.get("/cooccurrence", params={"entity": "Ada Lund"}).json()["items"]] == [
        1,
        1,
    ]

    found = client.get("/paths", params={"start": "Blue Column", "end": "nordhaven depot"}).json()
    assert (found["length"], found["exhausted"]) == (1, True)
    ties = found["paths"][0][0]["ties"]
    assert {(tie["kind"], tie["role"], tie["other_role"]) for tie in ties} == {("event", "agent", "target")}
    assert {tie["id"] for tie in ties} == {row["id"] for row in rows(client, "/events")}
    none = client.get("/paths", params={"start": "Blue Column", "end": "Ada Lund"}).json()
    assert (none["length"], none["paths"], none["exhausted"]) == (None, [], True)
    beside = client.get("/cooccurrence", params={"entity": "Blue Column"}).json()["items"]
    shared = next((set(one["examples"]) for one in beside if one["entity"]["label"] == "Ada Lund"), set())
    assert set(none["articles"]) == shared
    assert found["articles"]


def test_an_unknown_parameter_is_told_with_those_there_are(client: httpx.Client) -> None:
    """In the names that an address has, and the one that was probably meant."""
    for path, said in (
        ("/events?typ=attack", "There is no parameter 'typ'. Did you mean type? There are actor, article, asOf, "),
        ("/figures?leest=3", "There is no parameter 'leest'. Did you mean least? There are "),
    ):
        told = client.get(path)
        assert told.status_code == 422
        assert any(said in one["what"] for one in told.json()["errors"]), told.json()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/entities?type=organization", "Did you mean organisation?"),
        ("/entities?type=bogus", "international_organisation, island"),
        ("/events?role=bogus", "addressee, agent"),
        ("/events?reality=bogus", "notHapp"),
        ("/statements?mode=bogus", "indirect"),
        ("/figures?comparator=at_least", "Did you mean atLeast?"),
        ("/offices?status=bogus", "acting"),
    ],
)
def test_a_value_that_nothing_can_have_is_refused(client: httpx.Client, path: str, named: str) -> None:
    """Not answered with an empty list; the values that there are are named."""
    answer = client.get(path)

    assert answer.status_code in (400, 422)
    assert named in answer.text


@pytest.mark.parametrize("path", ["/articles", "/events", "/statements", "/figures", "/conflicts"])
def test_a_year_or_month_stands_for_its_first_or_last_day(client: httpx.Client, path: str) -> None:
    """As programs and as people ask, since and until alike."""
    for given, first, last in (("2024", "2024-01-01", "2024-12-31"), ("2024-07", "2024-07-01", "2024-07-31")):
        for name, day in (("since", first), ("until", last)):
            assert rows(client, path, **{name: given}) == rows(client, path, **{name: day})
    assert client.get(path, params={"since": "2024-13"}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/articles", "/events", "/statements", "/figures", "/conflicts", "/timeline", "/map", "/timeline/ID"]
)
def test_what_ends_before_it_begins_is_refused(client: httpx.Client, path: str) -> None:
    """By every route alike, for programs and on pages: an empty list would say that there was nothing."""
    found = path.replace("ID", rows(client, "/entities")[0]["id"])
    for accept in ("application/json", *(["text/html"] if path != "/figures" else [])):  # which have no page
        asked = {"since": "2024-05-02", "until": "2024-05-01"}
        answer = client.get(found, params=asked, headers={"accept": accept})
        assert answer.status_code == 400, (path, accept)
        assert "until 2024-05-01 lies before since 2024-05-02" in answer.text


def test_articles_of_a_year_are_those_of_its_days(client: httpx.Client) -> None:
    """Neither those before nor those after; there are such of another year."""
    days = [str(row["published"])[:4] for row in rows(client, "/articles") if row["published"]]
    year = max(set(days), key=days.count)
    assert len(rows(client, "/articles", since=year, until=year)) == days.count(year) > 0
    assert rows(client, "/articles", until=str(int(min(days)) - 1)) == []
