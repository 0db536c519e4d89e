"""Nouns for people: one list for an article and across articles."""

import pytest

from kb.language.people_words import ARMED, ATTACKERS, UNARMED, forms


def test_nobody_is_armed_and_unarmed() -> None:
    """What parts two happenings must not be on both sides."""
    assert not ARMED & UNARMED
    assert not ATTACKERS & (ARMED | UNARMED)


@pytest.mark.parametrize("word", ["soldiers", "militiamen", "policeman", "police", "rebel", "mercenaries", "officers"])
def test_forms_of_the_armed(word: str) -> None:
    """Singular and plural are found, no other words, and none within another."""
    assert forms(ARMED).search(f"five {word} died")
    assert not forms(UNARMED).search(f"five {word} died")
    assert not forms(ARMED).search(f"five un{word} died")


@pytest.mark.parametrize("word", ["children", "women", "babies", "townsfolk", "fishermen", "boys", "priests"])
def test_forms_of_the_unarmed(word: str) -> None:
    """Plurals that English makes otherwise are among them."""
    assert forms(UNARMED).search(f"five {word} died")
