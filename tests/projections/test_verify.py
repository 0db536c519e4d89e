"""A flipped quad or row is found and named; a rebuild gives the same bytes; a crash is made good."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb import events as ev
from kb.events.streams import RESOLUTION, extraction_stream
from kb.graph.iris import Iris
from kb.log import Append, Home
from kb.log.sqlite import SqliteEventLog
from kb.model import Event, Extraction, Span
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.schema import OlderCatalogError
from kb.projections.contract import AheadOfLogError, NoSuchPositionError, ProjectionStoppedError
from kb.projections.course import OtherCourseError
from kb.projections.files.export import canonical_lines
from kb.projections.graph.store import open_reader
from kb.projections.opening import in_memory, opened, rebuild
from kb.projections.verify import ProjectionDiffersError, verify
from tests.graph import sample
from tests.projections.worlds import SETTLED, World, text_of

Opened = tuple[Home, SqliteEventLog]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Opened]:
    """Return a home on disk with a small world, projected."""
    made = Home.open(tmp_path / "home", create=True)
    log = made.event_log()
    for recorded in World().run([*SETTLED, ("merge", "h1", "h2")]).log.read():
        stream = recorded.envelope.stream
        version = log.stream_version(stream)
        log.append_batch([Append(stream, version, (recorded.event,), recorded.envelope.actor)])
    with opened(made, log) as projections:
        projections.advance(log)
    yield made, log
    log.close()


def bytes_of(home: Home) -> bytes:
    """Return the canonical export."""
    return b"".join(canonical_lines(open_reader(home.graph_path)))


def change_catalog(home: Home, statement: str) -> None:
    """Change the catalog behind the projection's back."""
    with sqlite3.connect(home.catalog_path) as connection:
        assert connection.execute(statement).rowcount >= 1
    connection.close()


def test_a_sound_home_verifies(home: Opened) -> None:
    """Nothing differs, and the report says how much was compared."""
    report = verify(*home)

    assert report.differences == ()
    assert report.events == home[1].position()
    assert report.quads == len(open_reader(home[0].graph_path))
    report.check()


IRIS = Iris(sample.BASE)
EVENT = IRIS.event(text_of("0").id, "v1")
GRAPH = IRIS.article_graph(text_of("0").id)
PLANTED = NamedNode("http://x.example/planted")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("quad", "where"),
    [
        (Quad(EVENT, PLANTED, Literal("x"), GRAPH), f"{GRAPH} {EVENT}"),
        (Quad(EVENT, PLANTED, Literal("x"), PLANTED), f"{PLANTED} {EVENT}"),
        (Quad(PLANTED, PLANTED, Literal("x"), IRIS.registry_graph()), f"{IRIS.registry_graph()} {PLANTED}"),
        (Quad(PLANTED, PLANTED, Literal("x"), IRIS.decisions_graph()), f"{IRIS.decisions_graph()} {PLANTED}"),
        (Quad(EVENT, PLANTED, Literal("x")), f"DEFAULT {EVENT}"),
    ],
)
def test_a_planted_quad_is_found_wherever_it_is(home: Opened, quad: Quad, where: str) -> None:
    """The report names graph and subject."""
    store = Store(str(home[0].graph_path))
    store.add(quad)
    store.flush()
    del store
    differences = verify(*home).differences

    assert [(d.projection, d.where, d.what) for d in differences] == [("graph", where, "extra")]
    with pytest.raises(ProjectionDiffersError, match=r"planted"):
        verify(*home).check()


@pytest.mark.thorough
def test_every_quad_counts(home: Opened) -> None:
    """Taking any one of a spread of quads away is found, and that quad is named."""
    quads = sorted(open_reader(home[0].graph_path), key=str)
    position = f"{IRIS.home()}"
    for quad in quads[:: len(quads) // 5]:
        store = Store(str(home[0].graph_path))
        store.remove(quad)
        store.flush()
        del store
        found = verify(*home).differences
        if str(quad.subject) == position:
            assert found[0].what == "position"
        else:
            assert [(d.what, d.value) for d in found] == [("missing", str(quad))]
        store = Store(str(home[0].graph_path))
        store.add(quad)
        store.flush()
        del store


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE events SET label = 'x' WHERE local = 'v1' AND position = 3", "events"),
        ("UPDATE state SET value = '9' WHERE rowid_hack", "state"),
        ("DELETE FROM figures WHERE position = 3", "figures"),
        ("UPDATE search SET body = 'x' WHERE rowid = 1", "search"),
        ("UPDATE entities SET articles = articles + 1 WHERE id = 'aa'", "entities"),
        ("UPDATE meta SET value = '2' WHERE name = 'position'", "position"),
    ],
)
def test_a_changed_row_is_found_and_its_table_named(home: Opened, statement: str, where: str) -> None:
    """Each table is compared row by row, the searched texts too."""
    change_catalog(home[0], statement.replace("rowid_hack", "kind = 'facet' AND part = 'aa' AND key = 'type:city'"))

    first = verify(*home).differences[0]
    assert first.projection == "catalog"
    assert first.where.split()[0] == where


