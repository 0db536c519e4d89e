"""HTML for browsers, JSON for programs, CSV and Turtle, all at the same addresses."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from kb.api.pages import listing
from kb.api.pages.negotiation import wanted
from kb.api.pages.site import MENU
from kb.bootstrap import open_knowledge_base
from kb.settings import load_settings
from tests.api.conftest import FAST, Served, serving
from tests.api.pages.conftest import ACCEPT, Reader
from tests.service.stand_in import parts

LISTS = ("/articles", "/entities", "/events")


@pytest.mark.parametrize(
    ("accept", "path", "format"),
    [
        (ACCEPT, "/articles", "html"),
        ("", "/articles", "json"),
        ("*/*", "/articles", "json"),
        ("application/json", "/articles", "json"),
        ("application/json, text/html;q=0.5", "/articles", "json"),
        ("text/csv", "/articles", "csv"),
        ("text/turtle", "/articles", "ttl"),
        ("text/csv; charset=UTF-8", "/articles", "csv"),
        ('text/html;charset="utf-8";q=0.5, text/turtle', "/articles", "ttl"),
        ("image/png", "/articles", "json"),
        ("application/ld+json", "/articles", "json"),
        ("application/ld+json", "/events/event-0", "jsonld"),
        ("application/rdf+xml, text/html;q=0.5", "/entities/entity-0", "rdf"),
        ("application/n-triples;q=0.4, text/html;q=0.5", "/entities/entity-0", "html"),
        (ACCEPT, "/doc/event-0.ttl", "json"),
        (ACCEPT, "/export.ttl", "json"),
    ],
)
def test_accept_decides(accept: str, path: str, format: str) -> None:
    """JSON unless a client wants another more; a path that names a format of its own is left to its route."""
    scope = {"type": "http", "path": path, "headers": [(b"accept", accept.encode())]}
    assert wanted(scope) == format


@pytest.mark.parametrize("path", LISTS)
def test_programs_get_what_they_got(served: Served, path: str) -> None:
    """The JSON is the same by default, by Accept and by ending, and says that it varies."""
    plain = served.client.get(path)
    assert plain.headers["content-type"] == "application/json"
    assert served.client.get(f"{path}.json").json() == plain.json()
    assert served.client.get(f"{path}.json", headers={"Accept": ACCEPT}).json() == plain.json()


def about(turtle: bytes) -> set[str]:
    """Return the subjects of which more is said than how they are called."""
    said = ox.parse(turtle, ox.RdfFormat.TURTLE)
    return {one.subject.value for one in said if not one.predicate.value.endswith(("#label", "#prefLabel"))}


@pytest.mark.thorough
@pytest.mark.parametrize("path", [*LISTS, "/statements", "/figures", "/offices"])
def test_triples_are_about_the_items_of_the_list(served: Served, path: str) -> None:
    """Turtle that parses; every subject is an item, or is only called something."""
    answer = served.client.get(f"{path}.ttl")
    items = served.client.get(path).json()["items"]
    assert about(answer.content) == {one["iri"] for one in items}
    assert answer.headers["X-Kb-Total"] == str(len(items))


def test_triples_of_a_long_list_go_on_and_are_asked_for_a_few_at_a_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link leads to the next part, as of a table; one query that names all things would be too long to be run."""
    monkeypatch.setattr(listing, "_DESCRIBED", 1)
    items = served.client.get("/events").json()["items"]
    first = served.client.get("/events.ttl?limit=1")
    second = served.client.get(first.links["next"]["url"])
    assert about(first.content) == {one["iri"] for one in items[:1]}
    assert about(second.content) == {one["iri"] for one in items[1:2]}
    query = "/query.ttl?query=SELECT+%3Fe+%7B+%3Fe+a+kb:Event+%7D"
    assert about(served.client.get(query).content) == {one["iri"] for one in items}


def test_a_list_is_filtered_in_every_format(reader: Reader, served: Served) -> None:
    """The same parameters mean the same."""
    source = {"source": "wire"}
    assert [one["title"] for one in served.client.get("/articles", params=source).json()["items"]] == [
        "Raid on Nordhaven"
    ]
    html = reader.page("/articles?source=wire")
    assert "Raid on Nordhaven" in html
    assert "More dead after raid" not in html
    assert len(about(served.client.get("/articles.ttl", params=source).content)) == 1


def test_a_filter_of_another_kind_is_refused_with_what_to_give(reader: Reader) -> None:
    """As a page that says so."""
    answer = reader.get("/events?since=yesterday")
    assert answer.status_code == 422
    assert "since" in answer.text
    for path in ("/events?sicne=2024-01-01", "/articles?sort=colour", "/entities?within=nowhere"):
        assert reader.get(path).status_code in (400, 404, 422), path


