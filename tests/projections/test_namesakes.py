"""Entities of one label beside each other are told apart; what has a label of its own is left alone."""

from kb.projections.catalog.namesakes import articles_apart, happenings_apart, told_apart
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

    assert told_apart(catalog, called) == {"one": "Norland", "two": "of the palace", "three": "“Guards at the pier”"}


def test_what_two_have_alike_tells_nothing_apart() -> None:
    """Two guards of one land are told by an article each; of one article, by all that is known of that."""
    catalog = reader(("land", "Norland", "", ""), ("one", "guard", "land", ""), ("two", "guard", "land", ""))
    called = {"one": "guard", "two": "guard"}

    assert told_apart(catalog, called) == dict.fromkeys(called, "“Guards at the pier”, Wire")


DRILL = {"title": "Drill at the pier", "source": "Wire", "language": "en", **NO_LISTS}


def drills() -> CatalogReader:
    """Return a catalog of three articles of one title, each with a shed of its own and what happened there."""
    connection = made()
    for number, source in enumerate(("Wire", "Wire", "Post"), 1):
        published = f"2024-0{min(number, 2)}-03"
        article = f"a{number}"
        put(connection, "articles", **DRILL | {"source": source}, id=article, position=number, published=published)
        put(connection, "entities", id=f"s{number}", label="shed", type="building", within="", description="",
            country="", **NO_LISTS)  # fmt: skip
        put(connection, "members", article=article, local="e1", entity=f"s{number}", kind="entity")
        put(connection, "events", id=f"v{number}", article=article, local="v1", type="fire", label="fire at the pier",
            happening=f"h{number}", position=number, start=1, begin="")  # fmt: skip
    return CatalogReader(connection)


def test_articles_of_one_title_tell_apart_by_their_day_and_by_their_source_where_that_is_the_same() -> None:
    """Things that they name as well as the articles themselves, and what happened."""
    sheds = told_apart(drills(), dict.fromkeys(("s1", "s2", "s3"), "shed"))
    fires = happenings_apart(drills(), dict.fromkeys(("h1", "h2", "h3"), "fire at the pier"))
    papers = articles_apart(drills(), dict.fromkeys(("a1", "a2", "a3"), "Drill at the pier"))

    assert sheds == {
        "s1": "“Drill at the pier”, 2024-01-03",
        "s2": "“Drill at the pier”, Wire, 2024-02-03",
        "s3": "“Drill at the pier”, Post, 2024-02-03",
    }
    assert fires == dict(zip(("h1", "h2", "h3"), sheds.values(), strict=True))
    assert papers == {"a1": "2024-01-03", "a2": "2024-02-03", "a3": "Post"}
