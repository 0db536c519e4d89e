"""What a proof counts."""

from kb.service.articles.revising import correct
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.verifying import prove
from tests.service.test_correcting import NEW, OLD, outcomes
from tests.service.test_withdrawing import put, story


def test_a_corrected_article_is_one_in_two_texts(kb: KnowledgeBase) -> None:
    """As `kb status` counts it, although the log has both."""
    old, _ = put(kb, OLD, story(1))
    correct(kb, old, outcomes(NEW.partition("\n\n")[2]))
    proof = prove(kb, jobs=1)
    assert proof.differences == ()
    assert (proof.articles, proof.texts) == (2, 3)
    assert proof.articles == kb.catalog.list_articles(limit=1).total
