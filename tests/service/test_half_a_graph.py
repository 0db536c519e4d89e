"""A graph that is not whole is no graph: nobody reads it, and who comes next makes it again."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from kb.errors import StorageError
from kb.projections import drafts, opening
from kb.projections.catalog import copy as catalog_copy
from kb.projections.contract import ProjectionStoppedError
from kb.projections.graph import store as graph_store
from kb.projections.graph import writer as graph_writer
from kb.projections.graph.faults import GraphFaultError
from kb.projections.graph.store import open_reader
from kb.projections.opening import rebuild
from kb.projections.past import generations, kept, strides
from kb.projections.removing import remove
from kb.query.errors import QueryMemoryError, UnreadableGraphError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import rebuild_home
from kb.service.upkeep.torn import damage
from kb.service.upkeep.verifying import prove
from tests.service.conftest import Open, add
from tests.service.test_confident import COUNT, told

__all__ = ["told"]


class Killed(BaseException):
    """Stands for a process that ends here: nothing in the program catches it."""


class Stopping:
    """A store that takes one load in and ends the process at the second.

    Attributes:
        seen: where the projections stood for others at that moment.
    """

    seen: list[int]

    def __init__(self, store: Store, kb: KnowledgeBase) -> None:
        self.store = store
        self.kb = kb
        self.seen = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def bulk_load(self, quads: bytes, form: RdfFormat, *, lenient: bool) -> None:
        self.seen.append(self.kb.standing())
        if len(self.seen) > 1:
            del self.store  # its lock goes with the process
            raise Killed
        self.store.bulk_load(quads, form, lenient=lenient)


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["the folder was not put in place", "its files are torn"])
def test_a_graph_whose_making_was_broken_off_is_made_again(
    told: KnowledgeBase, opened: Open, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The catalog says that all is projected, as after a rebuild that ended between its two renames."""
    path, stores = told.home.graph_path, []
    whole, answer = set(open_reader(path)), told.query(COUNT, format="csv").read()
    told.close()
    if way == "its files are torn":
        _tear(path)
    else:
        remove(path)
    kb = opened()
    open_store = graph_store.open_store

    def stopping(folder: Path | None) -> Any:
        stores.append(Stopping(open_store(folder), kb))
        return stores[-1]

    with monkeypatch.context() as patch:
        patch.setattr(graph_store, "open_store", stopping)
        patch.setattr(graph_writer, "_BULK", 50)
        with pytest.raises(Killed):
            _catch_up(kb)
    if way == "its files are torn":  # it is made beside, and nobody takes what is there for whole
        assert stores[-1].seen == [kb.position] * 2
        assert damage(kb)
    else:
        assert stores[-1].seen == [-1, -1]
        assert 0 < len(open_reader(path)) < len(whole)
    kb.close()

    again = opened()
    assert again.query(COUNT, format="csv").read() == answer
    assert set(open_reader(path)) == whole
    assert again.standing() == again.position


def _catch_up(kb: KnowledgeBase) -> None:
    from kb.projections import opening

    with kb.home.write_lock(0.0), opening.opened(kb.home, kb.log) as projections:
        projections.advance(kb.log)


def _tear(path: Path) -> None:
    for file in path.glob("MANIFEST-*"):
        file.unlink()


def test_what_a_rebuild_left_is_cleared_by_who_reads_next(told: KnowledgeBase, opened: Open) -> None:
    """Unless somebody holds the home's lock: then a rebuild may be going on."""
    answer = told.query(COUNT, format="csv").read()
    catalog, graph = drafts.paths(told.home)
    catalog.write_bytes(b"half")
    graph.mkdir()
    (graph / "CURRENT").write_text("MANIFEST-000009")

    with told.home.write_lock(0.0):
        kb = opened()
        assert kb.catch_up()
        assert drafts.left(kb.home)
    assert kb.catch_up()
    assert not drafts.left(kb.home)
    assert kb.query(COUNT, format="csv").read() == answer


