"""Tests of kb.projections.graph.changes: what a stretch of the log changed, and by which event."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kb.log import EventLog
from kb.projections import opening
from kb.projections.folding.tables import Tables
from kb.projections.graph.changes import PartChange, Stretch, stretch
from kb.projections.graph.part_looks import Part
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

Step = tuple[set[Quad], set[Quad]]


def changes(log: EventLog, start: int, goal: int) -> Iterator[PartChange]:
    """Yield what changed between two positions, the first held in memory."""
    projections = opening.in_memory(log, start)
    try:
        yield from stretch(log, projections.catalog.tables, start, goal).changes()
    finally:
        projections.close()


def lines(log: EventLog, position: int) -> set[Quad]:
    """Return the whole graph as of a position, by replay."""
    projections = opening.in_memory(log, position)
    try:
        return set(projections.graph.store)
    finally:
        projections.close()


def steps(log: EventLog) -> dict[int, Step]:
    """Return position -> what the event there took out of the graph and put in, by replaying event by event."""
    found: dict[int, Step] = {}
    before: set[Quad] = set()
    projections = opening.in_memory(log, 0)
    try:
        for position in range(1, log.position() + 1):
            projections.advance(log, until=position)
            now = set(projections.graph.store)
            found[position] = (before - now, now - before)
            before = now
    finally:
        projections.close()
    return found


@pytest.mark.thorough
@settings(max_examples=12)
@given(COMMANDS, st.data())
def test_what_changed_is_the_difference_of_two_replays_and_each_quad_has_its_event(
    commands: list[Command], data: st.DataObject
) -> None:
    """Any two positions of any log; the event named is one that did it."""
    log = World().run(commands).log
    start = data.draw(st.integers(0, log.position()))
    goal = data.draw(st.integers(start, log.position()))
    before, after = lines(log, start), lines(log, goal)
    each = steps(log)
    found = list(changes(log, start, goal))
    gone = {quad: at for change in found for quad, at in change.gone.items()}
    come = {quad: at for change in found for quad, at in change.come.items()}

    assert gone.keys() == before - after
    assert come.keys() == after - before
    assert all(start < at <= goal and quad in each[at][0] for quad, at in gone.items())
    assert all(start < at <= goal and quad in each[at][1] for quad, at in come.items())
    assert sum(len(change.gone) for change in found) == len(gone)
    assert sum(len(change.come) for change in found) == len(come)


@pytest.mark.thorough
@settings(max_examples=12)
@given(COMMANDS, st.data())
def test_what_was_touched_is_known_of_an_article_or_as_one_step_without_each_event(
    commands: list[Command], data: st.DataObject
) -> None:
    """An article's positions are those that every event says; one step touches whatever its events change."""
    log = World().run([*SETTLED, *commands]).log
    start = data.draw(st.integers(0, log.position() - 1))
    projections = opening.in_memory(log, start)
    try:
        whole = stretch(log, projections.catalog.tables, start, log.position())
        changed = {change.part for change in whole.changes()}
        again = stretch(log, projections.catalog.tables, start, log.position())
        at_once = again.parts_touched()
        early = {part: again.touching(part) for part in at_once if part[0] == "article"}
    finally:
        projections.close()
    assert changed <= at_once | {("position", "")}
    assert early == {part: at for part, at in whole.touches.items() if part[0] == "article"}


@pytest.mark.thorough
def test_links_merges_and_their_undoing_are_told_apart() -> None:
    """Each of them renames nodes of the same article."""
    world = World().run([*SETTLED, ("undo", "0"), ("merge", "cc", "aa"), ("link", "1", "e3", "dd")])
    each = steps(world.log)
    for start in range(world.log.position() + 1):
        for change in changes(world.log, start, world.log.position()):
            assert all(quad in each[at][0] for quad, at in change.gone.items())
            assert all(quad in each[at][1] for quad, at in change.come.items())


def test_an_article_is_made_at_the_two_ends_alone_where_links_name_other_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What left with a link and what came with it are told by the names; what a merge leaves alone is not made."""
    world = World().run([*SETTLED])
    start = world.log.position()
    world.run([("link", "1", "e1", "x1"), ("link", "1", "e3", "x2"), ("link", "1", "e3", "x3")])
    made: list[str] = []
    real = Stretch.quads

    def counted(self: Stretch, part: Part, position: int) -> set[Quad]:
        made.extend([part[1]] if part[0] == "article" else [])
        return real(self, part, position)

    monkeypatch.setattr(Stretch, "quads", counted)
    found = [one for one in changes(world.log, start, world.log.position()) if one.part[0] == "article"]
    assert [len(set(one.gone.values())) > 1 for one in found] == [True]
    assert made == [found[0].part[1]] * 2


def test_a_new_reading_is_made_at_the_two_ends_alone_also_where_its_members_share_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What names nobody came with the reading; what names a node came when a member was first linked to it."""
    world = World().run([("add", "1"), ("read", "1", "full"), ("link", "1", "e1", "x1"), ("tell", "1", "v1", "h1")])
    world.run([("tell", "1", "v4", "h1"), ("link", "1", "e3", "x3"), ("link", "1", "e1", "x2")])
    made: list[int] = []
    real = Stretch.quads

    def counted(self: Stretch, part: Part, position: int) -> set[Quad]:
        made.extend([position] if part[0] == "article" else [])
        return real(self, part, position)

    monkeypatch.setattr(Stretch, "quads", counted)
    found = [one for one in changes(world.log, 3, world.log.position()) if one.part[0] == "article"]
    assert made == [3, world.log.position()]
    monkeypatch.undo()
    each = steps(world.log)
    assert all(quad in each[at][1] for one in found for quad, at in one.come.items())


