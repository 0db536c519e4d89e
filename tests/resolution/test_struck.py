"""With what a blow was struck, and what it hit, as evidence for two blows."""

from dataclasses import replace

import pytest

from kb.resolution.events.happenings import event_features
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.struck import other_target, other_weapon, said_by_name
from tests.resolution.test_happenings import BASE, OTHER, bits


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("drone", "missile", True),
        ("rocket", "missile", False),
        ("drone missile", "missile", False),
        ("knife", "gun", True),
        ("drone", "man", False),
    ],
)
def test_weapons_of_other_kinds(one: str, other: str, apart: bool) -> None:
    first, second = frozenset(one.split()), frozenset(other.split())
    assert other_weapon(first, second) == other_weapon(second, first) == apart


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("granary", "flat", True),
        ("apartment", "flat", False),
        ("flat school", "school", False),
        ("flat", "street", False),
        ("school", "bakery", True),
        ("bakery", "shop", False),
        ("ferry", "fish boat", True),
        ("ferry", "fish", False),
        ("trawler", "fish vessel", False),
        ("ferry", "boat", False),
        ("tanker", "ferry", True),
    ],
)
def test_targets_of_other_kinds(one: str, other: str, apart: bool) -> None:
    first, second = frozenset(one.split()), frozenset(other.split())
    assert other_target(first, second) == other_target(second, first) == apart


def test_a_drone_on_flats_is_less_likely_the_missile_on_a_granary() -> None:
    granary = replace(BASE, words=frozenset({"missile", "granary"}))
    flats = replace(OTHER, words=frozenset({"drone"}), sites=frozenset({"flat"}))
    told = event_features(granary, flats, 6.0, lambda a, b: a == b)
    assert told["other weapon"] == told["other target"] == 1.0
    assert bits(granary, flats) < bits(granary, replace(flats, words=frozenset({"missile", "granary"}))) - 3


def test_two_ships_with_names_sank_twice() -> None:
    """So with two hospitals, hit in one town; a ship and the line that owns it are hardly two."""
    one = replace(BASE, places=frozenset(), actors=frozenset({("patient", "e5")}), built=frozenset({"e5"}))
    other = replace(one, article="a2", local="v4", actors=frozenset({("patient", "e6")}), built=frozenset({"e6"}))

    def told(rival: EventProfile) -> set[str]:
        return set(event_features(one, rival, 6.0, lambda a, b: a == b))

    assert "other target" in told(other)
    assert "other target" not in told(replace(other, built=frozenset({"e5", "e6"})))
    assert "other target" not in told(replace(other, built=frozenset()))


def test_a_name_says_what_bears_it() -> None:
    assert said_by_name("Osk Flour Mill") == {"mill"}
    assert said_by_name("Osk Ales") == frozenset()
