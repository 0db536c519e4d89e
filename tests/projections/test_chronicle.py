"""What is drawn: days that are certain and possible, the thinning of many, places and how exactly they are known."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.projections.catalog.chronicle import DAYS, Days, chronicle, common, days
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.whereabouts import WIDE, whereabouts
from tests.projections.test_catalog_lists import made, put

NO_LISTS = {"external": "[]", "absorbed": "[]", "aliases": "[]"}
ORDERED = st.lists(st.integers(1, 28), min_size=4, max_size=4).map(sorted)


def stamps(*numbers: int) -> tuple[str, ...]:
    """Return four stamps of days of a month; 0 for one that nobody gives."""
    return tuple(f"2024-05-{number:02}T00:00:00" if number else "" for number in numbers)


@pytest.mark.parametrize(
    ("versions", "known"),
    [
        ([stamps(3, 3, 3, 3)], Days("2024-05-03", "2024-05-03", "2024-05-03", "2024-05-03")),
        ([stamps(1, 5, 8, 9)], Days("2024-05-01", "2024-05-09", "2024-05-05", "2024-05-08")),
        ([stamps(1, 9, 1, 9)], Days("2024-05-01", "2024-05-09")),
        ([stamps(3, 3, 0, 0)], Days("2024-05-03", "", "2024-05-03", "2024-05-03")),
        ([stamps(0, 0, 1, 7)], Days("", "2024-05-07")),
        ([stamps(3, 3, 3, 3), stamps(1, 9, 1, 9)], Days("2024-05-01", "2024-05-09")),
        ([stamps(3, 3, 3, 3), stamps(4, 4, 4, 4)], Days("2024-05-03", "2024-05-04")),
        ([stamps(0, 0, 0, 0)], Days("", "")),
        ([], Days("", "")),
    ],
)
def test_what_versions_know_of_the_days_together(versions: list[tuple[str, ...]], known: Days) -> None:
    """Possible is what any holds possible, certain what all hold certain."""
    assert common(versions) == known


@given(st.lists(ORDERED, min_size=1, max_size=4))
def test_what_is_certain_lies_within_what_is_possible(versions: list[list[int]]) -> None:
    """Whatever articles tell; and another version never makes more certain."""
    rows = [stamps(*numbers) for numbers in versions]
    known = common(rows)
    assert known.begin <= known.end
    if known.sure_begin:
        assert known.begin <= known.sure_begin <= known.sure_end <= known.end
        fewer = common(rows[1:]) if rows[1:] else known
        assert fewer.sure_begin <= known.sure_begin


@pytest.fixture(scope="module")
def reader() -> CatalogReader:
    """A catalog of happenings on many days, some told by several articles, at places of several kinds."""
    connection: sqlite3.Connection = made()
    spots = {"latitude": 1.0, "longitude": 2.0}
    nowhere = {"latitude": None, "longitude": None}
    put(connection, "entities", id="land", label="Land", type="country", country="LD", **spots, **NO_LISTS)
    put(connection, "entities", id="city", label="City", type="city", within="land", country="LD", **spots, **NO_LISTS)
    put(connection, "entities", id="dock", label="Dock", type="facility", within="city", **nowhere, **NO_LISTS)
    put(connection, "entities", id="hill", label="Hill", type="place", country="LD", **nowhere, **NO_LISTS)
    put(connection, "entities", id="loop", label="Loop", type="place", within="loop", **nowhere, **NO_LISTS)
    for number in range(DAYS + 40):
        day = f"20{10 + number // 100:02}-{1 + number % 100 // 10:02}-{1 + number % 10:02}"
        dated = number % 4 != 3
        put(
            connection, "events", id=f"v{number}", article=f"a{number % 3}", label=f"raid {number}", type="attack",
            reality="occurred", begin=day if dated else "", end=day if dated else "", confidence=1.0, position=number,
            start=number, happening="h" if number in (4, 8, 9) else "",
        )  # fmt: skip
        if dated:
            row = dict.fromkeys(("earliest_begin", "latest_begin", "earliest_end", "latest_end"), f"{day}T00:00:00")
            put(connection, "event_times", event=f"v{number}", **row)
        where = ("land", "city", "dock", "hill", "loop", "")[number % 6]
        put(connection, "event_roles", event=f"v{number}", number=1, role="place", entity=where)
        put(connection, "event_roles", event=f"v{number}", number=0, role="agent", entity="land")
    return CatalogReader(connection)


def test_a_happening_that_most_articles_tell_of_is_drawn_first(reader: CatalogReader) -> None:
    """The others are counted, those without a date apart."""
    found = chronicle(reader, {}, most=1)
    (drawn,) = found.drawn
    assert (drawn.told, drawn.articles) == (3, 3)
    assert drawn.days == Days("2010-01-05", "2010-01-10")
    whole = chronicle(reader, {}, most=1000)
    assert found.left_out == found.dated - 1 == len(whole.drawn) - 1
    assert whole.undated == (DAYS + 40) // 4
    begins = [one.days.begin for one in whole.drawn]
    assert begins == sorted(begins)
    assert {one.actor.label for one in whole.drawn if one.actor} == {"Land"}


def test_a_drawing_has_what_the_list_has(reader: CatalogReader) -> None:
    """The same filters, the same events."""
    asked = {"since": "2010-06-01", "until": "2010-08-01", "place": "city"}
    listed = reader.list_events(**asked, limit=1000).items
    assert listed
    assert {one.event for one in chronicle(reader, asked, most=1000).drawn} == {one.id for one in listed}


def test_a_slider_stands_on_a_bounded_number_of_days(reader: CatalogReader) -> None:
    """The first and the last among them, whatever days are asked for."""
    found = days(reader, {"since": "2010-06-01"})
    assert len(found) <= DAYS
    assert found[0] == "2010-01-01"
    assert found[-1] == max(one.days.begin for one in chronicle(reader, {}, most=1000).drawn)


def test_a_place_without_coordinates_is_somewhere_in_what_holds_it(reader: CatalogReader) -> None:
    """The nearest that has some, else its country; what lies in itself is nowhere."""
    found = whereabouts(reader, {}, most=10)
    spots = {spot.place.id: spot for spot in found.spots}
    assert spots["dock"].within is not None
    assert (spots["dock"].within.id, spots["dock"].wide) == ("city", WIDE["city"])
    assert spots["hill"].within is not None
    assert (spots["hill"].within.id, spots["hill"].wide) == ("land", WIDE["country"])
    assert spots["city"].within is None
    assert [place.id for place, _ in found.unplaced] == ["loop"]
    assert found.nowhere == sum(n % 6 > 3 for n in range(DAYS + 40) if n not in (4, 8, 9))
    few = whereabouts(reader, {}, most=1)
    assert (len(few.spots), few.places) == (1, 4)
