"""IRIs come from content alone, and no two contents share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.graph.iris import BadIdError, BaseIriError, Iris, digest

PARTS = st.lists(st.text(max_size=6) | st.integers(0, 99), min_size=1, max_size=4)


@given(PARTS, PARTS)
def test_parts_are_never_confused(one: list[str | int], other: list[str | int]) -> None:
    """Joining differently gives another digest; the same parts give the same one."""
    same = list(map(str, one)) == list(map(str, other))

    assert (digest(*one) == digest(*other)) is same
    assert len(digest(*one)) == 20


def test_boundaries_count() -> None:
    """("ab", "c") and ("a", "bc") are different things."""
    assert digest("ab", "c") != digest("a", "bc")


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://example.org/news/", "http://[::1]:80/"])
def test_base_with_a_slash_at_the_end_is_taken(base: str) -> None:
    """Nodes and graphs begin with the base."""
    assert Iris(base).article("ab12").value == f"{base}id/article-ab12"
    assert Iris(base).is_ours(Iris(base).article_graph("ab12").value)


@pytest.mark.parametrize(
    "base", ["", "localhost", "http://x", "ftp://x/", "http://x/?q=/", "http://x/#/", "http://a b/"]
)
def test_other_bases_are_refused_with_the_base_named(base: str) -> None:
    """A base that cannot carry node names says so."""
    with pytest.raises(BaseIriError) as caught:
        Iris(base)
    assert caught.value.base == base


@pytest.mark.parametrize("identifier", ["", "a b", "../x", "a/b", "é", "a>"])
def test_ids_that_would_break_an_iri_are_refused(identifier: str) -> None:
    """An id is one plain segment."""
    with pytest.raises(BadIdError):
        Iris("http://localhost:8000/").entity(identifier)
