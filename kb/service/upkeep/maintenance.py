"""Keeping a home sound: verify against a replay, rebuild.

Input: an opened knowledge base. Output: a report; new projections.
Never: writes to the log.
"""

from kb.projections.runner import OnProgress
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.remaking import remake
from kb.service.stopped import noting
from kb.service.upkeep.verifying import Proof, prove


def verify_home(kb: KnowledgeBase, on_wait: OnWait | None = None) -> Proof:
    """Walk the log's chain, hold texts and projections to a fresh replay; see kb.service.upkeep.verifying.prove."""
    return prove(kb, on_wait=on_wait)


def rebuild_home(kb: KnowledgeBase, on_wait: OnWait | None = None, on_progress: OnProgress | None = None) -> int:
    """Throw the projections away and make them again; return the position reached.

    Raises:
        LockedError, ProjectionStoppedError: see kb.service.remaking.remake.
    """
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait), noting(kb.home, anew=True):
        return remake(kb, on_progress)
