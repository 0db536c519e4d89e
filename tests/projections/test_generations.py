"""Generations of the graph: from each of them to any event and back, and what they take of the disk."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kb.log import Home
from kb.projections.graph.store import open_reader, open_store
from kb.projections.graph.writer import PartWriter
from kb.projections.opening import in_memory, opened, rebuild
from kb.projections.past import generations as module
from kb.projections.past import graph as past_graph
from kb.projections.past.fold import laid_over
from kb.projections.past.generation_proof import verify_generations
from kb.projections.past.kept import Kept
from kb.projections.past.projection import Past
from kb.projections.past.rewinding import turn_graph
from tests.projections.test_past import past_of, same_as_replay
from tests.projections.worlds import COMMANDS, SETTLED, Command, World


@pytest.fixture(autouse=True)
def close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation with every step that changes anything."""
    monkeypatch.setattr(module, "APART", 1)


def grown(home: Home, world: World, commands: list[list[Command]]) -> Past:
    """Have a home take in stretch after stretch, and return its past."""
    past = past_of(home, world)
    for some in commands:
        world.run(some)
        with opened(home, world.log, past.keep) as projections:
            projections.advance(world.log)
    return past


@pytest.mark.thorough
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(COMMANDS, min_size=2, max_size=3), st.floats(0, 1))
def test_from_every_generation_to_an_event(commands: list[list[Command]], share: float) -> None:
    """Back and forward, whatever happened between: the quads of a replay, without the catalog of then."""
    with TemporaryDirectory() as folder:
        home, world = Home.open(Path(folder), create=True), World()
        past = grown(home, world, [[*SETTLED], *commands])
        goal = round(share * world.log.position())
        then = sorted(map(str, in_memory(world.log, goal).graph.store))
        assert past.generations.all()
        with laid_over(home.catalog_path, world.log, goal) as fold:
            assert fold is not None
            for one in past.generations.all():
                touched = fold.touched(one.position)
                assert touched is not None
                writer = PartWriter(None, Store(), fold)
                writer.store.extend(open_reader(one.graph_path))
                turn_graph(writer, touched)
                assert sorted(map(str, writer.store)) == then


@pytest.fixture(scope="module")
def settled() -> Iterator[tuple[World, Past]]:
    """A world that grew in three stretches, with a generation after each."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "APART", 1)
        world = World()
        more: list[list[Command]] = [[("add", "2"), ("read", "2", "full")], [("add", "3")]]
        yield world, grown(Home.open(Path(folder), create=True), world, [[*SETTLED], *more])


def test_who_asks_is_answered_from_the_nearest(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation of the very event is taken as it is; while somebody writes, one near by will do."""
    world, past = settled
    exact = past.generations.all()[1].position
    with monkeypatch.context() as patch, past.home.write_lock(0.0):
        patch.setattr(past_graph, "turn_graph", None)
        with past.at(exact) as view:
            assert sorted(map(str, view.graph.store)) == sorted(map(str, in_memory(world.log, exact).graph.store))
        patch.undo()
        taken: list[int] = []
        tried = past_graph._tried

        def noted(source: past_graph._Source, folder: Path) -> bool:
            taken.append(source.position)
            return tried(source, folder)

        patch.setattr(past_graph, "_tried", noted)
        same_as_replay(past, world, exact - 1)
        assert taken == [exact]


def test_generations_are_proved(settled: tuple[World, Past]) -> None:
    """One that says another event, or cannot be opened, is found, and removed where that is asked for."""
    _, past = settled
    assert [found for _, found in verify_generations(past)] == [()] * 3
    first, second, third = past.generations.all()
    second.graph_path.joinpath("CURRENT").unlink()
    first.graph_path.rename(first.graph_path.with_name("away"))
    first.graph_path.symlink_to(third.graph_path)
    said = [[(one.where, one.what) for one in found] for _, found in verify_generations(past, repair=True)]
    assert said == [[], *([(f"generation {one.position}", "position")] for one in (second, first))]
    assert [one.position for one in past.generations.all()] == [third.position]


@pytest.mark.thorough
def test_a_generation_is_proved_quad_by_quad(tmp_path: Path) -> None:
    """What was put in, what was taken out, and both at once, so that it has as many quads as it should."""
    past = grown(
        Home.open(tmp_path, create=True), World(), [[*SETTLED], [("add", "2")], [("add", "3")], [("add", "1")]]
    )
    first, second, third, *others = past.generations.all()
    node = NamedNode("urn:kb:x")
    strange = Quad(node, node, node, NamedNode("urn:kb:strange"))
    taken = min((quad for quad in open_reader(second.graph_path) if "logPosition" not in str(quad)), key=str)
    for one, come, gone in ((first, {strange}, set()), (second, set(), {taken}), (third, {strange}, {taken})):
        store = open_store(one.graph_path)
        for quad in gone:
            store.remove(quad)
        store.extend(come)
        store.flush()
        del store
    assert [len(found) for _, found in verify_generations(past, whole=False)] == [0] * (3 + len(others))

    said = [[(one.what, one.value) for one in found] for _, found in verify_generations(past, repair=True)]
    extra, missing = ("extra", str(strange)), ("missing", str(taken))
    assert said == [*([[]] * len(others)), [extra, missing], [missing], [extra]]
    assert past.generations.all() == others
    assert not list(past.generations.root.glob(".draft-*"))


def test_a_rebuild_leaves_none(tmp_path: Path) -> None:
    """No step leads from what was made at once back to them; they would hold files for nothing."""
    home, world = Home.open(tmp_path, create=True), World()
    past = grown(home, world, [[*SETTLED], [("add", "2")]])
    assert past.generations.pinned() >= 0
    assert len(past.generations.all()) == 2
    rebuild(home, world.log)
    assert not past.generations.root.exists()
    same_as_replay(past, world, 7)


