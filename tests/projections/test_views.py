"""Tests of kb.projections.views."""

from kb.projections.views import prevailing


def test_a_happening_is_called_what_most_articles_call_it() -> None:
    """Of equals the longest, then the first in order; whatever order they come in."""
    assert prevailing(["fire", "fire in a hotel", "fire"]) == "fire"
    assert prevailing(["fire", "fire in a hotel"]) == prevailing(["fire in a hotel", "fire"]) == "fire in a hotel"
    assert prevailing(["b", "a"]) == "a"
    assert prevailing([]) == ""
