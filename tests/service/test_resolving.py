"""Judging anew: what today's rules would link and part is shown first, and goes in at once or not at all."""

from pathlib import Path

import pytest

from kb.events import EntitiesLinked, FieldScale, WeightsAdopted
from kb.events.streams import RESOLUTION
from kb.log import Append
from kb.resolution.decision import RULE
from kb.service.articles.stored import NoArticleError
from kb.service.curation.deciding import record
from kb.service.curation.identifying import identifying
from kb.service.curation.undoing import undoing
from kb.service.identity import resolving
from kb.service.identity.resolve_plan import Plan
from kb.service.identity.resolving import LogMovedOnError, carry_out, plan
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import verify_home
from tests.service.stories import entity_of, graph, put, story

AGENT = "e1"


@pytest.fixture
def strangers(kb: KnowledgeBase, tmp_path: Path) -> list[str]:
    """Two bodies of other names."""
    return put(kb, tmp_path, story("Grey Wolf Band", "Westgate Mill", 1), story("Ironclads", "Nordhaven Depot", 9))


def wrong_link(kb: KnowledgeBase, articles: list[str]) -> None:
    """Have a rule of another day link the two."""
    link = EntitiesLinked(entity_of(kb, articles[0], AGENT), (f"{articles[1]}#{AGENT}",), 7.0, ("an old rule",))
    with kb.writing() as projections:
        kb.log.append_batch([Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [link], "rule:resolution/0")])
        projections.advance(kb.log)


def test_what_stands_by_todays_rules_changes_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Adding and judging anew agree."""
    put(kb, tmp_path, *(story("Grey Wolf Band", "Westgate Mill", day) for day in (1, 2, 3)))

    made = plan(kb)

    assert (made.articles, made.changes, made.events, made.settled) == (3, (), (), True)


def test_a_wrong_link_is_shown_and_parted(kb: KnowledgeBase, strangers: list[str]) -> None:
    """Nothing is written by looking; carried out, the graph is as without it; once more changes nothing."""
    before = graph(kb)
    wrong_link(kb, strangers)
    at = kb.position

    made = plan(kb)

    assert kb.position == at == made.position
    (change,) = made.changes
    assert (change.member, change.does, change.label) == (f"{strangers[1]}#{AGENT}", "parted", "Ironclads")
    assert change.before == (f"entity-{entity_of(kb, strangers[0], AGENT)}", "Grey Wolf Band")
    assert carry_out(kb, made) == at + len(made.events)
    assert graph(kb) == before
    assert plan(kb).events == ()
    assert verify_home(kb).differences == ()


def test_one_article_is_judged_with_those_around_it(kb: KnowledgeBase, strangers: list[str], tmp_path: Path) -> None:
    """The other one's wrong link is found from it, and what has nothing to do with it is left."""
    wrong_link(kb, strangers)
    (other,) = put(kb, tmp_path, story("Other People", "Another Place", 20))

    assert plan(kb, other).changes == ()
    assert [one.member for one in plan(kb, strangers[1]).changes] == [f"{strangers[1]}#{AGENT}"]
    with pytest.raises(NoArticleError):
        plan(kb, "0" * 16)


def test_what_was_missed_is_linked(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Weights held for a while by which nothing was one; without them the three are."""
    with kb.writing() as projections:
        none = WeightsAdopted((FieldScale("name+", 0.0),))
        adopted = record(kb, projections, none, "person:ann", 0, RESOLUTION)
    articles = put(kb, tmp_path, *(story("Grey Wolf Band", "Westgate Mill", day) for day in (1, 2, 3)))
    assert len({entity_of(kb, article, AGENT) for article in articles}) == 3
    with undoing(kb, "person:ann") as undoer:
        undoer.undo(adopted)

    made = plan(kb)
    carry_out(kb, made)

    assert len({entity_of(kb, article, AGENT) for article in articles}) == 1
    assert {one.does for one in made.changes} == {"linked"}
    assert all(one.reasons and one.bits >= 6.0 for one in made.changes if one.kind == "entity")
    assert plan(kb).changes == ()


def test_links_say_by_which_weights_they_were_made(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The rule's name has the event that adopted them."""
    with kb.writing() as projections:
        adopted = record(kb, projections, WeightsAdopted((FieldScale("name+", 1.2),)), "person:ann", 0, RESOLUTION)
    put(kb, tmp_path, *(story("Grey Wolf Band", "Westgate Mill", day) for day in (1, 2)))

    actors = {r.envelope.actor for r in kb.log.read(types=[EntitiesLinked.TYPE])}
    assert actors == {f"{RULE}+{adopted}"}


def test_a_person_is_not_overturned(kb: KnowledgeBase, strangers: list[str]) -> None:
    """What a person merged stays, however little speaks for it."""
    one, other = (entity_of(kb, article, AGENT) for article in strangers)
    with identifying(kb, "person:ann") as identifier:
        identifier.merge(f"entity-{one}", f"entity-{other}")

    assert plan(kb).changes == ()


def test_a_plan_that_the_log_went_beyond_is_not_written(
    kb: KnowledgeBase, strangers: list[str], tmp_path: Path
) -> None:
    """Somebody added an article meanwhile."""
    wrong_link(kb, strangers)
    made = plan(kb)
    put(kb, tmp_path, story("Other People", "Another Place", 20))
    at = kb.position

    with pytest.raises(LogMovedOnError, match=f"the log is at {at}"):
        carry_out(kb, made)
    assert kb.position == at


def test_an_interruption_leaves_nothing_half_written(
    kb: KnowledgeBase, strangers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While planning nothing is written; what is written is one append."""
    wrong_link(kb, strangers)
    at = kb.position

    def interrupted(articles: object) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(kb, around=interrupted)  # type: ignore[arg-type]
    assert kb.position == at
    appends = []
    append = kb.log.append_batch
    monkeypatch.setattr(kb.log, "append_batch", lambda batch, **more: (appends.append(batch), append(batch, **more))[1])
    carry_out(kb, plan(kb))
    assert len(appends) == 1


def test_runs_that_come_round_end_in_one_state_whichever_they_began_with(
    kb: KnowledgeBase, strangers: list[str]
) -> None:
    """Each run moves a member that the next one moves back: both commands choose the same state."""
    name = f"{strangers[1]}#{AGENT}"
    one, other = (entity_of(kb, article, AGENT) for article in strangers)

    def made(begins_with: str) -> tuple[str, Plan]:
        with kb.catalog_connection() as connection, resolving._trial(connection, kb.log) as tried:
            tried.suppose(RESOLUTION, [EntitiesLinked(begins_with, (name,), 7.0, ())], RULE)
            planner = resolving._Planner(kb, connection, tried)

            def wavering(article: str) -> tuple[EntitiesLinked, ...]:
                if article != strangers[1] or planner._had:
                    planner._frozen |= planner._had.keys()
                    return ()
                target = other if planner._stands(name) == one else one
                return (EntitiesLinked(target, (name,), 7.0, ("to and fro",)),)

            planner._rejudge.again = wavering  # type: ignore[method-assign]
            found = planner.made(strangers, lambda articles: articles)
            return planner._stands(name), found

    (ends, first), (also_ends, second) = made(one), made(other)

    assert ends == also_ends
    assert first.settled
    assert second.settled
    assert sorted([len(first.changes), len(second.changes)]) == [0, 1]
