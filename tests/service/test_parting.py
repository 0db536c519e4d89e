"""People part what is one: who goes where, what is refused, and that undoing leaves no trace."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.events import MembersMoved
from kb.service.articles.withdrawing import NotThereError, withdraw
from kb.service.curation.deciding import Done
from kb.service.curation.decisions import decisions
from kb.service.curation.errors import DecisionStateError, EntityStateError, MeanwhileError
from kb.service.curation.identifying import Identifier, identifying
from kb.service.curation.parting import Parter, parting
from kb.service.curation.things import LeftGraphError
from kb.service.curation.undoing import undoing
from kb.service.erasure.erasing import erase
from kb.service.identity.named_members import NoSuchMemberError
from kb.service.identity.naming import NothingCalledError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import verify_home
from tests.service.stories import entity_of, graph, put, story

AGENT = "e1"
THREE = (
    story("Blue River Column", "Nordhaven Depot", 1),
    story("Blue River Column", "Nordhaven Depot", 2),
    story("Blue River Column", "Nordhaven Depot", 3),
)


@pytest.fixture
def three(kb: KnowledgeBase, tmp_path: Path) -> list[str]:
    """Three articles that tell of one body."""
    found = put(kb, tmp_path, *THREE)
    assert len({entity_of(kb, article, AGENT) for article in found}) == 1
    return found


def part(kb: KnowledgeBase, does: Callable[[Parter], Done], actor: str = "person:ann") -> Done:
    with parting(kb, actor) as parter:
        return does(parter)


def who(kb: KnowledgeBase, does: Callable[[Identifier], Done], actor: str = "person:ann") -> Done:
    with identifying(kb, actor) as identifier:
        return does(identifier)


def undo(kb: KnowledgeBase, position: int) -> Done:
    with undoing(kb, "person:ann") as undoer:
        return undoer.undo(position)


def test_exploding_gives_each_article_its_own_and_undoing_leaves_no_trace(kb: KnowledgeBase, three: list[str]) -> None:
    """One event; as of before it is one; each id answers; undone, all is as before."""
    before, at = graph(kb), kb.position
    entity = entity_of(kb, three[0], AGENT)

    done = part(kb, lambda p: p.explode(f"entity-{entity}", "three bands of one name"))

    assert done.position == at + 1 == kb.position
    assert len({entity_of(kb, article, AGENT) for article in three}) == 3
    assert entity_of(kb, three[0], AGENT) == entity
    assert "is 3 now" in done.said
    with kb.as_of(at) as then:
        assert then.catalog.views.articles_of(entity) == frozenset(three)
    assert [row.type for row in decisions(kb)] == ["members-moved"]
    assert verify_home(kb).differences == ()

    undo(kb, done.position)
    assert graph(kb) == before


def test_no_rule_joins_again_what_was_exploded(kb: KnowledgeBase, three: list[str], tmp_path: Path) -> None:
    """A fourth article fits all three, which are not one another: it stays by itself."""
    part(kb, lambda p: p.explode(f"entity-{entity_of(kb, three[0], AGENT)}"))

    (fourth,) = put(kb, tmp_path, story("Blue River Column", "Nordhaven Depot", 4))

    assert len({entity_of(kb, article, AGENT) for article in [*three, fourth]}) == 4


def test_a_member_moves_and_the_two_stay_apart(kb: KnowledgeBase, three: list[str], tmp_path: Path) -> None:
    """The second article's column is another's; the next one that names it goes where it fits."""
    (other,) = put(kb, tmp_path, story("Grey Wolf Band", "Southport Bridge", 5))
    goal = entity_of(kb, other, AGENT)
    before = graph(kb)

    done = part(kb, lambda p: p.move(f"{three[1]}#Blue River Column", f"entity-{goal}", "a nickname"))

    assert entity_of(kb, three[1], AGENT) == goal != entity_of(kb, three[0], AGENT)
    assert f"entity-{goal}" in done.said
    assert three[1] in done.said
    with pytest.raises(EntityStateError, match="kept apart already"):
        who(kb, lambda i: i.keep_apart(f"entity-{goal}", f"entity-{entity_of(kb, three[0], AGENT)}"))
    undo(kb, done.position)
    assert graph(kb) == before


def test_names_of_an_articles_own_part_as_its_local_ids_do(kb: KnowledgeBase, three: list[str]) -> None:
    """ARTICLE#NAME is taken wherever ARTICLE#LOCAL is; one that the article does not have names those that it has."""
    done = who(kb, lambda i: i.keep_apart(f"{three[0]}#Blue River Column", f"{three[2]}#blue river column"))

    assert entity_of(kb, three[0], AGENT) != entity_of(kb, three[2], AGENT)
    assert three[2] in done.said
    with pytest.raises(NoSuchMemberError, match="e1 Blue River Column"):
        who(kb, lambda i: i.keep_apart(f"{three[0]}#Nobody", f"{three[2]}#e1"))


