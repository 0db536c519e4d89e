"""A sentence may begin right behind an abbreviation."""

import pytest

from kb.extraction.builtin import create
from kb.language.sentences import begins_behind
from kb.model import Article


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("at 4 a.m. Two soldiers were", True),
        ("to the U.S. The envoy flew", True),
        ("in Washington, D.C. Lawyers for him left", True),
        ("in Washington, D.C. Police said no", False),
        ("the U.S. Officials Act passed", False),
        ("at 4 a.m. Monday it was", False),
        ("the U.S. Army left", False),
        ("How U.S. And Iran Agreed", False),
        ("at 4 a.m. two soldiers were", False),
        ("of Osk Two soldiers were", False),
        ("at 4 a.m. Two", False),
        ("taken in 2022 . Osk denies it", True),
        ("taken in 2022 . and Osk denies it", False),
        ("bill No. 2022 . Osk denies it", False),
        ("some 3022 . Osk denies it", False),
    ],
)
def test_a_word_of_grammar_in_capitals_opens_a_sentence(text: str, begins: bool) -> None:
    words = text.split()

    assert any(begins_behind(words.__getitem__, at, len(words)) for at in range(len(words))) is begins


def test_who_denies_something_did_not_do_what_the_sentence_before_tells() -> None:
    text = "Strikes on Kherson\n\nUkraine recaptured Kherson in November 2022. Moscow denies targeting civilians."
    read = create().extract(Article(text))
    taken = next(event for event in read.events if event.trigger.of(text) == "recaptured")

    assert [role.span.of(text) for role in taken.roles if role.role == "agent"] == ["Ukraine"]


def test_what_the_next_sentence_tells_is_not_what_the_minister_said_before() -> None:
    text = (
        "Gunfire near palace\n\nThe interior minister said gunfire had been heard from about 4 a.m. "
        "Two soldiers and a night watchman were buried on Friday."
    )
    read = create().extract(Article(text))
    buried = next(event for event in read.events if event.trigger.of(text) == "buried")

    assert not buried.sources
