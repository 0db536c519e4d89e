"""The same thing keeps its id, another thing never gets it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.graph.pruning import item_ids
from kb.model import Entity, Event, Extraction, Mention, Role, Span
from kb.service.articles.aligning import align
from kb.service.articles.renumbering import renumber
from tests.service.samples import TEXT, at, sample


def _shuffled(order: list[int]) -> Extraction:
    """Return the sample with its entities numbered in another order."""
    found = sample()
    to = {f"e{i + 1}": f"e{place + 1}" for i, place in enumerate(order)}
    return replace(
        found,
        mentions=tuple(replace(m, entity=to[m.entity]) for m in found.mentions),
        entities=tuple(replace(e, id=to[e.id]) for e in found.entities),
        offices=tuple(replace(o, person=to[o.person], place=to[o.place]) for o in found.offices),
        statements=tuple(replace(s, speakers=tuple(to[x] for x in s.speakers)) for s in found.statements),
        events=tuple(replace(v, places=tuple(to[x] for x in v.places)) for v in found.events),
    )


@given(st.permutations([0, 1, 2]))
def test_numbering_in_another_order_changes_nothing(order: list[int]) -> None:
    """Whatever order an extractor counts in, the article keeps its ids."""
    assert renumber([sample()], _shuffled(order)) == sample()


def test_what_is_new_gets_an_id_that_was_never_used() -> None:
    """Not even the id of something that the last reading had lost."""
    first = sample()
    second = replace(first, entities=first.entities[:2], mentions=first.mentions[:2], statements=(), offices=())
    fresh = Extraction(
        first.article,
        "other",
        "1",
        mentions=(Mention("m1", at("the mill"), "nominal", "e1"), Mention("m2", at("Bo Ray"), "name", "e2")),
        entities=(Entity("e1", "facility", "the mill", named=False), Entity("e2", "person", "Bo Ray")),
        events=(Event("v1", "denial", at("denied"), roles=(Role("agent", at("Bo Ray"), entity="e2"),)),),
    )
    found = renumber([first, second], fresh)

    assert [(e.id, e.name) for e in found.entities] == [("e4", "the mill"), ("e3", "Bo Ray")]
    assert [(m.id, m.entity) for m in found.mentions] == [("m4", "e4"), ("m3", "e3")]
    assert [(v.id, v.roles[0].entity) for v in found.events] == [("v4", "e3")]


def test_a_reference_to_nothing_stays_one() -> None:
    """It must not come to mean what got that number."""
    broken = Extraction(
        "a" * 16, "x", "1", entities=(Entity("e9", "person", "Ann Lee"),), events=(Event("v1", "fire", at("fire")),)
    )
    broken = replace(broken, events=(replace(broken.events[0], roles=(Role("agent", at("Bo Ray"), entity="e1"),)),))
    found = renumber([sample()], broken)

    assert found.entities[0].id == "e1"
    assert found.events[0].roles[0].entity not in item_ids(found)


def test_what_stands_at_the_same_words_is_the_same_whatever_it_was_taken_for() -> None:
    """A city read as an organisation is a difference, not another thing; a mayor is not his city."""
    one = Extraction("a", "x", "1", mentions=(Mention("m1", at("Oster"), "name", "e1"),))
    one = replace(one, entities=(Entity("e1", "city", "Oster"),))
    as_body = replace(one, entities=(Entity("e1", "organisation", "Oster"),))
    mayor = replace(
        one,
        mentions=(Mention("m1", at("mayor of Oster"), "nominal", "e1"),),
        entities=(Entity("e1", "person", "mayor of Oster", named=False),),
    )
    assert align(one, as_body)["e1"] == "e1"
    assert "e1" not in align(one, mayor)


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), max_size=6), st.integers(0, 3))
def test_every_reading_has_distinct_ids_and_old_pairs_are_one_to_one(spans: list[tuple[int, int]], kind: int) -> None:
    """Any spans, overlapping or twice."""
    events = tuple(
        Event(f"v{i}", ("fire", "death", "spread", "other")[kind], Span(start, min(start + length, len(TEXT))))
        for i, (start, length) in enumerate(spans, 1)
    )
    found = renumber([sample()], Extraction("a" * 16, "x", "1", events=events))
    ids = [event.id for event in found.events]

    assert len(set(ids)) == len(ids) == len(events)
    pairs = align(sample(), found)
    assert len(set(pairs.values())) == len(pairs)
