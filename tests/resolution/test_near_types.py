"""What one newsroom calls an arrest another calls a detention: such types are compared, in two classes too."""

from dataclasses import replace

import pytest

from kb.language.event_types import EventTypes
from kb.resolution.events.happenings import comparable, event_features
from kb.resolution.events.near_types import _by_type, near
from tests.resolution.test_happenings import BASE, OTHER, bits


def test_every_type_is_one_of_the_ontology() -> None:
    types = EventTypes.load()

    assert [name for name in _by_type() if name not in types] == []


@pytest.mark.parametrize("one", sorted(_by_type()))
def test_nearness_goes_both_ways_and_is_of_two(one: str) -> None:
    assert not near(one, one)
    assert all(near(other, one) for other in _by_type()[one])


def test_a_near_type_is_compared_across_classes_and_counts_for_one_happening() -> None:
    blast = replace(OTHER, coarse="fire_explosion", types=("explosion", "fire_explosion"), word="blast")
    flood = replace(OTHER, coarse="natural_hazard", types=("flood", "natural_hazard"), word="flood")

    assert comparable(BASE, blast)
    assert not comparable(BASE, flood)
    assert event_features(BASE, blast, 6.0, str.__eq__)["near type"] == 1.0
    assert bits(BASE, OTHER) > bits(BASE, blast) > bits(BASE, replace(blast, types=("fire", "fire_explosion")))
