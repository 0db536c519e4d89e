"""The pages of single things: what they say, where they lead, what can be decided on them."""

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest

from kb.api.pages.entity import _events as of_entity
from kb.api.pages.site import MENU
from kb.api.routes.words_changed import word_changes
from kb.sources import read_paths
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader, links


@pytest.fixture(scope="module")
def event(served: Served) -> str:
    """An event that two articles tell of."""
    items = served.client.get("/events").json()["items"]
    return str(next(one["id"] for one in items if one["happening"]))


@pytest.fixture(scope="module")
def place(served: Served) -> str:
    """The entity that both articles name."""
    return str(served.client.get("/entities").json()["items"][0]["id"])


@pytest.fixture(scope="module")
def wire(served: Served) -> str:
    """An article with a statement."""
    return str(served.client.get("/articles?source=Wire").json()["items"][0]["id"])


@pytest.mark.thorough
def test_an_event_has_every_articles_version_and_their_figures_side_by_side(reader: Reader, event: str) -> None:
    """Who says which number, in the order of the reports; that they cannot all be true."""
    html = reader.page(f"/events/{event}")
    assert "told in 2 articles" in html
    assert "cannot all be true" in html
    row = r'<tr role="row" id="figure-[0-9a-f]+">.*?<bdi>(Wire|Herald)</bdi>.*?<td role="cell" class="number"><bdi>(\d)'
    rows = re.findall(row, html, re.S)
    assert rows == [("Wire", "5"), ("Herald", "7")]
    assert html.count('<details class="version"') == 2


@pytest.mark.thorough
def test_an_event_is_called_what_its_happening_is(reader: Reader, served: Served, event: str) -> None:
    """By the label of the happening on its page, in lists and as JSON, whichever version was asked for."""
    record = served.client.get(f"/events/{event}").json()
    versions = served.client.get("/events", params={"happening": record["happening"]}).json()["items"]
    pages = [reader.page(f"/events/{one['id']}") for one in versions]
    called = {unescape(found) for html in pages for found in re.findall(r"<h1><bdi>(.*?)</bdi></h1>", html)}
    assert called == {record["page"]["title"]}
    assert f"<bdi>{called.pop()}</bdi></a></h2>" in unescape(reader.page("/events"))


def test_what_one_version_says_is_a_part_for_whoever_unfolds_it(reader: Reader, event: str) -> None:
    """The facts with their words, without a frame; a decision there leads back to the page of the event."""
    part = reader.get(f"/events/{event}/version")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert '<blockquote class="quote"' in part.text
    assert f"back=%2Fevents%2F{event}%23" in part.text or f"back=/events/{event}%23" in part.text


def test_a_happening_leads_to_one_of_its_events(reader: Reader, served: Served, event: str) -> None:
    """Its id answers too."""
    happening = served.client.get(f"/events/{event}").json()["happening"]
    assert "told in 2 articles" in reader.page(f"/events/{happening}")
    assert reader.get("/events/happening-00000000000000000000").status_code == 404


def test_why_versions_are_one_is_a_page_and_a_part(reader: Reader, event: str) -> None:
    """The decision with its reasons, and how many sources; for htmx without the frame."""
    whole = reader.page(f"/events/{event}/why")
    assert "2 sources of their own" in whole
    assert "<h1>Why these are one</h1>" in whole
    assert "<h2>Why these are one</h2>" in reader.page(f"/events/{event}")
    part = reader.get(f"/events/{event}/why", **{"HX-Request": "true"})
    assert "2 sources of their own" in part.text
    assert "<html" not in part.text


def test_an_entity_says_what_it_did_and_what_was_done_to_it(reader: Reader, served: Served) -> None:
    """By its part in events; with whom, in which articles."""
    by_name = {one["label"]: one["id"] for one in served.client.get("/entities").json()["items"]}
    column = reader.page(f"/entities/{by_name['Blue Column']}")
    assert "What they did" in column
    assert "What was done to" not in column
    depot = reader.page(f"/entities/{by_name['Nordhaven Depot']}")
    assert "What was done to them" in depot
    assert "Blue Column" in depot
    bare = by_name["Ada Lund"].removeprefix("entity-")
    said = reader.page(f"/entities/{by_name['Ada Lund']}")
    assert "“it was a hard night for everybody here”" in said, "her own words"
    assert f'href="/statements?about=entity-{bare}">Said about them</a>' in said, "what others say is one step away"


