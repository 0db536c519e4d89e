"""Accounts that cannot all be true beside each other, as a page and as data, over a real server."""

import csv
import io
import re
from pathlib import Path

import pytest

from kb.api.pages.conflicts import QUESTIONS
from kb.bootstrap import open_knowledge_base
from kb.projections.graph.opposition import KINDS
from kb.service.happenings.quantity import HISTORY
from kb.settings import load_settings
from tests.api.conftest import serving
from tests.api.pages.conftest import Reader, links


@pytest.mark.thorough
def test_two_tolls_stand_beside_each_other_with_sentence_and_source(reader: Reader) -> None:
    """Each account once, the lowest first, its words marked in the sentence, leading to the characters."""
    html = reader.page("/conflicts")
    accounts = html.split('<li class="account')[1:]

    assert [re.findall(r'<p class="value"><bdi>(.*?)</bdi>', one) for one in accounts] == [["5"], ["7"]]
    assert "Wire" in accounts[0]
    assert "Herald" in accounts[1]
    assert "At least <" in accounts[0]
    assert "<mark>7</mark><span> killed were found by the rescue workers." in accounts[1]
    assert re.search(r'href="/articles/article-[^"]+\?at=\d+-\d+#asked"', accounts[1])
    assert "contradicts none" not in html
    assert '<a href="/conflicts" aria-current="page">Conflicts</a>' in html


def test_the_event_and_the_start_page_lead_to_them(reader: Reader) -> None:
    """The event's page to its own alone."""
    (one,) = reader.http.get("/conflicts", headers={"Accept": "*/*"}).json()["items"]
    event = reader.page(f"/events/{one['values'][0]['event']}")
    (own,) = {link for link in links(event) if link.startswith("/conflicts?")}

    assert own == f"/conflicts?happening={one['happening']}"
    assert reader.page(own).count('<article class="conflict"') == 1
    assert "/conflicts" in links(reader.page("/").partition('id="main"')[2])
    lone = own.replace(one["happening"], one["values"][0]["event"])  # by the id of a version
    assert reader.page(lone).count('<article class="conflict"') == 1


@pytest.mark.parametrize(
    ("filter", "fits"),
    [
        ("kind=figure", True),
        ("kind=actor", False),
        ("type=attack", True),
        ("type=flood", False),
        ("actor=Blue+Column", True),
        ("entity=Nordhaven+Depot", True),
        ("source=herald", True),
        ("source=nobody", False),
        ("since=2030-01-01", False),
    ],
)
def test_filters_are_those_of_events_for_pages_and_programs(reader: Reader, filter: str, fits: bool) -> None:
    """A chip takes each off; programs get what the page shows."""
    html = reader.page(f"/conflicts?{filter}")
    data = reader.http.get(f"/conflicts?accounts=true&{filter}", headers={"Accept": "*/*"}).json()

    assert html.count('<article class="conflict"') == len(data["disputed"]) == fits
    assert ("No conflict fits" in html) is not fits
    assert 'class="chip"' in html
    assert "/conflicts" in links(html.partition('class="chips"')[2])


def test_what_no_list_knows_is_refused(reader: Reader) -> None:
    for wrong in ("kind=colour", "colour=red", "cursor=nonsense", "actor=Nobody+Atall", "since=yesterday"):
        assert reader.get(f"/conflicts?{wrong}").status_code in (400, 404, 422), wrong
        assert reader.http.get(f"/conflicts?accounts=true&{wrong}").status_code in (400, 404, 422), wrong