def test_one_whose_removal_was_broken_off_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever file goes first: nobody opens what is left, and the next one to keep some clears it away."""
    past = grown(Home.open(tmp_path, create=True), World(), [[*SETTLED], [("add", "2"), ("read", "2", "full")]])
    first, *others = past.generations.all()

    def killed(folder: Path, ignore_errors: bool = False) -> None:
        (folder / "graph" / "CURRENT").unlink()
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("kb.projections.past.kept.shutil.rmtree", killed)
        with pytest.raises(SystemExit):
            past.generations.remove(first.folder)

    assert first.folder.exists()
    assert past.generations.all() == others
    past.generations.trim()
    assert not first.folder.exists()


def test_one_that_was_kept_and_not_noted_counts(tmp_path: Path) -> None:
    """Who kept it died before it noted how much had changed up to there; the next say more than it, not less."""
    home, world = Home.open(tmp_path, create=True), World()
    past = grown(home, world, [[*SETTLED]])
    noted = (past.generations.root / "moved").read_text()
    grown(home, world, [[("add", "2"), ("read", "2", "full")]])
    (past.generations.root / "moved").write_text(noted)

    grown(home, world, [[("add", "3")]])

    moved = [one.more["moved"] for one in past.generations.all()]
    assert moved == sorted(set(moved))
    assert len(moved) == 3


def test_what_goes_first_is_found_whatever_was_noted(tmp_path: Path) -> None:
    """Also where an earlier one says that more had changed than a later one, as an earlier kb left them."""
    files: dict[Path, module.Files] = {tmp_path / "1": {1: 1 << 21}, tmp_path / "2": {2: 1 << 21}}
    kept = [Kept(tmp_path / "1", 1, "graph", {"moved": 500}), Kept(tmp_path / "2", 2, "graph", {"moved": 20})]

    assert module._least(kept, files) in kept


def test_none_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    """A share of nothing."""
    home, world = Home.open(tmp_path, create=True), World().run(SETTLED)
    past = past_of(home, world)
    past.generations.share = 0
    with opened(home, world.log, past.keep) as projections:
        projections.advance(world.log)
    assert not past.generations.root.exists()


def test_none_is_kept_where_the_disk_has_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would be a copy of the whole graph."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refused)
    past = grown(Home.open(tmp_path, create=True), World(), [[*SETTLED]])
    assert past.generations.all() == []


def fake(tmp_path: Path, moved: list[int], files: list[dict[str, int]]) -> list[Kept]:
    """Return generations whose folders hold files of so many bytes; one name is one file, linked."""
    found = []
    (tmp_path / "all").mkdir()
    for number, (at, names) in enumerate(zip(moved, files, strict=True)):
        graph = tmp_path / f"{number:012d}" / "graph"
        graph.mkdir(parents=True)
        for name, size in names.items():
            first = tmp_path / "all" / name
            if not first.exists():
                first.write_bytes(b"x" * size)
            (graph / name).hardlink_to(first)
        found.append(Kept(graph.parent, number, "graph", {"moved": at}))
    return found


def test_they_lie_farther_apart_the_farther_back(settled: tuple[World, Past], tmp_path: Path) -> None:
    """Each event is near one: within a share of how far back it lies."""
    _, past = settled
    usable = fake(tmp_path, [n * n + n for n in range(300)], [{}] * 300)
    gone = past.generations.surplus(usable)
    at = [one.more["moved"] for one in usable if one not in gone]
    assert usable[0] not in gone
    assert usable[-1] not in gone
    assert len(at) < 150
    for older, newer in pairwise(at):
        own = max(b - a for a, b in pairwise([one.more["moved"] for one in usable]) if older <= a < newer)
        assert newer - older <= max((at[-1] - newer) / module._NEAR, own)


def test_five_hundred_long_articles_back_they_lie_as_close_as_at_the_end() -> None:
    """A second of turning apart, as they came, whenever one asks."""
    long, apart = 4550, 10  # quads of an article; articles between two generations
    kept: list[Kept] = []
    for number in range(120):
        kept.append(Kept(Path(str(number)), number, "graph", {"moved": number * long * apart}))
        gone = module._crowded(kept)
        kept = [one for one in kept if one not in gone]
        at = [one.more["moved"] for one in kept]
        assert all(newer - older == long * apart for older, newer in pairwise(at) if at[-1] - newer < 500 * long)
    assert len(kept) < 100  # the others farther back


def test_the_share_of_the_disk_is_kept_to(
    settled: tuple[World, Past], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the home's own graph holds is not counted; what frees nothing stays; of the rest the least missed goes."""
    _, past = settled
    monkeypatch.setattr(module, "_SMALL", 0)
    monkeypatch.setattr(module, "_SLIGHT", 1)
    live = tmp_path / "live"
    files = [{"a": 900}, {"b": 1000}, {"c": 1100, "s": 9000}, {"s": 9000}, {"d": 1200, "live": 50_000}]
    usable = fake(tmp_path, [100, 900, 1000, 1100, 2000], files)
    live.mkdir()
    (live / "live").hardlink_to(tmp_path / "all" / "live")
    kept = module.Generations(tmp_path, past.log, live)

    def gone(most: int) -> list[int]:
        kept.share = most / 50_000
        return sorted(one.position for one in kept.surplus(usable))

    assert kept.pinned() == 900 + 1000 + 1100 + 9000 + 1200
    assert gone(13_200) == []
    assert gone(13_199) == [2]  # between two that are near; the one after it shares what it frees
    assert gone(12_099) == [2, 4]  # the home's own graph is near the last
    assert gone(1) == [0, 1, 2, 3, 4]
