"""HEAD wherever there is GET: the same status and headers, and no body; a stream without an end is left at once."""

import asyncio

import httpx
import pytest
from starlette.types import Message

from kb.api.traffic.heads import Heads


@pytest.mark.thorough
@pytest.mark.parametrize(
    "address", ["/events", "/articles/nosuch", "/decisions", "/review", "/blame", "/paths", "/openapi.json", "/sparql"]
)
def test_head_is_get_without_its_body(client: httpx.Client, address: str) -> None:
    """What is refused is refused, too, with the same status and length."""
    told, asked = client.get(address), client.head(address)

    assert (asked.status_code, asked.content) == (told.status_code, b"")
    assert asked.headers["content-type"] == told.headers["content-type"]


@pytest.mark.thorough
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
@pytest.mark.parametrize("path", ["/id/{id}", "/doc/{id}", "/doc/{id}.html", "/articles/{id}", "/articles.csv", "/log"])
def test_head_goes_where_get_goes(client: httpx.Client, path: str, accept: str) -> None:
    """A page and triples at one address are answered by different routes, of which one may know HEAD."""
    address = path.format(id=client.get("/articles").json()["items"][0]["id"])
    headers = {"Accept": accept, "Accept-Encoding": "identity"}
    told, asked = client.get(address, headers=headers), client.head(address, headers=headers)

    assert (asked.status_code, asked.content) == (told.status_code, b"")
    for name in ("content-type", "location", "etag"):
        assert asked.headers.get(name) == told.headers.get(name), name
    assert asked.headers.get("content-length") in (told.headers.get("content-length"), None)


def test_head_where_there_is_no_get_is_refused(client: httpx.Client) -> None:
    """405: nothing is done that was not asked for."""
    assert client.head("/articles/file").status_code == client.get("/articles/file").status_code


def test_a_body_without_an_end_is_left() -> None:
    """Who makes it hears that nobody listens, once the headers are there."""
    sent: list[Message] = []
    heard: list[str] = []

    class Routes:
        routes = ()

    async def endless(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        while not heard:
            await send({"type": "http.response.body", "body": b"x", "more_body": True})  # type: ignore[operator]
            heard.append((await receive())["type"])  # type: ignore[operator]

    async def silent() -> Message:
        raise AssertionError("the client sends nothing more")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "HEAD", "path": "/x", "app": Routes()}
    asyncio.run(Heads(endless)(scope, silent, send))

    assert heard == ["http.disconnect"]
    assert [one.get("body") for one in sent] == [None, b""]
