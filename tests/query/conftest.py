"""One graph in memory and one on disk, shared by the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers.recipe import DiskStore, Snapshot
from tests.query.data import BASE, quads

LIMITS = Limits(time=300.0, memory=128 << 20, rows=50, size=1 << 20, running=2, queued=4, wait=300.0, quick=300.0)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The graph as N-Quads."""
    path = tmp_path_factory.mktemp("graph") / "head.nq"
    path.write_text(quads(), encoding="utf-8")
    return Snapshot(position=7, files=(str(path),))


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot) -> DiskStore:
    """The graph as a store on disk that nobody writes to."""
    path: Path = tmp_path_factory.mktemp("store") / "graph"
    store = ox.Store(str(path))
    store.load(path=snapshot.files[0], format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    return DiskStore(str(path), position=7)


@pytest.fixture(scope="module")
def service(snapshot: Snapshot) -> Iterator[QueryService]:
    """Queries on the graph in memory."""
    with QueryService(snapshot, LIMITS, base=BASE) as made:
        yield made
