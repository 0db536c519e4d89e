"""What a question was taken for, said in words."""

import pytest

from kb.api.pages.meant import Meant, beginnings, meant, noted
from kb.service.answering.lexicon import COUNTED


def test_a_name_leads_on_codes_are_words_and_no_pattern_is_shown() -> None:
    found = meant(
        {
            "place": "Derna (city, LY), entity-4537f15be33182920656",
            "title": "Derna (city, LY)",
            "pattern": "dead|bod(y|ies)",
            "deaths": "disease_outbreak,infection",
            "voice": r"\b(a.*b)[^c]",
            "days": "in September 2023",
            "cues": "responsib",
        }
    )

    assert list(found) == [
        Meant("place", "Derna (city, LY)", "entity-4537f15be33182920656"),
        Meant("title", "Derna (city, LY)"),
        Meant("words with", "dead, body, bodies"),
        Meant("deaths", "disease outbreak, infection"),
        Meant("days", "in September 2023"),
    ]


@pytest.mark.parametrize("pattern", [one for one, _ in COUNTED.values()])
def test_whatever_is_counted_is_told_in_words(pattern: str) -> None:
    words = beginnings(pattern)
    assert len(words) > 1
    assert all(word.isalpha() for word in words)


def test_a_note_leads_on_to_what_it_names_and_shows_no_id() -> None:
    """Commas within a description, several names, an article whose title has brackets, words alone."""
    others = "Ostby is taken to be Ostby (city, NO), not Ostby (person), entity-5c1f; Ostby (body, in Oslo), entity-77"
    said = "no fact answers this, but article-0a1b (A flood (again)) says: “It rained, entity by entity.”"

    assert list(noted(others)) == [
        ("Ostby is taken to be Ostby (city, NO), not ", ""),
        ("Ostby (person)", "entity-5c1f"),
        ("; ", ""),
        ("Ostby (body, in Oslo)", "entity-77"),
    ]
    assert list(noted(said)) == [
        ("no fact answers this, but ", ""),
        ("A flood (again)", "article-0a1b"),
        (" says: “It rained, entity by entity.”", ""),
    ]
    assert list(noted("but article-0a1b says: “Rain.”"))[1] == ("an article without title", "article-0a1b")
    assert list(noted("plain words")) == [("plain words", "")]
