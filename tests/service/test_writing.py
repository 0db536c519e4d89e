"""A home that takes articles in."""

import gc

from kb.projections.collecting import OBJECTS
from kb.service.knowledge_base import KnowledgeBase


def test_articles_come_in_with_thresholds_raised(kb: KnowledgeBase) -> None:
    """Adding makes many objects and hardly a cycle."""
    before = gc.get_threshold()

    with kb.adder():
        during = gc.get_threshold()

    assert during[0] == OBJECTS
    assert gc.get_threshold() == before
