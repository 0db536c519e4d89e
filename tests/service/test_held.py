"""A home that stays open while somebody puts its log back."""

import pytest

from kb.log.sqlite import SqliteEventLog
from kb.projections.course import OtherCourseError
from kb.service import held
from kb.service.knowledge_base import KnowledgeBase
from tests.service.test_withdrawing import put, story


def test_a_log_that_was_put_back_and_went_on_as_far_is_noticed(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By who has the home open too, though the position is the one that it knows."""
    put(kb, story(1))
    assert kb.catch_up()
    monkeypatch.setattr(SqliteEventLog, "hash_at", lambda log, position: "0" * 64)
    assert kb.catch_up()  # a moment ago it was this one

    monkeypatch.setattr(held, "_BELIEVED", -1.0)
    with pytest.raises(OtherCourseError):
        kb.catch_up()
