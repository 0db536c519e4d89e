"""Kinds of people beside all people: "nine workers", "eleven dead"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Figure, Span
from kb.resolution.events import figures
from kb.resolution.events.counted import WHOLE, kind_of, relation
from kb.resolution.events.figures import Number, compare_numbers, word_forms

PHRASES = (
    "people",
    "dead",
    "workers",
    "14 men",
    "soldiers",
    "civilians",
    "bus passengers",
    "missing people",
    "houses",
    "dead soldiers",
    "",
)


def number(value: float, of: str, comparator: str = "exactly") -> Number:
    return Number(value, value, comparator, "", word_forms(of))


@pytest.mark.parametrize(
    ("of", "about", "kind"),
    [
        ("people", "", WHOLE),
        ("lives", "attack", WHOLE),
        ("dead", "death", WHOLE),
        ("bodies", "death", WHOLE),
        ("injured people", "injury", WHOLE),
        ("", "death", WHOLE),
        ("", "displacement", WHOLE),
        ("homeless", "displacement", WHOLE),
        ("workers", "death", "worker"),
        ("gunmen", "death", "gunman"),
        ("dead soldiers", "death", "soldier"),
        ("missing people", "death", "miss"),
    ],
)
def test_all_people_and_kinds_of_them(of: str, about: str, kind: str) -> None:
    """What the event says of everybody tells no kind."""
    assert kind_of(word_forms(of), about) == kind


@pytest.mark.parametrize(("of", "about"), [("houses", "death"), ("specimens", ""), ("dead", "attack"), ("", "attack")])
def test_what_names_no_people_is_of_no_kind(of: str, about: str) -> None:
    assert kind_of(word_forms(of), about) is None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (number(9, "workers"), number(11, "people"), ""),
        (number(14, "men"), number(11, "people"), "differ"),
        (number(14, "men"), number(11, "people", "at_least"), ""),
        (number(14, "men"), number(14, ""), "same"),
        (number(17, "dead"), number(23, "people"), "differ"),
        (number(17, "dead", "at_least"), number(23, "people"), "compatible"),
        (number(9, "workers"), number(11, "workers"), "differ"),
        (number(9, "soldiers"), number(11, "civilians"), ""),
        (number(9, "dead soldiers"), number(11, "dead civilians"), ""),
        (number(9, "houses"), number(11, "people"), ""),
    ],
)
def test_a_kind_is_at_odds_with_the_whole_where_it_is_more(one: Number, other: Number, how: str) -> None:
    assert compare_numbers(one, other, "death") == compare_numbers(other, one, "death") == how


@given(st.sampled_from(PHRASES), st.sampled_from(PHRASES), st.sampled_from(("", "death", "injury", "attack")))
def test_what_is_wider_one_way_is_narrower_the_other(one: str, other: str, about: str) -> None:
    """And each is the same as itself, if it is anything."""
    first, second = word_forms(one), word_forms(other)
    turned = {"wider": "narrower", "narrower": "wider"}

    assert relation(second, first, about) == turned.get(relation(first, second, about), relation(first, second, about))
    assert relation(first, first, about) == "same"


def test_what_a_number_counts_that_the_text_does_not_say_is_at_odds_with_no_number_of_things() -> None:
    """ "An attack killed three" and "two grenades were thrown"; of people a bare number counts all."""

    def counted(value: float, *of: str) -> Number:
        return Number(value, value, "exactly", "", frozenset(of))

    assert compare_numbers(counted(3), counted(2, "grenade"), "attack") == ""
    assert compare_numbers(counted(3), counted(3, "grenade"), "attack") == "same"
    assert compare_numbers(counted(3), counted(2), "attack") == "differ"
    assert compare_numbers(counted(3), counted(2, "people"), "death") == "differ"


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("vote for Brian Mwale", "vote for Edith Phiri", ""),
        ("vote for Brian Mwale", "for Mwale", "differ"),
        ("vote", "vote", "differ"),
    ],
)
def test_shares_of_two_candidates_are_not_at_odds(one: str, other: str, how: str) -> None:
    first, second = (
        figures.number(Figure("q1", "v1", Span(0, 2), "exactly", value, unit="percent", of=of), part=False)
        for value, of in ((54.0, one), (43.0, other))
    )

    assert compare_numbers(first, second) == how


def test_a_share_of_something_says_nothing_of_a_share_of_what_is_not_said() -> None:
    """A candidate's 52 percent is at odds with another share of the votes, not with the turnout of 81."""
    vote, turnout = (
        Number(value, value, "exactly", "percent", word_forms(of)) for value, of in ((52, "vote"), (81, ""))
    )
    count = Number(51, 51, "exactly", "percent", word_forms("vote"))

    assert compare_numbers(vote, turnout, "election") == compare_numbers(turnout, vote, "election") == ""
    assert compare_numbers(vote, count, "election") == "differ"
    assert compare_numbers(turnout, Number(79, 79, "exactly", "percent", frozenset()), "election") == "differ"
