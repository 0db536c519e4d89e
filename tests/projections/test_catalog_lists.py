"""Lists of the catalog begin at an index: what a filter costs does not grow with what it leaves out."""

import math
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from kb.graph.registry_graph import EntityView
from kb.projections.catalog.orders import NUMBERS, ORDERS, BadOrderError
from kb.projections.catalog.paging import BadCursorError, Filters, _encoded, page
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.rows import entity_rows
from kb.projections.catalog.schema import SCHEMA

X = "x" * 20
# Bounds of number, confidence and publication are not among them: most rows lie within those that people ask for, and a
# list that follows its order until it is full is then the cheaper way.
FILTERS: list[tuple[str, dict[str, Any]]] = [
    *(
        ("events", {name: value})
        for name, value in {
            "type": "flood", "types": ("flood", "fire"), "reality": "planned", "entity": X, "actor": X, "place": X,
            "source": "rare", "article": "a0", "happening": "h0", "since": "2030-01-01",
            "certainly_in": "2030-01-01/2030-12-31", "ids": ("e0", "e1"),
        }.items()
    ),
    ("events", {"entity": X, "role": "agent"}),
    ("events", {"entity": X, "sort": "begin"}),
    *(
        ("statements", {name: value})
        for name, value in {
            "speaker": X, "addressee": X, "about": X, "channel": X, "medium": "radio", "mode": "evidential",
            "article": "a0", "event": "e0", "source": "rare", "text": "zebra", "since": "2030-01-01",
        }.items()
    ),
    *(
        ("figures", {name: value})
        for name, value in {
            "counts": "zebras", "unit": "EUR", "event": "e0", "happening": "h0", "types": ("flood",),
            "entity": X, "place": X, "speaker": X, "article": "a0", "source": "rare",
        }.items()
    ),
    *(("offices", {name: value}) for name, value in {"title": "doge", "status": "elect", "entity": X}.items()),
    *(
        ("entities", {name: value})
        for name, value in {"type": "sea", "country": "UA", "article": "a0", "within": X, "min_articles": 9}.items()
    ),
    *(
        ("articles", {name: value})
        for name, value in {
            "source": "rare", "language": "de", "entity": X, "text": "zebra",
        }.items()
    ),
]  # fmt: skip
NO_LISTS = {"external": "[]", "absorbed": "[]", "aliases": "[]"}
# entity -> events there or within it, events at that very place; of catalog_of_places.
PLACES = {
    "land": ({"in-land", "in-city", "in-dock", "by-code"}, {"in-land"}),
    "city": ({"in-city", "in-dock"}, {"in-city"}),
    "dock": ({"in-dock"}, {"in-dock"}),
    "elsewhere": (set(), set()),
}


def made() -> sqlite3.Connection:
    """Return an empty catalog."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    return connection


def put(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    """Put one row in; what is not given is ''."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    marks = ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", [values.get(name, "") for name in columns])


def catalog(common: int) -> sqlite3.Connection:
    """Return a catalog with three rare rows of each kind and many common ones, which no filter above wants."""
    connection = made()
    put(connection, "entities", id=X, label="X", type="place", articles=1, **NO_LISTS)
    for n in range(common):
        rare = n < 3
        own = {"article": f"a{n}", "position": n, "start": 1, "standing": 1.0 if rare else 0.5, "confidence": 1.0}
        who = X if rare else f"p{3 + n % 50}"
        put(connection, "articles", id=f"a{n}", source="rare" if rare else "common", position=n,
            language="de" if rare else "en", published="2030-05-05" if rare else "2020-01-01", notes="[]")  # fmt: skip
        kind = (
            {"type": "sea", "country": "UA", "articles": 9, "within": X} if rare else {"type": "person", "articles": 1}
        )
        put(connection, "entities", id=f"p{n}", label=f"P{n}", **kind, **NO_LISTS)
        put(connection, "members", article=f"a{n}", local="e1", entity=who, kind="entity")
        day = "2030-05-05" if rare else "2020-01-01"
        put(connection, "events", id=f"e{n}", type="flood" if rare else "attack", begin=day, end=day,
            reality="planned" if rare else "occurred", happening=f"h{n}", **own)  # fmt: skip
        put(
            connection,
            "event_times",
            event=f"e{n}",
            earliest_begin=day,
            latest_begin=day,
            earliest_end=day,
            latest_end=day,
        )
        for number, role in enumerate(("agent", "place")):
            put(connection, "event_roles", event=f"e{n}", article=f"a{n}", number=number, role=role, entity=who)
        put(connection, "statements", id=f"s{n}", mode="evidential" if rare else "direct",
            medium="Radio" if rare else "tv", begin=day, end=day, **own)  # fmt: skip
        for part in ("speaker", "addressee", "about", "medium"):
            put(connection, "statement_people", statement=f"s{n}", part=part, entity=who, article=f"a{n}")
        put(connection, "claims_of", item=f"e{n}", statement=f"s{n}", article=f"a{n}")
        put(connection, "claims_of", item=f"f{n}", statement=f"s{n}", article=f"a{n}")
        put(connection, "figures", id=f"f{n}", event=f"e{n}", unit="EUR" if rare else "km", value=2e6 if rare else 5.0,
            counts="Zebras" if rare else "horses", withdrawn=0, upper=None, whole=None, **own)  # fmt: skip
        put(connection, "offices", id=f"o{n}", person=who, title="Doge" if rare else "mayor",
            status="elect" if rare else "current", **own)  # fmt: skip
        for kind, identifier in (("statement", f"s{n}"), ("article", f"a{n}")):
            text = "zebra" if rare else "horse"
            number = connection.execute("INSERT INTO search (title, body) VALUES ('', ?)", (text,)).lastrowid
            put(connection, "search_keys", owner=f"article a{n}", kind=kind, id=identifier, number=number)
    return connection