def test_the_tables_it_begins_from_are_left_alone() -> None:
    """They may be lent, and shared."""
    log = World().run(list(SETTLED)).log
    projections = opening.in_memory(log, 6)
    kept = list(projections.catalog.connection.execute("SELECT * FROM state ORDER BY kind, part, key"))
    found = list(stretch(log, projections.catalog.tables, 6, log.position()).changes())

    assert found
    assert kept == list(projections.catalog.connection.execute("SELECT * FROM state ORDER BY kind, part, key"))
    projections.close()


def _same(one: Tables, other: Tables, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        assert list(one.parts(kind)) == list(other.parts(kind)), kind
        for part in other.parts(kind):
            assert one.items(kind, part) == other.items(kind, part), (kind, part)
            assert one.keys(kind, part) == other.keys(kind, part)
            assert one.has(kind, part)


@pytest.mark.thorough
@settings(max_examples=12)
@given(COMMANDS, st.data())
def test_a_moment_holds_what_the_fold_held_then(commands: list[Command], data: st.DataObject) -> None:
    """At every position of the stretch, also those that were gone by later ones."""
    log = World().run(commands).log
    start = data.draw(st.integers(0, log.position()))
    first = opening.in_memory(log, start)
    line = stretch(log, first.catalog.tables, start, log.position()).line
    at = data.draw(st.integers(start, log.position()))
    then = opening.in_memory(log, at)
    kinds = tuple(row[0] for row in then.catalog.connection.execute("SELECT DISTINCT kind FROM state"))

    _same(line.at(at), then.catalog.tables, kinds)
    then.close()
    first.close()


def test_the_facets_of_an_entity_are_read_at_once_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted one by one, and would be looked up one by one."""
    log = World().run(list(SETTLED)).log
    first = opening.in_memory(log, 4)
    alone: list[str] = []
    whole: list[str] = []
    text, texts = Tables._text, Tables.texts

    def counted(self: Tables, kind: str, part: str, key: str) -> str | None:
        alone.extend([part] if kind == "facet" and type(self) is Tables else [])
        return text(self, kind, part, key)

    def counted_whole(self: Tables, kind: str, part: str) -> list[tuple[str, str]]:
        whole.extend([part] if kind == "facet" else [])
        return texts(self, kind, part)

    monkeypatch.setattr(Tables, "_text", counted)
    monkeypatch.setattr(Tables, "texts", counted_whole)
    line = stretch(log, first.catalog.tables, 4, log.position()).line
    assert not alone
    assert whole
    assert len(whole) == len(set(whole))
    monkeypatch.undo()
    last = opening.in_memory(log, log.position())
    now = line.at(log.position())
    for part in last.catalog.tables.parts("facet"):
        for key, value in last.catalog.tables.items("facet", part):
            assert now.get("facet", part, key) == value
    last.close()
    first.close()


def test_nothing_happened_between_a_position_and_itself() -> None:
    """Not even the position."""
    log = World().run(list(SETTLED)).log
    assert list(changes(log, 7, 7)) == []


@pytest.mark.parametrize("start", [0, 1])
def test_from_the_beginning_all_is_new(start: int) -> None:
    """Position 0 has no base IRI yet; event 1 gives it."""
    log = World().run(list(SETTLED)).log
    found = list(changes(log, start, log.position()))
    assert {quad for change in found for quad in change.come} == lines(log, log.position()) - lines(log, start)


@pytest.mark.parametrize(("kept", "absorbed"), [("m1", "m2"), ("m2", "m1")])
def test_a_merge_and_its_undoing_touch_the_articles_alone_that_name_another_id(kept: str, absorbed: str) -> None:
    """Of an entity of many articles that keeps its id nothing is told again but itself."""
    world = World().run([("add", "1"), ("read", "1", "full"), ("add", "2"), ("read", "2", "full")])
    world.run([("link", "1", "e1", "m1"), ("link", "2", "e1", "m2")])
    start = world.log.position()
    world.run([("merge", kept, absorbed), ("undo", "0")])
    projections = opening.in_memory(world.log, start)
    views = projections.catalog.views

    def links() -> dict[str, dict[str, str]]:
        return {article: dict(views.links(article)) for article in views.everything(0).articles}

    for recorded in world.log.read(after=start):
        before = links()
        touched = projections.catalog._fold([recorded]).expand().articles
        renamed = {article for article, named in links().items() if named != before[article]}
        assert touched == renamed
        assert len(renamed) == 1
    projections.close()
