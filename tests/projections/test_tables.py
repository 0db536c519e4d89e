"""Keyed values: what was read before is answered from memory, and never where it has changed."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from kb.projections.folding import tables as module
from kb.projections.folding.tables import SCHEMA, Tables


@pytest.fixture
def asked() -> list[str]:
    """The questions that SQLite was asked."""
    return []


@pytest.fixture
def tables(asked: list[str]) -> Iterator[Tables]:
    """Two values of one part."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    made = Tables(connection)
    made.put("kind", "part", "a", {"n": [1]})
    made.put("kind", "part", "b", 2)
    connection.set_trace_callback(lambda text: asked.append(text) if text.startswith("SELECT") else None)
    yield made
    connection.close()


def seen(tables: Tables) -> tuple[object, ...]:
    """Return what each way of reading says."""
    read = tables.get("kind", "part", "a"), tables.items("kind", "part"), tables.keys("kind", "part")
    return (*read, tables.has("kind", "part"), tables.has("kind", "other"), tables.get("kind", "other"))


def test_what_is_read_again_in_a_block_is_asked_once(tables: Tables, asked: list[str]) -> None:
    """Also that there is nothing; outside the block each time."""
    outside = seen(tables)
    once = len(asked)
    with tables.remembered():
        assert [seen(tables) for _ in range(3)] == [outside] * 3
        assert len(asked) == 2 * once
    seen(tables)
    assert len(asked) == 3 * once


def test_a_value_that_a_reader_changes_stays_as_it_is_for_the_next(tables: Tables) -> None:
    """What is remembered is the text of it."""
    with tables.remembered():
        tables.get("kind", "part", "a")["n"].append(2)
        tables.items("kind", "part").clear()
        assert tables.get("kind", "part", "a") == {"n": [1]}
        assert len(tables.items("kind", "part")) == 2


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        (lambda tables: tables.put("kind", "part", "c"), ["a", "b", "c"]),
        (lambda tables: tables.delete("kind", "part", "a"), ["b"]),
        (lambda tables: tables.clear("kind", "part"), []),
        (lambda tables: tables.count("kind", "part", "b", -2), ["a"]),
        (lambda tables: tables.restore({("kind", "part", "a"): None, ("kind", "part", "d"): "1"}), ["b", "d"]),
    ],
)
def test_what_has_changed_is_read_anew(tables: Tables, change: Callable[[Tables], None], keys: list[str]) -> None:
    """Whatever way it was changed."""
    with tables.remembered():
        seen(tables)
        change(tables)
        assert tables.keys("kind", "part") == keys == [key for key, _ in tables.items("kind", "part")]
        assert tables.has("kind", "part") == bool(keys)
        assert (tables.get("kind", "part", "a") is not None) == ("a" in keys)


def test_no_more_than_so_many_answers_are_remembered(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it begins anew."""
    monkeypatch.setattr(module, "_REMEMBERED", 4)
    with tables.remembered():
        for number in range(20):
            assert tables.get("kind", str(number)) is None
            assert tables._recalled is not None
            assert len(tables._recalled) <= 4


def test_tables_that_nobody_changes_are_asked_once_for_each_value(tables: Tables, asked: list[str]) -> None:
    """Those that they came from still ask, and a value that a reader changes is as it was for the next."""
    same = tables.unchanging()
    first = seen(same)
    once = len(asked)
    same.get("kind", "part", "a")["n"].append(2)

    assert seen(same) == first == seen(tables)
    assert len(asked) == 2 * once


def test_the_values_of_many_parts_are_asked_for_at_once(tables: Tables, asked: list[str]) -> None:
    """None of one that holds nothing, or nothing without a key."""
    tables.put("kind", "one", value={"n": 1})
    tables.put("kind", "two", value=2)
    tables.put("other", "three", value=3)
    asked.clear()

    parts = ["two", "one", "part", "three"]
    assert tables.gets("kind", parts) == {"one": {"n": 1}, "two": 2, "part": None, "three": None}
    assert len(asked) == 1
