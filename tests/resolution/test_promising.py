"""Which pairs of events of two articles are weighed: all of short ones, of long ones the likeliest of each event."""

from dataclasses import replace

from kb.resolution.events.profile import EventProfile
from kb.resolution.events.promising import LEAST, MOST, promising
from tests.resolution.test_happenings import BASE, OTHER

LONG = 70  # events: more pairs than are weighed


def told(article: EventProfile, prefix: str, count: int) -> dict[str, EventProfile]:
    return {
        f"{prefix}{n}": replace(article, local=f"{prefix}{n}", context=frozenset({f"word{n}", f"name{n}"}))
        for n in range(count)
    }


def test_all_comparable_pairs_of_short_articles_are_weighed() -> None:
    first, second = told(BASE, "v", 3), told(OTHER, "u", 4)
    second["u9"] = replace(OTHER, local="u9", coarse="talks", types=("talks",), word="talk")

    assert len(promising(first, second)) == 12


def test_of_long_articles_each_event_keeps_those_most_like_it() -> None:
    first, second = told(BASE, "v", LONG), told(OTHER, "u", LONG)

    found = promising(first, second)

    assert LONG * LONG > MOST
    assert LONG * LEAST <= len(found) <= MOST
    assert {(f"v{n}", f"u{n}") for n in range(LONG)} <= set(found)


def test_which_article_comes_first_does_not_count() -> None:
    first, second = told(BASE, "v", LONG), told(OTHER, "u", LONG)

    assert {(b, a) for a, b in promising(second, first)} == set(promising(first, second))
