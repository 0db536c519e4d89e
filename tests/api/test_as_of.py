"""?asOf= on a real server: every read answers as known at a moment, whatever came since."""

from collections.abc import Iterator

import httpx
import pytest

from kb.api.traffic.unheard import TIMELESS
from tests.api.conftest import Served, opened, serving

LATER = {
    "title": "Later",
    "text": "Green Column attacked Nordhaven Depot, and 9 killed were counted.",
    "source": "Late",
}
READS = {  # route -> what is asked of it; ARTICLE and the like stand for ids
    "/": "/",
    "/articles": "/articles",
    "/articles/{identifier}": "/articles/ARTICLE",
    "/articles/{identifier}/changes": "/articles/ARTICLE/changes?to=ARTICLE",
    "/articles/{identifier}/readings": "/articles/ARTICLE/readings?first=READ&second=READ",
    "/articles/{identifier}/text": "/articles/ARTICLE/text",
    "/articles/{identifier}/withdrawal": "/articles/ARTICLE/withdrawal",
    "/ask": "/ask?q=Who%20attacked%20whom%3F",
    "/ask/examples": "/ask/examples",
    "/blame": "/blame?id=ENTITY",
    "/candidates": "/candidates",
    "/conflicts": "/conflicts?agreeing=true",
    "/cooccurrence": "/cooccurrence?entity=ENTITY",
    "/curated-lists": "/curated-lists",
    "/decisions": "/decisions",
    "/denials": "/denials",
    "/doc/{name}": "/doc/ENTITY.nt",
    "/entities": "/entities",
    "/entities/{identifier}": "/entities/ENTITY",
    "/entities/{identifier}/company": "/entities/ENTITY/company",
    "/entities/{identifier}/why": "/entities/ENTITY/why",
    "/events": "/events",
    "/events/{identifier}": "/events/EVENT",
    "/events/{identifier}/why": "/events/EVENT/why",
    "/explain": "/explain?a=FIRST&b=SECOND",
    "/context.jsonld": "/context.jsonld",
    "/dcat": "/dcat",
    "/dcat.{ending}": "/dcat.nt",
    "/.well-known/void": "/.well-known/void",
    "/export.{ending}": "/export.ttl",
    "/ontology.{ending}": "/ontology.nt",
    "/figures": "/figures",
    "/graph/{name}": "/graph/ARTICLE.nt",
    "/id/{name}": "/id/ENTITY",
    "/members": "/members?of=ENTITY",
    "/offices": "/offices",
    "/ontology": "/ontology",
    "/graph-store": "/graph-store?graph=http://localhost:8000/graph/registry",
    "/paths": "/paths?start=ENTITY&end=Ada%20Lund",
    "/records": "/records?ids=ENTITY",
    "/queries": "/queries",
    "/queries/{name}": "/queries/articles-about.csv?who=ENTITY",
    "/reconcile": "/reconcile?queries=%7B%22q%22%3A%7B%22query%22%3A%22Nordhaven%20Depot%22%7D%7D",
    "/reconcile/preview/{identifier}": "/reconcile/preview/ENTITY",
    "/reconcile/suggest/entity": "/reconcile/suggest/entity?prefix=Nord",
    "/search": "/search?q=Nordhaven",
    "/sparql": "/sparql?query=SELECT%20%3Fl%20%7B%3Fx%20rdfs%3Alabel%20%3Fl%7D%20ORDER%20BY%20%3Fl&format=csv",
    "/statements": "/statements",
    "/statements/{identifier}": "/statements/STATEMENT",
    "/timeline": "/timeline",
    "/map": "/map",
    "/timeline/{identifier}": "/timeline/ENTITY",
}
_LISTS = {
    "article": "/articles",
    "entity": "/entities",
    "event": "/events",
    "statement": "/statements",
}
TITLES = "SELECT ?t { ?a a kb:Article ; kb:title ?t } ORDER BY ?t"


Said = dict[str, tuple[str, str]]  # route -> address that was asked, what it answered


def _said(client: httpx.Client) -> Said:
    """Ask every route that reads."""
    ids = {kind.upper(): client.get(path).json()["items"][0]["id"] for kind, path in _LISTS.items()}
    ids |= dict(zip(("FIRST", "SECOND"), (row["id"] for row in client.get("/events").json()["items"]), strict=True))
    read = client.get(_LISTS["article"]).json()["items"][0]["position"] + 1  # its reading is recorded after it
    found = {}
    for route, asked in READS.items():
        name = next((one for one in sorted(ids, key=len, reverse=True) if one in asked), "")
        address = asked.replace("FIRST", ids["FIRST"]).replace("SECOND", ids["SECOND"])
        address = address.replace("READ", str(read))
        address = address.replace(name, ids[name]) if name else address
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text)
        found[route] = address, answer.text
    return found


