"""What an old log may hold does not stop the catalog."""

from dataclasses import replace

from kb import events as ev
from kb.events.streams import article_stream
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
