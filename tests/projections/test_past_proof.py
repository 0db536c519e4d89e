"""A snapshot is held to a replay: one that was tampered with is found out, and removed where that is asked for."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kb.projections.graph.store import open_store
from kb.projections.past.proof import verify_snapshots
from tests.projections.test_past import looking_back, same_as_replay
from tests.projections.test_verify import lose_an_index
from tests.projections.worlds import SETTLED, World


@pytest.mark.thorough
def test_snapshots_are_proved() -> None:
    """Rows and quads: what is as it should be, what was changed, what is mended."""
    world = World().run(SETTLED)
    with looking_back(world) as past:
        for position in (5, 7, 9):
            with past.at(position) as view:
                assert position == 7 or view.catalog_path.exists()
                assert view.reader.position == position
                assert len(view.graph.store) > 0
        assert [(one.position, found) for one, found in verify_snapshots(past)] == [(5, ()), (7, ()), (9, ())]

        first, laid, second = past.snapshots.all()
        for path, change in ((first.catalog_path, "articles SET title"), (laid.rows_path, "entities SET label")):
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute(f"UPDATE {change} = 'Another'")
        store = open_store(second.graph_path)
        node = NamedNode("urn:kb:x")
        store.add(Quad(node, node, node, NamedNode("urn:kb:strange")))
        store.flush()
        del store
        by_position = {one.position: found for one, found in verify_snapshots(past)}
        assert {found.where.split()[0] for found in by_position[5]} == {"articles"}
        assert {found.where.split()[0] for found in by_position[7]} == {"entities"}
        assert [(found.projection, found.what) for found in by_position[9]] == [("graph", "extra")]

        assert all(found for _, found in verify_snapshots(past, repair=True))
        assert past.snapshots.all() == []
        same_as_replay(past, world, 5)
        assert [found for _, found in verify_snapshots(past)] == [()]


@pytest.mark.thorough
def test_a_torn_snapshot_is_found_and_made_again() -> None:
    """A file of its graph is gone: verifying says so, looking back makes the graph anew."""
    world = World().run(SETTLED)
    with looking_back(world) as past:
        for position in (5, 9):
            with past.at(position) as view:
                next(view.graph_path.glob("*.sst")).unlink()
        said = [[(found.projection, found.what) for found in each] for _, each in verify_snapshots(past)]
        assert said == [[("snapshot", "unusable")]] * 2

        same_as_replay(past, world, 5)
        assert [each == () for _, each in verify_snapshots(past, repair=True)] == [True, False]
        assert [one.position for one in past.snapshots.all()] == [5]


@pytest.mark.thorough
def test_rot_that_no_comparison_reads_is_found() -> None:
    """A table of the engine may be rotten where no part is looked up, an index where no row is compared."""
    world = World().run(SETTLED)
    with looking_back(world) as past:
        for position in (7, 9):
            with past.at(position) as view:
                assert len(view.graph.store) > 0
                assert view.reader.position == position
        by_position = {one.position: one for one in past.snapshots.all()}
        rot(by_position[9].graph_path)
        lose_an_index(by_position[7].rows_path, "entities_by_articles")

        said = {one.position: {(f.where, f.what) for f in found} for one, found in verify_snapshots(past)}
        assert ("file rows.sqlite", "rotten") in said[7]
        assert [what for where, what in said[9] if where.startswith("file ")] == ["rotten"]


def rot(folder: Path) -> None:
    """Change the last byte of the properties of a table, which nobody reads who asks for quads."""
    table = max(folder.glob("*.sst"), key=lambda file: file.stat().st_size)
    rotten = bytearray(table.read_bytes())
    rotten[-5000] ^= 1
    table.unlink()  # others have links to it
    table.write_bytes(rotten)
