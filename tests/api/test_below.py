"""A server below a path of its host leads nobody out of it: not in pages, headers, cookies, lists or descriptions."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest

from kb.api.app import create_app
from kb.api.pages.rendering import TEMPLATES
from kb.api.pages.rendering import below as below_path
from kb.api.traffic.below import RootPathError, TakenRootPathError, root_path
from kb.api.traffic.guards import Guards
from tests.api.conftest import Served, opened, serving
from tests.api.pages.conftest import ACCEPT

ROOT = "/desk/kb"
SEVERAL = frozenset({"data-scripts", "data-styles"})  # addresses with blanks between them
TYPED = frozenset({"value"})  # what goes back to the server as it is
OWN = re.compile(r"[0-9a-f]{16,}|\d+|(?<=/queries/).*")  # of one page among many of its kind
PAGE = {"Accept": ACCEPT}


class Addresses(HTMLParser):
    """Keeps every value of an attribute that is an address of this host."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep those of one tag."""
        for name, value in attrs:
            several = (value or "").split() if name in SEVERAL else [value or ""]
            for one in several:
                if one.startswith("/") and name not in TYPED:
                    self.found[one] = f"{tag}/{name}"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server below a path, behind a proxy that takes the path off."""
    home = tmp_path_factory.mktemp("below") / "home"
    with opened(home) as kb, serving(kb, guards=Guards(root_path=ROOT)) as made:
        yield made


def get(served: Served, path: str, **headers: str) -> httpx.Response:
    """Ask as a proxy does that has the server below ROOT: the path is taken off."""
    assert path.startswith(f"{ROOT}/"), f"{path} leads out"
    return served.client.get(path.removeprefix(ROOT), headers=headers)


@pytest.mark.thorough
def test_every_address_of_every_page_is_below(below: Served) -> None:
    """One page of each kind that the start page leads to, or one of them; whatever it leads to, loads or sends to."""
    waiting, seen, kinds = [f"{ROOT}/"], {"/"}, set[str]()
    while waiting:
        path = waiting.pop(0)
        answer = get(below, path, **PAGE)
        if answer.is_redirect:
            assert answer.headers["location"].startswith(f"{ROOT}/")
            continue
        assert answer.status_code in (200, 405), (path, answer.text[:300])
        for found, where in Addresses(answer.text).found.items():
            assert found.startswith(f"{ROOT}/"), f"{found} ({where}) of {path} leads out"
            assert not found.startswith(ROOT + ROOT), f"{found} ({where}) of {path} is below twice"
            kinds.add(where.partition("/")[2])
            kind = OWN.sub("*", urlsplit(found).path)
            if where == "a/href" and "." not in kind and kind not in seen:
                seen.add(kind)
                waiting.append(found)

    assert len(seen) > 25
    assert kinds >= {"href", "src", "action", "hx-get", "data-pick", "data-terms", "data-send", "data-stream"}


def test_every_attribute_that_may_hold_an_address_is_known() -> None:
    """In templates, also those of pages that need more articles than these: addresses stand in no other."""
    for template in TEMPLATES.glob("*.html"):
        for name, value in re.findall(
            r'([\w-]+)="(/|\{\{ (?:asset|frame\.(?:to|ref|here|alternate|path)|data)\b)', template.read_text()
        ):
            written = below_path(f'<a {name}="/x">', "/kb")

            assert (written == f'<a {name}="/kb/x">') is (name not in TYPED), (template.name, name, value)


def test_of_several_addresses_each_is_below() -> None:
    """Scripts and styles that a page loads once they are needed; what is no address stays, as do others' hosts."""
    html = (
        '<div data-scripts="/a.js /b.js" data-styles="/c.css" data-label="/d" title="/e"><a href="//f.example/">/g</a>'
    )
    said = '<div data-scripts="/kb/a.js /kb/b.js" data-styles="/kb/c.css" data-label="/d" title="/e">'

    assert below_path(html, "/kb") == f'{said}<a href="//f.example/">/g</a>'


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/id/{article}", "/doc/{article}"),
        ("/sparql", "/query"),
        ("/dumps.ttl", "/dcat.ttl"),
        ("/timeline?of={entity}", "/timeline/{entity}"),
    ],
)
def test_what_leads_elsewhere_stays_below(below: Served, asked: str, leads: str) -> None:
    """Also where the proxy leaves the path on."""
    names = {kind: _first(below, table) for kind, table in (("article", "articles"), ("entity", "entities"))}
    for before in ("", ROOT):
        answer = below.client.get(before + asked.format(**names), headers=PAGE)

        assert answer.headers["location"].startswith(ROOT + leads.format(**names))


def _first(served: Served, table: str) -> str:
    found: str = served.client.get(f"/{table}", params={"limit": 1}).json()["items"][0]["id"]
    return found.rpartition("/")[2]


