"""The review queue: what is asked, in which order, what an answer does, and that answers can all be taken back."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.events import EntitiesKeptApart, EntitiesLinked, EntitiesMerged, MembersMoved, PairLeftOpen
from kb.log.faults import CorruptError
from kb.resolution.worth import openness, worth
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.deciding import record
from kb.service.curation.decisions import decisions
from kb.service.curation.errors import EntityStateError
from kb.service.curation.identifying import identifying
from kb.service.curation.undoing import undoing
from kb.service.knowledge_base import KnowledgeBase
from kb.service.review import places as review_places
from kb.service.review import store as review_store
from kb.service.review.items import Item, NoSuchItemError
from kb.service.review.queue import queue
from kb.service.review.reviewing import answer, next_question, question, questions, reviewing
from kb.service.review.store import NAME, DamagedQueueError, stored
from tests.service.conftest import Open
from tests.service.stories import entity_of, graph, put, story

AGENT = "e1"
LITTLE = 1e-9  # seconds: one thing at a time
NEAR = (
    story("Ironclads", "Nordhaven Depot", 1),
    story("Ironclads", "Southport Bridge", 9),
)
SAME = (story("Grey Wolf Band", "Westgate Mill", 3), story("Grey Wolf Band", "Eastgate Mill", 4))


@pytest.fixture
def near(kb: KnowledgeBase, tmp_path: Path) -> list[str]:
    """Two spellings without any context: not linked, and not far from it."""
    found = put(kb, tmp_path, *NEAR)
    assert entity_of(kb, found[0], AGENT) != entity_of(kb, found[1], AGENT)
    return found


def asked(kb: KnowledgeBase, **filters: str) -> list[Item]:
    return [one.item for one in questions(kb, limit=0, **filters).items]  # type: ignore[arg-type]


def last(kb: KnowledgeBase) -> object:
    return next(iter(kb.log.read(after=kb.position - 1))).event


def test_worth_is_openness_times_claims() -> None:
    """Even at the threshold, clear far from it; contradiction takes away; never below zero."""
    assert openness(6.0, 6.0) == 1.0
    assert openness(4.0, 6.0) == openness(8.0, 6.0) < 0.73
    assert openness(9.0, 6.0, -3.0) == 1.0
    assert openness(40.0, 6.0) == openness(12.0, 6.0) == openness(6.0, 6.0, -30.0) > 0.1
    assert worth(0.5, 9) == 5.0


def test_two_that_nearly_are_one_are_asked_about(kb: KnowledgeBase, near: list[str]) -> None:
    """With both sides, the weight by field, and where the words stand."""
    found = questions(kb, kind="entity")

    assert found.total == len(found.items) == 1
    item, sides = found.items[0].item, found.items[0].sides
    assert (item.kind, item.why, item.needed) == ("entity", "near", 6.0)
    assert 3.0 <= item.bits < 6.0
    assert round(sum(part.bits for part in item.parts), 2) == item.bits
    assert {side.label for side in sides} == {"Ironclads"}
    assert [side.told[0].quote.words for side in sides if side.told[0].quote] == ["Ironclads"] * 2
    assert item.claims == 1  # of each side one event names it
    assert question(kb, f"review-{item.id}").item == item
    assert asked(kb, entity=entity_of(kb, near[0], AGENT))[0].id == item.id
    assert asked(kb, entity="0" * 20) == asked(kb, why="weak", kind="entity") == []


def test_the_same_merges_and_is_asked_no_more(kb: KnowledgeBase, near: list[str]) -> None:
    """One event; undone by the id of the question, it is asked again."""
    item = asked(kb, kind="entity")[0]
    before = graph(kb)

    done = answer(kb, item.id, "same", "person:ann", "one man")

    assert isinstance(last(kb), EntitiesMerged)
    assert entity_of(kb, near[0], AGENT) == entity_of(kb, near[1], AGENT)
    assert done.actor == "person:ann"
    assert item.id not in {one.id for one in asked(kb)}
    with pytest.raises(NoSuchItemError):
        answer(kb, item.id, "same")
    answer(kb, item.id, "undo")
    assert graph(kb) == before
    assert asked(kb, kind="entity")[0].id == item.id
    with pytest.raises(NoSuchItemError):
        answer(kb, item.id, "undo")


def test_different_keeps_apart(kb: KnowledgeBase, near: list[str]) -> None:
    """No rule joins them, and nobody is asked again."""
    answer(kb, asked(kb, kind="entity")[0].id, "different", reason="two bands")

    assert isinstance(last(kb), EntitiesKeptApart)
    assert asked(kb, kind="entity") == []


def test_unsure_waits_for_other_evidence(kb: KnowledgeBase, near: list[str]) -> None:
    """Not asked again as it stands; asked where less spoke for it when somebody looked."""
    item = asked(kb, kind="entity")[0]
    before = graph(kb)

    answer(kb, item.id, "unsure")

    assert isinstance(last(kb), PairLeftOpen)
    assert graph(kb) == before
    assert asked(kb, kind="entity") == []
    with undoing(kb, "person:ann") as undoer:
        undoer.undo(kb.position)
    with kb.writing() as projections:
        earlier = PairLeftOpen(item.asked, item.bits - 1, item.against)
        record(kb, projections, earlier, "person:ann")
    assert [one.id for one in asked(kb, kind="entity")] == [item.id]


def test_one_weak_pair_that_holds_it_together(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Asked by its members: the same is kept for good, different splits it and says who went where."""
    first, second = put(kb, tmp_path, *SAME)
    assert entity_of(kb, first, AGENT) == entity_of(kb, second, AGENT)
    item = next(one for one in asked(kb, why="weak", kind="entity") if first in one.pair[0] + one.pair[1])
    assert item.ids[0] == item.ids[1]
    assert 6.0 <= item.bits < 8.0
    before = graph(kb)

    answer(kb, item.id, "same", "person:ann")
    assert isinstance(last(kb), EntitiesLinked)
    assert item.id not in {one.id for one in asked(kb)}
    answer(kb, item.id, "undo")
    done = answer(kb, item.id, "different", "person:ann")
    assert isinstance(last(kb), MembersMoved)
    assert f"article-{first}" in done.said
    assert f"article-{second}" in done.said
    assert entity_of(kb, first, AGENT) != entity_of(kb, second, AGENT)
    assert item.id not in {one.id for one in asked(kb)}
    answer(kb, item.id, "undo")
    assert graph(kb) == before


