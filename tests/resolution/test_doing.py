"""What the offices of two persons of one name say where they are of two countries."""

import pytest

from kb.model import Entity, Extraction, Office, Span
from kb.resolution.comparison import match_weight
from kb.resolution.profile import Profile, profiles
from kb.resolution.weights import LINK, OTHER_BODY, OTHER_OFFICE, OTHER_STATE, REVIEW, SAME_OFFICE, SAME_TITLE, VETO

HOLLAND = ("Netherlands", "NL")
GHANA = ("Ghana", "GH")


def _read(article: str, role: str, country: tuple[str, str] | None, about: tuple[str, str]) -> Profile:
    """Somebody of one name with an office, of a country if one is given, in an article about a country."""
    entities = [Entity("e1", "person", "Jan Boateng"), Entity("e2", "country", about[0], country=about[1])]
    if country:
        entities.append(Entity("e3", "country", country[0], country=country[1]))
    office = Office("o1", "e1", role, Span(0, 1), country="e3" if country else "")
    return profiles(Extraction(article, "test", "1", entities=tuple(entities), offices=(office,)), "2025-03-01")["e1"]


def _office(first: Profile, second: Profile) -> float:
    (part,) = (part for part in match_weight(first, second).parts if part.field == "office")
    return part.bits


@pytest.mark.parametrize(
    ("role", "bits"), [("transport minister", OTHER_STATE), ("governor", OTHER_STATE), ("coach", OTHER_BODY)]
)
def test_one_office_of_two_countries_parts_who_holds_it(role: str, bits: float) -> None:
    ours, theirs = _read("a", role, GHANA, GHANA), _read("b", role, HOLLAND, HOLLAND)
    assert _office(ours, theirs) == _office(theirs, ours) == bits  # who trains teams may go abroad
    assert _office(ours, _read("c", role, GHANA, GHANA)) == SAME_OFFICE


def test_two_ministers_of_one_name_keep_clusters_apart() -> None:
    ours, theirs = (_read(name, "health minister", land, land) for name, land in (("a", GHANA), ("b", HOLLAND)))
    assert match_weight(ours, theirs).bits <= VETO


def test_minister_alone_says_nothing_in_an_article_about_another_country() -> None:
    named, bare = _read("a", "health minister", GHANA, GHANA), _read("b", "minister", None, HOLLAND)
    assert _office(named, bare) == 0
    assert REVIEW <= match_weight(named, bare).bits < LINK  # a person is asked
    assert _office(named, _read("c", "health minister", None, HOLLAND)) == SAME_TITLE
    assert _office(_read("d", "health minister", None, GHANA), _read("e", "minister", None, GHANA)) == SAME_TITLE


@pytest.mark.parametrize(
    ("one", "other", "bits"),
    [
        ("health minister", "finance minister", OTHER_OFFICE),
        ("minister of health", "justice minister", OTHER_OFFICE),
        ("health minister", "minister", SAME_TITLE),
        ("interior minister", "home minister", SAME_TITLE),
        ("foreign minister", "deputy foreign minister", SAME_TITLE),
        ("health minister", "deputy minister and mayor", SAME_TITLE),
    ],
)
def test_two_portfolios_are_two_offices(one: str, other: str, bits: float) -> None:
    ours, theirs = _read("a", one, None, GHANA), _read("b", other, None, GHANA)
    assert _office(ours, theirs) == _office(theirs, ours) == bits
