"""How much two articles have to have in common for their events to be linked, whichever came last."""

from dataclasses import replace

import pytest

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.judging import NEVER, Pairs
from kb.resolution.profile import Profile

CAMP = Profile("", "e1", "place", "facility", "", "Gaga", ("gaga camp",))


def article(name: str, day: str, context: str, camp: Profile | None = None) -> ArticleProfile:
    keys = frozenset(context.split())
    entities = {} if camp is None else {"e1": replace(camp, article=name, day=day, context=keys)}
    return ArticleProfile(name, entities, {}, named=keys, dated=day)


@pytest.mark.parametrize(
    ("context", "day", "least"),
    [
        ("country:TD name:abece", "2026-01-02", w.EVENT_LINK),
        ("country:TD name:abece", "2026-02-02", w.EVENT_LINK),
        ("country:TD name:osk", "2026-01-04", w.EVENT_OF_LAND),
        ("country:TD name:osk", "2026-01-05", NEVER),
        ("country:TD name:osk", "", NEVER),
        ("country:KE name:osk", "2026-01-01", NEVER),
    ],
)
def test_what_two_articles_share(context: str, day: str, least: float) -> None:
    known = {"a": article("a", "2026-01-01", "country:TD name:abece"), "b": article("b", day, context)}
    pairs = Pairs(known.get)

    assert pairs.least("a", "b") == pairs.least("b", "a") == least
    assert pairs.least("a", "nobody") == NEVER


def test_a_name_will_do_that_two_articles_of_one_land_write_otherwise() -> None:
    longer = replace(CAMP, names=("gaga refugee camp",))
    known = {
        "a": article("a", "2026-01-01", "country:TD name:gaga", CAMP),
        "b": article("b", "2026-01-02", "country:TD name:gagarefugi", longer),
        "c": article("c", "2026-01-02", "country:TD name:osk", replace(CAMP, names=("osk camp",))),
    }
    pairs = Pairs(known.get)

    assert pairs.least("a", "b") == w.EVENT_LINK
    assert pairs.least("a", "c") == w.EVENT_OF_LAND


def test_what_an_article_shares_is_asked_again_once_it_is_known() -> None:
    """Nothing is remembered of an article that is not there yet."""
    known = {"a": article("a", "2026-01-01", "country:TD name:abece")}
    pairs = Pairs(known.get)
    assert pairs.story("a", "b") == 0.0

    known["b"] = article("b", "2026-01-02", "country:TD name:abece")

    assert pairs.story("a", "b") == pairs.story("b", "a") > 0.0
    assert pairs.least("a", "b") == w.EVENT_LINK