def test_only_what_changed_is_looked_at_again(kb: KnowledgeBase, near: list[str], tmp_path: Path) -> None:
    """What linking weighed is not weighed again; the file is not needed: without it all is looked at, and the same."""
    with queue(kb) as open_:
        assert open_.looked_at == 0
    before = asked(kb)
    put(kb, tmp_path, story("Other People", "Another Place", 11))
    with queue(kb) as open_:
        assert open_.looked_at == 0
    path = kb.home.catalog_path.with_name(NAME)
    path.unlink()
    with queue(kb) as open_:
        assert open_.looked_at == 3
    assert asked(kb) == before


def test_who_has_no_time_finds_what_there_is_and_in_the_end_all(kb: KnowledgeBase, near: list[str]) -> None:
    """One thing at a time: each time something is looked at, it says what is left, and it comes to the same."""
    before = questions(kb)
    assert before.settled
    kb.home.catalog_path.with_name(NAME).unlink()

    found = [questions(kb, within=LITTLE)]
    while not found[-1].settled and len(found) < 20:
        found.append(questions(kb, within=LITTLE))

    assert (found[0].unseen, found[0].settled) == (1, False)
    assert [one.unseen for one in found] == sorted((one.unseen for one in found), reverse=True)
    assert found[-1] == before


def test_who_has_no_time_waits_for_nobody_who_looks(kb: KnowledgeBase, near: list[str]) -> None:
    """While another looks at what is left, what there is is shown; the rest is theirs."""
    kb.home.catalog_path.with_name(NAME).unlink()
    assert questions(kb, within=0).unseen == 2
    questions(kb, within=LITTLE)
    with stored(kb) as standing:
        standing.begin(lambda _: None, writing=True)
        assert standing.writing
        began = time.monotonic()
        found = questions(kb, within=LITTLE)
        took = time.monotonic() - began

    assert (found.unseen, found.settled) == (1, False)
    assert took < 5  # who waits does so for a minute