def test_facets_count_what_the_list_then_has(reader: Reader, served: Served) -> None:
    """Each leads to a list of as many rows, by JSON at the same address too."""
    html = reader.page("/events")
    facets = re.findall(r'<li><a href="([^"]+)"><span><bdi>[^<]*</bdi></span> <span class="count">(\d+)</span>', html)
    assert len(facets) >= 2
    for address, count in facets:
        assert served.client.get(unescape(address)).json()["total"] == int(count), address


def test_filters_in_force_are_chips_that_come_off(reader: Reader) -> None:
    """One by one; the others stay."""
    html = reader.page("/events?type=attack&source=Wire")
    off = re.findall(r'<a class="chip" href="([^"]+)"', html)
    assert sorted(unescape(one) for one in off) == ["/events?source=Wire", "/events?type=attack"]


def test_the_start_page_says_what_there_is_and_what_is_disputed(reader: Reader) -> None:
    """Five killed by one paper, seven by the other."""
    html = reader.page("/")
    assert "<strong><bdi>5</bdi></strong>" in html
    assert "(<bdi>Herald</bdi>, 2 May 2024)" in html
    assert re.search(r"<strong>2</strong> <span>articles", html)
    assert reader.get("/start/review").status_code == 200


def test_an_empty_base_says_how_to_fill_it(reader: Reader) -> None:
    """Also the base of before its first article."""
    for path in (
        "/",
        "/articles",
        "/entities",
        "/events",
        "/timeline",
        "/map",
        "/statements",
        "/denials",
        "/conflicts",
    ):
        html = reader.page(f"{path}?asOf=2")
        assert "Nothing was known yet" in html, path
        assert 'class="inline-form filter"' not in html, path
        assert "Nothing was known yet" not in reader.page(path), path


@pytest.mark.thorough
def test_every_page_of_an_empty_base_invites_to_add_the_first_article(tmp_path: Path) -> None:
    """No page with what articles say is a shell; none offers to narrow down what there is not."""
    settings = replace(load_settings(FAST, {}), home=str(tmp_path / "home"))
    with open_knowledge_base(tmp_path / "home", settings, create=True, parts=parts()) as kb, serving(kb) as served:
        bare = Reader(served)
        for path in (*(item.path for item in MENU), "/denials", "/search", "/search?q=x", "/ask?q=Who+is+Ada%3F"):
            html = bare.page(path)
            main = html.partition('<main id="main"')[2].partition("</main>")[0]
            shown = path not in ("/query", "/log", "/add", "/ontology")
            assert ('class="button primary" href="/add"' in main) == shown, path
            assert ('class="inline-form filter"' in main) == (path == "/log"), path


@pytest.mark.thorough
@pytest.mark.parametrize("words", ["Nordhaven", "nord", "hard night", "attack", "<zzz>", "\u202e", "", "x" * 1000])
def test_search_takes_any_words_and_suggestions_lead_on(reader: Reader, words: str) -> None:
    """Names, events, articles and statements; whatever is asked is answered."""
    page = reader.get(f"/search?q={quote(words)}")
    assert page.status_code == 200
    part = reader.get(f"/suggest?q={quote(words)}")
    assert part.status_code == 200
    for address in re.findall(r'role="option"[^>]*href="([^"]+)"', part.text):
        assert reader.get(unescape(address)).status_code == 200, address
    assert ('<a id="s-' in part.text) == (words in ("Nordhaven", "nord", "hard night", "attack"))


@pytest.mark.parametrize(("kind", "folder"), [("article", "articles"), ("entity", "entities"), ("event", "events")])
def test_an_iri_leads_a_browser_to_the_page(served: Served, kind: str, folder: str) -> None:
    """Over /doc/X.html, the moment that is asked about kept."""
    identifier = served.client.get(f"/{folder}").json()["items"][0]["id"]
    browser = httpx.Client(base_url=served.address, headers={"Accept": ACCEPT})
    first = browser.get(f"/id/{identifier}?asOf=9")
    assert (first.status_code, first.headers["location"]) == (303, f"/doc/{identifier}.html?asOf=9")
    second = browser.get(first.headers["location"])
    assert (second.status_code, second.headers["location"]) == (303, f"/{folder}/{identifier}?asOf=9")


def test_a_figure_leads_to_its_event(served: Served) -> None:
    """And to its place there."""
    event = next(one for one in served.client.get("/events").json()["items"] if one["figures"])
    figure = event["figures"][0]["id"]
    answer = served.client.get(f"/doc/{figure}.html", headers={"Accept": ACCEPT})
    assert answer.headers["location"] == f"/events/{event['id']}#{figure}"