def lose_an_index(path: Path, index: str) -> None:
    """Empty the page of an index, as rot in the two bytes that count its cells does; no table changes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    rotten = bytearray(path.read_bytes())
    cells = (page - 1) * size + 3
    assert any(rotten[cells : cells + 2])
    rotten[cells : cells + 2] = bytes(2)
    path.write_bytes(rotten)


def test_an_index_that_lost_its_rows_is_found(home: Opened) -> None:
    """Lists read it, so they would be short without an error; the tables themselves are as they should be."""
    lose_an_index(home[0].catalog_path, "figures_by_order")
    with closing(sqlite3.connect(home[0].catalog_path)) as connection:
        assert connection.execute("SELECT position FROM figures NOT INDEXED").fetchall()
        assert not connection.execute("SELECT position FROM figures INDEXED BY figures_by_order").fetchall()

    found = verify(*home).differences
    assert {(one.projection, one.where, one.what) for one in found} == {("catalog", "file catalog.sqlite", "rotten")}
    assert any("figures_by_order" in one.value for one in found)


def test_a_word_that_is_not_found_any_more_is_told(home: Opened) -> None:
    """The texts are all there; the index by which they are searched has one word less."""
    with closing(sqlite3.connect(home[0].catalog_path)) as connection, connection:
        (number, body) = connection.execute("SELECT rowid, body FROM search ORDER BY length(body) DESC").fetchone()
        connection.execute("UPDATE search SET body = body || ' quokka' WHERE rowid = ?", (number,))
        connection.execute("UPDATE search_content SET c1 = ? WHERE id = ?", (body, number))

    (found,) = verify(*home).differences
    assert (found.where, found.what) == ("words of search", "rotten")
    assert "quokka" in found.value


def test_a_log_of_the_first_format_is_projected_and_verified(tmp_path: Path) -> None:
    """Its articles had other names than the hashes of their texts; they have these now, in tables and graph alike."""
    made = Home.open(tmp_path / "home", create=True)
    (made.root / "log.sqlite").write_bytes((Path(__file__).parents[1] / "data/logs/v0.sqlite").read_bytes())
    with closing(made.event_log()) as log, opened(made, log) as projections:
        projections.advance(log)
        report = verify(made, log)
        added = [recorded.event for recorded in log.read(types=["article-added"])]

    assert report.differences == ()
    graphs = {str(quad.graph_name.value) for quad in open_reader(made.graph_path)}
    assert {IRIS.article_graph(event.article_id).value for event in added} <= graphs  # type: ignore[attr-defined]


def test_rebuilding_gives_the_same_bytes(home: Opened) -> None:
    """Whatever became of the projections, the canonical export comes back."""
    before = bytes_of(home[0])
    change_catalog(home[0], "DELETE FROM events")
    store = Store(str(home[0].graph_path))
    store.clear()
    del store

    assert rebuild(*home) == home[1].position()
    assert bytes_of(home[0]) == before
    assert verify(*home).differences == ()


def test_a_deleted_projection_is_made_again_at_the_next_opening(home: Opened) -> None:
    """Neither the graph nor the catalog is needed to make the other."""
    before = bytes_of(home[0])
    for gone in (home[0].catalog_path, home[0].graph_path):
        if gone.is_dir():
            for file in gone.iterdir():
                file.unlink()
            gone.rmdir()
        else:
            gone.unlink()
        with opened(*home) as projections:
            projections.advance(home[1])
        assert bytes_of(home[0]) == before
        assert verify(*home).differences == ()


def test_a_crash_between_catalog_and_graph_is_made_good(home: Opened) -> None:
    """The next opening brings the graph to where the catalog is."""
    log = home[1]
    undone = ev.MergeUndone("m0", "namesake")
    log.append(RESOLUTION, log.stream_version(RESOLUTION), [undone], actor="person:ana")
    catalog = Catalog(home[0].catalog_path, log)
    catalog.apply(tuple(log.read(after=catalog.position)))
    catalog.close()
    assert any(d.what == "position" for d in verify(*home).differences)

    with opened(*home) as projections:
        projections.advance(log)
    assert verify(*home).differences == ()


def test_projections_of_another_log_are_refused(home: Opened, tmp_path: Path) -> None:
    """A shorter log under longer projections is no reason to go on."""
    other = Home.open(tmp_path / "other", create=True).event_log()
    with opened(home[0], other) as projections, pytest.raises(AheadOfLogError) as caught:
        projections.advance(other)
    other.close()
    assert caught.value.log_position == 0


def test_projections_of_another_course_of_the_log_are_refused(home: Opened, tmp_path: Path) -> None:
    """A log that was put back and went on has other events in their places; what did not note its last is believed."""
    other = Home.open(tmp_path / "other", create=True).event_log()
    for recorded in home[1].read():
        stream = recorded.envelope.stream
        actor = "person:other" if recorded.position > 5 else recorded.envelope.actor
        other.append_batch([Append(stream, other.stream_version(stream), (recorded.event,), actor)])
    with opened(home[0], other) as projections, pytest.raises(OtherCourseError) as caught:
        projections.advance(other)
    assert caught.value.position == home[1].position()

    change_catalog(home[0], "DELETE FROM meta WHERE name = 'head'")
    with opened(home[0], other) as projections:
        projections.advance(other)
    rebuild(home[0], other)
    with opened(home[0], other) as projections:
        projections.advance(other)
    other.close()


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["span", "merge", "member", "type"])
def test_a_failing_event_stops_both_projections_before_it_and_is_named(home: Opened, kind: str) -> None:
    """Nothing after the failing event is taken in; what is before it is."""
    log = home[1]
    article = text_of("0").id
    bad: dict[str, Callable[[], tuple[str, ev.DomainEvent]]] = {
        "span": lambda: (
            extraction_stream(article),
            ev.ExtractionRecorded(
                article, Extraction(article, "x", "1", events=(Event("v1", "flood", Span(0, 99_999)),), figures=())
            ),
        ),
        "type": lambda: (
            extraction_stream(article),
            ev.ExtractionRecorded(article, Extraction(article, "x", "1", events=(Event("v1", "no type", Span(0, 3)),))),
        ),
        "merge": lambda: (RESOLUTION, ev.MergeUndone("m99", "never was")),
        "member": lambda: (RESOLUTION, ev.EntitiesLinked("zz", (f"{article}#e99",), 1.0)),
    }
    good = ev.EntityDescribed("aa", "Rivermark", "city")
    log.append(RESOLUTION, log.stream_version(RESOLUTION), [good], actor="rule:test/1")
    stream, event = bad[kind]()
    position = log.append(stream, log.stream_version(stream), [event], actor="rule:test/1")[0].position
    log.append(RESOLUTION, log.stream_version(RESOLUTION), [good], actor="rule:test/1")

    for _ in range(2):
        with opened(*home) as projections:
            with pytest.raises(ProjectionStoppedError) as caught:
                projections.advance(log)
            assert projections.graph.position == position - 1
        assert (caught.value.position, caught.value.event_type) == (position, event.TYPE)
        assert f"event {position} ({event.TYPE})" in str(caught.value)
    with pytest.raises(ProjectionStoppedError):
        rebuild(*home)
    assert b"Rivermark" in bytes_of(home[0])


def test_as_of_needs_an_event_that_is_there(home: Opened) -> None:
    """Beyond the last event there is nothing to see."""
    with pytest.raises(NoSuchPositionError) as caught:
        in_memory(home[1], 10_000)
    assert caught.value.last == home[1].position()
    assert len(in_memory(home[1], 0).graph.store) == 0


def test_a_catalog_of_an_earlier_format_is_said(home: Opened) -> None:
    """And not compared: it has not all tables of today."""
    with sqlite3.connect(home[0].catalog_path) as connection:
        connection.executescript("DROP TABLE event_times; PRAGMA user_version = 1")
    connection.close()

    with pytest.raises(OlderCatalogError, match="format 1"):
        verify(*home)
