"""What kind of body a noun tells, and when two cannot be one."""

import pytest

from kb.extraction.names import body_kinds
from kb.extraction.names.body_kinds import are_of_two_sides, can_be


@pytest.mark.parametrize(
    ("description", "names", "one"),
    [
        ("opposition", ["Geological Survey of Norway"], False),
        ("opposition", ["Labour Party"], True),
        ("court", ["Dorset Police"], False),
        ("tribunal", ["Court of Appeal"], True),
        ("agency", ["Department for Transport"], True),
        ("bloc", ["African Union"], True),
        ("company", ["Zenvolt"], True),
        ("company", ["Zenvolt Ltd.", "Zenvolt Court"], True),
        ("outfit", ["Dorset Police"], True),
        ("court", [], True),
        ("army", ["Osk Liberation Army", "OLA"], False),
        ("army", ["People's Liberation Army"], True),
        ("army", ["Osk Army"], True),
        ("group", ["Osk Liberation Army"], True),
    ],
)
def test_kinds_that_both_tell_agree_or_it_is_another(description: str, names: list[str], one: bool) -> None:
    assert can_be(description, names) is one


@pytest.mark.parametrize(
    ("description", "names", "descriptions", "fits"),
    [
        ("army", [], ["rebels"], False),
        ("rebels", [], ["the country's army", "soldiers"], False),
        ("rebels", ["Osk Liberation Army"], ["group"], True),
        ("government", [], ["police"], False),
        ("government", ["Osk Cabinet"], ["police"], True),
        ("insurgents", [], ["rebels"], True),
        ("mutinous soldiers", ["Osk Army"], [], False),
        ("rebel troops", ["Osk Liberation Army"], [], True),
    ],
)
def test_descriptions_tell_the_kind_where_no_name_does(
    description: str, names: list[str], descriptions: list[str], fits: bool
) -> None:
    assert can_be(description, names, descriptions) is fits


@pytest.mark.parametrize(
    ("description", "others", "apart"),
    [
        ("army", ["Gunmen", "attackers"], True),
        ("gunmen", ["troops"], True),
        ("army", ["soldiers", "troops"], False),
        ("residents", ["gunmen"], False),
        ("militants", ["gunmen"], False),
        ("Mutinous soldiers", ["soldiers", "army"], True),
        ("military", ["renegade officers"], True),
        ("rebel soldiers", ["rebels"], False),
        ("soldiers", ["mutinous soldiers"], False),
    ],
)
def test_a_states_forces_are_not_whom_they_fight(description: str, others: list[str], apart: bool) -> None:
    assert are_of_two_sides(description, others) is apart


def test_words_that_are_alike_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long article names a body hundreds of times, and each description of it is held against all of them."""
    looked: list[str] = []
    head = body_kinds._head

    def noting(words: str) -> str:
        looked.append(words)
        return head(words)

    monkeypatch.setattr(body_kinds, "_head", noting)

    assert can_be("the army", ["Osk Army"] * 1000, ["troops"] * 1000)
    assert len(looked) < 20


def test_the_prosecution_is_no_court() -> None:
    assert not can_be("prosecution", ["Osk High Court"])
    assert can_be("prosecution", ["Osk Prosecution"])