def test_a_member_moves_out_by_itself(kb: KnowledgeBase, three: list[str]) -> None:
    """Its own id answers again; doing it twice is refused."""
    done = part(kb, lambda p: p.move(f"{three[2]}#{AGENT}", "itself"))

    assert entity_of(kb, three[2], AGENT) not in {entity_of(kb, article, AGENT) for article in three[:2]}
    assert "itself" in done.said
    with pytest.raises(EntityStateError, match="by itself already"):
        part(kb, lambda p: p.move(f"{three[2]}#{AGENT}", "new"))


def test_a_difference_inside_splits_along_the_weakest_evidence(
    kb: KnowledgeBase, three: list[str], tmp_path: Path
) -> None:
    """A person merged two spellings; said to differ, the merge is parted and each keeps its kin."""
    others = put(kb, tmp_path, story("Blue Rivers Column", "Westgate", 6), story("Blue Rivers Column", "Westgate", 7))
    one, two = entity_of(kb, three[0], AGENT), entity_of(kb, others[0], AGENT)
    before = graph(kb)
    if one != two:
        who(kb, lambda i: i.merge(f"entity-{one}", f"entity-{two}"), "person:bob")
    together = graph(kb)

    done = part(kb, lambda p: p.part(f"{three[0]}#{AGENT}", f"{others[0]}#{AGENT}", "two bands"))

    sides = [entity_of(kb, article, AGENT) for article in (*three, *others)]
    assert len(set(sides[:3])) == len(set(sides[3:])) == 1
    assert sides[0] != sides[3]
    assert sides[0] == one
    assert sides[3] == two
    assert "came apart where the evidence is weakest" in done.said
    assert all(article in done.said for article in others)
    event = next(iter(kb.log.read(after=done.position - 1))).event
    assert isinstance(event, MembersMoved)
    assert event.different == (f"{three[0]}#{AGENT}", f"{others[0]}#{AGENT}")
    assert [earlier.actor for earlier in done.overturns] == ["person:bob"]
    assert graph(kb) == before
    undo(kb, done.position)
    assert graph(kb) == together


def test_keeping_two_members_of_one_apart_parts_it(kb: KnowledgeBase, three: list[str]) -> None:
    """`keep-apart` with members of one entity is the same decision."""
    done = who(kb, lambda i: i.keep_apart(f"{three[0]}#{AGENT}", f"{three[1]}#{AGENT}"))

    assert entity_of(kb, three[0], AGENT) != entity_of(kb, three[1], AGENT)
    assert "came apart" in done.said


def test_a_merge_that_was_parted_says_so(kb: KnowledgeBase, three: list[str], tmp_path: Path) -> None:
    """It is undone by the parting; putting it in force again would undo more than it says."""
    (other,) = put(kb, tmp_path, story("Grey Wolf Band", "Southport Bridge", 5))
    one, two = entity_of(kb, three[0], AGENT), entity_of(kb, other, AGENT)
    merged = who(kb, lambda i: i.merge(f"entity-{one}", f"entity-{two}"))
    parted = part(kb, lambda p: p.explode(f"entity-{two}"))

    assert entity_of(kb, other, AGENT) == two
    with undoing(kb, "person:ann") as undoer:
        with pytest.raises(DecisionStateError, match=f"undone already, by event {parted.position}"):
            undoer.undo(merged.position)
        with pytest.raises(DecisionStateError, match="was parted by"):
            undoer.redo(merged.position)
        undoer.undo(parted.position)
    assert entity_of(kb, other, AGENT) == one
    with undoing(kb, "person:ann") as undoer:
        undoer.undo(merged.position)
    assert entity_of(kb, other, AGENT) == two


