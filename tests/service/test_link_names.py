"""Where names were met is looked up once an article, and anew for the next."""

import sqlite3

from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import name_keys
from kb.resolution.profile import Profile
from kb.service.identity.link_names import NameIndex

KEY = "person:p:srs"
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
