"""Statements as pages, over a real server."""

import re
from urllib.parse import quote

import pytest

from kb.service.held import HeldHome
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
    assert "Parts of the list" not in both  # each column says how many it has
    assert reader.get(f"/statements?speaker={names[0]}&against=Nobody+Atall").status_code == 404


@pytest.mark.thorough
def test_the_data_of_two_speakers_is_what_either_said(writer: Reader) -> None:
    """In each format, at the address of the page."""
    client, reader = writer.served.client, writer
    client.post("/articles", json={"text": "Bert Oak said: the depot burned.", "published": "2024-05-03"})
    speakers = [one["speakers"][0]["id"] for one in client.get("/statements").json()["items"] if one["speakers"]]
    one, other = list(dict.fromkeys(speakers))[:2]
    said = [
        {item["id"] for item in reader.get(f"/statements.json?{asked}").json()["items"]}
        for asked in (f"speaker={one}", f"speaker={other}", f"speaker={one}&against={other}")
    ]
    assert said[0]
    assert said[2] == said[0] | said[1] > said[0]
    for ending in ("csv", "ttl"):
        answer = reader.get(f"/statements.{ending}?speaker={one}&against={other}")
        assert answer.status_code == 200
        assert all(found in answer.text for found in said[2])


def test_a_form_shows_names_and_sends_ids(reader: Reader) -> None:
    """What is written counts, unless it is what the id beside it is called; the address has no more than is needed."""
    html = reader.page("/statements")
    name, label = re.findall(r'<p class="who"><a class="thing" href="/entities/(entity-[^"]+)"><bdi>(.*?)</bdi>', html)[
        0
    ]
    shown = reader.page(f"/statements?speaker={name}")
    assert f'<input type="hidden" name="speaker" value="{name}">' in shown
    assert f'name="speaker-called" value="{label}"' in shown

    kept = reader.get(f"/statements?speaker={name}&speaker-called={label}&against=&against-called=&mode=direct")
    assert str(kept.url).endswith(f"/statements?speaker={name}&mode=direct")
    written = reader.get(f"/statements?speaker={name}&speaker-called=Blue+Column&asOf=9")
    assert str(written.url).endswith("/statements?speaker=Blue+Column&asOf=9")
    assert 'name="speaker-called" value="Blue Column"' in written.text
    cleared = reader.get(f"/statements?speaker={name}&speaker-called=")
    assert str(cleared.url).endswith("/statements")


def test_entities_are_suggested_for_a_field(reader: Reader) -> None:
    """With what tells apart those that are called alike."""
    html = reader.get("/suggest/entities?q=Nordh").text
    assert re.search(r'role="option"[^>]* data-id="entity-[0-9a-f]{20}" data-called="Nordhaven Depot"', html)
    assert "Nothing is called so" in reader.get("/suggest/entities?q=Nobodyatall").text
    assert reader.get("/suggest/entities?q=").text.strip() == ""


@pytest.mark.parametrize("path", ["/review?entity-called=Blue+Column", "/timeline?of-called=Blue+Column"])
def test_other_forms_take_names_too(reader: Reader, path: str) -> None:
    """They lead to where the name alone leads."""
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "called=" not in str(answer.url)
    assert "Blue Column" in answer.text