def test_who_leaves_what_came_in_to_another_is_shown_what_holds_of_before(
    kb: KnowledgeBase, near: list[str], tmp_path: Path
) -> None:
    """Nothing is looked at and nothing written: what was answered, or has left, is not asked; what came is told of."""
    put(kb, tmp_path, *SAME, story("Kestrels", "Depot", 2), story("Kestrels", "Weir", 7))
    before = questions(kb)
    first, *others = [one.item for one in before.items]
    answer(kb, first.id, "different", "person:ann")
    put(kb, tmp_path, story("Other People", "Another Place", 11))

    found = questions(kb, within=0, left=True)

    assert [one.item.id for one in found.items] == [one.id for one in others]
    assert (found.total, found.unseen, found.settled) == (before.total - 1, 1, False)
    assert question(kb, others[0].id, within=0, left=True).item == others[0]
    with pytest.raises(NoSuchItemError, match="answered") as caught:
        question(kb, first.id, within=0, left=True)
    assert caught.value.hint.startswith("Articles are still being compared")
    withdraw(kb, near[0], "asked to")
    left = [one.item.id for one in questions(kb, within=0, left=True).items]
    assert left == [one.id for one in others if near[0] not in one.pair[0] + one.pair[1]] != []
    assert len(left) < len(others)
    with stored(kb) as standing:
        assert standing.read() < kb.position
    assert questions(kb).settled


def test_who_leaves_it_to_another_is_shown_nothing_by_other_rules(
    kb: KnowledgeBase, near: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All articles are still to be compared; once they are, the order is made out as far as there is time."""
    before = questions(kb)
    monkeypatch.setattr(review_store, "FORMAT", 0)
    found = questions(kb, within=0, left=True)
    assert (found.total, found.items, found.unseen, found.settled) == (0, (), 2, False)
    assert questions(kb) == before
    with stored(kb) as standing:
        standing.begin(lambda _: None, writing=True)
        standing.file.execute("UPDATE question SET exact = 0")
    assert not questions(kb, within=0, left=True).settled or not before.items
    assert questions(kb, within=60.0, left=True) == before


def test_what_may_be_two_is_asked_when_somebody_has_looked(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A question that is hidden until somebody looks is found by its id; no list has it before."""
    put(kb, tmp_path, *SAME)
    item = next(one for one in asked(kb, why="weak", kind="entity"))
    with stored(kb) as standing:
        standing.begin(lambda _: None, writing=True)
        standing.file.execute("INSERT INTO waiting VALUES (?, ?)", (item.kind, item.ids[0]))
        standing.file.execute("UPDATE question SET hidden = 1 WHERE id = ?", (item.id,))
    with queue(kb, 0) as open_:
        assert item not in open_.items()
        assert open_.item(item.id) == item


def test_who_left_is_asked_about_no_more(kb: KnowledgeBase, near: list[str]) -> None:
    """A withdrawn article has no questions; brought back, it has."""
    item = asked(kb, kind="entity")[0]
    gone = withdraw(kb, near[0], "asked to")

    assert asked(kb, kind="entity") == []
    with pytest.raises(NoSuchItemError):
        answer(kb, item.id, "same")
    with undoing(kb, "person:ann") as undoer:
        undoer.undo(gone.position)
    assert [one.id for one in asked(kb, kind="entity")] == [item.id]


def test_what_was_decided_meanwhile_is_said(kb: KnowledgeBase, near: list[str]) -> None:
    """Somebody merged them while the question was on the screen."""
    item = asked(kb, kind="entity")[0]
    with identifying(kb, "person:bob") as identifier:
        identifier.merge(*(f"entity-{one}" for one in item.ids))
    with reviewing(kb, "person:ann") as reviewer, pytest.raises(EntityStateError, match=r"one already.*person:bob"):
        reviewer.answer(item, "same")
    with pytest.raises(InputError, match="no answer"):
        answer(kb, item.id, "perhaps")


def test_skipped_ones_come_last(kb: KnowledgeBase, near: list[str]) -> None:
    """The next question is one that was not put off."""
    first, left = next_question(kb)
    assert first is not None
    second, fewer = next_question(kb, {first.item.id})
    assert fewer == left - 1
    assert second is None or second.item.id != first.item.id


@pytest.fixture
def many(opened: Open, tmp_path: Path) -> KnowledgeBase:
    """A home with questions of several kinds."""
    kb = opened()
    put(kb, tmp_path, *NEAR, *SAME, story("Ironclads", "Southport Bridge", 12), story("Ironclads", "Weir", 13))
    return kb


@pytest.mark.thorough
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["same", "different", "unsure"])), min_size=1, max_size=5))
def test_any_answers_all_undone_leave_no_trace(many: KnowledgeBase, answers: list[tuple[int, str]]) -> None:
    """Whatever is answered in whatever order: undone, the graph and the questions are as before."""
    before, open_ = graph(many), [one.id for one in asked(many)]
    made = []
    for number, said in answers:
        if found := asked(many):
            made.append(answer(many, found[number % len(found)].id, said, "person:ann").position)
    for position in reversed(made):
        with undoing(many, "person:ann") as undoer:
            undoer.undo(position)
    assert graph(many) == before
    assert [one.id for one in asked(many)] == open_
    assert {row.state for row in decisions(many)} <= {"undone", "undoes"}


