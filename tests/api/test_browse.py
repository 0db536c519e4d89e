"""Tests of kb.api.routes.browse over a real connection."""

from pathlib import Path

import httpx
import pytest

from kb.api.schemas.shapes import sent
from kb.projections.catalog.records import EventRecord, FigureRecord, Named, Participant
from tests.api.conftest import Served, opened, serving

ARTICLE = {"text": "Red Lion attacked Old Mill. 3 killed were counted.", "title": "Mill burns", "source": "Wire"}


def test_health_says_what_there_is(client: httpx.Client) -> None:
    """Counts, position, no problem."""
    body = client.get("/health").json()

    assert body["status"] == "good"
    assert body["counts"] == {"articles": 2, "entities": 3, "events": 2, "statements": 1}
    assert body["problems"] == []


@pytest.mark.parametrize("kind", ["articles", "entities", "events", "statements"])
def test_every_row_of_a_list_leads_to_its_page(client: httpx.Client, kind: str) -> None:
    """Ids in lists are those of pages and IRIs; every fact of a page that needs words has them."""
    for row in client.get(f"/{kind}").json()["items"]:
        detail = client.get(f"/{kind}/{row['id']}").json()
        assert {name: detail[name] for name in row} == row
        assert detail["page"]["iri"] == row["iri"] == f"http://localhost:8000/id/{row['id']}"
        assert client.get(f"/{kind}/{row['id'].partition('-')[2]}").json() == detail


def test_a_page_quotes_the_article(client: httpx.Client) -> None:
    """Offsets and words belong together."""
    row = client.get("/events", params={"limit": 1}).json()["items"][0]
    detail = client.get(f"/events/{row['id']}").json()
    facts = {fact["name"]: fact for fact in detail["page"]["sections"][0]["facts"]}

    assert facts["agent"]["value"] == "Blue Column"
    assert facts["agent"]["quotes"][0]["words"] == "Blue Column"
    assert facts["agent"]["quotes"][0]["article"] == row["article"].partition("-")[2]
    assert {figure["value"] for figure in detail["figures"]} <= {5.0, 7.0}


def test_each_claim_of_an_event_lists_who_says_so_independently(client: httpx.Client) -> None:
    """In the event's own answer and under its IRI; of a statement, of what it claims happened."""
    row = client.get("/events", params={"limit": 1}).json()["items"][0]
    page = client.get(f"/events/{row['id']}").json()["page"]
    (section,) = [one for one in page["sections"] if one["title"] == "Independent sources, claim by claim"]
    (reality,) = [fact for fact in section["facts"] if fact["name"] == "reality"]

    assert len(reality["sources"]) == 2
    assert all(source["name"] and source["articles"] for source in reality["sources"])
    assert client.get(f"/doc/{row['id']}.json").json() == page


def test_parts_of_a_list_join_without_gap_or_repetition(client: httpx.Client) -> None:
    """`next` and the Link header say the same; the last part has neither."""
    whole = [row["id"] for row in client.get("/entities").json()["items"]]
    found, address = [], "/entities?limit=1"
    while address:
        answer = client.get(address)
        body = answer.json()
        assert body["total"] == len(whole)
        assert (answer.links.get("next", {}).get("url")) == body["next"]
        found += [row["id"] for row in body["items"]]
        address = body["next"]

    assert found == whole


def test_filters_narrow_lists(client: httpx.Client) -> None:
    """Each takes ids as they stand in answers."""
    article = client.get("/articles", params={"source": "herald"}).json()["items"]
    assert [row["title"] for row in article] == ["More dead after raid"]
    events = client.get("/events", params={"article": article[0]["id"]}).json()
    assert events["total"] == 1
    entity = client.get("/entities", params={"name": "blue"}).json()["items"][0]
    assert client.get("/events", params={"entity": entity["id"], "role": "agent"}).json()["total"] == 2
    assert client.get("/events", params={"entity": entity["id"], "role": "target"}).json()["total"] == 0
    speaker = client.get("/statements").json()["items"][0]["speakers"][0]
    assert client.get("/statements", params={"speaker": speaker["id"]}).json()["total"] == 1


