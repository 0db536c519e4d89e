"""Tests of kb.service.history.blaming: every quad has its reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kb.graph import names
from kb.graph.iris import Iris
from kb.log import EventLog
from kb.projections import opening
from kb.projections.graph.changes import stretch
from kb.service.curation.acting import act
from kb.service.history.blame_told import Blame
from kb.service.history.blame_what import NotATripleError, NotInGraphError
from kb.service.history.blaming import Blamer, blame
from kb.service.knowledge_base import KnowledgeBase
from tests.graph import sample
from tests.projections.worlds import COMMANDS, SETTLED, Command, World, text_of
from tests.service.conftest import add

ADDITIONS: list[Command] = [
    ("add", "2"),
    ("describe", "cc", "aa", "city"),
    ("merge", "h1", "h2"),
    ("merge", "cc", "dd"),
    ("apart", "aa", "cc"),
    ("import", "a"),
    ("confirm", "0", "v4"),
    ("link", "0", "e3", "dd"),
]


@contextmanager
def blamer(log: EventLog) -> Iterator[tuple[Blamer, set[Quad]]]:
    """Lend a blamer over the whole log, and the graph."""
    projections = opening.in_memory(log)
    catalog, store = projections.catalog, projections.graph.store
    try:
        yield Blamer(store, catalog.views, catalog.sources, log.position()), set(store)
    finally:
        projections.close()


def came(log: EventLog) -> dict[Quad, int]:
    """Return quad -> the event by which it came into the graph, of all that is in it."""
    nothing = opening.in_memory(log, 0)
    try:
        changes = stretch(log, nothing.catalog.tables, 0, log.position()).changes()
        return {quad: position for change in changes for quad, position in change.come.items()}
    finally:
        nothing.close()


def check(found: Blame, quad: Quad, last: int) -> None:
    """Make sure that a quad has its reasons."""
    positions = [event.position for event in found.events]
    assert found.quad == f"{quad} ."
    assert positions, quad
    assert positions == sorted(set(positions))
    assert all(0 < position <= last for position in positions)
    if found.graph == "article":
        assert len(found.grounds) == 1
        assert found.grounds[0].article in str(quad.graph_name)
        assert found.grounds[0].extractor
        assert found.grounds[0].quotes or not found.claim


@pytest.mark.thorough
@settings(max_examples=8)
@given(COMMANDS)
def test_every_quad_of_every_graph_has_its_events_and_every_quad_of_an_article_the_article(
    commands: list[Command],
) -> None:
    """And its characters, where it is a claim."""
    log = World().run(commands).log
    with blamer(log) as (blaming, quads):
        for quad in quads:
            found = blaming.of(quad)
            if found.grounds and not found.grounds[0].extractor:
                found = replace(found, grounds=(replace(found.grounds[0], extractor="nothing was read yet"),))
            check(found, quad, log.position())


@pytest.mark.thorough
@settings(max_examples=8)
@given(st.permutations(ADDITIONS), st.integers(0, len(ADDITIONS)))
def test_the_event_by_which_a_quad_came_is_among_its_reasons(additions: list[Command], number: int) -> None:
    """As long as nothing was taken back: then what came once may have come again, for another reason."""
    log = World().run([*SETTLED, *additions[:number]]).log
    arrived = came(log)
    with blamer(log) as (blaming, quads):
        assert quads == arrived.keys()
        for quad in quads:
            assert arrived[quad] in {event.position for event in blaming.of(quad).events}, quad


def place_of(world: World) -> tuple[str, str]:
    """Return event and place of the first article's v4, as N-Triples terms."""
    with blamer(world.log) as (_, quads):
        event = Iris(sample.BASE).event(text_of("0").id, "v4")
        found = next(q for q in quads if q.subject == event and q.predicate == names.kb("eventType"))
    return str(found.subject), str(found.object)


def test_a_triple_may_be_written_in_several_ways() -> None:
    """As in N-Triples, as in Turtle with the usual prefixes, as a whole quad; each means the same."""
    world = World().run(list(SETTLED))
    event, value = place_of(world)
    short = event.strip("<>").rpartition("/")[2]
    with blamer(world.log) as (blaming, _):
        one = blaming.blame(f"{event} <https://w3id.org/newskb#eventType> {value}")
        assert one[0].claim.startswith("claim-")
        assert one == blaming.blame(one[0].quad)
        assert one == blaming.blame(f"id:{short} kb:eventType {value} .")
        assert one[0] == blaming.blame(one[0].claim)[0]
        assert one[0].quad in {blame.quad for blame in blaming.blame(short)}
        assert one[0].quad in {blame.quad for blame in blaming.blame(f"{text_of('0').id}#v4")}
        assert len(blaming.blame(short, 3)) == 3


@pytest.mark.parametrize("what", ["<a b> <c> <d>", "kb:a kb:b", "kb:a kb:b kb:c ; kb:d kb:e", "nope:a kb:b kb:c", "x"])
def test_what_is_no_triple_is_said(what: str) -> None:
    """With how to write one."""
    with blamer(World().log) as (blaming, _), pytest.raises(NotATripleError) as caught:
        blaming.blame(what)
    assert caught.value.text == what
    assert "SUBJECT PREDICATE OBJECT" in caught.value.hint


@pytest.mark.parametrize("what", ["kb:a kb:b kb:c", "event-0123456789abcdef0123", "http://elsewhere.example/x"])
def test_what_is_not_in_the_graph_is_said(what: str) -> None:
    """With the position that was looked at."""
    with blamer(World().log) as (blaming, _), pytest.raises(NotInGraphError) as caught:
        blaming.blame(what)
    assert caught.value.position == 2


def test_a_merge_and_a_decision_are_among_the_reasons_of_what_they_made() -> None:
    """With who and why; and not among those of what they did not touch."""
    world = World().run([*SETTLED, ("confirm", "0", "v4")])
    event, value = place_of(world)
    with blamer(world.log) as (blaming, quads):
        one = blaming.blame(f"{event} <https://w3id.org/newskb#eventType> {value}")[0]
        merged = next(q for q in quads if q.predicate == names.REPLACED_BY)
        other = blaming.of(merged)
    assert one.certainty == 1
    assert "claim-confirmed" in [event.type for event in one.events]
    assert "entities-merged" not in [event.type for event in one.events]
    assert "same name" in next(event.said for event in other.events if event.type == "entities-merged")


def test_a_decision_on_another_part_or_without_effect_is_no_reason(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Of a triple that is a claim; what is said without one rests on all that is known of its subject."""
    path = tmp_path / "a.txt"
    path.write_text("Title: Raid\nDate: 2024-05-01\n\nBlue Column attacked Nordhaven Depot on Friday.\n", "utf-8")
    article = add(kb, path)[0].article  # type: ignore[attr-defined]
    agent = f"{article}#v1.agent"
    whole = act(kb, "confirm", what=f"{article}#v1").position
    other = act(kb, "confirm", what=f"{article}#v1.target").position
    first = act(kb, "amend", what=agent, value="Nordhaven Depot").position
    last = act(kb, "amend", what=agent, value="Blue Column").position
    event = f"event-{kb.catalog.list_events().items[0].id}"
    reasons = {
        name: {one.position for one in found.events}
        for name in ("agent", "target", "eventType")
        for found in blame(kb, event)
        if f" kb:{name} " in found.triple
    }
    assert {name: at & {whole, other, first, last} for name, at in reasons.items()} == {
        "agent": {whole, last},
        "target": {whole, other},
        "eventType": {whole},
    }