def test_what_cannot_be_is_refused_and_nothing_is_recorded(kb: KnowledgeBase, three: list[str], tmp_path: Path) -> None:
    """Ids that are not there, withdrawn articles, a cycle of merges, one that stands alone."""
    (other,) = put(kb, tmp_path, story("Grey Wolf Band", "Southport Bridge", 5))
    one, two = entity_of(kb, three[0], AGENT), entity_of(kb, other, AGENT)
    who(kb, lambda i: i.merge(f"entity-{one}", f"entity-{two}"))
    at = kb.position
    with pytest.raises(EntityStateError, match="one already"):
        who(kb, lambda i: i.merge(f"entity-{two}", f"entity-{one}"))
    with pytest.raises(NothingCalledError):
        who(kb, lambda i: i.merge(f"entity-{one}", "entity-" + "0" * 20))
    with pytest.raises(NoSuchMemberError, match="the article has e1 Blue River Column"):
        part(kb, lambda p: p.move(f"{three[0]}#e99", "itself"))
    with pytest.raises(NoSuchMemberError, match="neither"):
        part(kb, lambda p: p.move("Blue River Column", "itself"))
    with pytest.raises(EntityStateError, match="already"):
        part(kb, lambda p: p.move(f"{three[0]}#{AGENT}", f"entity-{one}"))
    with pytest.raises(MeanwhileError):
        part(kb, lambda p: p.explode(f"entity-{one}", seen=1))
    with pytest.raises(EntityStateError, match="Both are"):
        part(kb, lambda p: p.part(f"{three[0]}#{AGENT}", f"{three[0]}#{AGENT}"))
    assert kb.position == at

    withdraw(kb, other, "asked to")
    at = kb.position
    with pytest.raises(NotThereError, match="withdrawn"):
        part(kb, lambda p: p.move(f"{other}#{AGENT}", "itself"))
    with pytest.raises(LeftGraphError, match=f"article-{other} did, and has left it"):
        who(kb, lambda i: i.merge(f"entity-{one}", f"entity-{two}"))
    assert kb.position == at


def test_the_only_one_of_an_entity_is_merged_not_moved(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Its id would answer no more; a merge keeps it answering."""
    first, second = put(kb, tmp_path, THREE[0], story("Grey Wolf Band", "Southport Bridge", 5))
    with pytest.raises(EntityStateError, match="all that there is"):
        part(kb, lambda p: p.move(f"{first}#{AGENT}", f"entity-{entity_of(kb, second, AGENT)}"))
    with pytest.raises(EntityStateError, match="Only one article"):
        part(kb, lambda p: p.explode(f"entity-{entity_of(kb, first, AGENT)}"))


def test_a_happening_comes_apart_as_well(kb: KnowledgeBase, three: list[str]) -> None:
    """Exploding and moving take events of articles too."""
    happenings = {entity_of(kb, article, "v1") for article in three}
    with identifying(kb, "person:ann") as identifier:
        first = entity_of(kb, three[0], "v1")
        for other in sorted(happenings - {first}):
            identifier.merge(f"happening-{first}", f"happening-{other}")
    before = graph(kb)

    done = part(kb, lambda p: p.explode(f"happening-{first}"))

    assert len({entity_of(kb, article, "v1") for article in three}) == 3
    undo(kb, done.position)
    assert graph(kb) == before


def test_what_was_parted_stays_so_when_an_article_is_erased(kb: KnowledgeBase, three: list[str]) -> None:
    """The event that named it goes; the others stand where they were put, and by whom."""
    part(kb, lambda p: p.explode(f"entity-{entity_of(kb, three[0], AGENT)}"))
    sides = [entity_of(kb, article, AGENT) for article in three[:2]]

    erase(kb, three[2], "asked to")

    assert [entity_of(kb, article, AGENT) for article in three[:2]] == sides
    assert verify_home(kb).differences == ()
    assert [one.type for one in decisions(kb)][-1] == "entities-linked"
