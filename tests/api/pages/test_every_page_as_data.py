"""Every page has its data as JSON, CSV and Turtle at its address, by Accept and by ending; forms alone have none."""

import csv
import io
import json
from typing import Any, Final, cast

import pyoxigraph as ox
import pytest
from starlette.routing import compile_path

from kb.api.pages.install import PAGES
from kb.api.pages.negotiation import MEDIA_TYPES
from kb.api.pages.site import Site
from tests.api.conftest import Served
from tests.api.pages.conftest import ACCEPT, Reader
from tests.api.pages.test_formats import about

pytestmark = pytest.mark.thorough

FORMS: Final = {"/add", "/decide", "/sign-in", "/articles/{identifier}/correction"}  # they ask, and tell nothing
ELSEWHERE: Final = {"/review/{question}"}  # test_reviewing_in_a_browser has a base with questions
LINKED_DATA: Final = {"/id/{name}", "/doc/{name}"}  # lead to pages, and have formats of their own
ADDRESSES: Final = (
    "/",
    "/search?q=Nordhaven",
    "/ask?q=Who+attacked+Nordhaven+Depot%3F",
    "/articles",
    "/articles/{article}",
    "/articles/{article}/changes?to={other}",
    "/articles/{article}/readings?first={read}&second={read}",
    "/articles/{article}/withdrawal",
    "/entities",
    "/entities/{entity}",
    "/entities/{entity}/why",
    "/entities/{entity}/company",
    "/events",
    "/events/{event}",
    "/events/{event}/why",
    "/timeline",
    "/timeline/{entity}",
    "/map",
    "/statements",
    "/statements/{statement}",
    "/denials",
    "/conflicts",
    "/review",
    "/query?query=SELECT+*+%7B+%3Fs+a+kb:Event+%7D",
    "/query?query=CONSTRUCT+%7B+%3Fs+a+kb:Event+%7D+WHERE+%7B+%3Fs+a+kb:Event+%7D",
    "/queries",
    "/queries/events-of-type?type=attack",
    "/log",
    "/diff?from=3&to=6",
    "/ontology",
    "/dumps",
)


def pages() -> dict[str, set[str]]:
    """Return path -> formats of all that have a page."""
    site = Site(cast("Any", None), cast("Any", None), cast("Any", None))
    for put in PAGES:
        put(site)
    return {path: formats for path, formats in site._paths.items() if "html" in formats}


@pytest.fixture(scope="module")
def ids(served: Served) -> dict[str, str]:
    """Ids for the addresses."""
    first, second = served.client.get("/articles").json()["items"]
    found = {
        kind: served.client.get(f"/{folder}").json()["items"][0]["id"]
        for kind, folder in (("entity", "entities"), ("event", "events"), ("statement", "statements"))
    }
    return {**found, "article": first["id"], "other": second["id"], "read": str(first["position"] + 1)}


def test_no_page_is_left_out() -> None:
    """Each is a form, or one of the addresses below."""
    patterns = {path: compile_path(path)[0] for path in pages()}
    shown = {path for path, pattern in patterns.items() for one in ADDRESSES if pattern.match(one.partition("?")[0])}
    assert shown | FORMS | ELSEWHERE | LINKED_DATA == set(patterns)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_its_data_in_every_format(served: Served, ids: dict[str, str], address: str) -> None:
    """The page names the others; by ending and by Accept there is the same; it parses."""
    path, _, asked = address.format(**ids).partition("?")
    asked = f"?{asked}" if asked else ""
    page = Reader(served).page(f"{path}{asked}")
    for ending, media in MEDIA_TYPES.items():
        ended = f"{'/index' if path == '/' else path}.{ending}"
        by_ending = served.client.get(f"{ended}{asked}", headers={"Accept": ACCEPT}, follow_redirects=True)
        by_accept = served.client.get(f"{path}{asked}", headers={"Accept": media}, follow_redirects=True)
        for answer in (by_ending, by_accept):
            assert answer.status_code == 200, (answer.request.url, answer.text)
            _parsed(ending, answer.headers["content-type"], answer.text)
        assert ending == "html" or f"{ended}" in page


def _parsed(ending: str, media: str, text: str) -> None:
    match ending:
        case "json":
            assert "json" in media
            assert json.loads(text)
        case "csv":
            assert media.startswith("text/csv")
            header, *rows = csv.reader(io.StringIO(text, newline=""))
            assert all(len(row) == len(header) for row in rows)
        case "ttl":
            assert media.startswith("text/turtle")
            list(ox.parse(text.encode(), ox.RdfFormat.TURTLE))
        case _:
            assert media.startswith("text/html")


@pytest.mark.parametrize("path", ["/query", "/ask", "/diff"])
@pytest.mark.parametrize("ending", ["csv", "ttl"])
def test_what_needs_a_question_says_so(served: Served, path: str, ending: str) -> None:
    """With what to give; the page offers no data before it was asked."""
    answer = served.client.get(f"{path}.{ending}")
    assert answer.status_code == 400
    assert "Give " in answer.json()["detail"] + str(answer.json())
    assert "This page as" not in Reader(served).page(path)


def test_a_query_in_every_format_finds_the_same(served: Served) -> None:
    """Rows of the table are those of JSON; Turtle is about the things in them."""
    asked = "?query=SELECT+%3Fs+%7B+%3Fs+a+kb:Event+%7D"
    rows = served.client.get(f"/query{asked}").json()["results"]["bindings"]
    found = {row["s"]["value"] for row in rows}
    assert set(served.client.get(f"/query.csv{asked}").text.split()[1:]) == found
    assert about(served.client.get(f"/query.ttl{asked}").content) == found
    refused = served.client.get("/query.csv?query=SELECT+nothing")
    assert refused.status_code == 400


def test_a_set_of_changes_has_every_quad_of_the_difference(served: Served) -> None:
    """What came and what left, each with its event."""
    groups = served.client.get("/diff?from=3&to=6").json()["groups"]
    counted = sum(len(group["gone"]) + len(group["come"]) for group in groups)
    told = list(ox.parse(served.client.get("/diff.ttl?from=3&to=6").content, ox.RdfFormat.TURTLE))
    said = [quad for quad in told if quad.predicate.value.endswith(("#addition", "#removal"))]
    assert len(said) == counted > 0
    assert sum(quad.predicate.value.endswith("#wasGeneratedBy") for quad in told) == counted


@pytest.mark.parametrize("path", ["/figures", "/offices.json", "/figures.csv", "/events.geojson"])
def test_a_browser_gets_lists_that_are_no_page(served: Served, path: str) -> None:
    """A link to them leads somewhere, though a browser accepts HTML most."""
    assert served.client.get(path, headers={"Accept": ACCEPT}).status_code == 200
