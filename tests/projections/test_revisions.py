"""Texts of an article one after another, corrected back to an earlier one included."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb.projections.folding.revisions import earlier, last, later, revisions
from kb.projections.opening import in_memory
from tests.projections.worlds import World

TEXTS = st.sampled_from("abcd")
CHAIN: Mapping[str, Mapping[str, Any]] = {
    "a": {"replaced_by": "b"},
    "b": {"replaces": "a", "replaced_by": "c"},
    "c": {"replaces": "b"},
}


def test_every_text_is_found_from_every_text() -> None:
    """The one in force last, whichever was named."""
    assert [revisions(text, CHAIN.get) for text in "abc"] == [("a", "b", "c")] * 3
    assert list(earlier("c", CHAIN.get)) == ["c", "b", "a"]
    assert list(later("a", CHAIN.get)) == ["a", "b", "c"]
    assert last("a", CHAIN.get) == CHAIN["c"]
    assert last("nobody", CHAIN.get) == {}


def test_the_way_ends_at_a_text_that_was_withdrawn() -> None:
    """What took its place later holds nothing up."""
    rows = CHAIN | {"b": {"replaces": "a", "replaced_by": "c", "withdrawn": 7}}

    assert last("a", rows.get)["withdrawn"] == 7


@given(st.dictionaries(TEXTS, st.dictionaries(st.sampled_from(["replaces", "replaced_by"]), TEXTS)))
def test_no_walk_goes_round_for_ever(rows: dict[str, dict[str, str]]) -> None:
    """Whatever corrects whatever, itself too."""
    for text in "abcd":
        found = revisions(text, rows.get)
        assert text in found
        assert len(found) == len(set(found))
        last(text, rows.get)


def test_a_text_corrected_back_to_the_earlier_one_is_taken_in() -> None:
    """The fold once followed the corrections round and round."""
    world = World().run([("add", "0"), ("read", "0", "full"), ("correct", "1", "0"), ("correct", "0", "1")])

    assert in_memory(world.log).position == world.log.position()