@pytest.mark.thorough
def test_what_somebody_denied_is_nowhere_told_as_said(writer: Reader) -> None:
    """The word stands before what was denied: on the speaker's page, the statement's, the article's, in searches."""
    text = "Bert Oak denied: the sluice had burned and 9 killed were hidden. Blue Column attacked Nordhaven Depot."
    client = writer.served.client
    article = client.post("/articles", json={"text": text, "published": "2024-05-06", "source": "Post"}).json()
    said = client.get("/statements?text=sluice").json()["items"][0]
    speaker = said["speakers"][0]["id"]

    of_speaker = writer.page(f"/entities/{speaker}").partition("What they said")[2]
    assert re.match(
        r'.*?<li class="statement denies"><p class="who">\s*<span class="fine"><bdi>denied<', of_speaker, re.S
    )
    own = writer.page(f"/statements/{said['id']}")
    assert 0 < own.index("<bdi>denied</bdi>") < own.index('<h1 class="words"')
    for found in ("/search?q=sluice", "/suggest?q=sluice"):
        assert "<bdi>denied</bdi>" in writer.get(found).text
    panel = writer.page(f"/articles/{article['id']}")
    assert "<bdi>Bert Oak</bdi></a> <bdi>denied</bdi>: <span" in panel
    assert re.search(r"<bdi>9 killed</bdi>.*?according to <bdi>Bert Oak</bdi>", panel), "not whoever tells of the event"


def test_a_place_is_it_and_not_they(served: Served) -> None:
    """The same happenings under the headings of a body and of a place."""
    with served.backend.catalog() as catalog:
        depot = next(one for one in catalog.list_entities(limit=50).items if one.label == "Nordhaven Depot")
        titles = [[told.title for told in of_entity(catalog, replace(depot, type=kind))] for kind in ("body", "city")]
    assert titles == [["What was done to them"], ["What was done to it"]]


def test_who_appears_with_whom_is_a_list_that_a_script_draws(reader: Reader, served: Served) -> None:
    """Each pair once, with how many happenings they share: two articles tell of one."""
    by_name = {one["label"]: one["id"] for one in served.client.get("/entities").json()["items"]}
    html = reader.page(f"/entities/{by_name['Blue Column']}/company")
    (edge,) = re.findall(r"<li data-edge [^>]+>", html)
    assert 'data-words="1 event"' in edge
    assert 'data-from-label="' in edge
    assert "no event with anybody" in reader.page(f"/entities/{by_name['Ada Lund']}/company")


@pytest.mark.thorough
def test_every_address_on_a_page_answers(reader: Reader, event: str, place: str, wire: str) -> None:
    """Other than those of pages that are still to come, which no menu shows."""
    seen: set[str] = set()
    menu = set(re.findall(r'<li><a href="(/[a-z]*)"', reader.page("/").split("</nav>")[0]))
    to_come = tuple(item.path for item in MENU if item.path not in menu)
    for path in ("/", f"/events/{event}", f"/entities/{place}", f"/articles/{wire}", f"/articles/{wire}?asOf=9"):
        for address in links(reader.page(path)):
            plain = unescape(address).partition("#")[0]
            if plain.startswith("/") and plain not in seen and not plain.startswith(("/static/", "/decide", *to_come)):
                seen.add(plain)
                assert reader.get(plain).status_code in (200, 405), (path, plain)
    assert len(seen) > 25


def test_a_statement_is_marked_with_who_is_named_in_it(reader: Reader, wire: str) -> None:
    """Each mark leads to its fact, each fact to its characters."""
    html = reader.page(f"/articles/{wire}")
    anchors = set(re.findall(r'id="([^"]+)"', html))
    targets = {unescape(one)[1:] for one in links(html) if one.startswith("#")}
    assert targets <= anchors
    assert len(targets) > 6
    text = re.sub(r"<[^>]+>", "", html.split('<div class="body"')[1].split("</div>")[0].partition(">")[2])
    assert unescape(text).strip() == (
        "Blue Column attacked Nordhaven Depot on Tuesday. At least 5 killed were counted. "
        "Ada Lund said: it was a hard night for everybody here."
    )


@pytest.mark.thorough
def test_an_article_leads_to_where_it_was_published_and_needs_no_title(writer: Reader, tmp_path: Path) -> None:
    """What is no address of a page leads nowhere."""
    told = {"text": "Red Column attacked Nordhaven Depot. Ada Lund said: we saw it.", "source": "Quick Notes"}
    for number, url in enumerate(("https://quick.example/1", "urn:quick:2")):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps({**told, "text": f"{told['text']} {number}", "url": url}), encoding="utf-8")
        with writer.served.kb.adder() as adder:
            for outcome in read_paths([path]):
                adder.add(outcome)
    items = writer.served.client.get("/articles?source=Quick Notes").json()["items"]
    pages = {one["url"]: writer.page(f"/articles/{one['id']}") for one in items}

    link = '<a href="https://quick.example/1" rel="noreferrer noopener external">'
    assert [link in pages[url] for url in ("https://quick.example/1", "urn:quick:2")] == [True, False]
    first = "Red Column attacked Nordhaven Depot. Ada Lund said: we saw it."
    assert sorted(re.findall('<h1 lang="en" dir="ltr">(.*)</h1>', "".join(pages.values()))) == [
        f"{first} 0",
        f"{first} 1",
    ]
    for path in ("/articles", "/", "/search?q=saw", "/log"):
        assert f"{first} 0</bdi>" in writer.page(path), path
    assert all('<q dir="ltr">we saw it</q>' in page for page in pages.values())


