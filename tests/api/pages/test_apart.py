"""Described things that are called the same are told apart wherever several of them are shown."""

import re
from html import unescape

import pytest

from kb.sources import read_bytes
from tests.api.pages.conftest import Reader

SHEDS = (
    ("Fire at the harbour", "2024-03-02"),
    ("Fire at the harbour", "2024-05-09"),
    ("Storm over the coast", "2024-07-01"),
)
TOLD = ["“Fire at the harbour”, 2 March 2024", "“Fire at the harbour”, 9 May 2024", "“Storm over the coast”"]


@pytest.fixture
def sheds(writer: Reader) -> Reader:
    """A browser over a base with three warehouses that nothing but their articles tells apart."""
    served = writer.served
    with served.kb.adder() as adder:
        for title, day in SHEDS:
            text = f"Title: {title}\nDate: {day}\n\nOn {day} Grey Column attacked Warehouse.\n"
            for outcome in read_bytes(text.encode(), f"{day}.txt"):
                adder.add(outcome)
    served.backend.decide("explode", "ann", what="Warehouse")
    return writer


def test_lists_search_and_suggestions_say_which_of_several_warehouses_one_is(sheds: Reader) -> None:
    """By the article that names it, and by its day where two have one title."""
    for path in (
        "/entities?name=warehouse",
        "/search?q=warehouse",
        "/suggest?q=warehouse",
        "/suggest/entities?q=Wareh",
    ):
        html = unescape(sheds.get(path).text)
        entities = html.partition("<h2>Events</h2>")[0].partition('id="sg-event"')[0]
        found = re.findall(r"<bdi>(“(?:Fire|Storm)[^<]*)</bdi>", entities)
        assert sorted(found) == TOLD, path


def test_the_decision_that_two_are_one_says_which_two(sheds: Reader) -> None:
    """In the banner and in the log: nobody reads that the warehouse goes into the warehouse."""
    items = sheds.served.client.get("/entities?name=warehouse").json()["items"]
    first, second = (one["id"] for one in items[:2])
    answer = sheds.send("/decide", {"action": "merge", "what": first, "value": second, "back": f"/entities/{first}"})
    assert answer.status_code == 200
    for html, begins in ((answer.text, "entities merged, "), (sheds.page("/log"), "entities merged</strong>")):
        said = " ".join(re.sub(r"<[^>]+>", "", html.partition(begins)[2].partition("</p>")[0]).split())
        found = re.fullmatch(r"Warehouse \((.+)\) goes into Warehouse \((.+)\)", said)
        assert found, said
        assert found[1] != found[2]
        assert {one.partition(",")[0] for one in found.groups()} <= {one.partition(",")[0] for one in TOLD}
