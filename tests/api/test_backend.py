"""Tests of kb.api.serving.backend: what its query workers see of changes to the graph."""

import os
import shutil
import threading
import time
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.api.serving.backend import Backend
from kb.api.serving.changes import Changes
from kb.api.serving.ports import Draft
from kb.bootstrap import open_knowledge_base
from kb.projections.course import OtherCourseError
from kb.projections.opening import rebuild
from kb.query.service import QueryService
from kb.query.workers.process import ZygoteProcess
from kb.query.workers.recipe import Recipe, Snapshot
from kb.service.erasure.erasing import erase
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from tests.api.conftest import opened
from tests.service.stand_in import parts

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

NAMES = "SELECT DISTINCT ?n { GRAPH ?g { ?e rdfs:label ?n FILTER regex(?n, 'Wolf|Lion') } } ORDER BY ?n"


def in_memory(backend: Backend) -> bool:
    """Say whether queries are answered from memory."""
    zygote = backend._current()._pool._zygote
    return zygote is not None and zygote.lends


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


@pytest.mark.thorough
def test_a_graph_made_of_another_log_is_loaded_again(tmp_path: Path) -> None:
    """The log was put back and went on as far as it had been: the position is the same, and nothing else."""
    with opened(tmp_path / "other") as kb, closing(Backend(kb)) as backend:
        shutil.copytree(kb.home.root, tmp_path / "home")
        backend.add(Draft("Grey Wolf attacked Old Mill. 4 killed were counted."))
        expected = backend.query(NAMES, format="csv").read()
    with opened(tmp_path / "home") as kb, closing(Backend(kb)) as backend:
        backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
        assert "Red Lion" in backend.query(NAMES, format="csv").read().decode()
        kb.log.close()
        shutil.copy(tmp_path / "other" / "log.sqlite", kb.home.log_path)
        kb.log, kb._of_course = kb.home.event_log(), (-1, 0.0)
        with pytest.raises(OtherCourseError):
            backend.query(NAMES, format="csv")
        rebuild(kb.home, kb.log)
        assert backend.query(NAMES, format="csv").read() == expected


def test_a_torn_graph_is_made_again_before_a_server_answers(tmp_path: Path) -> None:
    """As after a power cut: nobody need write first."""
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
        answer = backend.query(COUNT, format="csv").read()
        backend.close()
        for file in kb.home.graph_path.glob("MANIFEST-*"):
            file.unlink()
        after = Backend(kb)
        try:
            after.start()
            assert after.query(COUNT, format="csv").read() == answer
        finally:
            after.close()


def test_a_graph_torn_under_a_server_is_in_its_health_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queries are answered from memory meanwhile; pages and exports, which read the files, are right again after it."""
    monkeypatch.setattr("kb.service.upkeep.guarding._PAUSE", 0.0)
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        try:
            backend.start()
            backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
            answer = backend.query(COUNT, format="csv").read()
            assert backend.health()["status"] == "good"
            for file in kb.home.graph_path.glob("MANIFEST-*"):
                file.unlink()
            health = backend.health()
            assert (health["status"], health["counts"]) == ("bad", backend.health()["counts"])
            assert "are damaged" in str(health["problems"])
            assert str(tmp_path) not in str(health["problems"])
            assert backend.query(COUNT, format="csv").read() == answer
            backend.guard.mend()
            assert backend.health()["problems"] == []
            assert len(ox.Store.read_only(str(kb.home.graph_path))) == int(answer.split()[1])
        finally:
            backend.close()


def test_a_large_graph_answers_from_disk_until_it_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added while it loads is seen at once, and still there when it has been loaded."""
    monkeypatch.setattr("kb.api.serving.backend._AT_ONCE", 0)
    may_load = threading.Event()
    load = ZygoteProcess.load

    def held(process: ZygoteProcess, recipe: Recipe) -> None:
        if isinstance(recipe, Snapshot):
            may_load.wait(60)
        load(process, recipe)

    monkeypatch.setattr(ZygoteProcess, "load", held)
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        try:
            backend.start()
            seen = []
            for text in ("Red Lion attacked Old Mill. 3 killed were counted.", "Old Mill answered Red Lion."):
                backend.add(Draft(text))
                answer = backend.query(COUNT, format="csv")
                assert answer.position == kb.position
                seen.append(int(answer.read().split()[1]))
            assert seen[1] == len(ox.Store.read_only(str(kb.home.graph_path))) > seen[0]
            assert not in_memory(backend)
            may_load.set()
            until = time.monotonic() + 30
            while not in_memory(backend) and time.monotonic() < until:
                time.sleep(0.02)
            assert in_memory(backend)
            assert int(backend.query(COUNT, format="csv").read().split()[1]) == seen[1]
        finally:
            may_load.set()
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


def by_another(home: Path) -> AbstractContextManager[KnowledgeBase]:
    """Open a home as another process would, beside who has it open."""
    return open_knowledge_base(home, load_settings({"home": str(home)}, {}), parts=parts())


def test_files_that_another_process_took_away_are_let_go_of(tmp_path: Path) -> None:
    """Nobody asks again: what was erased is off the disk all the same, of now as of earlier moments."""

    def gone() -> list[str]:
        held = [os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()]
        return [one for one in held if one.startswith(str(tmp_path)) and one.endswith("(deleted)")]

    with opened(tmp_path / "home") as kb, closing(Backend(kb)) as backend:
        for back in (1, 2):
            with backend.at(str(kb.position - back)) as then, then.catalog() as catalog:
                assert catalog.list_events(limit=1).total
        with backend.catalog() as catalog, backend.moment() as moment:
            article = catalog.list_articles(limit=1).items[0].id
            assert moment.catalog.get_article(article)
        del catalog, moment, then
        with by_another(tmp_path / "home") as other:
            assert "past" in erase(other, article, "a request").removed
        assert gone()
        backend.look_after()
        assert gone() == []


def test_what_another_process_erased_is_nowhere_to_be_read(tmp_path: Path) -> None:
    """By services that ask a moment, as answers to questions do, as little as in lists."""
    with opened(tmp_path / "home") as kb, closing(Backend(kb)) as backend:
        with backend.moment() as moment:
            before = moment.catalog.list_articles()
        with by_another(tmp_path / "home") as other:
            erase(other, before.items[0].id, "a request")
        with backend.moment() as moment, backend.catalog() as catalog:
            assert moment.catalog.list_articles() == catalog.list_articles()
            assert moment.catalog.list_articles().total == before.total - 1