@pytest.fixture(scope="module")
def small_and_large() -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """One catalog eight times as large as the other, with the same rare rows."""
    connections = catalog(200), catalog(1600)
    yield connections
    for one in connections:
        one.close()


def steps(connection: sqlite3.Connection, table: str, filters: dict[str, Any]) -> tuple[list[str], int]:
    """Return what a list finds and how many steps the engine takes for it."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    read = getattr(CatalogReader(connection), f"list_{table}")
    connection.set_progress_handler(step, 10)
    try:
        found = read(**filters)
    finally:
        connection.set_progress_handler(None, 0)
    return [one.id for one in found.items], taken


@pytest.mark.parametrize(("table", "filters"), FILTERS, ids=lambda value: str(value)[:40])
def test_a_filter_costs_what_it_finds(
    small_and_large: tuple[sqlite3.Connection, sqlite3.Connection], table: str, filters: dict[str, Any]
) -> None:
    """In a base eight times as large it finds the same with no more steps, but for a deeper index."""
    (found, few), (same, many) = (steps(connection, table, filters) for connection in small_and_large)

    assert 0 < len(found) <= 3
    assert same == found
    assert many <= few * 1.3 + 20, (few, many)


@pytest.mark.parametrize("table", ORDERS)
def test_a_part_of_a_whole_list_is_read_along_an_index(
    small_and_large: tuple[sqlite3.Connection, sqlite3.Connection], table: str
) -> None:
    """Whatever the order and wherever it begins, nothing is sorted and nothing passed over."""
    connection = small_and_large[1]
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    try:
        for sort in ORDERS[table]:
            seen.clear()
            read = getattr(CatalogReader(connection), f"list_{table}")
            read(limit=2, sort=sort, cursor=read(limit=2, sort=sort).next)
            for query in [one for one in seen if " AS key_" in one]:
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
                assert all("INDEX" in line and "TEMP B-TREE" not in line for line in plan), (sort, plan)
    finally:
        connection.set_trace_callback(None)


def test_undated_events_come_last_either_way() -> None:
    """Whoever sorts by day asks about days."""
    connection = made()
    for name, day in (("a", ""), ("b", "2024-01-02"), ("c", "2024-01-01")):
        put(connection, "events", id=name, begin=day, position=1, start=1, standing=1.0)
    reader = CatalogReader(connection)

    assert [one.id for one in reader.list_events(sort="begin").items] == ["c", "b", "a"]
    assert [one.id for one in reader.list_events(sort="-begin").items] == ["b", "c", "a"]
    with pytest.raises(BadOrderError, match="hours"):
        reader.list_events(sort="hours")
    with pytest.raises(BadCursorError):
        reader.list_events(sort="begin", cursor=reader.list_events(limit=1).next)


@pytest.mark.parametrize("sort", [f"{table} {name}" for table, orders in ORDERS.items() for name in orders])
def test_a_cursor_whose_keys_are_of_other_kinds_is_refused(sort: str) -> None:
    """The engine would compare a number with a text and find nothing, or all."""
    table, _, name = sort.partition(" ")
    order = ORDERS[table][name]
    right = [0 if key in NUMBERS else "a" for key in order.keys]
    page(table, order, Filters(), 5, _encoded([name, *right]), lambda *_: [], lambda *_: 0)
    for index, key in enumerate(order.keys):
        for other in ("a" if key in NUMBERS else 1, True, None, math.nan, "\ud800", [], {}):
            wrong = [*right[:index], other, *right[index + 1 :]]
            with pytest.raises(BadCursorError):
                page(table, order, Filters(), 5, _encoded([name, *wrong]), lambda *_: [], lambda *_: 0)


def test_a_place_has_what_lies_within_it() -> None:
    """However deep; and a country what its code is on."""
    connection = made()
    for name, kind, within, country in (
        ("land", "country", "", "LL"),
        ("city", "city", "land", ""),
        ("dock", "facility", "city", ""),
        ("coded", "town", "", "LL"),
        ("elsewhere", "city", "", ""),
    ):
        put(connection, "entities", id=name, type=kind, within=within, country=country, **NO_LISTS)
    for event, place in (("in-land", "land"), ("in-city", "city"), ("in-dock", "dock"), ("by-code", "coded")):
        put(connection, "events", id=event, position=1, start=1, standing=1.0)
        put(connection, "event_roles", event=event, number=0, role="place", entity=place)
    reader = CatalogReader(connection)

    for place, (within, alone) in PLACES.items():
        assert {row.id for row in reader.list_events(place=place).items} == within, place
        assert {row.id for row in reader.list_events(place=place, within=False).items} == alone, place


def test_names_are_in_order_whatever_their_case_accents_and_article() -> None:
    """Small letters and letters with accents are not behind Z."""
    names = ["Zan", "de Vries", "Ósk", "The Elms", "al-Amin", "Ömer", "Farr", "Álvaro", "🜚"]
    connection = made()
    for n, name in enumerate(names):
        for row in entity_rows(EntityView(id=f"e{n}", label=name, type="place", articles=1)).tables["entities"]:
            connection.execute(f"INSERT INTO entities VALUES ({', '.join('?' * len(row))})", row)
    wanted = ["al-Amin", "Álvaro", "de Vries", "The Elms", "Farr", "Ömer", "Ósk", "Zan", "🜚"]
    for sort in ("label", "-articles"):
        assert [one.label for one in CatalogReader(connection).list_entities(sort=sort).items] == wanted