def test_an_address_points_at_characters(reader: Reader, wire: str) -> None:
    """And at none that the text does not have."""
    html = reader.page(f"/articles/{wire}?at=50-61")
    assert 'id="asked"' in html
    for wrong in ("5", "9-3", "0-99999", "a-b", "-1-4"):
        assert reader.get(f"/articles/{wire}?at={wrong}").status_code == 400, wrong


@pytest.mark.thorough
def test_a_corrected_article_names_its_texts_and_what_changed(writer: Reader) -> None:
    """The earlier text is shown as of its time, and compared word by word."""
    client = writer.served.client
    old = client.get("/articles?source=Wire").json()["items"][0]
    text = "Blue Column attacked Nordhaven Depot on Tuesday. At least 6 killed were counted."
    new = client.post(f"/articles/{old['id']}/correction", json={"text": text}).json()["id"]
    html = writer.page(f"/articles/{new}")
    assert f'href="/articles/{old["id"]}?asOf=' in html
    changes = writer.page(f"/articles/{old['id']}/changes?to={new}")
    assert "<del>5</del><ins>6</ins>" in changes
    gone = writer.get(f"/articles/{old['id']}")
    assert gone.status_code == 410
    assert "<h1>A newer text took its place</h1>" in gone.text
    before = re.search(rf'href="(/articles/{old["id"]}\?asOf=\d+)"', html)
    assert before
    assert "At least" in writer.page(unescape(before[1]))


@pytest.mark.thorough
def test_a_claim_is_amended_and_a_wrong_value_explained(writer: Reader) -> None:
    """By the form alone, without a script."""
    client = writer.served.client
    event = next(one for one in client.get("/events").json()["items"] if one["figures"])
    figure = event["figures"][0]["id"]
    ask = writer.page(f"/decide?what={figure}&value=7&of=killed&back=/events/{event['id']}")
    assert 'value="7"' in ask
    form = {"action": "amend", "what": figure, "back": f"/events/{event['id']}"}
    assert writer.send("/decide", {**form, "value": "many"}).status_code == 400
    right = writer.send("/decide", {**form, "value": "at least 8"})
    assert "Recorded as event" in right.text
    assert client.get(f"/events/{event['id']}").json()["figures"][0]["value"] == 8


def test_a_decision_of_somebody_else_meanwhile_is_said(writer: Reader) -> None:
    """Nothing is recorded then."""
    client = writer.served.client
    entity = client.get("/entities").json()["items"][0]["id"]
    seen = writer.served.kb.position
    client.post("/decisions/rename", json={"what": entity, "value": "First"})
    late = writer.send("/decide", {"action": "rename", "what": entity, "value": "Second", "seen": str(seen)})
    assert late.status_code == 409
    assert "It has changed meanwhile" in late.text


def test_words_that_changed_are_told_apart() -> None:
    """The rest is told once."""
    assert word_changes("5 killed.", "6 killed.") == [("gone", "5"), ("new", "6"), ("same", " killed.")]
    assert word_changes("same", "same") == [("same", "same")]
    assert word_changes("", "") == []
    red, blue = "A red car came. ", "A blue van came. "
    assert word_changes(red, blue) == [("same", "A "), ("gone", "red car"), ("new", "blue van"), ("same", " came. ")]
    assert word_changes("a ", "b ") == [("gone", "a "), ("new", "b ")]
    two = word_changes("killed 12 and hurt 30 men", "killed 17 and hurt 41 men")
    assert [words for kind, words in two if kind == "same"] == ["killed ", " and hurt ", " men"]


def test_a_word_that_two_sentences_have_by_chance_is_not_what_stayed() -> None:
    """One that left and one that came both end in Saturday: each is told whole."""
    old = "The pier shut. Divers looked for the ferry all night on Saturday and nobody was found there."
    new = "The pier shut. A crowd went through the town behind drums on Saturday which took hours."
    assert word_changes(old, new) == [
        ("same", "The pier shut. "),
        ("gone", old.removeprefix("The pier shut. ").removesuffix(".")),
        ("new", new.removeprefix("The pier shut. ").removesuffix(".")),
        ("same", "."),
    ]


