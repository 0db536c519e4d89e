"""Words that belong to another happening of their sentence, or of the one before, as the packaged reader has it."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article, Event


def event(text: str, word: str) -> tuple[Event, dict[str, str]]:
    """Return the event that a word tells, and the names of the article's entities."""
    found = create().extract(Article(text, published="2025-06-02"))
    told = (e for e in found.events if word in {s.of(text) for s in (e.trigger, *e.other_mentions)})
    return next(told), {entity.id: entity.name for entity in found.entities}


def places(text: str, word: str) -> list[str]:
    found, names = event(text, word)
    return [names[place] for place in found.places]


def test_a_deed_of_long_ago_was_neither_when_nor_where_its_doer_was_arrested() -> None:
    text = (
        "Alan Dzasov was sentenced in absentia to 18 years in 2011 for the killing of four policemen and arrested at "
        "Kutaisi airport in 2023."
    )
    killing, _ = event(text, "killing")

    assert (places(text, "killing"), killing.time) == ([], None)
    assert places(text, "arrested") == ["Kutaisi airport"]


def test_the_year_before_a_noun_is_that_of_the_noun_alone() -> None:
    text = "Wilmer Anchundo, 43, had been serving a 25-year sentence for the 2019 murder of a port official."
    sentence, _ = event(text, "sentence")
    murder, _ = event(text, "murder")

    assert sentence.time is None
    assert murder.time is not None
    assert murder.time.earliest_begin == "2019-01-01"


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        (
            "A bus fell into a gorge near Doda on Saturday. Three people thought dead were alive in the district "
            "hospital, an official said. Twenty-five people were injured.",
            "injured",
            False,
        ),
        ("Two nurses were injured in the district hospital when a wall fell.", "injured", True),
        ("A ferry was carrying 94 people when it left Binga on Monday. The dead include nine pupils.", "dead", False),
    ],
)
def test_nobody_is_hurt_where_others_are_treated_or_set_out(text: str, word: str, there: bool) -> None:
    assert any("hospital" in place or place == "Binga" for place in places(text, word)) is there
