"""Who claims and who denies a happening, however many do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from kb.api.pages.denials import papers
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.schema import SCHEMA
from kb.service.happenings.opposing import of_happening

MANY = 1_203  # more than are read at once, twice


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """A catalog in which as many articles tell of one happening, every third denies it, each by two statements."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(SCHEMA)
        articles, events, statements, claims = [], [], [], []
        for n in range(MANY):
            articles.append((f"a{n}", n))
            events.append((f"a{n}#v", f"a{n}", "denied" if n % 3 == 0 else "occurred", n))
            for start, name in ((7, "s1"), (3, "s2")):
                statements.append((f"a{n}#{name}", f"a{n}", start, n))
                claims.append((f"a{n}#v", f"a{n}", f"a{n}#{name}"))
        made.executemany("INSERT INTO articles (id, position, notes) VALUES (?, ?, '[]')", articles)
        made.executemany(
            "INSERT INTO events (id, article, happening, label, reality, position, start) "
            "VALUES (?, ?, 'h', 'flood', ?, ?, 0)",
            events,
        )
        made.executemany("INSERT INTO statements (id, article, start, position) VALUES (?, ?, ?, ?)", statements)
        made.executemany("INSERT INTO claims_of (item, article, statement) VALUES (?, ?, ?)", claims)
        yield made


def test_all_who_tell_of_it_are_on_one_side_or_the_other(connection: sqlite3.Connection) -> None:
    """None is left out, statements stand in the order of their text, every article has its record."""
    catalog = CatalogReader(connection)
    found = of_happening(catalog, "h")
    assert (len(found.claims), len(found.denials)) == (MANY - MANY // 3, MANY // 3)
    assert all([one.start for one in told.statements] == [3, 7] for told in (*found.claims, *found.denials))
    assert len(papers(catalog, (found,))) == MANY


def test_a_few_lists_are_read_however_many_tell_of_it(connection: sqlite3.Connection) -> None:
    """Not one for each of them."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    of_happening(CatalogReader(connection), "h")
    connection.set_trace_callback(None)
    assert 0 < sum(one.startswith("SELECT count(*)") for one in asked) < 12  # once for each part of a list
