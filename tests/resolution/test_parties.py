"""Talks of two: the same two, or one of them with another."""

from dataclasses import replace

import pytest

from kb.resolution.article import ArticleProfile
from kb.resolution.events.happenings import event_features
from kb.resolution.events.profile import EventProfile
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile
from tests.resolution.test_happenings import BASE, OTHER, bits

CALL = replace(BASE, coarse="talks", types=("phone_call", "talks"), word="call", places=frozenset(), numbers=())


def with_two(call: EventProfile, *whom: str) -> EventProfile:
    return replace(call, actors=frozenset(("participant", one) for one in whom))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("e1", "e2"), ("e1", "e2"), "same parties"),
        (("e1", "e2"), ("e1", "e3"), "other party"),
        (("e1", "e2"), ("e3", "e4"), ""),
        (("e1", "e2"), ("e1", "land"), ""),
        (("e1", "e2"), ("e1", "e3", "e4"), ""),
        (("e1", "e2"), ("e1",), ""),
    ],
)
def test_a_call_with_one_is_none_with_another(first: tuple[str, ...], second: tuple[str, ...], told: str) -> None:
    """A land may be who speaks for it, and of three an account may leave one out."""
    theirs = replace(CALL, article=OTHER.article, local=OTHER.local)
    found = event_features(
        with_two(CALL, *first),
        with_two(theirs, *second),
        6.0,
        str.__eq__,
        lambda one, other: "land" not in (one, other),
    )

    assert found.keys() & {"same parties", "other party"} == ({told} if told else set())


def test_of_blows_the_parties_say_nothing() -> None:
    one, other = with_two(BASE, "e1", "e2"), with_two(OTHER, "e1", "e2")

    assert "same parties" not in event_features(one, other, 6.0, str.__eq__)


def test_a_call_without_a_day_is_that_of_the_same_two() -> None:
    theirs = replace(CALL, article=OTHER.article, local=OTHER.local, types=("talks",), word="talk", begin="", end="")
    one, other = with_two(CALL, "e1", "e2"), with_two(theirs, "e1", "e2")

    assert bits(one, other) - bits(one, with_two(theirs, "e1", "e3")) > 1.5


def test_a_club_takes_part_whatever_an_article_takes_it_for() -> None:
    """Two names alike are one where it is asked who played, and nobody is linked by it."""
    kinds = {"a": "organisation", "b": "person", "c": "place"}
    club = {
        name: Profile(name, "e1", kind, kind, "", "Rosvik", ("rosvik" if name != "c" else "osk",))
        for name, kind in kinds.items()
    }
    pairs = Pairs({name: ArticleProfile(name, {"e1": one}, {}) for name, one in club.items()}.get)

    assert pairs.same("a#e1", "b#e1")
    assert not pairs.same("a#e1", "c#e1")
    assert pairs.bits("a#e1", "b#e1") < 0
