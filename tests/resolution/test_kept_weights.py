"""What is made once for profiles that say the same gives the bits that weighing in full gives."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from benchmarks.scale_world import World
from kb.resolution.article import ArticleProfile, article_profile
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile
from kb.resolution.weights import EVENT_SAME


def known(count: int) -> dict[str, ArticleProfile]:
    """Return profiles of the first articles of an invented world, by id."""
    written = list(World(7).articles(count))
    return {one.article.id: article_profile(one.article, one.extraction) for one in written}


@pytest.mark.thorough
def test_all_pairs_of_an_invented_world_weigh_what_they_weigh_in_full() -> None:
    articles = known(40)
    pairs = Pairs(articles.get)
    members = [profile.member for article in articles.values() for profile in article.entities.values()]
    quick: Counter[bool] = Counter()

    for one, other in combinations(sorted(members), 2):
        weight, agreement = pairs._compared(one, other)
        assert pairs._entity_pair((one, other)) == (weight.bits, agreement)
        quick[pairs._quickly((one, other)) is not None] += 1

    assert quick[True] > 20 * quick[False] > 0


def test_a_context_a_list_and_days_count_for_each_pair() -> None:
    """What the articles share is added anew; where more than that hangs on them a pair is weighed in full."""
    mayor = Profile("a", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), context=frozenset({"person:x"}))
    profiles = [
        mayor,
        replace(mayor, article="b"),
        replace(mayor, article="c", context=frozenset({"person:y"})),
        replace(mayor, article="d", listed=True, external="x:1"),
        replace(mayor, article="e", names=(), posts=frozenset({"current|||mayor@lviv"})),
        replace(mayor, article="f", names=("ana crus",), titles=frozenset({"mayor"})),
    ]
    articles = {one.article: ArticleProfile(one.article, {"e1": one}, {}) for one in profiles}
    pairs = Pairs(articles.get)

    for one, other in combinations([one.member for one in profiles], 2):
        assert pairs.bits(one, other) == pairs.entities(one, other).bits
    assert pairs.bits("a#e1", "b#e1") > pairs.bits("a#e1", "c#e1")
    assert pairs._quickly(("a#e1", "d#e1")) is None
    assert pairs._quickly(("a#e1", "e#e1")) is None


def test_one_who_died_is_weighed_in_full_against_who_speaks_and_against_nobody_else() -> None:
    """Whether somebody speaks, and which office is his, bears on no other pair: profiles that differ in it are one."""
    mayor = Profile("a", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), day="2026-01-02")
    profiles = [
        mayor,
        replace(mayor, article="b", speaks=True, day="2026-06-02"),
        replace(mayor, article="c", died="2026-02-01"),
        replace(mayor, article="d", posts=frozenset({"current|||mayor@lviv"})),
    ]
    pairs = Pairs({one.article: ArticleProfile(one.article, {"e1": one}, {}) for one in profiles}.get)

    for one, other in combinations([one.member for one in profiles], 2):
        assert pairs.bits(one, other) == pairs.entities(one, other).bits
    assert pairs.bits("b#e1", "c#e1") < pairs.bits("a#e1", "c#e1")
    assert pairs._quickly(("b#e1", "c#e1")) is None
    assert pairs._quickly(("a#e1", "c#e1")) is not None
    assert len(pairs._kept._said) == 2


def test_an_article_that_was_read_anew_is_looked_at_anew() -> None:
    one = Profile("a", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",))
    articles = {
        "a": ArticleProfile("a", {"e1": one}, {}),
        "b": ArticleProfile("b", {"e1": replace(one, article="b")}, {}),
    }
    pairs = Pairs(articles.get)
    before = pairs.bits("a#e1", "b#e1")
    articles["b"] = ArticleProfile("b", {"e1": replace(one, article="b", names=("ivo banac",))}, {})

    pairs.forget()

    assert pairs.bits("a#e1", "b#e1") < 0 < before


def test_two_names_without_a_common_key_are_not_weighed_to_be_two() -> None:
    """Who takes part in two happenings is asked of all pairs, most of them strangers; an identifier may join any."""
    one = Profile("a", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",))
    names = {"b": "ivo banac", "c": "ana crus", "d": "mumbai", "e": "bombay"}
    articles = {
        key: ArticleProfile(key, {"e1": replace(one, article=key, names=(name,))}, {}) for key, name in names.items()
    }
    articles["a"] = ArticleProfile("a", {"e1": one}, {})
    for key, external in (("d", "geonames:1"), ("e", "geonames:1")):
        place = replace(articles[key].entities["e1"], group="place", external=external)
        articles[key] = ArticleProfile(key, {"e1": place}, {})
    pairs = Pairs(articles.get)

    assert not pairs.same("a#e1", "b#e1")
    assert not pairs._entities
    assert pairs.same("a#e1", "c#e1")
    assert pairs.same("d#e1", "e#e1")
    assert not pairs.same("a#e1", "d#e1")


def test_whether_two_are_the_same_does_not_hang_on_what_was_weighed_before() -> None:
    """ "Army" and "army of", of one country and in one company, would come to enough, though no name joins them."""
    body = Profile("a", "e1", "organisation", "organisation", "", "Army", ("army",), countries=frozenset({"GB"}))
    body = replace(body, context=frozenset({"person:x", "person:y", "person:z"}))
    profiles = [body, replace(body, article="b", names=("army of",))]
    articles = {one.article: ArticleProfile(one.article, {"e1": one}, {}) for one in profiles}
    fresh, asked = Pairs(articles.get), Pairs(articles.get)

    assert asked.bits("a#e1", "b#e1") >= EVENT_SAME

    assert not fresh.same("a#e1", "b#e1")
    assert not asked.same("a#e1", "b#e1")