def test_search_finds_and_marks(client: httpx.Client) -> None:
    """All words, whatever the case; a kind may be asked for."""
    items = client.get("/search", params={"q": "NORDHAVEN raid"}).json()["items"]

    assert {item["kind"] for item in items} == {"article"}
    assert all("[" in item["snippet"] for item in items)
    assert client.get("/search", params={"q": '"; DROP', "kind": "entity"}).json()["items"] == []
    asked = {"q": "Nordhavn"}
    alike = client.get("/search", params=asked).json()["items"]
    assert [(item["match"], item["title"]) for item in alike] == [("alike", "Nordhaven Depot")]
    assert client.get("/search", params=asked | {"kind": "article"}).json()["items"] == []
    table = client.get("/search", params=asked, headers={"Accept": "text/csv"}).text.splitlines()
    assert [row.rpartition(",")[2] for row in table] == ["match", "alike"]
    assert alike[0]["id"] in client.get("/search", params=asked, headers={"Accept": "text/turtle"}).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/nope", 404),
        ("/entities/entity-nope", 404),
        ("/events/event-0", 404),
        ("/statements/%00", 404),
        ("/nothing", 404),
        ("/articles?limit=0", 422),
        ("/articles?limit=100000", 422),
        ("/articles?cursor=bogus", 400),
        ("/events?since=yesterday", 422),
        ("/search", 422),
        ("/search?q=x&kind=planet", 422),
    ],
)
def test_what_cannot_be_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    """With a detail that a person can read."""
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/events?since=foo", "'foo' is no day; write it as year-month-day"),
        ("/search?q=x&kind=planet", "'planet' is none of article, entity, statement"),
        ("/timeline/Borville", "'Borville' is no id, as in entity-"),
        ("/export.t2l", "'t2l' has characters that cannot stand here"),
    ],
)
def test_what_a_value_may_be_is_told_in_words(client: httpx.Client, path: str, said: str) -> None:
    assert said in client.get(path).json()["detail"]


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/graph-store", "GET, HEAD, OPTIONS"),
        ("/search", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_and_a_refusal_name_what_an_address_takes(client: httpx.Client, path: str, ways: str) -> None:
    """Without an Origin, which would make it a browser's preflight."""
    asked, refused = client.request("OPTIONS", path), client.delete(path)

    assert (asked.status_code, refused.status_code) == (204, 405)
    assert asked.headers["allow"] == refused.headers["allow"] == ways
    assert client.head(path).status_code not in (404, 405)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/paths?start=a&end=b&stesp=2", "Did you mean steps?"),
        ("/cooccurrence?entity=a&kind=kb:City", "There is no parameter 'kind'. There are asOf, by, entity"),
        ("/records?id=event-1", "Did you mean ids?"),
        ("/export.ttl?entitty=x", "Did you mean entity?"),
        ("/explain?a=x&c=y", "There is no parameter 'c'"),
        ("/diff?from=1&until=2", "There is no parameter 'until'"),
        ("/members?of=x&as=2", "There is no parameter 'as'"),
        ("/graph-store?graph=urn:x&confidence=1", "There is no parameter 'confidence'"),
    ],
)
def test_a_parameter_that_would_be_passed_over_is_refused(client: httpx.Client, address: str, said: str) -> None:
    """The answer would look like another one: an export of everything for that of one entity."""
    answer = client.get(address)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-request")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/paths?start=a&start=b&end=c",
        "/explain?a=x&b=y&asOf=1&asOf=2",
        "/ontology?asOf=1&asOf=2",
        "/?asOf=1&asOf=2",
        "/doc/article-1?minConfidence=0.1&minConfidence=0.9",
        "/sparql?query=ASK{}&limit=1&limit=2",
        "/sparql?query=ASK{}&asOf=1&asOf=2",
    ],
)
def test_of_a_parameter_given_twice_none_is_heard(client: httpx.Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.json()["code"]) == (400, "given-twice")


def test_what_may_stand_there_twice_may(client: httpx.Client) -> None:
    """Lists, graphs of the protocol, and what says the same twice."""
    for address in (
        "/export.zip?class=events&class=figures",
        "/sparql?query=ASK{}&default-graph-uri=urn:x&default-graph-uri=urn:y&format=json&format=json&_=1&_=2",
    ):
        assert client.get(address).status_code == 200, client.get(address).text
    described = client.get("/openapi.json").json()["paths"]
    assert {one["name"] for one in described["/export.{ending}"]["get"]["parameters"]} > {"class", "asOf"}


