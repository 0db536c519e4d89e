"""What stands out: happenings that are told and denied, of the last events alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.projections.catalog import overview
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.schema import SCHEMA

REALITIES = ("occurred", "ongoing", "denied", "notHappened", "planned")
Told = tuple[str, str, int]  # happening, reality, position


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """A catalog without anything in it."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(SCHEMA)
        yield made


@given(st.lists(st.tuples(st.sampled_from(["", "h1", "h2", "h3"]), st.sampled_from(REALITIES), st.integers(1, 9))))
def test_told_and_denied_are_found_as_if_all_were_read(connection: sqlite3.Connection, told: list[Told]) -> None:
    """The same as by reading every event, those first that were told of last."""
    connection.execute("DELETE FROM events")
    connection.executemany(
        "INSERT INTO events (id, happening, reality, position, start) VALUES (?, ?, ?, ?, 0)",
        [(f"e{number}", *one) for number, one in enumerate(told)],
    )
    last: dict[str, int] = {}
    for happening in {happening for happening, _, _ in told if happening}:
        rows = [(reality, at) for one, reality, at in told if one == happening]
        kinds = {reality for reality, _ in rows}
        if kinds & {"occurred", "ongoing"} and kinds & {"denied", "notHappened"}:
            last[happening] = max(at for _, at in rows)
    wanted = sorted(last, key=lambda one: (-last[one], one))
    assert list(overview.told_differently(CatalogReader(connection), limit=9)) == wanted


def test_no_more_than_the_last_events_are_looked_at(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was denied long ago does not stand out any more."""
    monkeypatch.setattr(overview, "LOOKED_AT", 2)
    connection.execute("DELETE FROM events")
    rows = [
        ("a", "old", "denied", 1),
        ("b", "old", "occurred", 2),
        ("c", "x", "occurred", 3),
        ("d", "y", "occurred", 4),
    ]
    connection.executemany("INSERT INTO events (id, happening, reality, position, start) VALUES (?, ?, ?, ?, 0)", rows)
    assert overview.told_differently(CatalogReader(connection), limit=9) == ()