@pytest.fixture(scope="module")
def said() -> Said:
    """What every route that reads said before the third article."""
    return {}


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, said: Said) -> Iterator[tuple[Served, int, bytes]]:
    """A server that took in a third article; the position before, and the export of then."""
    with opened(tmp_path_factory.mktemp("grown") / "home") as kb, serving(kb) as made:
        entity = made.client.get("/entities").json()["items"][0]["id"]
        renamed = made.client.post("/decisions/rename", json={"what": entity, "value": "The Column"}).json()
        then = kb.position
        exported = made.client.get("/export.ttl").content
        said.update(_said(made.client))
        assert made.client.post("/decisions/undo", json={"position": renamed["position"]}).status_code == 201
        answer = made.client.post("/articles", json=LATER)
        assert answer.status_code == 201, answer.text
        yield made, then, exported


@pytest.fixture(scope="module")
def client(grown: tuple[Served, int, bytes]) -> httpx.Client:
    """A client of that server."""
    return grown[0].client


@pytest.fixture(scope="module")
def then(grown: tuple[Served, int, bytes]) -> int:
    """The position before the third article."""
    return grown[1]


def test_every_route_that_reads_takes_it(client: httpx.Client) -> None:
    """A new route must be asked here, or be one that tells of no moment and refuses the parameter."""
    routes = client.get("/openapi.json").json()["paths"]
    reading = {path: route["get"].get("parameters", []) for path, route in routes.items() if "get" in route}
    taking = {path for path, parameters in reading.items() if "asOf" in {one["name"] for one in parameters}}
    taking.add("/id/{name}")  # it sends on to /doc, with whatever it was asked
    assert taking == set(READS)
    assert {path for path in reading if path not in taking} == {path for path in reading if path.startswith(TIMELESS)}


@pytest.mark.thorough
def test_every_route_answers_as_it_did(client: httpx.Client, then: int, said: Said) -> None:
    """The very bytes; and most of them say something else now."""
    changed = 0
    for route, (address, before) in said.items():
        now = client.get(address, follow_redirects=True)
        changed += now.text != before
        past = client.get(address, params={**dict(httpx.URL(address).params), "asOf": then}, follow_redirects=True)
        assert (past.status_code, past.text) == (200, before), route
    assert changed >= len(said) // 2


@pytest.mark.parametrize("path", ["/articles", "/entities", "/events", "/statements"])
def test_lists(client: httpx.Client, then: int, path: str) -> None:
    """They hold what there was, and what was counted then."""
    now, before = client.get(path).json(), client.get(path, params={"asOf": then}).json()
    assert before["total"] <= now["total"]
    assert client.get(path, params={"asOf": 2}).json()["items"] == []
    assert "Later" not in str(before)
    assert "Green" not in str(before)
    part = client.get(path, params={"asOf": then, "limit": 1}).json()
    assert part["next"] is None or f"asOf={then}" in part["next"]


def test_one_thing(client: httpx.Client, then: int) -> None:
    """What came later is not there; what was there says what it said."""
    late = next(row["id"] for row in client.get("/articles").json()["items"] if row["title"] == "Later")
    assert client.get(f"/articles/{late}").status_code == 200
    assert client.get(f"/articles/{late}", params={"asOf": then}).status_code == 404
    place = next(row for row in client.get("/entities").json()["items"] if row["articles"] == 3)
    before = client.get(f"/entities/{place['id']}", params={"asOf": then}).json()
    assert before["articles"] == 2
    assert "Late" not in str(before["page"])


def test_search_and_timeline(client: httpx.Client, then: int) -> None:
    """Words that nobody had written yet are not found."""
    assert client.get("/search", params={"q": "Green"}).json()["items"]
    assert client.get("/search", params={"q": "Green", "asOf": then}).json()["items"] == []
    place = next(row for row in client.get("/entities").json()["items"] if row["articles"] == 3)
    now, before = (client.get(f"/timeline/{place['id']}", params=p).json() for p in ({}, {"asOf": then}))
    events, earlier = ({one for item in told["items"] for one in item["events"]} for told in (now, before))
    assert earlier < events  # whether the later one is the same happening is not asked here
    assert len(events - earlier) == 1
    assert "Green" not in str(before)


