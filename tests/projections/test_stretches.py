"""What changed between two events, step by step, is what it is event by event."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.projections.catalog import steps
from kb.projections.folding.tables import Tables
from kb.projections.graph.changes import PartChange, Span, Stretch
from kb.projections.past import stretches
from kb.projections.past.projection import Past
from tests.projections.test_changes import changes
from tests.projections.test_changes import steps as each_event
from tests.projections.test_past import SLOW, looking_back
from tests.projections.worlds import COMMANDS, SETTLED, Command, World


@pytest.fixture(autouse=True, scope="module")
def short_steps() -> Iterator[None]:
    """A few events a step, so that short logs have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "MOST", 3)
        yield


def found(past: Past, start: int, goal: int) -> list[PartChange]:
    """Return what changed, as it is lent."""
    with stretches.between(past, start, goal) as span:
        return list(span.changes())


def ends(change: PartChange) -> tuple[object, ...]:
    """Return what does not say by which event."""
    return change.part, change.gone.keys(), change.come.keys(), change.before, change.after


@pytest.mark.thorough
@settings(SLOW, max_examples=8)
@given(COMMANDS, st.data())
def test_step_by_step_the_same_changed_and_each_quad_has_its_event(
    commands: list[Command], data: st.DataObject
) -> None:
    """Wherever the two lie, at the ends of steps or within them."""
    world = World().run([*SETTLED, *commands])
    log = world.log
    each = each_event(log)
    with looking_back(world) as past:
        for _ in range(4):
            start = data.draw(st.integers(0, log.position()))
            goal = data.draw(st.integers(start, log.position()))
            there = found(past, start, goal)
            assert list(map(ends, there)) == list(map(ends, changes(log, start, goal)))
            for change in there:
                assert all(start < at <= goal and quad in each[at][0] for quad, at in change.gone.items())
                assert all(start < at <= goal and quad in each[at][1] for quad, at in change.come.items())


def test_only_the_step_that_changed_something_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others touched is known without; a stretch within one step is one stretch."""
    world = World().run([*SETTLED])
    taken: list[tuple[int, int]] = []
    real = stretches.stretch

    def counted(*args: object, **named: object) -> Stretch:
        taken.append((int(str(args[2])), int(str(args[3]))))
        return real(*args, **named)  # type: ignore[arg-type]  # as they came

    with looking_back(world) as past:
        monkeypatch.setattr(stretches, "stretch", counted)
        with stretches.between(past, 0, world.log.position()) as span:
            first = next(span.changes())
            assert isinstance(span, stretches.Steps)
        assert first.come
        assert 0 < len(taken) < len(span.touches["position", ""])
        taken.clear()
        with stretches.between(past, 4, 4) as nothing:
            assert isinstance(nothing, Span)
            assert list(nothing.changes()) == []


def test_without_steps_all_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comes of it."""
    world = World().run([*SETTLED])
    with looking_back(world) as past:
        there = found(past, 2, world.log.position())
        monkeypatch.setattr(stretches, "_pieces", lambda *_: [])
        assert list(map(ends, found(past, 2, world.log.position()))) == list(map(ends, there))


def test_within_steps_only_where_steps_begin_is_laid_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept at an end within a step is there once the step is taken in, which is once for both."""
    world = World().run([*SETTLED])
    asked: list[int] = []
    real = Past.tables

    def counted(self: Past, position: int) -> AbstractContextManager[Tables]:
        asked.append(position)
        return real(self, position)

    with looking_back(world) as past, stretches.reading(past.home.catalog_path) as connection:
        bounds = {end for step in steps.each(connection, 0, world.log.position()) for end in step[:2]}
        within = [at for at in range(world.log.position()) if at not in bounds]
        start, goal = within[0], within[-1]
        monkeypatch.setattr(Past, "tables", counted)
        with stretches.between(past, start, goal) as span:
            assert isinstance(span, stretches.Steps)
            assert list(span.changes())
        assert set(asked) <= bounds
        assert len(asked) == len(set(asked))
