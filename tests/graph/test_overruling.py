"""What a later decision leaves nothing of."""

import pytest

from kb.events import ClaimAmended, ClaimConfirmed, ClaimRetracted
from kb.graph.overruling import Overruling

YES, NO, OTHER = ClaimConfirmed.TYPE, ClaimRetracted.TYPE, ClaimAmended.TYPE
TIME = ("v1", "time", 0)
WHOLE = ("v1", "", 0)


@pytest.mark.parametrize(
    ("decisions", "overruled"),
    [
        ([(TIME, YES, ""), (TIME, NO, "")], {1: 2}),
        ([(TIME, NO, ""), (TIME, YES, "")], {1: 2}),
        ([(TIME, YES, ""), (TIME, YES, "")], {}),
        ([(TIME, OTHER, "a"), (TIME, OTHER, "b")], {1: 2}),
        ([(TIME, OTHER, "a"), (TIME, OTHER, "b"), (TIME, OTHER, "a")], {1: 2, 2: 3}),
        ([(TIME, OTHER, "a"), (TIME, OTHER, "a")], {}),
        ([(TIME, OTHER, "a"), (TIME, YES, "")], {}),
        ([(TIME, YES, ""), (TIME, OTHER, "a")], {1: 2}),
        ([(TIME, OTHER, "a"), (TIME, YES, ""), (TIME, NO, "")], {1: 3, 2: 3}),
        ([(TIME, OTHER, "a"), (("v1", "place", 0), NO, "")], {}),
        ([(TIME, OTHER, "a"), (("v2", "time", 0), OTHER, "b")], {}),
        ([(WHOLE, YES, ""), (TIME, NO, "")], {}),
        ([(TIME, OTHER, "a"), (("v2", "time", 0), YES, ""), (WHOLE, NO, "")], {1: 3}),
        ([(TIME, OTHER, "a"), (WHOLE, NO, ""), (WHOLE, YES, "")], {2: 3}),
    ],
)
def test_the_later_of_two_about_one_place_holds(
    decisions: list[tuple[tuple[str, str, int], str, str]], overruled: dict[int, int]
) -> None:
    """Unless both say the same, or the later one confirms the earlier one."""
    taken = Overruling()
    for position, (place, kind, value) in enumerate(decisions, 1):
        taken.take(place, position, kind, value)
    assert taken.by() == overruled
