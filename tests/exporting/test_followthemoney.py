"""FollowTheMoney: every entity is one that the model knows, every link leads to what it may lead to."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kb.exporting.followthemoney import _date, write_entities
from kb.exporting.reading import Graph
from kb.exporting.selection import around
from tests.graph import sample

MODEL: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "followthemoney" / "model.json").read_text(encoding="utf-8")
)
FORMS = {
    "date": r"[12]\d{3}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?",  # the package itself moves one with a zone to UTC
    "country": r"[a-z]{2}",
    "language": r"[a-z]{3}",
    "url": r"https?://\S+",
    "number": r"-?\d+(\.\d+)?",
    "identifier": r"Q\d+",
}


def entities(graph: Graph) -> list[dict[str, Any]]:
    """Return what is written."""
    out = io.BytesIO()
    count, _ = write_entities(graph, out)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert count == len(found)
    return found


@pytest.mark.parametrize("hops", [None, 1])
def test_all_is_as_the_model_has_it(store: Store, hops: int | None) -> None:
    """Schemata, properties, types of values, ranges of links, what is required; ids once."""
    chosen = None if hops is None else around(store, sample.BASE, "aa", hops)
    found = entities(Graph(store, sample.BASE, chosen))
    schemata = {one["id"]: one["schema"] for one in found}
    assert len(schemata) == len(found) > 8
    for one in found:
        schema = MODEL[one["schema"]]
        assert set(schema["required"]) <= set(one["properties"]), one
        for name, values in one["properties"].items():
            kind, *reach = schema["properties"][name]
            for value in values:
                assert isinstance(value, str)
                assert re.fullmatch(FORMS.get(kind, r"(?s).+"), value), (one["schema"], name, value)
                assert not reach or reach[0] in MODEL[schemata[value]]["is"], (one["schema"], name, value)


def test_a_happening_is_one_event_with_all_its_articles(graph: Graph) -> None:
    """Two articles tell of one flood."""
    flood = next(one for one in entities(graph) if one["id"] == "happening-h1")

    assert (flood["schema"], len(flood["properties"]["proof"])) == ("Event", 2)
    assert sorted(flood["properties"]["publisher"]) == ["Courier", "Gazette"]


def test_what_did_not_happen_is_no_event_and_is_counted(graph: Graph) -> None:
    """Gates that were not opened, a visit that is planned; statements have no schema."""
    _, left = write_entities(graph, io.BytesIO())

    assert not [one for one in entities(graph) if "opening" in str(one["properties"].get("keywords"))]
    assert left.counts() == {
        "happenings that no article tells of as having occurred": 4,
        "entities whose type is not known": 1,
        "statements, which FollowTheMoney has no schema for": 6,
        "figures, which FollowTheMoney has no schema for": 2,
    }


def test_an_office_is_a_post_and_its_holders(graph: Graph) -> None:
    """The post once, however many articles say who holds it."""
    found = [one for one in entities(graph) if one["schema"] in ("Position", "Occupancy")]

    assert [one["schema"] for one in found] == ["Position", "Occupancy", "Occupancy"]
    assert found[0]["properties"]["name"] == ["Mayor, The aa"]
    assert {one["properties"]["post"][0] for one in found[1:]} == {found[0]["id"]}


def test_a_time_is_told_as_the_model_writes_it(graph: Graph) -> None:
    """In UTC without a zone; tools of the model take a value with one for another value, and cut off one with Z."""
    published = {one["properties"]["publishedAt"][0] for one in entities(graph) if one["schema"] == "Article"}

    assert "2031-05-07T07:30:00" in published


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2031-05-07T09:30:00Z", "2031-05-07T09:30:00"),
        ("2031-05-07T23:30-02:00", "2031-05-08T01:30:00"),
        ("2031-05-07T09:30", "2031-05-07T09:30:00"),
        ("2031-05-07", "2031-05-07"),
        ("2031", "2031"),
        ("0079-08-24", ""),
        ("-0044-03-15", ""),
        ("9999-12-31T23:59:59-12:00", ""),
    ],
)
def test_dates_that_the_model_cannot_have_are_left_out(written: str, told: str) -> None:
    """Years from 1000 to 2999 are all that it knows."""
    assert _date(written) == told
