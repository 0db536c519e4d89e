"""A browser's way of asking, over the servers of tests.api.conftest."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from kb.sources import read_paths
from tests.api.conftest import Served, opened, serving
from tests.api.pages import told_where

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Reader:
    """Asks for pages as a browser does, keeps cookies, sends forms with the token of the page they are on."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.http = httpx.Client(base_url=served.address, headers={"Accept": ACCEPT}, timeout=600)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Return the answer, redirects followed."""
        return self.http.get(path, headers=headers, follow_redirects=True)

    def page(self, path: str) -> str:
        """Return the HTML of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return answer.text

    def token(self, path: str = "/articles") -> str:
        """Return a token for forms, from a page that has some."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.page(path))
        assert found
        return found[1]

    def send(self, path: str, form: Mapping[str, str], *, origin: str = "") -> httpx.Response:
        """Send a form as a page of the server does, and follow where it leads."""
        headers = {"Origin": origin or self.served.address, "Sec-Fetch-Site": "same-origin"}
        return self.http.post(path, data={"csrf": self.token(), **form}, headers=headers, follow_redirects=True)


def links(html: str) -> list[str]:
    """Return the addresses that a page leads to or loads."""
    return [unescape(found) for found in re.findall(r'(?:href|src|action|hx-get)="([^"]*)"', html)]


@pytest.fixture(scope="module")
def reader(served: Served) -> Reader:
    """A browser over the shared server."""
    return Reader(served)


@pytest.fixture
def writer(writable: Served) -> Reader:
    """A browser over a server of its own, to decide on."""
    return Reader(writable)


HOSTILE = """Title: <script>alert("title")</script> <img src=x onerror=alert(1)> \u202egnorw si siht
Source: </title><svg onload=alert(2)>
Date: 2024-05-03

Blue Column attacked Nordhaven Depot, and 9 killed were counted "><script>alert(3)</script>.
Ada Lund said: <b onmouseover=alert(4)>it was</b> {{ 7 * 7 }} \u202ereversed <iframe src=javascript:alert(5)></iframe>.
"""
RIGHT_TO_LEFT = """Title: \u0646\u0634\u0631\u0629 Nordhaven \u0627\u0644\u0623\u062e\u0628\u0627\u0631
Source: \u0635\u062d\u064a\u0641\u0629
Date: 2024-05-04

Green Column attacked Nordhaven Depot. \u0647\u0630\u0627 \u0646\u0635 \u0639\u0631\u0628\u064a.
"""
LONG = """Title: {word}
Source: Long
Date: 2024-05-05

{word} attacked Nordhaven Depot, and 12 killed were found.
""".format(word="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3)


@dataclass
class Window:
    """A browser's window on one server, and whatever went wrong in it."""

    served: Served
    page: Page
    problems: list[str]

    def open(self, path: str) -> Page:
        """Go to a page of the server."""
        self.page.goto(self.served.address + path)
        return self.page


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over articles that mean well, and some that do not; tests that share it undo what they decide."""
    folder = tmp_path_factory.mktemp("shown")
    for name, text in (("hostile", HOSTILE), ("rtl", RIGHT_TO_LEFT), ("long", LONG)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with opened(folder / "home") as kb:
        with kb.adder() as adder:
            for path in sorted(folder.glob("*.txt")):
                for outcome in read_paths([path]):
                    adder.add(outcome)
        with serving(kb) as made:
            yield made


@pytest.fixture(scope="module")
def raids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over raids with days and places."""
    with told_where.opened(tmp_path_factory.mktemp("raids")) as kb, serving(kb) as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser that the system has; a module's own, since its event loop runs in this thread until it ends."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed: what only a browser shows is not tested")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


# A condition is waited for with a locator ("#q:focus"), never with wait_for_function: that evaluates text again and
# again, which the policy of the pages refuses from the second time on.
@contextmanager
def window(served: Served, chromium: Browser, **settings: Any) -> Iterator[Window]:
    """Open a window that notes requests to elsewhere, errors of scripts, and violations of the policy."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
    problems: list[str] = []

    def asked(route: Route) -> None:
        if route.request.url.startswith(f"{served.address}/"):
            route.continue_()
        else:
            problems.append(f"request to {route.request.url}")
            route.abort()

    context.route("**/*", asked)
    page = context.new_page()
    page.on("console", lambda said: problems.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    try:
        yield Window(served, page, problems)
    finally:
        context.close()


@pytest.fixture(scope="module")
def ids(shown: Served) -> dict[str, str]:
    """Ids of things that the pages are asked about."""
    found = {}
    for kind, path in (("entity", "/entities"), ("event", "/events"), ("statement", "/statements")):
        found[kind] = shown.client.get(path).json()["items"][0]["id"]
    several = (one["id"] for one in shown.client.get("/events").json()["items"] if one["happening"])
    found["told"] = next(several)  # in more than one article
    articles = {one["title"][:4]: one["id"] for one in shown.client.get("/articles").json()["items"]}
    return found | {"article": articles["Raid"], "hostile": articles["<scr"], "long": articles["Llan"]}


@pytest.fixture
def wide(shown: Served, chromium: Browser) -> Iterator[Window]:
    """A window with scripts."""
    with window(shown, chromium) as one:
        yield one
