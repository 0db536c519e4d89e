"""Tests of kb.service.history.differing: what changed, for reading, as JSON, as a patch, and why."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.log import EventLog
from kb.projections import opening
from kb.projections.files.export import canonical_lines
from kb.projections.graph.changes import PartChange, stretch
from kb.service.history import diff_reading
from kb.service.history.asof import NoSuchMomentError
from kb.service.history.differing import Diff, LongDiffError, differing
from kb.service.knowledge_base import KnowledgeBase
from tests.projections.worlds import COMMANDS, SETTLED, Command, World


@contextmanager
def diff(log: EventLog, start: int, goal: int) -> Iterator[Diff]:
    """Lend a diff of a log in memory."""
    projections = opening.in_memory(log, min(start, goal))
    try:
        made = stretch(log, projections.catalog.tables, min(start, goal), max(start, goal))
        yield Diff(start, goal, made)
    finally:
        projections.close()


def patch(log: EventLog, start: int, goal: int) -> list[bytes]:
    """Return the lines of a patch."""
    with diff(log, start, goal) as found:
        return list(found.patch())


def exported(log: EventLog, position: int) -> bytes:
    """Return the canonical export as of a position."""
    projections = opening.in_memory(log, position)
    try:
        return b"".join(canonical_lines(projections.graph.store))
    finally:
        projections.close()


def applied(patch_lines: list[bytes], export: bytes) -> bytes:
    """Carry a patch out, line by line; what it takes away must be there, what it adds must not."""
    lines = set(export.splitlines(keepends=True))
    for line in patch_lines:
        if line.startswith(b"D "):
            lines.remove(line[2:])
        elif line.startswith(b"A "):
            assert line[2:] not in lines
            lines.add(line[2:])
    return b"".join(sorted(lines))


@pytest.mark.thorough
@settings(max_examples=20)
@given(COMMANDS, st.data())
def test_a_patch_makes_one_export_from_the_other_byte_for_byte(commands: list[Command], data: st.DataObject) -> None:
    """In both directions; the one is the other turned round; and it is sorted, deletions first."""
    log = World().run(commands).log
    start = data.draw(st.integers(0, log.position()))
    goal = data.draw(st.integers(0, log.position()))
    there, back = patch(log, start, goal), patch(log, goal, start)

    assert applied(there, exported(log, start)) == exported(log, goal)
    assert {line[2:] for line in there if line[:2] == b"A "} == {line[2:] for line in back if line[:2] == b"D "}
    assert {line[2:] for line in there if line[:2] == b"D "} == {line[2:] for line in back if line[:2] == b"A "}
    gone = [line for line in there if line.startswith(b"D ")]
    come = [line for line in there if line.startswith(b"A ")]
    assert [*there[:4], *sorted(gone), *sorted(come), there[-1]] == there
    if start == goal:
        assert not gone
        assert not come


def test_rdflib_reads_the_patch() -> None:
    """Another reader of the format takes it for what it is."""
    log = World().run([*SETTLED, ("undo", "0")]).log
    start, goal = log.position() - 2, log.position()
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(exported(log, start)), format="nquads")
    dataset.parse(io.BytesIO(b"".join(patch(log, start, goal))), format="patch")
    wanted = rdflib.Dataset()
    wanted.parse(io.BytesIO(exported(log, goal)), format="nquads")

    assert set(dataset.quads()) == set(wanted.quads())


def test_every_line_of_a_reading_has_an_event_and_every_quad_is_in_it() -> None:
    """Untold ones are counted, and what is told has its names."""
    log = World().run([*SETTLED, ("undo", "0"), ("retract", "0", "q1")]).log
    with diff(log, 2, log.position()) as found:
        groups = list(found.groups())
        whole = json.loads("".join(found.json()))
    positions = {event["position"] for event in whole["events"]}

    assert {group["id"] for group in whole["groups"]} == {group.id for group in groups}
    for group in groups:
        assert {*group.gone.values(), *group.come.values()} <= positions
        assert 0 <= group.untold <= len(group.gone) + len(group.come)
        assert all(why in positions for item in group.items for entry in item.entries for why in entry.why)
    assert sum(len(group.come) for group in groups) == sum(
        line.startswith(b"A ") for line in patch(log, 2, log.position())
    )


def test_a_merge_reads_as_one_value_in_the_place_of_another() -> None:
    """With who merged, and for which reason."""
    world = World().run(list(SETTLED))
    log = world.log
    goal = log.position()
    with diff(log, goal - 1, goal) as found:
        groups = list(found.groups())
        events = found.why({goal})
    entries = [entry for group in groups for item in group.items for entry in item.entries]

    assert any(e.change == "changed" and e.was and e.was.ref == "entity-bb" and e.now and e.now.ref == "entity-aa"
               for e in entries)  # fmt: skip
    assert {entry.was.text for entry in entries if entry.was and entry.was.ref == "entity-bb"} == {"Rivermark"}
    assert {entry.why for entry in entries} == {(goal,)}
    assert events[-1].type == "entities-merged"
    assert "same name" in events[-1].said


def test_a_confirmation_reads_as_a_claim_grown_certain() -> None:
    """Though no fact came or left."""
    log = World().run([*SETTLED, ("confirm", "0", "v4")]).log
    with diff(log, log.position() - 1, log.position()) as found:
        entries = [entry for group in found.groups() for item in group.items for entry in item.entries]
    grown = [entry for entry in entries if entry.name.startswith("certainty of ")]

    assert grown
    assert all(entry.now and entry.now.text == "1" and entry.why == (log.position(),) for entry in grown)


def test_the_same_position_twice_and_positions_that_are_not_there(kb: KnowledgeBase) -> None:
    """Nothing; and an error with the last that there is."""
    with differing(kb, 2, 2) as found:
        assert list(found.groups()) == []
        assert [line[:1] for line in found.patch()] == [b"H", b"H", b"H", b"T", b"T"]
    for start, goal in ((0, 3), (3, 0), (-1, 2), (1, "3021-05-01")):
        with pytest.raises(NoSuchMomentError), differing(kb, start, goal):
            pass
    with pytest.raises(LongDiffError) as refused, differing(kb, 2, 0, most=1):
        pass
    assert refused.value.most == 1


def test_a_time_before_the_first_event_is_the_empty_log(kb: KnowledgeBase) -> None:
    """In both places; a number that is none is still refused."""
    with differing(kb, "1999-12-31", 2) as found, differing(kb, 0, 2) as empty:
        assert (found.start, found.goal) == (0, 2)
        assert list(found.groups()) == list(empty.groups())
    with differing(kb, 2, "1999-12-31") as back:
        assert back.goal == 0


def test_the_first_event_is_the_difference_to_nothing(kb: KnowledgeBase) -> None:
    """Position 0 is a log without events."""
    with differing(kb, 0, 1) as found:
        come = {line for group in found.groups() for line in group.come}
    assert any("logPosition" in line for line in come)


def test_a_happening_that_left_or_came_is_called_one_in_both_directions() -> None:
    """It is in one of the two views only, and its id still says that it happened."""
    log = World().run(list(SETTLED)).log
    both = []
    for start, goal in ((0, log.position()), (log.position(), 0)):
        with diff(log, start, goal) as found:
            both.append({group.id for group in found.groups() if group.id.startswith("happening-")})

    assert both[0]
    assert both[0] == both[1]


def test_parts_that_are_passed_over_or_left_out_change_nothing_about_the_others() -> None:
    """A page further on is what it is in the whole."""
    log = World().run([*SETTLED, ("undo", "0"), ("retract", "0", "q1")]).log
    with diff(log, 2, log.position()) as found:
        told = list(found.told())
        groups = list(found.groups())
        assert [(one.kind, one.id, one.label, one.items) for one in groups] == [
            (one.kind, one.id, one.label, one.items) for _, one in told
        ]
        assert len(groups) > 3
        for passed in (1, 3, len(groups)):
            last = told[passed - 1][0].part
            assert list(found.groups(last)) == groups[passed:]
            assert found.goes_on(last) or passed == len(groups)
        first = next(change.part for change, one in told if one.kind != "record")
        assert list(found.groups(first, {"record"})) == [one for one in groups if one.kind != "record"][1:]


@pytest.mark.parametrize("turned", [False, True])
def test_json_has_every_field_of_a_group(*, turned: bool) -> None:
    """It is written field by field; none is forgotten, of what came and of what left."""
    log = World().run([*SETTLED, ("undo", "0"), ("retract", "0", "q1")]).log
    with diff(log, *((log.position(), 2) if turned else (2, log.position()))) as found:
        groups = list(found.groups())
        sent = json.loads("".join(found.json()))["groups"]
    assert any(entry.was if turned else entry.now for one in groups for item in one.items for entry in item.entries)
    assert sent == json.loads(json.dumps([asdict(group) | {"untold": group.untold} for group in groups]))


def test_what_is_told_in_words_writes_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and tables do not show quads: of them nothing is written out or sorted."""
    log = World().run([*SETTLED]).log
    written: list[PartChange] = []
    real = diff_reading._lines

    def counted(change: PartChange) -> tuple[dict[str, int], dict[str, int]]:
        written.append(change)
        return real(change)

    monkeypatch.setattr(diff_reading, "_lines", counted)
    with diff(log, 2, log.position()) as found:
        assert list(found.told())
        assert not written
        assert len(list(found.groups())) == len(written)
