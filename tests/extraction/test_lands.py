"""Which country "the country" is: the one told of by its parts alone, or the one of several that is meant."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention


def of_country(text: str, rows: list[Row]) -> str:
    """Return the entity that "country" is a mention of."""
    found = extraction(text, [*rows, mention("country", "country", "nominal")], [])
    whose = next(m.entity for m in found.mentions if m.span.of(text) == "country")
    return next(e.name for e in found.entities if e.id == whose)


@pytest.mark.parametrize(
    ("text", "countries", "whose"),
    [
        (
            "Chad wept.\n\nMali sent tents. Peru did.\n\nIt was the country at its worst.",
            ["Chad", "Mali", "Peru"],
            "Chad",
        ),
        (
            "Chad wept.\n\nMali sent tents. Mali left. It was the country at its worst.",
            ["Chad", "Mali", "Mali#2"],
            "Mali",
        ),
    ],
)
def test_the_country_is_the_one_named_first_or_in_its_paragraph_most(
    text: str, countries: list[str], whose: str
) -> None:
    assert of_country(text, [mention(words, "country") for words in countries]) == whose


@pytest.mark.parametrize(
    ("text", "others", "whose"),
    [
        ("Raiders struck northern Mali. The country wept.", [], "Mali"),
        ("Raiders struck northern Mali. Chad sent tents. The country wept.", ["Chad"], "Mali"),
        ("Chad sent tents. Raiders struck northern Mali. The country wept.", ["Chad"], "Chad"),
    ],
)
def test_a_country_told_of_by_its_north_alone_is_the_country(text: str, others: list[str], whose: str) -> None:
    north = ("mention", "place", "northern Mali", {"kind": "name", "type": "region"})

    assert of_country(text, [north, *(mention(words, "country") for words in others)]) == whose
