"""What pages say where something cannot be done: in words of the pages, with ways on that go on."""

import re
from html import unescape

import pytest

from kb.api.pages.amending import Offer, offer
from tests.api.pages.conftest import Reader, links

NOBODY = "entity-00000000000000000000"
ASKED = (
    f"/entities/{NOBODY}",
    "/articles/article-0000000000000000",
    f"/timeline/{NOBODY}",
    f"/doc/{NOBODY}.html",
    "/statements?speaker=Nobody+Here",
    "/events?asOf=99999",
    "/events?asOf=yesterday-ish",
    "/events?since=notaday",
    "/events?since=2024-13",
    "/events?type=nosuch",
    "/events?colour=red",
    "/events?cursor=abc",
    "/log?type=nosuch",
    "/queries/nosuch",
    "/review/1234",
    "/dumps/7",
    "/decide",
    "/nowhere",
)


def main_of(html: str) -> str:
    """Return the words of a page's own part."""
    found = re.search(r"<main.*?</main>", html, re.S)
    assert found
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])))


@pytest.mark.thorough
@pytest.mark.parametrize("path", ASKED)
def test_a_problem_is_said_without_commands_and_every_way_on_leads_somewhere(reader: Reader, path: str) -> None:
    """No command, no header, no file of the documentation; each link of the page is a page."""
    answer = reader.get(path)
    said = main_of(answer.text)

    assert 400 <= answer.status_code < 500, said
    assert not re.search(r"`|\bkb [a-z]|--[a-z]|docs/|GET /|Input should|String should|not permitted", said), said
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    ways = [one for one in links(main) if one not in ("/search", "/decide")]
    assert ways
    for way in ways:
        assert reader.get(way).status_code == 200, way


def test_times_are_told_as_people_have_them(reader: Reader) -> None:
    """When the log begins and ends, where a moment lies before it."""
    said = reader.get("/events?asOf=2001-01-01").text.partition('class="lead"')[2].partition("</p>")[0]

    assert re.search(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", said), said
    assert not re.search(r"\d\dT\d\d:", said), said


def test_what_was_looked_for_in_vain_can_be_searched_for(reader: Reader) -> None:
    """The name is in the field already, and the page without the filter is one step away."""
    text = reader.get("/statements?speaker=Nobody+Here&since=2024-01-01").text

    assert re.search(r'name="q" type="search" value="Nobody Here"', text)
    assert "/statements?since=2024-01-01" in links(text)


@pytest.mark.thorough
def test_a_withdrawn_article_says_by_what_and_leads_to_how_it_was(writer: Reader) -> None:
    """The page as it was known before, the event in the log, and a button that undoes the withdrawal."""
    article = writer.served.client.get("/articles").json()["items"][0]
    path = f"/articles/{article['id']}"
    writer.served.client.post(f"{path}/withdrawal", json={"reason": "mistaken"})
    gone = writer.get(path)
    assert gone.status_code == 410
    assert "<h1>This article was withdrawn</h1>" in gone.text
    assert f"“{article['title']}”. Withdrawn by" in unescape(gone.text), "which one"
    assert re.search(r"Withdrawn by \w+, \d+ \w+ \d{4}, \d\d:\d\d UTC: mistaken", gone.text)
    assert article["id"] not in gone.text.partition('class="lead"')[2].partition("</p>")[0]  # it tells nobody anything
    before = next(one for one in links(gone.text) if "asOf=" in one and one.startswith(path))
    assert article["title"] in writer.page(before)
    position = re.search(r'name="position" value="(\d+)"', gone.text)
    assert position

    back = writer.send("/decide", {"action": "undo", "position": position[1], "back": path})

    assert back.status_code == 200
    assert article["title"] in back.text


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("type", "natural hazard", (False, True, "natural hazard")),
        ("reality", "did not happen", (False, True, "notHappened")),
        ("time", "2026-03-10 18:00 to 2026-03-10 23:59", (True, True, "2026-03-10 18:00/2026-03-10 23:59")),
        ("time", "by 2024-05-03", (True, True, "")),
        ("figure", "at least 17 people", (True, True, "at least 17")),
        ("figure", "Two", (True, True, "")),
        ("agent", "Gunmen", (True, True, "Gunmen")),
        ("", "", (True, False, "")),
    ],
)
def test_the_pen_offers_what_can_be_done_and_begins_with_what_would_be_taken(
    name: str, value: str, wanted: tuple[bool, bool, str]
) -> None:
    """What nothing can be without is amended, not retracted; words that are no value are not put into the field."""
    made: Offer = offer(name, value)

    assert (made.retract, made.amend, made.value) == wanted


def test_the_pen_beside_a_type_has_no_button_to_retract(reader: Reader) -> None:
    """And says what to do instead; beside a place it has one."""
    form = reader.page("/decide?what=claim-1&value=attack&of=type&part=type")
    assert 'value="retract"' not in form
    assert "retract what it belongs to" in form
    assert 'value="retract"' in reader.page("/decide?what=claim-1&value=Derna&of=place&part=place")
