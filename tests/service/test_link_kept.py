"""Profiles at hand take no more room than they may, and those asked for again stay."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from kb.projections.catalog.schema import SCHEMA
from kb.resolution.article import ArticleProfile
from kb.service.identity.link_kept import KeptProfiles

STEPS = st.lists(st.tuples(st.sampled_from(["ask", "forget", "keep"]), st.integers(0, 9), st.integers(0, 60)))


def profile(article: str) -> ArticleProfile:
    return ArticleProfile(article, {}, {})


@given(STEPS)
def test_what_is_at_hand_is_what_was_kept_last_and_fits(steps: list[tuple[str, int, int]]) -> None:
    kept = KeptProfiles(100)
    plain: dict[str, ArticleProfile | None] = {}
    sizes: dict[str, int] = {}
    for what, number, size in steps:
        name = str(number)
        if what == "keep":
            plain[name], sizes[name] = profile(name) if size else None, size
            kept.keep(name, plain[name], size)
        elif what == "forget":
            kept.forget(name)
            plain.pop(name, None)
        elif name in kept:
            assert kept[name] is plain[name]
        assert all(one in plain for one in map(str, range(10)) if one in kept)
        assert sum(sizes[one] for one in kept.last) <= 100


def test_who_is_asked_for_again_stays_while_others_come_and_go() -> None:
    kept = KeptProfiles(1_000)
    for name in ("often", "once"):
        kept.keep(name, profile(name), 100)
    for number in range(100):
        kept.keep(str(number), profile(str(number)), 100)
        assert kept["often"] is not None

    assert "once" not in kept
    assert sum(str(number) in kept for number in range(100)) < 20


def test_a_profile_larger_than_all_room_is_at_hand_until_the_next() -> None:
    kept = KeptProfiles(10)
    for name in ("one", "two", "three"):
        kept.keep(name, profile(name), 100)
        assert kept[name] is not None

    assert "one" not in kept


def test_profiles_lie_in_rows_of_their_own() -> None:
    """In a tree of keys alone a few of them fill a page, and finding one takes a way as long as there are many."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)

    assert connection.execute("SELECT rowid FROM link_profiles").fetchall() == []
