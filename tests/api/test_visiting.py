"""Addresses that are fetched at once are few; one more is refused and waits for nobody."""

import pytest

from kb.api.serving.visiting import FetchingBusyError, Turns


def test_turns_are_lent_up_to_their_number_and_come_back() -> None:
    """Also after a fault."""
    turns = Turns(2)
    with turns.one(), turns.one(), pytest.raises(FetchingBusyError, match="2 addresses"), turns.one():
        pass
    with pytest.raises(ValueError, match="fault"), turns.one():
        raise ValueError("fault")
    with turns.one(), turns.one():
        pass
