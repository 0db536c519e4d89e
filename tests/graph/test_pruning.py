"""Pruning: what leaves takes along what rests on it, and nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.graph.pruning import item_ids, prune
from kb.model import Extraction
from tests.service.samples import sample

IDS = item_ids(sample())


def _references(extraction: Extraction) -> set[str]:
    found = {m.entity for m in extraction.mentions} | {e.within for e in extraction.entities}
    for office in extraction.offices:
        found |= {office.person, office.organisation, office.place}
    for s in extraction.statements:
        found |= {*s.speakers, *s.addressees, *s.claims, *s.about, s.medium, s.nested_in, s.place}
    for event in extraction.events:
        found |= {*event.places, *event.causes, *event.sources, event.part_of}
        found |= {role.entity for role in event.roles} | {role.event for role in event.roles}
    for figure in extraction.figures:
        found |= {figure.event, *figure.sources}
    return found - {""}


@given(st.sets(st.sampled_from(IDS)))
def test_what_stays_refers_to_nothing_that_left(unwanted: set[str]) -> None:
    """Whatever leaves, the two halves are disjoint, whole, and the first one is closed."""
    stays, leaves = prune(sample(), unwanted)

    assert unwanted <= set(item_ids(leaves))
    assert sorted(item_ids(stays) + item_ids(leaves)) == sorted(IDS)
    assert _references(stays) <= set(item_ids(stays))


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_pruning_twice_is_pruning_once(first: set[str], second: set[str]) -> None:
    """The loop that validates again after each round loses no more than it must."""
    once, _ = prune(sample(), first)
    assert prune(once, second)[0] == prune(prune(sample(), first)[0], second)[0]
    assert prune(once, first)[0] == once


def test_nothing_unwanted_changes_nothing() -> None:
    """An extraction that conforms goes through as it is."""
    stays, leaves = prune(sample(), ["nowhere"])
    assert stays == sample()
    assert item_ids(leaves) == []


def test_an_event_does_not_pass_into_the_articles_own_voice() -> None:
    """Ann Lee's statement leaves: the fire, the deaths and their number were hers and leave too."""
    stays, leaves = prune(sample(), ["s1"])

    assert {event.id for event in stays.events} == {"v3"}
    assert stays.figures == ()
    assert set(item_ids(leaves)) == {"s1", "v1", "v2", "q1"}
    assert stays.statements[0].nested_in == ""
    assert stays.events[0].roles == ()  # it was the fire that spread


def test_an_event_with_another_source_stays() -> None:
    """Said by two, it is still said by the other."""
    whole = sample()
    fire = replace(whole.events[0], sources=("s1", "s2"))
    stays, _ = prune(replace(whole, events=(fire, *whole.events[1:])), ["s1"])

    assert next(event for event in stays.events if event.id == "v1").sources == ("s2",)


def test_a_person_takes_office_and_statements_along() -> None:
    """Without Ann Lee nobody holds the office and nobody spoke."""
    stays, leaves = prune(sample(), ["e1"])
    assert {"m1", "o1", "s1"} <= set(item_ids(leaves))
    assert stays.offices == ()


def test_an_entity_leaves_with_its_last_mention() -> None:
    """Nothing in the text would show it any more; the words of the role stay."""
    _, leaves = prune(sample(), ["m2"])
    assert set(item_ids(leaves)) == {"m2", "e2"}


def test_a_place_leaves_the_office_and_the_event_in_their_place() -> None:
    """Where is unknown then; that it happened is not. Its words go with it."""
    stays, leaves = prune(sample(), ["e2"])
    assert set(item_ids(leaves)) == {"e2", "m2"}
    assert stays.offices[0].place == ""
    assert (stays.events[0].places, stays.events[0].place_spans) == ((), ())
