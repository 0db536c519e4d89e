"""Keeping a home sound: verify against a replay, rebuild.

Input: an opened knowledge base. Output: a report; new projections.
Never: writes to the log.
"""

from kb.errors import IntegrityError, StorageError
from kb.events import Erased
from kb.projections import opening
from kb.projections.runner import OnProgress
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.stopped import noting
from kb.service.verifying import Proof, prove


def verify_home(kb: KnowledgeBase, on_wait: OnWait | None = None) -> Proof:
    """Walk the log's chain, and compare texts and projections with a fresh replay; see kb.service.verifying.prove."""
    return prove(kb, on_wait=on_wait)


def rebuild_home(kb: KnowledgeBase, on_wait: OnWait | None = None, on_progress: OnProgress | None = None) -> int:
    """Throw the projections away and make them again; return the position reached.

    An erasure beyond them, or beyond what they can say of themselves, is ended with it: new ones would hide that it is
    due.

    Raises:
        LockedError: it is, and another process reads the log just now; see kb.projections.purging.purge.
        ProjectionStoppedError: an event cannot be taken in; the old ones stay.
    """
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait), noting(kb.home):
        if next(kb.log.read(after=_standing(kb), limit=1, types=[Erased.TYPE]), None) is not None:
            goal = kb.position
            kb.purge(on_progress)
            return goal
        return opening.rebuild(kb.home, kb.log, share=kb.past.generations.share, on_progress=on_progress)


def _standing(kb: KnowledgeBase) -> int:
    """Return where the projections stand, 0 if there are none or they cannot say."""
    try:
        return max(kb.standing(), 0)
    except (IntegrityError, StorageError):
        return 0