def test_filters_are_chips_and_triples_come_by_ending(reader: Reader) -> None:
    html = reader.page("/statements?mode=direct")
    assert 'class="chip"' in html
    turtle = reader.http.get("/statements.ttl", headers={"Accept": "*/*"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "kb:content" in turtle.text


@pytest.mark.thorough
def test_a_denial_stands_opposite_the_claim(writer: Reader) -> None:
    """Also on the event's page; what nobody denies is not there; JSON, CSV and Turtle have the same."""
    client = writer.served.client
    nothing = writer.page("/denials")
    assert "Nothing is told and denied" in nothing
    assert nothing.count('href="/events?reality=denied"') == 2, "what somebody denies alone is one step away"
    events = {one["article"]: one["id"] for one in client.get("/events").json()["items"]}
    papers = {one["source"]: one["id"] for one in client.get("/articles").json()["items"]}

    def deny(source: str) -> None:
        told = client.get(f"/events/{events[papers[source]]}").json()
        reality = next(f["claim"] for s in told["page"]["sections"] for f in s["facts"] if f["name"] == "reality")
        assert client.post("/decisions/amend", json={"what": reality, "value": "notHappened"}).status_code in (200, 201)

    deny("Herald")
    page = writer.page("/denials")
    claimed, denied = page.split("It did not", 1)
    assert "Wire" in claimed.partition("It happened")[2]
    assert "Herald" in denied
    (one,) = client.get("/denials").json()["items"]
    assert [t["article"] for t in one["claims"]] == [papers["Wire"]]
    assert [(t["article"], t["reality"]) for t in one["denials"]] == [(papers["Herald"], "notHappened")]
    assert client.get("/denials.csv").text.count("\r\n") == 3
    assert one["happening"] in client.get("/denials.ttl").text
    deny("Wire")
    assert ", did not happen</span>" in writer.get("/suggest?q=attack").text, "nobody takes it for what happened"


@pytest.mark.thorough
def test_an_article_without_title_and_source_is_called_by_its_first_words(writer: Reader) -> None:
    """A link without words leads nobody on."""
    before = writer.served.client.get("/health").json()["position"]
    text = "Ada Lund said: the depot burnt. Blue Column attacked Nordhaven Depot, and 9 killed were counted."
    made = writer.served.client.post("/articles", json={"text": text})
    assert made.status_code in (200, 201, 202)
    article = writer.served.client.get("/articles?limit=1").json()["items"][0]["id"]
    (said,) = writer.served.client.get(f"/statements?article={article}").json()["items"]

    asked = quote("SELECT ?a { ?a a kb:Article }")
    for path in ("/statements", f"/statements/{said['id']}", f"/diff?from={before}", f"/query?query={asked}"):
        page = writer.page(path)
        assert ">Ada Lund said: the depot" in page, path
        assert "<bdi></bdi>" not in page, path
        assert f">Article {article.removeprefix('article-')}" not in page, path


def test_it_is_looked_once_where_the_base_stands_however_many_statements_there_are(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each article and event that they name."""
    looks: list[int] = []
    real = HeldHome.catch_up

    def looked(held: HeldHome) -> bool:
        looks.append(1)
        return real(held)

    monkeypatch.setattr(HeldHome, "catch_up", looked)
    taken = []
    for limit in (1, 50):
        looks.clear()
        assert reader.page(f"/statements?limit={limit}").count('<li class="statement') >= 1
        taken.append(len(looks))
    assert taken[0] == taken[1]


def test_who_denied_it_is_told_with_what_it_was(writer: Reader) -> None:
    """In the list and beside the speaker; what says itself has no sentence beside it."""
    text = "Gunmen burned a depot.\n\nPolice think that Cara Ash hired the gunmen. Cara Ash denied: it.\n"
    assert writer.served.client.post("/articles", json={"text": text, "published": "2024-05-03"}).status_code == 201
    around = re.compile(r'<p class="fine around" dir="ltr">([^<]+)</p>')
    wanted = ["Police think that Cara Ash hired the gunmen. Cara Ash denied: it."]

    assert around.findall(writer.page("/statements")) == wanted
    speaker = writer.get("/entities.json?name=Cara+Ash").json()["items"][0]["id"]
    assert around.findall(writer.page(f"/entities/{speaker}")) == wanted


def test_more_filters_take_none_off(reader: Reader) -> None:
    """Of which the form has no field, as what a link or a facet narrowed the list to."""
    form = reader.page("/statements?mode=direct&minConfidence=0.5&text=no").partition('action="/statements"')[2]
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.partition("</form>")[0]))
    assert {name: kept.get(name) for name in ("mode", "minConfidence")} == {"mode": "direct", "minConfidence": "0.5"}
    assert not {"cursor", "text"} & set(kept)
