"""Tests of kb.api.backend: what its query workers see of changes to the graph."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.api.backend import Backend
from kb.api.changes import Changes
from kb.api.ports import Draft
from kb.query.recipe import Recipe
from kb.query.service import QueryService
from tests.api.conftest import opened

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def test_an_addition_reaches_the_workers_as_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph is not loaded again, and the workers hold what is on disk afterwards."""
    loaded: list[Recipe] = []
    refresh = QueryService.refresh

    def watched(self: QueryService, recipe: Recipe) -> None:
        loaded.append(recipe)
        refresh(self, recipe)

    monkeypatch.setattr(QueryService, "refresh", watched)
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        try:
            backend.start()
            backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
            answer = backend.query(COUNT, format="csv")
            assert answer.position == kb.position
            assert int(answer.read().split()[1]) == len(ox.Store.read_only(str(kb.home.graph_path)))
            assert loaded == []
        finally:
            backend.close()


def test_a_change_by_another_process_loads_the_graph_again(tmp_path: Path) -> None:
    """Nobody here was told of it."""
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        try:
            backend.start()
            kb.on_change = None
            backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
            answer = backend.query(COUNT, format="csv")
            assert int(answer.read().split()[1]) == len(ox.Store.read_only(str(kb.home.graph_path)))
        finally:
            backend.close()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8, unique=True), st.integers(0, 9), st.integers(0, 9))
def test_steps_lead_all_the_way_or_there_are_none(stops: list[int], start: int, goal: int) -> None:
    """A gap at either end or in between means that the whole must be loaded."""
    changes = Changes()
    stops = sorted(stops)
    for before, after in zip([0, *stops], stops, strict=False):
        changes.add(before, after, set(), set())

    steps = changes.take(start, goal)

    if start in (0, *stops) and goal in stops and start < goal:
        assert [step.position for step in steps] == [stop for stop in stops if start < stop <= goal]
        assert steps[0].before == start
    else:
        assert steps == []