def test_sparql(client: httpx.Client, then: int) -> None:
    """By GET and by POST, and it says which position it saw."""
    got = client.get("/sparql", params={"query": TITLES, "asOf": then, "format": "csv"})
    posted = client.post("/sparql", data={"query": TITLES, "asOf": str(then), "format": "csv"})
    assert got.text == posted.text == "t\r\nMore dead after raid\r\nRaid on Nordhaven\r\n"
    assert got.headers["X-Kb-Position"] == str(then)
    assert "Later" in client.get("/sparql", params={"query": TITLES, "format": "csv"}).text
    sure = client.get("/sparql", params={"query": TITLES, "asOf": then, "minConfidence": 0.01, "format": "csv"})
    assert sure.text == got.text


def test_linked_data(grown: tuple[Served, int, bytes]) -> None:
    """The export has the bytes of then; documents and graphs say what they said; a redirect keeps the moment."""
    served, then, exported = grown
    client = served.client
    assert client.get("/export.ttl", params={"asOf": then}).content == exported
    assert client.get("/export.ttl").content != exported
    late = next(row["id"] for row in client.get("/articles").json()["items"] if row["title"] == "Later")
    for path in (f"/doc/{late}.ttl", f"/doc/{late}.json", f"/graph/{late}.nt"):
        assert client.get(path).status_code == 200, path
        assert client.get(path, params={"asOf": then}).status_code == 404, path
    sent = client.get(f"/id/{late}", params={"asOf": then}, headers={"Accept": "text/turtle"})
    assert sent.headers["Location"] == f"/doc/{late}.ttl?asOf={then}"
    adopted = client.get("/ontology.ttl", params={"asOf": then})
    assert adopted.content == client.get("/ontology").content
    assert client.get("/ontology", params={"asOf": 1}).content == b""


@pytest.mark.parametrize(
    ("moment", "status", "code"),
    [
        ("99999", 404, "no-such-moment"),
        ("-1", 404, "no-such-moment"),
        ("1999-12-31", 404, "no-such-moment"),
        ("9999-12-31", 404, "no-such-moment"),
        ("soon", 400, "bad-moment"),
    ],
)
@pytest.mark.parametrize(
    "path", ["/articles", "/search?q=a", "/export.ttl", "/sparql?query=ASK%20%7B%7D", "/doc/x-1.ttl"]
)
def test_a_moment_that_is_none(client: httpx.Client, path: str, moment: str, status: int, code: str) -> None:
    """The problem says where the log stands."""
    answer = client.get(path, params={**dict(httpx.URL(path).params), "asOf": moment})
    assert answer.status_code == status, answer.text
    assert answer.json()["code"] == code
    assert "The log goes from event 1" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/events", "as_of"),
        ("/offices", "asof"),
        ("/conflicts", "as-of"),
        ("/sparql?query=ASK%20%7B%7D", "as_of"),
        ("/reconcile/properties", "asOf"),
        ("/diff", "asOf"),
        ("/log", "asOf"),
        ("/health", "asOf"),
    ],
)
def test_a_parameter_that_would_be_passed_over_is_refused(client: httpx.Client, path: str, name: str) -> None:
    """What is of now must not look as if it were of then."""
    answer = client.get(path, params={**dict(httpx.URL(path).params), name: "3"})
    assert answer.status_code == 400, answer.text
    assert f"knows no {name}." in answer.json()["detail"]
    assert "asOf" in answer.json()["hint"]


def test_a_moment_that_a_client_forgot_is_not_now(client: httpx.Client) -> None:
    """An empty one is refused on every kind of route."""
    for path in ("/articles", "/sparql?query=ASK%20%7B%7D", "/export.ttl", "/decisions"):
        answer = client.get(path, params={**dict(httpx.URL(path).params), "asOf": ""})
        assert (answer.status_code, answer.json()["detail"]) == (400, "asOf is empty."), path


def test_world_time_and_log_time_in_one_question(client: httpx.Client, then: int) -> None:
    """Both clocks go together; this reader dates nothing, so that no event is known to lie anywhere."""
    for name in ("certainlyIn", "possiblyIn"):
        answer = client.get("/events", params={name: "1950-01-01/..", "asOf": then})
        assert (answer.status_code, answer.json()["items"]) == (200, [])
    bad = client.get("/events", params={"certainlyIn": "1950-12-31/1950-01-01"})
    assert (bad.status_code, bad.json()["code"]) == (400, "bad-interval")


def test_offices(client: httpx.Client) -> None:
    """The list takes a day, and how surely."""
    everything = client.get("/offices").json()
    assert everything["total"] == len(everything["items"])
    assert client.get("/offices", params={"asOf": 2}).json() == {"items": [], "total": 0, "next": None}
    assert client.get("/offices", params={"at": "1950-01-01"}).json()["items"] == []
    assert client.get("/offices", params={"at": "soon"}).status_code == 422