@pytest.mark.parametrize(
    "path",
    ["/", "/timeline", "/conflicts", "/search?q=x", "/articles/{article}", "/articles/article-0", "/nowhere", "/log"],
)
def test_what_is_chosen_by_accept_says_so(client: httpx.Client, path: str) -> None:
    """Else who keeps the answer shows a browser JSON; in errors and where it leads elsewhere, too."""
    path = path.format(article=client.get("/articles").json()["items"][0]["id"])
    for accept in ("*/*", "text/html", "text/csv", "text/turtle"):
        answer = client.get(path, headers={"Accept": accept})
        varies = [one.strip().lower() for one in answer.headers["vary"].split(",")]
        assert varies.count("accept") == 1, (accept, answer.status_code, varies)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json-like"])
def test_an_article_of_another_media_type_is_not_read(served: Served, kind: str) -> None:
    """The answer says which is."""
    answer = served.client.post("/articles", content="text=hello", headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["hint"]) == (
        415,
        "Send application/json; /articles/file takes a file as it is.",
    )
    bad = served.client.post("/articles", json=["no object"])
    assert (bad.status_code, "an object is needed" in bad.json()["detail"]) == (422, True)


@pytest.mark.thorough
def test_an_article_that_is_sent_is_seen_by_the_next_query(writable: Served) -> None:
    """By SPARQL, lists, search and pages; the same text again changes nothing."""
    answer = writable.client.post("/articles", json=ARTICLE)
    body = answer.json()

    assert (answer.status_code, body["status"], body["counts"]["events"]) == (201, "added", 1)
    query = f"ASK {{ GRAPH <http://localhost:8000/graph/{body['id']}> {{ ?event a kb:Event }} }}"
    asked = writable.client.get("/sparql", params={"query": query})
    assert asked.json()["boolean"] is True
    assert int(asked.headers["x-kb-position"]) >= body["position"]
    assert writable.client.get(answer.headers["location"]).json()["title"] == "Mill burns"
    assert writable.client.get("/search", params={"q": "mill"}).json()["items"]
    again = writable.client.post("/articles", json=ARTICLE)
    assert (again.status_code, again.json()["status"], again.json()["id"]) == (200, "known", body["id"])


def test_a_text_that_is_in_is_filed_anew_where_something_else_is_said_of_it(writable: Served) -> None:
    """As by `kb add`: with its id, in the name of who sent it; what is not said again stays."""
    first = writable.client.post("/articles", json=ARTICLE | {"source": "Harbour News"}).json()
    answer = writable.client.post("/articles", json={"text": ARTICLE["text"], "published": "2024-06-07"})
    told = answer.json()

    assert (answer.status_code, told["status"], told["id"]) == (200, "refiled", first["id"])
    assert "published 2024-06-07" in told["notes"][0]
    now = writable.client.get(f"/articles/{first['id']}").json()
    assert (now["published"], now["source"], now["title"]) == ("2024-06-07", "Harbour News", ARTICLE["title"])
    events = [one.envelope for one in writable.kb.log.read(after=first["position"])]
    assert {one.type for one in events} >= {"article-withdrawn", "article-added"}
    (sender,) = {one.actor for one in writable.kb.log.envelopes() if one.type == "article-added"}
    assert [one.actor for one in events if one.type == "article-withdrawn"] == [sender]
    again = writable.client.post("/articles", json={"text": ARTICLE["text"], "published": "7 June 2024"}).json()
    assert (again["status"], writable.kb.log.position()) == ("known", told["position"])


