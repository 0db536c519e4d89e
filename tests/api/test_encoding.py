"""Content codings to the letter of RFC 9110, 12.5.3; warnings that quote anything are a header that is one."""

from pathlib import Path

import httpx
import pytest

from kb.api.traffic.encoding import wanted
from kb.api.traffic.telling import line
from tests.api.conftest import opened, serving

ASKED = "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+100"
PLACES = ["/events?limit=1", "/events", "/health", ASKED, "/export.nq", "/openapi.json", "/articles.csv"]
HTML = {"Accept": "text/html"}


def coded(client: httpx.Client, path: str, accept: str, **headers: str) -> httpx.Response:
    """Ask without what httpx would accept by itself."""
    return client.get(path, headers={"Accept-Encoding": accept, **headers})


@pytest.mark.thorough
@pytest.mark.parametrize("path", PLACES)
def test_what_is_refused_plain_is_sent_in_a_coding(client: httpx.Client, path: str) -> None:
    """Small answers too, in the one that is named; pages and lists alike."""
    for accept in ("gzip, identity;q=0", "gzip;q=0.4, *;q=0", "identity;q=0, *;q=0.5, br;q=0, zstd;q=0.000"):
        answer = coded(client, path, accept)

        assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip"), accept
        assert answer.content == client.get(path, headers={"Accept-Encoding": "identity"}).content or "sparql" in path


@pytest.mark.parametrize("path", [*PLACES, "/"])
@pytest.mark.parametrize("accept", ["identity;q=0", "*;q=0", "*; q=0.0", "deflate, identity;q=0", "gzip;q=0, *;q=0"])
def test_where_nothing_is_taken_nothing_is_sent(client: httpx.Client, path: str, accept: str) -> None:
    """406, and which there are."""
    answer = coded(client, path, accept)

    assert answer.status_code == 406
    assert answer.json()["code"] == "not-acceptable"
    assert "zstd, br, gzip and identity" in answer.json()["hint"]
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/events", "/articles", "/query"])
def test_a_coding_that_is_named_and_refused_is_not_sent(client: httpx.Client, path: str) -> None:
    """Neither by pages, which compress themselves, nor by what they load."""
    page = coded(client, path, "gzip;q=0", **HTML)
    styles = coded(client, page.text.partition('rel="stylesheet" href="')[2].partition('"')[0], "gzip;q=0, br;q=0")

    assert "content-encoding" not in page.headers
    assert "content-encoding" not in styles.headers
    assert coded(client, path, "gzip;q=1", **HTML).headers["content-encoding"] == "gzip"


def test_a_stream_that_cannot_be_compressed_is_refused_and_ends(client: httpx.Client) -> None:
    """It would never end by itself, and nobody would hear of it."""
    answer = coded(client, "/log/stream", "gzip, identity;q=0")

    assert answer.status_code == 406
    assert "without a content coding" in answer.json()["detail"]


def test_what_is_written_is_written_whatever_may_be_sent_back(tmp_path: Path) -> None:
    """An article that was taken is answered, in a coding; one whose answer could not be sent is not taken."""
    article = {"text": "Blue Column attacked Nordhaven Depot.", "published": "2024-05-09", "title": "Harbour"}
    with opened(tmp_path / "home") as kb, serving(kb) as made:
        before = made.client.get("/health").json()["position"]
        refused = made.client.post("/articles", json=article, headers={"Accept-Encoding": "*;q=0"})
        assert (refused.status_code, made.client.get("/health").json()["position"]) == (406, before)
        added = made.client.post("/articles", json=article, headers={"Accept-Encoding": "gzip, *;q=0"})
        assert (added.status_code, added.headers["content-encoding"]) == (201, "gzip")


@pytest.mark.parametrize(
    ("given", "codings", "plain"),
    [
        ("", (), True),
        ("gzip", ("gzip",), True),
        ("GZIP;Q=1.0, br ; q=0", ("gzip",), True),
        ("*", ("zstd", "br", "gzip"), True),
        ("*;q=0, identity", (), True),
        ("identity;q=0", (), False),
        ("br;q=x", ("br",), True),
        (",, ;q=0 ,", (), True),
    ],
)
def test_what_a_header_says(given: str, codings: tuple[str, ...], plain: bool) -> None:
    """Case and blanks mean nothing; what is no weight is none."""
    assert wanted(given) == (codings, plain)


def test_a_warning_is_ascii_whatever_it_quotes(client: httpx.Client) -> None:
    """As text for people where there is a way to write it."""
    answer = client.get("/sparql", params={"query": "SELECT * { ?s kb:Žluťoučký ?o }"})
    raw = dict(answer.headers.raw)[b"x-kb-warning"]

    assert raw.isascii()
    assert b"Zlutoucky" in raw
    assert line("about 16 × 221 → “Nordhaven”\r\nX: 1\x00", "Київ") == (
        'about 16 x 221 -> "Nordhaven"  X: 1  \\u041a\\u0438\\u0456\\u0432'
    )
