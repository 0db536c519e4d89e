"""Seats of power across articles: one Kremlin, one White House, and neither a city nor another country's palace."""

import pytest

from kb.language.gazetteer import shipped
from kb.model import Entity, Extraction
from kb.resolution import weights as w
from kb.resolution.comparison import match_weight
from kb.resolution.names.seats import SEATS
from kb.resolution.profile import Profile, profiles


def body(article: str, name: str, *others: Entity) -> Profile:
    return profiles(Extraction(article, "x", "1", "", entities=(Entity("e", "office", name), *others)))["e"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kremlin", "the Kremlin"), ("White House", "The White House"), ("Downing Street", "10 Downing Street")],
)
def test_a_seat_is_of_its_country_whatever_the_articles_are_about(one: str, other: str) -> None:
    poland = Entity("p", "country", "Poland", country="PL", external="geonames:798544")
    canada = Entity("c", "country", "Canada", country="CA", external="geonames:6251999")

    assert match_weight(body("a", one, poland), body("b", other, canada)).bits >= w.LINK


def test_seats_of_two_countries_and_capitals_are_not_one() -> None:
    assert match_weight(body("a", "Kremlin"), body("b", "White House")).bits < w.REVIEW
    assert body("a", "Kremlin").countries == {"RU"}
    assert body("a", "Moscow").countries == frozenset()


def test_the_table_is_the_gazetteers() -> None:
    for name, (country, institution) in SEATS.items():
        found = shipped().metonym(name)
        assert found is not None
        assert (found.country, found.institution, found.kind, found.ambiguous) == (country, institution, "seat", False)
