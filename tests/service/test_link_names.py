"""Where names were met is looked up once an article, and anew for the next."""

import sqlite3

from kb.resolution.profile import Profile
from kb.service.identity.link_names import NameIndex

KEY = "person:p:srs"


def test_a_name_is_looked_up_once_an_article() -> None:
    """Whether an entity is well known is asked first, whom else it may be then: both under its own name."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(
        "CREATE TABLE link_names (key TEXT, identified INTEGER, name TEXT, day TEXT, article TEXT, local TEXT)"
    )
    connection.execute("CREATE TABLE members (article TEXT, local TEXT, entity TEXT, kind TEXT)")
    names, asked = NameIndex(connection), []
    ana = Profile("own", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), day="2026-01-02")
    met = "INSERT INTO link_names VALUES (?, 0, 'ana cruz', '2026-01-01', ?, 'e7')"
    connection.execute(met, (KEY, "first"))
    connection.set_trace_callback(lambda text: asked.append(text) if text.startswith("SELECT day") else None)

    assert list(names.same(ana)) == list(names.near(ana, identified=False)) == ["first#e7"]
    assert len(asked) == 1

    connection.execute(met, (KEY, "second"))
    names.begin()

    assert sorted(names.near(ana, identified=False)) == ["first#e7", "second#e7"]