@pytest.mark.thorough
def test_a_denial_and_another_actor_are_accounts_too(writer: Reader) -> None:
    """By decisions: what was told by both is denied by one; then one names another actor; each undone by itself."""
    client = writer.served.client
    papers = {one["source"]: one["id"] for one in client.get("/articles").json()["items"]}
    events = {one["article"]: one["id"] for one in client.get("/events").json()["items"]}
    page = client.get(f"/events/{events[papers['Herald']]}").json()["page"]
    facts = [fact for section in page["sections"] for fact in section["facts"]]
    claims = {fact["name"]: fact["claim"] for fact in reversed(facts) if fact["claim"]}

    def amend(name: str, value: str) -> int:
        answer = client.post("/decisions/amend", json={"what": claims[name], "value": value})
        assert answer.status_code in (200, 201), answer.text
        return int(answer.json()["position"])

    position = amend("reality", "notHappened")
    html = writer.page("/conflicts?kind=happened")
    told, denied = html.split("<bdi>it did not</bdi>")
    assert QUESTIONS["happened"] in told
    assert "Wire" in told.partition("<bdi>it happened</bdi>")[2]
    assert "Herald" in denied
    (dispute,) = client.get("/conflicts?accounts=true&kind=happened").json()["disputed"][0]["disputes"]
    assert [one["words"] for one in dispute["accounts"]] == ["it happened", "it did not"]
    client.post("/decisions/undo", json={"position": position})
    assert "No conflict fits" in writer.page("/conflicts?kind=happened")

    then = amend("agent", "Nordhaven Depot")
    html = writer.page("/conflicts?kind=actor")
    assert re.findall(r'<p class="value"><a href="/entities/[^"]+"><bdi>(.*?)</bdi>', html) == [
        "Blue Column",
        "Nordhaven Depot",
    ]
    assert '"/conflicts?kind=figure"' in html  # the facet
    assert "kind=actor" not in writer.page(f"/conflicts?asOf={position}").partition('class="facets"')[2]
    assert then > position


@pytest.mark.thorough
def test_where_the_time_is_disputed_no_head_says_one(tmp_path: Path) -> None:
    """It would take sides, and may not even be the one in the name; days are told as on all pages."""
    text = (
        "Title: Warehouse fire in Lowtown\nSource: Lowtown Echo\nDate: 2026-05-0{}\n\n"
        "LOWTOWN \u2014 A fire in a warehouse on Dock Street in Lowtown killed "
        "nine people on Monday, mayor Ada Quist said.\n\nPolice arrested a man of {}.\n"
    )
    with open_knowledge_base(tmp_path / "home", load_settings({}, {}), create=True) as kb, serving(kb) as made:
        for day in (3, 4):
            sent = made.client.post("/articles", json={"text": text.format(day, 20 + day), "id": f"fire-{day}"})
            assert sent.is_success, sent.text
        (event, *_) = made.client.get("/events?type=death").json()["items"]
        reader = Reader(made)
        html = reader.page("/conflicts?kind=time&type=death").partition('<article class="conflict"')[2]
        own = reader.page(f"/events/{event['id']}")

    assert ">27 April 2026<" in html
    assert ">4 May 2026<" in html
    assert "2026" not in re.sub(r"<[^>]+>", "", html.partition('<p class="meta">')[2].partition("</p>")[0])
    head = own.partition('<header class="page-head">')[2].partition("</header>")[0].partition('<p class="meta">')[2]
    assert head.lstrip().startswith("<span>when is told differently</span>")
    assert "two times that do not meet: 27 April 2026; 4 May 2026" in own


def test_tables_and_triples_have_every_telling(reader: Reader) -> None:
    """And the link to JSON asks for accounts."""
    rows = list(csv.DictReader(io.StringIO(reader.http.get("/conflicts.csv").text)))

    assert [(row["account"], row["source"]) for row in rows] == [("5", "Wire"), ("7", "Herald")]
    assert all(row["words"] in row["sentence"] for row in rows)
    assert rows[0]["happening"] in reader.http.get("/conflicts.ttl").text
    (data,) = {link for link in links(reader.page("/conflicts")) if ".json" in link}
    assert reader.http.get(data).json()["disputed"][0]["happening"] == rows[0]["happening"]


def test_a_part_leads_to_the_next(reader: Reader) -> None:
    """One happening fits one part; past the last there is none."""
    data = reader.http.get("/conflicts?accounts=true&limit=1", headers={"Accept": "*/*"}).json()
    assert data["next"] == ""
    bare = data["disputed"][0]["happening"].partition("-")[2]
    after = reader.http.get(f"/conflicts?accounts=true&cursor={bare}", headers={"Accept": "*/*"}).json()
    assert after["disputed"] == []


def test_every_kind_has_a_question() -> None:
    assert QUESTIONS.keys() == {*KINDS, HISTORY}