def test_a_graph_whose_removal_was_broken_off_answers_nothing(
    told: KnowledgeBase, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its write-ahead file a graph opens as it stood before: nobody takes that for the graph of now."""
    answer, path = told.query(COUNT, format="csv").read(), told.home.graph_path
    told.close()

    def killed(folder: Path) -> None:
        if (folder / "CURRENT").exists():
            for file in folder.glob("*.log"):
                file.unlink()
            raise Killed

    kb = opened()
    with monkeypatch.context() as patch:
        patch.setattr("kb.projections.removing.shutil.rmtree", killed)
        with pytest.raises(Killed), kb.home.write_lock(0.0):
            rebuild(kb.home, kb.log)
    kb.close()

    again = opened()
    assert not path.exists()
    assert again.query(COUNT, format="csv").read() == answer
    assert not drafts.left(again.home)


@pytest.mark.thorough
@pytest.mark.parametrize("stops", [False, True])
def test_projections_of_a_long_log_begin_as_a_rebuild_does(
    told: KnowledgeBase, opened: Open, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    """With generations near the end; where that stops, they come as far as they can event by event."""
    answer = told.query(COUNT, format="csv").read()
    told.close()
    remove(told.home.graph_path)
    catalog_copy.remove(told.home.catalog_path)
    for module, name, value in (
        (opening, "LONG", 1),
        (strides, "SHARE", 2),
        (strides, "LEAST", 1),
        (generations, "APART", 1),
    ):
        monkeypatch.setattr(module, name, value)

    def stopping(*_: object, **__: object) -> None:
        raise ProjectionStoppedError("graph", 3, "article-added", "no")

    if stops:
        monkeypatch.setattr(opening, "rebuild", stopping)
    kb = opened()
    kb.past.generations.share = 1e6
    assert kb.query(COUNT, format="csv").read() == answer
    assert kb.standing() == kb.position
    before = [one.position for one in kb.past.generations.all() if one.position < kb.position]
    assert bool(before) is not stops


def _quads_of(kb: KnowledgeBase) -> set[Quad]:
    with kb.at() as moment:
        return set(moment.store())


READERS: dict[str, Callable[[KnowledgeBase], object]] = {
    "a query": lambda kb: kb.query(COUNT, format="csv").read(),
    "how one would run": lambda kb: kb.explain_query(COUNT),
    "who lists": _quads_of,
    "what is sure": lambda kb: kb.query(COUNT, format="csv", min_confidence=0.5).read(),
}


@pytest.mark.thorough
@pytest.mark.parametrize("who", READERS)
def test_who_reads_a_torn_graph_has_it_made_again(
    told: KnowledgeBase, opened: Open, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    """And is told that it takes a while, for the first answer comes after that."""
    answer, whole, path = READERS[who](told), set(open_reader(told.home.graph_path)), told.home.graph_path
    told.close()
    _tear(path)

    assert READERS[who](opened()) == answer
    assert "made again from the log now" in caplog.text
    assert set(open_reader(path)) == whole


@pytest.mark.parametrize("who", READERS)
def test_who_may_not_make_it_again_is_told_what_does(told: KnowledgeBase, opened: Open, who: str) -> None:
    """Somebody writes at that moment, say: the files stay as they are."""
    path = told.home.graph_path
    told.close()
    _tear(path)
    kb = opened()

    with told.home.write_lock(0.0), pytest.raises(StorageError, match=r"graph .*cannot be") as caught:
        READERS[who](kb)

    assert "`kb rebuild`" in str(caught.value.hint)
    assert damage(kb)
    assert kb.standing() == kb.position


@pytest.mark.thorough
@pytest.mark.parametrize("step", ["GraphStore.fill", "replace"])
def test_a_making_by_a_reader_that_is_broken_off_is_done_by_the_next(
    told: KnowledgeBase, opened: Open, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """It is made beside, so that nobody takes it for whole; what it left is cleared away."""
    answer, path = told.query(COUNT, format="csv").read(), told.home.graph_path
    told.close()
    _tear(path)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"kb.projections.graph.store.{step}", killed)
        with pytest.raises(Killed):
            opened().query(COUNT, format="csv")

    again = opened()
    assert damage(again)
    assert again.query(COUNT, format="csv").read() == answer
    assert not drafts.left(again.home)


@pytest.mark.thorough
@pytest.mark.parametrize("who", READERS)
def test_who_finds_a_graph_without_its_write_ahead_file_makes_it_again(
    told: KnowledgeBase, opened: Open, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    """It opens well, as it stood before the last addition: what the catalog says of it tells the two apart."""
    answer, path = READERS[who](told), told.home.graph_path
    whole = set(open_reader(path))
    told.close()
    _lose_log(path)
    assert len(open_reader(path)) < len(whole)

    assert READERS[who](opened()) == answer
    assert "has stood at" in caplog.text
    assert set(open_reader(path)) == whole


def _lose_log(path: Path) -> None:
    for file in path.glob("*.log"):
        file.unlink()


@pytest.mark.thorough
def test_rot_that_has_a_query_run_out_of_memory_is_said_and_mended(
    told: KnowledgeBase, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine adds errors up where it counts, as long as there is memory; the graph is to blame, not the query."""
    answer, path = told.query(COUNT, format="csv").read(), told.home.graph_path
    rebuild_home(told)
    told.close()
    _rot(path)
    kb = opened()

    with told.home.write_lock(0.0), pytest.raises(UnreadableGraphError, match="is damaged") as caught:
        kb.query(COUNT, format="csv")
    assert "`kb verify --repair`" in caught.value.hint
    assert kb.query(COUNT, format="csv").read() == answer
    assert "made again from the log now" in caplog.text


def _rot(path: Path) -> None:
    for file in sorted(path.glob("*.sst"), key=lambda one: one.stat().st_size)[2:]:  # opening reads small ones
        held = bytearray(file.read_bytes())
        held[10] ^= 0xFF  # quads come first, what the engine reads at opening last
        file.write_bytes(held)


def test_what_is_added_over_rot_is_in_a_graph_that_is_made_again(
    told: KnowledgeBase, opened: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Who adds looks parts up and puts others in: both meet with it, and neither is lost."""
    rebuild_home(told)
    told.close()
    _rot(told.home.graph_path)
    kb = opened()
    (tmp_path / "c.txt").write_text("A fire in Old Mill killed 4 people on Friday, the mayor of Old Mill said.")
    assert [result.status for result in add(kb, tmp_path / "c.txt")] == ["added"]  # type: ignore[attr-defined]
    assert "made again from the log now" in caplog.text
    assert prove(kb, jobs=1).differences == ()


def test_a_query_that_needs_too_much_of_a_sound_graph_is_to_blame_itself(
    told: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made again for it."""

    def starved(*_: object, **__: object) -> None:
        raise QueryMemoryError(1 << 20)

    monkeypatch.setattr("kb.query.service.QueryService.run", starved)
    monkeypatch.setattr("kb.projections.opening.refill", lambda *_: pytest.fail("the graph is sound"))
    with pytest.raises(QueryMemoryError):
        told.query(COUNT)


@pytest.mark.thorough
def test_rot_where_nothing_is_looked_up_is_found_by_verifying(told: KnowledgeBase) -> None:
    """Each index of the engine has files of its own, and a proof looks quads up in some of them alone."""
    rebuild_home(told)
    tables = sorted(told.home.graph_path.glob("*.sst"))
    said: list[str] = []
    for table in tables:
        whole = table.read_bytes()
        table.write_bytes(whole[:10] + bytes([whole[10] ^ 0xFF]) + whole[11:])
        try:
            said += [one.where for one in prove(told, jobs=1).differences]
        except GraphFaultError as error:
            said.append(error.reason)
        table.write_bytes(whole)
    assert len(said) == len(tables) > 5
    assert all(table.name in words for table, words in zip(tables, said, strict=True))
    assert prove(told, jobs=1).differences == ()


def test_what_rots_within_a_file_is_said_and_mended(told: KnowledgeBase, opened: Open) -> None:
    """A block that is not what was written opens well, and fails whoever comes to read it."""
    path = told.home.graph_path
    rebuild_home(told)
    told.close()
    _rot(path)
    kb = opened()

    with told.home.write_lock(0.0), pytest.raises(GraphFaultError, match="checksum mismatch") as caught:
        _quads_of(kb)
    assert "`kb rebuild`" in str(caught.value.hint)
    with pytest.raises(GraphFaultError, match="checksum mismatch") as caught:
        prove(kb, jobs=1)
    assert "`kb rebuild`" in str(caught.value.hint)

    assert "checksum mismatch" in prove(kb, jobs=1, repair=True).repaired[0].value
    assert prove(kb, jobs=1).differences == ()


@pytest.mark.thorough
@pytest.mark.parametrize("beside", [0, 1])
@pytest.mark.parametrize("where", ["generations", "snapshots"])
def test_what_is_kept_of_the_past_and_rots_is_made_again_by_who_looks_back(
    told: KnowledgeBase, opened: Open, monkeypatch: pytest.MonkeyPatch, where: str, beside: int
) -> None:
    """At its event, or at one that is turned from it; the home's own graph is sound."""
    for module, name, value in ((strides, "SHARE", 2), (strides, "LEAST", 1), (generations, "APART", 1)):
        monkeypatch.setattr(module, name, value)
    told.close()
    kb = opened(generations_percent=10_000)
    rebuild_home(kb)
    at = kb.past.generations.all()[0].position + beside
    answer = kb.query(EVERY, format="csv", as_of=at).read()
    if where == "generations":
        kb.past_queries.forget(at)
        assert all(kb.past.snapshots.remove(one.folder) for one in kb.past.snapshots.all())
    graphs = [one.graph_path for one in getattr(kb.past, where).all()]
    kb.close()
    for graph in graphs:
        _rot_alone(graph)
    assert graphs

    again = opened(generations_percent=10_000)
    assert again.query(EVERY, format="csv", as_of=at, timeout=10).read() == answer
    assert not damage(again, deep=True)


def test_who_reads_what_rots_of_the_past_is_told_and_finds_it_made_again(told: KnowledgeBase) -> None:
    """As an export does, which has written half of it by then."""
    at = told.position - 1
    with told.at(at) as moment:
        whole = set(moment.store())
    [kept] = told.past.snapshots.all()
    _rot_alone(kept.graph_path)

    with pytest.raises(GraphFaultError, match="cannot be used"), told.at(at) as moment:
        set(moment.store())
    with told.at(at) as moment:
        assert set(moment.store()) == whole


EVERY = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"


def _rot_alone(path: Path) -> None:
    """Rot all tables of a store, and not those of others that have links to the same ones."""
    for file in path.glob("*.sst"):
        held = file.read_bytes()
        file.unlink()
        file.write_bytes(held)
    _rot(path)


MAKING = """
import sys, time
from pathlib import Path
from kb.log import InMemoryEventLog
from kb.projections.past.kept import KeptFolders
with KeptFolders(Path(sys.argv[1]), InMemoryEventLog()).drafting() as draft:
    print(draft, flush=True)
    time.sleep(600)
"""


def test_what_a_killed_process_was_making_of_the_past_goes_with_the_next_command(kb: KnowledgeBase) -> None:
    """The past may be made by nobody else for long; what a process that lives is making stays."""
    roots = [kb.home.root / "past", *[kb.home.root / "past" / "graphs"] * 2]
    makers = [
        subprocess.Popen([sys.executable, "-c", MAKING, str(root)], stdout=subprocess.PIPE, text=True) for root in roots
    ]
    folders = [Path(maker.stdout.readline().strip()) for maker in makers if maker.stdout]
    for maker in makers[:2]:
        maker.kill()
        maker.wait()
    assert kb.catch_up()
    assert [folder.exists() for folder in folders] == [False, False, True]
    makers[2].kill()
    for maker in makers:
        maker.communicate()
    assert kb.catch_up()
    assert not folders[2].exists()


@pytest.mark.parametrize(("has_lock", "hours", "stays"), [(False, 23, True), (False, 25, False), (True, 23, True)])
def test_a_draft_whose_maker_cannot_be_told_goes_after_a_day(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, has_lock: bool, hours: int, stays: bool
) -> None:
    """An earlier version left it without a lock, or the disk has none: another machine's may go on."""
    draft = kb.home.root / "past" / f".draft-{os.getpid()}-0"
    (draft / "graph").mkdir(parents=True)
    if has_lock:
        (draft / "lock").touch()

        def flock(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(kept, "fcntl", SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4, LOCK_SH=1))
    then = time.time() - hours * 3600
    os.utime(draft, (then, then))
    assert kb.catch_up()
    assert draft.exists() is stays
