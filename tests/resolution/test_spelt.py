"""Spellings of one town, and names of neighbours: what it takes where the gazetteer has one of the two alone."""

from dataclasses import replace

import pytest

from kb.resolution import weights as w
from kb.resolution.comparison import match_weight
from kb.resolution.names.bodies import compare_bodies
from kb.resolution.names.spelt import nearness
from kb.resolution.profile import Profile

TOWN = Profile("a1", "e1", "place", "city", "settlement", "Makurdi", ("makurdi",), countries=frozenset({"NG"}))
SHARED = frozenset({"name:nema", "person:danjuma", "person:adaji", "name:kogi"})


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("kiev", "kyiv", "known"),
        ("raqqa", "raqqah", "known"),
        ("aleppo", "alepo", "known"),
        ("lemberg", "lviv", "known"),
        ("jabalia", "jabaliya", "known"),
        ("derna", "darnah", "near"),
        ("idlib", "edlib", "near"),
        ("bakhmut", "bachmut", "near"),
        ("blahodatne", "blahodatno", "near"),
        ("ізюм", "izyum", "known"),
        ("makurdi", "makurdo", "far"),
        ("pokrovsk", "pokrovske", "far"),
        ("formosa", "formoso", "far"),
        ("mardan", "mardin", "far"),  # an a and an i are no two ways to write one sound
        ("anshan", "anshun", "far"),  # two cities that are both in the table
    ],
)
def test_how_near_two_spellings_are(one: str, other: str, near: str) -> None:
    assert nearness(one, other) == nearness(other, one) == near
    assert compare_bodies(one, other) == "spelling"


def bits(one: Profile, name: str, external: str = "", context: frozenset[str] = frozenset()) -> float:
    other = replace(one, article="a2", label=name, names=(name.casefold(),), external=external, context=context)
    return match_weight(replace(one, context=context), other).bits


def test_a_town_that_the_gazetteer_has_is_no_neighbour_of_nearly_its_name() -> None:
    makurdi = replace(TOWN, external="geonames:2331140")

    assert w.REVIEW <= bits(makurdi, "Makurdo") < w.LINK  # a person is asked
    assert bits(makurdi, "Makurdo", context=frozenset({"name:abuja"})) < w.LINK
    assert bits(makurdi, "Makurdo", context=SHARED) >= w.LINK  # of one story it is how another paper writes it
    assert bits(makurdi, "Makurdo", "geonames:2331141", SHARED) == w.EXCLUDED
    assert bits(TOWN, "Makurdo") >= w.LINK  # as the gazetteer has neither


@pytest.mark.parametrize(
    ("one", "other"), [("Kiev", "Kyiv"), ("Derna", "Darnah"), ("Raqqa", "Raqqah"), ("Aleppo", "Alepo")]
)
def test_other_spellings_of_a_known_town_are_one(one: str, other: str) -> None:
    for name, spelling in ((one, other), (other, one)):
        known = replace(TOWN, label=name, names=(name.casefold(),), external="geonames:1")
        assert bits(known, spelling) >= w.LINK
        assert bits(known, spelling, "geonames:1") == w.IDENTIFIED


def test_why_a_spelling_is_not_enough_is_told() -> None:
    other = replace(TOWN, article="a2", label="Makurdo", names=("makurdo",), external="geonames:1")

    assert any(part.field == "spelling" and part.bits == -5.5 for part in match_weight(TOWN, other).parts)


def test_a_country_is_no_place_in_which_two_lie() -> None:
    """It speaks for one as their country already."""
    osk = replace(TOWN, label="Osk", names=("osk",), within=frozenset({"nigera"}))
    in_benue = replace(osk, within=frozenset({"benue"}), holder="region:benue")

    assert bits(osk, "Osk") == bits(replace(osk, within=frozenset()), "Osk")
    assert bits(in_benue, "Osk") == bits(osk, "Osk") + w.SAME_HOLDER
