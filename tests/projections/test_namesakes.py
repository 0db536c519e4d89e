"""Entities of one label beside each other are told apart; what has a label of its own is left alone."""

from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.reading import CatalogReader
from tests.projections.test_catalog_lists import made, put

NO_LISTS = {"external": "[]", "absorbed": "[]", "aliases": "[]", "notes": "[]"}
OLD = {"id": "a1", "title": "Council meets", "position": 1}
NEW = {"id": "a2", "title": "Guards at the pier", "position": 2}


def reader(*entities: tuple[str, str, str, str]) -> CatalogReader:
    """Return a catalog of entities (id, label, within, description), all of them named in two articles."""
    connection = made()
    for article in (OLD, NEW):
        put(connection, "articles", **article, source="Wire", language="en", published="", **NO_LISTS)
    for name, label, within, description in entities:
        put(connection, "entities", id=name, label=label, type="group", within=within, description=description,
            country="", **NO_LISTS)  # fmt: skip
        for article in ("a1", "a2"):
            put(connection, "members", article=article, local=name, entity=name, kind="entity")
    return CatalogReader(connection)


def test_where_it_lies_comes_before_what_it_is_and_that_before_an_article() -> None:
    """The last article that names it, where nothing else is known of it; nothing of what has no namesake."""
    catalog = reader(
        ("land", "Norland", "", ""),
        ("one", "guard", "land", "of the coast"),
        ("two", "Guard", "", "of the palace"),
        ("three", "guard", "", ""),
        ("own", "council", "land", "of elders"),
    )
    called = {"one": "guard", "two": "Guard", "three": "guard", "own": "council"}

    assert told_apart(catalog, called) == {"one": "Norland", "two": "of the palace", "three": "Guards at the pier"}


def test_what_two_have_alike_tells_nothing_apart() -> None:
    """Two guards of one land are told by an article each."""
    catalog = reader(("land", "Norland", "", ""), ("one", "guard", "land", ""), ("two", "guard", "land", ""))

    assert told_apart(catalog, {"one": "guard", "two": "guard"}) == dict.fromkeys(("one", "two"), "Guards at the pier")


def test_nobody_is_looked_up_where_all_labels_differ() -> None:
    assert told_apart(reader(("one", "guard", "", "x")), {"one": "guard", "two": "council"}) == {}
