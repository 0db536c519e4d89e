"""Words that cannot name one happening, whatever the model links."""

import pytest

from tests.extraction.interpreted import extraction, trigger


@pytest.mark.parametrize(
    ("one", "other", "coarse", "events"),
    [
        ("freed four soldiers", "still held the soldiers", "crime", 2),
        ("seized four soldiers", "still held the soldiers", "crime", 1),
        ("won the by-election", "lost the general election", "election", 2),
        ("won the election", "lost the general election", "election", 1),
        ("won the parliamentary election", "lost the general election", "election", 1),
    ],
)
def test_opposites_and_two_kinds_of_elections_are_two(one: str, other: str, coarse: str, events: int) -> None:
    words = {"crime": (one.split(maxsplit=1)[0], "held"), "election": ("election", "election#2")}[coarse]
    pos = {"crime": "VERB", "election": "NOUN"}[coarse]

    found = extraction(
        f"They {one}. She {other}.",
        [trigger(word, coarse) for word in words],
        [("same", words[1], words[0])],
        {word: (pos, "dep", word) for word in words},
    )

    assert len(found.events) == events
