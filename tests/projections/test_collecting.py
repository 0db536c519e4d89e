"""Python looks for cycles more seldom while articles come in, and as before once the last block has ended."""

import gc

import pytest

from kb.projections.collecting import OBJECTS, SERVED, collecting_rarely, settle


def test_blocks_that_overlap_leave_the_thresholds_as_the_first_came_upon_them() -> None:
    """Threads of a server may add at once, and need not end in the order in which they began."""
    before = gc.get_threshold()
    first, second = collecting_rarely(), collecting_rarely()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    during = gc.get_threshold()
    second.__exit__(None, None, None)

    assert during == (OBJECTS, *before[1:])
    assert gc.get_threshold() == before


def test_a_block_that_fails_puts_the_thresholds_back() -> None:
    """An article that cannot be recorded must not leave the process otherwise than it was."""
    before = gc.get_threshold()

    with pytest.raises(RuntimeError, match="full"), collecting_rarely():
        raise RuntimeError("full")

    assert gc.get_threshold() == before


def test_a_server_that_has_got_ready_looks_seldom_also_where_articles_were_coming_in() -> None:
    """What it holds then is looked through no more."""
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        settle()
        assert gc.get_threshold() == (SERVED, *before[1:])
        assert gc.get_freeze_count() > frozen
        gc.set_threshold(*before)
        with collecting_rarely():
            settle()
            assert gc.get_threshold() == (OBJECTS, *before[1:])
        assert gc.get_threshold() == (SERVED, *before[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
