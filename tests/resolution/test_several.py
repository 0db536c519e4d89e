"""Several blows told as one event: a number that counts the event's own word in the plural."""

import pytest

from kb.model import Event, Figure, Span
from kb.resolution.events.several import counts_several


@pytest.mark.parametrize(
    ("text", "trigger", "number", "of", "unit", "several"),
    [
        ("Seven died in three strikes on Taro.", "strikes", "three", "strikes", "", True),
        ("Two crashes closed the road.", "crashes", "Two", "crashes", "", True),
        ("Two bombings shook Taro.", "bombings", "Two", "bombings", "", True),
        ("A strike killed three guards.", "strike", "three", "guards", "", False),
        ("Police arrested seven of them.", "arrested", "seven", "arrested", "", False),
        ("A two-day strike began.", "strike", "two", "strike", "day", False),
        ("Strikes on Taro killed three.", "Strikes", "three", "", "", False),
        ("Divers found seven bodies.", "bodies", "seven", "bodies", "", False),
    ],
)
def test_what_is_counted_several_times(text: str, trigger: str, number: str, of: str, unit: str, several: bool) -> None:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    value = {"two": 2.0, "three": 3.0, "seven": 7.0}[number.lower()]
    figure = Figure("f1", "v1", span(number), "exactly", value, of=of, unit=unit)

    assert counts_several(text, Event("v1", "attack", span(trigger)), [figure]) == several


@pytest.mark.parametrize(
    ("text", "trigger", "several"),
    [
        ("The two blasts left 12 dead in Taro.", "blasts", True),
        ("Both quakes were felt in Osk.", "quakes", True),
        ("The blasts were heard by the two guards.", "blasts", False),
        ("Police blamed both. Attacks went on.", "Attacks", False),
        ("Both attacks failed.", "failed", False),
        ("Five dead in a week of attacks on Taro.", "attacks", True),
        ("Taro buries its dead after weeks of heavy raids.", "raids", True),
        ("Five dead in a night of attacks on Taro.", "attacks", False),
        ("Taro is calm after weeks of protests.", "protests", False),
        ("The two sides signed after months of talks.", "talks", False),
    ],
)
def test_what_was_told_before_is_counted_by_a_word(text: str, trigger: str, several: bool) -> None:
    start = text.index(trigger)
    assert counts_several(text, Event("v1", "attack", Span(start, start + len(trigger))), []) == several


@pytest.mark.parametrize(
    ("text", "trigger", "rival", "several"),
    [
        ("A blast hit Taro. A second blast hit Osk. The Hand claimed both blasts.", "blast", "second blast", False),
        ("A blast hit Taro. The Hand claimed both blasts.", "blast", "", True),
        ("A blast hit Taro. The Hand claimed both blasts. A blast hit Osk.", "blast", "blast hit Osk", True),
        ("Both blasts hit Taro. A blast hit Osk. Both blasts were heard.", "blasts", "blast hit Osk", True),
    ],
)
def test_both_sums_up_two_that_were_told_one_by_one(text: str, trigger: str, rival: str, several: bool) -> None:
    """The reader puts "both blasts" to one of them, which was one in its own words."""
    start, last = text.index(trigger), text.rindex("blasts") if "blasts" in text else 0
    event = Event("v1", "bombing", Span(start, start + len(trigger)), (Span(last, last + len("blasts")),))
    at = text.index(rival) + rival.index("blast") if rival else 0
    others = [event, Event("v2", "bombing", Span(at, at + len("blast")))] if rival else [event]

    assert counts_several(text, event, [], others) == several
