"""A step is one transaction; the engine's log stays short."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

import pytest
from pyoxigraph import BaseDirection, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kb.log.faults import DiskFullError
from kb.projections.graph import writer
from kb.projections.graph.writer import PartWriter

MANY = 20_000


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


@pytest.mark.thorough
def test_a_step_goes_through_one_transaction_however_large(graph: PartWriter) -> None:
    """Else a reader would find half of it."""
    graph.put(set(), quads(3, "read", first=900))
    with patch.object(PartWriter, "load", autospec=True) as load:
        graph.put(quads(3, "read", first=900), quads(MANY, "read"))

    load.assert_not_called()
    assert len(graph.store) == MANY


@pytest.mark.thorough
def test_a_step_holds_no_quad_while_the_engine_takes_it(graph: PartWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless somebody is told of it: of an article of 160 KB they are a fifth of a gigabyte."""
    held: list[int] = []

    def update(text: str) -> None:
        held.append(sys.getrefcount(one) - 3)  # those of this test, and the argument
        store.update(text)

    for told in (None, lambda *_: None):
        store, (one,) = Store(), quads(1, "read", first=MANY)
        graph.store, graph.on_change = cast("Store", SimpleNamespace(update=update)), told
        monkeypatch.setattr(PartWriter, "differing", lambda *_, one=one: (set(), {one, *quads(MANY, "read")}))
        graph.write([("article", "a")])
        assert len(store) == MANY + 1
    assert (held[0], held[1] > 0) == (0, True)


@pytest.mark.thorough
def test_what_is_put_stays_with_who_gave_it(graph: PartWriter) -> None:
    """In graphs of their own, more lines than go into a piece; and what goes is gone in the same step."""
    first, second = quads(MANY, "first"), quads(3, "second")
    graph.put(set(), first)
    graph.put(first, second)
    assert (len(first), set(graph.store)) == (MANY, second)


@pytest.mark.thorough
def test_the_log_of_many_transactions_is_put_into_files(graph: PartWriter, tmp_path: Path) -> None:
    longest = 0
    for step in range(10):
        graph.put(set(), quads(MANY, f"g{step}"))
        longest = max(longest, *(file.stat().st_size for file in tmp_path.glob("*.log")))

    assert longest < 1_000 * (writer._LOGGED + MANY)
    assert len(graph.store) == 10 * (MANY)


@pytest.mark.thorough
def test_closed_it_keeps_no_long_log(graph: PartWriter, tmp_path: Path) -> None:
    graph.put(set(), quads(MANY, "read"))
    assert logged(tmp_path) > writer._UNFLUSHED
    graph.close()

    assert logged(tmp_path) < writer._UNFLUSHED
    assert len(Store.read_only(str(tmp_path))) == MANY


def test_quads_are_made_while_the_engine_loads_those_before(graph: PartWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild makes and loads by turns otherwise, on one core of however many."""
    monkeypatch.setattr(writer, "_BULK", 3)
    going_on, store, waited = Event(), graph.store, []

    def bulk_load(text: bytes, form: RdfFormat, *, lenient: bool) -> None:
        waited.append(going_on.wait(10))
        store.bulk_load(text, form, lenient=lenient)

    def made() -> Iterator[Quad]:
        for number, quad in enumerate(sorted(quads(7, "read"), key=str)):
            if number > 3:
                going_on.set()
            yield quad

    graph.store = cast("Store", SimpleNamespace(bulk_load=bulk_load))
    graph.load(made())

    assert set(store) == quads(7, "read")
    assert waited == [True] * 3


def test_what_fails_while_quads_are_loaded_is_told(graph: PartWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine in its files' words, whoever makes the quads in his own; both after the other has stopped."""
    monkeypatch.setattr(writer, "_BULK", 3)
    store, begun, ended = graph.store, [], []

    def bulk_load(text: bytes, form: RdfFormat, *, lenient: bool) -> None:
        begun.append(text)
        store.bulk_load(text, form, lenient=lenient)
        ended.append(text)

    def broken() -> Iterator[Quad]:
        yield from quads(4, "read")
        raise LookupError("no such part")

    def full(text: bytes, form: RdfFormat, *, lenient: bool) -> None:
        raise OSError("IO error: No space left on device")

    graph.store = cast("Store", SimpleNamespace(bulk_load=bulk_load))
    with pytest.raises(LookupError, match="no such part"):
        graph.load(broken())
    assert len(begun) == len(ended) == 1
    graph.store = cast("Store", SimpleNamespace(bulk_load=full))
    with pytest.raises(DiskFullError):
        graph.load(quads(7, "read"))


def test_every_term_survives_its_way_into_the_engine(graph: PartWriter) -> None:
    """Imported graphs have all kinds of them."""
    node = NamedNode("http://example.org/\u00e9")
    terms: list[NamedNode | Literal | Triple] = [
        Literal('\r\n"\\\u2028\x00\uffff\U0001f600'),
        Literal("told", language="en-GB"),
        Literal("told", language="ar", direction=BaseDirection.RTL),
        Literal("007", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        Literal("no day", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        Triple(node, node, Literal("told", language="en")),
    ]
    given = [Quad(node, node, term, node) for term in terms]
    graph.load(given)
    others = Store()
    others.extend(given)

    assert set(graph.store) == set(others)
