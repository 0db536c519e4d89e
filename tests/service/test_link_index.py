"""What is known of an article is the same before and after the catalog has caught up."""

import sqlite3

from kb.model import Article, Event, Extraction, Span
from kb.model.identity import member_id
from kb.resolution.article import ArticleProfile, article_profile, dumps
from kb.resolution.profile import Profile
from kb.service.identity.link_index import LinkIndex


def index() -> LinkIndex:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE members (article TEXT, local TEXT, entity TEXT, kind TEXT)")
    connection.execute("CREATE TABLE articles (id TEXT, position INTEGER)")
    connection.execute("INSERT INTO articles VALUES ('old', 7)")
    connection.execute("INSERT INTO members VALUES ('old', 'v1', ?, 'event')", (member_id("old", "v1"),))
    return LinkIndex(connection, lambda name: name)


def learnt(known: LinkIndex, text: str, links: dict[str, str]) -> str:
    article = Article(text)
    event = Event("v1", "attack", Span(0, 6))
    known.learn(article_profile(article, Extraction(article.id, "test", "1", "", events=(event,))), links)
    return article.id


def test_the_first_to_tell_of_a_happening_is_a_member_before_the_catalog_has_it() -> None:
    known = index()
    first = learnt(known, "Attack on Lviv.", {})
    happening = member_id(first, "v1")
    second = learnt(known, "Attack at Lviv.", {})
    known.learn(known.profile(second), {f"{second}#v1": happening})  # type: ignore[arg-type]

    assert known.members(happening, 9) == sorted([f"{first}#v1", f"{second}#v1"])
    assert known.members(member_id(second, "v1"), 9) == []


def test_who_was_moved_since_the_catalog_caught_up_is_no_member_any_more() -> None:
    known = index()
    assert known.members(member_id("old", "v1"), 9) == ["old#v1"]

    learnt(known, "Attack.", {"old#v1": "other"})

    assert known.members(member_id("old", "v1"), 9) == []
    assert known.members("other", 9) == ["old#v1"]


def test_however_many_were_moved_the_first_of_those_that_stay_are_found() -> None:
    known = index()
    rows = [("old", f"e{number}", "one", "entity") for number in range(9)]
    known._connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)

    learnt(known, "Attack.", {f"old#e{number}": "other" for number in range(6)})

    assert known.members("one", 2) == ["old#e6", "old#e7"]
    learnt(known, "Attack!", {"old#e0": "one"})
    assert known.members("one", 2) == ["old#e0", "old#e6"]
    assert known.members("other", 9) == [f"old#e{number}" for number in range(1, 6)]


def test_no_more_rows_are_read_for_an_entity_the_more_articles_came() -> None:
    known = index()
    asked: list[str] = []
    for number in range(5):
        article = Article(f"Attack {number}.")
        event = Event("v1", "attack", Span(0, 6))
        own = known.consider(article_profile(article, Extraction(article.id, "test", "1", "", events=(event,))))
        known._connection.set_trace_callback(asked.append)
        known.members("one", 9)
        known._connection.set_trace_callback(None)
        known.learn(own, {f"{article.id}#v1": "one"})

    assert {question.rpartition(" ")[2] for question in asked if "FROM members" in question} == {"9"}
    assert len(known.members("one", 9)) == 4, "all but those of the article that is linked"


def test_what_the_catalog_brings_of_ones_own_is_not_looked_up_anew() -> None:
    """Only what others recorded can have moved a member that no link of one's own has named."""
    known = index()
    moved = "UPDATE members SET entity = 'other' WHERE article = 'old'"
    own = known.consider(article_profile(Article("Attack."), Extraction(Article("Attack.").id, "test", "1", "")))
    assert known.stands_for(["old#v1"]) == {"old#v1": member_id("old", "v1")}
    known.learn(own, {})
    known._connection.execute(moved)

    known.forget(others=False)
    known.consider(own)
    assert known.stands_for(["old#v1"]) == {"old#v1": member_id("old", "v1")}

    known.forget()
    known.consider(own)
    assert known.stands_for(["old#v1"]) == {"old#v1": "other"}


