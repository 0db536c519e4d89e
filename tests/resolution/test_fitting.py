"""Scales fitted to judgements: drawn towards the weights as they came, better where people judge otherwise."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.resolution.article import ArticleProfile
from kb.resolution.comparison import Part, Weight
from kb.resolution.fitting import Judged, Told, fit, held_back, is_better, tell, usable
from kb.resolution.learned import LearnedPairs, Scales
from tests.resolution.test_happenings import BASE, OTHER

NEEDED = 6.0


def pair(name: float, context: float, one: bool, number: int = 0, share: float = 1.0) -> Judged:
    """Return a judged pair of two fields."""
    parts = (Part("name", name, "names"), Part("context", context, "others"))
    return Judged(Weight(parts), one, share, number % 5)


def test_without_judgements_that_differ_the_weights_stay_near() -> None:
    """Clear pairs judged as they weigh hardly move anything."""
    rows = [pair(8, 4, True, n) for n in range(4)] + [pair(-10, -1.5, False, n) for n in range(4)]

    found = fit(rows, NEEDED)

    assert all(abs(scale - 1) < 0.1 for scale in found.fields.values())
    assert abs(found.shift) < 0.2


def test_what_people_say_of_a_field_is_learned_and_helps_on_what_was_held_back() -> None:
    """Here a lack of context means nothing: pairs that lack it are one all the same."""
    rows = [pair(5, -1.5, True, n) for n in range(20)] + [pair(2, -1.5, False, n) for n in range(20)]

    found = fit(rows, NEEDED)

    before, after = tell(rows, Scales(), NEEDED), held_back(rows, NEEDED)
    assert found.fields["name+"] > 1.0
    assert found.fields["context-"] < 1.0
    assert after.loss < before.loss
    assert after.wrong <= before.wrong


def test_what_is_certain_teaches_nothing_and_is_not_scaled() -> None:
    """An identifier, two in one article."""
    for bits in (20.0, -30.0):
        weight = Weight((Part("identifier", bits, "it"),))
        assert not usable(weight)
        assert Scales({"identifier+": 0.1, "identifier-": 0.1}, 5.0).applied(weight) == weight


@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(-5, 5), st.booleans()), min_size=1, max_size=12))
def test_fitting_is_bounded_and_the_same_each_time(rows: list[tuple[float, float, bool]]) -> None:
    """Whatever the judgements."""
    judged = [pair(name, context, one, n) for n, (name, context, one) in enumerate(rows)]

    found = fit(judged, NEEDED)

    assert found == fit(judged, NEEDED)
    assert all(0.0 <= scale <= 4.0 for scale in found.fields.values())
    assert tell(judged, found, NEEDED).loss >= 0.0


def test_the_pairs_of_one_decision_count_as_one() -> None:
    """Two halves pull as one whole."""
    whole = [pair(5, -1.5, True), pair(2, 1.0, False, 1)]
    halves = [pair(5, -1.5, True, share=0.5), pair(5, -1.5, True, share=0.5), pair(2, 1.0, False, 1)]

    one, other = fit(whole, NEEDED), fit(halves, NEEDED)

    assert one.shift == pytest.approx(other.shift, abs=0.01)
    assert {*product(one.fields)} == {*product(other.fields)}


def test_what_every_pair_has_is_moved_once() -> None:
    """The prior of two events is no field: the shift alone says that people join more than the package does."""
    parts = (Part("prior", -6.3, "two events"), Part("days", 5.0, "same days"))
    found = fit([Judged(Weight(parts), True, 1.0, n % 5) for n in range(20)], 0.0)

    assert "prior-" not in found.fields
    assert found.shift > 0.5


def test_less_surprise_is_not_enough_where_more_come_out_wrong() -> None:
    assert is_better(Told(0.94, 0.20), Told(0.63, 0.10))
    assert is_better(Told(0.94, 0.20), Told(0.63, 0.20))
    assert not is_better(Told(1.18, 0.421), Told(1.07, 0.431))
    assert not is_better(Told(1.18, 0.50), Told(1.39, 0.40))


def test_events_are_linked_by_the_scales_that_their_reasons_have() -> None:
    """Links are made by bits alone, which have to be those that `kb explain` shows."""
    articles = {one.article: ArticleProfile(one.article, {}, {one.local: one}) for one in (BASE, OTHER)}
    pair = BASE.member, OTHER.member
    plain, scaled = (LearnedPairs(articles.get, Scales(), scales) for scales in (Scales(), Scales({}, 2.5)))

    assert scaled.event_bits(*pair) == scaled.events(*pair).bits == plain.event_bits(*pair) + 2.5
    assert list(scaled.weighed_bits(BASE.article, OTHER.article)) == [(pair, scaled.event_bits(*pair))]
    fresh = LearnedPairs(articles.get, Scales(), Scales({}, 2.5))
    assert list(fresh.weighed_bits(BASE.article, OTHER.article)) == [(pair, plain.event_bits(*pair) + 2.5)]
