"""Answers that a client has are not sent again, until the log goes on."""

import pytest

from tests.api.conftest import Served

ARTICLE = {"text": "Two people were hurt in Nordhaven on Monday, the police said.", "source": "Herald"}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path", ["/graph/{article}", "/doc/{article}.ttl", "/doc/{article}.json", "/graph-store?default", "/export.ttl"]
)
def test_what_a_client_has_is_not_sent_again(writable: Served, path: str) -> None:
    """By If-None-Match; another form of the same is another answer, and so is one after more is known."""
    client = writable.client
    address = path.format(article=client.get("/articles").json()["items"][0]["id"])
    first = client.get(address)
    assert (first.status_code, "Accept" in first.headers["vary"]) == (200, True)
    again = client.get(address, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    if "." not in address.rpartition("/")[2]:
        other = client.get(address, headers={"Accept": "application/n-triples", "If-None-Match": first.headers["etag"]})
        assert (other.status_code, other.headers["content-type"]) == (200, "application/n-triples")
    if "article-" in address:
        nothing = address.replace("article-", "article-0")
        for known in ('"x"', "*"):
            assert client.get(nothing, headers={"If-None-Match": known}).status_code == 404

    assert client.post("/articles", json=ARTICLE | {"title": path}).status_code == 201
    assert client.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path", ["/export.ttl", "/ontology.ttl", "/.well-known/void", "/sparql?query=SELECT*{?s ?p ?o}"]
)
def test_a_tag_of_compressed_bytes_is_weak(served: Served, path: str) -> None:
    """A strong one stands for the same bytes everywhere; either finds the answer unchanged."""
    client = served.client
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    strong = plain.headers["etag"].removeprefix("W/")
    for encoding in ("gzip", "zstd", "br"):
        packed = client.get(path, headers={"Accept-Encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert packed.headers["etag"] == f"W/{strong}"
        again = client.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": packed.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for answer in (again, client.head(path, headers={"Accept-Encoding": encoding})):
            assert "Accept-Encoding" in answer.headers["vary"], "else a cache hands what is packed to whoever asks"
        assert again.headers["etag"] == packed.headers["etag"], "else a cache does not know which of its answers it is"


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/articles.csv", "/events.geojson", "/statements.jsonld", "/index.csv"])
def test_a_table_that_a_client_has_is_not_sent_again(writable: Served, path: str) -> None:
    """Whoever fetches one each hour gets a 304 while nothing is added; as of an earlier moment nothing is promised."""
    client = writable.client
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.post("/articles", json=ARTICLE | {"title": f"As {path}"}).status_code == 201
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/graph/{article}",
        "/doc/{article}.ttl",
        "/doc/{article}.json",
        "/export.ttl",
        "/graph-store?graph=http://localhost:8000/graph/{article}",
    ],
)
def test_any_of_several_lines_of_tags_and_the_star_stand_for_what_is_there(served: Served, path: str) -> None:
    """A tag with a comma in it is one tag; the star is of what is there alone."""
    client = served.client
    address = path.format(article=client.get("/articles").json()["items"][0]["id"])
    tag = client.get(address).headers["etag"]
    for known in ([tag], ['"x"', tag], [f'"a,b", {tag}'], ["*"]):
        answer = client.get(address, headers=[("If-None-Match", one) for one in known])
        assert (answer.status_code, answer.content) == (304, b""), known
    for known in (['"x"'], [f'"x, {tag[1:]}'], [tag.strip('"')]):
        assert client.get(address, headers=[("If-None-Match", one) for one in known]).status_code == 200, known


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path",
    [
        "/articles", "/events?limit=1", "/events.json", "/entities?asOf={position}", "/articles/{article}",
        "/search?q=raid", "/conflicts", "/timeline", "/records?ids={article}", "/decisions", "/queries",
    ],
)  # fmt: skip
def test_json_that_a_client_has_is_not_sent_again(served: Served, path: str) -> None:
    """Lists and single things, GET and HEAD; another answer has another tag."""
    client = served.client
    there = client.get("/articles").json()["items"][0]["id"]
    address = path.format(article=there, position=served.kb.log.position())
    plain = {"Accept-Encoding": "identity"}
    first = client.get(address, headers=plain)
    tag = first.headers["etag"]
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    assert client.head(address, headers=plain).headers["etag"] == tag
    for method in ("GET", "HEAD"):
        for known in (tag, f'"x", {tag}', "*"):
            again = client.request(method, address, headers=plain | {"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert {*again.headers["vary"].split(", ")} == {*first.headers["vary"].split(", "), "Accept-Encoding"}
            assert "content-type" not in again.headers
        assert client.request(method, address, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get("/offices?limit=1").headers["etag"] != tag
    assert client.get("/articles/article-0", headers={"If-None-Match": "*"}).status_code == 404


def test_a_list_is_sent_again_when_it_is_another(writable: Served) -> None:
    """What was added is in it; a list that this changed nothing in is still the same."""
    client = writable.client
    tags = {path: client.get(path).headers["etag"] for path in ("/articles", "/articles?source=wire")}
    assert client.post("/articles", json=ARTICLE).status_code == 201
    found = {path: client.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()}
    assert found == {"/articles": 200, "/articles?source=wire": 304}