@pytest.mark.thorough
def test_what_has_no_page_of_its_own_is_shown_as_what_the_graph_says(reader: Reader, served: Served) -> None:
    """A claim, a mention, a time: by a query that a browser shows; what the graph does not know is not there."""
    examples = re.findall(r'href="(/doc/[^"]+)"', reader.page("/ontology"))
    assert {"claim", "mention"} <= {one.partition("/doc/")[2].partition("-")[0] for one in examples}
    for one in examples:
        assert reader.get(unescape(one)).status_code == 200, one
    claim = next(one for one in examples if "/claim-" in one)
    assert "certainty" in reader.get(unescape(claim)).text
    assert reader.get("/doc/claim-00000000000000000000.html").status_code == 404


def test_what_is_not_there_is_said_in_the_format_that_is_wanted(reader: Reader, served: Served) -> None:
    """A page for a browser, a problem for a program."""
    page = reader.get("/events/event-00000000000000000000")
    assert page.status_code == 404
    assert "<h1>There is nothing here</h1>" in page.text
    answer = served.client.get("/events/event-00000000000000000000")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_refused_decision_says_so_and_leads_back(reader: Reader, served: Served) -> None:
    """Nothing changed meanwhile: the claim cannot go alone. What another site calls the page before is no link."""
    event = served.client.get("/events").json()["items"][0]
    path = f"/events/{event['id']}?since=2000-01-01"
    what = next(one for one in re.findall(r'/decide\?what=(claim-\w+)[^"]*of=type', reader.page(path)))
    form = {"action": "retract", "what": what}
    reader.http.headers["Referer"] = served.address + path
    answer = reader.send("/decide", form)
    reader.http.headers["Referer"] = "http://elsewhere.example" + path
    other = reader.send("/decide", form)
    del reader.http.headers["Referer"]
    assert (answer.status_code, other.status_code) == (409, 409)
    assert "<h1>That cannot be done as things stand</h1>" in answer.text
    assert f'href="{path}"' in answer.text
    assert path not in other.text


def test_a_moment_that_the_log_does_not_reach_is_a_page_that_leads_back(reader: Reader) -> None:
    """To the same list as of now."""
    answer = reader.get("/events?type=attack&asOf=99999")
    assert answer.status_code == 404
    assert 'href="/events?type=attack"' in answer.text


def test_the_past_is_said_aloud_and_every_link_keeps_it(reader: Reader) -> None:
    """A banner, a way back, and no form that decides."""
    html = reader.page("/articles?asOf=9")
    assert "as it was known after event 9" in html
    assert 'href="/events?asOf=9"' in html
    assert 'href="/articles"' in html


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "header", "key"),
    [
        ("/events/{event}/why", "position,recorded_at,actor,what,score,reasons", "decisions"),
        ("/entities/{entity}/why", "position,recorded_at,actor,what,score,reasons", "decisions"),
        ("/entities/{entity}/company", "first,first_label,second,second_label,events", "items"),
        ("/articles/{article}/changes?to={other}", "kind,words", "items"),
        ("/articles/{article}/readings?first={read}&second={read}", "kind,label,start,end,field,first,second", "items"),
        ("/dumps", "position,name,size,sha256,address", "items"),
        ("/statements/{statement}", "section,name,value,ref,by,certainty,claim,article,start,end,words", "speakers"),
        ("/timeline/{entity}", "id,label,begin,end", "items"),
        ("/articles/{article}/withdrawal", "section,id,label,count", "alone"),
        ("/search?q=Nordhaven", "kind,id,label,text,match", "items"),
    ],
)
def test_what_stands_beside_a_thing_has_every_format(
    served: Served, reader: Reader, path: str, header: str, key: str
) -> None:
    """A page that names the others, JSON with as many rows as the table has, and Turtle that parses."""
    articles = served.client.get("/articles").json()["items"]
    event = next(one["id"] for one in served.client.get("/events").json()["items"] if one["happening"])
    entity = served.client.get("/entities").json()["items"][0]["id"]
    statement = served.client.get("/statements").json()["items"][0]["id"]
    ids = {
        "statement": statement,
        "event": event,
        "entity": entity,
        "article": articles[0]["id"],
        "other": articles[1]["id"],
    }
    there, _, asked = path.format(**ids, read=articles[0]["position"] + 1).partition("?")
    asked = f"?{asked}" if asked else ""

    plain = served.client.get(f"{there}{asked}").json()
    table = served.client.get(f"{there}.csv{asked}").text.splitlines()
    triples = served.client.get(f"{there}.ttl{asked}", follow_redirects=True)
    page = reader.page(f"{there}{asked}")

    assert table[0] == header
    assert len(table) > len(plain[key])
    assert list(ox.parse(triples.content, ox.RdfFormat.TURTLE))
    for ending in ("json", "csv", "ttl"):
        assert f"{there}.{ending}" in page


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/index.csv", "section,id,label,value,begin,end"),
        ("/log.csv?type=article-added", "position,recorded_at,type,actor,cause,said"),
        ("/ontology.csv", "kind,name,iri,label,comment,example"),
    ],
)
def test_what_has_no_list_behind_it_is_a_table_too(served: Served, path: str, header: str) -> None:
    """With rows, and the page names it."""
    table = served.client.get(path)
    assert table.text.splitlines()[0] == header
    assert len(table.text.splitlines()) > 2
    page = served.client.get(path.replace("index.csv", "").replace(".csv", ""), headers={"Accept": ACCEPT})
    assert path in unescape(page.text)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["articles", "entities", "events", "statements"])
