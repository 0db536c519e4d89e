"""What an old log may hold does not stop the catalog."""

import sqlite3
from dataclasses import replace

import pytest

from kb import events as ev
from kb.events.streams import article_stream
from kb.log.faults import DiskFullError
from kb.projections.catalog.reading import CatalogReader
from kb.projections.opening import in_memory
from tests.projections.worlds import World, text_of


def test_half_a_surrogate_pair_in_a_source_is_a_mark_in_the_catalog() -> None:
    """It came from a terminal of another encoding, before such words were refused."""
    world = World()
    article = replace(text_of("0"), source="L\udce9 Monde", title="Ecl\udce9rs")
    world.put(article_stream(article.id), ev.ArticleAdded(article.id, article, "test"))

    (listed,) = CatalogReader(in_memory(world.log).catalog.connection).list_articles().items

    assert (listed.source, listed.title) == ("L� Monde", "Ecl�rs")


def test_a_transaction_that_sqlite_took_back_itself_ends_with_what_ended_it() -> None:
    """As where the disk is full before it can be written: there is none any more to take back."""
    catalog = in_memory(World().log).catalog
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def fill() -> None:
        with catalog.transaction():
            catalog.connection.execute("ROLLBACK")
            raise full

    with pytest.raises(DiskFullError):
        fill()
    with catalog.transaction():
        catalog.connection.execute("DELETE FROM pending")
