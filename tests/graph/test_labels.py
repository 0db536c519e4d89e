"""Labels of events say where, by the town around a place without a name, and read as a newspaper would put it."""

import pytest

from kb.graph.labels import event_label
from kb.model import Entity, Event, Role, Span

TEXT = "Gunman kills two people and a boy at a market in Osk. No tourists hurt. Nurses and protesters block a gate."
ENTITIES = {
    "e1": Entity("e1", "person", "Gunman", named=False),
    "e2": Entity("e2", "market", "market", named=False, within="e3"),
    "e3": Entity("e3", "town", "Osk"),
    "e4": Entity("e4", "person", "boy", named=False),
    "e5": Entity("e5", "facility", "gate", named=False),
    "e6": Entity("e6", "group", "protesters", named=False),
    "e7": Entity("e7", "building", "shed", named=False),
    "e8": Entity("e8", "company", "Osk Ales"),
    "e9": Entity("e9", "group", "Nurses", named=False),
}


def labelled(kind: str, roles: dict[str, str], places: tuple[str, ...] = ()) -> str:
    """The label of an event whose roles are filled by words of the text."""
    filled = []
    for words, role in roles.items():
        at = Span(TEXT.index(words), TEXT.index(words) + len(words))
        known = next((i for i, e in ENTITIES.items() if e.name == words.removeprefix("a ")), "")
        filled.append(Role(role, at, known))
    return event_label(TEXT, Event("v1", kind, Span(7, 12), roles=tuple(filled), places=places), ENTITIES)


@pytest.mark.parametrize(("place", "where"), [("e2", " in Osk"), ("e3", " in Osk"), ("e7", "")])
def test_a_place_without_a_name_gives_the_town_around_it(place: str, where: str) -> None:
    assert labelled("death", {"Gunman": "agent"}, (place,)) == f"killing by gunman{where}"


def test_one_of_many_without_a_name_is_not_all_of_them() -> None:
    assert labelled("death", {"two people": "patient", "a boy": "patient"}, ("e3",)) == "deaths in Osk"


def test_nobody_is_not_said_to_be_hurt_by_no() -> None:
    assert labelled("injury", {"No tourists": "patient"}) == "injuries to tourists"


@pytest.mark.parametrize(
    ("roles", "label"),
    [
        ({"a gate": "target", "protesters": "agent"}, "protest at gate"),
        ({"a gate": "target", "Nurses": "agent"}, "protest at gate by nurses"),
        ({"protesters": "agent"}, "protest"),
    ],
)
def test_people_protest_at_a_gate_and_not_against_it(roles: dict[str, str], label: str) -> None:
    assert labelled("protest", roles) == label


def test_people_protest_against_a_company() -> None:
    event = Event("v1", "protest", Span(7, 12), roles=(Role("target", Span(0, 6), "e8"),))

    assert event_label(TEXT, event, ENTITIES) == "protest against Osk Ales"