def test_one_thing_comes_in_every_form_of_rdf(served: Served, kind: str) -> None:
    """Turtle at its own address, the others at its document's, with what was asked besides; all say the same."""
    there = served.client.get(f"/{kind}").json()["items"][0]["id"]
    then = f"?asOf={served.kb.log.position()}"
    path = f"/{kind}/{there}{then}"
    turtle = served.client.get(path, headers={"Accept": "text/turtle"})
    told = set(ox.parse(turtle.content, ox.RdfFormat.TURTLE))
    assert any(triple.subject.value.endswith(there) for triple in told)
    for media, ending in (
        ("application/ld+json", "jsonld"), ("application/n-triples", "nt"), ("application/rdf+xml", "rdf"),
    ):  # fmt: skip
        led = served.client.get(path, headers={"Accept": media}, follow_redirects=False)
        assert (led.status_code, led.headers["location"]) == (303, f"/doc/{there}.{ending}{then}")
        assert "Accept" in led.headers["vary"]
        document = served.client.get(led.headers["location"])
        assert (document.status_code, document.headers["content-type"].partition(";")[0]) == (200, media)
        triples = set(ox.parse(document.content, format=ox.RdfFormat.from_media_type(media)))
        assert {(one.subject, one.predicate, one.object) for one in triples} >= {
            (one.subject, one.predicate, one.object) for one in told if one.subject.value.endswith(there)
        }
    nothing = served.client.get(f"/{kind}/{there}0", headers={"Accept": "application/ld+json"}, follow_redirects=False)
    assert nothing.status_code == 404


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path", ["/events", "/events/ID", "/search?q=raid", "/conflicts", "/timeline", "/log", "/review", "/queries", "/"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_takes_nothing_that_there_is_is_told(served: Served, path: str, method: str) -> None:
    """As a problem that names what there is; JSON is not sent to who asked for a picture."""
    found = path.replace("ID", served.client.get("/events").json()["items"][0]["id"])
    refused = served.client.request(method, found, headers={"Accept": "image/png, application/json;q=0"})

    assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")
    assert "Accept" in refused.headers["vary"]
    if method == "GET":
        assert (refused.json()["code"], "application/json" in refused.json()["hint"]) == ("not-acceptable", True)
    if method == "GET":
        latin = served.client.get(found, headers={"Accept": "application/json;charset=iso-8859-1"})
        assert latin.status_code == 406
    for taken in ("*/*", "application/json", "application/json;charset=UTF-8", "image/png, */*;q=0.1", "application/*"):
        assert served.client.request(method, found, headers={"Accept": taken}).status_code == 200


def test_what_names_its_format_asks_for_no_other(served: Served) -> None:
    """An ending or `format` stands instead of Accept, whatever that says."""
    for path in ("/events.json", "/events?format=json"):
        answer = served.client.get(path, headers={"Accept": "image/png"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), path


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["articles", "entities", "events", "statements"])
def test_a_document_by_its_ending_is_a_page_for_whoever_asks(served: Served, kind: str) -> None:
    """Also for a program that takes anything; a browser comes to the address without the ending."""
    there = served.client.get(f"/{kind}").json()["items"][0]["id"]
    page = served.client.get(f"/doc/{there}.html", headers={"Accept": "*/*"}, follow_redirects=True)
    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (200, "text/html")
    led = served.client.get(f"/doc/{there}.html", headers={"Accept": ACCEPT}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"/{kind}/{there}")
