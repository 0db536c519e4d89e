"""Where names were met is looked up once an article, and anew for the next."""

import sqlite3

from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import name_keys, name_rows
from kb.resolution.profile import Profile
from kb.service.identity.link_names import NameIndex

KEY = "person:p:srs"
LAND = frozenset({"TD"})
MET = "INSERT INTO link_names VALUES (?, ?, ?, '2026-01-01', ?, 'e7')"


def catalog() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(
        "CREATE TABLE link_names (key TEXT, identified INTEGER, name TEXT, day TEXT, article TEXT, local TEXT)"
    )
    connection.execute("CREATE TABLE members (article TEXT, local TEXT, entity TEXT, kind TEXT)")
    return connection


def test_a_name_is_looked_up_once_an_article() -> None:
    """Whether an entity is well known is asked first, whom else it may be then: both under its own name."""
    connection = catalog()
    names, asked = NameIndex(connection), []
    ana = Profile("own", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), day="2026-01-02")
    connection.execute(MET, (KEY, 0, "ana cruz", "first"))
    connection.set_trace_callback(lambda text: asked.append(text) if text.startswith("SELECT day") else None)

    assert list(names.same(ana)) == list(names.near(ana, identified=False)) == ["first#e7"]
    assert len(asked) == 1

    connection.execute(MET, (KEY, 0, "ana cruz", "second"))
    names.begin(ArticleProfile("own", {"e1": ana}, {}))

    assert sorted(names.near(ana, identified=False)) == ["first#e7", "second#e7"]


def test_the_names_under_all_keys_of_an_article_are_asked_for_at_once() -> None:
    connection = catalog()
    ana = Profile("own", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), day="2026-01-02")
    osk = Profile("own", "e2", "place", "city", "", "Osk", ("osk",), day="2026-01-02")
    keys = sorted(name_keys(ana) | name_keys(osk))
    for number, key in enumerate(keys):
        for name in ("b", "a", "a", f"c{number}"):
            connection.execute(MET, (key, number % 2, name, name))
    alone, together, asked = NameIndex(connection), NameIndex(connection), []
    expected = {(key, flag): alone._under(key, flag).names for key in keys for flag in (False, True)}
    connection.set_trace_callback(asked.append)

    together.begin(ArticleProfile("own", {"e1": ana, "e2": osk}, {}))

    assert len(asked) == 1
    assert {asked_for: together._under(*asked_for).names for asked_for in expected} == expected
    assert expected[keys[1], True] == ["a", "b", "c1"]
    assert len(asked) == 1


def test_all_who_bear_a_name_are_met_whatever_else_one_of_them_is_called() -> None:
    """The camp of one article has a short name besides, under whose key it stands with its long one as well."""
    connection = catalog()
    camp = Profile("one", "e1", "place", "facility", "", "Gaga refugee camp", ("gaga refugee camp",), day="2026-01-01")
    both = Profile("two", "e2", "place", "facility", "", "Gaga", ("gaga refugee camp", "gaga camp"), day="2026-01-01")
    for one in (camp, both):
        for row in name_rows({one.local: one}):
            values = (row.key, int(row.identified), row.name, row.day, one.article, row.local)
            connection.execute("INSERT INTO link_names VALUES (?, ?, ?, ?, ?, ?)", values)
    own = Profile("own", "e3", "place", "facility", "", "Gaga camp", ("gaga camp",), day="2026-01-02")

    assert sorted(NameIndex(connection).near(own, identified=False)) == ["one#e1", "two#e2"]


def test_articles_that_name_a_country_are_met_by_it_the_nearest_first() -> None:
    connection = catalog()
    names = NameIndex(connection)

    def chad(article: str, day: str) -> ArticleProfile:
        country = Profile(article, "e1", "country", "country", "", "Chad", ("chad",), day=day, countries=LAND)
        return ArticleProfile(article, {"e1": country}, {})

    for article, day in (("late", "2026-01-09"), ("near", "2026-01-02"), ("undated", "")):
        names.learn(chad(article, day))

    assert names.lands(chad("own", "2026-01-03")) == ["near", "late"]
    assert not names.lands(ArticleProfile("own", {}, {}))


def test_a_town_of_the_gazetteer_is_met_under_another_spelling_than_one_that_it_has_not() -> None:
    """The names of both stand under one key, and each is compared."""
    connection = catalog()
    osk = Profile("own", "e2", "place", "city", "", "Makurdo", ("makurdo",), day="2026-01-02")
    for key in name_keys(osk):
        connection.execute(MET, (key, 0, "makurdoh", "plain"))
        connection.execute(MET, (key, 1, "makurdi", "listed"))
    names = NameIndex(connection)

    assert list(names.near(osk, identified=False)) == ["plain#e7"]
    assert list(names.near(osk, identified=True)) == ["listed#e7"]
