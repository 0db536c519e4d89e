"""Lines that only name who publishes, and words that may say where."""

import pytest

from kb.language.mastheads import names_place, names_publisher


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The Upland Beacon", True),
        ("Ministry of Foreign Affairs, State of Ostero", True),
        ("Office for National Statistics", True),
        ("Electoral Commission", True),
        ("Highland News Agency", True),
        ("Rosa Lind", False),
        ("Three Villages Cut Off", False),
        ("Minister opens office", False),
        ("Beacon", False),
        ("He reads the Upland Beacon.", False),
    ],
)
def test_who_publishes_is_told_by_its_words(line: str, *, expected: bool) -> None:
    assert names_publisher(line) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ostero, ", True),
        ("KARSA, Ostero - ", True),
        ("Signed at Ostero, ", False),
        ("Photograph, ", False),
        ("", False),
    ],
)
def test_what_stands_before_a_date_may_be_a_place(words: str, *, expected: bool) -> None:
    assert names_place(words) is expected
