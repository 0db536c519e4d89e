"""How a text counts an event among others of its kind."""

import pytest

from kb.model import Article, Event, Extraction, Span
from kb.resolution.events.again import how_counted, one_more
from kb.resolution.events.profile import event_profiles


@pytest.mark.parametrize(
    ("text", "how", "more"),
    [
        ("A second drone strike hit Osk.", "second", True),
        ("Osk saw a strike again.", "again", True),
        ("Osk saw a strike for the third time.", "for the third time", True),
        ("The first strike hit Osk.", "first", False),
        ("An earlier strike hit Osk.", "earlier", False),
        ("A strike hit Osk.", "", False),
    ],
)
def test_what_is_counted_comes_after_others_or_not(text: str, how: str, more: bool) -> None:
    at = text.index("strike")

    assert how_counted(text, [Span(at, at + 6)]) == how
    assert one_more(how) == more


def test_what_a_second_blow_did_comes_after_the_first_blow_too() -> None:
    text = "A second strike killed a miner. A fire broke out."
    strike, death = Event("v1", "attack", Span(9, 15)), Event("v2", "death", Span(16, 22), causes=("v1",))
    fire = Event("v3", "fire", Span(34, 38))

    found = event_profiles(Article(text), Extraction("a", "made-up", "1", events=(strike, death, fire)))

    assert {local for local, one in found.items() if one.one_more} == {"v1", "v2"}
