"""What tells the items of a feed apart, whatever ids and addresses it gives them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Article
from kb.service.intake.taking import WHOLE, backoff, keyed
from kb.sources import Loaded

ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["one text", "another text", "a third"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "http://x/", "http://x/2"]),
    ),
    max_size=6,
)


def loaded(items: list[tuple[str, str, str]]) -> list[Loaded]:
    """Return the items of one answer."""
    return [
        Loaded(Article(text=text, external_id=identifier, url=url), "feed", place=f"item {number}")
        for number, (text, identifier, url) in enumerate(items, 1)
    ]


@given(ITEMS)
def test_two_items_have_one_key_only_if_they_have_one_text(items: list[tuple[str, str, str]]) -> None:
    """So that no item of an answer is ever taken for the new text of another one of it."""
    texts: dict[str, set[str]] = {}
    for key, outcome in keyed(loaded(items)):
        assert isinstance(outcome, Loaded)
        texts.setdefault(key, set()).add(outcome.article.id)
    assert all(len(found) == 1 for found in texts.values())
    assert WHOLE not in texts


@given(ITEMS)
def test_keys_do_not_depend_on_the_order(items: list[tuple[str, str, str]]) -> None:
    """A feed that puts its items in another order has the same items."""
    there = Counter(key for key, _ in keyed(loaded(items)))
    assert there == Counter(key for key, _ in keyed(loaded(items[::-1])))


def test_what_fails_is_tried_later_each_time_but_once_a_day() -> None:
    """A minute, two, four ... and never more than a day, however often it failed."""
    waits = [backoff(failures) for failures in range(1, 100)]
    assert waits[:3] == [60.0, 120.0, 240.0]
    assert waits == sorted(waits)
    assert waits[-1] == 86_400.0
