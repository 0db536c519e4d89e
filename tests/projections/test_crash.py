"""A process that is killed while it projects leaves a home that the next one brings up to date."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kb import events as ev
from kb.events.streams import RESOLUTION
from kb.log import Append, Home
from kb.log.faults import CorruptError
from kb.projections.catalog import copy as catalog_copy
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.schema import FORMAT
from kb.projections.opening import opened, rebuild
from kb.projections.verify import verify
from tests.projections.worlds import SETTLED, World

STEPS = 100
CODE = """
import sys
from pathlib import Path
from kb.log import Home
from kb.projections import runner
from kb.projections.catalog import copy as catalog_copy
from kb.projections.opening import opened
home = Home.open(Path(sys.argv[1]))
log = home.event_log()
with opened(home, log) as projections:
    print("ready", flush=True)
    runner.advance(log, (projections.catalog, projections.graph), size=1)
"""


def test_a_catalog_is_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process sees before each statement is what a kill there leaves: nothing, or all of it."""
    path, connect = tmp_path / "catalog.sqlite", sqlite3.connect
    seen: list[tuple[int, int]] = []

    def look(_: str) -> None:
        with closing(connect(path)) as other:
            tables = other.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            seen.append((tables, other.execute("PRAGMA user_version").fetchone()[0]))

    def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.set_trace_callback(look)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    with closing(Catalog(path, Home.open(tmp_path, create=True).event_log())) as catalog:
        assert catalog.position == 0

    assert len(seen) > 20
    assert {made for _, made in seen} == {0, FORMAT}
    assert {tables > 0 for tables, made in seen if not made} == {False}
    assert len({tables for tables, made in seen if made}) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_killed_process_leaves_nothing_torn(tmp_path: Path, delay: float) -> None:
    """Killed anywhere between two steps or in the middle of one: afterwards all verifies."""
    home = Home.open(tmp_path / "home", create=True)
    log = home.event_log()
    for recorded in World().run(SETTLED).log.read():
        stream = recorded.envelope.stream
        log.append_batch([Append(stream, log.stream_version(stream), (recorded.event,), recorded.envelope.actor)])
    merges: list[ev.DomainEvent] = []
    for number in range(STEPS // 2):
        merges += [ev.EntitiesMerged(f"k{number}", "aa", "cc"), ev.MergeUndone(f"k{number}", "again")]
    log.append(RESOLUTION, log.stream_version(RESOLUTION), merges, actor="rule:test/1")

    process = subprocess.Popen([sys.executable, "-c", CODE, str(home.root)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    with opened(home, log) as projections:
        assert projections.graph.position <= projections.catalog.position <= log.position()
        projections.advance(log)
    assert verify(home, log).differences == ()
    log.close()


def test_a_power_cut_takes_nothing_that_the_tables_say_is_in_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine's write-ahead file is on the disk before they say it: who only reads would be answered from less."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    said: list[tuple[int, int]] = []
    with opened(home, world.log) as projections:
        projections.advance(world.log)
        real = os.fsync

        def noted(handle: int) -> None:
            said.append((projections.catalog.floor, projections.graph.position))
            real(handle)

        before = projections.position
        world.run([("add", "2"), ("read", "2", "full")])
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", noted)
            projections.advance(world.log)
        assert said
        assert set(said) == {(before, world.log.position())}
        assert projections.catalog.floor == world.log.position()


def test_tables_that_lost_more_than_the_graph_say_where_both_stand(tmp_path: Path) -> None:
    """A power cut may take the tables' last step and leave the graph's."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    with opened(home, world.log) as projections:
        projections.advance(world.log)
        projections.catalog.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = home.catalog_path.read_bytes()
    world.run([("add", "2")])
    with opened(home, world.log) as projections:
        projections.advance(world.log)
    catalog_copy.remove(home.catalog_path)
    home.catalog_path.write_bytes(kept)

    with opened(home, world.log) as projections:
        assert projections.catalog.position < projections.graph.position
        projections.advance(world.log)
        assert projections.catalog.floor == projections.catalog.position == projections.graph.position
    assert verify(home, world.log).differences == ()


def test_a_new_catalog_that_the_disk_did_not_keep_does_not_take_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite goes on after the first page of a file was lost, and every other connection finds it empty."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    with opened(home, world.log) as projections:
        projections.advance(world.log)
    before = home.catalog_path.read_bytes()
    fill = Catalog.fill

    def lost(catalog: Catalog, *batches: Any, **options: Any) -> int:
        position = fill(catalog, *batches, **options)
        os.truncate(catalog.path, 0)
        return position

    monkeypatch.setattr(Catalog, "fill", lost)
    with pytest.raises(CorruptError, match="did not keep"):
        rebuild(home, world.log)
    assert home.catalog_path.read_bytes() == before
    assert not list(home.root.glob("*.new*"))
