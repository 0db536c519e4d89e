"""What an export left out is told in the singular where it is one."""

import pytest

from kb.exporting.leftovers import Leftovers


@pytest.mark.parametrize(
    ("reason", "count", "told"),
    [
        ("attacks", 1, "Left out: 1 attack."),
        ("attacks", 2, "Left out: 2 attacks."),
        ("events without a day", 1, "Left out: 1 event without a day."),
        ("entities whose type is not known", 1, "Left out: 1 entity whose type is not known."),
        ("offices that are sought and not held", 1, "Left out: 1 office that is sought and not held."),
        ("offices that are sought and not held", 1200, "Left out: 1,200 offices that are sought and not held."),
    ],
)
def test_one_is_told_in_the_singular(reason: str, count: int, told: str) -> None:
    """And several in the plural."""
    left = Leftovers()
    left.add(reason, count=count)
    assert left.sentences() == (told,)
