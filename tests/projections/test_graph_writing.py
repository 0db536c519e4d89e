"""Large graphs are loaded beside the transaction that says where the graph stands; the engine's log stays short."""

from pathlib import Path
from unittest.mock import patch

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.log import Home
from kb.projections.graph import writer
from kb.projections.graph.writer import PartWriter
from kb.projections.opening import opened
from kb.projections.verify import verify
from tests.projections.worlds import SETTLED, World


def quads(count: int, graph: str, first: int = 0) -> set[Quad]:
    node = NamedNode("http://example.org/p")
    return {
        Quad(NamedNode(f"http://example.org/{n}"), node, Literal(f"told {n}"), NamedNode(f"http://example.org/{graph}"))
        for n in range(first, first + count)
    }


@pytest.fixture
def graph(tmp_path: Path) -> PartWriter:
    """A writer on a store of its own; nothing is asked of its fold."""
    made = PartWriter.__new__(PartWriter)
    made.path, made.store, made.moved, made._logged, made.on_change = tmp_path, Store(tmp_path), 0, 0, None
    return made


def logged(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.log"))


@pytest.fixture(autouse=True)
def _standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PartWriter, "position", property(lambda self: 0))


def test_a_large_new_graph_does_not_go_through_the_log(graph: PartWriter, tmp_path: Path) -> None:
    large, beside = quads(writer._LARGE, "large"), quads(50, "small")
    graph.put(set(), large | beside)

    assert len(graph.store) == len(large) + 50
    assert logged(tmp_path) < 200_000


def test_what_changes_in_a_graph_goes_through_one_transaction(
    graph: PartWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a reader would find both what leaves and what comes."""
    monkeypatch.setattr(writer, "_LARGE", 50)
    graph.put(set(), quads(3, "read", first=900))
    with patch.object(PartWriter, "load", autospec=True, wraps=PartWriter.load) as load:
        graph.put(quads(3, "read", first=900), quads(60, "read"))

    assert all(not call.args[1] for call in load.call_args_list)
    assert len(graph.store) == 60


def test_the_log_of_many_transactions_is_put_into_files(graph: PartWriter, tmp_path: Path) -> None:
    longest = 0
    for step in range(10):
        graph.put(set(), quads(writer._LARGE - 1, f"g{step}"))
        longest = max(longest, *(file.stat().st_size for file in tmp_path.glob("*.log")))

    assert longest < 1_000 * (writer._LOGGED + writer._LARGE)
    assert len(graph.store) == 10 * (writer._LARGE - 1)


def test_closed_it_keeps_no_long_log(graph: PartWriter, tmp_path: Path) -> None:
    graph.put(set(), quads(writer._LARGE - 1, "read"))
    assert logged(tmp_path) > writer._UNFLUSHED
    graph.close()

    assert logged(tmp_path) < writer._UNFLUSHED
    assert len(Store.read_only(str(tmp_path))) == writer._LARGE - 1


def test_a_crash_between_load_and_transaction_is_made_good_by_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph stands where it stood, with an article that nothing names yet; with the next step all is right."""
    monkeypatch.undo()
    monkeypatch.setattr(writer, "_LARGE", 10)
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    with opened(home, world.log) as projections:
        projections.advance(world.log)
        before = projections.graph.position
    world.run([("add", "2"), ("read", "2", "full")])
    with opened(home, world.log) as projections, monkeypatch.context() as patched:
        held = len(projections.graph.store)
        patched.setattr(writer, "_data", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            projections.advance(world.log)
        assert len(projections.graph.store) > held
        assert projections.graph.position == before

    with opened(home, world.log) as projections:
        projections.advance(world.log)
    assert verify(home, world.log).differences == ()
