"""What owns the attacked is not attacked, and nobody runs for election against a town."""

import pytest

from kb.extraction.events.role_fit import fitted
from kb.model import Entity, Event, Role, Span

TEXT = "The mayor decried the raid on his town. Ana Osk won Osk Bay by nine votes over Tor Lund."
ENTITIES = {
    "e1": Entity("e1", "person", "mayor"),
    "e2": Entity("e2", "town", "town"),
    "e3": Entity("e3", "person", "Ana Osk"),
    "e4": Entity("e4", "place", "Osk Bay"),
}


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def fillers(event: Event) -> list[tuple[str, str]]:
    (found,) = fitted([event], ENTITIES.__getitem__, TEXT)
    assert len(found.place_confidences) in (0, len(found.places))
    return [(role.role, role.span.of(TEXT)) for role in found.roles] + [("place", p) for p in found.places]


def raid(*targets: tuple[str, str]) -> Event:
    return Event("v1", "raid", span("raid"), roles=tuple(Role("target", span(w), e) for w, e in targets))


def test_whose_town_is_raided_is_not_raided() -> None:
    assert fillers(raid(("his", "e1"), ("town", "e2"))) == [("target", "town")]


def test_a_possessive_alone_stays() -> None:
    assert fillers(raid(("his", "e1"))) == [("target", "his")]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Tor Lund, who lost his two young sons, wept.", []),
        ("Tor Lund lost his life.", ["Tor Lund"]),
        ("Tor Lund lost his young life at sea.", ["Tor Lund"]),
    ],
)
def test_who_loses_a_child_lives(text: str, dead: list[str]) -> None:
    at = text.index("lost")
    event = Event("v1", "death", Span(at, at + 4), roles=(Role("patient", Span(0, 8), "e5"),))
    (found,) = fitted([event], {"e5": Entity("e5", "person", "Tor Lund")}.__getitem__, text)

    assert [role.span.of(text) for role in found.roles] == dead


def test_a_seat_is_where_it_is_won() -> None:
    roles = tuple(Role("candidate", span(w), e) for w, e in (("Ana Osk", "e3"), ("Osk Bay", "e4"), ("Tor Lund", "")))
    event = Event("v1", "victory", span("won"), roles=roles, places=("e2",))

    assert fillers(event) == [("candidate", "Ana Osk"), ("candidate", "Tor Lund"), ("place", "e2"), ("place", "e4")]


def test_who_takes_part_in_another_role_stays_though_a_place() -> None:
    event = Event("v1", "shelling", span("raid"), roles=(Role("target", span("town"), "e2"),))

    assert fillers(event) == [("target", "town")]


@pytest.mark.parametrize(("words", "entity"), [("A 41-year-old Albanian", ""), ("The Albanian", "e1")])
def test_a_citizen_is_not_the_country(words: str, entity: str) -> None:
    text = f"{words} was charged."
    at = text.index("Albanian")
    event = Event("v1", "charge", Span(at + 13, at + 20), roles=(Role("patient", Span(at, at + 8), "e1"),))
    (found,) = fitted([event], {"e1": Entity("e1", "country", "Albania")}.__getitem__, text)

    assert [(role.entity, role.span.of(text)) for role in found.roles] == [(entity, "Albanian")]


@pytest.mark.parametrize(
    ("term", "beside", "kept"),
    [
        ("20 years", "e1", False),
        ("at least three months in prison", "e1", False),
        ("20 years", "", True),
        ("two men", "e1", True),
    ],
)
def test_a_length_of_time_is_nobody_beside_somebody(term: str, beside: str, kept: bool) -> None:
    text = f"Judges gave him {term}."
    him, words = Span(text.index("him"), text.index("him") + 3), Span(text.index(term), text.index(term) + len(term))
    roles = (Role("patient", him, beside), Role("patient", words))

    (found,) = fitted([Event("v1", "sentence", Span(7, 11), roles=roles)], ENTITIES.__getitem__, text)

    assert [role.span.of(text) for role in found.roles] == ["him", *([term] if kept else [])]


@pytest.mark.parametrize(("words", "role"), [("31 of the seats", "theme"), ("the Seats party", "candidate")])
def test_what_is_won_did_not_stand(words: str, role: str) -> None:
    text = f"The Greens won {words}."
    won = Role("candidate", Span(15, 15 + len(words)))
    (found,) = fitted([Event("v1", "victory", Span(11, 14), roles=(won,))], {}.__getitem__, text)

    assert [one.role for one in found.roles] == [role]


@pytest.mark.parametrize(
    ("kind", "role", "event", "told"),
    [
        ("breakdown_of_talks", "participant", "v2", "theme"),
        ("defeat", "candidate", "v2", "theme"),
        ("breakdown_of_talks", "participant", "", "participant"),
        ("breakdown_of_talks", "topic", "v2", "topic"),
    ],
)
def test_a_happening_takes_part_in_none(kind: str, role: str, event: str, told: str) -> None:
    text = "They broke off the parley."
    one = Event("v1", kind, Span(5, 14), roles=(Role(role, Span(19, 25), "", event),))
    (found,) = fitted([one], {}.__getitem__, text)

    assert [(r.role, r.event) for r in found.roles] == [(told, event)]
