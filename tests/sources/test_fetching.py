"""Feeds are asked for politely, within bounds, and never inside a private network by accident."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from kb.sources import network
from kb.sources.fetching import Fetcher, FetchError, Manners
from kb.sources.network import BadAddressError
from kb.sources.visiting import WEB
from tests.stub_site import Site, answering, say, serving


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """One site for all tests of this file."""
    with serving(Site()) as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    """The site, as if nobody had asked it anything."""
    running.pages, running.headers, running.asked = {}, {}, []
    return running


def fetcher(**manners: object) -> Fetcher:
    """Return one that may ask the loopback address, and waits for nothing."""
    return Fetcher(Manners(**{"private": True, "pause": 0.0, "timeout": 5.0, **manners}))  # type: ignore[arg-type]


def test_what_is_known_is_not_sent_again(site: Site) -> None:
    """The second request has the ETag and the time of the first answer; 304 is no body."""
    site.pages["/f"] = b"feed"
    site.headers["/f"] = {
        "ETag": '"1"', "Last-Modified": "Wed, 01 May 2024 10:00:00 GMT", "Cache-Control": "public, max-age=120",
        "Content-Type": "application/rss+xml; charset=koi8-r",
    }  # fmt: skip
    first = fetcher().fetch(f"{site.address}/f")
    assert (first.body, first.charset, first.fresh) == (b"feed", "koi8-r", 120.0)
    second = fetcher().fetch(f"{site.address}/f", etag=first.etag, modified=first.modified)
    assert second.body is None
    sent = site.asked[-1][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"1"', "Wed, 01 May 2024 10:00:00 GMT")
    assert sent["user-agent"].startswith("newskb/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/f", "http://localhost:1/f", "http://[::1]:1/f", "http://10.0.0.1/f", "http://192.168.1.1/f",
        "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/f", "http://[::ffff:127.0.0.1]/f", "http://2130706433/f",
        "ftp://127.0.0.1/f", "http://user:secret@127.0.0.1/f", "file:///etc/passwd", "http://100.64.0.1/f",
        "http://[fd00::1]/f", "http:///f",
    ],
)  # fmt: skip
def test_private_addresses_are_not_asked(url: str) -> None:
    """However they are written; the error says what would allow it, and shows no secret."""
    with pytest.raises(BadAddressError) as caught:
        Fetcher(Manners(timeout=2)).fetch(url)
    assert "secret" not in str(caught.value)


def test_a_redirect_leads_from_no_public_address_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where private addresses are allowed: only what was private to begin with may stay there."""
    site.pages["/f"] = answering(302, Location=f"http://localhost:{site.address.rpartition(':')[2]}/secret")
    site.pages["/secret"] = b"inside"
    assert fetcher().fetch(f"{site.address}/f").body == b"inside"
    monkeypatch.setattr(network, "_addresses", _public_unless_localhost)
    port = site.address.rpartition(":")[2]
    told = f"news.example:{port}/f cannot be asked: it redirects to http://localhost:{port}/secret, and localhost is"
    with pytest.raises(BadAddressError, match=told):
        fetcher().fetch(f"http://news.example:{port}/f")
    assert site.paths() == ["/f", "/secret", "/f"]


def _public_unless_localhost(url: str, host: str, port: int) -> list[str]:
    """Let a name count as public and lead to this machine all the same."""
    return [_Public("127.0.0.1")] if host != "localhost" else ["127.0.0.1"]


