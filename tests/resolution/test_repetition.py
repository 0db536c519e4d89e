"""Texts that repeat one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.resolution import repetition
from kb.resolution.repetition import containment, grouped, repetitions, runs

AGENCY = (
    "A barge loaded with gravel broke from its moorings on the Vey at dawn and struck the old road bridge at Sollen. "
    "Two pillars cracked and the crossing was shut to lorries, the river police said. Nobody was hurt. "
    "Engineers are to look at the foundations on Friday, when the water is lower."
)
OTHER = (
    "The road bridge at Sollen will stay shut to lorries for at least a week after a gravel barge hit it on Tuesday. "
    "Divers found cracks in two of its pillars, and the district engineer would not say what the repair might cost."
)


def test_a_shortened_copy_repeats_and_another_report_does_not() -> None:
    """Sentences left out and a word changed are still the agency's text; the same news in other words is not."""
    first, _, rest = AGENCY.partition(". ")
    copy = f"{first}. {rest.rpartition('. ')[0].replace('shut', 'closed')}."

    assert set(repetitions({"a": AGENCY, "b": OTHER, "c": copy})) == {frozenset({"a", "c"}), frozenset({"b"})}


def test_a_text_without_words_repeats_nothing() -> None:
    """Nothing in common is no agreement."""
    assert repetitions({"a": "", "b": "…"}) == (frozenset({"a"}), frozenset({"b"}))


@given(st.text(), st.text())
def test_containment_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    """Between 0 and 1, 1 of a text in itself."""
    a, b = runs(one), runs(other)

    assert 0 <= containment(a, b) == containment(b, a) <= 1
    assert containment(a, a) == (1.0 if a else 0.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_groups_hold_every_key_once_and_every_pair_together(pairs: list[tuple[int, int]]) -> None:
    """A partition in which no pair is torn apart, whatever the order of the pairs."""
    groups = grouped(range(10), pairs)

    assert sorted(key for group in groups for key in group) == list(range(10))
    assert all(any({one, other} <= group for group in groups) for one, other in pairs)
    assert set(groups) == set(grouped(range(10), reversed(pairs)))


def test_texts_that_were_compared_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever they are called: pages and graph ask about one happening's several times in a row."""
    found = repetitions({"a": AGENCY, "b": OTHER, "c": AGENCY})
    monkeypatch.setattr(repetition, "containment", None)
    assert found == (frozenset({"a", "c"}), frozenset({"b"}))
    assert repetitions({1: AGENCY, 2: OTHER, 3: AGENCY}) == (frozenset({1, 3}), frozenset({2}))
