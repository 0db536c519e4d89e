"""The page that asks who is who, over a server to decide on."""

import csv
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from typing import Any

import pytest
from fastapi import Request

from kb.api.pages.frame import Frame
from kb.api.pages.site import Site
from kb.log import EventLog
from kb.projections.opening import Projections
from kb.service.review.store import NAME
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader
from tests.processes import wait_until
from tests.service.stories import story


@pytest.fixture
def curator(writable: Served) -> Reader:
    """A browser over a base with two questions about entities."""
    reader = Reader(writable)
    for number, text in enumerate(
        (
            story("Ironclads", "Nordhaven Depot", 1),
            story("Ironclads", "Southport Bridge", 9),
            story("Grey Wolf Band", "Westgate Mill", 3),
            story("Grey Wolf Band", "Eastgate Mill", 4),
        )
    ):
        added = reader.http.post("/articles", json={"text": text, "id": f"told-{number}"})
        assert added.status_code == 201, added.text
    writable.backend.prepare()
    return reader


def question(html: str) -> dict[str, str]:
    """Return the hidden fields of the form that answers."""
    form = html.partition('action="/review/answer"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}


def said_at(html: str) -> str:
    """Return the position that the banner of a page offers to take back."""
    found = re.search(r'name="position" value="(\d+)"', html.partition('id="recorded"')[2])
    assert found
    return found[1]


@pytest.mark.thorough
def test_a_question_shows_both_sides_and_its_evidence_and_the_answer_leads_to_the_next(curator: Reader) -> None:
    """The answer is one event, said at the top, and can be undone there."""
    html = curator.page("/review?kind=entity")
    asked = question(html)
    assert html.count('class="card side"') == 2
    assert "bits" in html
    assert "<mark>" in html

    done = curator.send("/review/answer", {**asked, "said": "different", "reason": "two bands"})
    assert "Recorded as event" in done.text
    assert question(done.text).get("question") != asked["question"]
    (row, *_) = curator.http.get("/decisions", headers={"Accept": "*/*"}).json()["items"]
    assert "two bands" in str(row)

    undone = curator.send(
        "/decide", {"action": "undo", "position": str(row["position"]), "back": "/review?kind=entity"}
    )
    said = re.sub(r"<[^>]+>", "", undone.text.partition('id="recorded"')[2].partition("<form")[0])
    assert "Undone by event" in said
    assert "members moved" in said
    assert "two bands" in said  # what is undone, and not its number alone
    again = curator.send("/decide", {"action": "undo", "position": said_at(undone.text), "back": "/review?kind=entity"})
    said = re.sub(r"<[^>]+>", "", again.text.partition('id="recorded"')[2].partition("</form>")[0])
    assert "In force again by event" in said
    assert "members moved" in said
    assert said.rstrip().endswith("Undo")
    undone = curator.send("/decide", {"action": "undo", "position": said_at(again.text), "back": "/review?kind=entity"})
    assert question(undone.text)["question"] == asked["question"]


@pytest.mark.thorough
def test_while_the_server_looks_the_page_shows_what_there_is_and_says_so(
    curator: Reader, writable: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing looked at yet it is no error; what linking weighed needs no look; what is unsettled is not kept."""
    before = curator.page("/review")
    assert "still to be compared" not in before
    writable.kb.home.catalog_path.with_name(NAME).unlink()
    curator.http.post("/articles", json={"text": story("Other People", "Another Place", 11), "id": "told-9"})
    with monkeypatch.context() as patch:
        patch.setattr(writable.backend, "followed", True)
        html = curator.page("/review")
        start = curator.page("/start/review")
        told = curator.http.get("/review", headers={"Accept": "application/json"}).json()
    assert told["unseen"] > 3
    assert f"{told['unseen']} articles still to be compared with the others" in html
    assert "Still looking" in html
    assert "Nothing waits" not in html
    assert f"{told['unseen']} articles still to be compared: questions come with them" in start
    assert (told["items"], told["settled"]) == ([], False)

    writable.backend.prepare()
    after = curator.page("/review")
    assert question(after)["question"] == question(before)["question"]
    assert "still to be compared" not in after


@pytest.mark.thorough
def test_while_another_looks_the_next_question_is_there_at_once(curator: Reader, writable: Served) -> None:
    """What was made out before is asked still, with a word about what came in; an answer is not asked again."""
    writable.backend.followed = True
    before = curator.page("/review?kind=entity")
    done = curator.send("/review/answer", {**question(before), "said": "different"}).text
    assert "still to be compared" not in done
    assert question(done)["question"] != question(before)["question"]
    wait_until(lambda: "still being worked out" not in curator.page("/review?kind=entity"))  # a busy machine says so
    done = curator.page("/review?kind=entity")

    curator.http.post("/articles", json={"text": story("Other People", "Another Place", 11), "id": "told-9"})
    after = curator.page("/review?kind=entity")
    assert "1 article still to be compared with the others" in after
    assert question(after)["question"] == question(done)["question"]
    start = curator.page("/start/review")
    assert "open question" in start
    assert "1 article still to be compared; more may come." in start


@pytest.mark.thorough
def test_a_queue_of_another_format_goes_when_the_server_starts(writable: Served) -> None:
    """Not with the first request: there may be much of it."""
    path = writable.kb.home.catalog_path.with_name(NAME)
    writable.backend.prepare()
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 1")
        file.execute("CREATE TABLE odd (name TEXT)")
    writable.backend.start()
    with closing(sqlite3.connect(path)) as file:
        assert not file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'odd'").fetchall()
        assert file.execute("SELECT count(*) FROM question").fetchone() == (0,)


@pytest.mark.thorough
def test_questions_that_follow_say_where_each_side_is_told(curator: Reader) -> None:
    """Two of one name are told apart by who tells of them and when; why they are asked about is said in words."""
    ahead = curator.page("/review").partition('class="ahead"')[2].partition("</section>")[0]
    rows = re.findall(r"<li>(.*?)</li>", ahead, re.DOTALL)
    assert rows
    for row in rows:
        assert row.count("<time") == 2, row
        assert re.search(r"(about even|something against it|one by this pair alone), [+\u2212\d.]+ bits", row), row


@pytest.mark.thorough
def test_skipping_records_nothing_and_ends_with_a_way_back(curator: Reader) -> None:
    """Each skip shows another question."""
    before = curator.http.get("/health").json()["position"]
    total = curator.http.get("/review?kind=entity", headers={"Accept": "*/*"}).json()["total"]
    html, seen = curator.page("/review?kind=entity"), set()
    for _ in range(total):
        asked = question(html)
        seen.add(asked["question"])
        html = curator.send("/review/answer", {**asked, "said": "skip"}).text

    assert len(seen) == total
    assert "You have skipped all that is left" in html
    assert curator.http.get("/health").json()["position"] == before


@pytest.mark.thorough
def test_an_answer_to_what_somebody_decided_meanwhile_is_refused(curator: Reader) -> None:
    """As over JSON; another site's form is refused too."""
    asked = question(curator.page("/review?kind=entity"))
    first = curator.send("/review/answer", {**asked, "said": "same"})
    assert first.status_code == 200
    again = curator.send("/review/answer", {**asked, "said": "different"})
    assert again.status_code in (404, 409)
    foreign = curator.send("/review/answer", {**asked, "said": "same"}, origin="https://elsewhere.example")
    assert foreign.status_code == 403


def test_a_table_of_questions_says_where_it_goes_on(curator: Reader) -> None:
    """As many as asked for, with the address of the others; none is told twice and none left out."""
    seen, path = [], "/review.csv?limit=1"
    while path:
        answer = curator.get(path)
        seen += [row["question"] for row in csv.DictReader(answer.text.splitlines())]
        following = re.match(r'<(.*)>; rel="next"', answer.headers.get("Link", ""))
        path = following[1] if following else ""
    whole = [row["question"] for row in csv.DictReader(curator.get("/review.csv").text.splitlines())]
    assert seen == whole
    assert len(seen) > 1
    assert curator.get("/review.csv?limit=many").status_code == 400


@pytest.mark.thorough
def test_filters_that_are_none_are_refused(curator: Reader) -> None:
    assert curator.get("/review?kind=cat").status_code == 400
    assert curator.get("/review?skip=x").status_code == 400
    assert curator.get("/review?entity=Nobody+Atall").status_code == 404


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds up what takes events into the projections, once they were recorded, until it is set or the test is over."""
    goes_on, real = threading.Event(), Projections.advance

    def slowly(projections: Projections, log: EventLog, **named: Any) -> int:
        if projections.position < log.position():
            assert goes_on.wait(60)
        return real(projections, log, **named)

    monkeypatch.setattr(Projections, "advance", slowly)
    yield goes_on
    goes_on.set()


@pytest.mark.thorough
@pytest.mark.parametrize("said", ["same", "different", "unsure"])
@pytest.mark.parametrize("followed", [True, False])
def test_the_next_question_comes_while_what_follows_from_an_answer_is_worked_out(
    curator: Reader, writable: Served, stalled: threading.Event, said: str, *, followed: bool
) -> None:
    """The answer is said to be recorded, is not asked again, and every page says that it may not know it yet."""
    writable.backend.followed = followed
    asked = question(curator.page("/review?kind=entity"))

    early = curator.send("/review/answer", {**asked, "said": said, "back": "/review?kind=entity"}).text
    assert "Recorded as event" in early
    assert "is being taken in" in early
    assert "is being taken in" in curator.page("/entities")
    assert "still being worked out" in early
    assert question(early)["question"] != asked["question"]
    assert curator.get(f"/review/review-{asked['question']}").status_code == 404

    stalled.set()
    while "is being taken in" in (late := curator.page("/review?kind=entity")):
        time.sleep(0.01)
    assert question(late)["question"] == question(early)["question"]
    assert curator.http.get("/decisions", headers={"Accept": "*/*"}).json()["items"][1:] == []


def test_a_page_that_was_read_too_early_says_so_when_all_is_there_meanwhile(
    curator: Reader, writable: Served, stalled: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of before the answer is not shown as if it knew the answer."""
    asked = question(curator.page("/review?kind=entity"))
    curator.send("/review/answer", {**asked, "said": "unsure"})
    real = Site.bare_frame

    def late(site: Site, request: Request) -> Frame:  # comes between what a page reads of the catalog and the rest
        stalled.set()
        while writable.backend.behind:
            time.sleep(0.01)
        return real(site, request)

    monkeypatch.setattr(Site, "bare_frame", late)
    answer = curator.get("/review?kind=entity")
    assert "is being taken in" in answer.text
    assert "is being taken in" in answer.headers["X-Kb-Warning"]
    assert question(answer.text)["question"] != asked["question"]


@pytest.mark.thorough
def test_an_undo_answers_while_what_follows_from_it_is_worked_out(
    curator: Reader, writable: Served, stalled: threading.Event
) -> None:
    """As an answer does: recorded, and every page says that it may not know it yet."""
    stalled.set()
    asked = question(curator.page("/review?kind=entity"))
    curator.send("/review/answer", {**asked, "said": "same"})
    while writable.backend.behind:
        time.sleep(0.01)
    position = writable.client.get("/decisions").json()["items"][0]["position"]
    stalled.clear()

    early = curator.send("/decide", {"action": "undo", "position": str(position), "back": "/entities"}).text
    assert "is being taken in" in early

    stalled.set()
    while writable.backend.behind:
        time.sleep(0.01)
    assert {one["position"]: one["state"] for one in writable.client.get("/decisions").json()["items"]}[position] == (
        "undone"
    )
    again = curator.send("/decide", {"action": "undo", "position": str(position), "back": "/entities"})
    assert again.status_code == 409


def test_an_answer_that_is_refused_is_refused_at_once(curator: Reader, writable: Served) -> None:
    """What cannot be recorded is said where it was sent, whoever works it out."""
    asked = question(curator.page("/review?kind=entity"))
    curator.send("/review/answer", {**asked, "said": "different"})
    again = curator.send("/review/answer", {**asked, "said": "same"})
    assert again.status_code == 404
    assert writable.backend.behind == ""
