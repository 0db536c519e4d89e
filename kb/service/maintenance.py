"""Keeping a home sound: verify against a replay, rebuild.

Input: an opened knowledge base. Output: a report; new projections.
Never: writes to the log.
"""

from kb.projections import opening, verify
from kb.projections.runner import OnProgress
from kb.projections.verify import Report
from kb.service.knowledge_base import KnowledgeBase, OnWait


def verify_home(kb: KnowledgeBase, on_wait: OnWait | None = None) -> Report:
    """Walk the log's chain, and compare the projections with a fresh replay.

    Projections that merely lag behind the log are brought up to date first,
    where this user may write.

    Raises:
        BrokenChainError: the log is damaged; names the position.
        StorageError: a projection cannot be read.
    """
    kb.log.verify()
    kb.catch_up()
    if not kb.home.writable:
        return verify.verify(kb.home, kb.log)
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait):
        return verify.verify(kb.home, kb.log)


def rebuild_home(kb: KnowledgeBase, on_wait: OnWait | None = None, on_progress: OnProgress | None = None) -> int:
    """Throw the projections away and make them again; return the position reached.

    Raises:
        ProjectionStoppedError: an event cannot be taken in; the old ones stay.
    """
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait):
        return opening.rebuild(kb.home, kb.log, on_progress=on_progress)
