"""A browser's way of asking, over the servers of tests.api.conftest."""

import re
from collections.abc import Mapping
from html import unescape

import httpx
import pytest

from tests.api.conftest import Served

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