class _Public(str):
    """An address that the ipaddress module takes for another one."""

    __slots__ = ()


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what is marked so taken for a public address."""
    real = network.ipaddress.ip_address
    monkeypatch.setattr(
        network.ipaddress, "ip_address", lambda one: real("192.0.0.9" if isinstance(one, _Public) else one)
    )


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (answering(301), "without saying where"),
        (answering(302, Location="/f"), "more than 5 times"),
        (answering(302, Location="ftp://example.org/"), "no http"),
        (answering(302, Location="http://[::bad/"), "which is no address"),
        (answering(302, Location="http://host:99999/"), "cannot be asked"),
        (answering(302, Location="http://\xe9 x/"), "cannot be"),
        (answering(404), "404"),
        (answering(200, b"x" * 2000), "more than 0.001 MB"),
        (answering(200, gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip"), "more than 0.001 MB"),
    ],
)
def test_what_is_no_answer_is_an_error(site: Site, behaviour: object, said: str) -> None:
    """The size counts uncompressed; redirects end."""
    site.pages["/f"] = behaviour  # type: ignore[assignment]
    with pytest.raises((FetchError, BadAddressError), match=said):
        fetcher(most_bytes=1000).fetch(f"{site.address}/f")


def test_who_does_not_speak_tls_is_not_said_to_lack_a_certificate(site: Site) -> None:
    """A server without encryption is asked with it."""
    with pytest.raises(FetchError, match="does not speak TLS"):
        fetcher().fetch(f"{site.address.replace('http:', 'https:')}/f")


def test_who_moved_for_good_and_who_is_gone(site: Site) -> None:
    """301 and 308 all the way are a new address; one 302 on the way is none; 410 is the end."""
    site.pages |= {"/new": b"feed", "/old": answering(301, Location="/new"), "/gone": answering(410)}
    site.pages["/way"] = answering(302, Location="/old")
    assert fetcher().fetch(f"{site.address}/old").moved == f"{site.address}/new"
    assert fetcher().fetch(f"{site.address}/way").moved == ""
    with pytest.raises(FetchError) as caught:
        fetcher().fetch(f"{site.address}/gone")
    assert caught.value.gone


@pytest.mark.parametrize(("status", "wait"), [(429, 90.0), (503, 90.0), (404, 0.0)])
def test_who_asks_to_be_left_alone_says_for_how_long(site: Site, status: int, wait: float) -> None:
    """Retry-After counts where it means something."""
    site.pages["/f"] = answering(status, Retry_After="90")
    with pytest.raises(FetchError) as caught:
        fetcher().fetch(f"{site.address}/f")
    assert caught.value.wait == wait
    with pytest.raises(FetchError) as caught:
        fetcher(looks=False).fetch(f"{site.address}/f")
    assert caught.value.hint.startswith("Ask again" if wait else "Look"), "a page that somebody named has no next look"


def test_a_byte_now_and_then_does_not_hold_it_for_ever(site: Site) -> None:
    """The time is for the whole answer; each byte would begin it anew."""
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            while not over.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass

    site.pages["/f"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"takes longer than 0\.3 seconds") as caught:
        fetcher(timeout=0.3, looks=WEB.looks).fetch(f"{site.address}/f")
    assert caught.value.hint == "Look whether the site is up; then ask again."
    over.set()
    assert time.monotonic() - began < 30  # 1,000 bytes would take 50 s


def test_one_host_is_not_asked_twice_within_the_pause(site: Site) -> None:
    """Whichever feed of it, and on the way of a redirect too."""
    waited: list[float] = []
    site.pages |= {"/a": b"a", "/b": lambda handler: say(handler, 200, b"b")}
    asks = Fetcher(Manners(private=True, pause=100.0), sleep=waited.append)
    asks.fetch(f"{site.address}/a")
    asks.fetch(f"{site.address}/b")
    assert len(waited) == 1
    assert 90 < waited[0] <= 100


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("8.8.8.8", False), ("2606:4700::1111", False), ("::ffff:8.8.8.8", False), ("64:ff9b::808:808", False),
        ("127.0.0.1", True), ("10.1.2.3", True), ("169.254.169.254", True), ("100.64.0.1", True), ("0.0.0.0", True),
        ("224.0.0.1", True), ("::1", True), ("fe80::1", True), ("fd00::1", True), ("ff0e::1", True),
        ("::ffff:10.0.0.1", True), ("64:ff9b::7f00:1", True), ("2002:a00:1::", True), ("::127.0.0.1", True),
        ("::ffff:0:127.0.0.1", True), ("64:ff9b:1::7f00:1", True), ("fec0::1", True), ("5f00::1", True),
    ],
)  # fmt: skip
def test_what_is_inside_is_told_however_it_is_written(address: str, inside: bool) -> None:
    """An IPv6 address that carries a private IPv4 one leads there through a gateway."""
    assert network.is_inside(address) is inside


def test_a_host_with_other_letters_is_asked_as_it_is_looked_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name in ASCII, which headers and certificates have; one that has none is said to be no name."""
    looked_up = socket.getaddrinfo
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda _, *rest, **more: looked_up("127.0.0.1", *rest, **more))
    heard: list[str] = []

    def hear(handler: Any) -> None:
        heard.append(handler.headers["Host"])
        say(handler, 200, b"feed")

    site.pages["/f"] = hear
    port = site.address.rpartition(":")[2]
    assert fetcher().fetch(f"http://правда.example:{port}/f").body == b"feed"
    assert heard == [f"xn--80aafi6cg.example:{port}"]
    with pytest.raises(BadAddressError, match="is no name of a host"):
        fetcher().fetch(f"http://правда..example:{port}/f")


def test_ports_beside_those_that_may_be_asked_are_refused_after_a_redirect_too(site: Site) -> None:
    """The first address has the port that is allowed, the one it leads to another."""
    port = int(site.address.rpartition(":")[2])
    site.pages |= {"/way": answering(302, Location="http://127.0.0.1:9/x"), "/f": b"feed"}
    assert fetcher(ports=frozenset({port})).fetch(f"{site.address}/f").body == b"feed"
    with pytest.raises(BadAddressError, match="port 9 is none"):
        fetcher(ports=frozenset({port})).fetch(f"{site.address}/way")
    with pytest.raises(BadAddressError, match=f"port {port} is none"):
        fetcher(ports=frozenset({80})).fetch(f"{site.address}/f")
