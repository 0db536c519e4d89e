"""A cluster comes apart where the evidence between the two is weakest."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.resolution.clustering import ordered
from kb.resolution.splitting import split

NAMES = "abcdef"


def test_each_goes_with_its_strongest_link() -> None:
    """c hangs on b, d on a; the chain between a and b is cut at its weakest link."""
    bits = {("a", "d"): 9.0, ("b", "c"): 8.0, ("c", "d"): 6.5, ("a", "b"): 6.0}

    found = split("abcd", bits, "a", "b")

    assert (found.first, found.second) == (("a", "d"), ("b", "c"))
    assert (found.pair, found.bits) == (("c", "d"), 6.5)
    assert found.tied == ()


def test_who_fits_both_is_named() -> None:
    """A tie is told, so that a person can move it."""
    found = split("abc", {("a", "c"): 7.0, ("b", "c"): 7.0, ("a", "b"): 1.0}, "a", "b")

    assert found.first == ("a", "c")
    assert found.tied == ("c",)


def test_two_that_are_not_of_it_are_refused() -> None:
    """The same one twice, or a stranger."""
    for pair in (("a", "a"), ("a", "z")):
        with pytest.raises(ValueError, match="no two members"):
            split("abc", {}, *pair)


@given(
    st.dictionaries(st.sampled_from(list(combinations(NAMES, 2))), st.integers(-9, 20).map(float)),
    st.permutations(NAMES),
)
def test_two_sides_whatever_the_order_and_nothing_stronger_is_cut(
    bits: dict[tuple[str, str], float], order: list[str]
) -> None:
    """All are on one side; every path between the two has a pair no stronger than the one that is cut."""
    found = split(order, bits, "a", "b")

    assert found == split(NAMES, bits, "a", "b")
    assert sorted((*found.first, *found.second)) == list(NAMES)
    assert "a" in found.first
    assert "b" in found.second
    across = [v for pair, v in bits.items() if (pair[0] in found.first) != (pair[1] in found.first)]
    assert max(across, default=None) == (found.bits if found.pair else None)
    strong = {name: {name} for name in NAMES}
    for pair, value in bits.items():
        if found.pair is None or value > found.bits:
            joined = strong[pair[0]] | strong[pair[1]]
            strong |= dict.fromkeys(joined, joined)
    assert "b" not in strong["a"]
    assert found.pair is None or found.pair == ordered(*found.pair)
