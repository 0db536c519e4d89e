"""Statements as pages, over a real server."""

import re

from tests.api.pages.conftest import Reader


def test_statements_are_listed_with_speakers_and_words(reader: Reader) -> None:
    """As many as programs get."""
    html = reader.page("/statements")
    total = reader.http.get("/statements", headers={"Accept": "*/*"}).json()["total"]

    assert html.count('<li class="statement') == total
    assert re.search(r'<p class="who"><a class="thing" href="/entities/entity-[^"]+">', html)


def test_a_statement_has_a_page_with_its_sentence(reader: Reader) -> None:
    """And one that is not there has none."""
    first = re.search(r'href="(/statements/statement-[^"]+)"', reader.page("/statements"))
    assert first
    html = reader.page(first[1])
    assert "<mark>" in html
    assert re.search(r'href="/articles/article-[^"]+at=\d+-\d+#asked"', html)
    assert reader.get("/statements/statement-00000000000000000000").status_code == 404


def test_two_speakers_stand_beside_each_other(reader: Reader) -> None:
    """Each with what they said; a name that nobody has is an error that says so."""
    html = reader.page("/statements")
    names = re.findall(r'<p class="who"><a class="thing" href="/entities/(entity-[^"]+)">', html)

    both = reader.page(f"/statements?speaker={names[0]}&against={names[-1]}")
    assert re.findall(r'<h2 id="side-(\d)"><a class="thing" href="/entities/(entity-[^"]+)">', both) == [
        ("1", names[0]),
        ("2", names[-1]),
    ]
    assert both.count('<ol class="rows said">') == 2
    assert reader.get(f"/statements?speaker={names[0]}&against=Nobody+Atall").status_code == 404


def test_filters_are_chips_and_triples_come_by_ending(reader: Reader) -> None:
    html = reader.page("/statements?mode=direct")
    assert 'class="chip"' in html
    turtle = reader.http.get("/statements.ttl", headers={"Accept": "*/*"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "kb:content" in turtle.text


def test_a_denial_stands_opposite_the_claim(writer: Reader) -> None:
    """Also on the event's page; what nobody denies is not there; JSON, CSV and Turtle have the same."""
    client = writer.served.client
    assert "Nothing is told and denied" in writer.page("/denials")
    events = {one["article"]: one["id"] for one in client.get("/events").json()["items"]}
    papers = {one["source"]: one["id"] for one in client.get("/articles").json()["items"]}
    told = client.get(f"/events/{events[papers['Herald']]}").json()
    reality = next(f["claim"] for s in told["page"]["sections"] for f in s["facts"] if f["name"] == "reality")
    assert client.post("/decisions/amend", json={"what": reality, "value": "notHappened"}).status_code in (200, 201)

    page = writer.page("/denials")
    claimed, denied = page.split("It did not", 1)
    assert "Wire" in claimed.partition("It happened")[2]
    assert "Herald" in denied
    (one,) = client.get("/denials").json()["items"]
    assert [t["article"] for t in one["claims"]] == [papers["Wire"]]
    assert [(t["article"], t["reality"]) for t in one["denials"]] == [(papers["Herald"], "notHappened")]
    assert client.get("/denials.csv").text.count("\r\n") == 3
    assert one["happening"] in client.get("/denials.ttl").text
