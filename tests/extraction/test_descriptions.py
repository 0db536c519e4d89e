"""What an article says behind a name of whoever bears it."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article


def told(text: str, name: str) -> str:
    return next(e.description for e in create().extract(Article(text)).entities if name in (e.name, *e.aliases))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Adaeze Obi, a pharmacist from Lagos, was freed on Monday.", "Adaeze Obi", "pharmacist from Lagos"),
        ("“I wept,” said Pilar Sosa, a nurse from Juan B. Justo, on Monday.", "Pilar Sosa", "nurse from Juan B. Justo"),
        (
            "The strike was called by Nordic Rail Workers, a union with 3,400 members, on Monday.",
            "Nordic Rail Workers",
            "union with 3,400 members",
        ),
    ],
)
def test_the_words_between_commas_behind_a_name_tell_of_it(text: str, name: str, words: str) -> None:
    assert told(text, name) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The firm will build its first plant in Ghana, the company said.", "Ghana"),
        ("Two people died in the Volta region, the governor told reporters.", "Volta region"),
        ("In Malawi, the night train has stopped, and nobody knows why.", "Malawi"),
        ("The captain of the Baltic Star, a Dane whom police did not name, was held in Lagos.", "Baltic Star"),
        ("The mayor of Kumasi, a former teacher, was held on Monday.", "Kumasi"),
    ],
)
def test_a_clause_or_a_person_behind_the_name_of_a_place_tells_nothing_of_it(text: str, name: str) -> None:
    assert told(text, name) == ""
