"""Two of different ages are two."""

import pytest

from kb.extraction.names.ages import age, other_age
from kb.extraction.names.stage import Candidate
from kb.model import Span


def person(text: str, words: str, kind: str = "nominal") -> Candidate:
    at = text.index(words)
    return Candidate(0, Span(at, at + len(words)), 0, 1, "person", kind, {"person": 1.0}, "", 1.0, words)


@pytest.mark.parametrize(
    ("text", "words", "years"),
    [
        ("A 34-year-old clerk fell.", "clerk", 34),
        ("A 34-year-old former shop clerk fell.", "clerk", 34),
        ("Ana Paz, 19, and Bo Lie fell.", "Ana Paz", 19),
        ("Ana Paz, 19, and Bo Lie fell.", "Bo Lie", 0),
        ("Ana Paz (19) fell.", "Ana Paz", 19),
        ("Ana Paz, aged 61, fell.", "Ana Paz", 61),
        ("Ana Paz, 19 officers and a dog came.", "Ana Paz", 0),
        ("Ana Paz, 2019.", "Ana Paz", 0),
        ("A 34-year-old, Ana Paz fell.", "Ana Paz", 0),
    ],
)
def test_an_age_stands_beside_the_words(text: str, words: str, years: int) -> None:
    assert age(person(text, words), text) == years


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("A 34-year-old clerk fell. Ana Paz, 19, was held.", True),
        ("A 19-year-old clerk fell. Ana Paz, 19, was held.", False),
        ("A clerk fell. Ana Paz, 19, was held.", False),
        ("A 34-year-old clerk fell. Ana Paz was held.", False),
    ],
)
def test_who_has_another_age_is_another(text: str, other: bool) -> None:
    assert other_age(person(text, "clerk"), [person(text, "Ana Paz", "name")], text) is other


def test_an_age_that_was_cut_is_read_whole() -> None:
    text = "The 34-year-old clerk fell."

    assert age(person(text, "34-year"), text) == 34
