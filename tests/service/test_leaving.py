"""What is said to leave with an article is what leaves."""

from kb.events import ClaimConfirmed
from kb.projections.folding.standing import StandingAt
from kb.service.articles.leaving import Leaving, leaving
from kb.service.articles.withdrawing import withdraw
from kb.service.knowledge_base import KnowledgeBase
from tests.service.test_correcting import decide
from tests.service.test_withdrawing import put, story


def said(kb: KnowledgeBase, article: str) -> Leaving:
    with kb.at() as moment, moment.connection() as connection:
        return leaving(moment.catalog, StandingAt(connection, kb.log), article)


def entities(kb: KnowledgeBase) -> set[str]:
    return {one.id for one in kb.catalog.list_entities(limit=50).items}


def happenings(kb: KnowledgeBase) -> set[str]:
    return {one.happening or one.id for one in kb.catalog.list_events(limit=50).items}


def test_what_is_said_to_leave_leaves_and_the_rest_stays(kb: KnowledgeBase) -> None:
    """By names, and by what others tell of too; a decision about it rests."""
    first, second, _ = put(kb, story(1), story(2), story(3, say=2, one=2, other=3))
    decide(kb, ClaimConfirmed(f"{first}#v1"))
    told, before, were = said(kb, first), entities(kb), happenings(kb)
    assert (told.alone, told.shared, told.decisions) == ((), 2, 1)
    assert [one.others for one in told.retold] == [1]
    assert told.counts["events"] == 1
    assert told.weighed

    withdraw(kb, first, "asked")
    assert entities(kb) == before
    assert happenings(kb) == were

    now = said(kb, second)
    assert (len(now.alone), now.shared, now.retold) == (2, 0, ())
    withdraw(kb, second, "asked")
    assert entities(kb) == before - {one.id for one in now.alone}
