"""Tests of kb.projections.folding.views."""

from kb.projections.folding.views import prevailing


def test_a_happening_is_called_what_most_articles_call_it() -> None:
    """Of equals one with a name, then one with a day; whatever order they come in."""
    assert prevailing(["fire", "fire in a hotel", "fire"]) == "fire"
    assert prevailing(["fire", "fire in a hotel"]) == prevailing(["fire in a hotel", "fire"]) == "fire in a hotel"
    assert prevailing(["deaths, 4 July 2025", "deaths in Kessara, 4 July 2025", "deaths in Kessara"]) == (
        "deaths in Kessara, 4 July 2025"
    )
    assert prevailing(["deaths of guards and others in Kessara", "deaths in Kessara"]) == "deaths in Kessara"
    assert prevailing(["b", "a"]) == "a"
    assert prevailing([]) == ""


def test_where_some_articles_count_the_dead_all_tell_of_deaths() -> None:
    """What has been told of most keeps its name but for the number."""
    told = ["death in Kessara", "death in Kessara", "deaths of guards in Kessara"]

    assert prevailing(told) == "deaths in Kessara"
    assert prevailing(told[:2]) == "death in Kessara"
