"""What the words of a negative event say: that there was none, or that what others tell is not so."""

import pytest

from kb.model import Event, Span
from kb.resolution.events.negation import none_of_it


def negative(text: str, word: str) -> Event:
    start = text.index(word)
    return Event("v1", "arrest", Span(start, start + len(word)), polarity="negative")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("No arrests were reported, police said.", "arrests"),
        ("Police made no further arrests.", "arrests"),
        ("Nobody was hurt.", "hurt"),
        ("There are 110 cases and no one has died, he said.", "died"),
        ("None of the passengers was injured.", "injured"),
        ("No flights were cancelled, the company said.", "cancelled"),
        ("The storm killed nobody.", "killed"),
        ("Officers did not arrest anyone.", "arrest"),
        ("He said that no ransom would be paid.", "paid"),
    ],
)
def test_that_there_was_none_is_seen(text: str, word: str) -> None:
    """Nobody, none and no before or after the word."""
    assert none_of_it(text, negative(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The ministry denied that children had died.", "died"),
        ("The army did not fire on the market.", "fire"),
        ("There was no doubt that the dam had not broken.", "broken"),
        ("No shots were heard, but the minister did not resign.", "resign"),
        ("Reports that the bridge collapsed were false.", "collapsed"),
    ],
)
def test_a_denial_is_none_such(text: str, word: str) -> None:
    """What somebody says is not so may be what another tells."""
    assert not none_of_it(text, negative(text, word))


def test_one_denial_among_its_mentions_is_a_denial() -> None:
    """An event that is denied once and absent elsewhere is denied."""
    text = "He denied that anyone had died. No one died, he said."
    first, second = text.index("died"), text.rindex("died")
    event = Event("v1", "death", Span(first, first + 4), (Span(second, second + 4),), polarity="negative")
    assert not none_of_it(text, event)