def test_a_link_of_ones_own_is_looked_up_once_the_catalog_has_it() -> None:
    """A person's decision may have kept the member where it was."""
    known = index()
    own = known.consider(article_profile(Article("Attack."), Extraction(Article("Attack.").id, "test", "1", "")))
    known.learn(own, {"old#v1": "other"})
    known.consider(own)
    assert known.stands_for(["old#v1"]) == {"old#v1": "other"}
    known.learn(own, {})

    known.forget(others=False)
    known.consider(own)

    assert known.stands_for(["old#v1"]) == {"old#v1": member_id("old", "v1")}


def test_whom_many_members_stand_for_is_told_as_of_each_alone() -> None:
    """Known or not, in an article of the catalog or in none, linked since or not, more than one question takes."""
    rows = [("old", f"e{number}", f"of {number % 7}", "entity") for number in range(40)]
    names = [f"{article}#e{number}" for article in ("old", "new", "nowhere") for number in range(45)]
    found = []
    for together in (True, False):
        known = index()
        known._connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)
        learnt(known, "Attack.", {"old#e3": "other", "new#e4": "other"})
        known.consider(article_profile(Article("Blast."), Extraction(Article("Blast.").id, "test", "1", "")))
        if together:
            found.append(known.stands_for(names))
        else:
            found.append({one: known.stands_for([one])[one] for one in names})

    assert found[0] == found[1]
    assert list(found[0]) == names
    assert [found[0][f"old#e{number}"] for number in (3, 9, 44)] == ["other", "of 2", member_id("old", "e44")]
    assert [found[0][f"new#e{number}"] for number in (4, 5)] == ["other", member_id("new", "e5")]


def test_of_an_article_that_the_catalog_lacks_and_of_an_entitys_members_nothing_is_asked_twice() -> None:
    known = index()
    article = Article("Attack.")
    known.consider(article_profile(article, Extraction(article.id, "test", "1", "")))
    assert known.is_new(article.id)
    happening = member_id("old", "v1")
    assert known.members(happening, 9) == ["old#v1"]
    asked: list[str] = []

    known._connection.set_trace_callback(asked.append)
    stands = known.stands_for([f"{article.id}#e1", "old#v1"])

    assert stands == {f"{article.id}#e1": member_id(article.id, "e1"), "old#v1": happening}
    assert asked == []


def test_who_is_read_anew_is_found_as_the_new_reading_has_it() -> None:
    """A member is found without a look at its article; what was found goes when that is read anew."""
    known = index()
    known._connection.execute("CREATE TABLE link_profiles (article TEXT, data TEXT)")
    known._connection.execute("CREATE TABLE link_names (key TEXT, identified INTEGER, name TEXT)")
    old, new = (
        ArticleProfile("old", {"e1": Profile("old", "e1", "person", "person", "", name, (name,))}, {})
        for name in ("ana cruz", "ana krus")
    )
    known._connection.execute("INSERT INTO link_profiles VALUES ('old', ?)", (dumps(old),))
    assert known.entity("old#e1") == old.entities["e1"]
    assert known.entity("old#e1") is known.entity("old#e1")
    assert known.entity("old#e2") is known.entity("gone#e1") is None

    known.consider(new)

    assert known.entity("old#e1") == new.entities["e1"]
    known._connection.execute("UPDATE link_profiles SET data = ?", (dumps(new),))
    known.forget("old")
    assert known.entity("old#e1") == new.entities["e1"]


def test_what_is_linked_and_not_recorded_is_nobody_that_is_known() -> None:
    known = index()
    known._connection.execute("CREATE TABLE link_profiles (article TEXT, data TEXT)")
    known._connection.execute("CREATE TABLE link_names (key TEXT, identified INTEGER, name TEXT)")
    for article in ("draft", "next"):
        known.consider(
            ArticleProfile(article, {"e1": Profile(article, "e1", "person", "person", "", "Ana", ("ana",))}, {})
        )
        assert known.entity(f"{article}#e1") is not None

    assert known.entity("draft#e1") is None
