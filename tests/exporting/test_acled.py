"""What ACLED tells beside an event type: disorder, numbers of countries, what actors are to a conflict."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting.acled import disorder, inter, interaction, iso
from kb.exporting.reading import Graph
from kb.graph import names
from tests.exporting.conftest import iri
from tests.graph import sample


def test_disorder_follows_the_event_type() -> None:
    """Violence of a mob is no demonstration; force against protesters is both."""
    assert disorder("Battles", "Armed clash") == disorder("Riots", "Mob violence") == "Political violence"
    assert disorder("Riots", "Violent demonstration") == disorder("Protests", "Peaceful protest") == "Demonstrations"
    both = disorder("Protests", "Excessive force against protesters")
    assert both == "Political violence; Demonstrations"
    assert disorder("Strategic developments", "Arrests") == "Strategic developments"


def test_numbers_of_countries_are_todays() -> None:
    """Also of those that had another number once; none for what is no country."""
    assert [iso(code) for code in ("AF", "KE", "DE", "SD", "YE", "")] == ["4", "404", "276", "729", "887", ""]


@pytest.mark.parametrize(
    ("label", "cls", "its", "kind", "code"),
    [
        ("police", "Group", "", "Protests", "1"),
        ("Second Army", "ArmedForce", "AA", "Battles", "1"),
        ("Second Army", "ArmedForce", "BB", "Battles", "8"),
        ("soldiers", "Group", "", "Battles", ""),
        ("Northern Front", "ArmedForce", "", "Battles", ""),
        ("gunmen", "Group", "", "Violence against civilians", ""),
        ("rebels of the north", "Group", "AA", "Battles", "2"),
        ("villagers", "Group", "", "Violence against civilians", "7"),
        ("villagers", "Group", "", "Riots", "5"),
        ("dockers", "Group", "", "Protests", "6"),
        ("market", "Facility", "", "Violence against civilians", ""),
    ],
)
def test_what_an_actor_is_to_a_conflict(label: str, cls: str, its: str, kind: str, code: str) -> None:
    """Soldiers of no country told, and armed people without a side, have no code."""
    store, node = Store(), NamedNode(iri("entity", "a"))
    store.add(Quad(node, names.TYPE, names.kb(cls)))
    store.add(Quad(node, names.LABEL, Literal(label)))
    if its:
        store.add(Quad(node, names.kb("country"), Literal(its)))
    assert inter(Graph(store, sample.BASE), node.value, kind, "AA") == code


def test_an_interaction_needs_both_codes() -> None:
    """The lower one first; a single actor has a 0 behind it."""
    assert interaction("7", "2", alone=False) == "27"
    assert interaction("7", "", alone=False) == interaction("", "", alone=True) == ""
    assert interaction("6", "", alone=True) == "60"