@pytest.mark.parametrize("long", ["x " * 12_000, "\n" * 60_000])
def test_texts_that_have_little_in_common_are_compared_in_a_moment(long: str) -> None:
    """Each word of the one may be any of the other: all pairs of them once would be minutes, many times hours."""
    old, new = f"Begin\n{long}\nold\n{long}end", f"Begin\n{long.replace('x', 'y x')}new{long}end"
    runs = word_changes(old, new)
    assert "".join(words for kind, words in runs if kind != "new") == old
    assert "".join(words for kind, words in runs if kind != "gone") == new
    assert runs[0][0] == "same"


def test_things_have_json_and_turtle_at_the_same_address(served: Served, event: str, place: str, wire: str) -> None:
    """By ending; the page names both."""
    for path in (f"/events/{event}", f"/entities/{place}", f"/articles/{wire}"):
        assert served.client.get(f"{path}.json").json() == served.client.get(path).json()
        turtle = served.client.get(f"{path}.ttl")
        assert turtle.headers["content-type"].startswith("text/turtle")
        assert path.rpartition("/")[2] in turtle.text
        html = httpx.get(f"{served.address}{path}.html").text
        assert f'href="{path}.json"' in html
        assert f'href="{path}.ttl"' in html


def test_the_facts_of_a_thing_are_a_table(served: Served, event: str, place: str, wire: str) -> None:
    """A row for each fact and each of its quotes, with its characters; nothing that a spreadsheet would work out."""
    text = served.client.get(f"/articles/{wire}").json()["page"]["title"]
    assert text == "Raid on Nordhaven"
    for path in (f"/events/{event}", f"/entities/{place}", f"/articles/{wire}"):
        answer = served.client.get(f"{path}.csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert {"section", "name", "value", "claim", "article", "start", "words"} <= set(rows[0])
        quoted = [row for row in rows if row["words"]]
        assert quoted
        assert all(int(row["end"]) - int(row["start"]) >= len(row["words"].split()[0]) for row in quoted)
        assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_what_stands_out_is_json_and_turtle_too(served: Served) -> None:
    """Totals, and the figures that cannot all be true."""
    found = served.client.get("/").json()
    assert found["totals"]["articles"] == 2
    assert [value["value"] for value in found["figures"][0]["values"]] == [5, 7]
    assert served.client.get("/index.json").json() == found
    assert served.client.get("/index.ttl").status_code == 200


@pytest.mark.thorough
def test_two_entities_are_merged_and_parted_by_forms(writer: Reader) -> None:
    """The absorbed one leads to the other; undoing puts both back."""
    client = writer.served.client
    by_name = {one["label"]: one["id"] for one in client.get("/entities").json()["items"]}
    keeps, goes = by_name["Blue Column"], by_name["Nordhaven Depot"]
    done = writer.send("/decide", {"action": "merge", "what": keeps, "value": goes, "back": f"/entities/{keeps}"})
    position = re.search(r"Recorded as event (\d+)", done.text)
    assert position
    led = writer.get(f"/entities/{goes}")
    assert led.url.path == f"/entities/{keeps}"
    page = writer.page(f"/entities/{keeps}")
    assert f"<bdi>Nordhaven Depot</bdi><br><code>{goes}</code>" in page
    assert f"<code>{goes}</code>" in writer.page(f"/entities/{keeps}?asOf={position[1]}")
    called = {path: re.sub(r"<[^>]+>", "", writer.page(path)) for path in ("/log", f"/entities/{keeps}/why")}
    assert "Nordhaven Depot goes into Blue Column" in called["/log"]
    assert "merged Nordhaven Depot" in called[f"/entities/{keeps}/why"]
    undone = writer.send("/decide", {"action": "undo", "position": position[1], "back": f"/entities/{goes}"})
    assert undone.url.path == f"/entities/{goes}"
    assert "<h1><bdi>Nordhaven Depot</bdi></h1>" in undone.text


ODD = """
asOf= asOf=0 asOf=x asOf=99999 cursor=garbage cursor=W10 limit=0 limit=-1 at=2-1 done=5 done=99999999999999999999
done=%F0%9F%99%82 hide=%3Cb%3E type=%27%22 place=nowhere since=2024-02-30 q=%00 minConfidence=2 fields=id to=zzz
first=1&second=2
""".split()


@pytest.mark.thorough
def test_whatever_an_address_asks_is_answered_or_explained(reader: Reader, event: str, place: str, wire: str) -> None:
    """Never by a fault, and what was given comes back as text alone."""
    lists = ("/", "/events", "/search", "/articles", "/entities")
    things = (f"/events/{event}", f"/entities/{place}", f"/articles/{wire}", "/events/xyz", "/entities/%00")
    parts = (f"/articles/{wire}/changes", f"/articles/{wire}/readings", f"/events/{event}/why")
    for number, query in enumerate(ODD):
        for some in (lists, things, parts):
            path = some[number % len(some)]
            answer = reader.get(f"{path}?{query}")
            assert answer.status_code < 500, (path, query)
            assert "<b>" not in answer.text, (path, query)
