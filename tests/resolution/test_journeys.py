"""Where journeys go, as evidence for two of them."""

from dataclasses import replace

import pytest

from kb.model import Entity, Event, Mention, Role, Span
from kb.resolution.events.happenings import event_features
from kb.resolution.events.journeys import bound_for, travellers
from kb.resolution.events.profile import EventProfile
from tests.resolution.test_happenings import BASE, OTHER


def bound(text: str, verb: str, *roles: Role) -> list[str]:
    """Return the names of the towns to which the journey goes that *verb* tells of."""
    kinds = {"Osk": "city", "Ales": "city", "Bela": "village", "Norway": "country"}
    entities = {name: Entity(name, kind, name) for name, kind in kinds.items()}
    named = [(name, text.find(name)) for name, kind in kinds.items() if kind == "city"]
    mentions = [Mention(name, Span(at, at + len(name)), "name", name) for name, at in named if at >= 0]
    event = Event("v1", "crash", Span(text.index(verb), text.index(verb) + len(verb)), roles=roles)
    return sorted(bound_for(text, event, entities, mentions))


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("A bus travelling from Osk to Ales overturned.", ["Ales"]),
        ("The train, bound for Osk, overturned near Ales.", ["Osk"]),
        ("Four died on their way to Osk when a van overturned.", ["Osk"]),
        ("Floods overturned sheds from Osk to Ales.", []),
        ("A lorry overturned 40 km from Osk.", []),
        ("A lorry overturned. A bus from Osk to Ales had to wait.", []),
    ],
)
def test_the_sentence_says_where_somebody_was_bound(text: str, towns: list[str]) -> None:
    assert bound(text, "overturned") == towns


def test_a_destination_is_a_town_and_no_village_or_country() -> None:
    text = "She travelled."
    to = {name: Role("destination", Span(0, 3), name) for name in ("Osk", "Bela", "Norway")}
    assert bound(text, "travelled", *to.values()) == ["Osk"]


def test_two_journeys_go_to_two_towns() -> None:
    one = replace(BASE, coarse="travel", bound=frozenset({"e8"}))
    other = replace(OTHER, coarse="travel", bound=frozenset({"e9"}))

    def told(first: EventProfile, second: EventProfile) -> set[str]:
        return set(event_features(first, second, 6.0, lambda a, b: a == b))

    assert "other destination" in told(one, other)
    assert "other destination" not in told(one, replace(other, bound=frozenset({"e8", "e9"})))
    assert "other destination" not in told(one, replace(other, bound=frozenset()))
    assert "other destination" not in told(*(replace(each, coarse="meeting") for each in (one, other)))


@pytest.mark.parametrize(
    ("mine", "theirs", "how"),
    [
        ({"doers": {"ferry"}, "words": {"ferry"}}, {"doers": {"yacht"}, "words": {"yacht"}}, "other traveller"),
        ({"doers": {"ferry"}, "words": {"ferry"}}, {"whom": {"ferry"}, "words": {"ferry"}}, ""),
        ({"actors": {("agent", "e1")}}, {"actors": {("agent", "e2")}}, "other traveller"),
        ({"actors": {("agent", "e1")}}, {"actors": {("agent", "e1")}}, ""),
        ({"actors": {("agent", "e1")}}, {"doers": {"truck"}, "words": {"truck"}}, "other traveller"),
        ({"actors": {("agent", "e1")}}, {}, "traveller untold"),
        ({"actors": {("agent", "e1")}, "bound": {"e8"}}, {"bound": {"e8"}}, ""),
        ({"actors": {("agent", "e1")}, "coarse": "meeting"}, {}, ""),
    ],
)
def test_who_was_on_the_way_tells_two_departures_apart(mine: dict, theirs: dict, how: str) -> None:  # type: ignore[type-arg]
    bare = {name: frozenset() for name in ("actors", "bound", "words", "doers", "whom", "places")}
    told = [
        replace(
            event, **bare | {"coarse": "travel"} | {k: v if k == "coarse" else frozenset(v) for k, v in own.items()}
        )
        for event, own in ((BASE, mine), (OTHER, theirs))
    ]

    assert travellers(*told, lambda a, b: a == b) == how
    assert travellers(*told[::-1], lambda a, b: a == b) == how
