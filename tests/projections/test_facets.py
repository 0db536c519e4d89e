"""Facets count what the list then has: every value of every facet, over made-up catalogs."""

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from kb.projections.catalog.facets import facets
from kb.projections.catalog.overview import counted_differently, events_called, happened_last, told_differently
from kb.projections.catalog.reading import CatalogReader
from kb.service.curation.whom import with_subtypes
from tests.projections.test_catalog_lists import made, put

DAYS = ("", "2021-12-31", "2022-01-01", "2022-06-30", "2022-12-31", "2023-01-01", "2024-02-29")
NO_LISTS = {"external": "[]", "absorbed": "[]", "aliases": "[]", "notes": "[]"}


def filled(seed: int) -> sqlite3.Connection:
    """Return a catalog of a few articles about nested places."""
    some, connection = random.Random(seed), made()
    for name, kind, within, country in (
        ("land", "country", "", "LD"),
        ("city", "city", "land", "LD"),
        ("dock", "place", "city", ""),
        ("far", "city", "", "LD"),
    ):
        put(connection, "entities", id=name, label=name, type=kind, within=within, country=country, **NO_LISTS)
    for name in ("ann", "bob"):
        put(connection, "entities", id=name, label=name, type="person", **NO_LISTS)
    for number in range(6):
        published = some.choice(DAYS) + some.choice(("", "T10:00:00Z"))
        put(
            connection, "articles", id=f"a{number}", source=some.choice(("Wire", "wire", "Herald", "")), language="en",
            published=published if published[0] != "T" else "", position=number, **NO_LISTS,
        )  # fmt: skip
        put(connection, "members", article=f"a{number}", local="e1", entity=some.choice(("ann", "bob")), kind="entity")
    for number in range(30):
        begin, end = sorted(some.choices(DAYS, k=2))
        if some.random() < 0.2:
            begin, end = end, ""
        event = {"id": f"v{number}", "article": f"a{number % 6}", "position": number % 6, "start": number}
        said = {"begin": begin, "end": end, "label": f"raid {number}", "happening": some.choice(("", "h1", "h2"))}
        kind = some.choice(("attack", "bombing", "shelling", "flood"))
        became = some.choice(("occurred", "denied"))
        put(connection, "events", **event, **said, type=kind, reality=became, confidence=1.0, standing=1.0)
        roles = (("place", ("land", "city", "dock", "far", "")), ("agent", ("ann", "bob", "")), ("patient", ("ann",)))
        for place, (role, who) in enumerate(roles):
            put(connection, "event_roles", event=f"v{number}", article=f"a{number % 6}", number=place, role=role,
                entity=some.choice(who), words="x")  # fmt: skip
        figure = {**event, "id": f"q{number}", "event": f"v{number}", "counts": "killed", "comparator": "exactly"}
        put(connection, "figures", **figure, value=float(some.randint(1, 3)), whole=None)
    return connection


@pytest.fixture(params=range(4))
def reader(request: pytest.FixtureRequest) -> Iterator[CatalogReader]:
    """A reader of one of them."""
    connection = filled(request.param)
    yield CatalogReader(connection)
    connection.close()


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ("events", {}),
        ("events", {"reality": "occurred"}),
        ("events", {"place": "city"}),
        ("events", {"since": "2022-01-01"}),
        ("events", {"source": "WIRE", "actor": "ann"}),
        ("events", {"types": with_subtypes("attack")}),
        ("articles", {}),
        ("articles", {"source": "wire"}),
        ("entities", {}),
        ("entities", {"within": "land"}),
    ],
)
def test_each_value_leaves_as_many_rows_as_it_says(reader: CatalogReader, table: str, asked: dict[str, Any]) -> None:
    """Places with what lies in them, types with what lies below them, years by what may have been in them."""
    listed = getattr(reader, f"list_{table}")
    seen = 0
    for facet in facets(reader, table, asked):
        for value in facet.values:
            narrowed: dict[str, Any] = {**asked, **value.parameters}
            if facet.name == "type" and table == "events":
                narrowed = {**asked, "types": with_subtypes(value.parameters["type"])}
            assert listed(**narrowed).total == value.count, (facet.name, value)
            seen += 1
    assert seen >= 2 or asked


def test_what_stands_out(reader: CatalogReader) -> None:
    """What happened last, by whatever words an event is called; happenings that articles tell differently."""
    last = happened_last(reader, "2022-12-31", limit=50)
    assert [one.begin for one in last] == sorted((one.begin for one in last), reverse=True)
    assert all(one.reality == "occurred" and "" < one.begin <= "2022-12-31" for one in last)
    assert {one.happening for one in events_called(reader, "RAID", limit=50) if one.happening} == {"h1", "h2"}
    assert events_called(reader, "raid 7 nowhere", limit=5) == ()
    assert events_called(reader, "ra", limit=50) == events_called(reader, "RAID", limit=50), "a word's beginning"
    assert events_called(reader, "aid", limit=5) == (), "the inside of a word is no word"
    assert events_called(reader, "%", limit=5) == ()
    assert set(told_differently(reader, limit=5)) <= {"h1", "h2"}
    assert {"h1", "h2"} <= set(counted_differently(reader, limit=50))


def test_every_year_can_be_narrowed_to() -> None:
    """Also where there are more than a page shows unfolded."""
    connection = made()
    for number in range(12):
        said = {"begin": f"{2000 + number}-05-01", "end": f"{2000 + number}-05-01", "label": "raid"}
        put(
            connection, "events", id=f"v{number}", article="a", position=1, start=number, **said, happening="",
            type="attack", reality="occurred", confidence=1.0, standing=1.0,
        )  # fmt: skip
    (years,) = [one.values for one in facets(CatalogReader(connection), "events", {}) if one.name == "time"]
    connection.close()
    assert [(one.label, one.count) for one in years] == [(str(2011 - back), 1) for back in range(12)]
