"""What is said to move with a correction is what moves; nothing is recorded by asking."""

import pytest

from kb.events import ClaimConfirmed, ClaimRetracted
from kb.events.streams import CURATION
from kb.service.articles.correcting import CORRECTION
from kb.service.articles.correction_plan import plan_correction
from kb.service.articles.revising import OneTextError, StoredTextError, correct
from kb.service.articles.withdrawing import NotThereError, withdraw
from kb.service.knowledge_base import KnowledgeBase
from tests.service.test_correcting import NEW, OLD, decide, outcomes, reading
from tests.service.test_withdrawing import put, story


def test_the_plan_is_what_the_correction_then_does(kb: KnowledgeBase) -> None:
    """Ids that are kept, decisions that are carried and that are lost, claims that become former ones."""
    [old] = put(kb, OLD)
    second = next(e.id for e in reading(kb, old).events if OLD[e.trigger.start - 10 :].startswith("Red Guard"))  # type: ignore[attr-defined]
    decide(kb, ClaimRetracted(f"{old}#s1", "he never said so"))
    lost = decide(kb, ClaimConfirmed(f"{old}#{second}"))
    before = kb.log.position()
    text = outcomes(NEW.partition("\n\n")[2])

    plan = plan_correction(kb, old, text)

    assert kb.log.position() == before
    assert plan.changes
    assert (plan.carried, plan.look_again) == (1, (lost,))
    assert [(one.words, one.now) for one in plan.former] == [("3", "5")]
    result = correct(kb, old, text)
    assert result.article == plan.new.id
    assert {kind: after for kind, (_, after) in plan.counts.items()} == dict(result.counts)
    carried = [item for item in kb.log.read(after=before, stream=CURATION) if item.envelope.actor == CORRECTION]
    assert len(carried) == plan.carried
    assert plan_correction(kb, result.article, text).changes is False


def test_what_cannot_go_in_is_said_as_the_correction_says_it(kb: KnowledgeBase) -> None:
    """No text, two, another article's, one that has left."""
    one, other = put(kb, OLD, story(1))
    with pytest.raises(OneTextError):
        plan_correction(kb, one, [])
    with pytest.raises(StoredTextError):
        plan_correction(kb, one, outcomes(story(1)))
    withdraw(kb, other, "asked")
    with pytest.raises(NotThereError):
        plan_correction(kb, other, outcomes(NEW))