def test_lists_go_on_below(below: Served) -> None:
    """In the body and in the header, for JSON and CSV; the next part is there."""
    first = below.client.get("/entities", params={"limit": 1})
    following = first.json()["next"]
    table = below.client.get("/entities.csv", params={"limit": 1})

    assert urlsplit(following).path == f"{ROOT}/entities"
    assert all(urlsplit(one["url"]).path == f"{ROOT}/entities" for one in first.links.values())
    assert urlsplit(table.links["next"]["url"]).path == f"{ROOT}/entities.csv"
    parts = urlsplit(following)
    assert get(below, f"{parts.path}?{parts.query}").json()["items"]


@pytest.mark.thorough
def test_descriptions_tell_the_address_that_clients_have(below: Served) -> None:
    """OpenAPI, service description, reconciliation, saved queries, problems, alternates of a document."""
    article = _first(below, "articles")
    described = below.client.get("/sparql", headers={"Accept": "text/turtle"}).text
    manifest = below.client.get("/reconcile").json()
    alternates = below.client.head(f"/doc/{article}.ttl").headers["link"]

    assert below.client.get("/openapi.json").json()["servers"] == [{"url": ROOT}]
    assert f"{below.address}{ROOT}/sparql>" in described
    assert manifest["suggest"]["entity"]["service_url"] == below.address + ROOT
    assert below.client.get("/queries").json()["items"][0]["address"].startswith(f"{ROOT}/queries/")
    assert below.client.get("/nowhere").json()["instance"] == f"{ROOT}/nowhere"
    assert {
        one for one in re.findall(r"<([^>]*/doc/[^>]*)>", alternates) if not one.startswith(f"{ROOT}/doc/")
    } == set()


def test_cookies_are_of_the_path(below: Served) -> None:
    """Another home below another path of the same host has its own."""
    answer = get(below, f"{ROOT}/articles", **PAGE)

    name = f"kb-session-{urlsplit(below.address).port}!desk!kb"
    parts = {part.strip() for part in answer.headers["set-cookie"].split(";")}
    assert f"Path={ROOT}/" in parts
    assert any(part.startswith(f"{name}=") for part in parts), "that of a server above is sent along with it"


def test_a_decision_leads_back_below(below: Served) -> None:
    """A form is sent, and where it leads the page says that it was recorded; the way back from a fault is one."""
    client = httpx.Client(base_url=below.address, headers=PAGE)
    page = client.get(f"{ROOT}/add")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    form = {"csrf": token[1], "title": "Harbour", "date": "2024-05-09"}
    origin = {"Origin": below.address, "Referer": f"{below.address}{ROOT}/add"}
    text = "Blue Column attacked Nordhaven Depot on Monday. Ada Lund said it was over."

    refused = client.post(f"{ROOT}/add", data={**form, "csrf": "x.y", "text": text}, headers=origin)
    added = client.post(f"{ROOT}/add", data={**form, "text": text}, headers=origin)

    assert f'href="{ROOT}/add"' in refused.text
    assert added.status_code == 303
    assert added.headers["location"].startswith(f"{ROOT}/articles/article-")
    assert client.get(added.headers["location"]).status_code == 200


def test_a_proxy_that_says_another_path_is_refused(below: Served, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its links would lead out: it is told with which option the server is to be started."""
    said = below.client.get("/events", headers={"X-Forwarded-Prefix": "/news"})
    right = below.client.get("/events", headers={"X-Forwarded-Prefix": f"{ROOT}/"})
    with opened(tmp_path_factory.mktemp("root") / "home") as kb, serving(kb) as plain:
        unknown = plain.client.get("/events", headers={"X-Forwarded-Prefix": "/news"})

    assert (said.status_code, right.status_code, unknown.status_code) == (400, 200, 400)
    assert said.json()["code"] == unknown.json()["code"] == "other-root-path"
    assert "--root-path /news" in unknown.json()["hint"]
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.json()["instance"] == f"{ROOT}/events"

    shown = below.client.get("/events", headers={"X-Forwarded-Prefix": "/news", "Accept": "text/html"})
    assert f"Path={ROOT}/;" in shown.headers["set-cookie"]


@pytest.mark.parametrize("given", ["kb", "/a b", "/a//b", "/../x", '/"', "//host", "https://example.org/kb"])
def test_what_is_no_path_is_refused(given: str) -> None:
    """It would end up in every address."""
    with pytest.raises(RootPathError) as raised:
        root_path(given)

    assert raised.value.given == given


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/events", "/articles/kb", "/doc/x", "/static/a/b"])
def test_a_path_of_the_server_itself_is_refused(below: Served, path: str) -> None:
    """Of /events/event-1 nobody could say whether the proxy took something off."""
    with pytest.raises(TakenRootPathError) as raised:
        create_app(below.backend, guards=Guards(root_path=path))

    assert raised.value.path == path


def test_a_slash_is_the_root() -> None:
    """As it is often written."""
    assert [root_path(one) for one in ("", "/", "/kb/", " /a/b ")] == ["", "", "/kb", "/a/b"]
