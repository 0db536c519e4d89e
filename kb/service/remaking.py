"""The projections of a home thrown away and made again from its log.

Input: an opened knowledge base, whose lock the caller holds. Output: new projections.
Never: leaves an erasure half done: new projections would say that none is due.
"""

from contextlib import suppress

from kb.errors import IntegrityError, StorageError
from kb.events import Erased
from kb.log.contract import UnscrubbedError
from kb.projections import course, opening
from kb.projections.runner import OnProgress
from kb.service.knowledge_base import KnowledgeBase


def remake(kb: KnowledgeBase, on_progress: OnProgress | None = None) -> int:
    """Make the projections again; an erasure beyond them, or beyond what they can say of themselves, is ended with it.

    Returns:
        The position reached.

    Raises:
        LockedError: there is one, and another process reads the log just now; see kb.projections.purging.purge.
        ProjectionStoppedError: an event cannot be taken in; the old ones stay.
    """
    if next(kb.log.read(after=_standing(kb), limit=1, types=[Erased.TYPE]), None) is not None:
        goal = kb.position
        with suppress(UnscrubbedError):  # who erased was told so
            kb.purge(on_progress)
        return goal
    return opening.rebuild(kb.home, kb.log, share=kb.past.generations.share, on_progress=on_progress)


def _standing(kb: KnowledgeBase) -> int:
    """Return where the projections stand, 0 if there are none, they cannot say, or are not of this log."""
    try:
        standing = max(kb.standing(), 0)
        if standing:
            course.check_file(kb.log, kb.home.catalog_path, standing)
        return standing
    except (IntegrityError, StorageError):
        return 0
