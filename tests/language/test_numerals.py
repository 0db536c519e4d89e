"""Numbers in names: numerals of rulers and generations, ordinals of bodies and places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.numerals import bearer, number, roman, same_number


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Charles III", 3), ("Ivan Petrov I", 1), ("Pope John Paul II", 2), ("Ivan IV the Terrible", 4),
        ("Elizabeth the Second", 2), ("Charles V of Spain", 5), ("POPE PIUS XII", 12), ("Osk Lund Sr.", 1),
        ("Osk Lund, Jr.", 2), ("King Charles", None), ("Xi Jinping", None), ("XI JINPING", None), ("Liu Xi", None),
        ("JIANG XI", None), ("Charles V. Smith", None), ("Charles V Smith", None), ("Catherine the Great", None),
        ("Tran Thi Vi", None), ("Jean DIX", None), ("III", None),
    ],
)  # fmt: skip
def test_which_bearer_of_a_name_somebody_is(name: str, found: int | None) -> None:
    assert bearer(name) == found


@given(st.integers(1, 39))
def test_roman_numerals_are_read_as_they_are_written(value: int) -> None:
    tens, ones = divmod(value, 10)
    written = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
    assert roman(written) == value


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3rd", "third", True), ("ii", "2nd", True), ("4", "four", True), ("xx", "xix", False), ("71st", "72nd", False),
        ("first", "one", False), ("third", "brigade", None), ("vii", "viii", False),
    ],
)  # fmt: skip
def test_words_that_are_numbers(one: str, other: str, same: bool | None) -> None:
    assert same_number(one, other) is same_number(other, one) is same


def test_a_word_that_is_no_number() -> None:
    assert number("lund") is number("") is number("xxxx") is None