@pytest.mark.parametrize("where", [0, 4096])
def test_a_damaged_queue_is_made_again(kb: KnowledgeBase, near: list[str], where: int) -> None:
    """At its head when it is opened, within when it is read; nobody is told that the catalog is at fault."""
    before = asked(kb)
    assert before
    path = kb.home.root / NAME
    for beside in kb.home.root.glob(f"{NAME}-*"):
        beside.unlink()
    with path.open("r+b") as file:
        file.seek(where)
        file.write(b"damage" * ((path.stat().st_size - where) // 6))
    if where:
        with pytest.raises(DamagedQueueError, match=NAME):
            asked(kb)
    assert asked(kb) == before


def test_a_damaged_catalog_is_not_taken_for_the_queue(kb: KnowledgeBase, near: list[str]) -> None:
    """The queue is whole and stays."""
    asked(kb)
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(CorruptError, match="catalog"), stored(kb):
        raise error
    assert (kb.home.root / NAME).exists()


def test_who_writes_the_questions_just_then_keeps_no_article_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    """It is acknowledged all the same, and weighed again when somebody asks: a refusal would be told of what is in."""
    put(kb, tmp_path, story("Blue Column", "Nordhaven Depot", 3))
    with closing(sqlite3.connect(kb.home.root / NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        put(kb, tmp_path, story("Blue Column", "Oster Mill", 4))
        other.execute("ROLLBACK")
    assert kb.catalog.list_articles(limit=5).total == 2


def test_what_another_kb_weighed_is_weighed_anew(
    kb: KnowledgeBase, near: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules, and the form of what they compare, come with the program."""
    [before] = asked(kb, kind="entity", why="near")
    with sqlite3.connect(kb.home.root / NAME) as file:
        file.execute("UPDATE pair SET bits = bits + 1")
        file.execute("UPDATE question SET bits = bits + 1")
    assert asked(kb, kind="entity", why="near")[0].bits == before.bits + 1
    monkeypatch.setattr(review_store, "FORMAT", 0)
    assert asked(kb, kind="entity", why="near") == [before]


def test_what_was_left_open_is_not_counted_in_a_queue_made_anew(
    kb: KnowledgeBase, near: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where only a look tells what contradicts the two."""
    [item] = asked(kb, kind="entity", why="near")
    answer(kb, item.id, "unsure")
    with queue(kb) as open_:
        before = open_.count()
    for path in kb.home.root.glob(f"{NAME}*"):
        path.unlink()
    monkeypatch.setattr(review_places, "needed", lambda _: -99.0)
    with queue(kb) as open_:
        assert open_.count() == before


def test_a_question_names_what_else_its_sides_might_be(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Of three that may be one, a question about two names the third, with the question that asks it."""
    put(kb, tmp_path, *NEAR, story("Ironclads", "Easthill Tunnel", 20))
    items = {one.id: one for one in asked(kb, kind="entity")}

    found, _ = next_question(kb, kind="entity")

    assert found is not None
    assert found == question(kb, found.item.id)
    assert found.rivals
    for rival in found.rivals:
        theirs, ours = rival.id.removeprefix("entity-"), found.item.ids[rival.side]
        assert set(items[rival.review].ids) == {theirs, ours}
        assert items[rival.review].bits == rival.bits
    answer(kb, found.rivals[0].review, "different")
    left = question(kb, found.item.id)
    assert found.rivals[0].review not in [rival.review for rival in left.rivals]