@pytest.mark.thorough
def test_what_another_process_adds_is_seen(writable: Served) -> None:
    """The server looks where the log stands before each query."""
    from kb.sources import read_bytes

    assert writable.client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    with writable.kb.adder() as adder:
        for outcome in read_bytes(ARTICLE["text"].encode(), "elsewhere.txt"):
            adder.add(outcome)
    answer = writable.client.get("/sparql", params={"query": "SELECT * { ?s a kb:Article }", "format": "csv"})

    assert len(answer.text.split()) == 4
    assert writable.client.get("/articles").json()["total"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": ""}, 422),
        ({"text": "x" * 20, "unknown": 1}, 422),
        ({"text": "FAULT is what the reader does on this text, whatever comes."}, 400),
        ({"text": "Some text that has a date.", "published": "not a date at all"}, 400),
        ({"text": "Some text that has a date.", "published": "2024-13-01"}, 400),
        ({"text": "Some text that has an address.", "url": "javascript:alert(1)"}, 400),
        ({"text": "Some text that has an address.", "url": " java\tscript:alert(1)"}, 400),
    ],
)
def test_what_cannot_be_added_is_a_problem_and_leaves_nothing(
    served: Served, body: dict[str, object], status: int
) -> None:
    """Neither in the log nor in the graph."""
    before = served.client.get("/health").json()["position"]
    answer = served.client.post("/articles", json=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert served.client.get("/health").json()["position"] == before


def test_pages_of_other_sites_may_read_and_not_write(writable: Served) -> None:
    """A browser says where a request comes from; so does a name that was rebound to this machine."""
    foreign = writable.client.post("/articles", json=ARTICLE, headers={"Origin": "https://evil.example"})
    rebound = writable.client.post("/articles", json=ARTICLE, headers={"Host": "evil.example"})
    own = writable.client.post("/articles", json=ARTICLE, headers={"Origin": writable.address})

    assert (foreign.status_code, rebound.status_code, own.status_code) == (403, 403, 201)


def test_with_a_token_only_who_has_it_writes(tmp_path: Path) -> None:
    """Reading stays open."""
    with opened(tmp_path / "home") as kb, serving(kb, token="s3cret") as served:
        answers = [
            served.client.post("/articles", json=ARTICLE, headers=headers).status_code
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer s3cret"})
        ]
        assert answers == [401, 401, 201]
        assert served.client.post("/articles", json=ARTICLE).headers["www-authenticate"] == "Bearer"
        assert served.client.get("/articles").json()["total"] == 3


def test_a_request_id_comes_back(client: httpx.Client) -> None:
    """The client's own where it is a plain word, else a new one."""
    assert client.get("/health", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/health", headers={"X-Request-Id": "a b\tc"}).headers["x-request-id"] != "a b\tc"


def test_openapi_describes_every_route_with_its_problems(client: httpx.Client) -> None:
    """And has examples for what is sent."""
    document = client.get("/openapi.json").json()

    assert set(document["paths"]) >= {
        *("/sparql", "/health", "/articles", "/articles/{identifier}", "/entities", "/entities/{identifier}"),
        *("/events", "/events/{identifier}", "/statements", "/statements/{identifier}", "/search"),
        *("/export.{ending}", "/ontology", "/id/{name}", "/doc/{name}", "/graph/{name}"),
    }
    assert {"400", "413", "503", "504", "507"} <= set(document["paths"]["/sparql"]["get"]["responses"])
    assert document["components"]["schemas"]["NewArticle"]["examples"]
    assert document["components"]["schemas"]["Problem"]["examples"]


def test_ids_of_all_kinds_get_their_kind() -> None:
    """In rows, participants, figures and claims alike."""
    event = EventRecord(
        *("1", "2", "v1", "attack", "attack", "occurred", "actual", "", "", "3", 1.0, 0, 4),
        participants=(Participant("agent", "they", Named("4", "They")), Participant("cause", "it", None, "5")),
        figures=(FigureRecord("6", "2", "1", "7", "exactly", 7.0, None, "", "", None, False, 1.0, 0, 1, ("8",)),),
        claimed_by=("8",),
    )
    fields = sent("http://x/", "event", event)

    assert (fields["id"], fields["iri"], fields["article"]) == ("event-1", "http://x/id/event-1", "article-2")
    assert fields["happening"] == "happening-3"
    assert [one["entity"] and one["entity"]["id"] for one in fields["participants"]] == ["entity-4", None]
    assert fields["participants"][1]["event"] == "event-5"
    assert (fields["figures"][0]["id"], fields["figures"][0]["claimed_by"]) == ("figure-6", ["statement-8"])
    assert fields["claimed_by"] == ["statement-8"]


def test_a_timeline_has_every_happening_of_somebody(client: httpx.Client) -> None:
    """Each once, with its articles and events; what is no thing with a timeline is not found."""
    listed = client.get("/events").json()
    who = next(p["entity"]["id"] for event in listed["items"] for p in event["participants"] if p["entity"])

    got = client.get(f"/timeline/{who}").json()

    assert got["total"] == len(got["items"]) >= 1
    shown = [event for item in got["items"] for event in item["events"]]
    assert sorted(shown) == sorted(
        event["id"] for event in client.get("/events", params={"entity": who}).json()["items"]
    )
    assert client.get(f"/timeline/{shown[0]}").json()["items"][0]["articles"]
    assert client.get(f"/timeline/{listed['items'][0]['article']}").status_code == 404
    assert client.get("/timeline/entity-00").status_code == 404
